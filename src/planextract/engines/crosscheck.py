"""Two readings of one document side by side: the cells on which they disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from planextract.characters import squeeze
from planextract.geometry import Box
from planextract.schema import PagePlace, Provenance
from planextract.table import Cell, Reading

_SAME = 0.5
_SHOWN = 30


class Difference(NamedTuple):
    """A cell that two readings give differently: its place, and what the second one says in words."""

    provenance: Provenance
    said: str


class _Part(NamedTuple):
    """The part of a cell that lies on one page. `table` counts the tables of its reading, `rest` is not the first."""

    table: int
    cell: Cell
    box: Box
    string: str
    rest: bool


Pages = dict[int, list[_Part]]


def cross_check(first: Reading, second: Reading) -> list[Difference]:
    """The cells on which two readings of the same PDF disagree, page by page in reading order.

    Cells are paired by where they lie (at least half of what either covers is common). Compared are the position in
    the table, the spans and the text without blanks; of a table that only one of them has its first cell is named.
    A row or column that one reading has more is said for each cell that it moves apart from most of its table.
    """
    mine, theirs = _pages(first), _pages(second)
    return [
        difference
        for page in sorted(mine.keys() | theirs.keys())
        for difference in _differences(page, mine.get(page, []), theirs.get(page, []))
    ]


def _pages(reading: Reading) -> Pages:
    pages: defaultdict[int, list[_Part]] = defaultdict(list)
    for number, table in enumerate(reading.tables):
        for cell in table.cells:
            for i, (piece, start, stop) in enumerate(cell.text.pieces()):
                for place in piece.locate(0, 0):
                    if isinstance(place, PagePlace):
                        string = squeeze(piece.string[start:stop])
                        pages[place.page].append(_Part(number, cell, Box(*place.bbox), string, i > 0))
    return pages


def _differences(page: int, mine: list[_Part], theirs: list[_Part]) -> Iterator[Difference]:
    pairs = _pairs(mine, theirs)
    shifts = _shifts(pairs)
    known = {part.table for part, other in pairs if other is not None}
    for part, other in pairs:
        if other is not None:
            said = _said(part, other, shifts[part.table, other.table])
            if said:
                yield _difference(page, part, said)
        elif part.table in known:
            yield _difference(page, part, f"no such cell, here {_shown(part)}")
    unknown = [part for part in mine if part.table not in known]
    for part, count in _firsts(unknown):
        yield _difference(page, part, f"no such table of {count} cells, here {_shown(part)} first")
    paired = {id(other) for _, other in pairs}
    seen = {other.table for _, other in pairs if other is not None}
    for other in theirs:
        if id(other) not in paired and other.table in seen:
            yield _difference(page, other, f"a cell more: {_shown(other)}")
    for other, count in _firsts([other for other in theirs if other.table not in seen]):
        yield _difference(page, other, f"a table more of {count} cells, {_shown(other)} first")


def _firsts(parts: list[_Part]) -> list[tuple[_Part, int]]:
    """The first part of each table and how many it has."""
    firsts: dict[int, _Part] = {}
    for part in parts:
        firsts.setdefault(part.table, part)
    counts = Counter(part.table for part in parts)
    return [(part, counts[table]) for table, part in firsts.items()]


def _difference(page: int, part: _Part, said: str) -> Difference:
    x0, top, x1, bottom = part.box
    return Difference([PagePlace(page=page, bbox=(x0, top, x1, bottom))], said)


def _pairs(mine: list[_Part], theirs: list[_Part]) -> list[tuple[_Part, _Part | None]]:
    """Each part with the one of the other reading that lies where it lies."""
    band = 20.0
    bands: defaultdict[int, list[_Part]] = defaultdict(list)
    for other in theirs:
        for k in range(int(other.box.top // band), int(other.box.bottom // band) + 1):
            bands[k].append(other)
    taken: set[int] = set()
    pairs: list[tuple[_Part, _Part | None]] = []
    for part in mine:
        near = (other for other in bands[int(part.box.middle[1] // band)] if id(other) not in taken)
        best = max(near, key=lambda other: _overlap(part.box, other.box), default=None)
        if best is not None and _overlap(part.box, best.box) < _SAME:
            best = None
        taken.add(id(best))
        pairs.append((part, best))
    return pairs


def _overlap(a: Box, b: Box) -> float:
    """The common area as a share of the united one."""
    common = a.common(b)
    if common is None:
        return 0.0
    area = common.width * common.height
    return area / max(a.width * a.height + b.width * b.height - area, 1e-6)


def _shifts(pairs: list[tuple[_Part, _Part | None]]) -> dict[tuple[int, int], tuple[int, int]]:
    """By how many rows and columns most cells of two tables differ: one reading may begin the table on another page."""
    found: defaultdict[tuple[int, int], Counter[tuple[int, int]]] = defaultdict(Counter)
    for part, other in pairs:
        if other is not None:
            moved = other.cell.row - part.cell.row, other.cell.column - part.cell.column
            found[part.table, other.table][moved] += 1
    return {tables: counts.most_common(1)[0][0] for tables, counts in found.items()}


def _said(part: _Part, other: _Part, shift: tuple[int, int]) -> str:
    """What the second reading has otherwise, empty where nothing."""
    mine, theirs = part.cell, other.cell
    found = []
    moved = theirs.row - mine.row - shift[0], theirs.column - mine.column - shift[1]
    if part.rest or other.rest:
        moved = (0, moved[1])
    if moved != (0, 0):
        found.append(f"{moved[0]:+d} rows and {moved[1]:+d} columns away")
    spans, others = (mine.row_span, mine.column_span), (theirs.row_span, theirs.column_span)
    if spans != others and not (part.rest or other.rest):
        found.append(f"spans {others[0]}x{others[1]} rows and columns, not {spans[0]}x{spans[1]}")
    if part.string != other.string:
        found.append(f"{_shown(other)}, not {_shown(part)}")
    return "; ".join(found)


def _shown(part: _Part) -> str:
    string = part.string
    return f"「{string if len(string) <= _SHOWN else string[: _SHOWN - 1] + '…'}」"
