"""Relational tables → records: one row a measure, indicator rows below it, chapter and section rows between."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from planextract.diagnostics import Report
from planextract.layout.alignment import align
from planextract.layout.contents import Content, content_of, is_arrow
from planextract.layout.grids import spanning
from planextract.layout.headed import NAMING, names_no_measure
from planextract.layout.headers import Column, Segment
from planextract.layout.headings import VALUE_ROLES
from planextract.layout.outline import Outline, level_of
from planextract.layout.priced import Pricing, has_costs
from planextract.layout.vocabulary import ONLY_A_KIND, key, role_of
from planextract.normalise.periods import FoundPeriod, read_periods
from planextract.record import CostCell, Field, IndicatorRow, Record, Role, ScheduleCell, ValueCell
from planextract.table import Cell
from planextract.text import NOTHING, Text, joined

_SCHEDULE_ROLES = (Role.SCHEDULE, Role.ACTIVITY)
_READ_ELSEWHERE = frozenset(
    {
        *VALUE_ROLES,
        *_SCHEDULE_ROLES,
        *NAMING,
        Role.INDICATOR,
        Role.UNIT,
        Role.KIND,
        Role.PATH,
        Role.QUALIFIER,
        Role.COST,
        Role.COST_ROW,
        Role.OF_YEAR,
    }
)
_PAGE_NUMBER = re.compile(r"[-–—−－ー]\s*[0-9]{1,4}\s*[-–—−－ー]")
_COLUMN_REMARK = re.compile(r"[(（][^()（）]{1,6}[)）]|[①-⑳]")
_FOOTNOTE = re.compile(r"[※＊*]|[(（]?注[)）0-9０-９:：]|備考[:：]")
_SUM = re.compile(r".{1,15}(?:合計|小計|総計)(?:額)?")
_TOTAL = re.compile(r"(?:合|総|小|累)?計|平均|総額|合計額")


class _Placed(NamedTuple):
    column: Column
    cell: Cell

    @property
    def text(self) -> Text:
        return self.cell.text

    @property
    def said(self) -> bool:
        return bool(self.cell.text.string.strip())


@dataclass(slots=True)
class Carried:
    """What goes on below the next header of the same kind: path cells (a lost merge), last measure, last indicator.

    `pricing` is what holds for the figures under its cost columns.
    """

    path: dict[int, tuple[Column, Text]] = field(default_factory=dict)
    last: Record | None = None
    indicator: Text = NOTHING
    pricing: Pricing | None = None


class Rows(NamedTuple):
    """What the rows below one header are: measures, and the rows that divide them or belong to the page."""

    records: list[Record]
    sections: list[Text]


def read_segment(segment: Segment, outline: Outline, report: Report, carried: Carried) -> Rows:
    """Read the rows below one header, in order. `outline` holds the headings above and takes the section rows."""
    if segment.group:
        outline.enter_unnumbered(segment.group, "table")
    styles = _title_styles(segment)
    rows = Rows([], [])
    pending: list[Text] = []
    offices = _merged_offices(segment)
    for index in segment.body:
        cells = segment.table.rows[index]
        said = [cell for cell in cells if cell.text.string.strip()]
        if _is_furniture(said):
            rows.sections.extend(cell.text for cell in said)
        elif said and _is_section(said, segment, styles):
            outline.enter_row(said[0].text)
            carried.last = None if names_no_measure(segment) else carried.last
            (rows.sections if level_of(said[0].text) else pending).append(said[0].text)
        elif said and (_names_cost(said[0], segment) or not _is_footing(said)) and not _sums_up(said, segment):
            rows.sections.extend(pending)
            pending = []
            row = [*offices.get(index, ()), *_placed(cells, segment, report)]
            _read_row(sorted(row, key=lambda p: p.cell.column), rows.records, segment, outline, carried)
    return rows


def _merged_offices(segment: Segment) -> dict[int, list[_Placed]]:
    """The offices in cells merged over several rows, by each row below the first: they stand for all of them."""
    offices = {column.index: column for column in segment.columns if column.role in (Role.DEPARTMENT, Role.RELATED)}
    merged: dict[int, list[_Placed]] = {}
    for index in segment.body if offices else ():
        for cell in segment.table.rows[index]:
            if cell.row_span > 1 and cell.column in offices and cell.text.string.strip():
                for below in range(index + 1, min(index + cell.row_span, segment.body.stop)):
                    merged.setdefault(below, []).append(_Placed(offices[cell.column], cell))
    return merged


def _read_row(
    row: Sequence[_Placed], records: list[Record], segment: Segment, outline: Outline, carried: Carried
) -> None:
    """One row: a measure of its own, or more of the measure above it, also over a page break."""
    opens = any(placed.said for placed in row if placed.column.role in NAMING)
    if opens or carried.last is None:
        carried.last = Record(segment.table, outline.headings)
        records.append(carried.last)
        _open(carried.last, row, carried.path)
    _add(carried.last, row, carried)


def _is_furniture(said: Sequence[Cell]) -> bool:
    """Page numbers and rows that number or measure the columns, （1）（2） or （件）, say nothing of measures."""
    strings = [cell.text.string.strip() for cell in said]
    if len(strings) == 1:
        return _PAGE_NUMBER.fullmatch(strings[0]) is not None
    return len(strings) > 1 and all(_COLUMN_REMARK.fullmatch(string) for string in strings)


def _is_footing(said: Sequence[Cell]) -> bool:
    """Notes below a table and rows of totals are no measures; they stay unread and are listed as such."""
    if len(said) == 1 and _FOOTNOTE.match(said[0].text.string.strip()):
        return True
    return _TOTAL.fullmatch("".join(said[0].text.string.split())) is not None


def _sums_up(said: Sequence[Cell], segment: Segment) -> bool:
    """A sum in a table of money: 一般会計合計."""
    return has_costs(segment) and _SUM.fullmatch("".join(said[0].text.string.split())) is not None


def _names_cost(cell: Cell, segment: Segment) -> bool:
    """Whether a cell says what the money of its row is: 計 below 国 and 一般財源 is the measure's own sum."""
    return any(column.role is Role.COST_ROW and column.index == cell.column for column in segment.columns)


