"""What a document may cost, and how a process is held to it by the system itself."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take.

    Seconds for the whole of it and for each page of a PDF, MiB of address space (the program's own, about 400, among
    them), pages, and MiB of JSON that come of it, MiB of the largest file that it may write
    (camelot copies the document; None: no limit). What is drawn on a page has limits of its own: `MAX_OBJECTS`,
    `MAX_SEGMENTS` and `MAX_CHARACTERS` of `planextract.sources`, `MAX_FACES` of `planextract.detect`; a file that is
    read at all has `MAX_BYTES`.
    """

    document_seconds: float = 300.0
    page_seconds: float = 60.0
    memory: int = 2048
    pages: int = 5_000
    output: int = 64
    file: int | None = 64

    @property
    def output_bytes(self) -> int:
        """The longest JSON of a document."""
        return self.output * MIB

    @property
    def table_characters(self) -> int:
        """The most characters of its tables' rows: what they repeat may be several times the JSON, not without end."""
        return _ROWS_TO_JSON * self.output_bytes


_ROWS_TO_JSON = 4

_GRACE = 5
"""Seconds after which a process whose parent forgot it ends by itself."""

_PR_SET_PDEATHSIG = 1


def confine(limits: Limits, parent: int) -> None:
    """Hold this process, just forked from `parent`, to its limits, and end it together with the parent.

    It gets a process group of its own, so that Ctrl-C reaches only the parent, which then ends it, and writes no core
    files.
    """
    os.setpgid(0, 0)
    _die_with(parent)
    seconds = int(limits.document_seconds) + _GRACE
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, resource.RLIM_INFINITY if limits.file is None else limits.file * MIB),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory * MIB),
    ):
        _, hard = resource.getrlimit(what)
        lowered = min((limit for limit in (most, hard) if limit != resource.RLIM_INFINITY), default=most)
        # At the hard limit of time the system kills without saying why.
        resource.setrlimit(what, (lowered, hard if what == resource.RLIMIT_CPU else lowered))
    signal.alarm(seconds)


def _die_with(parent: int) -> None:
    """Have the system kill this process when its parent ends; elsewhere than on Linux the alarm must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended in between
            os._exit(1)
