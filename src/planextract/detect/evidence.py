"""Whether what white space alone parts is a table at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from planextract.detect.bands import WHITE, in_cell
from planextract.detect.columns import Segment
from planextract.detect.grid import OUTSIDE, Grid
from planextract.detect.page import Fill, Glyphs, Run
from planextract.geometry import spans_joined

_CELLS_OF_A_ROW, _FULL_ROWS = 3, 3
_SHARE_OF_FULL_ROWS, _SHARE_OF_WORDS = 0.25, 0.45
"""What a table must have where nothing is drawn at all."""

_ROWS_OF_A_FORM = 5
_LABEL, _UNLIKE = 3.0, 1.0
"""Width, in characters, of the longest label, and by how much another is shorter: the marks of a list are alike."""

_SAME = 0.6
"""Characters by which the values of a form may begin apart."""


# The dots that lead from a heading to its page.
_LEADER = re.compile(r"(?:[·・…‥.．]\s?){5}")


def is_contents(grids: Sequence[Grid], runs: Iterable[Run], glyphs: Glyphs) -> bool:
    """Whether half of the rows, or more, hold dots that lead to a page number: a list of contents."""
    leaders = [run.box.middle for run in runs if _LEADER.search("".join(glyphs.codes[run.start : run.stop]))]
    rows = [grid.box._replace(top=top, bottom=low) for grid in grids for top, low in pairwise(grid.ys)]
    return bool(leaders) and 2 * sum(any(row.holds(*place) for place in leaders) for row in rows) >= len(rows) > 0


def is_sure(grids: Sequence[Grid], segments: Sequence[Segment], em: float) -> bool:
    """Whether what white space alone parts is a table: several rows of three cells with words, and a good part of all.

    Two columns are a list of contents or a legend; a letter with its address, a list of points and the labels of a
    chart have a row of three here and there. A form has labels at the left of all rows, and in one two pairs at least.
    """
    full = rows = filled = cells = 0
    for grid in grids:
        words = {grid.at((s.x0 + s.x1) / 2, s.middle) for s in segments} - {OUTSIDE}
        full += sum(len(words.intersection(row)) >= _CELLS_OF_A_ROW for row in grid.owner)
        rows, filled, cells = rows + len(grid.owner), filled + len(words), cells + len(grid.faces)
    if filled < _SHARE_OF_WORDS * cells or not full:
        return False
    is_dense = full >= _FULL_ROWS and full >= _SHARE_OF_FULL_ROWS * rows
    return is_dense or _is_form([s for s in segments if any(g.box.holds(s.x0, s.middle) for g in grids)], grids, em)


def _is_form(segments: Sequence[Segment], grids: Sequence[Grid], em: float) -> bool:
    """Whether every row begins with a label, and their values begin below each other."""
    labels: list[float] = []
    values: list[float] = []
    for grid in grids:
        for above, below in zip(grid.ys, grid.ys[1:], strict=False):
            row = [s for s in segments if above < s.middle < below]
            label = spans_joined(((s.x0, s.x1) for s in row if s.x0 < grid.xs[1]), em)
            rest = [s.x0 for s in row if s.x0 >= grid.xs[1]]
            if not label or not rest:
                return False
            labels.append(label[0][1] - label[0][0])
            values.append(min(rest))
    level = max(values) - min(values) < _SAME * em
    unlike = max(labels) >= _LABEL * em and max(labels) - min(labels) >= _UNLIKE * em
    return len(values) >= _ROWS_OF_A_FORM and level and unlike


def has_colour(grids: list[Grid], fills: list[Fill]) -> bool:
    """Whether cells are marked by colour."""
    return any(in_cell(fill.box, grids) for fill in fills if fill.colour & WHITE != WHITE)
