"""Relational tables → records: one row a measure, indicator rows below it, chapter and section rows between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from planextract.diagnostics import Report
from planextract.layout.alignment import align
from planextract.layout.contents import ARROWS, Content, content_of
from planextract.layout.grids import spanning
from planextract.layout.headers import Column, Segment
from planextract.layout.headings import VALUE_ROLES
from planextract.layout.outline import Outline, level_of
from planextract.record import Field, IndicatorRow, Record, Role, ScheduleCell, ValueCell
from planextract.table import Cell
from planextract.text import NOTHING, Text

_SCHEDULE_ROLES = (Role.SCHEDULE, Role.ACTIVITY)
_NAMING = (Role.NUMBER, Role.ITEM, Role.TITLE)


class _Placed(NamedTuple):
    column: Column
    cell: Cell

    @property
    def text(self) -> Text:
        return self.cell.text

    @property
    def said(self) -> bool:
        return bool(self.cell.text.string.strip())


class Rows(NamedTuple):
    """What the rows below one header are: measures, and the section rows that divide them."""

    records: list[Record]
    sections: list[Text]


def read_segment(segment: Segment, outline: Outline, report: Report) -> Rows:
    """Read the rows below one header, in order. `outline` holds the headings above and takes the section rows."""
    if segment.group:
        outline.enter_unnumbered(segment.group, "table")
    records: list[Record] = []
    sections: list[Text] = []
    inherited: dict[Column, Text] = {}
    for index in segment.body:
        cells = segment.table.rows[index]
        said = [cell for cell in cells if cell.text.string.strip()]
        if not said:
            continue
        if _is_section(said, segment):
            outline.enter_row(said[0].text)
            sections.append(said[0].text)
            continue
        row = _placed(cells, segment, report)
        if any(placed.said for placed in row if placed.column.role in _NAMING) or not records:
            records.append(Record(segment.table, outline.headings))
            _open(records[-1], row, inherited)
        _add(records[-1], row)
    return Rows(records, sections)


def _is_section(said: Sequence[Cell], segment: Segment) -> bool:
    """A row of one cell at the left that is no measure of its own."""
    if len(said) != 1 or content_of(said[0].text.string) in (Content.NUMBERING, Content.INTEGER):
        return False
    cell = said[0]
    if cell.column_span >= segment.table.width > 1:
        return True
    leftmost = min((column.index for column in segment.columns), default=0)
    title = max((column.index for column in segment.columns if column.role in _NAMING), default=0)
    return cell.column == leftmost and (leftmost < title or level_of(cell.text) is not None)


def _placed(cells: Sequence[Cell], segment: Segment, report: Report) -> list[_Placed]:
    aligned = align(cells, segment.columns, exact=segment.table.exact)
    if aligned.assumption:
        said = next(cell for cell in cells if cell.text.string.strip())
        report.add(
            "row-cell-count",
            said.text.provenance,
            cells=len(cells),
            columns=len(segment.columns),
            assumption=aligned.assumption,
        )
    by_index = {column.index: column for column in segment.columns}
    return [
        _Placed(_covered(by_index, i, cell.column_span), cell)
        for i, cell in enumerate(aligned.cells)
        if cell is not None
    ]


def _covered(columns: dict[int, Column], index: int, span: int) -> Column:
    """The column of a cell; a schedule cell merged over several years stands for all of them (OUTPUT.md rule 8)."""
    column = columns.get(index) or Column(index, None, NOTHING, None, "no heading")
    last = columns.get(index + span - 1)
    if span == 1 or last is None or column.role not in _SCHEDULE_ROLES or last.role is not column.role:
        return column
    return replace(column, found=spanning(column.found, last.found))


def _open(record: Record, row: Sequence[_Placed], inherited: dict[Column, Text]) -> None:
    """Fields that name and place the measure; an empty path cell continues the one above (a lost merge)."""
    for column, cell in row:
        if column.role is Role.PATH and cell.text.string.strip():
            for later in [other for other in inherited if other.index >= column.index]:
                del inherited[later]
            inherited[column] = cell.text
        elif column.role in _NAMING and cell.text.string.strip():
            record.fields.append(Field(column.role, column.heading, cell.text))
    record.fields += [
        Field(Role.PATH, column.heading, text)
        for column, text in sorted(inherited.items(), key=lambda entry: entry[0].index)
    ]


def _add(record: Record, row: Sequence[_Placed]) -> None:
    """What one row says of its measure: the first one and each row below it."""
    values = [placed for placed in row if placed.column.role in VALUE_ROLES]
    names = [placed for placed in row if placed.column.role is Role.INDICATOR and placed.said]
    units = [placed.text for placed in row if placed.column.role is Role.UNIT and placed.said]
    if names or any(placed.said for placed in values):
        name = names[0].text if names else NOTHING
        cells = [_value(placed) for placed in values]
        record.indicators.append(IndicatorRow(name, units[0] if units else NOTHING, cells))
    for placed in row:
        role = placed.column.role
        if not (placed.said or placed.cell.arrow) or (role is None and not placed.column.heading):
            continue  # words under no heading stay unread and are listed as such
        if role in _SCHEDULE_ROLES:
            record.schedule.append(_scheduled(placed))
        elif role not in VALUE_ROLES and role not in (Role.INDICATOR, Role.UNIT, Role.PATH, *_NAMING):
            known = role if role is not None else Role.OTHER
            record.fields.append(Field(known, placed.column.heading, placed.text))


def _value(placed: _Placed) -> ValueCell:
    column = placed.column
    assert column.role is not None
    return ValueCell(column.role, column.found, column.heading, placed.text, placed.cell.crossed_out)


def _scheduled(placed: _Placed) -> ScheduleCell:
    column = placed.column
    return ScheduleCell(
        NOTHING,
        column.heading,
        column.found,
        placed.text,
        placed.cell.arrow or any(arrow in placed.text.string for arrow in ARROWS),
    )
