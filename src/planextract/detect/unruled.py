"""Tables without vertical rules: columns from the white space between words, rows from rules, bands of colour or gaps.

Everything that is missing is put in as if it were drawn, and the grid of `detect.grid` is built of it; where a text
reaches over a column's border there is no border, so that a heading over several columns spans them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from planextract.detect.bands import band_regions
from planextract.detect.blocks import white_regions
from planextract.detect.centred import banners, centred_headings
from planextract.detect.columns import (
    Segment,
    column_borders,
    lines_of_segments,
    segments_of,
    without_banners,
    without_idle,
)
from planextract.detect.evidence import has_colour, is_contents, is_sure
from planextract.detect.grid import Grid, grid_of
from planextract.detect.labelled import borders_of_rows
from planextract.detect.page import Page, Run
from planextract.detect.regions import Region, tables_of, with_cut_rows
from planextract.detect.rules import Rule, Tolerances
from planextract.detect.spread import with_spread_words
from planextract.geometry import Box, spans_joined

_FEW = 14
"""Lines below which a table's columns are those that most rows of the tables above and below it have, too."""


class FoundGrid(NamedTuple):
    """A grid, and whether the page cut its first or last row without drawing a rule; `bare`: nothing was drawn."""

    grid: Grid
    head_is_open: bool = False
    foot_is_open: bool = False
    bare: bool = False


def unruled_grids(page: Page, horizontal: Iterable[Rule], ruled: list[Grid], outside: list[Run]) -> list[FoundGrid]:
    """Grids of the tables of a page that have row rules or bands of colour but no columns, or no rules at all.

    `horizontal` are the page's horizontal rules, `ruled` the grids already found, `outside` the runs in none of them.
    """
    em = page.em
    level = [run for run in outside if run.direction == "right"]
    segments = with_spread_words(segments_of(level, em), level, page.glyphs, em)
    if len(segments) < 4:
        return []
    free = [rule for rule in horizontal if rule.length > 1.5 * em and not _in_any(rule, ruled)]
    found: list[FoundGrid] = []
    for region in _between_rules(free, em):
        found += _apart(
            _grids(with_cut_rows(region, segments, (page.width, page.height), em), segments, em), ruled, found
        )
    taken = [grid.box for grid in [*ruled, *(item.grid for item in found)]]
    rest = [s for s in segments if not any(box.holds((s.x0 + s.x1) / 2, s.middle) for box in taken)]
    for region in white_regions(rest, em):
        items = _grids(with_cut_rows(region, rest, (page.width, page.height), em), rest, em)
        grids = [item.grid for item in items]
        if is_contents(grids, level, page.glyphs):
            continue
        if is_sure(grids, rest, em) or (has_colour(grids, page.fills) and any(len(grid.xs) > 3 for grid in grids)):
            found += _apart([item._replace(bare=True) for item in items], ruled, found)
    for region in band_regions(page.fills, ruled, segments, em):
        found += _apart(_grids(region, segments, em), ruled, found)
    return found


def _apart(items: list[FoundGrid], ruled: list[Grid], found: list[FoundGrid]) -> list[FoundGrid]:
    """The grids that meet none of those already found."""
    taken = [grid.box for grid in [*ruled, *(other.grid for other in found)]]
    return [item for item in items if not any(item.grid.box.meets(box) for box in taken)]


def _in_any(rule: Rule, grids: list[Grid]) -> bool:
    middle = (rule.low + rule.high) / 2
    return any(grid.box.grown(1).holds(middle, rule.at) for grid in grids)


def _between_rules(rules: list[Rule], em: float) -> list[Region]:
    """Groups of rules below each other that lie within the extent of the widest of them."""
    regions: list[Region] = []
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        widest = max(group, key=lambda item: item.length, default=None)
        if widest is not None and not _same_extent(widest, rule, em):
            regions += _region_of(group, em)
            group = []
        group.append(rule)
    return regions + _region_of(group, em)


def _same_extent(a: Rule, b: Rule, em: float) -> bool:
    """Whether the shorter rule lies below or above the longer one."""
    wide, narrow = (a, b) if a.length >= b.length else (b, a)
    return wide.low - em <= narrow.low and narrow.high <= wide.high + em


def _region_of(group: list[Rule], em: float) -> list[Region]:
    if not group:
        return []
    widest = max(group, key=lambda item: item.length)
    full = [rule.at for rule in group if rule.length >= 0.95 * widest.length]
    if len(full) < 2 or full[-1] - full[0] < 2 * em:
        return []
    inside = [rule for rule in group if full[0] <= rule.at]
    # Merged cells lack the rule where the page cuts them.
    is_cut = inside[-1].at > full[-1] and inside[-1].high > widest.high - em
    if is_cut:
        inside.append(Rule(inside[-1].at, widest.low, widest.high))
    else:
        inside = [rule for rule in inside if rule.at <= full[-1]]
    return [Region(widest.low, widest.high, inside, foot_is_open=is_cut)]


