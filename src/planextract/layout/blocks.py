"""Blocks: relational tables inside a sheet, a header over some of the columns and the rows below until it breaks off.

Several may stand side by side in one grid (costs left, indicators right). What a column means comes from all levels of
its header: the kind of a value from the lowest that names one, the period from the lowest that has one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planextract.layout.contents import Content, content_of
from planextract.layout.frames import Frame, said
from planextract.layout.headings import VALUE_ROLES, Heading, HeadingReader
from planextract.layout.vocabulary import key
from planextract.normalise.periods import FoundPeriod
from planextract.record import Role
from planextract.table import Cell
from planextract.text import NOTHING, Text

_NAMING = frozenset({Role.INDICATOR, Role.RATIONALE, Role.UNIT, Role.ITEM, Role.NUMBER, Role.PATH, Role.COST})
_INDICATING = frozenset({Role.INDICATOR, Role.RATIONALE, Role.UNIT})
_TRAILING = frozenset({None, Role.NOTE, Role.ACHIEVEMENT})
_CORNER = re.compile(r"年度|年|区分|内訳|費目|科目|財源|内容|名称")
CRITERIA = re.compile(r"(?:評価)?(?:指標|項目|視点|観点|区分)|評価の(?:視点|観点)")
STAGE = re.compile(r"予\s*算|決\s*算")
_FIGURES = (Content.VALUE, Content.INTEGER, Content.DASH, Content.MARK)


class Leaf(NamedTuple):
    """One value column, from `column` up to `until`; `stage` is the heading that says 予算 or 決算."""

    column: int
    until: int
    role: Role | None
    found: FoundPeriod | None
    heading: Text
    stage: Text


class NameColumn(NamedTuple):
    """A column left of the values and what its heading says that it holds."""

    column: int
    until: int
    role: Role | None


@dataclass(slots=True, eq=False)
class Block:
    """A header over the columns from `low` up to `high`; the values begin in column `first`, the body in row `body`.

    `name` is the name printed on a line of its own above the values, `under` the cell that headed it.
    """

    low: int
    high: int
    first: int
    body: int
    names: tuple[NameColumn, ...]
    leaves: tuple[Leaf, ...]
    cells: tuple[Cell, ...]
    under: Cell | None
    caption: Text = NOTHING
    name: Text = NOTHING

    @property
    def money(self) -> bool:
        """Whether the header speaks of 予算 or 決算."""
        return any(leaf.stage for leaf in self.leaves)

    @property
    def indicating(self) -> bool:
        """Whether the header names an indicator, a unit or a kind of value."""
        kinds = any(leaf.role in VALUE_ROLES for leaf in self.leaves)
        return kinds or any(name.role in _INDICATING for name in self.names)

    @property
    def names_indicators(self) -> bool:
        """Whether a heading says that the rows are indicators, whatever they count."""
        return any(name.role in (Role.INDICATOR, Role.RATIONALE) for name in self.names)

    def role_at(self, column: int) -> Role | None:
        """What the heading of a name column says."""
        return next((name.role for name in self.names if name.column <= column < name.until), None)


class _Head(NamedTuple):
    cell: Cell
    heading: Heading

    @property
    def values(self) -> bool:
        """Whether it heads a column of values."""
        role, found = self.heading.role, self.heading.found
        if role in VALUE_ROLES:
            return True
        return (found is not None and role in (None, Role.COST)) or bool(
            role is Role.COST and STAGE.match(self.cell.text.string.strip())
        )

    @property
    def names(self) -> bool:
        """Whether it heads a column of names."""
        bare = key(self.cell.text.string)
        return self.heading.role in _NAMING or _CORNER.fullmatch(bare) is not None


def blocks_in(frame: Frame, reader: HeadingReader, row: int, low: int, high: int) -> list[Block]:
    """The blocks whose header begins in a row, between two columns."""
    if row + 1 >= len(frame.table.rows):
        return []
    heads = [_Head(cell, reader.read(cell.text)) for cell in frame.own(row, low, high) if said(cell)]
    found: list[Block] = []
    at = 0
    while at < len(heads):
        if not heads[at].values:
            at += 1
            continue
        stop = at
        while stop < len(heads) and heads[stop].values:
            stop += 1
        start = at
        while start and heads[start - 1].names and not heads[start - 1].values:
            start -= 1
        run = heads[at:stop]
        while stop < len(heads) and heads[stop].heading.role in _TRAILING and not heads[stop].names:
            stop += 1
        block = _block(frame, reader, row, heads[start:at], run, heads[at + len(run) : stop], low, high)
        if block is not None:
            found.append(block)
            low = block.high
        at = stop
    return found


def _block(
    frame: Frame,
    reader: HeadingReader,
    row: int,
    names: Sequence[_Head],
    run: Sequence[_Head],
    trailing: Sequence[_Head],
    low: int,
    high: int,
) -> Block | None:
    first = run[0].cell.column
    last = (trailing or run)[-1].cell
    end = min(frame.stop(last), high)
    lines = [[*run, *trailing]]
    naming = list(names)
    body = row + 1
    while body < len(frame.table.rows):
        more = _header_line(frame, reader, body, low, first, end)
        if more is None:
            break
        lines.append([head for head in more if head.cell.column >= first])
        naming += [head for head in more if head.cell.column < first]
        body += 1
    leaves = _leaves(frame, lines, end)
    kinds = {head.heading.role for head in names} & _INDICATING
    if len(leaves) - len(trailing) < 2 and len(kinds) < 2:
        return None
    if body >= len(frame.table.rows) or not _stand_below(frame, body, leaves):
        return None
    columns = tuple(
        NameColumn(head.cell.column, frame.stop(head.cell), head.heading.role)
        for head in sorted(naming, key=lambda head: head.cell.column)
    )
    headers = tuple(head.cell for line in lines for head in line) + tuple(head.cell for head in naming)
    under = frame.groups(row, naming[0].cell.column if naming else first, low)
    return Block(low, end, first, body, columns, leaves, headers, under[-1] if under else None)


def _header_line(frame: Frame, reader: HeadingReader, row: int, low: int, first: int, end: int) -> list[_Head] | None:
    """One more row of a header: nothing but headings, one of them over values."""
    heads = [_Head(cell, reader.read(cell.text)) for cell in frame.own(row, low, end) if said(cell)]
    over = [head for head in heads if head.cell.column >= first]
    beside = [head for head in heads if head.cell.column < first and not frame.heads(head.cell)]
    if not over or not all(head.values for head in over) or not all(head.names for head in beside):
        return None
    return [*beside, *over]


def _stand_below(frame: Frame, body: int, leaves: Sequence[Leaf]) -> bool:
    """Whether cells of the first rows below a header begin where its columns do: on a page the mark of a table."""
    if not frame.table.exact:
        return True
    starts = {leaf.column for leaf in leaves}
    rows = frame.table.rows[body : body + 2]
    return any(2 * len(starts & {cell.column for cell in cells}) >= len(starts) for cells in rows)


def _leaves(frame: Frame, lines: Sequence[Sequence[_Head]], end: int) -> tuple[Leaf, ...]:
    """The columns at the lowest level of a header, each with what all levels over it say."""
    spans: list[list[tuple[_Head, int, int]]] = []
    for line in lines:
        above = spans[-1] if spans else []
        spans.append([(head, head.cell.column, min(_until(frame, head, line, above), end)) for head in line])
    starts = sorted({column for line in spans for _, column, _ in line})
    leaves = []
    for start, until in zip(starts, [*starts[1:], end], strict=True):
        over = [head for line in spans for head, low, high in line if low <= start < high]
        roles = [head.heading.role for head in over if head.heading.role in VALUE_ROLES]
        found = [head.heading.found for head in over if head.heading.found is not None]
        stage = next((head.cell.text for head in over[::-1] if STAGE.search(head.cell.text.string)), NOTHING)
        leaves.append(
            Leaf(
                start,
                until,
                roles[-1] if roles else None,
                found[-1] if found else None,
                over[-1].cell.text,
                stage,
            )
        )
    return tuple(leaves)


def _until(frame: Frame, head: _Head, line: Sequence[_Head], above: Sequence[tuple[_Head, int, int]]) -> int:
    """The column after a heading; of a text, where the next one begins, or the heading over it ends."""
    if frame.table.exact:
        return frame.stop(head.cell)
    at = head.cell.column
    ends = [other.cell.column for other in line if other.cell.column > at]
    ends += [high for _, low, high in above if low <= at < high]
    return min(ends, default=1 << 30)


def placed(frame: Frame, block: Block, row: int) -> list[tuple[Leaf, Cell]]:
    """The row's cells under the block's value columns; one merged over several stands in the first."""
    cells = frame.own(row, block.first, block.high)
    found: list[tuple[Leaf, Cell]] = []
    for cell in cells:
        stop = cell.column + cell.column_span
        leaf = next((leaf for leaf in block.leaves if leaf.column < stop and cell.column < leaf.until), None)
        if leaf is not None and (frame.table.exact or leaf.column == cell.column):
            found.append((leaf, cell))
    return found


def breaks_off(frame: Frame, reader: HeadingReader, block: Block, row: int) -> bool:
    """Whether a row no longer belongs to the block: other columns, or a label of something else beside words."""
    whole = frame.own(row, block.low, block.high)
    cells = [cell for cell in whole if not frame.heads(cell)]
    values = [cell for cell in cells if cell.column >= block.first and said(cell)]
    names = [cell for cell in cells if cell.column < block.first and said(cell)]
    if any(CRITERIA.fullmatch(key(cell.text.string)) for cell in whole if cell.column < block.first):
        return True
    labels = {reader.read(cell.text).role for cell in names} - {None, Role.NOTE} - VALUE_ROLES - _NAMING
    figures = sum(content_of(cell.text.string) in _FIGURES for cell in values)
    if labels and (not figures or (len(values) == 1 and not frame.table.exact)):
        return True
    return _other_columns(block, cells, names) if frame.table.exact else _words_only(block, names, values)


def _other_columns(block: Block, cells: Sequence[Cell], names: Sequence[Cell]) -> bool:
    """On a page: whether cells lie across the columns of the header."""
    starts = {leaf.column for leaf in block.leaves}
    across = any(cell.column < block.first < cell.column + cell.column_span for cell in cells)
    between = any(cell.column >= block.first and cell.column not in starts for cell in cells)
    beyond = any(cell.column + cell.column_span > block.high for cell in cells)
    return across or between or (beyond and bool(names))


def _words_only(block: Block, names: Sequence[Cell], values: Sequence[Cell]) -> bool:
    """Of a text: whether a row has a label and words, but nothing under the values."""
    named = [cell for cell in names if block.role_at(cell.column) not in (Role.UNIT, Role.NUMBER)]
    return not values and len(named) > (1 if block.indicating or block.money else 0)
