"""Who is measured. Each contender gives, for a file, the function that is timed; what it imports is not timed.

All of them read the whole file from its path and bring every cell to a string, with the settings a user gets who
changes none.
"""

from __future__ import annotations

import ctypes
import warnings
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

PATH = 2  # FPDF_PAGEOBJ_PATH of fpdf_edit.h


class Found(NamedTuple):
    """What a contender found in a file: so that one that finds nothing is not taken for a fast one."""

    pages: int = 0
    tables: int = 0
    cells: int = 0


NOTHING = Found()
Reader = Callable[[], Found]


class Contender(NamedTuple):
    """`ready(path)` imports what is needed and gives the function to time; `package` is its distribution."""

    id: str
    title: str
    package: str
    ready: Callable[[str], Reader]

    @property
    def version(self) -> str | None:
        """The version that is installed; None where it is not."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None


def _boxes(page: PdfPage) -> None:
    """Walk over the page's paths, those in forms too, and ask for the box of each."""
    for drawn in page.get_objects(filter=[PATH]):
        drawn.get_bounds()


def _segments(page: PdfPage) -> None:
    """Walk over the page's paths and ask for each of their points."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    for drawn in page.get_objects(filter=[PATH]):
        for i in range(pdfium.FPDFPath_CountSegments(drawn)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(drawn, i), x, y)


def _floor(walk: Callable[[PdfPage], None]) -> Callable[[str], Reader]:
    """The text of each page in one string, and a walk over what is drawn: no reader can do with less."""

    def ready(path: str) -> Reader:
        from pypdfium2 import PdfDocument

        def read() -> Found:
            with closing(PdfDocument(path)) as document:
                for page in document:
                    with closing(page), closing(page.get_textpage()) as text:
                        text.get_text_range()
                        walk(page)
                return Found(len(document))

        return read

    return ready


def _planextract_tables(path: str) -> Reader:
    from planextract import read_tables

    def read() -> Found:
        tables = read_tables(path)
        return Found(0, len(tables), sum(len(table.cells) for table in tables))

    return read


def _planextract_parse(path: str) -> Reader:
    from planextract import parse

    def read() -> Found:
        parse(path)
        return Found()

    return read


def _tablers(path: str) -> Reader:
    import tablers

    def read() -> Found:
        found = 0, 0
        with tablers.Document(path) as document:
            for page in document.pages():
                tables = tablers.find_tables(page, extract_text=True)
                texts = [cell.text for table in tables for cell in table.cells]
                found = found[0] + len(tables), found[1] + len(texts)
        return Found(0, *found)

    return read


def _pdfplumber(path: str) -> Reader:
    import pdfplumber

    def read() -> Found:
        found = 0, 0
        with pdfplumber.open(path) as document:
            for page in document.pages:
                tables = page.extract_tables()
                texts = [text for table in tables for row in table for text in row if text is not None]
                found = found[0] + len(tables), found[1] + len(texts)
                page.close()  # as its documentation says for long documents: frees the page's objects
        return Found(0, *found)

    return read


def _camelot(**settings: str) -> Callable[[str], Reader]:
    def ready(path: str) -> Reader:
        from camelot.io import read_pdf

        warnings.simplefilter("ignore")  # a page without tables is warned of

        def read() -> Found:
            tables = read_pdf(path, pages="all", flavor="lattice", **settings)
            return Found(0, len(tables), sum(table.df.size for table in tables))

        return read

    return ready


def _pymupdf(path: str) -> Reader:
    import pymupdf

    def read() -> Found:
        found = 0, 0
        with pymupdf.open(path) as document:
            for page in document:
                tables = [table.extract() for table in page.find_tables().tables]
                texts = [text for table in tables for row in table for text in row if text is not None]
                found = found[0] + len(tables), found[1] + len(texts)
        return Found(0, *found)

    return read


FLOOR = "floor"
CONTENDERS = {
    contender.id: contender
    for contender in (
        Contender(FLOOR, "floor: PDFium text + path walk", "pypdfium2", _floor(_boxes)),
        Contender("segments", "floor + points of every path", "pypdfium2", _floor(_segments)),
        Contender("tables", "planextract tables", "planextract", _planextract_tables),
        Contender("parse", "planextract parse", "planextract", _planextract_parse),
        Contender("tablers", "tablers (Rust)", "tablers", _tablers),
        Contender("camelot-vector", "camelot lattice, engine=vector", "camelot-py", _camelot(engine="vector")),
        Contender("pdfplumber", "pdfplumber extract_tables", "pdfplumber", _pdfplumber),
        Contender("pymupdf", "PyMuPDF find_tables", "pymupdf", _pymupdf),
        Contender("camelot", "camelot lattice", "camelot-py", _camelot()),
    )
}
