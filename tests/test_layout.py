"""Layout: headings, columns, rows and forms, on tables written down as they are printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planextract.diagnostics import Report
from planextract.layout.alignment import align
from planextract.layout.columns import assign
from planextract.layout.contents import Content, content_of
from planextract.layout.headers import segments
from planextract.layout.headings import HeadingReader
from planextract.layout.infer import Inference
from planextract.layout.outline import Outline, level_of
from planextract.layout.select import select
from planextract.layout.vocabulary import role_of
from planextract.record import Role
from planextract.schema import LinePlace
from planextract.table import Cell, Paragraph, Table
from planextract.text import Piece, Text


def text(string: str, line: int = 1, column: int = 1) -> Text:
    return Text.of(Piece(string, lambda start, stop: [LinePlace(line=line, column=column)]))


def table(printed: str) -> Table:
    """A table from lines with | between the cells; blanks around a cell are dropped."""
    lines = [[cell.strip() for cell in line.split("|")] for line in printed.strip("\n").split("\n")]
    rows = tuple(
        tuple(Cell(i, j, text(string, i + 1, j + 1)) for j, string in enumerate(line)) for i, line in enumerate(lines)
    )
    return Table(rows, max(map(len, lines)))


READER = HeadingReader({})


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("施 策 名", Role.TITLE),
        ("Ｋ Ｐ Ｉ", Role.INDICATOR),
        ("実績値 (KPI)", Role.ACTUAL),
        ("スケジュール（これまで）", Role.SCHEDULE),
        ("主管課等", Role.DEPARTMENT),
        ("関係課等", Role.RELATED),
        ("取組内容", Role.ACTIVITY),
        ("施策の概要", Role.OVERVIEW),
        ("目標", Role.TARGET),
        ("基本目標", Role.PATH),
        ("重要業績評価指標（KPI）", Role.INDICATOR),
        ("現状値", Role.BASELINE),
        ("掲載ページ", Role.PAGE),
        ("かばんの色", None),
        ("", None),
    ],
)
def test_a_heading_has_its_role(heading: str, role: Role | None) -> None:
    assert role_of(heading, {}) is role


def test_a_parsers_words_come_before_the_common_ones() -> None:
    assert role_of("目標", {"目標": Role.AIM}) is Role.AIM


@pytest.mark.parametrize(
    ("heading", "role", "start"),
    [
        ("令和6年度", None, "2024-04-01"),
        ("目標値（令和8年度末）", Role.TARGET, "2026-04-01"),
        ("R6年度見込", Role.TARGET, "2024-04-01"),
        ("スケジュール (R6～R8)", Role.SCHEDULE, "2024-04-01"),
    ],
)
def test_role_and_period_come_from_one_heading(heading: str, role: Role | None, start: str) -> None:
    read = READER.read(text(heading))
    assert read.role is role
    assert read.found is not None
    assert read.found.period.start == start


@pytest.mark.parametrize(
    ("string", "content"),
    [
        ("", Content.BLANK),
        ("―", Content.DASH),
        ("1-1-(2)", Content.NUMBERING),
        ("11 【完了】", Content.NUMBERING),
        ("12", Content.INTEGER),
        ("1,200件/年", Content.VALUE),
        ("99.9%準拠 ※全100ページ中", Content.VALUE),
        ("(未実施)", Content.VALUE),
        ("◎ 一部達成", Content.MARK),
        ("継続", Content.ACTION),
        ("まなび推進課", Content.DEPARTMENT),
        ("→", Content.ARROW),
        ("令和6年度", Content.PERIOD),
        ("窓口を一つにまとめる。あわせて案内を改める。", Content.PROSE),
        ("操作の研修会", Content.WORDS),
    ],
)
def test_contents_are_told_apart_by_form(string: str, content: Content) -> None:
    assert content_of(string) is content


SHIFTED_HEADER = """
あかるい町づくり |      |            | 基準値     | 実績値     |            | 目標値     | 担当課     |
施策の指標       |      | 令和4年度  | 令和5年度  | 令和6年度  | 令和7年度  | 令和7年度  |            |
1-1              | 花壇 | 花壇の数   | 3か所      | 4か所      |            |            | 9か所      | みどり課
                 |      | 苗の数     | 10株       | 12株       |            |            | 40株       |
