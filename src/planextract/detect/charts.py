"""Charts: grids of lines and bars beside an axis, which look like tables and are none.

An axis tells a chart from a table: figures below each other, evenly spaced, that fall by the same step from one to the
next. A table's rows are numbered downwards, and their numbers stand in the middle of rows, not at the level of rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from planextract.characters import fold
from planextract.detect.grid import OUTSIDE, Grid
from planextract.detect.page import Page, Run
from planextract.geometry import Box

_FEWEST = 4
"""Figures that make an axis."""

_FIGURE = re.compile(r"([-−△▲]?)\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*[^0-9\s]{0,3}")
_REACH = 4.0
"""Distance between an axis and its chart at most, in character sizes."""

_EMPTY = 0.8
"""Share of the cells beside an axis that hold no words."""


class _Label(NamedTuple):
    """A figure that may stand at an axis, and the height of its middle."""

    x0: float
    x1: float
    level: float
    value: float


class Axis(NamedTuple):
    """An upright axis: the box around its figures, from the middle of the first to that of the last, and their step."""

    box: Box
    spacing: float


def axes_of(page: Page) -> list[Axis]:
    """The upright axes of a page."""
    em = page.em
    labels = list(_labels(page, em))
    axes: list[Axis] = []
    for side in (0, 1):
        column: list[_Label] = []
        for label in sorted(labels, key=lambda item: (item[side], item.level)):
            if column and label[side] - column[0][side] > 0.5 * em:
                axes += _axes_in(column)
                column = []
            column.append(label)
        axes += _axes_in(column)
    return axes


def _labels(page: Page, em: float) -> Iterator[_Label]:
    """The figures of a page that have other words neither before nor behind them."""
    words: list[list[Run]] = []
    lines: list[list[Run]] = []
    for run in sorted((run for run in page.runs if run.direction == "right"), key=lambda run: run.box.middle[1]):
        if lines and run.box.middle[1] - lines[-1][0].box.middle[1] < 0.5 * em:
            lines[-1].append(run)
        else:
            lines.append([run])
    for line in lines:
        line.sort(key=lambda run: run.box.x0)
        words.append(line[:1])
        for before, run in pairwise(line):
            if run.box.x0 - before.box.x1 < em:
                words[-1].append(run)
            else:
                words.append([run])
    for word in words:
        if sum(run.stop - run.start for run in word) > 12:
            continue
        found = _FIGURE.fullmatch(
            fold("".join("".join(page.glyphs.codes[run.start : run.stop]) for run in word)).string
        )
        if found:
            value = float(found[2].replace(",", ""))
            yield _Label(word[0].box.x0, word[-1].box.x1, word[0].box.middle[1], -value if found[1] else value)


def _axes_in(column: list[_Label]) -> Iterator[Axis]:
    """The stretches of a column of figures that are evenly spaced and fall evenly."""
    labels = sorted(column, key=lambda item: item.level)
    start = 0
    for stop in range(2, len(labels) + 1):
        if stop < len(labels) and _goes_on(*labels[start : start + 2], *labels[stop - 1 : stop + 1]):
            continue
        members = labels[start:stop]
        if len(members) >= _FEWEST and members[0].value > members[1].value:
            x0, x1 = min(item.x0 for item in members), max(item.x1 for item in members)
            yield Axis(Box(x0, members[0].level, x1, members[-1].level), members[1].level - members[0].level)
        start = stop - 1


def _goes_on(first: _Label, second: _Label, before: _Label, label: _Label) -> bool:
    """Whether a label follows the one before at the distance and by the step of the first two."""
    spacing, step = second.level - first.level, first.value - second.value
    even = abs(label.level - before.level - spacing) <= max(0.1 * spacing, 1.0)
    return even and abs(before.value - label.value - step) <= 1e-6 * max(abs(first.value), abs(step))


def is_chart(grid: Grid, filled: set[int], axes: list[Axis], em: float) -> bool:
    """Whether a grid stands beside one of the axes, at the same height, or has one in a cell beside its empty plot."""
    return any(_stands_beside(grid.box, axis, em) or _holds(grid, filled, axis.box, em) for axis in axes)


def _stands_beside(box: Box, whole: Axis, em: float) -> bool:
    """Whether a box begins or ends where the axis does; the figures at the other end may stand a little aside."""
    axis, reach = whole.box, 2 * whole.spacing + 0.5 * em
    level = axis.top - reach < box.top and box.bottom < axis.bottom + reach
    ends = abs(box.top - axis.top) < 0.6 * em or abs(box.bottom - axis.bottom) < 0.6 * em
    return level and ends and (-em < box.x0 - axis.x1 < _REACH * em or -em < axis.x0 - box.x1 < _REACH * em)


def _holds(grid: Grid, filled: set[int], axis: Box, em: float) -> bool:
    """Whether a cell hardly wider than the axis holds all of it, and what is beside it is the empty plot."""
    x = (axis.x0 + axis.x1) / 2
    faces = {grid.at(x, axis.top), grid.at(x, axis.bottom)}
    own = faces.pop()
    if faces or own == OUTSIDE or grid.face_box(grid.faces[own]).width > axis.width + _REACH * em:
        return False
    rows = [
        row
        for (top, end), row in zip(pairwise(grid.ys), grid.owner, strict=True)
        if top < axis.bottom and end > axis.top
    ]
    beside = {face for row in rows for face in row} - {own, OUTSIDE}
    return len(beside) > 1 and len(beside - filled) >= _EMPTY * len(beside)
