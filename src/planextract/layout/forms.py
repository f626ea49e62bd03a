"""Forms → records: one sheet a measure, label and value side by side, with grids of years inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planextract.diagnostics import Report
from planextract.layout.grids import GridRow, Year, grid_row, place, schedule, years_of
from planextract.layout.headings import VALUE_ROLES, Heading, HeadingReader
from planextract.record import Field, IndicatorRow, Record, Role, ValueCell
from planextract.table import Cell, Table
from planextract.text import NOTHING, Text

_GRID_ROLES = frozenset({Role.SCHEDULE, Role.ACTIVITY, Role.INDICATOR})
_LABELS_OF_A_FORM = 3


@dataclass(slots=True)
class _Grid:
    """The year columns in force and the label of the rows below them."""

    years: list[Year] = field(default_factory=list)
    role: Role | None = None
    label: Text = NOTHING


def label_rows(table: Table) -> list[tuple[Cell, ...]]:
    """The rows, each beginning in the first column: a label that spans several rows leaves an empty cell below it."""
    return [
        row if not row or row[0].column == 0 else (Cell(row[0].row, 0, NOTHING), *row)
        for row in table.rows
        if row or not table.exact
    ]


def labels(table: Table, reader: HeadingReader) -> list[Role]:
    """The roles of the words in the table's first column, where a value stands beside them."""
    found = []
    for row in label_rows(table):
        if len(row) > 1 and row[0].text.string.strip():
            heading = reader.read(row[0].text)
            if heading.role is not None and (reader.read(row[1].text).role is None or years_of(row, reader)):
                found.append(heading.role)
    return found


def is_form(table: Table, reader: HeadingReader) -> bool:
    """Whether the table is read label by label: several different labels head its rows."""
    found = labels(table, reader)
    return len(set(found)) >= _LABELS_OF_A_FORM and 2 * len(found) >= len([r for r in table.rows if r[0].text])


class FormReader:
    """Reads the sheets of one table. `named_rows`: the rows of year grids start with a name (see `names_its_rows`).

    `default` is the kind of values in a grid whose labels name none.
    """

    def __init__(self, reader: HeadingReader, *, named_rows: bool, default: Role) -> None:
        self._reader = reader
        self._named_rows, self._default = named_rows, default

    def read(self, table: Table, headings: tuple[Text, ...], report: Report) -> list[Record]:
        """The sheets of the table: a second title starts a second sheet."""
        records: list[Record] = []
        rows: list[GridRow] = []
        grid = _Grid()
        for row in label_rows(table):
            if not any(cell.text.string.strip() or cell.arrow for cell in row):
                continue
            if not records or self._starts_sheet(row, records[-1]):
                self._finish(records, rows, report)
                records.append(Record(table, headings))
                rows, grid = [], _Grid()
            self._read_row(row, records[-1], rows, grid)
        self._finish(records, rows, report)
        return records

    def _starts_sheet(self, row: Sequence[Cell], record: Record) -> bool:
        roles = {self._reader.read(cell.text).role for cell in row[:1]}
        return Role.TITLE in roles and bool(record.first(Role.TITLE))

    def _read_row(self, row: Sequence[Cell], record: Record, rows: list[GridRow], grid: _Grid) -> None:
        years = years_of(row, self._reader)
        label = self._reader.read(row[0].text)
        if years:
            grid.years, grid.role, grid.label = years, None, label.text
            headed = (label.text, *(year.heading.text for year in years))
            record.fields += [Field(Role.SCHEDULE, text, NOTHING) for text in headed]
            return
        if grid.years and self._is_grid_row(row, label, grid):
            grid.role = label.role or grid.role
            if label.role is not None:
                record.fields.append(Field(label.role, label.text, NOTHING))
            assert grid.role is not None
            exact = record.table.exact
            rows.append(grid_row(row, grid.role, grid.years, exact=exact, named=self._named_rows))
            return
        if not row[0].text.string.strip() and record.fields:
            self._continue(row, record)
            return
        for found, value in self._pairs(row):
            self._keep(found, value, record)

    def _is_grid_row(self, row: Sequence[Cell], label: Heading, grid: _Grid) -> bool:
        if label.role is None and not row[0].text.string.strip():
            return grid.role is not None
        if label.role not in _GRID_ROLES:
            return False
        return not any(self._reader.read(cell.text).role is not None for cell in row[1:])

    def _pairs(self, row: Sequence[Cell]) -> list[tuple[Heading, list[Cell]]]:
        """Label cells with the cells up to the next label; the cell right after a label is always its value."""
        pairs: list[tuple[Heading, list[Cell]]] = []
        for i, cell in enumerate(row):
            after_label = bool(pairs) and not pairs[-1][1]
            heading = self._reader.read(cell.text)
            if not after_label and (heading.role is not None or i == 0):
                pairs.append((heading, []))
            elif pairs:
                pairs[-1][1].append(cell)
        return pairs

    def _keep(self, label: Heading, cells: list[Cell], record: Record) -> None:
        said = [cell for cell in cells if cell.text.string.strip()]
        if label.role in VALUE_ROLES:
            if not record.indicators:
                record.indicators.append(IndicatorRow())
            for cell in said or cells[:1]:
                assert label.role is not None
                record.indicators[-1].values.append(
                    ValueCell(label.role, label.found, label.text, cell.text, cell.crossed_out)
                )
        elif label.role is Role.INDICATOR:
            record.indicators += [IndicatorRow(name=cell.text) for cell in said]
            record.fields.append(Field(Role.INDICATOR, label.text, NOTHING))
        elif label.role is Role.UNIT and record.indicators and said:
            record.indicators[-1].unit = said[0].text
            record.fields.append(Field(Role.UNIT, label.text, NOTHING))
        elif label.role is not None or said:
            for cell in said or cells[:1]:
                value = cell.text if cell is not None else NOTHING
                record.fields.append(Field(label.role or Role.OTHER, label.text, value))

    def _continue(self, row: Sequence[Cell], record: Record) -> None:
        """A row without a label goes on with the field above it."""
        last = record.fields[-1]
        for cell in row[1:]:
            if cell.text.string.strip():
                record.fields.append(Field(last.role, last.label, cell.text))

    def _finish(self, records: list[Record], rows: list[GridRow], report: Report) -> None:
        if not records:
            return
        record = records[-1]
        for row in rows:
            placed = place(row, record, report)
            if row.role is Role.INDICATOR:
                values = [
                    ValueCell(self._default, year.heading.found, year.heading.text, cell.text, cell.crossed_out)
                    for year, cell in placed
                ]
                record.indicators.append(IndicatorRow(name=row.name, values=values))
            else:
                record.schedule += schedule(row.name, placed)
