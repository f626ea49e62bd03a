"""The cells of a PDF as one engine sees them: `python -m benchmarks.corpus.cells ENGINE FILE` prints them as JSON.

A process of its own: what goes wrong ends this one only, with its traceback. pdfplumber is asked directly and not
through planextract's engine of that name, so that the second opinion owes nothing to our code.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pdfplumber
from pdfplumber.table import Table

from planextract.errors import PlanextractError
from planextract.schema import PagePlace
from planextract.sources.pdf import read_pdf
from planextract.table import Cell

Box = tuple[float, float, float, float]


class SeenCell(NamedTuple):
    """One cell, or the part of it that stands on one page; the box is the whole cell's there, not that of its words.

    x0, top, x1, bottom in points from the top left of the page as displayed; `table` counts the tables of the file.
    """

    table: int
    row: int
    column: int
    page: int
    box: Box
    text: str


class Seen(NamedTuple):
    """What an engine found in a file; `refused` is its one-line reason where it found nothing to read."""

    tables: int
    cells: list[SeenCell]
    refused: str = ""


def native(path: Path) -> Seen:
    """The cells that planextract's native engine finds."""
    try:
        tables = read_pdf(path.read_bytes(), name=path.name).tables
    except PlanextractError as error:
        return Seen(0, [], str(error))
    cells = [seen for number, table in enumerate(tables) for cell in table.cells for seen in _parts(number, cell)]
    return Seen(len(tables), cells)


def _parts(number: int, cell: Cell) -> Iterator[SeenCell]:
    """A cell page by page."""
    for piece, start, stop in cell.text.pieces():
        for place in piece.locate(0, 0):
            if isinstance(place, PagePlace):
                yield SeenCell(number, cell.row, cell.column, place.page, place.bbox, piece.string[start:stop])


def second(path: Path) -> Seen:
    """The cells that pdfplumber finds with its default settings."""
    cells: list[SeenCell] = []
    tables = 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.find_tables():
                cells += _plumbed(table, tables, page.page_number, (page.bbox[0], page.bbox[1]))
                tables += 1
            page.close()
    return Seen(tables, cells)


def _plumbed(table: Table, number: int, page: int, origin: tuple[float, float]) -> Iterator[SeenCell]:
    left, above = origin
    for i, (row, texts) in enumerate(zip(table.rows, table.extract(), strict=True)):
        for j, (box, text) in enumerate(zip(row.cells, texts, strict=True)):
            if box is not None:
                moved = (box[0] - left, box[1] - above, box[2] - left, box[3] - above)
                yield SeenCell(number, i, j, page, moved, text or "")


def loaded(told: str) -> Seen:
    """What a worker printed."""
    content = json.loads(told)
    cells = [SeenCell(*cell) for cell in content["cells"]]
    return Seen(content["tables"], cells, content["refused"])


ENGINES = {"native": native, "pdfplumber": second}


def main(engine: str, file: str) -> None:
    """Read and print. Standard output is kept for the result."""
    result = os.dup(1)
    os.dup2(2, 1)
    seen = ENGINES[engine](Path(file))
    with os.fdopen(result, "w", encoding="utf-8") as stream:
        json.dump(seen._asdict(), stream, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
