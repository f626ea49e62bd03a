"""Evaluation sheets: tables inside forms, costs, judgements, one measure over several tables; on grids with merged cells."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from planextract import parse
from planextract.diagnostics import Report
from planextract.interpret.document import interpret_tables
from planextract.interpret.evaluations import symbol_of
from planextract.interpret.indicators import Interpretation
from planextract.layout.evaluation import evaluation_sheets
from planextract.layout.headings import HeadingReader
from planextract.layout.infer import Inference
from planextract.layout.money import money_unit, unit_of_row
from planextract.layout.options import options_of, ticked
from planextract.layout.select import select
from planextract.normalise.periods import year_context
from planextract.record import Role
from planextract.schema import LinePlace, Measure, PagePlace, Provenance
from planextract.table import Block, Cell, Paragraph, Table
from planextract.text import Piece, Text
from tests.made_pdf import MadePage, made_pdf


def text(string: str) -> Text:
    return Text.of(Piece(string, lambda start, stop: [LinePlace(line=1, column=1)]))


def line(string: str) -> Paragraph:
    return Paragraph(text(string))


def grid(printed: str) -> Table:
    """A page's table: cells parted by |, `<` goes on with the cell at the left, `^` with the one above, x is crossed."""
    marks = [[cell.strip() for cell in row.split("|")] for row in printed.split("\n") if row.strip()]
    rows: list[tuple[Cell, ...]] = []
    for i, row in enumerate(marks):
        cells = []
        for j, mark in enumerate(row):
            if mark in "<^" and mark:
                continue
            right = next((k for k in range(j + 1, len(row)) if row[k] != "<"), len(row)) - j
            down = next((k for k in range(i + 1, len(marks)) if marks[k][j] != "^"), len(marks)) - i
            crossed = mark == "x"
            cells.append(Cell(i, j, text("" if crossed else mark), down, right, crossed_out=crossed))
        rows.append(tuple(cells))
    return Table(tuple(rows), len(marks[0]), exact=True)


def measures(*blocks: Block, report: Report | None = None) -> list[Measure]:
    """The measures of a document of these blocks, read without a parser's declaration."""
    strings = [
        string
        for block in blocks
        for string in (
            [block.text.string] if isinstance(block, Paragraph) else [cell.text.string for cell in block.cells]
        )
    ]
    context = year_context(strings)
    reader = HeadingReader({}, context)
    layouts = Inference(reader, Role.ACTUAL).layouts(list(blocks))
    given = Interpretation(report or Report(), context=context)
    return interpret_tables(select(layouts), lambda measure, record: measure, given, reader)


def figures(measure: Measure) -> list[tuple[str, str | None, str, list[tuple[float, str | None]]]]:
    """Indicator, first day, kind and amounts of each observation."""
    return [
        (indicator.name, o.period.start if o.period else None, o.kind, [(a.value, a.unit) for a in o.amounts])
        for indicator in measure.indicators
        for o in indicator.observations
    ]


def money(measure: Measure) -> list[tuple[str, str | None, str | None, float | None]]:
    """Row, year, stage and full amount of each cost."""
    return [
        (
            cost.label,
            (cost.period.start or "")[:4] if cost.period else None,
            cost.stage,
            cost.amount and cost.amount.value,
        )
        for cost in measure.costs
    ]


def judged(measure: Measure) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(each.criterion, each.symbol, each.label, each.reason) for each in measure.assessments]


HEAD = grid("担当課 | 水路課 | 事務事業名 | 水路の見回り")
COSTS = """
    区分 | <      | R5年度 | R6年度 | <
    ^    | ^      | 決算   | 予算   | 決算
    事業費 | <    | 1,200  | 1,300  | 1,250
    財源 | 一般財源 | 1,000 | 1,100 | -
    ^    | その他 | 200    | 200    |
"""


