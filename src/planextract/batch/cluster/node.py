"""What a batch runs on the nodes of a cluster. It travels by its name: every node has this package installed."""

from __future__ import annotations

import subprocess
import sys
from queue import Empty, LifoQueue

import planextract
from planextract.batch.cluster.server import framed, received

_idle: LifoQueue[subprocess.Popen[bytes]] = LifoQueue()
"""Servers of this node that wait for an order; there are never more of them than documents read at a time."""


def version() -> str:
    """The version that this node has."""
    return planextract.__version__


def read(head: bytes, source: bytes) -> bytes:
    """The answer to an order (`planextract.batch.cluster.orders`), given by a server that forks a worker for it.

    A server that has gone since its last order is replaced. Raises OSError and EOFError where a new one goes, too.
    """
    order = framed(head + source)
    while True:
        server, fresh = _server()
        try:
            answer = _asked(server, order)
        except (OSError, EOFError):
            _end(server)
            if fresh:
                raise
        except BaseException:
            _end(server)
            raise
        else:
            _idle.put(server)
            return answer


def _server() -> tuple[subprocess.Popen[bytes], bool]:
    """A server that waits for an order, and whether it is a new one."""
    try:
        return _idle.get_nowait(), False
    except Empty:
        command = [sys.executable, "-m", "planextract.batch.cluster.server"]
        # In a session of its own, so that Ctrl-C at the node's terminal is not meant for it; it ends with its input.
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True
        ), True


def _asked(server: subprocess.Popen[bytes], order: bytes) -> bytes:
    assert server.stdin is not None
    assert server.stdout is not None
    rest = memoryview(order)
    while rest:
        rest = rest[server.stdin.write(rest) :]
    answer = received(server.stdout.fileno())
    if answer is None:
        raise EOFError("the process that reads documents has gone")
    return answer


def _end(server: subprocess.Popen[bytes]) -> None:
    server.kill()
    server.communicate()
