"""Counted expressions of a folded string in order: number, unit, rate, comparison, range. No labels, no notes.

Everything here works on folded indices; `planextract.normalise.amounts` puts labels and notes to it and goes back to
the printed characters.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from planextract.normalise import contexts
from planextract.normalise.counts import Count, counted, fraction
from planextract.normalise.figures import KANJI_DIGIT, NUMERAL_START
from planextract.normalise.numerals import numeral_at, word_at
from planextract.normalise.ranges import ranged
from planextract.normalise.rates import Rate, rate_of
from planextract.normalise.units import comparison_at, denominator_at
from planextract.schema import Comparator

_START = re.compile(rf"(?<![0-9])[0-9.]|[{NUMERAL_START.removeprefix('0-9.')}]")
_DIGIT_RUN = re.compile(rf"[0-9]+|[{KANJI_DIGIT}]+")
_BOTH_ENDS = re.compile(r"[、,がで ]{0,3}")


class Measured(NamedTuple):
    """One counted expression, folded characters `start` to `stop`; its label lies in `label_floor` to `label_stop`."""

    value: Fraction
    upper: Fraction | None
    unit: str | None
    per: str | None
    comparator: Comparator
    start: int
    stop: int
    label_floor: int
    label_stop: int


def measured(string: str, *, unit_known: bool = False) -> list[Measured]:
    """All counted expressions of a folded string, in order, not overlapping; `\\0` stands for characters not to read.

    `unit_known`: the unit is printed elsewhere, so a bare number after a Latin word is no part of a name.
    """
    reader = _Reader(string, unit_known)
    return _closed_intervals(string, reader.run())


class _Reader:
    """One pass over a string; `floor`: where the last expression ended, `rate`: a denominator that waits."""

    def __init__(self, string: str, unit_known: bool) -> None:
        self.string, self.unit_known = string, unit_known
        self.found: list[Measured] = []
        self.floor = 0
        self.rate: Rate | None = None

    def run(self) -> list[Measured]:
        at = 0
        while match := _START.search(self.string, at):
            at = self._read(match.start())
        self._keep_rate()
        return self.found

    def _read(self, at: int) -> int:
        """Read what starts at `at`; where to go on."""
        numeral = word_at(self.string, at) or numeral_at(self.string, at)
        if numeral is None:
            run = _DIGIT_RUN.match(self.string, at)
            return run.end() if run else at + 1
        count = fraction(self.string, numeral)
        if count is None:
            resume = contexts.no_amount_until(self.string, numeral, self.unit_known)
            if resume is not None:
                return resume
            count = counted(self.string, numeral, self.unit_known)
        if count is None:
            rest = contexts.REST_OF_NAME.match(self.string, numeral.stop)
            return rest.end() if rest else numeral.stop
        rate = rate_of(self.string, count)
        if rate is not None:
            if self.rate is not None and self.rate.stop == count.start:
                # 1人1日当たり: per 人日.
                rate = rate._replace(per=self.rate.per + rate.per, start=self.rate.start)
            else:
                self._keep_rate()
            self.rate = rate
            return rate.stop
        return self._finish(count)

    def _finish(self, count: Count) -> int:
        prefix = contexts.prefix_before(self.string, count.start, self.floor)
        if prefix.negative:
            count = count._replace(value=-count.value, upper=None)
        count, comparator = ranged(self.string, count, self.unit_known), prefix.comparator
        per, stop = (denominator_at(self.string, count.stop) if count.unit else None) or (None, count.stop)
        comparison = comparison_at(self.string, stop)
        if comparison is not None:
            comparator, stop = comparison.sign, comparison.stop
            per, stop = (per, stop) if per else denominator_at(self.string, stop) or (None, stop)
        start, floor, label_stop = prefix.start, 0, prefix.start
        if per is None:
            per, start, floor, label_stop = self._denominator(prefix.start)
        else:
            self._keep_rate()
        unit = count.unit or prefix.unit
        self.found.append(Measured(count.value, count.upper, unit, per, comparator, start, stop, floor, label_stop))
        self.floor = stop
        return stop

    def _denominator(self, start: int) -> tuple[str | None, int, int, int]:
        """The denominator before an amount that starts at `start`; where the whole starts and where its label lies."""
        if self.rate is not None:
            rate = self.rate
            between = self.string[rate.stop : min(start, rate.stop + 17)]
            if len(between) <= 16 and not re.search(r"[。\n\0]", between):
                self.rate = None
                return (rate.per, rate.start, *((rate.stop, start) if between.strip() else (0, rate.start)))
            self._keep_rate()
        before = contexts.rate_before(self.string, start, self.floor)
        if before is None:
            return None, start, 0, start
        label = (0, before.start) if before.label_start is None else (before.label_start, start)
        return before.per, before.start, *label

    def _keep_rate(self) -> None:
        """A denominator that got no amount: 5年間で alone is an amount of years, 1校当たり nothing."""
        if self.rate is not None and not self.rate.certain:
            count = self.rate.itself
            self.found.append(Measured(*count[:3], None, "=", count.start, count.stop, 0, count.start))
            self.floor = count.stop
        self.rate = None


def _closed_intervals(string: str, found: list[Measured]) -> list[Measured]:
    """100以上310以下 is one amount from 100 to 310."""
    joined: list[Measured] = []
    for item in found:
        last = joined[-1] if joined else None
        if last is not None and _is_interval(string, last, item):
            joined[-1] = item._replace(
                value=last.value,
                upper=item.value,
                comparator="=",
                start=last.start,
                label_floor=last.label_floor,
                label_stop=last.label_stop,
            )
        else:
            joined.append(item)
    return joined


def _is_interval(string: str, low: Measured, high: Measured) -> bool:
    bounded = low.comparator in (">=", ">") and high.comparator in ("<=", "<") and low.value < high.value
    near = _BOTH_ENDS.fullmatch(string, low.stop, high.start) is not None
    return bounded and near and low.upper is None and high.upper is None and low.unit in (None, high.unit)
