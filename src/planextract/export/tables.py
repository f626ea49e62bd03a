"""A document as tables: one row an amount, a measure, a schedule entry, a text, a cost, a judgement or a diagnostic.

All tables begin with the same columns, so that they can be joined by `document` and `measure_id`. Indices count from 1,
like pages and lines. `path` is joined by ` > `, every other list by `;`. Cells without a value are None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from planextract.export.owners import owner, owners
from planextract.schema import (
    Amount,
    Indicator,
    Measure,
    Observation,
    PagePlace,
    Period,
    PlanDocument,
    Provenance,
)

Cell = str | int | float | None
Cells = tuple[Cell, ...]
TableName = Literal["observations", "measures", "schedule", "texts", "costs", "assessments", "diagnostics"]


class TableLayout(NamedTuple):
    """A table's column names and the function that gives its rows, in document order."""

    columns: tuple[str, ...]
    rows: Callable[[PlanDocument], Iterator[Cells]]


_ORIGIN = ("document", "source", "municipality_code", "municipality", "plan")
_MEASURE = ("measure_id", "measure_number", "measure_title")
_PERIOD = ("period_start", "period_end", "period_granularity", "period_modifier", "period", "fiscal_year")
_PLACE = ("page", "line")


def _origin(document: PlanDocument) -> Cells:
    town = document.municipality
    return (document.source.sha256[:12], document.source.name, town.code, town.name, document.plan.title)


def _measure(measure: Measure) -> Cells:
    return (measure.id, measure.number, measure.title)


def _joined(items: list[str]) -> str | None:
    return ";".join(items) or None


def _path(measure: Measure) -> str | None:
    return " > ".join(measure.path) or None


def _period(period: Period | None) -> Cells:
    if period is None:
        return (None,) * len(_PERIOD)
    return (period.start, period.end, period.granularity, period.modifier, period.raw, fiscal_year(period))


def fiscal_year(period: Period) -> int | None:
    """The fiscal year (1 April to 31 March, 地方自治法第208条) that holds the whole period, if there is one."""
    if period.start is None or period.end is None:
        return None
    first, last = (int(day[:4]) - (day[5:7] < "04") for day in (period.start, period.end))
    return first if first == last else None


def _place(provenance: Provenance) -> Cells:
    first = provenance[0] if provenance else None
    if isinstance(first, PagePlace):
        return (first.page, None)
    return (None, first.line if first else None)


def _observations(document: PlanDocument) -> Iterator[Cells]:
    for measure in document.measures:
        head = (*_origin(document), *_measure(measure), _path(measure), _joined(measure.departments))
        for number, indicator in enumerate(measure.indicators, 1):
            for tail in _indicator(indicator):
                yield (*head, number, indicator.name, *tail)
        if not measure.indicators:
            yield (*head, None, None, *_unobserved(measure.notes, measure.provenance))


def _indicator(indicator: Indicator) -> Iterator[Cells]:
    for number, observation in enumerate(indicator.observations, 1):
        read = (number, observation.kind, *_period(observation.period), observation.status, observation.raw)
        for amount in _amounts(observation):
            yield (*read, *amount, _joined(observation.notes), *_place(observation.provenance))
    if not indicator.observations:
        yield _unobserved(indicator.notes, indicator.provenance)


def _unobserved(notes: list[str], provenance: Provenance) -> Cells:
    return (*(None,) * (4 + len(_PERIOD) + len(_AMOUNT)), _joined(notes), *_place(provenance))


def _amounts(observation: Observation) -> Iterator[Cells]:
    for number, amount in enumerate(observation.amounts, 1):
        yield (number, *_amount(amount))
    if not observation.amounts:
        yield (None,) * len(_AMOUNT)


def _amount(amount: Amount) -> Cells:
    return (amount.value, amount.upper, amount.unit, amount.per, amount.comparator, amount.label, amount.note)


_AMOUNT = ("amount_index", "value", "upper", "unit", "per", "comparator", "label", "note")


