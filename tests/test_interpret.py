"""Interpretation: names, marks, paths, ids, overviews, checks and coverage."""

from __future__ import annotations

import pytest

from planextract.checks import check_measures
from planextract.coverage import measure_coverage
from planextract.diagnostics import Report
from planextract.interpret.facts import find_plan_period, find_title, kind_of
from planextract.interpret.measures import identified, without_common_headings
from planextract.interpret.wording import name_form, number_form, split_number, take_marks
from planextract.layout.infer import Layout
from planextract.layout.outline import Outline, level_of
from planextract.layout.select import select
from planextract.normalise.plans import tells_of_an_earlier_plan
from planextract.record import Field, IndicatorRow, Ledger, Record, Role
from planextract.schema import Achievement, Amount, Indicator, LinePlace, Measure, Observation
from planextract.table import Cell, Paragraph, Table
from planextract.text import Piece, Text, joined


def text(string: str) -> Text:
    return Text.of(Piece(string, lambda start, stop: [LinePlace(line=1, column=1)]))


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("情報セキュリ ティ研修の 実施", "情報セキュリティ研修の実施"),
        ("案内アプリ まちの「みちしるべ」の利用をすすめる", "案内アプリ まちの「みちしるべ」の利用をすすめる"),
        ("各学校の ICT 環境", "各学校の ICT 環境"),
        ("道路\n台帳", "道路台帳"),
        ("open\ndata", "open data"),
        ("⾏政‧経営", "行政・経営"),
    ],
)
def test_names_lose_line_wraps_only(printed: str, name: str) -> None:
    """OUTPUT.md rule 10."""
    assert name_form(text(printed)) == name


@pytest.mark.parametrize(
    ("printed", "title", "tags"),
    [
        ("道の整備   継続", "道の整備", ("continued",)),
        ("道の整備 (新規)", "道の整備", ("new",)),
        ("道の整備【再掲】", "道の整備", ("repeated",)),
        ("36 【新】【完了】", "36", ("completed", "new")),
        ("【新規】道の整備", "道の整備", ("new",)),
        ("業務継続", "業務継続", ()),
        ("新規就農の支援", "新規就農の支援", ()),
        ("継続", "継続", ()),
        ("道の整備【 新規 】  再掲 ", "道の整備", ("repeated", "new")),
        ("【継続】【新規】", "【新規】", ("continued",)),
    ],
)
def test_marks_become_tags(printed: str, title: str, tags: tuple[str, ...]) -> None:
    marked = take_marks(text(printed))
    assert marked.text.string == title
    assert marked.tags == tags


@pytest.mark.parametrize(
    ("printed", "number", "title"),
    [
        ("(8) 手続の電子化", "(8)", "手続の電子化"),
        ("2-1 道の整備", "2-1", "道の整備"),
        ("3 道の整備", "3", "道の整備"),
        ("5Gの活用", "", "5Gの活用"),
        ("2030年への備え", "", "2030年への備え"),
        ("①道の整備", "①", "道の整備"),
    ],
)
def test_a_number_in_front_of_a_title_is_split_off(printed: str, number: str, title: str) -> None:
    found, rest = split_number(text(printed))
    assert (found.string, rest.string) == (number, title)


@pytest.mark.parametrize(
    ("printed", "number"), [("９ - １０", "9-10"), ("（１）", "(1)"), ("3.", "3"), ("1-1-(1)", "1-1-(1)"), ("", None)]
)
def test_numbers_are_normalised(printed: str, number: str | None) -> None:
    assert number_form(text(printed)) == number


def measure(number: str | None, title: str = "t", path: tuple[str, ...] = (), **more: object) -> Measure:
    return Measure(id="", number=number, title=title, path=list(path), **more)  # type: ignore[arg-type]


