"""Periods in Japanese text: every dated expression with its value in the contract's shape (OUTPUT.md, "A period").

    >>> [found.period.start for found in read_periods("令和4年度から6年度までの3年間")]
    ['2022-04-01']

Durations (5年間), clock times, ratios (4/15), decimals and dates without a year are none; a year without an era
(20年度) is one only with a `YearContext`. What is doubtful comes back as a `Doubt` with the period; nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from planextract.characters import Folded, fold
from planextract.normalise import foreign, heads
from planextract.normalise.chains import Expression, bounded, expressions_at
from planextract.normalise.eras import YearContext, year_context
from planextract.normalise.heads import CLOSE, GAP, OPEN
from planextract.normalise.moments import Doubt
from planextract.schema import Modifier, Period

__all__ = ["Doubt", "FoundPeriod", "YearContext", "read_period", "read_periods", "year_context"]

# Most characters begin nothing: one look at the first is far faster than every form in turn.
_FIRST = f"(?=[{heads.FIRST}{foreign.FIRST}])"
_STARTER = re.compile(f"{_FIRST}(?:{heads.STARTER}|{foreign.STARTER})")
_STARTER_WITHOUT_ERA = re.compile(f"{_FIRST}(?:{heads.STARTER}|{foreign.STARTER}|{heads.STARTER_WITHOUT_ERA})")
_OPENED = re.compile(rf"{GAP}{OPEN}{GAP}")
_CLOSED = re.compile(rf"{GAP}{CLOSE}")
# What may stand around a date without changing it, where the whole text is one date.
_BESIDE = re.compile(rf"(?:[\s※・:]|{OPEN}|{CLOSE}|現在|時点|[中分内]|の?[0-9]{{1,2}}(?:年|か月|[ヶケカ箇]月)間)*")


class FoundPeriod(NamedTuple):
    """A period and the span `start` to `stop` of its words in the printed text; `period.raw` is that very span."""

    period: Period
    start: int
    stop: int
    doubts: tuple[Doubt, ...]


def read_periods(text: str, *, context: YearContext | None = None) -> list[FoundPeriod]:
    """All periods of a text, in order, not overlapping. `context` (`year_context`) resolves years without an era."""
    folded = fold(text)
    return [_found(folded, expression) for expression in _expressions(folded.string, context)]


def read_period(text: str, *, context: YearContext | None = None) -> FoundPeriod | None:
    """The one period that the whole text is, apart from blanks, brackets, 現在, 時点, 分, 中 and の5年間; else None."""
    found = read_periods(text, context=context)
    if len(found) != 1:
        return None
    only = found[0]
    beside = fold(text[: only.start] + " " + text[only.stop :]).string
    return only if _BESIDE.fullmatch(beside) else None


def _expressions(string: str, context: YearContext | None) -> Iterator[Expression]:
    starter = _STARTER_WITHOUT_ERA if context else _STARTER
    at = 0
    while match := starter.search(string, at):
        expressions = expressions_at(string, match.start(), context)
        if expressions:
            expressions[-1] = _repeated(string, expressions[-1])
            yield from expressions
        at = expressions[-1].stop if expressions else match.start() + 1


def _repeated(string: str, found: Expression) -> Expression:
    """With the bracket behind that says the same once more: 令和7年4月(2025年4月), R7～R9(2025～2027年度)."""
    opened = _OPENED.match(string, found.stop)
    others = expressions_at(string, opened.end()) if opened else []
    closed = _CLOSED.match(string, others[0].stop) if len(others) == 1 else None
    if closed is None:
        return found
    ours, other = found.stretch, others[0].stretch
    if ours[:2] != other[:2]:
        if found.western == others[0].western or ours.granularity != other.granularity:
            return found
        found = _doubted(found, "calendar-mismatch", first=str(ours.start.year), second=str(other.start.year))
    found = found._replace(stop=closed.end())
    return found if found.bound else bounded(string, found)


def _doubted(found: Expression, code: str, **arguments: str) -> Expression:
    return found._replace(doubts=(*found.doubts, Doubt(code, tuple(arguments.items()))))


def _found(folded: Folded, expression: Expression) -> FoundPeriod:
    start, stop = folded.span(expression.start, expression.stop)
    raw = folded.printed[start:stop]
    first, last, modifier = _limits(expression)
    period = Period(
        raw=raw,
        start=first and first.isoformat(),
        end=last and last.isoformat(),
        granularity=expression.stretch.granularity,
        modifier=modifier,
    )
    doubts = tuple(Doubt(doubt.code, (("raw", raw), *doubt.arguments)) for doubt in expression.doubts)
    return FoundPeriod(period, start, stop, doubts)


def _limits(expression: Expression) -> tuple[date | None, date | None, Modifier | None]:
    """First day, last day and modifier; until and from leave one side open, より前 and より後 leave the unit out."""
    first, last, _ = expression.stretch
    match expression.bound:
        case "until":
            return None, last, "until"
        case "before":
            return None, first - timedelta(days=1), "until"
        case "from":
            return first, None, "from"
        case "after":
            return last + timedelta(days=1), None, "from"
        case None:
            return first, last, expression.shade
