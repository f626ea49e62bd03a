"""Where tables without upright rules may be, and the gaps and headings that part tables of one width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from planextract.detect.columns import Segment, is_one_text, lines_of_segments
from planextract.detect.rules import Rule
from planextract.geometry import spans_joined

_FLUSH = 0.3
"""Characters by which a text may stand beside the end of the rules and still be no cell's: cells have a padding."""

_MARGIN = 0.2
"""Share of a page's height up to which from its ends rows may be cut."""

_LOW = 1.2
"""Characters up to which a row without words is the gap between two tables: a cell for words is higher."""

_LARGER = 1.04
"""How much higher than those of the cells the words of a heading between tables are."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where a table may be: its sides and the places of its row borders, with the stretch that each covers.

    A side is open where the page cut a row and drew no rule.
    """

    x0: float
    x1: float
    borders: list[Rule]
    head_is_open: bool = False
    foot_is_open: bool = False

    def holds(self, segment: Segment, em: float) -> bool:
        """Whether words stand in the region."""
        return (
            self.borders[0].at <= segment.middle <= self.borders[-1].at
            and segment.x1 > self.x0 - em
            and segment.x0 < self.x1 + em
        )


class _Row(NamedTuple):
    """What stands between two borders that cover the whole width."""

    top: float
    bottom: float
    segments: list[Segment]


def tables_of(region: Region, segments: Sequence[Segment], em: float) -> list[list[Region]]:
    """The tables of a region, in groups that share their columns.

    Where a row is too low for words, one table ends and the next begins; where a heading stands between two borders,
    the tables above and below it may also have different columns.
    """
    width = region.x1 - region.x0
    whole = sorted({rule.at for rule in region.borders if rule.length >= 0.95 * width})
    rows = [
        _Row(above, below, [s for s in segments if above < s.middle < below and region.holds(s, em)])
        for above, below in pairwise(whole)
    ]
    headings = _headings(rows, region.x0, em)
    groups: list[list[Region]] = []
    table: list[_Row] = []
    follows = False
    for row, is_heading in [*zip(rows, headings, strict=True), (None, True)]:
        is_gap = row is not None and not row.segments and row.bottom - row.top < _LOW * em
        if row is not None and not is_gap and not is_heading:
            table.append(row)
            continue
        if table:
            top, bottom = table[0].top, table[-1].bottom
            part = Region(
                region.x0,
                region.x1,
                [rule for rule in region.borders if top <= rule.at <= bottom],
                region.head_is_open and top == whole[0],
                region.foot_is_open and bottom == whole[-1],
            )
            if follows:
                groups[-1].append(part)
            else:
                groups.append([part])
            follows = True
        table = []
        follows = follows and not is_heading
    return groups


def _headings(rows: Sequence[_Row], left: float, em: float) -> list[bool]:
    """Which rows are headings between tables: words from the left on, outside of the cells' padding, or larger."""
    alone = [is_one_text(row.segments, em) for row in rows]
    cells = [s for row, is_alone in zip(rows, alone, strict=True) if not is_alone for s in row.segments]
    if not cells:
        return [False] * len(rows)
    start = min(segment.x0 for segment in cells)
    height = max(segment.height for segment in cells)  # Latin letters are higher than others of their size
    return [
        is_alone
        and (
            (_start_of(row) < left + _FLUSH * em and _start_of(row) < start - 0.2 * em)
            or (_start_of(row) < start + 0.1 * em and max(s.height for s in row.segments) > _LARGER * height)
        )
        for row, is_alone in zip(rows, alone, strict=True)
    ]


def _start_of(row: _Row) -> float:
    """Where the first words of a row begin."""
    return min(segment.x0 for segment in row.segments)


def with_cut_rows(region: Region, segments: Sequence[Segment], size: tuple[float, float], em: float) -> Region:
    """A region with what the page, of this width and height, cut off of rows: lines that begin as its cells do.

    They stand next to it, at the head or the foot of the page.
    """
    width, height = size
    within = [s for s in segments if s.x0 > region.x0 - em and s.x1 < region.x1 + em]
    cells = [s for s in within if region.holds(s, em)]
    top, bottom = region.borders[0].at, region.borders[-1].at
    after = sorted((s for s in within if s.top > bottom - 1), key=lambda s: s.top)
    before = sorted((_flipped(s) for s in within if s.bottom < top + 1), key=lambda s: s.top)
    middles = ((region.x0 + region.x1) / 2, width / 2)
    below = _cut(bottom, after, cells, region.x0, middles, em)
    above = _cut(-top, before, cells, region.x0, middles, em)
    borders = list(region.borders)
    if below is not None and below > (1 - _MARGIN) * height:
        borders.append(Rule(below + 0.5 * em, region.x0, region.x1))
    if above is not None and -above < _MARGIN * height:
        borders.insert(0, Rule(-above - 0.5 * em, region.x0, region.x1))
    head_is_open, foot_is_open = (
        region.head_is_open or borders[0].at < top,
        region.foot_is_open or borders[-1].at > bottom,
    )
    return Region(region.x0, region.x1, borders, head_is_open, foot_is_open)


def _is_below(text: tuple[float, float], cell: tuple[float, float], middles: tuple[float, float], em: float) -> bool:
    """Whether a text begins where one of a cell does, or has the same middle, which is none of the `middles`.

    In the middle of the page stands its number, in that of the table its title.
    """
    shared = abs(sum(text) - sum(cell)) < 2 * _FLUSH * em
    alone = all(abs(sum(text) / 2 - middle) > em for middle in middles)
    return (shared and alone) or abs(text[0] - cell[0]) < _FLUSH * em


def _flipped(segment: Segment) -> Segment:
    return Segment(segment.x0, segment.x1, -segment.bottom, -segment.top)


def _cut(
    start: float,
    beside: list[Segment],
    cells: list[Segment],
    left: float,
    middles: tuple[float, float],
    em: float,
) -> float | None:
    """How far down lines go on from a table's last rule; None where they are no rest of a row.

    All words begin, or have their middle, where those of cells do, either of several columns or of one beside the
    labels. `middles` are those of the table and of the page.
    """
    end = start
    taken: list[Segment] = []
    for segment in beside:
        if segment.top - end > 1.5 * em:
            break
        taken.append(segment)
        end = max(end, segment.bottom)
    lines = [_texts(line, em) for line in lines_of_segments(taken, em)]
    known = [text for line in lines_of_segments(cells, em) for text in _texts(line, em)]
    if not taken or not all(
        any(_is_below(text, cell, middles, em) for cell in known) for line in lines for text in line
    ):
        return None
    parted = any(len(line) > 1 for line in lines)
    return end if parted or all(line[0][0] > left + 2.5 * em for line in lines) else None


def _texts(line: Sequence[Segment], em: float) -> list[tuple[float, float]]:
    """The stretches of a line's texts, with the gaps between their words."""
    return spans_joined(((s.x0, s.x1) for s in line), 0.7 * em)
