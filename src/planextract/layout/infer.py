"""A document's tables → layouts: which shape each has, what its columns mean, and the records it gives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planextract.characters import squeeze
from planextract.diagnostics import Report
from planextract.layout.columns import assign
from planextract.layout.contents import Content, content_of, fit
from planextract.layout.evaluation import evaluation_sheets
from planextract.layout.forms import FormReader, is_form, labels
from planextract.layout.grids import names_its_rows
from planextract.layout.headed import entitle, field_line, names_no_measure, sideways
from planextract.layout.headers import Column, Segment, segments
from planextract.layout.headings import HeadingReader
from planextract.layout.money import money_unit
from planextract.layout.outline import Outline, level_of
from planextract.layout.priced import has_costs, is_money, pricing
from planextract.layout.relational import Carried, read_segment
from planextract.record import Field, Record, Role
from planextract.table import Block, Cell, Paragraph, Table
from planextract.text import NOTHING, Text

_PAGE_NUMBER = re.compile(r"[-–—−－ー\s]*[0-9]{1,4}[-–—−－ー\s]*")
_FITS = 0.6  # mean fit of a table's cells under another's columns
_COMPOUND_NUMBER = re.compile(r"[0-9]{1,3}(?:\s?[-‐－ー.]\s?[(（]?[0-9]{1,3}[)）]?)+")


@dataclass(slots=True)
class Layout:
    """How one table was read. `shape`: relational, form, sheet or unknown; `columns` say what got which role."""

    table: Table
    shape: str
    headings: tuple[Text, ...]
    segments: list[Segment]
    records: list[Record]
    sections: list[Text] = field(default_factory=list)
    continues: bool = False
    headed: bool = False  # its measures are the headings above it
    parts: list[Record] = field(default_factory=list)  # sheets above that this table goes on with
    money: bool = False  # its figures are money, whatever its headings say
    report: Report = field(default_factory=Report)

    @property
    def columns(self) -> list[Column]:
        """All columns of all headers."""
        return [column for segment in self.segments for column in segment.columns]

    @property
    def roles(self) -> set[Role]:
        """The roles that the table's headings or labels name."""
        named = {entry.role for record in self.records for entry in record.fields}
        return named | {column.role for column in self.columns if column.role is not None}


@dataclass(slots=True)
class Inference:
    """The settings of one document: its heading reader, and the kind of values whose kind nobody names."""

    reader: HeadingReader
    default: Role

    def layouts(self, blocks: list[Block]) -> list[Layout]:
        """The layouts of all tables, in reading order."""
        evaluated = evaluation_sheets(blocks, self.reader, self.default)
        sheets = evaluated.tables
        tables = [block for block in blocks if isinstance(block, Table) and id(block) not in sheets]
        forms = {id(table) for table in tables if is_form(table, self.reader)}
        named_rows = names_its_rows([table for table in tables if id(table) in forms], self.reader)
        form_reader = FormReader(self.reader, named_rows=named_rows, default=self.default)
        assigned = self._assigned([table for table in tables if id(table) not in forms])
        outline = Outline()
        layouts: list[Layout] = []
        carried: dict[object, Carried] = defaultdict(Carried)
        number, broken = NOTHING, True
        above: list[Text] = []
        units: dict[object, tuple[str, ...]] = {}
        for block in blocks:
            if isinstance(block, Paragraph):
                above.append(block.text)
                number = self._paragraph(block.text, number, outline)
                broken = broken or not _PAGE_NUMBER.fullmatch(block.text.string)
                continue
            if id(block) in sheets:
                begun = sheets[id(block)]
                parts = evaluated.parts[id(block)]
                layouts.append(Layout(block, "sheet", (), [], begun, continues=not begun, parts=parts))
                number, broken = NOTHING, True
                above.clear()
                continue
            before = layouts[-1] if layouts and not broken else None
            if broken:
                carried.clear()
            if id(block) in forms or (before is not None and _goes_on(before, block, self.reader)):
                report = Report()
                records = form_reader.read(block, outline.headings, report, before.records if before else [])
                _number_above(records, number)
                goes_on = before is not None and id(block) not in forms
                layouts.append(Layout(block, "form", outline.headings, [], records, continues=goes_on, report=report))
            else:
                found = assigned[id(block)] or _without_header(before, block)
                self._price(found, above, outline, carried, units)
                layout = self._relational(block, found, outline, carried)
                layout.money = is_money(block, above)
                layouts.append(layout)
            number, broken = NOTHING, False
            above.clear()
        return layouts

    def _paragraph(self, text: Text, number: Text, outline: Outline) -> Text:
        """Take a line of prose as a heading or as the number of the sheet below it; give the number in force."""
        if _COMPOUND_NUMBER.fullmatch(text.string.strip()):
            return text
        said = field_line(text, self.reader)
        if said is not None:
            outline.said.append(said)
            return NOTHING
        level = level_of(text)
        if level is not None:
            outline.enter(level)
            return NOTHING
        return number if _PAGE_NUMBER.fullmatch(text.string) else NOTHING

    def _price(
        self,
        found: Sequence[Segment],
        above: Sequence[Text],
        outline: Outline,
        carried: dict[object, Carried],
        units: dict[object, tuple[str, ...]],
    ) -> None:
        """Read what holds for the money of a table's segments; `units` holds the heading that stated a unit, by header.

        A table that goes on without a break keeps what holds for it. A caption that names a budget divides measures.
        """
        for segment in filter(has_costs, found):
            header = _headings(segment)
            if carried[header].pricing is not None:
                continue
            priced = pricing(segment, above, units.get(header, ()), self.reader)
            units[header] = next(((string,) for string in priced.units if money_unit(string)), ())
            carried[header].pricing = priced
            if priced.caption is not None and level_of(priced.caption.text) is None:
                outline.enter_part(priced.caption.text)

    def _relational(
        self, table: Table, found: list[Segment], outline: Outline, carried: dict[object, Carried]
    ) -> Layout:
        above = outline.headings
        if not found:
            return Layout(table, "unknown", above, [], [])
        report = Report()
        sections = _captions(table, found[0].header.start, outline)
        above = outline.headings
        rows = [read_segment(segment, outline, report, carried[_headings(segment)]) for segment in found]
        records = [record for each in rows for record in each.records]
        sections += [text for each in rows for text in each.sections]
        for segment, each in zip(found, rows, strict=True):
            if names_no_measure(segment):
                entitle(each.records, outline.said, report)
        headed = all(map(names_no_measure, found))
        return Layout(table, "relational", above, found, records, sections, headed=headed, report=report)

    def _assigned(self, tables: list[Table]) -> dict[int, list[Segment]]:
        """The segments of each table with their columns; equal headers anywhere in the document share evidence."""
        turned = {id(table): sideways(table, self.reader) for table in tables}
        found = {id(table): segments(table, self.reader) for table in tables if not turned[id(table)]}
        pools: dict[tuple[object, ...], list[Segment]] = defaultdict(list)
        for parts in found.values():
            for segment in parts:
                pools[_signature(segment)].append(segment)
        given = {id(a): b for pool in pools.values() for a, b in zip(pool, assign(pool, self.default), strict=True)}
        return turned | {table: [given[id(segment)] for segment in parts] for table, parts in found.items()}