class TestCosts:
    def test_heading_paths_and_the_unit_above_the_table(self) -> None:
        (measure,) = measures(HEAD, line("（2）事業費 （単位：千円）"), grid(COSTS))
        assert measure.departments == ["水路課"]
        assert money(measure) == [
            ("事業費", "2023", "settlement", 1_200_000),
            ("事業費", "2024", "budget", 1_300_000),
            ("事業費", "2024", "settlement", 1_250_000),
            ("財源 > 一般財源", "2023", "settlement", 1_000_000),
            ("財源 > 一般財源", "2024", "budget", 1_100_000),
            ("財源 > 一般財源", "2024", "settlement", None),
            ("財源 > その他", "2023", "settlement", 200_000),
            ("財源 > その他", "2024", "budget", 200_000),
        ]
        assert not measure.indicators

    def test_a_unit_of_one_row_and_figures_with_their_own(self) -> None:
        costs = "  | R5年度決算 | R6年度予算\n人件費（百万円） | 2 | 3\n従事人員 | 1.5人 | 2\n負担率 | 40% | 41"
        (measure,) = measures(HEAD, line("コスト（千円）"), grid(costs))
        assert [(cost.amount.value, cost.amount.unit) for cost in measure.costs if cost.amount] == [
            *((2_000_000, "円"), (3_000_000, "円")),
            *((1.5, "人"), (2, None)),
            *((40, "%"), (41, None)),
        ]

    def test_the_row_says_the_stage_and_a_difference_has_none(self) -> None:
        costs = "事業費（千円） | 年度 | R5年度 | R6年度 | 差引\n^ | 決算 | 40 | 30 | ▲10"
        (measure,) = measures(HEAD, grid(costs))
        assert money(measure) == [
            ("事業費（千円）", "2023", "settlement", 40_000),
            ("事業費（千円）", "2024", "settlement", 30_000),
            ("事業費（千円） > 差引", None, None, -10_000),
        ]

    def test_words_by_year_are_a_text(self) -> None:
        (measure,) = measures(HEAD, grid(" | R5年度決算 | R6年度予算\n人件費 | 5 | 6\n実施方法 | 直営 | 委託"))
        (way,) = (prose for prose in measure.texts if prose.label == "実施方法")
        assert way.text == "R5年度決算 直営\nR6年度予算 委託"
        assert len(measure.costs) == 2

    def test_a_cost_beside_its_label_takes_the_year_of_its_group(self) -> None:
        (measure,) = measures(HEAD, grid("令和7年度の方向性 | 予算案（千円） | 500\n^ | 方向性 | 拡充"))
        assert money(measure) == [("令和7年度の方向性 > 予算案（千円）", "2025", "budget", 500_000)]
        assert measure.next_action == "拡充"

    @pytest.mark.parametrize(
        ("printed", "unit"),
        [("事業費等(千円単位。四捨五入)", "千円"), ("（単位：百万円）", "百万円"), ("（円）", "円"), ("一円も", None)],
    )
    def test_units_of_money(self, printed: str, unit: str | None) -> None:
        assert money_unit(printed) == unit

    def test_the_innermost_unit_counts(self) -> None:
        assert unit_of_row(["コスト（千円）", "一人あたり（単位：円）"], ["（百万円）"]) == "円"
        assert unit_of_row(["コスト", "負担率"], ["（百万円）"]) is None
        assert unit_of_row(["コスト（単位：　）"], ["（百万円）"]) == "百万円"


