"""The headings above a table: a stack whose levels follow the numbering styles of Japanese official documents.

Source of the order of styles: 公用文作成の考え方 (建議, 2022), 項目の細別と階層: 第1 → 1 → (1) → ア → (ア), with
編, 章, 節 above; 1-1 stands below 1. Named series (基本方針1, 施策の柱2), brackets (【…】) and bullets (■) take the
level at which they first appear.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from planextract.characters import fold
from planextract.record import Field
from planextract.text import NOTHING, Text, joined

_ERAS = "明治|大正|昭和|平成|令和"
_KANJI = "[一二三四五六七八九十]{1,3}"
_ROMAN = "[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,3}"
# 第1章では …: a sentence about a chapter.
_NOT_OF_IT = "(?![はのをにでがともやへ、。]|から|まで|より)"
_COUNTED = (
    "(?![0-9.,%/~～〜]|年|月(?!額|刊)|日(?!常|本|々)|回(?!線|答|収|復)|[かヵカヶケ箇]所|[かヵカヶケ箇][国月年村]|件(?!名)"
    "|人(?!材|権|口|々|事|工)|名(?!称|簿|所|産)|つ|個(?!別|人|性)|台(?!帳|風)|歳|時(?!代|点|期)|分(?!野|析|類|担|権|散)|秒|万|千|億|円(?!滑|卓)"
    "|倍|割(?!引)|次|期|号|条|項(?!目)|種|位(?!置)|頁|本(?![市町村区県計人庁社格来])|点(?![検字在])|[A-Za-z](?![A-Za-z]))"
)
# The inner lookahead ends a numeral: a blank, a full stop, or words right behind it that are no counter.
_STYLES: tuple[tuple[int | None, str], ...] = (
    (0, rf"第\s?(?:[0-9]{{1,3}}|{_KANJI})\s?(?:編|部(?![会門長局署隊屋品員]))(?:(?=\s|$)|{_NOT_OF_IT})"),
    (1, rf"第\s?(?:[0-9]{{1,3}}|{_KANJI})\s?章(?:(?=\s|$)|{_NOT_OF_IT})"),
    (2, rf"第\s?(?:[0-9]{{1,3}}|{_KANJI})\s?節(?:(?=\s|$)|{_NOT_OF_IT})"),
    (3, rf"(?:{_ROMAN}|[IVX]{{1,4}}(?=[\s.]))"),
    (4, r"第\s?[0-9]{1,2}(?=\s)"),
    (4, rf"{_KANJI}(?:(?=\s)|[.．、](?=\S))"),
    (7, r"[0-9]{1,2}(?:\s?[-－‐.．]\s?[0-9]{1,2}){2}[.．]?(?=\s)"),
    (6, r"[0-9]{1,2}(?:[-－‐.．][0-9]{1,2}[.．]?(?=\s)|[-－‐][0-9]{1,2}(?=[一-龠ァ-ヴ「『])" + _COUNTED + ")"),
    (5, r"[0-9]{1,2}(?:[.．](?![0-9])|(?=\s(?!\s{0,2}[~～〜–-]))|(?![-)\s])" + _COUNTED + ")"),
    (8, rf"\((?:[0-9]{{1,2}}|{_KANJI})\)(?!-)"),
    (9, r"\([0-9]{1,2}\)-[0-9]{1,2}(?=\s)|(?:[0-9]{1,2}[-‐]){1,2}\([0-9]{1,2}\)(?=\s)"),
    (10, r"[0-9]{1,2}\)"),
    (11, r"[ア-ン](?=[\s.．])"),
    (12, r"\([ア-ン]\)"),
    (13, r"[①-⑳]"),
)
_RANKED = tuple((rank, f"{rank}{i}", re.compile(style)) for i, (rank, style) in enumerate(_STYLES))
_NUMERAL = rf"[<(〈\[]?(?:[0-9]{{1,2}}|[①-⑳]|{_ROMAN})[>)〉\]]?(?:[\-－‐][0-9]{{1,2}})*"
_CAPTION = "(?!(?:図表?|表|別表|別紙|資料|様式|参考|写真|注記?|例)\\s?[0-9])"
_NAMED = re.compile(rf"(?!{_ERAS}){_CAPTION}([一-龠々ァ-ヶー]{{2,12}}?)\s?({_NUMERAL})(?=[\s:：])")
# Words that such series are called by: their numerals need no blank behind, and one kanji (柱) is enough.
_SERIES = (
    "基本目標|目標|基本方針|方針|基本施策|施策|政策|戦略|柱|分野|領域|プロジェクト|アクション|プログラム|テーマ|取組|取り組み|"
    "方向性?|基本方向|視点|課題|重点|事業|項目|推進計画"
)
_IN_SERIES = re.compile(
    rf"{_CAPTION}((?:[一-龠々ァ-ヶーぁ-ん]{{1,8}}の|[一-龠々ァ-ヶー]{{1,8}}?)?(?:{_SERIES}))\s?({_NUMERAL})(?=[\s:：一-龠ァ-ヴぁ-ん「『A-Z])"
    rf"{_NOT_OF_IT}{_COUNTED}(?!以上|以下|未満)"
)
_MEASURES = re.compile("(?:(?:個別|具体的|主要|重点)?(?:施策|取組|取り組み|事業|事務事業|プロジェクト|アクション))")
_BRACKETED = re.compile(
    r"(?:【[^】]{2,60}】|<[^>]{2,60}>|〈[^〉]{2,60}〉|《[^》]{2,60}》|‹[^›]{2,60}›|≪[^≫]{2,60}≫|\[[^\]]{2,60}\]|〔[^〕]{2,60}〕)"
)
_REMARK = re.compile(r"[【<〈《‹≪\[〔]\s?(?:単位|注|参考|凡例|備考|出典|資料|例|再掲|新規|継続|完了|図|表)")
_SERIES_IN_BRACKETS = re.compile(r"[【<〈《≪\[〔]([^】>〉》≫\]〕]{2,30})[】>〉》≫\]〕]\s?(?=\S)")
_BULLETS = "■◆◇●▼▶◎○□★"
_BULLET = re.compile(rf"([{_BULLETS}])\s?(?=[^\s■□◎○●△×])")
_LEGEND = re.compile(
    r"[◎○●△×□■☑][^◎○△×]{0,12}[\s、・:：][^◎○△×□■]{0,12}[◎○△×□■]|.{1,3}(?:[:：=＝]|未?達成|一部|概ね|おおむね|ほぼ|未実施|中止)"
)
_SENTENCE_END = re.compile(
    r"(?:[。、]|ます|です|ません|ました|した|でした|である|とする|ください|こと(?:が|も)ある|(?:もの|こと)とする|(?:て|で)いる)\)?$"
)
_TOPIC = re.compile(r"[一-龠々ァ-ヶーA-Za-z0-9)」]は")
_PREDICATE = re.compile(r"(?:[るたす]|ない|数?値|もの|とおり|予定|場合|見込み?)\)?$")
_CONTENTS_LINE = re.compile(r"(?:[…‥・.]\s?){3,}[0-9\s-]+$")
_PAGE_NUMBER = re.compile(
    r"[-‐–—−－ー\s]*(?:[Pp]\.?\s?)?[0-9]{1,4}(?:\s?[/／]\s?[0-9]{1,4})?\s?(?:ページ|頁)?[-‐–—−－ー\s]*"
)
_SECTION = 2  # the rank of 節
_PART = "part"
_LONGEST = 70
_LONGEST_BULLET = 30
_NO_HEADING_ENDS = re.compile(r"(?:[るたすを]|ない|こと|ため|ように|[^一-龠]など)$")


class Level(NamedTuple):
    """One heading of the stack: its style's rank (None: a series, brackets, a bullet) and the style's name."""

    rank: int | None
    style: str
    text: Text


def level_of(text: Text) -> Level | None:
    """The level of a line if it looks like a heading: numbered, bracketed or behind a bullet; short, no sentence."""
    folded = fold(text.string)
    line = folded.string.strip()
    if not line or len(line) > _LONGEST or "。" in line or _is_sentence(line) or _CONTENTS_LINE.search(line):
        return None
    series = _series(line, text)
    if series:
        return series
    for rank, style, pattern in _RANKED:
        match = pattern.match(line)
        if match and match.end() < len(line):
            return Level(rank, style, text)
    if _BRACKETED.fullmatch(line):
        return None if _REMARK.match(line) else Level(None, line[0], text)
    return _behind_bullet(line, text)


def _is_sentence(line: str) -> bool:
    """Whether a line ends like a sentence, or has a topic and ends in a predicate (目標は見直すことがある)."""
    return bool(_SENTENCE_END.search(line) or (_TOPIC.search(line) and _PREDICATE.search(line)))


def _series(line: str, text: Text) -> Level | None:
    """A member of a named series: 基本目標Ⅰ くらし, 施策の柱1 …, 【基本方針1】くらし; the brackets are taken off."""
    match = _NAMED.match(line) or _IN_SERIES.match(line)
    if match and match.end() < len(line):
        return Level(None, f"{match[1]}{len(re.findall('[0-9]+', match[2]))}", text)
    bracket = _SERIES_IN_BRACKETS.match(line)
    inside = (_NAMED.match(f"{bracket[1]} ") or _IN_SERIES.match(f"{bracket[1]} ")) if bracket else None
    if bracket is None or inside is None:
        return None
    parts = [_part(text, *bracket.span(1)), _part(text, bracket.end(), len(line))]
    return Level(None, f"{inside[1]}1", joined(" ", parts))


def parted(text: Text, *, always: bool = False) -> tuple[Text, Text]:
    """The numeral of a heading that names a measure in a series (事業1-1 バス: 1-1), and its words; else no numeral.

    Divisions (基本目標1) are called by all of their words. `always`: words without any numbering.
    """
    line = fold(text.string).string.strip()
    match = _NAMED.match(line) or _IN_SERIES.match(line)
    if match and match.end() < len(line) and (always or _MEASURES.fullmatch(match[1])):
        return _part(text, *match.span(2)), _part(text, match.end(), len(line)).strip()
    if always:
        matches = (pattern.match(line) for _, _, pattern in _RANKED)
        end = next((found.end() for found in matches if found), 0)
        return _part(text, 0, end), _part(text, end, len(line)).strip()
    return NOTHING, text


def _part(text: Text, start: int, stop: int) -> Text:
    """Characters `start` to `stop` of the folded, stripped line, as printed."""
    folded = fold(text.string)
    blanks = len(folded.string) - len(folded.string.lstrip())
    return text.slice(*folded.span(blanks + start, blanks + stop))


def _behind_bullet(line: str, text: Text) -> Level | None:
    bullet = _BULLET.match(line)
    if bullet is None or len(line) > _LONGEST_BULLET or _LEGEND.match(line) or _NO_HEADING_ENDS.search(line):
        return None
    return Level(None, bullet[1], _part(text, bullet.end(), len(line)))


class Outline:
    """The headings in force at one point of the document, outermost first.

    `said`: what lines of prose below the last one say of it (担当課：総務課).
    """

    def __init__(self) -> None:
        self.said: list[Field] = []
        self._stack: list[Level] = []
        self._bullet = ""  # the last heading's, as long as nothing has come between

    @property
    def headings(self) -> tuple[Text, ...]:
        """The headings from the outermost to the innermost."""
        self._bullet = ""
        return tuple(level.text for level in self._stack)

    def enter(self, level: Level) -> None:
        """Put a heading in its place; a running head that is printed again does not end the levels below it."""
        if any(_same(level, held) for held in self._stack):
            return
        self.said = []
        listed = level.style == self._bullet
        self._bullet = level.style if level.style and level.style in _BULLETS else ""
        same_style = next((i for i, held in enumerate(self._stack) if held.style == level.style), None)
        if same_style is not None:
            del self._stack[same_style:]
        elif level.rank is not None:
            outer = level.rank
            deeper = (i for i, held in enumerate(self._stack) if held.rank is not None and held.rank > outer)
            del self._stack[next(deeper, len(self._stack)) :]
        # Bullets one after another are a list, no headings.
        self._stack += [] if listed else [level]

    def enter_row(self, text: Text) -> None:
        """Enter a section row of a table: by its numbering, else at the level of such rows. A page number is none."""
        if _PAGE_NUMBER.fullmatch(text.string):
            return
        level = level_of(text)
        if level is not None:
            self.enter(level)
        else:
            self.enter_unnumbered(text, "row")

    def enter_part(self, text: Text) -> None:
        """Enter the title of a part without a number: all but 編, 章 and 節 end above it."""
        if any(_same(Level(None, _PART, text), held) for held in self._stack):
            return
        self._stack = [held for held in self._stack if held.rank is not None and held.rank <= _SECTION]
        self.enter_unnumbered(text, _PART)

    def enter_unnumbered(self, text: Text, style: str) -> None:
        """Enter a heading without a number, at the level where this style first appeared."""
        self.enter(Level(None, style, text))


def _same(level: Level, held: Level) -> bool:
    return level.style == held.style and "".join(level.text.string.split()) == "".join(held.text.string.split())
