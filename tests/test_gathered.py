"""Whole tables of all documents: CSV with its data package, Excel, Parquet, DuckDB; and several formats in one run."""

from __future__ import annotations

import csv
import hashlib
import importlib
import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import duckdb
import openpyxl
import pytest
from frictionless import Package

from planextract import api
from planextract.cli import main
from planextract.errors import LimitError, OutputError
from planextract.export import data_package, gathered, workbook
from planextract.export.attribution import attribution, licence, origin
from planextract.export.gathered import GatheredFormat, Terms
from planextract.export.spool import Spool
from planextract.export.table_names import TableName
from planextract.export.tables import TABLES
from planextract.schema import PagePlace, Period, PlanDocument
from tests.made_documents import diagnostic, document, fake_parse

TERMS = Terms("utf-8-sig", licence(None))
BEFORE_EXCEL = Period(raw="明治32年", start="1899-01-01", end="1899-12-31", granularity="year")


def on_page(subject: PlanDocument, page: int) -> PlanDocument:
    """The document with its first measure on a page instead of a line."""
    first = subject.measures[0].model_copy(update={"provenance": [PagePlace(page=page, bbox=(0, 0, 9, 9))]})
    return subject.model_copy(update={"measures": [first, *subject.measures[1:]]})


def renamed(subject: PlanDocument, title: str) -> PlanDocument:
    """The document with another title for its first measure."""
    first = subject.measures[0].model_copy(update={"title": title})
    return subject.model_copy(update={"measures": [first, *subject.measures[1:]]})


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    """Three documents; the first stands on pages, two are copies of one file."""
    with Spool() as made:
        made.add(on_page(document("計画 1.pdf", content="x"), 3), tmp_path / "計画" / "計画 1.pdf")
        made.add(document("b.txt", diagnostic("warning"), diagnostic("info", line=99), content="y"))
        made.add(document("copy of b.txt", content="y"))
        made.finish()
        yield made


def written(spool: Spool, form: GatheredFormat, folder: Path, terms: Terms = TERMS) -> Path:
    """The folder with the format in it."""
    folder.mkdir(exist_ok=True)
    gathered.in_folder(form, folder, None).write(spool, terms)
    return folder


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    """A sheet's rows by the names in its header."""
    header, *rows = openpyxl.load_workbook(path)[name].iter_rows()
    return [dict(zip([cell.value for cell in header], row, strict=True)) for row in rows]


