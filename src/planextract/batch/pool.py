"""Workers side by side: started, listened to, held to their times, and gone when this is left.

One thread, one loop: it sleeps until a worker says something, a time is up, or the user interrupts.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from planextract.batch import fates
from planextract.batch.interrupts import Interrupts
from planextract.batch.limits import Limits
from planextract.batch.messages import Facts, Failure, Inbox, MalformedError
from planextract.batch.worker import fork
from planextract.errors import LimitError

_CHUNK = 262_144
_PATIENCE = 1.0
"""Seconds that a worker whose pipe is closed may take to end."""


class Job(Protocol):
    """What a worker does: `work` runs in it, `take` gets the document's bytes here, piece by piece."""

    def work(self, outlet: int) -> None:
        """Do it, in the worker, and send what came of it."""

    def take(self, data: bytes) -> None:
        """Some bytes of the document. Raises OutputError."""


J = TypeVar("J", bound=Job)
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Ended(Generic[Done]):
    """A job that is done: the result, the hash of the file where the worker got so far, and the seconds it took."""

    job: Done
    result: Facts | Failure
    sha256: str | None
    seconds: float


@dataclass(slots=True)
class _Worker(Generic[J]):
    job: J
    process: int
    pipe: int
    inbox: Inbox
    started: float
    turned: float

    def time_up(self, limits: Limits) -> float:
        """When it will have taken too long."""
        whole = self.started + limits.document_seconds
        return whole if self.inbox.page is None else min(whole, self.turned + limits.page_seconds)

    def too_slow(self, limits: Limits) -> Failure:
        """What was too slow: the page it is at, or the whole."""
        page = self.inbox.page
        if page is None or self.started + limits.document_seconds < self.turned + limits.page_seconds:
            return fates.document_too_slow(limits)
        return fates.page_too_slow(page, limits)

    def kill(self) -> None:
        """End it and whatever it may have started."""
        # Right after the fork it has no group of its own yet.
        for end in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                end(self.process, signal.SIGKILL)


class Pool(Generic[J]):
    """At most `size` workers at a time. To be used as a context: when it is left, none is left."""

    def __init__(self, size: int, limits: Limits, interrupts: Interrupts, idle: Callable[[], float | None]) -> None:
        self._size, self._limits, self._interrupts, self._idle = size, limits, interrupts, idle
        self._workers: dict[int, _Worker[J]] = {}
        self._dying: list[int] = []
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Pool[J]:
        self._selector.register(self._interrupts.descriptor, selectors.EVENT_READ)
        return self

    def __exit__(self, *error: object) -> None:
        for worker in list(self._workers.values()):
            self._part_with(worker)
        for process in self._dying:
            os.waitpid(process, 0)
        self._selector.close()

    def run(self, jobs: Iterator[J]) -> Iterator[Ended[J]]:
        """Do all jobs; the results as they come. Ends early when interrupted. Raises what `take` raises.

        A worker's successor is at work before its result is handed out, so that what is done with it costs no time.
        """
        more = self._fill(jobs)
        while self._workers and not self._interrupts.happened:
            ended = list(self._wait())
            if more and not self._interrupts.happened:
                more = self._fill(jobs)
            yield from ended

    def _fill(self, jobs: Iterator[J]) -> bool:
        """Start workers until all places are taken; whether there may be more jobs."""
        while len(self._workers) < self._size and not self._interrupts.happened:
            job = next(jobs, None)
            if job is None:
                return False
            self._start(job)
        return True

    def _start(self, job: J) -> None:
        try:
            process, pipe = fork(job.work, self._limits)
        except OSError as error:
            message = f"the system gives no further process: {error.strerror}"
            raise LimitError(message, remedy="take fewer --jobs") from error
        now = time.monotonic()
        self._workers[pipe] = _Worker(job, process, pipe, Inbox(job.take, self._limits.output_bytes), now, now)
        self._selector.register(pipe, selectors.EVENT_READ)

    def _wait(self) -> Iterator[Ended[J]]:
        """What ends until the next thing happens."""
        due = min(worker.time_up(self._limits) for worker in self._workers.values()) - time.monotonic()
        tick = self._idle()
        for key, _ in self._selector.select(max(0.0, due if tick is None else min(due, tick))):
            worker = self._workers.get(key.fd)
            if worker is not None and (result := self._listen(worker)) is not None:
                yield self._end(worker, result)
        now = time.monotonic()
        for worker in [worker for worker in self._workers.values() if worker.time_up(self._limits) <= now]:
            yield self._end(worker, worker.too_slow(self._limits))
        self._dying = [process for process in self._dying if not os.waitpid(process, os.WNOHANG)[0]]

    def _listen(self, worker: _Worker[J]) -> Facts | Failure | None:
        """Hear what the worker says; its result, once it is known."""
        data = os.read(worker.pipe, _CHUNK)
        if not data:
            return self._fate(worker)
        try:
            if worker.inbox.feed(data):
                worker.turned = time.monotonic()
        except MalformedError:
            return fates.nonsense()
        return worker.inbox.result if worker.inbox.complete else None

    def _fate(self, worker: _Worker[J]) -> Failure:
        """Why a worker closed its pipe before it was done."""
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up:
            process, status = os.waitpid(worker.process, os.WNOHANG)
            if process:
                worker.process = 0
                return fates.failure_of(status, self._limits)
            time.sleep(0.002)
        return fates.nonsense()

    def _end(self, worker: _Worker[J], result: Facts | Failure) -> Ended[J]:
        self._part_with(worker)
        return Ended(worker.job, result, worker.inbox.sha256, time.monotonic() - worker.started)

    def _part_with(self, worker: _Worker[J]) -> None:
        del self._workers[worker.pipe]
        self._selector.unregister(worker.pipe)
        os.close(worker.pipe)
        if worker.process:
            worker.kill()
            self._dying.append(worker.process)
