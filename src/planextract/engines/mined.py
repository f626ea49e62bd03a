"""What pdfplumber and camelot share: the characters of pdfminer, seated in the tables that either library finds.

The libraries read text that nobody sees, too, and know no arrows; they are a second opinion.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median_low

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber._typing import T_obj
from pdfplumber.page import Page as PlumbedPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import chars_to_textmap

from planextract.detect.furniture import without_furniture
from planextract.detect.grid import OUTSIDE, Grid
from planextract.detect.order import PageBlock, PageLine
from planextract.detect.page import Page, Run
from planextract.detect.stitch import stitched
from planextract.detect.tables import PageTable
from planextract.diagnostics import Report
from planextract.engines.boxes import grid_of_boxes
from planextract.errors import DamagedError, EncryptedError, NoTextLayerError, UsageError
from planextract.geometry import Box, union
from planextract.schema import PagePlace, Provenance
from planextract.sources.watching import Watch
from planextract.table import Reading
from planextract.text import Piece, Text

MEDIA_TYPE = "application/pdf"

# On malformed files pdfminer and what stands on it raise whatever their code happens to stumble over.
THEIR_ERRORS = (
    *(PdfminerException, MalformedPDFException, ArithmeticError, AssertionError, AttributeError, LookupError),
    *(OSError, RuntimeError, TypeError, ValueError, struct.error),
)

# They log what they repair; on standard error it would look like findings of ours.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

_UNMAPPED = re.compile(r"\(cid:[0-9]+\)")

TableFinder = Callable[[PlumbedPage], list[list[Box]]]
"""Gives the boxes of the cells of each table of a page."""


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """Where the characters of a piece stand, None for those that nobody printed. Called as a piece's `locate`."""

    page: int
    boxes: tuple[Box | None, ...]
    whole: Box

    def __call__(self, start: int, stop: int) -> Provenance:
        """The box around characters `start` to `stop`; without any the whole cell."""
        found = [box for box in self.boxes[start:stop] if box is not None]
        x0, top, x1, bottom = (round(value, 2) for value in (union(found) if found else self.whole))
        return [PagePlace(page=self.page, bbox=(x0, top, x1, bottom))]


def read_mined(
    data: bytes, *, name: str, password: str | None, pages: frozenset[int] | None, watch: Watch, find: TableFinder
) -> Reading:
    """The paragraphs of a PDF and the tables that `find` finds on its pages. Raises InputError and UsageError."""
    report = Report()
    # Not closed: that reads all pages once more. The bytes are ours, and each page is let go when it is read.
    pdf = _opened(data, name, password)
    count = _count(pdf, name)
    found: list[list[PageBlock]] = []
    numbers = chosen(pages, count, name)
    for number in numbers:
        with watch(number, len(numbers)):
            found.append(_page_blocks(pdf.pages[number - 1], find, report))
    if not any(found):
        failed = next((diagnostic.message for diagnostic in report.found), None)
        remedy = "take --engine native" if failed else "run text recognition over it"
        kind = DamagedError if failed else NoTextLayerError
        raise kind(failed or "no text on any page that was read", place=name, remedy=remedy)
    blocks = stitched(without_furniture(found))
    return Reading(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPE, count, blocks, report)


def _opened(data: bytes, name: str, password: str | None) -> PDF:
    try:
        return pdfplumber.open(io.BytesIO(data), password=password)
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error.__context__, *error.args)):
            what, remedy = "the PDF is encrypted", "give its password with --password"
            if password is not None:
                what, remedy = "the password does not open the PDF", "check it"
            raise EncryptedError(what, place=name, remedy=remedy) from error
        raise DamagedError("the PDF cannot be read by pdfminer", place=name, remedy="take --engine native") from error


def _count(pdf: PDF, name: str) -> int:
    try:
        return len(pdf.pages)
    except THEIR_ERRORS as error:
        raise DamagedError("pdfminer finds no pages", place=name, remedy="take --engine native") from error


