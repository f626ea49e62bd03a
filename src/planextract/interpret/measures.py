"""Records → measures: every field of the contract from the words that carry it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from planextract.characters import fold
from planextract.interpret.evaluations import assessments, costs, symbol_of
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
from planextract.layout.contents import without_arrows
from planextract.normalise.names import split_departments
from planextract.record import Field, Ledger, Record, Role, ScheduleCell
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
# Roles that have no field of their own in the contract: 実施時期, 掲載ページ.
_OWN_FIELDS = frozenset({Role.SCHEDULE, Role.TERM, Role.PERSON, Role.DATE, Role.UNIT, Role.INDICATOR})
_TAKEN = frozenset({Role.PAGE, Role.KIND, Role.OF_YEAR})  # where the document tells more, what the row's figures are
_NOBODY = re.compile(r"[-‐‑‒–—―−－ーｰ─━]+|なし|無し|該当なし|未定")
_BETWEEN_NAMES = re.compile(r"(?:[\s、,，・/／;；・。()（）]|及び|並びに|と|または|又は|等|ほか|他|など|各)*")
_LONGEST_ACHIEVEMENT = 12
_TICKED = re.compile(r"[■☑☒✓✔]|レ(?=\s)")
_UNTICKED = re.compile(r"[□☐]")
_RESIDENTS = ("市民", "町民", "村民", "区民", "県民", "住民")
_AUDIENCES: tuple[tuple[str, Audience], ...] = (
    *((word, "citizen") for word in _RESIDENTS),
    ("庁内", "internal"),
    ("職員", "internal"),
)
_LEVELS: tuple[tuple[str, Level], ...] = (
    (r"取り?やめ|中止|廃止|断念|見送り", "cancelled"),
    (r"一部|部分|概ね|おおむね|ほぼ|やや", "partial"),
    (r"未達成|達成できず|達成でき(?:なかった|ていない)|達成していない|未実施|非達成", "not_achieved"),
    (r"達成", "achieved"),
)


def interpret_record(record: Record, given: Interpretation) -> Measure:
    """The measure that a record stands for; its `id` is its number or title until `identified` sets it.

    What no field of the contract is made for is kept as a text of role other, under its label.
    """
    identity = _identity(record, given.ledger)
    name = name_form(identity.title)
    indicators, notes = _indicators(record, given, name)
    achievement, more_achievements = _achievement(record, given.ledger)
    actions = record.all_of(Role.NEXT_ACTION)
    tags, odd_tags = _tags(record, given.ledger)
    audience, odd_audience = _audience(record, given.ledger)
    given.ledger.take_all(record.passed)
    left = [*more_achievements, *actions[1:], *odd_tags, *odd_audience, *identity.more]
    return Measure(
        id=number_form(identity.number) or name,
        number=number_form(identity.number),
        title=name,
        path=_path(record, given.ledger),
        departments=_departments(record, Role.DEPARTMENT, given.ledger),
        related_departments=_departments(record, Role.RELATED, given.ledger),
        tags=in_order((*identity.tags, *tags)),
        audience=audience,
        texts=_texts(record, left, given.ledger),
        indicators=indicators,
        schedule=[_scheduled(cell, given) for cell in record.schedule],
        achievement=achievement,
        next_action=folded_blanks(given.ledger.take_field(actions[0])) if actions else None,
        costs=costs(record, given),
        assessments=assessments(record, given.ledger),
        notes=[*notes, *(folded_blanks(given.ledger.take_field(entry)) for entry in record.all_of(Role.NOTE))],
        provenance=identity.title.provenance or identity.number.provenance,
    )


class _Identity(NamedTuple):
    number: Text
    title: Text
    tags: tuple[Tag, ...]
    more: list[Field]


def _identity(record: Record, ledger: Ledger) -> _Identity:
    """Number, title and tags: marks may stand at either, and a number in front of the title."""
    numbers = [*record.all_of(Role.NUMBER), *record.all_of(Role.ITEM)]
    titles = record.all_of(Role.TITLE)
    for entry in (*numbers[:1], *titles[:1]):
        ledger.take_field(entry)
    number = take_marks(numbers[0].value if numbers else NOTHING)
    title = take_marks(titles[0].value if titles else NOTHING)
    own_number, rest = (NOTHING, title.text) if number.text else split_number(title.text)
    return _Identity(number.text or own_number, rest, (*number.tags, *title.tags), [*numbers[1:], *titles[1:]])


def _tags(record: Record, ledger: Ledger) -> tuple[list[Tag], list[Field]]:
    """The tags of columns of their own, and the cells in which other words stand beside them."""
    found: list[Tag] = []
    odd: list[Field] = []
    for entry in record.all_of(Role.TAG):
        tags, complete = tags_in(entry.value.string)
        found += tags
        if complete:
            ledger.take_field(entry)
        else:
            odd.append(entry)
    return found, odd


def _path(record: Record, ledger: Ledger) -> list[str]:
    ledger.take_all(record.headings)
    headings = [heading_form(heading).strip("【】") for heading in record.headings]
    fields = record.all_of(Role.PATH)
    for entry in fields:
        ledger.take_field(entry)
    return [*headings, *(name_form(entry.value) for entry in fields)]


def _departments(record: Record, role: Role, ledger: Ledger) -> list[str]:
    names: list[str] = []
    for entry in record.all_of(role):
        parts = split_departments(entry.value.string)
        names += [name for name, _, _ in parts if not _NOBODY.fullmatch(name)]
        edges = [0, *(edge for _, start, stop in parts for edge in (start, stop)), len(entry.value)]
        between = "".join(entry.value.string[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
        if _BETWEEN_NAMES.fullmatch(between):
            ledger.take_field(entry)
        else:
            ledger.take_all((entry.label, *(entry.value.slice(start, stop) for _, start, stop in parts)))
    return list(dict.fromkeys(names))


def _audience(record: Record, ledger: Ledger) -> tuple[list[Audience], list[Field]]:
    """The ticked groups of an audience field (■ 市民向け □ 庁内向け), and the fields with other groups ticked."""
    found: list[Audience] = []
    odd: list[Field] = []
    for entry in record.all_of(Role.AUDIENCE):
        ticked = [_UNTICKED.split(piece)[0] for piece in _TICKED.split(entry.value.string)[1:]]
        groups = [[audience for word, audience in _AUDIENCES if word in piece] for piece in ticked]
        found += [audience for group in groups for audience in group]
        if _has_ticks(entry.value) and all(groups):
            ledger.take_field(entry)
        else:
            odd.append(entry)
    return list(dict.fromkeys(found)), odd


def _texts(record: Record, left: Sequence[Field], ledger: Ledger) -> list[ProseText]:
    """Prose fields in the order of the document, with what belongs to no other field."""
    kept = [entry for entry in record.fields if entry.role in _TEXT_ROLES or entry.role in _OWN_FIELDS or entry in left]
    texts = []
    for entry in kept:
        ledger.take_field(entry)
        if entry.value.string.strip():
            texts.append(
                ProseText(
                    role=_TEXT_ROLES.get(entry.role, "other"),
                    label=folded_blanks(entry.label.string),
                    text=prose_form(entry.value),
                    provenance=entry.value.provenance,
                )
            )
    for entry in record.fields:
        if entry.role in _TAKEN:
            ledger.take_field(entry)  # no statement of its own about the measure
        elif not entry.value.string.strip():
            ledger.take(entry.label)
    return texts


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
        text=folded_blanks(without_arrows(cell.text.string)),
        marker="arrow" if cell.arrow else None,
        provenance=cell.text.provenance or cell.activity.provenance,
    )


def _achievement(record: Record, ledger: Ledger) -> tuple[Achievement | None, list[Field]]:
    """The first field that reads as an achievement, and the others: 評価 beside 進捗状況."""
    entries = record.all_of(Role.ACHIEVEMENT)
    if not entries:
        return None, []
    read = [_achieved(entry.value) for entry in entries]
    best = next((i for i, achievement in enumerate(read) if achievement.symbol or achievement.level), 0)
    if not (read[best].symbol or read[best].level) and len(entries[best].value) > _LONGEST_ACHIEVEMENT:
        return None, entries
    ledger.take_field(entries[best])
    return read[best], entries[:best] + entries[best + 1 :]


def _achieved(value: Text) -> Achievement:
    symbol, words = symbol_of(value.string)
    level = next((level for pattern, level in _LEVELS if re.search(pattern, words)), None)
    return Achievement(symbol=symbol, label=words or None, level=level, provenance=value.provenance)


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
    unique = {number for number, count in numbers.items() if number is not None and count == 1}
    by_path = Counter(_with_path(measure) for measure in measures)
    named = []
    for i, measure in enumerate(measures, 1):
        path = _with_path(measure)
        if measure.number in unique:
            own = measure.number
        else:
            own = path if path is not None and by_path[path] == 1 and path not in unique else f"#{i}"
        named.append(measure.model_copy(update={"id": own}))
    return named


def _with_path(measure: Measure) -> str | None:
    if measure.number is None:
        return None
    numerals = [re.search(r"[0-9]+", fold(heading).string) for heading in measure.path]
    return "-".join([*(match.group() for match in numerals if match), measure.number])
