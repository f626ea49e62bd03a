"""Tables without upright rules: forms, whose rows have columns of their own, and tables of one width on a page."""

from __future__ import annotations

from collections.abc import Sequence

from planextract.detect.page import Page
from planextract.detect.stitch import stitched
from planextract.detect.tables import content_of
from planextract.table import Table

from .made_page import cells, fill, made_page, rule, tables, write

PROSE = "この取組は窓口で待つ時間を短くし、いつでも手続ができるようにするものである。"

Row = Sequence[tuple[float, str]]


def sheet(page: Page, top: float, rows: Sequence[Row], closed: bool = True) -> float:
    """Rows of words with rules between them, from x = 40 to 540; the place below the last one."""
    for i, row in enumerate(rows):
        rule(page, 40, top + 20 * i, 540, top + 20 * i)
        for x, word in row:
            write(page, x, top + 5 + 20 * i, word)
    if closed:
        rule(page, 40, top + 20 * len(rows), 540, top + 20 * len(rows))
    return top + 20 * len(rows)


def said(page: Page) -> list[list[list[str]]]:
    """The words of each row of each table, empty cells as empty strings."""
    found = []
    for table in tables(page):
        rows: list[list[str]] = [[] for _ in table.grid.ys[1:]]
        for row, _, _, _, text in cells(table):
            rows[row].append(text)
        found.append(rows)
    return found


def form(office: str = "総務課") -> list[Row]:
    return [
        [(46, "施策名"), (126, "窓口の改善")],
        [(46, "担当"), (126, office), (300, "対象"), (400, "市民")],
        [(46, "概要"), (126, PROSE)],
        [(46, "効果"), (126, PROSE)],
        [(46, "現状値"), (126, "10分"), (300, "目標値"), (400, "5分")],
    ]


def test_a_form_has_rows_of_one_and_of_two_pairs() -> None:
    page = made_page()
    sheet(page, 100, form())
    (rows,) = said(page)
    assert rows == [
        ["施策名", "窓口の改善"],
        ["担当", "総務課", "対象", "市民"],
        ["概要", PROSE],
        ["効果", PROSE],
        ["現状値", "10分", "目標値", "5分"],
    ]


def test_a_gap_between_words_of_one_text_parts_nothing() -> None:
    page = made_page()
    rows = form()
    rows[0] = [(46, "施策名"), (126, "窓口の改善"), (190, "継続")]
    sheet(page, 100, rows)
    assert said(page)[0][0] == ["施策名", "窓口の改善 継続"]


def test_a_narrow_gap_parts_where_other_rows_have_a_border() -> None:
    page = made_page()
    rows = form()
    rows[4] = [(46, "現状値"), (126, "10分"), (300, "目標値（来年度）"), (386, "5分")]
    sheet(page, 100, rows)
    assert said(page)[0][4] == ["現状値", "10分", "目標値（来年度）", "5分"]


def test_the_columns_of_a_year_grid_hold_for_the_rows_below_it() -> None:
    page = made_page()
    years = [(230 + 80 * i, f"令和{3 + i}年") for i in range(4)]
    rows: list[Row] = [
        [(46, "名称"), (126, "窓口の改善"), (400, "番号"), (480, "1-1")],
        [(46, "概要"), (126, PROSE)],
        [(46, "目的"), (126, PROSE)],
        [(46, "年度ごとの取組"), *years],
        [(46, "取組"), (126, "準備")],
        [(46, "指標"), (126, "窓口の数"), (230, "2か所"), (390, "5か所")],
    ]
    sheet(page, 100, rows)
    (found,) = said(page)
    assert found[0] == ["名称", "窓口の改善", "番号", "1-1"]
    assert found[1] == ["概要", PROSE]
    assert found[4] == ["取組", "準備", "", "", "", ""]
    assert found[5] == ["指標", "窓口の数", "2か所", "", "5か所", ""]


