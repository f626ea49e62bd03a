"""Where a file's text may not be what its page shows: each way is said, and honest files are left in peace."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from planextract import api
from planextract.errors import DamagedError
from planextract.sources.pdf import read_pdf
from planextract.sources.pdf_doubts import undescribed_fonts
from planextract.sources.pdf_likeness import SIGNS
from tests.made_pdf import NAMELESS, MadePage, made_pdf
from tests.places import SAMPLES

EMPTY_MAP = b"0 beginbfchar\n\nendbfchar"
SHIFTED = b"1 beginbfrange <0030> <0038> <0031> endbfrange"
HONEST = b"1 beginbfrange <0030> <0039> <0030> endbfrange"


def said(data: bytes) -> dict[str, str]:
    """The diagnostics of a file: codes and messages."""
    return {found.code: found.message for found in read_pdf(data, name="plan.pdf").report.found}


def drawn(operators: str) -> bytes:
    """A page with a word on it and these operators."""
    page = MadePage().words(50, 50, "計画")
    page.operators.append(operators)
    return made_pdf(page)


def mapped(data: bytes, told: bytes) -> bytes:
    """The file with a ToUnicode map for its font."""
    return data.replace(b"/Encoding /Uni", b"/ToUnicode 6 0 R /Encoding /Uni").replace(EMPTY_MAP, told)


class TestLikeness:
    def test_figures_that_are_told_otherwise_than_drawn(self) -> None:
        page = made_pdf(MadePage().words(50, 50, "目標123件"))
        assert said(page) == {}
        assert said(mapped(page, HONEST)) == {}
        assert "(2 looks like 1, 3 looks like 2, 4 looks like 3)" in said(mapped(page, SHIFTED))["text-doubtful"]

    @pytest.mark.parametrize(
        "name", [b"Helvetica", b"Times-Bold", b"Courier", b"Arial,Italic", b"MS-Gothic", b"#82l#82r", b"Foo", b"Symbol"]
    )
    @pytest.mark.parametrize("widths", [b"", b"/FirstChar 48 /LastChar 122 /Widths [" + b"350 " * 75 + b"]"])
    def test_an_honest_font_looks_like_itself(self, name: bytes, widths: bytes) -> None:
        page = drawn(f"BT /F2 9 Tf 50 400 Td ({SIGNS}) Tj ET")
        simple = b"<< /Type /Font /Subtype /TrueType /Encoding /WinAnsiEncoding /BaseFont /" + name + widths + b" >>"
        assert said(page.replace(b"/F1 3 0 R", b"/F1 3 0 R /F2 " + simple)) == {}

    def test_names_of_glyphs_are_no_lie(self) -> None:
        page = drawn("BT /F2 9 Tf 50 400 Td (123) Tj ET")
        named = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [49 /nine /eight] >> >>"
        assert said(page.replace(b"/F1 3 0 R", b"/F1 3 0 R /F2 " + named)) == {}


class TestDoubts:
    @pytest.mark.parametrize("how", ["/F1 0 Tf 0 Tr", "/F1 9 Tf 0 Tz", "0 0 0 0 50 400 Tm /F1 9 Tf"])
    def test_text_of_no_size_is_said(self, how: str) -> None:
        data = drawn(f"BT 50 400 Td {how} <65874ef6> Tj ET")
        assert "1 pieces of text on page 1" in said(data)["text-without-size"]

    def test_blanks_are_no_text_of_no_size(self) -> None:
        assert said(drawn("BT /F1 9 Tf 50 400 Td <00200020> Tj 100 Tz <3000> Tj ET")) == {}

    def test_many_pieces_of_text_without_characters(self) -> None:
        """Found by changing bytes of a good file: a broken font of which PDFium gives nothing but a few lines."""
        few, many = ("BT /F1 9 Tf 50 400 Td <0020> Tj ET " * count for count in (50, 150))
        assert said(drawn(few)) == {}
        assert "150 of its 151 pieces" in said(drawn(many))["text-doubtful"]

    def test_words_that_stand_for_others(self) -> None:
        replaced = "/Span << /ActualText (ninety) >> BDC BT /F1 9 Tf 50 400 Td <003100320033> Tj ET EMC"
        assert said(drawn(replaced))["text-doubtful"].endswith("what it draws: ninety")
        assert said(drawn(replaced.replace("ninety", " "))) == {}

    def test_a_font_that_has_no_form(self) -> None:
        page = made_pdf(MadePage().words(50, 50, "目標123件"), font=NAMELESS)
        found = page.replace(b"/Identity-H", b"/Identity-H /ToUnicode 6 0 R")
        assert undescribed_fonts(found) == {b"Made"}
        assert (
            "the font Made"
            in said(found.replace(EMPTY_MAP, b"1 beginbfrange <e000> <e0ff> <0030> endbfrange"))["text-doubtful"]
        )
        assert undescribed_fonts(found.replace(b"/Flags 4", b"/Flags 4 /FontFile2 6 0 R")) == frozenset()

    def test_a_string_that_is_cut_is_said(self) -> None:
        data = drawn(f"BT /F1 0.1 Tf 50 400 Td ({'ab' * 20_000}) Tj ET")
        assert "page-limit" in said(data)

    def test_codes_that_are_no_characters_are_not_dropped(self) -> None:
        page = made_pdf(MadePage().words(50, 50, "目標123件"))
        assert "U+FFFD" in said(mapped(page, b"1 beginbfchar <0031> <0007> endbfchar"))["unmapped-glyphs"]

    @pytest.mark.parametrize("path", sorted((SAMPLES / "pdf").glob("*.pdf")), ids=lambda path: path.stem)
    def test_good_files_raise_none(self, path: Path) -> None:
        assert not {"text-doubtful", "text-without-size", "page-limit"} & set(said(path.read_bytes()))


class TestPages:
    def test_a_tree_that_counts_too_few(self) -> None:
        data = made_pdf(MadePage().words(50, 50, "計画"), MadePage().words(50, 50, "続き"))
        assert said(data) == {}
        assert "holds 2 pages and says 1" in said(data.replace(b"/Count 2", b"/Count 1"))["pages-not-counted"]

    def test_a_page_that_is_no_longer_in_the_tree(self) -> None:
        data = made_pdf(MadePage().words(50, 50, "計画"), MadePage().words(50, 50, "続き"))
        assert said(data.replace(b"/Count 2 /Kids [7 0 R 9 0 R]", b"/Count 1 /Kids [7 0 R]      ")) == {}

    def test_words_in_an_appearance_are_said(self) -> None:
        stamp = b"<< /Type /Annot /Subtype /Stamp /F 4 /Rect [50 50 90 90] /AP << /N 8 0 R >> >>"
        page = MadePage().words(50, 50, "計画")
        page.annotations.append(stamp)
        form = b"<< /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Length"
        data = made_pdf(page).replace(b"8 0 obj\n<< /Length", b"8 0 obj\n" + form)
        assert "its appearance alone" in said(data)["text-over-page"]

    @pytest.mark.parametrize("head", [b"", b"%FDF-1.2\n", b"\n" * 1_100 + b"%PDF-1.7\n"])
    def test_a_pdf_that_begins_too_late_is_no_text(self, head: bytes) -> None:
        data = made_pdf(MadePage().words(50, 50, "abc")).removeprefix(b"%PDF-1.7\n")
        with pytest.raises(DamagedError, match="does not begin like one"):
            api.read(io.BytesIO(head + data), name="plan.pdf")
