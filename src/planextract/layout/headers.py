"""Relational tables: where their headers are, and which headings stand at the lowest level.

The text form of a table has lost its merged cells, so header rows need not stand over their data; years below merged
headings are dealt to them in order (OUTPUT.md rule 2). Which data column a heading names is decided in `columns`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import comb
from typing import NamedTuple

from planextract.layout.contents import Content, content_of
from planextract.layout.headings import VALUE_ROLES, Heading, HeadingReader
from planextract.layout.money import SOURCE, money_unit
from planextract.layout.vocabulary import key
from planextract.normalise.periods import FoundPeriod
from planextract.record import Role
from planextract.table import Table
from planextract.text import NOTHING, Text

_MOST_CUTS = 5000


class Slot(NamedTuple):
    """One heading at the lowest level of a header: its role and period may come from the levels above.

    `levels` are the headings that stand over the column, its own last.
    """

    label: Text
    role: Role | None
    found: FoundPeriod | None
    at: int
    until: int
    levels: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """What one data column means and why. `role` None: nobody knows. `levels` as those of its `Slot`."""

    index: int
    role: Role | None
    heading: Text
    found: FoundPeriod | None
    reason: str
    levels: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A header and the rows below it. `group` is a heading in the header that names no column but divides measures."""

    table: Table
    header: range
    body: range
    group: Text
    slots: tuple[Slot, ...]
    columns: tuple[Column, ...] = ()

    @property
    def shifted(self) -> bool:
        """Whether some heading does not stand over its data."""
        placed = {id(column.heading): column.index for column in self.columns}
        return any(placed.get(id(slot.label), slot.at) != slot.at for slot in self.slots)


def segments(table: Table, reader: HeadingReader) -> list[Segment]:
    """The table's headers with the rows below them, columns not yet assigned; empty where nothing is a header."""
    starts: list[range] = []
    index = 0
    while index < len(table.rows):
        if _is_header(reader, table, index, below_header=False):
            stop = index + 1
            while stop < len(table.rows) and (
                _is_header(reader, table, stop, below_header=True) or _parts_costs(reader, table, range(index, stop))
            ):
                stop += 1
            starts.append(range(index, stop))
            index = stop
        else:
            index += 1
    if not starts:
        return []
    ends = [header.start for header in starts[1:]] + [len(table.rows)]
    return [_segment(table, header, range(header.stop, end), reader) for header, end in zip(starts, ends, strict=True)]


def _is_header(reader: HeadingReader, table: Table, index: int, *, below_header: bool) -> bool:
    headings = [heading for _, heading in reader.row(table, index)]
    known = [heading for heading in headings if heading.known]
    if below_header:
        return 2 * len(known) > len(headings) and not _holds_values(headings)
    roles = {heading.role for heading in known if heading.role is not None}
    alike = len(roles) == 1 and len(known) == len(headings)  # 用語 | 解説
    return len(known) >= 2 and 2 * len(known) >= len(headings) and (len(roles) >= 2 or alike)


def _parts_costs(reader: HeadingReader, table: Table, header: range) -> bool:
    """Whether the row below a header only parts its money (財源内訳: 国, 県, 地方債), whatever its words."""
    row = reader.row(table, header.stop)
    costs = [
        range(low, high)
        for index in header
        for low, high, heading in _extents(table, reader, index)
        if heading.role is Role.COST and high - low > 1
    ]
    if not row or _holds_values([heading for _, heading in row]):
        return False
    if all(any(cell.column in cost for cost in costs) for cell, _ in row):
        return True
    roles = [heading.role for _, heading in reader.row(table, header.start)]
    return not table.exact and Role.COST in roles and _all_sources([heading for _, heading in row])


def _extents(table: Table, reader: HeadingReader, index: int) -> list[tuple[int, int, Heading]]:
    """The headings of a row with the columns that each stands over; of a text, up to the next one."""
    row = reader.row(table, index)
    edges = [*(cell.column for cell, _ in row[1:]), table.width]
    return [
        (cell.column, cell.column + cell.column_span if table.exact else edge, _of_money(heading))
        for (cell, heading), edge in zip(row, edges, strict=True)
    ]


