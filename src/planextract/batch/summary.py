"""What a run amounts to: the figures that are shown at its end and stand in `run.json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from planextract import __version__
from planextract.batch.journal import Entry
from planextract.batch.messages import Failure


class Outcome(NamedTuple):
    """What became of one input: its entry, whether that was known from before, and the seconds that reading took."""

    entry: Entry
    resumed: bool
    seconds: float


class Listed(BaseModel):
    """One input in `run.json`. `resumed`: it was done before; `seconds`: what reading it took now, else 0."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    input: str
    sha256: str | None
    output: str | None
    parser: str | None
    pages: int
    measures: int
    indicators: int
    observations: int
    diagnostics: dict[str, int]
    failure: Failure | None
    resumed: bool
    seconds: float


class Summary(BaseModel):
    """A run in figures. `complete` is false where it was interrupted; `documents` counts its inputs.

    `pages_a_second` counts the pages of PDFs that were read now, over the time of the whole run.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    planextract: str
    complete: bool
    documents: int
    read: int
    failed: int
    resumed: int
    not_reached: int
    pages: int
    measures: int
    indicators: int
    observations: int
    severities: dict[str, int]
    diagnostics: dict[str, int]
    failures: dict[str, int]
    seconds: float
    pages_a_second: float | None
    inputs: list[Listed]


def summary_of(outcomes: Sequence[Outcome], wanted: int, seconds: float, *, complete: bool) -> Summary:
    """The summary of a run that was to read `wanted` inputs and took `seconds`."""
    ordered = sorted(outcomes, key=lambda outcome: outcome.entry.name)
    facts = [outcome.entry.facts for outcome in ordered if outcome.entry.facts]
    now = sum(o.entry.facts.pages for o in ordered if o.entry.facts and not o.resumed)
    return Summary(
        planextract=__version__,
        complete=complete,
        documents=wanted,
        read=len(facts),
        failed=len(ordered) - len(facts),
        resumed=sum(outcome.resumed for outcome in ordered),
        not_reached=wanted - len(ordered),
        pages=sum(fact.pages for fact in facts),
        measures=sum(fact.measures for fact in facts),
        indicators=sum(fact.indicators for fact in facts),
        observations=sum(fact.observations for fact in facts),
        severities=_total(fact.severities for fact in facts),
        diagnostics=_total(fact.diagnostics for fact in facts),
        failures=_total({o.entry.failure.failure: 1} for o in ordered if o.entry.failure),
        seconds=round(seconds, 3),
        pages_a_second=round(now / seconds, 1) if now and seconds > 0 else None,
        inputs=[_listed(outcome) for outcome in ordered],
    )


def _total(counts: Iterable[Mapping[Any, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items()))


def _listed(outcome: Outcome) -> Listed:
    entry, facts = outcome.entry, outcome.entry.facts
    return Listed(
        name=entry.name,
        input=entry.key,
        sha256=entry.sha256,
        output=f"documents/{entry.name}.json" if facts else None,
        parser=facts.parser if facts else None,
        pages=facts.pages if facts else 0,
        measures=facts.measures if facts else 0,
        indicators=facts.indicators if facts else 0,
        observations=facts.observations if facts else 0,
        diagnostics=facts.diagnostics if facts else {},
        failure=entry.failure,
        resumed=outcome.resumed,
        seconds=round(outcome.seconds, 3),
    )
