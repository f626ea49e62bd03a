"""What a sample holds, whoever prints it: lines and tables with merged cells, on sheets of paper."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """One cell and the columns and rows that it is merged over.

    `look` is a set of words: `head`, `centre`, `vertical`, `number`, `lost` (an arrow that the text sample has lost)…
    A line feed in `text` is a line break that the author typed; the text sample shows a blank there, or a paragraph.
    """

    text: str = ""
    columns: int = 1
    rows: int = 1
    look: str = ""

    def has(self, word: str) -> bool:
        return word in self.look.split()


class Table(NamedTuple):
    """Widths in millimetres; each row lists the cells that begin in it, as in HTML."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0

    @property
    def width(self) -> float:
        return sum(self.widths)


class Line(NamedTuple):
    """A line of prose outside the tables; `look`: `title`, `heading`, `centre`, `right` or nothing."""

    text: str
    look: str = ""


class Break(NamedTuple):
    """The next block begins a page."""


Block = Line | Table | Break


class Section(NamedTuple):
    """Pages of one size, upright or across."""

    blocks: tuple[Block, ...]
    paper: str = "A4"
    landscape: bool = False


class Placed(NamedTuple):
    row: int
    column: int
    cell: Cell


PAPER = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}


def table(widths: Sequence[float], rows: Iterable[Iterable[str | Cell]], head: int = 0) -> Table:
    """A table whose plain strings are cells; the first `head` rows are repeated where a printer repeats them."""
    cells = tuple(tuple(Cell(item) if isinstance(item, str) else item for item in row) for row in rows)
    made = Table(tuple(widths), cells, head)
    for _ in placed(made):
        pass
    return made


def placed(of: Table) -> Iterator[Placed]:
    """Each cell with its row and column; a table whose cells do not fill its grid exactly is an error."""
    covered: set[tuple[int, int]] = set()
    for row, cells in enumerate(of.rows):
        column = 0
        for cell in cells:
            while (row, column) in covered:
                column += 1
            yield Placed(row, column, cell)
            covered |= {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
    expected = {(row, column) for row in range(len(of.rows)) for column in range(len(of.widths))}
    if covered != expected:
        raise ValueError(f"the cells do not fill the grid: {sorted(covered ^ expected)[:4]} in {of.rows[0]}")


def paper_size(section: Section) -> tuple[float, float]:
    """Width and height in millimetres."""
    width, height = PAPER[section.paper]
    return (height, width) if section.landscape else (width, height)