def _of_money(heading: Heading) -> Heading:
    """A heading in words that nobody knows is one of money where it states its unit: 年度別内訳（千円）."""
    unknown = heading.role is None and heading.found is None and money_unit(heading.text.string) is not None
    return heading._replace(role=Role.COST) if unknown else heading


def _all_sources(headings: Sequence[Heading]) -> bool:
    return len(headings) > 1 and all(SOURCE.fullmatch(key(heading.text.string)) for heading in headings)


def _holds_values(headings: Sequence[Heading]) -> bool:
    """A row with figures, prose or offices among its words is no header."""
    strange = (Content.VALUE, Content.PROSE, Content.DEPARTMENT, Content.MARK, Content.NUMBERING, Content.INTEGER)
    return any(not heading.known and content_of(heading.text.string) in strange for heading in headings)


def _segment(table: Table, header: range, body: range, reader: HeadingReader) -> Segment:
    slots = [Slot(h.text, h.role, h.found, low, high, (h,)) for low, high, h in _extents(table, reader, header.start)]
    group = NOTHING
    if slots[0].role is None and slots[0].found is None and slots[0].until - slots[0].at > 1 and slots[0].at == 0:
        group = slots.pop(0).label
    for index in header[1:]:
        children = _dated_within(slots, _extents(table, reader, index), reader)
        slots = _below(*_under_costs(slots, children, table.exact), table.exact)
    return Segment(table, header, body, group, tuple(slots))


def _dated_within(
    parents: Sequence[Slot], row: Sequence[tuple[int, int, Heading]], reader: HeadingReader
) -> list[tuple[int, int, Heading]]:
    """The headings of a row with their extents; 上半期 and 下半期 get the year of the heading that they divide."""
    children = []
    for at, end, heading in row:
        above = _parent(parents, at)
        year = parents[above].found if above is not None else None
        if heading.part_of_year and year is not None:
            heading = heading._replace(found=reader.within(year, heading))
        children.append((at, end, heading))
    return children


def _under_costs(
    parents: list[Slot], children: list[tuple[int, int, Heading]], exact: bool
) -> tuple[list[Slot], list[tuple[int, int, Heading]]]:
    """A text's row of sources of money (国, 県, 地方債) that begins at the left: moved below the heading of money.

    The merged heading above it was printed as one cell, so what follows that stands further right, too.
    """
    costs = [i for i, parent in enumerate(parents) if parent.role is Role.COST]
    if exact or not costs or not _all_sources([heading for _, _, heading in children]):
        return parents, children
    over = next((i for i in costs if "財源" in key(parents[i].label.string)), costs[-1])
    place = parents[over]
    if all(place.at <= low < place.until for low, _, _ in children):
        return parents, children
    surplus = len(children) - 1
    moved = [p._replace(at=p.at + surplus, until=p.until + surplus) for p in parents[over + 1 :]]
    below = [(place.at + i, place.at + i + 1, heading) for i, (_, _, heading) in enumerate(children)]
    return [*parents[:over], place._replace(until=place.at + len(children)), *moved], below


