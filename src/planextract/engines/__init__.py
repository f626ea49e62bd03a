"""Table readers under one name: a PDF's tables by the engine of one's choice, or by two that check each other.

`native` is ours (`planextract.sources.pdf`); `pdfplumber` and `camelot` find the tables with the libraries of these
names. All give the same kind of `Reading`. `auto` is native, and says where it had to take another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from planextract.errors import UsageError
from planextract.sources.watching import Watch, unwatched
from planextract.table import Reading

Engine = Literal["auto", "native", "pdfplumber", "camelot"]


class Reader(Protocol):
    """What every engine is. `pages` count from 1, None is all; `name` stands for the file.

    Raises InputError (damaged, encrypted, no text) and UsageError (a page that the file does not have).
    """

    def __call__(
        self, data: bytes, *, name: str, password: str | None, pages: frozenset[int] | None, watch: Watch
    ) -> Reading:
        """Read the tables and paragraphs of a PDF whose bytes are `data`; `watch` is told of each page."""


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """How PDFs are to be read. `pages` count from 1, None is all; documents that are no PDFs have no use for it.

    With `cross_check` a second engine reads the file too (pdfplumber; native where pdfplumber or camelot is the
    first), and each cell on which they disagree is reported. `watch` is told of each page that any engine reads.
    """

    engine: Engine = "auto"
    pages: frozenset[int] | None = None
    password: str | None = field(default=None, repr=False)
    cross_check: bool = False
    watch: Watch = field(default=unwatched, repr=False, compare=False)


def read(data: bytes, *, name: str, options: PdfOptions) -> Reading:
    """The tables and paragraphs of a PDF. Raises as `Reader` says, and UsageError for an engine that nobody knows."""
    engine, password, pages, watch = options.engine, options.password, options.pages, options.watch
    reading = reader(engine)(data, name=name, password=password, pages=pages, watch=watch)
    if options.cross_check:
        second: Engine = "pdfplumber" if engine in ("auto", "native") else "native"
        other = reader(second)(data, name=name, password=password, pages=pages, watch=watch)
        _compare(reading, second, other)
    return reading


def reader(engine: Engine) -> Reader:
    """The reader of that name. Its libraries are loaded here: camelot alone takes a second. Raises UsageError."""
    if engine == "pdfplumber":
        from planextract.engines import pdfplumber_reader

        return pdfplumber_reader.read
    if engine == "camelot":
        from planextract.engines import camelot_reader

        return camelot_reader.read
    if engine == "native":
        from planextract.sources.pdf import read_pdf

        return read_pdf
    if engine == "auto":
        from planextract.engines import automatic

        return automatic.read
    raise UsageError(f"unknown engine {engine!r}", remedy=f"take one of {', '.join(get_args(Engine))}")


def _compare(reading: Reading, engine: Engine, second: Reading) -> None:
    from planextract.engines.crosscheck import cross_check

    for difference in cross_check(reading, second):
        reading.report.add("cross-check-difference", difference.provenance, engine=engine, said=difference.said)
