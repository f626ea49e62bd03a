"""The words around a date that say which part or side of it is meant: 末, 当初, 頃, まで, 以降."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from planextract.normalise.heads import GAP
from planextract.schema import Modifier

Bound = Literal["until", "from", "before", "after"]

_UNTIL = r"までに?|迄に?|以前"
_FROM = r"以降|以後|以来|から"
# より is "from" (R3.9より実施) unless it compares (令和2年度より高い).
_SINCE = r"より(?![もは]|前|後|[高低大小多少増減早遅良悪])"
_BOUND = re.compile(
    rf"{GAP}(?:(?P<before>より(?:も|以)?前)|(?P<after>より(?:も|以)?後)|(?P<until>{_UNTIL})|(?P<from>{_FROM}|{_SINCE}))"
)
_OPEN_END = re.compile(rf"{GAP}[~〜～∼](?={GAP}(?:$|[)\]〕］】」』、。,\n]))")
_OPEN_START = re.compile(r"(?:^|[(\[〔［【「『、。,\n])[ \t]{0,3}(?P<sign>[~〜～∼][ \t]{0,3})$")
_SELF = re.compile(r"(?:^|[^\u4e00-\u9fff])(?P<sign>自[ \t]{0,3})$")
_LOOK_BACK = 8  # one more than the longest match of the two above

_STANDS = r"(?=頃|ごろ|ころ|に|の|は|を|、|。|から|まで|以|[ \t\r\n)）~〜～]|$)"
_SHADE = re.compile(
    rf"{GAP}の?{GAP}(?:(?P<end>末(?![期端尾席裔]|年始)日?|終わり|おわり|下旬|暮れ?{_STANDS})"
    rf"|(?P<start>当初(?!予算|計画|目標|見込|想定)|年?初頭|[初上]旬"
    rf"|(?:初め|始め|はじめ)(?![てとるた])|頭{_STANDS}|初(?!の){_STANDS})"
    rf"|(?P<around>頃|ごろ|ころ|前後|近く{_STANDS})"
    rf"|(?P<season>[春夏秋冬](?:季|期)?{_STANDS})|中旬|半ば|なかば|中頃|中ごろ|中盤|[前後]半(?!年))"
)
_SHADES: tuple[Modifier, ...] = ("end", "start", "around")
# 分, 中, 現在 change nothing; they are passed over only on the way to まで, から or the other end of a range.
_PASSED = re.compile(
    rf"{GAP}(?:[\u4e00-\u9fff]{{0,4}}分|中|内|いっぱい|現在|時点)(?={GAP}(?:{_UNTIL}|{_FROM}|より|[~〜～∼]))"
)


class Shaded(NamedTuple):
    """Where the words that shade a date end, what they say, and whether one of them is a season (令和7年夏)."""

    stop: int
    shade: Modifier | None
    season: bool


def shaded(string: str, at: int) -> Shaded:
    """The shading words right behind a date that ends at `at`; of two the first counts (末頃 is the end)."""
    shade: Modifier | None = None
    season = False
    while match := _SHADE.match(string, at):
        at, season = match.end(), season or match["season"] is not None
        shade = shade or next((name for name in _SHADES if match[name]), None)
    passed = _PASSED.match(string, at)
    return Shaded(passed.end() if passed else at, shade, season)


def bound_behind(string: str, at: int) -> tuple[int, Bound] | None:
    """まで, 以降, より or an open wave dash right behind `at`: where it ends and which side it leaves open."""
    match = _BOUND.match(string, at)
    if match is not None:
        return match.end(), _bound(match)
    open_end = _OPEN_END.match(string, at)
    return (open_end.end(), "from") if open_end else None


def _bound(match: re.Match[str]) -> Bound:
    if match["until"]:
        return "until"
    if match["from"]:
        return "from"
    return "before" if match["before"] else "after"


def bound_before(string: str, at: int) -> tuple[int, Bound] | None:
    """自 (自 4月1日 至 …) or an open wave dash (～令和8年度) right before `at`: where it begins and what it says."""
    back = max(0, at - _LOOK_BACK)
    before = string[back:at]
    for pattern, bound in _BEFORE:
        match = pattern.search(before)
        if match is not None:
            return back + match.start("sign"), bound
    return None


_BEFORE: tuple[tuple[re.Pattern[str], Bound], ...] = ((_SELF, "from"), (_OPEN_START, "until"))
