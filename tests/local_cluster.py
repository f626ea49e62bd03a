"""A Dask cluster on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.places import ROOT


class LocalCluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "scheduler.json"
        self.processes = [self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")]
        wait_for(lambda: self._file.exists() and self._file.stat().st_size > 0)
        self.address: str = json.loads(self._file.read_text())["address"]

    def _start(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{program}", *options]
        command += ["--no-dashboard", "--scheduler-file", str(self._file)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "DASK_TEMPORARY_DIRECTORY": str(self._folder)}
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, cwd=self._folder)

    def add_worker(self) -> subprocess.Popen[bytes]:
        """A worker without a nurse that would start it again."""
        self.processes.append(self._start("dask_worker", "--no-nanny", "--nthreads", "1"))
        return self.processes[-1]

    def end(self) -> None:
        """No process is left."""
        for process in self.processes[::-1]:
            process.kill()
            process.wait()


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)
