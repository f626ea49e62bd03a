"""What an unknown heading could mean, by what stands under it. A proposal is for a person to confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planextract.characters import fold
from planextract.interpret.wording import tags_in
from planextract.layout.contents import Content, content_of
from planextract.layout.headings import VALUE_ROLES
from planextract.layout.heads import Head, Heads
from planextract.normalise.units import COUNTERS
from planextract.record import Role

_MOST = 0.7
_DIFFERENT = 0.9
_LONGEST_NAME = 40
_FIGURES = frozenset({Content.VALUE, Content.INTEGER, Content.DASH})
_MONEY = ("円",)
# Contents and roles that occur in lists of measures, and roles that occur in any statistics.
_TELLING = (Content.DEPARTMENT, Content.PROSE, Content.MARK)
_NO_PLAN = VALUE_ROLES | {Role.COST, Role.SCHEDULE, Role.UNIT, Role.NUMBER, Role.NOTE}

_BY_CONTENT: dict[Content, tuple[Role, str]] = {
    Content.DEPARTMENT: (Role.DEPARTMENT, "offices stand under it"),
    Content.NUMBERING: (Role.NUMBER, "numbers such as 1-1 stand under it"),
    Content.MARK: (Role.ACHIEVEMENT, "marks or levels of achievement stand under it"),
    Content.ACTION: (Role.NEXT_ACTION, "words such as 継続 stand under it"),
    Content.PERIOD: (Role.SCHEDULE, "dates stand under it"),
    Content.ARROW: (Role.SCHEDULE, "arrows stand under it"),
    Content.PROSE: (Role.OVERVIEW, "sentences stand under it"),
}
# Where the first choice is another heading's, sentences and offices have a second one.
_SECOND = {Role.OVERVIEW: Role.OTHER, Role.DEPARTMENT: Role.RELATED}


class Proposal(NamedTuple):
    """A role for a heading (None: its values tell none), why, and an example of what stands under it."""

    heading: str
    role: Role | None
    why: str
    example: str


def proposals(found: Sequence[Heads]) -> list[Proposal]:
    """A proposal for each unknown heading of the plan's tables: those that name measures, or, where none does, all."""
    made = [(heads, _proposals(heads.heads)) for heads in found]
    named = [each for heads, each in made if _names_measures(heads, each)]
    return [proposal for each in named or [each for _, each in made] for proposal in each]


def _names_measures(heads: Heads, made: Sequence[Proposal]) -> bool:
    titles = (Role.TITLE, Role.ITEM)
    known = any(head.role in titles for head in heads.heads)
    return bool(heads.measures) or known or any(proposal.role in titles for proposal in made)


def _proposals(heads: Sequence[Head]) -> list[Proposal]:
    taken = {head.role for head in heads if head.role is not None}
    title = None if taken & {Role.TITLE, Role.ITEM} else _title(heads)
    made = []
    for i, head in enumerate(heads):
        if head.role is not None:
            continue
        role, why = (
            (Role.TITLE, "names that differ stand under it") if i == title else _role(head, i, heads, taken, title)
        )
        taken |= {role} if role else set()
        made.append(Proposal(head.word, role, why, head.values[0] if head.values else ""))
    return made


def _title(heads: Sequence[Head]) -> int | None:
    """The first unknown heading with a name of its own in nearly every row; a table of names and figures is none."""
    if not any(_tells_of_measures(head) for head in heads):
        return None
    for i, head in enumerate(heads):
        named = len(head.values) >= _MOST * head.rows and max(map(len, head.values), default=0) <= _LONGEST_NAME
        if head.role is None and named and _is_mostly(head, {Content.WORDS}) and _differ(head.values):
            return i
    return None


def _tells_of_measures(head: Head) -> bool:
    told = head.role is not None and head.role not in _NO_PLAN
    return told or any(_is_mostly(head, {content}) for content in _TELLING)


def _role(head: Head, at: int, heads: Sequence[Head], taken: set[Role], title: int | None) -> tuple[Role | None, str]:
    if not head.values:
        return None, "nothing stands under it"
    if all(found and complete for found, complete in map(tags_in, head.values)):
        return Role.TAG, "new and continued stand under it"
    if Role.UNIT not in taken and _is_unit(head):
        return Role.UNIT, "units stand under it"
    if _is_mostly(head, _FIGURES):
        return _figures(head, taken)
    for content, (role, why) in _BY_CONTENT.items():
        if _is_mostly(head, {content}):
            return (_SECOND.get(role, None if role is Role.NUMBER else role) if role in taken else role), why
    return _words(head, at, heads, taken, title)


def _figures(head: Head, taken: set[Role]) -> tuple[Role | None, str]:
    counted = [fold(value).string for value in head.values]
    if Role.NUMBER not in taken and counted == [str(i) for i in range(1, len(counted) + 1)]:
        return Role.NUMBER, "1, 2, 3 … stand under it"
    if any(sign in f"{head.heading}{value}" for value in head.values for sign in _MONEY):
        return Role.COST, "money stands under it"
    return None, "figures stand under it: BASELINE, ACTUAL, TARGET or COST?"


def _words(head: Head, at: int, heads: Sequence[Head], taken: set[Role], title: int | None) -> tuple[Role | None, str]:
    names = title if title is not None else next((i for i, h in enumerate(heads) if h.role is Role.TITLE), None)
    if names is not None and at < names:
        return Role.PATH, "it stands before the name and divides the rows"
    right = next((other for other in heads[at + 1 :] if not _is_unit(other)), None)
    if (
        names is not None
        and Role.INDICATOR not in taken
        and right
        and (right.role in VALUE_ROLES or _is_mostly(right, _FIGURES))
    ):
        return Role.INDICATOR, "figures stand right of it"
    return None, "its words tell no role"


def _is_unit(head: Head) -> bool:
    words = [fold(value).string for value in head.values]
    return head.role is Role.UNIT or (bool(words) and all(word in COUNTERS or word == "%" for word in words))


def _is_mostly(head: Head, contents: Iterable[Content]) -> bool:
    counted = Counter(content_of(value) for value in head.values)
    return bool(head.values) and sum(counted[content] for content in contents) >= _MOST * len(head.values)


def _differ(values: Sequence[str]) -> bool:
    return len(set(values)) >= max(2, _DIFFERENT * len(values))
