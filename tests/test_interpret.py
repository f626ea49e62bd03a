"""Interpretation: names, marks, paths, ids, overviews, checks and coverage."""

from __future__ import annotations

import pytest

from planextract.checks import check_measures
from planextract.coverage import measure_coverage
from planextract.diagnostics import Report
from planextract.interpret.facts import find_title, kind_of
from planextract.interpret.measures import identified, without_common_headings
from planextract.interpret.wording import name_form, number_form, split_number, take_marks
from planextract.record import Ledger
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
        (["(1)", "(2)", "(3)"], []),
        ([None, None], []),
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