def test_ids_are_numbers_where_unique_else_paths_else_ordinals() -> None:
    measures = [
        measure("1", path=("第2章 a", "1 b")),
        measure("1", path=("第3章 a", "1 b")),
        measure("7"),
        measure(None),
        measure("5", path=("x",)),
        measure("5", path=("x",)),
    ]
    assert [m.id for m in identified(measures)] == ["2-1-1", "3-1-1", "7", "#4", "#5", "#6"]


def test_headings_of_all_measures_are_left_out_but_fields_stay() -> None:
    measures = [measure("1", path=("第3章", "道", "柱")), measure("2", path=("第3章", "川", "柱"))]
    assert [m.path for m in without_common_headings(measures, [2, 2])] == [["道", "柱"], ["川", "柱"]]
    assert without_common_headings([measure("1", path=("第3章", "柱"))], [1])[0].path == ["柱"]


def codes(measures: list[Measure]) -> list[str]:
    report = Report()
    check_measures(measures, report)
    return [found.code for found in report.found]


def observed(*amounts: Amount) -> Observation:
    return Observation(kind="actual", period=None, raw="", amounts=list(amounts), status="value")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["1-1", "1-2", "1-4"], ["number-gap"]),
        (["1-1", "1-2", "2-1"], []),
        (["1", "2", "2"], ["number-repeated"]),
        (["1", "2", "1", "2"], ["number-repeated", "number-repeated"]),
        (["1", "1", "1"], ["number-repeated"]),
        (["(1)", "(2)", "(3)"], []),
        ([None, None], []),
        (["1", "3" * 5000], []),  # no ordinal
    ],
)
def test_gaps_and_repeats_in_the_numbering_are_said(numbers: list[str | None], expected: list[str]) -> None:
    assert codes([measure(number) for number in numbers]) == expected


def test_numbers_that_start_anew_under_each_heading_are_no_repeats() -> None:
    assert codes([measure("(1)", path=("a",)), measure("(2)", path=("a",)), measure("(1)", path=("b",))]) == []


def test_a_symbol_that_stands_with_other_words_is_said() -> None:
    """OUTPUT.md rule 11."""
    usual = Achievement(symbol="◎", label="達成", level="achieved")
    odd = Achievement(symbol="◎", label="一部達成", level="partial")
    assert codes([measure(None, achievement=a) for a in (usual, usual, odd)]) == ["achievement-mismatch"]
    assert codes([measure(None, achievement=a) for a in (usual, usual)]) == []


@pytest.mark.parametrize(
    ("said", "mismatches"),
    [
        (["◎ partial"], 1),
        (["◎ partial", "◎ achieved"], 1),
        (["◎ partial", "◎ partial", "◎ achieved"], 2),
        (["○ partial", "◎ achieved"], 0),
        (["○ achieved", "× not_achieved", "△ partial"], 0),
        (["○ partial", "○ achieved", "○ achieved"], 1),
        (["× achieved"], 1),
        (["△ achieved"], 1),
        (["◎ -", "◎ achieved"], 0),
        (["A partial", "A achieved"], 0),
        (["A partial", "A achieved", "A achieved"], 1),
    ],
)
def test_symbols_have_their_conventional_meaning(said: list[str], mismatches: int) -> None:
    """OUTPUT.md rule 11: ◎ with 一部達成 is always said; ○ △ × where the words leave what they can mean."""
    achievements = [
        Achievement(symbol=symbol, label=str(i), level=None if level == "-" else level)  # type: ignore[arg-type]
        for i, (symbol, level) in enumerate(map(str.split, said))
    ]
    assert codes([measure(None, achievement=a) for a in achievements]) == ["achievement-mismatch"] * mismatches


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("人", "名", True),
        ("km", "㎞", True),
        ("キロメートル", "km", True),
        ("㎡", "m2", True),
        ("㎡", "平方メートル", True),
        ("か所", "箇所", True),
        ("ヶ所", "カ所", True),
        ("%", "パーセント", True),
        ("ID", "id", True),
        ("件", "人", False),
        ("km", "m", False),
        ("個", "か所", False),
    ],
)
def test_spellings_of_a_unit_are_one_unit(first: str, second: str, same: bool) -> None:
    values = (observed(Amount(value=1, unit=first)), observed(Amount(value=2, unit=second)))
    assert codes(with_values("数", *values)) == ([] if same else ["unit-mismatch"])


