"""The output folder: `documents/NAME.json`, `tables/…`, `run.json`, the journal, and one run's lock."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from planextract.errors import OutputError
from planextract.export import files
from planextract.export.files import STAGED_PREFIX, STAGED_SUFFIX

_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything of one batch lies."""

    folder: Path

    @property
    def documents(self) -> Path:
        """One JSON file for each document."""
        return self.folder / "documents"

    @property
    def tables(self) -> Path:
        """The tables of all documents."""
        return self.folder / "tables"

    @property
    def journal(self) -> Path:
        """What is done."""
        return self.folder / "journal.jsonl"

    @property
    def report(self) -> Path:
        """How the last run ended."""
        return self.folder / "run.json"

    def document(self, name: str) -> Path:
        """The output of that name, which is written in UTF-8 whatever the locale thinks of names."""
        return self.documents / os.fsdecode(f"{name}.json".encode())

    def key(self, path: Path) -> str:
        """An input as the journal names it: as seen from here, so that both may move together.

        It is text that can be written, in any locale: bytes of a name that are no UTF-8 stand as %FF, a % as %25.
        """
        seen = os.fsencode(os.path.relpath(path, os.path.realpath(self.folder)))
        return "".join(map(_written, seen.decode("utf-8", "surrogateescape")))

    def input(self, key: str) -> Path:
        """Where the input lies that the journal names so."""
        path = os.path.join(os.path.realpath(self.folder), os.fsdecode(unquote_to_bytes(key)))
        return Path(os.path.normpath(path))

    def has(self, key: str) -> bool:
        """Whether there still is an input of that name."""
        return os.path.lexists(self.input(key))

    def holds(self, name: str, sha256: str) -> bool:
        """Whether the output of that name is there and has that hash."""
        try:
            return hashlib.sha256(self.document(name).read_bytes()).hexdigest() == sha256
        except OSError:
            return False

    def forget(self, name: str) -> None:
        """Remove the output of that name, if there is one. Raises OutputError."""
        files.remove([self.document(name)])


def _written(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return f"%{ord(character) - 0xDC00:02X}"
    return "%25" if character == "%" else character


@contextmanager
def locked(folder: Path) -> Iterator[Place]:
    """The folder, made where it is missing, for one run alone; what a killed run left half is cleared away.

    Raises OutputError where it cannot be written to or another run holds it.
    """
    place = Place(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise files.unwritable(str(folder), error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            remedy = "wait for it, or name another folder with -o"
            raise OutputError("another batch is writing here", place=str(folder), remedy=remedy) from None
        for part in (place.documents, place.tables):
            files.require_folder(part)
        _clear(place)
        yield place
        _clear(place)
    finally:
        os.close(handle)


def _clear(place: Place) -> None:
    """Remove what workers that were killed have left half. Raises OutputError."""
    for part in (place.folder, place.documents, place.tables):
        for left in part.glob(f"{STAGED_PREFIX}*{STAGED_SUFFIX}"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                files.remove([left])
