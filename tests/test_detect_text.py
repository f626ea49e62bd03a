"""Text in cells: lines, blanks, overprinting, vertical writing, words that reach over rules, places."""

from __future__ import annotations

import pytest

from planextract.detect.page import Page
from planextract.detect.unruled import unruled_grids
from planextract.geometry import Box
from planextract.schema import PagePlace
from tests.made_page import cells, fill, grid, made_page, rule, tables, write, write_down


def in_cell(page: Page, width: float = 200, height: float = 80) -> str:
    grid(page, (50, 50 + width, 70 + width), (100, 100 + height, 120 + height))
    return tables(page)[0].texts[0].string


def test_lines_are_joined_by_line_ends_and_blanks_stand_only_for_gaps() -> None:
    page = made_page()
    write(page, 60, 104, "窓口の")
    write(page, 90, 104, "改善")
    write(page, 60, 118, "企画課")
    write(page, 105, 118, "総務課")
    assert in_cell(page) == "窓口の改善\n企画課 総務課"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([("担", 60), ("当", 85), ("課", 110)], "担当課"),
        ([("90,", 60), ("0", 100), ("0", 120), ("0", 140)], "90, 0 0 0"),
        ([("9", 60), ("0,", 75), ("0", 100), ("0", 115), ("0", 130)], "90,000"),
        ([("甲案", 60), ("乙案", 100)], "甲案 乙案"),
        ([("(3)", 60), ("窓", 95), ("口", 120)], "(3) 窓口"),
        ([("甲", 60), ("（乙）", 80), ("の", 120), ("別", 140)], "甲（乙）の別"),
        ([("1", 60), ("4", 72), ("7", 84)], "147"),
        ([("3.", 60), ("窓", 90), ("口", 180)], "3. 窓口"),
        ([("3.", 60), ("交", 90), ("付", 130), ("金", 170)], "3. 交付金"),
        ([("３", 60), ("年", 90), ("度", 120), ("末", 150)], "３年度末"),
        ([("窓口の", 60), ("改善", 90), ("継続", 112.3)], "窓口の改善 継続"),
        ([("２", 60), ("窓", 77), ("口", 94), ("費", 111)], "２ 窓口費"),
        ([("1", 60), ("窓", 73.5), ("口", 92), ("費", 110.5)], "1 窓口費"),
        ([("(4)", 60), ("窓", 93.5), ("口", 160)], "(4) 窓口"),
        ([("３ 年 度 末", 60)], "３年度末"),
        ([("３", 60), ("級", 90)], "３級"),
        ([("△ 減 額", 60)], "△ 減額"),
        ([("２", 60), ("７", 73.5)], "２７"),
        ([("集", 60), ("会", 71), ("施", 82), ("設", 94.1)], "集会施設"),
        ([("甲", 60), ("地", 92), ("方", 125.5), ("費", 159.1), ("乙", 192), ("(2)", 204)], "甲地方費乙(2)"),
    ],
)
def test_spaced_out_words_are_closed(pieces: list[tuple[str, float]], expected: str) -> None:
    page = made_page()
    for string, x in pieces:
        write(page, x, 110, string)
    assert in_cell(page) == expected


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([("平成", 60), ("27", 86.7), ("年度", 110.4)], "平成27年度"),
        ([("日額", 60), ("300", 86.7), ("円", 124)], "日額300 円"),
        ([("令和", 60), ("5", 92), ("年度", 114), ("～", 148), ("令和", 170)], "令和5年度～令和"),
    ],
)
def test_figures_in_a_line_set_wide_have_no_blanks_beside_them(pieces: list[tuple[str, float]], expected: str) -> None:
    page = made_page()
    for string, x in pieces:
        write(page, x, 110, string, pitch=12 if len(string) == 2 and not string.isascii() else None)
    assert in_cell(page) == expected


def test_a_line_spread_over_its_cell_has_no_blanks() -> None:
    page = made_page()
    write(page, 60, 110, "管理", pitch=18)
    write(page, 96, 110, "職手当", pitch=18)
    assert in_cell(page) == "管理職手当"


def test_overprinted_characters_count_once() -> None:
    page = made_page()
    write(page, 60, 110, "目標")
    write(page, 60.4, 110, "目標")
    assert in_cell(page) == "目標"


