"""The engine `auto`: native, and pdfplumber for the pages whose fonts PDFium cannot map to characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from planextract.diagnostics import Report
from planextract.engines import Reader
from planextract.errors import InputError
from planextract.schema import Diagnostic, PagePlace
from planextract.sources.pdf import read_pdf
from planextract.sources.watching import Watch, unwatched
from planextract.table import Block, Paragraph, Reading
from planextract.text import Text

_MANY = 0.1
"""The share of a page's characters from which on those without meaning are too many to be 外字."""

_UNMAPPED = "unmapped-glyphs"


def read(
    data: bytes,
    *,
    name: str,
    password: str | None = None,
    pages: frozenset[int] | None = None,
    watch: Watch = unwatched,
) -> Reading:
    """Read a PDF natively; say which pages had to be read otherwise. Raises InputError and UsageError."""
    reading = read_pdf(data, name=name, password=password, pages=pages, watch=watch)
    doubtful = _many_unmapped(reading)
    if not doubtful:
        return reading
    # Loaded here: nearly no file comes so far, and pdfminer takes its time.
    from planextract.engines.pdfplumber_reader import read as read_second

    try:
        tried = read_second(data, name=name, password=password, pages=frozenset(doubtful), watch=watch)
        left = _shares(tried, set(doubtful))
    except InputError:
        return reading  # what was read natively is doubtful, and better than nothing
    better = frozenset(page for page, share in doubtful.items() if left.get(page, 1.0) < share / 2)
    if not better:
        return reading
    second = read_second(data, name=name, password=password, pages=better, watch=watch)
    others = (pages or frozenset(range(1, (reading.page_count or 0) + 1))) - better
    first = _blocks(read_pdf, data, name=name, password=password, pages=others, watch=watch)
    report = _report(reading.report, better)
    whole = _unmapped(reading)
    for page in sorted(better):
        reason = f"PDFium does not know {doubtful[page]:.0%} of its characters"
        report.add("engine-fallback", [whole[page]], page=page, engine="pdfplumber", reason=reason)
    report.extend(second.report)
    return replace(reading, blocks=sorted([*first, *second.blocks], key=_page_of), report=report)


def _many_unmapped(reading: Reading) -> dict[int, float]:
    """The pages on which many characters have no known meaning, and their share."""
    pages = set(_unmapped(reading))
    return {page: share for page, share in _shares(reading, pages).items() if share >= _MANY} if pages else {}


def _unmapped(reading: Reading) -> dict[int, PagePlace]:
    """The pages of which characters have no known meaning, each with its whole box."""
    named = [found for found in reading.report.found if found.code == _UNMAPPED]
    return {place.page: place for found in named for place in found.provenance if isinstance(place, PagePlace)}


def _pages(found: Diagnostic) -> set[int]:
    return {place.page for place in found.provenance if isinstance(place, PagePlace)}


def _shares(reading: Reading, pages: set[int]) -> dict[int, float]:
    """For each of the pages the share of its characters that have no known meaning."""
    all_, unknown = Counter[int](), Counter[int]()
    for text in _texts(reading.blocks):
        for piece, start, stop in text.pieces():
            page = next((p.page for p in piece.locate(0, 0) if isinstance(p, PagePlace)), 0)
            if page in pages:
                string = piece.string[start:stop]
                all_[page] += len(string)
                unknown[page] += sum(map(is_unmapped, string))
    return {page: unknown[page] / count for page, count in all_.items() if count}


def is_unmapped(character: str) -> bool:
    """Whether a character is the replacement character or one for private use, that is, nobody knows its meaning."""
    return character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000"


def _texts(blocks: list[Block]) -> Iterator[Text]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def _blocks(
    reader: Reader, data: bytes, *, name: str, password: str | None, pages: frozenset[int], watch: Watch
) -> list[Block]:
    """The blocks of the pages; none where no page is left or none has text."""
    try:
        return reader(data, name=name, password=password, pages=pages, watch=watch).blocks if pages else []
    except InputError:
        return []


def _page_of(block: Block) -> int:
    return next((p.page for text in _texts([block]) for p in text.provenance if isinstance(p, PagePlace)), 0)


def _report(report: Report, replaced: frozenset[int]) -> Report:
    """The report without what it says of the characters on pages that another engine read."""
    return Report([found for found in report.found if found.code != _UNMAPPED or not _pages(found) <= replaced])
