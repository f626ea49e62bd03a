"""Quantities: OUTPUT.md "An amount" and rules 3 to 5, the everyday forms of numbers, what is no amount."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planextract.characters import fold
from planextract.normalise.amounts import FoundAmount, RowUnit, enumerated, read_amounts, row_unit
from planextract.normalise.numerals import numeral_at
from planextract.normalise.periods import read_periods
from planextract.normalise.units import unit_at
from tests.steps import growth

SHARED = Path(os.environ.get("PLANEXTRACT_SHARED", Path(__file__).resolve().parents[2] / "shared"))

# value, upper, unit, per, comparator, label, note
Row = tuple[float, float | None, str | None, str | None, str, str | None, str | None]


def row(
    value: float,
    unit: str | None = None,
    *,
    upper: float | None = None,
    per: str | None = None,
    sign: str = "=",
    label: str | None = None,
    note: str | None = None,
) -> Row:
    return value, upper, unit, per, sign, label, note


def read(text: str, unit: str | None = None) -> list[Row]:
    taken = [(found.start, found.stop) for found in read_periods(text)]
    amounts = [found.amount for found in read_amounts(text, taken=taken, unit=unit)]
    return [(a.value, a.upper, a.unit, a.per, a.comparator, a.label, a.note) for a in amounts]


# How numbers are written: everyday notation, formal characters (壱 弐 参), accounting tables, western notation
NUMBERS = [
    ("35", 35),
    ("1,049", 1049),
    ("１，０４９", 1049),
    ("9 0, 0 0 0", 90000),
    ("1 5", 15),
    ("12.50", 12.5),
    ("２．４", 2.4),
    (".75", 0.75),
    ("150万", 1_500_000),
    ("783千", 783_000),
    ("150 万", 1_500_000),
    ("1億2,000万", 120_000_000),
    ("1億 2,000万", 120_000_000),
    ("3万4,500", 34_500),
    ("3.5万", 35_000),
    ("2百万", 2_000_000),
    ("1百万345千678", 1_345_678),
    ("5万4千6百", 54_600),
    ("7万 5千 4百", 75_400),
    ("1万億", 10**12),
    ("三十五", 35),
    ("二〇", 20),
    ("百二十", 120),
    ("千二百", 1200),
    ("三百八", 308),
    ("二〇二五", 2025),
    ("一万零二十", 10_020),
    ("千〇五", 1005),
    ("二千 三百 四十 五", 2345),
    ("壱萬弐千参百", 12_300),
    ("壱億弐阡参陌", 100_002_300),
    ("五万廿", 50_020),
    ("六万卌三", 60_043),
    ("参仟肆佰伍什", 3450),
    ("二点七一八", 2.718),
    ("マイナス二点五", -2.5),
    ("二点五万", 25_000),
    ("四百二十点六", 420.6),
    ("三百点五万", 3_005_000),
    ("二億五千万", 250_000_000),
    ("四十京", 40 * 10**16),
    ("三恒河沙", 3 * 10**52),
    ("2千2十5", 2025),
    ("100k", 100_000),
    ("2.5M", 2_500_000),
    ("1.2E+03", 1200),
    ("3e-1", 0.3),
    ("2^5", 32),
    ("2^-1", 0.5),
    ("三分の一", 1 / 3),
    ("4分の1", 0.25),
    ("1と2分の1", 1.5),
    ("3/5", 0.6),
    ("1 3/5", 1.6),
    ("-7", -7),
    ("−7", -7),
    ("△7", -7),
    ("▲7", -7),
    ("マイナス7", -7),
    ("+7", 7),
    ("±7", 7),
    ("半ダース", 6),
    ("三ダース", 36),
    ("ゼロ", 0),
    ("零", 0),
    ("0012", 12),
    ("1、234", 1234),
    ("77、000", 77_000),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers(text: str, value: float) -> None:
    assert read(text) == [row(value)]


# OUTPUT.md "unit": as printed, full-width letters and digits folded; counters are open
UNITS = [
    ("208件", row(208, "件")),
    ("2,528 人", row(2528, "人")),
    ("0 %", row(0, "%")),
    ("５％", row(5, "%")),
    ("9パーセント", row(9, "%")),
    ("3﹪", row(3, "%")),
    ("1.5ポイント", row(1.5, "ポイント")),
    ("4か国語", row(4, "か国語")),
    ("3ヶ所", row(3, "ヶ所")),
    ("3カ国", row(3, "カ国")),
    ("3箇所", row(3, "箇所")),
    ("200ＩＤ", row(200, "ID")),
    ("12システム", row(12, "システム")),
    ("875時間", row(875, "時間")),
    ("1,200㎡", row(1200, "㎡")),
    ("40m2", row(40, "m2")),
    ("5.2km", row(5.2, "km")),
    ("1.5t-CO2", row(1.5, "t-CO2")),
    ("660平方メートル", row(660, "平方メートル")),
    ("25℃", row(25, "℃")),
    ("18°C", row(18, "°C")),
    ("8μg", row(8, "μg")),
    ("4kΩ", row(4, "kΩ")),
    ("3つ", row(3, "つ")),
    ("6取り組み", row(6, "取り組み")),
    ("7見守り隊", row(7, "見守り隊")),
    ("2四半期", row(2, "四半期")),
    ("14の業務", row(14, "業務")),
    ("783千人", row(783_000, "人")),
    ("3千円", row(3000, "円")),
    ("12百万円", row(12_000_000, "円")),
    ("2USドル", row(2, "USドル")),
    ("¥1,000", row(1000, "円")),
    ("$ 2.5万", row(25_000, "ドル")),
    ("¥-300", row(-300, "円")),
    ("300¥", row(300, "円")),
    ("三百＄", row(300, "ドル")),
    ("￡2.5", row(2.5, "ポンド")),
    ("JPY 600", row(600, "円")),
    ("EUR2.5", row(2.5, "ユーロ")),
    ("一点二倍", row(1.2, "倍")),
    ("4時間学習した", row(4, "時間")),
    ("4件補強された", row(4, "件")),
    ("10円5銭", row(10.05, "円")),
    ("2ドル3セント", row(2.03, "ドル")),
    ("3割", row(30, "%")),
    ("3割5分", row(35, "%")),
    ("三割四分五厘", row(34.5, "%")),
    ("7割半", row(75, "%")),
    ("1分2厘", row(1.2, "%")),
    ("1本半", row(1.5, "本")),
    ("1/4マイル", row(0.25, "マイル")),
    ("三十五人", row(35, "人")),
    ("一匹", row(1, "匹")),
]


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_units(text: str, expected: Row) -> None:
    assert read(text) == [expected]


# OUTPUT.md "per"
RATES = [
    ("5件/年", row(5, "件", per="年")),
    ("5件／年度", row(5, "件", per="年度")),
    ("12人/10万人", row(12, "人", per="10万人")),
    ("60km/h", row(60, "km", per="h")),
    ("1校当たり4教室", row(4, "教室", per="校")),
    ("4校あたり1人", row(1, "人", per="4校")),
    ("4 校あたり 1 人", row(1, "人", per="4校")),
    ("世帯当たり2.3人", row(2.3, "人", per="世帯")),
    ("人口10万人当たり5.2人", row(5.2, "人", per="10万人", label="人口")),
    ("1件につき200円", row(200, "円", per="件")),
    ("年3回以上", row(3, "回", per="年", sign=">=")),
    ("年間300件", row(300, "件", per="年")),
    ("年に1回", row(1, "回", per="年")),
    ("月2回", row(2, "回", per="月")),
    ("毎月1回", row(1, "回", per="月")),
    ("週1回", row(1, "回", per="週")),
    ("5年間で3人", row(3, "人", per="5年間")),
    ("５年間で６人", row(6, "人", per="5年間")),
    ("3年に1回", row(1, "回", per="3年")),
    ("1日3回", row(3, "回", per="日")),
    ("1日平均 20人", row(20, "人", per="日", label="平均")),
    ("1人1台", row(1, "台", per="人")),
    ("1人1日当たり900g", row(900, "g", per="人日")),
    ("時速40km", row(40, "km", per="時")),
    ("100人以上/年", row(100, "人", per="年", sign=">=")),
]

# OUTPUT.md "comparator" and "upper"
COMPARISONS = [
    ("約50名", row(50, "名", sign="~")),
    ("およそ50名", row(50, "名", sign="~")),
    ("概ね90%", row(90, "%", sign="~")),
    ("50名程度", row(50, "名", sign="~")),
    ("50名前後", row(50, "名", sign="~")),
    ("50名ほど", row(50, "名", sign="~")),
    ("20人弱", row(20, "人", sign="~")),
    ("70%以上", row(70, "%", sign=">=")),
    ("約70%以上", row(70, "%", sign=">=")),
    ("少なくとも5人", row(5, "人", sign=">=")),
    ("5件以下", row(5, "件", sign="<=")),
    ("5日以内", row(5, "日", sign="<=")),
    ("最大50人", row(50, "人", sign="<=")),
    ("5件未満", row(5, "件", sign="<")),
    ("100人超", row(100, "人", sign=">")),
    ("100人を超える", row(100, "人", sign=">")),
    ("10～20人", row(10, "人", upper=20)),
    ("10〜20", row(10, upper=20)),
    ("10-20人", row(10, "人", upper=20)),
    ("4kg-7kg", row(4, "kg", upper=7)),
    ("12cm-18 cm", row(12, "cm", upper=18)),
    ("10人から20人", row(10, "人", upper=20)),
    ("10%～20%", row(10, "%", upper=20)),
    ("2～3万人", row(20_000, "人", upper=30_000)),
    ("500～1万人", row(500, "人", upper=10_000)),
    ("2～3割", row(20, "%", upper=30)),
    ("△5～△3%", row(-5, "%", upper=-3)),
    ("時速50～60km", row(50, "km", upper=60, per="時")),
    ("10件以上20件未満", row(10, "件", upper=20)),
    ("二、三人", row(2, "人", upper=3)),
    ("数十人", row(10, "人", upper=90)),
    ("十数人", row(11, "人", upper=19)),
    ("百数十円", row(110, "円", upper=190)),
]


@pytest.mark.parametrize(("text", "expected"), RATES + COMPARISONS)
def test_rates_comparisons_ranges(text: str, expected: Row) -> None:
    assert read(text) == [expected]


# OUTPUT.md "label" and "note"; rules 3 and 4
LABELS = [
    ("計37か所", [row(37, "か所", label="計")]),
    ("延べ41人", [row(41, "人", label="延べ")]),
    ("閲覧者数3,360名", [row(3360, "名", label="閲覧者数")]),
    ("受講者 初級研修:28人 上級研修:43人", [row(28, "人", label="初級研修"), row(43, "人", label="上級研修")]),
    ("北部 190 件/年 ＡＢ 5 件/年", [row(190, "件", per="年", label="北部"), row(5, "件", per="年", label="ＡＢ")]),
    ("男性:5人、女性:3人", [row(5, "人", label="男性"), row(3, "人", label="女性")]),
    ("査定のうち、分析を行った数 6件", [row(6, "件", label="査定のうち、分析を行った数")]),
    ("100% R3投稿件数 82件", [row(100, "%"), row(82, "件", label="R3投稿件数")]),
    ("①登録者数11人 ②保有者数5人", [row(11, "人", label="登録者数"), row(5, "人", label="保有者数")]),
    ("会議システム (昨年比) 519時間", [row(519, "時間", label="会議システム")]),
    ("参加者は、30人", [row(30, "人", label="参加者")]),
    ("0% (0件/5,433件)", [row(0, "%", note="0件/5,433件")]),
    ("346名（138%）", [row(346, "名", note="138%")]),
    ("公開率(50%) 受講者(0人/年)", [row(50, "%", label="公開率"), row(0, "人", per="年", label="受講者")]),
    ("(50%)", [row(50, "%")]),
    ("112件 (令和3年末)", [row(112, "件")]),
    ("99.9%準拠", [row(99.9, "%")]),
    ("5台導入", [row(5, "台")]),
    ("99%※全412ページ中、409ページ", [row(99, "%")]),
    ("65歳以上 28%", [row(28, "%", label="65歳以上")]),
    ("12校中3校", [row(12, "校"), row(3, "校")]),
    ("10団体・300人", [row(10, "団体"), row(300, "人")]),
]


@pytest.mark.parametrize(("text", "expected"), LABELS)
def test_labels_and_notes(text: str, expected: list[Row]) -> None:
    assert read(text) == expected


# OUTPUT.md rule 5: dates, ordinals, numbers inside names; list marks, codes
NONE = [
    "",
    "実施",
    "令和6年度",
    "平成22年発行分まで",
    "2024年4月",
    "4月実施",
    "10時",
    "10:30～17:00",
    "第3回",
    "第 5 世代",
    "3回目",
    "35番",
    "2次計画",
    "JIS X 8341-3:2016",
    "5G",
    "4K放送",
    "Wi-Fi6",
    "Society5.0",
    "COVID-19",
    "R3投稿件数",
    "Windows 10",
    "ver2.3.4",
    "192.168.0.1",
    "0248-00-1111",
    "http://example.jp/3a4",
    "① ②",
    "(1) 計画の目的",
    "1. 計画の目的",
    "2 計画の期間",
    "1-1-(1)",
    "9-10",
    "基本方針2 安全なまち",
    "影響度レベル2以上",
    "単位:千円",
    "四国",
    "西九条",
    "一部",
    "一体的に",
    "統一した",
    "一人ひとり",
    "万一",
    "五十嵐",
    "億ション",
    "12/15時点",
    # dates without a year and times of day, with all that is joined to them
    "4月2日から28日まで",
    "5月2日(月)～6日(金)",
    "8月3日、4日",
    "6～9月",
    "4・7・10月",
    "8月2～5日",
    "毎月第2土曜日",
    "24年6月",
    "12年上半期",
    "60～70年代",
    "8時30分～17時15分",
    "午後四時十五分",
    "7～9時",
    "紀元前221年",
    "三点一式",
    "1" * 50,
]


@pytest.mark.parametrize("text", NONE)
def test_no_amounts(text: str) -> None:
    assert read(text) == []


# Published normalisers test whole sentences; these are our own.
SENTENCES = [
    ("市内の3人に1台ずつ、2kgの米を配った。", [(3, "人"), (1, "台"), (2, "kg")]),
    ("駅から30人の団体が来た", [(30, "人")]),
    ("世界40カ国から2000人が集まる予定だ", [(40, "カ国"), (2000, "人")]),
    ("その三人が並び、約十人が見ていた", [(3, "人"), (10, "人")]),
    ("達成率は95、3月末に確定", [(95, None)]),
    ("5月に30件、6月から9月まで12件", [(30, "件"), (12, "件")]),
    ("1,000, 2,000, 3,000", [(1000, None), (2000, None), (3000, None)]),
    ("1, 234, 567", [(1, None), (234, None), (567, None)]),
    ("りんごが十個と、みかんが百二十個", [(10, "個"), (120, "個")]),
    ("人民元八千元です", [(8000, "元")]),
    ("お茶を10本飲んだ", [(10, "本")]),
    ("一を見て百を思う", [(1, None), (100, None)]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[tuple[float, str | None]]) -> None:
    assert [(found.amount.value, found.amount.unit) for found in read_amounts(text)] == expected


# OUTPUT.md "unit": the unit printed for the row is the unit of a bare number; a multiplier in it multiplies
ROW_UNITS = [
    ("人", RowUnit(1, "人", None)),
    ("％", RowUnit(1, "%", None)),
    ("千人", RowUnit(1000, "人", None)),
    ("百万円", RowUnit(10**6, "円", None)),
    ("（単位：千円）", RowUnit(1000, "円", None)),
    ("件/年", RowUnit(1, "件", "年")),
    ("", RowUnit(1, None, None)),
]


@pytest.mark.parametrize(("printed", "expected"), ROW_UNITS)
def test_row_units(printed: str, expected: RowUnit) -> None:
    assert row_unit(printed) == expected


def test_row_unit_only_where_the_cell_has_none() -> None:
    assert read("7,000", "千人") == [row(7_000_000, "人")]
    assert read("7,000人", "千人") == [row(7000, "人")]
    assert read("3～5", "件/年") == [row(3, "件", upper=5, per="年")]
    assert read("GPS 5", "件") == [row(5, "件", label="GPS")]


def test_spans_divide_the_printed_text() -> None:
    text = "計 約１，２００ 件/年（見込） ほか"
    (found,) = read_amounts(text)
    assert text[found.start : found.stop] == "約１，２００ 件/年"
    assert text[slice(*(found.label or (0, 0)))] == "計"
    assert text[slice(*(found.note or (0, 0)))] == "（見込）"


def test_taken_spans_are_no_amounts() -> None:
    assert [found.amount.value for found in read_amounts("20 30", taken=[(0, 2)])] == [30]


def test_enumerated() -> None:
    text = "全体 ①5件 ②3件（内訳） ③ "
    parts = enumerated(text)
    assert [(mark, text[start:stop]) for mark, start, stop in parts] == [("①", "5件"), ("②", "3件（内訳）"), ("③", "")]
    assert enumerated("5件") == []


ALPHABET = "0123456789０９.,，、・ 一二十百千万億零〇数半割分件人年月回%％約以上～-△▲①※()（）:：/校当たりでABkMeアのは令和度\n\t"


@given(st.text(st.sampled_from(ALPHABET), max_size=40) | st.text(max_size=30))
@settings(max_examples=400, deadline=None)
def test_spans_are_in_range_ordered_and_disjoint(text: str) -> None:
    found = read_amounts(text, taken=[(period.start, period.stop) for period in read_periods(text)])
    at = 0
    for item in found:
        assert at <= item.start < item.stop <= len(text)
        at = item.stop
        _inside(item, text)
    for _, start, stop in enumerated(text):
        assert 0 <= start <= stop <= len(text)


def _inside(item: FoundAmount, text: str) -> None:
    for span in (item.label, item.note):
        assert span is None or 0 <= span[0] < span[1] <= len(text)
    assert item.note is None or item.stop <= item.note[0]
    assert item.amount.upper is None or item.amount.upper > item.amount.value


def _kanji(number: int) -> str:
    """Our own rendering: 一千二百 without 一 before 十 and 百."""
    if number == 0:
        return "零"
    digits, words = "〇一二三四五六七八九", []
    for power, large in ((12, "兆"), (8, "億"), (4, "万"), (0, "")):
        group = number // 10**power % 10**4
        part = ""
        for value, small in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = group // value % 10
            part += ("" if digit == 1 and small else digits[digit]) + small if digit else ""
        words.append(part + large if part else "")
    return "".join(words)


def _myriads(number: int) -> str:
    parts = [(number // 10**power % 10**4, large) for power, large in ((8, "億"), (4, "万"), (0, ""))]
    return "".join(f"{value:,}{large}" for value, large in parts if value) or "0"


@given(st.integers(0, 10**15))
def test_numbers_read_back(number: int) -> None:
    for rendered in (
        f"{number}件",
        f"{number:,}件",
        f"{number:,}件".translate(str.maketrans("0123456789,", "０１２３４５６７８９，")),
    ):
        assert read(rendered) == [row(number, "件")]
    assert read(_kanji(number) + "件") == [row(number, "件")]


@given(st.integers(0, 10**12 - 1))
def test_myriads_read_back(number: int) -> None:
    assert read(_myriads(number) + "円") == [row(number, "円")]


@given(st.decimals(0, 10**6, places=3, allow_nan=False))
def test_decimals_read_back(number: object) -> None:
    assert read(f"{number}%") == [row(float(str(number)), "%")]


@given(st.text(st.sampled_from(ALPHABET), min_size=1, max_size=20), st.integers(0, 19))
def test_parts_end_where_they_say(text: str, at: int) -> None:
    string = fold(text).string
    numeral = numeral_at(string, min(at, len(string)))
    assert numeral is None or numeral.start < numeral.stop <= len(string)
    unit = unit_at(string, min(at, len(string)))
    assert unit.start <= unit.stop <= len(string)


@pytest.mark.parametrize(
    "piece", ["1", "一", "1千", "(5)", "※1", "1 2 ", "1-", "1校当たり", "数十", "1～", "登録", "1分の"]
)
def test_linear_in_the_length(piece: str) -> None:
    assert growth(lambda size: read_amounts(piece * (size // len(piece))), 2000) < 2.5


def test_expressions_of_the_real_documents() -> None:
    source = SHARED / "expressions" / "amounts.jsonl"
    if not source.exists():
        pytest.skip("the shared expressions are not here")
    cases = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for case in cases:
        got = [
            dict(zip(("value", "upper", "unit", "per", "comparator", "label"), r[:6], strict=True))
            for r in read(case["text"])
        ]
        if got != case["amounts"]:
            wrong.append((case["text"], got))
    assert len(wrong) <= len(cases) // 100, wrong
