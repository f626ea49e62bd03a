"""Drawings that say something in a table: arrows and bars over year columns, diagonals, drawn ticks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planextract.detect.fills import uncovered
from planextract.detect.grid import OUTSIDE, Grid
from planextract.detect.page import Frame, Glyphs, Page, Run, Shape
from planextract.detect.rules import Rule, Rules, level, upright
from planextract.geometry import Box

MAX_TICKS = 400
"""Small shapes of a page that may be ticks; where there are more, they are letters drawn as outlines."""

_WHITE = 0xF0F0F0
_GLYPH_LINE = frozenset("─━—―ー－-‐–―┈┄…")
_GLYPH_HEAD = frozenset("→⇒➡⇨►▶⟶")
_GLYPH_ARROW = _GLYPH_LINE | _GLYPH_HEAD


@dataclass(frozen=True, slots=True)
class Arrows:
    """Boxes of the arrows of a page, and the indices of the horizontal rules that are their shafts."""

    boxes: list[Box]
    shafts: frozenset[int]


def arrows_of(page: Page, rules: Rules) -> Arrows:
    """Lines that end in a head, and block arrows. Bars are found later, among the fills inside cells."""
    em = page.em
    boxes: list[Box] = []
    shafts: set[int] = set()
    places = [rule.at for rule in rules.horizontal]
    for shape in page.shapes:
        if _is_block_arrow(shape, em):
            boxes.append(shape.box)
        elif _is_head(shape, em):
            found = _shaft(shape.box, rules.horizontal, places, em)
            if found is not None:
                shafts.add(found)
                rule, head = rules.horizontal[found], shape.box
                boxes.append(Box(min(rule.low, head.x0), head.top, max(rule.high, head.x1), head.bottom))
    return Arrows(boxes, frozenset(shafts))


def _is_head(shape: Shape, em: float) -> bool:
    """A small triangle, filled or as two strokes."""
    corners = len(set(shape.points))
    return corners in (3, 4) and max(shape.box.width, shape.box.height) <= 2 * em and not shape.curved


def _is_block_arrow(shape: Shape, em: float) -> bool:
    """A wide outline with a point: five corners (a signpost) to ten (with two heads)."""
    corners = set(shape.points)
    if shape.curved or not 5 <= len(corners) <= 12 or shape.box.width < max(1.5 * em, shape.box.height):
        return False
    closed = shape.filled or shape.points[0] == shape.points[-1]
    middle = shape.box.middle[1]
    slack = 0.1 * shape.box.height
    ends = [x for x, y in corners if abs(y - middle) <= slack and min(x - shape.box.x0, shape.box.x1 - x) <= slack]
    return closed and bool(ends)


def _shaft(head: Box, lines: list[Rule], places: list[float], em: float) -> int | None:
    """The line that ends in a head."""
    middle, reach = head.middle[1], 0.3 * em
    for i in range(bisect_left(places, middle - reach), bisect_right(places, middle + reach)):
        rule = lines[i]
        ends_here = (
            head.x0 - reach <= rule.high <= head.x1 + reach and rule.low < head.x0,
            head.x0 - reach <= rule.low <= head.x1 + reach and rule.high > head.x1,
        )
        if any(ends_here):
            return i
    return None


def glyph_arrows(grid: Grid, strings: list[str]) -> set[int]:
    """The cells that hold nothing but an arrow typed as characters, or the dashes of one that ends further right."""
    found: set[int] = set()
    if _GLYPH_HEAD.isdisjoint("".join(strings)):
        return found
    for row in grid.owner:
        within = False
        for i in reversed(list(dict.fromkeys(row))):
            codes = set("".join(strings[i].split())) if i != OUTSIDE else set()
            within = bool(codes) and codes <= _GLYPH_ARROW and (within or not codes.isdisjoint(_GLYPH_HEAD))
            if within:
                found.add(i)
    return found


def low_fills(page: Page) -> list[Box]:
    """Coloured areas that nothing covers and that are low and wide enough for a bar."""
    em = page.em
    return [
        fill.box
        for fill in uncovered(page.fills)
        if fill.colour & _WHITE != _WHITE and fill.box.width >= em and fill.box.height <= 3 * em
    ]


def bars_of(page: Page, grid: Grid, areas: Iterable[Box]) -> Iterator[Box]:
    """The bars among low painted areas: inside cells, over and under them nothing but ground."""
    area = grid.box
    for box in areas:
        if not area.holds(*box.middle):
            continue
        inside = [face for face in _row_of(grid, box) if _overlap(face.x0, face.x1, box.x0, box.x1) > 0]
        if not inside:
            continue
        inset = all(
            box.top - face.top > 0.1 * face.height and face.bottom - box.bottom > 0.1 * face.height for face in inside
        )
        if inset and not _is_marked_text(page, box):
            yield box


def _is_marked_text(page: Page, box: Box) -> bool:
    """Whether a fill is the ground of the words that it is just as long as."""
    over = [run.box for run in page.runs if box.holds(*run.box.middle)]
    return sum(run.width for run in over) >= 0.7 * box.width


def _row_of(grid: Grid, box: Box) -> list[Box]:
    """The boxes of the cells in the row at a box's middle."""
    y = box.middle[1]
    row = bisect_right(grid.ys, y) - 1
    if not 0 <= row < len(grid.owner):
        return []
    return [grid.face_box(grid.faces[i]) for i in dict.fromkeys(grid.owner[row]) if i != OUTSIDE]


