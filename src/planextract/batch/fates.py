"""Why a worker that gave no result ended, as far as the system tells."""

from __future__ import annotations

import os
import signal

from planextract.batch.limits import Limits
from planextract.batch.messages import Failure
from planextract.batch.worker import OUT_OF_MEMORY, out_of_memory
from planextract.errors import CrashError, KilledError, MemoryLimitError, TimeLimitError


def failure_of(status: int, limits: Limits) -> Failure:
    """What `status`, as `os.waitpid` gives it, means.

    PDFium, given no memory, aborts; that is why SIGABRT counts as memory.
    """
    code = os.waitstatus_to_exitcode(status)
    if code in (OUT_OF_MEMORY, -signal.SIGABRT):
        return Failure.of(MemoryLimitError(*out_of_memory(limits)))
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return document_too_slow(limits)
    if code in (-signal.SIGKILL, -signal.SIGTERM):
        remedy = "if nobody did, the machine may be short of memory: take fewer --jobs"
        return Failure.of(KilledError(f"the reading process was killed ({_named(-code)})", remedy=remedy))
    ended = f"by {_named(-code)}" if code < 0 else f"with {code}"
    return Failure.of(CrashError(f"the reading process ended {ended}", remedy="save it again with another program"))


def document_too_slow(limits: Limits) -> Failure:
    """The document took too long."""
    message = f"reading took longer than {limits.document_seconds:g} s"
    return Failure.of(TimeLimitError(message, remedy="raise --timeout"))


def page_too_slow(page: int, limits: Limits) -> Failure:
    """One page took too long."""
    message = f"page {page} took longer than {limits.page_seconds:g} s"
    return Failure.of(TimeLimitError(message, remedy="leave it out with --pages, or raise --page-timeout"))


def nonsense() -> Failure:
    """The worker said what none says: a document has got hold of it."""
    return Failure.of(CrashError("the reading process sent what makes no sense", remedy="do not trust this file"))


def _named(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
