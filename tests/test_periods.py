"""Periods in text: OUTPUT.md, "A period", rule by rule; forms in general use; what is none."""

from __future__ import annotations

import json
import os
from calendar import monthrange
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planextract.diagnostics import CATALOGUE
from planextract.normalise.eras import ERAS, number
from planextract.normalise.periods import FoundPeriod, YearContext, read_period, read_periods, year_context
from tests.steps import growth

Value = tuple[str | None, str | None, str, str | None]


def _value(found: FoundPeriod) -> Value:
    period = found.period
    return period.start, period.end, period.granularity, period.modifier


def _fiscal(year: int, modifier: str | None = None) -> Value:
    return f"{year}-04-01", f"{year + 1}-03-31", "fiscal_year", modifier


def _year(year: int, modifier: str | None = None) -> Value:
    return f"{year:04}-01-01", f"{year:04}-12-31", "year", modifier


def _month(year: int, month: int, modifier: str | None = None) -> Value:
    return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{monthrange(year, month)[1]}", "month", modifier


def _day(iso: str, modifier: str | None = None) -> Value:
    return iso, iso, "day", modifier


def _range(start: str, end: str, granularity: str) -> Value:
    return start, end, granularity, None


def _from(start: str, granularity: str) -> Value:
    return start, None, granularity, "from"


def _until(end: str, granularity: str) -> Value:
    return None, end, granularity, "until"


# OUTPUT.md "granularity" and "Fiscal years"
UNITS = [
    ("令和5年度", _fiscal(2023)),
    ("Ｒ５年度", _fiscal(2023)),
    ("2023年度", _fiscal(2023)),
    ("R5", _fiscal(2023)),
    ("令和5年", _year(2023)),
    ("令和3年末", _year(2021, "end")),
    ("平成31年度", _fiscal(2019)),
    ("令和元年度", _fiscal(2019)),
    ("令和3事業年度", _fiscal(2021)),
    ("令和5年10月", _month(2023, 10)),
    ("令和5年10月2日", _day("2023-10-02")),
    ("令和5年度上半期", _range("2023-04-01", "2023-09-30", "half_year")),
    ("令和5年度下期", _range("2023-10-01", "2024-03-31", "half_year")),
    ("2021年前半", _range("2021-01-01", "2021-06-30", "half_year")),
    ("令和5年度後期", _range("2023-10-01", "2024-03-31", "half_year")),
    ("令和5年度第1四半期", _range("2023-04-01", "2023-06-30", "quarter")),
    ("令和五年第三四半期", _range("2023-07-01", "2023-09-30", "quarter")),
    ("2021年の第4四半期", _range("2021-10-01", "2021-12-31", "quarter")),
    ("R5年度4Q", _range("2024-01-01", "2024-03-31", "quarter")),
    ("2021Q1", _range("2021-01-01", "2021-03-31", "quarter")),
    ("2021/Q2", _range("2021-04-01", "2021-06-30", "quarter")),
    ("2021-3Q", _range("2021-07-01", "2021-09-30", "quarter")),
    ("FY2022 Q3", _range("2022-10-01", "2022-12-31", "quarter")),
    # a month of a fiscal year may be in the next calendar year
    ("令和7年度1月", _month(2026, 1)),
    ("令和7年度　12月", _month(2025, 12)),
]