def _grids(region: Region, segments: list[Segment], em: float) -> list[FoundGrid]:
    """The grids of a region's tables; what white space parts into too few columns is none."""
    if sum(region.holds(s, em) for s in segments) < 4:
        return []
    groups = tables_of(region, segments, em)
    known: list[_Columns] = [_columns(group, segments, em) for group in groups]
    rows = [row for columns in known for row in columns.rows]
    grids = []
    for group, columns in zip(groups, known, strict=True):
        borders = columns.borders
        if sum(len(lines_of_segments(row, em)) for row in columns.rows) < _FEW:
            fitting = [other for other in known if _fit(other.borders, columns.rows)]
            borders = max(fitting, key=lambda other: _shared(other.borders, known), default=columns).borders
        for table in group:
            grid = _grid(table, [s for s in segments if table.holds(s, em)], borders, rows, em)
            # Of a table that a page cuts one row may be left: it is told by the others.
            if grid is not None and (len(rows) > 1 or len(grid.ys) > 2):
                grids.append(FoundGrid(grid, table.head_is_open, table.foot_is_open))
    return grids


class _Columns(NamedTuple):
    """The rows of tables of the same columns, and the borders of these."""

    rows: list[list[Segment]]
    borders: list[float]


def _columns(tables: list[Region], segments: list[Segment], em: float) -> _Columns:
    inside = [s for s in segments if any(table.holds(s, em) for table in tables)]
    rules = [rule for table in tables for rule in table.borders]
    places = sorted({rule.at for rule in rules})
    x0, x1 = tables[0].x0, tables[0].x1
    ends = {x for rule in rules for x in (rule.low, rule.high) if x0 + em < x < x1 - em}
    borders = without_idle(column_borders(without_banners(inside, places, em), places, em), inside, places, ends)
    return _Columns([_row(inside, above, below) for above, below in pairwise(places)], borders)


def _row(segments: Iterable[Segment], above: float, below: float) -> list[Segment]:
    return [s for s in segments if above < s.middle < below]


def _shared(borders: list[float], known: list[_Columns]) -> int:
    """In how many rows of all tables no text reaches over some borders."""
    return sum(len(columns.rows) for columns in known if _fit(borders, columns.rows)) if borders else 0


def _fit(borders: list[float], rows: list[list[Segment]]) -> bool:
    """Whether no text of some rows reaches over the borders of others."""
    return not any(s.x0 < border - 1 and s.x1 > border + 1 for row in rows for s in row for border in borders)


def _grid(
    region: Region,
    inside: list[Segment],
    borders: list[float],
    known: list[list[Segment]],
    em: float,
) -> Grid | None:
    """The grid of a table, None where nothing parts its columns. `known` are rows like its own."""
    top, bottom = region.borders[0].at, region.borders[-1].at
    places = sorted({rule.at for rule in region.borders})
    x0 = min([region.x0, *(segment.x0 for segment in inside)])
    x1 = max([region.x1, *(segment.x1 for segment in inside)])
    vertical = [Rule(x0, top, bottom), Rule(x1, top, bottom)]
    headings = centred_headings((x0, *borders, x1), region.borders, inside, em)
    headings += banners((x0, *borders, x1), places, inside, em)
    for border in borders:
        over = [rule for rule in region.borders if rule.low + 1.5 * em < border < rule.high - 1.5 * em]
        vertical += _without_texts(border, over, inside, headings)
    rows = [_row(inside, above, below) for above, below in pairwise(places)]
    parted = borders_of_rows(rows, (x0, *borders, x1), em, known)
    for (above, below), within in zip(pairwise(places), parted, strict=True):
        vertical += [Rule(x, above, below) for x in within]
    horizontal = [_to_sides(rule, x0, x1, borders, em) for rule in region.borders]
    grid = grid_of(horizontal, sorted(vertical), Tolerances.of(em))
    return grid if grid is not None and len(grid.xs) > 2 else None


def _without_texts(border: float, rules: list[Rule], segments: list[Segment], headings: list[Box]) -> list[Rule]:
    """A column's border, less the rows in which a text or a centred heading reaches over it.

    So does a single text over a rule that covers several columns, wherever it stands.
    """
    parts = []
    for above, below in pairwise(sorted(rules)):
        inside = [s for s in segments if above.at <= (s.top + s.bottom) / 2 <= below.at]
        crossed = any(s.x0 < border - 1 and s.x1 > border + 1 for s in inside)
        if below.length < 0.9 * above.length:
            over = [s for s in inside if below.low < (s.x0 + s.x1) / 2 < below.high]
            crossed |= len(spans_joined(((s.x0, s.x1) for s in over), 0)) == 1
        crossed |= any(box.x0 < border < box.x1 and box.holds(border, (above.at + below.at) / 2) for box in headings)
        if not crossed:
            parts.append((above.at, below.at))
    return [Rule(border, low, high) for low, high in spans_joined(parts, 0.5)]


def _to_sides(rule: Rule, x0: float, x1: float, borders: list[float], em: float) -> Rule:
    """A row border that ends at column borders: what was drawn stops short of them."""
    stops = [x0, *borders, x1]
    low = min(stops, key=lambda x: abs(x - rule.low))
    high = min(stops, key=lambda x: abs(x - rule.high))
    if rule.low <= x0 + em:
        low = x0
    if rule.high >= x1 - em:
        high = x1
    return Rule(rule.at, min(low, high), max(low, high))
