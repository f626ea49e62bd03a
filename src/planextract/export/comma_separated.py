"""Comma-separated values (RFC 4180, lines end with CR LF) that a spreadsheet opens without running anything.

A *text* that a spreadsheet would take for a formula gets an apostrophe before it: one that starts with = + - @, their
full-width forms, a tab or a line break, also after blanks (OWASP, "CSV Injection"). Left as they are: numbers, in
number columns always and in texts where the whole cell is one (`-5`, `+1,200.5%`), and a cell that is only one sign:
a dash is what documents print where there is no value, `=` is a comparator, and no spreadsheet can compute either.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Literal

from planextract.errors import OutputError
from planextract.export.table_names import TableName
from planextract.export.tables import TABLES, Cell, Cells, document_key, rows
from planextract.schema import PlanDocument

Encoding = Literal["utf-8", "utf-8-sig", "cp932"]

_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_HARMLESS = re.compile(r"[=+\-@＝＋－＠]|[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")

# Characters of JIS X 0208 that Microsoft's table (CP932) and the other ones (JIS, Apple) map to different places of
# Unicode: the same character on paper, and only the right one can be written.
_TWINS = str.maketrans("—〜‖−¢£¬", "―～∥－￠￡￢")


def safe(cell: Cell) -> Cell:
    """The cell as it may stand in a spreadsheet: whole floats as integers, dangerous texts behind an apostrophe."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2.0**53:
        return int(cell)
    if isinstance(cell, str) and _FORMULA.match(cell) and not _HARMLESS.fullmatch(cell):
        return f"'{cell}"
    return cell


def header(table: TableName, encoding: Encoding) -> bytes:
    """The first line with the column names; for utf-8-sig with the byte order mark before it."""
    return _line(TABLES[table].columns).encode(encoding)


def records(document: PlanDocument, table: TableName, encoding: Encoding, key: str | None = None) -> Iterator[bytes]:
    """The document's lines, without a header. Raises OutputError for a character that the encoding lacks.

    In CP932, one character of JIS X 0208 that is two in Unicode (— and ―, 〜 and ～) is written as the one it has.
    """
    return (record(row, table, encoding) for row in rows(document, table, key or document_key(document)))


def record(row: Cells, table: TableName, encoding: Encoding) -> bytes:
    """One line. Raises OutputError for a character that the encoding lacks."""
    if encoding == "cp932":
        row = tuple(cell.translate(_TWINS) if isinstance(cell, str) else cell for cell in row)
    # Only the header may carry the byte order mark.
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    try:
        return _line(row).encode(codec)
    except UnicodeEncodeError as error:
        raise _lacking(row, table, error) from error


def _line(cells: Cells) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return stream.getvalue()


def _lacking(row: Cells, table: TableName, error: UnicodeEncodeError) -> OutputError:
    character = error.object[error.start]
    named = dict(zip(TABLES[table].columns, row, strict=True))
    column = next(name for name, cell in named.items() if character in str(cell))
    measure = named.get("measure_id")
    whose = f"measure {measure}, " if measure is not None else ""
    return OutputError(
        f"{error.encoding.upper()} has no character 「{character}」 (U+{ord(character):04X})",
        place=f"{named['source']}: {whose}column {column}",
        remedy="use --encoding utf-8-sig",
    )
