"""PDF files as a whole: what is drawn how, what nobody sees, tables over pages, and files that cannot be read."""

from __future__ import annotations

from contextlib import suppress

import pytest

from planextract.errors import InputError, UsageError
from planextract.schema import PagePlace
from planextract.sources.pdf import read_pdf
from planextract.table import Paragraph, Reading, Table
from tests.made_pdf import HEIGHT, MadePage, made_pdf
from tests.places import SHARED

XS, YS = (50, 150, 250, 350), (100, 130, 160)
TOP, FOOT = 60, 790


def raw(page: MadePage, *operators: str) -> MadePage:
    page.operators += operators
    return page


def table_page(xs: tuple[int, ...] = XS, ys: tuple[int, ...] = YS) -> MadePage:
    return MadePage().grid(xs, ys).words(60, 120, "区分").words(160, 120, "現状値").words(60, 150, "窓口")


def reading(*pages: MadePage) -> Reading:
    return read_pdf(made_pdf(*pages), name="plan.pdf")


def rows(table: Table) -> list[list[str]]:
    return [[cell.text.string for cell in row] for row in table.rows]


def codes(found: Reading) -> list[str]:
    return [diagnostic.code for diagnostic in found.report.found]


def up(y: float) -> float:
    return HEIGHT - y


class TestDrawing:
    def thin(self, x0: float, y0: float, x1: float, y1: float) -> str:
        if y0 == y1:
            return f"{x0} {up(y0) - 0.3} {x1 - x0} 0.6 re f"
        return f"{x0 - 0.3} {up(y1)} 0.6 {y1 - y0} re f"

    def sides(self) -> list[tuple[float, float, float, float]]:
        return [(x, YS[0], x, YS[-1]) for x in XS] + [(XS[0], y, XS[-1], y) for y in YS]

    def words(self) -> MadePage:
        return MadePage().words(60, 120, "区分").words(160, 120, "現状値").words(60, 150, "窓口")

    def test_thin_filled_rectangles_are_rules(self) -> None:
        (table,) = reading(raw(self.words(), *(self.thin(*side) for side in self.sides()))).tables
        assert rows(table) == [["区分", "現状値", ""], ["窓口", "", ""]]

    def test_rules_follow_the_matrix_in_force(self) -> None:
        lines = [f"{x0 / 2} {up(y0) / 2} m {x1 / 2} {up(y1) / 2} l S" for x0, y0, x1, y1 in self.sides()]
        (table,) = reading(raw(self.words(), "q 2 0 0 2 0 0 cm", *lines, "Q")).tables
        assert rows(table) == [["区分", "現状値", ""], ["窓口", "", ""]]

    def test_clipped_rules_are_none(self) -> None:
        page = raw(self.words(), f"q 0 {up(90)} 50 50 re W n", f"50 {up(100)} 300 -60 re S", "Q")
        assert not reading(page).tables

    def test_white_rules_part_coloured_cells_only(self) -> None:
        lines = [f"{x0} {up(y0)} m {x1} {up(y1)} l S" for x0, y0, x1, y1 in self.sides()]
        ground = f"0.7 0.8 0.9 rg 50 {up(160)} 300 60 re f 0 g"
        coloured = MadePage([ground, "1 G", *lines, "0 G", *self.words().operators])
        assert len(reading(coloured).tables) == 1
        assert not reading(raw(self.words(), "1 G", *lines)).tables

    def test_a_page_turned_by_its_reader_is_upright(self) -> None:
        data = made_pdf(table_page()).replace(b"/Type /Page /Parent", b"/Rotate 180 /Type /Page /Parent")
        (table,) = read_pdf(data, name="plan.pdf").tables
        assert rows(table) == [["区分", "現状値", ""], ["窓口", "", ""]]
        sideways = raw(MadePage(), "q 0 1 -1 0 842 0 cm", *table_page().operators, "Q")
        (table,) = reading(sideways).tables
        assert rows(table) == [["区分", "現状値", ""], ["窓口", "", ""]]
        (place,) = table.rows[0][0].text.provenance
        assert isinstance(place, PagePlace)
        x0, top, x1, bottom = place.bbox
        assert bottom - top == pytest.approx(20, abs=1)
        assert x1 - x0 == pytest.approx(10, abs=1)