def _overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    return min(a1, b1) - max(a0, b0)


def covered_faces(grid: Grid, arrow: Box) -> set[int]:
    """The cells whose middle an arrow covers; the one that it stands in where it covers none."""
    x, y = arrow.middle
    row = bisect_right(grid.ys, y) - 1
    if not grid.box.holds(x, y) or not 0 <= row < len(grid.owner):
        return set()
    found = set()
    for i in dict.fromkeys(grid.owner[row]):
        if i != OUTSIDE:
            middle = grid.face_box(grid.faces[i]).middle[0]
            if arrow.x0 <= middle <= arrow.x1:
                found.add(i)
    return found or {i for i in [grid.at(x, y)] if i != OUTSIDE}


def crossed_faces(grid: Grid, diagonals: Iterable[Box]) -> set[int]:
    """The cells that a diagonal crosses from corner to corner."""
    found: set[int] = set()
    for box in diagonals:
        if grid.box.holds(*box.middle):
            found |= _crossed(grid, box)
    return found


def diagonals_of(page: Page) -> Iterator[Box]:
    """The boxes of slanted lines, drawn as strokes or as slim areas."""
    for stroke in page.strokes:
        if not level(stroke) and not upright(stroke):
            (x0, x1), (top, bottom) = sorted((stroke.x0, stroke.x1)), sorted((stroke.y0, stroke.y1))
            yield Box(x0, top, x1, bottom)
    for shape in page.shapes:
        if shape.filled and 3 <= len(set(shape.points)) <= 6 and _area(shape.points) < 0.2 * _extent(shape.box):
            yield shape.box


def _area(points: tuple[tuple[float, float], ...]) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(points, (*points[1:], points[0]), strict=True))) / 2


def _extent(box: Box) -> float:
    return box.width * box.height


def _crossed(grid: Grid, box: Box) -> set[int]:
    """The cells whose area a diagonal's box fills for the most part, together with others or alone."""
    found = set()
    rows = range(max(bisect_right(grid.ys, box.top) - 1, 0), min(bisect_left(grid.ys, box.bottom), len(grid.owner)))
    columns = range(max(bisect_right(grid.xs, box.x0) - 1, 0), min(bisect_left(grid.xs, box.x1), len(grid.xs) - 1))
    for i in {grid.owner[row][column] for row in rows for column in columns} - {OUTSIDE}:
        face = grid.face_box(grid.faces[i])
        width = _overlap(face.x0, face.x1, box.x0, box.x1)
        height = _overlap(face.top, face.bottom, box.top, box.bottom)
        if width >= 0.7 * face.width and height >= 0.7 * face.height:
            found.add(i)
    return found


def ticks_of(page: Page) -> list[tuple[str, Box]]:
    """Drawn squares, circles and check marks, each with the character that it stands for."""
    em = page.em
    squares = [frame for frame in page.frames if _is_tick_size(frame.box, em)]
    small = [shape for shape in page.shapes if _is_tick_size(shape.box, em)]
    solid = [fill.box for fill in page.fills if _is_tick_size(fill.box, em) and fill.colour & _WHITE != _WHITE]
    if (not squares and not small and not solid) or len(small) + len(squares) + len(solid) > MAX_TICKS:
        return []
    free = [run.box for run in page.runs]
    marks = [shape for shape in small if not shape.curved and not shape.filled and len(set(shape.points)) == 3]
    found = [(_square(square, marks, solid), square.box) for square in squares]
    taken = [box.grown(0.3 * em) for _, box in found]
    found += [("■", box) for box in solid if not any(other.holds(*box.middle) for other in taken)]
    found += [("✓", mark.box) for mark in marks if not any(other.holds(*mark.box.middle) for other in taken)]
    found += [("●" if shape.filled else "○", shape.box) for shape in small if shape.curved and _is_round(shape.box)]
    return [(code, box) for code, box in found if not any(box.holds(*other.middle) for other in free)]


def _is_tick_size(box: Box, em: float) -> bool:
    return 0.4 * em <= min(box.width, box.height) and max(box.width, box.height) <= 1.5 * em


def _is_round(box: Box) -> bool:
    return abs(box.width - box.height) <= 0.15 * max(box.width, box.height)


def _square(frame: Frame, marks: list[Shape], solid: list[Box]) -> str:
    if any(frame.box.grown(1).meets(mark.box) for mark in marks):
        return "☑"
    return "■" if any(frame.box.holds(*box.middle) for box in solid) else "□"


def with_ticks(page: Page, ticks: list[tuple[str, Box]]) -> list[Run]:
    """The page's runs and one for each tick, whose character is added to the page's glyphs."""
    glyphs: Glyphs = page.glyphs
    runs = list(page.runs)
    for code, box in ticks:
        start = len(glyphs.codes)
        glyphs.add(code, box)
        runs.append(Run(start, start + 1, box, box.height))
    return runs
