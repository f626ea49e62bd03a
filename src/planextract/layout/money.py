"""The unit of a cost table's bare figures: printed at the row, its groups, the header, or above the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from planextract.characters import fold

_MONEY = re.compile(
    r"単位\s*+[:：]?\s*+[(（]?(?P<a>[十百千]?[万億]?円)|[(（]\s*(?P<b>[十百千]?[万億]?円)\s*[)）]|(?P<c>[十百千]?[万億]?円)単位"
)
UNIT = re.compile(r"[(（]\s*+単位\s*+[:：]\s*+([^()（）]{1,10}?)\s*+[)）]")
# Where money comes from: headings below 財源内訳, and rows of cost tables.
SOURCE = re.compile(
    r"国|都|道|府|県|市|町|村|一般|その他|一般財源|(?:既収入|未収入)?(?:特定財源|特財)|地方債|市債|町債|村債|起債|国庫|国県|都道府県"
    r"|(?:国庫?|都|道|府|県|都道府県|国・?[都道府県])(?:支出|補助|負担)金|繰入金|基金|使用料|手数料|交付金|分担金|寄附金"
)
_NO_MONEY = re.compile(r"率|割合|人員|人数|職員|定数")


def money_unit(string: str) -> str | None:
    """The unit of money that a heading states: （単位：千円）, (千円), 千円単位."""
    match = _MONEY.search(fold(string).string)
    return next((unit for unit in match.groups() if unit), None) if match else None


def first_money(strings: Iterable[str]) -> str | None:
    """The first unit of money that one of several headings states."""
    return next((unit for string in strings if (unit := money_unit(string))), None)


def unit_of_row(names: Sequence[str], above: Iterable[str]) -> str | None:
    """The unit of a cost row's bare figures: what its names state (the innermost first), else what `above` states.

    Shares and heads are counted in units of their own.
    """
    for name in reversed(names):
        match = UNIT.search(fold(name).string)
        unit = match[1] if match else money_unit(name)
        if unit:
            return unit
    if names and _NO_MONEY.search(names[-1]):
        return None
    return first_money(above)