def with_values(name: str, *observations: Observation) -> list[Measure]:
    return [measure("1", indicators=[Indicator(name=name, observations=list(observations))])]


def test_units_totals_and_shares_are_checked() -> None:
    assert codes(with_values("数", observed(Amount(value=1, unit="件")), observed(Amount(value=2, unit="人")))) == [
        "unit-mismatch"
    ]
    parts = [Amount(value=36, unit="か所"), Amount(value=3, unit="か所")]
    assert codes(with_values("数", observed(*parts, Amount(value=40, unit="か所", label="計")))) == ["total-mismatch"]
    assert codes(with_values("数", observed(*parts, Amount(value=39, unit="か所", label="計")))) == []
    assert codes(with_values("受講者の割合", observed(Amount(value=120, unit="%")))) == ["share-over-100"]
    assert codes(with_values("目標の達成率", observed(Amount(value=120, unit="%")))) == []


def test_coverage_counts_what_nobody_took() -> None:
    cell = text("道の整備 別表参照")
    ledger = Ledger()
    ledger.take(cell.slice(0, 4))
    coverage = measure_coverage([Table(((Cell(0, 0, cell),),), 1)], ledger)
    assert (coverage.characters, coverage.consumed) == (8, 4)
    assert [piece.text for piece in coverage.unconsumed] == ["別表参照"]


def test_text_remembers_its_pieces_through_slices_and_joins() -> None:
    first, second = text("道路の"), text("整備計画")
    whole = joined("", [first, second])
    assert whole.slice(2, 5).string == "の整備"
    assert [run.stop - run.start for run in whole.slice(2, 5).pieces()] == [1, 2]
    assert whole.slice(4).strip("画").string == "備計"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["みなと市道路計画の進捗状況 ※令和5年3月31日現在"], "みなと市道路計画の進捗状況"),
        (["みなと市道路推進計画（個別取組）"], "みなと市道路推進計画"),
        (["第3次みなと市道路計画", "実施計画", "みなと市"], "第3次みなと市道路計画 実施計画"),
        (["(仮称)みなと道路計画", "案"], "(仮称)みなと道路計画"),
        (["4 計画期間", "(1) 県の道路計画", "本文です。"], None),
        (["国の道路整備計画", "みなと市道路計画", "みなと市道路計画"], "みなと市道路計画"),
    ],
)
def test_the_title_is_the_line_most_often_printed(lines: list[str], title: str | None) -> None:
    assert find_title([Paragraph(text(line)) for line in lines]) == title


def test_the_kind_follows_title_then_observations() -> None:
    reported = with_values("数", observed(Amount(value=1)))
    assert kind_of("道路計画 実施計画", []) == "implementation_plan"
    assert kind_of("道路計画の進捗状況", []) == "progress_report"
    assert kind_of("道路計画", reported) == "progress_report"
    assert kind_of("道路計画", []) == "plan"


