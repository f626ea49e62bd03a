"""The tables of one page: grids with the text, arrows and diagonals in their cells, and the lines outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from planextract.detect import shapes
from planextract.detect.cells import Seat, Seating, seat, text_of
from planextract.detect.charts import axes_of, is_chart
from planextract.detect.fills import borders_of, parting_areas
from planextract.detect.grid import OUTSIDE, Grid
from planextract.detect.junctions import TooManyRulesError
from planextract.detect.lines import lines_of
from planextract.detect.merges import with_merged_cells
from planextract.detect.page import Page, Run
from planextract.detect.ruled import CLOSED, RuledGrid, Side, ruled_grids, without_strips
from planextract.detect.rules import Rule, Rules, rules_of
from planextract.detect.unruled import unruled_grids
from planextract.detect.years import Words
from planextract.geometry import Box
from planextract.text import Text

_CHART = 0.1
"""Share of cells with words below which a grid of ten cells and more is a chart."""

_SPARSE = 0.7
"""Share of cells with words below which a grid of several columns may be a chart beside an axis."""

_COLOURED = 0.6
"""Share of cells with words from which areas that only colour parts are a table."""


_WITHIN = 0.75
"""Share of the words on its height that a table which only colour parts holds in its cells."""


@dataclass(slots=True)
class PageTable:
    """A table of one page. `texts[i]` is the text of `grid.faces[i]`; arrows and diagonals are indices of faces.

    `white`: nothing upright was drawn, white space tells its columns; `bare`: nothing at all, it tells the rows, too.
    """

    page: Page
    grid: Grid
    texts: list[Text]
    arrows: set[int] = field(default_factory=set)
    crossed: set[int] = field(default_factory=set)
    head: Side = CLOSED
    foot: Side = CLOSED
    white: bool = False
    bare: bool = False


@dataclass(slots=True)
class PageContent:
    """What detection found on a page: tables, the runs outside them, and whether the drawing was too much for it.

    `doubtful` are the labels in tables without upright rules of which it is not certain which rows are theirs.
    """

    tables: list[PageTable]
    outside: list[Run]
    too_complex: bool = False
    doubtful: list[Words] = field(default_factory=list)


def content_of(page: Page) -> PageContent:
    """The tables of a page and the runs outside of them."""
    try:
        drawn = rules_of(page)
        found, arrows = _found(page, drawn)
    except TooManyRulesError:
        return PageContent([], list(page.runs), too_complex=True)
    seating = seat(page, [ruled.grid for ruled in found])
    tables, charts = _without_charts(page, found, seating)
    grids = [ruled.grid for ruled in tables]
    if len(tables) < len(found):
        seating = seat(page, grids)
    without, doubtful = _unruled(page, drawn, grids, seating.outside, charts)
    tables += without
    grids += [ruled.grid for ruled in without]
    ticks = [tick for tick in shapes.ticks_of(page) if _inside(grids, tick[1])]
    if without or ticks:
        page.runs = shapes.with_ticks(page, ticks)
        seating = seat(page, grids)
    drawings = _Drawings(arrows, shapes.low_fills(page), list(shapes.diagonals_of(page)), drawn.horizontal)
    found_tables = [_table(page, g, ruled, seating, drawings) for g, ruled in enumerate(tables)]
    return PageContent(found_tables, seating.outside, doubtful=doubtful)


def _unruled(
    page: Page, drawn: Rules, ruled: list[Grid], outside: list[Run], charts: list[Box]
) -> tuple[list[RuledGrid], list[Words]]:
    """The tables that white space parts, and the labels of which it is not certain which rows are theirs."""
    found = [
        RuledGrid(item.grid, Side(item.head_is_open), Side(item.foot_is_open), white=True, bare=item.bare)
        for item in unruled_grids(page, drawn.horizontal, ruled, outside)
        if not any(item.grid.box.meets(chart) for chart in charts)
    ]
    if not found:
        return [], []  # as on nearly every page: no run has to be seated again
    tables, _ = _without_charts(page, found, seat(page, [item.grid for item in found]))
    return _with_merged_cells(page, tables)


def _with_merged_cells(page: Page, tables: list[RuledGrid]) -> tuple[list[RuledGrid], list[Words]]:
    """Tables without upright rules with those cells joined that are one, and the labels left in doubt."""
    seating = seat(page, [ruled.grid for ruled in tables])
    found = [with_merged_cells(ruled.grid, g, seating, page.glyphs, page.em) for g, ruled in enumerate(tables)]
    merged = [ruled._replace(grid=item.grid) for ruled, item in zip(tables, found, strict=True)]
    return merged, [words for item in found for words in item.doubtful]


def _without_charts(page: Page, found: list[RuledGrid], seating: Seating) -> tuple[list[RuledGrid], list[Box]]:
    """The grids that are tables, and the boxes of those that are charts."""
    filled = _filled(seating, found)
    # The lines across a plot make one column, each stretch of which may hold some point's figure.
    suspects = any(
        len(faces) < _SPARSE * len(ruled.grid.faces) or len(ruled.grid.xs) == 2
        for ruled, faces in zip(found, filled, strict=True)
    )
    axes = axes_of(page) if suspects else []
    tables, charts = [], []
    for ruled, faces in zip(found, filled, strict=True):
        if axes and is_chart(ruled.grid, faces, axes, page.em):
            charts.append(ruled.grid.box)
        elif _is_table(ruled.grid, faces):
            tables.append(ruled)
    return tables, charts


def _filled(seating: Seating, found: list[RuledGrid]) -> list[set[int]]:
    """For each grid the cells that hold words."""
    faces: list[set[int]] = [set() for _ in found]
    for place in seating.seated:
        faces[place.grid].add(place.face)
    return faces


def _is_table(grid: Grid, filled: set[int]) -> bool:
    """A table has words, be it only in the heading of a blank form; the lines of a chart enclose hardly any."""
    if not filled or len(filled) >= _CHART * len(grid.faces) or len(grid.faces) < 10:
        return bool(filled)
    return any(len(set(row)) > 2 and set(row) <= filled for row in grid.owner)


def _found(page: Page, drawn: Rules) -> tuple[list[RuledGrid], list[Box]]:
    """The grids of more than one cell and the arrows of a page.

    Rules come first; where painted areas stand outside of what they close, their borders count as rules, too. What
    colour alone parts is a table only where most of it holds words: the bars of a chart do not.
    """
    found, arrows = _ruled(page, drawn)
    areas = parting_areas(page.fills, [ruled.grid for ruled in found], page.em)
    if len(areas) < 2:
        return found, arrows
    coloured, more_arrows = _ruled(page, rules_of(page, borders_of(areas)))
    seating = seat(page, [ruled.grid for ruled in coloured])
    shares = [len(filled) / len(c.grid.faces) for c, filled in zip(coloured, _filled(seating, coloured), strict=True)]
    known = {ruled.grid.box for ruled in found}
    taken = [
        c
        for c, share in zip(coloured, shares, strict=True)
        if c.grid.box in known or (share >= _COLOURED and not _has_words_beside(page, c.grid))
    ]
    rest = [ruled for ruled in found if not any(ruled.grid.box.meets(other.grid.box) for other in taken)]
    return taken + rest, more_arrows if taken else arrows


def _has_words_beside(page: Page, grid: Grid) -> bool:
    """Whether many words stand beside a grid's cells: colour marks the labels of a table, not its rows."""
    box = grid.box
    level = [run.box.middle for run in page.runs if box.top < run.box.middle[1] < box.bottom]
    return sum(grid.at(*place) != OUTSIDE for place in level) < _WITHIN * len(level)


