"""Where the text that a file tells may not be the text that its page shows."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pypdfium2.raw as pdfium

from planextract.sources.pdf_likeness import font_name, told_otherwise


class Known(NamedTuple):
    """What the bytes of a file tell of its pages: fonts that have no form, and whether its layers are simple.

    PDFium computes rules for layers (`VE`: ISO 32000-1, 8.11.2.2) without end where they name themselves.
    """

    undescribed: frozenset[bytes] = frozenset()
    simple_layers: bool = False


_LAYER_RULES = re.compile(rb"/VE\s*+(?:\[|[0-9]{1,10}\s++[0-9]{1,5}\s++R)")


def known_of(data: bytes) -> Known:
    """What is known of a file before it is opened."""
    return Known(undescribed_fonts(data), _LAYER_RULES.search(data) is None)


_NOTHING_TO_SEE = 0.05
"""The height of letters, in points, below which PDFium leaves them out."""

_MANY, _NEARLY_ALL = 100, 0.8
"""Pages of real documents with empty cells have up to 95 % blanks of 40 pieces of text, 65 % of more than a hundred."""

_MAX_FONTS = 200
_MAX_MARKS = 16
_WORDS = re.compile(r"\w")


def without_size(texts: Iterable[int], read: set[int]) -> int:
    """How many text objects gave no characters because they are drawn at no size; blanks give none either."""
    return sum(_size(item) < _NOTHING_TO_SEE for item in texts if item not in read)


def unread(texts: Iterable[int], read: set[int]) -> list[str]:
    """The doubt that nearly all of very many text objects gave no characters: blanks do not, but are never so many."""
    every = list(texts)
    missing = sum(item not in read for item in every)
    if missing < _MANY or missing < _NEARLY_ALL * len(every):
        return []
    return [f"{missing} of its {len(every)} pieces of text gave no characters; a font may be broken"]


def _size(item: int) -> float:
    handle = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    if not (pdfium.FPDFTextObj_GetFontSize(handle, size) and pdfium.FPDFPageObj_GetMatrix(handle, matrix)):
        return 1.0
    return float(abs(size.value) * abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5)


def doubts(objects: list[int | None], codes: list[str], undescribed: frozenset[bytes]) -> list[str]:
    """Why the characters of a page may not be what is seen there, one reason each.

    `objects` are the text objects of the characters `codes`; `undescribed` are the names of fonts without any form.
    """
    fonts: dict[int, set[str]] = {}
    font_of = {item: _font(item) for item in dict.fromkeys(objects) if item is not None}
    for item, code in zip(objects, codes, strict=True):
        if item is not None and code:
            fonts.setdefault(font_of[item], set()).add(code)
    fonts.pop(0, None)
    found = []
    drawn = told_otherwise(fonts)
    if drawn:
        pairs = ", ".join(f"{told} looks like {seen}" for told, seen in sorted(drawn.items())[:8])
        found.append(f"its fonts say other characters than they draw ({pairs})")
    replaced = [word for item in font_of for word in _replacing(item)]
    if replaced:
        found.append(f"the file says other words for what it draws: {shortened(replaced)}")
    missing = (
        sorted({font_name(_handle(font)) for font in fonts if _is_bare(font)} & undescribed) if undescribed else []
    )
    if missing:
        named = ", ".join(name.decode("latin-1") for name in missing[:5])
        found.append(f"the file neither holds nor describes the font {named}; viewers draw it differently")
    return found


def shortened(words: list[str]) -> str:
    """The words as a message tells them."""
    text = " ".join(dict.fromkeys(words))
    return text if len(text) <= 60 else text[:59] + "…"


def _font(item: int) -> int:
    font = pdfium.FPDFTextObj_GetFont(ctypes.cast(item, pdfium.FPDF_PAGEOBJECT))
    return ctypes.cast(font, ctypes.c_void_p).value or 0


def _is_bare(font: int) -> bool:
    return not pdfium.FPDFFont_GetIsEmbedded(_handle(font))


def _handle(font: int) -> object:
    return ctypes.cast(font, pdfium.FPDF_FONT)


def _replacing(item: int) -> Iterator[str]:
    """The words that stand for a text object (ActualText: ISO 32000-1, 14.9.4), where they are more than blanks."""
    handle = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
    for index in range(min(pdfium.FPDFPageObj_CountMarks(handle), _MAX_MARKS)):
        mark = pdfium.FPDFPageObj_GetMark(handle, index)
        size = ctypes.c_ulong()
        room = ctypes.create_string_buffer(512)
        place = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
        if pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", place, len(room), size):
            words = room.raw[: min(size.value, len(room))].decode("utf-16-le", "replace").rstrip("\0")
            if _WORDS.search(words):
                yield words


_IDENTITY = re.compile(rb"/Identity-[HV]\b")
_BELOW = re.compile(rb"/DescendantFonts\s*\[?\s*(\d+)\s+\d+\s+R")
_DESCRIPTOR = re.compile(rb"/FontDescriptor\s+(\d+)\s+\d+\s+R")
_NAME = re.compile(rb"/BaseFont\s*/([^\s/<>\[\]()]+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def undescribed_fonts(data: bytes) -> frozenset[bytes]:
    """The names of fonts whose codes are glyph numbers of a font file that is not there (against ISO 32000-1, 9.7.5.2).

    Looked for where objects stand uncompressed; a name that an embedded font bears, too, is not given.
    """
    found = set()
    for match in [match for match, _ in zip(_IDENTITY.finditer(data), range(_MAX_FONTS), strict=False)]:
        whole = data[data.rfind(b" obj", 0, match.start()) : data.find(b"endobj", match.end())]
        below, name = _BELOW.search(whole), _NAME.search(whole)
        if below is None or name is None or len(whole) > 10_000:
            continue
        font = _object(data, below[1])
        descriptor = _DESCRIPTOR.search(font)
        described = _object(data, descriptor[1]) if descriptor else b""
        if b"(Identity)" in font and b"/FontFile" not in described and b"/Flags" in described:
            found.add(_ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name[1]))
    return frozenset(found)


def _object(data: bytes, number: bytes) -> bytes:
    """The last object of that number, as far as it stands uncompressed; no bytes where there is none."""
    starts = [data.rfind(before + number + b" 0 obj") for before in (b"\n", b"\r", b" ")]
    start = max(starts)
    return data[start : data.find(b"endobj", start)][:10_000] if start >= 0 else b""


_PAGE = re.compile(rb"/Type\s*/Page\b")
_ROOT = re.compile(rb"/Root\s+(\d+)\s+\d+\s+R")
_PAGES = re.compile(rb"/Pages\s+(\d+)\s+\d+\s+R")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R")
_MAX_NODES = 5_000
_LARGE = 2**24


def pages_held(data: bytes, count: int) -> int:
    """How many pages the page tree holds, if it is written uncompressed; `count`, which it says, where nobody knows.

    PDFium believes the number that the tree says of itself.
    """
    roots = _ROOT.findall(data)
    if not roots or len(data) > _LARGE or len(_PAGE.findall(data)) <= count:
        return count
    top = _PAGES.search(_object(data, roots[-1]))
    waiting, seen, pages = [top[1]] if top else [], set[bytes](), 0
    while waiting:
        number = waiting.pop()
        node = _object(data, number)
        kids = _KIDS.search(node)
        if not node or number in seen or len(seen) >= _MAX_NODES:
            return count
        seen.add(number)
        if kids:
            waiting += _REFERENCE.findall(kids[1])
        elif _PAGE.search(node):
            pages += 1
    return max(pages, count)
