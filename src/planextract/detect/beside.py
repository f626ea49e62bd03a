"""Labels in the middle beside several rows, where no rule tells which rows are theirs.

Where the labels of a table stand at the head of their rows, an empty cell below a label is its own. Where they stand in
the middle, each label is in the middle of its rows, and that tells them. What neither tells is a doubt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planextract.detect.grid import Grid
from planextract.detect.years import Words, year_rows

_OFF_CENTRE = 0.35
"""Characters by which the middle of a label may miss the middle of its rows."""

_OFF_HEAD = 0.35
"""Characters by which a label may begin lower than its row and still stand at its head."""

_FULL = 0.85
"""Share of its rows from which a column has words in all of them: labels stand left of it."""


class Labels(NamedTuple):
    """Groups of faces that are one label each, and the faces of labels whose rows are not certain."""

    groups: list[list[int]]
    doubtful: list[int]


class _Cell(NamedTuple):
    """A cell of a column of labels: its face, the extent of what its rows say, and its words, if any."""

    face: int
    top: float
    bottom: float
    words: Words | None


class _Reading(NamedTuple):
    """Cells parted into blocks of one label each: how many empty ones have a label, how far off these stand."""

    covered: int
    off: float
    blocks: list[tuple[int, int]]


def labels_beside(grid: Grid, words: Mapping[int, Words], em: float) -> Labels:
    """What the labels at the left of a table, in the middle beside their rows, take."""
    found = Labels([], [])
    headings = {0, *year_rows(grid, words)}
    rows = [[words[i].box for i in set(owner) if i in words and grid.faces[i].row_span == 1] for owner in grid.owner]
    for column in range(_first_full(grid, words)):
        parts: list[list[_Cell]] = [[]]
        for i, face in enumerate(grid.faces):
            if face.column != column:
                continue
            boxes = [box for row in rows[face.row : face.row + face.row_span] for box in row]
            if face.column_span > 1 or headings.intersection(range(face.row, face.row + face.row_span)) or not boxes:
                parts.append([])
            else:
                top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
                parts[-1].append(_Cell(i, top, bottom, words.get(i)))
        in_middle = _stand_in_middle([cell for cells in parts for cell in cells], em)
        for cells in parts:
            _add(found, cells, in_middle, em)
    return found


def _stand_in_middle(cells: Sequence[_Cell], em: float) -> bool | None:
    """Whether labels stand lower than the head of their rows; None where no row is so high that it tells."""
    votes = [
        cell.words.box.top - cell.top > _OFF_HEAD * em
        for cell in cells
        if cell.words is not None and cell.bottom - cell.top > cell.words.box.height + 2 * _OFF_HEAD * em
    ]
    return 2 * sum(votes) > len(votes) if votes else None


def _first_full(grid: Grid, words: Mapping[int, Words]) -> int:
    """The first column with words in nearly all rows; 0 where there is none."""
    for column in range(len(grid.xs) - 1):
        faces = {owner[column] for owner in grid.owner}
        if sum(i in words for i in faces) >= _FULL * len(faces):
            return column
    return 0


def _add(found: Labels, cells: Sequence[_Cell], in_middle: bool | None, em: float) -> None:
    """Add what the cells between two headings tell.

    Where no row of the table tells how labels stand, an empty cell first of all does; what both ways of reading
    explain is a doubt.
    """
    labelled = [cell for cell in cells if cell.words is not None]
    if in_middle is False or not labelled or len(labelled) == len(cells):
        return
    best = _best(cells, em)
    is_whole = best.covered == len(cells) - len(labelled)
    at_head = in_middle is None and cells[0].words is not None
    if at_head and not is_whole:
        return
    if not at_head:
        found.groups.extend(
            [cell.face for cell in cells[start:stop]] for start, stop in best.blocks if stop - start > 1
        )
    alone = {cells[start].face for start, stop in best.blocks if stop - start == 1}
    if in_middle is None:
        found.doubtful.extend(cell.face for cell in labelled if at_head or cell.face not in alone)
    elif not is_whole:
        found.doubtful.extend(cell.face for cell in labelled if cell.face in alone)


def _best(cells: Sequence[_Cell], em: float) -> _Reading:
    """The blocks with labels in their middle that leave the fewest cells without one."""
    readings = {0: _Reading(0, 0.0, [])}
    for k, cell in enumerate(cells):
        if cell.words is None:
            continue
        first, last = k, k
        while first > 0 and cells[first - 1].words is None:
            first -= 1
        while last + 1 < len(cells) and cells[last + 1].words is None:
            last += 1
        following: dict[int, _Reading] = {}
        for start in range(first, k + 1):
            for stop in range(k + 1, last + 2):
                off = abs(cells[start].top + cells[stop - 1].bottom - cell.words.box.top - cell.words.box.bottom) / 2
                if stop - start > 1 and off > _OFF_CENTRE * em:
                    continue
                before = max((r for end, r in readings.items() if end <= start), key=_merit, default=None)
                if before is None:
                    continue
                more = stop - start - 1
                reading = _Reading(
                    before.covered + more, before.off + (off if more else 0.0), [*before.blocks, (start, stop)]
                )
                following[stop] = max(reading, following.get(stop, reading), key=_merit)
        readings = following
    return max(readings.values(), key=_merit)


def _merit(reading: _Reading) -> tuple[int, float]:
    return reading.covered, -reading.off
