"""The heading words of plan tables, known and unknown, each with what stands below (in a form: beside) it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from planextract.layout.contents import Content, content_of
from planextract.layout.headers import Segment
from planextract.layout.headings import HeadingReader
from planextract.layout.infer import Layout
from planextract.layout.select import Selection, titled
from planextract.layout.vocabulary import key
from planextract.normalise.periods import read_periods
from planextract.record import Role
from planextract.table import Cell, Table
from planextract.text import Text

_EMPTY_BRACKETS = re.compile(r"[(（\[【〔<＜]\s*[)）\]】〕>＞]")
_LONGEST_WORD = 20
_HEADER_ROWS = 3  # a header stands in one of the first rows
_WORDLIKE = frozenset({Content.WORDS, Content.DEPARTMENT, Content.ACTION})
_IN_MOST = 0.6
_LEAST_LABELS = 3


@dataclass(slots=True)
class Head:
    """A heading as printed (blanks folded), its role (None: nobody knows) and the values under it, blanks left out.

    `rows` counts the places where a value could stand.
    """

    heading: str
    role: Role | None
    values: list[str] = field(default_factory=list)
    rows: int = 0

    @property
    def word(self) -> str:
        """The heading without its year, which is another one in the next edition."""
        return _without_year(self.heading)

    def add(self, value: str) -> None:
        """One more place for a value."""
        self.rows += 1
        if value.strip():
            self.values.append(value.strip())


@dataclass(slots=True)
class Heads:
    """The headings of one kind of table, in order, and how many measures tables of that kind gave."""

    heads: list[Head]
    measures: int
    form: bool


def heads_of(selections: Sequence[Selection], reader: HeadingReader) -> list[Heads]:
    """The headings of all plan tables: those that gave measures first, then those of which nobody knows what they are.

    Tables known as index, glossary, roster and the like are left out.
    """
    used = [selection.layout for selection in selections if selection.use == "measures"]
    unknown = [selection.layout for selection in selections if selection.unknown]
    headless = [layout.table for layout in unknown if layout.shape == "unknown"]
    found = [*_of_columns([*used, *unknown]), *_of_forms([*used, *unknown], reader), *_guessed(headless, reader)]
    return sorted(_pooled(found), key=lambda heads: -heads.measures)


class UnknownWord(NamedTuple):
    """A word that stands where a heading would: its column (from 0) and the word as printed."""

    column: int
    text: Text


def unknown_words(layout: Layout, reader: HeadingReader) -> list[UnknownWord]:
    """The words that may be headings of a table and are not in the vocabulary: unknown columns and labels, or, where
    nothing was known at all, the row of words above the rest."""
    if layout.shape == "unknown":
        header = _header(layout.table, reader)
        cells = layout.table.rows[header] if header is not None else ()
        words = [UnknownWord(cell.column, cell.text) for cell in cells]
    elif layout.shape == "form":
        words = [UnknownWord(0, entry.label) for record in layout.records for entry in record.fields]
    else:
        words = [UnknownWord(column.index, column.heading) for column in layout.columns]
    unknown = [word for word in words if word.text.string.strip() and not reader.read(word.text).known]
    return [*{key(word.text.string): word for word in reversed(unknown)}.values()][::-1]


def _pooled(found: Iterable[Heads]) -> list[Heads]:
    """Tables of one kind together: the same headings in the same order."""
    pools: dict[tuple[str, ...], Heads] = {}
    for heads in found:
        pool = pools.setdefault(tuple(key(head.heading) for head in heads.heads), heads)
        if pool is not heads:
            pool.measures += heads.measures
            for own, other in zip(pool.heads, heads.heads, strict=True):
                own.values += other.values
                own.rows += other.rows
    return [*pools.values()]


def _of_columns(layouts: Iterable[Layout]) -> Iterator[Heads]:
    for layout in layouts:
        measures = len(titled(layout))
        for segment in layout.segments:
            if not segment.body:  # 施策名 | 道をなおす | 担当課 | 土木課: no header but labels with their values
                yield Heads(_labels_in(segment), 0, form=True)
                continue
            heads = []
            for column in segment.columns:
                if not column.heading.string.strip():
                    continue
                role = Role.SCHEDULE if column.role is None and column.found is not None else column.role
                head = Head(_folded(column.heading.string), role)
                for i in segment.body:
                    head.add(_at(segment.table.rows[i], column.index))
                heads.append(head)
            yield Heads(heads, measures, form=False)
            measures = 0  # counted with the first header


def _labels_in(segment: Segment) -> list[Head]:
    heads: list[Head] = []
    for column in segment.columns:
        if column.role is not None and column.heading.string.strip():
            heads.append(Head(_folded(column.heading.string), column.role))
        elif heads and not heads[-1].rows:
            heads[-1].add(column.heading.string)
    return heads


def _of_forms(layouts: Iterable[Layout], reader: HeadingReader) -> Iterator[Heads]:
    """All labels of all forms, each once."""
    forms = [layout for layout in layouts if layout.shape == "form"]
    labels: dict[str, Head] = {}
    for record in (record for layout in forms for record in layout.records):
        for entry in record.fields:
            if entry.label.string.strip():
                head = labels.setdefault(key(entry.label.string), _head(entry.label, reader))
                head.add(entry.value.string)
    if labels:
        yield Heads([*labels.values()], sum(len(titled(layout)) for layout in forms), form=True)


def _guessed(tables: Sequence[Table], reader: HeadingReader) -> Iterator[Heads]:
    """The headings of tables in which no heading is known: labels that come back from sheet to sheet, else a row of
    words above rows of other things."""
    cells = Counter(key(word) for table in tables for word in {c.text.string for c in table.cells} if _is_word(word))
    often = {word for word, count in cells.items() if count >= 2 and count >= _IN_MOST * len(tables)}
    labels: dict[str, Head] = {}
    for table in tables:
        below = _header(table, reader)
        if len(often) >= _LEAST_LABELS and (below is None or not _comes_back(table, below, tables)):
            _take_labels(table, often, labels, reader)
        elif below is not None:
            yield Heads(_under(table, below, reader), 0, form=False)
        elif table.width == 2:
            _take_labels(table, {key(row[0].text.string) for row in table.rows if row}, labels, reader)
    if len(labels) >= _LEAST_LABELS:
        yield Heads([*labels.values()], 0, form=True)


def _comes_back(table: Table, header: int, tables: Sequence[Table]) -> bool:
    """Whether the header as a whole stands in every table: then it is one, and no label with its value."""
    own = [key(cell.text.string) for cell in table.rows[header]]
    return all(any([key(cell.text.string) for cell in row] == own for row in other.rows) for other in tables)


def _header(table: Table, reader: HeadingReader) -> int | None:
    """The row of words above the rest, None where there is none."""
    for index in range(min(_HEADER_ROWS, len(table.rows) - 1)):
        said = [cell for cell in table.rows[index] if cell.text.string.strip()]
        words = {key(cell.text.string) for cell in said}
        whole = len(said) >= 2 and len(words) == len(said) and len(said) >= _IN_MOST * table.width
        if whole and all(_is_word(cell.text.string) or reader.read(cell.text).known for cell in said):
            return index
    return None


def _under(table: Table, header: int, reader: HeadingReader) -> list[Head]:
    heads = []
    for cell in table.rows[header]:
        if cell.text.string.strip():
            head = _head(cell.text, reader)
            for row in table.rows[header + 1 :]:
                head.add(_at(row, cell.column))
            heads.append(head)
    return heads


def _take_labels(table: Table, words: set[str], labels: dict[str, Head], reader: HeadingReader) -> None:
    for row in table.rows:
        for i, cell in enumerate(row):
            word = key(cell.text.string)
            after = row[i + 1].text.string if i + 1 < len(row) else ""
            if word in words and _is_word(cell.text.string) and key(after) not in words:
                head = labels.setdefault(word, _head(cell.text, reader))
                head.add(after)


def _head(text: Text, reader: HeadingReader) -> Head:
    read = reader.read(text)
    return Head(_folded(text.string), read.role or (Role.SCHEDULE if read.found else None))


def _at(row: Sequence[Cell], column: int) -> str:
    return next((c.text.string for c in row if c.column <= column < c.column + c.column_span), "")


def _is_word(string: str) -> bool:
    """Whether a cell could be a heading by its form: a few characters without figures but those of a year."""
    said = _without_year(_folded(string))
    short = 0 < len(said) <= _LONGEST_WORD and not any(character.isdigit() for character in said)
    return short and content_of(said) in _WORDLIKE


def _without_year(heading: str) -> str:
    """はじめ for はじめ（令和5年度）; a heading that is nothing but a year as it is."""
    found = read_periods(heading)
    edges = [0, *(edge for period in found for edge in (period.start, period.stop)), len(heading)]
    rest = "".join(heading[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    return _EMPTY_BRACKETS.sub("", rest).strip().removeprefix("の") or heading


def _folded(string: str) -> str:
    return " ".join(string.split())
