"""Grids: from rules that meet to the cells between them, with their spans.

A grid's lines cut its box into faces; faces that no rule parts are one cell. What is open to the outside is none.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planextract.detect.junctions import Junctions, TooManyRulesError, table_numbers
from planextract.detect.rules import Rule, Tolerances
from planextract.geometry import Box, snapped

MAX_FACES = 1_000_000
"""Faces between the lines of one grid; a sheet of 1,000 rows and 100 columns has a tenth of it."""

OUTSIDE = -1

_MANY = 3
"""One in so many rows has a side where a row that is one cell without it is no row of the table."""


class Face(NamedTuple):
    """A cell of a grid: where it starts and how many rows and columns it spans."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's geometry. `xs` and `ys` are the borders of columns and rows, `faces` the cells in reading order.

    `owner[row][column]` is the index of the face there, OUTSIDE where the table has no cell.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    faces: tuple[Face, ...]
    owner: tuple[array[int], ...]

    @property
    def box(self) -> Box:
        """The table's box."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def face_box(self, face: Face) -> Box:
        """The box of a cell."""
        return Box(
            self.xs[face.column],
            self.ys[face.row],
            self.xs[face.column + face.column_span],
            self.ys[face.row + face.row_span],
        )

    def at(self, x: float, y: float) -> int:
        """The index of the face at a point, OUTSIDE where there is none."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.owner) and 0 <= column < len(self.xs) - 1:
            return self.owner[row][column]
        return OUTSIDE


def components(junctions: Junctions, kept: tuple[set[int], set[int]]) -> list[tuple[list[Rule], list[Rule]]]:
    """The kept rules, parted into groups that do not touch each other, from the top."""
    horizontal, vertical = junctions.rules
    kept_only = Junctions(
        junctions.rules,
        [[j for j in met if j in kept[1]] if i in kept[0] else [] for i, met in enumerate(junctions.across)],
        [[i for i in met if i in kept[0]] if j in kept[1] else [] for j, met in enumerate(junctions.down)],
    )
    across, down = table_numbers(kept_only)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in sorted(kept[0]):
        groups.setdefault(across[i], ([], []))[0].append(horizontal[i])
    for j in sorted(kept[1]):
        groups[down[j]][1].append(vertical[j])
    return list(groups.values())


def grid_of(
    horizontal: Sequence[Rule],
    vertical: Sequence[Rule],
    tolerances: Tolerances,
    has_words: Callable[[Box], bool] = lambda _: False,
    added: Collection[Rule] = (),
) -> Grid | None:
    """The grid of rules that touch each other; None where they close no cell. Raises TooManyRulesError.

    `has_words` tells whether words stand in a box: what lacks its outer border is a cell where it has some.
    `added` are those of the vertical rules that were not drawn.
    """
    to_x = snapped(((rule.at, rule.length) for rule in vertical), tolerances.thin)
    to_y = snapped(((rule.at, rule.length) for rule in horizontal), tolerances.joint)
    xs, ys = sorted(set(to_x.values())), sorted(set(to_y.values()))
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1:
        return None
    if columns * rows > MAX_FACES:
        raise TooManyRulesError
    above = _covered(horizontal, to_y, ys, xs, tolerances)
    aside = _covered(vertical, to_x, xs, ys, tolerances)
    drawn = _covered([rule for rule in vertical if rule not in added], to_x, xs, ys, tolerances) if added else aside
    open_rows = _open_rows(drawn, rows)
    faces: list[Face] = []
    for region, is_whole in _regions(above, aside, rows, columns):
        if open_rows and columns > 1 and _holds_row(region, open_rows, columns):
            continue
        cells = list(_rectangles(region, columns))
        if is_whole or has_words(_around(cells, xs, ys)):
            faces += cells
    return _compressed(xs, ys, faces) if faces else None


def _covered(
    rules: Sequence[Rule], to_place: dict[float, float], places: list[float], stops: list[float], tolerances: Tolerances
) -> list[bytearray]:
    """For each line of the grid which of its stretches between the crossing lines are drawn."""
    index = {place: i for i, place in enumerate(places)}
    drawn = [bytearray(len(stops) - 1) for _ in places]
    slack = tolerances.thin
    for rule in rules:
        first = bisect_left(stops, rule.low - slack)
        last = bisect_right(stops, rule.high + slack) - 1
        if last > first:
            drawn[index[to_place[rule.at]]][first:last] = b"\1" * (last - first)
    return drawn


def _open_rows(aside: list[bytearray], rows: int) -> set[int]:
    """The rows that lack a side, left or right, which many others have."""
    sides = [side for side in (aside[0], aside[-1]) if _MANY * sum(side) >= rows]
    return {row for side in sides for row in range(rows) if not side[row]}


