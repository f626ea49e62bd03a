"""One document, read by a worker into memory: `parse --contained`, and what a node of a cluster does."""

from __future__ import annotations

from pydantic import ValidationError

from planextract.batch import fates, worker
from planextract.batch.interrupts import noticed
from planextract.batch.limits import Limits
from planextract.batch.messages import Failure
from planextract.batch.pool import Pool
from planextract.batch.preload import loaded
from planextract.batch.tasks import Task
from planextract.schema import PlanDocument


class Single:
    """Reads one document into memory."""

    def __init__(self, task: Task, limits: Limits) -> None:
        self._task, self._limits = task, limits
        self.data = bytearray()

    def work(self, outlet: int) -> None:
        """Read it and send it."""
        worker.read(self._task, self._limits, outlet)

    def take(self, data: bytes) -> None:
        """Keep some bytes of the document."""
        self.data += data


def alone(task: Task, limits: Limits, place: str) -> PlanDocument:
    """One document, read by a worker under these limits. Raises PlanextractError and KeyboardInterrupt.

    `place` is what messages call it.
    """
    with noticed() as interrupts, loaded(task.options), Pool[Single](1, limits, interrupts, lambda: None) as pool:
        for ended in pool.run(iter([Single(task, limits)])):
            if isinstance(ended.result, Failure):
                raise ended.result.error(place)
            return _believed(bytes(ended.job.data), place)
    raise KeyboardInterrupt


def _believed(data: bytes, place: str) -> PlanDocument:
    """The document that a worker sent. Raises CrashError where it is none."""
    try:
        return PlanDocument.model_validate_json(data)
    except ValidationError as error:
        raise fates.nonsense().error(place) from error
