"""The head of a date: the year as printed (令和7, R7, 平25, 2025, 二〇二五) and the other calendar beside it."""

from __future__ import annotations

import re

from planextract.normalise.eras import KANJI_DIGITS, KANJI_NUMERALS, Era, YearContext, era_of, number
from planextract.normalise.moments import Moment

# Print is letter-spaced and cells are wrapped: blanks may stand between any two parts. Bounded for linear reading.
GAP = r"[ \t\r\n]{0,8}"
KANJI = f"[{KANJI_NUMERALS}]"
OPEN, CLOSE = r"[(\[〔［【<〈《]", r"[)\]〕］】>〉》]"
UNIT = re.compile(
    rf"{GAP}(?:(?P<fiscal>(?:会計|事業|予算)?年(?:度|[ \t\r\n]{{1,3}}度(?![々重数合量])))|(?P<calendar>年))"
)

_NAME = r"明[ \t\r\n]?治|大[ \t\r\n]?正|昭[ \t\r\n]?和|平[ \t\r\n]?成|令[ \t\r\n]?和"
_NAMED = re.compile(
    rf"(?P<era>{_NAME}){GAP}"
    rf"(?P<year>元|[0-9](?:[ \t]{{1,2}}[0-9]){{1,2}}(?={GAP}年)|[0-9]{{1,3}}(?![0-9])|{KANJI}{{1,5}})"
)
_ABBREVIATED = re.compile(rf"(?P<era>[明大昭平令])(?P<year>元|[0-9]{{1,2}}(?![0-9])|{KANJI}{{1,4}}(?=年))")
_LETTERED = re.compile(
    rf"(?P<era>[MTSHRmtshr])(?P<blank>[ \t]{{0,2}}|\.)(?P<year>元|[0-9]{{1,2}}(?![0-9A-Za-z])|{KANJI}{{1,4}}(?=年))"
)
_AFTER_POSITIONAL = rf"{GAP}年|・{KANJI}{{1,3}}・{KANJI}"
_WESTERN = re.compile(
    rf"(?P<before>西[ \t]?暦{GAP}|(?:A\.?D\.?|C\.?E\.?|CY|FY)[ \t]?)?"
    rf"(?:(?P<year>[12][0-9]{{3}}(?![0-9])|[12](?:[ \t]{{1,2}}[0-9]){{3}}(?={GAP}年))(?P<after>FY(?![A-Za-z0-9]))?"
    rf"|(?P<positional>[一二壱弐][{KANJI_DIGITS}]{{3}})(?={_AFTER_POSITIONAL})"
    rf"|(?P<composed>[一二]?千{KANJI}{{0,6}})(?={GAP}年)"
    rf"|(?P<three>[1-9][0-9]{{2}})(?={GAP}年))"
)
_MARKED_SHORT = re.compile(
    rf"(?:西[ \t]?暦{GAP}(?P<year>[0-9]{{1,3}})|FY[ \t]?'?(?P<fiscal>[0-9]{{2}})"
    rf"|['’‘](?P<apostrophe>[0-9]{{2}})(?={GAP}年))(?![0-9])"
)
_PIVOT = 50  # '79年 is 1979, '21年 is 2021
_AND_YEARS = rf"{GAP}[~〜～∼・、\-]{GAP}[0-9]{{1,2}}{GAP}年度"
_WITHOUT_ERA = re.compile(rf"(?P<year>[0-9]{{1,2}}|元(?=年度))(?={GAP}年[ \t\r\n]{{0,3}}(?P<fiscal>度)?|{_AND_YEARS})")

# What can begin a date. The looks to the left keep out model numbers (CR5, Server 2012 R2), words (最大3年), decimals
# and the years of other reckonings (紀元前202年, 皇紀2600年).
_NO_KANJI = r"(?<![\u3005\u4e00-\u9fff])"
STARTER = (
    rf"(?:{_NAME})(?={GAP}[元0-9{KANJI_NUMERALS}])"
    rf"|{_NO_KANJI}[明大昭平令](?=[元0-9{KANJI_NUMERALS}])"
    r"|(?<![A-Za-z0-9_\-])(?<!20[0-9][0-9] )[MTSHRmtshr](?=[ \t]{0,2}[元0-9]|" + KANJI + r"{1,4}年)"
    r"|(?<![A-Za-z0-9_.\-])[SHR](?=\.[0-9]{1,2}(?![0-9]))"
    r"|西[ \t]?暦(?=[ \t\r\n]{0,8}[0-9])|(?<![A-Za-z])(?:A\.?D\.?|C\.?E\.?|CY|FY)(?=[ \t]?'?[0-9])"
    rf"|['’‘](?=[0-9]{{2}}{GAP}年)"
    r"|(?<![0-9.,A-Za-z_])(?<!紀元前)(?<!紀元)(?<!皇紀)[12](?=[0-9]{3}(?![0-9])|(?:[ \t]{1,2}[0-9]){3}[ \t\r\n]{0,8}年)"
    rf"|{_NO_KANJI}(?<![0-9.,])[1-9][0-9]{{2}}(?={GAP}年)"
    rf"|(?<![0-9{KANJI_NUMERALS}])(?:[一二壱弐](?=[{KANJI_DIGITS}]{{3}}(?:{_AFTER_POSITIONAL}))|[一二]?千(?={KANJI}{{0,6}}{GAP}年))"
    rf"|(?<![0-9./前第{KANJI_NUMERALS}])(?:[0-9]{{1,2}}|{KANJI}{{1,3}})(?={GAP}世紀)"
)
STARTER_WITHOUT_ERA = (
    rf"(?<![0-9.,/第約去各毎\-])[0-9]{{1,2}}(?={GAP}年|{_AND_YEARS})|(?<![\u3005\u4e00-\u9fff \t])元(?=年度)"
)
FIRST = f"明大昭平令元MTSHRmtshr西FAC'’‘0-9{KANJI_NUMERALS}"  # the characters that a date can begin with

