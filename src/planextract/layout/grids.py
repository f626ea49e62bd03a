"""Grids of years inside forms: which cell stands in which year (OUTPUT.md rules 1 and 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planextract.diagnostics import Report
from planextract.layout.contents import ARROWS, Content, content_of
from planextract.layout.headings import Heading, HeadingReader
from planextract.normalise.periods import read_periods
from planextract.record import Record, Role, ScheduleCell
from planextract.schema import Period
from planextract.table import Cell, Table
from planextract.text import NOTHING, Text


class Year(NamedTuple):
    """One year column of a grid: its heading and, on a page, its column."""

    heading: Heading
    column: int


class GridRow(NamedTuple):
    """One row of a grid, kept until the sheet's end: its place may hang on the rationale below it."""

    role: Role
    name: Text
    cells: tuple[Cell, ...]
    years: tuple[Year, ...]


def years_of(row: Sequence[Cell], reader: HeadingReader) -> list[Year]:
    """The year columns that a row opens: at least two periods and nothing else behind its label."""
    headed = [(cell, reader.read(cell.text)) for cell in row[1:] if cell.text.string.strip()]
    if len(headed) < 2 or any(heading.found is None or heading.role is not None for _, heading in headed):
        return []
    return [Year(heading, cell.column) for cell, heading in headed]


def names_its_rows(tables: Iterable[Table], reader: HeadingReader) -> bool:
    """Whether the rows of the document's year grids have names of their own (an activity, an indicator).

    A grid says so where further rows follow under one label, or where an indicator stands in it.
    """
    for table in tables:
        opened = False
        for row in table.rows:
            if years_of(row, reader):
                opened = True
            elif opened and len(row) > 1:
                label = reader.read(row[0].text)
                unlabelled = not row[0].text.string.strip() and row[1].text.string.strip()
                if unlabelled or label.role is Role.INDICATOR:
                    return True
    return False


def place(row: GridRow, record: Record, report: Report) -> list[tuple[Year, Cell]]:
    """Each cell with its year. A text's row may be a cell short; then the rationale's own year decides."""
    by_column = {cell.column: cell for cell in row.cells}
    if record.table.exact:
        return [(year, by_column[year.column]) for year in row.years if year.column in by_column]
    cells = [*row.cells]
    while len(cells) > len(row.years) and not cells[-1].text.string.strip():
        cells.pop()
    if len(cells) > len(row.years):
        surplus = [i for i, cell in enumerate(cells) if not cell.text.string.strip()]
        for i in surplus[::-1][: len(cells) - len(row.years)]:
            del cells[i]
        _say(report, row, "a cell too many: the last empty one was taken out")
    missing = len(row.years) - len(cells)
    if missing <= 0:
        return list(zip(row.years, cells, strict=False))
    at_the_right = row.role is Role.INDICATOR and _named_year_is_right(row, cells, missing, record)
    if any(cell.text.string.strip() for cell in cells):
        side = "right: the rationale names the year" if at_the_right else "left"
        _say(report, row, f"the cells were left standing at the {side}")
    return list(zip(row.years[missing:] if at_the_right else row.years, cells, strict=False))


def _say(report: Report, row: GridRow, assumption: str) -> None:
    report.add(
        "row-cell-count",
        row.name.provenance or (row.cells[0].text.provenance if row.cells else None),
        cells=len(row.cells),
        columns=len(row.years),
        assumption=assumption,
    )


def _named_year_is_right(row: GridRow, cells: Sequence[Cell], missing: int, record: Record) -> bool:
    """Whether the first value would stand in the year that the rationale names as its beginning, if moved right."""
    first = next((i for i, cell in enumerate(cells) if content_of(cell.text.string) is not Content.BLANK), None)
    if first is None or first + missing >= len(row.years):
        return False
    beginnings = {
        found.period.start
        for entry in record.all_of(Role.RATIONALE)
        for found in read_periods(entry.value.string)
        if found.period.modifier == "from"
    }
    moved, standing = _period(row.years[first + missing]), _period(row.years[first])
    return bool(moved and moved.start in beginnings) and not (standing and standing.start in beginnings)


def _period(year: Year) -> Period | None:
    return year.heading.found.period if year.heading.found else None


def schedule(name: Text, placed: Sequence[tuple[Year, Cell]]) -> list[ScheduleCell]:
    """The entries of a schedule row; a row whose cells are all empty keeps its name alone."""
    entries = [
        ScheduleCell(
            name,
            year.heading.text,
            year.heading.found,
            cell.text,
            cell.arrow or any(arrow in cell.text.string for arrow in ARROWS),
        )
        for year, cell in placed
        if cell.text.string.strip() or cell.arrow
    ]
    if not entries and name.string.strip():
        return [ScheduleCell(name, NOTHING, None, NOTHING)]
    return entries