class TestSpool:
    def test_gives_back_what_it_took(self, spool: Spool) -> None:
        expected = list(TABLES["observations"].rows(document("b.txt", content="y")))
        assert list(spool.rows("observations"))[5:10] == expected

    def test_copies_have_keys_of_their_own(self, spool: Spool) -> None:
        first, second, third = spool.rows("documents")
        assert first[0] != second[0]
        assert third[0] == f"{second[0]}-2"
        assert {row[0] for row in spool.rows("measures")} == {first[0], second[0], third[0]}

    def test_leaves_nothing_behind(self) -> None:
        with Spool() as made:
            made.add(document())
            folder = made.folder
        assert not folder.exists()

    def test_folder_that_cannot_be_written_is_told_with_a_remedy(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
        with Spool() as made, pytest.raises(OutputError, match="TMPDIR"):
            made.add(document())
        assert not made.whole


class TestAttribution:
    def test_line(self) -> None:
        nameless = document("plan.txt").model_copy(update={"plan": document().plan.model_copy(update={"title": None})})
        origins = [origin(one, "k", None) for one in (document("a.txt"), document("b.txt"), nameless)]
        assert attribution(origins) == "出典: 酒田市「暮らしの計画」、酒田市「plan.txt」 を加工して作成"

    def test_many_are_counted(self) -> None:
        one = document()
        plans = [
            one.model_copy(update={"plan": one.plan.model_copy(update={"title": f"計画{number}"})})
            for number in range(25)
        ]
        line = attribution(origin(plan, "k", None) for plan in plans)
        assert line.endswith("酒田市「計画19」 ほか5件 を加工して作成")

    @pytest.mark.parametrize(
        ("said", "terms"),
        [
            (None, {"name": "unknown"}),
            ("CC-BY-4.0", {"name": "CC-BY-4.0"}),
            ("https://example.jp/terms", {"name": "other", "path": "https://example.jp/terms"}),
            ("政府標準利用規約（第2.0版）", {"name": "other", "title": "政府標準利用規約（第2.0版）"}),
        ],
    )
    def test_licence_is_unknown_unless_said(self, spool: Spool, tmp_path: Path, said: str | None, terms: Any) -> None:
        folder = written(spool, "csv", tmp_path / "out", Terms("utf-8-sig", licence(said)))
        package = json.loads((folder / "datapackage.json").read_bytes())
        (named,) = package["licenses"]
        assert terms.items() <= named.items()
        assert package["attribution"].startswith("出典: ")
        assert Package(str(folder / "datapackage.json")).validate().valid


class TestDataPackage:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
    def test_is_valid_in_every_encoding(self, spool: Spool, tmp_path: Path, encoding: Any) -> None:
        with Spool() as plain:
            plain.add(PlanDocument.model_validate_json(document().model_dump_json().replace("☑", "")))
            plain.finish()
            folder = written(
                plain if encoding == "cp932" else spool, "csv", tmp_path / "out", Terms(encoding, TERMS.licence)
            )
        package = Package(str(folder / "datapackage.json"))
        report = package.validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
        assert sum(task.stats.get("rows", 0) for task in report.tasks) > 15
        assert [resource.name for resource in package.resources] == list(TABLES)
        cells = package.get_resource("observations").read_rows()[0]
        assert (cells["value"], cells["period_start"], cells["fiscal_year"]) == (1200, date(2023, 4, 1), 2023)
        assert cells["measure_title"] == "乗合タクシーの運行"

    def test_keys_are_checked(self, spool: Spool, tmp_path: Path) -> None:
        """The package says enough for a reader to notice a row whose measure is missing."""
        folder = written(spool, "csv", tmp_path / "out")
        descriptor = json.loads((folder / "datapackage.json").read_bytes())
        for resource in descriptor["resources"]:
            del resource["hash"], resource["bytes"]
        (folder / "datapackage.json").write_text(json.dumps(descriptor))
        lines = (folder / "measures.csv").read_bytes().splitlines(keepends=True)
        (folder / "measures.csv").write_bytes(b"".join(lines[:2] + lines[3:]))
        report = Package(str(folder / "datapackage.json")).validate()
        assert {error.type for task in report.tasks for error in task.errors} == {"foreign-key"}

    def test_hash_and_size_are_those_of_the_file(self, spool: Spool, tmp_path: Path) -> None:
        folder = written(spool, "csv", tmp_path / "out")
        for resource in json.loads((folder / "datapackage.json").read_bytes())["resources"]:
            data = (folder / resource["path"]).read_bytes()
            assert resource["bytes"] == len(data)
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"

    def test_one_table_names_no_table_that_is_not_there(self, spool: Spool, tmp_path: Path) -> None:
        gathered.in_folder("csv", tmp_path, "texts").write(spool, TERMS)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["datapackage.json", "texts.csv"]
        assert Package(str(tmp_path / "datapackage.json")).validate().valid

    def test_character_that_the_encoding_lacks_is_named_with_its_place(self, spool: Spool, tmp_path: Path) -> None:
        with pytest.raises(OutputError) as caught:
            data_package.write(spool, tmp_path, ["measures"], "cp932", TERMS.licence)
        for part in ("☑", "計画 1.pdf", "measure 1-2", "measure_title", "--encoding utf-8-sig"):
            assert part in str(caught.value)
        assert list(tmp_path.iterdir()) == []


class TestWorkbook:
    def test_a_sheet_a_table_with_typed_cells(self, spool: Spool, tmp_path: Path) -> None:
        path = written(spool, "xlsx", tmp_path / "out") / "plans.xlsx"
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == [*TABLES, "about"]
        for table, layout in TABLES.items():
            assert tuple(cell.value for cell in book[table][1]) == layout.columns
            assert book[table].freeze_panes == "A2"
            assert book[table].max_row - 1 == len(list(spool.rows(table)))
        first = sheet(path, "observations")[0]
        assert (first["value"].value, first["period_start"].value) == (1200, datetime(2023, 4, 1))
        assert first["municipality_code"].value == "062049"
        assert first["upper"].value is None

    def test_page_leads_to_the_page_of_the_file(self, spool: Spool, tmp_path: Path) -> None:
        path = written(spool, "xlsx", tmp_path / "out") / "plans.xlsx"
        first, second, *_ = sheet(path, "measures")
        assert first["page"].value == 3
        link = first["page"].hyperlink
        assert (link.target.replace("\\", "/"), link.location) == (
            "../%E8%A8%88%E7%94%BB/%E8%A8%88%E7%94%BB%201.pdf",
            "page=3",
        )
        assert (second["page"].value, second["line"].value, second["page"].hyperlink) == (None, 4, None)

    def test_name_that_is_no_text_is_linked_by_its_bytes(self, tmp_path: Path) -> None:
        with Spool() as made:
            made.add(on_page(document("broken.pdf"), 1), tmp_path / os.fsdecode(b"\xff.pdf"))
            made.finish()
            path = written(made, "xlsx", tmp_path) / "plans.xlsx"
        assert sheet(path, "measures")[0]["page"].hyperlink.target == "%FF.pdf"

    def test_nothing_computes(self, tmp_path: Path) -> None:
        texts = ["=1+1", "+2", "@SUM(A1)", "https://example.jp", "{=1}", "007", "_x0041_", "\x01\uffff"]
        with Spool() as made:
            for text in texts:
                made.add(renamed(document(content=text), text))
            made.finish()
            path = written(made, "xlsx", tmp_path) / "plans.xlsx"
        titles = [row["measure_title"] for row in sheet(path, "measures")][::3]
        assert [cell.data_type for cell in titles] == ["s"] * len(texts)
        # Excel's own way of writing what XML cannot hold, and what looks like that.
        texts[-2:] = ["_x005F_x0041_", "_x0001__xFFFF_"]
        assert [cell.value for cell in titles] == texts
        assert all(cell.hyperlink is None for cell in titles)

    def test_day_that_excel_does_not_have_is_text(self, tmp_path: Path) -> None:
        old = document()
        old = old.model_copy(update={"plan": old.plan.model_copy(update={"period": BEFORE_EXCEL})})
        with Spool() as made:
            made.add(old)
            made.finish()
            path = written(made, "xlsx", tmp_path) / "plans.xlsx"
        assert sheet(path, "documents")[0]["period_start"].value == "1899-01-01"

    def test_text_longer_than_a_cell_is_cut_and_counted(self, tmp_path: Path) -> None:
        with Spool() as made:
            made.add(renamed(document(), "𠮟" * 20_000))
            made.finish()
            path = written(made, "xlsx", tmp_path) / "plans.xlsx"
        title = sheet(path, "measures")[0]["measure_title"].value
        assert title.endswith("𠮟…[cut]")
        assert len(title.encode("utf-16-le")) // 2 in (32_766, 32_767)
        about = dict(openpyxl.load_workbook(path)["about"].iter_rows(values_only=True))
        assert int(about["texts cut"]) > 1
        assert about["attribution"].startswith("出典: ")
        assert about["licence"].startswith("Unknown")

    def test_more_rows_than_a_sheet_holds_is_a_limit(
        self, spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbook, "_ROWS", 8)
        with pytest.raises(LimitError, match="measures") as caught:
            written(spool, "xlsx", tmp_path)
        assert "--format csv" in str(caught.value)
        assert list(tmp_path.iterdir()) == []

    def test_more_links_than_a_sheet_holds_are_left_out(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "_LINKS", 2)
        with Spool() as made:
            for content in "abc":
                made.add(on_page(document(content=content), 1), tmp_path / "a.pdf")
            made.finish()
            path = written(made, "xlsx", tmp_path) / "plans.xlsx"
        pages = [row["page"] for row in sheet(path, "measures")][::3]
        assert [(cell.value, cell.hyperlink is not None) for cell in pages] == [(1, True), (1, True), (1, False)]


class TestDatabase:
    def test_same_rows_as_csv_with_types(self, spool: Spool, tmp_path: Path) -> None:
        path = written(spool, "duckdb", tmp_path / "out") / "plans.duckdb"
        written(spool, "parquet", tmp_path / "out")
        with duckdb.connect(str(path), read_only=True) as connection:
            for table, layout in TABLES.items():
                cells = connection.execute(f"SELECT * FROM {table}")
                assert tuple(column[0] for column in cells.description or ()) == layout.columns
                found = cells.fetchall()
                assert [tuple(map(plain, row)) for row in found] == list(spool.rows(table))
                parquet = connection.execute(f"SELECT * FROM '{tmp_path / 'out' / table}.parquet'").fetchall()
                assert parquet == found
            types = dict(connection.execute("SELECT name, type FROM pragma_table_info('observations')").fetchall())
            said = dict(connection.execute("SELECT name, said FROM about").fetchall())
        assert (types["value"], types["period_start"], types["fiscal_year"]) == ("DOUBLE", "DATE", "BIGINT")
        assert said["attribution"].startswith("出典: ")

    def test_missing_part_is_told_before_anything_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setitem(sys.modules, "duckdb", None)
        monkeypatch.chdir(tmp_path)
        for name in ("a.duckdb", "a.parquet"):
            assert main(["parse", "missing.txt", "-o", name]) == 6
            told = capsys.readouterr().err
            assert "pip install 'planextract[analysis]'" in told
            assert told.count("\n") == 1

    def test_what_duckdb_cannot_do_is_one_line(self, spool: Spool, tmp_path: Path) -> None:
        spool.file("texts").write_text('{"text_index": "no number"}\n', encoding="utf-8")
        with pytest.raises(OutputError) as caught:
            written(spool, "duckdb", tmp_path)
        assert "\n" not in str(caught.value)
        assert list(tmp_path.iterdir()) == []


def plain(cell: Any) -> Any:
    """A value of DuckDB as the tables have it."""
    return cell.isoformat() if isinstance(cell, date) else cell


def rows_of(form: GatheredFormat, folder: Path, table: TableName) -> list[tuple[str, ...]]:
    """A table of any format in words, so that formats can be compared."""
    if form == "csv":
        data = (folder / f"{table}.csv").read_bytes().decode("utf-8-sig")
        return [tuple(row) for row in csv.reader(io.StringIO(data, newline=""))][1:]
    if form == "xlsx":
        book = openpyxl.load_workbook(folder / "plans.xlsx")
        _, *rows = book[table].iter_rows(values_only=True)
    else:
        source = f"'{folder / table}.parquet'" if form == "parquet" else table
        with duckdb.connect(str(folder / "plans.duckdb") if form == "duckdb" else ":memory:") as connection:
            rows = connection.execute(f"SELECT * FROM {source}").fetchall()
    return [tuple(words(cell) for cell in row) for row in rows]


def words(cell: Any) -> str:
    """A cell as CSV has it."""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith("=予約") else text


class TestCommandLine:
    @pytest.fixture(autouse=True)
    def in_folder(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(api, "parse", fake_parse)
        monkeypatch.chdir(tmp_path)
        for name in ("fine", "warning", "limit"):
            (tmp_path / f"{name}.txt").write_text(name)

    def test_all_formats_in_a_folder_say_the_same(self, tmp_path: Path) -> None:
        forms: tuple[GatheredFormat, ...] = ("csv", "xlsx", "parquet", "duckdb")
        options = [word for form in ("json", "jsonl", *forms) for word in ("--format", form)]
        assert main(["parse", "fine.txt", "limit.txt", "warning.txt", "-o", "out/", *options]) == 8
        names = {path.name for path in (tmp_path / "out").iterdir()}
        tables = {f"{table}.{form}" for table in TABLES for form in ("csv", "parquet")}
        each = {f"{name}.{form}" for name in ("fine", "warning") for form in ("json", "jsonl")}
        assert names == {*tables, *each, "datapackage.json", "plans.xlsx", "plans.duckdb"}
        for table in TABLES:
            first, *others = (rows_of(form, tmp_path / "out", table) for form in forms)
            assert first
            assert others == [first] * 3

    def test_same_bytes_twice(self, tmp_path: Path) -> None:
        forms = [word for form in ("csv", "xlsx", "parquet") for word in ("--format", form)]
        for folder in ("one", "two"):
            assert main(["parse", "fine.txt", "warning.txt", "-o", f"{folder}/", *forms]) == 0
        for path in (tmp_path / "one").iterdir():
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()

    def test_a_file_each_format_by_suffix(self, tmp_path: Path) -> None:
        outputs = ["a.json", "a.jsonl", "a.csv", "a.xlsx", "a.parquet", "a.duckdb"]
        assert main(["parse", "fine.txt", *(word for name in outputs for word in ("-o", name))]) == 0
        assert sorted(path.name for path in tmp_path.glob("a.*")) == sorted(outputs)
        with duckdb.connect() as connection:
            (count,) = connection.execute("SELECT count(*) FROM 'a.parquet'").fetchall()
        assert count == (5,)  # observations, where no table is named

    def test_files_take_their_formats_and_the_folder_the_others(self, tmp_path: Path) -> None:
        options = ["--format", "json", "--format", "xlsx", "-o", "out/", "-o", "all.xlsx"]
        assert main(["parse", "fine.txt", *options]) == 0
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["fine.json"]
        assert (tmp_path / "all.xlsx").exists()

    def test_one_table_in_a_folder(self, tmp_path: Path) -> None:
        options = ["--format", "csv", "--format", "parquet", "--table", "texts", "-o", "out/"]
        assert main(["parse", "fine.txt", *options]) == 0
        names = sorted(path.name for path in (tmp_path / "out").iterdir())
        assert names == ["datapackage.json", "texts.csv", "texts.parquet"]

    def test_format_that_fails_does_not_stop_the_others(self, tmp_path: Path) -> None:
        options = ["--format", "csv", "--format", "xlsx", "--encoding", "cp932", "-o", "out/"]
        assert main(["parse", "fine.txt", *options]) == 5
        assert (tmp_path / "out" / "plans.xlsx").exists()
        assert not (tmp_path / "out" / "datapackage.json").exists()

    def test_nothing_read_gives_nothing(self, tmp_path: Path) -> None:
        assert main(["parse", "limit.txt", "-o", "out.xlsx"]) == 8
        assert not (tmp_path / "out.xlsx").exists()

    def test_document_called_as_the_descriptor_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "datapackage.txt").write_text("fine")
        assert main(["parse", "datapackage.txt", "-o", "out/", "--format", "csv", "--format", "json"]) == 2
        assert not (tmp_path / "out").exists()

    def test_input_is_never_overwritten(self, tmp_path: Path) -> None:
        (tmp_path / "measures.csv").write_text("fine")
        assert main(["parse", "measures.csv", "-o", ".", "--format", "csv"]) == 2
        assert (tmp_path / "measures.csv").read_text() == "fine"


def test_the_command_line_offers_every_table_and_format() -> None:
    options = importlib.import_module("planextract.cli.options")
    targets = importlib.import_module("planextract.cli.targets")
    assert set(get_args(TableName)) == set(TABLES)
    assert {form.value for form in options.FormatName} == set(targets._BY_SUFFIX.values())