1-2              | 街灯 | 街灯の数   | 5基        | 5基        |            |            | 8基        | 土木課
"""


def columns_of(printed: str) -> dict[int, tuple[Role | None, str | None]]:
    parts = segments(table(printed), READER)
    assert len(parts) == 1
    done = assign(parts, Role.TARGET)[0]
    return {c.index: (c.role, c.found.period.raw if c.found else None) for c in done.columns}


def test_shifted_headings_find_their_data_by_order_and_content() -> None:
    """OUTPUT.md rule 2: the header rows do not stand over the data, and years must be dealt to the kinds."""
    assert columns_of(SHIFTED_HEADER) == {
        0: (Role.NUMBER, None),
        1: (Role.TITLE, None),
        2: (Role.INDICATOR, None),
        3: (Role.BASELINE, "令和4年度"),
        4: (Role.ACTUAL, "令和5年度"),
        5: (Role.ACTUAL, "令和6年度"),
        6: (Role.ACTUAL, "令和7年度"),
        7: (Role.TARGET, "令和7年度"),
        8: (Role.DEPARTMENT, None),
    }


def test_a_heading_over_the_naming_columns_divides_the_measures() -> None:
    parts = segments(table(SHIFTED_HEADER), READER)
    assert parts[0].group.string == "あかるい町づくり"


def test_years_under_merged_headings_stay_where_they_stand() -> None:
    printed = """
NO | 取組 | KPI | 実績値    |           | 目標値    | 備考
   |      |     | 令和4年度 | 令和5年度 | 令和6年度 |
1  | 窓口 | 数  | 3件       | 4件       | 5件       |
2  | 広報 | 数  | 3件       | 4件       | 5件       |
"""
    found = columns_of(printed)
    assert found[3] == (Role.ACTUAL, "令和4年度")
    assert found[4] == (Role.ACTUAL, "令和5年度")
    assert found[5] == (Role.TARGET, "令和6年度")


def test_of_two_title_columns_the_last_names_the_measure() -> None:
    printed = """
施策 | 事業名 | 担当課
交通 | バス   | 交通課
交通 | 船     | 港湾課
"""
    assert columns_of(printed)[0][0] is Role.PATH
    assert columns_of(printed)[1][0] is Role.TITLE


ALIGNED = """
NO | 取組       | 取組方針                         | KPI    | スケジュール（これまで） | 実績値    |           | スケジュール（R9～R10）
   |            |                                  |        |                          | 令和6年度 | 令和7年度 |
1  | 窓口の電子化 | 手続を家からできるようにします。 | 件数   | 令和7年度までに始める。  | 3件       | 4件       | 令和10年度までに広げる。
2  | 広報の電子化 | 知らせを早く届けるようにします。 | 閲覧数 | 令和7年度までに始める。  | 30件      | 40件      | 引き続き広げていく。
3  | 図面の電子化 | 図面を家で見られるようにします。 | 枚数   | -                        | -         | 令和10年度までに始める。 |
"""


def test_a_row_with_a_cell_too_few_stands_right_where_its_contents_say_so() -> None:
    """OUTPUT.md rule 1: prose in a value column means that a cell is missing before it, padded or not."""
    whole = table(ALIGNED)
    part = assign(segments(whole, READER), Role.TARGET)[0]
    row = align(whole.rows[4], part.columns, exact=False)
    strings = [cell.text.string if cell else None for cell in row.cells]
    assert strings == [
        "3",
        "図面の電子化",
        "図面を家で見られるようにします。",
        "枚数",
        None,
        "-",
        "-",
        "令和10年度までに始める。",
    ]
    assert row.assumption is not None
    assert align(whole.rows[2], part.columns, exact=False).assumption is None


def test_a_row_of_a_page_is_never_shifted() -> None:
    whole = table(ALIGNED)
    part = assign(segments(whole, READER), Role.TARGET)[0]
    row = align(whole.rows[4], part.columns, exact=True)
    assert row.assumption is None
    assert row.cells[4] is not None


def test_a_superfluous_empty_cell_is_the_last_before_the_first_anchor() -> None:
    printed = """
