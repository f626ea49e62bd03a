"""`planextract diagnostics` and `schema`: what the output can hold."""

from __future__ import annotations

from planextract.cli import streams
from planextract.cli.drawing import drawn, listing
from planextract.diagnostics import CATALOGUE
from planextract.errors import UsageError
from planextract.export.documents import pretty
from planextract.schema import PlanDocument


def schema() -> int:
    """Print the JSON Schema (draft 2020-12) of a document, keys sorted."""
    published = {"$schema": "https://json-schema.org/draft/2020-12/schema", **PlanDocument.model_json_schema()}
    streams.write(pretty(published, sort=True))
    return 0


def diagnostics(code: str | None) -> int:
    """List the catalogue, or explain one code. Raises UsageError for a code outside it."""
    if code is None:
        table = listing("code", "severity", "meaning")
        for known, entry in sorted(CATALOGUE.items()):
            table.add_row(known, entry.severity, entry.title)
        streams.write(drawn(table))
        return 0
    if code not in CATALOGUE:
        raise UsageError(f"unknown diagnostic {code!r}", remedy="`planextract diagnostics` lists all")
    entry = CATALOGUE[code]
    streams.write(f"{code} ({entry.severity})\n{entry.title}.\n\nMessage: {entry.template}\n{entry.advice}\n")
    return 0
