"""Grids from the boxes of cells: how a library that gives each cell's box tells rows, columns and spans."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from planextract.detect.grid import OUTSIDE, Face, Grid
from planextract.geometry import Box, snapped

_TOLERANCE = 1.5


def grid_of_boxes(boxes: Iterable[Box]) -> Grid | None:
    """The grid whose faces are these boxes, sides less than 1.5 points apart taken as one; None where none is left.

    A row or column begins where some cell does; a cell spans all rows and columns between its sides. Of boxes that
    overlap, the first in reading order keeps the place.
    """
    boxes = list(boxes)
    to_x = snapped(((x, 1.0) for box in boxes for x in (box.x0, box.x1)), _TOLERANCE)
    to_y = snapped(((y, 1.0) for box in boxes for y in (box.top, box.bottom)), _TOLERANCE)
    xs, ys = sorted(set(to_x.values())), sorted(set(to_y.values()))
    owner = [array("i", [OUTSIDE]) * max(len(xs) - 1, 0) for _ in ys[1:]]
    faces: list[Face] = []
    for face in sorted(_face(box, to_x, to_y, xs, ys) for box in boxes):
        rows = range(face.row, face.row + face.row_span)
        columns = slice(face.column, face.column + face.column_span)
        if not rows or not face.column_span or any(set(owner[row][columns]) != {OUTSIDE} for row in rows):
            continue
        for row in rows:
            owner[row][columns] = array("i", [len(faces)]) * face.column_span
        faces.append(face)
    return Grid(tuple(xs), tuple(ys), tuple(faces), tuple(owner)) if faces else None


def _face(
    box: Box, to_x: dict[float, float], to_y: dict[float, float], xs: Sequence[float], ys: Sequence[float]
) -> Face:
    left, right = bisect_left(xs, to_x[box.x0]), bisect_left(xs, to_x[box.x1])
    above, below = bisect_left(ys, to_y[box.top]), bisect_left(ys, to_y[box.bottom])
    return Face(above, left, below - above, right - left)