def _ruled(page: Page, rules: Rules) -> tuple[list[RuledGrid], list[Box]]:
    arrows = shapes.arrows_of(page, rules)
    drawn = [rule for i, rule in enumerate(rules.horizontal) if i not in arrows.shafts]
    grids = [part for ruled in ruled_grids(page, Rules(drawn, rules.vertical)) for part in without_strips(page, ruled)]
    return [ruled for ruled in grids if len(ruled.grid.faces) > 1], arrows.boxes


def _inside(grids: list[Grid], box: Box) -> bool:
    return any(grid.box.holds(*box.middle) and grid.at(*box.middle) != OUTSIDE for grid in grids)


class _Drawings(NamedTuple):
    """The arrows of a page, the areas that may be bars, the diagonals, and the horizontal rules."""

    arrows: list[Box]
    bars: list[Box]
    diagonals: list[Box]
    horizontal: list[Rule]


def _table(page: Page, g: int, ruled: RuledGrid, seating: Seating, drawings: _Drawings) -> PageTable:
    grid = ruled.grid
    fractions = _bars(grid, drawings.horizontal, page.em)
    texts = []
    for i, face in enumerate(grid.faces):
        runs = seating.seated.get(Seat(g, i), [])
        lines = lines_of(runs, page.glyphs, fractions.get(i, ())) if runs else []
        texts.append(text_of(lines, grid.face_box(face), page))
    bars = shapes.bars_of(page, grid, drawings.bars)
    marked = {i for box in (*drawings.arrows, *bars) for i in shapes.covered_faces(grid, box)}
    marked |= shapes.glyph_arrows(grid, [text.string for text in texts])
    crossed = {i for i in shapes.crossed_faces(grid, drawings.diagonals) if not texts[i].string}
    return PageTable(page, grid, texts, marked, crossed, ruled.head, ruled.foot, ruled.white, ruled.bare)


def _bars(grid: Grid, horizontal: list[Rule], em: float) -> dict[int, list[Rule]]:
    """The horizontal rules that lie inside a cell, by cell."""
    bars: dict[int, list[Rule]] = {}
    for rule in horizontal:
        face = grid.at((rule.low + rule.high) / 2, rule.at) if grid.ys[0] < rule.at < grid.ys[-1] else OUTSIDE
        if face != OUTSIDE:
            box = grid.face_box(grid.faces[face])
            if box.x0 < rule.low and rule.high < box.x1 and box.top + 0.5 * em < rule.at < box.bottom - 0.5 * em:
                bars.setdefault(face, []).append(rule)
    return bars
