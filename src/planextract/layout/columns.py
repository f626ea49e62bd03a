"""Which data column each heading names: by the words, their order, and the kinds of contents below (rule 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from typing import NamedTuple

from planextract.layout.contents import Content, content_of, fit
from planextract.layout.headers import Column, Segment, Slot
from planextract.layout.headings import VALUE_ROLES
from planextract.layout.money import SOURCE
from planextract.layout.vocabulary import key, role_of
from planextract.record import Role
from planextract.text import NOTHING

_TAG_CELL = re.compile(r"[【(（]?(?:新規?|継続?|拡充|完了|再掲)?[】)）]?")
_BUDGET_LEVEL = re.compile("款・?項?|項|目")
_ACCOUNT = re.compile("会計(?:名|区分)?")
_SUMS = ("計", "合計", "総計", "小計")
_WORKS = re.compile("工事|業務")
_KINDS_OF_ROWS = frozenset({"区分", "分類", "種別"})  # they say what kind of row it is, and name nothing
_SAMPLED_ROWS = 80
_REACH = 4  # a heading stands at most this many columns away from its data
_SKIPPED_SLOT = -3.0
_SKIPPED_COLUMN = -1.0
_DISTANCE = -0.15


def assign(pool: Sequence[Segment], default: Role) -> list[Segment]:
    """Give segments under the same header their columns: the rows of all are evidence for each.

    `default` is the kind of a value column that has a year but no word for its kind.
    """
    first = pool[0]
    sample = islice((other.table.rows[i] for other in pool for i in other.body[:_SAMPLED_ROWS]), 2 * _SAMPLED_ROWS)
    cells = [cell for row in sample for cell in row]
    width = 1 + max([*(cell.column for cell in cells), *(slot.at for slot in first.slots)])
    contents: list[list[str]] = [[] for _ in range(width)]
    for cell in cells:
        contents[cell.column].append(cell.text.string)
    header = _header(first.slots, contents)
    roles = _settled([_role(slot, header, contents, default) for slot in first.slots], first.slots, contents)
    unheaded = _unheaded(roles)
    places = _places((*unheaded, *_with_roles(first, roles)), contents, exact=first.table.exact)
    return [_assigned(segment, roles, unheaded, places, contents) for segment in pool]


def _assigned(
    segment: Segment,
    roles: Sequence[Role | None],
    unheaded: Sequence[Slot],
    places: Sequence[int | None],
    contents: list[list[str]],
) -> Segment:
    slots = _with_roles(segment, roles)
    named = zip((*unheaded, *slots), places, strict=True)
    columns = [_named(slot, place) for slot, place in named if place is not None]
    columns += _leftover(columns, contents)
    return replace(segment, slots=slots, columns=tuple(_one_title(sorted(columns, key=lambda c: c.index))))


def _with_roles(segment: Segment, roles: Sequence[Role | None]) -> tuple[Slot, ...]:
    return tuple(slot._replace(role=role) for slot, role in zip(segment.slots, roles, strict=True))


class _Header(NamedTuple):
    """What all headings together say to each of them, found once: a table may have a thousand."""

    dated: bool  # a heading is a year
    indicators: bool  # something names indicators, or the kinds of their values
    named: bool  # something but its 目標 names a measure or an indicator
    projects: bool  # projects are named, too: then the works of each are a text of it
    titles: int  # cells below the titles that hold words
    last_title: int  # the column of the last title, -1 where there is none
    cost_rows: int | None  # the first column whose rows say what the money beside them is


def _header(slots: Sequence[Slot], contents: list[list[str]]) -> _Header:
    titles = [slot for slot in slots if slot.role is Role.TITLE]
    return _Header(
        dated=any(slot.found for slot in slots),
        indicators=any(slot.role is Role.INDICATOR or _tells_kinds(slot, contents) for slot in slots),
        named=any(slot.role in (Role.TITLE, Role.ITEM, Role.INDICATOR) for slot in slots),
        projects=any(not _WORKS.match(key(title.label.string)) for title in titles),
        titles=sum(bool(string.strip()) for title in titles for string in _below(title, contents)),
        last_title=max((title.at for title in titles), default=-1),
        cost_rows=min((slot.at for slot in slots if _names_costs(slot, contents)), default=None),
    )


def _below(slot: Slot, contents: list[list[str]]) -> list[str]:
    return contents[slot.at] if slot.at < len(contents) else []


def _role(slot: Slot, header: _Header, contents: list[list[str]], default: Role) -> Role | None:
    """The slot's role where the contents below decide: years without a kind, 区分 with 新規/継続, 現状 with prose."""
    strings = _below(slot, contents)
    below = [content_of(string) for string in strings]
    words = sum(content in (Content.WORDS, Content.PROSE) for content in below)
    values = sum(content in (Content.VALUE, Content.INTEGER, Content.DASH) for content in below)
    if _names_costs(slot, contents):
        return Role.COST_ROW
    dated = slot.found is not None and slot.role is None
    after_cost_rows = header.cost_rows is not None and header.cost_rows < slot.at
    if (dated or slot.role in VALUE_ROLES) and values >= words and after_cost_rows:
        return Role.COST
    if slot.role is None and slot.found is not None:
        return default if header.indicators and values >= words else Role.SCHEDULE
    said = [string for string in strings if string.strip()]
    if _tells_kinds(slot, contents):
        return Role.KIND
    if slot.role is Role.PATH and said and all(_TAG_CELL.fullmatch(s.strip()) for s in said):
        return Role.TAG
    if slot.role is Role.OTHER and words and _ACCOUNT.fullmatch(key(slot.label.string)):
        return Role.PATH
    if slot.role is None and _BUDGET_LEVEL.fullmatch(key(slot.label.string)):
        numbered = all(content in (Content.INTEGER, Content.NUMBERING, Content.BLANK) for content in below)
        return Role.OTHER if numbered else Role.PATH
    if slot.role is Role.BASELINE and slot.found is None and words > values:
        return Role.OTHER
    if slot.role is Role.TARGET and slot.found is None and words > values and not header.named:
        return Role.TITLE
    if slot.role is Role.TITLE and _WORKS.match(key(slot.label.string)) and header.projects:
        return Role.OTHER
    if slot.role is Role.ACTIVITY and _describes(said, header):
        return Role.OVERVIEW
    if slot.role is Role.POLICY and _divides(slot, below, header):
        return Role.PATH
    return slot.role


