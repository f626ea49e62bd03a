"""Indicator rows → indicators: enumerated and joined ones taken apart, every value cell an observation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from planextract.characters import fold
from planextract.diagnostics import Report
from planextract.interpret.wording import folded_blanks, name_form
from planextract.layout.contents import ARROWS, Content, content_of
from planextract.normalise.amounts import enumerated, read_amounts
from planextract.normalise.observation import read_cell
from planextract.normalise.periods import FoundPeriod, YearContext, read_periods
from planextract.normalise.units import COUNTERS
from planextract.record import IndicatorRow, Ledger, Role, ValueCell
from planextract.schema import Indicator, Observation, ObservationKind, Period
from planextract.text import Text

_KINDS: dict[Role, ObservationKind] = {Role.BASELINE: "baseline", Role.ACTUAL: "actual", Role.TARGET: "target"}
_NONE_SET = re.compile(
    r"(?:[^。]{0,12}(?:指標|目標|KPI)[^。]{0,12}?)?(?:の?設定(?:は|が|を)?)?"
    r"(?:ありません|な[しい]|無し|未設定|設定しない|設けない|しない)|該当な[しい]|[-‐‑‒–—―−－ーｰ─━]+"
)
_REMARK = re.compile(r"[※＊*]")
_LAST_BRACKET = re.compile(r"[(\[](?P<said>単位[:：]?)?(?P<unit>[^()\[\]]{1,12})[)\]]\s*(?:【[^【】]*】)?$")
_TO = re.compile(f"[{ARROWS}]")


@dataclass(slots=True)
class Interpretation:
    """What all interpretation of one document shares: findings, used characters, and the eras for bare years."""

    report: Report
    ledger: Ledger = field(default_factory=Ledger)
    context: YearContext | None = None

    def period(self, found: FoundPeriod | None, text: Text) -> Period | None:
        """The period of a heading or cell; its doubts become diagnostics at `text`."""
        if found is None:
            return None
        for doubt in found.doubts:
            self.report.add(doubt.code, text.provenance, **dict(doubt.arguments))
        return found.period


class _Part(NamedTuple):
    """One value: its own part of a cell."""

    cell: ValueCell
    text: Text


@dataclass(slots=True)
class _Draft:
    """One indicator before its values are read."""

    name: Text
    notes: list[Text]
    parts: list[_Part]


def interpret_row(row: IndicatorRow, given: Interpretation, unnamed: str) -> tuple[list[Indicator], list[str]]:
    """The indicators of one row, and notes where it says that there are none (OUTPUT.md rules 3 and 7).

    `unnamed` stands in for the name where the document prints none.
    """
    given.ledger.take(row.name)
    given.ledger.take(row.unit)
    given.ledger.take_all(row.notes)
    for value in row.values:
        given.ledger.take_all((value.heading, value.text))
    name = folded_blanks(row.name.string)
    if name and _NONE_SET.fullmatch(name.rstrip("。")) and all(map(_says_nothing, row.values)):
        return [], [] if content_of(name) is Content.DASH else [name.rstrip("。")]
    return [_indicator(draft, row, given, unnamed) for draft in _drafts(row, given)], []


def _says_nothing(value: ValueCell) -> bool:
    return content_of(value.text.string) in (Content.BLANK, Content.DASH)


def _drafts(row: IndicatorRow, given: Interpretation) -> list[_Draft]:
    name, remarks = _split_remarks(row.name)
    marked = enumerated(name.string)
    if len(marked) > 1:
        return _enumerated(row, name, remarks, given)
    joined = _joined(row, name)
    if joined:
        joined[-1].notes.extend(remarks)
        return joined
    return [_Draft(name, remarks, [_Part(value, value.text) for value in row.values])]


def _split_remarks(name: Text) -> tuple[Text, list[Text]]:
    """A name without the ※ remarks behind it."""
    starts = [match.start() for match in _REMARK.finditer(name.string) if match.start() > 0]
    if not starts:
        return name, []
    edges = [*starts, len(name)]
    remarks = [name.slice(a, b).strip() for a, b in pairwise(edges)]
    return name.slice(0, starts[0]).strip(), remarks


def _enumerated(row: IndicatorRow, name: Text, remarks: list[Text], given: Interpretation) -> list[_Draft]:
    """①… ②…: one indicator each; a value cell without marks stands for each of them."""
    drafts: dict[str, _Draft] = {}
    for mark, start, stop in enumerated(name.string):
        drafts[mark] = _Draft(name.slice(start, stop), [], [])
    for remark in remarks:
        about = [mark for mark in drafts if mark in remark.string]
        drafts[about[0] if about else [*drafts][-1]].notes.append(remark)
    for value in row.values:
        parts = _marked_parts(value.text)
        if parts and set(parts) != set(drafts):
            given.report.add("enumeration-mismatch", value.text.provenance, names=len(drafts), values=len(parts))
        for mark, draft in drafts.items():
            if not parts or mark in parts:
                draft.parts.append(_Part(value, parts.get(mark, value.text)))
    return [*drafts.values()]


def _marked_parts(text: Text) -> dict[str, Text]:
    """The enumerated parts of a cell, each with its mark."""
    string = text.string
    return {mark: text.slice(string.rindex(mark, 0, start), stop) for mark, start, stop in enumerated(string)}


def _joined(row: IndicatorRow, name: Text) -> list[_Draft]:
    """Indicators joined by 、 with as many labelled values in every cell: one each, paired in order."""
    names = _split_outside_brackets(name)
    if len(names) < 2:
        return []
    drafts = [_Draft(part, [], []) for part in names]
    for value in row.values:
        if not value.text.string.strip():
            for draft in drafts:
                draft.parts.append(_Part(value, value.text))
            continue
        cuts = _labelled_cuts(value.text)
        if len(cuts) != len(names):
            return []
        for draft, part in zip(drafts, cuts, strict=True):
            draft.parts.append(_Part(value, part))
    said = any(part.text.string.strip() for part in drafts[0].parts)
    return drafts if said else []


def _split_outside_brackets(name: Text) -> list[Text]:
    depth, start, parts = 0, 0, []
    for i, character in enumerate(name.string):
        depth += (character in "(（「『[【") - (character in ")）」』]】")
        if character in "、，" and depth <= 0:
            parts.append(name.slice(start, i).strip())
            start = i + 1
    return [part for part in (*parts, name.slice(start).strip()) if part]


def _labelled_cuts(text: Text) -> list[Text]:
    """A cell cut before each labelled amount; nothing where an amount has no label."""
    taken = [(found.start, found.stop) for found in read_periods(text.string)]
    labels = [found.label for found in read_amounts(text.string, taken=taken)]
    if any(label is None for label in labels):
        return []
    edges = [0, *(label[0] for label in labels[1:] if label is not None), len(text)]
    return [text.slice(start, stop).strip() for start, stop in pairwise(edges)]


def _indicator(draft: _Draft, row: IndicatorRow, given: Interpretation, unnamed: str) -> Indicator:
    name = name_form(draft.name)
    if not name:
        given.report.add("indicator-unnamed", row.values[0].text.provenance if row.values else None, title=unnamed)
    unit = folded_blanks(row.unit.string) or _unit_in_brackets(name)
    observations = [observation for part in draft.parts for observation in _observations(part, unit or None, given)]
    return Indicator(
        name=name or unnamed,
        observations=observations,
        notes=[folded_blanks(note.string) for note in (*draft.notes, *row.notes)],
        provenance=draft.name.provenance or row.name.provenance,
    )


def _unit_in_brackets(name: str) -> str | None:
    """The unit in a bracket at the name's end that holds nothing else: 来場者数（千人）, 面積（単位：㎡）【10㎡】."""
    match = _LAST_BRACKET.search(fold(name).string)
    if match is None:
        return None
    unit = match["unit"]
    bare = re.sub(r"^[十百千]?[万億]?(?=.)", "", unit.split("/")[0])
    said = match["said"] or bare in COUNTERS or unit == "%"
    return unit if said else None


