"""CSV files of all tables in a folder, with `datapackage.json` (Frictionless Data Package) that says what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from planextract.export import comma_separated, files
from planextract.export.attribution import GENERATOR, Licence, attribution, called
from planextract.export.comma_separated import Encoding
from planextract.export.documents import Json, pretty
from planextract.export.fields import FIELDS
from planextract.export.spool import Spool
from planextract.export.table_names import TableName
from planextract.export.tables import TABLES

DESCRIPTOR = "datapackage.json"


def write(spool: Spool, folder: Path, tables: Sequence[TableName], encoding: Encoding, licence: Licence) -> None:
    """Write `<table>.csv` for each table, then the descriptor with their sizes and hashes. Raises OutputError.

    No file gets its name before all are written, so that a character that the encoding lacks leaves everything as it
    was. The descriptor comes last: files that a killed run has exchanged do not fit the hashes of the old one.
    """
    resources: list[Json] = []
    with files.together(folder) as write:
        for table in tables:
            lines = _Measured(_lines(spool, table, encoding))
            write(f"{table}.csv", lines)
            resources.append(_resource(table, tables, encoding, lines))
        write(DESCRIPTOR, [pretty(_package(spool, resources, licence)).encode()])


def _lines(spool: Spool, table: TableName, encoding: Encoding) -> Iterator[bytes]:
    yield comma_separated.header(table, encoding)
    yield from (comma_separated.record(row, table, encoding) for row in spool.rows(table))


class _Measured:
    """Passes chunks on and keeps their length and hash."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._hash = hashlib.sha256()
        self.length = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._hash.update(chunk)
            self.length += len(chunk)
            yield chunk

    @property
    def hash(self) -> str:
        """As a data package writes it."""
        return f"sha256:{self._hash.hexdigest()}"


def _package(spool: Spool, resources: list[Json], licence: Licence) -> Json:
    line = attribution(spool.origins)
    names = dict.fromkeys((called(source), source.name) for source in spool.origins)
    terms: dict[str, Json] = {name: said for name, said in licence._asdict().items() if said is not None}
    return {
        "profile": "tabular-data-package",
        "name": "planextract",
        "title": "Tables of municipal plans",
        "description": f"{line}\n\nTexts that a spreadsheet would run as a formula stand behind an apostrophe.",
        "attribution": line,
        "licenses": [terms],
        "sources": [{"title": f"{title} ({file})"} for title, file in names],
        "generator": GENERATOR,
        "resources": resources,
    }


def _resource(table: TableName, tables: Sequence[TableName], encoding: Encoding, lines: _Measured) -> Json:
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": f"{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        # A byte order mark is no encoding of its own: readers of UTF-8 take it off.
        "encoding": "utf-8" if encoding == "utf-8-sig" else encoding,
        "bytes": lines.length,
        "hash": lines.hash,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(table, tables),
    }


def _schema(table: TableName, tables: Sequence[TableName]) -> dict[str, Json]:
    layout = TABLES[table]
    schema: dict[str, Json] = {
        "fields": [
            {"name": name, "type": FIELDS[name].kind, "description": FIELDS[name].meaning} for name in layout.columns
        ],
        "missingValues": [""],
    }
    if layout.key:
        schema["primaryKey"] = list(layout.key)
    if layout.parent and layout.parent in tables:
        key: list[Json] = list(TABLES[layout.parent].key)
        schema["foreignKeys"] = [{"fields": key, "reference": {"resource": layout.parent, "fields": key}}]
    return schema
