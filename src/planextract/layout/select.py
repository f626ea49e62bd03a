"""Which tables hold the document's measures, which only list them, and which hold none (OUTPUT.md rule 12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from planextract.layout.contents import Content, content_of
from planextract.layout.infer import Layout
from planextract.record import Record, Role
from planextract.table import Table

# Results of the plan before this one, by the words of the headings above the table.
_EARLIER_PLAN = re.compile(
    r"前計画|旧計画|前期計画|現計画の|これまでの(?:取組|成果|計画)|計画」?の(?:総括|成果|実績|評価)|主な成果"
)


class Selection(NamedTuple):
    """A layout with its use (`measures`, `overview`, `skipped`) and the reason."""

    layout: Layout
    use: str
    reason: str


def select(layouts: Sequence[Layout]) -> list[Selection]:
    """Decide the use of every table of a document, in order.

    Tables whose measures have values, a schedule or an achievement hold the measures; tables that only name them are
    overviews of those, or, where the document has no better, the measures themselves.
    """
    substantial = [bool(titled(layout)) and any(map(_has_substance, layout.records)) for layout in layouts]
    earlier = [_is_earlier(layout) for layout in layouts]
    if 2 * sum(map(all, zip(substantial, earlier, strict=True))) > sum(substantial):
        # A heading that would rule out most measures was left behind by the parts that follow it.
        earlier = [False] * len(layouts)
    current = [yes and not past for yes, past in zip(substantial, earlier, strict=True)]
    if any(current):
        return [_beside_measures(*each) for each in zip(layouts, current, earlier, strict=True)]
    return [_without_measures(layout, yes) for layout, yes in zip(layouts, substantial, strict=True)]


def titled(layout: Layout) -> list[Record]:
    """The records of a layout that have a title."""
    return [record for record in layout.records if record.first(Role.TITLE)]


def _has_substance(record: Record) -> bool:
    return bool(record.indicators or record.schedule or record.all_of(Role.ACHIEVEMENT))


def _beside_measures(layout: Layout, holds: bool, past: bool) -> Selection:
    if holds:
        return Selection(layout, "measures", "its measures have values, a schedule or an achievement")
    if past and titled(layout):
        return Selection(layout, "skipped", "results of an earlier plan")
    if titled(layout) and Role.TERM not in layout.roles:
        return Selection(layout, "overview", "overview of the measures")
    return Selection(layout, "skipped", _why_none(layout))


def _without_measures(layout: Layout, substantial: bool) -> Selection:
    worth = {Role.DEPARTMENT, Role.OVERVIEW, Role.POLICY, Role.AIM, Role.EFFECT}
    if titled(layout) and Role.PAGE not in layout.roles and (substantial or layout.roles & worth):
        return Selection(layout, "measures", "its measures have departments or descriptions")
    return Selection(layout, "skipped", _why_none(layout))


def _is_earlier(layout: Layout) -> bool:
    return any(_EARLIER_PLAN.search("".join(heading.string.split())) for heading in layout.headings)


def _why_none(layout: Layout) -> str:
    roles = layout.roles
    if Role.TERM in roles:
        return "glossary"
    if Role.PERSON in roles:
        return "roster"
    if Role.DATE in roles or _first_column_dated(layout.table):
        return "history"
    if Role.COST in roles:
        return "cost"
    if Role.PAGE in roles or _ends_in_pages(layout.table):
        return "index"
    if _is_earlier(layout):
        return "results of an earlier plan"
    if layout.shape == "unknown":
        return "unknown: no heading is in the vocabulary"
    return "unknown: no column names a measure"


def _first_column_dated(table: Table) -> bool:
    first = [content_of(row[0].text.string) for row in table.rows if row and row[0].text.string.strip()]
    return len(first) > 1 and 2 * sum(content is Content.PERIOD for content in first) > len(first)


def _ends_in_pages(table: Table) -> bool:
    last = [next((c.text.string for c in row[::-1] if c.text.string.strip()), "") for row in table.rows]
    pages = sum(bool(re.fullmatch(r"[-–—\s]*[0-9]{1,3}[-–—\s]*", string)) for string in last)
    return len(last) > 2 and 2 * pages > len(last)
