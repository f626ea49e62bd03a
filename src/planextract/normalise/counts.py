"""A number with its unit: counters, compound units (3割5分, 10円5銭), halves (1本半), fractions (4分の1).

All functions read folded strings.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from planextract.normalise.contexts import after_name, credible, is_numbering
from planextract.normalise.numerals import Numeral, numeral_at
from planextract.normalise.units import COUNTERS, Unit, half_at, unit_at

_OF = re.compile(r" ?分 ?の ?")
_SLASH = re.compile(r"(?P<low>[0-9]{1,6})(?![0-9/.,])")
_NO_FRACTION = re.compile(r" ?(?:時点|現在|付|頃|から|まで|より|以降|\([日月火水木金土]\)|[～〜~-])")
# 1/4マイル is a quarter; 12/15校 is a ratio of two counts.
_MEASURE = re.compile(r"%.*|[ァ-ヴー]+|[A-Za-z]+[23²³]?|平方.+|立方.+")
_PER_MARK = re.compile(r" ?(?:当た?り|あたり|につき|ごと|毎)")
_AND = re.compile(r" ?と ?")
_GAP = re.compile(r" {1,4}(?=\S)|の")
_UNIT_BORDER = re.compile(r"\Z|[\n、。,()/※]| ?(?:以上|以下|未満|程度|\()| {1,4}(?![0-9]|\S{1,20} ?[0-9])")
# Greater and smaller unit of one amount: the unit it counts in then, how many of it the greater is, and the smaller.
_COMPOUNDS: dict[str, tuple[str, int, dict[str, Fraction]]] = {
    "割": ("%", 10, {"分": Fraction(1), "厘": Fraction(1, 10), "毛": Fraction(1, 100)}),
    "円": ("円", 1, {"銭": Fraction(1, 100)}),
    "ドル": ("ドル", 1, {"セント": Fraction(1, 100)}),
    "ユーロ": ("ユーロ", 1, {"セント": Fraction(1, 100)}),
    "ポンド": ("ポンド", 1, {"ペンス": Fraction(1, 100)}),
    "元": ("元", 1, {"角": Fraction(1, 10), "分": Fraction(1, 100)}),
    "人民元": ("人民元", 1, {"角": Fraction(1, 10), "分": Fraction(1, 100)}),
}
_PER_MILLE = ("%", 1, {"厘": Fraction(1, 10), "毛": Fraction(1, 100)})  # 1分2厘: 分 is a hundredth only with 厘


class Count(NamedTuple):
    """A number with its unit, nothing around it yet; `scale` as in Numeral."""

    value: Fraction
    upper: Fraction | None
    unit: str | None
    scale: int
    start: int
    stop: int


def counted(string: str, numeral: Numeral, unit_known: bool) -> Count | None:
    """The number with its unit, or None where it is part of a name or a word."""
    unit = unit_at(string, numeral.stop)
    if unit.word is None:
        unit = _unit_after_gap(string, numeral)
    if unit.word is None and not unit_known and is_numbering(string, numeral):
        return None
    parted = unit.word in _COMPOUNDS and _smaller(string, unit.stop, _COMPOUNDS[unit.word][2]) is not None
    certain = parted or _PER_MARK.match(string, unit.stop) is not None
    if not certain and not credible(string, numeral, unit):
        return None
    if not unit_known and after_name(string, numeral, unit):
        return None
    upper = numeral.upper if numeral.upper != numeral.value else None
    return _compound(string, Count(numeral.value, upper, unit.word, numeral.scale, numeral.start, unit.stop), unit)


def _unit_after_gap(string: str, numeral: Numeral) -> Unit:
    """783 千人, 0 %, 14の業務: the word after blanks is the unit, unless it names the next number (100 登録数 200)."""
    nothing = Unit(None, numeral.stop, numeral.stop)
    gap = _GAP.match(string, numeral.stop)
    if gap is None:
        return nothing
    unit = unit_at(string, gap.end())
    if unit.word is None or (gap[0] == "の" and (unit.word not in COUNTERS or len(unit.word) == 1)):
        return nothing
    if unit.word.startswith("%") or gap[0] == "の" or _UNIT_BORDER.match(string, unit.stop):
        return unit
    # 3 データの利活用 is a heading with its number, 4 人の支援員 counts people.
    heading = len(unit.word) > 1 and string.startswith("の", unit.stop)
    return unit if unit.word in COUNTERS and not heading else nothing


def _compound(string: str, count: Count, unit: Unit) -> Count:
    """Greater and smaller units (3割5分, 10円5銭) and halves (1本半) together are one amount."""
    word = count.unit or ""
    table = _COMPOUNDS.get("割" if word.startswith("割") else word)
    if table is None and word == "分":
        table = _PER_MILLE if _smaller(string, count.stop, _PER_MILLE[2]) else None
    if table is None:
        half = half_at(string, count.stop) if count.unit else None
        return count if half is None else count._replace(value=count.value + Fraction(1, 2), stop=half)
    name, factor, smaller = table
    stop = unit.stop - len(word) + 1 if word.startswith("割") else unit.stop
    value = count.value * factor
    while part := _smaller(string, stop, smaller):
        value, stop = value + part[0], part[1]
    half = half_at(string, stop)
    if half is not None:
        value, stop = value + Fraction(factor, 2), half
    upper = None if count.upper is None else count.upper * factor
    return count._replace(value=value, upper=upper, unit=name, stop=stop)


def _smaller(string: str, at: int, units: dict[str, Fraction]) -> tuple[Fraction, int] | None:
    joint = _AND.match(string, at)
    numeral = numeral_at(string, joint.end() if joint else at)
    if numeral is None:
        return None
    for word, part in units.items():
        if string.startswith(word, numeral.stop):
            return numeral.value * part, numeral.stop + len(word)
    return None


def fraction(string: str, numeral: Numeral) -> Count | None:
    """4分の1, 1と2分の1, and 1/4 where it is clear (with a unit, or standing alone): not 12/15時点, not 3件/5件."""
    plain = _simple_fraction(string, numeral)
    if plain is None:
        joint = _AND.match(string, numeral.stop) or _GAP.match(string, numeral.stop)
        second = numeral_at(string, joint.end()) if joint else None
        part = _simple_fraction(string, second) if second else None
        if part is None or part[0] >= 1:
            return None
        plain = numeral.value + part[0], part[1]
    unit = unit_at(string, plain[1])
    return Count(plain[0], None, unit.word, 1, numeral.start, unit.stop)


def _simple_fraction(string: str, numeral: Numeral) -> tuple[Fraction, int] | None:
    of = _OF.match(string, numeral.stop)
    if of:
        above = numeral_at(string, of.end())
        return (above.value / numeral.value, above.stop) if above and numeral.value else None
    if not string.startswith("/", numeral.stop) or not string[numeral.start : numeral.stop].isdigit():
        return None
    below = _SLASH.match(string, numeral.stop + 1)
    if below is None or int(below["low"]) == 0 or not _clear_fraction(string, numeral.start, below.end()):
        return None
    return numeral.value / int(below["low"]), below.end()


def _clear_fraction(string: str, start: int, stop: int) -> bool:
    if _NO_FRACTION.match(string, stop):
        return False
    alone = not string[stop:].strip() and not string[:start].strip("-−△▲ 0123456789") if len(string) < 40 else False
    unit = unit_at(string, stop).word
    return alone or string.startswith("の", stop) or (unit is not None and _MEASURE.fullmatch(unit) is not None)