class TestIndicators:
    def test_kinds_and_years_in_one_heading_below_another(self) -> None:
        indicators = """
            成果指標の内容 | 単位 | 目標値 | < | < | 該当
            ^ | ^ | R5年度実績 | R6年度見込 | R9年度見込 | ^
            貸出数 | 千冊 | 20 | 21 | - | ○
             | | | | |
        """
        (measure,) = measures(HEAD, grid(indicators), grid("事業の有効性 | A.高い"))
        assert figures(measure) == [
            ("貸出数", "2023-04-01", "actual", [(20_000, "冊")]),
            ("貸出数", "2024-04-01", "target", [(21_000, "冊")]),
            ("貸出数", "2027-04-01", "target", []),
        ]
        assert measure.indicators[0].notes == ["該当: ○"]
        assert [o.status for o in measure.indicators[0].observations] == ["value", "value", "dash"]

    def test_rows_name_the_kind_and_labels_the_indicator(self) -> None:
        amounts = """
            活動量 | 見回りの回数 | < | 単位 | 回
            年度 | 3年度 | 4年度 | 5年度 | 6年度
            想定 | 10 | 11 | 12 | 13
            実績 | 9 | 12 | x | x
        """
        (measure,) = measures(line("令和6年度 事業評価書"), HEAD, grid(amounts), grid("総合評価 | 妥当"))
        assert [(name, start, kind) for name, start, kind, _ in figures(measure)][::4] == [
            ("見回りの回数", "2021-04-01", "target"),
            ("見回りの回数", "2021-04-01", "actual"),
        ]
        assert [amounts for *_, amounts in figures(measure)][4:] == [[(9, "回")], [(12, "回")], [], []]
        assert measure.indicators[0].observations[-1].status == "blank"

    def test_rows_name_the_kind_and_cells_over_them_the_indicators(self) -> None:
        amounts = """
            指標名 | 単位 | 区分 | R5年度 | R6年度
            苦情 | 件 | 目標 | 5 | 4
            ^ | ^ | 実績 | 7 | 3
            利用 | 人 | 目標 | 50 | 60
            ^ | ^ | 実績 | 55 | 58
        """
        (measure,) = measures(HEAD, grid(amounts), grid("総合評価 | 妥当"))
        assert [(name, kind, amounts) for name, _, kind, amounts in figures(measure)] == [
            ("苦情", "target", [(5, "件")]),
            ("苦情", "target", [(4, "件")]),
            ("苦情", "actual", [(7, "件")]),
            ("苦情", "actual", [(3, "件")]),
            ("利用", "target", [(50, "人")]),
            ("利用", "target", [(60, "人")]),
            ("利用", "actual", [(55, "人")]),
            ("利用", "actual", [(58, "人")]),
        ]

    def test_money_in_an_indicator_table_is_an_indicator(self) -> None:
        indicators = "成果指標 | 単位 | R5年度実績 | R6年度実績\n収入 | 千円 | 20 | 30\n計画 | 本 | 1 | 2"
        (measure,) = measures(HEAD, grid(indicators), grid("有効性 | A"))
        assert [(name, amounts) for name, _, _, amounts in figures(measure)] == [
            *(("収入", [(20_000, "円")]), ("収入", [(30_000, "円")])),
            *(("計画", [(1, "本")]), ("計画", [(2, "本")])),
        ]
        assert not measure.costs

    def test_the_unit_before_a_target_at_the_end_of_the_name(self) -> None:
        rows = (
            "実績 | 項目（単位）【数値目標】 | <\n^ | R5年度実績 | R6年度見込み\n^ | 苦情（件）【5件】 | <\n^ | 7 | 6"
        )
        (measure,) = measures(HEAD, grid(rows), grid("有効性 | A"))
        assert [amounts for *_, amounts in figures(measure)] == [[(7, "件")], [(6, "件")]]

    def test_a_name_above_its_values_and_unit_costs_below(self) -> None:
        results = """
            実績（C） | 項目（単位：百万円） | <
            ^ | R5年度実績 | R6年度見込み
            ^ | 税の額 | <
            ^ | 12 | 13
            ^ | | <
            ^ | |
            単位あたりコスト | | <
            ^ | 2.5 | 2.6
        """
        (measure,) = measures(HEAD, grid(results))
        assert figures(measure) == [
            ("税の額", "2023-04-01", "actual", [(12_000_000, "円")]),
            ("税の額", "2024-04-01", "target", [(13_000_000, "円")]),
        ]
        assert [(cost.label, cost.amount and cost.amount.value) for cost in measure.costs] == [
            ("単位あたりコスト", 2.5),
            ("単位あたりコスト", 2.6),
        ]

    def test_side_by_side_with_costs_and_judgements_below(self) -> None:
        both = """
            区分 | R5年度 | R6年度 | 成果指標 | 単位 | R5年度実績 | R6年度実績
            ^ | 決算 | 決算 | ^ | ^ | ^ | ^
            事業費 | 10 | 11 | 見回り | 回 | 3 | 4
            委託費 | 5 | 6 | 苦情 | 件 | 7 | -
            財源 | 10 | 11 | 事業の有効性 | < | A.高い | <
            基金 | 1 | 2 | 判断理由 | 回数が増えたため。 | < | <
        """
        (measure,) = measures(HEAD, line("事業費（千円）"), grid(both))
        assert [(name, amounts) for name, _, _, amounts in figures(measure)] == [
            ("見回り", [(3, "回")]),
            ("見回り", [(4, "回")]),
            ("苦情", [(7, "件")]),
            ("苦情", []),
        ]
        assert [(row, amount) for row, *_, amount in money(measure)][-2:] == [("基金", 1000), ("基金", 2000)]
        assert judged(measure) == [("事業の有効性", "A", "高い", "回数が増えたため。")]


