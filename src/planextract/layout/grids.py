"""Grids inside forms: columns of years or kinds of values, and the rows below them (OUTPUT.md rules 1 and 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planextract.diagnostics import Report
from planextract.layout.contents import Content, content_of, is_arrow
from planextract.layout.headings import VALUE_ROLES, Heading, HeadingReader
from planextract.normalise.periods import FoundPeriod, read_periods
from planextract.record import Record, Role, ScheduleCell
from planextract.schema import Period
from planextract.table import Cell, Table
from planextract.text import NOTHING, Text, joined

_WORDY = (Content.WORDS, Content.PROSE, Content.DEPARTMENT, Content.ACTION)


class GridColumn(NamedTuple):
    """One column of a grid: its heading and, on a page, the columns from `column` up to `until`."""

    heading: Heading
    column: int
    until: int


class Grid(NamedTuple):
    """The columns in force, the label of the row that opened them, and the headings between label and columns.

    `unit`: the column of the rows' units, None where there is none.
    """

    columns: tuple[GridColumn, ...] = ()
    opened_by: Role | None = None
    leading: tuple[Text, ...] = ()
    unit: int | None = None


class GridRow(NamedTuple):
    """One row of a grid, kept until the sheet's end: its place may hang on the rationale below it."""

    role: Role
    name: Text
    cells: tuple[Cell, ...]
    columns: tuple[GridColumn, ...]
    unit: Text = NOTHING


def grid_of(row: Sequence[Cell], reader: HeadingReader) -> Grid | None:
    """The grid that a row opens: years or kinds of values behind its label.

    Before them there is at most one other heading, or those of a name and its unit (指標名 | 単位).
    """
    label = reader.read(row[0].text)
    said = [(cell, reader.read(cell.text)) for cell in row[1:] if cell.text.string.strip()]
    heads = [i for i, (_, heading) in enumerate(said) if _heads_values(heading)]
    if not heads or heads != list(range(heads[0], len(said))):
        return None
    leading = said[: heads[0]]
    unit = next((cell.column for cell, heading in leading if heading.role is Role.UNIT), None)
    if len(leading) > (1 if unit is None else 2):
        return None
    if any(content_of(cell.text.string) in (Content.VALUE, Content.PROSE, Content.DEPARTMENT) for cell, _ in leading):
        return None
    if len(heads) < 2 and not (label.role is Role.INDICATOR and heads[0] == 0 and said[0][1].role is not None):
        return None
    if label.role in VALUE_ROLES and any(heading.role is not None for _, heading in said):
        return None
    columns = [GridColumn(heading, cell.column, cell.column + cell.column_span) for cell, heading in said[heads[0] :]]
    return Grid(tuple(columns), label.role, tuple(cell.text for cell, _ in leading), unit)


def _heads_values(heading: Heading) -> bool:
    return (heading.role is None and heading.found is not None) or heading.role in VALUE_ROLES


def names_its_rows(tables: Iterable[Table], reader: HeadingReader) -> bool:
    """Whether the rows of the document's year grids begin with a name of their own, by what most of them look like.

    A row with a cell more than there are years has a name; one of as many cells has one where a word stands before
    arrows or figures alone, and none where words stand in several.
    """
    votes: Counter[bool] = Counter()
    for table in tables:
        grid: Grid | None = None
        for row in table.rows:
            if not row:
                continue
            opened = grid_of(row, reader)
            if opened is not None:
                grid = opened
            elif grid is not None and len(row) > 2 and reader.read(row[0].text).role not in VALUE_ROLES:
                votes.update(vote for vote in [_looks_named(row[1:], len(grid.columns))] if vote is not None)
    return votes[True] > votes[False]


def _looks_named(cells: Sequence[Cell], width: int) -> bool | None:
    kinds = [content_of(cell.text.string) for cell in cells]
    if kinds[0] not in _WORDY and kinds[0] is not Content.VALUE:
        return None
    if len(kinds) > width:
        return True
    rest = [kind for kind in kinds[1:] if kind is not Content.BLANK]
    if rest and all(kind in (Content.ARROW, Content.VALUE, Content.INTEGER, Content.DASH) for kind in rest):
        return True
    return False if any(kind in _WORDY for kind in rest) else None


