"""Which files a batch reads: files, folders, patterns and lists of them, as the user names them."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from planextract.errors import InputError, UsageError

SUFFIXES = frozenset({".txt", ".tsv", ".csv", ".pdf"})
LIST_MARK = "@"


def files_of(arguments: Iterable[str], *, apart: Path | None = None) -> list[Path]:
    """The files that the arguments name, each once, in the order given; what lies in the folder `apart` is left out.

    A folder stands for the documents in it and below, a pattern (`plans/**/*.pdf`) for the files that it matches,
    `@FILE` for the arguments in a file, one a line (`@-`: standard input). What is none of these is taken for a file,
    though there may be none. Raises UsageError for an empty name and InputError where a folder, pattern or list gives
    nothing.
    """
    outside = (path for argument in arguments for path in _files(argument) if not _lies_in(path, apart))
    return list({os.path.abspath(path): path for path in outside}.values())


def _files(argument: str) -> Iterator[Path]:
    if not argument:
        raise UsageError("the name of an input is empty", remedy="name a file, a folder or a pattern")
    if os.path.lexists(argument):
        yield from _file_or_folder(Path(argument))
    elif argument.startswith(LIST_MARK):
        for listed in _listed(argument[len(LIST_MARK) :]):
            yield from [Path(listed)] if listed.startswith(LIST_MARK) else _files(listed)
    elif glob.has_magic(argument):
        found = sorted(glob.glob(argument, recursive=True))
        if not found:
            raise InputError("no file matches the pattern", place=readable(argument), remedy="check it")
        for match in found:
            yield from _file_or_folder(Path(match)) if "**" not in argument or not os.path.isdir(match) else ()
    else:
        yield Path(argument)


def _file_or_folder(path: Path) -> list[Path]:
    return documents_in(path) if os.path.isdir(path) else [path]


def _listed(name: str) -> list[str]:
    """The lines of a list that are not blank, as the names of files: in the bytes that the system uses for them."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"the list cannot be read: {reason}", place=readable(name), remedy="check the path") from error
    lines = [os.fsdecode(line.strip(b"\r")) for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
    if not lines:
        raise InputError("the list names no file", place=readable(name), remedy="write one name a line")
    return lines


def documents_in(folder: Path) -> list[Path]:
    """The documents in the folder and below, sorted; hidden files and folders are left out.

    Raises InputError where the folder is none, cannot be read or holds no document.
    """
    if not os.path.isdir(folder):
        problem = "is no folder" if os.path.exists(folder) else "does not exist"
        raise InputError(problem, place=str(folder), remedy="give a folder of documents")
    try:
        found = [path for path in folder.rglob("*") if _is_document(path, folder)]
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(folder)) from error
    if not found:
        kinds = ", ".join(sorted(SUFFIXES))
        raise InputError("holds no document", place=str(folder), remedy=f"documents end in {kinds}")
    return sorted(found, key=lambda path: path.as_posix())


def _is_document(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.suffix.lower() in SUFFIXES and not hidden and path.is_file()


def _lies_in(path: Path, folder: Path | None) -> bool:
    return folder is not None and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def readable(argument: str) -> str:
    """An argument or file name as UTF-8, though the locale decoded its bytes otherwise; broken bytes become U+FFFD."""
    return os.fsencode(argument).decode("utf-8", "replace")