def test_headings_and_gaps_part_tables_of_one_width() -> None:
    page = made_page()
    below = sheet(page, 60, form())
    write(page, 40, below + 8, "【学びの充実】", size=10)
    below = sheet(page, below + 26, form("学校課"))
    sheet(page, below + 8, form("図書館"))
    found = said(page)
    assert [rows[1][1] for rows in found] == ["総務課", "学校課", "図書館"]
    assert all(len(rows) == 5 for rows in found)
    assert _outside(page) == ["【学びの充実】"]


def _outside(page: Page) -> list[str]:
    codes = page.glyphs.codes
    return ["".join(codes[run.start : run.stop]) for run in content_of(page).outside]


def test_one_row_left_by_the_page_break_has_the_columns_of_the_tables_above_it() -> None:
    page = made_page()
    below = sheet(page, 60, form())
    sheet(page, below + 8, form("学校課")[:1])
    assert said(page)[1] == [["施策名", "窓口の改善"]]


def test_a_heading_in_the_middle_of_the_table_spans_all_columns() -> None:
    page = made_page()
    columns = (46, 120, 300, 420)
    rows: list[Row] = [list(zip(columns, ("番号", "取組", "所管", "期限"), strict=True))]
    rows += [[(170, "暮らしを支える取組と学びを助ける取組をまとめた章")]]
    rows += [list(zip(columns, (str(i), "窓口の改善", "総務課", "令和8年"), strict=True)) for i in range(4)]
    sheet(page, 100, rows)
    (table,) = tables(page)
    assert (1, 0, 1, 4, "暮らしを支える取組と学びを助ける取組をまとめた章") in cells(table)


def test_a_heading_that_begins_over_its_first_column_spans_the_empty_ones() -> None:
    page = made_page()
    for y in (100, 140, 160, 180, 200):
        rule(page, 40, y, 540, y)
    rule(page, 200, 120, 540, 120)
    write(page, 46, 115, "施策")
    write(page, 206, 105, "実績値")
    for x, year in ((206, "令和4年"), (320, "令和5年"), (430, "令和6年")):
        write(page, x, 125, year)
    for i in range(3):
        for x, word in ((46, "窓口の改善"), (206, "1件"), (320, "2件"), (430, "3件")):
            write(page, x, 145 + 20 * i, word)
    (table,) = tables(page)
    assert (0, 1, 1, 3, "実績値") in cells(table)


def test_rows_cut_by_the_page_without_a_rule_are_joined() -> None:
    first, second = made_page(1), made_page(2)
    below = sheet(first, 700, form()[1:])
    write(first, 46, below + 5, "効果")
    write(first, 126, below + 5, "窓口で待つ人が減り、")
    write(second, 126, 45, "職員の手も空く。")
    rest: list[Row] = [[(46, label), (126, PROSE)] for label in ("備考", "経過", "根拠")]
    sheet(second, 60, [*rest, [(46, "財源"), (126, "市費"), (300, "期限"), (400, "未定")]])
    (table,) = stitched([list(content_of(page).tables) for page in (first, second)])
    assert isinstance(table, Table)
    texts = [[cell.text.string for cell in row if cell.text.string] for row in table.rows]
    assert texts[4] == ["効果", "窓口で待つ人が減り、\n職員の手も空く。"]
    assert texts[5] == ["備考", PROSE]


def test_a_title_above_a_table_is_no_cut_row() -> None:
    page = made_page()
    write(page, 230, 45, "窓口の改善の計画")
    sheet(page, 62, form())
    assert said(page)[0][0] == ["施策名", "窓口の改善"]


def words_of(page: Page, top: float, rows: Sequence[Row]) -> float:
    """Rows of words of one or two lines with nothing drawn; the place below the last one."""
    for row in rows:
        height = max(word.count("\n") for _, word in row)
        for x, word in row:
            for i, line in enumerate(word.split("\n")):
                write(page, x, top + 14 * i, line)
        top += 14 * height + 24
    return top


