"""JSON, tables, CSV and files as `planextract.export` gives them."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planextract.errors import OutputError
from planextract.export import comma_separated, documents, files
from planextract.export.comma_separated import Encoding
from planextract.export.fields import FIELDS
from planextract.export.tables import TABLES, Keys, TableName, fiscal_year
from planextract.schema import Period, PlanDocument
from tests.made_documents import CALENDAR, FIFTH, amount, at, diagnostic, document, observation

# The contract's own words.
OBSERVATION_COLUMNS = (
    "document source municipality_code municipality plan measure_id measure_number measure_title path departments "
    "indicator_index indicator observation_index kind period_start period_end period_granularity period_modifier "
    "period fiscal_year status raw amount_index value upper unit per comparator label note notes page line"
)


def read(table: TableName, subject: PlanDocument | None = None, encoding: Encoding = "utf-8") -> list[dict[str, str]]:
    """The table as a spreadsheet would read it."""
    data = comma_separated.header(table, encoding) + b"".join(
        comma_separated.records(subject or document(), table, encoding)
    )
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline="")))


def cells(row: dict[str, str], *columns: str) -> tuple[str, ...]:
    """The row's cells of these columns."""
    return tuple(row[column] for column in columns)


class TestJson:
    def test_whole_numbers_are_integers(self) -> None:
        text = documents.line(documents.values(observation("", amount(40.0), amount(2.5), amount(-0.0))))
        assert '"value": 40,' in text
        assert '"value": 2.5,' in text
        assert '"value": 0,' in text

    def test_number_beyond_exactness_stays_a_float(self) -> None:
        assert documents.line(documents.values(amount(1e300))).startswith('{"value": 1e+300')

    def test_never_nan(self) -> None:
        with pytest.raises(ValueError, match="not JSON compliant"):
            documents.line(documents.values(amount(math.nan)))

    def test_fields_in_the_order_of_the_schema(self) -> None:
        values = json.loads(documents.to_json(document()))
        assert list(values) == list(PlanDocument.model_fields)

    def test_pretty_is_for_people(self) -> None:
        text = documents.to_json(document())
        assert text.startswith('{\n  "schema_version": "1.1",\n')
        assert text.endswith("}\n")
        assert "乗合タクシー" in text

    def test_line_is_one_line(self) -> None:
        assert documents.to_json_line(document()).count("\n") == 1

    def test_round_trip(self) -> None:
        made = document("計画.txt", diagnostic("warning"))
        assert PlanDocument.model_validate_json(documents.to_json(made), strict=True) == made


