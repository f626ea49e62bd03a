"""Stream discipline: standard output carries the product and nothing else, everything for people goes to stderr."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from typing import BinaryIO, TextIO

from planextract.errors import InputError, OutputError

PRODUCT = "<stdout>"


class ReaderGone(BaseException):
    """Whoever read standard output has closed it. No failure, and as little to be caught as an interrupt."""


class AllSaid(BaseException):
    """The program ends with this code, and nothing is to be said that was not. Not to be caught by a command."""

    def __init__(self, code: int) -> None:
        self.code = code


def prepare() -> None:
    """Make both streams UTF-8 with plain newlines, whatever the locale says."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")


def write(product: str | bytes) -> None:
    """Write to standard output at once. Raises OutputError (disk full, no standard output) and ReaderGone."""
    # A process may be started with a closed standard output; Python then has none.
    if sys.stdout is None:
        raise OutputError("standard output is closed", place=PRODUCT, remedy="write to a file with -o")
    try:
        sys.stdout.buffer.write(product.encode() if isinstance(product, str) else product)
        sys.stdout.flush()
    except BrokenPipeError as error:
        forsake(sys.stdout)
        raise ReaderGone from error
    except OSError as error:
        raise unwritable(error) from error


def unwritable(error: OSError) -> OutputError:
    """What the system said when standard output was written; nothing more is written to it."""
    forsake(sys.stdout)
    reason = (error.strerror or str(error)).lower()
    return OutputError(f"cannot be written: {reason}", place=PRODUCT, remedy="write to a file with -o")


def finish() -> None:
    """Flush standard output while an error can still be told."""
    if sys.stdout is not None:
        write(b"")


def forsake(stream: TextIO) -> None:
    """Let what `stream` still buffers vanish, so that the interpreter's last flush does not complain."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def tell(line: str) -> None:
    """Write one line to standard error; control characters are shown, not sent. Nobody listening is no failure."""
    if sys.stderr is None:
        return
    try:
        print(visible(line), file=sys.stderr, flush=True)
    except OSError:
        forsake(sys.stderr)


def tell_lines(text: str) -> None:
    """Write several lines to standard error."""
    for line in text.splitlines():
        tell(line)


def visible(text: str) -> str:
    """The text on one line, with control characters escaped: a file's name must not steer a terminal."""
    return "".join(_escaped(char) if unicodedata.category(char) in _STEERING else char for char in text)


# Controls, formats (bidirectional overrides), lone surrogates, line and paragraph separators.
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def standard_input() -> BinaryIO:
    """Standard input as bytes. Raises InputError where the process has none."""
    if sys.stdin is None:
        raise InputError("standard input is closed", place="<stdin>", remedy="give the name of a file")
    return sys.stdin.buffer


def on_terminal(stream: object) -> bool:
    """Whether a person looks at `stream`."""
    return isinstance(stream, io.TextIOBase) and stream.isatty()
