"""Every file in processes of its own: its cells by both engines, and what `planextract parse` says about it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus.cells import Seen, loaded
from benchmarks.corpus.compare import Comparison, compared
from benchmarks.measure import ROOT

TRACEBACK = "Traceback (most recent call last)"
BUG = 70
_FAILED = 3


class Ended(NamedTuple):
    """How a process ended; `code` is None where it was stopped after its time."""

    code: int | None
    out: str
    said: str
    seconds: float

    @property
    def broke(self) -> bool:
        """Whether it ended as no program should: a traceback, a signal, the exit code of a bug, or not at all."""
        return self.code is None or self.code < 0 or self.code == BUG or TRACEBACK in self.said

    @property
    def reason(self) -> str:
        """The last line that it said."""
        if self.code is None:
            return f"stopped after {self.seconds:.0f} s"
        return (self.said.strip().splitlines() or [f"exit code {self.code}"])[-1]


class Outcome(NamedTuple):
    """One file: what the engines saw (None where the program that was to see it broke) and how `parse` ended."""

    name: str
    comparison: Comparison | None
    native: Ended
    second: Ended
    parse: Ended

    @property
    def faults(self) -> list[str]:
        """What is a fault of ours."""
        found = [("native", self.native)] if self.native.broke else []
        found += [("parse", self.parse)] if self.parse.broke else []
        faults = [f"{what}: {ended.reason}" for what, ended in found]
        if not self.parse.broke and (self.parse.code or 0) >= _FAILED and len(self.parse.said.splitlines()) != 1:
            faults.append(f"parse: ends with {self.parse.code}, but not with one line")
        return faults


def examine(path: Path, out: Path, timeout: float) -> Outcome:
    """Everything about one file; the parsed document goes to the folder `out`."""
    native, second = (
        _run(["benchmarks.corpus.cells", engine, str(path)], timeout) for engine in ("native", "pdfplumber")
    )
    target = str(out / f"{path.stem}.json")
    parse = _run(["planextract", "parse", "--quiet", "-o", target, str(path)], timeout)
    if native.code == 0:
        seen = loaded(second.out) if second.code == 0 else Seen(0, [], second.reason)
        return Outcome(path.name, compared(loaded(native.out), seen), native, second, parse)
    return Outcome(path.name, None, native, second, parse)


def _run(module: list[str], timeout: float) -> Ended:
    start = time.perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, "-m", *module],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        return Ended(None, "", "", timeout)
    return Ended(done.returncode, done.stdout, done.stderr, time.perf_counter() - start)
