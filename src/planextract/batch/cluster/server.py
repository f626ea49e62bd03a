"""A process on a node of a cluster that forks the workers there: a node itself has threads, and must not fork.

It reads orders from standard input and writes answers to standard output, each after its length, until the input ends
or nobody asks for a while. It is started as `python -m planextract.batch.cluster.server`.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import ExitStack

from planextract.batch.alone import Single
from planextract.batch.cluster.orders import Answer, Order, Way
from planextract.batch.interrupts import Interrupts, noticed
from planextract.batch.limits import Limits
from planextract.batch.messages import send
from planextract.batch.pool import Pool
from planextract.batch.preload import loaded
from planextract.batch.tasks import Options, Task

IDLE = 60.0
"""Seconds after which a server that nobody asks ends."""

_LENGTH = 8
_TICK = 1.0
_NODE = os.getppid()


def framed(said: bytes) -> bytes:
    """What was said, after its length."""
    return len(said).to_bytes(_LENGTH, "big") + said


def received(inlet: int) -> bytes | None:
    """What was said next, None where nothing (more) is. Raises EOFError where it ends in the middle."""
    head = _exactly(inlet, _LENGTH)
    if not head:
        return None
    said = _exactly(inlet, int.from_bytes(head, "big"))
    if said is None:
        raise EOFError
    return said


def _exactly(inlet: int, length: int) -> bytes | None:
    data = bytearray()
    while len(data) < length:
        piece = os.read(inlet, min(length - len(data), 1 << 20))
        if not piece:
            if data:
                raise EOFError
            return None
        data += piece
    return bytes(data)


def serve(inlet: int, outlet: int) -> None:
    """Answer order after order."""
    known: tuple[Way, Options] | None = None
    with noticed() as interrupts, ExitStack() as stack:
        for order, source in _orders(inlet, interrupts):
            if known is None or known[0] != order.way:
                known = order.way, order.way.options()
                stack.close()
                stack.enter_context(loaded(known[1]))
            answered = _answered(Task(source, order.name, known[1]), Limits(**order.way.limits), interrupts)  # type: ignore[arg-type]
            if answered is None:
                return
            send(outlet, framed(answered))


def _orders(inlet: int, interrupts: Interrupts) -> Iterator[tuple[Order, bytes]]:
    """The orders as they come."""
    while interrupts.descriptor not in (ready := select.select([inlet, interrupts.descriptor], [], [], IDLE)[0]):
        said = received(inlet) if ready else None
        if said is None:
            return
        head, _, source = said.partition(b"\n")
        yield Order.model_validate_json(head), source


def _answered(task: Task, limits: Limits, interrupts: Interrupts) -> bytes | None:
    """The answer to one order, None where this process was told to stop."""

    def idle() -> float:
        # The node has died: nobody waits for the answer.
        interrupts.happened |= os.getppid() != _NODE
        return _TICK

    with Pool[Single](1, limits, interrupts, idle) as pool:
        for ended in pool.run(iter([Single(task, limits)])):
            answer = Answer.of(ended.result, ended.sha256, ended.seconds, task.options.fingerprint())
            return answer.line() + bytes(ended.job.data)
    return None


def main() -> None:
    """Serve; whatever else writes to standard output writes to standard error."""
    outlet = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.fileno(), outlet)


if __name__ == "__main__":
    main()
