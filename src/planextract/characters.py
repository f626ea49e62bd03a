"""Which characters are the same character: the one table of the project's character policy.

`fold` gives the form for *reading* with a map back to what was printed; `tidy` the form for *printing* (titles and
prose keep their width); `squeeze` a key for comparing words. Width, half-width kana, radicals, compatibility
ideographs, era squares and blanks fold. Enumeration marks (①), wave dashes (〜 ～), minus signs and dashes, ㎡ and
superscripts carry meaning and stay: NFKC would turn `①48.2%` into `148.2%`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import jaconv

try:
    from mojimoji import han_to_zen, zen_to_han
except ImportError:  # no wheel for CPython 3.13 and later: jaconv alone knows the same widths
    han_to_zen = zen_to_han = None  # type: ignore[assignment]

# CJK Radicals Supplement (U+2E80-2EF3) with the ideograph each stands for; Unicode decomposes only two of them, but
# fonts of PDF writers map 長, 青, 民 … to this block.
_RADICALS = (
    "⺁厂⺅亻⺉刂⺊卜⺋㔾⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺧牛⺨犭⺩王"
    "⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车"
    "⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾"
    "⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_KANGXI = range(0x2F00, 0x2FD6)
_COMPATIBILITY = (range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_ERA_SQUARES = {"㍾": "明治", "㍽": "大正", "㍼": "昭和", "㍻": "平成", "㋿": "令和"}

_FULL_WIDTH = [chr(code) for code in range(0xFF01, 0xFF5E)]  # ！ to ｝; ～ (U+FF5E) stays
_HALF_WIDTH_KANA = [chr(code) for code in range(0xFF61, 0xFFA0)]
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Printed as nothing: zero-width blanks, soft hyphen, variation selectors of ideographs.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef"
_VOICING = {"\u3099": "\u3099", "\u309a": "\u309a", "\u309b": "\u3099", "\u309c": "\u309a"}
_MIDDLE_DOTS = "‧·･"


def _narrow(character: str) -> str:
    if zen_to_han is not None:
        character = zen_to_han(character, kana=False)
    return str(jaconv.z2h(character, kana=False, digit=True, ascii=True))


def _widen(character: str) -> str:
    if han_to_zen is not None:
        character = han_to_zen(character, digit=False, ascii=False)
    return str(jaconv.h2z(character, digit=False, ascii=False))


def _ideographs() -> dict[int, str]:
    """Radicals and compatibility ideographs with the ordinary character; each is one character for one."""
    codes = [*_KANGXI, *(code for block in _COMPATIBILITY for code in block)]
    decomposed = {code: unicodedata.normalize("NFKC", chr(code)) for code in codes}
    table = {code: string for code, string in decomposed.items() if string != chr(code)}
    return table | {ord(_RADICALS[i]): _RADICALS[i + 1] for i in range(0, len(_RADICALS), 2)}


def _one_for_one() -> dict[int, str]:
    table = _ideographs()
    table |= {ord(character): _narrow(character) for character in _FULL_WIDTH}
    table |= {ord(character): _widen(character) for character in _HALF_WIDTH_KANA}
    # Where the two libraries differ, so that the same text reads alike with either.
    table |= {ord("￥"): "¥", ord("＂"): '"', ord("ﾞ"): "゛", ord("ﾟ"): "゜"}
    table |= dict.fromkeys(map(ord, _BLANKS), " ")
    return table | dict.fromkeys(map(ord, _MIDDLE_DOTS), "・")


_IDEOGRAPHS = _ideographs()
_SAME_LENGTH = _one_for_one()
# Whole blocks, a little wider than the tables: a short list of ranges is searched far faster than 1,500 characters.
_TO_FOLD = re.compile(
    f"[{_BLANKS}{_MIDDLE_DOTS}{''.join(_ERA_SQUARES)}{_INVISIBLE}{''.join(_VOICING)}"
    "\u2e80-\u2fd5\uf900-\ufaff\uff01-\uff5d\uff61-\uff9f\uffe5\U0002f800-\U0002fa1f]"
)
_OTHER_LENGTH = re.compile(
    f"(?P<kana>[ぁ-ゖゝァ-ヺヽ])[{_INVISIBLE}]*(?P<mark>[{''.join(_VOICING)}])"
    f"|(?P<square>[{''.join(_ERA_SQUARES)}])|[{_INVISIBLE}]"
)
_JAPANESE = r"[\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff]"
_DOT_IN_WORDS = re.compile(f"(?<={_JAPANESE})‧(?={_JAPANESE})")


class Folded(NamedTuple):
    """A string for reading and where each of its characters was printed.

    `offsets` has `len(string) + 1` entries: the index into `printed` of each character, and `len(printed)` at the end.
    """

    string: str
    printed: str
    offsets: Sequence[int]

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The printed span of the folded characters `start` to `stop`; an era square counts for both its letters."""
        first, last = self.offsets[start], self.offsets[stop]
        if start >= stop:
            return first, first
        while last == self.offsets[stop - 1] and stop < len(self.string):
            stop += 1
            last = self.offsets[stop]
        return first, last


def fold(printed: str) -> Folded:
    """The form for reading: full-width ASCII narrow, half-width kana wide, radicals ordinary characters, blanks ' '.

    Idempotent. Tabs and line ends stay; what carries meaning by its form (①, ～, −, ㎡) becomes no other character.
    """
    if not _TO_FOLD.search(printed):
        return Folded(printed, printed, range(len(printed) + 1))
    string = printed.translate(_SAME_LENGTH)
    if not _OTHER_LENGTH.search(string):
        return Folded(string, printed, range(len(printed) + 1))
    return _resized(string, printed)


def _resized(string: str, printed: str) -> Folded:
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _OTHER_LENGTH.finditer(string):
        start, stop = match.span()
        parts.append(string[at:start])
        offsets.extend(range(at, start))
        for character, place in _replacement(match):
            parts.append(character)
            offsets.append(place)
        at = stop
    parts.append(string[at:])
    offsets.extend(range(at, len(string) + 1))
    return Folded("".join(parts), printed, tuple(offsets))


def _replacement(match: re.Match[str]) -> list[tuple[str, int]]:
    """What stands for a match: characters, each with the index of the printed character it came from."""
    if match["square"]:
        return [(character, match.start()) for character in _ERA_SQUARES[match["square"]]]
    if not match["kana"]:
        return []
    joined = unicodedata.normalize("NFC", match["kana"] + _VOICING[match["mark"]])
    if len(joined) == 1:
        return [(joined, match.start())]
    return [(match["kana"], match.start()), (match["mark"], match.start("mark"))]


def tidy(printed: str) -> str:
    """The printing form of titles and prose (OUTPUT.md rule 10), character for character of the same length.

    Radicals and compatibility ideographs become the ordinary character, `‧` between kana or kanji `・`; width stays.
    """
    return _DOT_IN_WORDS.sub("・", printed.translate(_IDEOGRAPHS))


def squeeze(string: str) -> str:
    """A key for comparing words: folded, without any blanks or line ends."""
    return "".join(fold(string).string.split())
