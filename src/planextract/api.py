"""The library: one function for a document, one for its tables; the command line stands on nothing else.

file → sources, engines → tables → parsers → layout → interpret → checks → PlanDocument
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from planextract import checks, collection, engines, sources
from planextract.composition import Interpreted, document_of
from planextract.diagnostics import Report
from planextract.drafting.declaration import drafted
from planextract.drafting.proposals import Proposal
from planextract.drafting.proposals import proposals as proposals_of
from planextract.engines import Engine, PdfOptions
from planextract.errors import UsageError
from planextract.explanation import TableExplanation, explained
from planextract.layout.heads import heads_of
from planextract.normalise.municipalities import by_code
from planextract.parsers import declared, registry
from planextract.parsers.parser import Parser, cell_keys, words_of
from planextract.schema import Diagnostic, PlanDocument
from planextract.sources.watching import Watch, unwatched
from planextract.table import Reading, Table

Input = str | Path | BinaryIO

_AS_IT_IS = PdfOptions()
_READINGS = 4  # of a document for which a parser is drafted: each may bring more headings to light


@collection.paused()
def parse(
    source: Input,
    *,
    name: str | None = None,
    parser: str | Parser | None = None,
    municipality: str | None = None,
    encoding: str | None = None,
    engine: Engine = "auto",
    pages: Iterable[int] | None = None,
    password: str | None = None,
    cross_check: bool = False,
    watch: Watch = unwatched,
) -> PlanDocument:
    """Read one plan document.

    `source` is a path or an open binary file (then `name` stands in `source.name`). `parser` forces a parser: a
    declaration, or the id of a known one; `municipality` is a 全国地方公共団体コード of six digits, `encoding` a
    character encoding by its Python name. Of a PDF, `engine` finds the tables on `pages` (from 1; all where not said);
    `password` opens it; `cross_check` reports each cell on which a second engine disagrees; `watch` is told of each
    page (`planextract.sources.watching`).
    Raises InputError, ParserError, UsageError, LimitError (see `planextract.errors`).
    """
    _refuse_unknown(parser, municipality)
    pdf = PdfOptions(engine, _chosen(pages), password, cross_check, watch)
    return _interpreted(read(source, name=name, encoding=encoding, pdf=pdf), parser, municipality).document


@collection.paused()
def read_tables(
    source: Input,
    *,
    name: str | None = None,
    encoding: str | None = None,
    engine: Engine = "auto",
    pages: Iterable[int] | None = None,
    password: str | None = None,
) -> list[Table]:
    """The document's tables in reading order, without any interpretation; arguments and errors as of `parse`."""
    return read(source, name=name, encoding=encoding, pdf=PdfOptions(engine, _chosen(pages), password)).tables


def read(
    source: Input, *, name: str | None = None, encoding: str | None = None, pdf: PdfOptions = _AS_IT_IS
) -> Reading:
    """The document's tables and paragraphs in reading order, with what was found while reading them.

    The bytes decide: what starts like a PDF goes to an engine, everything else is read as text. Raises InputError,
    UsageError, LimitError.
    """
    return _reading(sources.load(source, name=name), encoding, pdf)


def _reading(file: sources.File, encoding: str | None, pdf: PdfOptions) -> Reading:
    if not sources.is_pdf(file.data):
        if pdf.pages is not None:
            raise UsageError("pages can be chosen in a PDF, and this is none", place=file.place, remedy="leave it out")
        return sources.read_text(file, encoding=encoding)
    # Messages name the path, the document names the file.
    return replace(engines.read(file.data, name=file.place, options=pdf), name=file.name)


@collection.paused()
def explain(
    source: Input,
    *,
    name: str | None = None,
    parser: str | Parser | None = None,
    encoding: str | None = None,
    pdf: PdfOptions = _AS_IT_IS,
) -> tuple[PlanDocument, list[TableExplanation]]:
    """The document together with how each of its tables was read (what `planextract inspect` shows)."""
    _refuse_unknown(parser, None)
    document, selections, reader = _interpreted(read(source, name=name, encoding=encoding, pdf=pdf), parser, None)
    return document, [explained(selection, reader) for selection in selections]


