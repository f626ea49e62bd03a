"""`planextract inspect` and `parsers`: how documents are read, for when a new plan reads badly."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import cast

from rich.console import RenderableType
from rich.table import Table

from planextract import api
from planextract.cli import streams
from planextract.cli.drawing import STYLES, drawn, listing, words
from planextract.cli.failures import guarded
from planextract.cli.inputs import Input, inputs
from planextract.cli.parsing import Reading, chosen
from planextract.cli.places import where
from planextract.cli.summary import counted, percentage
from planextract.errors import UsageError
from planextract.explanation import TableExplanation
from planextract.export import files
from planextract.export.documents import Json, pretty
from planextract.schema import PlanDocument

_UNKNOWN = "?"


def inspect(file: str, reading: Reading) -> int:
    """Show one document; readable in a pipe too."""
    (source,) = inputs([file])
    return guarded(partial(_inspect, source, reading), source.place)


def _inspect(source: Input, reading: Reading) -> int:
    document, tables = api.explain(
        source.open(), name=source.forced_name, parser=reading.parser, encoding=reading.encoding, pdf=reading.pdf
    )
    streams.write(drawn(_facts(document), *_tables(tables), *_left_over(document), *_diagnostics(document)))
    return 0


def draw(file: str, reading: Reading, page: int | None, output: str | None) -> int:
    """Write the picture of one page. Raises UsageError where page or file is missing, OutputError."""
    if page is None or not output:
        raise UsageError("--page N and -o PNG belong together", remedy="give both, or neither")
    (source,), path = inputs([file]), Path(output)
    if output != "-":
        files.require_writable(path)
    return guarded(partial(_draw, source, reading, page, path), source.place)


def _draw(source: Input, reading: Reading, page: int, path: Path) -> int:
    picture = api.draw(source.open(), page, name=source.forced_name, parser=reading.parser, pdf=reading.pdf)
    if str(path) == "-":
        streams.write(picture)
    else:
        files.write(path, [picture])
    return 0


def parsers(parser: str | None) -> int:
    """List the ids of all parsers, or print one's declaration; `parser` is as for --parser."""
    wanted = chosen(parser)
    if wanted is None:
        streams.write("".join(f"{name}\n" for name in api.parser_ids()))
    else:
        streams.write(pretty(cast(Json, api.parser_declaration(wanted))))
    return 0


def draft(file: str, reading: Reading, parser_id: str) -> int:
    """Print a declaration drawn up from one document; its effect is told on standard error."""
    (source,) = inputs([file])
    return guarded(partial(_draft, source, reading, parser_id), source.place)


def _draft(source: Input, reading: Reading, parser_id: str) -> int:
    drafted = api.draft_parser(
        source.open(), parser_id, name=source.forced_name, encoding=reading.encoding, pdf=reading.pdf
    )
    streams.write(drafted.file)
    effect = f"{counted(drafted.measures, 'measure')} with this draft, {drafted.without} without it"
    asked = f"{counted(drafted.proposed, 'heading')} to confirm, {drafted.unknown} without a proposal"
    streams.tell(f"{source.place}: {effect}; {asked}")
    return 0


def _facts(document: PlanDocument) -> RenderableType:
    town, plan, coverage = document.municipality, document.plan, document.coverage
    pages = f", {document.source.page_count} pages" if document.source.page_count else ""
    facts = {
        "document": f"{document.source.name} ({document.source.media_type}{pages})",
        "parser": f"{document.parser.id} {document.parser.version}",
        "municipality": " ".join(filter(None, (town.code, town.prefecture, town.name))) or _UNKNOWN,
        "title": plan.title or _UNKNOWN,
        "kind": plan.kind,
        "plan period": plan.period.raw if plan.period else _UNKNOWN,
        "as of": plan.as_of.raw if plan.as_of else _UNKNOWN,
        "measures": str(len(document.measures)),
        "coverage": f"{percentage(coverage)} ({coverage.consumed} of {coverage.characters} characters)",
    }
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in facts.items():
        table.add_row(words(name, "bold"), words(value, "yellow" if value == _UNKNOWN else ""))
    return table


def _tables(tables: list[TableExplanation]) -> list[RenderableType]:
    parts: list[RenderableType] = [words(f"\nTables: {len(tables)}", "bold")]
    for number, group in enumerate(_alike(tables), 1):
        parts += _table(number, group)
    return parts


def _alike(tables: list[TableExplanation]) -> list[list[TableExplanation]]:
    """Neighbouring tables that were read in the same way, together: a document of forms has one sheet a measure."""
    groups: list[list[TableExplanation]] = []
    for table in tables:
        last = groups[-1][-1] if groups else None
        if last and (last.kind, last.reason, last.explanations) == (table.kind, table.reason, table.explanations):
            groups[-1].append(table)
        else:
            groups.append([table])
    return groups


def _table(number: int, group: list[TableExplanation]) -> list[RenderableType]:
    first = group[0]
    last = group[-1]
    unit, start, stop = ("page", first.page, last.page) if first.page else ("line", first.line, last.line)
    lines = f"{unit} {start}" if len(group) == 1 else f"{len(group)} tables, {unit}s {start} to {stop}"
    shape = " · ".join(f"{rows}×{columns}" for rows, columns in Counter((t.rows, t.columns) for t in group))
    head = f"\n{number}. {lines} ({shape}): {first.kind}, {sum(table.measures for table in group)} measures"
    style = "dim" if first.kind == "skipped" else "bold"
    parts: list[RenderableType] = [words(head, style), words(f"   {first.reason}", "dim")]
    if first.explanations:
        table = listing("heading", "role", "why")
        for column in first.explanations:
            role = words(column.role or _UNKNOWN, "" if column.role else "yellow")
            table.add_row(words(column.heading.replace("\n", " ")), role, words(column.reason, "dim"))
        parts.append(table)
    return parts


def _left_over(document: PlanDocument) -> list[RenderableType]:
    pieces = document.coverage.unconsumed
    if not pieces:
        return [words("\nNot understood: nothing", "bold")]
    table = listing("where", "words")
    for piece in pieces:
        table.add_row(where(piece.provenance), words(piece.text))
    return [words(f"\nNot understood: {len(pieces)}", "bold"), table]


def _diagnostics(document: PlanDocument) -> list[RenderableType]:
    table = listing("code", "severity", "where", "message")
    for found in document.diagnostics:
        severity = words(found.severity, STYLES[found.severity])
        table.add_row(found.code, severity, where(found.provenance), words(found.message))
    head = words(f"\nDiagnostics: {len(document.diagnostics)}", "bold")
    return [head, table] if document.diagnostics else [head]