個別施策     | 所管課   | 令和5年度 | 令和6年度 | 令和7年度 | 目標達成 | 今後の対応
窓口の整理   | 市民課   | 調査      | 設計      | 工事      | ◎ 達成   | 完了
道案内の整理 | 観光課   | 調査      | 設計      | 工事      | ○ 一部達成 | 継続
街灯の整理   | 土木課   | 調査      | 設計      | 工事      | ◎ 達成   | 完了
花壇の整理   | 緑地課   | 調査      | 設計      | 工事      | ◎ 達成   | 継続
庁舎の整理   | 管財課   |           | 設計      |           | 工事     | ◎ 達成 | 完了
公園の整理   | 緑地課   | 調査      |           | 設計      |          | 工事   | ◎ 達成 | 完了
"""
    whole = table(printed)
    part = assign(segments(whole, READER), Role.TARGET)[0]
    rows = [align(whole.rows[i], part.columns, exact=False).cells for i in (5, 6)]
    assert [cell.text.string for cell in rows[0] if cell] == [
        "庁舎の整理",
        "管財課",
        "",
        "設計",
        "工事",
        "◎ 達成",
        "完了",
    ]
    assert [cell.text.string for cell in rows[1] if cell] == [
        "公園の整理",
        "緑地課",
        "調査",
        "設計",
        "工事",
        "◎ 達成",
        "完了",
    ]


@pytest.mark.parametrize(
    ("lines", "headings"),
    [
        (["第1章 はじめに", "1 目的", "第2章 施策", "1 交通", "(1) 道"], ["第2章 施策", "1 交通", "(1) 道"]),
        (["1 交通", "【道路】", "【河川】"], ["1 交通", "【河川】"]),
        (["基本方針1 便利", "施策2 道", "基本方針1 便利"], ["基本方針1 便利", "施策2 道"]),
        (["基本方針1 便利", "施策2 道", "基本方針2 安心"], ["基本方針2 安心"]),
        (["2 交通", "(1) 道", "3 防災"], ["3 防災"]),
    ],
)
def test_headings_nest_by_their_numbering(lines: list[str], headings: list[str]) -> None:
    outline = Outline()
    for line in lines:
        level = level_of(text(line))
        assert level is not None
        outline.enter(level)
    assert [heading.string for heading in outline.headings] == headings


@pytest.mark.parametrize(
    "line", ["平成30年4月1日から施行する。", "令和5年3月31日現在", "2050年に向けた", "", "本文です。"]
)
def test_sentences_and_dates_are_no_headings(line: str) -> None:
    assert level_of(text(line)) is None


SHEET = """
名称           | 窓口の電子化 |           |           | 番号      | 2-1-(1)
主管課等       | 市民課       | 関係課等  |           |           |
概要           | 手続を家からできるようにします。 | | | |
年度ごとの取組 | 令和5年度    | 令和6年度 | 令和7年度 | 令和8年度 | 令和9年度
取組内容       | 準備         | →         |           |           |
               | 運用         |           | →         | →         |