class TestHiddenText:
    def test_text_that_nobody_sees_is_left_out_and_said(self) -> None:
        page = table_page()
        raw(page, "3 Tr").words(160, 150, "透明")
        raw(page, "0 Tr 1 g").words(260, 150, "白字")
        raw(page, "0 g", "q 0 0 10 10 re W n").words(260, 120, "切抜")
        raw(page, "Q").words(700, 120, "欄外")
        found = reading(page)
        assert rows(found.tables[0]) == [["区分", "現状値", ""], ["窓口", "", ""]]
        assert codes(found) == ["hidden-text"] * 4

    @pytest.mark.parametrize(
        "cover",
        [
            "q 90 0 0 20 255 685 cm BI /W 1 /H 1 /BPC 8 /CS /G ID A EI Q",
            "1 g 255 685 m 345 685 l 345 705 l 300 706 l 255 705 l h f 0 g",
            "1 g 255 685 30 20 re f 285 685 60 20 re f 0 g",
        ],
    )
    def test_text_under_anything_leaves_no_ink(self, cover: str) -> None:
        page = raw(table_page().words(260, 150, "12件"), cover)
        found = reading(page)
        assert rows(found.tables[0]) == [["区分", "現状値", ""], ["窓口", "", ""]]
        assert [entry.message for entry in found.report.found if "covered" in entry.message and "12件" in entry.message]

    def test_a_picture_of_the_same_words_is_doubtful(self) -> None:
        """An effect of a drawing program: the words, and over them their picture."""
        picture = "q 40 0 0 20 255 685 cm BI /W 2 /H 1 /BPC 8 /CS /G ID A! EI Q"
        found = reading(raw(table_page().words(260, 150, "12件"), picture))
        assert "12件" in str(rows(found.tables[0]))
        assert codes(found) == ["text-doubtful"]

    @pytest.mark.parametrize(("off", "left"), [("/OFF [9 0 R]", ""), ("", "12件")])
    def test_a_layer_that_is_not_shown(self, off: str, left: str) -> None:
        page = raw(table_page(), "/OC /L BDC").words(260, 150, "12件")
        data = made_pdf(raw(page, "EMC"))
        data = data.replace(
            b"/Type /Catalog", f"/Type /Catalog /OCProperties << /OCGs [9 0 R] /D << {off} >> >>".encode()
        )
        data = data.replace(b"/Resources <<", b"/Resources << /Properties << /L 9 0 R >>")
        data = data.replace(b"xref\n", b"9 0 obj\n<< /Type /OCG /Name (x) >>\nendobj\nxref\n", 1)
        found = read_pdf(data, name="plan.pdf")
        assert rows(found.tables[0])[1][2] == left
        assert codes(found) == ([] if left else ["hidden-text"])

    def test_rules_for_layers_are_not_computed(self) -> None:
        """A page is not drawn where they may lead PDFium in circles, whether text or what lies over it has them."""
        cover = "q 90 0 0 20 255 685 cm BI /W 1 /H 1 /BPC 8 /CS /G ID A EI Q"
        data = made_pdf(raw(table_page().words(260, 150, "12件"), cover))
        ruled = data.replace(b"xref\n", b"9 0 obj\n<< /Type /OCMD /VE [/Not 9 0 R] >>\nendobj\nxref\n", 1)
        found = read_pdf(ruled, name="plan.pdf")
        assert rows(found.tables[0])[1][2] == "12件"
        assert codes(found) == ["text-doubtful"]

    def test_text_typed_over_the_page_is_said_with_its_place(self) -> None:
        page = table_page().typed_over(260, 130, 340, 150, "12件").typed_over(60, 160, 160, 180, "記入", form=True)
        found = reading(page)
        assert rows(found.tables[0]) == [["区分", "現状値", ""], ["窓口", "", ""]]
        assert codes(found) == ["text-over-page"] * 2
        assert "12件" in found.report.found[0].message
        (place,) = found.report.found[0].provenance
        assert isinstance(place, PagePlace)
        assert place.bbox == (260, 130, 340, 150)

    def test_white_words_on_colour_are_seen(self) -> None:
        page = MadePage([f"0 0 0.5 rg 50 {up(130)} 100 30 re f 1 g"]).words(60, 120, "区分")
        raw(page, "0 g").grid(XS, YS)
        found = reading(page)
        assert found.tables[0].rows[0][0].text.string == "区分"
        assert not codes(found)

    def test_the_text_layer_of_a_scan_is_its_text(self) -> None:
        image = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x41 EI Q"
        page = raw(MadePage([image]), "3 Tr").words(60, 120, "認識された文字")
        found = reading(page)
        assert [block.text.string for block in found.blocks if isinstance(block, Paragraph)] == ["認識された文字"]
        assert codes(found) == ["hidden-text-layer"]

    def test_a_scan_beside_text_is_named(self) -> None:
        image = MadePage(["q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x41 EI Q"])
        found = reading(table_page(), image)
        assert codes(found) == ["page-without-text"]
        assert "page 2" in found.report.found[0].message
        assert found.report.found[0].provenance == [PagePlace(page=2, bbox=(0, 0, 595, 842))]

    def test_what_is_said_of_a_page_lies_on_the_whole_of_it(self) -> None:
        page = raw(table_page(), "3 Tr").words(160, 150, "透明")
        for turned, box in ((b"", (0, 0, 595, 842)), (b"/Rotate 90 ", (0, 0, 842, 595))):
            data = made_pdf(page).replace(b"/MediaBox", turned + b"/MediaBox")
            (said,) = read_pdf(data, name="plan.pdf").report.found
            assert said.provenance == [PagePlace(page=1, bbox=box)]


