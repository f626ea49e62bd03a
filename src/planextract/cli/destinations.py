"""Where documents go: standard output, one file for all, or one file each in a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from planextract.cli import streams
from planextract.cli.inputs import Input
from planextract.errors import OutputError, UsageError
from planextract.export import comma_separated, documents, files
from planextract.export.comma_separated import Encoding
from planextract.export.tables import TableName
from planextract.schema import PlanDocument

Format = Literal["json", "jsonl", "csv"]
_BY_SUFFIX: dict[str, Format] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


class Destination(Protocol):
    """Takes documents one by one."""

    def add(self, source: Input, document: PlanDocument) -> None:
        """Take one document. Raises OutputError."""

    def close(self) -> None:
        """Write what is still to be written. Raises OutputError."""


@dataclass(slots=True)
class Encoder:
    """Turns documents into bytes of one format. For csv the first one brings the header."""

    form: Format
    table: TableName | None
    encoding: Encoding
    _begun: bool = False

    def encode(self, document: PlanDocument) -> bytes:
        """The document's part of the output. Raises OutputError for a character that the encoding lacks."""
        if self.form == "json":
            return documents.to_json(document).encode()
        if self.form == "jsonl":
            return documents.to_json_line(document).encode()
        table = self.table or "observations"
        records = b"".join(comma_separated.records(document, table, self.encoding))
        header = b"" if self._begun else comma_separated.header(table, self.encoding)
        self._begun = True
        return header + records


@dataclass(slots=True)
class StandardOutput:
    """Each document at once."""

    encoder: Encoder

    def add(self, source: Input, document: PlanDocument) -> None:
        """Write the document."""
        streams.write(self.encoder.encode(document))

    def close(self) -> None:
        """Nothing is left to do."""


@dataclass(slots=True)
class OneFile:
    """All documents in one file. It appears at the end, if a document was read and none could not be encoded."""

    encoder: Encoder
    path: Path
    _parts: list[bytes] = field(default_factory=list)
    _broken: bool = False

    def add(self, source: Input, document: PlanDocument) -> None:
        """Keep the document's bytes."""
        try:
            self._parts.append(self.encoder.encode(document))
        except OutputError:
            self._broken = True
            raise

    def close(self) -> None:
        """Write the file."""
        if self._parts and not self._broken:
            files.write(self.path, self._parts)


@dataclass(slots=True)
class Folder:
    """`<name>.json`, .jsonl or .csv for each document, its name without the last suffix."""

    encoder: Encoder
    path: Path

    def file(self, source: Input) -> Path:
        """Where the document of `source` goes."""
        return self.path / f"{source.stem}.{self.encoder.form}"

    def add(self, source: Input, document: PlanDocument) -> None:
        """Write the document's file; each CSV file has its own header."""
        files.write(self.file(source), [replace(self.encoder).encode(document)])

    def close(self) -> None:
        """Nothing is left to do."""


def destination(
    sources: list[Input], output: str | None, form: Format | None, table: TableName | None, encoding: Encoding | None
) -> Destination:
    """Where the documents of `sources` go. Raises UsageError and OutputError before anything is read or written.

    Where no `form` is said, a file's suffix decides (.csv, .jsonl), else it is JSON. Where `output` is a folder (one
    that exists, or a name that ends with a slash, which is created), each document gets a file of its own there; two
    inputs never share one. JSON of several documents is one object a line on standard output. Text in CSV is UTF-8,
    with a byte order mark in a file, where `encoding` does not say otherwise.
    """
    folder = output is not None and (os.path.isdir(output) or output.endswith(("/", os.sep)))
    form = form or (_BY_SUFFIX.get(Path(output or "").suffix.lower(), "json") if not folder else "json")
    if form != "csv":
        _require_no_csv_options(table, encoding)
    several = len(sources) > 1
    if output == "":
        raise UsageError("the name after -o is empty", remedy="name a file or a folder")
    if output is None or output == "-":
        return StandardOutput(Encoder("jsonl" if several and form == "json" else form, table, encoding or "utf-8"))
    encoder, path = Encoder(form, table, encoding or "utf-8-sig"), Path(output)
    if folder:
        return _folder(sources, path, encoder)
    if form == "json" and several:
        remedy = "create it, end its name with a slash, or take --format jsonl"
        raise UsageError("JSON of several documents needs a folder, and this is none", place=output, remedy=remedy)
    files.require_writable(path)
    _require_no_input(sources, path)
    return OneFile(encoder, path)


def _require_no_csv_options(table: TableName | None, encoding: Encoding | None) -> None:
    if table is not None:
        raise UsageError("--table belongs to CSV", remedy="add --format csv")
    if encoding not in (None, "utf-8"):
        raise UsageError(f"JSON is UTF-8 (RFC 8259), not {encoding}", remedy="--encoding belongs to --format csv")


def _folder(sources: list[Input], path: Path, encoder: Encoder) -> Folder:
    folder = Folder(encoder, path)
    taken: dict[str, Input] = {}
    for source in sources:
        # Case is folded because some file systems do so.
        other = taken.setdefault(folder.file(source).name.casefold(), source)
        if other is not source:
            message = f"{other.place} and {source.place} would both be written to {folder.file(source)}"
            raise UsageError(message, remedy="write them to different folders, or take --format jsonl")
        _require_no_input(sources, folder.file(source))
    files.require_folder(path)
    return folder


def _require_no_input(sources: list[Input], path: Path) -> None:
    files_read = [source.argument for source in sources if not source.is_standard and os.path.exists(source.argument)]
    if os.path.isfile(path) and any(path.samefile(name) for name in files_read):
        raise UsageError("is also an input and would be overwritten", place=str(path), remedy="change -o")