# Cabinet orders on era names; JIS X 0301 for letters and one-kanji abbreviations
ERA_FORMS = [
    ("明治45年", _year(1912)),
    ("大正元年", _year(1912)),
    ("大正15年", _year(1926)),
    ("昭和元年", _year(1926)),
    ("昭和64年", _year(1989)),
    ("平成元年", _year(1989)),
    ("平成31年", _year(2019)),
    ("令和元年", _year(2019)),
    ("M45年", _year(1912)),
    ("T15.12.25", _day("1926-12-25")),
    ("s54.4.1", _day("1979-04-01")),
    ("Ｈ３１．４", _month(2019, 4)),
    ("R6.9.1", _day("2024-09-01")),
    ("R6/9/1", _day("2024-09-01")),
    ("R6-9-1", _day("2024-09-01")),
    ("R.6", _fiscal(2024)),
    ("R.6年度", _fiscal(2024)),
    ("H.30.4.1", _day("2018-04-01")),
    ("R06.09.01", _day("2024-09-01")),
    ("R元.5.1", _day("2019-05-01")),
    ("R5.10月", _month(2023, 10)),
    ("令6", _fiscal(2024)),
    ("平25.4.1", _day("2013-04-01")),
    ("昭60年度", _fiscal(1985)),
    ("㍻26年4月", _month(2014, 4)),
    ("㋿5年", _year(2023)),
    ("令和5.4.1", _day("2023-04-01")),
    ("昭和100年", _year(2025)),
    ("平成34年度", _fiscal(2022)),
]

# everyday, positional and formal kanji numerals
KANJI_FORMS = [
    ("二〇二一年七月十八日", _day("2021-07-18")),
    ("一九八九年一月八日", _day("1989-01-08")),
    ("千九百八十九年", _year(1989)),
    ("二千年八月三日", _day("2000-08-03")),
    ("弐零弐参年伍月肆日", _day("2023-05-04")),
    ("昭和五十九年三月", _month(1984, 3)),
    ("昭和五九年三月三一日", _day("1984-03-31")),
    ("平成二十年度", _fiscal(2008)),
    ("平成廿年", _year(2008)),
    ("Ｓ六十三年一二月", _month(1988, 12)),
    ("平成12年2月晦日", _day("2000-02-29")),
    ("令和5年元日", _day("2023-01-01")),
    ("令和5年正月", _month(2023, 1)),
    ("一九五二・四・二八", _day("1952-04-28")),
    ("昭和二七・四・二八", _day("1952-04-28")),
]

WESTERN_FORMS = [
    ("2021年", _year(2021)),
    ("西暦2021年", _year(2021)),
    ("西暦321年", _year(321)),
    ("847年5月", _month(847, 5)),
    ("2021/7/18", _day("2021-07-18")),
    ("2021-07-18", _day("2021-07-18")),
    ("2021.7.18", _day("2021-07-18")),
    ("2021・7・18", _day("2021-07-18")),
    ("2021/7", _month(2021, 7)),
    ("2021-07", _month(2021, 7)),
    ("2021年/7月/18日", _day("2021-07-18")),
    ("2021/7月", _month(2021, 7)),
    ("2021年 7/18", _day("2021-07-18")),
    ("2021年の7月18日", _day("2021-07-18")),
    ("FY2021", _fiscal(2021)),
    ("2021-07-18T10:30:00", _day("2021-07-18")),
    ("23.5.2015", _day("2015-05-23")),
    ("05/23/2015", _day("2015-05-23")),
    ("July 18, 2021", _day("2021-07-18")),
    ("18th Jul. 2021", _day("2021-07-18")),
    ("'79年4月21日", _day("1979-04-21")),
    ("1970年代", _range("1970-01-01", "1979-12-31", "year")),
    ("昭和40年代", _range("1965-01-01", "1974-12-31", "year")),
    ("2020年代後半", _range("2025-01-01", "2029-12-31", "year")),
    ("21世紀", _range("2001-01-01", "2100-12-31", "year")),
]

