"""Files that are whole or not there: written beside their place, synced, then renamed."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from planextract.errors import OutputError

_CHUNK = 1 << 20


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """Put `chunks` into the file at `path`; what stood there is replaced as a whole, links are followed.

    A device or a pipe (`/dev/stdout`, a FIFO) is written to directly. Raises OutputError; then `path` is untouched.
    """
    try:
        if _is_device(path):
            with path.open("wb") as stream:
                stream.writelines(chunks)
        else:
            _replace(Path(os.path.realpath(path)), chunks)
    except OSError as error:
        raise unwritable(str(path), error) from error


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of the file at `path`, a piece at a time."""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def holds(path: Path, content: bytes) -> bool:
    """Whether the file at `path` has exactly this content; false where it cannot be read."""
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def require_writable(path: Path) -> None:
    """Raise OutputError where a file at `path` cannot be written, before any work is spent on it."""
    # os.path, because its answers are false, and no exceptions, for names that cannot exist.
    if os.path.isdir(path):
        raise OutputError("is a folder", place=str(path), remedy="give the name of a file")
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        raise OutputError("the folder does not exist", place=str(folder), remedy="create it, or name another with -o")
    if not os.access(path if _is_device(path) else folder, os.W_OK):
        raise OutputError("no permission to write here", place=str(path), remedy="choose another place with -o")


def require_folder(path: Path) -> None:
    """Create the folder if only it is missing; OutputError where files cannot be created in it."""
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(str(path), error) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise OutputError("no permission to write here", place=str(path), remedy="choose another folder with -o")


def unwritable(place: str, error: OSError) -> OutputError:
    """The OutputError for what the system said when `place` was written."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    remedy = "free some space, or choose another place with -o" if full else "choose another place with -o"
    reason = (error.strerror or str(error)).lower()
    return OutputError(f"cannot be written: {reason}", place=place, remedy=remedy)


def _is_device(path: Path) -> bool:
    return os.path.exists(path) and not os.path.isfile(path)


def _replace(target: Path, chunks: Iterable[bytes]) -> None:
    beside = target.with_name(f".planextract-{secrets.token_hex(6)}.tmp")
    # Not tempfile: its files are private (0600), while a product gets the permissions of any new file.
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(handle, "wb") as stream:
            stream.writelines(chunks)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
