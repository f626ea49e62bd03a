"""One date as printed that names its year, from a century to a day, in folded strings.

A date is read from left to right: the head (`heads`), the unit (年, 年度), then what the unit allows: a half or
quarter, a month and a day (`days`), or without a unit what separators join (R7.9.1, 2025-09-01).
"""

from __future__ import annotations

import re

from planextract.normalise.days import DASH, on_day, with_day, with_month, with_weekday, within_year
from planextract.normalise.eras import YearContext, number
from planextract.normalise.foreign import foreign_at
from planextract.normalise.heads import GAP, KANJI, UNIT, head_at, inferred_at, paired
from planextract.normalise.moments import Moment
from planextract.normalise.stretches import Part

_CENTURY = re.compile(rf"(?P<century>[0-9]{{1,2}}|{KANJI}{{1,3}}){GAP}世紀")
_DECADE = re.compile(rf"{GAP}代(?![表理替金々わ物行役用案入])")
_HALF_OF_SPAN = re.compile(rf"{GAP}の?(?P<half>[前後])半")
_PART = re.compile(
    rf"{GAP}の?{GAP}(?:(?P<half>[上下])(?:半[期年]|期)"
    r"|(?P<term>[前後])(?:半(?!年)期?|期(?!高齢|基本|実[行施]|計画|課程|推進|展開|試験|日程))"
    rf"|第?{GAP}(?P<quarter>[1-4一二三四])"
    rf"(?:{GAP}四半期|(?={GAP}(?:[~〜～・、,]|から){GAP}第?[1-4一二三四]{GAP}四半期))"
    r"|[/-]?(?:(?P<before_q>[1-4])Q|Q(?P<after_q>[1-4]))(?![0-9A-Za-z]))"
)
_PARTS: dict[str, tuple[Part, int]] = {
    "上": ("half_year", 1),
    "前": ("half_year", 1),
    "下": ("half_year", 2),
    "後": ("half_year", 2),
}
# A round number of years is rather a duration: 1000年前, 2000年以上の歴史.
_COUNTED = re.compile(
    rf"{GAP}(?:間|以上|以内|余り?|ぶり|もの|ほど|来の|目(?![標的])|生(?!ま))|{GAP}前(?![半後期])|{GAP}後(?![半期])"
)
_COUNTED_FISCAL = re.compile(rf"{GAP}(?:間|目(?![標的])|連続|続|にわた|以内|ごと|毎)")

_SEPARATED = re.compile(
    rf"(?P<separator>[./・,{DASH}])(?P<month>[0-9]{{1,2}})(?![0-9])"
    r"(?:(?P<unit>月)|(?P<again>(?P=separator))(?P<day>[0-9]{1,2})日?(?![0-9]))?"
)
_SEPARATED_KANJI = re.compile(rf"・(?P<month>{KANJI}{{1,3}})・(?P<day>{KANJI}{{1,3}})")
_SEASON = re.compile(r"[春夏秋冬](?=[季期頃のにはを、。 )]|から|まで|$)")
_AFTER_DATE = re.compile(r"[0-9]|[.:][0-9]|[A-SU-Za-z%]|T(?![0-9])")
_AFTER_MONTH = re.compile(r"[0-9]|[.:][0-9]|[A-Za-z%]|[倍人件円個回台名社校歳点位号]")
_DATE_WORD = re.compile(
    rf"{GAP}(?:[~〜～∼()]|まで|以[降前後]|から|より|頃|ごろ|末|現在|時点)"
    r"|[ \t]{1,3}[\u3041-\u3096]|[、。にはのを]"
)
_AFTER_BARE = re.compile(
    r"[0-9A-Za-z%‰]|[.:/,][0-9]|[-‐–−_][A-Za-z0-9]"
    rf"|{GAP}(?:か(?!ら)|[カケヶヵ箇]|丁目|番|号|型|系|棟|階|室|条|章|節|項|区|月|日|倍|人|件|円|名|回|台|個|社|校|歳|点|位|%)"
)


def date_at(string: str, at: int, context: YearContext | None = None) -> Moment | None:
    """The date that begins at index `at`, as long as it goes, or None; `context` resolves a year without an era.

    A year without unit and month comes back `bare`; whether it stands for a date alone is in `alone`.
    """
    head = head_at(string, at)
    if head is None:
        other = foreign_at(string, at) or _century_at(string, at)
        return other if other or context is None else _inferred(string, at, context)
    head = paired(string, head)
    unit = UNIT.match(string, head.stop)
    if unit is not None:
        head = paired(string, head._replace(stop=unit.end(), fiscal=unit["fiscal"] is not None))
    return _separated(string, head) if head.fiscal is None else with_unit(string, head)