# OUTPUT.md "modifier", "Bounds are inclusive", "中, 分, 現在, 時点 change nothing"
MODIFIERS = [
    ("令和8年度までに", _until("2027-03-31", "fiscal_year")),
    ("令和8年度まで", _until("2027-03-31", "fiscal_year")),
    ("2021年以前", _until("2021-12-31", "year")),
    ("令和8年度～", _from("2026-04-01", "fiscal_year")),
    ("（～令和8年度）", _until("2027-03-31", "fiscal_year")),
    ("R3.9より実施", _from("2021-09-01", "month")),
    ("令和6年度以降", _from("2024-04-01", "fiscal_year")),
    ("令和3年7月1日から", _from("2021-07-01", "day")),
    ("2021年以来", _from("2021-01-01", "year")),
    ("2008年より前", _until("2007-12-31", "year")),
    ("2008年より後", _from("2009-01-01", "year")),
    ("令和6年度末", _fiscal(2024, "end")),
    ("2021年7月末", _month(2021, 7, "end")),
    ("令和6年1月下旬", _month(2024, 1, "end")),
    ("令和6年度当初", _fiscal(2024, "start")),
    ("2021年初め", _year(2021, "start")),
    ("2040年頃", _year(2040, "around")),
    ("2021年7月前後", _month(2021, 7, "around")),
    ("令和6年度末までに", _until("2025-03-31", "fiscal_year")),
    ("2030年ごろから", _from("2030-01-01", "year")),
    ("令和6年半ばまでに", _until("2024-12-31", "year")),
    ("令和6年度中", _fiscal(2024)),
    ("令和6年度分", _fiscal(2024)),
    ("令和6年3月31日現在", _day("2024-03-31")),
    ("令和6年1月1日時点", _day("2024-01-01")),
    ("平成22年発行分まで", _until("2010-12-31", "year")),
    ("令和6年度課税分から", _from("2024-04-01", "fiscal_year")),
    # words that look like a modifier and are none
    ("令和2年度より高い", _fiscal(2020)),
    ("令和2年度よりも多い", _fiscal(2020)),
    ("令和6年度当初予算", _fiscal(2024)),
    ("令和6年度初めての開催", _fiscal(2024)),
    ("令和6年度後期高齢者医療", _fiscal(2024)),
    ("令和7年春日通り", _year(2025)),
    ("令和6年度に向けて", _fiscal(2024)),
]

