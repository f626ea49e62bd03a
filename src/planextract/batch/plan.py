"""What a batch has to do: which files, under which names, and which of them are done already."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planextract.batch.inputs import readable
from planextract.batch.journal import Entry, Journal
from planextract.batch.names import names_of
from planextract.batch.place import Place
from planextract.errors import UsageError
from planextract.sources import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Item:
    """One input: its path, its path as seen from the output folder, and the name of its output."""

    path: Path
    key: str
    name: str

    @property
    def source(self) -> str:
        """The file's name, as the document tells it."""
        return readable(self.path.name)

    @property
    def place(self) -> str:
        """How messages name it."""
        return readable(str(self.path))


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several equal parts of the inputs: the first, the second … (from 1) of `count`."""

    number: int = 1
    count: int = 1

    @classmethod
    def parse(cls, said: str) -> Shard:
        """The shard `2/5`. Raises UsageError."""
        match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", said, re.ASCII)
        number, count = (int(match[1]), int(match[2])) if match else (0, 0)
        if not 1 <= number <= count:
            raise UsageError(f"--shard: {said!r} is no part of a whole", remedy="write 2/5 for the second of five")
        return cls(number, count)


def items_of(paths: Sequence[Path], place: Place, journal: Journal) -> list[Item]:
    """The items of all inputs. Their names do not depend on shards and limits, so that parts of a batch fit together.

    A name under which the journal knows another input, one that still exists, stays with that one. What an input was
    called before, when there were other inputs, is given up, and its output removed.
    """
    keys = [place.key(path) for path in paths]
    known = set(keys)
    foreign = [name for name, entry in journal.entries.items() if entry.key not in known and place.has(entry.key)]
    items = [Item(*three) for three in zip(paths, keys, names_of(paths, foreign), strict=True)]
    now = {item.key: item.name for item in items}
    for name, entry in list(journal.entries.items()):
        if now.get(entry.key, name) != name:
            place.forget(name)
            del journal.entries[name]
    return items


def chosen(items: Sequence[Item], shard: Shard, limit: int | None) -> list[Item]:
    """The items of the shard, at most `limit` of them."""
    return list(items[shard.number - 1 :: shard.count][:limit])


def largest_first(items: Sequence[Item]) -> list[Item]:
    """The order of work: what takes longest must not come last, when the other workers have nothing left to do."""
    return sorted(items, key=lambda item: (-_size(item.path), item.name))


def done(item: Item, place: Place, journal: Journal, fingerprint: str) -> Entry | None:
    """What is known of the item, if it need not be read again: file, way of reading and output are what they were."""
    entry = journal.entries.get(item.name)
    if entry is None or not entry.lasting or (entry.key, entry.fingerprint) != (item.key, fingerprint):
        return None
    if entry.source != item.source or entry.sha256 != _hash(item.path):
        return None
    if entry.output is not None and not place.holds(entry.name, entry.output):
        return None
    return entry


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _hash(path: Path) -> str | None:
    """The hash of a file that is not too large to be read, None for everything else."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > MAX_BYTES:
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
