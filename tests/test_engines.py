"""Table readers: each gives the same tables, `auto` takes another where it must, two of them check each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planextract import api, engines
from planextract.characters import squeeze
from planextract.engines import Engine, PdfOptions
from planextract.engines.boxes import grid_of_boxes
from planextract.engines.crosscheck import cross_check
from planextract.errors import InputError, UsageError
from planextract.geometry import Box
from planextract.schema import PagePlace, Provenance
from planextract.table import Cell, Paragraph, Reading, Table
from planextract.text import Piece, Text
from tests.made_pdf import FOREIGN, MAPPED, NAMELESS, MadePage, made_pdf
from tests.places import SAMPLES

ALL: list[Engine] = ["auto", "native", "pdfplumber", "camelot"]
XS, YS = (50, 150, 250, 350), (100, 130, 160, 190)


def plan_page(title: str = "みなと市の計画") -> MadePage:
    """A title, and a table whose heading spans two columns and whose first cell spans two rows."""
    page = MadePage().words(60, 60, title)
    for x in (50, 150, 350):
        page.line(x, 100, x, 190)
    page.line(250, 130, 250, 190)
    for y in (100, 190):
        page.line(50, y, 350, y)
    page.line(150, 130, 350, 130).line(150, 160, 350, 160)
    page.words(60, 120, "名称").words(160, 120, "実績値")
    page.words(160, 150, "令和5年度").words(260, 150, "令和6年度")
    return page.words(160, 180, "12件").words(260, 180, "15件")


def read(data: bytes, engine: Engine = "auto", **options: object) -> Reading:
    return engines.read(data, name="plan.pdf", options=PdfOptions(engine, **options))


def shape(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, squeeze(c.text.string)) for c in table.cells]


PLAN = [(0, 0, 3, 1, "名称"), (0, 1, 1, 2, "実績値"), (1, 1, 1, 1, "令和5年度")]
PLAN += [(1, 2, 1, 1, "令和6年度"), (2, 1, 1, 1, "12件"), (2, 2, 1, 1, "15件")]


@pytest.mark.parametrize("engine", ALL)
class TestEveryEngine:
    def test_spans_words_and_places(self, engine: Engine) -> None:
        reading = read(made_pdf(plan_page()), engine)
        (table,) = reading.tables
        assert shape(table) == PLAN
        assert table.exact
        assert (table.width, len(table.rows)) == (3, 3)
        assert (reading.media_type, reading.page_count) == ("application/pdf", 1)
        assert [b.text.string for b in reading.blocks if isinstance(b, Paragraph)] == ["みなと市の計画"]
        (place,) = table.cells[1].places
        assert isinstance(place, PagePlace)
        assert place.bbox == pytest.approx((150, 100, 350, 130), abs=1.5)
        (words,) = table.cells[1].text.provenance
        assert isinstance(words, PagePlace)
        assert words.bbox[:3:2] == pytest.approx((160, 190), abs=1)
        assert 100 < words.bbox[1] < words.bbox[3] < 130

    def test_blocks_stand_in_reading_order(self, engine: Engine) -> None:
        page = plan_page().words(60, 240, "以上のとおり")
        kinds = [type(block) for block in read(made_pdf(page), engine).blocks]
        assert kinds == [Paragraph, Table, Paragraph]

    def test_chosen_pages_only(self, engine: Engine) -> None:
        data = made_pdf(*(plan_page(f"第{n}章のまえがき") for n in (1, 2, 3)))
        reading = read(data, engine, pages=frozenset({2}))
        assert reading.page_count == 3
        assert isinstance(reading.blocks[0], Paragraph)
        assert reading.blocks[0].text.string == "第2章のまえがき"
        assert len(reading.tables) == 1

    @pytest.mark.parametrize("pages", [{0}, {3}, {1, 9}])
    def test_pages_that_are_not_there(self, engine: Engine, pages: set[int]) -> None:
        with pytest.raises(UsageError, match="pages 1 to 2"):
            read(made_pdf(plan_page(), plan_page()), engine, pages=frozenset(pages))

    def test_what_is_no_pdf_inside(self, engine: Engine) -> None:
        with pytest.raises(InputError, match=r"^plan\.pdf: "):
            read(b"%PDF-1.7\nnothing of the kind", engine)

    def test_a_page_of_which_the_library_says_no(self, engine: Engine) -> None:
        broken = made_pdf(plan_page(), plan_page()).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 /A 0 842] ", 1)
        if engine in ("auto", "native"):
            assert [shape(table) for table in read(broken, engine).tables] == [PLAN, PLAN]
        else:
            with pytest.raises(InputError, match=r"^plan\.pdf: pdfminer finds no pages"):
                read(broken, engine)

    def test_a_table_goes_on_over_pages(self, engine: Engine) -> None:
        first = MadePage().grid((50, 150, 250), (700, 740, 780)).words(60, 720, "番号").words(160, 720, "名称")
        second = MadePage().grid((50, 150, 250), (60, 100)).words(60, 80, "2").words(160, 80, "灯り")
        data = made_pdf(first.words(60, 760, "1").words(160, 760, "花壇"), second)
        (table,) = read(data, engine).tables
        assert [string for *_, string in shape(table)] == ["番号", "名称", "1", "花壇", "2", "灯り"]


def test_an_unknown_engine() -> None:
    with pytest.raises(UsageError, match="tabula"):
        read(made_pdf(plan_page()), "tabula")


class TestAutomatic:
    def test_a_font_that_only_pdfminer_can_map(self) -> None:
        data = made_pdf(plan_page(), plan_page(), font=FOREIGN)
        assert {code for *_, string in shape(read(data, "native").tables[0]) for code in string} & set(
            "名称実績値"
        ) == set()
        reading = read(data)
        assert [shape(table) for table in reading.tables] == [PLAN, PLAN]
        # That the made font is nowhere to be found is said, too.
        told = [(one.code, one.provenance) for one in reading.report.found if one.code != "text-doubtful"]
        assert told == [("engine-fallback", [PagePlace(page=page, bbox=(0, 0, 595, 842))]) for page in (1, 2)]

    def test_a_font_that_nobody_can_map(self) -> None:
        reading = read(made_pdf(plan_page(), font=NAMELESS))
        assert [found.code for found in reading.report.found] == ["text-doubtful", "unmapped-glyphs"]

    def test_a_file_that_pdfminer_cannot_read(self) -> None:
        broken = made_pdf(plan_page(), font=FOREIGN).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 /A 0 842] ")
        assert [found.code for found in read(broken).report.found] == ["text-doubtful", "unmapped-glyphs"]

    def test_one_unknown_character_is_no_reason(self) -> None:
        reading = read(made_pdf(plan_page().words(260, 120, "\ue000")))
        assert "engine-fallback" not in {found.code for found in reading.report.found}

    def test_an_ordinary_page_needs_no_other_engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "planextract.engines.pdfplumber_reader", None)
        assert shape(read(made_pdf(plan_page())).tables[0]) == PLAN


class TestBoxes:
    def test_spans_and_small_offsets(self) -> None:
        boxes = [Box(0, 0, 50, 40), Box(50.4, 0, 100, 20), Box(50, 20.6, 100, 40)]
        grid = grid_of_boxes(boxes)
        assert grid is not None
        assert [tuple(face) for face in grid.faces] == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]
        assert [list(row) for row in grid.owner] == [[0, 1], [0, 2]]

    def test_overlapping_boxes_do_not_share_a_place(self) -> None:
        grid = grid_of_boxes([Box(0, 0, 50, 40), Box(20, 20, 100, 40)])
        assert grid is not None
        assert len(grid.faces) == 1

    @pytest.mark.parametrize("boxes", [[], [Box(10, 10, 10.5, 40)]])
    def test_nothing_left(self, boxes: list[Box]) -> None:
        assert grid_of_boxes(boxes) is None


def made_cell(row: int, column: int, string: str, row_span: int = 1, column_span: int = 1, *, page: int = 1) -> Cell:
    """A cell of 100 by 20 points a row and column."""
    bbox = (100.0 * column, 20.0 * row, 100.0 * (column + column_span), 20.0 * (row + row_span))

    def locate(start: int, stop: int) -> Provenance:
        return [PagePlace(page=page, bbox=bbox)]

    return Cell(row, column, Text.of(Piece(string, locate)), row_span, column_span)


def made_reading(*tables: Sequence[Cell]) -> Reading:
    made = []
    for cells in tables:
        rows = tuple(tuple(c for c in cells if c.row == i) for i in range(max(c.row for c in cells) + 1))
        made.append(Table(rows, 4, exact=True))
    return Reading("plan.pdf", "0" * 64, "application/pdf", 1, list(made))


class TestCrossCheck:
    CELLS = (made_cell(0, 0, "番号"), made_cell(0, 1, "名称"), made_cell(1, 0, "1"), made_cell(1, 1, "花 壇"))

    @pytest.mark.parametrize(
        ("index", "other", "said"),
        [
            (3, made_cell(1, 1, "花\n壇"), None),
            (3, made_cell(1, 1, "花"), "「花」, not 「花壇」"),
            (3, made_cell(1, 1, "花壇", column_span=2), "spans 1x2 rows and columns, not 1x1"),
            (3, made_cell(1, 3, "花壇"), "no such cell, here 「花壇」"),
        ],
    )
    def test_a_cell_that_differs(self, index: int, other: Cell, said: str | None) -> None:
        second = [*self.CELLS[:index], other, *self.CELLS[index + 1 :]]
        found = cross_check(made_reading(self.CELLS), made_reading(second))
        assert [difference.said for difference in found][:1] == ([said] if said else [])
        if said:
            assert found[0].provenance == self.CELLS[index].places

    def test_position(self) -> None:
        moved = Cell(3, 1, self.CELLS[3].text)
        found = cross_check(made_reading(self.CELLS), made_reading([*self.CELLS[:3], moved]))
        assert [difference.said for difference in found] == ["+2 rows and +0 columns away"]

    def test_a_table_more_and_a_table_less(self) -> None:
        other = [made_cell(9, 0, "別"), made_cell(9, 1, "表")]
        more = cross_check(made_reading(self.CELLS), made_reading(self.CELLS, other))
        assert [difference.said for difference in more] == ["a table more of 2 cells, 「別」 first"]
        one = cross_check(made_reading(self.CELLS), made_reading([*self.CELLS, other[0]]))
        assert [difference.said for difference in one] == ["a cell more: 「別」"]
        less = cross_check(made_reading(self.CELLS, other), made_reading(self.CELLS))
        assert [difference.said for difference in less] == ["no such table of 2 cells, here 「別」 first"]

    def test_where_a_table_begins_is_no_difference(self) -> None:
        head = [made_cell(0, 0, "表題", page=1)]
        body = [made_cell(row, column, f"{row}{column}", page=2) for row in (1, 2) for column in (0, 1)]
        parted = [Cell(cell.row - 1, cell.column, cell.text) for cell in body]
        assert cross_check(made_reading([*head, *body]), made_reading(head, parted)) == []

    def test_the_report_says_it(self) -> None:
        hidden = plan_page()
        hidden.operators.append("1 g")
        data = made_pdf(hidden.words(310, 180, "見えない"))
        reading = read(data, cross_check=True)
        (found,) = [found for found in reading.report.found if found.code == "cross-check-difference"]
        assert found.message == "pdfplumber reads otherwise: 「15件見えない」, not 「15件」"
        (place,) = found.provenance
        assert isinstance(place, PagePlace)
        assert place.bbox == pytest.approx((250, 160, 350, 190), abs=1.5)
        again = read(data, "pdfplumber", cross_check=True).report.found
        assert [f.message for f in again] == ["native reads otherwise: 「15件」, not 「15件見えない」"]

    def test_agreement_is_silent(self) -> None:
        assert read(made_pdf(plan_page()), "camelot", cross_check=True).report.found == []


class TestLibrary:
    def test_parse_reads_pdf(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.pdf"
        page = MadePage().words(60, 60, "みなと市情報化計画").grid(XS, YS)
        for x, words in ((60, "施策名 花壇 灯り"), (160, "担当課 緑課 道路課"), (260, "概要 植える ともす")):
            for y, string in zip((120, 150, 180), words.split(), strict=True):
                page.words(x, y, string)
        path.write_bytes(made_pdf(page))
        document = api.parse(path)
        assert (document.source.name, document.source.media_type, document.source.page_count) == (
            "plan.pdf",
            "application/pdf",
            1,
        )
        assert [(measure.title, measure.departments) for measure in document.measures] == [
            ("花壇", ["緑課"]),
            ("灯り", ["道路課"]),
        ]
        (place,) = document.measures[0].texts[0].provenance
        assert isinstance(place, PagePlace)
        assert place.page == 1

    def test_messages_name_the_path(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.pdf"
        path.write_bytes(made_pdf(plan_page()))
        with pytest.raises(UsageError, match=str(path)):
            api.read_tables(path, pages=[7])
        assert api.read(path).name == "plan.pdf"

    def test_pages_of_a_text(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.txt"
        path.write_text("名称\t課\n花壇\t緑課\n", encoding="utf-8")
        with pytest.raises(UsageError, match="this is none"):
            api.read_tables(path, pages=[1])
        assert len(api.read_tables(path, engine="camelot", password="x")) == 1

    def test_the_password_is_never_shown(self) -> None:
        assert "geheim" not in repr(PdfOptions(password="geheim"))


# What pdfplumber is known to read otherwise, by a part of the sample's name, and how such a difference begins. Any other
# sample must be read alike, cell for cell.
KNOWN_TO_DIFFER = {
    "dotted": "",  # it knows no rules of dots
    "unruled": "",  # none of white space
    "fills": "",  # and takes each side of a painted area for a rule
    "arrows": "",  # so it does with arrows
    "clipped": "",  # it reads what nobody sees
    "ticks": "「",  # it does not know drawn ticks
    "sakata-chromium": "",  # a row cut by the page has no rule at the cut
    "shibata-calc": "",  # nor has a merged cell: pdfplumber loses it, and with it the table's connection
}
PDF_SAMPLES = sorted((SAMPLES / "pdf").glob("*.pdf"))


@pytest.mark.skipif(not PDF_SAMPLES, reason="no PDF samples yet")
@pytest.mark.parametrize("path", PDF_SAMPLES, ids=lambda path: path.stem)
def test_samples_native_against_pdfplumber(path: Path) -> None:
    data = path.read_bytes()
    found = cross_check(read(data, "native"), read(data, "pdfplumber"))
    known = tuple(begins for part, begins in KNOWN_TO_DIFFER.items() if part in path.stem)
    assert [difference.said for difference in found if not difference.said.startswith(known)] == []
    assert all(difference.provenance for difference in found)


def test_mapped_font_is_the_default() -> None:
    assert made_pdf(MadePage()) == made_pdf(MadePage(), font=MAPPED)
