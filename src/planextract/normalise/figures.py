"""The pieces that numbers are written with: western figures, kanji figures, multipliers, 数. Folded strings.

Sources of the forms: the everyday notation (1億2,000万, 三十五, 二〇二五), the formal characters of the 戸籍 and
商業登記 regulations (壱 弐 参 拾), the powers of 10⁴ of 塵劫記, accounting tables (123千, 5百万).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

_DIGIT_ROWS = ["〇零", "一壱壹", "二弐貳弍", "三参參", "四肆", "五伍", "六陸", "七漆柒", "八捌", "九玖"]
DIGITS = {character: value for value, row in enumerate(_DIGIT_ROWS) for character in row}
_SMALL = {character: 10**power for power, row in enumerate(["", "十拾什", "百佰陌", "千仟阡"]) for character in row}
_TENS = {"廿": 20, "卄": 20, "卅": 30, "丗": 30, "卌": 40}
_LARGE = {"万": 4, "萬": 4, "億": 8, "兆": 12, "京": 16, "垓": 20, "𥝱": 24, "秭": 24, "穣": 28, "恒河沙": 52}
_LARGE |= {"阿僧祇": 56, "那由多": 60, "不可思議": 64, "無量大数": 68}
# Everyday characters that are powers of ten only after a greater one (3正面, 2極化 are none).
_RARE = {"溝": 32, "澗": 36, "正": 40, "載": 44, "極": 48}

KANJI_DIGIT = "".join(DIGITS)
NUMERAL_START = f"0-9.{KANJI_DIGIT}{''.join(_SMALL)}{''.join(_TENS)}半数ゼ"
MOSTDIGITS = 40  # a longer run is a code of some kind, no count

# Bounded repetition keeps reading linear: what is longer is no count.
_SPACED = re.compile(r"[0-9](?:(?: |, ?| ,)[0-9](?![0-9])){1,24}(?:\.[0-9]{1,20})?(?! ?/)")
_WESTERN = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3}){1,13}(?![0-9])(?:\.[0-9]{1,40})?"
    # 5、450, and 88、000 (no number of a list begins with 0); 12、345 are two.
    r"|(?:[1-9]|[1-9][0-9]{1,2}(?=[0-9、]{0,16}、0))(?:、[0-9]{3}){1,4}(?![0-9、])(?:\.[0-9]{1,40})?"
    r"|[0-9]{1,41}(?:\.[0-9]{1,41})?|(?<![0-9.])\.[0-9]{1,41}"
)
_POWER = re.compile(r"[eE](?P<e>[+-]?[0-9]{1,2})(?![0-9A-Za-z.])|\^(?P<to>[+-]?[0-9]{1,2})(?![0-9A-Za-z.])")
# 三・五% and 三点五%; a counter of things behind it would make 三点 + 一式 of it.
_POINTED = rf"点[{KANJI_DIGIT}]{{1,20}}(?= ?(?:\Z|[\s、。,()%万億兆倍割度人円]|[ァ-ヴA-Za-z]))"
_KANJI = re.compile(
    rf"[{KANJI_DIGIT}]{{1,41}}"
    rf"(?:・[{KANJI_DIGIT}]{{1,20}}(?= ?(?:[%万億兆倍割]|パーセント|ポイント|メートル|キロ))|{_POINTED})?"
)
_DECIMALS = re.compile(_POINTED)
_TWENTY = re.compile(rf"(?P<tens>[{''.join(_TENS)}])(?P<ones>[{KANJI_DIGIT}]?)(?![{KANJI_DIGIT}])")
_NOT_BEFORE = {"万": "博能全", "百": "貨科姓葉", "千": "葉代歳曲住", "京": "都阪成王急浜葉", "十": "字勝"}
_MULTIPLIER = re.compile(" {0,4}(?P<word>" + "|".join([*_SMALL, *_LARGE, *_RARE]) + ")")


class Token(NamedTuple):
    kind: str  # figure (a written number), some (数), small, large
    value: Fraction
    start: int
    stop: int
    western: bool


def tokens(string: str, at: int) -> Iterator[Token]:
    """The pieces of one number in order; `planextract.normalise.numerals` decides where it ends."""
    before: Token | None = None
    while True:
        token = _figure(string, at, before) or _multiplier(string, at, before is not None)
        if token is None:
            return
        yield token
        before, at = token, token.stop


def _figure(string: str, at: int, before: Token | None) -> Token | None:
    if before and before.kind in ("figure", "some"):
        return None
    first = _skip_blanks(string, at) if before else at
    if string.startswith("数", first) and first == at:
        return Token("some", Fraction(1), at, at + 1, False)
    token = _western(string, first) or _kanji(string, first) or _twenty(string, first)
    if token is None and before and before.kind == "small" and not before.western:
        token = _decimals(string, at)
    joined = token is None or before is None or first == at or _continues(string, token, before)
    return token if joined else None


def _skip_blanks(string: str, at: int) -> int:
    stop = at
    while stop < at + 4 and string.startswith(" ", stop):
        stop += 1
    return stop


def _continues(string: str, token: Token, before: Token) -> bool:
    """Whether figures after a blank belong to the number: 7万 5千, 三千 八百, 3 万 4,500; not 10万 20件."""
    if token.value >= before.value:
        return False
    if token.western and before.kind == "large" and len(string[token.start : token.stop].replace(",", "")) == 4:
        return True
    following = _multiplier(string, token.stop, True)
    if following is not None:
        return following.value < before.value
    return not token.western and not before.western


def _western(string: str, at: int) -> Token | None:
    match = _SPACED.match(string, at)
    if match is None or not _well_spaced(match[0]):
        match = _WESTERN.match(string, at)
    if match is None:
        return None
    digits = re.sub("[ ,、]", "", match[0])
    if len(digits) > MOSTDIGITS:
        return None
    value, stop = _powered(string, Fraction("0" + digits), match.end())
    return Token("figure", value, at, stop, True)


def _well_spaced(printed: str) -> bool:
    """9 0, 0 0 0 is letter-spaced print of one number; 1, 2 and 5,3 are lists."""
    whole, comma, rest = printed.partition(".")[0].partition(",")
    groups = [group.replace(" ", "") for group in rest.split(",")] if comma else []
    spaced = " " in re.sub(", ?| ,", ",", printed)
    return spaced and len(whole.replace(" ", "")) <= (3 if comma else 9) and all(len(group) == 3 for group in groups)


def _powered(string: str, value: Fraction, stop: int) -> tuple[Fraction, int]:
    match = _POWER.match(string, stop)
    if match is None:
        return value, stop
    if match["e"]:
        return value * Fraction(10) ** int(match["e"]), match.end()
    exponent = int(match["to"])
    if value == 0 or len(str(value)) * abs(exponent) > MOSTDIGITS * 4:
        return value, stop
    return value**exponent, match.end()


def _kanji(string: str, at: int) -> Token | None:
    match = _KANJI.match(string, at)
    if match is None or len(match[0]) > MOSTDIGITS:
        return None
    return Token("figure", _positional(match[0]), at, match.end(), False)


def _positional(kanji: str) -> Fraction:
    return Fraction("".join("." if character in "・点" else str(DIGITS[character]) for character in kanji))


def _decimals(string: str, at: int) -> Token | None:
    """The 点五八 of 八十点五八."""
    match = _DECIMALS.match(string, at)
    return Token("figure", _positional(match[0]), at, match.end(), False) if match else None


def _twenty(string: str, at: int) -> Token | None:
    """廿 and 廿五."""
    match = _TWENTY.match(string, at)
    if match is None:
        return None
    value = _TENS[match["tens"]] + (DIGITS[match["ones"]] if match["ones"] else 0)
    return Token("figure", Fraction(value), at, match.end(), False)


def _multiplier(string: str, at: int, inside: bool) -> Token | None:
    """十 百 千 and the powers of 10⁴; a blank before them only inside a number."""
    match = _MULTIPLIER.match(string, at)
    if match is None or (not inside and match.start("word") != at):
        return None
    word, stop = match["word"], match.end()
    if stop < len(string) and string[stop] in _NOT_BEFORE.get(word, ""):
        return None
    if word in _SMALL:
        return Token("small", Fraction(_SMALL[word]), at, stop, False)
    return _power_of_myriad(string, word, at, stop) if inside else None


def _power_of_myriad(string: str, word: str, at: int, stop: int) -> Token:
    exponent = _LARGE.get(word) or _RARE[word]
    greater = _MULTIPLIER.match(string, stop)
    if greater and greater.start("word") == stop and _LARGE.get(greater["word"], 0) > exponent:
        # 1万億: the greater power directly after the smaller multiplies it.
        exponent, stop = exponent + _LARGE[greater["word"]], greater.end()
    return Token("rare" if word in _RARE else "large", Fraction(10**exponent), at, stop, False)