# OUTPUT.md "A range keeps the granularity of its ends (the finer one where they differ)"
RANGES = [
    ("R6～R8", _range("2024-04-01", "2027-03-31", "fiscal_year")),
    ("R6-R8", _range("2024-04-01", "2027-03-31", "fiscal_year")),
    ("R6～8", _range("2024-04-01", "2027-03-31", "fiscal_year")),
    ("R6～8年度", _range("2024-04-01", "2027-03-31", "fiscal_year")),
    ("H5～H7", _range("1993-04-01", "1996-03-31", "fiscal_year")),
    ("令和7・8年度", _range("2025-04-01", "2027-03-31", "fiscal_year")),
    ("令和7、8、9年度", _range("2025-04-01", "2028-03-31", "fiscal_year")),
    ("令和6年度及び7年度", _range("2024-04-01", "2026-03-31", "fiscal_year")),
    ("平成30年度・令和元年度分", _range("2018-04-01", "2020-03-31", "fiscal_year")),
    ("昭和54年度～59年度分", _range("1979-04-01", "1985-03-31", "fiscal_year")),
    ("令和4年度から6年度まで", _range("2022-04-01", "2025-03-31", "fiscal_year")),
    ("令和4年度 から 令和6年度", _range("2022-04-01", "2025-03-31", "fiscal_year")),
    ("令和4年度以降、令和6年度まで", _range("2022-04-01", "2025-03-31", "fiscal_year")),
    ("2022年4月以降9月いっぱい", _range("2022-04-01", "2022-09-30", "month")),
    ("2022/4/1以降2022/4/20以前", _range("2022-04-01", "2022-04-20", "day")),
    ("平成28～令和2年度", _range("2016-04-01", "2021-03-31", "fiscal_year")),
    ("令和3年から令和7年までの5年間", _range("2021-01-01", "2025-12-31", "year")),
    ("令和4年～6年", _range("2022-01-01", "2024-12-31", "year")),
    ("2021～2025年度", _range("2021-04-01", "2026-03-31", "fiscal_year")),
    ("2021～25年", _range("2021-01-01", "2025-12-31", "year")),
    ("基本計画（2021-2025）", _range("2021-01-01", "2025-12-31", "year")),
    ("平成31年4月～令和4年3月", _range("2019-04-01", "2022-03-31", "month")),
    ("R3.1～R8.3", _range("2021-01-01", "2026-03-31", "month")),
    ("R3.4～6", _range("2021-04-01", "2021-06-30", "month")),
    ("2021.4～2022.3", _range("2021-04-01", "2022-03-31", "month")),
    ("令和6年4・5・6月", _range("2024-04-01", "2024-06-30", "month")),
    ("令和2年10月～翌年3月", _range("2020-10-01", "2021-03-31", "month")),
    ("令和2年10月～3月", _range("2020-10-01", "2021-03-31", "month")),
    ("2005年11月から翌2006年7月", _range("2005-11-01", "2006-07-31", "month")),
    ("令和2年10月23日～10月30日", _range("2020-10-23", "2020-10-30", "day")),
    ("令和2年10月23日～30日", _range("2020-10-23", "2020-10-30", "day")),
    ("令和2年10月5～10月8日", _range("2020-10-05", "2020-10-08", "day")),
    ("令和2年9月15日～同年10月13日", _range("2020-09-15", "2020-10-13", "day")),
    ("令和3年12月15日(水)～28日(火・祝)", _range("2021-12-15", "2021-12-28", "day")),
    ("R3.4.1～5.31", _range("2021-04-01", "2021-05-31", "day")),
    ("2012/4/3~6", _range("2012-04-03", "2012-04-06", "day")),
    ("2021/4/1-2022/3/31", _range("2021-04-01", "2022-03-31", "day")),
    ("自 令和3年4月1日 至 令和4年3月31日", _range("2021-04-01", "2022-03-31", "day")),
    ("2015年から2018年2月の間", _range("2015-01-01", "2018-02-28", "month")),
    ("2019年2月1日から3月まで", _range("2019-02-01", "2019-03-31", "day")),
    ("令和4年度第2四半期～第4四半期", _range("2022-07-01", "2023-03-31", "quarter")),
    ("令和３・４・５年", _range("2021-01-01", "2023-12-31", "year")),
    ("昭和四十五、六年", _range("1970-01-01", "1971-12-31", "year")),
    ("1970～80年代", _range("1970-01-01", "1989-12-31", "year")),
]

# OUTPUT.md "和暦 and 西暦"; both orders, inside and behind the unit
BOTH_CALENDARS = [
    ("令和3年度(2021年度)", _fiscal(2021)),
    ("令和3年度（2021）", _fiscal(2021)),
    ("2021年(令和3年)", _year(2021)),
    ("令和 7 (2025)年度", _fiscal(2025)),
    ("2021（令和3）年度", _fiscal(2021)),
    ("平成22(2010年)年9月", _month(2010, 9)),
    ("平成29年(2017年)5月", _month(2017, 5)),
    ("平成9年度(1997年)", _fiscal(1997)),
    ("平成31（令和元）年度", _fiscal(2019)),
    ("平成31・令和元年度", _fiscal(2019)),
    ("2021(R3)", _fiscal(2021)),
    ("令和3年4月1日〔2021年4月1日〕", _day("2021-04-01")),
    ("令和6年度末（2024年度末）", _fiscal(2024, "end")),
    ("2021年4月（令和3年4月）から", _from("2021-04-01", "month")),
    ("令和3年度(2021年度)~令和7年度(2025年度)", _range("2021-04-01", "2026-03-31", "fiscal_year")),
    ("令和4（2022）～8（2026）年度", _range("2022-04-01", "2027-03-31", "fiscal_year")),
    ("2022～2026年度（令和4～8年度）", _range("2022-04-01", "2027-03-31", "fiscal_year")),
]