評価指標       | 申込数       |           | 10件      | 20件      |
指標の考え方   | 令和7年度以降の見込みから設定 | | | |
"""


def records_of(*printed: str) -> list:  # type: ignore[type-arg]
    layouts = Inference(READER, Role.TARGET).layouts([table(one) for one in printed])
    return [record for layout in layouts for record in layout.records]


def test_a_form_gives_label_and_value() -> None:
    record = records_of(SHEET)[0]
    assert record.first(Role.TITLE).string == "窓口の電子化"
    assert record.first(Role.NUMBER).string == "2-1-(1)"
    assert record.first(Role.DEPARTMENT).string == "市民課"
    assert not record.first(Role.RELATED)


def test_a_years_grid_names_its_rows_and_the_rationale_moves_a_short_row() -> None:
    """OUTPUT.md rule 1: one cell too few stands left, unless the row's own rationale names the year."""
    record = records_of(SHEET)[0]
    entries = [(e.activity.string, e.heading.string, e.arrow) for e in record.schedule]
    assert entries == [("準備", "令和5年度", True), ("運用", "令和6年度", True), ("運用", "令和7年度", True)]
    assert [(v.heading.string, v.text.string) for v in record.indicators[0].values] == [
        ("令和6年度", ""),
        ("令和7年度", "10件"),
        ("令和8年度", "20件"),
        ("令和9年度", ""),
    ]


def test_without_evidence_a_short_row_stands_left() -> None:
    record = records_of(SHEET.replace("令和7年度以降の", ""))[0]
    assert [v.heading.string for v in record.indicators[0].values] == [
        "令和5年度",
        "令和6年度",
        "令和7年度",
        "令和8年度",
    ]


def test_a_second_title_starts_a_second_sheet() -> None:
    assert [
        record.first(Role.NUMBER).string for record in records_of(SHEET + SHEET.strip("\n").replace("(1)", "(2)"))
    ] == [
        "2-1-(1)",
        "2-1-(2)",
    ]


def test_a_number_on_its_own_line_belongs_to_the_sheet_below() -> None:
    sheet = table(SHEET.replace("番号      | 2-1-(1)", "         |"))
    layouts = Inference(READER, Role.TARGET).layouts([Paragraph(text("9 - 9")), sheet])
    assert layouts[0].records[0].first(Role.NUMBER).string == "9 - 9"


GLOSSARY = """
用語     | 解説
クラウド | 網の向こうの計算機です。
"""
ROSTER = """
No. | 氏名     | 職名
1   | 山田一郎 | 課長
"""
HISTORY = """
期日  | 内容
3月4日 | 会議を開いた
"""
LIST = """
番号    | 新規/継続 | 名称         | 主管課等
2-1-(1) | 新規      | 窓口の電子化 | 市民課
"""


def test_tables_without_measures_are_skipped_with_the_reason() -> None:
    """OUTPUT.md rule 12."""
    layouts = Inference(READER, Role.TARGET).layouts([table(p) for p in (LIST, SHEET, GLOSSARY, ROSTER, HISTORY)])
    uses = [(selection.use, selection.reason) for selection in select(layouts)]
    assert uses == [
        ("overview", "overview of the measures"),
        ("measures", "its measures have values, a schedule or an achievement"),
        ("skipped", "glossary"),
        ("skipped", "roster"),
        ("skipped", "history"),
    ]


def test_a_list_is_the_measures_where_nothing_better_is_there() -> None:
    layouts = Inference(READER, Role.TARGET).layouts([table(LIST)])
    assert [selection.use for selection in select(layouts)] == ["measures"]


def test_the_same_header_elsewhere_is_evidence_for_a_page_of_odd_rows() -> None:
    """A page whose rows are all a cell short is read with the columns of the other pages."""
    lines = ALIGNED.strip("\n").split("\n")
    odd = "\n".join([*lines[:2], lines[4], lines[4].replace("3  ", "4  ")])
    layouts = Inference(READER, Role.TARGET).layouts([table("\n".join([*lines[:4]])), table(odd)])
    values = layouts[1].records[0].indicators[0].values
    assert [(v.heading.string, v.text.string) for v in values] == [("令和6年度", "-"), ("令和7年度", "-")]


def test_a_report_keeps_each_finding_once() -> None:
    report = Report()
    report.add("generic-parser")
    report.add("generic-parser")
    assert len(report.found) == 1


