"""What layout hands to interpretation: one object per measure, roles with the words that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from planextract.normalise.periods import FoundPeriod
from planextract.table import Table
from planextract.text import NOTHING, Piece, Text


class Role(StrEnum):
    """What a column, or the value beside a label, means."""

    NUMBER = "number"
    ITEM = "item"  # 項目: holds a number or a section heading, whatever stands there
    TITLE = "title"
    PATH = "path"
    DEPARTMENT = "department"
    RELATED = "related department"
    TAG = "tag"
    AUDIENCE = "audience"
    OVERVIEW = "overview"
    POLICY = "policy"
    EFFECT = "expected effect"
    AIM = "aim"
    RATIONALE = "indicator rationale"
    REASON = "reason"
    OTHER = "other text"
    INDICATOR = "indicator"
    UNIT = "unit"
    BASELINE = "baseline"
    ACTUAL = "actual"
    TARGET = "target"
    SCHEDULE = "schedule"
    ACTIVITY = "activity"
    ACHIEVEMENT = "achievement"
    NEXT_ACTION = "next action"
    NOTE = "note"
    PAGE = "page"  # 掲載ページ: the mark of an index
    TERM = "term"  # 用語: the mark of a glossary
    PERSON = "person"  # 氏名, 職名: the mark of a roster
    DATE = "date"  # 期日: the mark of a history
    COST = "cost"  # 予算額, 決算額: no indicator
    COST_ROW = "cost row"  # 財源内訳 with 国 or 一般財源 below: says what the money of its row is
    ASSESSMENT = "assessment"  # 有効性, 達成状況: a judgement of an evaluation sheet
    KIND = "kind of values"  # 区分: 目標 or 実績, for the values of its row
    QUALIFIER = "part of an indicator"  # 対象 beside the indicator: 20歳代男性
    OF_YEAR = "year of the value beside it"  # 基準値: 値 | 年度


class Field(NamedTuple):
    """A value with its role and its label as printed (a heading, or the label cell of a form)."""

    role: Role
    label: Text
    value: Text


class ValueCell(NamedTuple):
    """One cell of a value column. `crossed_out` cells are blank by design."""

    role: Role
    period: FoundPeriod | None
    heading: Text
    text: Text
    crossed_out: bool = False


@dataclass(slots=True)
class IndicatorRow:
    """The name of an indicator (it may hold several), the unit printed for its row, and its value cells in order.

    `notes` are what other columns say of it, heading and cell joined.
    """

    name: Text = NOTHING
    unit: Text = NOTHING
    values: list[ValueCell] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


class ScheduleCell(NamedTuple):
    """One cell of a schedule; a row without any cell has neither heading nor text."""

    activity: Text
    heading: Text
    period: FoundPeriod | None
    text: Text
    arrow: bool = False


class CostCell(NamedTuple):
    """One cell of a cost table: the names of its row, outermost first, the heading of its column, the row's unit.

    `stage` is the text that says 予算 or 決算, `found` the period of column, row or group.
    """

    names: tuple[Text, ...]
    heading: Text
    found: FoundPeriod | None
    stage: Text
    unit: str | None
    text: Text


@dataclass(slots=True)
class Judgement:
    """A judgement: its criterion with the groups around it, the words (of options: the ticked one), the reason."""

    criterion: tuple[Text, ...]
    value: Text
    reason: Text = NOTHING


@dataclass(slots=True)
class Record:
    """One measure as the document prints it; `passed` are words that say nothing of it, such as options not ticked."""

    table: Table
    headings: tuple[Text, ...] = ()
    fields: list[Field] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    schedule: list[ScheduleCell] = field(default_factory=list)
    costs: list[CostCell] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    passed: list[Text] = field(default_factory=list)

    def all_of(self, role: Role) -> list[Field]:
        """The fields of a role that have words, in order."""
        return [entry for entry in self.fields if entry.role is role and entry.value]

    def first(self, role: Role) -> Text:
        """The first value of a role, or an empty text."""
        return next((entry.value for entry in self.fields if entry.role is role and entry.value), NOTHING)


class Ledger:
    """Which printed characters a field has taken."""

    def __init__(self) -> None:
        self._taken: dict[Piece, list[tuple[int, int]]] = {}

    def take(self, text: Text) -> str:
        """Mark the characters of `text` as used and give the string."""
        for run in text.pieces():
            self._taken.setdefault(run.piece, []).append((run.start, run.stop))
        return text.string

    def take_field(self, entry: Field) -> str:
        """Mark a field's label and value as used and give the value's string."""
        self.take(entry.label)
        return self.take(entry.value)

    def take_all(self, texts: Iterable[Text]) -> None:
        """Mark several texts."""
        for text in texts:
            self.take(text)

    def spans(self, piece: Piece) -> list[tuple[int, int]]:
        """The used spans of a piece, sorted and merged."""
        merged: list[tuple[int, int]] = []
        for start, stop in sorted(self._taken.get(piece, ())):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
            else:
                merged.append((start, stop))
        return merged
