"""From tables to a document: the stages, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planextract import checks
from planextract.coverage import measure_coverage
from planextract.diagnostics import Report
from planextract.interpret import facts
from planextract.interpret.document import interpret_tables
from planextract.interpret.indicators import Interpretation
from planextract.layout.headings import HeadingReader
from planextract.layout.infer import Inference
from planextract.layout.select import Selection, select
from planextract.normalise.municipalities import by_code, in_words, recognise
from planextract.normalise.periods import year_context
from planextract.parsers import registry
from planextract.parsers.parser import Parser
from planextract.schema import Coverage, Measure, Municipality, ParserUsed, Plan, PlanDocument, Source
from planextract.table import Block, Paragraph, Reading
from planextract.text import NOTHING


class Interpreted(NamedTuple):
    """A document, what became of each of its tables, and what knew its headings."""

    document: PlanDocument
    selections: list[Selection]
    reader: HeadingReader


def document_of(reading: Reading, parser: Parser | None, municipality: str | None) -> Interpreted:
    """The chain of plain functions: tables → layouts → records → measures → document.

    `parser` and `municipality` (a code) are what the user forces. Raises ParserError where two parsers claim it.
    """
    report = reading.report
    parser = parser or registry.claiming(reading)
    blocks: list[Block] = [b if isinstance(b, Paragraph) else parser.repaired(b) for b in reading.blocks]
    context = year_context(_strings(reading))
    title = facts.find_title(blocks)
    reader = HeadingReader(parser.additions, context)
    inference = Inference(reader, facts.default_kind(title))
    selections = select(inference.layouts(blocks), title)
    given = Interpretation(report, context=context)
    measures = interpret_tables(selections, parser.refined, given, reader)
    checks.check_measures(measures, report)
    document = PlanDocument(
        source=Source(
            name=reading.name, sha256=reading.sha256, media_type=reading.media_type, page_count=reading.page_count
        ),
        parser=ParserUsed(id=parser.id, version=parser.version),
        municipality=_municipality(reading, municipality, parser, report),
        plan=_plan(blocks, title, measures, given),
        measures=measures,
        coverage=_coverage(selections, title, given),
        diagnostics=report.found,
    )
    return Interpreted(document, selections, reader)


def _strings(reading: Reading) -> Iterator[str]:
    for block in reading.blocks:
        if isinstance(block, Paragraph):
            yield block.text.string
        else:
            for cell in block.cells:
                yield cell.text.string


def _coverage(selections: Sequence[Selection], title: str | None, given: Interpretation) -> Coverage:
    tables = [selection.layout.table for selection in selections if selection.use == "measures"]
    if title is not None:
        given.ledger.take_all(facts.title_words(tables, title))
    coverage = measure_coverage(tables, given.ledger)
    for piece in coverage.unconsumed:
        given.report.add("unconsumed-text", piece.provenance, count=len(piece.text), text=piece.text[:40])
    return coverage


def _plan(blocks: Sequence[Block], title: str | None, measures: Sequence[Measure], given: Interpretation) -> Plan:
    if title is None:
        given.report.add("title-unknown")
    period = facts.find_plan_period(blocks, given.context, title)
    if period is None:
        given.report.add("plan-period-unknown")
    as_of = facts.find_as_of(blocks)
    return Plan(
        title=title,
        kind=facts.kind_of(title, measures),
        period=given.period(period, NOTHING),
        as_of=given.period(as_of, NOTHING),
    )


def _municipality(reading: Reading, code: str | None, parser: Parser, report: Report) -> Municipality:
    """Whose document it is: what the user says, what its words say, or, where they do not decide, its parser.

    A parser that knows its documents by layout alone comes before their words: these name other cities, not their own.
    """
    code = code or (parser.municipality if parser.evidence is not None and not parser.evidence.all_of else None)
    recognition = recognise(_strings(reading))
    known = by_code(code) if code is not None else recognition.found
    if known is None and parser.municipality is not None:
        known = by_code(parser.municipality)
    elif known is None and recognition.candidates:
        report.add("municipality-ambiguous", candidates=in_words(recognition.candidates))
    elif known is None:
        report.add("municipality-unknown")
    if known is None:
        return Municipality(code=None, name=None, prefecture=None)
    return Municipality(code=known.code, name=known.name, prefecture=known.prefecture)
