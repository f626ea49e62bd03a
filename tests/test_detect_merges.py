"""Tables without upright rules: headings over years, labels in the middle of their rows, rows far apart, and doubts."""

from __future__ import annotations

from collections.abc import Sequence

from planextract.detect.page import Page
from planextract.detect.stitch import stitched
from planextract.detect.tables import content_of
from planextract.sources.pdf import read_pdf
from planextract.table import Table

from .made_page import cells, made_page, rule, tables, write
from .made_pdf import MadePage, made_pdf

XS = (46.0, 160.0, 260.0, 340.0, 420.0)


def line(page: Page, y: float, words: Sequence[str], xs: Sequence[float] = XS) -> None:
    """Words side by side, each at the left of its column; nothing where it is empty."""
    for x, word in zip(xs, words, strict=True):
        if word:
            write(page, x, y, word)


def only(page: Page) -> list[tuple[int, int, int, int, str]]:
    (table,) = tables(page)
    return cells(table)


def test_a_heading_at_the_left_covers_the_years_below_it() -> None:
    page = made_page()
    line(page, 60, ("施策", "現状値", "実績値", "", ""))
    line(page, 82, ("", "令和3年度", "令和4年度", "令和5年度", "令和6年度"))
    for i in range(4):
        line(page, 104 + 22 * i, ("窓口の改善", "1件", "2件", "3件", "4件"))
    found = only(page)
    assert (0, 2, 1, 3, "実績値") in found
    assert (0, 1, 1, 1, "現状値") in found
    assert (0, 0, 2, 1, "施策") in found


def test_a_heading_in_the_middle_covers_the_years_below_it_wherever_they_stand() -> None:
    page = made_page()
    for top in (60, 182):
        write(page, 345, top, "実績値")
        line(page, top + 11, ("施策", "指標", "", "", ""))
        line(page, top + 22, ("", "", "令和4年度", "令和5年度", "令和6年度"))
        for i in range(3):
            line(page, top + 44 + 22 * i, ("窓口の改善", "件数", "2件", "3件", "4件"))
    found = only(page)
    assert [cell[:4] for cell in found if cell[4] == "実績値"] == [(0, 2, 1, 3), (5, 2, 1, 3)]
    assert [cell[2:4] for cell in found if cell[4] == "施策"] == [(2, 1), (2, 1)]


def test_values_below_a_row_with_empty_cells_are_no_heading() -> None:
    page = made_page()
    line(page, 60, ("施策", "指標", "令和4年度", "令和5年度", "令和6年度"))
    for i in range(3):
        line(page, 82 + 44 * i, ("窓口の改善", "件数", "未定", "", ""))
        line(page, 104 + 44 * i, ("広報", "回数", "1件", "2件", "3件"))
    found = only(page)
    assert (1, 2, 1, 1, "未定") in found
    assert (2, 2, 1, 1, "1件") in found


def grouped(page: Page, shift: float, rows: Sequence[tuple[str, str, str]]) -> None:
    """A head, then rows of which each has a name of two lines; labels stand lower by `shift`."""
    line(page, 60, ("施策", "取組の名称", "件数"), XS[:3])
    for i, (label, name, value) in enumerate(rows):
        y = 90 + 40 * i
        line(page, y, ("", name, value), XS[:3])
        write(page, 160, y + 14, "の取組")
        if label:
            write(page, 46, y + shift, label)


ROWS = (("", "窓口の改善", "1件"), ("暮らし", "証明の交付", "2件"), ("", "相談の予約", "3件"))
ALONE = (("学び", "学校の端末", "4件"),)


def test_a_label_in_the_middle_of_three_rows_takes_them() -> None:
    page = made_page()
    grouped(page, 7, ROWS + ALONE)
    found = only(page)
    assert (1, 0, 3, 1, "暮らし") in found
    assert (4, 0, 1, 1, "学び") in found
    assert not content_of(page).doubtful


def test_labels_at_the_head_of_their_rows_take_none_above() -> None:
    page = made_page()
    grouped(page, 0, (*ALONE, *ROWS))
    found = only(page)
    assert (3, 0, 1, 1, "暮らし") in found
    assert (2, 0, 1, 1, "") in found
    assert not content_of(page).doubtful


def test_rows_that_two_labels_may_have_are_a_doubt() -> None:
    page = made_page()
    line(page, 60, ("施策", "取組の名称", "件数"), XS[:3])
    labels = ("学び", "", "暮らし", "", "福祉")
    for i, label in enumerate(labels):
        line(page, 84 + 24 * i, (label, f"窓口の改善{i}", f"{i}件"), XS[:3])
    content = content_of(page)
    assert "暮らし" in [words.string for words in content.doubtful]
    assert (3, 0, 1, 1, "暮らし") in cells(content.tables[0])


def test_rows_far_apart_are_one_table_where_their_columns_are_the_same() -> None:
    page = made_page()
    for y in (60, 84, 108, 230, 400, 640):
        line(page, y, ("窓口の改善", "件数", "1件", "2件", "3件"))
    assert len(only(page)) == 6 * 5