class TestOverPages:
    XS = (50, 110, 320, 400)

    def part(self, top: int, lines: list[tuple[str, ...]], foot: int | None = None) -> MadePage:
        page = MadePage()
        ys = [top + 30 * i for i in range(len(lines) + 1)]
        page.grid(self.XS, ys)
        for y, line in zip(ys, lines, strict=False):
            for x, word in zip(self.XS, line, strict=False):
                for k, piece in enumerate(word.split("\n")):
                    page.words(x + 4, y + 12 + 12 * k, piece)
        return page.words(290, 825, str(foot)) if foot else page

    HEADING = ("番号", "内容", "目標値")

    def test_a_repeated_heading_is_dropped_and_page_numbers_stay_out(self) -> None:
        first = self.part(700, [self.HEADING, ("1", "甲の整備", "10件")], foot=1)
        second = self.part(TOP, [self.HEADING, ("2", "乙の整備", "20件"), ("3", "丙", "5件")], foot=2)
        found = reading(first, second)
        (table,) = found.blocks
        assert isinstance(table, Table)
        assert rows(table) == [
            ["番号", "内容", "目標値"],
            ["1", "甲の整備", "10件"],
            ["2", "乙の整備", "20件"],
            ["3", "丙", "5件"],
        ]

    def test_a_running_head_is_told_once_and_headings_of_chapters_all(self) -> None:
        pages = [MadePage().words(50, 40, f"みなと計画 {n}").words(50, 60, f"第{n}章 暮らし") for n in (1, 2, 3)]
        for page in pages:
            page.words(50, 200, "本文です。")
        said = [block.text.string for block in reading(*pages).blocks if isinstance(block, Paragraph)]
        assert [line for line in said if "本文" not in line] == [
            "みなと計画 1",
            "第1章 暮らし",
            "第2章 暮らし",
            "第3章 暮らし",
        ]

    def test_a_line_that_comes_again_far_behind_is_no_running_head(self) -> None:
        pages = [
            MadePage().words(50, 40, "別紙" if n % 5 == 0 else f"{n}枚目の話").words(50, 200, "本文です。")
            for n in range(6)
        ]
        said = [block.text.string for block in reading(*pages).blocks if isinstance(block, Paragraph)]
        assert said.count("別紙") == 2

    def test_a_row_cut_in_mid_sentence_is_one_row_with_two_places(self) -> None:
        first = self.part(700, [self.HEADING, ("1", "窓口の手続を市民が\nいつでも行える", "10件")])
        second = self.part(TOP, [("", "ように改める。", ""), ("2", "乙の整備", "20件")])
        (table,) = reading(first, second).tables
        assert rows(table)[1] == ["1", "窓口の手続を市民が\nいつでも行える\nように改める。", "10件"]
        assert [place.page for place in table.rows[1][1].text.provenance if isinstance(place, PagePlace)] == [1, 2]

    def test_a_merged_label_runs_on_over_the_break(self) -> None:
        first = self.part(700, [self.HEADING, ("1", "指標甲", "10件")])
        second = self.part(TOP, [("", "指標乙", "20件"), ("2", "指標丙", "5件")])
        (table,) = reading(first, second).tables
        assert rows(table) == [
            ["番号", "内容", "目標値"],
            ["1", "指標甲", "10件"],
            ["指標乙", "20件"],
            ["2", "指標丙", "5件"],
        ]
        assert table.rows[1][0].row_span == 2

    def test_the_words_of_a_merged_label_may_stand_behind_the_break(self) -> None:
        first, second = MadePage(), MadePage()
        for x in self.XS:
            first.line(x, 700, x, 790)
            second.line(x, 60, x, 120)
        for y, low in ((700, 50), (730, 50), (760, 110), (790, 110)):
            first.line(low, y, 400, y)
        for y, low in ((60, 110), (90, 110), (120, 50)):
            second.line(low, y, 400, y)
        for y, word in ((715, "内容"), (745, "指標甲"), (775, "指標乙")):
            first.words(114, y, word).words(324, y, "10件")
        first.words(54, 715, "区分")
        for y, word in ((75, "指標丙"), (105, "指標丁")):
            second.words(114, y, word).words(324, y, "20件")
        second.words(54, 75, "暮らし")
        (table,) = reading(first, second).tables
        assert [
            (cell.row, cell.row_span, cell.text.string) for row in table.rows for cell in row if cell.column == 0
        ] == [
            (0, 1, "区分"),
            (1, 4, "暮らし"),
        ]

    def test_the_next_copy_of_a_form_is_a_table_of_its_own(self) -> None:
        sheets = [
            [("名称", name, "a"), ("担当", name, "b"), ("内容", name, "c"), ("備考", name, "d")] for name in "甲乙"
        ]
        first, second = (self.part(650 if i == 0 else TOP, sheet) for i, sheet in enumerate(sheets))
        assert len(reading(first, second).tables) == 2

    def test_words_between_keep_tables_apart(self) -> None:
        first = self.part(700, [self.HEADING, ("1", "甲", "10件")])
        second = self.part(TOP + 40, [("2", "乙", "20件"), ("3", "丙", "5件")]).words(50, 80, "別表")
        assert len(reading(first, second).tables) == 2

    def test_a_cut_that_drew_no_rule_joins_the_halves(self) -> None:
        first, second = MadePage(), MadePage()
        for x in self.XS:
            first.line(x, 700, x, 780)
            second.line(x, 40, x, 120)
        for y in (700, 730):
            first.line(50, y, 400, y)
        for y in (90, 120):
            second.line(50, y, 400, y)
        first.words(54, 715, "番号").words(114, 715, "内容").words(324, 715, "目標値")
        first.words(54, 745, "1").words(114, 745, "窓口の改善を").words(324, 745, "10件")
        second.words(114, 55, "進めること").words(54, 105, "2").words(114, 105, "研修").words(324, 105, "5件")
        (table,) = reading(first, second).tables
        assert rows(table)[1:] == [["1", "窓口の改善を\n進めること", "10件"], ["2", "研修", "5件"]]

    def test_rows_with_labels_of_their_own_stay_two_where_the_page_drew_no_rule(self) -> None:
        first, second = MadePage(), MadePage()
        for x in (50, 150, 400):
            first.line(x, 700, x, 780)
            second.line(x, 40, x, 120)
        for y in (700, 730):
            first.line(50, y, 400, y)
        for y in (90, 120):
            second.line(50, y, 400, y)
        first.words(54, 715, "概要").words(154, 715, "窓口を改める。")
        first.words(54, 745, "効果").words(154, 745, "待つ人が減る。")
        second.words(54, 55, "指標").words(154, 55, "待つ時間").words(54, 105, "担当").words(154, 105, "市民課")
        (table,) = reading(first, second).tables
        assert rows(table)[1:] == [["効果", "待つ人が減る。"], ["指標", "待つ時間"], ["担当", "市民課"]]


