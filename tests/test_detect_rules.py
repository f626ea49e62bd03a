"""Rules of every make give the same grid; what is no rule gives none."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planextract.detect.page import Page, Stroke
from planextract.detect.rules import rules_of
from planextract.detect.tables import content_of
from planextract.geometry import Box, spans_joined
from tests.made_page import cells, fill, frame, grid, made_page, polygon, rule, tables, write
from tests.steps import growth

XS, YS = (50, 150, 250, 350), (100, 130, 160)
WORDS = (("区分", "現状値", "目標値"), ("窓口", "10件", "20件"))


def words(page: Page) -> None:
    for y, row in zip((110, 140), WORDS, strict=True):
        for x, word in zip((60, 160, 260), row, strict=True):
            write(page, x, y, word)


def sides(draw: Callable[[Page, float, float, float, float], None]) -> Callable[[Page], None]:
    """All rules of the table, each drawn by `draw`."""

    def drawn(page: Page) -> None:
        for x in XS:
            draw(page, x, YS[0], x, YS[-1])
        for y in YS:
            draw(page, XS[0], y, XS[-1], y)

    return drawn


def doubled(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    shift = (1.5, 0) if x0 == x1 else (0, 1.5)
    rule(page, x0, y0, x1, y1)
    rule(page, x0 + shift[0], y0 + shift[1], x1 + shift[0], y1 + shift[1])


def dashed(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    length = max(x1 - x0, y1 - y0)
    for k in range(0, int(length), 6):
        stop = min(k + 4, length)
        along = (x0 + k, y0, x0 + stop, y0) if y0 == y1 else (x0, y0 + k, x0, y0 + stop)
        rule(page, *along)


def dotted(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    for k in range(0, int(max(x1 - x0, y1 - y0)) + 1, 2):
        x, y = (x0 + k, y0) if y0 == y1 else (x0, y0 + k)
        page.dots.append(Box(x - 0.4, y - 0.4, x + 0.4, y + 0.4))


def gapped(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    if y0 == y1:
        for left, right in ((50, 150), (150, 250), (250, 350)):
            rule(page, left + 1.2, y0, right - 1.2, y0)
    else:
        for top, bottom in ((100, 130), (130, 160)):
            rule(page, x0 + 0.3, top + 1.2, x0 + 0.3, bottom - 1.2)


def framed(page: Page) -> None:
    for y0, y1 in ((100, 130), (130, 160)):
        for x0, x1 in ((50, 150), (150, 250), (250, 350)):
            frame(page, x0, y0, x1, y1)


def without_sides(page: Page) -> None:
    for y in YS:
        rule(page, 50, y, 350, y)
    for x in (150, 250):
        rule(page, x, 100, x, 160)


def coloured(page: Page) -> None:
    colours = iter((0xAACCEE, 0xEECCAA, 0xAAEECC, 0xEEEEAA, 0xAAAAEE, 0xEEAAEE))
    for y0, y1 in ((100, 130), (130, 160)):
        for x0, x1 in ((50, 150), (150, 250), (250, 350)):
            fill(page, x0, y0, x1, y1, next(colours))


@pytest.mark.parametrize(
    "draw",
    [sides(rule), sides(doubled), sides(dashed), sides(dotted), sides(gapped), framed, without_sides, coloured],
    ids=["lines", "doubled", "dashed", "dotted", "gapped", "frames", "open sides", "colour alone"],
)
def test_every_make_of_rule_gives_the_same_cells(draw: Callable[[Page], None]) -> None:
    page = made_page()
    words(page)
    draw(page)
    (table,) = tables(page)
    assert cells(table) == [(r, c, 1, 1, WORDS[r][c]) for r in range(2) for c in range(3)]


def test_faces_that_no_rule_parts_are_one_cell() -> None:
    page = made_page()
    write(page, 60, 110, "目標値")
    write(page, 60, 140, "令和六年度")
    write(page, 160, 140, "令和七年度")
    write(page, 260, 120, "担当課")
    for y in (100, 160):
        rule(page, 50, y, 350, y)
    rule(page, 50, 130, 250, 130)
    for x in (50, 250, 350):
        rule(page, x, 100, x, 160)
    rule(page, 150, 130, 150, 160)
    (table,) = tables(page)
    assert cells(table) == [
        (0, 0, 1, 2, "目標値"),
        (0, 2, 2, 1, "担当課"),
        (1, 0, 1, 1, "令和六年度"),
        (1, 1, 1, 1, "令和七年度"),
    ]


def test_tables_side_by_side_and_below_each_other_are_separate() -> None:
    page = made_page()
    for x, y in ((50, 100), (300, 100), (50, 164)):
        grid(page, (x, x + 100, x + 200), (y, y + 30, y + 60))
        write(page, x + 10, y + 10, "甲")
        write(page, x + 110, y + 40, "乙")
    assert [len(table.grid.faces) for table in tables(page)] == [4, 4, 4]


def test_a_low_empty_row_between_tables_parts_them() -> None:
    page = made_page()
    grid(page, (50, 150, 250), (100, 130, 136, 166))
    write(page, 60, 110, "甲")
    write(page, 60, 145, "乙")
    assert [[cell[4] for cell in cells(table)] for table in tables(page)] == [["甲", ""], ["乙", ""]]


def test_a_nested_grid_is_a_table_of_its_own() -> None:
    page = made_page()
    grid(page, (50, 150, 450), (100, 130, 260))
    grid(page, (200, 300, 400), (160, 190, 220))
    write(page, 160, 140, "内訳")
    write(page, 210, 170, "人件費")
    outer, inner = sorted(tables(page), key=lambda table: -table.grid.box.width)
    assert [text.string for text in outer.texts] == ["", "", "", "内訳"]
    assert [text.string for text in inner.texts] == ["人件費", "", "", ""]


def test_a_text_box_over_a_grid_is_no_cell() -> None:
    page = made_page()
    grid(page, XS, (100, 130, 160, 190))
    frame(page, 120, 115, 200, 175, filled=True)
    write(page, 60, 105, "区分")
    (table,) = tables(page)
    assert (len(table.grid.ys), len(table.grid.xs), len(table.grid.faces)) == (4, 4, 9)


def test_a_rule_that_begins_just_beside_the_border_is_a_rule() -> None:
    page = made_page()
    grid(page, XS, (*YS, 190))
    rule(page, XS[0] + 4, 205, XS[-1], 205)
    rule(page, XS[0], 220, XS[-1], 220)
    for x in XS:
        rule(page, x, 190, x, 220)
    words(page)
    (table,) = tables(page)
    assert (len(table.grid.ys), len(table.grid.faces)) == (6, 5 * (len(XS) - 1))


def test_an_underline_is_no_rule() -> None:
    page = made_page()
    grid(page, XS, YS)
    words(page)
    rule(page, 60, 151, 120, 151)
    assert len(tables(page)[0].grid.faces) == 6


def test_a_frame_around_prose_is_no_table() -> None:
    page = made_page()
    frame(page, 50, 100, 350, 160)
    write(page, 60, 110, "この計画は案である。")
    content = content_of(page)
    assert not content.tables
    assert len(content.outside) == 1


def test_the_lines_of_a_chart_are_no_table() -> None:
    page = made_page()
    grid(page, (50, 150, 250, 350), range(100, 300, 20))
    write(page, 60, 110, "%")
    content = content_of(page)
    assert not content.tables
    assert len(content.outside) == 1


@pytest.mark.parametrize("inside", [False, True])
def test_a_grid_beside_an_axis_is_a_chart(inside: bool) -> None:
    page = made_page()
    for i in range(5):
        write(page, 60, 95 + 30 * i, str(40 - 10 * i))
        rule(page, 90, 100 + 30 * i, 390, 100 + 30 * i)
    for x in (90, 190, 290, 390):
        rule(page, x, 100, x, 220)
    write(page, 200, 180, "12件")
    if inside:
        for x, y, u, v in ((50, 80, 50, 260), (50, 80, 390, 80), (50, 260, 390, 260), (90, 80, 90, 260)):
            rule(page, x, y, u, v)
    content = content_of(page)
    assert not content.tables
    assert len(content.outside) == 6


def test_a_plot_with_a_figure_between_all_its_lines_is_a_chart() -> None:
    page = made_page()
    for i in range(5):
        write(page, 60, 95 + 30 * i, str(40 - 10 * i))
        rule(page, 90, 100 + 30 * i, 390, 100 + 30 * i)
        write(page, 110 + 50 * i, 110 + 30 * min(i, 3), "12")
    for x in (90, 390):
        rule(page, x, 100, x, 220)
    assert not tables(page)


def test_figures_that_fall_in_the_rows_of_a_table_are_no_axis() -> None:
    page = made_page()
    grid(page, (50, 90, 190, 290), [100 + 30 * i for i in range(6)])
    for i in range(5):
        write(page, 60, 110 + 30 * i, str(50 - 10 * i))
    write(page, 100, 110, "窓口")
    (table,) = tables(page)
    assert [cell[4] for cell in cells(table) if cell[1] == 0] == ["50", "40", "30", "20", "10"]


def test_a_cell_with_words_needs_no_outer_border_and_a_notch_is_no_cell() -> None:
    page = made_page()
    for y in (100, 130, 160, 190):
        rule(page, 50, y, 250, y)
    rule(page, 50, 100, 50, 190)
    rule(page, 150, 100, 150, 190)
    rule(page, 250, 100, 250, 130)
    rule(page, 250, 160, 250, 190)
    write(page, 160, 110, "目標")
    (table,) = tables(page)
    assert [cell[:2] for cell in cells(table)] == [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1)]
    write(page, 160, 140, "財源")
    (table,) = tables(page)
    assert (1, 1, 1, 1, "財源") in cells(table)


def test_tables_in_one_frame_are_parted_where_their_headings_stand() -> None:
    """The frame is the left side of all tables; their right sides are their own, and beside one there is room."""
    page = made_page()
    rule(page, 50, 80, 450, 80)
    rule(page, 50, 80, 50, 400)
    for top, right in ((110, 450), (190, 350), (270, 450)):
        for y in range(top, top + 61, 20):
            rule(page, 50, y, right, y)
        for x in (150, right):
            rule(page, x, top, x, top + 60)
        write(page, 60, top - 15, "ア 職員の数")
        for y in range(top, top + 60, 20):
            write(page, 60, y + 5, "本年度")
            write(page, 160, y + 5, "120")
    found = tables(page)
    assert [[cell[:2] for cell in cells(table)] for table in found] == [
        [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)] for _ in range(3)
    ]
    assert [table.grid.box.x1 for table in found] == [450, 350, 450]


def test_a_box_above_a_table_is_no_row_of_it() -> None:
    page = made_page()
    frame(page, 50, 100, 150, 120)
    grid(page, (50, 150, 350), (124, 154, 184))
    write(page, 60, 105, "12")
    for y in (130, 160):
        write(page, 60, y, "名称")
        write(page, 160, y, "窓口")
    (table,) = tables(page)
    assert [cell[:2] for cell in cells(table)] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_an_open_side_is_closed_beside_merged_cells_too() -> None:
    page = made_page()
    ys = (100, 130, 160, 190)
    for y in ys:
        rule(page, 50, y, 350, y)
    rule(page, 50, 100, 50, 190)
    rule(page, 120, 100, 120, 190)
    rule(page, 220, 160, 220, 190)
    for y in ys[:-1]:
        write(page, 60, y + 10, "名称")
        write(page, 130, y + 10, "窓口")
    (table,) = tables(page)
    assert [face[:4] for face in cells(table)][1::2] == [(0, 1, 1, 2), (1, 1, 1, 2), (2, 1, 1, 1)]


def _large_grid(rows: int) -> None:
    page = made_page(width=4100, height=4900)
    grid(page, [20 * i for i in range(41)], [12 * i for i in range(rows + 1)])
    for i in range(rows):
        for k in range(40):
            write(page, 20 * k + 1, 12 * i + 1, "1", size=8)
    (table,) = tables(page)
    assert len(table.grid.faces) == 40 * rows


def test_cost_grows_with_the_cells() -> None:
    assert growth(_large_grid, 100) < 2.3


def test_a_map_is_not_read_as_a_table() -> None:
    page = made_page()
    for i in range(2500):
        page.strokes.append(Stroke(i * 2.7, 0, i * 2.7, 6000))
        page.strokes.append(Stroke(0, i * 2.7, 6000, i * 2.7))
    write(page, 10, 10, "図")
    content = content_of(page)
    assert content.too_complex
    assert not content.tables
    assert len(content.outside) == 1


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(25, 90), min_size=1, max_size=5),
    st.lists(st.integers(16, 60), min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
def test_any_merging_of_rows_is_found_again(widths: list[int], heights: list[int], random: object) -> None:
    xs = [40 + sum(widths[:i]) for i in range(len(widths) + 1)]
    ys = [40 + sum(heights[:i]) for i in range(len(heights) + 1)]
    page = made_page()
    for y in ys:
        rule(page, xs[0], y, xs[-1], y)
    spans = []
    for row, (top, bottom) in enumerate(pairwise(ys)):
        borders = [0, *(c for c in range(1, len(widths)) if random.random() < 0.5), len(widths)]  # type: ignore[attr-defined]
        for c in borders:
            rule(page, xs[c], top, xs[c], bottom)
        for first, last in pairwise(borders):
            write(page, xs[first] + 4, top + 3, "字")
            spans.append((row, xs[first], xs[last]))
    found = [
        (face.row, table.grid.xs[face.column], table.grid.xs[face.column + face.column_span])
        for table in tables(page)
        for face in table.grid.faces
    ]
    assert found == (spans if len(spans) > 1 else [])


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted).map(tuple), max_size=20))
def test_joined_spans_are_apart_and_cover_the_same(spans: list[tuple[int, int]]) -> None:
    joined = spans_joined(spans, 0)
    assert all(a[1] < b[0] for a, b in pairwise(joined))
    assert {x for low, high in spans for x in range(low, high)} == {x for low, high in joined for x in range(low, high)}


def test_rules_of_a_page_are_in_order_of_their_places() -> None:
    page = made_page()
    for y in (300, 100, 200):
        rule(page, 50, y, 350, y)
    polygon(page, (10, 10), (20, 10), (15, 20))
    assert [line.at for line in rules_of(page).horizontal] == [100, 200, 300]
