"""Evaluation sheets: one measure over several tables and pages, with the lines of prose around them → records.

A document holds such sheets where labels name measures and most of these have costs or judgements below. A sheet
begins at its title and goes on to the next one; number, department and path may stand above the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from planextract.characters import fold, squeeze
from planextract.layout.contents import Content, content_of
from planextract.layout.headers import segments
from planextract.layout.headings import VALUE_ROLES, HeadingReader
from planextract.layout.outline import Outline, level_of
from planextract.layout.sheets import read_sheet_table
from planextract.layout.statements import Item
from planextract.layout.vocabulary import key
from planextract.record import CostCell, Field, IndicatorRow, Judgement, Record, Role
from planextract.schema import PagePlace, Place
from planextract.table import Block, Paragraph, Table
from planextract.text import NOTHING, Text

INNER = "細"  # 細事業名, 細施策: a measure inside the one around it
# What a title label calls its measures, from the widest to the narrowest.
_RANKS = (
    re.compile("政策|戦略|基本"),
    re.compile("施策"),
    re.compile("取組|取り組み|プロジェクト|アクション|名称|件名"),
)
_HEAD = frozenset({Role.NUMBER, Role.DEPARTMENT, Role.RELATED, Role.PATH, Role.TAG, Role.ITEM})
_NUMBER_AT_END = re.compile(
    r"(?:^|[\s　])(?:No\.?|№|整理番号|事業番号|番号)[\s　:：.]*(?P<number>[0-9]{1,4}(?:-[0-9]{1,4}){0,3})\s*$", re.I
)
_LABEL_AND_VALUE = re.compile(
    r"(?:(?P<number>[0-9０-９]{1,4})[\s　]+)?"
    r"(?P<label>[^\s　:：0-9０-９][^\s　:：]{1,11})[\s　:：]+(?P<value>\S.{0,40})"
)
_CHAPTER = 2  # 編, 章, 節: other headings inside a sheet divide no measures


@dataclass(slots=True)
class Sheets:
    """The tables of a document's evaluation sheets by their id: the records that begin in each, and all it adds to."""

    tables: dict[int, list[Record]] = field(default_factory=dict)
    parts: dict[int, list[Record]] = field(default_factory=dict)


def evaluation_sheets(blocks: Sequence[Block], reader: HeadingReader, default: Role) -> Sheets:
    """The evaluation sheets of a document; none where few measures have costs or judgements."""
    read = {id(b): items for b, items in _read(blocks, reader, default)}
    titles = [item for items in read.values() for item in items if isinstance(item, Field) and _is_title(item)]
    rank = max((_rank(title.label) for title in titles if not _inner(title)), default=len(_RANKS))
    sheets = _Composition(reader, rank).run(blocks, read) if titles else Sheets()
    evaluated = [bool(record.costs or record.judgements) for begun in sheets.tables.values() for record in begun]
    return sheets if 2 * sum(evaluated) > len(evaluated) else Sheets()


def _read(blocks: Sequence[Block], reader: HeadingReader, default: Role) -> Iterator[tuple[Block, list[Item]]]:
    above: list[Text] = []
    begun = False
    for block in blocks:
        if isinstance(block, Paragraph):
            above.append(block.text)
            continue
        if not _lists_measures(block, reader):
            items = read_sheet_table(block, reader, default, above)
            begun = begun or any(map(_is_title, items))
            if begun:
                yield block, items
        above = []


def _lists_measures(table: Table, reader: HeadingReader) -> bool:
    """Whether a table has one row a measure: a column of titles beside values, offices or schedules."""
    worth = {Role.DEPARTMENT, Role.INDICATOR, Role.SCHEDULE, *VALUE_ROLES}
    for segment in segments(table, reader):
        slots = segment.slots
        roles = {slot.role for slot in slots}
        # A title that unknown words follow is a label with its value.
        labels = any(a.role is Role.TITLE and b.role is None and b.found is None for a, b in pairwise(slots))
        if Role.TITLE in roles and roles & worth and not labels and len(segment.body) > 1 and len(slots) > 2:
            return True
    return False


def _is_title(item: Item) -> bool:
    return isinstance(item, Field) and item.role is Role.TITLE and bool(item.value)


