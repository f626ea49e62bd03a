"""PDF files: from bytes to tables and paragraphs, with page and box on every piece.

Nothing but the bytes is opened: no other files, no network, no scripts. PDFium keeps global state, so one process reads
one document at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pypdfium2  # noqa: F401 - initialises the library
import pypdfium2.raw as pdfium

from planextract.detect.furniture import without_furniture
from planextract.detect.order import PageBlock, in_order
from planextract.detect.page import Page
from planextract.detect.stitch import stitched
from planextract.detect.tables import PageContent, content_of
from planextract.diagnostics import Report
from planextract.errors import (
    DamagedError,
    EncryptedError,
    InputError,
    LimitError,
    NoTextLayerError,
    PlanextractError,
    UsageError,
)
from planextract.geometry import Box
from planextract.schema import PagePlace, Provenance
from planextract.sources import pdf_library as library
from planextract.sources.pdf_doubts import Known, known_of, pages_held
from planextract.sources.pdf_page import PageRead, UnreadablePageError, read_page
from planextract.sources.watching import Watch, unwatched
from planextract.table import Reading

MEDIA_TYPE = "application/pdf"

_BATCH = 40
"""Pages after which the file is opened anew: PDFium keeps a megabyte for each page that it has shown."""

_SHOWN = 60
_OCR = "run text recognition (for example OCRmyPDF) over it and read the result"


def read_pdf(
    data: bytes,
    *,
    name: str,
    password: str | None = None,
    pages: frozenset[int] | None = None,
    watch: Watch = unwatched,
) -> Reading:
    """The tables and paragraphs of a PDF, whose bytes are `data`; `name` stands for the file in the result.

    `pages` are the pages to read, counted from 1 (None: all). Restrictions that only an owner's password lifts do not
    hinder reading. A page that cannot be read gets a diagnostic and the others are read. Raises InputError (damaged,
    encrypted, no pages, no text on any page), LimitError (no text within the limits of a page), UsageError (a page that
    the file does not have), and what `watch` does.
    """
    report = Report()
    with _document(data, name, password) as document:
        count = pdfium.FPDF_GetPageCount(document)
    if count <= 0:
        raise DamagedError("the PDF has no pages", place=name, remedy="check how it was made")
    if (held := pages_held(data, count)) > count:
        report.add("pages-not-counted", held=held, count=count)
    chosen = _chosen(pages, count, name)
    known = known_of(data)
    found: list[list[PageBlock]] = []
    silent: list[PagePlace] = []
    for first in range(0, len(chosen), _BATCH):
        with _document(data, name, password) as document:
            for number in chosen[first : first + _BATCH]:
                with watch(number, len(chosen)):
                    _read_page(document, number, known, found, silent, report)
    if not any(found):
        raise _nothing(chosen, silent, report, name)
    if silent:
        report.add("page-without-text", [*silent], pages=_page_list([place.page for place in silent]))
    blocks = stitched(without_furniture(found))
    return Reading(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPE, count, blocks, report)


@contextmanager
def _document(data: bytes, name: str, password: str | None) -> Iterator[object]:
    secret = password.encode() if password is not None else None
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), secret)
    if not document:
        raise _refusal(pdfium.FPDF_GetLastError(), name, password)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _refusal(code: int, name: str, password: str | None) -> InputError:
    if code == pdfium.FPDF_ERR_PASSWORD and password is None:
        return EncryptedError("the PDF is encrypted", place=name, remedy="give its password with --password")
    if code == pdfium.FPDF_ERR_PASSWORD:
        return EncryptedError("the password does not open the PDF", place=name, remedy="check it")
    if code == pdfium.FPDF_ERR_SECURITY:
        return EncryptedError("the PDF is encrypted in a way that is not known", place=name, remedy="save it without")
    return DamagedError("the PDF is damaged or no PDF", place=name, remedy="fetch it again, or save it from a viewer")


def _nothing(chosen: Sequence[int], silent: list[PagePlace], report: Report, name: str) -> PlanextractError:
    """Why no page gave anything: none could be opened, one holds more than is read, or none has text to be seen."""
    codes = [found.code for found in report.found]
    pages, remedy = _page_list(chosen), "open it in a viewer and save it again"
    if codes.count("page-unreadable") == len(chosen):
        return DamagedError(f"{pages} cannot be read", place=name, remedy="fetch it again, or save it from a viewer")
    if "page-limit" in codes:
        return LimitError(f"no text on {pages}, as far as they are read: they hold too much", place=name, remedy=remedy)
    seen = " that can be seen" if {"hidden-text", "text-without-size"} & set(codes) else ""
    return NoTextLayerError(f"no text{seen} on {pages}", place=name, remedy=_OCR if silent else remedy)


def _chosen(pages: frozenset[int] | None, count: int, name: str) -> Sequence[int]:
    if pages is None:
        return range(1, count + 1)
    wrong = sorted(page for page in pages if not 1 <= page <= count)
    if wrong or not pages:
        number = "are" if len(wrong) > 1 else "is"
        what = f"there {number} no {_page_list(wrong)}" if wrong else "no pages were chosen"
        raise UsageError(what, place=name, remedy=f"the file has pages 1 to {count}")
    return sorted(pages)


def _read_page(
    document: object,
    number: int,
    known: Known,
    found: list[list[PageBlock]],
    silent: list[PagePlace],
    report: Report,
) -> None:
    """Add the blocks of a page to `found`, and its place to `silent` where it shows pictures but no text."""
    whole = _whole(document, number)
    try:
        read = read_page(document, number - 1, library.Answers(), known)
    except UnreadablePageError:
        report.add("page-unreadable", [whole], page=number, reason="it is damaged")
        found.append([])
        return
    _tell(read, whole, report)
    if read.pictured:
        silent.append(whole)
    content = content_of(read.page)
    if content.too_complex:
        report.add("page-too-complex", [whole], page=number)
    _tell_guesses(read.page, content, report)
    found.append(in_order(read.page, content.tables, content.outside))
    read.page.forget_drawing()


def _tell(read: PageRead, whole: PagePlace, report: Report) -> None:
    """Diagnostics about one page's text."""
    number = read.page.number
    where: Provenance = [whole]
    if read.cut:
        report.add("page-limit", where, page=number)
    if read.layer is not None:
        report.add("hidden-text-layer", where, page=number, reason=read.layer)
    for reason, strings in read.hidden.items():
        count = sum(map(len, strings))
        report.add("hidden-text", where, page=number, count=count, reason=reason, text=_shown(strings))
    if read.sizeless:
        report.add("text-without-size", where, page=number, count=read.sizeless)
    for reason in read.doubts:
        report.add("text-doubtful", where, page=number, reason=reason)
    if read.unmapped:
        codes = [f"U+{ord(code):04X}" for code in sorted(set(read.unmapped))]
        report.add("unmapped-glyphs", where, page=number, count=len(read.unmapped), text=", ".join(codes[:8]))
    for note in read.notes:
        x0, top, x1, bottom = (round(side, 2) for side in note.box)
        report.add(
            "text-over-page",
            [PagePlace(page=number, bbox=(x0, top, x1, bottom))],
            page=number,
            text=_shown(note.text.split()),
        )


