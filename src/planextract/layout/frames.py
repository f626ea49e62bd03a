"""A table as a grid one can walk: which cell covers a place, and which cells head those beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from planextract.characters import fold
from planextract.layout.contents import Content, content_of
from planextract.table import Cell, Table

_FIGURES = (Content.DASH, Content.MARK, Content.ARROW)
_FIGURE = re.compile(r"\s*+[△▲+\-−約]?\s*+[0-9][0-9,.]*\s?\S{0,3}\s*")
_NEAR = 4  # columns between a text's label and those that it heads: labels inside it, a tick


def said(cell: Cell) -> bool:
    """Whether the cell holds words."""
    return bool(cell.text.string.strip())


def _is_figure(cell: Cell) -> bool:
    string = cell.text.string
    return content_of(string) in _FIGURES or _FIGURE.fullmatch(fold(string).string) is not None


def _as_high(one: Cell, other: Cell) -> bool:
    return (one.row, one.row_span) == (other.row, other.row_span)


class Frame:
    """A table with its covered places. Of a text, empty cells at a row's left are covered by the label above them."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._at: dict[tuple[int, int], Cell] = {}
        for row, cells in enumerate(table.rows):
            if not table.exact:
                self._inherit(row, cells)
            for cell in cells:
                self._cover(row, cell)

    def _cover(self, row: int, cell: Cell) -> None:
        if (row, cell.column) in self._at and not said(cell):
            return
        for down in range(cell.row_span):
            for right in range(cell.column_span):
                self._at[row + down, cell.column + right] = cell

    def _inherit(self, row: int, cells: tuple[Cell, ...]) -> None:
        """The labels above a text row's leading empty cells go on beside it."""
        if not any(map(said, cells)):
            return
        for cell in cells:
            above = self._at.get((row - 1, cell.column))
            if said(cell) or above is None or (cell.column and _is_figure(above)):
                return
            if said(above):
                self._at[row, cell.column] = above

    def stop(self, cell: Cell) -> int:
        """The column after the cell; of a text, that of the next words in its row."""
        if self.table.exact:
            return cell.column + cell.column_span
        return next((other.column for other in self._behind(cell)), self.table.width)

    def _behind(self, cell: Cell) -> Iterator[Cell]:
        """The cells with words behind a cell in its row, from the left."""
        return filter(said, self._between(cell.row, cell.column + 1, self.table.width))

    def _between(self, row: int, low: int, high: int) -> Iterator[Cell]:
        """The cells that begin in a row between two columns, found without a look at those before."""
        cells = self.table.rows[row]
        at = bisect_left(cells, low, key=lambda cell: cell.column)
        while at < len(cells) and cells[at].column < high:
            yield cells[at]
            at += 1

    def own(self, row: int, low: int, high: int) -> list[Cell]:
        """The cells that begin in a row between two columns; of a text without those that a label above covers."""
        return [cell for cell in self._between(row, low, high) if self._at.get((row, cell.column)) is cell]

    def heads(self, cell: Cell, *, together: bool = False) -> bool:
        """Whether the cell stands beside several rows of cells: it heads them, and none of them is its value.

        `together`: cells of equal height beside each other head those rows together (an indicator and its unit).
        """
        if self.table.exact:
            stop = cell.column + cell.column_span
            while together and (beside := self._at.get((cell.row, stop))) and _as_high(beside, cell):
                stop = beside.column + beside.column_span
            later = range(cell.row + 1, cell.row + cell.row_span)
            return any(other.column == stop for row in later for other in self.table.rows[row])
        return said(cell) and self._goes_down(cell) and self._stands_beside(cell)

    def _goes_down(self, cell: Cell) -> bool:
        return self._at.get((cell.row + 1, cell.column)) is cell

    def _stands_beside(self, cell: Cell) -> bool:
        """Of a text: whether what follows the cell begins where the row below begins, but for a column of ticks."""
        own = next((c for c in self._behind(cell) if not self._goes_down(self._at[cell.row, c.column])), None)
        below = next((c for c in self.table.rows[cell.row + 1] if said(c)), None)
        if own is None:
            return below is not None
        near = below is not None and abs(own.column - below.column) <= 1 and own.column <= cell.column + _NEAR
        return near and not _is_figure(own)

    def groups(self, row: int, column: int, low: int = 0, *, together: bool = False) -> list[Cell]:
        """The cells that head the place, outermost first: they stand left of it, none further left than `low`."""
        found: list[Cell] = []
        at = column - 1
        while at >= low:
            cell = self._at.get((row, at))
            if cell is None or not said(cell):
                at -= 1
            elif self.heads(cell, together=together):
                found.insert(0, cell)
                at = cell.column - 1
            elif cell.row < row and not self.table.exact:
                at = cell.column - 1  # a text's label above an empty cell that it does not head
            else:
                break
        return found

    def bar(self, row: int) -> Cell | None:
        """The one cell of a row that is alone in it: over the whole width, or, in a text, at its left."""
        cells = self.table.rows[row]
        if not cells or any((row, c.column) not in self._at or self._at[row, c.column] is not c for c in cells):
            return None
        if self.table.exact:
            return cells[0] if len(cells) == 1 and cells[0].column_span == self.table.width else None
        first = cells[0]
        number = content_of(first.text.string) in (Content.INTEGER, Content.NUMBERING)
        alone = said(first) and not any(map(said, cells[1:]))
        return first if alone and not number and not self.heads(first) else None
