"""Batches as a user runs them: many documents into one folder, resumed, shared out, and found again as they were."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import openpyxl
import pytest

from planextract.batch import tasks
from planextract.batch.inputs import files_of
from planextract.batch.names import names_of, safe
from planextract.batch.place import Place
from planextract.batch.plan import Shard
from planextract.batch.tasks import Options, Task
from planextract.cli import main
from planextract.engines import PdfOptions
from planextract.errors import FAILURES, InputError, UsageError
from planextract.export.tables import TABLES
from tests.places import ROOT, SAMPLES

TEXT = (
    "みなと市\nみなと市計画\n\n施策名\t担当課\t指標\t令和5年度実績\t令和6年度目標\n花壇{0}\t緑課\t花の数\t{0}株\t5株\n"
)


class Ended(NamedTuple):
    """How a batch ended."""

    code: int
    out: str
    err: str


Batch = Callable[..., Ended]


@pytest.fixture
def batch(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """Runs `planextract batch … -o out` in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, out: str = "out") -> Ended:
        code = main(["batch", *arguments, "-o", out])
        said = capfd.readouterr()
        return Ended(code, said.out, said.err)

    return run


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """Five small texts."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in range(1, 6):
        (folder / f"plan{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file by its name, but for the report with its timings."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in ("run.json", ".lock"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def report(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return found


class TestInputs:
    def test_files_folders_patterns_and_lists(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("a.pdf", "b/c.txt", "b/d/e.csv", "b/f.jpg", "b/.hidden.txt", "g.txt", "h i.txt"):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text("x")
        Path("list").write_bytes("\ufeffa.pdf\r\n\nb/d\n*.txt\nmissing.txt\n".encode())

        def found(*arguments: str) -> list[str]:
            return [path.as_posix() for path in files_of(arguments)]

        assert found("a.pdf", "b") == ["a.pdf", "b/c.txt", "b/d/e.csv"]
        assert found("b/*") == ["b/c.txt", "b/d/e.csv", "b/f.jpg"]
        assert found("**/*.csv", "b/d/e.csv") == ["b/d/e.csv"]
        assert found("@list") == ["a.pdf", "b/d/e.csv", "g.txt", "h i.txt", "missing.txt"]
        assert [path.as_posix() for path in files_of(["b", "g.txt"], apart=Path("b/d"))] == ["b/c.txt", "g.txt"]

    def test_links_and_their_circles(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("plans/deep").mkdir(parents=True)
        Path("elsewhere").mkdir()
        for name in ("plans/a.txt", "plans/deep/b.txt", "elsewhere/c.txt"):
            Path(name).write_text("x")
        for name, target in (
            ("one", "."),
            ("two", "."),
            ("away", "../elsewhere"),
            ("a2.txt", "a.txt"),
            ("x.pdf", "no"),
        ):
            Path("plans", name).symlink_to(target)
        inside = ["plans/a.txt", "plans/a2.txt", "plans/deep/b.txt", "plans/x.pdf"]
        assert [path.as_posix() for path in files_of(["plans"])] == inside
        assert [path.as_posix() for path in files_of(["plans/**"])] == inside
        assert [path.as_posix() for path in files_of(["**/*.txt"])] == ["elsewhere/c.txt", *inside[:3]]
        assert [path.as_posix() for path in files_of([f"{tmp_path}/**/deep/**/b.txt"])] == [f"{tmp_path}/{inside[2]}"]
        assert [path.as_posix() for path in files_of(["plans/away"])] == ["plans/away/c.txt"]

    def test_what_another_batch_wrote_is_no_document(self, batch: Batch, plans: Path) -> None:
        batch("plans", out="plans/first")
        assert [path.name for path in files_of(["plans"])] == [f"plan{number}.txt" for number in range(1, 6)]
        assert [path.name for path in files_of(["**/*.[ct]*"])] == [f"plan{number}.txt" for number in range(1, 6)]

    def test_a_folder_that_may_not_be_read_stands_for_what_is_in_it(
        self, plans: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Root may read everything: what a user is told takes the place of what the system says."""
        secret = plans / "secret"
        secret.mkdir()
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != secret)
        for argument in (str(plans), f"{plans}/**"):
            assert [path.name for path in files_of([argument])] == [*(f"plan{n}.txt" for n in range(1, 6)), "secret"]
        with pytest.raises(InputError, match="there is no permission to read this folder"):
            files_of([str(secret)])
        with pytest.raises(InputError, match="this is a folder"):
            Task(secret, "secret", Options()).load()

    def test_a_file_in_a_folder_that_may_not_be_entered_is_unreadable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*arguments: object, **more: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "stat", refused)
        monkeypatch.setattr(Path, "open", refused)
        with pytest.raises(InputError, match="no permission to read this file"):
            Task(Path("secret/plan.txt"), "plan.txt", Options()).load()

    def test_nothing_to_stand_on(self, batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", None)
        assert batch("@-").err == "planextract: error: <stdin>: standard input is closed (give the name of a list)\n"
        gone = tmp_path / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        assert batch("plan.txt").err.startswith("planextract: error: the current folder is gone (")

    @pytest.mark.parametrize(
        ("argument", "kind"), [("", UsageError), ("no*thing", InputError), ("@none", InputError), ("empty", InputError)]
    )
    def test_an_argument_that_names_nothing_is_told(
        self, argument: str, kind: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("empty").mkdir()
        with pytest.raises(kind):
            files_of([argument])

    def test_shards_are_parts_of_a_whole(self) -> None:
        assert Shard.parse("2/5") == Shard(2, 5)
        for wrong in ("0/2", "3/2", "1", "1/2/3", "-1/2", "１/２"):
            with pytest.raises(UsageError):
                Shard.parse(wrong)


class TestNames:
    def test_a_name_is_the_files_own_where_that_is_enough(self) -> None:
        assert names_of([Path("/x/計画.pdf"), Path("/x/plan.txt")]) == ["計画", "plan"]

    def test_files_that_would_share_a_name_get_as_much_more_as_they_need(self) -> None:
        paths = [Path(name) for name in ("/x/a/plan.pdf", "/x/b/plan.pdf", "/x/b/plan.txt", "/x/Other.txt")]
        assert names_of(paths) == ["a--plan.pdf", "b--plan.pdf", "plan.txt", "Other"]
        assert names_of(paths[::-1]) == names_of(paths)[::-1]

    def test_a_name_that_somebody_else_has_is_not_taken(self) -> None:
        assert names_of([Path("/x/a/plan.pdf")], ["plan", "PLAN.PDF"]) == ["a--plan.pdf"]

    def test_names_that_only_some_file_systems_tell_apart_are_alike(self) -> None:
        names = names_of([Path("/x/Plan.txt"), Path("/y/plan.txt"), Path("/x/が.txt"), Path("/y/か\u3099.txt")])
        assert len({name.casefold() for name in names}) == 4
        assert names[0] == "x--Plan.txt"

    def test_names_are_never_alike_however_files_are_called(self) -> None:
        long = [Path(f"/deep/{'長' * 80}/{letter * 70}.pdf") for letter in "計画書"]
        odd = [Path("/x/a_b"), Path("/x/a:b"), Path("/x/a?b"), Path("/x/.."), Path("/x/."), Path("/x/CON.txt")]
        names = names_of([*long, *odd])
        assert len({name.casefold() for name in names}) == len(names)
        assert all(len(name.encode()) < 220 for name in names)

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("a/b", "a_b"),
            (".env", "_env"),
            ("-rf", "_rf"),
            ("", "_"),
            ("nul", "_nul"),
            ("a\x1b[31m", "a_[31m"),
            ("計画 .", "計画 "),
        ],
    )
    def test_a_safe_name(self, name: str, expected: str) -> None:
        assert safe(name) == expected