class TestBadFiles:
    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 4000, b"no pdf at all"])
    def test_what_is_damaged_is_refused_with_a_remedy(self, data: bytes) -> None:
        with pytest.raises(InputError, match=r"plan\.pdf: .*damaged"):
            read_pdf(data, name="plan.pdf")

    def test_no_text_on_any_page(self) -> None:
        with pytest.raises(InputError, match="no text on pages 1-2"):
            reading(MadePage(), MadePage())

    def test_a_page_that_the_file_does_not_have(self) -> None:
        with pytest.raises(UsageError, match="there is no page 3"):
            read_pdf(made_pdf(table_page()), name="plan.pdf", pages=frozenset({1, 3}))

    def test_only_the_chosen_pages_are_read(self) -> None:
        data = made_pdf(table_page(), MadePage().words(60, 60, "二頁"), MadePage().words(60, 60, "三頁"))
        found = read_pdf(data, name="plan.pdf", pages=frozenset({2, 3}))
        assert [block.text.string for block in found.blocks if isinstance(block, Paragraph)] == ["二頁", "三頁"]
        assert found.page_count == 3

    def test_a_page_that_cannot_be_opened_leaves_the_others(self) -> None:
        data = made_pdf(table_page(), table_page()).replace(b"/Kids [7 0 R 9 0 R]", b"/Kids [7 0 R 1 0 R]")
        found = read_pdf(data, name="plan.pdf")
        assert len(found.tables) == 1
        assert codes(found) == ["page-unreadable"]
        (place,) = found.report.found[0].provenance
        assert isinstance(place, PagePlace)
        assert place.page == 2

    def test_limits_are_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("planextract.sources.pdf_paths.MAX_OBJECTS", 5)
        assert codes(reading(table_page())) == ["page-limit"]

    def test_a_map_is_said_to_be_one(self) -> None:
        lines = [f"{0.2 * i} 0 m {0.2 * i} 842 l S 0 {0.3 * i} m 595 {0.3 * i} l S" for i in range(2600)]
        found = reading(raw(MadePage().words(60, 60, "地図"), *lines))
        assert not found.tables

    def test_a_truncated_file_never_ends_in_a_traceback(self) -> None:
        data = made_pdf(table_page(), table_page())
        for length in range(0, len(data), 97):
            with suppress(InputError):
                assert read_pdf(data[:length], name="plan.pdf").blocks


