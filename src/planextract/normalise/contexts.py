"""What stands before and around a number: signs and comparing words, denominators, and what makes it no amount at all.

OUTPUT.md rule 5: dates, ordinals, list marks and numbers inside names, model numbers, addresses of the web or of
telephones are no amounts. All functions read folded strings, and look at a bounded window only.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from planextract.normalise.numerals import Numeral
from planextract.normalise.undated import undated_until
from planextract.normalise.units import COUNTERS, CURRENCY_SIGNS, Unit, unit_at
from planextract.schema import Comparator

_WINDOW = 32
_KANJI = "㐀-鿿々〆"
_KATAKANA = "ァ-ヴー"
_ABOUT: dict[str, Comparator] = dict.fromkeys(("約", "およそ", "おおよそ", "おおむね", "概ね", "凡そ", "ほぼ"), "~")
_ABOUT.update(dict.fromkeys(("少なくとも", "最低でも", "最低"), ">="))
_ABOUT.update(dict.fromkeys(("最大で", "最大", "～", "〜"), "<="))
# ISO 4217
_CODES = {"JPY": "円", "USD": "ドル", "EUR": "ユーロ", "GBP": "ポンド", "CNY": "人民元", "KRW": "ウォン"}
_MINUS = r"(?<![-−0-9A-Za-z)%～〜~])[-−]|[△▲] ?|マイナス ?|(?<![ァ-ヴ])ー"
_SIGNS = re.escape("".join(CURRENCY_SIGNS))
_PREFIX = re.compile(
    rf"(?P<about>{'|'.join(_ABOUT)})? ?(?P<minus>{_MINUS})?(?P<plus>[+＋±]|プラス)?"
    rf"(?P<currency>(?:(?<![A-Za-z])(?P<land>US|us|HK|NT|AU))?(?P<sign>[{_SIGNS}]) ?(?P<inner>[-−△▲])?)?"
    rf"(?:(?<![A-Za-z])(?P<code>{'|'.join(_CODES)}) ?)?\Z"
)
_CODE_BEFORE = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(_CODES)}) ?\Z")
_PER = re.compile(
    rf"(?:毎(?P<each>年度|年|月|週|日|時|分|秒)|(?<![0-9{_KANJI}{_KATAKANA}A-Za-z])(?P<every>年度|年|月|週|日)間?"
    rf"|(?P<speed>[時分秒])速|(?P<of>[{_KANJI}{_KATAKANA}]{{1,12}})(?:当た?り|あたり|につき|ごとに|毎に))"
    r"(?:に|の|で|、)? ?(?P<kind>平均|延べ|のべ|計)? ?\Z"
)
_NAME_BEFORE = re.compile(r"(?P<latin>[A-Za-z]+)(?P<joint>[-‐._#/]?)\Z")
_NUMBERED = re.compile(r"(?:第|だい|№|#|〒|内線|番号|単位[:：]?|紀元[前後]?|西暦|皇紀) ?\Z")
_LATIN_WORD_BEFORE = re.compile(r"[A-Za-z] {1,3}\Z")
_CHAIN = re.compile(
    r"[0-9]{1,20}(?:\.[0-9]{1,20}){2,20}|[0-9]{1,20}(?:[-‐−][0-9]{1,20}){2,20}|0[0-9]{1,4}[-‐−][0-9]{1,20}"
    r"|[0-9]{1,4}(?:[-‐−][0-9]{1,4}){0,4}[-‐−](?=[\0(])"
    r"|(?<![A-Za-z0-9])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-9]{2})?(?![0-9.,%])|[0-9]{1,4}/[0-9]{1,2}(?:/[0-9]{1,2}(?![0-9]))?"
)
# 9-10, 1-2: a number in an outline; 10-20 alone is a range, 1-2 only where a unit is known.
_OUTLINE = re.compile(r"(?P<first>[0-9]{1,3})[-‐−](?P<second>[0-9]{1,3})(?=\Z|[\s\0)\]、。])")
_ORDINAL = re.compile(
    r" ?(?:番(?!組)|号(?!機)|丁|条(?!例)|項(?!目)|章|節|款|世紀|年代|次(?!元)|時(?!間|短)|曜|年生|学年|年度|時点"
    rf"|代(?![表金理替{_KATAKANA}])|月(?![間額例々])"
    rf"|(?:つ|[か-ヶ]?[{_KANJI}]{{0,2}})目(?![標的指次録線]))"
)
_CALENDAR_YEAR = re.compile(r" ?年(?!間|度?分|平均|[{_KANJI}])")
_MODEL_AFTER = re.compile(
    r"[GKDRSPCFXHBEIOQTUYZN](?![A-Za-z/²³])"
    # 3kg-6kg is a range, 3com-6 a name.
    r"|(?!t-?CO2|[kcm]?m[23](?![0-9])|(?P<unit>[A-Za-z]{1,5})-[0-9][0-9.,]{0,15} ?(?P=unit)(?![A-Za-z0-9]))"
    r"[A-Za-z]{1,20}[-_]?[0-9]"
)
# ISO9001:2015 is a name, R6:2024件 a year and its figure.
REST_OF_NAME = re.compile(
    r"(?:[A-Za-z0-9._-]|/(?=[0-9A-Za-z])|(?<![MTSHR][0-9])(?<![MTSHR][0-9]{2}):(?=[0-9]{4}(?![0-9]))){0,60}"
)
_HEADINGS = (
    "レベル|ランク|フェーズ|ステップ|ステージ|タイプ|バージョン|パターン|テーマ|"
    "方針|施策|様式|別表|別紙|資料|図表?|表|区分|類型|分野|柱"
)
_HEADED = re.compile(rf"(?:{_HEADINGS})\Z")
_WORD_BEFORE = re.compile(rf"[{_KANJI}{_KATAKANA}]\Z")
_WORD_AFTER = re.compile(r" {1,4}(?=[^\s0-9\0(/])|[>〉》」』]")
_BORDER = " \n\t\0、。,・:;!?()[]「」『』【】→"
_NO_NUMERALS = re.compile(
    r"十分(?![のでもか]|間)|百分率|十二分に|千差|百聞|五十音|四十肩|五十肩|一人ひとり|一人一人|一つひとつ|一つ一つ"
)
# Counters that make words with a lone kanji digit (一部, 一度, 二次, 三国); not enough evidence for a number.
_DOUBTFUL = "度 元 日 位 級 階 段階 語 字 文字 行 点 例 問 題 通 面 口 国 県 市 町 村 区 期 課 種 反 基 機 足 打 筆 株"
_WORD_MAKERS = frozenset(_DOUBTFUL.split())
_MEASURES = "人 件 円 名 倍 割 本 台 年 % ドル ユーロ トン キロ メートル パーセント ポンド グラム リットル センチ"
_SURE = frozenset(_MEASURES.split())


class Prefix(NamedTuple):
    """Comparing word, sign and currency before a number; `start` is the folded index where they begin."""

    start: int
    comparator: Comparator
    negative: bool
    unit: str | None


class Rate(NamedTuple):
    """A denominator before a number (年3回, 時速40km): `label_start` is where 平均 or 延べ begins, if there is one."""

    start: int
    per: str
    label_start: int | None


def prefix_before(string: str, at: int, floor: int) -> Prefix:
    """What belongs to the number at `at` and stands directly before it, not reaching back beyond `floor`."""
    low = max(floor, at - _WINDOW)
    match = _PREFIX.search(string[low:at])
    if match is None or match.start() == at - low:
        return Prefix(at, "=", False, None)
    sign: Comparator = _ABOUT[match["about"]] if match["about"] else "="
    unit = _CODES.get(match["code"])
    if match["sign"]:
        unit = (match["land"] or "").upper() + CURRENCY_SIGNS[match["sign"]]
    start = low + match.start()
    while start < at and string[start] == " ":
        start += 1
    return Prefix(start, sign, bool(match["minus"] or match["inner"]), unit)


def rate_before(string: str, at: int, floor: int) -> Rate | None:
    """A denominator without a number of its own before index `at`: 年, 月に, 世帯当たり, 時速."""
    low = max(floor, at - _WINDOW)
    match = _PER.search(string[low:at])
    if match is None:
        return None
    per = match["each"] or match["every"] or match["speed"] or match["of"]
    return Rate(low + match.start(), per, low + match.start("kind") if match["kind"] else None)


def after_name(string: str, numeral: Numeral, unit: Unit) -> bool:
    """Whether the number ends a name in Latin letters: R3, Wi-Fi6, Windows 10; not GPS 5件 and not 災害時ID200件."""
    before = string[max(0, numeral.start - _WINDOW) : numeral.start]
    if _CODE_BEFORE.search(before):
        return False
    match = _NAME_BEFORE.search(before)
    if match:
        return not (len(match["latin"]) > 1 and not match["joint"] and unit.word in COUNTERS)
    return unit.word is None and _LATIN_WORD_BEFORE.search(before) is not None


def no_amount_until(string: str, numeral: Numeral, unit_known: bool) -> int | None:
    """Where to read on when the number is none that counts something (an ordinal, a date, a list mark, a code)."""
    start, stop = numeral.start, numeral.stop
    outline = _OUTLINE.match(string, start)
    if outline and not unit_known and not 10 <= int(outline["first"]) < int(outline["second"]):
        return outline.end()
    chain = _CHAIN.match(string, start)
    if chain and chain.end() > stop and not _is_ratio(string, chain.start(), chain.end()):
        return chain.end()
    before = string[max(0, start - 8) : start]
    dated = undated_until(string, start)
    if dated is not None and dated > stop:
        return dated
    ordinal = _ORDINAL.match(string, stop)
    if ordinal or _NUMBERED.search(before) or _NO_NUMERALS.match(string, start):
        return ordinal.end() if ordinal else max(stop, start + 1)
    if 1800 <= numeral.value <= 2200 and _CALENDAR_YEAR.match(string, stop):
        return stop + 1
    if _MODEL_AFTER.match(string, stop):
        rest = REST_OF_NAME.match(string, stop)
        return rest.end() if rest else stop
    return stop if _is_list_mark(string, start, stop) else None


def _is_ratio(string: str, start: int, stop: int) -> bool:
    """12/15校 counts 12 and 15 schools; 12/15 alone is a date."""
    return string.count("/", start, stop) == 1 and unit_at(string, stop).word in COUNTERS


def _is_list_mark(string: str, start: int, stop: int) -> bool:
    """1) … and (1) … anywhere after a blank, 1. … at the start of a line."""
    if stop - start > 2:
        return False
    before, after = string[max(0, start - 2) : start], string[stop : stop + 3]
    if after.lstrip(" ").startswith(")"):
        return before[-1:] in ("", " ", "\n") or (before[-1:] == "(" and before[:-1] in ("", " ", "\n"))
    return before[-1:] in ("", "\n") and re.match(r"\. ?[^0-9 ]", after) is not None


def is_numbering(string: str, numeral: Numeral) -> bool:
    """Whether a number without unit only numbers the words beside it: 基本方針1 …, レベル2, <1>, 3 本市の現状."""
    start, stop = numeral.start, numeral.stop
    before = string[max(0, start - _WINDOW) : start]
    if _HEADED.search(before):
        return True
    if stop - start > 2 or not _WORD_AFTER.match(string, stop):
        return False
    line_start = not before or before[-1] in "\n<〈《"
    return line_start or _WORD_BEFORE.search(before) is not None


def credible(string: str, numeral: Numeral, unit: Unit) -> bool:
    """Whether kanji numerals stand for a number and are no part of a word (一部, 四国, 西九条, 五十嵐)."""
    if not numeral.kanji:
        return True
    before, after = string[numeral.start - 1 : numeral.start] or " ", string[unit.stop : unit.stop + 1] or " "
    joined = re.match(f"[{_KANJI}]", before) is not None and before not in "約計延各毎満全総男女"
    if not numeral.weak:
        short = numeral.stop - numeral.start == 2
        return unit.word is None or unit.word in COUNTERS or not short or not re.match(f"[{_KANJI}]", unit.word)
    if unit.word is None:
        return before in _BORDER + "てはがに" and (
            after in _BORDER + "をがはともで以未超約半程前" or string.startswith(("から", "まで", "より"), unit.stop)
        )
    if re.match(f"[{_KANJI}]", after) and after not in "以未超程前半強弱余増減突近当一二三四五六七八九十":
        return False
    if joined:
        return unit.word in _SURE
    known = unit.word in COUNTERS and unit.word not in _WORD_MAKERS
    return known or not re.match(f"[{_KANJI}]", unit.word)
