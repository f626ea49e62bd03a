"""Eras, their years and the numerals they are written with.

Eras and first years as in the cabinet orders on era names and 元号法 (昭和54年法律第43号); the last year is the one in
which the next era began, so it belongs to both (平成31年 and 令和元年 are 2019). Letters and one-kanji abbreviations as
in JIS X 0301.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from planextract.characters import fold


class Era(NamedTuple):
    """`last` is the western year in which the era ended, None for the present one."""

    name: str
    letter: str
    first: int
    last: int | None

    def western(self, year: int) -> int:
        """The western year of the era's `year`, by arithmetic also past its end (平成34年 is 2022)."""
        return self.first + year - 1

    def has(self, year: int) -> bool:
        """Whether the era lasted to its `year`; the present one has every year."""
        return year >= 1 and (self.last is None or self.western(year) <= self.last)


ERAS = (
    Era("明治", "M", 1868, 1912),
    Era("大正", "T", 1912, 1926),
    Era("昭和", "S", 1926, 1989),
    Era("平成", "H", 1989, 2019),
    Era("令和", "R", 2019, None),
)
_BY_MARK = {mark: era for era in ERAS for mark in (era.name, era.name[0], era.letter, era.letter.lower())}

_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("〇零○◯", "一壱壹", "二弐貳", "三参參", "四肆", "五伍", "六陸", "七漆", "八捌", "九玖")
    )
    for character in characters
}
_TENS = {"廿": 20, "卅": 30}
_POWERS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
KANJI_DIGITS = "".join(_DIGITS)
KANJI_NUMERALS = "".join((*_DIGITS, *_TENS, *_POWERS)).replace("○", "").replace("◯", "")


def era_of(mark: str) -> Era:
    """The era of a name (blanks allowed inside), one-kanji abbreviation or letter. Raises KeyError for others."""
    return _BY_MARK["".join(mark.split())]


def number(string: str) -> int:
    """The value of Arabic digits (blanks allowed between them), kanji numerals (二〇二一, 二十一, 廿一, 弐拾壱) or 元.

    Raises ValueError for anything else.
    """
    squeezed = "".join(string.split())
    if squeezed in {"元", "正"}:
        return 1
    if squeezed.isascii():
        return int(squeezed)
    if all(character in _DIGITS for character in squeezed):
        return int("".join(str(_DIGITS[character]) for character in squeezed))
    return _composed(squeezed)


def _composed(string: str) -> int:
    total, digit = 0, 0
    for character in string:
        if character in _POWERS:
            total, digit = total + (digit or 1) * _POWERS[character], 0
        elif character in _TENS:
            total += _TENS[character]
        elif character in _DIGITS:
            digit = digit * 10 + _DIGITS[character]
        else:
            raise ValueError(f"no numeral: {string!r}")
    return total + digit


class YearContext(NamedTuple):
    """The eras that a document names, latest first, each with the greatest year it names of it (0: none)."""

    named: tuple[tuple[Era, int], ...]

    def era_for(self, year: int) -> Era | None:
        """The era of a year printed without one: the latest named era that has such a year, else the latest named.

        The present era has, as far as a document can know, the years up to ten after the last that it names: a
        基本構想 looks ten years ahead, so 20年度 beside 令和8年度 is 平成20年度 and 12年度 is 令和12年度.
        """
        for era, greatest in self.named:
            if era.has(year) and (era.last is not None or year <= greatest + _HORIZON):
                return era
        return self.named[0][0] if self.named else None


_HORIZON = 10
_NAMED = re.compile(
    r"(明治|大正|昭和|平成|令和|(?<![A-Za-z0-9_\-])[TSHR](?=[0-9]{1,2}(?:年|\.[0-9])|元年?))"
    rf"[ ]?(元|[0-9]{{1,2}}|[{KANJI_NUMERALS}]{{1,4}})?"
)
_LETTER_ALONE = re.compile(r"(?<![A-Za-z0-9_\-])(R)([0-9]{1,2})(?![A-Za-z0-9.])")


_WESTERN = re.compile(r"(?<![0-9.,])(?:199[0-9]|20[0-4][0-9])(?![0-9.,])")


def year_context(texts: Iterable[str]) -> YearContext:
    """The eras named anywhere in `texts` (the strings of one document), to read years without an era by.

    Where none is named but such as ended long before the western years named, the earliest of these says the era.
    """
    greatest: dict[Era, int] = {}
    western: set[int] = set()
    for text in texts:
        string = fold(text).string
        western |= {int(year) for year in _WESTERN.findall(string)}
        for pattern in (_NAMED, _LETTER_ALONE):
            for mark, year in pattern.findall(string):
                era = era_of(mark)
                greatest[era] = max(greatest.get(era, 0), number(year) if year else 0)
    latest = max((era.last or era.first for era in greatest), default=0)
    if western and latest < min(western) and all(era.last is not None for era in greatest):
        era = next(era for era in ERAS if era.last is None or min(western) < era.last)
        greatest[era] = min(western) - era.first + 1
    return YearContext(tuple((era, greatest[era]) for era in reversed(ERAS) if era in greatest))