def _names_costs(slot: Slot, contents: list[list[str]]) -> bool:
    """Whether the rows of a column say what the money beside them is: 事業費, 国, 一般財源."""
    if slot.role not in (None, Role.PATH, Role.COST, Role.OTHER) or slot.at >= len(contents):
        return False
    names = {key(string) for string in contents[slot.at] if string.strip()}
    return len(names) > 1 and all(SOURCE.fullmatch(n) or n in _SUMS or role_of(n, {}) is Role.COST for n in names)


def _tells_kinds(slot: Slot, contents: list[list[str]]) -> bool:
    """Whether a column says for each row what its values are: 目標, 実績."""
    said = [string for string in _below(slot, contents) if string.strip()]
    dividing = slot.role in (Role.PATH, Role.ITEM, None) and slot.found is None
    return dividing and bool(said) and all(role_of(string, {}) in VALUE_ROLES for string in said)


def _settled(roles: list[Role | None], slots: Sequence[Slot], contents: list[list[str]]) -> list[Role | None]:
    """The roles where one depends on the others: what names the indicators, and what the measures."""
    if not VALUE_ROLES & {*roles}:
        return roles
    named = [role for role in roles if role in (Role.NUMBER, Role.TITLE, Role.INDICATOR, Role.KIND)]
    if not named and roles.count(Role.ITEM) == 1:
        item = roles.index(Role.ITEM)
        below = [content_of(string) for string in contents[slots[item].at]]
        if not {Content.NUMBERING, Content.INTEGER} & {*below}:
            roles[item] = Role.INDICATOR  # 項目 | 現状値 | 目標値
    if Role.INDICATOR not in roles:
        return roles
    at = roles.index(Role.INDICATOR)
    if roles[at + 1 : at + 2] == [Role.AUDIENCE]:
        roles[at + 1] = Role.QUALIFIER
    if not {Role.NUMBER, Role.TITLE, Role.ITEM} & {*roles}:
        divisions = [i for i in range(at) if roles[i] is Role.PATH and key(slots[i].label.string) not in _KINDS_OF_ROWS]
        if divisions:
            roles[divisions[-1]] = Role.TITLE  # 基本目標 | 指標 | 目標値
    return roles


def _describes(said: Sequence[str], header: _Header) -> bool:
    """Whether 取組内容 tells of the measures and names no steps: without years, or a sentence for each measure."""
    if not header.dated:
        return True
    sentences = sum(string.rstrip().endswith("。") for string in said)
    return 2 * sentences > len(said) and len(said) <= header.titles


