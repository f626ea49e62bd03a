"""Tables of which nothing is drawn: rows and columns are told by white space alone.

Lines close below each other are one text. What stands side by side is a row; rows follow each other without many lines
of prose between them. A merged cell reaches over the gap that parts the rows beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from planextract.detect.columns import Segment, column_borders, lines_of_segments, without_banners
from planextract.detect.regions import Region
from planextract.detect.rules import Rule
from planextract.geometry import spans_joined

_WORD_GAP = 0.8
"""Width, in characters, up to which words of a line are one text."""

_CELL_GAP = 1.2
"""Width, in characters, from which the words of a line are different cells."""

_LINE_GAP = 0.6
"""Height, in characters, of the white between two lines of one text where the page's own gaps do not tell."""

_CLEAR = 0.6
"""Share of the largest jump between gaps from which a lower one tells lines from rows as well."""

_PROSE = 3
"""Texts below each other, at the left, that end a table."""


_FAR = 6.0
"""White, in characters, that ends a table unless the next row has its columns."""

_SAME = 0.5
"""Characters by which texts of one column may begin apart."""


class _Band(NamedTuple):
    """Texts beside each other, and the height that they take."""

    top: float
    bottom: float
    texts: list[Segment]


def white_regions(segments: Sequence[Segment], em: float) -> list[Region]:
    """Where tables may be among words that no rules or areas of colour hold."""
    texts, limit = _texts(segments, em)
    bands = [
        _Band(top, bottom, [text for text in texts if top <= text.middle <= bottom])
        for top, bottom in spans_joined(((text.top, text.bottom) for text in texts), 0.9 * limit)
    ]
    return [_region(group, segments, em) for group in _groups(bands, em)]


def _texts(segments: Sequence[Segment], em: float) -> tuple[list[Segment], float]:
    """Words joined along lines, and lines to the texts that they are part of; the gap that parts two texts."""
    pieces: list[Segment] = []
    for line in lines_of_segments(list(segments), em):
        for segment in sorted(line):
            last = pieces[-1] if pieces and segment != min(line) else None
            if last is not None and segment.x0 - last.x1 < _WORD_GAP * em:
                pieces[-1] = Segment(
                    last.x0, max(last.x1, segment.x1), min(last.top, segment.top), max(last.bottom, segment.bottom)
                )
            else:
                pieces.append(segment)
    pieces.sort(key=lambda piece: piece.top)
    below = [_next_below(i, pieces, em) for i in range(len(pieces))]
    gaps = [pieces[k].top - piece.bottom for piece, k in zip(pieces, below, strict=True) if k is not None]
    limit = _limit(gaps, em)
    joined: list[Segment | None] = list(pieces)
    # From the top: what a text has taken in is found again where it stands last.
    for i, k in enumerate(below):
        upper, lower = joined[i], pieces[k] if k is not None else None
        if upper is None or k is None or lower is None or lower.top - pieces[i].bottom >= limit:
            continue
        beside = joined[k]
        if beside is not None:
            joined[k] = Segment(
                min(upper.x0, beside.x0), max(upper.x1, beside.x1), upper.top, max(upper.bottom, beside.bottom)
            )
            joined[i] = None
    return [text for text in joined if text is not None], limit


def _next_below(i: int, pieces: Sequence[Segment], em: float) -> int | None:
    """The nearest words below others, from those that stand in their width."""
    upper = pieces[i]
    found: int | None = None
    for k in range(i + 1, len(pieces)):
        lower = pieces[k]
        if lower.top > upper.bottom + 2 * em or (found is not None and lower.top > pieces[found].top + 0.5 * em):
            break
        if lower.middle > upper.bottom and min(lower.x1, upper.x1) - max(lower.x0, upper.x0) > 0.3 * em:
            found = k if found is None else found
    return found


def _limit(gaps: Sequence[float], em: float) -> float:
    """The gap from which lines below each other are different texts: where gaps fall into two kinds, between these."""
    ordered = sorted(gap for gap in gaps if gap < 1.6 * em)
    jumps = [
        (after - before, (before + after) / 2)
        for i, (before, after) in enumerate(pairwise(ordered))
        if i > 0 and i < len(ordered) - 2 and before < 0.9 * em
    ]
    # Rows may be parted by gaps of several kinds: the lowest clear jump is that between lines and rows.
    clear = max(0.15 * em, _CLEAR * max(jumps, default=(0.0, 0.0))[0])
    return next((middle for jump, middle in jumps if jump > clear), _LINE_GAP * em)


