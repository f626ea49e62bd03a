"""A batch from its arguments to `run.json`: the one function that the command line calls."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from planextract.batch import worker
from planextract.batch.cluster.client import Cluster
from planextract.batch.inputs import files_of
from planextract.batch.interrupts import Interrupts, noticed
from planextract.batch.journal import Entry, Journal
from planextract.batch.limits import Limits
from planextract.batch.messages import Failure
from planextract.batch.place import Place, locked
from planextract.batch.plan import Item, Shard, chosen, done, items_of, largest_first
from planextract.batch.pool import Ended, Pool
from planextract.batch.preload import loaded
from planextract.batch.summary import Outcome, Summary, summary_of
from planextract.batch.tables import Joining, Read, Wanted
from planextract.batch.tasks import Options, Task
from planextract.errors import InputError, OutputError
from planextract.export import documents, files
from planextract.export.files import Staged

_A_DAY = 86_400.0


class Listener(Protocol):
    """Who is told how a batch goes."""

    def begun(self, total: int) -> None:
        """The batch has so many inputs."""

    def ended(self, item: Item, outcome: Outcome) -> None:
        """One of them is done."""

    def idle(self) -> float | None:
        """Called while the workers work; in how many seconds it wants to be called again (None: it need not)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a batch runs.

    At most `jobs` documents are read at a time (None: one a core, or what keeps the cluster busy whose `scheduler` has
    that address); `limit` is the number of inputs that are taken at most.
    """

    options: Options = field(default_factory=Options)
    limits: Limits = field(default_factory=Limits)
    jobs: int | None = None
    shard: Shard = field(default_factory=Shard)
    limit: int | None = None
    resume: bool = True
    tables: Wanted = field(default_factory=Wanted)
    scheduler: str | None = None


class DocumentJob:
    """Reads one document of a batch into a file beside its place."""

    def __init__(self, item: Item, place: Place, settings: Settings) -> None:
        self.item, self._place = item, place
        self.task = Task(item.path, item.source, settings.options)
        self._limits = settings.limits
        self._staged: Staged | None = None
        self._hash = hashlib.sha256()

    def work(self, outlet: int) -> None:
        """Read it and send it."""
        worker.read(self.task, self._limits, outlet)

    def take(self, data: bytes) -> None:
        """Write some bytes of the document. Raises OutputError."""
        path = self._place.document(self.item.name)
        try:
            if self._staged is None:
                self._staged = Staged(path)
            self._staged.stream.write(data)
        except OSError as error:
            raise files.unwritable(str(path), error) from error
        self._hash.update(data)

    def keep(self) -> str:
        """Give the output its name; the hash of it. Raises OutputError."""
        path = self._place.document(self.item.name)
        try:
            if self._staged is not None:
                self._staged.commit()
        except OSError as error:
            raise files.unwritable(str(path), error) from error
        return self._hash.hexdigest()

    def discard(self) -> None:
        """Forget what was not kept."""
        if self._staged is not None:
            self._staged.discard()


def run(arguments: Sequence[str], folder: Path, settings: Settings, listener: Listener) -> Summary:
    """Read all inputs that the arguments name into the folder (`planextract.batch.place`) and say what became of them.

    A document that cannot be read costs nobody but itself. When it was interrupted, what is done stays, and the next
    run goes on from there. Raises UsageError, InputError (an argument names nothing), MissingPartError (a format of the
    tables needs what is not installed) and OutputError (the folder or a file in it cannot be written, or another run
    holds it).
    """
    started = time.monotonic()
    settings.tables.require()
    # Nothing is begun while files are looked for: whoever interrupts that is obeyed at once.
    paths = files_of(arguments, apart=folder)
    if not paths:
        raise InputError("no input is left to read", remedy="name files outside the output folder")
    with noticed() as interrupts, loaded(settings.options), locked(folder) as place:
        return _Run(place, settings, listener, interrupts, started).over(paths)


@dataclass(slots=True)
class _Run:
    place: Place
    settings: Settings
    listener: Listener
    interrupts: Interrupts
    started: float
    outcomes: list[Outcome] = field(default_factory=list)

    def over(self, paths: Sequence[Path]) -> Summary:
        journal = Journal.load(self.place.journal)
        items = chosen(items_of(paths, self.place, journal), self.settings.shard, self.settings.limit)
        self.listener.begun(len(items))
        journal.open()
        try:
            self._read(items, journal)
            unjoined = self._join(journal)
            journal.open()  # in order: the same whoever was faster
        finally:
            journal.close()
        seconds, complete = time.monotonic() - self.started, not self.interrupts.happened
        summary = summary_of(self.outcomes, len(items), seconds, complete=complete)
        files.write(self.place.report, [documents.pretty(summary.model_dump(mode="json")).encode()])
        if unjoined is not None:
            raise unjoined.error()
        return summary

    def _read(self, items: Sequence[Item], journal: Journal) -> None:
        fingerprint = self.settings.options.fingerprint()
        jobs: list[DocumentJob] = []

        def undone() -> Iterator[DocumentJob]:
            for item in largest_first(items):
                if self.interrupts.happened:  # to see what is done may take long as well
                    return
                entry = done(item, self.place, journal, fingerprint) if self.settings.resume else None
                if entry is None:
                    jobs.append(DocumentJob(item, self.place, self.settings))
                    yield jobs[-1]
                else:
                    self._tell(item, Outcome(entry, resumed=True, seconds=0.0))

        try:
            with self._readers() as readers:
                for ended in readers.run(undone()):
                    entry = _settled(ended, fingerprint, self.place)
                    journal.add(entry)
                    self._tell(ended.job.item, Outcome(entry, resumed=False, seconds=ended.seconds))
        finally:
            for job in jobs:
                job.discard()

    def _readers(self) -> Pool[DocumentJob] | Cluster[DocumentJob]:
        """Who reads: workers of this machine, or of a cluster."""
        settings, idle = self.settings, self.listener.idle
        if settings.scheduler is None:
            return Pool(settings.jobs or _cores(), settings.limits, self.interrupts, idle)
        return Cluster(settings.scheduler, settings.jobs, settings.options, settings.limits, self.interrupts, idle)

    def _tell(self, item: Item, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.listener.ended(item, outcome)

    def _join(self, journal: Journal) -> Failure | None:
        """Write the tables of every document that lies in the folder; what went wrong. Not after an interrupt."""
        entries = [journal.entries[name] for name in sorted(journal.entries)]
        read = [Read(entry.name, self.place.input(entry.key)) for entry in entries if entry.output is not None]
        there = [one for one in read if self.place.document(one.name).exists()]
        joining = Joining(self.place, there, self.settings.tables)
        limits = replace(Limits(), document_seconds=_A_DAY, file=None)
        with Pool[Joining](1, limits, self.interrupts, self.listener.idle) as pool:
            for ended in pool.run(iter([joining])):
                if isinstance(ended.result, Failure):
                    return ended.result if ended.result.failure in _TOLD else _untold(ended.result)
        return None


_TOLD = frozenset({"output", "unreadable", "too-large"})
"""Failures of which the process that writes the tables says itself what was the matter."""


def _untold(failure: Failure) -> Failure:
    """Why the tables were not written where that process could not say it: it crashed, or ran out of memory."""
    remedy = "the documents are kept: run it again with fewer formats or more memory"
    return Failure.of(OutputError(f"the tables could not be written: {failure.message}", remedy=remedy))


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _settled(ended: Ended[DocumentJob], fingerprint: str, place: Place) -> Entry:
    """Put the output into its place, or take the one away that is no longer true. Raises OutputError."""
    job, item = ended.job, ended.job.item
    entry = Entry(name=item.name, key=item.key, source=item.source, fingerprint=fingerprint, sha256=ended.sha256)
    if isinstance(ended.result, Failure):
        job.discard()
        place.forget(item.name)
        return entry.model_copy(update={"failure": ended.result})
    return entry.model_copy(update={"facts": ended.result, "output": job.keep()})
