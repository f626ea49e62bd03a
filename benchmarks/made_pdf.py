"""PDF files of any size, written byte by byte, so that scaling is measured without another program.

Text is Japanese in a font that every reader knows and none needs (a CID font that is not embedded); all words are
invented.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

A4 = (595, 842)
_FONT = 3
_FIRST_PAGE = 6


class Canvas:
    """The drawing of one page: rules and strings, in points from the bottom left, as PDF counts."""

    def __init__(self) -> None:
        self._operators: list[str] = []

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A line half a point wide."""
        self._operators.append(f"{x0:g} {y0:g} m {x1:g} {y1:g} l S")

    def text(self, x: float, y: float, size: float, string: str) -> None:
        """A string that starts on its base line at (x, y)."""
        codes = string.encode("utf-16-be").hex()
        self._operators.append(f"BT /F {size:g} Tf {x:g} {y:g} Td <{codes}> Tj ET")

    def stream(self) -> bytes:
        """The operators, compressed."""
        return zlib.compress("\n".join(["0.5 w", *self._operators]).encode("ascii"))


def write_pdf(path: Path, pages: Iterable[Canvas], size: tuple[float, float] = A4) -> None:
    """Write pages of one size (width and height in points) as a PDF 1.5 file."""
    streams = [page.stream() for page in pages]
    kids = " ".join(f"{_FIRST_PAGE + 2 * i} 0 R" for i in range(len(streams)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(streams)}/Kids[{kids}]/MediaBox[0 0 {size[0]:g} {size[1]:g}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UTF16-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/FontDescriptor 5 0 R/DW 1000/W[1 94 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>>>",
        b"<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4/FontBBox[-120 -280 1100 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 700/StemV 80>>",
    ]
    for i, stream in enumerate(streams):
        contents = _FIRST_PAGE + 2 * i + 1
        page = f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F {_FONT} 0 R>>>>/Contents {contents} 0 R>>"
        head = f"<</Length {len(stream)}/Filter/FlateDecode>>\nstream\n".encode()
        objects += [page.encode(), head + stream + b"\nendstream"]
    path.write_bytes(_file_of(objects))


def _file_of(objects: Sequence[bytes]) -> bytes:
    parts = [b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"]
    offsets, at = [], len(parts[0])
    for number, content in enumerate(objects, 1):
        offsets.append(at)
        parts.append(b"%d 0 obj\n" % number + content + b"\nendobj\n")
        at += len(parts[-1])
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + entries)
    parts.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at))
    return b"".join(parts)


def grid(rows: int, columns: int) -> tuple[Canvas, tuple[float, float]]:
    """A table of cells 20 by 12 points with a number in each, and the size of the page that holds it."""
    width, height = columns * 20 + 40, rows * 12 + 40
    canvas = Canvas()
    for column in range(columns + 1):
        canvas.rule(20 + 20 * column, 20, 20 + 20 * column, height - 20)
    for row in range(rows + 1):
        canvas.rule(20, 20 + 12 * row, width - 20, 20 + 12 * row)
    for row in range(rows):
        for column in range(columns):
            canvas.text(22 + 20 * column, 23 + 12 * row, 7, f"{(row * 7 + column * 13) % 9999}")
    return canvas, (width, height)


_COLUMNS = (40, 70, 200, 270, 400, 478, 555)
_HEADINGS = ("番号", "施策名", "担当課", "指標", "基準値(令和5年度)", "目標値(令和8年度)")
_DEEDS = ("花壇の手入れ", "古文書の写真", "渡し舟の時刻表", "井戸水の検査", "朝市の案内板", "灯台守の記録")
_OFFICES = ("園芸課", "文書課", "水運課", "水質課", "商い課、港課", "灯台課")
_ROWS = 24
_CHAPTER = 10


def plan_pages(count: int) -> Iterable[Canvas]:
    """Pages of an invented plan: a ruled table of 24 measures each, a new chapter every ten pages.

    Within a chapter the table goes on over the page break, its header repeated, as plans and budget books are printed.
    """
    for page in range(count):
        yield _plan_page(page)


def _plan_page(page: int) -> Canvas:
    canvas = Canvas()
    top, height = 780.0, 27.0
    if page == 0:
        canvas.text(200, 815, 14, "灯台町みなと計画")
    if page % _CHAPTER == 0:
        number = page // _CHAPTER
        canvas.text(40, 790, 11, f"第{number + 1}章 {_DEEDS[number % len(_DEEDS)]}と暮らし")
    lines = [top - height * row for row in range(_ROWS + 2)]
    for y in lines:
        canvas.rule(_COLUMNS[0], y, _COLUMNS[-1], y)
    for x in _COLUMNS:
        canvas.rule(x, lines[0], x, lines[-1])
    for row, y in enumerate(lines[1:]):
        for x, string in zip(_COLUMNS, _HEADINGS if row == 0 else _measure(page, row), strict=False):
            canvas.text(x + 3, y + 10, 8, string)
    canvas.text(290, 30, 9, f"- {page + 1} -")
    return canvas


def _measure(page: int, row: int) -> tuple[str, ...]:
    n = page * _ROWS + row
    kind = n % len(_DEEDS)
    name = f"{_DEEDS[kind]}その{n}"
    return str(n), name, _OFFICES[kind], f"{_DEEDS[kind]}の回数", f"{n * 3 + 1:,}回", f"{n * 4 + 2:,}回以上"