def test_a_form_of_which_nothing_is_drawn_has_its_rows_and_columns() -> None:
    page = made_page()
    rows = form()
    rows[2] = [(46, "概要"), (126, f"{PROSE}\nまた、職員の手も空く。")]
    write(page, 40, 60, "【暮らしを支える取組】", size=11)
    below = words_of(page, 90, rows)
    write(page, 40, below + 10, "【学びを支える取組】", size=11)
    words_of(page, below + 40, rows)
    first, second = said(page)
    assert first[0] == ["施策名", "窓口の改善"]
    assert first[1] == ["担当", "総務課", "対象", "市民"]
    assert first[2][1].startswith(PROSE)
    assert len(first) == len(second) == 5


def test_a_table_of_which_nothing_is_drawn_has_merged_cells() -> None:
    page = made_page()
    xs = (46, 160, 300, 420)
    for y, row in ((60, ("施策", "指標", "現状値", "目標値")), (84, ("研修", "人数", "5人", "9人"))):
        for x, word in zip(xs, row, strict=True):
            write(page, x, y, word)
    write(page, 46, 120, "窓口の改善")
    for y, row in ((108, ("件数", "10件", "20件")), (132, ("待つ時間", "10分", "5分"))):
        for x, word in zip(xs[1:], row, strict=True):
            write(page, x, y, word)
    for x, word in zip(xs, ("広報", "回数", "3回", "6回"), strict=True):
        write(page, x, 156, word)
    (table,) = tables(page)
    assert (2, 0, 2, 1, "窓口の改善") in cells(table)
    assert len(table.grid.ys) == 6


def test_colour_behind_the_labels_is_no_table_of_its_own() -> None:
    page = made_page()
    words_of(page, 100, form())
    fill(page, 40, 93, 110, 93 + 24 * 5)
    fill(page, 290, 117, 340, 141)
    (rows,) = said(page)
    assert rows[1] == ["担当", "総務課", "対象", "市民"]


def test_a_list_of_contents_is_no_table() -> None:
    page = made_page()
    words_of(page, 100, [[(40, f"{i} 窓口を改める取組"), (500, str(i))] for i in range(1, 9)])
    assert not tables(page)


def test_chapters_with_dots_before_their_pages_are_no_table() -> None:
    page = made_page()
    titles = (("総", "務"), ("民", "生"), ("環", "境"), ("衛", "生"), ("教", "育"), ("土", "木"))
    for i, (first, second) in enumerate(titles):
        write(page, 40, 100 + 20 * i, f"第{i + 1}款 {first}")
        write(page, 120, 100 + 20 * i, second)
        write(page, 150, 100 + 20 * i, "費")
        write(page, 170, 100 + 20 * i, "·" * 30)
        write(page, 480, 100 + 20 * i, str(200 + i))
    assert not tables(page)


def test_words_spread_from_side_to_side_are_no_columns() -> None:
    page = made_page()
    for i, (word, pitch, value, unit) in enumerate(
        (("面積", 50, "244.94", "㎢"), ("人口", 50, "244,718", "人"), ("世帯数", 25, "112,968", "世帯"))
    ):
        for k, code in enumerate(word):
            write(page, 60 + pitch * k, 100 + 40 * i, code)
        write(page, 240 - 10 * len(value), 100 + 40 * i, value)
        write(page, 300, 100 + 40 * i, unit)
    assert said(page) == [
        [["面積", "244.94", "㎢"], ["人口", "244,718", "人"], ["世帯数", "112,968", "世帯"]],
    ]


def test_a_letter_with_its_address_and_points_is_no_table() -> None:
    page = made_page()
    write(page, 380, 60, "港町長　山川　一郎")
    write(page, 150, 90, "総合整備計画書（案）")
    write(page, 260, 120, "北県港町")
    write(page, 380, 120, "東台地区")
    write(page, 280, 144, "地区の人口")
    write(page, 400, 144, "71人")
    for i, words in enumerate(("地区の概況", "町又は字の名称", "地区の中心の位置", "公共的施設を必要とする事項")):
        write(page, 50, 170 + 24 * i, f"({i + 1})")
        write(page, 80, 170 + 24 * i, words)
    write(page, 320, 218, "東台9番地")
    assert tables(page) == []