def _measures(document: PlanDocument) -> Iterator[Cells]:
    for measure in document.measures:
        lists = (measure.departments, measure.related_departments, measure.tags, measure.audience)
        achieved = measure.achievement
        yield (
            *_origin(document),
            *_measure(measure),
            _path(measure),
            *(_joined([*items]) for items in lists),
            *((achieved.symbol, achieved.label, achieved.level) if achieved else (None, None, None)),
            measure.next_action,
            *(len(items) for items in (measure.indicators, measure.schedule, measure.texts)),
            _joined(measure.notes),
            _joined([f"{indicator.name}: {note}" for indicator in measure.indicators for note in indicator.notes]),
            *_place(measure.provenance),
        )


def _schedule(document: PlanDocument) -> Iterator[Cells]:
    for measure in document.measures:
        for number, entry in enumerate(measure.schedule, 1):
            head = (*_origin(document), *_measure(measure), number, entry.activity, entry.label)
            yield (*head, *_period(entry.period), entry.text, entry.marker, *_place(entry.provenance))


def _texts(document: PlanDocument) -> Iterator[Cells]:
    for measure in document.measures:
        for number, prose in enumerate(measure.texts, 1):
            words = (number, prose.role, prose.label, prose.text)
            yield (*_origin(document), *_measure(measure), *words, *_place(prose.provenance))


def _costs(document: PlanDocument) -> Iterator[Cells]:
    for measure in document.measures:
        for number, cost in enumerate(measure.costs, 1):
            amount = _amount(cost.amount) if cost.amount else (None,) * (len(_AMOUNT) - 1)
            head = (*_origin(document), *_measure(measure), number, cost.label, *_period(cost.period))
            yield (*head, cost.stage, cost.raw, *amount, *_place(cost.provenance))


def _assessments(document: PlanDocument) -> Iterator[Cells]:
    for measure in document.measures:
        for number, judged in enumerate(measure.assessments, 1):
            words = (number, judged.criterion, judged.symbol, judged.label, judged.reason)
            yield (*_origin(document), *_measure(measure), *words, *_place(judged.provenance))


def _diagnostics(document: PlanDocument) -> Iterator[Cells]:
    measures = owners(document)
    for finding in document.diagnostics:
        measure = owner(measures, finding.provenance)
        whose = _measure(measure) if measure else (None,) * len(_MEASURE)
        said = (finding.severity, finding.code, finding.message)
        yield (*_origin(document), *whose, *said, *_place(finding.provenance))


TABLES: dict[TableName, TableLayout] = {
    "observations": TableLayout(
        (
            *(*_ORIGIN, *_MEASURE, "path", "departments", "indicator_index", "indicator"),
            *("observation_index", "kind", *_PERIOD, "status", "raw", *_AMOUNT, "notes", *_PLACE),
        ),
        _observations,
    ),
    "measures": TableLayout(
        (
            *(*_ORIGIN, *_MEASURE, "path", "departments", "related_departments", "tags", "audience"),
            *("achievement_symbol", "achievement", "achievement_level", "next_action"),
            *("indicators", "schedule_entries", "texts", "notes", "indicator_notes", *_PLACE),
        ),
        _measures,
    ),
    "schedule": TableLayout(
        (*_ORIGIN, *_MEASURE, "entry_index", "activity", "label", *_PERIOD, "text", "marker", *_PLACE), _schedule
    ),
    "texts": TableLayout((*_ORIGIN, *_MEASURE, "text_index", "role", "label", "text", *_PLACE), _texts),
    "costs": TableLayout(
        (
            *(*_ORIGIN, *_MEASURE, "cost_index", "row", *_PERIOD, "stage", "raw"),
            *(*_AMOUNT[1:], *_PLACE),
        ),
        _costs,
    ),
    "assessments": TableLayout(
        (*_ORIGIN, *_MEASURE, "assessment_index", "criterion", "symbol", "label", "reason", *_PLACE), _assessments
    ),
    "diagnostics": TableLayout((*_ORIGIN, *_MEASURE, "severity", "code", "message", *_PLACE), _diagnostics),
}
