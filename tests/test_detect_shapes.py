"""Arrows, bars, diagonals and drawn ticks in tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planextract.detect.page import Page, Stroke
from tests.made_page import fill, frame, grid, made_page, polygon, rule, tables, write

XS, YS = (50, 150, 250, 350, 450), (100, 130, 160)


def schedule() -> Page:
    page = made_page()
    grid(page, XS, YS)
    for x, word in zip(XS, ("項目", "六年度", "七年度", "八年度"), strict=False):
        write(page, x + 10, 110, word)
    write(page, 60, 140, "構築")
    return page


def line_with_head(page: Page) -> None:
    rule(page, 160, 145, 325, 145)
    polygon(page, (325, 141), (335, 145), (325, 149))


def from_rule_to_rule(page: Page) -> None:
    rule(page, 150, 145, 340, 145)
    polygon(page, (340, 141), (349, 145), (340, 149))


def dashed_with_open_head(page: Page) -> None:
    for x in range(160, 320, 8):
        rule(page, x, 145, x + 5, 145)
    polygon(page, (318, 141), (326, 145), (318, 149), filled=False)


def block_arrow(page: Page) -> None:
    polygon(page, (155, 141), (310, 141), (310, 136), (340, 145), (310, 154), (310, 149), (155, 149))


def signpost(page: Page) -> None:
    polygon(page, (155, 138), (320, 138), (335, 145), (320, 152), (155, 152))


def bar(page: Page) -> None:
    fill(page, 160, 140, 330, 150, 0x4472C4)


def bordered_bar_from_rule_to_rule(page: Page) -> None:
    fill(page, 150, 140, 350, 150, 0x4472C4)
    frame(page, 150, 140, 350, 150)


def typed(page: Page) -> None:
    write(page, 160, 140, "───────────────→")


@pytest.mark.parametrize(
    "draw",
    [
        line_with_head,
        from_rule_to_rule,
        dashed_with_open_head,
        block_arrow,
        signpost,
        bar,
        bordered_bar_from_rule_to_rule,
        typed,
    ],
)
def test_an_arrow_marks_the_years_whose_middle_it_covers(draw: Callable[[Page], None]) -> None:
    page = schedule()
    draw(page)
    (table,) = tables(page)
    assert [(face.row, face.column) for face in table.grid.faces] == [(r, c) for r in (0, 1) for c in range(4)]
    assert {table.grid.faces[i].column for i in table.arrows} == {1, 2}


def test_an_arrow_that_covers_no_middle_marks_the_cell_that_it_stands_in() -> None:
    page = schedule()
    rule(page, 155, 145, 175, 145)
    polygon(page, (175, 141), (185, 145), (175, 149))
    (table,) = tables(page)
    assert {table.grid.faces[i].column for i in table.arrows} == {1}


def test_the_ground_of_words_is_no_bar() -> None:
    page = schedule()
    fill(page, 158, 138, 192, 152, 0xFFFF00)
    write(page, 160, 140, "未実施")
    (table,) = tables(page)
    assert not table.arrows


def test_a_diagonal_crosses_empty_cells_out() -> None:
    page = schedule()
    page.strokes.append(Stroke(350, 130, 450, 160))
    page.strokes.append(Stroke(50, 130, 150, 160))
    (table,) = tables(page)
    assert {table.grid.faces[i].column for i in table.crossed} == {3}


def test_drawn_ticks_are_characters() -> None:
    page = schedule()
    write(page, 172, 140, "市民")
    frame(page, 160, 140, 169, 149)
    polygon(page, (162, 144), (164, 147), (168, 141), filled=False)
    frame(page, 260, 140, 269, 149)
    write(page, 272, 140, "庁内")
    (table,) = tables(page)
    assert [text.string for text in table.texts][5:7] == ["☑市民", "□庁内"]
