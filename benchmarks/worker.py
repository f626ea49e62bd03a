"""One contender on one file in a process of its own: `python -m benchmarks.worker NAME FILE` prints a line of JSON.

Whatever goes wrong ends this process and no other: the harness reads its exit code and the last line it said.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import sys
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.contenders import CONTENDERS, Found, Reader
from benchmarks.stages import STAGES


class Timing(NamedTuple):
    """Milliseconds of each counted run by the clock and of the processor, and what the last one found.

    `first` is the warm-up, which pays for what a library loads only when it needs it (modules, character maps); `cold`
    where it is the only run.
    """

    first: float
    runs: list[float]
    processor: list[float]
    found: Found
    cold: bool


def timed(read: Reader, repeat: int, budget: float) -> Timing:
    """A warm-up, then `repeat` counted runs, fewer where all together take longer than `budget` seconds.

    Where the warm-up alone takes that long it is the measurement: what it warms is lost in it.
    """
    runs: list[float] = []
    processor: list[float] = []
    while len(runs) <= repeat and sum(runs) <= 1000 * budget:
        clock, worked = time.perf_counter(), time.process_time()
        found = read()
        runs.append((time.perf_counter() - clock) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return Timing(runs[0], runs[1:] or runs, processor[1:] or processor, found, cold=len(runs) == 1)


def peak_megabytes() -> float:
    """The most memory this process ever held at once.

    Linux counts it for the program (VmHWM); elsewhere what getrusage says, which may include the parent's.
    """
    status = Path("/proc/self/status")
    if status.exists():
        known = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"), re.MULTILINE)
        if known:
            return int(known.group(1)) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 1024


def main() -> None:
    """Measure and print. Standard output is kept for the result: some libraries print on it."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.worker")
    arguments.add_argument("name", choices=[*CONTENDERS, *STAGES])
    arguments.add_argument("file")
    arguments.add_argument("--repeat", type=int, default=3)
    arguments.add_argument("--budget", type=float, default=10.0)
    given = arguments.parse_args()
    result = os.dup(1)
    os.dup2(2, 1)
    ready = CONTENDERS[given.name].ready if given.name in CONTENDERS else STAGES[given.name]
    timing = timed(ready(given.file), given.repeat, given.budget)
    with os.fdopen(result, "w", encoding="utf-8") as stream:
        json.dump({"peak": peak_megabytes(), **timing._asdict(), "found": timing.found._asdict()}, stream)


if __name__ == "__main__":
    main()