def test_vertical_writing_and_stacked_characters_are_words() -> None:
    page = made_page()
    write_down(page, 60, 105, "基本目標")
    assert in_cell(page) == "基本目標"
    page = made_page()
    for i, code in enumerate("担当課"):
        write(page, 60, 105 + 14 * i, code)
    assert in_cell(page, width=30) == "担当課"


def test_two_stacked_columns_are_read_from_the_right() -> None:
    page = made_page()
    for i, (right, left) in enumerate(zip("行政経営", "情報推進", strict=True)):
        write(page, 60, 104 + 11 * i, left)
        write(page, 85, 104 + 11 * i, right)
    assert in_cell(page, width=50) == "行政経営\n情報推進"


def test_words_of_two_characters_spread_over_their_cell_are_no_columns() -> None:
    page = made_page()
    for i, word in enumerate(("課長", "室長", "参事")):
        write(page, 60, 104 + 15 * i, word[0])
        write(page, 95, 104 + 15 * i, word[1])
    assert in_cell(page, width=60) == "課長\n室長\n参事"


def test_two_small_lines_beside_a_tall_one_stay_two_lines() -> None:
    page = made_page()
    write(page, 60, 110, "窓口の改善", size=12)
    write(page, 150, 109, "【期間】", size=7)
    write(page, 150, 117, "令和７年", size=7)
    assert in_cell(page) == "窓口の改善 【期間】\n令和７年"


def test_what_stands_around_a_fraction_is_read_around_it() -> None:
    page = made_page()
    write(page, 60, 110, "比率＝")
    write(page, 100, 104, "甲費")
    write(page, 100, 117, "乙費")
    write(page, 130, 110, "×100")
    rule(page, 98, 115.5, 122, 115.5)
    assert in_cell(page, width=130) == "比率＝ 甲費\n乙費 ×100"


def test_choices_with_names_on_two_lines_are_read_one_after_the_other() -> None:
    page = made_page()
    for x, mark, *name in ((60, "○", "達成"), (110, "●", "おおむね", "達成"), (170, "○", "達成まで", "困難")):
        write(page, x, 116, mark)
        for i, line in enumerate(name):
            write(page, x + 14, 116 if len(name) == 1 else 109 + 14 * i, line)
    assert in_cell(page).replace("\n", "").replace(" ", "") == "○達成●おおむね達成○達成まで困難"


def test_a_turned_wave_dash_stands_between_the_lines_around_it() -> None:
    page = made_page()
    write(page, 60, 104, "20歳")
    write_down(page, 70, 118, "～")
    write(page, 60, 132, "23歳")
    assert in_cell(page, width=50).replace("\n", "") == "20歳～23歳"


def test_a_run_over_several_cells_is_cut_between_words() -> None:
    page = made_page()
    grid(page, (50, 100, 150, 200), (100, 130, 160))
    write(page, 60, 110, "甲乙丙", pitch=50)
    write(page, 55, 140, "10件\u300020件\u3000\u3000\u30005")
    (table,) = tables(page)
    assert [text.string for text in table.texts] == ["甲", "乙", "丙", "10件", "20件", "5"]


def test_a_word_that_sticks_out_of_its_cell_stays_whole() -> None:
    page = made_page()
    grid(page, (50, 100, 150), (100, 130, 160))
    write(page, 93, 110, "120000件")
    (table,) = tables(page)
    assert [text.string for text in table.texts] == ["", "120000件", "", ""]


def test_places_are_the_boxes_of_the_characters() -> None:
    page = made_page(number=3)
    grid(page, (50, 250, 300), (100, 130, 160))
    write(page, 60, 110, "目標は三件")
    (table,) = tables(page)
    text = table.texts[0]
    assert text.slice(3, 4).provenance == [PagePlace(page=3, bbox=(90, 110, 100, 120))]
    assert table.texts[1].provenance == [PagePlace(page=3, bbox=(250, 100, 300, 130))]


