"""Files that are whole or not there: written beside their place, synced, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from planextract.errors import OutputError

_CHUNK = 1 << 20
STAGED_PREFIX, STAGED_SUFFIX = ".planextract-", ".tmp"


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


@contextmanager
def together(folder: Path) -> Iterator[Callable[[str, Iterable[bytes]], None]]:
    """Gives a function that writes the file of a name in the folder; at the end, if all went well, all get their names.

    They get them in the order in which they were written. Raises OutputError.
    """
    staged: list[Staged] = []

    def stage(name: str, chunks: Iterable[bytes]) -> None:
        staged.append(Staged(Path(os.path.realpath(folder / name))))
        staged[-1].stream.writelines(chunks)

    try:
        yield stage
        for one in staged:
            one.stream.flush()
        for one in staged:
            one.commit()
    except OSError as error:
        raise unwritable(str(folder), error) from error
    finally:
        for one in staged:
            one.discard()


def remove(paths: Iterable[Path]) -> None:
    """Remove the files at these paths, as far as they are there. Raises OutputError."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
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
    staged = Staged(target)
    try:
        staged.stream.writelines(chunks)
        staged.commit()
    finally:
        staged.discard()


class Staged:
    """A file that is written beside its place and gets its name when it is whole. Everything raises OSError."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self._beside = target.with_name(f"{STAGED_PREFIX}{secrets.token_hex(6)}{STAGED_SUFFIX}")
        # Not tempfile: its files are private (0600), while a product gets the permissions of any new file.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        self.stream = open(os.open(self._beside, flags, 0o666), "wb")  # noqa: SIM115 - closed by commit and discard

    def commit(self) -> None:
        """Put the file into its place, where it is even if the machine stops the next moment."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        if self.target.exists():
            self._beside.chmod(stat.S_IMODE(self.target.stat().st_mode))
        self._beside.replace(self.target)
        sync_folder(self.target.parent)

    def discard(self) -> None:
        """Forget what was written and not committed."""
        # What is still buffered fails again on a full disk; nobody wants it.
        with contextlib.suppress(OSError):
            self.stream.close()
        self._beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the folder's list of names on the disk. Some file systems cannot, and need not."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES):
            raise
    finally:
        os.close(handle)