def _observations(part: _Part, unit: str | None, given: Interpretation) -> list[Observation]:
    halves = _before_and_after(part)
    if halves:
        return [_observation(half, unit, given) for half in halves]
    return [_observation(part, unit, given)]


def _before_and_after(part: _Part) -> list[_Part]:
    """０人（2014年度）→ ６人（2019年度）in one cell: a baseline and a target (OUTPUT.md rule 8)."""
    arrow = _TO.search(part.text.string)
    if arrow is None:
        return []
    halves = part.text.slice(0, arrow.start()).strip(), part.text.slice(arrow.end()).strip()
    if not all(read_cell(half.string).amounts and read_periods(half.string) for half in halves):
        return []
    return [
        _Part(part.cell._replace(role=role), half)
        for role, half in zip((Role.BASELINE, Role.TARGET), halves, strict=True)
    ]


def _observation(part: _Part, unit: str | None, given: Interpretation) -> Observation:
    cell, text = part
    reading = read_cell("" if cell.crossed_out else text.string, unit=unit, context=given.context)
    period = given.period(reading.period, text) or given.period(cell.period, cell.heading)
    if period is None:
        given.report.add(
            "period-unknown", cell.heading.provenance, heading=folded_blanks(cell.heading.string) or "(none)"
        )
    return Observation(
        kind=_KINDS[cell.role],
        period=period,
        raw=folded_blanks(text.string),
        amounts=list(reading.amounts),
        status=reading.status,
        notes=list(reading.notes),
        provenance=text.provenance or cell.text.provenance,
    )