def page(printed: str, spans: dict[tuple[int, int], tuple[int, int]]) -> Table:
    """A table as geometry gives it: `spans` tells rows and columns of merged cells; what they cover is not there."""
    whole = table(printed)
    covered = {
        (row + i, column + j)
        for (row, column), (height, width) in spans.items()
        for i in range(height)
        for j in range(width)
        if i or j
    }
    rows = tuple(
        tuple(
            replace(
                cell,
                row_span=spans.get((r, cell.column), (1, 1))[0],
                column_span=spans.get((r, cell.column), (1, 1))[1],
            )
            for cell in row
            if (r, cell.column) not in covered
        )
        for r, row in enumerate(whole.rows)
    )
    return Table(rows, whole.width, exact=True)


def test_a_page_keeps_headings_over_their_merged_columns() -> None:
    printed = """
分野 | 施策 | 指標 | 実績値    |           | 目標値    | 担当課
     |      |      | 令和4年度 | 令和5年度 | 令和6年度 |
交通 | 道   | 本数 | 3本       | 4本       | 5本       | 土木課
     |      | 延長 | 1km       | 2km       | 3km       |
     | 橋   | 基数 | 1基       |           | 2基       | 土木課
"""
    merged = {(0, i): (2, 1) for i in (0, 1, 2, 6)} | {(0, 3): (1, 2), (2, 0): (3, 1), (2, 1): (2, 1), (2, 6): (2, 1)}
    records = Inference(READER, Role.TARGET).layouts([page(printed, merged)])[0].records
    assert [[f.value.string for f in record.all_of(Role.PATH)] for record in records] == [["交通"], ["交通"]]
    assert [row.name.string for row in records[0].indicators] == ["本数", "延長"]
    assert [(v.role, v.text.string) for v in records[1].indicators[0].values] == [
        (Role.ACTUAL, "1基"),
        (Role.ACTUAL, ""),
        (Role.TARGET, "2基"),
    ]


def test_on_a_page_a_merged_schedule_cell_spans_its_years() -> None:
    """OUTPUT.md rule 8, in a relational table and in the grid of a form."""
    relational = """
個別施策 | 所管課 | 令和5年度 | 令和6年度 | 令和7年度
道の整備 | 土木課 | 調査      | 工事      |
橋の整備 | 土木課 | 調査      | 調査      | 工事
"""
    form = """
名称           | 道の整備 |           |           |
主管課等       | 土木課   |           |           |
概要           | 道をなおします。 | |          |
年度ごとの取組 |          | 令和5年度 | 令和6年度 | 令和7年度
取組内容       | 調査     | →         |           |
               | 工事     |           | 着工から完成まで |
"""
    spans = {(3, 0): (1, 2), (4, 0): (2, 1), (5, 3): (1, 2)} | {(i, 1): (1, 4) for i in range(3)}
    layouts = Inference(READER, Role.TARGET).layouts([page(relational, {(1, 3): (1, 2)}), page(form, spans)])
    assert layouts[1].shape == "form"
    for record, name in ((layouts[0].records[0], ""), (layouts[1].records[0], "工事")):
        last = record.schedule[-1]
        assert last.activity.string == name
        assert last.period is not None
        assert (last.period.period.start, last.period.period.end) == ("2024-04-01", "2026-03-31")


@pytest.mark.parametrize(
    "row",
    [
        "    |          | 利用者数   | 人       |          | 300      |",
        "    |          | 貸出しの数 | 冊       | -        |          |",
    ],
)
def test_a_row_that_fits_its_columns_is_not_shifted(row: str) -> None:
    """A row without number and title continues the measure above; that is no evidence of a shift."""
    printed = f"""
No  | 施策名   | 指標       | 単位     | 基準値(R5) | 目標値(R8) | 担当課
1   | 図書館   | 貸出数     | 冊       | 50       | 60       | 総務課
{row}
"""
    whole = table(printed)
    part = assign(segments(whole, READER), Role.TARGET)[0]
    assert align(whole.rows[2], part.columns, exact=False).assumption is None