# letter-spaced print and cells wrapped in the middle of a word
SPACED = [
    ("平成 1 4 年 5 月 3 1 日", _day("2002-05-31")),
    ("平 成２ ７年 ４月 １日", _day("2015-04-01")),
    ("令\n和6年度", _fiscal(2024)),
    ("令和6年\n度", _fiscal(2024)),
    ("令和2年 5月25日", _day("2020-05-25")),
    ("1 9 2 8 年 3 月　１１ 日", _day("1928-03-11")),
]

ALL = [*UNITS, *ERA_FORMS, *KANJI_FORMS, *WESTERN_FORMS, *MODIFIERS, *RANGES, *BOTH_CALENDARS, *SPACED]

SEVERAL = [
    ("令和4・6年度", [_fiscal(2022), _fiscal(2024)]),
    ("令和6年4月、6月及び10月", [_month(2024, 4), _month(2024, 6), _month(2024, 10)]),
    ("令和5年度（令和4年度）", [_fiscal(2023), _fiscal(2022)]),
    ("R3とR4の比較", [_fiscal(2021), _fiscal(2022)]),
    ("10人（2014年度）→5年間で16人（2019年度）", [_fiscal(2014), _fiscal(2019)]),
    ("令和元年度から、令和3年度に変更", [_from("2019-04-01", "fiscal_year"), _fiscal(2021)]),
    ("1989-7-21　1989.7.21　１９８９／７／２１", [_day("1989-07-21")] * 3),
    ("令和3年度\n令和4年度", [_fiscal(2021), _fiscal(2022)]),
    ("令和4年度以降、令和6年度に見直す", [_from("2022-04-01", "fiscal_year"), _fiscal(2024)]),
    # a number beside a date that is none of its own
    ("令和3年度から5年間", [_from("2021-04-01", "fiscal_year")]),
    ("令和3年から5年で", [_from("2021-01-01", "year")]),
    ("R5～10件", [_fiscal(2023)]),
    ("R5、3 校", [_fiscal(2023)]),
    ("令和5年度 12/15", [_fiscal(2023)]),
    ("令和5年度 1,234人", [_fiscal(2023)]),
    ("2016年1月12日月曜日の10時30分", [_day("2016-01-12")]),
    ("令和3年4月10日本会議", [_day("2021-04-10")]),
]

NONE = [
    "5年間", "3か月", "10時30分", "4月", "5月26日", "3.9", "5/3", "4/15", "1/27時点", "第3章", "第一四半期",
    "0248-75-1111", "080-6006-4451", "1.2.2", "ver2.3.4", "2021", "2000円", "1500～2000人", "（1500～2000）",
    "CR5", "R2-D2","M.3", "H.5", "H.264", "Ver.R.4",  "SR3年", "R5-1", "R134号", "H2O", "H1N1", "S3", "M3", "5 m3", "T2", "Society5.0",
    "Server 2012 R2", "JIS X 8341-3:2016", "最大3年", "大正大学3年", "明治3丁目", "昭和2月3日", "令和0年", "令和-3年",
    "人生100年時代", "1000年前", "2000年間", "紀元前202年", "紀元前3世紀", "皇紀2600年", "四半世紀", "2021/13/1",
    "1998.5", "3/7/2017", "2,021年", "", "　",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ALL, ids=[text for text, _ in ALL])
def test_one_period(text: str, expected: Value) -> None:
    assert [_value(found) for found in read_periods(text)] == [expected]


@pytest.mark.parametrize(("text", "expected"), ALL, ids=[text for text, _ in ALL])
def test_the_same_within_a_sentence(text: str, expected: Value) -> None:
    """Words on both sides change nothing, except where the text itself begins or ends in the open."""
    if text[0] in "（" or text[-1] in "～":
        pytest.skip("open at the edge of the text")
    assert [_value(found) for found in read_periods(f"本市は、{text}、順次進める。")] == [expected]


@pytest.mark.parametrize(("text", "expected"), SEVERAL, ids=[text for text, _ in SEVERAL])
def test_several_periods(text: str, expected: list[Value]) -> None:
    assert [_value(found) for found in read_periods(text)] == expected


