"""Grids of years inside forms: which cell stands in which year (OUTPUT.md rules 1 and 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planextract.diagnostics import Report
from planextract.layout.contents import ARROWS, Content, content_of
from planextract.layout.headings import Heading, HeadingReader
from planextract.normalise.periods import FoundPeriod, read_periods
from planextract.record import Record, Role, ScheduleCell
from planextract.schema import Period
from planextract.table import Cell, Table
from planextract.text import NOTHING, Text, joined


class Year(NamedTuple):
    """One year column of a grid: its heading and, on a page, the columns from `column` up to `until`."""

    heading: Heading
    column: int
    until: int


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
    return [Year(heading, cell.column, cell.column + cell.column_span) for cell, heading in headed]


def grid_row(row: Sequence[Cell], role: Role, years: Sequence[Year], *, exact: bool, named: bool) -> GridRow:
    """One row below the years: its name, if it has one, and its cells. On a page the columns tell them apart."""
    if exact:
        names = [cell.text for cell in row[1:] if cell.column < years[0].column and cell.text]
        cells = tuple(cell for cell in row[1:] if cell.column >= years[0].column)
        return GridRow(role, joined("\n", names), cells, tuple(years))
    if named:
        return GridRow(role, row[1].text if len(row) > 1 else NOTHING, tuple(row[2:]), tuple(years))
    return GridRow(role, NOTHING, tuple(row[1:]), tuple(years))


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
    """Each cell with its (first) year. A text's row may be a cell short; then the rationale's own year decides."""
    if record.table.exact:
        return _by_columns(row)
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


def _by_columns(row: GridRow) -> list[tuple[Year, Cell]]:
    """On a page a cell stands in the years that it covers: an activity merged over several spans their periods, a
    value stands in the first (OUTPUT.md rules 6 and 8)."""
    placed = []
    for cell in row.cells:
        stop = cell.column + cell.column_span
        covered = [year for year in row.years if cell.column < year.until and year.column < stop]
        if covered:
            first, last = covered[0], covered[0 if row.role is Role.INDICATOR else -1]
            heading = first.heading._replace(found=spanning(first.heading.found, last.heading.found))
            placed.append((first._replace(heading=heading), cell))
    return placed


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


def spanning(first: FoundPeriod | None, last: FoundPeriod | None) -> FoundPeriod | None:
    """The period from the beginning of one heading's to the end of another's."""
    if first is None or last is None or first == last:
        return first
    update = {"raw": f"{first.period.raw}～{last.period.raw}", "end": last.period.end, "modifier": None}
    return first._replace(period=first.period.model_copy(update=update))


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
