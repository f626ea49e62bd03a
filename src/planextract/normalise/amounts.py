"""Quantities of Japanese documents as the contract has them: value, unit, rate, comparison, range, label and note.

`read_amounts` divides a text: it gives each amount with the printed spans it used for the figure, its label and its
note; what they leave is the caller's. Sources: OUTPUT.md "An amount" and rules 3 to 5; the everyday notations of
plans and budgets (1億2,000万円, 783千人, △5%, 3割5分, 年3回以上, 1校当たり4教室).

Decisions where the contract is silent: 割分厘 become % (3割5分 is 35 %); ¥, $, €, £ become the unit that is said
(円, ドル, ユーロ, ポンド), before or behind the figure, as ISO 4217 codes before it do (JPY 600); 円 with 銭 and ドル
with セント are one amount; ダース multiplies by twelve; 半 after a counter adds a half; 数十 is a range from 10 to 90;
少なくとも and 最低 are >=, 最大 is <=; 1日20人 and 1人1台 are rates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from planextract.characters import Folded, fold
from planextract.normalise.labels import Span, label_before, words_before
from planextract.normalise.marks import Bracket, brackets, enumerated, remarks
from planextract.normalise.measures import Measured, measured
from planextract.schema import Amount, Number

__all__ = ["FoundAmount", "RowUnit", "Span", "enumerated", "read_amounts", "row_unit"]

_MULTIPLIERS = {"十": 10, "百": 100, "千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}
_ROW_UNIT = re.compile(r"(?P<many>[十百千]?[万億兆]?)(?P<unit>[^/]*)(?:/(?P<per>.+))?")
BESIDE_PERIOD = re.compile(r"(?:現在|時点|分|中|実績|見込み?|末)?")


class FoundAmount(NamedTuple):
    """One amount. `start` and `stop` are the printed span of figure, unit, rate and comparing words.

    `label` is the printed span of the label's words, `note` that of the bracket after the amount, brackets included;
    None where the amount has none.
    """

    amount: Amount
    start: int
    stop: int
    label: Span | None = None
    note: Span | None = None


class RowUnit(NamedTuple):
    """A unit printed for a whole row: 千円 multiplies by 1000 and leaves 円, 件/年 is 件 per 年."""

    factor: int
    unit: str | None
    per: str | None


def row_unit(printed: str) -> RowUnit:
    """Read the unit of a row (単位 column, bracket at an indicator's name). Blanks and 単位: are taken off."""
    string = re.sub(r"\s", "", fold(printed).string).strip("()[]〔〕").removeprefix("単位").lstrip(":")
    match = _ROW_UNIT.fullmatch(string)
    if match is None:
        return RowUnit(1, string or None, None)
    factor = 1
    for character in match["many"]:
        factor *= _MULTIPLIERS[character]
    unit = {"パーセント": "%", "割": "%"}.get(match["unit"], match["unit"])
    return RowUnit(factor * (10 if match["unit"] == "割" else 1), unit or None, match["per"])


def read_amounts(text: str, *, taken: Sequence[Span] = (), unit: str | None = None) -> list[FoundAmount]:
    """All counted expressions of `text` in order; never raises, spans never overlap.

    `taken` are printed spans that are no amounts (the periods); `unit` is the unit printed for the row, used where an
    amount has none of its own. Amounts in brackets are read only where there is none outside; ※ remarks are not read.
    """
    folded = fold(text)
    outer = brackets(folded.string)
    spans = sorted(_folded_span(folded, start, stop) for start, stop in taken)
    hidden = _hidden(folded.string, [*spans, *outer, *remarks(folded.string, outer)])
    common = row_unit(unit) if unit and unit.strip() else None
    found = _without_ages(hidden, measured(hidden, unit_known=common is not None))
    if found:
        return _described(folded, hidden, found, outer, spans, common)
    visible = _hidden(folded.string, [*spans, *remarks(folded.string, outer)])
    floors = [0, *(bracket.stop for bracket in outer)]
    parts = zip(floors, outer, strict=False)
    return [amount for floor, bracket in parts for amount in _bracketed(folded, visible, floor, bracket, common)]


def _without_ages(string: str, found: list[Measured]) -> list[Measured]:
    """65歳以上 28.5%: an age before another figure names those who are counted; it is part of the label."""
    kept: list[Measured] = []
    for place, item in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else item
        named = item.unit in ("歳", "才") and following.unit not in ("歳", "才")
        if not named or re.search(r"[、。,\n]", string[item.stop : following.start]):
            kept.append(item)
    return kept


def _folded_span(folded: Folded, start: int, stop: int) -> Span:
    return bisect_left(folded.offsets, start), bisect_left(folded.offsets, stop)


def _hidden(string: str, spans: Sequence[Span | Bracket]) -> str:
    characters = list(string)
    for start, stop in spans:
        characters[start:stop] = "\0" * (min(stop, len(characters)) - start)
    return "".join(characters)


def _described(
    folded: Folded, hidden: str, found: list[Measured], outer: list[Bracket], taken: list[Span], unit: RowUnit | None
) -> list[FoundAmount]:
    described: list[FoundAmount] = []
    after = {bracket.start: bracket for bracket in outer}
    before = {bracket.stop: bracket for bracket in outer}
    floor = 0
    for item in found:
        label = label_before(folded.string, floor, item, before)
        note = after.get(_skip_blanks(folded.string, item.stop))
        if note is not None and _is_taken(folded.string, note, taken):
            note = None
        floor = note.stop if note else item.stop
        described.append(_found(folded, item, label, note, unit))
    return described


def _bracketed(folded: Folded, visible: str, words: int, bracket: Bracket, unit: RowUnit | None) -> list[FoundAmount]:
    """公開率(50%): the bracket is the only place of the amount, the words before it (from `words`) are the label."""
    offset = bracket.start + 1
    inside = measured(visible[offset : bracket.stop - 1], unit_known=unit is not None)
    found = [
        item._replace(
            start=item.start + offset,
            stop=item.stop + offset,
            label_floor=item.label_floor + offset,
            label_stop=item.label_stop + offset,
        )
        for item in inside
    ]
    described: list[FoundAmount] = []
    floor = offset
    for item in found:
        if item.unit is None and unit is None and item.upper is None and item.stop - item.start < 3:
            continue  # (1) is a number of a list or a step, no count
        label = label_before(folded.string, floor, item, {})
        if not described and label is None and not folded.string[floor : item.start].strip():
            label = words_before(folded.string, words, bracket.start)
        described.append(_found(folded, item, label, None, unit))
        floor = item.stop
    return described


def _skip_blanks(string: str, at: int) -> int:
    while at < len(string) and string[at].isspace():
        at += 1
    return at


def _is_taken(string: str, bracket: Bracket, taken: list[Span]) -> bool:
    """Whether a bracket holds only a period (with 現在, 時点 …): the date of the figure, no note."""
    place = bisect_left(taken, (bracket.start + 1, 0))
    if place == len(taken) or taken[place][1] >= bracket.stop:
        return False
    start, stop = taken[place]
    rest = string[bracket.start + 1 : start] + string[stop : bracket.stop - 1]
    return BESIDE_PERIOD.fullmatch(rest.strip()) is not None


def _found(
    folded: Folded, item: Measured, label: Span | None, note: Bracket | None, unit: RowUnit | None
) -> FoundAmount:
    start, stop = folded.span(item.start, item.stop)
    label_span = folded.span(*label) if label else None
    note_span = folded.span(note.start, note.stop) if note else None
    common = unit if unit is not None and item.unit is None else RowUnit(1, None, None)
    amount = Amount(
        value=_number(item.value * common.factor),
        upper=None if item.upper is None else _number(item.upper * common.factor),
        unit=item.unit or common.unit,
        per=item.per or common.per,
        comparator=item.comparator,
        label=folded.printed[slice(*label_span)].strip() if label_span else None,
        note=folded.printed[note_span[0] + 1 : note_span[1] - 1].strip() if note_span else None,
    )
    return FoundAmount(amount, start, stop, label_span, note_span)


def _number(value: Fraction) -> Number:
    return value.numerator if value.denominator == 1 else float(value)
