"""Whether text leaves ink on its page: the page is painted with its text and without it, and both are compared.

That costs as much as reading the page, and is done only where nothing else tells whether text is seen.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2.raw as pdfium

from planextract.geometry import Box

_SCALE = 1.5
_MAX_PIXELS = 4_000_000
_MAX_MARKS = 16
_BYTES = 4  # of a pixel
_OPTIONAL = b"OC"


class Written(NamedTuple):
    """A piece of text: its box on the displayed page in points, its text object, and what it says."""

    box: Box
    item: int
    string: str


def on_layer(item: int) -> bool:
    """Whether a text object belongs to content that may be switched off (ISO 32000-1, 8.11.3)."""
    handle = _handle(item)
    room, size = ctypes.create_string_buffer(8), ctypes.c_ulong()
    for index in range(min(pdfium.FPDFPageObj_CountMarks(handle), _MAX_MARKS)):
        mark = pdfium.FPDFPageObj_GetMark(handle, index)
        place = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
        named = pdfium.FPDFPageObjMark_GetName(mark, place, len(room), size)
        if named and room.raw[: size.value].decode("utf-16-le", "replace").rstrip("\0").encode() == _OPTIONAL:
            return True
    return False


class Ink(NamedTuple):
    """Which pieces of text leave nothing on the page: where nothing else is seen either, and where that is not sure.

    Not sure: a picture stands there, which may show the same words, or their font may be missing on this machine.
    """

    missing: list[int]
    unsure: list[int]


def without_ink(
    page: int, size: tuple[float, float], texts: Collection[int], doubtful: Sequence[Written], others: Sequence[Written]
) -> Ink:
    """Which of the doubtful pieces leave nothing on the page, whose size in points is that of the displayed page.

    `texts` are all text objects of the page. A font that is not embedded may be missing on this machine, and its
    letters leave nothing then: that it is there is shown by the `others`, which are seen.
    """
    width, height = size
    scale = min(_SCALE, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    painted = _Picture.of(page, width, height, scale)
    with _invisible(texts):
        bare = _Picture.of(page, width, height, scale)
    if painted is None or bare is None:
        return Ink([], [])
    missing = [i for i, one in enumerate(doubtful) if one.string.strip() and not painted.differs(bare, one.box)]
    drawn = {_font(one.item) for i, one in enumerate(doubtful) if i not in missing}
    asked = {_font(doubtful[i].item) for i in missing} - drawn
    drawn |= {_font(one.item) for one in others if _font(one.item) in asked and painted.differs(bare, one.box)}
    proven = [
        i
        for i in missing
        if painted.is_plain(doubtful[i].box) and (_font(doubtful[i].item) in drawn or _surely_drawn(doubtful[i]))
    ]
    return Ink(proven, [i for i in missing if i not in proven])


def _surely_drawn(one: Written) -> bool:
    """Whether the letters are drawn on every machine: the font is in the file, or PDFium brings one that has them."""
    font = pdfium.FPDFTextObj_GetFont(_handle(one.item))
    return pdfium.FPDFFont_GetIsEmbedded(font) == 1 or (one.string.isascii() and any(map(str.isalnum, one.string)))


class _Picture(NamedTuple):
    """A page as pixels."""

    pixels: bytes
    stride: int
    columns: int
    rows: int
    scale: float

    @classmethod
    def of(cls, page: int, width: float, height: float, scale: float) -> _Picture | None:
        """The page as a viewer paints it, None where there is no memory for it."""
        columns, rows = max(round(width * scale), 1), max(round(height * scale), 1)
        bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGRx, None, 0)
        if not bitmap:
            return None
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
            handle = ctypes.cast(page, pdfium.FPDF_PAGE)
            pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, columns, rows, 0, 0)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return cls(pixels, stride, columns, rows, scale)

    def differs(self, other: _Picture, box: Box) -> bool:
        """Whether the two pictures differ in a box of the page."""
        return any(mine != its for mine, its in zip(self._lines(box, 1), other._lines(box, 1), strict=True))

    def is_plain(self, box: Box) -> bool:
        """Whether a box of the page has one colour."""
        lines = [line for line in self._lines(box, -1) if line]
        return all(line == lines[0][:_BYTES] * (len(line) // _BYTES) for line in lines)

    def _lines(self, box: Box, wider: int) -> Iterator[bytes]:
        """The pixels of a box that is so many pixels wider on each side, line by line."""
        start = _BYTES * self._pixel(box.x0, self.columns, -wider)
        stop = _BYTES * self._pixel(box.x1, self.columns, wider + 1)
        top, bottom = self._pixel(box.top, self.rows, -wider), self._pixel(box.bottom, self.rows, wider + 1)
        for at in range(top * self.stride, bottom * self.stride, self.stride):
            yield self.pixels[at + start : at + stop]

    def _pixel(self, at: float, most: int, beside: int) -> int:
        return min(max(int(min(max(at * self.scale, 0.0), float(most))) + beside, 0), most)


@contextmanager
def _invisible(texts: Collection[int]) -> Iterator[None]:
    """Inside, none of these text objects is painted."""
    modes = [(handle, pdfium.FPDFTextObj_GetTextRenderMode(handle)) for handle in map(_handle, texts)]
    try:
        for handle, _ in modes:
            pdfium.FPDFTextObj_SetTextRenderMode(handle, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        yield
    finally:
        for handle, mode in modes:
            pdfium.FPDFTextObj_SetTextRenderMode(handle, mode)


def _font(item: int) -> int:
    return ctypes.cast(pdfium.FPDFTextObj_GetFont(_handle(item)), ctypes.c_void_p).value or 0


def _handle(item: int) -> object:
    return ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
