"""`planextract show`: documents as tables that a person enjoys reading."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich import box
from rich.console import RenderableType
from rich.panel import Panel
from rich.table import Table

from planextract.batch.inputs import documents_in
from planextract.cli import streams
from planextract.cli.drawing import drawn, listing, words
from planextract.cli.failures import guarded
from planextract.cli.inputs import Input, inputs
from planextract.cli.parsing import Reading
from planextract.cli.summary import counted, percentage
from planextract.schema import Indicator, Measure, ObservationKind, PlanDocument

_CLIP = 60


class Line(NamedTuple):
    """One line of the table: a measure's indicator, or a measure without any."""

    number: str = ""
    measure: str = ""
    departments: str = ""
    indicator: str = ""
    baseline: str = ""
    actual: str = ""
    target: str = ""
    result: str = ""


def show(files: list[str], reading: Reading, limit: int | None) -> int:
    """Show every document, at most `limit` measures of each, and below several of them an overview."""
    sources = [source for argument in files for source in _sources(argument)]
    read: list[PlanDocument] = []

    def one(source: Input) -> int:
        document = reading.read(source)
        read.append(document)
        streams.write(drawn(*_document(document, limit)))
        return 0

    codes = [guarded(partial(one, source), source.place) for source in sources]
    if len(read) > 1:
        streams.write(drawn(_overview(read)))
    return max(codes)


def _sources(argument: str) -> list[Input]:
    if os.path.isdir(argument):
        return [Input(str(path)) for path in documents_in(Path(argument))]
    return inputs([argument])


def _document(document: PlanDocument, limit: int | None) -> list[RenderableType]:
    town, plan = document.municipality, document.plan
    period = plan.period.raw if plan.period else None
    facts = " · ".join(filter(None, (town.prefecture, town.name, period, document.source.name)))
    head = words(f"{plan.title or '(no title found)'}\n", "bold").append(words(facts, "not bold"))
    parts: list[RenderableType] = [Panel(head, box=box.ROUNDED, expand=False), _measures(document.measures[:limit])]
    hidden = len(document.measures[limit:]) if limit else 0
    return [*parts, words(f"  … and {counted(hidden, 'more measure')}\n", "dim")] if hidden else parts


def _measures(measures: list[Measure]) -> RenderableType:
    if not measures:
        return words("  no measures were found\n", "yellow")
    lines = [line for measure in measures for line in _lines(measure)]
    styles = {"measure": "bold", "departments": "cyan", "target": "green", "number": "dim"}
    # A column that this kind of document does not have would only take room from the others.
    used = [index for index in range(len(Line._fields)) if any(line[index] for line in lines)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index in used:
        name = Line._fields[index]
        table.add_column("" if name == "number" else name, no_wrap=name == "number", overflow="fold")
    for line in lines:
        table.add_row(*(words(_clipped(line[index]), styles.get(Line._fields[index], "")) for index in used))
    return table


def _clipped(text: str) -> str:
    """Enough of a long text to know it by."""
    return text if len(text) <= _CLIP else f"{text[: _CLIP - 1]}…"


def _lines(measure: Measure) -> list[Line]:
    result = measure.achievement
    said = " ".join(filter(None, (result.symbol, result.label))) if result else _span(measure)
    departments = "、".join(measure.departments)
    first, *others = [_figures(indicator) for indicator in measure.indicators] or [Line()]
    first = first._replace(number=measure.number or "", measure=measure.title, departments=departments, result=said)
    return [first, *others]


def _figures(indicator: Indicator) -> Line:
    latest = {kind: _latest(indicator, kind) for kind in ("baseline", "actual", "target")}
    return Line(indicator=indicator.name, **latest)


def _latest(indicator: Indicator, kind: ObservationKind) -> str:
    """The last figure of its kind as printed, with its period."""
    told = [o for o in indicator.observations if o.kind == kind and o.status != "blank"]
    if not told:
        return ""
    period = f" ({told[-1].period.raw})" if told[-1].period else ""
    return f"{told[-1].raw}{period}"


def _span(measure: Measure) -> str:
    """The first and the last period of a schedule."""
    periods = [entry.period.raw for entry in measure.schedule if entry.period and (entry.text or entry.marker)]
    return " – ".join(dict.fromkeys((periods[0], periods[-1]))) if periods else ""


def _overview(read: list[PlanDocument]) -> RenderableType:
    table = listing("document", "parser", "measures", "indicators", "figures", "doubts", "coverage")
    for document in read:
        indicators = [indicator for measure in document.measures for indicator in measure.indicators]
        figures = sum(len(observation.amounts) for indicator in indicators for observation in indicator.observations)
        doubts = sum(diagnostic.severity != "info" for diagnostic in document.diagnostics)
        counts = (len(document.measures), len(indicators), figures, doubts)
        names = (words(document.source.name), document.parser.id)
        table.add_row(*names, *map(str, counts), percentage(document.coverage))
    for column in table.columns[2:]:
        column.justify = "right"
    return table
