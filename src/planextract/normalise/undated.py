"""Dates without a year and times of day (4月1日から30日, 3～4月, 9時30分): no periods, and their numbers no amounts.

Folded strings; `\\0` stands for characters that are hidden, such as the weekday in brackets.
"""

from __future__ import annotations

import re

from planextract.normalise.days import DASH, DAY_UNIT
from planextract.normalise.heads import KANJI

_NUMBER = rf"(?:[0-9]{{1,2}}|{KANJI}{{1,3}})"
_MONTH = rf"(?:(?:1[0-2]|0?[1-9])(?![0-9])|{KANJI}{{1,3}})"
_DAY = rf"(?:(?:[12][0-9]|3[01]|0?[1-9])(?![0-9])|{KANJI}{{1,3}})"
_JOINT = rf" ?\0{{0,12}} ?(?:から|及び|[~〜～∼・、,と{DASH}]) ?"
_OF_MONTH = rf"{_MONTH} ?月(?![間額例々別次])"
_UNDATED = re.compile(
    # 1月1日から3日, 7月5～9日, 9月3日、10月4日: days are joined where a month stands before them.
    rf"{_OF_MONTH} ?(?:{_DAY}(?:{_JOINT}{_DAY}){{0,8}} ?{DAY_UNIT})?"
    rf"(?:{_JOINT}(?:{_OF_MONTH} ?)?{_DAY} ?{DAY_UNIT}){{0,8}}"
    # 3～4月, 4・5・6月
    rf"|{_MONTH}(?:{_JOINT}{_MONTH}){{0,8}}{_JOINT}{_OF_MONTH}"
    # 24年5月, 23年上半期, 70～80年代: of what era or century is not said.
    rf"|{_NUMBER} ?年 ?(?:{_OF_MONTH}(?: ?{_DAY} ?{DAY_UNIT})?|[上下]半期|第[1-4一二三四]四半期)"
    rf"|{_NUMBER}(?:{_JOINT}{_NUMBER})? ?年?代(?![表金理替ァ-ヴー])"
    # 9時30分, 午後三時半, 7～8時
    rf"|(?:{_NUMBER}{_JOINT})?{_NUMBER} ?時(?![間短点期代給価速])(?: ?{_NUMBER} ?分(?: ?{_NUMBER} ?秒)?|半)?"
)


def undated_until(string: str, at: int) -> int | None:
    """Where the date without a year or the time of day that begins at `at` ends, or None."""
    match = _UNDATED.match(string, at)
    return match.end() if match else None
