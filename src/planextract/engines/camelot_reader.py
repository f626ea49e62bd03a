"""camelot as an engine: its tables by ruled lines (lattice), the characters in them by pdfplumber.

camelot cuts merged cells at every line of the grid and says only which of their sides are drawn; pieces that no side
parts are joined here again.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections import defaultdict
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as raw
from camelot.backends.image_conversion import ImageConversionError
from camelot.core import Cell
from camelot.io import read_pdf
from pdfplumber.page import Page as PlumbedPage
from playa.exceptions import PDFException

from planextract.engines.mined import read_mined
from planextract.geometry import Box, union
from planextract.sources.watching import Watch, unwatched
from planextract.table import Reading

logging.getLogger("playa").addHandler(logging.NullHandler())


def read(
    data: bytes,
    *,
    name: str,
    password: str | None = None,
    pages: frozenset[int] | None = None,
    watch: Watch = unwatched,
) -> Reading:
    """Read a PDF with camelot's lattice parser. Raises InputError and UsageError."""
    plain = data if password is None else _decrypted(data, password)

    def find(page: PlumbedPage) -> list[list[Box]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # camelot warns of every page without a table
            try:
                tables = read_pdf(plain, pages=str(page.page_number), suppress_stdout=True)
            except (PDFException, ImageConversionError) as error:
                raise ValueError(str(error)) from error
        height = float(page.height)
        return [_joined(table.cells, height) for table in tables]

    return read_mined(data, name=name, password=password, pages=pages, watch=watch, find=find)


def _decrypted(data: bytes, password: str) -> bytes:
    """The file without its password, which camelot forgets when it draws a page; as it is where it does not fit."""
    copy = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(data, password=password) as document:
            document.save(copy, flags=raw.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError:
        return data
    return copy.getvalue()


def _joined(rows: Sequence[Sequence[Cell]], height: float) -> list[Box]:
    """The boxes of a table's cells, from the top, those that no drawn side parts joined."""
    root = {(i, j): (i, j) for i, row in enumerate(rows) for j in range(len(row))}

    def top_of(place: tuple[int, int]) -> tuple[int, int]:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if j + 1 < len(row) and not (cell.right or row[j + 1].left):
                root[top_of((i, j + 1))] = top_of((i, j))
            if i + 1 < len(rows) and not (cell.bottom or rows[i + 1][j].top):
                root[top_of((i + 1, j))] = top_of((i, j))
    groups: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            groups[top_of((i, j))].append(Box(cell.x1, height - cell.y2, cell.x2, height - cell.y1))
    return [union(boxes) for boxes in groups.values()]
