"""Dates that leave out what the date before them has said: 令和4年度～*6年度*, 4月1日から*30日*, *同年10月*."""

from __future__ import annotations

import re

from planextract.normalise import stretches
from planextract.normalise.dates import date_at, part_at, with_unit
from planextract.normalise.days import BETWEEN, with_day, with_month
from planextract.normalise.eras import number
from planextract.normalise.heads import GAP, KANJI, OPEN, UNIT, of_era, paired
from planextract.normalise.moments import Moment
from planextract.normalise.stretches import FISCAL_START

_YEAR = re.compile(
    rf"(?P<year>元|[0-9]{{1,2}}(?![0-9])|[0-9][ \t]{{1,2}}[0-9](?=[ \t\r\n]{{0,3}}年)|{KANJI}{{1,4}})"
    rf"(?={GAP}(?:(?:会計|事業|予算)?年|{OPEN}))"
)
_DURATION = re.compile(
    rf"{GAP}(?:間|後(?![半期])|前(?![半後期])|以[内上下]|未満|程度|ごと|毎|おき|目(?![標的])|生|連続|続|ぶり|計画|制|先|半|弱|強|余|も|単位|[かカヶケ])"
)
_ENDS = re.compile(rf"{GAP}(?:まで|迄|末|の間|にかけ|にわた|[)）」』】、。]|$)")
_FIGURE = re.compile(
    rf"(?P<figure>[0-9]{{1,2}})(?![0-9])(?={GAP}(?:$|[)）\]】」』、。,・~〜～]|まで|の|に(?!よ)|は|を|が|頃|ごろ)"
    rf"|{BETWEEN}(?:[0-9]{{1,2}}{BETWEEN}){{0,8}}[0-9]{{1,2}}{GAP}(?:会計|事業|予算)?年)"
)
_RELATIVE = re.compile(rf"(?P<which>同じ?|翌)(?P<unit>年度|年|月)?{GAP}の?{GAP}")
_SEPARATED = re.compile(r"(?P<month>[0-9]{1,2})(?P<separator>[./-])(?P<day>[0-9]{1,2})(?![0-9])")


def shortened_at(string: str, at: int, before: Moment, *, ranging: bool, spoken: bool) -> Moment | None:
    """The date that begins at `at` and takes from `before` what it leaves out, or None.

    `ranging`: it ends a range, so a month before that of `before` is in the next year. `spoken`: から leads to it, so
    that a number of years may just as well be a duration (令和3年から5年で) and must be closed by まで or the like.
    """
    return (
        _relative(string, at, before)
        or _year(string, at, before, spoken=spoken)
        or _month(string, at, before, ranging=ranging)
        or _day(string, at, before)
        or _part(string, at, before)
        or _separated(string, at, before)
        or _figure(string, at, before)
    )


def _relative(string: str, at: int, before: Moment) -> Moment | None:
    """同年, 翌年度, 翌3月, 同13日; before a date that names its year (翌2006年7月) the word adds nothing."""
    match = _RELATIVE.match(string, at)
    if match is None:
        return None
    full = date_at(string, match.end())
    if full is not None and not full.bare:
        return full._replace(start=at)
    later, unit = int(match["which"] == "翌"), match["unit"]
    here = Moment(at, match.end(), before.year + later, before.era, fiscal=False)
    if unit == "年度":
        return with_unit(string, here._replace(year=_fiscal_year(before) + later, fiscal=True))
    if unit == "年":
        return with_unit(string, here)
    if unit == "月":
        return _in_month(string, here, before, later)
    month = with_month(string, here)
    return month if month.month is not None else _day(string, match.end(), before)


def _fiscal_year(moment: Moment) -> int:
    return moment.year - (1 if moment.month is not None and moment.month < FISCAL_START else 0)


def _in_month(string: str, here: Moment, before: Moment, later: int) -> Moment | None:
    if before.month is None:
        return None
    first = stretches.month(before.year, before.month)
    month = (before.month - 1 + later) % 12 + 1
    return with_day(string, here._replace(year=first.end.year + (month < before.month), month=month))


def _year(string: str, at: int, before: Moment, *, spoken: bool) -> Moment | None:
    match = _YEAR.match(string, at)
    head = _same_reckoning(at, match.end(), before, _next_of(before, number(match["year"]))) if match else None
    if head is None:
        return None
    head = paired(string, head)
    unit = UNIT.match(string, head.stop)
    if unit is not None:
        head = paired(string, head._replace(stop=unit.end(), fiscal=unit["fiscal"] is not None))
    if head.fiscal is None:
        return None
    moment = with_unit(string, head)
    if moment is None or moment.month is not None or moment.part is not None:
        return moment
    if _DURATION.match(string, moment.stop) or (spoken and not moment.fiscal and not _ENDS.match(string, moment.stop)):
        return None
    return moment


def _next_of(before: Moment, year: int) -> int:
    """昭和45、6年 says 46: a last digit that follows on that of the bare year before it."""
    if not before.bare or before.era is None:
        return year
    last = before.year - before.era.first + 1
    return last + 1 if last > 10 and year < 10 and (last + 1) % 10 == year else year


def _same_reckoning(start: int, stop: int, before: Moment, year: int) -> Moment | None:
    """The year in the era of `before`, or in its century."""
    if not 1 <= year < 100:
        return None
    if before.era is not None:
        return of_era(start, stop, before.era, year)
    return Moment(start, stop, before.year // 100 * 100 + year, None)


def _month(string: str, at: int, before: Moment, *, ranging: bool) -> Moment | None:
    if before.month is None:
        return None
    here = Moment(at, at, before.year, before.era, fiscal=False)
    month = with_month(string, here)
    if month.month is None:
        return None
    if ranging and month.month < before.month:
        return with_month(string, here._replace(year=before.year + 1))
    return month


def _day(string: str, at: int, before: Moment) -> Moment | None:
    if before.day is None:
        return None
    day = with_day(string, before._replace(start=at, stop=at, day=None, doubts=()))
    return day if day.day is not None else None


def _part(string: str, at: int, before: Moment) -> Moment | None:
    if before.part is None:
        return None
    part = part_at(string, before._replace(start=at, stop=at, doubts=()))
    return part if part and part.part and part.part[0] == before.part[0] else None


def _separated(string: str, at: int, before: Moment) -> Moment | None:
    """R3.4.1～5.31, 2012/4/3～4/6."""
    match = _SEPARATED.match(string, at)
    if match is None or before.day is None or match["separator"] != before.separator:
        return None
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= 12:
        return None
    year = before.year + (1 if before.month is not None and month < before.month else 0)
    moment = before._replace(start=at, stop=match.end(), year=year, month=month, day=day, doubts=())
    return moment if stretches.day(year, month, day) else None


def _figure(string: str, at: int, before: Moment) -> Moment | None:
    """A number alone takes the place of the last one: R4～6, R3.4～6, 2012/4/3～6."""
    match = _FIGURE.match(string, at)
    if match is None or not int(match["figure"]):
        return None
    figure, stop = int(match["figure"]), match.end()
    if before.bare:
        return _same_reckoning(at, stop, before, figure)
    if not before.separator or before.month is None:
        return None
    here = before._replace(start=at, stop=stop, doubts=())
    if before.day is None:
        return here._replace(month=figure) if before.month < figure <= 12 else None
    return here._replace(day=figure) if stretches.day(before.year, before.month, figure) else None
