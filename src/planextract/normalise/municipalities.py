"""The national table of municipalities, and which of them a document is about.

Source of the table: 全国地方公共団体コード of the 総務省 (`data/municipalities.csv`): 47 prefectures, 1,747 cities,
towns, villages and special wards. The sixth digit checks the first five (JIS X 0401/0402).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from planextract.characters import fold

_SUFFIXES = "市町村区都道府県"
_LONGEST = 8  # characters of the longest names
# Letter-spaced print: 秦 野 市.
_SPACED = re.compile(rf"(?<![^\s])(?:[㐀-鿿々ヶケノぁ-んァ-ヴ] ){{1,7}}[{_SUFFIXES}](?![^\s])")
_BEFORE_A_NAME = "次期度年月日元版回は旧現同各当県都府道郡案第号"
_WORD = re.compile(r"[㐀-鿿々ヶァ-ヴー]")
_TITLE = re.compile(r"計画|プラン|ビジョン|戦略|方針|構想|指針|大綱|評価|報告|進捗|実績|施策|アクション")
_SELF = re.compile(rf"[本当]([{_SUFFIXES}])(?!的|来|内容|国|面)")
_HEAD_LINES = 20
_TITLE_LENGTH = 45
_TITLE_WEIGHT = 10  # 柏市情報化計画
_OPENING_WEIGHT = 2  # at the start of one of the first lines, or behind its prefecture
_OPENING = re.compile(r"[令和平成昭元0-9〇一二三四五六七八九十年度月日第次期回号版(「『【<\s]{0,30}")
# What may stand between a prefecture and a town: blanks and its county (岐阜県羽島郡岐南町).
_COUNTY = r"[㐀-鿿々ヶケノ]{1,5}郡"
_BETWEEN = re.compile(rf"\s?(?:{_COUNTY}\s?)?")
_COUNTY_BEFORE = re.compile(rf"{_COUNTY}\s?$")
# The name is only the beginning of a county's (東村山郡), or a quarter's (昭和町三丁目).
_GOES_ON = re.compile(r"[㐀-鿿々ヶケノ]{1,3}郡(?!部)|\s?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s?(?:丁目|番町)")
_PLAN = re.compile(r"計画|プラン|ビジョン|戦略|方針|構想|指針|大綱")
# 情報化計画（岐南町）, 情報化計画 岐南町役場: the name stands by itself behind the title.
_APART_BEFORE = re.compile(rf"[\s(「『【\[<:/](?:[㐀-鿿]{{2,3}}[都道府県])?(?:{_COUNTY})?$")
_APART_BEHIND = re.compile(r"(?:役場|役所)?[\s)」』】\]>]*$")
_LONGEST_OPENING = 40
_LISTED = re.compile(r"[、・,と及や]")
_ENOUGH = 4  # one mention amid a sentence is somebody else as likely as not
_CLEAR = 1.25  # how much better the best must be than the next


class KnownMunicipality(NamedTuple):
    """A row of the national table; a prefecture itself has its own name in both fields."""

    code: str
    name: str
    prefecture: str

    @property
    def is_prefecture(self) -> bool:
        """Whether this is a prefecture and no municipality."""
        return self.name == self.prefecture


class Recognition(NamedTuple):
    """Whose document it is. `found` is None where the text does not decide: then `candidates` are those in question."""

    found: KnownMunicipality | None
    candidates: tuple[KnownMunicipality, ...]


class _Mention(NamedTuple):
    name: str
    prefecture: str | None  # the prefecture printed directly before the name
    weight: int


@cache
def _table() -> dict[str, KnownMunicipality]:
    text = files("planextract").joinpath("data", "municipalities.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:])
    return {code: KnownMunicipality(code, name or prefecture, prefecture) for code, name, prefecture, *_ in rows}


@cache
def _by_name() -> dict[str, tuple[KnownMunicipality, ...]]:
    named: dict[str, tuple[KnownMunicipality, ...]] = {}
    for known in _table().values():
        named[known.name] = (*named.get(known.name, ()), known)
    return named


def check_digit(first_five: str) -> str:
    """The sixth digit of a code: (11 − Σ digit·weight mod 11) mod 10, the weights 6, 5, 4, 3, 2."""
    total = sum(int(digit) * weight for digit, weight in zip(first_five, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)


def by_code(code: str) -> KnownMunicipality | None:
    """The municipality or prefecture with this code of six digits; None for an unknown code or a wrong check digit."""
    if not re.fullmatch("[0-9]{6}", code) or check_digit(code[:5]) != code[5]:
        return None
    return _table().get(code)


def in_words(candidates: Sequence[KnownMunicipality], most: int = 5) -> str:
    """Those in question with their prefectures and codes: 府中市 (東京都, 132063), 府中市 (広島県, 342084)."""
    told = [f"{known.name} ({known.prefecture}, {known.code})" for known in candidates[:most]]
    return ", ".join([*told, "…"] if len(candidates) > most else told)


def recognise(texts: Iterable[str]) -> Recognition:
    """Whose document it is, from its lines or cells in reading order.

    Full names count, most in titles and on the first lines, and more where the text says 本市, 本町, … of that kind.
    Of a name that occurs in several prefectures (府中市) the one whose prefecture or neighbours the text names is
    meant; where that decides nothing, `found` is None and the candidates are given. Names that are only a part of
    longer words (津市 in 会津市) do not count.
    """
    scores: Counter[str] = Counter()
    prefectures: Counter[str] = Counter()
    selves: Counter[str] = Counter()
    wards: set[str] = set()
    lines = 0
    for text in texts:
        string = _SPACED.sub(lambda match: match[0].replace(" ", ""), fold(text).string)
        lines += bool(string.strip())
        selves.update(_SELF.findall(string))
        for mention in _mentions(string, lines, wards):
            scores[mention.name] += mention.weight
            if mention.prefecture:
                prefectures[mention.prefecture] += 3 * mention.weight
    return _decided(scores, prefectures, selves)


def _mentions(string: str, line: int, wards: set[str]) -> Iterator[_Mention]:
    """The names in a line with their weights; `wards` collects wards of the cities that title or first lines name."""
    head = line <= _HEAD_LINES
    title = _TITLE.search(string) if len(string) <= _TITLE_LENGTH else None
    before: tuple[int, str] = (0, "")
    for start, name in _names(string):
        stop, last = before
        if name[-1] == "区" and ((start == stop and last.endswith("市")) or name in wards):
            # 大阪市北区 is no 特別区; the table has no wards of cities.
            wards |= {name} if head and start == stop else set()
            continue
        directly = _prefecture_before(string[stop:start], last, name)
        apart = title and _PLAN.search(string[:start]) and _stands_apart(string, start, start + len(name))
        opens = start <= _LONGEST_OPENING and _OPENING.fullmatch(_COUNTY_BEFORE.sub("", string[:start]))
        first = directly or apart or opens
        opening = head and first and not _LISTED.match(string, start + len(name))
        weight = 1 + head + (_OPENING_WEIGHT if opening else 0)
        yield _Mention(name, directly, weight + (_TITLE_WEIGHT if title and start < title.start() else 0))
        before = start + len(name), name


def _prefecture_before(between: str, last: str, name: str) -> str | None:
    """The prefecture `last` if it is printed before its own municipality `name`, with nothing but a county between."""
    own = any(known.prefecture == last != known.name for known in _by_name()[name])
    return last if own and _BETWEEN.fullmatch(between) else None


def _stands_apart(string: str, start: int, stop: int) -> bool:
    return bool(_APART_BEFORE.search(string[:start]) and _APART_BEHIND.match(string, stop))


def _names(string: str) -> list[tuple[int, str]]:
    """Known names with their starts, in order; of two that overlap the one that starts first (東村山市, not 東村)."""
    found: list[tuple[int, str]] = []
    for match in re.finditer(f"[{_SUFFIXES}]", string):
        last_start, last_stop = (found[-1][0], found[-1][0] + len(found[-1][1])) if found else (0, 0)
        name = _name_ending(string, last_start, last_stop, match.end())
        if name is None or (not _by_name()[name][0].is_prefecture and _GOES_ON.match(string, match.end())):
            continue
        start = match.end() - len(name)
        if start < last_stop:
            found.pop()
        found.append((start, name))
    return found


def _name_ending(string: str, last_start: int, last_stop: int, stop: int) -> str | None:
    """The longest known name that ends at `stop` and is no part of a longer word."""
    for start in range(max(last_start, stop - _LONGEST), stop - 1):
        if last_start < start < last_stop or string[start:stop] not in _by_name():
            continue
        before = string[max(0, start - 1) : start]
        free = start == last_stop or not _WORD.match(before) or before in _BEFORE_A_NAME
        return string[start:stop] if free else None
    return None


def _decided(scores: Counter[str], prefectures: Counter[str], selves: Counter[str]) -> Recognition:
    named = _by_name()
    weighed = {name: score * _likeness(name, selves) for name, score in scores.items()}
    own = sorted((name for name in weighed if not named[name][0].is_prefecture), key=lambda name: -weighed[name])
    whole = sorted((name for name in weighed if named[name][0].is_prefecture), key=lambda name: -weighed[name])
    if whole and (not own or weighed[whole[0]] > 2 * weighed[own[0]]):
        return _clear(weighed, whole, prefectures, scores)
    return _clear(weighed, own, prefectures, scores) if own else Recognition(None, ())


def _likeness(name: str, selves: Counter[str]) -> float:
    """A document that calls itself 本市 is about a city; one that says 本県 about a prefecture."""
    kind = name[-1]
    total = selves.total()
    return 1.0 if not total else 1.0 + 2.0 * selves[kind] / total


def _clear(
    weighed: dict[str, float], ranked: list[str], prefectures: Counter[str], scores: Counter[str]
) -> Recognition:
    named = _by_name()
    best = ranked[0]
    if scores[best] < _ENOUGH:
        return Recognition(None, ())
    rivals = [name for name in ranked[1:] if weighed[name] * _CLEAR > weighed[best]]
    if rivals:
        return Recognition(None, tuple(known for name in [best, *rivals] for known in named[name]))
    if len(named[best]) == 1:
        return Recognition(named[best][0], named[best])
    return _by_prefecture(named[best], prefectures, scores)


def _by_prefecture(
    namesakes: tuple[KnownMunicipality, ...], prefectures: Counter[str], scores: Counter[str]
) -> Recognition:
    """Of namesakes the one whose prefecture is named (directly before a name counts most) or whose neighbours are."""
    named = _by_name()
    evidence = Counter(prefectures)
    for name, score in scores.items():
        if len(named[name]) == 1:
            evidence[named[name][0].prefecture] += score
    ranked = sorted(namesakes, key=lambda known: -evidence[known.prefecture])
    first, second = evidence[ranked[0].prefecture], evidence[ranked[1].prefecture]
    return Recognition(ranked[0] if first > 2 * second else None, namesakes)
