"""Which files a batch reads: files, folders, patterns and lists of them, as the user names them."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from planextract.errors import InputError, UsageError

SUFFIXES = frozenset({".txt", ".tsv", ".csv", ".pdf"})
LIST_MARK = "@"
_DEEP = re.compile(r"(^|/)\*\*(?:/|$)")
_OF_A_BATCH = frozenset({"documents", "tables"})


def files_of(arguments: Iterable[str], *, apart: Path | None = None) -> list[Path]:
    """The files that the arguments name, each once, in the order given; what lies in the folder `apart` is left out.

    A folder stands for the documents in it and below, a pattern (`plans/**/*.pdf`) for the files that it matches,
    `@FILE` for the arguments in a file, one a line (`@-`: standard input). What is none of these is taken for a file,
    though there may be none. Raises UsageError for an empty name and InputError where a folder, pattern or list gives
    nothing.
    """
    outside = (path for argument in arguments for path in _files(argument) if not _lies_in(path, apart))
    try:
        return list({os.path.abspath(path): path for path in outside}.values())
    except FileNotFoundError as error:  # of the working directory: nothing else is asked for that must be there
        raise InputError("the current folder is gone", remedy="change to one that exists") from error


def _files(argument: str) -> Iterator[Path]:
    if not argument:
        raise UsageError("the name of an input is empty", remedy="name a file, a folder or a pattern")
    if os.path.lexists(argument):
        yield from _file_or_folder(Path(argument))
    elif argument.startswith(LIST_MARK):
        for listed in _listed(argument[len(LIST_MARK) :]):
            yield from [Path(listed)] if listed.startswith(LIST_MARK) else _files(listed)
    elif glob.has_magic(argument):
        found = sorted(set(_matches(argument)))
        if not found:
            remedy = "check it; a bracket that is part of a name is written [[]"
            raise InputError("no file matches the pattern", place=readable(argument), remedy=remedy)
        for match in found:
            if "**" not in argument:
                yield from _file_or_folder(Path(match))
            elif not os.path.isdir(match) or not _is_open(match):
                yield Path(match)
    else:
        yield Path(argument)


def _matches(pattern: str) -> Iterator[str]:
    """What a pattern matches. `**` stands for the folders below that are no links: those may lead back in circles."""
    deep = _DEEP.search(pattern)
    if deep is None:
        yield from glob.iglob(pattern)
        return
    start, rest = pattern[: deep.end(1)], pattern[deep.end() :] or "*"
    for top in glob.iglob(start) if start else [os.curdir]:
        for here, _ in _below(top):
            yield from _matches(os.path.join(glob.escape(here), rest).removeprefix(f"{os.curdir}{os.sep}"))


def _below(folder: str) -> Iterator[tuple[str, list[str]]]:
    """The folder and all below it that can be read and are neither hidden nor links, each with the names in it.

    Of the folders in it, only those that cannot be read are named. What another batch has written is left out: tables
    of documents are none.
    """
    for here, folders, names in os.walk(folder):
        written = _OF_A_BATCH if "journal.jsonl" in names and set(folders) >= _OF_A_BATCH else frozenset()
        folders[:] = [name for name in folders if not name.startswith(".") and name not in written]
        yield here, names + [name for name in folders if not _is_open(os.path.join(here, name))]


def _file_or_folder(path: Path) -> list[Path]:
    return documents_in(path) if os.path.isdir(path) else [path]


def _listed(name: str) -> list[str]:
    """The lines of a list that are not blank, as the names of files: in the bytes that the system uses for them."""
    if name == "-" and sys.stdin is None:
        raise InputError("standard input is closed", place="<stdin>", remedy="give the name of a list")
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
    """The documents in the folder and below, sorted; hidden files and folders and links to folders are left out.

    A link that leads nowhere counts by its name, and a folder below that cannot be read stands for what is in it, so
    that reading them tells what is wrong. Raises InputError where the folder is none, cannot be read or holds no
    document.
    """
    if not os.path.isdir(folder):
        problem = "is no folder" if os.path.exists(folder) else "does not exist"
        raise InputError(problem, place=str(folder), remedy="give a folder of documents")
    if not _is_open(folder):
        raise InputError("there is no permission to read this folder", place=str(folder), remedy="change its mode")
    found: list[Path] = []
    for here, names in _below(str(folder)):
        found += [path for name in names if _is_document(path := Path(here, name))]
    if not found:
        kinds = ", ".join(sorted(SUFFIXES))
        raise InputError("holds no document", place=str(folder), remedy=f"documents end in {kinds}")
    return sorted(found, key=lambda path: path.as_posix())


def _is_open(folder: str | Path) -> bool:
    return os.access(folder, os.R_OK | os.X_OK)


def _is_document(path: Path) -> bool:
    if os.path.isdir(path):
        return not _is_open(path)
    if path.name.startswith(".") or path.suffix.lower() not in SUFFIXES:
        return False
    return os.path.isfile(path) or not os.path.exists(path)


def _lies_in(path: Path, folder: Path | None) -> bool:
    return folder is not None and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def readable(argument: str) -> str:
    """An argument or file name as UTF-8, though the locale decoded its bytes otherwise; broken bytes become U+FFFD."""
    return os.fsencode(argument).decode("utf-8", "replace")