_MOST_YEARS_OF_NAME, _MOST_YEARS_OF_LETTER = 199, 64  # 昭和100年 and 明治150年 are spoken of
_TYPOGRAPHIC = 5  # 和暦 and 西暦 that disagree by more than a slip are two things, not one


def head_at(string: str, at: int) -> Moment | None:
    """The year that begins at `at`, without its unit."""
    return _era_year(string, at) or _western_year(string, at)


def _era_year(string: str, at: int) -> Moment | None:
    match = _NAMED.match(string, at) or _ABBREVIATED.match(string, at) or _LETTERED.match(string, at)
    if match is None:
        return None
    year = number(match["year"])
    if not 1 <= year <= (_MOST_YEARS_OF_LETTER if match.re is _LETTERED else _MOST_YEARS_OF_NAME):
        return None
    head = of_era(at, match.end(), era_of(match["era"]), year)
    written_out = not match["year"].isascii() and match["year"] != "元"
    return head._replace(alone=not written_out and (match.re is not _LETTERED or _familiar(match, year)))


def _familiar(letter: re.Match[str], year: int) -> bool:
    """Whether a letter and a number alone are read as a year: R5, R.5, H25, S54; not H2, S3, T5, M3, r5, R 5."""
    if letter["era"] == "R":
        return letter["blank"] in ("", ".")
    return not letter["blank"] and letter["era"] in "HS" and year >= 10


def of_era(start: int, stop: int, era: Era, year: int) -> Moment:
    """The year of an era, with a doubt where the era had no such year."""
    moment = Moment(start, stop, era.western(year), era)
    return moment if era.has(year) else moment.doubting("year-past-era", year=moment.year)


def _western_year(string: str, at: int) -> Moment | None:
    match = _WESTERN.match(string, at)
    if match is None:
        return _marked_short(string, at)
    year = number(match["year"] or match["positional"] or match["composed"] or match["three"])
    if not (1000 <= year < 3000 or (match["three"] and year % 10)):
        return None
    fiscal = True if "FY" in (match["before"] or "") + (match["after"] or "") else None
    return Moment(at, match.end(), year, None, fiscal, alone=fiscal is True)


def _marked_short(string: str, at: int) -> Moment | None:
    match = _MARKED_SHORT.match(string, at)
    if match is None:
        return None
    if match["fiscal"]:
        return Moment(at, match.end(), 2000 + int(match["fiscal"]), None, True)
    if match["apostrophe"]:
        short = int(match["apostrophe"])
        return Moment(at, match.end(), short + (1900 if short >= _PIVOT else 2000), None, alone=False)
    year = int(match["year"])
    return Moment(at, match.end(), year, None, alone=False) if year else None


def inferred_at(string: str, at: int, context: YearContext) -> Moment | None:
    """A year without an era (the 20 of 20年度), with a doubt that says which era the document gives it."""
    match = _WITHOUT_ERA.match(string, at)
    year = number(match["year"]) if match else 0
    era = context.era_for(year) if year else None
    if match is None or era is None:
        return None
    return of_era(at, match.end(), era, year).doubting("era-inferred", era=f"{era.name}{year}年{match['fiscal'] or ''}")


def paired(string: str, head: Moment) -> Moment:
    """The head with the other calendar that stands in brackets beside it: 令和7(2025)年度, 2025年(令和7年).

    The year printed first counts; where the two disagree there is a doubt. A bracket that is no such pair stays.
    """
    opened = _OPENED.match(string, head.stop)
    other = head_at(string, opened.end()) if opened else None
    if other is None:
        return head
    unit = UNIT.match(string, other.stop)
    closed = _CLOSED.match(string, unit.end() if unit else other.stop)
    if closed is None or not _belongs(head, other, unit is not None):
        return head
    if head.year != other.year:
        head = head.doubting("calendar-mismatch", first=head.year, second=other.year)
    fiscal = unit["fiscal"] is not None if unit and head.fiscal is None else head.fiscal
    # The era decides what a year without any unit is: 2021(R3) is the fiscal year as R3 alone is.
    return head._replace(stop=closed.end(), fiscal=fiscal, era=head.era or other.era, alone=True)


_OPENED = re.compile(rf"{GAP}{OPEN}{GAP}")
_CLOSED = re.compile(rf"{GAP}{CLOSE}")


def _belongs(head: Moment, other: Moment, unit: bool) -> bool:
    if (head.era is None) == (other.era is None):
        # Two eras name one year only in the year of a change; 令和5年度(令和4年度) are two years.
        return head.era is not other.era and head.year == other.year
    return unit or abs(head.year - other.year) <= _TYPOGRAPHIC
