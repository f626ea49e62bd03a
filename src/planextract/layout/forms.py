"""Forms → records: one sheet a measure, label and value side by side, with grids of years inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from planextract.characters import fold
from planextract.diagnostics import Report
from planextract.layout.contents import Content, content_of, is_arrow
from planextract.layout.grids import Grid, GridRow, grid_of, grid_row, place, schedule
from planextract.layout.headings import VALUE_ROLES, Heading, HeadingReader
from planextract.layout.vocabulary import key
from planextract.normalise.units import COUNTERS
from planextract.record import Field, IndicatorRow, Record, Role, ScheduleCell, ValueCell
from planextract.table import Cell, Table
from planextract.text import NOTHING, Text

_GRID_ROLES = frozenset({Role.SCHEDULE, Role.ACTIVITY, Role.INDICATOR, *VALUE_ROLES})
_LABELS_OF_A_FORM = 3
_HEADINGS = 4  # different roles side by side
_UNIT_IN_LABEL = re.compile(r"[(（]([^()（）]{1,6})[)）]\s*$")
_INNER = "細"  # 細事業名, 細施策: a measure inside the one around it

Pair = tuple[Heading, list[Cell]]


@dataclass(slots=True)
class _Sheet:
    """The sheet being read: its record, its grid with the label in force, and the rows to place at its end."""

    record: Record
    first_label: str
    grid: Grid = field(default_factory=Grid)
    role: Role | None = None
    rows: list[GridRow] = field(default_factory=list)
    titled: bool = False
    seen: int = 0  # fields of the record in which the title was looked for

    def has_title(self) -> bool:
        """Whether the sheet has its title by now; each field is looked at once."""
        fields = self.record.fields
        self.titled = self.titled or any(entry.role is Role.TITLE and entry.value for entry in fields[self.seen :])
        self.seen = len(fields)
        return self.titled


def unit_in_label(label: Text) -> Text:
    """The unit in the bracket of a row's label: 目標（％）, 実績値(か所); an empty text where there is none."""
    match = _UNIT_IN_LABEL.search(label.string)
    if match is None or fold(match[1]).string not in (*COUNTERS, "%"):
        return NOTHING
    return label.slice(*match.span(1))


def label_rows(table: Table) -> list[tuple[Cell, ...]]:
    """The rows, each beginning in the first column: a label that spans several rows leaves an empty cell below it."""
    return [row if row[0].column == 0 else (Cell(row[0].row, 0, NOTHING), *row) for row in table.rows if row]


def labels(table: Table, reader: HeadingReader) -> list[Role]:
    """The roles of the label cells, those with a value beside them that is no heading."""
    found = []
    for row in label_rows(table):
        if grid_of(row, reader) is not None:
            found.append(Role.SCHEDULE)
            continue
        for label, cells in pairs_of(row, reader):
            value = cells[0].text if cells else NOTHING
            if label.role is not None and cells and reader.read(value).role is None and not is_arrow(value.string):
                found.append(label.role)
    return found


def is_form(table: Table, reader: HeadingReader) -> bool:
    """Whether the table is read label by label: several different labels, which head most of its rows.

    A first row of many different headings and nothing else heads columns.
    """
    first = [heading for _, heading in reader.row(table, 0)] if table.rows else []
    if all(heading.known for heading in first) and len({heading.role for heading in first} - {None}) >= _HEADINGS:
        return False
    found = labels(table, reader)
    rows = [row for row in label_rows(table) if row[0].text.string.strip()]
    headed = sum(reader.read(row[0].text).known for row in rows)
    return len(set(found)) >= _LABELS_OF_A_FORM and 2 * headed >= len(rows)


def pairs_of(row: Sequence[Cell], reader: HeadingReader) -> list[Pair]:
    """Label cells with the cells up to the next label; the cell right after a label is always its value."""
    pairs: list[Pair] = []
    for i, cell in enumerate(row):
        after_label = bool(pairs) and not pairs[-1][1]
        heading = reader.read(cell.text)
        if not after_label and (heading.role is not None or i == 0):
            pairs.append((heading, []))
        elif pairs:
            pairs[-1][1].append(cell)
    return pairs


