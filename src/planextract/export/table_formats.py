"""Tables as they stand in a document, uninterpreted: JSON, CSV, HTML, markdown.

JSON and HTML keep merged cells. CSV and markdown have none: a merged cell's words stand in its first place and the
places it covers are empty, so that sums and counts are not doubled.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from typing import Literal

from planextract.export.comma_separated import safe
from planextract.export.documents import Json, pretty
from planextract.geometry import union
from planextract.schema import PagePlace, Place
from planextract.table import Cell, Table

TableFormat = Literal["json", "csv", "html", "markdown"]

_STYLE = "table{border-collapse:collapse;margin:1em 0}td{border:1px solid;padding:.2em .5em;vertical-align:top}"
_MARKUP = re.compile(r"([\\`*_~|\[\]])")


def written(tables: Sequence[Table], form: TableFormat, name: str) -> str:
    """The tables of the document called `name` in one of the formats, as text with a newline at its end.

    `json`: a list of tables, each with `table` (from 1), `pages`, `provenance` (one place a page), `rows`, `columns`,
    `exact` and `cells`; a cell has `row` and `column` from 0, its spans, text and marks, and the place of the cell.
    `csv`: RFC 4180; before each table a line `# table 1 page 3`, between tables an empty line. `html`: one page with
    a caption for each table. `markdown`: pipe tables (GFM) under headings; the first row is the header.
    """
    if form == "json":
        return pretty([_json(number, table) for number, table in enumerate(tables, 1)])
    if form == "csv":
        # No comma: the line is one cell of a spreadsheet.
        return "\r\n".join(f"# table {n} {_where(table)}\r\n{csv_rows(table)}" for n, table in enumerate(tables, 1))
    titled = [(f"table {number}, {_where(table)}", table) for number, table in enumerate(tables, 1)]
    if form == "html":
        return _page("".join(_html(title, table) for title, table in titled), name)
    return "\n".join(f"## {title[0].upper()}{title[1:]}\n\n{_markdown(table)}" for title, table in titled)


def _json(number: int, table: Table) -> Json:
    places = _table_places(table)
    return {
        "table": number,
        "pages": [place.page for place in places if isinstance(place, PagePlace)],
        "provenance": [_place(place) for place in places],
        "rows": len(table.rows),
        "columns": table.width,
        "exact": table.exact,
        "cells": [_cell(cell) for cell in table.cells],
    }


def _cell(cell: Cell) -> Json:
    return {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": cell.text.string,
        "arrow": cell.arrow,
        "crossed_out": cell.crossed_out,
        "provenance": [_place(place) for place in cell.places],
    }


def _place(place: Place) -> Json:
    if isinstance(place, PagePlace):
        return {"page": place.page, "bbox": list(place.bbox)}
    found: Json = place.model_dump(mode="json")
    return found


def _table_places(table: Table) -> list[Place]:
    """The table's box on each of its pages; in a text the place of its first cell."""
    places = [place for cell in table.cells for place in cell.places]
    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    for place in places:
        if isinstance(place, PagePlace):
            boxes.setdefault(place.page, []).append(place.bbox)
    if not boxes:
        return places[:1]
    return [PagePlace(page=page, bbox=tuple(union(boxes[page]))) for page in sorted(boxes)]


def _where(table: Table) -> str:
    """`page 3`, `pages 3 to 5`, `line 12`."""
    places = _table_places(table)
    if not places:
        return "empty"
    first, last = places[0], places[-1]
    if isinstance(first, PagePlace) and isinstance(last, PagePlace):
        return f"page {first.page}" if first.page == last.page else f"pages {first.page} to {last.page}"
    return f"line {first.line}" if not isinstance(first, PagePlace) else ""


def _strings(table: Table) -> list[list[str]]:
    """The words by row and column; places that a merged cell covers, and missing ones, are empty."""
    strings = [[""] * table.width for _ in table.rows]
    for cell in table.cells:
        strings[cell.row][cell.column] = cell.text.string
    return strings


def csv_rows(table: Table) -> str:
    """One table as comma-separated values, formulas neutralised, lines ended by CR LF."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows([safe(words) for words in row] for row in _strings(table))
    return stream.getvalue()


def _html(title: str, table: Table) -> str:
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>\n" for row in table.rows)
    return f"<table>\n<caption>{title}</caption>\n{rows}</table>\n"


def _html_cell(cell: Cell) -> str:
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    marks = [name for name, marked in (("arrow", cell.arrow), ("crossed-out", cell.crossed_out)) if marked]
    marked = f' class="{" ".join(marks)}"' if marks else ""
    words = html.escape(cell.text.string, quote=False).replace("\n", "<br>")
    return f"<td{spans}{marked}>{words}</td>"


def _page(body: str, name: str) -> str:
    head = f'<meta charset="utf-8">\n<title>{html.escape(name)}</title>\n<style>{_STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="ja">\n{head}\n<body>\n{body}</body>\n</html>\n'


def _markdown(table: Table) -> str:
    first, *rest = [[_markdown_words(words) for words in row] for row in _strings(table)] or [[]]
    lines = [first, ["---"] * table.width, *rest]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown_words(words: str) -> str:
    plain = _MARKUP.sub(r"\\\1", html.escape(words, quote=False))
    return plain.replace("\n", "<br>")
