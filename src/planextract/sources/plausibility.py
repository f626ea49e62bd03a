"""How much a text looks like Japanese: what tells a right encoding from a wrong one."""

from __future__ import annotations

import re

_KANA_AND_SYMBOLS = re.compile(
    "[\u3041-\u30ff\u2010-\u27bf\u3000-\u303f\u3200-\u33ff\uff01-\uff5e\uffe0-\uffe6\u00a0-\u00ff]"
)
_HALF_WIDTH_KATAKANA = re.compile("[\uff61-\uff9f]")
_KANJI = re.compile("[\u4e00-\u9fff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_PRINTABLE_ASCII = re.compile(r"[\t\n\f\r -~]")
_JIS_LEVEL_1_LEADS = frozenset(range(0x88, 0x98))


def characters_beyond_ascii(text: str) -> int:
    """How many characters are not ASCII."""
    return len(_NOT_ASCII.findall(text))


def plausibility(text: str) -> float:
    """The share, 0 to 1, of the characters beyond ASCII that are usual in Japanese; 1 where there are none.

    Kana, symbols and the kanji of JIS X 0208 level 1 count in full, half-width katakana by half, other kanji little:
    a text in the wrong encoding shows itself by those.
    """
    beyond = characters_beyond_ascii(text)
    return _usual(text) / beyond if beyond else 1.0


def _usual(text: str) -> float:
    kanji = "".join(_KANJI.findall(text))
    leads = kanji.encode("shift_jis", "ignore")[::2]
    level_1 = sum(lead in _JIS_LEVEL_1_LEADS for lead in leads)
    half_width = len(_HALF_WIDTH_KATAKANA.findall(text))
    return len(_KANA_AND_SYMBOLS.findall(text)) + level_1 + half_width / 2 + (len(kanji) - level_1) / 5


def readability(text: str) -> float:
    """The share of all characters that are printable ASCII or usual in Japanese."""
    return (len(_PRINTABLE_ASCII.findall(text)) + _usual(text)) / max(len(text), 1)