@pytest.mark.skipif(not (SHARED / "real-pdfs").is_dir(), reason="the shared real PDFs are not on this machine")
class TestRealFiles:
    def read(self, path: str, password: str | None = None) -> Reading:
        return read_pdf((SHARED / path).read_bytes(), name=path, password=password)

    def test_the_table_of_a_spreadsheet_with_its_spans(self) -> None:
        found = self.read("documents/sukagawa-implementation.pdf")
        assert sum(len(table.rows) for table in found.tables) == 78
        assert [(cell.row_span, cell.column_span) for cell in found.tables[0].rows[0]] == [
            (2, 2),
            (2, 1),
            (1, 1),
            (1, 3),
            (1, 1),
            (2, 1),
        ]

    @pytest.mark.parametrize("path", ["hostile/pdfplumber__password-example.pdf", "hostile/synth__encrypt_user_r6.pdf"])
    def test_encrypted_files_ask_for_their_password(self, path: str) -> None:
        with pytest.raises(InputError, match="--password"):
            self.read(path)
        with pytest.raises(InputError, match="does not open"):
            self.read(path, password="wrong")

    def test_restrictions_of_the_owner_do_not_hinder(self) -> None:
        assert self.read("real-pdfs/tool-kampo.pdf").page_count

    @pytest.mark.parametrize("name", ["nankoku-saiken-scan", "otoineppu-scan", "otoineppu-enc", "fuji-damaged"])
    def test_files_without_text_name_their_pages(self, name: str) -> None:
        with pytest.raises(InputError, match=r"no text on pages? 1"):
            self.read(f"real-pdfs/{name}.pdf")


class TestRuns:
    """Strings that PDF writers cut, space out or put in any order."""

    def shown(self, *strings: str) -> list[str]:
        page = raw(MadePage().grid((50, 250, 350), (100, 130, 160)), *strings)
        return rows(reading(page).tables[0])[0]

    def spaced(self, x: float, string: str, gap: float) -> str:
        code = string.encode("utf-16-be").hex()
        return f"BT /F1 10 Tf {gap} Tc {x} {up(120)} Td <{code}> Tj ET"

    @pytest.mark.parametrize("gap", [1.7, 3.4, 14])
    def test_characters_set_apart_are_one_word(self, gap: float) -> None:
        assert self.shown(self.spaced(55, "照明設備点検", gap)) == ["照明設備点検", ""]

    def test_a_string_that_goes_back_is_two(self) -> None:
        code = "照明".encode("utf-16-be").hex()
        text = f"BT /F1 10 Tf 260 {up(120)} Td [<{code}> 21000 <{code}>] TJ ET"
        assert self.shown(text) == ["照明", "照明"]

    def test_single_characters_of_a_turned_page_stand_in_their_line(self) -> None:
        page = MadePage().grid((50, 250, 350), (100, 130, 160))
        page.words(55, 120, "照明及").words(85, 120, "び").words(95, 120, "設備")
        turned = raw(MadePage(), "q 0 1 -1 0 842 0 cm", *page.operators, "Q")
        data = made_pdf(turned).replace(b"/Type /Page /Parent", b"/Rotate 90 /Type /Page /Parent")
        (table,) = read_pdf(data, name="plan.pdf").tables
        assert rows(table)[0] == ["照明及び設備", ""]


def test_more_crossings_than_a_table_has_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planextract.detect.junctions.MAX_PAIRS", 10)
    found = reading(table_page())
    assert not found.tables
    assert codes(found) == ["page-too-complex"]
    assert [block.text.string for block in found.blocks if isinstance(block, Paragraph)] == ["区分 現状値", "窓口"]
