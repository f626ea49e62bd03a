"""Headings over several columns, mostly in their middle, where no upright rule tells which they cover."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from planextract.detect.columns import Segment, lines_of_segments
from planextract.detect.rules import Rule
from planextract.geometry import Box, spans_joined

_OFF_CENTRE = 0.8
"""Characters by which the middle of a heading may miss the middle of its columns."""


def centred_headings(
    edges: Sequence[float], rules: Sequence[Rule], segments: Sequence[Segment], em: float
) -> list[Box]:
    """The areas of headings that cover several columns, from the column `edges` and the drawn row `rules`.

    A rule inside of the table's width parts a heading from those below it: a heading above it may cover columns that
    have their own one below. Beside such a rule one heading takes both rows, and may stand over columns without any.
    """
    x0, x1 = edges[0], edges[-1]
    whole = sorted(rule.at for rule in rules if rule.low <= x0 + em and rule.high >= x1 - em)
    found: list[Box] = []
    for rule in rules:
        k = bisect_right(whole, rule.at)
        if rule.low <= x0 + em or rule.high >= x1 - em or not 0 < k < len(whole):
            continue
        above, below = whole[k - 1], whole[k]
        lower = _by_column(edges, segments, rule.at, below)
        middles = [(low + high) / 2 for low, high in pairwise(edges)]
        under = [rule.low < middle < rule.high for middle in middles]
        # White space tells the borders of columns roughly; headings below each other share their middle.
        extents = [(min(s.x0 for s in texts), max(s.x1 for s in texts)) if texts else None for texts in lower]
        upper = _by_column(edges, segments, above, rule.at)
        headed = [extent if inside else None for inside, extent in zip(under, extents, strict=True)]
        beside = [None if inside else stretch for inside, stretch in zip(under, pairwise(edges), strict=True)]
        found += _areas(edges, upper, headed, (above, rule.at), em, is_head=k == 1)
        found += _areas(edges, _by_column(edges, segments, above, below), beside, (above, below), em)
    return found


def _by_column(edges: Sequence[float], segments: Sequence[Segment], top: float, bottom: float) -> list[list[Segment]]:
    columns: list[list[Segment]] = [[] for _ in edges[1:]]
    for segment in segments:
        if top < (segment.top + segment.bottom) / 2 < bottom:
            column = bisect_right(edges, (segment.x0 + segment.x1) / 2) - 1
            columns[min(max(column, 0), len(columns) - 1)].append(segment)
    return columns


def _areas(
    edges: Sequence[float],
    columns: list[list[Segment]],
    extents: Sequence[tuple[float, float] | None],
    rows: tuple[float, float],
    em: float,
    *,
    is_head: bool = False,
) -> Iterator[Box]:
    """Of each heading the widest stretch of otherwise empty columns in whose middle it stands.

    At the head of a table, where none is centred, that over which it begins where the headings below begin, too.

    `extents` tells where each column that may be covered has its words; None where it may not.
    """
    free = [extent is not None and not texts for extent, texts in zip(extents, columns, strict=True)]
    found: list[tuple[float, float]] = []
    begun: list[tuple[float, float]] = []
    for c, texts in enumerate(columns):
        if not texts or extents[c] is None:
            continue
        first, last = c, c
        while first > 0 and free[first - 1]:
            first -= 1
        while last + 1 < len(columns) and free[last + 1]:
            last += 1
        middle = (min(text.x0 for text in texts) + max(text.x1 for text in texts)) / 2
        stretches = [
            (edges[low], edges[high + 1])
            for low in range(first, c + 1)
            for high in range(c, last + 1)
            if low < high and abs(_middle(extents[low], extents[high]) - middle) < _OFF_CENTRE * em
        ]
        if stretches:
            found.append(max(stretches, key=lambda stretch: stretch[1] - stretch[0]))
        elif last > c and _begins_over(texts, extents[c], em):
            begun.append((edges[c], edges[last + 1]))
    for low, high in begun if is_head and not found else found:
        yield Box(low, rows[0], high, rows[1])


def _begins_over(texts: list[Segment], extent: tuple[float, float] | None, em: float) -> bool:
    """Whether a heading begins where the one below it does: nothing is centred, and the empty columns are its own."""
    return extent is not None and abs(min(text.x0 for text in texts) - extent[0]) < 0.25 * em


def banners(edges: Sequence[float], places: Sequence[float], segments: Sequence[Segment], em: float) -> Iterator[Box]:
    """The areas of rows that are one text over several of the table's columns, in its middle or from the left on."""
    for above, below in pairwise(places):
        row = [s for s in segments if above < s.middle < below]
        spans = spans_joined(((s.x0, s.x1) for s in row), em)
        if len(spans) != 1 or len(edges) < 4 or _begins_with_others(row, segments, edges, em):
            continue
        start, stop = spans[0]
        crossed = any(start < edge < stop for edge in edges[1:-1])
        if crossed and abs(start + stop - edges[0] - edges[-1]) < 2 * _OFF_CENTRE * em:
            yield Box(edges[0], above, edges[-1], below)
        elif crossed and start < edges[1] and stop < edges[-2] and len(lines_of_segments(row, em)) == 1:
            yield Box(edges[0], above, next(edge for edge in edges if edge >= stop), below)


def _begins_with_others(row: Sequence[Segment], segments: Sequence[Segment], edges: Sequence[float], em: float) -> bool:
    """Whether words of a row after a column's border begin where those of other rows do: they are a cell."""
    for before, after in pairwise(sorted(row)):
        if any(before.x1 <= edge <= after.x0 for edge in edges):
            aligned = [s for s in segments if abs(s.x0 - after.x0) < 0.25 * em and s not in row]
            if len(aligned) > 1:
                return True
    return False


def _middle(first: tuple[float, float] | None, last: tuple[float, float] | None) -> float:
    return (first[0] + last[1]) / 2 if first and last else inf
