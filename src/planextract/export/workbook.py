"""All tables in one Excel workbook: a sheet a table, typed cells, page numbers that lead to the page."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from planextract.errors import LimitError
from planextract.export import files
from planextract.export.attribution import GENERATOR, Licence, attribution
from planextract.export.fields import FIELDS, Kind
from planextract.export.spool import Spool
from planextract.export.table_names import TableName
from planextract.export.tables import TABLES, Cells

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# What a sheet of Excel holds (Microsoft: "Excel specifications and limits").
_ROWS = 1_048_576
_CHARACTERS = 32_767
_LINKS = 65_530
_LINK_LENGTH = 2_079
# Excel counts days from 1900.
_FIRST_YEAR = 1900
_WIDTHS: dict[Kind, int] = {"string": 20, "integer": 9, "number": 12, "date": 11}
# The same content gives the same bytes: a workbook says when it was made, and this is what it says.
_MADE = datetime(2000, 1, 1)
_CUT = "…[cut]"


def write(spool: Spool, path: Path, licence: Licence) -> None:
    """Write the workbook.

    A text longer than a cell holds is cut and ends with `…[cut]`; the sheet `about` says how many were. Raises
    OutputError, and LimitError where a table has more rows than a sheet.
    """
    made = spool.folder / "tables.xlsx"
    try:
        _make(spool, made, path, licence)
    except OSError as error:
        raise spool.unwritten(error) from error
    files.write(path, files.chunks(made))
    made.unlink()


def _make(spool: Spool, made: Path, path: Path, licence: Licence) -> None:
    # Imported here: a program that writes no workbook does not load it.
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    settings = {"constant_memory": True, "tmpdir": str(spool.folder), "max_url_length": _LINK_LENGTH}
    book = xlsxwriter.Workbook(str(made), settings)
    book.set_properties({"created": _MADE, "comments": attribution(spool.origins)})
    links = {source.key: _link(source.file, path) for source in spool.origins if source.file}
    day, link = book.add_format({"num_format": "yyyy-mm-dd"}), book.get_default_url_format()
    header = book.add_format({"bold": True, "bottom": 1})
    cut = 0
    for table in TABLES:
        sheet = _Sheet(book.add_worksheet(table), table, links, day, link)
        sheet.fill(spool, header)
        cut += sheet.cut
    _about(book.add_worksheet("about"), spool, licence, cut)
    try:
        book.close()
    except FileCreateError as error:  # an OSError in disguise
        raise error.args[0] from error
    except FileSizeError as error:
        raise LimitError("a workbook of more than 4 GB", remedy="take --format csv, parquet or duckdb") from error


def _link(file: Path, path: Path) -> str | None:
    """The file as a link in a workbook at `path`: relative, so that both can be moved together."""
    try:
        relative = os.path.relpath(os.path.realpath(file), os.path.realpath(path.parent))
    except ValueError:  # on another drive
        return None
    # The bytes of the name, which need not be characters of the locale.
    return f"external:{quote(os.fsencode(Path(relative).as_posix()))}"


class _Sheet:
    """One table as it is written, row by row."""

    def __init__(
        self, sheet: Worksheet, table: TableName, links: dict[str, str | None], day: Format, link: Format
    ) -> None:
        self.sheet, self.table, self.links, self.day, self.link = sheet, table, links, day, link
        self.columns = TABLES[table].columns
        self.linked = 0
        self.cut = 0

    def fill(self, spool: Spool, header: Format) -> None:
        """Write header and rows. Raises LimitError."""
        for column, name in enumerate(self.columns):
            self.sheet.set_column(column, column, max(_WIDTHS[FIELDS[name].kind], len(name) + 3))
            self.sheet.write_string(0, column, name, header)
        self.sheet.freeze_panes(1, 0)
        number = 0
        for number, row in enumerate(spool.rows(self.table), 1):
            if number >= _ROWS:
                raise LimitError(
                    f"the table {self.table} has more than the {_ROWS - 1} rows that a sheet of Excel holds",
                    remedy="take --format csv, parquet or duckdb",
                )
            self._row(number, row)
        self.sheet.autofilter(0, 0, number, len(self.columns) - 1)

    def _row(self, number: int, row: Cells) -> None:
        for column, (name, cell) in enumerate(zip(self.columns, row, strict=True)):
            if isinstance(cell, str):
                self._string(number, column, cell)
            elif cell is not None:
                form = self._linked(number, column, str(row[0]), cell) if name == "page" else None
                self.sheet.write_number(number, column, cell, form)

    def _linked(self, number: int, column: int, key: str, page: float) -> Format | None:
        """Lead the cell to the page of the document; the format of a link where it does."""
        file = self.links.get(key)
        link = f"{file}#page={page}"
        if file is None or self.linked == _LINKS or len(link) > _LINK_LENGTH:
            return None
        self.linked += 1
        # The number that is written over the words takes their place, and the link stays.
        self.sheet.write_url(number, column, link, string=str(page))
        return self.link

    def _string(self, number: int, column: int, cell: str) -> None:
        day = _day(cell) if FIELDS[self.columns[column]].kind == "date" else None
        if day:
            self.sheet.write_datetime(number, column, day, self.day)
        else:
            # Never read as a formula, as a number or as a link.
            self.sheet.write_string(number, column, self._fitting(cell))

    def _fitting(self, text: str) -> str:
        # Excel counts UTF-16 units, of which a character has one or two.
        if 2 * len(text) <= _CHARACTERS or len(text.encode("utf-16-le")) // 2 <= _CHARACTERS:
            return text
        self.cut += 1
        kept = text.encode("utf-16-le")[: 2 * (_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore")
        return kept + _CUT


def _day(cell: str) -> date | None:
    """The day as a date where Excel has such dates."""
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def _about(sheet: Worksheet, spool: Spool, licence: Licence, cut: int) -> None:
    said = [
        ("attribution", attribution(spool.origins)),
        ("licence", licence.path or licence.title or licence.name),
        ("generator", GENERATOR),
        ("documents", str(len(spool.origins))),
        ("texts cut", str(cut)),
    ]
    sheet.set_column(0, 1, 24)
    for number, (name, words) in enumerate(said):
        sheet.write_string(number, 0, name)
        sheet.write_string(number, 1, words[:_CHARACTERS])
