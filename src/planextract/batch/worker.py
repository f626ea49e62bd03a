"""What a worker does from the fork to its end: it confines itself, reads one document and says what came of it.

It inherits the program ready to run. Everything that it may do wrong stays in it: what it opened before is closed, its
standard streams lead nowhere, and its parent believes nothing that it says (`messages`).
"""

from __future__ import annotations

import hashlib
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from planextract.batch.limits import Limits, confine
from planextract.batch.messages import Facts, Failure, Message, send
from planextract.batch.tasks import Task
from planextract.errors import BugError, LimitError, MemoryLimitError, PlanextractError
from planextract.export import documents
from planextract.export.tables import exceed

OUT_OF_MEMORY = 8
"""The exit status of a worker that has not even the memory left to say so."""

_OUTLET = 3
_DESCRIPTORS = 4096


def fork(work: Callable[[int], None], limits: Limits) -> tuple[int, int]:
    """Start a process that does `work`, given the end of a pipe to write to; its id and the end to read from.

    Raises OSError where the system gives no process or pipe.
    """
    reading, writing = os.pipe()
    parent = os.getpid()
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        raise
    finally:
        if os.getpid() == parent:
            os.close(writing)
    if child == 0:
        _live(work, limits, parent, writing)
    os.set_blocking(reading, False)
    return child, reading


def _live(work: Callable[[int], None], limits: Limits, parent: int, outlet: int) -> NoReturn:
    """The whole life of the child: nothing of the parent's program runs in it afterwards."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        _keep_only(outlet)
        confine(limits, parent)
        work(_OUTLET)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _keep_only(outlet: int) -> None:
    """Close everything inherited but the pipe: locks, journals and the pipes of neighbours are the parent's."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(outlet, _OUTLET)
    for standard in range(_OUTLET):
        os.dup2(nowhere, standard)
    os.closerange(_OUTLET + 1, _DESCRIPTORS)


def read(task: Task, limits: Limits, outlet: int) -> None:
    """Read the document and send it, or why it could not be read."""

    @contextmanager
    def watch(page: int, pages: int) -> Iterator[None]:
        if pages > limits.pages:
            remedy = "choose some with --pages, or raise --max-pages"
            raise LimitError(f"{pages:,} pages; up to {limits.pages:,} are read", remedy=remedy)
        send(outlet, Message(page=page).line())
        yield
        send(outlet, Message(page=None).line())

    failure = None
    try:
        source = task.load()
        send(outlet, Message(sha256=hashlib.sha256(source).hexdigest()).line())
        document = task.parse(source, watch)
        data = documents.to_json(document).encode()
        if len(data) > limits.output_bytes:
            message = f"the document's JSON has {len(data):,} bytes; up to {limits.output_bytes:,} are written"
            raise LimitError(message, remedy="choose some pages with --pages, or raise --max-output")
        if exceed(document, limits.table_characters):
            message = f"its tables would have more than {limits.table_characters:,} characters: rows repeat long cells"
            raise LimitError(message, remedy="choose some pages with --pages, or raise --max-output")
        facts = Facts.of(document, len(data))
    except PlanextractError as error:
        failure = Failure.of(error)
    except MemoryError:
        failure = Failure.of(MemoryLimitError(*out_of_memory(limits)))
    except Exception as error:
        failure = Failure.of(_bug(error))
    if failure is not None:
        send(outlet, Message(failed=failure).line())
        return
    send(outlet, Message(read=facts).line())
    send(outlet, data)


def out_of_memory(limits: Limits) -> tuple[str]:
    """What is said where a worker had no memory left."""
    return (f"more than {limits.memory:,} MiB of memory were needed",)


def _bug(error: Exception) -> BugError:
    """A bug in one line: the exception, and where in our own code it passed last."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = next((frame for frame in reversed(frames) if f"planextract{os.sep}" in frame.filename), None)
    where = f" at {Path(ours.filename).name}:{ours.lineno}" if ours else ""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return BugError(f"{said}{where}", remedy="please report it; planextract parse FILE shows the traceback")