class FormReader:
    """Reads the sheets of one table. `named_rows`: the rows of year grids start with a name (see `names_its_rows`).

    `default` is the kind of values in a grid whose labels name none.
    """

    def __init__(self, reader: HeadingReader, *, named_rows: bool, default: Role) -> None:
        self._reader = reader
        self._named_rows, self._default = named_rows, default

    def read(
        self, table: Table, headings: tuple[Text, ...], report: Report, before: Sequence[Record] = ()
    ) -> list[Record]:
        """The sheets of the table; what stands before the first title goes on with the last sheet of `before`."""
        records: list[Record] = []
        sheet: _Sheet | None = None
        for row in label_rows(table):
            if not any(cell.text.string.strip() or cell.arrow for cell in row):
                continue
            pairs = pairs_of(row, self._reader)
            if sheet is None or self._starts_sheet(pairs, sheet):
                self._finish(sheet, report)
                sheet = self._open(pairs, table, headings, before if sheet is None else records, sheet is None)
                if not before or sheet.record is not before[-1]:
                    records.append(sheet.record)
            self._read_row(row, pairs, sheet)
        self._finish(sheet, report)
        return records

    def _open(
        self, pairs: Sequence[Pair], table: Table, headings: tuple[Text, ...], before: Sequence[Record], first: bool
    ) -> _Sheet:
        """A new sheet; at the top of a table without a title the sheet above goes on."""
        label = key(pairs[0][0].text.string) if pairs else ""
        titled = [heading for heading, _ in pairs if heading.role is Role.TITLE]
        numbered = any(heading.role is Role.NUMBER for heading, _ in pairs)
        if first and before and not titled and not (numbered and before[-1].first(Role.NUMBER)):
            return _Sheet(before[-1], label)
        record = Record(table, headings)
        if titled and key(titled[0].text.string).startswith(_INNER) and before:
            around = next((r for r in reversed(before) if r.first(Role.TITLE)), before[-1])
            outer = around.all_of(Role.TITLE)
            record.fields += [*around.all_of(Role.PATH), *(entry._replace(role=Role.PATH) for entry in outer)]
        return _Sheet(record, label)

    def _starts_sheet(self, pairs: Sequence[Pair], sheet: _Sheet) -> bool:
        if not sheet.has_title():
            return False
        if any(heading.role is Role.TITLE for heading, _ in pairs):
            return True
        first = pairs[0][0] if pairs else None
        return (
            first is not None
            and first.role in (Role.NUMBER, Role.DEPARTMENT, Role.PATH)
            and (key(first.text.string) == sheet.first_label)
        )

    def _read_row(self, row: Sequence[Cell], pairs: Sequence[Pair], sheet: _Sheet) -> None:
        grid = grid_of(row, self._reader)
        label = self._reader.read(row[0].text)
        if grid is not None:
            sheet.grid, sheet.role = grid, self._role_below(grid)
            headed = (label.text, *grid.leading, *(column.heading.text for column in grid.columns))
            sheet.record.fields += [Field(grid.opened_by or Role.SCHEDULE, text, NOTHING) for text in headed if text]
        elif self._vertical(row, label, sheet):
            return
        elif sheet.grid.columns and self._is_grid_row(row, label, sheet):
            self._take_grid_row(row, label, sheet)
        elif not row[0].text.string.strip() and sheet.record.fields:
            self._continue(row, sheet.record)
        else:
            for found, value in pairs:
                self._keep(found, value, sheet.record)

    def _role_below(self, grid: Grid) -> Role | None:
        """What unlabelled rows below a grid's header are."""
        if grid.opened_by in _GRID_ROLES:
            return grid.opened_by
        return Role.INDICATOR if any(column.heading.role is not None for column in grid.columns) else None

    def _is_grid_row(self, row: Sequence[Cell], label: Heading, sheet: _Sheet) -> bool:
        if label.role is None and self._is_step(row, sheet):
            return True
        if any(self._reader.read(cell.text).role is not None for cell in row[1:]):
            return False
        if label.role is None:
            unlabelled = not row[0].text.string.strip()
            return sheet.role is not None and (unlabelled or sheet.grid.opened_by is Role.INDICATOR)
        return label.role in _GRID_ROLES and label.found is None and len(row) > 2

    def _is_step(self, row: Sequence[Cell], sheet: _Sheet) -> bool:
        """ロードマップ | R6 | R7 above 電子申請 | 検討 | 実施: a row as wide as the years, with a name."""
        said = [cell for cell in row[1:] if cell.text.string.strip() or cell.arrow]
        labels = sum(self._reader.read(cell.text).role is not None for cell in said)  # 評価 is a step, too
        as_wide = len(row) == len(sheet.grid.columns) + 1
        named = bool(row[0].text.string.strip())
        return sheet.grid.opened_by is Role.SCHEDULE and as_wide and named and len(said) > 1 and 2 * labels <= len(said)

    def _take_grid_row(self, row: Sequence[Cell], label: Heading, sheet: _Sheet) -> None:
        if label.role is not None:
            sheet.role = label.role
            sheet.record.fields.append(Field(label.role, label.text, NOTHING))
        unit = unit_in_label(label.text) if label.role in VALUE_ROLES else NOTHING
        if unit and sheet.record.indicators and not sheet.record.indicators[-1].unit:
            sheet.record.indicators[-1].unit = unit
        assert sheet.role is not None
        exact = sheet.record.table.exact
        if label.role is None and label.text:  # 指標 | R5 | R6 above 貸出数 | 10件 | 20件
            unlabelled = [cell for cell in row[1:] if cell.column != sheet.grid.unit]
            found = grid_row(row, sheet.role, sheet.grid, exact=True, named=True)
            sheet.rows.append(found._replace(name=label.text, cells=tuple(unlabelled)))
            return
        sheet.rows.append(grid_row(row, sheet.role, sheet.grid, exact=exact, named=self._named_rows))

    def _vertical(self, row: Sequence[Cell], label: Heading, sheet: _Sheet) -> bool:
        """スケジュール | R6 | 調査, and below it | R7 | 設計: years down the second column."""
        said = [cell for cell in row[1:] if cell.text.string.strip()]
        if len(said) != 2 or label.found is not None:
            return False
        year = self._reader.read(said[0].text)
        role = label.role if row[0].text.string.strip() else sheet.role
        if year.role is not None or year.found is None or role not in (Role.SCHEDULE, Role.ACTIVITY, *VALUE_ROLES):
            return False
        if self._reader.read(said[1].text).known:
            return False
        assert role is not None
        sheet.role = role
        sheet.record.fields.append(Field(role, label.text, NOTHING))
        if role in VALUE_ROLES:
            self._value(sheet.record, ValueCell(role, year.found, year.text, said[1].text, said[1].crossed_out))
        else:
            arrow = said[1].arrow or is_arrow(said[1].text.string)
            sheet.record.schedule.append(ScheduleCell(NOTHING, year.text, year.found, said[1].text, arrow))
        return True

    def _value(self, record: Record, value: ValueCell) -> None:
        if not record.indicators:
            record.indicators.append(IndicatorRow())
        record.indicators[-1].values.append(value)

    def _keep(self, label: Heading, cells: list[Cell], record: Record) -> None:
        said = [cell for cell in cells if cell.text.string.strip()]
        prose = label.found is None and any(content_of(cell.text.string) is Content.PROSE for cell in said)
        if label.role in VALUE_ROLES and not prose:
            assert label.role is not None
            for cell in said or cells[:1]:
                self._value(record, ValueCell(label.role, label.found, label.text, cell.text, cell.crossed_out))
        elif label.role is Role.INDICATOR:
            record.indicators += [IndicatorRow(name=cell.text) for cell in said]
            record.fields.append(Field(Role.INDICATOR, label.text, NOTHING))
        elif label.role is Role.UNIT and record.indicators and said:
            record.indicators[-1].unit = said[0].text
            record.fields.append(Field(Role.UNIT, label.text, NOTHING))
        elif label.role is not None or said:
            role = Role.OTHER if label.role in VALUE_ROLES or label.role is None else label.role
            values = [cell.text for cell in said or cells[:1]] or [NOTHING]
            record.fields += [Field(role, label.text, value) for value in values]

    def _continue(self, row: Sequence[Cell], record: Record) -> None:
        """A row without a label goes on with the field above it."""
        last = record.fields[-1]
        for cell in row[1:]:
            if cell.text.string.strip():
                record.fields.append(Field(last.role, last.label, cell.text))

    def _finish(self, sheet: _Sheet | None, report: Report) -> None:
        """Place the rows of the sheet's grids: values with their kinds and years, activities with theirs."""
        if sheet is None:
            return
        for row in sheet.rows:
            placed = place(row, sheet.record, report)
            if row.role is not Role.INDICATOR and row.role not in VALUE_ROLES:
                sheet.record.schedule += schedule(row.name, placed)
                continue
            kind = row.role if row.role in VALUE_ROLES else self._default
            values = [
                ValueCell(
                    column.heading.role or kind, column.heading.found, column.heading.text, cell.text, cell.crossed_out
                )
                for column, cell in placed
            ]
            if row.role is Role.INDICATOR:
                sheet.record.indicators.append(IndicatorRow(name=row.name, unit=row.unit, values=values))
            else:
                for value in values:
                    self._value(sheet.record, value)
        sheet.rows.clear()