@pytest.mark.parametrize("kind", ["rules", "bands", "nothing"])
def test_columns_without_vertical_rules_are_found_by_white_space(kind: str) -> None:
    page = made_page()
    rows = (
        ("施策名", "指標", "現状値", "目標値"),
        ("窓口の改善", "件数", "10件", "20件"),
        ("研修", "人数", "5人", "9人"),
    )
    for i, row in enumerate(rows):
        for x, word in zip((60, 180, 300, 400), row, strict=True):
            write(page, x, 105 + 25 * i, word)
    if kind == "rules":
        for y in (100, 122, 147, 172):
            rule(page, 50, y, 480, y)
    elif kind == "bands":
        fill(page, 50, 100, 480, 122)
        fill(page, 50, 147, 480, 172)
    (table,) = tables(page)
    assert [cell[4] for cell in cells(table)] == [word for row in rows for word in row]


def test_a_heading_over_two_columns_spans_them() -> None:
    page = made_page()
    for y in (100, 122, 147, 172, 197):
        rule(page, 50, y, 480, y)
    write(page, 250, 105, "令和の年度別の目標値")
    for i in range(3):
        for x, word in ((60, "施策"), (220, "10件"), (360, "20件")):
            write(page, x, 130 + 25 * i, word)
    (table,) = tables(page)
    assert (0, 1, 1, 2, "令和の年度別の目標値") in cells(table)


def test_prose_is_no_table() -> None:
    page = made_page()
    for i in range(8):
        write(page, 60, 100 + 16 * i, "この計画は市の情報化を進めるために定めるものである。")
    assert not unruled_grids(page, [], [], page.runs)


def test_headings_over_all_columns_do_not_close_the_white_space_below_them() -> None:
    page = made_page()
    for y in range(100, 281, 30):
        rule(page, 50, y, 350, y)
    for i, row in enumerate((("番号", "取組", "所管"), ("第１章 市民が使いやすい市役所",), ("1", "窓口", "総務課"))):
        for k, word in enumerate(row):
            write(page, 60 + 60 * k, 110 + 30 * i, word)
    for i, row in enumerate((("１ 手続を簡単にするための取組",), ("1", "申請", "企画課"), ("2", "相談", "福祉課"))):
        for k, word in enumerate(row):
            write(page, 60 + 60 * k, 200 + 30 * i, word)
    (table,) = tables(page)
    assert len(table.grid.xs) == 4
    assert [text.string for text in table.texts if "章" in text.string] == ["第１章 市民が使いやすい市役所"]


def test_boxes_meet_where_they_share_a_point() -> None:
    assert Box(0, 0, 10, 10).meets(Box(10, 10, 20, 20))
    assert Box(0, 0, 10, 10).common(Box(5, 5, 20, 20)) == Box(5, 5, 10, 10)
    assert Box(0, 0, 10, 10).common(Box(11, 0, 20, 20)) is None


@pytest.mark.parametrize(
    ("lines", "width", "expected"),
    [
        (("市の案内ページを文字を", "大きくしても崩れず"), 116, "市の案内ページを文字を大きくしても崩れず"),
        (("市の案内ページを、", "文字を大きく"), 150, "市の案内ページを、\n文字を大きく"),
        (("全１２４０ページ", "中、適合したもの"), 96, "全１２４０ページ中、適合したもの"),  # 、 begins no line
        (("通報受付システ", "ム"), 150, "通報受付システム"),
        (("入門講座の人数は", "応用講座：５７人"), 84, "入門講座の人数は\n応用講座：５７人"),
        (("八森総合支所", "福祉企画課"), 66, "八森総合支所\n福祉企画課"),
        (("まちづくり課", "福祉企画課"), 66, "まちづくり課\n福祉企画課"),
        (("公園の設置数です", "②３件です"), 84, "公園の設置数です\n②３件です"),
        (("the plan of", "the city"), 116, "the plan of the city"),
        (("12345678", "90"), 84, "1234567890"),
        (("庁舎の照明を取り", "替えた。"), 84, "庁舎の照明を取り替えた。"),
        (("\u3000庁舎の照明を取", "り替えた"), 84, "庁舎の照明を取り替えた"),
        (("庁舎の照明の", "（北館）"), 64, "庁舎の照明の\n（北館）"),
        (("照明の交換（対象", "区域：北館）"), 84, "照明の交換（対象区域：北館）"),
        (("５月上旬～９月末", "６月下旬～７月末"), 84, "５月上旬～９月末\n６月下旬～７月末"),
        (("繰入 △10", "積立 200"), 84, "繰入 △10\n積立 200"),
        (("庁舎の照明を", "替・更新"), 74, "庁舎の照明を替・更新"),  # ・ begins no line
        (("庁舎の照明を", "（R5まで）に"), 88, "庁舎の照明を（R5まで）に"),
        (("10.4", "20.7"), 44, "10.4\n20.7"),
        (("120", "310", "480"), 34, "120\n310\n480"),
        (("1,240", "3,300"), 54, "1,240\n3,300"),
    ],
)
def test_a_full_line_goes_on_and_a_shorter_one_was_ended(lines: tuple[str, ...], width: float, expected: str) -> None:
    page = made_page()
    for i, line in enumerate(lines):
        write(page, 52, 103 + 12 * i, line)
    assert in_cell(page, width) == expected


