"""Text with tab-separated tables amid prose, as plans come out of PDF, Word and spreadsheets.

A stretch of lines without a blank one between them holds rows (lines with a tab) and lines of prose, among them the
pipe tables of GitHub Flavored Markdown; a whole file of comma-separated values is one table. Rows are given as printed:
ragged, their cells missing, padded or shifted; what they mean is for the layout to find out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from planextract.sources import commas
from planextract.sources.assemble import check_pieces, paragraphs_of, table_of
from planextract.sources.lines import lines_of
from planextract.sources.rows import Field, Row, rows_of
from planextract.table import Block

_HEADING_LINES = 3
_HEADING_LENGTH = 60
_HEADED_COLUMNS = 3


def blocks_of(text: str, place: str) -> list[Block]:
    """The paragraphs and tables of a tidied text, in order. Raises LimitError naming `place` and line."""
    comma_blocks = commas.blocks_of(text, place)
    if comma_blocks is not None:
        return comma_blocks
    check_pieces(text, "\t|", place)
    stretches = groupby(rows_of(lines_of(text)), key=bool)
    return [block for printed, stretch in stretches if printed for block in _stretch_blocks(list(stretch), place)]


def _stretch_blocks(stretch: list[Row], place: str) -> Iterator[Block]:
    """The blocks of consecutive rows and lines of prose."""
    table: list[Row] = []
    prose: list[Field] = []
    for row in stretch:
        if len(row) == 1:
            prose.append(row[0])
            continue
        if prose and not _goes_on(table, prose, row):
            yield from _table_blocks(table, place)
            yield from _prose_blocks(prose, place)
            table = []
        prose = []
        table.append(row)
    yield from _table_blocks(table, place)
    yield from _prose_blocks(prose, place)


def _goes_on(table: list[Row], prose: list[Field], row: Row) -> bool:
    """Whether lines without a tab above `row` belong to the table; they are then added to it.

    They are the middle of a cell that was printed over several lines, where the rows around them are short and fit the
    table's first row when put together (`row` then starts with the cells before); or they are section rows whose empty
    cells an editor has stripped.
    """
    if not table:
        return False
    if len(table) > 1 and max(len(table[-1]), len(row)) < len(table[0]) == len(table[-1]) + len(row) - 1:
        *before, opened = table.pop()
        words = "\n".join([opened.string, *(line.string for line in prose), row[0].string])
        row[:1] = [*before, Field(opened.line, words)]
        return True
    headings = len(prose) <= _HEADING_LINES and all(_is_heading(line.string.strip()) for line in prose)
    fits = len(row) >= _HEADED_COLUMNS and len(row) in (len(table[0]), len(table[-1]))
    if not headings or not fits or _starts_over(table, row):
        return False
    table += ([line] for line in prose)
    return True


def _is_heading(line: str) -> bool:
    return len(line) <= _HEADING_LENGTH and not line.endswith("。") and line[0] not in "※#`|"


def _starts_over(table: list[Row], row: Row) -> bool:
    """Whether half of the row's words stand in the first row too: a heading repeated, or the next of many forms."""
    words, first = ({field.string.strip() for field in line} - {""} for line in (row, table[0]))
    return 2 * len(words & first) >= len(words)


def _table_blocks(rows: list[Row], place: str) -> Iterator[Block]:
    """The table of these rows without empty ones at its ends; paragraphs where the tabs only indent lines."""
    filled = [i for i, row in enumerate(rows) if any(field.string.strip() for field in row)]
    if not filled:
        return
    rows = rows[filled[0] : filled[-1] + 1]
    if all(len(row) == 2 and not row[0].string.strip() for row in rows):
        yield from paragraphs_of([row[1] for row in rows])
    else:
        yield table_of(rows, place)


def _prose_blocks(lines: list[Field], place: str) -> Iterator[Block]:
    """The paragraphs and pipe tables of consecutive lines without a tab."""
    start = 0
    for i in range(1, len(lines)):
        if i > start and _is_pipe_rule(lines[i - 1].string, lines[i].string):
            end = next((k for k in range(i + 1, len(lines)) if "|" not in lines[k].string), len(lines))
            yield from paragraphs_of(lines[start : i - 1])
            yield table_of([_pipe_row(lines[i - 1]), *map(_pipe_row, lines[i + 1 : end])], place)
            start = end
    yield from paragraphs_of(lines[start:])


def _is_pipe_rule(heading: str, rule: str) -> bool:
    """Whether the second line is the `|---|:-:|` below the first, as GitHub Flavored Markdown 4.10 has it."""
    if "|" not in heading or not {"|", "-"} <= set(rule) <= set("|-: "):
        return False
    cells = [cell.strip() for cell in _pipe_cells(rule)]
    drawn = all(cell and not cell.removeprefix(":").removesuffix(":").strip("-") for cell in cells)
    return drawn and len(cells) == len(_pipe_cells(heading))


def _pipe_row(line: Field) -> Row:
    return [Field(line.line, cell.replace("\0", "|")) for cell in _pipe_cells(line.string)]


def _pipe_cells(line: str) -> list[str]:
    r"""The cells between the pipes, an escaped one (`\|`) as NUL, which no tidied text holds."""
    return line.strip().replace("\\|", "\0").removeprefix("|").removesuffix("|").split("|")
