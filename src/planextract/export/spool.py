"""The rows of many documents, kept in files until all are there: what every format of whole tables is written from."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from planextract.errors import OutputError
from planextract.export import files
from planextract.export.attribution import Origin, origin
from planextract.export.files import STAGED_PREFIX, STAGED_SUFFIX
from planextract.export.table_names import TableName
from planextract.export.tables import TABLES, Cells, Keys, rows
from planextract.schema import PlanDocument


class Spool:
    """Takes documents one by one and gives tables of all of them; memory does not grow with their rows.

    A context manager: at its end the files are gone, which lie in a folder of their own `within` the one that is named,
    else in the system's folder for temporary files.
    """

    def __init__(self, within: Path | None = None) -> None:
        self._within = within
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._streams: dict[TableName, TextIO] = {}
        self._keys = Keys()
        self.origins: list[Origin] = []
        self.whole = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the files."""
        for stream in self._streams.values():
            # What a full disk did not take is not wanted any more.
            with suppress(OSError):
                stream.close()
        if self._folder:
            self._folder.cleanup()

    @property
    def folder(self) -> Path:
        """Where the files lie, and where products may be made; created when it is first asked for."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(STAGED_SUFFIX, STAGED_PREFIX, self._within)
        return Path(self._folder.name)

    def file(self, table: TableName) -> Path:
        """The table's rows as JSON lines: an object a row, cells without a value left out. Whole after `finish`."""
        return self.folder / f"{table}.jsonl"

    def add(self, document: PlanDocument, file: Path | None = None) -> None:
        """Take a document's rows; `file` is where it was read from, if links to its pages are wanted.

        Raises OutputError where the folder for temporary files is full; then the spool is not `whole` any more.
        """
        key = self._keys.give(document)
        with self._written():
            for table, stream in self._opened().items():
                stream.writelines(_line(table, row) for row in rows(document, table, key))
        self.origins.append(origin(document, key, file))

    def finish(self) -> None:
        """Let the files hold all rows. Raises OutputError as `add` does."""
        with self._written():
            for stream in self._opened().values():
                stream.flush()

    def _opened(self) -> dict[TableName, TextIO]:
        if not self._streams:
            self._streams = {name: self.file(name).open("w", encoding="utf-8", newline="\n") for name in TABLES}
        return self._streams

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.whole = False
            raise self.unwritten(error) from error

    def unwritten(self, error: OSError) -> OutputError:
        """The OutputError for what the system said when something was written into the spool's folder."""
        told = files.unwritable(str(self._within or tempfile.gettempdir()), error)
        told.remedy = self.remedy
        return told

    @property
    def remedy(self) -> str:
        """What one can do where the spool's folder takes no more."""
        other = (
            "choose another place with -o" if self._within else "name another folder for temporary files with TMPDIR"
        )
        return f"free some space, or {other}"

    def rows(self, table: TableName) -> Iterator[Cells]:
        """All rows of the table, in the order of the documents."""
        columns = TABLES[table].columns
        with self.file(table).open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                cells = json.loads(line)
                yield tuple(cells.get(name) for name in columns)


def _line(table: TableName, row: Cells) -> str:
    cells = {name: cell for name, cell in zip(TABLES[table].columns, row, strict=True) if cell is not None}
    return json.dumps(cells, ensure_ascii=False, allow_nan=False) + "\n"
