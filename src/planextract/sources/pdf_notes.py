"""What a page shows beside its own content: text typed over it and fields that were filled in.

ISO 32000-1 knows both as annotations (12.5.6.6, 12.7). It is told, not read:
where such text belongs is for whoever looks at the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2.raw as pdfium

from planextract.geometry import Box, Matrix

MAX_NOTES = 1_000
"""Annotations of a page that are looked at."""

_TEXT_OF = {pdfium.FPDF_ANNOT_FREETEXT: b"Contents", pdfium.FPDF_ANNOT_WIDGET: b"V"}
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


class Note(NamedTuple):
    """A text that stands over a page, and where, in points from the displayed page's top left."""

    text: str
    box: Box


def notes_of(page: object, base: Matrix) -> list[Note]:
    """The typed texts and filled fields of a page that can be seen; `base` leads to the displayed page."""
    count = min(pdfium.FPDFPage_GetAnnotCount(page), MAX_NOTES)
    return [note for index in range(count) for note in _note(page, index, base)]


def _note(page: object, index: int, base: Matrix) -> Iterator[Note]:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return
    try:
        key = _TEXT_OF.get(pdfium.FPDFAnnot_GetSubtype(annotation))
        if key is None or pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            return
        text = _string(annotation, key).strip()
        rectangle = pdfium.FS_RECTF()
        if text and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
            yield Note(text, base.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _string(annotation: object, key: bytes) -> str:
    """A string of an annotation; empty where it has none (a check box has a name)."""
    if pdfium.FPDFAnnot_GetValueType(annotation, key) != pdfium.FPDF_OBJECT_STRING:
        return ""
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    room = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), size)
    return room.raw.decode("utf-16-le", errors="replace").rstrip("\0")
