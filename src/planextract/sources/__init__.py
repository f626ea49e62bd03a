"""Sources: from a file, whatever its suffix, to its tables and paragraphs. The bytes decide what it is.

Text is read here in any Japanese encoding (`encoding`), with tab-separated, comma-separated and pipe tables
(`delimited`) and the markup that machines leave in it (`fragments`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO, NamedTuple

from planextract.diagnostics import Report
from planextract.errors import InputError, LimitError, MissingInputError, NotADocumentError, UsageError
from planextract.sources.assemble import MAX_COLUMNS, MAX_PIECES
from planextract.sources.delimited import blocks_of
from planextract.sources.encoding import decode
from planextract.sources.kinds import is_pdf, refuse_foreign_bytes, refuse_foreign_text
from planextract.sources.lines import tidied
from planextract.table import Reading

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read; the text of a plan has less than a hundredth of it."""

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_PIECES", "File", "is_pdf", "load", "read", "read_text"]


class File(NamedTuple):
    """A file's bytes, what messages call it (`place`: its path as given), and its name without folders."""

    data: bytes
    place: str
    name: str


def load(source: str | Path | BinaryIO, *, name: str | None = None) -> File:
    """The bytes of a file or of a stream, which is read once.

    `name` stands for the file in the result and in messages (default: the file's own, `-` for a stream without one).
    Raises InputError (missing, folder, unreadable, empty) and LimitError (more than `MAX_BYTES`).
    """
    place = _place(source, name)
    data = _bytes_of(source, place)
    if not data:
        raise NotADocumentError("the file is empty", place=place, remedy="give a document with tables in it")
    return File(data, place, _shown(name, place))


def read(source: str | Path | BinaryIO, *, name: str | None = None, encoding: str | None = None) -> Reading:
    """The tables and paragraphs of a text file or of a stream of its bytes: `load` and `read_text`."""
    return read_text(load(source, name=name), encoding=encoding)


def read_text(file: File, *, encoding: str | None = None) -> Reading:
    """The tables and paragraphs of a text; `encoding` forces a character encoding.

    Raises InputError (blank, binary, does not fit the encoding), UnsupportedInputError (PDF, office documents, images
    …), UsageError (no such encoding) and LimitError (more than `MAX_PIECES` or `MAX_COLUMNS`).
    """
    data, place, shown = file
    refuse_foreign_bytes(data, place)
    report = Report()
    decoded = decode(data, place, encoding)
    if decoded.doubt is not None:
        report.add("encoding-doubtful", encoding=decoded.encoding, reason=decoded.doubt)
    text = tidied(decoded.text, place, report)
    refuse_foreign_text(text, place)
    blocks = blocks_of(text, place)
    if not blocks:
        raise NotADocumentError(
            "the file holds nothing but blanks", place=place, remedy="give a text with tables in it"
        )
    return Reading(shown, hashlib.sha256(data).hexdigest(), "text/plain", None, blocks, report)


def _place(source: str | Path | BinaryIO, name: str | None) -> str:
    """What messages call the source: the path as given, or the name of the stream."""
    if isinstance(source, str | Path):
        return str(source)
    stream = getattr(source, "name", None)
    return name or (stream if isinstance(stream, str) else "-")


def _shown(name: str | None, place: str) -> str:
    """The file's name without folders, as text that can be written: bytes of a name that are no text are replaced."""
    shown = Path(name or place).name or place
    return shown.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _bytes_of(source: str | Path | BinaryIO, place: str) -> bytes:
    """All bytes of the source. Raises InputError where it cannot be read and LimitError above `MAX_BYTES`."""
    try:
        if not isinstance(source, str | Path):
            return _within_limit(source, place)
        with Path(source).open("rb") as stream:
            return _within_limit(stream, place)
    except FileNotFoundError:
        raise MissingInputError("there is no such file", place=place, remedy="check the path") from None
    except IsADirectoryError:
        raise InputError("this is a folder", place=place, remedy="name the files in it") from None
    except PermissionError:
        raise InputError("there is no permission to read this file", place=place, remedy="change its mode") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"the file cannot be read: {reason}", place=place, remedy="check the path") from None


def _within_limit(stream: BinaryIO, place: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if not isinstance(data, bytes):
        raise UsageError("the stream gives text, not bytes", place=place, remedy="open it in binary mode")
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 2**20} MiB"
        raise LimitError(message, place=place, remedy="split it into documents")
    return data