class TestTables:
    def test_observation_columns_are_the_contracts(self) -> None:
        assert " ".join(TABLES["observations"].columns) == OBSERVATION_COLUMNS

    @pytest.mark.parametrize("table", TABLES)
    def test_every_row_fits_its_columns(self, table: TableName) -> None:
        layout = TABLES[table]
        rows = list(layout.rows(document("a.txt", diagnostic("error"), diagnostic("info", line=9))))
        assert rows
        assert {len(row) for row in rows} == {len(layout.columns)}
        assert len(set(layout.columns)) == len(layout.columns)
        assert layout.columns[:1] == ("document",)
        assert table == "documents" or layout.columns[5] == "measure_id"
        assert set(layout.key) <= set(layout.columns)

    def test_every_column_is_explained_and_no_other(self) -> None:
        columns = {name for layout in TABLES.values() for name in layout.columns}
        assert columns == set(FIELDS)
        assert all(field.meaning.endswith((".", "…")) for field in FIELDS.values())

    def test_documents_indicators_and_departments(self) -> None:
        (origin,) = read("documents", document("a.txt", diagnostic("error"), content="x"))
        assert cells(origin, "source", "prefecture", "measures", "errors", "parser") == (
            *("a.txt", "山形県", "3", "1", "generic"),
        )
        assert origin["sha256"].startswith(origin["document"])
        riders, plants = read("indicators")
        assert cells(riders, "measure_id", "indicator_index", "observations", "notes") == ("1-1", "1", "2", "市内のみ")
        assert cells(plants, "measure_id", "indicator", "observations") == ("#3", "株数", "0")
        assert [cells(row, "department_index", "relation", "department") for row in read("departments")] == [
            ("1", "responsible", "交通課"),
            ("2", "responsible", "企画課"),
            ("3", "related", "福祉課"),
        ]

    def test_two_copies_of_a_file_have_keys_of_their_own(self) -> None:
        keys = Keys()
        given = [keys.give(document(content=content)) for content in ("x", "y", "x", "x")]
        assert len({key[:12] for key in given}) == 2
        assert [key[12:] for key in given] == ["", "", "-2", "-3"]

    def test_costs_and_assessments(self) -> None:
        general, bonds = read("costs")
        assert cells(general, "measure_id", "row", "stage", "value", "unit", "raw", "fiscal_year") == (
            *("1-1", "財源 > 一般財源", "budget", "3500000", "円", "3,500", "2023"),
        )
        assert cells(bonds, "row", "stage", "value", "raw", "line") == ("財源 > 地方債", "", "", "-", "3")
        (judged,) = read("assessments")
        assert cells(judged, "criterion", "symbol", "label", "reason") == ("有効性", "A", "有効である", "増えたため。")

    def test_one_row_an_amount(self) -> None:
        first, second, *_ = read("observations")
        assert first["comparator"] == "="
        assert cells(first, "amount_index", "value", "label") == ("1", "1200", "計")
        assert cells(second, "amount_index", "value", "label") == ("2", "3400.5", "延べ")
        assert {row["observation_index"] for row in (first, second)} == {"1"}
        assert cells(first, "path", "departments") == ("第1章 暮らし > 交通", "交通課;企画課")
        assert cells(first, "period", "period_start", "fiscal_year") == ("令和5年度", "2023-04-01", "2023")
        assert cells(first, "page", "line", "document") == ("", "3", "e3b0c44298fc")

    def test_nothing_is_left_out_for_want_of_amounts(self) -> None:
        _, _, dash, bare, named = read("observations")
        assert cells(dash, "status", "raw", "amount_index", "notes") == ("dash", "-", "", "※調査中;(精査後)")
        assert cells(bare, "measure_id", "indicator_index", "notes", "line") == ("1-2", "", "指標なし", "4")
        assert cells(named, "indicator", "observation_index", "line") == ("株数", "", "")

    def test_measures(self) -> None:
        full, *_ = read("measures")
        assert cells(full, "tags", "audience", "achievement_level") == ("new", "citizen;internal", "achieved")
        assert cells(full, "indicators", "indicator_notes") == ("1", "乗合タクシーの利用者数: 市内のみ")

    def test_schedule_and_texts(self) -> None:
        (entry,) = read("schedule")
        assert cells(entry, "activity", "fiscal_year", "marker", "line") == ("運行", "2023", "arrow", "3")
        (prose,) = read("texts")
        assert cells(prose, "role", "text") == ("overview", "'=予約して乗る。\n-山間部から。")

    def test_diagnostics_are_joined_with_the_measure_they_speak_of(self) -> None:
        elsewhere = diagnostic("warning").model_copy(update={"provenance": at(4, 9)})
        subject = document("a.txt", diagnostic("warning"), elsewhere, diagnostic("info", line=99))
        of_measure, of_its_line, of_document = read("diagnostics", subject)
        assert cells(of_measure, "measure_id", "code") == ("1-1", "number-gap")
        assert of_its_line["measure_id"] == "1-2"
        assert cells(of_document, "measure_id", "line") == ("", "99")

    @pytest.mark.parametrize(
        ("period", "year"),
        [
            (FIFTH, 2023),
            (CALENDAR, None),
            (Period(raw="R6.3末", start="2024-03-01", end="2024-03-31", granularity="month"), 2023),
            (Period(raw="R6.4", start="2024-04-01", end="2024-04-30", granularity="month"), 2024),
            (Period(raw="R5～R6", start="2023-04-01", end="2025-03-31", granularity="fiscal_year"), None),
            (Period(raw="R5まで", start=None, end="2024-03-31", granularity="fiscal_year", modifier="until"), None),
            (Period(raw="R5から", start="2023-04-01", end=None, granularity="fiscal_year", modifier="from"), None),
        ],
    )
    def test_fiscal_year_holds_the_whole_period(self, period: Period, year: int | None) -> None:
        assert fiscal_year(period) == year


