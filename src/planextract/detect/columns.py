"""Columns from white space: the stripes of a region that its words leave free from top to bottom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from planextract.detect.page import Run
from planextract.geometry import spans_joined

_GAP = 0.8
"""Width, in characters, of the white stripe between two columns."""

_NARROW_GAP = 0.35
"""The same where no line of many crosses the stripe; and the gap between words of one text."""

_MANY = 8


class Segment(NamedTuple):
    """Words of one line that stand together."""

    x0: float
    x1: float
    top: float
    bottom: float


def segments_of(runs: list[Run], em: float) -> list[Segment]:
    """The words of the runs, joined along their lines where the gap between them is small."""
    boxes = sorted((run.box for run in runs), key=lambda box: (round(box.middle[1] / (0.5 * em)), box.x0))
    found: list[Segment] = []
    for box in boxes:
        last = found[-1] if found else None
        level = last is not None and abs(last.top + last.bottom - box.top - box.bottom) < em
        if last is not None and level and last.x0 <= box.x0 < last.x1 + _NARROW_GAP * em:
            found[-1] = Segment(last.x0, max(last.x1, box.x1), min(last.top, box.top), max(last.bottom, box.bottom))
            continue
        found.append(Segment(box.x0, box.x1, box.top, box.bottom))
    return found


def lines_of_segments(segments: list[Segment], em: float) -> list[list[Segment]]:
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.top + s.bottom, s.x0)):
        if lines and segment.top + segment.bottom - lines[-1][0].top - lines[-1][0].bottom < em:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return lines


def column_borders(segments: list[Segment], em: float) -> list[float]:
    """The middles of the white stripes that at most a seventh of the lines cross (headings over several columns)."""
    lines = lines_of_segments(segments, em)
    crossings = len(lines) // 7 + (1 if 3 < len(lines) < 7 else 0)
    stripes = _stripes(segments, crossings, _GAP * em)
    if len(lines) >= _MANY:
        clear = _stripes(segments, 0, _NARROW_GAP * em)
        stripes = sorted(clear + [s for s in stripes if not any(c[0] < s[1] and s[0] < c[1] for c in clear)])
    borders = [(start + stop) / 2 for start, stop in stripes]
    # A stripe that texts cross may be the indent of a heading: then a column beside it is nearly empty.
    for border in list(borders):
        if any(segment.x0 < border < segment.x1 for segment in segments):
            k = borders.index(border)
            sides = ([-1e9, *borders][k], border, [*borders, 1e9][k + 1])
            filled = [
                sum(any(low <= (s.x0 + s.x1) / 2 < high for s in line) for line in lines)
                for low, high in pairwise(sides)
            ]
            if min(filled) * 5 < len(lines) * 2:
                borders.remove(border)
    return borders


def without_banners(segments: list[Segment], places: list[float], em: float) -> list[Segment]:
    """Segments less those of rows that are one line of words from the left on: headings over all columns.

    `places` are the borders of the rows. Where hardly any rows remain, they were no headings.
    """
    rows: dict[int, list[Segment]] = {}
    for segment in sorted(segments):
        rows.setdefault(bisect_right(places, (segment.top + segment.bottom) / 2), []).append(segment)
    left = min((segment.x0 for segment in segments), default=0.0)
    kept = {row: found for row, found in rows.items() if not _is_banner(found, left, em)}
    return [s for found in kept.values() for s in found] if len(kept) > 2 and 2 * len(kept) > len(rows) else segments


def _is_banner(row: list[Segment], left: float, em: float) -> bool:
    return row[0].x0 < left + em and all(
        after.x0 - before.x1 < em and after.top < before.bottom for before, after in pairwise(row)
    )


def _stripes(segments: list[Segment], crossings: int, width: float) -> list[tuple[float, float]]:
    """The stripes wide enough to part columns that no more than so many texts cross."""
    events: list[tuple[float, int]] = []
    for segment in segments:
        events += [(segment.x0, 1), (segment.x1, -1)]
    events.sort()
    found: list[tuple[float, float]] = []
    depth = 0
    for (place, change), (after, _) in pairwise(events):
        depth += change
        if depth <= crossings:
            found.append((place, after))
    return [
        (start, stop)
        for start, stop in spans_joined(found, 0)
        if stop - start >= width
        and sum(s.x1 <= start + 0.1 for s in segments) >= 2
        and sum(s.x0 >= stop - 0.1 for s in segments) >= 2
    ]


def without_idle(
    borders: list[float], segments: list[Segment], places: list[float], ends: Iterable[float]
) -> list[float]:
    """Column borders that part something: in some row both columns beside them hold words.

    Of two of which one can go, the one at the end of a row's rule stays.
    """
    kept = list(borders)
    drawn = {min(borders, key=lambda border: abs(border - end)) for end in ends} if borders else set()
    for border in sorted(borders, key=lambda border: (border in drawn, border)):
        k = kept.index(border)
        low, high = ([-1e9, *kept][k], [*kept, 1e9][k + 1])
        rows: dict[int, set[bool]] = {}
        for segment in segments:
            if low < (segment.x0 + segment.x1) / 2 < high:
                row = bisect_right(places, (segment.top + segment.bottom) / 2)
                rows.setdefault(row, set()).add((segment.x0 + segment.x1) / 2 > border)
        if not any(len(sides) == 2 for sides in rows.values()):
            kept.remove(border)
    return kept