def _tell_guesses(page: Page, content: PageContent, report: Report) -> None:
    """Diagnostics about the tables of a page that white space tells."""
    for code, bare in (("columns-by-white-space", False), ("rows-by-white-space", True)):
        boxes = [table.grid.box for table in content.tables if table.white and table.bare is bare]
        if boxes:
            report.add(code, [_place(page, box) for box in boxes], page=page.number)
    for words in content.doubtful:
        report.add("label-rows-doubtful", [_place(page, words.box)], label=_shown([words.string]))


def _place(page: Page, box: Box) -> PagePlace:
    x0, top, x1, bottom = (round(value, 2) for value in page.displayed(box))
    return PagePlace(page=page.number, bbox=(x0, top, x1, bottom))


def _shown(strings: Iterable[str]) -> str:
    text = " ".join(strings)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _whole(document: object, number: int) -> PagePlace:
    """The whole page as it is displayed; a box without size where the file does not tell."""
    size = pdfium.FS_SIZEF()
    pdfium.FPDF_GetPageSizeByIndexF(document, number - 1, size)
    return PagePlace(page=number, bbox=(0.0, 0.0, round(size.width, 2), round(size.height, 2)))


def _page_list(pages: Sequence[int]) -> str:
    """`page 3`, `pages 1-4, 7`."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
    return f"page{'s' if len(pages) > 1 else ''} {shown}"
