"""The catalogue of doubts: every code with its severity, what it means and what to do; and the report of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from planextract.schema import Diagnostic, Provenance, Severity


class Entry(NamedTuple):
    """One code. `template` is filled by the arguments of `Report.add`; `advice` tells the reader what to do."""

    severity: Severity
    title: str
    template: str
    advice: str


CATALOGUE: dict[str, Entry] = {
    # The document as a whole
    "no-measures": Entry(
        "error",
        "No measures were found",
        "no table of the document gave a measure ({tables} tables)",
        "Without tables it is prose, or its columns were lost on the way (tabs or commas part them); with tables, "
        "`planextract inspect` shows which columns got which role: a heading may be missing in the vocabulary.",
    ),
    "generic-parser": Entry(
        "info",
        "No municipal parser claims the document",
        "no municipal parser claims this document; read by headings and layout alone",
        "Check a few values against the page; --parser forces a municipal parser.",
    ),
    "municipality-unknown": Entry(
        "warning",
        "The municipality was not recognised",
        "no municipality could be recognised in the document",
        "Say it with --municipality CODE.",
    ),
    "municipality-ambiguous": Entry(
        "warning",
        "Several municipalities are in question",
        "it may be {candidates}; nothing in the document decides",
        "Say it with --municipality CODE.",
    ),
    "title-unknown": Entry(
        "warning",
        "No title was found",
        "no line of the document looks like the title of a plan",
        "The title field is null; check the first page.",
    ),
    "plan-period-unknown": Entry(
        "info",
        "The plan's own period was not found",
        "no 計画期間 or 対象期間 was found",
        "The plan.period field is null; check the document's introduction.",
    ),
    "encoding-doubtful": Entry(
        "warning",
        "The character encoding is a guess",
        "the text was read as {encoding}; {reason}",
        "Say it with --input-encoding NAME if characters look wrong.",
    ),
    "control-characters": Entry(
        "info",
        "Control characters were taken out",
        "{count} control characters were taken out of the text",
        "Nothing to do unless words look joined.",
    ),
    # Pages of a PDF
    "page-unreadable": Entry(
        "error",
        "A page cannot be read",
        "page {page} cannot be read: {reason}",
        "The other pages were read; save the file again with another program and compare.",
    ),
    "pages-not-counted": Entry(
        "error",
        "A file holds more pages than it says",
        "the file holds {held} pages and says {count}; the others were not read",
        "Open it in a viewer; save it again with another program, which counts anew.",
    ),
    "page-without-text": Entry(
        "warning",
        "A page holds pictures only",
        "no text on {pages}: scanned or drawn as outlines",
        "Run text recognition (for example OCRmyPDF) over the file and read its result.",
    ),
    "page-limit": Entry(
        "warning",
        "A page holds more than is read",
        "page {page} holds more objects, corners or characters than are read; the rest was left out",
        "Check the page; the limits are documented.",
    ),
    "page-too-complex": Entry(
        "warning",
        "A page's drawing is too complex for tables",
        "page {page} has too many lines that cross: a map or a drawing; only its text was read",
        "Look at the page: a table on it was read as prose.",
    ),
    "columns-by-white-space": Entry(
        "info",
        "A table without upright rules was read",
        "a table on page {page} has no upright rules; the white space between its words told the columns",
        "Compare one row with the page.",
    ),
    "rows-by-white-space": Entry(
        "warning",
        "A table without any rules was read",
        "a table on page {page} is drawn without rules; the white space between its words told rows and columns",
        "Compare its rows with the page, above all values beside merged cells.",
    ),
    "label-rows-doubtful": Entry(
        "warning",
        "A label's rows are not certain",
        "no rule tells which rows the label 「{label}」 stands beside",
        "Look at the page: the rows above and below the label may be its own or those of its neighbours.",
    ),
    "hidden-text": Entry(
        "warning",
        "Text that nobody can see was left out",
        "{count} characters on page {page} were left out, {reason}: {text}",
        "Look at the page: what cannot be seen there is no part of the document.",
    ),
    "text-without-size": Entry(
        "warning",
        "Text drawn at no size was left out",
        "{count} pieces of text on page {page} are drawn so small that nothing of them is seen, and were left out",
        "Look at the page: what cannot be seen there is no part of the document.",
    ),
    "text-doubtful": Entry(
        "warning",
        "The file's text may not be what its page shows",
        "text on page {page} may not be what is seen there: {reason}",
        "Compare names and figures with the page; where they differ, run text recognition over it.",
    ),
    "text-over-page": Entry(
        "warning",
        "Text typed over a page was left out",
        "on page {page} stands a text that was typed over it or filled into a field, and was not read: {text}",
        "Take over by hand what belongs to the plan, or print the file into a new PDF and read that.",
    ),
    "hidden-text-layer": Entry(
        "warning",
        "A page's hidden text layer was read",
        "page {page} shows pictures or outlines only; the text behind them ({reason}) was read",
        "It usually comes from text recognition: compare names and figures with the page.",
    ),
    "unmapped-glyphs": Entry(
        "warning",
        "Characters have no known meaning",
        "{count} characters on page {page} are drawn but the file does not say which they are: {text}",
        "Compare the cells that hold them with the page.",
    ),
    "engine-fallback": Entry(
        "info",
        "A page was read by another engine",
        "page {page} was read with {engine}: {reason}",
        "Compare a few cells with the page; --engine native shows what it would be without.",
    ),
    "cross-check-difference": Entry(
        "warning",
        "Two engines disagree on a cell",
        "{engine} reads otherwise: {said}",
        "Look at the cell on the page (`planextract inspect FILE --page N -o page.png`).",
    ),
    # Tables
    "table-skipped": Entry(
        "info",
        "A table gave no measures",
        "table skipped: {reason}",
        "Nothing to do for an index, a glossary or a roster. Of an unknown table the words are named that may be its "
        "headings: if it belongs to the plan, `planextract parsers draft` proposes what they mean.",
    ),
    "heading-unknown": Entry(
        "info",
        "A heading has no known meaning",
        "the heading 「{heading}」 ({where}) is not in the vocabulary",
        "Its cells are kept as texts of role other; a parser's declaration can name the role, and "
        "`planextract parsers draft` writes one.",
    ),
    "row-cell-count": Entry(
        "warning",
        "A row does not fit its columns",
        "{cells} cells for {columns} columns; {assumption}",
        "Compare the row with the page.",
    ),
    "header-shifted": Entry(
        "info",
        "Header and data are not aligned",
        "the headings do not stand over their data; columns were assigned by order and content: {assignment}",
        "Compare one row with the page.",
    ),
    "unconsumed-text": Entry(
        "warning",
        "Words of a plan table were not understood",
        "{count} characters were taken by no field: {text}",
        "They are listed in coverage.unconsumed; read them on the page.",
    ),
    # Numbering and overview lists
    "number-gap": Entry(
        "warning",
        "A number is missing",
        "numbering goes from {before} to {after}",
        "Check whether the document leaves it out or the reader lost it.",
    ),
    "number-repeated": Entry(
        "warning",
        "A number occurs twice",
        "the number {number} occurs {count} times",
        "Identifiers are made unique by the path; check the page.",
    ),
    "overview-name": Entry(
        "warning",
        "List and sheet differ in the name",
        "the list says 「{listed}」, the sheet 「{sheet}」",
        "The sheet's name is used.",
    ),
    "overview-departments": Entry(
        "warning",
        "List and sheet differ in departments",
        "the list says {listed}, the sheet {sheet}",
        "The sheet's departments are used.",
    ),
    "overview-value": Entry(
        "warning",
        "List and sheet differ in a value",
        "「{indicator}」: the list says {listed}, the sheet {sheet}",
        "The sheet's value is used.",
    ),
    "overview-other": Entry(
        "warning",
        "List and sheet differ in something else",
        "「{what}」: the list says {listed}, the sheet {sheet}",
        "The sheet's words are used.",
    ),
    "overview-only": Entry(
        "warning",
        "A measure stands only in the list",
        "the list names 「{listed}」; no sheet was found for it",
        "Check whether the sheet was lost.",
    ),
    # Values
    "achievement-mismatch": Entry(
        "warning",
        "Symbol and words disagree",
        "the symbol {symbol} stands with 「{label}」; the words decide",
        "Check the legend on the page.",
    ),
    "unit-mismatch": Entry(
        "warning",
        "Units of baseline and target differ",
        "「{indicator}」 is given in {first} and in {second}",
        "Do not compare the figures before looking at the page.",
    ),
    "total-mismatch": Entry(
        "warning",
        "A printed total is not the sum",
        "the total {total} is not the sum of its parts, {sum}",
        "Check the figures on the page.",
    ),
    "share-over-100": Entry(
        "warning",
        "A share is above 100 %",
        "{value}% for the share 「{indicator}」",
        "Check the figure on the page.",
    ),
    "enumeration-mismatch": Entry(
        "warning",
        "Enumerated names and values do not pair",
        "{names} enumerated names but {values} values",
        "Values were left together; check the page.",
    ),
    "indicator-unnamed": Entry(
        "warning",
        "Values stand without an indicator's name",
        "values of 「{title}」 stand without the name of an indicator; the measure's title was used",
        "Check on the page what the figures count.",
    ),
    "title-from-heading": Entry(
        "info",
        "A table of indicators names no measure",
        "the table names no measure; the heading above it, 「{title}」, was taken for the one its figures belong to",
        "Check whose figures they are; a heading that only divides the plan is no measure.",
    ),
    # Periods
    "year-past-era": Entry(
        "info",
        "A year lies past its era's end",
        "{raw} is read arithmetically as {year}",
        "Nothing to do: the document was printed before the era changed.",
    ),
    "calendar-mismatch": Entry(
        "warning",
        "和暦 and 西暦 disagree",
        "{raw}: {first} and {second} are different years; the first is used",
        "Check the page.",
    ),
    "date-incomplete": Entry(
        "info",
        "A part of a date is missing",
        "{raw}: a part is missing; the {granularity} is used",
        "Nothing to do if the page leaves it open.",
    ),
    "era-inferred": Entry(
        "info",
        "A year has no era",
        "{raw} is read as {era}",
        "Check that the era is right.",
    ),
    "year-unit-assumed": Entry(
        "info",
        "A western year stands without 年 or 年度",
        "{raw} has no unit; it is read as the fiscal year",
        "Check whether the page means calendar years.",
    ),
    "date-invalid": Entry(
        "warning",
        "A date does not exist",
        "{raw} is no date of the calendar",
        "Check the page.",
    ),
    "period-unknown": Entry(
        "warning",
        "The period of a value is not known",
        "no period was found for the column 「{heading}」",
        "The observation's period is null.",
    ),
}


@dataclass(slots=True)
class Report:
    """Collects the diagnostics of one document, in the order they were found, each once."""

    found: list[Diagnostic] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def add(self, code: str, provenance: Provenance | None = None, **arguments: object) -> None:
        """Add a finding; `arguments` fill the code's template. Raises KeyError for a code outside the catalogue."""
        entry = CATALOGUE[code]
        message = entry.template.format(**arguments)
        self._keep(Diagnostic(severity=entry.severity, code=code, message=message, provenance=provenance or []))

    def extend(self, other: Report) -> None:
        """Add all findings of another report."""
        for diagnostic in other.found:
            self._keep(diagnostic)

    def _keep(self, diagnostic: Diagnostic) -> None:
        key = repr(diagnostic)
        if key not in self._seen:
            self._seen.add(key)
            self.found.append(diagnostic)