def chosen(pages: frozenset[int] | None, count: int, name: str) -> list[int]:
    """The pages to read, in order. Raises InputError where the file has none and UsageError for one it lacks."""
    if not count:
        raise DamagedError("the PDF has no pages", place=name, remedy="check how it was made")
    wrong = sorted(page for page in pages or () if not 1 <= page <= count)
    if wrong:
        raise UsageError(f"there is no page {wrong[0]}", place=name, remedy=f"the file has pages 1 to {count}")
    return sorted(pages or range(1, count + 1))


def _page_blocks(plumbed: PlumbedPage, find: TableFinder, report: Report) -> list[PageBlock]:
    """The tables and lines of a page from top to bottom; none where the library fails on it."""
    try:
        chars = [_known(char) for char in plumbed.dedupe_chars().chars]
        tables = find(plumbed)
    except THEIR_ERRORS as error:
        place = PagePlace(page=plumbed.page_number, bbox=(0, 0, float(plumbed.width), float(plumbed.height)))
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        report.add("page-unreadable", [place], page=plumbed.page_number, reason=reason)
        return []
    finally:
        plumbed.close()
    page = _page(plumbed, chars)
    grids = [grid for boxes in tables if (grid := grid_of_boxes(boxes)) and len(grid.faces) > 1]
    seats: list[list[list[T_obj]]] = [[[] for _ in grid.faces] for grid in grids]
    outside: list[T_obj] = []
    for char in chars:
        _seat(char, grids, seats, outside)
    blocks: list[PageBlock] = [_table(page, grid, seated) for grid, seated in zip(grids, seats, strict=True)]
    blocks += _lines(page, outside)
    return sorted(blocks, key=_place)


def _known(char: T_obj) -> T_obj:
    return {**char, "text": "\ufffd"} if _UNMAPPED.fullmatch(char["text"]) else char


def _page(plumbed: PlumbedPage, chars: list[T_obj]) -> Page:
    """The page for what joins tables over page breaks: it wants the size of the page and of its characters."""
    size = median_low([float(char["size"]) for char in chars]) if chars else 10.0
    measure = Run(0, 1, Box(0, 0, size, size), size)
    return Page(plumbed.page_number, float(plumbed.width), float(plumbed.height), runs=[measure])


def _seat(char: T_obj, grids: list[Grid], seats: list[list[list[T_obj]]], outside: list[T_obj]) -> None:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    for grid, seated in zip(grids, seats, strict=True):
        face = grid.at(x, y) if grid.box.holds(x, y) else OUTSIDE
        if face != OUTSIDE:
            seated[face].append(char)
            return
    outside.append(char)


def _table(page: Page, grid: Grid, seated: list[list[T_obj]]) -> PageTable:
    texts = [
        _text(_letters(chars), page.number, grid.face_box(face)) for face, chars in zip(grid.faces, seated, strict=True)
    ]
    return PageTable(page, grid, texts)


Letters = list[tuple[str, Box | None]]


def _letters(chars: list[T_obj]) -> Letters:
    """Characters in reading order, with the blanks and line ends between them and none around them."""
    if not chars:
        return []
    letters = [(letter, None if char is None else _box(char)) for letter, char in chars_to_textmap(chars).tuples]
    said = [i for i, (letter, _) in enumerate(letters) if letter.strip()]
    return letters[said[0] : said[-1] + 1] if said else []


def _box(char: T_obj) -> Box:
    return Box(char["x0"], char["top"], char["x1"], char["bottom"])


def _text(letters: Letters, page: int, whole: Box) -> Text:
    string = "".join(letter for letter, _ in letters)
    return Text.of(Piece(string, Spot(page, tuple(box for _, box in letters), whole)))


def _lines(page: Page, outside: list[T_obj]) -> Iterator[PageLine]:
    line: Letters = []
    for letter in [*_letters(outside), ("\n", None)]:
        if letter[0] != "\n":
            line.append(letter)
        elif line:
            box = union(box for _, box in line if box is not None)
            yield PageLine(page, _text(line, page.number, box), box)
            line = []


def _place(block: PageBlock) -> tuple[float, float]:
    box = block.box if isinstance(block, PageLine) else block.grid.box
    return box.top, box.x0