TOWN = "みなと町道路計画"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["みなと町道路計画 令和6年度進捗状況報告書"], "みなと町道路計画 令和6年度進捗状況報告書"),
        (["みなと町総合戦略　令和6年度評価報告書"], "みなと町総合戦略 令和6年度評価報告書"),
        (["みなと町道路計画令和6年度実績報告書"], "みなと町道路計画令和6年度実績報告書"),
        (["令和6年度 みなと町道路計画 進捗状況"], "令和6年度 みなと町道路計画 進捗状況"),
        (["みなと町道路計画に基づく取組の進捗状況について"], "みなと町道路計画に基づく取組の進捗状況について"),
        (["みなと町道路計画 施策評価シート"], "みなと町道路計画 施策評価シート"),
        (["みなと町総合戦略KPI一覧"], "みなと町総合戦略KPI一覧"),
        (["みなと町道路計画【概要版】"], TOWN),
        (["みなと町道路計画 改訂版"], TOWN),
        (["みなと町道路計画 令和6年3月改定"], TOWN),
        (["みなと町道路計画 令和6年度～令和8年度"], TOWN),
        (["みなと町道路計画 ～人にやさしい道へ～"], TOWN),
        (["【資料2】みなと町道路計画（最終案）"], TOWN),
        (["別紙1 みなと町道路計画 取組一覧"], "みなと町道路計画 取組一覧"),
        (["みなと町道路計画：実施計画"], "みなと町道路計画：実施計画"),
        (["みなと町道路計画", "【実施計画】"], "みなと町道路計画 実施計画"),
        (["みなと町道路計画【実施計画】"], "みなと町道路計画 実施計画"),
        (
            ["第6次みなと町総合計画", "後期基本計画", "施策評価シート"],
            "第6次みなと町総合計画 後期基本計画 施策評価シート",
        ),
        (["第3次", "みなと町道路計画"], "第3次みなと町道路計画"),
        (["みなと町道路整備推進方針"], "みなと町道路整備推進方針"),
        (["みなと町道路ビジョン2040"], "みなと町道路ビジョン2040"),
        (
            ["みなと町道路計画 令和6年度進捗状況報告書", *["本文"] * 12, *[TOWN] * 5],
            "みなと町道路計画 令和6年度進捗状況報告書",
        ),
        (["推進方針"], None),
        (["本計画の進捗管理"], None),
        (["国の計画"], None),
        ([*["本文"] * 12, "2 取組", "県の道路計画 概要"], None),
    ],
)
def test_a_title_keeps_its_parts_and_loses_what_surrounds_it(lines: list[str], title: str | None) -> None:
    assert find_title([Paragraph(text(line)) for line in lines]) == title


def rows(*printed: str) -> Table:
    """A table from rows with | between the cells."""
    cells = [[text(cell.strip()) for cell in row.split("|")] for row in printed]
    return Table(tuple(tuple(Cell(i, j, c) for j, c in enumerate(row)) for i, row in enumerate(cells)), len(cells[0]))


def test_a_title_may_stand_in_the_first_row_of_a_copied_sheet() -> None:
    sheet = rows("みなと町道路計画 進捗管理表||", "令和7年4月1日現在||", "No|施策名|目標値", "1|橋|3本")
    assert find_title([sheet]) == "みなと町道路計画 進捗管理表"
    assert find_title([rows("みなと町道路計画|土木課|橋"), Paragraph(text("本文"))]) is None


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        (["計画期間 令和6年度～令和8年度", "前計画の期間 令和3年度～令和5年度"], "令和6年度～令和8年度"),
        (["前計画の計画期間は令和3年度から令和5年度までです。", "計画期間", "令和6～8年度"], "令和6～8年度"),
        (
            [
                "2 計画期間",
                "総合計画の期間は令和3年度から令和12年度までです。",
                "本計画は令和6年度から令和8年度までとします。",
            ],
            "令和6年度から令和8年度まで",
        ),
        (
            [
                "本計画は、みなと町総合計画（令和3年度～令和12年度）のうち令和6年度から令和8年度までの3年間を計画期間とします。"
            ],
            "令和6年度から令和8年度まで",
        ),
        (
            ["本計画の期間は、総合計画の計画期間である令和3年度から令和12年度までとします。"],
            "令和3年度から令和12年度まで",
        ),
        (
            ["「みなと町総合計画」と同じく、令和3年度から令和7年度までを計画期間とします。"],
            "令和3年度から令和7年度まで",
        ),
        (["令和3年度から令和12年度を計画期間とする総合計画に即して定めます。"], None),
        (["第1次計画の計画期間は令和3年度から令和5年度までです。"], None),
        (["国の計画の計画期間は令和3年度から令和7年度までです。"], None),
        (["みどり計画（計画期間：令和元年度～令和8年度）では"], None),
        (["前期計画の期間 令和6年度～令和10年度", "計画期間 令和6年度～令和15年度"], "令和6年度～令和15年度"),
        (["前期計画の期間 令和6年度～令和10年度"], "令和6年度～令和10年度"),
        (["計画期間：令和6年度", "(1) 令和3年度から令和5年度の振り返り"], "令和6年度"),
        (["計画期間は、令和6年度から5年間とします。"], "令和6年度から5年間"),
        (
            ["本計画は、令和6年度を初年度とし、令和10年度を目標年度とする5か年計画です。"],
            "令和6年度を初年度とし、令和10年度",
        ),
        (["計画期間は令和6年4月1日から令和9年3月31日までです。"], "令和6年4月1日から令和9年3月31日まで"),
        (["調査対象期間 令和3年度～令和5年度"], None),
    ],
)
def test_the_period_is_the_documents_own_plans(lines: list[str], printed: str | None) -> None:
    """OUTPUT.md rule 13."""
    found = find_plan_period([Paragraph(text(line)) for line in lines], None, TOWN)
    assert (found.period.raw if found else None) == printed