def _inner(title: Field) -> bool:
    return key(title.label.string).startswith(INNER)


def _rank(label: Text) -> int:
    bare = key(label.string)
    return next((rank for rank, words in enumerate(_RANKS) if words.search(bare)), len(_RANKS))


class _Composition:
    """The sheet being composed, and what waits above the next title."""

    def __init__(self, reader: HeadingReader, rank: int) -> None:
        self._reader, self._rank = reader, rank
        self._outline = Outline()
        self._sheet: Record | None = None  # the last sheet of its own
        self._record: Record | None = None  # it, or the measure inside it that is being read
        self._waiting: list[Field] = []
        self._passed: list[Text] = []
        self._asked: Record | None = None  # the last sheet that an office was offered: it takes no other
        self._said: dict[int, _Said] = {}  # by the record that it is of
        self._sheets = Sheets()
        self._note: Place | None = None  # where 備考 stands above its words

    def run(self, blocks: Sequence[Block], read: dict[int, list[Item]]) -> Sheets:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._line(block.text)
            elif id(block) in read:
                begun: list[Record] = []
                self._sheets.tables[id(block)] = begun
                self._note = None
                parts = [] if self._record is None else [self._record]
                for item in read[id(block)]:
                    self._take(item, block, begun)
                self._sheets.parts[id(block)] = [*parts, *begun]
        self._settle()
        return self._sheets

    # Lines of prose

    def _line(self, text: Text) -> None:
        """A line between tables: a heading above sheets, or a label with its value (NO. 36, 所管局 環境局)."""
        string = text.string.strip()
        level = level_of(text)
        if level is not None and (self._sheet is None or (level.rank is not None and level.rank <= _CHAPTER)):
            self._outline.enter(level)
        if self._note is not None:
            self._remark(text)
            return
        folded = fold(text.string)
        number = _NUMBER_AT_END.search(folded.string)
        if number is not None:
            self._waiting.append(Field(Role.NUMBER, NOTHING, text.slice(*folded.span(*number.span("number")))))
            return
        match = _LABEL_AND_VALUE.fullmatch(string)
        role = self._reader.read(text.slice(*match.span("label"))).role if match and text.string == string else None
        if match and role is Role.DEPARTMENT:
            if match["number"]:  # in a box beside it
                self._waiting.append(Field(Role.NUMBER, NOTHING, text.slice(*match.span("number"))))
            self._department(Field(role, text.slice(*match.span("label")), text.slice(*match.span("value"))))
        elif self._reader.read(text).role is Role.NOTE and self._record is not None:
            self._note = next(iter(text.provenance), None)

    def _remark(self, text: Text) -> None:
        """Words below 備考 are the sheet's: on the same page, or, of a text, a sentence in the next lines."""
        place, note = next(iter(text.provenance), None), self._note
        if isinstance(place, PagePlace) and isinstance(note, PagePlace):
            below = place.page == note.page
        else:
            below = text.string.rstrip().endswith("。")
            self._note = None
        if below and self._record is not None:
            self._record.fields.append(Field(Role.NOTE, NOTHING, text))
        else:
            self._note = None
            self._line(text)

    def _department(self, entry: Field) -> None:
        """An office between the title and the sheet's first table is the sheet's, any other waits for a title."""
        sheet = self._sheet
        if sheet is None or sheet is self._asked or sheet.costs or sheet.judgements or not _only_begun(sheet):
            self._waiting.append(entry)
        else:
            sheet.fields.append(entry)
        self._asked = sheet

    # Items of tables

    def _take(self, item: Item, table: Table, begun: list[Record]) -> None:
        if isinstance(item, Field) and item.role is Role.TITLE and item.value and self._ranks(item):
            self._enter(item, table, begun)
        elif isinstance(item, Field) and (item.role in _HEAD or item.role is Role.TITLE):
            role = Role.PATH if item.role is Role.TITLE else item.role
            self._waiting.append(item._replace(role=role))
        elif isinstance(item, Text):
            (self._passed if self._record is None else self._record.passed).append(item)
        else:
            self._settle()
            if self._record is not None:
                self._add(self._record, item)

    def _ranks(self, title: Field) -> bool:
        return _inner(title) or _rank(title.label) >= self._rank

    def _enter(self, title: Field, table: Table, begun: list[Record]) -> None:
        """A title: of the sheet that goes on (its head is printed on each page), or of a new one."""
        numbers = [entry.value for entry in self._waiting if entry.role is Role.NUMBER]
        same = self._sheet is not None and not _inner(title) and _same(self._sheet, title, numbers)
        if same:
            assert self._sheet is not None
            self._record = self._sheet
            self._record.passed += [text for entry in (*self._waiting, title) for text in (entry.label, entry.value)]
            self._waiting.clear()
            return
        record = Record(table, self._outline.headings)
        if _inner(title) and self._sheet is not None:
            around = self._sheet
            record.headings = around.headings
            record.fields += [
                *around.all_of(Role.PATH),
                *(e._replace(role=Role.PATH) for e in around.all_of(Role.TITLE)[:1]),
            ]
        elif not _inner(title):
            self._sheet = record
        record.fields += [*self._waiting, title]
        record.passed += self._passed
        self._waiting.clear()
        self._passed.clear()
        self._record = record
        begun.append(record)

    def _settle(self) -> None:
        """What waited for a title that did not come is the sheet's own; a wider number (施策番号) is none of it."""
        for entry in self._waiting:
            if self._record is None or self._said_before(self._record, entry):
                continue
            wider = (
                entry.role is Role.NUMBER
                and entry.label
                and _rank(entry.label) < self._rank
                and (_RANKS[0].search(entry.label.string) or _RANKS[1].search(entry.label.string))
            )
            self._record.fields.append(entry._replace(role=Role.OTHER) if wider else entry)
        self._waiting.clear()

    def _add(self, record: Record, item: Item) -> None:
        if isinstance(item, Field) and self._said_before(record, item):
            record.passed += (item.label, item.value)
        elif isinstance(item, Field):
            record.fields.append(item)
        elif isinstance(item, CostCell):
            record.costs.append(item)
        elif isinstance(item, Judgement):
            record.judgements.append(item)
        elif isinstance(item, IndicatorRow) and _says_something(item):
            record.indicators.append(item)
        elif isinstance(item, IndicatorRow):
            record.passed += [text for value in item.values for text in (value.heading, value.text)]

    def _said_before(self, record: Record, entry: Field) -> bool:
        """Whether the sheet has this very field already: the head of a sheet is printed on each of its pages."""
        return self._said.setdefault(id(record), _Said(record)).holds(entry)


