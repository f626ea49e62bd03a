"""Overview lists that name the same measures as the sheets: what only they tell, and where they disagree (rule 12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from planextract.characters import squeeze
from planextract.diagnostics import Report
from planextract.interpret.wording import in_order
from planextract.schema import Indicator, Measure, Observation

_ALIKE = 0.7
_SHOWN = 40
_MOST_COMPARED = 100_000  # pairs of unlike titles; each pair costs tens of microseconds


class Overview:
    """Merges lists into measures: each list names a measure once, by its number or its title."""

    def __init__(self, measures: Sequence[Measure], report: Report) -> None:
        self.measures = list(measures)
        self._report = report
        self._by_number = {measure.number: i for i, measure in enumerate(measures) if measure.number}
        self._by_title: dict[str, list[int]] = defaultdict(list)
        for i, measure in enumerate(measures):
            self._by_title[squeeze(measure.title)].append(i)
        self._compared = 0

    def merge(self, listed: Sequence[Measure]) -> None:
        """Add what only the list tells; what it tells otherwise is reported at the list's place."""
        used: set[int] = set()
        for entry in listed:
            index = self._index(entry, used)
            if index is None:
                self._report.add("overview-only", entry.provenance, listed=entry.title)
            else:
                used.add(index)
                self.measures[index] = self._merged(self.measures[index], entry)

    def _index(self, entry: Measure, used: set[int]) -> int | None:
        """The measure of that number where numbers are unique, else the first unused of that title or one alike."""
        if len(self._by_number) == len(self.measures) and entry.number in self._by_number:
            return self._by_number[entry.number]
        equal = [i for i in self._by_title.get(squeeze(entry.title), []) if i not in used]
        return equal[0] if equal else self._most_alike(entry, used)

    def _most_alike(self, entry: Measure, used: set[int]) -> int | None:
        self._compared += len(self.measures)
        if self._compared > _MOST_COMPARED:
            return None
        matcher = SequenceMatcher(None, b=squeeze(entry.title), autojunk=False)
        best, found = _ALIKE, None
        for i, measure in enumerate(self.measures):
            matcher.set_seq1(squeeze(measure.title))
            if i not in used and matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best:
                ratio = matcher.ratio()
                if ratio > best or (found is None and ratio >= best):
                    best, found = ratio, i
        return found

    def _merged(self, measure: Measure, entry: Measure) -> Measure:
        if squeeze(entry.title) != squeeze(measure.title):
            self._report.add("overview-name", entry.provenance, listed=entry.title, sheet=measure.title)
        for said, own in (
            (entry.departments, measure.departments),
            (entry.related_departments, measure.related_departments),
        ):
            if said and own and set(map(squeeze, said)) != set(map(squeeze, own)):
                self._report.add("overview-departments", entry.provenance, listed="、".join(said), sheet="、".join(own))
        for what, listed, sheet in _differences(entry, measure):
            self._report.add("overview-other", entry.provenance, what=what, listed=listed, sheet=sheet)
        labels = {text.label for text in measure.texts}
        path = [squeeze(heading) for heading in measure.path]
        # A division of the list is often the chapter that the sheet stands in.
        new = (t for t in entry.texts if t.label not in labels and not any(squeeze(t.text) in each for each in path))
        return measure.model_copy(
            update={
                "number": measure.number or entry.number,
                "tags": in_order((*measure.tags, *entry.tags)),
                "departments": measure.departments or entry.departments,
                "related_departments": measure.related_departments or entry.related_departments,
                "audience": measure.audience or entry.audience,
                "texts": [*measure.texts, *new],
                "indicators": self._indicators(measure.indicators, entry.indicators),
                "schedule": measure.schedule or entry.schedule,
                "achievement": measure.achievement or entry.achievement,
                "next_action": measure.next_action or entry.next_action,
                "notes": [*measure.notes, *(note for note in entry.notes if note not in measure.notes)],
            }
        )

    def _indicators(self, own: list[Indicator], said: list[Indicator]) -> list[Indicator]:
        """The sheet's indicators with the observations that only the list has, then those that only it names."""
        merged = list(own)
        names = {squeeze(indicator.name): i for i, indicator in enumerate(own)}
        for indicator in said:
            i = names.get(squeeze(indicator.name))
            if i is None:
                merged.append(indicator)
                continue
            more = [o for o in indicator.observations if self._is_new(o, merged[i])]
            if more:
                merged[i] = merged[i].model_copy(update={"observations": [*merged[i].observations, *more]})
        return merged

    def _is_new(self, observation: Observation, indicator: Indicator) -> bool:
        """Whether the sheet has no observation of that kind and period; other words for one are reported."""
        for own in indicator.observations:
            if (own.kind, _bounds(own)) == (observation.kind, _bounds(observation)):
                if observation.raw and squeeze(own.raw) != squeeze(observation.raw):
                    self._report.add(
                        "overview-value",
                        observation.provenance,
                        indicator=indicator.name,
                        listed=observation.raw,
                        sheet=own.raw,
                    )
                return False
        return True


def _differences(entry: Measure, measure: Measure) -> Iterator[tuple[str, str, str]]:
    """What a list tells otherwise in the fields that its sheet has too: the field, the list's words, the sheet's."""
    fields = (
        ("number", entry.number, measure.number),
        ("achievement", _achieved(entry), _achieved(measure)),
        ("next action", entry.next_action, measure.next_action),
        ("audience", "、".join(entry.audience), "、".join(measure.audience)),
        ("schedule", _scheduled(entry), _scheduled(measure)),
        *((text.label, text.text, _labelled(measure, text.label)) for text in entry.texts),
    )
    for what, listed, sheet in fields:
        if listed and sheet and squeeze(listed) not in squeeze(sheet):  # a list often shortens what the sheet says
            yield what, _shortened(listed), _shortened(sheet)


def _achieved(measure: Measure) -> str:
    found = measure.achievement
    return " ".join(filter(None, (found.symbol, found.label))) if found else ""


def _scheduled(measure: Measure) -> str:
    return " ".join(" ".join(filter(None, (step.label, step.activity, step.text))) for step in measure.schedule)


def _labelled(measure: Measure, label: str) -> str:
    return "\n".join(text.text for text in measure.texts if text.label == label)


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _bounds(observation: Observation) -> tuple[str | None, str | None] | None:
    return (observation.period.start, observation.period.end) if observation.period else None
