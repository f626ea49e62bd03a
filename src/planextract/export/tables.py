"""A document as tables: one row a document, a measure, an indicator, an amount, a schedule entry, a text and so on.

All tables begin with the same columns, so that they can be joined by `document` and `measure_id`, and by
`indicator_index` where they have it. Indices count from 1, like pages and lines. `path` is joined by ` > `, every other
list by `;`. Cells without a value are None. What the columns hold is said in `fields`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from planextract.export.owners import owner, owners
from planextract.export.table_names import TableName
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


class TableLayout(NamedTuple):
    """A table's column names, the function that gives its rows in document order, and what ties it to the others.

    `key` are the columns that tell its rows apart (none where a row stands for something that is not there, such as
    the observations of a measure without indicators); `parent` is a table whose key its rows have, too.
    """

    columns: tuple[str, ...]
    rows: Callable[[PlanDocument], Iterator[Cells]]
    key: tuple[str, ...]
    parent: TableName | None


_ORIGIN = ("document", "source", "municipality_code", "municipality", "plan")
_MEASURE = ("measure_id", "measure_number", "measure_title")
_PERIOD = ("period_start", "period_end", "period_granularity", "period_modifier", "period", "fiscal_year")
_PLACE = ("page", "line")


def document_key(document: PlanDocument) -> str:
    """What a document is known by where it stands alone: the first 12 digits of its hash."""
    return document.source.sha256[:12]


def _origin(document: PlanDocument) -> Cells:
    town = document.municipality
    return (document_key(document), document.source.name, town.code, town.name, document.plan.title)


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


def _documents(document: PlanDocument) -> Iterator[Cells]:
    source, plan, parser, coverage = document.source, document.plan, document.parser, document.coverage
    as_of = (plan.as_of.raw, plan.as_of.start, plan.as_of.end) if plan.as_of else (None, None, None)
    severities = [found.severity for found in document.diagnostics]
    yield (
        *(*_origin(document), document.municipality.prefecture, plan.kind, *_period(plan.period), *as_of),
        *(source.sha256, source.media_type, source.page_count, parser.id, parser.version),
        *(len(document.measures), coverage.characters, coverage.consumed),
        *(severities.count("error"), severities.count("warning")),
    )


def _indicators(document: PlanDocument) -> Iterator[Cells]:
    for measure in document.measures:
        for number, indicator in enumerate(measure.indicators, 1):
            head = (*_origin(document), *_measure(measure), number, indicator.name)
            yield (*head, len(indicator.observations), _joined(indicator.notes), *_place(indicator.provenance))


def _departments(document: PlanDocument) -> Iterator[Cells]:
    for measure in document.measures:
        named = [("responsible", name) for name in measure.departments]
        named += [("related", name) for name in measure.related_departments]
        for number, (relation, name) in enumerate(named, 1):
            yield (*_origin(document), *_measure(measure), number, relation, name, *_place(measure.provenance))


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


_OF_MEASURE = ("document", "measure_id")

TABLES: dict[TableName, TableLayout] = {
    "documents": TableLayout(
        (
            *(*_ORIGIN, "prefecture", "plan_kind", *_PERIOD, "as_of", "as_of_start", "as_of_end"),
            *("sha256", "media_type", "pages", "parser", "parser_version"),
            *("measures", "characters", "consumed", "errors", "warnings"),
        ),
        _documents,
        ("document",),
        None,
    ),
    "measures": TableLayout(
        (
            *(*_ORIGIN, *_MEASURE, "path", "departments", "related_departments", "tags", "audience"),
            *("achievement_symbol", "achievement", "achievement_level", "next_action"),
            *("indicators", "schedule_entries", "texts", "notes", "indicator_notes", *_PLACE),
        ),
        _measures,
        _OF_MEASURE,
        "documents",
    ),
    "indicators": TableLayout(
        (*_ORIGIN, *_MEASURE, "indicator_index", "indicator", "observations", "notes", *_PLACE),
        _indicators,
        (*_OF_MEASURE, "indicator_index"),
        "measures",
    ),
    "observations": TableLayout(
        (
            *(*_ORIGIN, *_MEASURE, "path", "departments", "indicator_index", "indicator"),
            *("observation_index", "kind", *_PERIOD, "status", "raw", *_AMOUNT, "notes", *_PLACE),
        ),
        _observations,
        (),
        "measures",
    ),
    "departments": TableLayout(
        (*_ORIGIN, *_MEASURE, "department_index", "relation", "department", *_PLACE),
        _departments,
        (*_OF_MEASURE, "department_index"),
        "measures",
    ),
    "schedule": TableLayout(
        (*_ORIGIN, *_MEASURE, "entry_index", "activity", "label", *_PERIOD, "text", "marker", *_PLACE),
        _schedule,
        (*_OF_MEASURE, "entry_index"),
        "measures",
    ),
    "texts": TableLayout(
        (*_ORIGIN, *_MEASURE, "text_index", "role", "label", "text", *_PLACE),
        _texts,
        (*_OF_MEASURE, "text_index"),
        "measures",
    ),
    "costs": TableLayout(
        (*_ORIGIN, *_MEASURE, "cost_index", "row", *_PERIOD, "stage", "raw", *_AMOUNT[1:], *_PLACE),
        _costs,
        (*_OF_MEASURE, "cost_index"),
        "measures",
    ),
    "assessments": TableLayout(
        (*_ORIGIN, *_MEASURE, "assessment_index", "criterion", "symbol", "label", "reason", *_PLACE),
        _assessments,
        (*_OF_MEASURE, "assessment_index"),
        "measures",
    ),
    "diagnostics": TableLayout(
        (*_ORIGIN, *_MEASURE, "severity", "code", "message", *_PLACE), _diagnostics, (), "documents"
    ),
}


class Keys:
    """Keys of documents that are written together: no two have the same, even where two files do."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def give(self, document: PlanDocument) -> str:
        """The document's key: the first 12 digits of its hash, with -2, -3 … for further copies of the same file."""
        key = document_key(document)
        copies = self._given[key] = self._given.get(key, 0) + 1
        return key if copies == 1 else f"{key}-{copies}"


def rows(document: PlanDocument, table: TableName, key: str) -> Iterator[Cells]:
    """The document's rows of the table under this key, which is the first column of every table."""
    return ((key, *row[1:]) for row in TABLES[table].rows(document))


def exceed(document: PlanDocument, most: int) -> bool:
    """Whether the texts of all its tables together have more than `most` characters: rows repeat what they share.

    A cell of ten thousand amounts stands in each of ten thousand rows. Counting ends where the answer is known.
    """
    left = most
    for layout in TABLES.values():
        for row in layout.rows(document):
            left -= sum(len(cell) for cell in row if isinstance(cell, str))
            if left < 0:
                return True
    return False
