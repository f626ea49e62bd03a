"""Dates in the order of European languages: 13.5.2015, 5/13/2015, 18 July 2021, Jul. 18, 2021, July 2021."""

from __future__ import annotations

import re

from planextract.normalise import stretches
from planextract.normalise.moments import Moment

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "t(?:ember)?", "ober", "ember", "ember")
_MONTH = "|".join(f"{name}(?:{rest})?" if rest else name for name, rest in zip(_NAMES, _LONG, strict=True))
_NAMED = re.compile(
    rf"(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?[ \t]{{1,2}})?(?P<month>{_MONTH})\.?[ \t,]{{1,2}}"
    r"(?:(?P<later>[0-3]?[0-9])(?:st|nd|rd|th)?[ \t,]{1,3})?(?P<year>[12][0-9]{3})(?![0-9])",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(?P<one>[0-3]?[0-9])(?P<separator>[./-])(?P<two>[0-3]?[0-9])(?:(?P=separator)|,)(?P<year>[12][0-9]{3})(?![0-9.%])"
)
FIRST = "0-9" + "".join(sorted({name[0] for name in _NAMES} | {name[0].upper() for name in _NAMES}))
STARTER = (
    r"(?<![0-9A-Za-z./\-])[0-3]?[0-9](?=[./\-][0-3]?[0-9][./,\-][12][0-9]{3}(?![0-9])"
    rf"|(?:st|nd|rd|th)?[ \t]{{1,2}}(?i:{_MONTH})[a-z.]{{0,7}}[ \t,])"
    rf"|(?<![A-Za-z])(?i:{_MONTH})(?=[a-z]{{0,7}}\.?[ \t,])"
)


def foreign_at(string: str, at: int) -> Moment | None:
    """The date that begins at `at` with its day or month; 3/7/2017 could be either order and is none."""
    numbers = _NUMBERS.match(string, at)
    if numbers is not None:
        return _of_numbers(at, numbers)
    named = _NAMED.match(string, at)
    if named is None or (named["day"] and named["later"]):
        return None
    month = _NAMES.index(named["month"][:3].lower()) + 1
    day = named["day"] or named["later"]
    return _moment(at, named.end(), int(named["year"]), month, int(day) if day else None)


def _of_numbers(at: int, match: re.Match[str]) -> Moment | None:
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if one <= 12 and two <= 12 and one != two:
        return None
    month, day = (one, two) if two > 12 else (two, one)
    return _moment(at, match.end(), year, month, day)


def _moment(start: int, stop: int, year: int, month: int, day: int | None) -> Moment | None:
    if not 1 <= month <= 12 or (day is not None and stretches.day(year, month, day) is None):
        return None
    return Moment(start, stop, year, None, fiscal=False, month=month, day=day)
