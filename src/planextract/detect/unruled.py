"""Tables without vertical rules: columns from the white space between words, rows from rules, bands of colour or gaps.

Everything that is missing is put in as if it were drawn, and the grid of `detect.grid` is built of it; where a text
reaches over a column's border there is no border, so that a heading over several columns spans them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from planextract.detect.centred import centred_headings
from planextract.detect.columns import (
    Segment,
    column_borders,
    lines_of_segments,
    segments_of,
    without_banners,
    without_idle,
)
from planextract.detect.fills import uncovered
from planextract.detect.grid import OUTSIDE, Grid, grid_of
from planextract.detect.page import Fill, Page, Run
from planextract.detect.rules import Rule, Tolerances
from planextract.geometry import Box, spans_joined

_WHITE = 0xF0F0F0


@dataclass(frozen=True, slots=True)
class _Region:
    """Where a table may be: its sides and the places of its row borders, with the stretch that each covers."""

    x0: float
    x1: float
    borders: list[Rule]


def unruled_grids(page: Page, horizontal: Iterable[Rule], ruled: list[Grid], outside: list[Run]) -> list[Grid]:
    """Grids of the tables of a page that have row rules or bands of colour but no columns, or no rules at all.

    `horizontal` are the page's horizontal rules, `ruled` the grids already found, `outside` the runs in none of them.
    """
    em = page.em
    segments = segments_of([run for run in outside if run.direction == "right"], em)
    if len(segments) < 4:
        return []
    free = [rule for rule in horizontal if rule.length > 1.5 * em and not _in_any(rule, ruled)]
    regions = _between_rules(free, em) + _bands(page.fills, ruled, segments, em)
    grids: list[Grid] = []
    for region in regions:
        grid = _grid(region, segments, em)
        if grid is not None and not any(grid.box.meets(other.box) for other in [*ruled, *grids]):
            grids.append(grid)
    taken = [grid.box for grid in [*ruled, *grids]]
    rest = [s for s in segments if not any(box.holds((s.x0 + s.x1) / 2, (s.top + s.bottom) / 2) for box in taken)]
    for region in _blocks(rest, em):
        grid = _grid(region, rest, em, columns_at_least=3)
        if grid is not None and not any(grid.box.meets(box) for box in taken):
            grids.append(grid)
    return grids


def _in_any(rule: Rule, grids: list[Grid]) -> bool:
    middle = (rule.low + rule.high) / 2
    return any(grid.box.grown(1).holds(middle, rule.at) for grid in grids)


def _between_rules(rules: list[Rule], em: float) -> list[_Region]:
    """Groups of rules below each other that lie within the extent of the widest of them."""
    regions: list[_Region] = []
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


def _region_of(group: list[Rule], em: float) -> list[_Region]:
    if not group:
        return []
    widest = max(group, key=lambda item: item.length)
    full = [rule.at for rule in group if rule.length >= 0.95 * widest.length]
    if len(full) < 2 or full[-1] - full[0] < 2 * em:
        return []
    inside = [rule for rule in group if full[0] <= rule.at <= full[-1]]
    return [_Region(widest.low, widest.high, inside)]


def _bands(fills: list[Fill], grids: list[Grid], segments: list[Segment], em: float) -> list[_Region]:
    """Groups of painted bands of one extent; the white between two of them is a row as well."""
    bands = [
        fill.box
        for fill in uncovered([fill for fill in fills if fill.colour & _WHITE != _WHITE or fill.colour < 0xFAFAFA])
        if fill.box.height < 8 * em and fill.box.width > 2 * em and not _in_cell(fill.box, grids)
    ]
    rows: list[Box] = []
    for box in sorted(bands, key=lambda box: (box.top, box.x0)):
        if rows and abs(rows[-1].top - box.top) < 1.5 and abs(rows[-1].bottom - box.bottom) < 1.5:
            rows[-1] = Box(rows[-1].x0, rows[-1].top, max(rows[-1].x1, box.x1), rows[-1].bottom)
        else:
            rows.append(box)
    regions = []
    group: list[Box] = []
    for row in [*rows, None]:
        together = row is not None and group and _same_band(group[-1], row, em)
        if group and not together:
            regions += _band_region(group, segments)
            group = []
        if row is not None:
            group.append(row)
    return regions


def _in_cell(box: Box, grids: list[Grid]) -> bool:
    x, y = box.middle
    return any(grid.box.holds(x, y) and grid.at(x, y) != OUTSIDE for grid in grids)


def _same_band(above: Box, below: Box, em: float) -> bool:
    return (
        abs(above.x0 - below.x0) < em
        and abs(above.x1 - below.x1) < em
        and -1.5 < below.top - above.bottom < max(4 * em, 2 * above.height)
    )


def _band_region(group: list[Box], segments: list[Segment]) -> list[_Region]:
    if len(group) < 2:
        return []
    x0, x1 = min(box.x0 for box in group), max(box.x1 for box in group)
    places = {place for box in group for place in (box.top, box.bottom)}
    # Striped tables alternate: below the last painted row may come a white one as high.
    bottom = group[-1].bottom
    end = bottom + group[-1].top - group[-2].bottom
    if any(bottom < segment.top and segment.bottom < end + 1 and x0 <= segment.x0 <= x1 for segment in segments):
        places.add(end)
    return [_Region(x0, x1, [Rule(place, x0, x1) for place in sorted(places)])]


def _blocks(segments: list[Segment], em: float) -> list[_Region]:
    """Lines below each other of which most have several segments; the row borders stand in the gaps between them."""
    lines = lines_of_segments(segments, em)
    regions: list[_Region] = []
    group: list[list[Segment]] = []
    for line in [*lines, None]:
        near = line is not None and group and _top(line) - _bottom(group[-1]) < 2.5 * em
        if group and not near:
            regions += _block_region(group, em)
            group = []
        if line is not None and (len(line) > 1 or group):
            group.append(line)
    return regions


def _top(line: list[Segment]) -> float:
    return min(segment.top for segment in line)


def _bottom(line: list[Segment]) -> float:
    return max(segment.bottom for segment in line)


def _block_region(group: list[list[Segment]], em: float) -> list[_Region]:
    while group and len(group[-1]) < 2:
        group = group[:-1]
    several = [line for line in group if len(line) > 2]
    if len(several) < 3 or len(several) * 3 < len(group) * 2:
        return []
    gaps = [_top(below) - _bottom(above) for above, below in pairwise(group)]
    wide = _wide_gap(gaps, em)
    x0 = min(segment.x0 for line in group for segment in line) - em
    x1 = max(segment.x1 for line in group for segment in line) + em
    places = [_top(group[0]) - 0.5 * em]
    for (above, below), gap in zip(pairwise(group), gaps, strict=True):
        if gap >= wide:
            places.append((_bottom(above) + _top(below)) / 2)
    places.append(_bottom(group[-1]) + 0.5 * em)
    return [_Region(x0, x1, [Rule(place, x0, x1) for place in places])]


def _wide_gap(gaps: list[float], em: float) -> float:
    """The gap from which lines belong to different rows: where gaps fall into two kinds, the wider kind."""
    ordered = sorted(gaps)
    jumps = [(after - before, after) for before, after in pairwise(ordered)]
    jump, after = max(jumps, default=(0.0, 0.0))
    return after if jump > 0.35 * em else min(ordered, default=0.0)


def _grid(region: _Region, segments: list[Segment], em: float, columns_at_least: int = 2) -> Grid | None:
    """The grid of a region, None where white space parts it into too few columns."""
    top, bottom = region.borders[0].at, region.borders[-1].at
    inside = [
        segment
        for segment in segments
        if top <= (segment.top + segment.bottom) / 2 <= bottom
        and segment.x1 > region.x0 - em
        and segment.x0 < region.x1 + em
    ]
    places = sorted({rule.at for rule in region.borders})
    ends = {x for rule in region.borders for x in (rule.low, rule.high) if region.x0 + em < x < region.x1 - em}
    borders = without_idle(column_borders(without_banners(inside, places, em), em), inside, places, ends)
    if len(borders) + 1 < columns_at_least or len(inside) < 4:
        return None
    x0 = min([region.x0, *(segment.x0 for segment in inside)])
    x1 = max([region.x1, *(segment.x1 for segment in inside)])
    vertical = [Rule(x0, top, bottom), Rule(x1, top, bottom)]
    headings = centred_headings((x0, *borders, x1), region.borders, inside, em)
    for border in borders:
        over = [rule for rule in region.borders if rule.low + 1.5 * em < border < rule.high - 1.5 * em]
        vertical += _without_texts(border, over, inside, headings)
    horizontal = [_to_sides(rule, x0, x1, borders, em) for rule in region.borders]
    grid = grid_of(horizontal, sorted(vertical), Tolerances.of(em))
    return grid if grid is not None and len(grid.xs) > columns_at_least and len(grid.ys) > 2 else None


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
