"""Project lists with columns of money: what the figures are of, and which tables of money hold no measures."""

from __future__ import annotations

import io

import pytest

from planextract import parse
from planextract.schema import PlanDocument
from tests.made_pdf import MadePage, made_pdf

HEAD = "川棚町の仕事\n長崎県川棚町\n\n"


def read(printed: str) -> PlanDocument:
    content = HEAD + printed.strip("\n").replace("|", "\t") + "\n"
    return parse(io.BytesIO(content.encode()), name="list.txt")


def told(document: PlanDocument) -> list[str]:
    """Each measure with its offices and path, then its figures: label, year, stage, amount."""
    lines = []
    for measure in document.measures:
        lines.append(" | ".join([measure.title, ",".join(measure.departments), *measure.path]).rstrip(" |"))
        for cost in measure.costs:
            year = cost.period.start[:4] if cost.period and cost.period.start else "-"
            amount = f"{cost.amount.value}{cost.amount.unit or ''}" if cost.amount else f"none {cost.raw}"
            lines.append(f"  {cost.label} {year} {cost.stage or '-'} {amount}")
        lines += [f"  {text.role} {text.label}: {text.text}" for text in measure.texts]
    return lines + ["left " + piece.text for piece in document.coverage.unconsumed]


CASES: dict[str, tuple[str, str]] = {
    "sources below a heading, the unit at another heading, the year in the caption": (
        """
令和6年度3月補正予算に計上した事業
番号|主管課|款項目|事業名|事業費（千円）|財源内訳|||||主な事業内容
|||||国|県|地方債|その他|一般財源|
1|総務課|2.1.6|庁舎の屋根|1,200||300|500||400|直す。
2|水路課|8.3.1|水路の掃除|△ 80|||||△ 80|減らす。
""",
        """
庁舎の屋根 | 総務課
  事業費（千円） 2024 budget 1200000円
  財源内訳 > 県 2024 budget 300000円
  財源内訳 > 地方債 2024 budget 500000円
  財源内訳 > 一般財源 2024 budget 400000円
  other 款項目: 2.1.6
  overview 主な事業内容: 直す。
水路の掃除 | 水路課
  事業費（千円） 2024 budget -80000円
  財源内訳 > 一般財源 2024 budget -80000円
  other 款項目: 8.3.1
  overview 主な事業内容: 減らす。
""",
    ),
    "sources whose merged heading was printed as one cell": (
        """
（単位：百万円）
事業名|担当課|事業費|財源内訳|備考
国庫支出金|県支出金|一般財源
図書館|総務課|12|2|3|7|本
""",
        """
図書館 | 総務課
  事業費 - - 12000000円
  財源内訳 > 国庫支出金 - - 2000000円
  財源内訳 > 県支出金 - - 3000000円
  財源内訳 > 一般財源 - - 7000000円
""",
    ),
    "years and stages of columns; a caption is not of the year before": (
        """
令和6年度予算の主な事業（単位：千円）
事業名|担当課|予算額|前年度予算額|R4決算額|概要
図書館|総務課|30|20|10|建てる。
""",
        """
図書館 | 総務課
  予算額 2024 budget 30000円
  前年度予算額 - budget 20000円
  R4決算額 2022 settlement 10000円
  overview 概要: 建てる。
""",
    ),
    "years below a heading of money": (
        """
（単位：千円）
事業名|担当課|事業費|||概要
|||R6|R7|
図書館|総務課||40|50|建てる。
""",
        """
図書館 | 総務課
  事業費 2024 - 40000円
  事業費 2025 - 50000円
  overview 概要: 建てる。
""",
    ),
    "sums are no measures and are listed": (
        """
（単位：千円）
款|項|事業名|金額|翌年度繰越額
2 総務費|1 総務管理費|屋根|10|4
||壁|20|5
|小計||30|9
一般会計　合計|||30|9
""",
        """
屋根 |  | 2 総務費 | 1 総務管理費
  金額 - - 10000円
  翌年度繰越額 - - 4000円
壁 |  | 2 総務費 | 1 総務管理費
  金額 - - 20000円
  翌年度繰越額 - - 5000円
left 小計
left 30
left 9
left 一般会計　合計
left 30
left 9
""",
    ),
    "numbers of budget levels, works of a project, a figure with its own unit, no figure, a dash": (
        """
会計|担当課・係|款|項|目|事業名|工事名等|金額|繰越理由
一般会計|道の課　橋の係|8|2|3|道の直し|北の橋|1,500千円|遅れた。
下水道会計|水の課|1|1|2|管の直し|南の管|既存予算|待った。
|水の課|1|1|2|管の掃除|西の管|－|待った。
""",
        """
道の直し | 道の課,橋の係 | 一般会計
  金額 - - 1500000円
  other 款: 8
  other 項: 2
  other 目: 3
  other 工事名等: 北の橋
  other 繰越理由: 遅れた。
管の直し | 水の課 | 下水道会計
  other 款: 1
  other 項: 1
  other 目: 2
  other 工事名等: 南の管
  other 金額: 既存予算
  other 繰越理由: 待った。
管の掃除 | 水の課 | 下水道会計
  金額 - - none －
  other 款: 1
  other 項: 1
  other 目: 2
  other 工事名等: 西の管
  other 繰越理由: 待った。
""",
    ),
    "a caption that names a budget divides the measures": (
        """
1 追加
（単位：千円）
番号|主管課|事業名|事業費
1|総務課|屋根|10

令和6年度6月補正予算
（単位：千円）
番号|主管課|事業名|事業費
1|総務課|壁|20

令和6年度9月補正予算
番号|主管課|事業名|事業費
1|総務課|床|30
""",
        """
屋根 | 総務課 | 1 追加
  事業費 - - 10000円
壁 | 総務課 | 令和6年度6月補正予算
  事業費 2024 budget 20000円
床 | 総務課 | 令和6年度9月補正予算
  事業費 2024 budget 30000円
""",
    ),
    "units of two headings do not stand for a third": (
        """
事業名|担当課|事業費（千円）|人件費（円）|委託費
図書館|総務課|10|20|30
""",
        """
図書館 | 総務課
  事業費（千円） - - 10000円
  人件費（円） - - 20円
  委託費 - - 30
""",
    ),
    "works that are to be let, named without projects": (
        """
工事名|工事場所|期間|種別|事業概要
橋の直し|川の上|5月下旬～8月下旬|土木工事|L=12m
""",
        """
橋の直し
  other 工事場所: 川の上
  other 期間: 5月下旬～8月下旬
  other 種別: 土木工事
  overview 事業概要: L=12m
""",
    ),
    "rows that say what their money is, their sum too": (
        """
（単位：千円）
事業名|担当課|区分|令和6年度|令和7年度
図書館|総務課|国庫支出金|1|2
||一般財源|9|18
||計|10|20
屋根|総務課|一般財源|4|
合計|||14|20
""",
        """
図書館 | 総務課
  国庫支出金 2024 - 1000円
  国庫支出金 2025 - 2000円
  一般財源 2024 - 9000円
  一般財源 2025 - 18000円
  計 2024 - 10000円
  計 2025 - 20000円
屋根 | 総務課
  一般財源 2024 - 4000円
left 合計
left 14
left 20
""",
    ),
    "a heading in unknown words that states the unit of its money; results of a budget": (
        """
令和6年度決算の成果
事業名|担当課|年度別の積み上げ（千円）||支出済額（円）|予算現額（円）
||R6|R7||
図書館|総務課|10|20|9,000|8,000
""",
        """
図書館 | 総務課
  年度別の積み上げ（千円） 2024 settlement 10000円
  年度別の積み上げ（千円） 2025 - 20000円
  支出済額（円） 2024 settlement 9000円
  予算現額（円） - budget 8000円
""",
    ),
    "goals with those who pursue them": (
        """
目標|推進者
①休みを取りやすくします。|総務課長　所属長
②早く帰ります。|所属長
""",
        """
休みを取りやすくします。 | 総務課長,所属長
早く帰ります。 | 所属長
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_list_of_projects_is_told_whole(name: str) -> None:
    printed, expected = CASES[name]
    assert told(read(printed)) == expected.strip("\n").split("\n")


@pytest.mark.parametrize(
    "printed",
    [
        "（単位：千円）\n|補正額\n総額|1,200\n地方債|800\n",  # accounts without a heading that names measures
        "（単位：千円）\n款|項|目|金額|節|説明\n1 総務費|1 管理費|1 一般|30|12 委託料|庁舎\n",
        "事項|期間|限度額\n検査|令和7年度から令和8年度まで|4,910千円\n",
        "公立|私立|合計\n823千円|3,980千円|4,803千円\n",
    ],
)
def test_a_budget_without_projects_is_skipped_as_cost(printed: str) -> None:
    document = read(printed)
    assert not document.measures
    assert [d.message for d in document.diagnostics if d.code == "table-skipped"] == ["table skipped: cost"]


def test_figures_that_rise_beside_figures_are_no_pages() -> None:
    document = read("川|1|5\n池|2|8\n水路|3|9\n橋|4|12\n")
    (skipped,) = [d.message for d in document.diagnostics if d.code == "table-skipped"]
    assert skipped.startswith("table skipped: unknown")


def test_merged_headings_on_a_page() -> None:
    """The header has three levels; an office merged over two rows stands for both, a figure for the row it begins in."""
    xs, rows = (40, 140, 220, 280, 340, 400, 460), (80, 100, 120, 140, 170, 200)
    page = MadePage().words(200, 40, "令和6年度当初予算の事業").words(400, 60, "（単位：千円）")
    for y in (80, 140, 200):
        page.line(xs[0], y, xs[-1], y)
    page.line(xs[3], 100, xs[-1], 100).line(xs[3], 120, xs[5], 120).line(xs[0], 170, xs[1], 170)
    page.line(xs[2], 170, xs[-1], 170)
    for x in (*xs[:4], xs[6]):
        page.line(x, rows[0], x, rows[-1])
    page.line(xs[4], 120, xs[4], 200).line(xs[5], 100, xs[5], 200)
    page.words(70, 112, "事業名").words(160, 112, "担当課").words(230, 112, "事業費").words(340, 95, "財源内訳")
    page.words(310, 115, "特定財源").words(290, 135, "国").words(350, 135, "町債").words(405, 125, "一般財源")
    page.words(50, 158, "屋根").words(160, 185, "総務課").words(240, 158, "50").words(290, 158, "10")
    page.words(350, 158, "15").words(420, 158, "25")
    page.words(50, 188, "壁").words(240, 188, "7").words(420, 188, "7")
    document = parse(io.BytesIO(made_pdf(page)), name="list.pdf")
    assert told(document) == [
        "屋根 | 総務課",
        "  事業費 2024 budget 50000円",
        "  財源内訳 > 特定財源 > 国 2024 budget 10000円",
        "  財源内訳 > 特定財源 > 町債 2024 budget 15000円",
        "  財源内訳 > 一般財源 2024 budget 25000円",
        "壁 | 総務課",
        "  事業費 2024 budget 7000円",
        "  財源内訳 > 一般財源 2024 budget 7000円",
    ]
    (place,) = document.measures[0].costs[0].provenance
    assert place.model_dump()["bbox"][0] == pytest.approx(240, abs=1)