@pytest.mark.parametrize("text", NONE)
def test_no_period(text: str) -> None:
    assert read_periods(text) == []
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("計画期間は令和3年度から令和7年度までの5年間", "令和3年度から令和7年度まで"),
        ("進捗状況（令和5年3月31日現在）", "令和5年3月31日"),
        ("実績値（令和 ２ 年度末）", "令和 ２ 年度末"),
        ("スケジュール (R6～R8)", "R6～R8"),
        ("昭和54年度～59年度分の一覧", "昭和54年度～59年度"),
        ("㍻26年４月から", "㍻26年４月から"),
        ("令和7年(2025年) 月", "令和7年(2025年) 月"),
    ],
)
def test_raw_is_the_printed_expression(text: str, raw: str) -> None:
    (found,) = read_periods(text)
    assert found.period.raw == raw == text[found.start : found.stop]


DOUBTS = [
    ("平成34年度", _fiscal(2022), "year-past-era", {"year": "2022"}),
    ("令和3年度（2020年度）", _fiscal(2021), "calendar-mismatch", {"first": "2021", "second": "2020"}),
    ("2020年4月（令和3年4月）", _month(2020, 4), "calendar-mismatch", {"first": "2020", "second": "2021"}),
    ("2022冬", _year(2022), "date-incomplete", {"granularity": "year"}),
    ("令和3年(2021年) 月", _year(2021), "date-incomplete", {"granularity": "year"}),
    ("令和3年　月　日", _year(2021), "date-incomplete", {"granularity": "year"}),
    ("令和3年〇月", _year(2021), "date-incomplete", {"granularity": "year"}),
    ("令和3年4月　日", _month(2021, 4), "date-incomplete", {"granularity": "month"}),
    ("令和3年夏頃までに", _until("2021-12-31", "year"), "date-incomplete", {"granularity": "year"}),
    ("令和3年2月30日", _month(2021, 2), "date-invalid", {}),
    ("2021/2/30", _month(2021, 2), "date-invalid", {}),
    ("令和3年13月", _year(2021), "date-invalid", {}),
]


@pytest.mark.parametrize(("text", "expected", "code", "arguments"), DOUBTS, ids=[row[0] for row in DOUBTS])
def test_doubts(text: str, expected: Value, code: str, arguments: dict[str, str]) -> None:
    (found,) = read_periods(text)
    assert _value(found) == expected
    (doubt,) = found.doubts
    assert (doubt.code, dict(doubt.arguments)) == (code, {"raw": found.period.raw, **arguments})
    assert found.period.raw in CATALOGUE[code].template.format(**dict(doubt.arguments))


def test_a_sound_date_has_no_doubts() -> None:
    certain = {row[0] for row in DOUBTS} | {"昭和100年"}
    assert [text for text, _ in ALL if text not in certain and any(found.doubts for found in read_periods(text))] == []


CONTEXT = year_context(["平成30年度の実績", "令和3年度から令和8年度まで", "昭和の大合併"])


@pytest.mark.parametrize(
    ("text", "expected", "era"),
    [
        ("3年度", _fiscal(2021), "令和3年度"),
        ("20年度", _fiscal(2008), "平成20年度"),
        ("12年度末", _fiscal(2030, "end"), "令和12年度"),
        ("45年度", _fiscal(1970), "昭和45年度"),
        ("24年5月", _month(2012, 5), "平成24年"),
        ("９年度から", _from("2027-04-01", "fiscal_year"), "令和9年度"),
        ("5～7年度", _range("2023-04-01", "2026-03-31", "fiscal_year"), None),
        ("7 年 度", _fiscal(2025), "令和7年度"),
    ],
)
def test_a_year_without_an_era_takes_one_that_the_document_names(text: str, expected: Value, era: str | None) -> None:
    (found,) = read_periods(text, context=CONTEXT)
    assert _value(found) == expected
    assert found.doubts[0].code == "era-inferred"
    if era is not None:
        assert dict(found.doubts[0].arguments) == {"raw": found.period.raw, "era": era}
    assert read_periods(text) == []


