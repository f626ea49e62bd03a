"""Stretches of the calendar: years, fiscal years, halves, quarters, months, days.

A fiscal year (会計年度) runs from 1 April to 31 March of the next year: 地方自治法第208条, 財政法第11条.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, NamedTuple

from planextract.schema import Granularity

FISCAL_START = 4
Part = Literal["half_year", "quarter"]
_MONTHS: dict[Part, int] = {"half_year": 6, "quarter": 3}
# From fine to coarse; a range keeps the finer granularity of its ends.
_FINENESS: dict[Granularity, int] = {"day": 0, "month": 1, "quarter": 2, "half_year": 3, "fiscal_year": 4, "year": 4}


class Stretch(NamedTuple):
    """Days `start` to `end`, both included."""

    start: date
    end: date
    granularity: Granularity

    def touches(self, later: Stretch) -> bool:
        """Whether `later` is of the same granularity and begins on the day after this one ends."""
        return self.granularity == later.granularity and self.end + timedelta(days=1) == later.start

    def to(self, later: Stretch) -> Stretch:
        """From the beginning of this one to the end of `later`."""
        finer = min(self.granularity, later.granularity, key=_FINENESS.__getitem__)
        return Stretch(self.start, later.end, finer)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """First and last day of `count` months from `month` of `year`; months past December lead into the next year."""
    first, after = year * 12 + month - 1, year * 12 + month - 1 + count
    return date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def years(first: int, count: int = 1) -> Stretch:
    """`count` calendar years from `first`."""
    return Stretch(date(first, 1, 1), date(first + count - 1, 12, 31), "year")


def fiscal_year(year: int) -> Stretch:
    """1 April of `year` to 31 March."""
    return Stretch(*_months(year, FISCAL_START, 12), "fiscal_year")


def part_of_year(year: int, part: Part, ordinal: int, *, fiscal: bool) -> Stretch:
    """The half or quarter of that `ordinal` (from 1) of a calendar or a fiscal year."""
    length = _MONTHS[part]
    first = (FISCAL_START if fiscal else 1) + (ordinal - 1) * length
    return Stretch(*_months(year, first, length), part)


def month(year: int, number: int) -> Stretch:
    """The month `number` (1 to 12)."""
    return Stretch(*_months(year, number, 1), "month")


def day(year: int, month_number: int, number: int) -> Stretch | None:
    """The day, or None where the calendar has no such day."""
    try:
        only = date(year, month_number, number)
    except ValueError:
        return None
    return Stretch(only, only, "day")