def test_a_period_without_its_end_is_reckoned() -> None:
    found = find_plan_period([Paragraph(text("計画期間は、2024年4月30日から5か年とします。"))], None, TOWN)
    assert found is not None
    assert (found.period.start, found.period.end, found.period.modifier) == ("2024-04-30", "2029-04-29", None)


def test_a_table_of_plans_tells_which_period_is_whose() -> None:
    plans = rows("計画名|計画期間", "みなと町総合計画|令和3年度～令和12年度", "本計画|令和6年度～令和8年度")
    found = find_plan_period([plans], None, TOWN)
    assert found is not None
    assert found.period.raw == "令和6年度～令和8年度"
    measures = rows("施策名|担当課|実施期間", "橋|土木課|令和6年度～令和8年度")
    assert find_plan_period([measures], None, TOWN) is None


@pytest.mark.parametrize(
    ("heading", "title", "earlier"),
    [
        ("第1章 第1次計画の取組状況", TOWN, True),
        ("第1章前計画の評価", TOWN, True),
        ("旧計画の結果", None, True),
        ("「みなと町第1期橋計画」の総括", TOWN, True),
        ("第1期計画の施策一覧", "みなと町第2期道路計画", True),
        ("第２期計画の施策一覧", "みなと町第2期道路計画", False),
        ("第一次計画の振り返り", "第2次みなと町道路計画", True),
        ("前期計画の総括", "みなと町総合計画 後期基本計画", True),
        ("前期計画の施策", "みなと町総合計画 前期基本計画", False),
        ("前計画からの継続事業", TOWN, False),
        ("総合計画の進捗状況", TOWN, True),
        ("総合計画に基づく施策", TOWN, False),
        ("総合計画の成果指標", TOWN, False),
        ("これまでの取組と成果", TOWN, True),
        ("これまでの取組状況", f"{TOWN}の進捗状況", False),
        ("1 計画の実績", f"{TOWN}の実績報告", False),
        ("1 計画の実績", TOWN, False),
        ("現計画の進捗状況", f"{TOWN} 進捗状況報告書", False),
        ("現計画の進捗状況", TOWN, True),
        ("道路計画の評価", TOWN, False),
    ],
)
def test_a_heading_tells_of_an_earlier_plan(heading: str, title: str | None, earlier: bool) -> None:
    """OUTPUT.md rule 12."""
    assert tells_of_an_earlier_plan(heading, title) is earlier


def layout(title: str, *headings: str) -> Layout:
    """A table with one measure that has a value, under these headings."""
    whole = rows("施策名|指標", "橋|数")
    fields = [Field(Role.TITLE, text("施策名"), text(title))]
    record = Record(whole, fields=fields, indicators=[IndicatorRow(text("数"))])
    return Layout(whole, "relational", tuple(map(text, headings)), [], [record])


