"""Dates that belong together, ranges (R6～R8) and enumerations (令和7・8年度), and the words around them."""

from __future__ import annotations

import re
from typing import NamedTuple

from planextract.normalise.dates import date_at
from planextract.normalise.eras import YearContext
from planextract.normalise.heads import CLOSE, GAP, OPEN
from planextract.normalise.moments import Doubt, Moment
from planextract.normalise.shortened import shortened_at
from planextract.normalise.stretches import Stretch
from planextract.normalise.wording import Bound, bound_before, bound_behind, shaded
from planextract.schema import Modifier

_RANGE = re.compile(
    rf"{GAP}(?:(?P<spoken>から|より(?![も前後])|(?P<since>以[降後]))(?P<comma>、)?|[~〜～∼]|[-‐‑‒–—―−─ー]{{1,2}}|ないし|乃至|至){GAP}"
)
_CLOSED = re.compile(rf"{GAP}(?:までに?|迄に?|以前|いっぱい|にかけて)")
_LIST = re.compile(
    rf"{GAP}(?:(?P<same>[/=])|及び|および|並びに|ならびに|、|,|・|(?P<weak>と|や|又は|または|若しくは|もしくは|か(?!ら))){GAP}"
)


class Term(NamedTuple):
    """One date or one range in an expression; `stop` is behind the words that belong to it."""

    first: Moment
    last: Moment | None
    stop: int
    shade: Modifier | None
    season: bool = False

    def stretch(self) -> Stretch:
        """The days from the beginning of the first date to the end of the last."""
        days = self.first.stretch()
        return days if self.last is None else days.to(self.last.stretch())


class Expression(NamedTuple):
    """Dates that make one stretch: neighbours of an enumeration are one, others are several expressions."""

    start: int
    stop: int
    stretch: Stretch
    shade: Modifier | None
    bound: Bound | None
    ranged: bool
    western: bool
    doubts: tuple[Doubt, ...]


def expressions_at(string: str, at: int, context: YearContext | None = None) -> list[Expression]:
    """What the date at index `at` and the dates chained to it say, in order; empty where there is no date."""
    first = date_at(string, at, context)
    if first is None:
        return []
    terms = _chain(string, first)
    if not _is_dated(string, terms):
        return []
    found = [_expression(group) for group in _groups(terms)]
    return [*found[:-1], bounded(string, found[-1])]


def _chain(string: str, first: Moment) -> list[Term]:
    terms = [_ranged(string, _term(string, first))]
    while (following := _listed(string, terms[-1])) is not None:
        terms.append(_ranged(string, _term(string, _completed(following, terms[-1].last or terms[-1].first))))
    # The unit at the end of an enumeration is that of all the years before it: 令和7・8・9年度.
    for index in range(len(terms) - 1, 0, -1):
        before = terms[index - 1]
        if before.last is None:
            terms[index - 1] = before._replace(first=_completed(before.first, terms[index].first))
    return terms


def _term(string: str, moment: Moment) -> Term:
    stop, shade, season = shaded(string, moment.stop)
    return Term(moment, None, stop, shade, season)


def _completed(moment: Moment, other: Moment) -> Moment:
    """A bare year takes the unit of the year beside it: 令和7・8年度, 2021～2025年度, 1970～80年代."""
    if not moment.bare or other.month is not None or other.part is not None:
        return moment
    return moment._replace(fiscal=other.fiscal, span=other.span)


def _ranged(string: str, term: Term) -> Term:
    """The term with the end of its range, where there is one."""
    match = _RANGE.match(string, term.stop)
    if match is None:
        return term
    spoken = match["spoken"] is not None
    last = _next(string, match.end(), term.first, ranging=True, spoken=spoken)
    if last is None:
        return term
    ended = _term(string, last)
    closed = _CLOSED.match(string, ended.stop)
    if (match["comma"] or match["since"]) and closed is None:
        return term
    first, last = _completed(term.first, last), _completed(last, term.first)
    earlier, later = first.stretch(), last.stretch()
    if later.start < earlier.start or later.end < earlier.end:
        return term
    stop = closed.end() if closed else ended.stop
    return Term(first, last, stop, None, term.season or ended.season)


def _next(string: str, at: int, before: Moment, *, ranging: bool, spoken: bool = False) -> Moment | None:
    full = date_at(string, at)
    if full is not None and (full.alone or (full.bare and before.bare and (full.era is None) == (before.era is None))):
        return full
    return shortened_at(string, at, before, ranging=ranging, spoken=spoken)


def _listed(string: str, term: Term) -> Moment | None:
    """The next date of an enumeration."""
    match = _LIST.match(string, term.stop)
    if match is None:
        return None
    before = term.last or term.first
    if match["weak"]:
        return shortened_at(string, match.end(), before, ranging=False, spoken=True)
    following = _next(string, match.end(), before, ranging=False)
    if following is None:
        return None
    days, others = _completed(before, following).stretch(), _completed(following, before).stretch()
    if match["same"] or (following.bare and not following.alone):
        return following if days == others or (not match["same"] and days.touches(others)) else None
    return following


def _is_dated(string: str, terms: list[Term]) -> bool:
    """Whether a reader takes the figures for dates: a unit, an era or a form that nothing else has."""
    moments = [moment for term in terms for moment in (term.first, term.last) if moment is not None]
    if any(moment.alone or moment.fiscal is not None for moment in moments):
        return True
    if len(moments) > 1 and all(moment.era is not None for moment in moments):
        return True
    return len(moments) == 2 and terms[0].last is not None and _are_years(string, *moments)


_OPENED, _CLOSED_BRACKET = re.compile(OPEN), re.compile(CLOSE)


def _are_years(string: str, first: Moment, last: Moment) -> bool:
    """(2021-2025) without any unit: figures of that size are years only in brackets of their own."""
    plausible = 1950 <= first.year < last.year <= 2100 and last.year - first.year <= 30
    opened = first.start > 0 and _OPENED.match(string, first.start - 1)
    return bool(plausible and opened and _CLOSED_BRACKET.match(string, last.stop))


def _groups(terms: list[Term]) -> list[list[Term]]:
    groups = [[terms[0]]]
    for term in terms[1:]:
        days, before = term.stretch(), groups[-1][-1].stretch()
        if before.touches(days) or before == days:
            groups[-1].append(term)
        else:
            groups.append([term])
    return groups


def _expression(group: list[Term]) -> Expression:
    first, last = group[0], group[-1]
    moments = [moment for term in group for moment in (term.first, term.last) if moment is not None]
    doubts = [doubt for moment in moments for doubt in moment.doubts]
    stretch = first.stretch().to(last.stretch())
    if any(term.season for term in group):
        doubts.append(Doubt("date-incomplete", (("granularity", stretch.granularity),)))
    shade = first.shade if len(group) == 1 else None
    western = all(moment.era is None for moment in moments)
    ranged = any(term.last is not None for term in group)
    return Expression(first.first.start, last.stop, stretch, shade, None, ranged, western, tuple(dict.fromkeys(doubts)))


def bounded(string: str, found: Expression) -> Expression:
    """The expression with what stands before and behind it: まで, 以降, より, 自, an open wave dash.

    A range has both its ends, so that only the 自 before it is taken in.
    """
    before = bound_before(string, found.start)
    if before is not None and before[1] == "from":
        found = found._replace(start=before[0], bound=None if found.ranged else "from")
    if found.ranged:
        return found
    behind = bound_behind(string, found.stop)
    if behind is not None:
        return found._replace(stop=behind[0], bound=behind[1])
    return found._replace(start=before[0], bound=before[1]) if before is not None else found
