"""Whether letters and figures look like what the file says they are.

A font that is not embedded is drawn with one of the reader's own, so what each code looks like is known: it is compared
with an honest font of the same name. A ToUnicode map that tells other figures than are drawn shows itself that way.
What a font draws that the file brings along, nobody can compare.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from string import ascii_letters, digits
from typing import NamedTuple

import pypdfium2.raw as pdfium

SIGNS = digits + ascii_letters

MAX_FONTS = 100
"""Fonts of a page that are compared."""

_ALIKE, _UNLIKE = 0.04, 0.12
"""How far apart, in parts of a glyph's box, outlines of one sign lie at most (widths differ), and of two at least."""

# Without a descriptor, then as of a face without serifs, with serifs, and of even width: ISO 32000-1, 9.8.2.
_FLAGS = (None, 32, 34, 33)


class Outline(NamedTuple):
    """What is drawn of a sign: the kinds of its segments, and their ends in parts of the box around them."""

    kinds: tuple[int, ...]
    ends: tuple[tuple[float, float], ...]


def told_otherwise(fonts: dict[int, set[str]]) -> dict[str, str]:
    """The signs that do not look like themselves, each with what it looks like.

    `fonts` are the addresses of a page's fonts with the characters that are told of each; those outside of `SIGNS` are
    not looked at.
    """
    found: dict[str, str] = {}
    for address, characters in islice(fonts.items(), MAX_FONTS):
        font = ctypes.cast(address, pdfium.FPDF_FONT)
        told = sorted(characters.intersection(SIGNS))
        if told and not pdfium.FPDFFont_GetIsEmbedded(font):
            found |= _unlike(dict(_outlines(font, told)), font_name(font))
    return found


def _unlike(drawn: dict[str, Outline], name: bytes) -> dict[str, str]:
    """Compare with the first of the honest fonts in which every sign looks like one of theirs."""
    for known in _honest(name) if drawn else ():
        nearest = {sign: _nearest(outline, known) for sign, outline in drawn.items()}
        if all(_apart(drawn[sign], known[other]) <= _ALIKE for sign, other in nearest.items()):
            return {
                sign: other
                for sign, other in nearest.items()
                if sign not in known or _apart(drawn[sign], known[sign]) >= _UNLIKE
            }
    return {}


def _nearest(outline: Outline, known: dict[str, Outline]) -> str:
    return min(known, key=lambda sign: _apart(outline, known[sign]))


def _apart(one: Outline, other: Outline) -> float:
    """How far apart the ends of two outlines lie at most."""
    if one.kinds != other.kinds:
        return 1.0
    return max(max(abs(x - u), abs(y - v)) for (x, y), (u, v) in zip(one.ends, other.ends, strict=True))


def _outlines(font: object, signs: Iterable[str]) -> Iterator[tuple[str, Outline]]:
    """The signs of which the font draws something, with what it draws."""
    x, y = ctypes.c_float(), ctypes.c_float()
    for sign in signs:
        glyph = pdfium.FPDFFont_GetGlyphPath(font, ord(sign), 1000.0)
        count = pdfium.FPDFGlyphPath_CountGlyphSegments(glyph) if glyph else 0
        kinds, ends = [], []
        for index in range(count):
            segment = pdfium.FPDFGlyphPath_GetGlyphPathSegment(glyph, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            kinds.append(pdfium.FPDFPathSegment_GetType(segment))
            ends.append((x.value, y.value))
        if len(ends) > 1:
            yield sign, Outline(tuple(kinds), _in_box(ends))


def _in_box(ends: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    xs, ys = zip(*ends, strict=True)
    left, low = min(xs), min(ys)
    width, height = max(xs) - left or 1.0, max(ys) - low or 1.0
    return tuple(((x - left) / width, (y - low) / height) for x, y in ends)


def font_name(font: object) -> bytes:
    """The name of a font, as the file spells it; empty where it has none."""
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    room = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDFFont_GetBaseFontName(font, room, size)
    return room.value


@lru_cache(maxsize=64)
def _honest(name: bytes) -> list[dict[str, Outline]]:
    """What fonts of that name draw that say nothing else: one for each of `_FLAGS`, and a Japanese one."""
    data = _file(b"".join(b"#%02x" % byte for byte in name[:127]) or b"None")
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    page = pdfium.FPDF_LoadPage(document, 0)
    try:
        objects = [pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page))]
        found = [dict(_outlines(pdfium.FPDFTextObj_GetFont(item), SIGNS)) for item in objects]
        return [known for known in found if known]
    finally:
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)


def _file(name: bytes) -> bytes:
    """A page with an `a` in each of the honest fonts."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"]
    fonts = b" ".join(b"/F%d << %s >>" % (index, _font(name, flags)) for index, flags in enumerate(_FLAGS))
    fonts += b" /F%d << %s >>" % (len(_FLAGS), _japanese(name))
    drawn = b" ".join(b"/F%d 1 Tf <0061> Tj 9 0 Td" % index for index in range(len(_FLAGS) + 1))
    resources = b"/Resources << /Font << %s >> >>" % fonts
    bodies.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] %s /Contents 4 0 R >>" % resources)
    bodies.append(b"<< /Length %d >>\nstream\nBT %s ET\nendstream" % (len(drawn) + 6, drawn))
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(data))
    return data + head + table + tail


def _font(name: bytes, flags: int | None) -> bytes:
    font = b"/Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /" + name
    if flags is None:
        return font
    box = b"/FontBBox [0 -200 1000 900] /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /ItalicAngle 0"
    described = b"/FontDescriptor << /Type /FontDescriptor /FontName /%s /Flags %d %s >>" % (name, flags, box)
    return font + b" /FirstChar 32 /LastChar 126 /Widths [%s] " % (b"500 " * 95) + described


def _japanese(name: bytes) -> bytes:
    box = b"/FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 /ItalicAngle 0"
    described = b"/FontDescriptor << /Type /FontDescriptor /FontName /%s /Flags 4 %s >>" % (name, box)
    system = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /DW 1000"
    below = b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /%s %s %s >>" % (name, system, described)
    whole = b"/Type /Font /Subtype /Type0 /Encoding /UniJIS-UCS2-H /BaseFont /%s /DescendantFonts [%s]"
    return whole % (name, below)