def _add_cost(record: Record, placed: _Placed, row: Text, pricing: Pricing | None) -> None:
    assert pricing is not None
    cost = pricing.cell(placed.column, placed.text, row)
    if isinstance(cost, CostCell):
        record.costs.append(cost)
    else:
        record.fields.append(cost)


def _title_styles(segment: Segment) -> set[str]:
    """The numbering styles of titles that stand in rows with more than a title."""
    titles = {column.index for column in segment.columns if column.role in NAMING}
    styles = set()
    for index in segment.body:
        said = [cell for cell in segment.table.rows[index] if cell.text.string.strip()]
        levels = [level_of(cell.text) for cell in said if cell.column in titles] if len(said) > 1 else []
        styles |= {level.style for level in levels if level is not None}
    return styles


def _is_section(said: Sequence[Cell], segment: Segment, styles: set[str]) -> bool:
    """A row of one cell at the left that is no measure of its own."""
    if len(said) != 1 or content_of(said[0].text.string) in (Content.NUMBERING, Content.INTEGER):
        return False
    cell = said[0]
    if _FOOTNOTE.match(cell.text.string.strip()):
        return False
    if cell.column_span >= segment.table.width > 1:
        return True
    leftmost = min((column.index for column in segment.columns), default=0)
    title = max((column.index for column in segment.columns if column.role in NAMING), default=0)
    level = level_of(cell.text)
    if cell.column != leftmost:
        return False
    return leftmost < title or (level is not None and level.style not in styles)


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


def _open(record: Record, row: Sequence[_Placed], path: dict[int, tuple[Column, Text]]) -> None:
    """Fields that name and place the measure; an empty path cell continues the one above (a lost merge)."""
    said = [placed.column.index for placed in row if placed.column.role is Role.PATH and placed.said]
    for later in [index for index in path if said and index >= said[0]]:
        del path[later]
    for column, cell in row:
        if column.role is Role.PATH and cell.text.string.strip():
            path[column.index] = column, cell.text
        elif column.role in NAMING and cell.text.string.strip():
            record.fields.append(Field(column.role, column.heading, cell.text))
    record.fields += [Field(Role.PATH, column.heading, text) for _, (column, text) in sorted(path.items())]