class TestCommaSeparated:
    @pytest.mark.parametrize(
        "text", ["=1+1", "-2+3", "-件", "@SUM(A1)", "＝1", "＋1", "－5件", "＠x", "\tx", "\rx", " =1", "--", "+1,+2"]
    )
    def test_formula_is_neutralised(self, text: str) -> None:
        assert comma_separated.safe(text) == f"'{text}"

    @pytest.mark.parametrize(
        "text", ["-", "－", "=", "-5", "+81", "-1,234.5", "-3%", "1-1", "'=1", "", "△5", "―", "※=1"]
    )
    def test_other_texts_stay(self, text: str) -> None:
        assert comma_separated.safe(text) == text

    @pytest.mark.parametrize(("number", "cell"), [(-5, -5), (-5.5, -5.5), (40.0, 40), (None, None)])
    def test_numbers_stay_numbers(self, number: float | None, cell: float | None) -> None:
        assert comma_separated.safe(number) == cell
        assert type(comma_separated.safe(number)) is type(cell)

    @given(st.text())
    def test_nothing_that_computes_comes_through(self, text: str) -> None:
        cell = str(comma_separated.safe(text))
        assert cell.lstrip("'") == text.lstrip("'")
        computes = cell[:1] in ("\t", "\r") or (cell[:1] in tuple("=+-@＝＋－＠") and len(cell) > 1)
        assert not computes or cell.lstrip("+-").replace(",", "").rstrip("%").replace(".", "", 1).isdecimal()

    def test_lines_end_as_in_rfc_4180(self) -> None:
        data = comma_separated.header("measures", "utf-8") + b"".join(
            comma_separated.records(document(), "measures", "utf-8")
        )
        assert data.count(b"\r\n") == 4
        assert data.endswith(b"\r\n")

    def test_byte_order_mark_only_at_the_beginning(self) -> None:
        assert comma_separated.header("texts", "utf-8-sig").startswith(b"\xef\xbb\xbfdocument,")
        assert b"\xef\xbb\xbf" not in b"".join(comma_separated.records(document(), "texts", "utf-8-sig"))
        assert comma_separated.header("texts", "utf-8").startswith(b"document,")

    def test_cp932(self) -> None:
        assert read("schedule", encoding="cp932")[0]["text"] == "実施"

    def test_cp932_takes_the_twin_of_the_same_character(self) -> None:
        """The seven of them, and that is all: every other character of CP932 has one place in Unicode."""
        row = ("—〜‖−¢£¬", *[None] * (len(TABLES["departments"].columns) - 1))
        line = comma_separated.record(row, "departments", "cp932")
        assert line.startswith("―～∥－￠￡￢,".encode("cp932"))
        assert comma_separated.record(row, "departments", "utf-8").decode().startswith("—〜‖−¢£¬,")
        minus = comma_separated.record(("−1+2", *row[1:]), "departments", "cp932")
        assert minus.decode("cp932").startswith("'－1+2,")

    def test_character_that_cp932_lacks_is_named_with_its_place(self) -> None:
        with pytest.raises(OutputError) as caught:
            list(comma_separated.records(document(), "measures", "cp932"))
        assert caught.value.exit_code == 5
        for part in ("☑", "U+2611", "CP932", "plan.txt", "measure 1-2", "measure_title", "--encoding utf-8-sig"):
            assert part in str(caught.value)


def attempt(path: Path) -> None:
    """Write as the command line does."""
    files.require_writable(path)
    files.write(path, [b""])


class TestFiles:
    def test_replaces_as_a_whole_and_keeps_the_permissions(self, tmp_path: Path) -> None:
        path = tmp_path / "out.json"
        path.write_bytes(b"old")
        path.chmod(0o640)
        files.write(path, [b"new", b"er"])
        assert path.read_bytes() == b"newer"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert list(tmp_path.iterdir()) == [path]

    def test_new_file_has_ordinary_permissions(self, tmp_path: Path) -> None:
        files.write(tmp_path / "a", [b""])
        (tmp_path / "b").touch()
        assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode

    def test_failure_leaves_the_old_file_and_nothing_else(self, tmp_path: Path) -> None:
        path = tmp_path / "out.json"
        path.write_bytes(b"old")

        def chunks():
            yield b"half"
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            files.write(path, chunks())
        assert path.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [path]

    def test_follows_links(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tmp_path / "file")
        files.write(tmp_path / "link", [b"x"])
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "file").read_bytes() == b"x"

    def test_device_is_written_to_and_stays(self) -> None:
        files.require_writable(Path(os.devnull))
        files.write(Path(os.devnull), [b"x"])
        assert not Path(os.devnull).is_file()

    @pytest.mark.parametrize("name", ["", "missing/out.json", "file/out.json", "x" * 300])
    def test_unwritable_names_the_place_and_a_remedy(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(OutputError) as caught:
            attempt(tmp_path / name)
        assert str(tmp_path) in str(caught.value)
        assert caught.value.remedy
        assert [path.name for path in tmp_path.iterdir()] == ["file"]

    def test_folder_is_created_where_only_it_is_missing(self, tmp_path: Path) -> None:
        files.require_folder(tmp_path / "new")
        files.require_folder(tmp_path / "new")
        assert (tmp_path / "new").is_dir()
        with pytest.raises(OutputError):
            files.require_folder(tmp_path / "a" / "b")
