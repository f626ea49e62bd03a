"""Numbers as Japanese documents write them: western, kanji, mixed, with separators and multipliers; no units.

All functions read folded strings (`planextract.characters.fold`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from planextract.normalise.figures import DIGITS, Token, tokens

_FACTORS = {"k": 10**3, "K": 10**3, "M": 10**6, "ダース": 12}
_FACTOR = re.compile(r" ?(?P<word>ダース|[kKM](?![A-Za-z0-9/²³ΩΩ]))")
_NO_THOUSANDS = ("2", "4", "5", "8")  # 4K and 8K are names of picture formats


class Numeral(NamedTuple):
    """One number: folded characters `start` to `stop`; `upper` differs from `value` in 数十, 十数 (10 to 90, 11 to 19).

    `scale` is what the first figures were multiplied by where there is only one group (3万: 10000), else 1.
    `kanji`: written in kanji alone; `weak`: so short that it may be part of a word (一, 十, 二三).
    """

    value: Fraction
    upper: Fraction
    scale: int
    start: int
    stop: int
    kanji: bool
    weak: bool


def numeral_at(string: str, at: int) -> Numeral | None:
    """The number that starts at index `at` of a folded string, as long as it goes, or None. Never raises."""
    low, used = _evaluate(tokens(string, at), 1)
    if not used or (len(used) == 1 and used[0].kind == "some"):
        return None
    high = _evaluate(iter(used), 9)[0] if any(token.kind == "some" for token in used) else low
    stop, western = used[-1].stop, any(token.western for token in used)
    scale = _scale(used)
    stop, factor = _factored(string, at, stop)
    low, high, scale = low * factor, high * factor, scale * factor
    word = string[at:stop]
    weak = not western and (len(word) == 1 or (len(word) == 2 and all(c in DIGITS and c not in "〇零" for c in word)))
    return Numeral(low, high, scale, at, stop, not western, weak)


def word_at(string: str, at: int) -> Numeral | None:
    """The two words that are numbers: 半ダース and ゼロ (not in ゼロカーボン, オゼロ)."""
    for word, value in (("半ダース", 6), ("ゼロ", 0)):
        if string.startswith(word, at):
            around = string[max(0, at - 1) : at] + string[at + len(word) : at + len(word) + 1]
            if word == "半ダース" or not re.search("[ァ-ヴー]", around):
                return Numeral(Fraction(value), Fraction(value), 1, at, at + len(word), False, False)
    return None


def _factored(string: str, start: int, stop: int) -> tuple[int, int]:
    """k, M and ダース after a number: where it ends then, and what it is multiplied by."""
    match = _FACTOR.match(string, stop)
    if match is None or (match["word"] != "ダース" and string[start:stop] in _NO_THOUSANDS):
        return stop, 1
    return match.end(), _FACTORS[match["word"]]


def _scale(used: list[Token]) -> int:
    if used[0].kind != "figure" or any(token.kind in ("figure", "some") for token in used[1:]):
        return 1
    scale = 1
    for token in used[1:]:
        scale *= int(token.value)
    return scale


class _Sum:
    """The running value: `total` closed by 万 億 …, `section` closed by 十 百 千, `pending` figures.

    What follows must be less than `room`, the place value of what stands already: below 百万 there is room for 345千.
    """

    def __init__(self) -> None:
        self.total, self.section = Fraction(0), Fraction(0)
        self.pending: Token | None = None
        self.small, self.large, self.room = Fraction(10**4), Fraction(10**72), Fraction(10**72)

    def figures(self, some: int) -> Fraction | None:
        if self.pending is None:
            return None
        return Fraction(some) if self.pending.kind == "some" else self.pending.value

    def take_small(self, token: Token, some: int) -> bool:
        figures = self.figures(some)
        many = self.pending is not None and not self.pending.western and self.pending.stop - self.pending.start > 1
        if many and figures is not None and figures >= 10:
            return False
        amount = token.value * (1 if figures is None else figures)
        if token.value >= self.small or amount + self.section >= self.room:
            return False
        self.section, self.small, self.pending = self.section + amount, token.value, None
        return True

    def take_large(self, token: Token, some: int) -> bool:
        figures = self.figures(some)
        amount = self.section + (figures or 0)
        if token.value >= self.large or (figures is None and self.section == 0):
            return False
        if token.kind == "rare" and self.total == 0:
            return False
        self.total, self.large = self.total + amount * token.value, token.value
        self.room = token.value * (self.small if figures is None else 1)
        self.section, self.small, self.pending = Fraction(0), Fraction(10**4), None
        return True

    def take_figure(self, token: Token, some: int) -> bool:
        if token.kind == "figure" and token.value >= (min(self.small, self.room) if self.section else self.room):
            return False
        self.pending = token
        return True


def _evaluate(pieces: Iterator[Token], some: int) -> tuple[Fraction, list[Token]]:
    """The value of the longest run of tokens that makes one number, and that run (数 counts `some`)."""
    running, used = _Sum(), list[Token]()
    for token in pieces:
        take = {"small": running.take_small, "figure": running.take_figure, "some": running.take_figure}
        if not take.get(token.kind, running.take_large)(token, some):
            if running.pending is not None and len(used) > 1 and token.kind != "figure":
                # Figures before a multiplier that does not fit start a new number: 2万2万, 3百5千.
                return running.total + running.section, used[:-1]
            break
        used.append(token)
    return running.total + running.section + (running.figures(some) or 0), used