@pytest.mark.parametrize(
    ("headings", "skipped"),
    [
        ([["1 前計画の評価"], ["1 前計画の評価", "(2) 橋"], ["2 施策"]], [True, True, False]),
        ([["1 前計画の評価"], ["1 前計画の評価", "(2) 橋"]], [True, False]),
        ([["1 前計画の評価"], ["1 前計画の評価"]], [False, False]),
    ],
)
def test_results_of_an_earlier_plan_are_skipped_unless_nothing_is_left(
    headings: list[list[str]], skipped: list[bool]
) -> None:
    selections = select([layout(str(i), *each) for i, each in enumerate(headings)], TOWN)
    assert [selection.reason == "results of an earlier plan" for selection in selections] == skipped
    assert [selection.use != "measures" for selection in selections] == skipped


@pytest.mark.parametrize(
    "line",
    [
        "■ くらし",
        "◆くらしの分野",
        "● 防災",
        "基本目標Ⅰ くらし",
        "基本目標1くらし",
        "施策の柱1 くらし",
        "柱1 くらし",
        "まちの目標1 くらし",
        "第1章くらし",
        "第一章 くらし",
        "一 窓口",
        "（一）くらし",
        "1-1 窓口",
        "１－１　窓口",
        "1.1 窓口",
        "1-1-1 窓口",
        "(1)-1 窓口",
        "1) 窓口",
        "ア．窓口",
        "1窓口の整理",
        "2人材の育成",
        "【基本方針1】くらし",
        "≪くらし≫",
        "[くらし]",
        "施策1-1 窓口",
    ],
)
def test_lines_that_are_headings(line: str) -> None:
    assert level_of(text(line)) is not None


@pytest.mark.parametrize(
    "line",
    [
        "（2）目標は見直すことがある",
        "(1) 実績値は3月末の数値",
        "1 値は四捨五入している",
        "- 12 -",
        "3つの柱",
        "5Gの整備",
        "1人1台",
        "2台の更新",
        "1か所",
        "20 ～ 30",
        "目標10件",
        "第1章では方針を示す",
        "第1部会の開催",
        "[単位：千円]",
        "【注】四捨五入",
        "○ 一部達成",
        "◎：達成 ○：一部達成",
        "■ 市民向け □ 庁内向け",
        "● 手続を簡単にする",
        "図表2 体系図",
        "資料3 用語",
        "第1章 はじめに ……… 3",
        "1位",
    ],
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert level_of(text(line)) is None


def entered(*lines: str) -> list[str]:
    outline = Outline()
    for line in lines:
        level = level_of(text(line))
        assert level is not None
        outline.enter(level)
    return [heading.string for heading in outline.headings]


@pytest.mark.parametrize(
    ("lines", "headings"),
    [
        (["1 くらし", "1-1 窓口", "1-2 広報"], ["1 くらし", "1-2 広報"]),
        (["1-1 窓口", "(1) 市民課", "2 道"], ["2 道"]),
        (["基本目標1 くらし", "施策1 窓口", "施策1-1 受付", "施策2 広報"], ["基本目標1 くらし", "施策2 広報"]),
        (["【基本方針1】くらし", "■ 窓口"], ["基本方針1 くらし", "窓口"]),
        (["1 くらし", "● 道", "● 橋", "● 川"], ["1 くらし"]),
    ],
)
def test_headings_of_all_styles_nest(lines: list[str], headings: list[str]) -> None:
    assert entered(*lines) == headings


def test_a_page_number_inside_a_table_is_no_section() -> None:
    outline = Outline()
    for row in ("くらしの分野", "- 12 -", "12/40", "13ページ"):
        outline.enter_row(text(row))
    assert [heading.string for heading in outline.headings] == ["くらしの分野"]