def _below(parents: list[Slot], children: list[tuple[int, int, Heading]], exact: bool) -> list[Slot]:
    """The slots after one more header row: years divide the headings above them, words stand for themselves.

    Whatever stands below a heading of money is money.
    """
    years = [(at, heading) for at, _, heading in children if heading.role is None and heading.found is not None]
    words = [(at, end, h) for at, end, h in children if h.role is not None or h.found is None]
    divided = _years_below(parents, years, exact)
    covering = {_parent(parents, at) for at, _, _ in words} - {None}
    slots: list[Slot] = []
    for i, parent in enumerate(parents):
        if divided[i]:
            starts = [at for at, _ in divided[i]]
            ends = [*starts[1:], max(parent.until, starts[-1] + 1)]
            slots += [
                Slot(h.text, parent.role, h.found, at, end, (*parent.levels, h))
                for (at, h), end in zip(divided[i], ends, strict=True)
            ]
        elif not (i in covering and parent.role not in VALUE_ROLES and parent.until - parent.at > 1):
            slots.append(parent)
    for at, end, heading in words:
        above = _parent(parents, at)
        over = parents[above] if above is not None else None
        part = heading.part_of_value
        if part and over is not None and over.role in VALUE_ROLES:
            # 基準値 over 値 | 年度: the figure keeps the heading's meaning, the year beside it is that of the figure.
            figure = over._replace(at=at, until=at + 1)
            slots = [slot for slot in slots if slot is not over]
            position = sum(1 for slot in slots if slot.at < at)
            slots.insert(position, Slot(heading.text, part, None, at, at + 1) if part is Role.OF_YEAR else figure)
            continue
        money = over is not None and over.role is Role.COST
        role = Role.COST if money else heading.role
        own = heading.found or (over.found if over is not None and role is not None else None)
        levels = (*(over.levels if over is not None else ()), heading)
        position = sum(1 for slot in slots if slot.at < at)
        slots.insert(position, Slot(heading.text, role, own, at, end if money else at + 1, levels))
    return slots


def _parent(parents: Sequence[Slot], at: int) -> int | None:
    return next((i for i, parent in enumerate(parents) if parent.at <= at < parent.until), None)


def _years_below(parents: list[Slot], years: list[tuple[int, Heading]], exact: bool) -> list[list[tuple[int, Heading]]]:
    """Which years belong to which heading: those below it, or, where the rows are shifted, in order."""
    natural: list[list[tuple[int, Heading]]] = [[] for _ in parents]
    for at, heading in years:
        above = _parent(parents, at)
        if above is None or (parents[above].found is not None and not heading.part_of_year):
            break
        natural[above].append((at, heading))
    open_for_years = [parent.role in VALUE_ROLES and parent.found is None for parent in parents]
    fits = sum(map(len, natural)) == len(years) and all(
        bool(natural[i]) == open_for_years[i] or (not open_for_years[i] and _divisible(parents[i]))
        for i in range(len(parents))
    )
    if exact or (fits and all(map(_rising, natural))):
        return natural
    return _in_order(parents, [i for i, is_open in enumerate(open_for_years) if is_open], years) or natural


def _divisible(parent: Slot) -> bool:
    return parent.role in (None, Role.SCHEDULE, Role.ACTIVITY, Role.COST) or parent.role in VALUE_ROLES


def _rising(years: Sequence[tuple[int, Heading]]) -> bool:
    starts = [heading.found.period.start or "" for _, heading in years if heading.found]
    return all(before < after for before, after in pairwise(starts))


def _in_order(
    parents: list[Slot], open_parents: list[int], years: list[tuple[int, Heading]]
) -> list[list[tuple[int, Heading]]] | None:
    """Cut the years into as many runs as there are headings: rising within a run, as near to their widths as can be."""
    count = len(open_parents)
    if not 0 < count <= len(years) or comb(len(years) - 1, count - 1) > _MOST_CUTS:
        return None
    best: tuple[int, list[list[tuple[int, Heading]]]] | None = None
    for cuts in combinations(range(1, len(years)), count - 1):
        runs = [years[a:b] for a, b in pairwise((0, *cuts, len(years)))]
        if not all(map(_rising, runs)):
            continue
        cost = sum(_run_cost(parents[p], len(run)) for p, run in zip(open_parents, runs, strict=True))
        if best is None or cost < best[0]:
            best = cost, runs
    if best is None:
        return None
    divided: list[list[tuple[int, Heading]]] = [[] for _ in parents]
    for p, run in zip(open_parents, best[1], strict=True):
        divided[p] = run
    return divided


def _run_cost(parent: Slot, length: int) -> int:
    # A baseline is one year; other widths are as printed.
    return 2 * abs(length - (parent.until - parent.at)) + (length > 1 and parent.role is Role.BASELINE)