def _century_at(string: str, at: int) -> Moment | None:
    match = _CENTURY.match(string, at)
    century = number(match["century"]) if match else 0
    if match is None or not 1 <= century <= 30:
        return None
    return _half_of_span(string, Moment(at, match.end(), (century - 1) * 100 + 1, None, fiscal=False, span=100))


def _half_of_span(string: str, moment: Moment) -> Moment:
    match = _HALF_OF_SPAN.match(string, moment.stop)
    if match is None:
        return moment
    half = moment.span // 2
    return moment._replace(year=moment.year + (half if match["half"] == "後" else 0), span=half, stop=match.end())


def _inferred(string: str, at: int, context: YearContext) -> Moment | None:
    """A year that takes its era from the document: 20年度, 3年度末, 24年5月; not the durations 5年 and 3年度目."""
    head = inferred_at(string, at, context)
    if head is None:
        return None
    unit = UNIT.match(string, head.stop)
    if unit is None:
        return head
    head = head._replace(stop=unit.end(), fiscal=unit["fiscal"] is not None)
    moment = with_unit(string, paired(string, head))
    if moment is None or moment.month is not None:
        return moment
    return moment if moment.fiscal and not _COUNTED_FISCAL.match(string, moment.stop) else None


def with_unit(string: str, head: Moment) -> Moment | None:
    """What follows 年 or 年度; None where the figure counts years (1000年以上)."""
    round_figure = head.era is None and head.year % 100 == 0 and not head.fiscal
    if round_figure and _COUNTED.match(string, head.stop):
        return None
    head = head._replace(alone=True)
    part = part_at(string, head)
    if part is not None:
        return part
    if head.fiscal:
        return with_month(string, head)
    decade = _DECADE.match(string, head.stop)
    if decade is not None and _ends_in_zero(head):
        return _half_of_span(string, head._replace(span=10, stop=decade.end()))
    return within_year(string, head)


def _ends_in_zero(head: Moment) -> bool:
    return (head.year if head.era is None else head.year - head.era.first + 1) % 10 == 0


def part_at(string: str, head: Moment) -> Moment | None:
    """The half or quarter that follows the year of `head`."""
    match = _PART.match(string, head.stop)
    if match is None:
        return None
    word = match["half"] or match["term"]
    ordinal = match["quarter"] or match["before_q"] or match["after_q"]
    part = _PARTS[word] if word else ("quarter", number(ordinal))
    return head._replace(part=part, stop=match.end())


def _separated(string: str, head: Moment) -> Moment:
    """A year without unit: R7.9.1, 2025/9/1, 2025-09, R7.9, R7 Q1, or nothing but the year."""
    match = _SEPARATED.match(string, head.stop)
    if match is None or not _is_separated(string, head, match):
        kanji = _SEPARATED_KANJI.match(string, head.stop)
        if kanji is not None and 1 <= number(kanji["month"]) <= 12:
            # 一九四〇・一・四
            month = head._replace(month=number(kanji["month"]), fiscal=False, alone=True, stop=kanji.end())
            return with_weekday(string, on_day(month, number(kanji["day"])))
        part = part_at(string, head) if head.alone or head.era is None else None
        return part._replace(alone=True) if part else _bare(string, head)
    month = head._replace(
        month=int(match["month"]), fiscal=False, separator=match["separator"], alone=True, stop=match.end()
    )
    if match["day"]:
        return with_weekday(string, on_day(month, int(match["day"])))
    return with_day(string, month) if match["unit"] else month


def _is_separated(string: str, head: Moment, match: re.Match[str]) -> bool:
    if not 1 <= int(match["month"]) <= 12 or (match["day"] and not 1 <= int(match["day"]) <= 31):
        return False
    if match["unit"]:
        return match["separator"] in "./・"
    stop, separator = match.end(), match["separator"]
    if UNIT.match(string, stop) or (string.startswith(separator, stop) and string[stop + 1 : stop + 2].isdigit()):
        return False
    if match["day"]:
        return _AFTER_DATE.match(string, stop) is None
    return _AFTER_MONTH.match(string, stop) is None and _is_month(string, head, match)


def _is_month(string: str, head: Moment, match: re.Match[str]) -> bool:
    """R7.9, R7/9, 2025/9, 2025.09, 2025-09 are months; R7-9, R7・9, M3.5 and the decimal 1998.5 are none."""
    separator, two_digits = match["separator"], len(match["month"]) == 2
    if head.era is not None:
        return separator in "./" and head.alone
    if separator == ".":
        ends_range = head.start > 0 and string[head.start - 1] in "~〜～∼"
        return two_digits or ends_range or _DATE_WORD.match(string, match.end()) is not None
    return separator == "/" or (separator == "-" and two_digits)


def _bare(string: str, head: Moment) -> Moment:
    if head.alone and head.era is not None and _AFTER_BARE.match(string, head.stop):
        return head._replace(alone=False)
    return head._replace(alone=True) if head.era is None and _SEASON.match(string, head.stop) else head
