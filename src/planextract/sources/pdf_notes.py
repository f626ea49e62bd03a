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

_MAX_DEPTH = 3
_TEXT_OF = {pdfium.FPDF_ANNOT_FREETEXT: b"Contents", pdfium.FPDF_ANNOT_WIDGET: b"V"}
_NO_NOTES = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_TEXT)
"""What lies over a page without showing words on it: a note's icon has letters at most."""

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
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind in _NO_NOTES or pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            return
        text = _string(annotation, _TEXT_OF[kind]).strip() if kind in _TEXT_OF else ""
        if not text and _shows_words(annotation):
            text = _string(annotation, b"Contents").strip() or "(its words are in its appearance alone)"
        rectangle = pdfium.FS_RECTF()
        if text and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
            yield Note(text, base.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _shows_words(annotation: object) -> bool:
    """Whether the appearance of an annotation (a stamp, a field that takes its value from another) draws text."""
    count = min(pdfium.FPDFAnnot_GetObjectCount(annotation), MAX_NOTES)
    objects = (pdfium.FPDFAnnot_GetObject(annotation, index) for index in range(count))
    return any(item and _holds_text(item, 0) for item in objects)


def _holds_text(item: object, depth: int) -> bool:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        return bool(kind == pdfium.FPDF_PAGEOBJ_TEXT)
    count = min(pdfium.FPDFFormObj_CountObjects(item), MAX_NOTES) if depth < _MAX_DEPTH else 0
    return any(_holds_text(pdfium.FPDFFormObj_GetObject(item, index), depth + 1) for index in range(count))


def _string(annotation: object, key: bytes) -> str:
    """A string of an annotation; empty where it has none (a check box has a name)."""
    if pdfium.FPDFAnnot_GetValueType(annotation, key) != pdfium.FPDF_OBJECT_STRING:
        return ""
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    room = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), size)
    return room.raw.decode("utf-16-le", errors="replace").rstrip("\0")
