"""The borders of painted areas: where cells are parted by colour alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from planextract.detect.grid import OUTSIDE, Grid
from planextract.detect.page import Fill, Stroke
from planextract.geometry import Box, spans_joined

MAX_AREAS = 20_000
"""Painted areas of a page whose borders are looked at."""

_WHITE = 0xF0F0F0
_ABUTTING = 0.3


def parting_areas(fills: Iterable[Fill], grids: list[Grid], em: float) -> list[Fill]:
    """Coloured areas as large as a character and more whose borders part cells.

    They stand in none of the grids' cells, or are several that together fill one of them.
    """
    boxes = [(grid, grid.box) for grid in grids]
    found: list[Fill] = []
    within: defaultdict[tuple[int, int], list[Fill]] = defaultdict(list)
    large = [fill for fill in fills if fill.colour & _WHITE != _WHITE and _is_area(fill.box, em)]
    for fill in uncovered(large):
        x, y = fill.box.middle
        places = ((g, grid.at(x, y)) for g, (grid, box) in enumerate(boxes) if box.holds(x, y))
        place = next((place for place in places if place[1] != OUTSIDE), None)
        if place is None:
            found.append(fill)
        else:
            within[place].append(fill)
    for (g, face), members in within.items():
        if len(members) > 1 and _tile(members, grids[g].face_box(grids[g].faces[face])):
            found += members
    return found if len(found) <= MAX_AREAS else []


def _is_area(box: Box, em: float) -> bool:
    return min(box.width, box.height) >= 0.8 * em


def _tile(areas: list[Fill], cell: Box) -> bool:
    """Whether areas fill a cell side by side."""
    size = sum(area.box.width * area.box.height for area in areas)
    return len({area.colour for area in areas}) > 1 and 0.7 <= size / (cell.width * cell.height) <= 1.1


def borders_of(areas: list[Fill]) -> list[Stroke]:
    """The visible borders of painted areas: those without the same colour on their other side."""
    areas = uncovered(areas)
    strokes = []
    for place, low, high in _visible((area.colour, area.box.x0, area.box.x1, area.box) for area in areas):
        strokes.append(Stroke(place, low, place, high))
    turned = [(area.colour, area.box.top, area.box.bottom, _transposed(area.box)) for area in areas]
    for place, low, high in _visible(turned):
        strokes.append(Stroke(low, place, high, place))
    return strokes


def _transposed(box: Box) -> Box:
    return Box(box.top, box.x0, box.bottom, box.x1)


def uncovered(areas: list[Fill]) -> list[Fill]:
    """Areas without those that lie in a larger one of their colour."""
    kept: list[Fill] = []
    by_colour: defaultdict[int, list[Fill]] = defaultdict(list)
    for area in sorted(areas, key=lambda item: -item.box.width * item.box.height):
        larger = by_colour[area.colour]
        grown = area.box.grown(-0.5)
        if not any(
            other.box.holds(grown.x0, grown.top) and other.box.holds(grown.x1, grown.bottom) for other in larger[-200:]
        ):
            larger.append(area)
            kept.append(area)
    return kept


def _visible(areas: Iterable[tuple[int, float, float, Box]]) -> list[tuple[float, float, float]]:
    """The sides across one axis, as (place, low, high), less what another area of the same colour adjoins."""
    sides: defaultdict[tuple[int, int], tuple[list[tuple[float, float, float]], list[tuple[float, float]]]]
    sides = defaultdict(lambda: ([], []))
    for colour, first, last, box in areas:
        for place, side in ((first, 0), (last, 1)):
            key = (colour * 2 + side, round(place / _ABUTTING))
            sides[key][0].append((place, box.top, box.bottom))
            sides[key][1].append((box.top, box.bottom))
    found = []
    for (colour_side, place_key), (edges, _) in sides.items():
        opposite: list[tuple[float, float]] = []
        for near in (-1, 0, 1):
            other = sides.get((colour_side ^ 1, place_key + near))
            opposite += other[1] if other else []
        covered = spans_joined(opposite, 0.5)
        for place, low, high in edges:
            found += [(place, start, stop) for start, stop in _less(low, high, covered)]
    return found


def _less(low: float, high: float, covered: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretch from `low` to `high` without what is covered."""
    rest = []
    for start, stop in covered:
        if stop <= low or start >= high:
            continue
        if start - low > 0.5:
            rest.append((low, start))
        low = max(low, stop)
    if high - low > 0.5:
        rest.append((low, high))
    return rest
