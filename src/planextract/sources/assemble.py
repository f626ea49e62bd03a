"""From rows of cells to the tables and paragraphs of `planextract.table`, within the documented limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planextract.errors import LimitError
from planextract.schema import LinePlace, Provenance
from planextract.sources import fragments
from planextract.sources.rows import Field, Row
from planextract.table import Cell, Paragraph, Table
from planextract.text import Piece, Text

MAX_COLUMNS = 1_000
"""Cells of a row; the tables of plans have some twenty columns."""

MAX_PIECES = 1_000_000
"""Cells and lines together; plans have a few thousand, and each costs about half a kilobyte of memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """Where a piece stands: a line and a cell of it, both from 1. Called as a piece's `locate`."""

    line: int
    column: int

    def __call__(self, start: int, stop: int) -> Provenance:
        return [LinePlace(line=self.line, column=self.column)]


def check_pieces(text: str, separators: str, place: str) -> None:
    """Raise LimitError where lines and cells (by any of the separators) are more than `MAX_PIECES`."""
    pieces = 1 + sum(map(text.count, "\n\f" + separators))
    if pieces > MAX_PIECES:
        message = f"{pieces:,} lines and cells; up to {MAX_PIECES:,} are read"
        raise LimitError(message, place=place, remedy="split the document")


def table_of(rows: list[Row], place: str) -> Table:
    """The table whose cells these are, markup taken off. Raises LimitError for a row above `MAX_COLUMNS`."""
    widest = max(rows, key=len)
    if len(widest) > MAX_COLUMNS:
        message = f"a row of {len(widest):,} cells; tables of up to {MAX_COLUMNS:,} columns are read"
        remedy = "check the separators, or take columns out"
        raise LimitError(message, place=f"{place}, line {widest[0].line}", remedy=remedy)
    cells = (
        tuple(Cell(i, column, _cell_text(field, column + 1)) for column, field in enumerate(row))
        for i, row in enumerate(rows)
    )
    return Table(tuple(cells), len(widest))


def paragraphs_of(lines: list[Field]) -> Iterator[Paragraph]:
    """The paragraphs of consecutive lines of prose, markup taken off."""
    for line, parts in zip(lines, fragments.clean_prose(line.string for line in lines), strict=True):
        yield from (Paragraph(Text.of(Piece(part, Spot(line.line, 1)))) for part in parts if part)


def _cell_text(field: Field, column: int) -> Text:
    piece = Piece(fragments.clean(field.string), Spot(field.line, column))
    # Text.of forgets an empty piece; the empty cell of a value column must know its place all the same.
    return Text(piece.string, ((piece, 0, len(piece.string)),))