def draw(
    source: Input,
    page: int,
    *,
    name: str | None = None,
    parser: str | Parser | None = None,
    pdf: PdfOptions = _AS_IT_IS,
) -> bytes:
    """Page `page` (from 1) of a PDF as a PNG, how it was read drawn over it (`planextract.overlay`).

    The whole document is read: what a column means may stand on another page. Raises UsageError for what is no PDF
    or a page that it lacks, else as `parse`.
    """
    _refuse_unknown(parser, None)
    file = sources.load(source, name=name)
    if not sources.is_pdf(file.data):
        raise UsageError("only pages of a PDF can be drawn", place=file.place, remedy="leave --page out")
    reading = _reading(file, None, pdf)
    if not 1 <= page <= (reading.page_count or 0):
        remedy = f"the file has pages 1 to {reading.page_count}"
        raise UsageError(f"there is no page {page}", place=file.place, remedy=remedy)
    document, selections, _ = _interpreted(reading, parser, None)
    from planextract import overlay  # nothing else needs Pillow

    return overlay.picture(file.data, page, selections, document.coverage.unconsumed, pdf.password)


def recheck(document: PlanDocument) -> list[Diagnostic]:
    """Run the checks that need nothing but the document itself (what `planextract validate` does)."""
    return checks.recheck(document).found


def parser_ids() -> list[str]:
    """The ids of all parsers, `generic` last."""
    return [parser.id for parser in registry.parsers()]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A declaration drawn up from a document (`file`: Python), and its effect: measures without it and with it.

    `proposed` headings have a role that waits to be confirmed, `unknown` ones none.
    """

    file: str
    without: int
    measures: int
    proposed: int
    unknown: int


def draft_parser(
    source: Input, parser_id: str, *, name: str | None = None, encoding: str | None = None, pdf: PdfOptions = _AS_IT_IS
) -> Drafted:
    """Draw up a declaration for documents like this one: who publishes them, how they are known, what their words mean.

    Headings outside the common vocabulary get the role that the words under them tell. The document is read again with
    these, as long as that brings new headings to light. Raises ParserError for an id that is none, else as `parse`.
    """
    reading = read(source, name=name, encoding=encoding, pdf=pdf)
    words, cells = words_of(reading), cell_keys(reading)
    parser, counts = Parser(id=parser_id, version="1.0"), list[int]()
    proposals: list[Proposal] = []
    for _ in range(_READINGS):
        report = Report()
        report.extend(reading.report)
        document, selections, reader = _interpreted(replace(reading, report=report), parser, None)
        counts.append(len(document.measures))
        found = heads_of(selections, reader)
        known = {proposal.heading for proposal in proposals}
        proposals += [proposal for proposal in proposals_of(found) if proposal.heading not in known]
        draft = drafted(parser_id, reading.name, document.municipality, words, cells, found, proposals)
        if draft.parser.headings == parser.headings:
            break
        parser = replace(parser, headings=draft.parser.headings)
    roles = [proposal.role for proposal in draft.proposals]
    return Drafted(draft.file, counts[0], counts[-1], len(roles) - roles.count(None), roles.count(None))


def load_parser(path: Path) -> Parser:
    """The declaration in a Python file, which runs as such. Raises ParserError naming file and field."""
    return declared.load(path)


def parser_declaration(wanted: str | Parser) -> dict[str, object]:
    """One parser's declaration as plain values for display. Raises ParserError for an unknown id."""
    parser = _named(wanted)
    known = by_code(parser.municipality) if parser.municipality else None
    evidence = parser.evidence
    return {
        "id": parser.id,
        "version": parser.version,
        "municipality": f"{known.code} {known.name} ({known.prefecture})" if known else None,
        "evidence.all_of": list(evidence.all_of) if evidence else [],
        "evidence.layouts": [sorted(layout) for layout in evidence.layouts] if evidence else [],
        "headings": {heading: role.value for heading, role in parser.headings.items()},
        "repair": parser.repair is not None,
        "refine": parser.refine is not None,
    }


def _chosen(pages: Iterable[int] | None) -> frozenset[int] | None:
    return None if pages is None else frozenset(pages)


def _named(parser: str | Parser) -> Parser:
    return parser if isinstance(parser, Parser) else registry.named(parser)


def _refuse_unknown(parser: str | Parser | None, municipality: str | None) -> None:
    if parser is not None:
        _named(parser)
    if municipality is not None and by_code(municipality) is None:
        raise UsageError(
            f"no municipality has the code {municipality!r}", remedy="give the six digits of 全国地方公共団体コード"
        )


def _interpreted(reading: Reading, parser: str | Parser | None, municipality: str | None) -> Interpreted:
    return document_of(reading, None if parser is None else _named(parser), municipality)