@pytest.mark.parametrize(
    "text", ["5年", "勤続20年", "3年度目", "過去3年度分", "第3年度", "2年度連続", "10年計画", "各3年度"]
)
def test_durations_are_no_years_of_an_era(text: str) -> None:
    assert read_periods(text, context=CONTEXT) == []


def test_a_document_without_eras_gives_none() -> None:
    assert year_context(["R&D", "S字", "H2O"]) == YearContext(())
    assert read_periods("3年度", context=year_context([])) == []


@pytest.mark.parametrize(
    ("said", "year"),
    [
        (["行財政改革2015", "20年度決算"], 2008),  # no era is named: the western year tells when it was printed
        (["昭和25年度", "行財政改革2015", "2050年"], 2008),  # 昭和 ended long before
        (["平成24年度", "2050年"], 2008),
    ],
)
def test_western_years_tell_the_era_where_none_is_named(said: list[str], year: int) -> None:
    (found,) = read_periods("20年度", context=year_context(said))
    assert _value(found) == _fiscal(year)


def test_only_the_past_era_is_named() -> None:
    """A plan printed before 2019: 平成 goes on, with a doubt."""
    (found,) = read_periods("34年度", context=year_context(["平成28年度～平成37年度"]))
    assert _value(found) == _fiscal(2022)
    assert [doubt.code for doubt in found.doubts] == ["year-past-era", "era-inferred"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和3年度末", _fiscal(2021, "end")),
        ("　（令和5年3月31日現在）", _day("2023-03-31")),
        ("※令和5年3月31日時点", _day("2023-03-31")),
        ("R6～R8", _range("2024-04-01", "2027-03-31", "fiscal_year")),
        ("令和3年度から令和7年度までの5年間", _range("2021-04-01", "2026-03-31", "fiscal_year")),
        ("令和3年度\n（2021年度）", _fiscal(2021)),
        ("令和4年度中", _fiscal(2022)),
        ("スケジュール (R6～R8)", None),
        ("目標値 令和6年度", None),
        ("令和4・6年度", None),
    ],
)
def test_read_period_wants_the_whole_text(text: str, expected: Value | None) -> None:
    found = read_period(text)
    assert (found and _value(found)) == expected


def test_numbers() -> None:
    table = {"〇": 0, "十": 10, "二十一": 21, "二一": 21, "廿一": 21, "卅": 30, "千九百八十九": 1989, "二〇二五": 2025}
    assert {word: number(word) for word in table} == table
    assert [number(word) for word in ("元", "正", "1 4", "07")] == [1, 1, 14, 7]
    with pytest.raises(ValueError, match="numeral"):
        number("年")


PIECES = [
    *(text for text, _ in ALL),
    *"～、・()（）-/. \n年月日九千120元末頃の第翌RH",
    "から",
    "まで",
    "及び",
    "年度",
    "同年",
    "四半期",
]
DATED = st.lists(st.sampled_from([*PIECES, "九九九九", "世紀", "年代", "Q1", "以降", "令和"]), max_size=7).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(DATED, st.text(max_size=60)), st.sampled_from([None, CONTEXT]))
def test_never_raises_and_spans_are_sound(text: str, context: YearContext | None) -> None:
    at = 0
    for found in read_periods(text, context=context):
        assert at <= found.start < found.stop <= len(text)
        assert text[found.start : found.stop] == found.period.raw
        period = found.period
        assert period.start is None or period.end is None or period.start <= period.end
        assert (period.start is None) == (period.modifier == "until")
        assert (period.end is None) == (period.modifier == "from")
        assert all(doubt.code in CATALOGUE for doubt in found.doubts)
        for doubt in found.doubts:
            CATALOGUE[doubt.code].template.format(**dict(doubt.arguments))
        at = found.stop
    read_period(text, context=context)


WIDE = str.maketrans("0123456789/.-", "０１２３４５６７８９／．－")
POSITIONAL = str.maketrans("0123456789", "〇一二三四五六七八九")


