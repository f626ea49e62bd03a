"""Month and day behind a year (9月1日, 4/1, 元日), in folded strings; what is lost or does not exist makes a doubt."""

from __future__ import annotations

import re

from planextract.normalise import stretches
from planextract.normalise.eras import number
from planextract.normalise.heads import GAP, KANJI
from planextract.normalise.moments import Moment
from planextract.normalise.stretches import FISCAL_START

DASH = r"\-‐‑‒–—−"
# What may stand between the numbers of an enumeration that share one unit: 4・5・6月, 1～3日.
BETWEEN = rf"{GAP}(?:、|,|・|及び|および|と|から|[~〜～∼]|[{DASH}]){GAP}"
_MORE = rf"{BETWEEN}(?:[0-9]{{1,2}}{BETWEEN}){{0,8}}[0-9]{{1,2}}{GAP}"
_MORE_DAYS = rf"{BETWEEN}(?:[0-9]{{1,2}}{BETWEEN}){{0,8}}(?:[0-9]{{1,2}}{GAP}月{GAP})?[0-9]{{1,2}}{GAP}"
_TWO = rf"(?:[0-9]{{1,2}}(?![0-9])|[0-9][ \t]{{1,2}}[0-9](?=[ \t\r\n]{{0,3}}[月日])|{KANJI}(?:[ \t]?{KANJI}){{0,3}})"
DAY_UNIT = r"日(?![間目半])(?!程度|以[内上]|連続|ごと|毎|おき|平均|[当あ]たり|前(?![後半])|後(?!半))"

_MONTH = re.compile(
    rf"{GAP}(?:の|[/.・{DASH}])?{GAP}(?:(?P<month>{_TWO}|正){GAP}月(?!曜)|(?P<of_months>[0-9]{{1,2}})(?={_MORE}月))"
)
_DAY = re.compile(
    rf"{GAP}[/・]?{GAP}(?:(?P<day>{_TWO}){GAP}{DAY_UNIT}|(?P<of_days>[0-9]{{1,2}})(?={_MORE_DAYS}{DAY_UNIT})"
    r"|(?P<first>朔日|元[日旦])|(?P<last>大?晦日))"
)
_NEW_YEAR = re.compile(rf"{GAP}の?元[日旦]")
_SLASHED = re.compile(
    rf"{GAP}/?(?P<month>[0-9]{{1,2}})/(?P<day>[0-9]{{1,2}})(?![0-9/.%])|/(?P<only>[0-9]{{1,2}})(?![0-9/.%月])"
)
_WEEKDAY = re.compile(
    rf"{GAP}[、,]?{GAP}(?:\({GAP}[月火水木金土日](?:曜日?)?(?:[・,、/]{GAP}(?:祝日?|休日?|振替休日))?{GAP}\)"
    r"|の?[月火水木金土日]曜日?|\(?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?\)?)"
)

# Forms to be filled in (令和7年　月　日) and places kept for a number (令和7年〇月).
_KEPT = r"[〇○●◯□■＊*×_＿?？…]{1,2}"
_EMPTY = rf"(?:[ \t]{{1,12}}|{GAP}{_KEPT}{GAP})"
_NO_WORD = r"(?![本程常曜間中々数時付])"
_LOST_MONTH = re.compile(rf"{_EMPTY}月(?![曜例額次刊間別報齢面極々])(?:{GAP}(?:{_KEPT})?{GAP}日{_NO_WORD})?")
_LOST_DAY = re.compile(rf"{_EMPTY}日{_NO_WORD}")


def within_year(string: str, year: Moment) -> Moment:
    """The month and day that follow 年, in any of their forms, or the year as it is."""
    new_year = _NEW_YEAR.match(string, year.stop)
    if new_year is not None:
        return year._replace(month=1, day=1, stop=new_year.end())
    slashed = _SLASHED.match(string, year.stop)
    if slashed is not None:
        return _of_slashes(string, year, slashed)
    lost = _LOST_MONTH.match(string, year.stop)
    if lost is not None:
        return year._replace(stop=lost.end()).doubting("date-incomplete", granularity="year")
    return with_month(string, year)


def _of_slashes(string: str, year: Moment, match: re.Match[str]) -> Moment:
    """令和7年 4/1, 2025年/4; figures that are no date stay what they are."""
    month, day = int(match["month"] or match["only"]), int(match["day"]) if match["day"] else None
    if not 1 <= month <= 12 or (day is not None and stretches.day(year.year, month, day) is None):
        return year
    moment = year._replace(month=month, day=day, stop=match.end())
    return moment if day is None else with_weekday(string, moment)


def with_month(string: str, year: Moment) -> Moment:
    """The month behind a year or fiscal year (令和7年度1月 is in 令和8年); a month that does not exist leaves it."""
    match = _MONTH.match(string, year.stop)
    if match is None:
        return year
    month = number(match["month"] or match["of_months"])
    if not 1 <= month <= 12:
        day = _DAY.match(string, match.end())
        return year._replace(stop=day.end() if day else match.end()).doubting("date-invalid")
    western = year.year + (1 if year.fiscal and month < FISCAL_START else 0)
    moment = year._replace(year=western, month=month, fiscal=False, stop=match.end())
    return moment if match["of_months"] else with_day(string, moment)


def with_day(string: str, month: Moment) -> Moment:
    """The day behind 月 and its weekday; one that does not exist leaves the month."""
    match = _DAY.match(string, month.stop)
    if match is None:
        lost = _LOST_DAY.match(string, month.stop)
        return month._replace(stop=lost.end()).doubting("date-incomplete", granularity="month") if lost else month
    if match["last"]:
        return month._replace(day=month.stretch().end.day, stop=match.end())
    day = 1 if match["first"] else number(match["day"] or match["of_days"])
    return with_weekday(string, on_day(month._replace(stop=match.end()), day))


def on_day(month: Moment, day: int) -> Moment:
    """That day of the month, or the month and a doubt where it has no such day."""
    if stretches.day(month.year, month.month or 1, day) is None:
        return month.doubting("date-invalid")
    return month._replace(day=day)


def with_weekday(string: str, day: Moment) -> Moment:
    """The date with the weekday that stands behind it."""
    match = _WEEKDAY.match(string, day.stop)
    return day._replace(stop=match.end()) if match else day
