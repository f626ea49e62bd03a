"""Records → measures: every field of the contract from the words that carry it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from planextract.characters import fold
from planextract.interpret.indicators import Interpretation, interpret_row
from planextract.interpret.wording import (
    folded_blanks,
    heading_form,
    in_order,
    name_form,
    number_form,
    prose_form,
    split_number,
    tags_in,
    take_marks,
)
from planextract.layout.contents import ARROWS
from planextract.normalise.names import split_departments
from planextract.record import Record, Role, ScheduleCell
from planextract.schema import (
    Achievement,
    Audience,
    Indicator,
    Level,
    Measure,
    ProseText,
    ScheduleEntry,
    Tag,
    TextRole,
)
from planextract.text import NOTHING, Text

_TEXT_ROLES: dict[Role, TextRole] = {
    Role.OVERVIEW: "overview",
    Role.ACTIVITY: "overview",
    Role.POLICY: "policy",
    Role.EFFECT: "expected_effect",
    Role.AIM: "aim",
    Role.RATIONALE: "indicator_rationale",
    Role.REASON: "reason",
    Role.OTHER: "other",
    Role.COST: "other",
}
_TICKED = re.compile(r"[■☑☒✓✔]|レ(?=\s)")
_UNTICKED = re.compile(r"[□☐]")
_RESIDENTS = ("市民", "町民", "村民", "区民", "県民", "住民")
_AUDIENCES: tuple[tuple[str, Audience], ...] = (
    *((word, "citizen") for word in _RESIDENTS),
    ("庁内", "internal"),
    ("職員", "internal"),
)
_SYMBOL = re.compile(r"\s*(?P<symbol>[◎○〇◯△▲×✕☆★●]|[A-EＡ-Ｅ](?![A-Za-z]))\s*[.．:：]?\s*(?P<label>.*)", re.S)
_LEVELS: tuple[tuple[str, Level], ...] = (
    (r"取り?やめ|中止|廃止|断念|見送り", "cancelled"),
    (r"一部|部分|概ね|おおむね|ほぼ|やや", "partial"),
    (r"未達成|達成できず|達成でき(?:なかった|ていない)|達成していない|未実施|非達成", "not_achieved"),
    (r"達成", "achieved"),
)
_ARROWS_IN_TEXT = re.compile(f"[{ARROWS}]")


def interpret_record(record: Record, given: Interpretation) -> Measure:
    """The measure that a record stands for; its `id` is its number or title until `identified` sets it."""
    for entry in record.fields:
        given.ledger.take_all((entry.label, entry.value))
    number, title, tags = _identity(record)
    name = name_form(title)
    indicators, notes = _indicators(record, given, name)
    return Measure(
        id=number_form(number) or name,
        number=number_form(number),
        title=name,
        path=_path(record, given),
        departments=_departments(record, Role.DEPARTMENT),
        related_departments=_departments(record, Role.RELATED),
        tags=tags,
        audience=_audience(record),
        texts=_texts(record),
        indicators=indicators,
        schedule=[_scheduled(cell, given) for cell in record.schedule],
        achievement=_achievement(record),
        next_action=next((folded_blanks(entry.value.string) for entry in record.all_of(Role.NEXT_ACTION)), None),
        notes=[*notes, *(folded_blanks(entry.value.string) for entry in record.all_of(Role.NOTE))],
        provenance=title.provenance or number.provenance,
    )


def _identity(record: Record) -> tuple[Text, Text, list[Tag]]:
    """Number, title and tags: marks may stand at either, and a number in front of the title."""
    number = take_marks(record.first(Role.NUMBER) or record.first(Role.ITEM))
    title = take_marks(record.first(Role.TITLE))
    own_number, rest = (NOTHING, title.text) if number.text else split_number(title.text)
    of_column = [tag for entry in record.all_of(Role.TAG) for tag in tags_in(entry.value.string)]
    return number.text or own_number, rest, in_order((*number.tags, *title.tags, *of_column))


def _path(record: Record, given: Interpretation) -> list[str]:
    given.ledger.take_all(record.headings)
    headings = [heading_form(heading).strip("【】") for heading in record.headings]
    return [*headings, *(name_form(entry.value) for entry in record.all_of(Role.PATH))]


def _departments(record: Record, role: Role) -> list[str]:
    names = [name for entry in record.all_of(role) for name, _, _ in split_departments(entry.value.string)]
    return list(dict.fromkeys(names))


def _audience(record: Record) -> list[Audience]:
    """The ticked groups of an audience field: ■ 市民向け □ 庁内向け."""
    found: list[Audience] = []
    for entry in record.all_of(Role.AUDIENCE):
        for ticked in _TICKED.split(entry.value.string)[1:]:
            words = _UNTICKED.split(ticked)[0]
            found += [audience for word, audience in _AUDIENCES if word in words]
    return list(dict.fromkeys(found))


def _texts(record: Record) -> list[ProseText]:
    fields = [entry for entry in record.fields if entry.role in _TEXT_ROLES and entry.value.string.strip()]
    fields += [entry for entry in record.all_of(Role.AUDIENCE) if not _has_ticks(entry.value)]
    return [
        ProseText(
            role=_TEXT_ROLES.get(entry.role, "other"),
            label=folded_blanks(entry.label.string),
            text=prose_form(entry.value),
            provenance=entry.value.provenance,
        )
        for entry in fields
    ]


def _has_ticks(text: Text) -> bool:
    return bool(_TICKED.search(text.string) or _UNTICKED.search(text.string))


def _indicators(record: Record, given: Interpretation, title: str) -> tuple[list[Indicator], list[str]]:
    indicators: list[Indicator] = []
    notes: list[str] = []
    for row in record.indicators:
        found, said = interpret_row(row, given, title)
        indicators += found
        notes += said
    return indicators, notes


def _scheduled(cell: ScheduleCell, given: Interpretation) -> ScheduleEntry:
    given.ledger.take_all((cell.activity, cell.heading, cell.text))
    return ScheduleEntry(
        activity=name_form(cell.activity) or None,
        label=folded_blanks(cell.heading.string) or None,
        period=given.period(cell.period, cell.heading),
        text=folded_blanks(_ARROWS_IN_TEXT.sub(" ", cell.text.string)),
        marker="arrow" if cell.arrow else None,
        provenance=cell.text.provenance or cell.activity.provenance,
    )


def _achievement(record: Record) -> Achievement | None:
    entry = next(iter(record.all_of(Role.ACHIEVEMENT)), None)
    if entry is None:
        return None
    match = _SYMBOL.fullmatch(fold(entry.value.string).string)
    symbol, label = (match["symbol"], match["label"]) if match else (None, entry.value.string)
    words = folded_blanks(label)
    level = next((level for pattern, level in _LEVELS if re.search(pattern, words)), None)
    return Achievement(symbol=symbol, label=words or None, level=level, provenance=entry.value.provenance)


def without_common_headings(measures: Sequence[Measure], headings: Sequence[int]) -> list[Measure]:
    """Leave out the headings that all measures share; `headings[i]` counts the path entries that are headings.

    Fields of the sheet itself (施策の柱) stay even where they are all alike.
    """
    if not measures:
        return []
    common = min(headings)
    first = measures[0].path
    shared = next(
        (i for i in range(common) if any(measure.path[i] != first[i] for measure in measures)),
        common,
    )
    return [measure.model_copy(update={"path": measure.path[shared:]}) for measure in measures]


def identified(measures: Sequence[Measure]) -> list[Measure]:
    """Set the ids: the number where unique, else the numerals of the path before it, else # and the ordinal."""
    numbers = Counter(measure.number for measure in measures)
    by_path = [_with_path(measure) for measure in measures]
    paths = Counter(by_path)
    ids = [
        measure.number
        if measure.number is not None and numbers[measure.number] == 1
        else (by_path[i] if by_path[i] is not None and paths[by_path[i]] == 1 else None)
        for i, measure in enumerate(measures)
    ]
    taken = set(ids)
    return [
        measure.model_copy(update={"id": found or _ordinal(i, taken)})
        for i, (measure, found) in enumerate(zip(measures, ids, strict=True), 1)
    ]


def _with_path(measure: Measure) -> str | None:
    if measure.number is None:
        return None
    numerals = [re.search(r"[0-9]+", fold(heading).string) for heading in measure.path]
    return "-".join([*(match.group() for match in numerals if match), measure.number])


def _ordinal(position: int, taken: set[str | None]) -> str:
    name = f"#{position}"
    return name if name not in taken else f"{name}#"
