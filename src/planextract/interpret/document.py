"""Selected tables → the document's measures, and what is to be said about the tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planextract.characters import squeeze
from planextract.diagnostics import Report
from planextract.interpret.indicators import Interpretation
from planextract.interpret.measures import identified, interpret_record, without_common_headings
from planextract.interpret.overviews import Overview
from planextract.interpret.wording import folded_blanks
from planextract.layout.headers import Segment
from planextract.layout.headings import HeadingReader
from planextract.layout.heads import unknown_words
from planextract.layout.infer import Layout
from planextract.layout.outline import level_of
from planextract.layout.select import Selection, titled
from planextract.record import Ledger, Record, Role
from planextract.schema import Measure, Provenance

_MOST_WORDS = 12

Refine = Callable[[Measure, Record], Measure]


def interpret_tables(
    selections: Sequence[Selection], refine: Refine, given: Interpretation, reader: HeadingReader
) -> list[Measure]:
    """The measures of all selected tables in reading order; overviews merged, findings in `given.report`.

    `reader` knows which headings are in the vocabulary.
    """
    holding = [selection.layout for selection in selections if selection.use == "measures"]
    records = [record for layout in holding for record in titled(layout)]
    measures = [refine(interpret_record(record, given), record) for record in records]
    dividing = {run.piece for record in records for heading in record.headings for run in heading.pieces()}
    printed = {squeeze(heading.string) for record in records for heading in record.headings}
    for layout in holding:
        _account_for(layout, given.ledger, given.report, reader)
        # A chapter without measures divides nothing: it stays unread.
        for text in layout.sections:
            own = any(run.piece in dividing for run in text.pieces())
            if own or squeeze(text.string) in printed or level_of(text) is None:
                given.ledger.take(text)
    measures = without_common_headings(measures, [len(record.headings) for record in records])
    overview = Overview(measures, given.report)
    for selection in selections:
        if selection.use == "overview":
            overview.merge([interpret_record(record, given) for record in titled(selection.layout)])
        if selection.use != "measures":
            given.report.add("table-skipped", _place(selection.layout), reason=_reason(selection, reader))
    if not measures:
        given.report.add("no-measures", tables=len(selections))
    return identified(overview.measures)


def _place(layout: Layout) -> Provenance:
    return next((cell.text.provenance for cell in layout.table.cells if cell.text), [])


def _reason(selection: Selection, reader: HeadingReader) -> str:
    """Why a table gave no measures; where nobody knows what it is, with the words that may be its headings."""
    words = unknown_words(selection.layout, reader) if selection.unknown else []
    if not words:
        return selection.reason
    told = [f"{word.column + 1} 「{folded_blanks(word.text.string)}」" for word in words[:_MOST_WORDS]]
    more = " …" if len(words) > _MOST_WORDS else ""
    return f"{selection.reason} (by column: {', '.join(told)}{more})"


def _account_for(layout: Layout, ledger: Ledger, report: Report, reader: HeadingReader) -> None:
    """Headers are used; what is unknown or doubtful in them is said."""
    report.extend(layout.report)
    for segment in layout.segments:
        for index in segment.header:
            ledger.take_all(cell.text for cell in segment.table.rows[index])
        _say_shifted(segment, report)
        for column in segment.columns:
            if column.role is None and column.heading:
                heading = folded_blanks(column.heading.string)
                where = f"column {column.index + 1}"
                report.add("heading-unknown", column.heading.provenance, heading=heading, where=where)
    for record in layout.records if layout.shape in ("form", "sheet") else ():
        for entry in record.fields:
            if entry.role is Role.OTHER and entry.label and not reader.read(entry.label).known:
                heading = folded_blanks(entry.label.string)
                report.add("heading-unknown", entry.label.provenance, heading=heading, where="a label")


def _say_shifted(segment: Segment, report: Report) -> None:
    if segment.shifted:
        assignment = ", ".join(
            f"{column.index + 1} {column.role.value if column.role else '?'}"
            + (f" {column.found.period.raw}" if column.found else "")
            for column in segment.columns
        )
        first = segment.table.rows[segment.header.start]
        report.add("header-shifted", [p for cell in first[:1] for p in cell.text.provenance], assignment=assignment)
