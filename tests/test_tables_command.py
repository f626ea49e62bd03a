"""`planextract tables`, and what the command line says about PDFs."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planextract import api
from planextract.cli import main
from planextract.cli.pdf_options import parse_pages, pdf_options
from planextract.errors import InputError, UsageError
from planextract.export import table_formats
from planextract.schema import LinePlace, PagePlace, Provenance
from planextract.table import Cell, Table
from planextract.text import Piece, Text
from tests.made_pdf import FOREIGN, MadePage, made_pdf
from tests.test_engines import PLAN, plan_page

Output = pytest.CaptureFixture[str]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(made_pdf(plan_page(), plan_page(), MadePage().words(60, 60, "おわりに")))
    return path


def run(*arguments: str) -> int:
    return main(arguments)


def cell(row: int, column: int, string: str, row_span: int = 1, column_span: int = 1, **marks: bool) -> Cell:
    def locate(start: int, stop: int) -> Provenance:
        return [
            PagePlace(page=2, bbox=(10.0 * column, 10.0 * row, 10.0 * (column + column_span), 10.0 * (row + row_span)))
        ]

    return Cell(row, column, Text.of(Piece(string, locate)), row_span, column_span, **marks)


TABLE = Table(
    (
        (cell(0, 0, "名|称\n<1>", row_span=2), cell(0, 1, "=1+1", column_span=2)),
        (cell(1, 1, "&", arrow=True), cell(1, 2, "", crossed_out=True)),
    ),
    width=3,
    exact=True,
)


class TestFormats:
    def test_json(self) -> None:
        (table,) = json.loads(table_formats.written([TABLE], "json", "plan.pdf"))
        assert {key: table[key] for key in table if key != "cells"} == {
            "table": 1,
            "pages": [2],
            "provenance": [{"page": 2, "bbox": [0, 0, 30, 20]}],
            "rows": 2,
            "columns": 3,
            "exact": True,
        }
        assert table["cells"][2] == {
            "row": 1,
            "column": 1,
            "row_span": 1,
            "column_span": 1,
            "text": "&",
            "arrow": True,
            "crossed_out": False,
            "provenance": [{"page": 2, "bbox": [10, 10, 20, 20]}],
        }

    def test_csv(self) -> None:
        text = table_formats.written([TABLE, TABLE], "csv", "plan.pdf")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        one = [["名|称\n<1>", "'=1+1", ""], ["", "&", ""]]
        assert rows == [["# table 1 page 2"], *one, [], ["# table 2 page 2"], *one]
        assert text.count("\r\n") == 7

    def test_html(self) -> None:
        text = table_formats.written([TABLE], "html", "<plan>.pdf")
        assert "<title>&lt;plan&gt;.pdf</title>" in text
        assert '<td rowspan="2">名|称<br>&lt;1&gt;</td><td colspan="2">=1+1</td>' in text
        assert '<td class="arrow">&amp;</td><td class="crossed-out"></td>' in text
        assert "<caption>table 1, page 2</caption>" in text

    def test_markdown(self) -> None:
        lines = table_formats.written([TABLE], "markdown", "plan.pdf").splitlines()
        assert lines == [
            "## Table 1, page 2",
            "",
            r"| 名\|称<br>&lt;1&gt; | =1+1 |  |",
            "| --- | --- | --- |",
            "|  | &amp; |  |",
        ]

    @pytest.mark.parametrize("form", ["csv", "html", "markdown", "json"])
    def test_no_tables(self, form: table_formats.TableFormat) -> None:
        text = table_formats.written([], form, "plan.pdf")
        assert text == {"json": "[]\n", "csv": "", "markdown": ""}.get(form, text)

    @pytest.mark.parametrize(
        ("places", "title"),
        [
            ([PagePlace(page=2, bbox=(0, 0, 1, 1)), PagePlace(page=3, bbox=(0, 0, 1, 1))], "# table 1 pages 2 to 3"),
            ([LinePlace(line=12, column=1)], "# table 1 line 12"),
        ],
    )
    def test_where_a_table_stands(self, places: Provenance, title: str) -> None:
        table = Table(((Cell(0, 0, Text.of(Piece("花壇", lambda start, stop: places))),),), 1)
        assert table_formats.written([table], "csv", "x").splitlines()[0] == title

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
    def test_html_and_csv_keep_all_words(self, words: str) -> None:
        table = Table(((cell(0, 0, words),),), 1)
        found: list[str] = []
        parser = HTMLParser()
        parser.handle_data = found.append  # type: ignore[method-assign]
        parser.feed(table_formats.written([table], "html", "x").partition("</caption>")[2].partition("</table>")[0])
        parser.close()
        assert "".join(found).removeprefix("\n").removesuffix("\n") == words
        (row,) = csv.reader(io.StringIO(table_formats.csv_rows(table), newline=""))
        assert (row or [""])[0].removeprefix("'") == words.removeprefix("'")


class TestTables:
    def test_json_by_default(self, plan: Path, capsys: Output) -> None:
        assert run("tables", str(plan)) == 0
        out, err = capsys.readouterr()
        tables = json.loads(out)
        assert [table["pages"] for table in tables] == [[1], [2]]
        keys = ("row", "column", "row_span", "column_span", "text")
        assert [tuple(found[key] for key in keys) for found in tables[0]["cells"]] == PLAN
        assert err == f"{plan}: 2 tables, 12 cells\n"

    def test_pages(self, plan: Path, capsys: Output) -> None:
        assert run("tables", str(plan), "--pages", "2-3", "--format", "csv") == 0
        assert capsys.readouterr().out.splitlines()[0] == "# table 1 page 2"

    @pytest.mark.parametrize("pages", ["", "0", "a", "3-1", "1,,2", "1-", "-2", "1-2-3", "9" * 30, "１"])
    def test_pages_that_are_none(self, plan: Path, capsys: Output, pages: str) -> None:
        assert run("tables", str(plan), "--pages", pages) == 2
        assert "1-3,7" in capsys.readouterr().err

    def test_a_page_outside(self, plan: Path, capsys: Output) -> None:
        assert run("tables", str(plan), "--pages", "2,4") == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "1 to 3" in err

    def test_pages_of_a_text(self, tmp_path: Path, capsys: Output) -> None:
        path = tmp_path / "plan.txt"
        path.write_text("名称\t課\n花壇\t緑課\n", encoding="utf-8")
        assert run("tables", str(path), "--pages", "1") == 2
        assert run("tables", str(path)) == 0
        (table,) = json.loads(capsys.readouterr().out)
        assert table["cells"][3]["provenance"] == [{"line": 2, "column": 2}]

    def test_one_file(self, plan: Path, tmp_path: Path) -> None:
        path = tmp_path / "all.csv"
        assert run("tables", str(plan), "--format", "csv", "-o", str(path)) == 0
        assert path.read_bytes().startswith("\ufeff# table 1".encode())

    def test_one_file_a_table(self, plan: Path, tmp_path: Path) -> None:
        assert run("tables", str(plan), "--format", "csv", "-o", f"{tmp_path}/csv/") == 0
        assert sorted(path.name for path in (tmp_path / "csv").iterdir()) == ["plan-1.csv", "plan-2.csv"]
        text = (tmp_path / "csv" / "plan-2.csv").read_bytes().decode("utf-8-sig")
        assert text == "名称,実績値,\r\n,令和5年度,令和6年度\r\n,12件,15件\r\n"

    @pytest.mark.parametrize(("output", "code"), [("", 2), ("folder/", 2), ("plan.pdf", 2), ("missing/tables.json", 5)])
    def test_no_place_to_write(self, plan: Path, monkeypatch: pytest.MonkeyPatch, output: str, code: int) -> None:
        monkeypatch.chdir(plan.parent)
        before = plan.read_bytes()
        assert run("tables", "plan.pdf", "-o", output) == code
        assert plan.read_bytes() == before

    def test_doubts_are_told(self, tmp_path: Path, capsys: Output) -> None:
        path = tmp_path / "plan.pdf"
        page = plan_page()
        page.operators.append("1 g")
        path.write_bytes(made_pdf(page.words(310, 180, "見えない")))
        assert run("tables", str(path), "--cross-check") == 0
        err = capsys.readouterr().err
        assert "page 1: hidden-text" in err
        assert "page 1: cross-check-difference: pdfplumber reads otherwise" in err

    def test_engine(self, tmp_path: Path, capsys: Output) -> None:
        path = tmp_path / "plan.pdf"
        path.write_bytes(made_pdf(plan_page(), font=FOREIGN))
        texts = {}
        for engine in ("native", "pdfplumber", "auto"):
            assert run("tables", str(path), "--engine", engine) == 0
            texts[engine] = json.loads(capsys.readouterr().out)[0]["cells"][0]["text"]
        assert texts == {"native": "\ue000\ue001", "pdfplumber": "名称", "auto": "名称"} | {"native": texts["native"]}
        assert texts["native"] != "名称"
        assert run("tables", str(path), "--engine", "tabula") == 2


class TestPassword:
    @pytest.mark.parametrize("engine", ["auto", "native", "pdfplumber", "camelot"])
    def test_an_encrypted_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output, engine: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("PLANEXTRACT_PASSWORD", raising=False)
        Path("plan.pdf").write_bytes(made_pdf(plan_page(), password="geheim"))
        Path("password.txt").write_text("geheim\n")
        line = ["tables", "plan.pdf", "--engine", engine]
        assert run(*line) == 3
        assert "plan.pdf: the PDF is encrypted (give its password with --password)" in capsys.readouterr().err
        assert run(*line, "--password", "falsch") == 3
        assert "the password does not open the PDF" in capsys.readouterr().err
        assert run(*line, "--password-file", "password.txt") == 0
        by_file = capsys.readouterr().out
        monkeypatch.setenv("PLANEXTRACT_PASSWORD", "geheim")
        assert run(*line) == 0
        assert capsys.readouterr().out == by_file
        assert [found["text"] for found in json.loads(by_file)[0]["cells"]] == [words for *_, words in PLAN]

    def test_the_picture_of_an_encrypted_page(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.pdf"
        path.write_bytes(made_pdf(plan_page(), password="geheim"))
        line = ["inspect", str(path), "--page", "1", "-o", str(tmp_path / "page.png")]
        assert run(*line) == 3
        assert run(*line, "--password", "geheim") == 0

    def test_where_it_comes_from(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "password"
        path.write_text("from file \r\nsecond line\n", encoding="utf-8")
        monkeypatch.delenv("PLANEXTRACT_PASSWORD", raising=False)
        assert pdf_options().password is None
        monkeypatch.setenv("PLANEXTRACT_PASSWORD", "from environment")
        assert pdf_options().password == "from environment"
        assert pdf_options(password_file=str(path)).password == "from file "
        assert pdf_options(password="said").password == "said"
        with pytest.raises(UsageError, match="exclude each other"):
            pdf_options(password="said", password_file=str(path))

    @pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
    def test_a_file_that_cannot_be_read(self, tmp_path: Path, content: bytes | None) -> None:
        path = tmp_path / "password"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(InputError, match="password file"):
            pdf_options(password_file=str(path))

    def test_it_reaches_the_library_and_no_message(
        self, plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
    ) -> None:
        seen: list[object] = []

        def parse(source: Path, **said: object) -> None:
            seen.append(said)
            raise InputError("the password does not open the PDF", place=str(source))

        monkeypatch.setattr(api, "parse", parse)
        line = ["parse", str(plan), "--password", "geheim", "--pages", "1-2,7", "--engine", "camelot", "--cross-check"]
        assert run(*line) == 3
        (said,) = seen
        assert isinstance(said, dict)
        pdf = {key: said[key] for key in ("engine", "pages", "password", "cross_check")}
        assert pdf == {"engine": "camelot", "pages": {1, 2, 7}, "password": "geheim", "cross_check": True}
        assert "geheim" not in "".join(capsys.readouterr())


@given(st.sets(st.integers(1, 300), min_size=1))
def test_pages_say_what_they_mean(pages: set[int]) -> None:
    assert parse_pages(",".join(map(str, pages))) == pages
    low, high = min(pages), max(pages)
    assert parse_pages(f" {low} - {high} ,{high}") == set(range(low, high + 1))
