"""Tables of indicators that name no measure: the heading above says whose they are, years may stand down the side.

基本目標 and 施策 of strategies are headings in the prose, with a table 指標 | 基準値 | 目標値 below each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from planextract.diagnostics import Report
from planextract.layout.contents import Content, content_of
from planextract.layout.headers import Column, Segment
from planextract.layout.headings import VALUE_ROLES, Heading, HeadingReader
from planextract.layout.outline import parted
from planextract.layout.vocabulary import role_of
from planextract.record import Field, Record, Role
from planextract.table import Table
from planextract.text import NOTHING, Text

NAMING = (Role.NUMBER, Role.ITEM, Role.TITLE)
_CAPTIONS = frozenset({Role.INDICATOR, Role.RATIONALE, *VALUE_ROLES})
_LISTED = re.compile(r"(?:の?(?:一覧|設定|推移)|について|[とや・及び].{0,8})$")
_LABELLED = re.compile(
    r"\s*+(?:[■□◆◇●○・]\s*+)?(?:[【\[［〔(（](?P<boxed>[^】\]］〕)）]{2,12})[】\]］〕)）]\s*+[:：]?|(?P<label>[^\s:：]{2,12})\s*+[:：])"
    r"\s*+(?P<value>\S.{0,60})"
)
_VALUES = (Content.VALUE, Content.INTEGER, Content.DASH, Content.BLANK)


def names_no_measure(segment: Segment) -> bool:
    """Whether a table tells values of indicators and has no column for the measures that they belong to."""
    roles = {column.role for column in segment.columns}
    return not roles & {*NAMING} and bool(roles & {Role.INDICATOR, Role.KIND}) and bool(roles & VALUE_ROLES)


def entitle(records: Iterable[Record], said: Sequence[Field], report: Report) -> None:
    """Take the heading above as the measure of records without one, and what lines of prose below it `said` of it.

    A heading that only announces the table (目標指標, 数値目標) is passed over for the one around it. Records below no
    heading stay without a title.
    """
    for record in records:
        if not record.headings or any(record.first(role) for role in NAMING):
            continue
        at = _of_measure(record.headings)
        number, title = parted(record.headings[at])
        record.headings = record.headings[:at]
        record.fields[:0] = [Field(Role.NUMBER, NOTHING, number)] if number else []
        record.fields += [Field(Role.TITLE, NOTHING, title), *said]
        report.add("title-from-heading", title.provenance, title=title.string.strip())


def _of_measure(headings: Sequence[Text]) -> int:
    for i in range(len(headings) - 1, -1, -1):
        _, words = parted(headings[i], always=True)
        if role_of(_LISTED.sub("", words.string.strip()), {}) not in _CAPTIONS:
            return i
    return len(headings) - 1


def field_line(text: Text, reader: HeadingReader) -> Field | None:
    """A line of prose that gives the office: 【担当課】総務課, 実施主体：総務課."""
    match = _LABELLED.fullmatch(text.string)
    if match is None:
        return None
    label = text.slice(*match.span("boxed" if match["boxed"] else "label"))
    role = reader.read(label).role
    value = text.slice(*match.span("value")).strip()
    return Field(role, label, value) if role in (Role.DEPARTMENT, Role.RELATED) else None


def sideways(table: Table, reader: HeadingReader) -> list[Segment]:
    """A table with an indicator a column and a year a row, turned so that it reads like the others; else nothing.

    Each row must say what its values are (令和5年度（現状値）): years and figures alone may be statistics.
    """
    rows = [row for row in table.rows if any(cell.text.string.strip() for cell in row)]
    if len(rows) < 3 or any(cell.row_span > 1 or cell.column_span > 1 for row in rows for cell in row):
        return []
    names = [reader.read(cell.text) for cell in rows[0][1:]]
    years = [reader.read(row[0].text) for row in rows[1:]]
    values = [cell for row in rows[1:] for cell in row[1:]]
    if not (names and _are_names(names) and _are_years(years)) or len({len(row) for row in rows}) > 1:
        return []
    if 4 * sum(content_of(cell.text.string) in _VALUES for cell in values) < 3 * len(values):
        return []
    turned = tuple(
        tuple(replace(cell, row=i, column=j) for j, cell in enumerate(column))
        for i, column in enumerate(zip(*rows, strict=True))
    )
    columns = [Column(0, Role.INDICATOR, rows[0][0].text, None, "indicators stand side by side")]
    columns += [Column(i, year.role, year.text, year.found, "heading of the row") for i, year in enumerate(years, 1)]
    return [Segment(Table(turned, len(rows), exact=True), range(1), range(1, len(turned)), NOTHING, (), tuple(columns))]


def _are_names(headings: Sequence[Heading]) -> bool:
    return all(heading.text.string.strip() and heading.found is None for heading in headings)


def _are_years(headings: Sequence[Heading]) -> bool:
    return all(heading.found is not None and heading.role in VALUE_ROLES for heading in headings)
