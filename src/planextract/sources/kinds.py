"""What a file is that is no text, by its bytes: the suffix is never asked."""

from __future__ import annotations

import re

from planextract.errors import DamagedError, UnsupportedInputError

_AS_TEXT = "save it as text with tabs between the cells"

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office or 一太郎 document"),
    (b"{\\rtf", "a Rich Text document"),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a RIFF file (image, sound or film)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
)

# A zip archive's entries name what it is; they stand uncompressed at its two ends.
_ZIP_ENTRIES = (
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"word/", "a Word document (.docx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
    (b"opendocument.text", "an OpenDocument text (.odt)"),
)
_ENDS = 65_536

_PDF_HEADER = re.compile(rb"%PDF-[0-9]")
_PDF_HEADER_WITHIN = 1024
_PDF_OBJECT = re.compile(r"^ *[0-9]+ [0-9]+ obj\b", re.MULTILINE)
_HYPERTEXT = re.compile(r"\s*<(?:!doctype html|html[\s>]|\?xml\s)", re.IGNORECASE)


def is_pdf(data: bytes) -> bool:
    """Whether this is a PDF: its header stands at the start, or (ISO 32000-2, 7.5.2) within the first 1024 bytes."""
    header = _PDF_HEADER.search(data, 0, _PDF_HEADER_WITHIN)
    return header is not None and (not data[: header.start()].strip(b"\xef\xbb\xbf \t\r\n") or b"endobj" in data)


def refuse_foreign_bytes(data: bytes, place: str) -> None:
    """Raise UnsupportedInputError where the bytes are those of a known kind of file that is no text."""
    if is_pdf(data):
        raise UnsupportedInputError("this is a PDF, not a text", place=place, remedy="read it with planextract.parse")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise UnsupportedInputError(f"{_zip_kind(data)} is not read by this version", place=place, remedy=_AS_TEXT)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise UnsupportedInputError(f"{kind} is not read by this version", place=place, remedy=_AS_TEXT)


def refuse_foreign_text(text: str, place: str) -> None:
    """Raise UnsupportedInputError for a whole HTML or XML page, DamagedError for the source text of a PDF.

    A PDF without its header, or with much before it, may be text from end to end.
    """
    if "endobj" in text and "startxref" in text and _PDF_OBJECT.search(text):
        remedy = "fetch it again, or save it from a viewer"
        raise DamagedError("a PDF that does not begin like one", place=place, remedy=remedy)
    if _HYPERTEXT.match(text):
        raise UnsupportedInputError("an HTML or XML page is not read by this version", place=place, remedy=_AS_TEXT)


def _zip_kind(data: bytes) -> str:
    ends = data[:_ENDS] + data[-_ENDS:]
    return next((kind for entry, kind in _ZIP_ENTRIES if entry in ends), "a zip archive")
