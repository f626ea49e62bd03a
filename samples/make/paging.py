"""Which block stands where on which page, for a printer that leaves that to its caller; all lengths in millimetres."""

from collections.abc import Iterator
from typing import NamedTuple

from model import Break, Cell, Line, Section, Table, paper_size, placed
from wrapping import lines, row_heights

PROSE = 178.0


class Piece(NamedTuple):
    """A line, or the rows of a table that stand on one page, at its distance from the page's top."""

    top: float
    block: Line | Table


def line_size(line: Line, size: float) -> float:
    """The size in points of a line of prose beside tables of `size`."""
    return size * (1.5 if line.look == "title" else 1.2)


def prose(line: Line, size: float) -> list[str]:
    """The printed lines of a line of prose."""
    return lines(line.text, PROSE / (line_size(line, size) * 0.3528))


def pages(section: Section, size: float, margin: float, padding: float) -> Iterator[list[Piece]]:
    """Blocks from top to bottom; a table that does not fit goes on with its head on the next page."""
    top, bottom = margin + 6.0, paper_size(section)[1] - margin - 6.0
    page: list[Piece] = []
    at = top
    for block in section.blocks:
        parts = (
            list(_parts(block, row_heights(block, size, padding), at, top, bottom))
            if isinstance(block, Table)
            else [block]
        )
        for count, part in enumerate(parts):
            tall = _height(part, size, padding)
            if isinstance(part, Break) or count or at + tall > bottom:
                yield page
                page, at = [], top
            if not isinstance(part, Break):
                page.append(Piece(at, part))
                at += tall
    yield page


def _height(block: Line | Table | Break, size: float, padding: float) -> float:
    if isinstance(block, Break):
        return 0.0
    if isinstance(block, Table):
        return sum(row_heights(block, size, padding)) + 2
    return len(prose(block, size)) * line_size(block, size) * 0.5 + 1.6


def _parts(of: Table, heights: list[float], at: float, top: float, bottom: float) -> Iterator[Table]:
    """Only a table with a head to repeat is cut; any other stands on one page."""
    if not of.head:
        yield of
        return
    cuts, used = [0], at
    for row, height in enumerate(heights):
        if used + height > bottom and row > of.head:
            cuts.append(row)
            used = top + sum(heights[: of.head])
        used += height
    for first, last in zip(cuts, [*cuts[1:], len(heights)], strict=True):
        yield _slice(of, first, last)


def _slice(of: Table, first: int, last: int) -> Table:
    """Rows first to last under the head; a cell merged over the cut goes on without its text."""
    if first == 0 and last == len(of.rows):
        return of
    rows: list[list[tuple[int, Cell]]] = [[] for _ in range(last - first)]
    for row, column, cell in placed(of):
        begin, end = max(row, first), min(row + cell.rows, last)
        if begin < end:
            text = cell.text if begin == row else ""
            rows[begin - first].append((column, cell._replace(text=text, rows=end - begin)))
    head = of.rows[: of.head] if first else ()
    return Table(of.widths, head + tuple(tuple(cell for _, cell in sorted(row, key=_column)) for row in rows), of.head)


def _column(item: tuple[int, Cell]) -> int:
    return item[0]
