"""The headings above a table: a stack whose levels follow the numbering styles of Japanese official documents.

Source of the order of styles: 公用文作成の考え方 (建議, 2022), 項目の細別と階層: 第1 → 1 → (1) → ア → (ア), with
編, 章, 節 above; named series (基本方針1, 施策2) and 【…】 take the level at which they first appear.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from planextract.characters import fold
from planextract.text import Text

_ERAS = "明治|大正|昭和|平成|令和"
_STYLES: tuple[tuple[int | None, str], ...] = (
    (0, r"第\s?[0-9一二三四五六七八九十]{1,3}\s?[編部](?=\s|$)"),
    (1, r"第\s?[0-9一二三四五六七八九十]{1,3}\s?章(?=\s|$)"),
    (2, r"第\s?[0-9一二三四五六七八九十]{1,3}\s?節(?=\s|$)"),
    (3, r"(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4}(?=[\s.]))"),
    (4, r"第\s?[0-9]{1,2}(?=\s)"),
    (5, r"[0-9]{1,2}(?:[.．](?![0-9])|(?=\s)|(?=[^0-9\s.,\-/年月日回か箇件人名%]))"),
    (6, r"\([0-9]{1,2}\)"),
    (7, r"[ア-ン](?=\s)"),
    (8, r"\([ア-ン]\)"),
    (9, r"[①-⑳]"),
)
_RANKED = tuple((rank, re.compile(style)) for rank, style in _STYLES)
_NAMED = re.compile(
    rf"(?!{_ERAS})([一-龠々ァ-ヶー]{{2,12}}?)\s?[<(〈\[]?[0-9]{{1,2}}[>)〉\]]?(?:[\-－][0-9]{{1,2}})*(?=[\s:：])"
)
_BRACKETED = re.compile(r"(?:【[^】]{2,60}】|<[^>]{2,60}>|〈[^〉]{2,60}〉|《[^》]{2,60}》|‹[^›]{2,60}›)")
_LONGEST = 70


class Level(NamedTuple):
    """One heading of the stack: its style's rank (None: a named series or brackets) and the style's name."""

    rank: int | None
    style: str
    text: Text


def level_of(text: Text) -> Level | None:
    """The level of a line if it looks like a heading: numbered or bracketed, short, no sentence."""
    line = fold(text.string).string.strip()
    if not line or len(line) > _LONGEST or line.endswith(("。", "、")) or "。" in line:
        return None
    for rank, style in _RANKED:
        match = style.match(line)
        if match and match.end() < len(line):
            return Level(rank, str(rank), text)
    named = _NAMED.match(line)
    if named:
        return Level(None, named.group(1), text)
    if _BRACKETED.fullmatch(line):
        return Level(None, line[0], text)
    return None


class Outline:
    """The headings in force at one point of the document, outermost first."""

    def __init__(self) -> None:
        self._stack: list[Level] = []

    @property
    def headings(self) -> tuple[Text, ...]:
        """The headings from the outermost to the innermost."""
        return tuple(level.text for level in self._stack)

    def enter(self, level: Level) -> None:
        """Put a heading in its place; a running head that is printed again does not end the levels below it."""
        if any(_same(level, held) for held in self._stack):
            return
        same_style = next((i for i, held in enumerate(self._stack) if held.style == level.style), None)
        if same_style is not None:
            del self._stack[same_style:]
        elif level.rank is not None:
            outer = level.rank
            deeper = (i for i, held in enumerate(self._stack) if held.rank is not None and held.rank > outer)
            del self._stack[next(deeper, len(self._stack)) :]
        self._stack.append(level)

    def enter_row(self, text: Text) -> None:
        """Enter a section row of a table: by its numbering, else at the level of such rows."""
        level = level_of(text)
        if level is not None:
            self.enter(level)
        else:
            self.enter_unnumbered(text, "row")

    def enter_unnumbered(self, text: Text, style: str) -> None:
        """Enter a heading without a number, at the level where this style first appeared."""
        self.enter(Level(None, style, text))


def _same(level: Level, held: Level) -> bool:
    return level.style == held.style and "".join(level.text.string.split()) == "".join(held.text.string.split())
