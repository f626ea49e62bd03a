"""Amounts with an upper bound: 10～20人, 10人から20人, 2～3万人, 20と30の間. Folded strings."""

from __future__ import annotations

import re

from planextract.normalise.counts import Count, counted
from planextract.normalise.numerals import Numeral, numeral_at

_RANGE = re.compile(
    r" ?(?P<word>[～〜~]|から|ないし|乃至|[-−‐–—―]|、|と) ?(?:約|[時分秒]速|[¥$]|\+)?(?P<minus>[-−△▲](?= ?[0-9]))? ?"
)
_CHAINED = re.compile(r"[-−‐][0-9]|\.[0-9]|:[0-9]")


def ranged(string: str, low: Count, unit_known: bool) -> Count:
    """10～20人, 10人から20人, 2～3万人: one amount with an upper bound, or `low` as it is."""
    match = _RANGE.match(string, low.stop)
    if match is None or low.upper is not None:
        return low
    numeral = numeral_at(string, match.end())
    if numeral is None or _CHAINED.match(string, numeral.stop):
        return low
    # The unit before the dash of 3kg-6kg is no name that the 6 belongs to.
    high = counted(string, numeral._replace(weak=False), unit_known or low.unit is not None)
    if high is None or (low.unit is not None and high.unit != low.unit):
        return low
    if match["minus"]:
        high = high._replace(value=-high.value)
    if match["word"] == "と" and not string.startswith("の間", high.stop):
        return low
    return _interval(match["word"], low, high, numeral)


def _interval(word: str, low: Count, high: Count, numeral: Numeral) -> Count:
    first = low.value
    if low.unit is None and low.scale == 1 < high.scale and first * high.scale < high.value:
        first *= high.scale
    if low.unit is None and high.unit == "%" and numeral.value != abs(high.value):
        first *= 10
    if word == "、" and not (low.unit is None and numeral.kanji and high.value == first + 1 < 10):
        return low
    if word in "～〜~" and first > high.value:
        return high._replace(upper=first, start=low.start)
    return high._replace(value=first, upper=high.value, start=low.start) if first < high.value else low
