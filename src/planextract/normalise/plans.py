"""Names of plans in running text, and whose plan each means: the document's own, another one, one before it.

A plan speaks of many: the one it is (本計画, its title), the one it follows (前計画, 第1次計画), the one it stands
under (総合計画, 上位計画), those of the prefecture and the state. Their periods and results are not its own (OUTPUT.md
rules 12 and 13).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from planextract.characters import fold

Owner = Literal["own", "half", "other", "unsaid"]

_WORD = "(?:計画|プラン|戦略|ビジョン|構想|大綱)"
_KIND = "(?:基本|実施|推進|行動|個別|情報化|DX|アクション)?"
# The word inside 計画期間, 計画的, 計画書 names no plan.
_NO_PLAN = "(?!期間|期|年度|的|性|値|策定|書|案|外|どおり|通り)"
_MENTION = re.compile(
    rf"[「『](?P<quoted>[^「」『』]{{2,48}})[」』](?P<part>(?:[前後中]期)?{_KIND}計画)?"
    rf"|(?P<bare>(?:\(仮称\))?[一-龠々ァ-ヴーA-Za-z0-9・&]{{0,40}}{_WORD}){_NO_PLAN}"
)
_NUMBERING = r"(?:^|[章節編部)0-9.])"
_OWN = re.compile(rf"{_NUMBERING}(?:本|当|新|今回){_KIND}{_WORD}$")
_BEFORE = re.compile(rf"{_NUMBERING}(?:前々?|旧|従前|従来|前回|前次){_KIND}{_WORD}$")
_PRESENT = re.compile(rf"{_NUMBERING}(?:現|現行){_KIND}{_WORD}$")
_OTHERS = re.compile(rf"(?:上位|関連|次期|[国県都府道省庁]){_KIND}{_WORD}$")
_OF_OTHERS = re.compile(r"(?:(?<![本当])[国県都府道省庁]|政府|上位|関連|他の?[市町村]|前回|従前|従来|以前)の$")
_ABOVE = re.compile(r"総合(?:計画|戦略|ビジョン)|基本構想|振興計画")
_TOWN = re.compile(r"[市町村区県府]")
_ORDINAL = re.compile(r"第?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:次|期)")
_HALF = re.compile(rf"([前後中]期){_KIND}計画")
_IGNORED = re.compile(r"\(仮称\)|[「」『』()\s・～~-]")
_REPORTS = re.compile("進捗|評価|実績|報告|点検|検証")
_SHORTEST_NAME = 4
_KANJI = "一二三四五六七八九十"


class PlanMention(NamedTuple):
    """A plan's name, `start` to `stop` in the folded text; `prior`: its words or its number put it before this one."""

    start: int
    stop: int
    owner: Owner
    prior: bool = False


def plan_mentions(text: str, title: str | None) -> list[PlanMention]:
    """The plans that a text names, in order; indices count the characters of `fold(text).string`.

    `title` is the document's own title, None where it is unknown: then a plan is another one only where its words say
    so. `half` is a part of a plan (前期計画) of which the title tells nothing; `unsaid` a plan without a name.
    """
    string = fold(text).string
    own = _key(title or "")
    found = []
    for match in _MENTION.finditer(string):
        quoted, part, bare = match.group("quoted", "part", "bare")
        if quoted is not None and not part and not re.search(_WORD, quoted):
            continue
        owner, prior = _whose(_key(bare or quoted + (part or "")), own, quoted=quoted is not None)
        if owner == "unsaid" and _OF_OTHERS.search(string, max(0, match.start() - 5), match.start()):
            owner = "other"
        found.append(PlanMention(match.start(), match.end(), owner, prior))
    return found


def is_report(title: str | None) -> bool:
    """Whether a document tells of results: its plan is the one that it reports on."""
    return bool(_REPORTS.search(title or ""))


def _key(words: str) -> str:
    return _IGNORED.sub("", fold(words).string)