def _add(record: Record, row: Sequence[_Placed], carried: Carried) -> None:
    """What one row says of its measure: the first one and each row below it."""
    kind = next((placed for placed in row if placed.column.role is Role.KIND and placed.said), None)
    unit, part = _first(row, Role.UNIT), _first(row, Role.QUALIFIER)
    years = {placed.column.index: placed for placed in row if placed.column.role is Role.OF_YEAR}
    groups = _indicator_groups(row)
    for names, values in groups.parts:
        if names or any(placed.said for placed in values):
            cells = [_dated(_value(placed, kind), years.get(placed.column.index + 1)) for placed in values]
            name = _named(names, part, None if groups.headed else kind, carried)
            if kind and not name and record.indicators:  # 実績 below 目標: more of the indicator above
                record.indicators[-1].values += cells
            else:
                record.indicators.append(IndicatorRow(name, unit, cells))
    dates = [placed for placed in row if placed.column.role is Role.OF_YEAR and placed.said]
    record.fields += [Field(Role.OF_YEAR, placed.column.heading, placed.text) for placed in dates if _year(placed)]
    record.fields += [Field(Role.OTHER, placed.column.heading, placed.text) for placed in dates if not _year(placed)]
    if kind:
        record.fields.append(Field(Role.KIND, kind.column.heading, kind.text))
    stepwise = any(placed.column.role is Role.SCHEDULE and placed.column.found for placed in row)
    activity = next((p for p in row if p.column.role is Role.ACTIVITY and p.said and stepwise), None)
    scheduled = [p for p in row if p.column.role in _SCHEDULE_ROLES and p is not activity and (p.said or p.cell.arrow)]
    name = activity.text if activity else NOTHING
    record.schedule += [_scheduled(placed, name if placed.column.found else NOTHING) for placed in scheduled]
    if activity and not scheduled:
        record.schedule.append(ScheduleCell(activity.text, NOTHING, None, NOTHING))
    money = _first(row, Role.COST_ROW)
    for placed in row:
        role = placed.column.role
        if role is Role.COST and placed.said:
            _add_cost(record, placed, money, carried.pricing)
        if role in _READ_ELSEWHERE or not placed.said or (role is None and not placed.column.heading):
            continue  # words under no heading stay unread and are listed as such
        record.fields.append(Field(role if role is not None else Role.OTHER, placed.column.heading, placed.text))


def _first(row: Sequence[_Placed], role: Role) -> Text:
    """The first words of a row under a heading of that role."""
    return next((placed.text for placed in row if placed.column.role is role and placed.said), NOTHING)


def _named(names: Sequence[_Placed], part: Text, kind: _Placed | None, carried: Carried) -> Text:
    """The name of a row's indicator: with the `part` that it tells of, whose name may stand in a row above.

    `kind` is what says 目標 or 実績 for the row, where no column names indicators.
    """
    if names:
        carried.indicator = names[0].text
    if part and carried.indicator:
        return joined(" ", (carried.indicator, part))
    if names:
        return names[0].text
    return kind.text if kind is not None and not ONLY_A_KIND.fullmatch(key(kind.text.string)) else NOTHING


class _Groups(NamedTuple):
    """The indicators side by side in a row, each with its values; `headed` where columns name them."""

    parts: list[tuple[list[_Placed], list[_Placed]]]
    headed: bool


def _indicator_groups(row: Sequence[_Placed]) -> _Groups:
    """The indicator columns that say something, each with the value columns up to the next indicator column."""
    columns = [placed.column.index for placed in row if placed.column.role is Role.INDICATOR]
    parts: list[tuple[list[_Placed], list[_Placed]]] = [([], []) for _ in columns or (0,)]
    later = columns[1:]
    for placed in row:
        names, values = parts[bisect_right(later, placed.column.index)]
        if placed.column.role is Role.INDICATOR and placed.said:
            names.append(placed)
        elif placed.column.role in VALUE_ROLES:
            values.append(placed)
    return _Groups(parts, bool(columns))


def _value(placed: _Placed, kind: _Placed | None) -> ValueCell:
    """A value cell; where a column of kinds says 目標 or 実績 for the row, that is what it is."""
    column = placed.column
    role = role_of(kind.text.string, {}) if kind else column.role
    assert role is not None
    return ValueCell(role, column.found, column.heading, placed.text, placed.cell.crossed_out)


def _dated(value: ValueCell, beside: _Placed | None) -> ValueCell:
    """A value with the year that stands in the column of years right of its own."""
    year = _year(beside) if beside else None
    return value._replace(period=year) if year else value


def _year(placed: _Placed) -> FoundPeriod | None:
    found = read_periods(placed.text.string)
    return found[0] if len(found) == 1 else None


def _scheduled(placed: _Placed, activity: Text) -> ScheduleCell:
    column = placed.column
    arrow = placed.cell.arrow or is_arrow(placed.text.string)
    return ScheduleCell(activity, column.heading, column.found, placed.text, arrow)
