"""Columns from white space: the stripes of a region that its words leave free from top to bottom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from planextract.detect.page import Run
from planextract.geometry import Box, spans_joined

_GAP = 0.8
"""Width, in characters, of the white stripe between two columns."""

_NARROW_GAP = 0.35
"""The same where no line of many crosses the stripe; and the gap between words of one text."""

_MARK = 0.4
"""Width, in characters, below which the ink of a character tells little of its room."""

_MANY = 8


class Segment(NamedTuple):
    """Words of one line that stand together."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of the middle line."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """The height of the words."""
        return self.bottom - self.top


def segments_of(runs: list[Run], em: float) -> list[Segment]:
    """The words of the runs, joined along their lines where the gap between them is small."""
    lines: list[list[Box]] = []
    for box in sorted((run.box for run in runs), key=lambda box: (box.top + box.bottom, box.x0)):
        # Latin letters and small kana have their middles elsewhere than the rest of their line.
        if lines and box.top + box.bottom - lines[-1][0].top - lines[-1][0].bottom < 0.7 * em:
            lines[-1].append(box)
        else:
            lines.append([box])
    found: list[Segment] = []
    for line in lines:
        start = len(found)
        for box in sorted(line):
            last = found[-1] if len(found) > start else None
            # Of marks like ・ only the ink is known, less than half of their room.
            mark = min(box.width, last.x1 - last.x0 if last is not None else em) < _MARK * em
            if last is not None and box.x0 < last.x1 + (2 * _NARROW_GAP if mark else _NARROW_GAP) * em:
                top, bottom = min(last.top, box.top), max(last.bottom, box.bottom)
                found[-1] = Segment(last.x0, max(last.x1, box.x1), top, bottom)
            else:
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


def column_borders(segments: list[Segment], places: list[float], em: float) -> list[float]:
    """The middles of the white stripes that at most a seventh of the lines cross (headings over several columns).

    `places` are the borders of the rows.
    """
    lines = lines_of_segments(segments, em)
    crossings = len(lines) // 7 + (1 if 3 < len(lines) < 7 else 0)
    stripes = _stripes(segments, crossings, _GAP * em)
    if len(lines) >= _MANY:
        clear = _stripes(segments, 0, _NARROW_GAP * em)
        stripes = sorted(clear + [s for s in stripes if not any(c[0] < s[1] and s[0] < c[1] for c in clear)])
    borders = [_clearest(start, stop, segments, em) for start, stop in stripes]
    # A stripe that texts cross may be the indent of a heading: then a column beside it is nearly empty.
    for border in list(borders):
        crossing = [segment for segment in segments if segment.x0 < border < segment.x1]
        if crossing:
            k = borders.index(border)
            sides = ([-1e9, *borders][k], border, [*borders, 1e9][k + 1])
            others = _without_texts(segments, crossing, places, em)
            filled = [
                {bisect_right(places, s.middle) for s in others if low <= (s.x0 + s.x1) / 2 < high}
                for low, high in pairwise(sides)
            ]
            if min(map(len, filled)) * 5 < len({row for found in filled for row in found}) * 2:
                borders.remove(border)
    return borders


def _without_texts(segments: list[Segment], texts: list[Segment], places: list[float], em: float) -> list[Segment]:
    """Segments less some texts and the other lines of these: of their row, beginning or centred there."""
    by_row: dict[int, list[Segment]] = {}
    for text in texts:
        by_row.setdefault(bisect_right(places, text.middle), []).append(text)
    near = _NARROW_GAP * em
    return [
        s
        for s in segments
        if not any(
            abs(s.x0 - text.x0) < near or abs(s.x0 + s.x1 - text.x0 - text.x1) < near
            for text in by_row.get(bisect_right(places, s.middle), ())
        )
    ]


def without_banners(segments: list[Segment], places: list[float], em: float) -> list[Segment]:
    """Segments less those of rows that are one text from the left on or in the middle: headings over all columns.

    `places` are the borders of the rows. Where hardly any rows remain, they were no headings.
    """
    rows: dict[int, list[Segment]] = {}
    for segment in sorted(segments):
        rows.setdefault(bisect_right(places, (segment.top + segment.bottom) / 2), []).append(segment)
    sides = (min((s.x0 for s in segments), default=0.0), max((s.x1 for s in segments), default=0.0))
    kept = {row: found for row, found in rows.items() if not _is_banner(found, sides, em)}
    return [s for found in kept.values() for s in found] if len(kept) > 2 and 2 * len(kept) > len(rows) else segments


def _is_banner(row: list[Segment], sides: tuple[float, float], em: float) -> bool:
    """Whether a row is one text, from the left on, or in the middle between the table's `sides`."""
    centred = abs(min(s.x0 for s in row) + max(s.x1 for s in row) - sides[0] - sides[1]) < 2 * em
    return is_one_text(row, em) and (row[0].x0 < sides[0] + em or centred)


def is_one_text(row: list[Segment], em: float) -> bool:
    """Whether each line of a row is one text, with gaps no wider than a character, and all begin or centre together."""
    lines = [spans_joined(((s.x0, s.x1) for s in line), em) for line in lines_of_segments(row, em)]
    if not lines or any(len(line) > 1 for line in lines):
        return False
    starts, middles = [line[0][0] for line in lines], [sum(line[0]) / 2 for line in lines]
    return min(max(places) - min(places) for places in (starts, middles)) < 1.2 * em


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


def _clearest(start: float, stop: float, segments: list[Segment], em: float) -> float:
    """The middle of that part of a stripe that the fewest texts reach into; of the whole where some part is clear."""
    ends = sorted({start, stop, *(x for s in segments for x in (s.x0, s.x1) if start < x < stop)})
    parts: list[tuple[int, float, float]] = []
    for low, high in pairwise(ends):
        depth = sum(s.x0 < (low + high) / 2 < s.x1 for s in segments)
        if parts and parts[-1][0] == depth:
            parts[-1] = (depth, parts[-1][1], high)
        else:
            parts.append((depth, low, high))
    wide = [part for part in parts if part[2] - part[1] >= _NARROW_GAP * em] or [(0, start, stop)]
    depth, low, high = min(wide, key=lambda part: (part[0], part[1] - part[2]))
    return (low + high) / 2 if depth else (start + stop) / 2


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