class TestPlaces:
    def test_any_name_of_a_file_can_be_written_down_and_found_again(self, tmp_path: Path) -> None:
        place = Place(tmp_path / "out")
        names = ["計画.pdf", "100%.pdf", os.fsdecode(b"\xff\xfe.pdf"), os.fsdecode("花".encode("cp932")), "%FF.pdf"]
        for name in names:
            (tmp_path / name).write_bytes(b"")
        keys = [place.key(tmp_path / name) for name in names]
        assert keys[:3] == ["../計画.pdf", "../100%25.pdf", "../%FF%FE.pdf"]
        assert len({key.encode("utf-8") for key in keys}) == 5
        assert all(map(place.has, keys))
        assert not place.has("../none")


class TestBatch:
    def test_texts_and_pdfs_become_what_parse_makes_of_them(self, batch: Batch, tmp_path: Path) -> None:
        sources = [SAMPLES / "generic.txt", SAMPLES / "shibata.txt", SAMPLES / "pdf" / "sakata-chromium.pdf"]
        ended = batch(*map(str, sources), "--jobs", "2")
        assert (ended.code, ended.err.count("\n")) == (0, 3)
        assert "sakata-chromium.pdf: 2 pages, 7 measures" in ended.err
        for source in sources:
            alone = tmp_path / "alone.json"
            assert main(["parse", "-q", str(source), "-o", str(alone)]) == 0
            assert (tmp_path / "out" / "documents" / f"{source.stem}.json").read_bytes() == alone.read_bytes()
        assert sorted(path.stem for path in (tmp_path / "out" / "tables").iterdir()) == sorted([*TABLES, "datapackage"])
        told = report(tmp_path / "out")
        assert (told["documents"], told["read"], told["failed"], told["pages"]) == (3, 3, 0, 2)
        shown = dict(re.findall(r"^ +(\S.*?)  +([0-9.]+)$", ended.out, re.M))
        for key in ("documents", "read", "failed", "pages", "measures", "observations"):
            assert shown[key] == str(told[key])
        assert shown["done before"] == "0"
        assert {code: int(shown[code]) for code in told["diagnostics"]} == told["diagnostics"]

    def test_the_tables_hold_every_document(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        assert batch("plans").code == 0
        content = (tmp_path / "out" / "tables" / "measures.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(content.splitlines()))
        assert [row["measure_title"] for row in rows] == [f"花壇{number}" for number in range(1, 6)]

    def test_copies_of_a_file_have_keys_of_their_own(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        shutil.copy(plans / "plan1.txt", plans / "copy.txt")
        assert batch("plans").code == 0
        content = (tmp_path / "out" / "tables" / "documents.csv").read_text(encoding="utf-8-sig")
        keys = [row["document"] for row in csv.DictReader(content.splitlines())]
        assert len(set(keys)) == len(keys) == 6

    def test_a_second_run_reads_nothing_again_and_changes_nothing(
        self, batch: Batch, plans: Path, tmp_path: Path
    ) -> None:
        batch("plans")
        before = tree(tmp_path / "out")
        ended = batch("plans")
        assert ended.code == 0
        assert ended.err.count("done before") == 5
        assert tree(tmp_path / "out") == before
        assert report(tmp_path / "out")["resumed"] == 5
        assert batch("plans", "--no-resume").err.count("done before") == 0
        assert tree(tmp_path / "out") == before

    def test_what_changed_is_read_again(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        batch("plans")
        (plans / "plan1.txt").write_text(TEXT.format(7), encoding="utf-8")
        (tmp_path / "out" / "documents" / "plan2.json").write_text("{}")
        (tmp_path / "out" / "documents" / "plan3.json").unlink()
        assert batch("plans").err.count("done before") == 2
        measures = json.loads((tmp_path / "out" / "documents" / "plan1.json").read_text(encoding="utf-8"))["measures"]
        assert measures[0]["title"] == "花壇7"
        assert batch("plans", "--municipality", "152064").err.count("done before") == 0
        assert batch("plans", "--municipality", "152064").err.count("done before") == 5

    def test_a_changed_declaration_is_another_way_of_reading(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        head = "from planextract.parsers.parser import Parser\nfrom planextract.record import Role\n"
        declaration = tmp_path / "mine.py"
        for words, before in (("花", 0), ("花", 5), ("草", 0)):
            declaration.write_text(
                f'{head}PARSER = Parser(id="mine", version="1", headings={{"{words}": Role.TITLE}})\n', encoding="utf-8"
            )
            ended = batch("plans", "--parser", "./mine.py")
            assert (ended.code, ended.err.count("done before")) == (0, before)
        assert report(tmp_path / "out")["inputs"][0]["parser"] == "mine"

    def test_a_document_that_fails_costs_itself_only(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        batch("plans")
        clean = tree(tmp_path / "out" / "documents")
        (plans / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
        (plans / "blank.txt").write_bytes(b"  \n")
        (plans / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n....")
        ended = batch("plans", "missing.txt")
        assert ended.code == 7
        told = report(tmp_path / "out")
        assert told["failures"] == {"damaged": 1, "missing": 1, "not-a-document": 1, "unsupported": 1}
        assert set(told["failures"]) <= set(FAILURES)
        assert "plans/broken.pdf: damaged: the PDF is damaged or no PDF (" in ended.err
        assert tree(tmp_path / "out" / "documents") == clean
        again = batch("plans", "missing.txt")
        assert again.code == 7
        assert report(tmp_path / "out")["failures"] == told["failures"]
        assert report(tmp_path / "out")["resumed"] == 8  # what is missing may come
        assert batch("plans", "--fail-on", "never").code == 0

    def test_a_document_that_no_longer_reads_leaves_no_old_output(
        self, batch: Batch, plans: Path, tmp_path: Path
    ) -> None:
        batch("plans")
        (plans / "plan1.txt").write_bytes(b" ")
        assert batch("plans").code == 7
        assert not (tmp_path / "out" / "documents" / "plan1.json").exists()
        assert "花壇1" not in (tmp_path / "out" / "tables" / "measures.csv").read_text(encoding="utf-8-sig")

    def test_findings_end_with_1_where_they_are_to(self, batch: Batch, tmp_path: Path) -> None:
        (tmp_path / "prose.txt").write_text("表のない文\n", encoding="utf-8")
        (tmp_path / "doubt.txt").write_text("施策名\t担当課\n花壇\t緑課\n", encoding="utf-8")
        assert batch("prose.txt").code == 1
        assert batch("prose.txt", "--fail-on", "never").code == 0
        assert batch("doubt.txt", out="other").code == 0
        assert batch("doubt.txt", "--fail-on", "warning", out="other").code == 1

    def test_shards_together_are_the_whole(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        (plans / "sub").mkdir()
        (plans / "sub" / "plan1.txt").write_text(TEXT.format(9), encoding="utf-8")
        assert batch("plans").code == 0
        for number in ("1/3", "2/3", "3/3"):
            assert batch("plans", "--shard", number, out="parts").code == 0
        assert tree(tmp_path / "parts") == tree(tmp_path / "out")
        assert report(tmp_path / "parts")["documents"] == 2
        assert batch("plans", "--limit", "2", out="few").code == 0
        assert len(list((tmp_path / "few" / "documents").iterdir())) == 2

    def test_another_city_does_not_overwrite_the_first(self, batch: Batch, tmp_path: Path) -> None:
        for number, city in enumerate(("minato", "yama"), 1):
            (tmp_path / city).mkdir()
            (tmp_path / city / "plan.txt").write_text(TEXT.format(number), encoding="utf-8")
            assert batch(city).code == 0
        assert sorted(tree(tmp_path / "out" / "documents")) == ["plan.json", "plan.txt.json"]
        titles = (tmp_path / "out" / "tables" / "measures.csv").read_text(encoding="utf-8-sig")
        assert "花壇1" in titles
        assert "花壇2" in titles

    def test_a_new_file_may_change_a_name_and_the_old_output_goes(self, batch: Batch, tmp_path: Path) -> None:
        for number, city in enumerate(("minato", "yama"), 1):
            (tmp_path / city).mkdir()
            (tmp_path / city / "plan.txt").write_text(TEXT.format(number), encoding="utf-8")
        batch("minato")
        assert batch("minato", "yama").code == 0
        assert sorted(tree(tmp_path / "out" / "documents")) == ["minato--plan.txt.json", "yama--plan.txt.json"]

    def test_the_folder_moves_with_its_inputs(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        batch("plans")
        (tmp_path / "moved").mkdir()
        shutil.move(plans, tmp_path / "moved" / "plans")
        shutil.move(tmp_path / "out", tmp_path / "moved" / "out")
        assert batch("moved/plans", out="moved/out").err.count("done before") == 5
        assert b"/" not in (tmp_path / "moved" / "out" / "journal.jsonl").read_bytes().replace(b"../plans/", b"")

    def test_outputs_below_an_input_are_no_inputs(self, batch: Batch, plans: Path) -> None:
        assert batch("plans", out="plans/out").code == 0
        assert batch("plans", out="plans/out").err.count("\n") == 5

    def test_progress_as_json(self, batch: Batch, plans: Path) -> None:
        (plans / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
        ended = batch("plans", "--log-format", "json", "-q")
        assert ended.out == ""
        events = [json.loads(line) for line in ended.err.splitlines()]
        assert [event["event"] for event in events] == ["begun", *["document"] * 6, "ended"]
        assert [event["failure"]["failure"] for event in events[1:-1] if event["failure"]] == ["damaged"]
        assert events[-1]["failures"] == {"damaged": 1}

    @pytest.mark.parametrize(
        ("arguments", "code", "failure"),
        [
            (("no*thing",), 3, "unreadable"),
            (("plans", "--parser", "none"), 4, "parser"),
            (("plans", "--pages", "x"), 2, "usage"),
            (("plans", "--encoding", "cp932"), 5, "output"),
        ],
    )
    def test_what_ends_a_batch_is_json_too(
        self, batch: Batch, plans: Path, arguments: tuple[str, ...], code: int, failure: str
    ) -> None:
        (plans / "plan1.txt").write_text(TEXT.format("😀"), encoding="utf-8")
        ended = batch(*arguments, "--log-format", "json")
        last = [json.loads(line) for line in ended.err.splitlines()][-1]
        assert (ended.code, last["event"], last["code"], last["failure"]) == (code, "error", code, failure)

    def test_a_bar_on_a_terminal(self, plans: Path, tmp_path: Path) -> None:
        (plans / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
        mine, theirs = os.openpty()
        command = [sys.executable, "-m", "planextract", "batch", str(plans), "-o", str(tmp_path / "out")]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200"}
        ended = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=theirs, check=False)
        os.close(theirs)
        drawn = b""
        with contextlib.suppress(OSError):
            while data := os.read(mine, 65_536):
                drawn += data
        os.close(mine)
        assert ended.returncode == 7
        assert b"6/6" in drawn
        assert b"broken.pdf: damaged: " in drawn

    def test_quiet_tells_failures_only(self, batch: Batch, plans: Path) -> None:
        (plans / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
        ended = batch("plans", "--quiet")
        assert (ended.out, ended.err.count("\n")) == ("", 1)

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["plans", "--parser", "nobody"], 4, "nobody"),
            (["plans", "--municipality", "000000"], 2, "000000"),
            (["plans", "--input-encoding", "klingon"], 2, "klingon"),
            (["plans", "--shard", "2/1"], 2, "--shard"),
            (["nothing*"], 3, "no file matches"),
            (["plans", "--timeout", "0"], 2, "--timeout"),
        ],
    )
    def test_what_is_wrong_with_the_whole_is_told_before_it_begins(
        self, batch: Batch, plans: Path, tmp_path: Path, arguments: list[str], code: int, said: str
    ) -> None:
        ended = batch(*arguments)
        assert ended.code == code
        assert said in ended.err
        assert ended.err.count("\n") == 1
        assert not (tmp_path / "out" / "journal.jsonl").exists()

    def test_an_output_folder_that_cannot_be(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        assert batch("plans", out="file").code == 5
        assert batch("plans", out="file/out").code == 5


ALL_FORMATS = [word for form in ("csv", "jsonl", "xlsx", "parquet", "duckdb") for word in ("--format", form)]


class TestFingerprints:
    def test_another_library_may_read_otherwise(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = Options().fingerprint()
        monkeypatch.setattr(tasks, "_libraries", lambda: ["pypdfium2 1.0"])
        assert Options().fingerprint() != before

    def test_a_password_cannot_be_found_by_trying_words(self) -> None:
        """What is hashed for it took many rounds."""
        assert tasks._unguessable(None) is None
        assert tasks._unguessable("a") != tasks._unguessable("b")
        assert tasks._ROUNDS >= 100_000
        one, other = (Options(pdf=PdfOptions(password=word)).fingerprint() for word in "ab")
        assert one != other


class TestTables:
    def test_every_format_is_what_parse_writes(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        """Links to the pages aside, of which texts have none, folder and batch hold the same."""
        assert batch("plans", *ALL_FORMATS, "--licence", "CC-BY-4.0").code == 0
        assert (
            main(
                [
                    "parse",
                    "-q",
                    *map(str, sorted(plans.iterdir())),
                    "-o",
                    "alone/",
                    *ALL_FORMATS,
                    "--licence",
                    "CC-BY-4.0",
                ]
            )
            == 0
        )
        made = {path.name: path.read_bytes() for path in (tmp_path / "out" / "tables").iterdir()}
        alone = {path.name: path.read_bytes() for path in (tmp_path / "alone").iterdir()}
        lines = [alone.pop(f"plan{number}.jsonl") for number in range(1, 6)]
        assert made.pop("plans.jsonl") == b"".join(lines)
        databases = [
            duckdb.connect(str(tmp_path / folder / "plans.duckdb"), read_only=True)
            for folder in ("out/tables", "alone")
        ]
        first, second = (
            {table: one.execute(f"SELECT * FROM {table}").fetchall() for table in [*TABLES, "about"]}
            for one in databases
        )
        assert first == second
        assert len(first["measures"]) == 5
        made.pop("plans.duckdb")
        alone.pop("plans.duckdb")
        assert made == alone

    def test_pages_of_the_workbook_lead_to_the_documents(self, batch: Batch, tmp_path: Path) -> None:
        source = tmp_path / "計画 1.pdf"
        shutil.copy(SAMPLES / "pdf" / "generic-calc-fills.pdf", source)
        assert batch(source.name, "--format", "xlsx").code == 0
        sheet = openpyxl.load_workbook(tmp_path / "out" / "tables" / "plans.xlsx")["observations"]
        links = {cell.hyperlink.target for row in sheet for cell in row if cell.hyperlink}
        assert {link.replace("\\", "/") for link in links} == {"../../%E8%A8%88%E7%94%BB%201.pdf"}

    def test_what_an_earlier_run_left_in_another_format_goes(self, batch: Batch, plans: Path, tmp_path: Path) -> None:
        batch("plans", *ALL_FORMATS)
        batch("plans", "--format", "jsonl")
        assert [path.name for path in (tmp_path / "out" / "tables").iterdir()] == ["plans.jsonl"]
        assert batch("plans", "--format", "json").code == 0
        assert list((tmp_path / "out" / "tables").iterdir()) == []
        assert len(list((tmp_path / "out" / "documents").iterdir())) == 5

    def test_a_format_that_fails_leaves_its_files_and_writes_the_others(
        self, batch: Batch, plans: Path, tmp_path: Path
    ) -> None:
        batch("plans")
        before = tree(tmp_path / "out" / "tables")
        (plans / "new.txt").write_text(TEXT.format("①\U0001f4a1"), encoding="utf-8")
        ended = batch("plans", "--format", "csv", "--format", "parquet", "--encoding", "cp932")
        assert ended.code == 5
        assert "CP932 has no character" in ended.err
        after = tree(tmp_path / "out" / "tables")
        assert before.items() <= after.items()
        assert set(after) - set(before) == {f"{table}.parquet" for table in TABLES}
        assert (tmp_path / "out" / "documents" / "new.json").exists()

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [(["--format", "xlsx", "--encoding", "cp932"], "CSV"), (["--format", "json", "--licence", "CC0"], "tables")],
    )
    def test_an_option_that_would_change_nothing(
        self, batch: Batch, plans: Path, arguments: list[str], said: str
    ) -> None:
        ended = batch("plans", *arguments)
        assert ended.code == 2
        assert said in ended.err

    def test_a_missing_part_is_told_before_anything_is_read(
        self, batch: Batch, plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "duckdb", None)
        ended = batch("plans", "--format", "parquet")
        assert ended.code == 6
        assert "planextract[analysis]" in ended.err
        assert not (tmp_path / "out").exists()


class TestSameBytes:
    @pytest.fixture
    def sources(self, tmp_path: Path) -> Path:
        folder = tmp_path / "資料"
        folder.mkdir()
        for number in range(3):
            (folder / f"計画{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
        shutil.copy(SAMPLES / "pdf" / "generic-calc-fills.pdf", folder)
        (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
        return folder

    def test_whatever_the_surroundings(self, sources: Path, tmp_path: Path) -> None:
        surroundings = [
            ("1", {"LANG": "C", "PYTHONHASHSEED": "0", "TZ": "UTC"}),
            ("2", {"LANG": "ja_JP.UTF-8", "PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}),
            ("8", {"LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        ]
        results = []
        for number, (jobs, variables) in enumerate(surroundings):
            out = tmp_path / str(number)
            command = [sys.executable, "-m", "planextract", "batch", str(sources), "-o", str(out), "--jobs", jobs, "-q"]
            command += ALL_FORMATS[:-2]  # DuckDB gives each file an identity of its own
            environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), **variables}
            ended = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
            assert ended.returncode == 7, ended.stderr
            results.append(tree(out))
        assert "documents/計画0.json" in results[0]
        # The journal names inputs as seen from the output folder, and that is the same for all.
        assert results[1] == results[0]
        assert results[2] == results[0]


class TestContainedParse:
    def test_it_gives_what_parse_gives(self, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        for source in (SAMPLES / "generic.txt", SAMPLES / "pdf" / "sakata-chromium.pdf"):
            results = []
            for options in ([], ["--contained"]):
                assert main(["parse", str(source), *options]) == 0
                results.append(tuple(capfdbinary.readouterr()))
            assert results[0] == results[1]

    def test_standard_input(self) -> None:
        command = [sys.executable, "-m", "planextract", "parse", "--contained", "-"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        ended = subprocess.run(
            command, input=TEXT.format(1).encode(), env=environment, capture_output=True, check=False, timeout=60
        )
        assert (ended.returncode, json.loads(ended.stdout)["source"]["name"]) == (0, "stdin")

    def test_a_failure_is_told_as_parse_tells_it(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        broken = tmp_path / "broken.pdf"
        broken.write_bytes(b"%PDF-1.7\nbroken")
        said = []
        for options in ([], ["--contained"]):
            assert main(["parse", str(broken), *options]) == 3
            said.append(capfd.readouterr().err)
        assert said[0] == said[1]

    def test_a_limit_ends_with_8(self, capfd: pytest.CaptureFixture[str]) -> None:
        sample = str(SAMPLES / "pdf" / "sakata-chromium.pdf")
        assert main(["parse", "--contained", "--max-pages", "1", sample]) == 8
        assert "2 pages; up to 1 are read" in capfd.readouterr().err

    def test_limits_belong_to_it(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert main(["parse", "--timeout", "5", "plan.txt"]) == 2
        assert "--contained" in capfd.readouterr().err
