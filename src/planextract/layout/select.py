"""Which tables hold the document's measures, which only list them, and which hold none (OUTPUT.md rule 12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from planextract.layout.contents import Content, content_of
from planextract.layout.infer import Layout
from planextract.layout.vocabulary import key
from planextract.normalise.plans import tells_of_an_earlier_plan
from planextract.record import Record, Role
from planextract.table import Table

_MOSTLY = 0.6
_UNKNOWN = "unknown"
_RESTARTS = 5  # pages of an index for each that is lower than the one before
_FIGURES = (Content.VALUE, Content.INTEGER)
_PAGE = re.compile(r"[-–—\s]*([0-9]{1,3})[-–—\s]*")


class Selection(NamedTuple):
    """A layout with its use (`measures`, `overview`, `skipped`) and the reason."""

    layout: Layout
    use: str
    reason: str

    @property
    def unknown(self) -> bool:
        """Whether nobody knows what the table is: it may be a part of the plan in words that were never met."""
        return self.use == "skipped" and self.reason.startswith(_UNKNOWN)


def select(layouts: Sequence[Layout], title: str | None = None) -> list[Selection]:
    """Decide the use of every table of a document, in order.

    `title` is the document's title, None where it has none: what is another plan depends on it.
    Tables whose measures have values, a schedule or an achievement hold the measures; tables that only name them are
    overviews of those, or, where the document has no better, the measures themselves.
    """
    substantial = [bool(titled(layout)) and any(map(_has_substance, layout.records)) for layout in layouts]
    told = [[tells_of_an_earlier_plan(heading.string, title) for heading in layout.headings] for layout in layouts]
    earlier = _earlier(told, substantial)
    current = [yes and not past for yes, past in zip(substantial, earlier, strict=True)]
    repeats = _repeats(layouts, current)
    current = [yes and not again for yes, again in zip(current, repeats, strict=True)]
    # Figures of headings are no list of the measures: others may stand in tables that only describe them.
    if any(yes and not layout.headed for layout, yes in zip(layouts, current, strict=True)):
        return [_beside_measures(*each) for each in zip(layouts, current, earlier, map(any, told), strict=True)]
    return [_without_measures(*each) for each in zip(layouts, substantial, map(any, told), strict=True)]


def _repeats(layouts: Sequence[Layout], holding: Sequence[bool]) -> list[bool]:
    """Which relational tables only tell the measures of other tables again: an appendix of KPIs beside the sheets."""
    named: set[str] = set()
    repeats = []
    for layout, holds in zip(layouts, holding, strict=True):
        titles = {key(record.first(Role.TITLE).string) for record in titled(layout)}
        again = holds and layout.shape == "relational" and len(titles & named) > _MOSTLY * len(titles)
        repeats.append(again)
        named |= titles if holds and not again else set()
    return repeats


def titled(layout: Layout) -> list[Record]:
    """The records of a layout that have a title."""
    return [record for record in layout.records if record.first(Role.TITLE)]


def _has_substance(record: Record) -> bool:
    # Money alone makes measures only of what a heading calls so: a budget's rows are accounts.
    named = any(entry.label for entry in record.all_of(Role.TITLE))
    values = record.indicators or record.schedule or (record.costs and named) or record.judgements
    return bool(values or record.all_of(Role.ACHIEVEMENT))


def _beside_measures(layout: Layout, holds: bool, past: bool, told: bool) -> Selection:
    if holds:
        return Selection(layout, "measures", "its measures have values, a schedule or an achievement")
    if layout.continues:
        return Selection(layout, "measures", "it goes on with the sheet above it")
    if past and titled(layout):
        return Selection(layout, "skipped", "results of an earlier plan")
    if titled(layout) and Role.TERM not in layout.roles:
        return Selection(layout, "overview", "overview of the measures")
    return Selection(layout, "skipped", _why_none(layout, told))


def _without_measures(layout: Layout, substantial: bool, told: bool) -> Selection:
    worth = {Role.DEPARTMENT, Role.OVERVIEW, Role.POLICY, Role.AIM, Role.EFFECT}
    index = Role.PAGE in layout.roles and layout.shape != "form"
    if titled(layout) and not index and (substantial or layout.roles & worth):
        return Selection(layout, "measures", "its measures have departments or descriptions")
    return Selection(layout, "skipped", _why_none(layout, told))


def _earlier(told: Sequence[Sequence[bool]], substantial: Sequence[bool]) -> list[bool]:
    """Which tables stand under a heading that tells of another plan; `told[i]` says it of each heading of table i.

    Where that would leave no measures at all, the heading was left behind by parts of the document that have none of
    their own: then only tables that it stands right above count, and where these are all again, none.
    """
    for earlier in ([any(each) for each in told], [bool(each) and each[-1] for each in told]):
        if any(yes and not past for yes, past in zip(substantial, earlier, strict=True)):
            return earlier
    return [False] * len(told)


def _why_none(layout: Layout, told: bool) -> str:
    roles = layout.roles
    if Role.TERM in roles:
        return "glossary"
    if Role.PERSON in roles:
        return "roster"
    if Role.DATE in roles or _first_column_dated(layout.table):
        return "history"
    if Role.COST in roles or (layout.money and not titled(layout)):
        return "cost"
    if Role.PAGE in roles or _ends_in_pages(layout.table):
        return "index"
    if told:
        return "results of an earlier plan"
    if all(sum(bool(cell.text.string.strip()) for cell in row) <= 1 for row in layout.table.rows):
        return "words in a frame"
    if layout.shape == "unknown":
        return f"{_UNKNOWN}: no heading is in the vocabulary"
    return f"{_UNKNOWN}: no column names a measure"


def _first_column_dated(table: Table) -> bool:
    first = [content_of(row[0].text.string) for row in table.rows if row and row[0].text.string.strip()]
    return len(first) > 1 and 2 * sum(content is Content.PERIOD for content in first) > len(first)


def _ends_in_pages(table: Table) -> bool:
    said = [[cell.text.string for cell in row if cell.text.string.strip()] for row in table.rows]
    last = [cells[-1] if cells else "" for cells in said]
    # Beside its page an entry has words; where figures stand beside figures, nothing is listed.
    figures = sum(any(content_of(string) in _FIGURES for string in cells[:-1][1:]) for cells in said)
    if 2 * figures > len(said):
        return False
    pages = [int(match[1]) for match in map(_PAGE.fullmatch, last) if match]
    # Pages rise; they start anew where an appendix does.
    falls = sum(after < before for before, after in pairwise(pages))
    return len(last) > 2 and 2 * len(pages) > len(last) and _RESTARTS * falls <= len(pages)