def _captions(table: Table, header: int, outline: Outline) -> list[Text]:
    """The numbered headings in rows of their own above a table's header: as good as those above the table."""
    captions = []
    for row in table.rows[:header]:
        said = [cell.text for cell in row if cell.text.string.strip()]
        level = level_of(said[0]) if len(said) == 1 else None
        if level is not None:
            outline.enter(level)
            captions.append(said[0])
    return captions


def _headings(segment: Segment) -> tuple[object, ...]:
    return tuple((squeeze(slot.label.string), slot.at) for slot in segment.slots)


def _signature(segment: Segment) -> tuple[object, ...]:
    # Rows that start with an empty cell were cut differently: the same header, but other columns.
    return _headings(segment), _leading_blank(segment)


def _goes_on(before: Layout, table: Table, reader: HeadingReader) -> bool:
    """Whether a table is the rest of the sheet right above it: labels, but no title and no header of its own."""
    found = labels(table, reader)
    return before.shape == "form" and bool(before.records) and bool(found) and Role.TITLE not in found


def _without_header(before: Layout | None, table: Table) -> list[Segment]:
    """The rows of a table that goes on without its header on the next page: same width, and its columns fit."""
    if before is None or before.shape != "relational" or not before.segments:
        return []
    last = before.segments[-1]
    if table.width != last.table.width or not table.rows:
        return []
    scores = [fit(c.role, cell.text.string) for row in table.rows for c, cell in _paired(row, last.columns)]
    if not scores or sum(scores) / len(scores) < _FITS:
        return []
    return [replace(last, table=table, header=range(0), body=range(len(table.rows)), group=NOTHING)]


def _paired(row: Sequence[Cell], columns: Sequence[Column]) -> list[tuple[Column, Cell]]:
    by_index = {column.index: column for column in columns}
    return [(by_index[c.column], c) for c in row if c.column in by_index and c.text.string.strip()]


def _leading_blank(segment: Segment) -> bool:
    rows = [segment.table.rows[i] for i in segment.body if segment.table.rows[i]]
    blank = sum(1 for row in rows if content_of(row[0].text.string) is Content.BLANK)
    return 2 * blank > len(rows)


def _number_above(records: list[Record], number: Text) -> None:
    """A number on a line of its own above a sheet is the sheet's."""
    if records and number and not records[0].first(Role.NUMBER):
        records[0].fields.insert(0, Field(Role.NUMBER, NOTHING, number))
