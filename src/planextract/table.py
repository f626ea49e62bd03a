"""Tables and the prose around them, as every source gives them: the input of layout and interpretation."""

from __future__ import annotations

from dataclasses import dataclass, field

from planextract.diagnostics import Report
from planextract.schema import Provenance
from planextract.text import NOTHING, Text


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell: zero-based row and column, how many of each it spans, its text, and what was drawn over it.

    `arrow` is true where an arrow or bar covers the cell; `crossed_out` where a diagonal line does.
    An empty cell has an empty text; a position covered by another cell's span has no cell.
    """

    row: int
    column: int
    text: Text
    row_span: int = 1
    column_span: int = 1
    arrow: bool = False
    crossed_out: bool = False

    @property
    def places(self) -> Provenance:
        """Where the cell itself lies, one place for each part; the box of its text may be smaller."""
        return [place for run in self.text.pieces() for place in run.piece.locate(0, 0)]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A grid of cells. `rows[i]` holds the cells that start in row i, by column; `width` is in columns.

    `exact` is true where the grid came from geometry (rules on a page); a text's columns are hearsay: cells may be
    missing, padded or shifted, and spans are lost.
    """

    rows: tuple[tuple[Cell, ...], ...]
    width: int
    exact: bool = False

    @property
    def cells(self) -> list[Cell]:
        """All cells in reading order."""
        return [cell for row in self.rows for cell in row]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of prose or a heading outside tables."""

    text: Text = NOTHING


Block = Paragraph | Table


@dataclass(slots=True)
class Reading:
    """What a source gives: the file's identity and its paragraphs and tables in reading order.

    `name` is the file's name without folders; `page_count` is None where the source has no pages.
    """

    name: str
    sha256: str
    media_type: str
    page_count: int | None
    blocks: list[Block]
    report: Report = field(default_factory=Report)

    @property
    def tables(self) -> list[Table]:
        """The tables alone, in reading order."""
        return [block for block in self.blocks if isinstance(block, Table)]
