"""What the command line says about reading PDFs: engine, pages, password."""

from __future__ import annotations

import os
import re
from pathlib import Path

from planextract.engines import Engine, PdfOptions
from planextract.errors import InputError, UsageError

PASSWORD_VARIABLE = "PLANEXTRACT_PASSWORD"
_MAX_PAGE = 99_999
_PART = re.compile(r"\s*([0-9]+)\s*(?:-\s*([0-9]+)\s*)?", re.ASCII)


def pdf_options(
    engine: Engine = "auto",
    pages: str | None = None,
    password: str | None = None,
    password_file: str | None = None,
    *,
    cross_check: bool = False,
) -> PdfOptions:
    """The options in force: where the command line gives no password, the environment may.

    Raises UsageError (two passwords, pages that are none) and InputError (a password file that cannot be read).
    """
    if password is not None and password_file is not None:
        raise UsageError("--password and --password-file exclude each other", remedy="give one of them")
    if password_file is not None:
        password = _first_line(password_file)
    elif password is None:
        password = os.environ.get(PASSWORD_VARIABLE)
    return PdfOptions(engine, None if pages is None else parse_pages(pages), password, cross_check)


def parse_pages(said: str) -> frozenset[int]:
    """The pages of `1-3,7`: numbers from 1 and ranges with both ends. Raises UsageError."""
    chosen: set[int] = set()
    for part in said.split(","):
        match = _PART.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match and len(part) < 20 else (0, 0)
        if not 1 <= first <= last <= _MAX_PAGE:
            message = f"--pages: {part.strip()!r} is no page and no range of pages"
            raise UsageError(message, remedy="write them as 1-3,7")
        chosen.update(range(first, last + 1))
    return frozenset(chosen)


def _first_line(path: str) -> str:
    """The first line of a password file, without its end: editors add one."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or "is not UTF-8").lower()
        message = f"the password file cannot be read: {reason}"
        raise InputError(message, place=path, remedy="check --password-file") from error
    return text.split("\n", 1)[0].removesuffix("\r")