def test_short_last_lines_are_no_column() -> None:
    page = made_page()
    line(page, 60, ("番号", "件数"), (46, 300))
    write(page, 160, 60, "取組の名称")
    for i in range(4):
        line(page, 84 + 40 * i, (f"{i}", "窓口の改善を進める", f"{i}件"), (46, 120, 300))
        write(page, 120, 98 + 40 * i, "取組")
    (table,) = tables(page)
    assert len(table.grid.xs) == 4


def test_each_form_of_a_page_has_its_own_grid_of_years() -> None:
    page = made_page()
    prose = "この取組は窓口で待つ時間を短くし、いつでも手続ができるようにするものである。"
    years = [(234.0 + 80 * i, f"令和{3 + i}年") for i in range(4)]
    rows: list[list[tuple[float, str]]] = []
    for value in (420.0, 230.0):
        rows += [[(46, "名称"), (126, "窓口の改善"), (value, "番号"), (480, "1-1")], [(46, "概要"), (126, prose)]]
        rows += [[(46, "年度"), *years], [(46, "指標"), (126, "窓口の数"), (230, "2か所"), (310, "5か所")]]
    for i, row in enumerate(rows):
        rule(page, 40, 60 + 20 * i, 540, 60 + 20 * i)
        for x, word in row:
            write(page, x, 65 + 20 * i, word)
    rule(page, 40, 60 + 20 * len(rows), 540, 60 + 20 * len(rows))
    found = only(page)
    for last in (3, 7):
        assert [cell[4] for cell in found if cell[0] == last] == ["指標", "窓口の数", "2か所", "5か所", "", ""]


def test_pages_of_one_table_may_end_at_different_texts() -> None:
    pages = [made_page(1), made_page(2)]
    for page, last in zip(pages, ("窓口の職員が足りないため延期する", "なし"), strict=True):
        for i in range(30 if page.number == 1 else 5):
            line(page, 50 + 24 * i, ("窓口の改善", "件数", "1件", "2件", last))
    (table,) = stitched([list(content_of(page).tables) for page in pages])
    assert isinstance(table, Table)
    assert (len(table.rows), table.width) == (35, 5)


def test_a_chapter_from_the_left_on_is_one_cell() -> None:
    page = made_page()
    xs = (46.0, 100.0, 260.0, 340.0, 420.0)
    line(page, 60, ("番号", "取組", "現状", "目標", "期限"), xs)
    write(page, 46, 84, "第2章")
    write(page, 85, 84, "暮らしを支える取組")
    for i in range(5):
        line(page, 108 + 24 * i, (f"({i})", "窓口の改善", "1件", "2件", "未定"), xs)
    assert (1, 0, 1, 2, "第2章 暮らしを支える取組") in only(page)


def drawn(page: MadePage, labels: Sequence[str]) -> MadePage:
    """A table without any rules, on a page of a PDF."""
    for x, word in zip(XS, ("施策", "取組", "件数"), strict=False):
        page.words(x, 60, word)
    for i, label in enumerate(labels):
        for x, word in zip(XS, (label, "窓口の改善", f"{i}件"), strict=False):
            if word:
                page.words(x, 84 + 24 * i, word)
    return page


def test_what_white_space_tells_is_said() -> None:
    ruled = drawn(MadePage(), ("学び", "暮らし", "福祉"))
    for i in range(5):
        ruled.line(40, 48 + 24 * i, 540, 48 + 24 * i)
    found = read_pdf(made_pdf(ruled, drawn(MadePage(), ("学び", "", "暮らし", "", "福祉"))), name="plan.pdf")
    assert [(d.code, [place.page for place in d.provenance]) for d in found.report.found] == [
        ("columns-by-white-space", [1]),
        ("rows-by-white-space", [2]),
        ("label-rows-doubtful", [2]),
        ("label-rows-doubtful", [2]),
        ("label-rows-doubtful", [2]),
    ]
    assert "暮らし" in found.report.found[3].message


def test_one_form_alone_is_a_table_though_few_of_its_rows_have_two_pairs() -> None:
    page = made_page()
    rows = [
        ("施策名", "窓口の改善", "", ""),
        ("担当", "総務課", "対象", "市民"),
        ("概要", "待つ時間を短くする。", "", ""),
    ]
    rows += [("期待される効果", "職員の手も空く。", "", ""), ("指標", "件数", "", "")]
    for i, row in enumerate(rows):
        line(page, 60 + 24 * i, row, (46, 140, 300, 400))
    assert (1, 2, 1, 1, "対象") in only(page)


def test_the_number_of_a_page_is_no_row_cut_by_it() -> None:
    page = made_page()
    for i in range(4):
        line(page, 720 + 22 * i, ("窓口の改善を進める", "件数", "1件", "2件", "3件"))
    write(page, 287, 804, "12")
    assert "12" not in [cell[4] for cell in only(page)]
