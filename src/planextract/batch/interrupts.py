"""Ctrl-C and its like as something one can look at, instead of an exception at any place."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Interrupts:
    """Whether the run was told to stop. `descriptor` becomes readable then, so that no wait has to end first."""

    descriptor: int
    happened: bool = False


@contextmanager
def noticed() -> Iterator[Interrupts]:
    """Inside, interrupts, terminations and hang-ups are noticed and nothing else happens.

    A hang-up that is ignored already stays so: that is what `nohup` is for.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    interrupts = Interrupts(reading)

    def notice(number: int, frame: FrameType | None) -> None:
        interrupts.happened = True

    former_descriptor = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    heeded = [number for number in _SIGNALS if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN]
    former = {number: signal.signal(number, notice) for number in heeded}
    try:
        yield interrupts
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(former_descriptor)
        os.close(reading)
        os.close(writing)