def _divides(slot: Slot, below: Sequence[Content], header: _Header) -> bool:
    """Whether 施策の方向 left of the titles heads several of them, in words and not in prose."""
    return slot.at < header.last_title and Content.WORDS in below and Content.PROSE not in below


def _unheaded(roles: Sequence[Role | None]) -> list[Slot]:
    """Number and title where no heading names them: they stand left of everything, under a group heading or none."""
    missing = [role for role in (Role.NUMBER, Role.TITLE) if role not in roles and Role.ITEM not in roles]
    return [Slot(NOTHING, role, None, at, at + 1) for at, role in enumerate(missing)]


def _named(slot: Slot, place: int) -> Column:
    if not slot.label:
        return Column(place, slot.role, NOTHING, None, "by content and place; no heading")
    where = "heading" if place == slot.at else f"heading of column {slot.at + 1}, by order and content"
    reason = where if slot.role is not None else "heading not in the vocabulary"
    return Column(place, slot.role, slot.label, slot.found, reason, slot.levels)


def _places(slots: Sequence[Slot], contents: list[list[str]], *, exact: bool) -> list[int | None]:
    """The data column of each slot, in order: the assignment with the best sum of fits (dynamic programming).

    On a page (`exact`) a heading stands over its data; only what has no heading is looked for.
    """
    width = len(contents)
    rows = max(map(len, contents), default=0) or 1
    filled = [sum(content_of(string) is not Content.BLANK for string in column) / rows for column in contents]
    above: dict[int, float] = {}
    steps: list[dict[int, str]] = []
    for i, columns in enumerate(_within_reach(slots, width)):
        best: dict[int, float] = {}
        step: dict[int, str] = {}
        for j in columns:
            options = [(0.0, "")] if i == j == 0 else []
            if j in above:
                options.append((above[j] + (_SKIPPED_SLOT if slots[i - 1].label else 0.0), "slot"))
            if j - 1 in best:
                options.append((best[j - 1] + _SKIPPED_COLUMN * filled[j - 1], "column"))
            reach = 0 if exact and slots[i - 1].label else _REACH
            if j - 1 in above and abs(slots[i - 1].at - (j - 1)) <= reach:
                match = _match(slots[i - 1], j - 1, contents[j - 1], min(1.0, 2 * filled[j - 1]))
                options.append((above[j - 1] + match, "match"))
            best[j], step[j] = max(options, key=lambda option: option[0])
        above = best
        steps.append(step)
    return _traced(steps, len(slots), width)


def _within_reach(slots: Sequence[Slot], width: int) -> list[range]:
    """For each number of slots, how many columns may have been passed by then: all that a heading near them can reach.

    So the cost grows with the columns, not with their square.
    """
    first = [*accumulate([width, *(slot.at - _REACH for slot in reversed(slots))], min)][::-1]
    last = [*accumulate([0, *(slot.at + _REACH + 1 for slot in slots)], max)]
    low = [0, *first[:-1]]
    high = [*last[1:], width]
    return [range(max(0, a), min(b, width) + 1) for a, b in zip(low, high, strict=True)]


def _match(slot: Slot, column: int, strings: list[str], weight: float) -> float:
    """How well a column's words fit a heading; what a few rows say in a column of gaps weighs less."""
    said = [string for string in strings if content_of(string) is not Content.BLANK]
    mean = sum(fit(slot.role, string) for string in said) / len(said) if said else 0.0
    return mean * weight + _DISTANCE * abs(slot.at - column)


def _traced(step: list[dict[int, str]], i: int, j: int) -> list[int | None]:
    places: list[int | None] = [None] * i
    while i or j:
        taken = step[i][j]
        if taken == "match":
            places[i - 1] = j - 1
        i -= taken in ("match", "slot")
        j -= taken in ("match", "column")
    return places


def _leftover(columns: Iterable[Column], contents: list[list[str]]) -> list[Column]:
    """Columns that hold words but have no heading."""
    taken = {column.index for column in columns}
    return [
        Column(index, None, NOTHING, None, "no heading")
        for index, strings in enumerate(contents)
        if index not in taken and any(content_of(string) is not Content.BLANK for string in strings)
    ]


def _one_title(columns: list[Column]) -> list[Column]:
    """Of several title columns the last is the measure's; those before it divide the measures."""
    titles = [column.index for column in columns if column.role is Role.TITLE]
    if len(titles) < 2:
        return columns
    return [
        replace(column, role=Role.PATH, reason="a title column further right names the measure")
        if column.role is Role.TITLE and column.index != titles[-1]
        else column
        for column in columns
    ]