class TestJudgements:
    def test_one_reason_for_all_since_the_last(self) -> None:
        rows = """
            有効性 | A.有効である | 効率性 | B.余地がある
            判断理由 | 道具が古いため。 | < | <
            R7年度以降の事業の方向性 | 現状維持 | < | <
            判断理由 | 続けるため。 | < | <
        """
        (measure,) = measures(HEAD, grid(rows))
        assert judged(measure) == [
            ("有効性", "A", "有効である", "道具が古いため。"),
            ("効率性", "B", "余地がある", "道具が古いため。"),
            ("R7年度以降の事業の方向性", None, "現状維持", "続けるため。"),
        ]
        assert measure.next_action == "現状維持"

    def test_criteria_side_by_side(self) -> None:
        rows = """
            分析 | 指標 | 必要性 | 効率性 | <
            ^ | ^ | ^ | (1)主体 | (2)手法
            ^ | 結果 | ・高い | ・直営 |
        """
        (measure,) = measures(HEAD, grid(rows))
        assert judged(measure) == [
            ("必要性", None, "高い", None),
            ("効率性 > (1)主体", None, "直営", None),
        ]

    def test_ticked_options_in_a_cell_and_behind_small_cells(self) -> None:
        rows = """
            公共性 | 公益性 | □ 広い■ 狭い | < | <
            ^ | 必需性 | ■ 要る□ 要らない | < | <
            目標 ※1つ以上に○ | ○ | 水を守る | | 道を直す
            ^ | | 店を増やす | ○ | 人を育てる
        """
        (measure,) = measures(HEAD, grid(rows))
        assert judged(measure) == [
            ("公共性 > 公益性", None, "狭い", None),
            ("公共性 > 必需性", None, "要る", None),
        ]
        assert [prose.text for prose in measure.texts] == ["水を守る\n人を育てる"]

    def test_achievement_stays_what_it_is(self) -> None:
        (measure,) = measures(HEAD, grid("目標達成度 | ◎ 達成\n総合評価 | A"))
        assert measure.achievement is not None
        assert measure.achievement.level == "achieved"
        assert judged(measure) == [("総合評価", "A", None, None)]

    def test_prose_beside_a_judging_label_is_a_text(self) -> None:
        (measure,) = measures(HEAD, grid("有効性 | A\n総合評価 | 道具を新しくする。人も増やす。"))
        assert len(measure.assessments) == 1
        assert [prose.label for prose in measure.texts] == ["総合評価"]

    @pytest.mark.parametrize(
        ("printed", "symbol", "label"),
        [("Ａ．順調（上）", "A", "順調（上）"), ("◎", "◎", ""), ("継続", None, "継続"), ("ABC社", None, "ABC社")],
    )
    def test_symbols(self, printed: str, symbol: str | None, label: str) -> None:
        assert symbol_of(printed) == (symbol, label)

    def test_options_over_two_lines_belong_to_the_mark_at_their_left(self) -> None:
        """○達成 ●おおむね達成: the second option stands on two lines beside its mark."""
        printed = "おおむね\n○達成 ●\n達成"
        places = {0: (60, 10), 5: (0, 15), 6: (10, 15), 9: (50, 15), 11: (60, 20)}

        def locate(start: int, stop: int) -> Provenance:
            first = max(at for at in places if at <= start)
            x, y = places[first]
            x += 8 * (start - first)
            return [PagePlace(page=1, bbox=(x, y, x + 8, y + 8))]

        options = options_of(Text.of(Piece(printed, locate)))
        assert [(option.ticked, option.words.string) for option in options] == [(False, "達成"), (True, "おおむね達成")]
        assert ticked(options).string == "おおむね達成"