def _whose(name: str, title: str, *, quoted: bool) -> tuple[Owner, bool]:
    """The owner, and whether the plan lies before the document's own."""
    if _OWN.search(name):
        return "own", False
    if _BEFORE.search(name):
        return "other", True
    if _PRESENT.search(name):
        return ("own", False) if is_report(title) else ("other", True)
    return _by_number(name, title) or _by_half(name, title) or (_by_name(name, title, quoted=quoted), False)


def _by_number(name: str, title: str) -> tuple[Owner, bool] | None:
    """第1次計画 beside a title with another number, or with none."""
    ordinal, own = _ordinal(name), _ordinal(title)
    if ordinal is None or not title:
        return None
    same = _is_titled(name, title) or bool(re.search(rf"(?:次|期){_KIND}{_WORD}$", name))
    if ordinal == own:
        return ("own", False) if same else None
    if own is None and is_report(title) and same:
        return "own", False
    return "other", same and (own is None or ordinal < own)


def _by_half(name: str, title: str) -> tuple[Owner, bool] | None:
    half = _HALF.search(name)
    whole = _HALF.sub("", name)
    if half is None or (whole and not _is_titled(whole, title)) or half[1] in title:
        return None
    own = _HALF.search(title)
    return ("other", half[1] == "前期") if own else ("half", False)


def _by_name(name: str, title: str, *, quoted: bool) -> Owner:
    if _is_titled(name, title):
        return "own"
    above = _ABOVE.search(name) and not (name == "基本構想" and "総合計画" in title)
    named = quoted or above or _TOWN.search(name)
    return "other" if _OTHERS.match(name) or (title and named) else "unsaid"


def _is_titled(name: str, title: str) -> bool:
    """Whether a name is the title or a part of it, numbers of editions aside (情報化計画 for 第2次川棚町情報化計画)."""
    name, title = _ORDINAL.sub("", name), _ORDINAL.sub("", title)
    stem = re.match(rf".{{2,}}?{_WORD}", title)
    if stem is None or len(name) < _SHORTEST_NAME:
        return False
    return name in title or stem[0] in name


def _ordinal(name: str) -> int | None:
    match = _ORDINAL.search(name)
    if match is None:
        return None
    if match[1].isdecimal():
        return int(match[1])
    tens, ten, ones = match[1].rpartition("十")
    return (10 * _digit(tens, 1) if ten else 0) + _digit(ones, 0)


def _digit(kanji: str, absent: int) -> int:
    return _KANJI.index(kanji[-1]) + 1 if kanji else absent


# What is told of a plan's results; an indicator, a method or a body of evaluation is no result.
_RESULTS = (
    r"(?:総括|成果|実績|評価|検証|点検|振り?返り|ふりかえり|結果|(?:取り?組み?|実施|達成|進捗|推進)の?状況)"
    r"(?!指標|目標|方法|体制|基準|委員|の方法|の体制|の考え方)"
)
_RESULTS_OF = re.compile(rf"(?:の|における|に係る|)[^0-9]{{0,8}}?{_RESULTS}")
_SO_FAR = re.compile(rf"(?:これまで|従来|過去)の?(?:計画|取り?組み?|{_RESULTS})")
# 前計画からの継続, 前計画との比較: said of this plan's measures.
_MEASURED_AGAINST = re.compile(r"(?:から|より|と(?:の|比)|に(?:続|引)|を(?:踏|受|引)|の課題)")


def tells_of_an_earlier_plan(heading: str, title: str | None) -> bool:
    """Whether a heading stands over the results of a plan before this one, or of one that is not this one.

    A plan named as earlier (前計画, 第1次計画 in a 第2次計画) is enough, unless this plan is measured against it
    (前計画からの継続); of another plan's name results must be told (「…計画」の総括). A report tells of its own plan:
    計画の実績 and これまでの取組 are its subject.
    """
    string = " ".join(fold(heading).string.split())
    reports = is_report(title)
    if _SO_FAR.search(string) and not reports:
        return True
    others: tuple[Owner, ...] = ("other",) if reports else ("other", "half")
    return any(
        mention.owner in others
        and not _MEASURED_AGAINST.match(string, mention.stop)
        and (mention.prior or bool(_RESULTS_OF.match(string, mention.stop)))
        for mention in plan_mentions(string, title)
    )
