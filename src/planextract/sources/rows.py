"""From lines to rows of cells: tabs, and cells that go on over further lines because their HTML or quotes are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planextract.sources import fragments
from planextract.sources.lines import Line, Next

_WRAPPED_LINES = 200


class Field(NamedTuple):
    """A cell before its markup is taken off, and the number of the line it starts in."""

    line: int
    string: str


Row = list[Field]


def rows_of(lines: list[Line]) -> Iterator[Row]:
    """Each row of cells, each line of prose as a row of one cell, and for each blank line an empty row."""
    wrapped = _Wrapped(lines)
    i = 0
    while i < len(lines):
        if lines[i].blank:
            yield []
            i += 1
        else:
            row, i = wrapped.row(i)
            yield _unquoted(row)


class _Wrapped:
    """Puts cells together that go on over further lines, because their HTML or their quotes are still open.

    Such a cell holds no tab and ends where a closing tag or quote stands before the first tab of a line; what is not
    closed within `_WRAPPED_LINES` lines, or not before the next tab, was never open.
    """

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._tab = Next(lines, lambda line: "\t" in line)
        self._tag = Next(lines, lambda line: "</" in line and fragments.closed_tags(_head(line)))
        self._quote = Next(lines, lambda line: _head(line).count('"') % 2)

    def row(self, start: int) -> tuple[Row, int]:
        """The row that starts in line `start`, and the index of the line behind it."""
        row = self._fields(start)
        end, tags = start, fragments.open_tags(row[-1].string)
        while (closing := self._closing(row[-1].string, tags, end)) is not None and closing - start <= _WRAPPED_LINES:
            head, *further = self._fields(closing)
            # Lines without any tab stay lines of prose, whatever markup spans them.
            if len(row) == 1 and not further:
                break
            between = [line.string for line in self._lines[end + 1 : closing]]
            row[-1] = Field(row[-1].line, "\n".join([row[-1].string, *between, head.string]))
            tags = fragments.open_tags(further[-1].string) if further else fragments.open_tags(head.string, tags)
            row += further
            end = closing
        return row, end + 1

    def _fields(self, index: int) -> Row:
        number, string = self._lines[index]
        return [Field(number, cell) for cell in string.split("\t")]

    def _closing(self, cell: str, tags: Mapping[str, int], index: int) -> int | None:
        """The line in which the last cell of this line ends, where it goes on over further lines."""
        if _opens_quote(cell):
            closing = self._quote.after(index)
            closes = closing < len(self._lines) and self._head(closing).rstrip().endswith('"')
        elif tags:
            closing = self._tag.after(index)
            closes = closing < len(self._lines) and not tags.keys().isdisjoint(
                fragments.closed_tags(self._head(closing))
            )
        else:
            return None
        return closing if closes and closing <= self._tab.after(index) else None

    def _head(self, index: int) -> str:
        return _head(self._lines[index].string)


def _head(line: str) -> str:
    """The line up to its first tab."""
    return line.partition("\t")[0]


def _opens_quote(cell: str) -> bool:
    return cell.startswith('"') and cell.count('"') % 2 == 1


def _unquoted(row: Row) -> Row:
    """The row without the quotes that a spreadsheet writes around cells with line ends or quotes in them, or all."""
    if not any('"' in field.string for field in row):
        return row
    filled = [field.string for field in row if field.string.strip()]
    throughout = len(filled) > 1 and all(_quoted_words(cell) is not None for cell in filled)
    return [Field(field.line, _without_quotes(field.string, throughout)) for field in row]


def _without_quotes(cell: str, throughout: bool) -> str:
    words = _quoted_words(cell)
    return words if words is not None and (throughout or "\n" in words or '"' in words) else cell


def _quoted_words(cell: str) -> str | None:
    """What a cell says between its quotes, as RFC 4180 writes them; None where it is not so quoted."""
    cell = cell.strip()
    if len(cell) < 2 or cell[0] != '"' or cell[-1] != '"' or '"' in cell[1:-1].replace('""', ""):
        return None
    return cell[1:-1].replace('""', '"')