class TestSheets:
    def test_many_sheets_and_lines_between_their_tables(self) -> None:
        other = grid("担当課 | 橋課 | 事務事業名 | 橋の手入れ")
        found = measures(
            *(line("第2章 道"), line("事務事業評価 NO. 3"), HEAD, line("（1）評価"), grid("有効性 | A")),
            *(line("事務事業評価 NO. 4"), other, line("（1）評価"), grid("有効性 | B")),
        )
        assert [(m.number, m.title, m.departments, m.path) for m in found] == [
            ("3", "水路の見回り", ["水路課"], []),
            ("4", "橋の手入れ", ["橋課"], []),
        ]
        assert [m.assessments[0].symbol for m in found] == ["A", "B"]

    def test_a_head_printed_again_goes_on_with_the_sheet(self) -> None:
        head = "7 |\n事業名 | 池の掃除"
        found = measures(
            *(line("所管局 水辺局"), grid(head), grid("事業費（千円） | 年度 | R5年度 | R6年度\n^ | 決算 | 1 | 2")),
            *(line("所管局 水辺局"), grid(head), grid("有効性 | A")),
        )
        assert [(m.number, m.title, m.departments) for m in found] == [("7", "池の掃除", ["水辺局"])]
        assert (len(found[0].costs), len(found[0].assessments)) == (2, 1)

    def test_a_number_in_a_box_beside_the_office(self) -> None:
        found = measures(
            *(line("7 所管局 水辺局"), grid("事業名 | 池の掃除"), grid("有効性 | A")),
            *(line("7 所管局 水辺局"), grid("事業名 | 池の掃除"), grid("効率性 | B")),
            *(line("8 所管局 水辺局"), grid("事業名 | 草刈り"), grid("有効性 | C")),
        )
        assert [(m.number, m.title, m.departments, len(m.assessments)) for m in found] == [
            ("7", "池の掃除", ["水辺局"], 2),
            ("8", "草刈り", ["水辺局"], 1),
        ]

    def test_wider_titles_divide_and_parts_are_measures_below(self) -> None:
        head = "施策名 | 水辺 | 事業名 | 池の掃除\n施策番号 | 12 | 評価書番号 | 5"
        part = "1 | 計画 | 細事業名 | 草刈り\n^ | ^ | 細事業費（千円） | 30\n^ | ^ | 有効性 | A"
        outer, inner = measures(grid(head), grid("総合評価 | A"), grid(part))
        assert (outer.number, outer.title, outer.path) == ("5", "池の掃除", ["水辺"])
        assert (inner.number, inner.title, inner.path) == ("1", "草刈り", ["水辺", "池の掃除"])
        assert not inner.departments

    def test_headings_over_the_whole_width(self) -> None:
        rows = """
            1　事業概要 | <
            池を掃除する。 | <
            草も刈る。 | <
            2　現状 | <
            | <
            3　経費 （千円） | <
            年度 | R5年度決算
            経費 | 12
        """
        (measure,) = measures(HEAD, grid(rows), grid("有効性 | A"))
        assert [(prose.role, prose.text) for prose in measure.texts][:2] == [
            ("overview", "池を掃除する。"),
            ("overview", "草も刈る。"),
        ]

    def test_prose_goes_on_below_a_head_printed_again(self) -> None:
        rows = """
            1　事業概要 | <
            池を掃除する。 | <
            担当課 | 水路課
            草も刈る。人も増やす。 | <
        """
        (measure,) = measures(HEAD, grid(rows), grid("有効性 | A"))
        assert [prose.text for prose in measure.texts] == ["池を掃除する。", "草も刈る。人も増やす。"]

    def test_a_field_inside_the_cell_of_the_title(self) -> None:
        (measure,) = measures(grid("事業名 | 池の掃除 【実施期間】令和5年度～7年度"), grid("有効性 | A"))
        assert measure.title == "池の掃除"
        assert [(prose.label, prose.text) for prose in measure.texts] == [("【実施期間】", "令和5年度～7年度")]

    def test_a_list_of_remarks_is_no_list_of_measures(self) -> None:
        opinions = grid("事務事業名 | 外部評価\n草刈り | 回数を減らすべき。\n掃除 | 続けるべき。")
        (measure,) = measures(HEAD, grid("有効性 | A"), line("（別紙）意見"), opinions)
        assert [(prose.label, prose.text) for prose in measure.texts] == [
            ("草刈り", "回数を減らすべき。"),
            ("掃除", "続けるべき。"),
        ]

    def test_plain_forms_are_no_evaluation_sheets(self) -> None:
        blocks = [grid("施策名 | 水辺\n担当課 | 水路課\n概要 | 池を掃除する。\n指標 | 回数")]
        assert not evaluation_sheets(blocks, HeadingReader({}), Role.ACTUAL).tables

    def test_words_that_nobody_understands_stay_unread(self) -> None:
        document = parse(io.BytesIO("\n".join(TEXT).encode()), name="sheet.txt")
        assert [m.title for m in document.measures] == ["池の掃除"]
        assert [piece.text for piece in document.coverage.unconsumed] == []
        assert not [found for found in document.diagnostics if found.severity == "error"]


