"""A whole file of comma-separated values (RFC 4180) as one table."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise

from planextract.sources.assemble import check_pieces, paragraphs_of, table_of
from planextract.sources.rows import Field, Row
from planextract.table import Block

_PROBE_ROWS = 200
_SAME_WIDTH = 0.8
_ENDS_IN_GROUP = re.compile(r"(?:.*[^0-9])?[0-9]{1,3}", re.DOTALL)
_STARTS_WITH_GROUP = re.compile(r"[0-9]{3}(?![0-9])")


def blocks_of(text: str, place: str) -> list[Block] | None:
    """The table of a tidied text and the lines without a comma around it; None where it is not comma-separated.

    Raises LimitError naming `place` and line.
    """
    if "\t" in text or "," not in text:
        return None
    check_pieces(text, ",", place)
    text = text.replace("\f", "")
    try:
        if not _is_table(list(islice(_rows(text), _PROBE_ROWS))):
            return None
        rows = list(_rows(text))
    except csv.Error:
        return None
    return list(_blocks(rows, place)) if _is_table(rows) else None


def _rows(text: str) -> Iterator[Row]:
    """The rows as written; raises csv.Error where the quotes are not those of RFC 4180."""
    reader = csv.reader((line + "\n" for line in text.split("\n")), strict=True)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells) or len(cells) > 1:
            yield [Field(line, cell) for cell in cells]
        line = reader.line_num + 1


def _is_table(rows: list[Row]) -> bool:
    """Whether most rows have the same number of cells, two or more, by commas that do not group digits (1,049件)."""
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    parted = sum(len(row) == width and not _is_grouping(row) for row in rows)
    return width > 1 and count > 1 and count >= len(rows) * _SAME_WIDTH and parted * 2 >= count


def _is_grouping(row: Row) -> bool:
    """Whether every comma of the row may have stood inside a number."""
    return all(
        _ENDS_IN_GROUP.fullmatch(before.string) and _STARTS_WITH_GROUP.match(after.string)
        for before, after in pairwise(row)
    )


def _blocks(rows: list[Row], place: str) -> Iterator[Block]:
    parted = [i for i, row in enumerate(rows) if len(row) > 1]
    first, last = parted[0], parted[-1] + 1
    yield from paragraphs_of([row[0] for row in rows[:first]])
    yield table_of(rows[first:last], place)
    yield from paragraphs_of([row[0] for row in rows[last:]])