def test_names_spread_over_their_cell_are_lines_of_their_own() -> None:
    page = made_page()
    for y, name, pitch in ((103, "総合・企画部財務担当", 10), (115, "町長", 90), (127, "副町長", 45)):
        write(page, 54, y, name, pitch=pitch)
    assert in_cell(page, 104) == "総合・企画部財務担当\n町長\n副町長"


def test_a_line_set_wide_needs_the_same_space_before_what_comes_next() -> None:
    page = made_page()
    write(page, 52, 103, "距離に応", pitch=14)
    write(page, 52, 115, "じて加算", pitch=14)
    assert in_cell(page, 68) == "距離に応じて加算"


def test_a_number_beside_two_lines_comes_first_and_a_mark_behind_them_last() -> None:
    page = made_page()
    write(page, 52, 109, "7")
    write(page, 70, 103, "照明設備の交換及び点検の")
    write(page, 70, 115, "業務")
    assert in_cell(page, 144) == "7 照明設備の交換及び点検の業務"
    page = made_page()
    write(page, 52, 103, "照明設備")
    write(page, 52, 115, "点検業務")
    write(page, 120, 109, "(X)")
    assert in_cell(page) == "照明設備\n点検業務 (X)"


def test_a_name_and_its_value_are_a_line_of_their_own() -> None:
    page = made_page()
    for y, name, value in ((103, "照明設備", "480"), (115, "点検業務用", "95")):
        write(page, 52, y, name)
        write(page, 192 - 10 * len(value), y, value)
    assert in_cell(page, 144) == "照明設備 480\n点検業務用 95"


def test_lines_indented_below_the_first_go_on() -> None:
    page = made_page()
    for x, y, string in ((52, 103, "8.照明設備"), (72, 115, "の交換及"), (72, 127, "び点検")):
        write(page, x, y, string)
    assert in_cell(page, 64) == "8.照明設備の交換及び点検"


def test_headings_in_the_middle_of_several_columns_span_them() -> None:
    """A group's name over number and title, 実績値 over its three years; only rules across are drawn."""
    page = made_page()
    for y in (100, 140, 170, 200, 230):
        rule(page, 50, y, 530, y)
    rule(page, 230, 120, 460, 120)
    write(page, 95, 114, "くらしの施策")
    for x, word in ((235, "基準値"), (345, "実績値"), (475, "担当課")):
        write(page, x, 105 if word != "担当課" else 115, word)
    for x, word in ((235, "４年度"), (290, "５年度"), (345, "６年度"), (400, "７年度")):
        write(page, x, 125, word)
    for i, y in enumerate((150, 180, 210)):
        for x, word in (
            (60, f"{i}"),
            (100, "窓口を改める施策"),
            (235, "３件"),
            (290, "４件"),
            (345, "５件"),
            (475, "市民課"),
        ):
            write(page, x, y, word)
        write(page, 400, y, "６件")
    (table,) = tables(page)
    spans = {text: (column, width) for _, column, _, width, text in cells(table)}
    assert spans["くらしの施策"] == (0, 2)
    assert spans["実績値"] == (3, 3)
    assert spans["基準値"] == (2, 1)
    assert spans["担当課"] == (6, 1)