TEXT = (
    *("事務事業評価シート", "", "事務事業名\t池の掃除\t担当課\t水路課", ""),
    *("区分\tR5年度\tR6年度", "\t決算\t決算", "事業費（千円）\t10\t12", ""),
    *("有効性\tA.高い", "判断理由\t水が澄んだため。", ""),
)


def _pages(numbers: Sequence[int]) -> list[MadePage]:
    pages = []
    for number in numbers:
        page = MadePage().words(60, 40, "事務事業評価シート").words(480, 40, f"NO. {number}")
        page.grid((60, 140, 300, 360, 500), (60, 90)).words(70, 80, "事務事業名").words(150, 80, f"事業そ{number}")
        page.words(305, 80, "担当課").words(370, 80, "水路課")
        page.grid((60, 200, 500), (110, 140)).words(70, 130, "事業の有効性").words(210, 130, "A.高い")
        pages.append(page)
    return pages


def test_numbers_in_running_heads_are_the_sheets() -> None:
    """Each page repeats its head but for the sheet's number: that is no page number."""
    document = parse(io.BytesIO(made_pdf(*_pages([3, 4, 9]))), name="sheets.pdf")
    assert [(m.number, m.title) for m in document.measures] == [("3", "事業そ3"), ("4", "事業そ4"), ("9", "事業そ9")]


def test_small_text_beside_large_text_is_read_on_its_own() -> None:
    """A box of two small lines beside a name of two: neither line is read into the name."""
    page = MadePage().grid((60, 140, 500), (60, 90, 120))
    page.words(70, 80, "事務事業名").words(150, 73, "水路と池の", size=12).words(150, 86, "掃除", size=12)
    page.words(300, 73, "【実施期間】", size=7).words(300, 84, "令和5年度～9年度", size=7)
    page.words(70, 110, "有効性").words(150, 110, "A.高い")
    (measure,) = parse(io.BytesIO(made_pdf(page)), name="sheet.pdf").measures
    assert measure.title == "水路と池の掃除"
    assert [(prose.label, prose.text) for prose in measure.texts] == [("【実施期間】", "令和5年度～9年度")]
