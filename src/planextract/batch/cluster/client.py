"""A Dask cluster that does the work of a pool: the same workers with the same limits, on other machines.

One thread here as well: the event loop runs only while this waits for the cluster.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import time
import warnings
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from planextract import __version__
from planextract.batch import fates
from planextract.batch.cluster import node
from planextract.batch.cluster.orders import Answer, Order, Way
from planextract.batch.interrupts import Interrupts
from planextract.batch.limits import Limits
from planextract.batch.messages import Failure, MalformedError
from planextract.batch.pool import Ended
from planextract.batch.tasks import Options, Task
from planextract.errors import KilledError, MissingPartError, PlanextractError

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 60.0
"""Seconds for which a batch waits while the cluster has no worker."""

_CONNECTING, _CLOSING, _LOOKING = 10, 2, 2.0
_RETRIES = 2


class ClusterJob(Protocol):
    """What a node does: it reads the document of `task`; `take` gets the bytes here."""

    @property
    def task(self) -> Task:
        """The document to read."""

    def take(self, data: bytes) -> None:
        """The bytes of the document. Raises OutputError."""


J = TypeVar("J", bound=ClusterJob)
T = TypeVar("T")


class Cluster(Generic[J]):
    """Reads documents on the nodes of the scheduler at `address`, at most `size` at a time where that is said.

    To be used as a context; raises MissingPartError where Dask is not installed or nobody answers.
    """

    def __init__(
        self,
        address: str,
        size: int | None,
        options: Options,
        limits: Limits,
        interrupts: Interrupts,
        idle: Callable[[], float | None],
    ) -> None:
        self._address, self._size, self._limits, self._interrupts, self._idle = address, size, limits, interrupts, idle
        self._way, self._fingerprint = Way.of(options, limits), options.fingerprint()
        self._tasks: set[asyncio.Task[Ended[J]]] = set()
        self._width = 1
        self._client: Client | None = None
        self._alive, self._look_again = time.monotonic(), 0.0

    def __enter__(self) -> Cluster[J]:
        require()
        self._runner = asyncio.Runner()
        try:
            self._client = self._runner.run(self._connected())
        except BaseException:
            self._runner.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        try:
            self._runner.run(self._left())
        finally:
            self._runner.close()

    def run(self, jobs: Iterator[J]) -> Iterator[Ended[J]]:
        """Do all jobs; the results as they come. Ends early when interrupted.

        Raises what `take` raises, and MissingPartError where all nodes have gone or one reads in another way.
        """
        more = True
        while not self._interrupts.happened:
            more = more and self._runner.run(self._fill(jobs))
            if not (more or self._tasks):
                return
            for task in self._runner.run(self._wait()):
                self._tasks.discard(task)
                yield task.result()

    async def _connected(self) -> Client | None:
        """A connection to the scheduler, None where the user interrupts."""
        connecting = asyncio.create_task(self._connect())
        if await self._first_of([connecting], None):
            return connecting.result()
        connecting.cancel()
        return None

    async def _connect(self) -> Client:
        from distributed import Client

        client = Client(self._address, asynchronous=True, set_as_default=False, timeout=_CONNECTING)
        try:
            await client
        except (OSError, ValueError, TimeoutError) as error:
            await client.close(timeout=_CLOSING)
            remedy = "name a scheduler that runs, like tcp://host:8786"
            raise MissingPartError("no Dask scheduler answers", place=self._address, remedy=remedy) from error
        return client

    async def _left(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.close(timeout=_CLOSING)

    async def _fill(self, jobs: Iterator[J]) -> bool:
        """Give the cluster as much as keeps it busy; whether there may be more jobs."""
        await self._look()
        while len(self._tasks) < self._width and not self._interrupts.happened:
            job = next(jobs, None)
            if job is None:
                return False
            self._tasks.add(asyncio.create_task(self._read(job)))
        return True

    async def _look(self) -> None:
        """Count the cluster's threads, which come and go. Raises MissingPartError where there are none for long."""
        now = time.monotonic()
        if now < self._look_again:
            return
        self._look_again = now + _LOOKING
        try:
            threads = sum((await asyncio.wait_for(self._connection.nthreads(), _CONNECTING)).values())
        except (OSError, TimeoutError) as error:
            raise self._gone() from error
        if threads:
            self._alive = now
        elif now > self._alive + _PATIENCE:
            remedy = "start some with `dask worker`; what is done is kept"
            raise MissingPartError(
                f"the cluster has had no worker for {_PATIENCE:g} s", place=self._address, remedy=remedy
            )
        # One more each, so that none has to wait for this machine when it is done.
        self._width = min(self._size or 2 * threads, 2 * threads) or 1

    async def _wait(self) -> set[asyncio.Task[Ended[J]]]:
        """What ends until the next thing happens."""
        tick = self._idle()
        return self._tasks & await self._first_of(self._tasks, _LOOKING if tick is None else min(tick, _LOOKING))

    async def _first_of(self, tasks: Collection[asyncio.Task[T]], timeout: float | None) -> set[asyncio.Task[T]]:
        """Those of the tasks that are done when the first is, the time is over, or the user interrupts."""
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._interrupts.descriptor, stop.set)
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({*tasks, stopping}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            loop.remove_reader(self._interrupts.descriptor)
            stopping.cancel()
        return {task for task in tasks if task.done()}

    async def _read(self, job: J) -> Ended[J]:
        """Have one document read. The file is sent along: nodes need not see this machine's disks."""
        try:
            source = job.task.load()
        except PlanextractError as error:
            return Ended(job, Failure.of(error), None, 0.0)
        order = Order.of(job.task, self._way).line()
        try:
            said = await self._asked(order, source)
            answer, data = Answer.parse(said, self._limits)
        except MalformedError:
            return Ended(job, fates.nonsense(), None, 0.0)
        except KilledError as error:
            return Ended(job, Failure.of(error), None, 0.0)
        if answer.fingerprint != self._fingerprint:
            raise MissingPartError(
                f"a node reads in another way: it has planextract {answer.version}",
                place=self._address,
                remedy=f"install {__version__} with the same parsers and libraries on every node",
            )
        job.take(data)
        return Ended(job, answer.result, answer.sha256, answer.seconds)

    async def _asked(self, order: bytes, source: bytes) -> bytes:
        """What a node answers. Raises KilledError where this document cost several nodes, and MissingPartError."""
        from distributed import KilledWorker

        future = self._connection.submit(node.read, order, source, pure=False, retries=_RETRIES)
        try:
            said: bytes = await future
        except (KilledWorker, OSError, EOFError) as error:
            remedy = "the nodes may be short of memory"
            raise KilledError(f"every node that read it was lost ({type(error).__name__})", remedy=remedy) from error
        except (asyncio.CancelledError, concurrent.futures.CancelledError) as error:
            raise self._gone() from error
        except Exception as error:
            remedy = "pip install 'planextract[distributed]' on every node"
            said_so = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            raise MissingPartError(f"a node cannot read: {said_so}", place=self._address, remedy=remedy) from error
        finally:
            future.release()
        return said

    @property
    def _connection(self) -> Client:
        assert self._client is not None, "nothing is asked after an interrupt"
        return self._client

    def _gone(self) -> MissingPartError:
        return MissingPartError("the scheduler has gone", place=self._address, remedy="what is done is kept")


def require() -> None:
    """Raise MissingPartError where Dask is not installed."""
    try:
        import distributed
    except ImportError as error:
        remedy = "pip install 'planextract[distributed]'"
        raise MissingPartError("Dask is not installed: --scheduler needs it", remedy=remedy) from error
    # What it logs about nodes that come and go is said here in a line, where it matters.
    for name in [name for name in logging.root.manager.loggerDict if name.startswith(distributed.__name__)]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", "Sending large graph")
