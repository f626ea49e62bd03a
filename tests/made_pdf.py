"""A small writer of PDFs: words and rules at given places, no fonts embedded, so that a page is a few hundred bytes.

Places are points from the top left of an A4 page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import md5

WIDTH, HEIGHT = 595, 842

MAPPED = b"/Encoding /UniJIS-UCS2-H /DescendantFonts [4 0 R]"
# Codes for private use, whose characters a CMap tells in a spelling that pdfminer reads and PDFium does not.
FOREIGN = b"/Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [4 0 R]"
# Nothing says what these codes mean.
NAMELESS = b"/Encoding /Identity-H /DescendantFonts [4 0 R]"


@dataclass
class MadePage:
    """What is drawn on a page, as PDF operators."""

    operators: list[str] = field(default_factory=list)
    annotations: list[bytes] = field(default_factory=list)

    def typed_over(self, x0: float, y0: float, x1: float, y1: float, string: str, *, form: bool = False) -> MadePage:
        """A text typed over the page, or filled into a field of a form."""
        text = b"<feff%s>" % string.encode("utf-16-be").hex().encode()
        kind = b"/Subtype /Widget /FT /Tx /V" if form else b"/Subtype /FreeText /DA (/F1 9 Tf) /Contents"
        rectangle = b"/Rect [%d %d %d %d]" % (x0, HEIGHT - y1, x1, HEIGHT - y0)
        self.annotations.append(b"<< /Type /Annot /F 4 " + rectangle + b" " + kind + b" " + text + b" >>")
        return self

    def words(self, x: float, y: float, string: str, size: float = 10) -> MadePage:
        """A string whose first character has its lower left corner at (x, y)."""
        code = string.encode("utf-16-be").hex()
        self.operators.append(f"BT /F1 {size} Tf {x} {HEIGHT - y} Td <{code}> Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> MadePage:
        """A rule."""
        self.operators.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> MadePage:
        """All rules of a table."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self


def made_pdf(*pages: MadePage, font: bytes = MAPPED, password: str = "") -> bytes:
    """The file with these pages, encrypted where a password is given (RC4, 40 bit: what every reader knows). All words have the same font, whose characters are as wide as they are high."""
    ordering = b"(Japan1)" if font is MAPPED else b"(Identity)"
    system = b"/CIDSystemInfo << /Registry (Adobe) /Ordering " + ordering + b" /Supplement 2 >>"
    box = b"/FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 /ItalicAngle 0"
    numbers = range(7, 7 + 2 * len(pages), 2)
    streams = ["\n".join(page.operators) for page in pages]
    codes: dict[str, str] = {}
    if font is not MAPPED:
        streams = [re.sub("<([0-9a-f]+)>", lambda match: _private(match[1], codes), stream) for stream in streams]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(b"%d 0 R" % n for n in numbers)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Made " + font + b" >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Made " + system + b" /FontDescriptor 5 0 R /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /Made /Flags 4 " + box + b" >>",
        _stream(_character_map(codes)),
    ]
    for number, stream, page in zip(numbers, streams, pages, strict=True):
        media = b"/MediaBox [0 0 %d %d]" % (WIDTH, HEIGHT)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R %s /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R /Annots [%s] >>"
            % (media, number + 1, b" ".join(page.annotations))
        )
        objects.append(_stream(stream))
    return _file(objects, password.encode())


def _stream(content: str) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content.encode("ascii"))


def _private(string: str, codes: dict[str, str]) -> str:
    """A string of UTF-16 in codes for private use, one for each character."""
    characters = [string[i : i + 4] for i in range(0, len(string), 4)]
    return f"<{''.join(codes.setdefault(char, f'{0xE000 + len(codes):04x}') for char in characters)}>"


def _character_map(codes: dict[str, str]) -> str:
    """A ToUnicode CMap whose codes are written as strings in brackets, which PostScript allows."""
    pairs = "\n".join(f"(\\{int(code[:2], 16):03o}\\{int(code[2:], 16):03o}) <{char}>" for char, code in codes.items())
    head = "begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange"
    return f"{head}\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\nendcmap"


def _file(objects: list[bytes], password: bytes) -> bytes:
    data, places, trailed = b"%PDF-1.7\n", [], b""
    if password:
        objects, trailed = _encrypted(objects, password)
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailed,
        len(data),
    )
    return data + head + table + trailer


_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_ID, _ALLOWED = b"0123456789abcdef", -4


def _encrypted(objects: list[bytes], password: bytes) -> tuple[list[bytes], bytes]:
    """The objects, streams and strings encrypted, with the dictionary that says so, and the trailer's entries.

    PDF 32000-1, 7.6.3 (standard handler, revision 2).
    """
    padded = (password + _PADDING)[:32]
    owner = _rc4(md5(padded).digest()[:5], padded)
    key = md5(padded + owner + _ALLOWED.to_bytes(4, "little", signed=True) + _ID).digest()[:5]
    done = []
    for number, body in enumerate(objects, 1):
        own = md5(key + number.to_bytes(3, "little") + bytes(2)).digest()[:10]
        head, mark, rest = body.partition(b"stream\n")
        head = re.sub(rb"\(([A-Za-z0-9]+)\)", lambda found: b"<%s>" % _rc4(own, found[1]).hex().encode(), head)  # noqa: B023
        content, end, tail = rest.rpartition(b"\nendstream")
        done.append(head + mark + _rc4(own, content) + end + tail)
    said = (owner.hex().encode(), _rc4(key, _PADDING).hex().encode(), _ALLOWED)
    done.append(b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>" % said)
    return done, b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (len(done), _ID.hex().encode(), _ID.hex().encode())


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    result = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        result.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(result)
