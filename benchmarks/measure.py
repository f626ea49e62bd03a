"""Measurements: a worker process for each contender and file, and what it told."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from benchmarks.contenders import FLOOR, NOTHING, Found

ROOT = Path(__file__).resolve().parent.parent

Status = Literal["ok", "failed", "timeout"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often: seconds for one worker, counted runs, seconds after which no further run starts."""

    timeout: float = 120.0
    repeat: int = 3
    budget: float = 10.0


@dataclass(frozen=True, slots=True)
class Measurement:
    """One contender on one file: milliseconds of each run, by the clock and of the processor, and peak memory in MB.

    `first` is the warm-up; `cold` where it is the only run; `reason` where there is none.
    """

    contender: str
    file: str
    status: Status
    first: float = 0.0
    runs: tuple[float, ...] = ()
    processor: tuple[float, ...] = ()
    cold: bool = False
    peak: float = 0.0
    found: Found = NOTHING
    reason: str = ""

    @property
    def best(self) -> float:
        """The fastest run in milliseconds: what the file takes when nobody else uses the machine."""
        return min(self.runs)

    @property
    def work(self) -> float:
        """Processor milliseconds of the run with the fewest, which other programs on the machine disturb less."""
        return min(self.processor)

    def record(self) -> dict[str, object]:
        """As it stands in results.json."""
        return {**asdict(self), "found": self.found._asdict()}


def measure(name: str, path: Path, limits: Limits) -> Measurement:
    """Run one worker and wait for it. Never raises for what the contender does."""
    label = "/".join(path.resolve().parts[-2:])
    command = [sys.executable, "-m", "benchmarks.worker", name, str(path.resolve())]
    command += ["--repeat", str(limits.repeat), "--budget", str(limits.budget)]
    try:
        worker = subprocess.run(
            command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", timeout=limits.timeout
        )
    except subprocess.TimeoutExpired:
        return Measurement(name, label, "timeout", reason=f"more than {limits.timeout:g} s")
    if worker.returncode:
        return Measurement(name, label, "failed", reason=_reason(worker.returncode, worker.stderr))
    told = json.loads(worker.stdout)
    return Measurement(
        name,
        label,
        "ok",
        first=told["first"],
        runs=tuple(told["runs"]),
        processor=tuple(told["processor"]),
        cold=told["cold"],
        peak=told["peak"],
        found=Found(**told["found"]),
    )


def _reason(code: int, said: str) -> str:
    """The last line that the worker said, or the signal that ended it."""
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return (said.strip().splitlines() or [f"exit code {code}"])[-1][:200]


def measure_all(names: Sequence[str], paths: Iterable[Path], limits: Limits) -> Iterator[Measurement]:
    """All contenders on each file in turn, so that a machine that slows down slows all of them; the floor first."""
    for path in paths:
        for name in [FLOOR, *(name for name in names if name != FLOOR)]:
            yield measure(name, path, limits)