def _composed(value: int) -> str:
    """21 as 二十一, 1989 as 千九百八十九."""
    parts = []
    for power, sign in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, power)
        if digit:
            parts.append(("" if digit == 1 else str(digit).translate(POSITIONAL)) + sign)
    return "".join(parts) + (str(value).translate(POSITIONAL) if value else "")


NUMERALS = {
    "plain": str,
    "padded": lambda value: f"{value:02}",
    "wide": lambda value: str(value).translate(WIDE),
    "positional": lambda value: str(value).translate(POSITIONAL),
    "composed": _composed,
    "spaced": lambda value: " ".join(str(value)),
}
STARTS = {
    "明治": date(1868, 10, 23),
    "大正": date(1912, 7, 30),
    "昭和": date(1926, 12, 25),
    "平成": date(1989, 1, 8),
    "令和": date(2019, 5, 1),
}


@settings(deadline=None)
@given(
    st.dates(date(1868, 10, 23), date(2099, 12, 31)),
    st.sampled_from(sorted(NUMERALS)),
    st.sampled_from(["", " ", "\n"]),
)
def test_a_date_in_words_is_read_back(day: date, numerals: str, gap: str) -> None:
    era = next(era for era in reversed(ERAS) if day >= STARTS[era.name])
    write = NUMERALS[numerals]
    numbers = (day.year - era.first + 1, day.month, day.day)
    ends = [f"{gap}年{gap}", f"{gap}月{gap}", f"{gap}日"]
    rest = "".join(write(value) + unit for value, unit in zip(numbers, ends, strict=True))
    western = "".join(write(value) + unit for value, unit in zip((day.year, *numbers[1:]), ends, strict=True))
    expected = [_day(day.isoformat())]
    assert [_value(found) for found in read_periods(f"{era.name}{gap}{rest}")] == expected
    assert [_value(found) for found in read_periods(western)] == expected


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2062, 12, 31)), st.sampled_from("./-"), st.booleans(), st.booleans())
def test_a_date_in_figures_is_read_back(day: date, separator: str, padded: bool, wide: bool) -> None:
    era = next(era for era in reversed(ERAS) if day >= STARTS[era.name])
    year = day.year - era.first + 1
    width = 2 if padded else 1
    short = separator.join(f"{value:0{width}}" for value in (year, day.month, day.day))
    forms = [
        f"{era.letter}{short}",
        f"{era.name[0]}{short}",
        f"{era.name}{short}",
        f"{day.year}{short[len(f'{year:0{width}}') :]}",
    ]
    for form in forms:
        text = form.translate(WIDE) if wide else form
        assert [_value(found) for found in read_periods(f"期日 {text} まで")] == [_until(day.isoformat(), "day")]


@pytest.mark.parametrize(
    "unit",
    [
        "計画期間は令和3年度から7年度まで（2021～2025年度）とし、R5実績は1,234件であった。",
        "市民の利便性を高めるため、手続のオンライン化を進めます。",
        *("令和1", "2021年", "R1・", "(令和1", "1 ", "令和 ", "二千", "1、", "12/"),
    ],
)
def test_linear_in_the_length(unit: str) -> None:
    assert growth(lambda size: read_periods(unit * (size // len(unit))), 3000) < 2.5


def _shared() -> Path:
    return Path(os.environ.get("PLANEXTRACT_SHARED", Path(__file__).parents[2] / "shared"))


def test_the_expressions_of_the_real_documents() -> None:
    """At least 98 % of the dated expressions are read as the reference says."""
    path = _shared() / "expressions" / "periods.jsonl"
    if not path.exists():
        pytest.skip("the shared expressions are not here")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wrong = [
        row["text"]
        for row in rows
        if [_value(found) for found in read_periods(row["text"])]
        != [tuple(row["period"][name] for name in ("start", "end", "granularity", "modifier"))]
    ]
    assert len(wrong) <= len(rows) * 0.02, wrong
