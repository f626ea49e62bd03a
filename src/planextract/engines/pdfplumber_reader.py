"""pdfplumber as an engine: its own finding of tables, our recovery of rows and spans from the boxes of their cells."""

from __future__ import annotations

from pdfplumber.page import Page as PlumbedPage

from planextract.engines.mined import read_mined
from planextract.geometry import Box
from planextract.sources.watching import Watch, unwatched
from planextract.table import Reading


def read(
    data: bytes,
    *,
    name: str,
    password: str | None = None,
    pages: frozenset[int] | None = None,
    watch: Watch = unwatched,
) -> Reading:
    """Read a PDF with pdfplumber and its default settings. Raises InputError and UsageError."""
    return read_mined(data, name=name, password=password, pages=pages, watch=watch, find=_tables)


def _tables(page: PlumbedPage) -> list[list[Box]]:
    return [[Box(*cell) for cell in table.cells] for table in page.find_tables()]
