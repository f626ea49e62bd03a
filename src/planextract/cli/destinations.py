"""Where documents go: standard output, a file for all of them, one file each in a folder, whole tables."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from planextract.cli import streams
from planextract.cli.inputs import Input
from planextract.errors import OutputError
from planextract.export import comma_separated, documents, files
from planextract.export.comma_separated import Encoding
from planextract.export.gathered import Product, Terms
from planextract.export.spool import Spool
from planextract.export.table_names import TableName
from planextract.export.tables import Keys
from planextract.schema import PlanDocument

StreamedFormat = Literal["json", "jsonl", "csv"]


class Destination(Protocol):
    """Takes documents one by one."""

    def add(self, source: Input, document: PlanDocument) -> None:
        """Take one document. Raises OutputError."""

    def close(self) -> None:
        """Write what is still to be written. Raises OutputError."""


@dataclass(slots=True)
class Encoder:
    """Turns documents into bytes of one format. For csv the first one brings the header."""

    form: StreamedFormat
    table: TableName | None
    encoding: Encoding
    _keys: Keys = field(default_factory=Keys)
    _begun: bool = False

    def encode(self, document: PlanDocument) -> bytes:
        """The document's part of the output. Raises OutputError for a character that the encoding lacks."""
        if self.form == "json":
            return documents.to_json(document).encode()
        if self.form == "jsonl":
            return documents.to_json_line(document).encode()
        table = self.table or "observations"
        records = b"".join(comma_separated.records(document, table, self.encoding, self._keys.give(document)))
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
    """`<name>.json` or .jsonl for each document, its name without the last suffix."""

    encoder: Encoder
    path: Path

    def file(self, source: Input) -> Path:
        """Where the document of `source` goes."""
        # Names are UTF-8 on the disk, whatever characters the locale knows.
        return self.path / os.fsdecode(f"{source.stem}.{self.encoder.form}".encode())

    def add(self, source: Input, document: PlanDocument) -> None:
        """Write the document's file."""
        files.write(self.file(source), [self.encoder.encode(document)])

    def close(self) -> None:
        """Nothing is left to do."""


@dataclass(slots=True)
class Kept:
    """All rows of all documents in the spool, for the products that are written from it."""

    spool: Spool

    def add(self, source: Input, document: PlanDocument) -> None:
        """Keep the document's rows."""
        self.spool.add(document, None if source.is_standard else Path(source.argument))

    def close(self) -> None:
        """Let the spool hold all rows."""
        self.spool.finish()


@dataclass(slots=True)
class Tables:
    """One format of whole tables. Its files appear at the end, if a document was read and all rows were kept."""

    product: Product
    terms: Terms
    spool: Spool

    def add(self, source: Input, document: PlanDocument) -> None:
        """Nothing: the spool has the rows."""

    def close(self) -> None:
        """Write the files."""
        if self.spool.origins and self.spool.whole:
            self.product.write(self.spool, self.terms)
