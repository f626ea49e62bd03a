"""Rows whose cells do not fit their columns: a cell too few or too many (OUTPUT.md rule 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planextract.layout.contents import Content, content_of, fit
from planextract.layout.headers import Column
from planextract.record import Role
from planextract.table import Cell

# How much better a shifted reading must fit before a row counts as misaligned.
_MARGIN = 1.5
_LEAST_SAID = 2  # one cell alone fits anywhere
_WIDEST_GAP = 3
_MISFIT = -1.0
_WIDEST_ROW = 64  # trying shifts costs the square of the width
_GAP = "a cell is missing: the cells right of the gap were moved right"
_SURPLUS = "an empty cell is superfluous: the cells right of it were moved left"


class AlignedRow(NamedTuple):
    """The cells by column index (None: the column got no cell) and, where a shift was assumed, which."""

    cells: tuple[Cell | None, ...]
    assumption: str | None


def align(cells: Sequence[Cell], columns: Sequence[Column], *, exact: bool) -> AlignedRow:
    """Put a row's cells under its columns. A text's row is shifted where its contents say so; a page's never."""
    width = max((column.index for column in columns), default=-1) + 1
    if exact:
        by_column: list[Cell | None] = [None] * max(width, max((c.column for c in cells), default=-1) + 1)
        for cell in cells:
            by_column[cell.column] = cell
        return AlignedRow(tuple(by_column), None)
    row = list(cells)
    if len(row) <= _WIDEST_ROW and _misfits(row, columns):
        shifted, assumption = _best_shift(row, columns, width)
        if assumption and _score(shifted, columns) >= _score(row, columns) + _MARGIN:
            return AlignedRow(tuple(shifted), assumption)
    if len(row) < width:
        missing = [column for column in columns if column.index >= len(row)]
        said = any(not _blank(cell) for cell in row[1:])
        return AlignedRow(tuple(row), "the cells were left standing at the left" if missing and said else None)
    return AlignedRow(tuple(row), None)


def _misfits(row: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Whether a cell stands where its words do not belong, or a row that opens a heading names no measure."""
    said = [column for column in columns if column.index < len(row) and not _blank(row[column.index])]
    if sum(not _blank(cell) for cell in row) < _LEAST_SAID:
        return False
    if any(fit(column.role, row[column.index].text.string) <= _MISFIT for column in said):
        return True
    if any(column.role is None and not column.heading for column in said):
        return True
    roles = {column.role for column in said}
    return Role.PATH in roles and not roles & {Role.NUMBER, Role.ITEM, Role.TITLE}


def _score(row: Sequence[Cell | None], columns: Sequence[Column]) -> float:
    total = 0.0
    for column in columns:
        cell = row[column.index] if column.index < len(row) else None
        if cell is not None:
            total += fit(column.role, cell.text.string)
    return total


def _best_shift(row: list[Cell], columns: Sequence[Column], width: int) -> tuple[list[Cell | None], str | None]:
    """The best reading with some columns left out, or with one empty cell taken out."""
    best: list[Cell | None] = [*row]
    assumption: str | None = None
    score = float("-inf")
    for option in _with_gap(row, width):
        if _score(option, columns) > score:
            best, score, assumption = option, _score(option, columns), _GAP
    for shorter in _without_surplus(row):
        found = _score(shorter, columns)
        # The last empty cell before the first cell that tells its column is the superfluous one.
        if found > score or (found == score and assumption == _SURPLUS and len(shorter) == len(best)):
            best, score, assumption = [*shorter], found, _SURPLUS
    return best, assumption


def _with_gap(row: list[Cell], width: int) -> Iterator[list[Cell | None]]:
    """The row with one to three columns that got no cell, the fewest and leftmost first."""
    said = next((i + 1 for i in range(len(row) - 1, -1, -1) if not _blank(row[i])), 0)
    for size in range(1, min(width - said, _WIDEST_GAP) + 1):
        kept = row[: width - size]
        for gap in range(said):
            yield [*kept[:gap], *[None] * size, *kept[gap:]]


def _without_surplus(row: list[Cell]) -> Iterator[list[Cell]]:
    """The row without one to three empty cells, the fewest first and the last ones last."""
    blank = [i for i, cell in enumerate(row) if _blank(cell)]
    for size in range(1, _WIDEST_GAP + 1):
        for last in range(size - 1, len(blank)):
            taken = blank[last + 1 - size : last + 1]
            yield [cell for i, cell in enumerate(row) if i not in taken]


def _blank(cell: Cell) -> bool:
    return content_of(cell.text.string) is Content.BLANK