def _holds_row(region: list[int], rows: set[int], columns: int) -> bool:
    """Whether a region is one of some rows in full: the page around several tables in one frame, and their headings."""
    filled: dict[int, int] = {}
    for face in region:
        filled[face // columns] = filled.get(face // columns, 0) + 1
    return any(row in rows and count == columns for row, count in filled.items())


def _around(faces: list[Face], xs: list[float], ys: list[float]) -> Box:
    return Box(
        xs[min(face.column for face in faces)],
        ys[min(face.row for face in faces)],
        xs[max(face.column + face.column_span for face in faces)],
        ys[max(face.row + face.row_span for face in faces)],
    )


def _regions(
    above: list[bytearray], aside: list[bytearray], rows: int, columns: int
) -> Iterator[tuple[list[int], bool]]:
    """Groups of faces (row * columns + column) that no rule parts, without those open to the outside.

    A cell that is merged over a page break often lacks its rule at the cut, where its neighbours have one: what is
    open at the head or foot alone is closed by the line that the rest of the table has there. What is open at another
    side where most rows are closed, or at a corner, comes with False: it may be a cell, or a notch in the table.
    """
    seen = bytearray(rows * columns)
    closed_by = {"head"} if 2 * sum(above[0]) >= columns else set()
    closed_by |= {"foot"} if 2 * sum(above[rows]) >= columns else set()
    bordered = closed_by | ({"left"} if 2 * sum(aside[0]) >= rows else set())
    bordered |= {"right"} if 2 * sum(aside[columns]) >= rows else set()
    for start in range(rows * columns):
        if seen[start]:
            continue
        seen[start] = 1
        region = [start]
        openings: set[str] = set()
        for face in region:
            row, column = divmod(face, columns)
            for drawn, side, other in (
                (above[row][column], "" if row else "head", face - columns),
                (above[row + 1][column], "" if row + 1 < rows else "foot", face + columns),
                (aside[column][row], "" if column else "left", face - 1),
                (aside[column + 1][row], "" if column + 1 < columns else "right", face + 1),
            ):
                if drawn:
                    continue
                if side:
                    openings.add(side)
                elif not seen[other]:
                    seen[other] = 1
                    region.append(other)
        if not openings or (len(openings) == 1 and openings <= closed_by):
            yield region, True
        elif openings <= bordered and (len(openings) == 1 or min(region) // columns == max(region) // columns):
            yield region, False


def _rectangles(region: list[int], columns: int) -> Iterator[Face]:
    """A region as rectangles: one where it is one, else its rows' stretches, equal ones below each other joined."""
    stretches: dict[tuple[int, int], list[int]] = {}
    row = start = last = -1
    for face in [*sorted(region), -2]:
        if face != last + 1 or face % columns == 0:
            if row >= 0:
                stretches.setdefault((start, last % columns), []).append(row)
            row, start = divmod(face, columns)
        last = face
    for (first, final), found in stretches.items():
        top = below = found[0]
        for row in [*found[1:], -1]:
            if row != below + 1:
                yield Face(top, first, below + 1 - top, final + 1 - first)
                top = row
            below = row


def _compressed(xs: list[float], ys: list[float], faces: list[Face]) -> Grid:
    """The grid without the lines that are no side of any cell."""
    rows = sorted({face.row for face in faces} | {face.row + face.row_span for face in faces})
    columns = sorted({face.column for face in faces} | {face.column + face.column_span for face in faces})
    row_at = {row: i for i, row in enumerate(rows)}
    column_at = {column: i for i, column in enumerate(columns)}
    moved = sorted(
        Face(
            row_at[face.row],
            column_at[face.column],
            row_at[face.row + face.row_span] - row_at[face.row],
            column_at[face.column + face.column_span] - column_at[face.column],
        )
        for face in faces
    )
    owner = [array("i", [OUTSIDE]) * (len(columns) - 1) for _ in rows[1:]]
    for i, face in enumerate(moved):
        for row in range(face.row, face.row + face.row_span):
            for column in range(face.column, face.column + face.column_span):
                owner[row][column] = i
    return Grid(tuple(xs[i] for i in columns), tuple(ys[i] for i in rows), tuple(moved), tuple(owner))


def parted(grid: Grid) -> list[Grid]:
    """A grid as those above and below its rows without any cell: the tables of one frame."""
    empty = {row for row, owners in enumerate(grid.owner) if all(owner == OUTSIDE for owner in owners)}
    if not empty:
        return [grid]
    parts: list[list[Face]] = [[]]
    bottom = 0
    for face in grid.faces:
        if parts[-1] and not empty.isdisjoint(range(bottom, face.row)):
            parts.append([])
        parts[-1].append(face)
        bottom = max(bottom, face.row + face.row_span)
    return [_compressed(list(grid.xs), list(grid.ys), part) for part in parts]


def divided(grid: Grid, strips: set[int]) -> list[Grid]:
    """A grid without the rows `strips`, which are too low for any text.

    Where no cell reaches over such a row, it is the gap between two tables; else it was a doubled rule.
    """
    parts: list[list[Face]] = [[]]
    removed = 0
    crossed = {row for face in grid.faces if face.row_span > 1 for row in range(face.row, face.row + face.row_span)}
    gaps = strips - crossed
    for row in range(len(grid.owner)):
        if row in gaps:
            parts.append([])
        for face in (face for face in grid.faces if face.row == row):
            inside = sum(1 for strip in strips if row <= strip < row + face.row_span)
            if inside < face.row_span:
                parts[-1].append(face._replace(row=row - removed, row_span=face.row_span - inside))
        removed += row in strips
    ys = [y for row, y in enumerate(grid.ys) if row not in strips]
    return [_compressed(list(grid.xs), ys, part) for part in parts if part]


def merged(grid: Grid, groups: Sequence[Sequence[int]]) -> Grid:
    """A grid in which the faces of each group, which together fill a rectangle, are one."""
    gone = {i for group in groups for i in group}
    faces = [face for i, face in enumerate(grid.faces) if i not in gone]
    for group in groups:
        parts = [grid.faces[i] for i in group]
        row, column = min(face.row for face in parts), min(face.column for face in parts)
        bottom, right = (
            max(face.row + face.row_span for face in parts),
            max(face.column + face.column_span for face in parts),
        )
        faces.append(Face(row, column, bottom - row, right - column))
    return _compressed(list(grid.xs), list(grid.ys), faces)