def grid_row(row: Sequence[Cell], role: Role, grid: Grid, *, exact: bool, named: bool) -> GridRow:
    """One row below a grid's header: its name, if it has one, and its cells. On a page the columns tell them apart."""
    first = grid.columns[0].column
    unit = next((cell.text for cell in row if cell.column == grid.unit), NOTHING)
    before = [cell for cell in row[1:] if cell.column < first and cell.column != grid.unit]
    if exact or grid.unit is not None:
        name = joined("\n", [cell.text for cell in before if cell.text])
        cells = tuple(cell for cell in row[1:] if cell.column >= first)
        return GridRow(role, name, cells, grid.columns, unit)
    has_name = role not in VALUE_ROLES and (bool(grid.leading) or named or len(_trimmed(row)) > len(grid.columns) + 1)
    if has_name:
        return GridRow(role, row[1].text if len(row) > 1 else NOTHING, tuple(row[2:]), grid.columns)
    return GridRow(role, NOTHING, tuple(row[1:]), grid.columns)


def _trimmed(row: Sequence[Cell]) -> Sequence[Cell]:
    said = [i for i, cell in enumerate(row) if cell.text.string.strip()]
    return row[: said[-1] + 1] if said else row[:0]


def place(row: GridRow, record: Record, report: Report) -> list[tuple[GridColumn, Cell]]:
    """Each cell with its (first) column. A text's row may be a cell short; then the rationale's own year decides."""
    if record.table.exact:
        return _by_columns(row)
    cells = [*row.cells]
    while len(cells) > len(row.columns) and not cells[-1].text.string.strip():
        cells.pop()
    if len(cells) > len(row.columns):
        surplus = [i for i, cell in enumerate(cells) if not cell.text.string.strip()]
        for i in surplus[::-1][: len(cells) - len(row.columns)]:
            del cells[i]
        _say(report, row, "a cell too many: the last empty one was taken out")
    missing = len(row.columns) - len(cells)
    if missing <= 0:
        return list(zip(row.columns, cells, strict=False))
    at_the_right = row.role is Role.INDICATOR and _named_year_is_right(row, cells, missing, record)
    if any(cell.text.string.strip() for cell in cells):
        side = "right: the rationale names the year" if at_the_right else "left"
        _say(report, row, f"the cells were left standing at the {side}")
    return list(zip(row.columns[missing:] if at_the_right else row.columns, cells, strict=False))


def _by_columns(row: GridRow) -> list[tuple[GridColumn, Cell]]:
    """On a page a cell stands in the years that it covers: an activity merged over several spans their periods, a
    value stands in the first (OUTPUT.md rules 6 and 8)."""
    placed = []
    for cell in row.cells:
        stop = cell.column + cell.column_span
        covered = [column for column in row.columns if cell.column < column.until and column.column < stop]
        if covered:
            values = row.role is Role.INDICATOR or row.role in VALUE_ROLES
            first, last = covered[0], covered[0 if values else -1]
            heading = first.heading._replace(found=spanning(first.heading.found, last.heading.found))
            placed.append((first._replace(heading=heading), cell))
    return placed


def _say(report: Report, row: GridRow, assumption: str) -> None:
    report.add(
        "row-cell-count",
        row.name.provenance or (row.cells[0].text.provenance if row.cells else None),
        cells=len(row.cells),
        columns=len(row.columns),
        assumption=assumption,
    )


def _named_year_is_right(row: GridRow, cells: Sequence[Cell], missing: int, record: Record) -> bool:
    """Whether the first value would stand in the year that the rationale names as its beginning, if moved right."""
    first = next((i for i, cell in enumerate(cells) if content_of(cell.text.string) is not Content.BLANK), None)
    if first is None or first + missing >= len(row.columns):
        return False
    beginnings = {
        found.period.start
        for entry in record.all_of(Role.RATIONALE)
        for found in read_periods(entry.value.string)
        if found.period.modifier == "from"
    }
    moved, standing = _period(row.columns[first + missing]), _period(row.columns[first])
    return bool(moved and moved.start in beginnings) and not (standing and standing.start in beginnings)


def spanning(first: FoundPeriod | None, last: FoundPeriod | None) -> FoundPeriod | None:
    """The period from the beginning of one heading's to the end of another's."""
    if first is None or last is None or first == last:
        return first
    update = {"raw": f"{first.period.raw}～{last.period.raw}", "end": last.period.end, "modifier": None}
    return first._replace(period=first.period.model_copy(update=update))


def _period(column: GridColumn) -> Period | None:
    return column.heading.found.period if column.heading.found else None


def schedule(name: Text, placed: Sequence[tuple[GridColumn, Cell]]) -> list[ScheduleCell]:
    """The entries of a schedule row; a row whose cells are all empty keeps its name alone."""
    entries = [
        ScheduleCell(
            name, column.heading.text, column.heading.found, cell.text, cell.arrow or is_arrow(cell.text.string)
        )
        for column, cell in placed
        if cell.text.string.strip() or cell.arrow
    ]
    if not entries and name.string.strip():
        return [ScheduleCell(name, NOTHING, None, NOTHING)]
    return entries
