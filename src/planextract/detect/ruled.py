"""The grids that the rules of a page close, and where the page cut them."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from planextract.detect import junctions as meetings
from planextract.detect.grid import OUTSIDE, Grid, components, divided, grid_of, parted
from planextract.detect.page import Page
from planextract.detect.rules import Rule, Rules, Tolerances
from planextract.geometry import Box, spans_joined


class Side(NamedTuple):
    """Head or foot of a table on a page: whether it lacks its rule, for the page cuts a row there.

    `ended` are the stretches with a rule nevertheless: there a row ended, and what is merged beside it goes on.
    `gaps` are those without one at a side that has its rule: a cell that is merged over the break goes on there.
    """

    is_open: bool = False
    ended: tuple[tuple[float, float], ...] = ()
    gaps: tuple[tuple[float, float], ...] = ()

    def has_ended(self, x: float) -> bool:
        """Whether a row ended at this side for the cell whose middle is at x."""
        return any(low <= x <= high for low, high in self.ended)

    def has_gap(self, x: float) -> bool:
        """Whether this side lacks its rule for the cell whose middle is at x alone."""
        return any(low <= x <= high for low, high in self.gaps)


CLOSED = Side()


class RuledGrid(NamedTuple):
    """A grid, its head and its foot; `white` and `bare` as in `PageTable`."""

    grid: Grid
    head: Side = CLOSED
    foot: Side = CLOSED
    white: bool = False
    bare: bool = False


def ruled_grids(page: Page, rules: Rules) -> list[RuledGrid]:
    """The grids of a page, of one cell and more. Raises TooManyRulesError."""
    em = page.em
    tolerances = Tolerances.of(em)
    joint = tolerances.joint
    rules = meetings.without_text_boxes(rules, _low_filled(page, 3 * em), joint)
    junctions = meetings.junctions_of(rules, joint)
    loose = meetings.loose_lines(rules, junctions, 0.6 * em)
    if loose[0] or loose[1]:
        rules = Rules(
            *([rule for i, rule in enumerate(lines) if i not in gone] for lines, gone in zip(rules, loose, strict=True))
        )
        junctions = meetings.junctions_of(rules, joint)
    drawn = rules.horizontal
    added = meetings.open_sides(rules, junctions, tolerances, em)
    if added.horizontal or added.vertical:
        rules = Rules(*(sorted([*own, *more]) for own, more in zip(rules, added, strict=True)))
        junctions = meetings.junctions_of(rules, joint)
    lacking = [rule.at for rule in added.horizontal]
    found = []
    for horizontal, vertical in components(junctions, meetings.closing(junctions)):
        grid = grid_of(horizontal, vertical, tolerances, lambda box: _has_words(page, box), set(added.vertical))
        for part in parted(grid) if grid is not None else ():
            head, foot = (_side(part, end, lacking, drawn, tolerances) for end in (0, -1))
            found.append(RuledGrid(part, head, foot))
    return found


def _side(grid: Grid, which: int, lacking: list[float], drawn: list[Rule], tolerances: Tolerances) -> Side:
    end, joint = grid.ys[which], tolerances.joint
    ended = [(rule.low, rule.high) for rule in drawn if abs(rule.at - end) <= joint]
    if any(abs(at - end) <= joint for at in lacking):
        return Side(True, tuple(ended))
    stops = [grid.xs[0], *(x for span in spans_joined(ended, joint) for x in span), grid.xs[-1]]
    gaps = zip(stops[::2], stops[1::2], strict=True)
    return Side(gaps=tuple((low, high) for low, high in gaps if high - low > tolerances.thin))


def _low_filled(page: Page, height: float) -> set[int]:
    """The frames up to a height that are filled, by the same path or by one painted before."""
    filled = {tuple(round(side / 2) for side in fill.box) for fill in page.fills}
    return {
        i
        for i, frame in enumerate(page.frames)
        if frame.box.height <= height and (frame.filled or tuple(round(side / 2) for side in frame.box) in filled)
    }


def _has_words(page: Page, box: Box) -> bool:
    """Whether the middle of a character lies in a box."""
    near = (run for run in page.runs if run.box.meets(box))
    return any(box.holds(*page.glyphs.box(i).middle) for run in near for i in range(run.start, run.stop))


def without_strips(page: Page, ruled: RuledGrid) -> list[RuledGrid]:
    """A grid without rows that hold no text and are lower than three quarters of a character.

    At a side that a page cuts, also the empty remainder of a row, up to two lines high.
    """
    grid, em = ruled.grid, page.em
    last = len(grid.ys) - 2
    limits = {0: 2 * em if ruled.head.is_open else 0.0, last: 2 * em if ruled.foot.is_open else 0.0}
    low = [i for i, (y0, y1) in enumerate(pairwise(grid.ys)) if y1 - y0 < max(0.75 * em, limits.get(i, 0.0))]
    strips = {i for i in low if not _has_text(page, grid, i)}
    if not strips or len(strips) > last:
        return [ruled]
    parts = divided(grid, strips)
    return [
        RuledGrid(part, ruled.head if part is parts[0] else CLOSED, ruled.foot if part is parts[-1] else CLOSED)
        for part in parts
    ]


def _has_text(page: Page, grid: Grid, row: int) -> bool:
    """Whether a cell that stands in this row alone has a text."""
    box = grid.box._replace(top=grid.ys[row], bottom=grid.ys[row + 1])
    places = (run.box.middle for run in page.runs)
    faces = (grid.at(x, y) for x, y in places if box.holds(x, y))
    return any(face != OUTSIDE and grid.faces[face].row_span == 1 for face in faces)
