"""What is already done in an output folder: one line for each document, added when its output has its name.

Killed at any moment, the journal has lost at most its last line, and the document of that line is read once more.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from planextract.batch.messages import Facts, Failure, Hash, Said, Strict
from planextract.errors import OutputError
from planextract.export import files

_PASSING = frozenset({"timeout", "memory", "too-large", "crash", "killed", "bug"})
"""Failures that another run may not have: they hang on the limits and the machine, too."""


class Entry(Strict):
    """What became of one document. `key` is its path from the output folder, `output` the hash of its JSON."""

    name: str
    key: str
    source: Said
    fingerprint: Hash
    sha256: Hash | None
    output: Hash | None = None
    facts: Facts | None = None
    failure: Failure | None = None

    @property
    def lasting(self) -> bool:
        """Whether reading the same bytes in the same way again must end the same."""
        return self.sha256 is not None and (self.failure is None or self.failure.failure not in _PASSING)

    def line(self) -> bytes:
        """The entry as a line of the journal."""
        return self.model_dump_json(exclude_none=True).encode() + b"\n"


@dataclass(slots=True)
class Journal:
    """The entries by name. To be opened before entries are added, and closed; both raise OutputError."""

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    _handle: int = -1

    @classmethod
    def load(cls, path: Path) -> Journal:
        """The journal at `path`; an empty one where there is none. Lines that are no entries are left out."""
        try:
            lines = path.read_bytes().split(b"\n")
        except FileNotFoundError:
            lines = []
        except OSError as error:
            raise files.unwritable(str(path), error) from error
        entries = (entry for line in lines if line and (entry := _entry(line)) is not None)
        return cls(path, {entry.name: entry for entry in entries})

    def open(self) -> None:
        """Write what is known in order, and be ready for more."""
        self.close()
        lines = [self.entries[name].line() for name in sorted(self.entries)]
        if not files.holds(self.path, b"".join(lines)):
            files.write(self.path, lines)
        try:
            self._handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        except OSError as error:
            raise files.unwritable(str(self.path), error) from error

    def add(self, entry: Entry) -> None:
        """Note that a document is done. Raises OutputError."""
        line = entry.line()
        try:
            if os.write(self._handle, line) < len(line):
                raise OutputError("cannot be written: the line was cut", place=str(self.path), remedy="free some space")
            os.fsync(self._handle)
        except OSError as error:
            raise files.unwritable(str(self.path), error) from error
        self.entries[entry.name] = entry

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _entry(line: bytes) -> Entry | None:
    try:
        return Entry.model_validate_json(line)
    except ValidationError:
        return None
