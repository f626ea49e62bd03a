"""Overview lists that name the same measures as the sheets: what only they tell, and where they disagree (rule 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from planextract.characters import squeeze
from planextract.diagnostics import Report
from planextract.interpret.wording import in_order, name_form, number_form, split_number, tags_in, take_marks
from planextract.normalise.names import split_departments
from planextract.record import Record, Role
from planextract.schema import Measure, Tag
from planextract.text import Text

_ALIKE = 0.7
_MOST_COMPARED = 400  # comparing every entry with every title costs the square


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of an overview list."""

    number: str | None
    title: str
    tags: tuple[Tag, ...]
    departments: tuple[str, ...]
    related: tuple[str, ...]
    place: Text


def listed(record: Record) -> Listed:
    """Read one record of an overview list."""
    number = take_marks(record.first(Role.NUMBER) or record.first(Role.ITEM))
    title = take_marks(record.first(Role.TITLE))
    own, rest = split_number(title.text)
    tags = [tag for entry in record.all_of(Role.TAG) for tag in tags_in(entry.value.string)]
    return Listed(
        number=number_form(number.text or own),
        title=name_form(rest),
        tags=tuple(dict.fromkeys((*number.tags, *title.tags, *tags))),
        departments=_names(record, Role.DEPARTMENT),
        related=_names(record, Role.RELATED),
        place=record.first(Role.TITLE),
    )


def _names(record: Record, role: Role) -> tuple[str, ...]:
    return tuple(name for entry in record.all_of(role) for name, _, _ in split_departments(entry.value.string))


def merge(measures: Sequence[Measure], records: Sequence[Record], report: Report) -> list[Measure]:
    """The measures with the tags that only this list tells; differences in names and departments are reported."""
    by_number = {measure.number: i for i, measure in enumerate(measures) if measure.number}
    unique = len(by_number) == len(measures)
    by_title: dict[str, list[int]] = {}
    for i, measure in enumerate(measures):
        by_title.setdefault(squeeze(measure.title), []).append(i)
    merged = list(measures)
    used: set[int] = set()
    for entry in map(listed, records):
        index = by_number.get(entry.number or "") if unique else None
        if index is None:
            index = _by_title(entry, by_title, measures, used)
        if index is None:
            report.add("overview-only", entry.place.provenance, listed=entry.title)
            continue
        used.add(index)
        merged[index] = _merged(merged[index], entry, report)
    return merged


def _by_title(entry: Listed, by_title: dict[str, list[int]], measures: Sequence[Measure], used: set[int]) -> int | None:
    """The first unused measure of that title, else the most alike one after the last used."""
    equal = by_title.get(squeeze(entry.title), [])
    free = [i for i in equal if i not in used]
    if free:
        return free[0]
    if len(measures) > _MOST_COMPARED:
        return None
    ratios = [
        (SequenceMatcher(None, squeeze(entry.title), squeeze(measures[i].title), autojunk=False).ratio(), -i)
        for i in range(len(measures))
        if i not in used
    ]
    best, negative = max(ratios, default=(0.0, 0))
    return -negative if best >= _ALIKE else None


def _merged(measure: Measure, entry: Listed, report: Report) -> Measure:
    if squeeze(entry.title) != squeeze(measure.title):
        report.add("overview-name", entry.place.provenance, listed=entry.title, sheet=measure.title)
    for said, own in ((entry.departments, measure.departments), (entry.related, measure.related_departments)):
        if said and own and set(map(squeeze, said)) != set(map(squeeze, own)):
            report.add("overview-departments", entry.place.provenance, listed="、".join(said), sheet="、".join(own))
    tags = in_order((*measure.tags, *entry.tags))
    return measure if tags == measure.tags else measure.model_copy(update={"tags": tags})