def _groups(bands: Sequence[_Band], em: float) -> list[list[_Band]]:
    """Bands that may be one table or several of the same place: rows, and texts alone between these."""
    groups: list[list[_Band]] = [[]]
    alone = 0
    left = 0.0
    for band in bands:
        tabular = _is_row(band, em)
        far = bool(groups[-1]) and band.top - groups[-1][-1].bottom > _FAR * em and not _continues(band, groups[-1], em)
        if tabular:
            left = min(left, band.texts[0].x0) if groups[-1] else min(text.x0 for text in band.texts)
        alone = 0 if tabular else alone + (min(text.x0 for text in band.texts) < left + 3 * em)
        if far or alone >= _PROSE:
            groups.append([])
            alone = 0
        if tabular or groups[-1]:
            groups[-1].append(band)
    kept = []
    for group in groups:
        while group and not _is_row(group[-1], em):
            group = group[:-1]
        if sum(_is_row(band, em) for band in group) >= 3:
            kept.append(group)
    return kept


def _continues(band: _Band, group: Sequence[_Band], em: float) -> bool:
    """Whether most texts of a row begin, or have their middle, where those of rows above it do."""
    known = [text for row in group if _is_row(row, em) for text in row.texts]
    below = [any(_is_aligned(text, other, _SAME * em) for other in known) for text in band.texts]
    return _is_row(band, em) and 3 * sum(below) >= 2 * len(below)


def _is_aligned(text: Segment, other: Segment, near: float) -> bool:
    return abs(text.x0 - other.x0) < near or abs(text.x0 + text.x1 - other.x0 - other.x1) < near


def _is_row(band: _Band, em: float) -> bool:
    return len(spans_joined(((text.x0, text.x1) for text in band.texts), _CELL_GAP * em)) > 1


def _region(bands: Sequence[_Band], segments: Sequence[Segment], em: float) -> Region:
    """The region of bands, with the borders between them, and those beside merged cells."""
    rows = [band for band in bands if _is_row(band, em)]
    x0 = min(text.x0 for band in rows for text in band.texts) - 0.5 * em
    x1 = max(text.x1 for band in rows for text in band.texts) + 0.5 * em
    gaps = [(above.bottom, below.top) for above, below in pairwise(bands)]
    places = [bands[0].top - 0.5 * em, *((low + high) / 2 for low, high in gaps), bands[-1].bottom + 0.5 * em]
    inside = [s for s in segments if places[0] < s.middle < places[-1] and x0 < s.x0 and s.x1 < x1]
    edges = [x0, *column_borders(without_banners(inside, places, em), places, em), x1]
    usual = median(high - low for low, high in gaps) if gaps else em
    borders = [Rule(place, x0, x1) for place in places]
    for band in rows:
        borders += _beside_merged(band, edges, 1.25 * usual)
    return Region(x0, x1, sorted(borders, key=lambda rule: rule.at))


def _beside_merged(band: _Band, edges: Sequence[float], tight: float) -> list[Rule]:
    """Borders of rows within a band, from which merged cells at the left or right are left out.

    They stand in gaps no higher than those between rows, in columns of most of the table's width.
    """
    columns: list[list[Segment]] = [[] for _ in edges[1:]]
    for text in band.texts:
        columns[min(max(bisect_right(edges, (text.x0 + text.x1) / 2) - 1, 0), len(columns) - 1)].append(text)
    found: list[Rule] = []
    for c, column in enumerate(columns):
        spans = spans_joined(((text.top, text.bottom) for text in column), 0)
        for above, below in pairwise(spans):
            place = (above[1] + below[0]) / 2
            if below[0] - above[1] > tight or any(abs(rule.at - place) < tight for rule in found):
                continue
            clear = [not any(text.top < place < text.bottom for text in other) for other in columns]
            stretches = spans_joined((pair for pair, free in zip(pairwise(edges), clear, strict=True) if free), 0)
            low, high = next(stretch for stretch in stretches if stretch[0] <= edges[c] < stretch[1])
            share = (high - low) / (edges[-1] - edges[0])
            if share > 0.5 or (share > 0.12 and _parts_several(columns, edges, place, low, high)):
                found.append(Rule(place, low, high))
    return found


def _parts_several(
    columns: Sequence[Sequence[Segment]], edges: Sequence[float], place: float, low: float, high: float
) -> bool:
    """Whether a place parts texts of several columns between two sides from what is above or below them."""
    inside = [column for column, edge in zip(columns, edges, strict=False) if low <= edge < high]
    above = sum(any(text.middle < place for text in column) for column in inside)
    below = sum(any(text.middle > place for text in column) for column in inside)
    return min(above, below) > 0 and max(above, below) > 1