def _only_begun(sheet: Record) -> bool:
    """Whether nothing but its head has been read of a sheet, and no office."""
    roles = {field.role for field in sheet.fields if field.role is not Role.DEPARTMENT or field.value}
    return roles <= {*_HEAD, Role.TITLE, Role.OTHER} - {Role.DEPARTMENT}


class _Said:
    """What the fields of a growing record say, without blanks: each field is looked at once, not for each new one."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._seen = 0
        self._labelled: dict[tuple[Role, str, str], bool] = {}  # whether one of the fields that say so has a label

    def holds(self, entry: Field) -> bool:
        """Whether a field says the same; words without any label may well be said twice."""
        for held in self._record.fields[self._seen :]:
            told = _told(held)
            self._labelled[told] = self._labelled.get(told, False) or bool(held.label)
        self._seen = len(self._record.fields)
        labelled = self._labelled.get(_told(entry)) if entry.value else None
        return labelled is not None and (labelled or bool(entry.label))


def _told(entry: Field) -> tuple[Role, str, str]:
    return entry.role, squeeze(entry.label.string), squeeze(entry.value.string)


def _same(sheet: Record, title: Field, numbers: Sequence[Text]) -> bool:
    own = sheet.first(Role.NUMBER)
    if squeeze(sheet.first(Role.TITLE).string) != squeeze(title.value.string):
        return False
    return not own or not numbers or squeeze(own.string) == squeeze(numbers[-1].string)


def _says_something(row: IndicatorRow) -> bool:
    """A row of a form that nobody has filled in is no indicator."""
    return bool(row.name or row.unit) or any(content_of(v.text.string) is not Content.BLANK for v in row.values)
