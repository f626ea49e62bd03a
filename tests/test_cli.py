"""The command line as a user meets it: exit code, standard output, standard error, files."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from planextract import api
from planextract.cli import main
from planextract.errors import EXIT_CODES
from planextract.explanation import ColumnExplanation, TableExplanation
from planextract.export import documents
from planextract.schema import PlanDocument
from tests.made_documents import diagnostic, document, fake_parse
from tests.places import ROOT


class Ended(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Run:
    """Runs one command line in a folder of its own, the library replaced by hand-made documents."""
    monkeypatch.setattr(api, "parse", fake_parse)
    monkeypatch.chdir(tmp_path)

    def run_line(*arguments: str, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        out, err = capsysbinary.readouterr()
        return Ended(code, out.decode(), err.decode())

    return run_line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents named after how reading them ends."""
    for name in ("fine", "error", "warning", "bug", "memory", "limit", "interrupt"):
        (tmp_path / f"{name}.txt").write_text(name)
    return tmp_path


class TestStart:
    def test_version(self, run: Run) -> None:
        assert run("--version") == (0, "planextract 0.1.0\n", "")

    def test_help_lists_all_commands(self, run: Run) -> None:
        ended = run("--help")
        commands = "parse batch show inspect tables validate check normalise diagnostics schema parsers"
        assert re.findall(r"^  (\w+)  +[A-Z]", ended.out, re.MULTILINE)[-11:] == commands.split()
        assert run() == ended

    def test_help_imports_nothing_heavy(self) -> None:
        code = (
            "import sys\nfrom planextract.cli import main\nmain(['--help'])\n"
            "print({'pydantic', 'rich', 'jaconv', 'pdfplumber', 'camelot', 'duckdb', 'xlsxwriter'} & set(sys.modules), file=sys.stderr)"
        )
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert ended.stderr == "set()\n"

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            (["parse"], "FILE"),
            (["prase"], "Did you mean 'parse'"),
            (["parse", "--format", "xml", "a.txt"], "'json', 'jsonl', 'csv'"),
            (["parse", "--encoding", "latin-1", "a.txt"], "cp932"),
            (["parse", "--no-such-option", "a.txt"], "--no-such-option"),
            (["parse", "-o", "", "a.txt"], "the name after -o is empty"),
            (["parse", "-", "-"], "standard input can be read once"),
            (["parse", "--table", "measures", "a.txt"], "--format csv"),
            (["parse", "--encoding", "cp932", "a.txt"], "JSON is UTF-8"),
            (["parse", "--licence", "CC0-1.0", "a.txt"], "--licence belongs to whole tables"),
            (["parse", "--licence", "CC0-1.0", "-o", "a.csv", "a.txt"], "--licence belongs to whole tables"),
            (["parse", "--format", "csv", "--format", "json", "a.txt"], "standard output takes one format"),
            (["parse", "--format", "xlsx", "a.txt"], "no format for standard output"),
            (["parse", "-o", "a/", "-o", "b/", "a.txt"], "one folder is enough"),
            (["parse", "-o", "a.json", "-o", "b.dat", "a.txt"], "b.dat: its suffix says no format"),
            (["parse", "-o", "a.json", "--format", "json", "--format", "csv", "a.txt"], "no file was named for csv"),
            (["parse", "-o", "a.csv", "-o", "b/", "--format", "csv", "a.txt"], "no format is left for the folder"),
            (["parse", "-o", "a.csv", "-o", "./a.csv", "a.txt"], "both be written to"),
            (["diagnostics", "no-such-code"], "no-such-code"),
            *(([command, ""], "the name of an input is empty") for command in ("parse", "show", "validate", "check")),
            *(([command, ""], "the name of an input is empty") for command in ("inspect", "tables")),
        ],
    )
    def test_usage_error_is_one_line(self, run: Run, arguments: list[str], named: str) -> None:
        ended = run(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("planextract: error: ")
        assert ended.err.count("\n") == 1
        assert named in ended.err

    def test_readme_names_every_exit_code(self) -> None:
        section = (ROOT / "README.md").read_text(encoding="utf-8").split("Exit codes", 1)[1]
        rows = [int(code) for code in re.findall(r"^\| `?(\d+)`? \|", section, re.MULTILINE)]
        assert rows == list(EXIT_CODES)


class TestParse:
    def test_one_input_gives_one_object(self, run: Run, folder: Path) -> None:
        ended = run("parse", "fine.txt")
        assert ended.code == 0
        assert ended.out == documents.to_json(document("fine.txt", content="fine"))

    def test_summary(self, run: Run, folder: Path) -> None:
        line = "3 measures, 2 observations, 0 errors, 1 warning, 0 infos, coverage 99.9 %"
        assert run("parse", "warning.txt").err == f"warning.txt: {line}\n"
        assert run("parse", "--quiet", "warning.txt").err == ""
        assert run("parse", "./warning.txt").err == f"./warning.txt: {line}\n"

    def test_several_inputs_give_lines(self, run: Run, folder: Path) -> None:
        ended = run("parse", "fine.txt", "warning.txt")
        assert [json.loads(line)["source"]["name"] for line in ended.out.splitlines()] == ["fine.txt", "warning.txt"]

    def test_standard_input(self, run: Run) -> None:
        ended = run("parse", "-", stdin=b"fine")
        assert json.loads(ended.out)["source"]["name"] == "stdin"

    def test_one_line_in_jsonl(self, run: Run, folder: Path) -> None:
        assert run("parse", "fine.txt", "--format", "jsonl").out.count("\n") == 1

    @pytest.mark.parametrize(
        ("name", "options", "code", "said"),
        [
            ("fine", [], 0, ""),
            ("warning", [], 0, ""),
            ("warning", ["--strict"], 1, "warning: warning.txt: line 3 cell 1: number-gap: from 1 to 3 (Check"),
            ("error", [], 1, "error: error.txt: line 3 cell 1: no-measures: from 1 to 3 (Without tables it is prose"),
            ("missing", [], 3, "error: missing.txt: cannot be read (check the name)"),
            ("fine", ["--parser", "nobody"], 4, "error: unknown parser 'nobody'"),
            ("limit", [], 8, "error: limit.txt: is too large"),
            ("memory", [], 8, "error: memory.txt: not enough memory"),
            ("interrupt", [], 130, "interrupted"),
        ],
    )
    def test_exit_codes(self, run: Run, folder: Path, name: str, options: list[str], code: int, said: str) -> None:
        ended = run("parse", "--quiet", f"{name}.txt", *options)
        assert ended.code == code
        assert ended.err.startswith(f"planextract: {said}" if said else "")
        assert ended.err.count("\n") == bool(said)
        assert bool(ended.out) == (code < 2)

    def test_bug_has_a_traceback_and_asks_to_report(self, run: Run, folder: Path) -> None:
        ended = run("parse", "bug.txt", "fine.txt")
        assert ended.code == 70
        assert "RuntimeError: what nobody foresaw" in ended.err
        assert "please report" in ended.err
        assert json.loads(ended.out)["source"]["name"] == "fine.txt"

    def test_failure_does_not_stop_the_others_and_the_highest_code_wins(self, run: Run, folder: Path) -> None:
        ended = run("parse", "missing.txt", "error.txt", "limit.txt", "fine.txt")
        assert ended.code == 8
        assert [json.loads(line)["source"]["name"] for line in ended.out.splitlines()] == ["error.txt", "fine.txt"]

    def test_name_in_messages_cannot_steer_a_terminal(self, run: Run) -> None:
        ended = run("parse", "a\x1b[2J\nb.txt")
        assert "a\\x1b[2J\\nb.txt" in ended.err
        assert ended.err.count("\n") == 1


class TestOutput:
    def test_file(self, run: Run, folder: Path) -> None:
        ended = run("parse", "fine.txt", "-o", "out.json")
        assert (ended.code, ended.out) == (0, "")
        assert (folder / "out.json").read_text(encoding="utf-8") == run("parse", "fine.txt").out

    @pytest.mark.parametrize("output", ["out/", "there"])
    def test_folder_gets_one_file_each(self, run: Run, folder: Path, output: str) -> None:
        (folder / "there").mkdir()
        ended = run("parse", "fine.txt", "missing.txt", "warning.txt", "-o", output)
        assert ended.code == 3
        assert sorted(path.name for path in (folder / output).iterdir()) == ["fine.json", "warning.json"]
        assert json.loads((folder / output / "fine.json").read_bytes())["source"]["name"] == "fine.txt"

    @pytest.mark.parametrize("second", ["sub/fine.txt", "fine.tsv", "sub/FINE.txt"])
    def test_two_inputs_never_share_a_file(self, run: Run, folder: Path, second: str) -> None:
        (folder / "out").mkdir()
        ended = run("parse", "fine.txt", second, "-o", "out")
        assert ended.code == 2
        assert "fine.txt" in ended.err
        assert second in ended.err
        assert not list((folder / "out").iterdir())

    def test_several_documents_do_not_fit_one_json_file(self, run: Run, folder: Path) -> None:
        ended = run("parse", "fine.txt", "warning.txt", "-o", "out.json")
        assert ended.code == 2
        assert "--format jsonl" in ended.err
        assert not (folder / "out.json").exists()

    def test_input_is_never_overwritten(self, run: Run, folder: Path) -> None:
        ended = run("parse", "fine.txt", "-o", "./fine.txt")
        assert ended.code == 2
        assert (folder / "fine.txt").read_text() == "fine"

    def test_one_file_for_jsonl(self, run: Run, folder: Path) -> None:
        assert run("parse", "fine.txt", "warning.txt", "--format", "jsonl", "-o", "out.jsonl").code == 0
        assert (folder / "out.jsonl").read_bytes().count(b"\n") == 2

    def test_csv_of_several_documents_has_one_header_and_one_mark(self, run: Run, folder: Path) -> None:
        arguments = ["parse", "fine.txt", "warning.txt", "--format", "csv", "--table", "measures"]
        assert run(*arguments, "-o", "out.csv").code == 0
        data = (folder / "out.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbfdocument,")
        assert (data.count(b"\xef\xbb\xbf"), data.count(b"document,"), data.count(b"\r\n")) == (1, 1, 7)
        assert run(*arguments).out.encode() == data.removeprefix(b"\xef\xbb\xbf")

    @pytest.mark.parametrize("output", ["out/", "there"])
    def test_a_folder_has_lines_by_document(self, run: Run, folder: Path, output: str) -> None:
        (folder / "there").mkdir()
        assert run("parse", "fine.txt", "warning.txt", "-o", output, "--format", "jsonl").code == 0
        written = sorted((folder / output).iterdir())
        assert [path.name for path in written] == ["fine.jsonl", "warning.jsonl"]
        assert all(path.read_bytes().startswith(b'{"schema_version"') for path in written)

    @pytest.mark.parametrize(
        ("name", "options", "start"),
        [
            ("out.csv", [], b"\xef\xbb\xbfdocument,"),
            ("OUT.CSV", ["--table", "measures"], b"\xef\xbb\xbfdocument,"),
            ("out.jsonl", [], b'{"schema_version": '),
            ("out.json", [], b"{\n"),
            ("out.txt", [], b"{\n"),
            ("out.csv", ["--format", "json"], b"{\n"),
        ],
    )
    def test_the_suffix_says_the_format_where_nothing_else_does(
        self, run: Run, folder: Path, name: str, options: list[str], start: bytes
    ) -> None:
        assert run("parse", "fine.txt", "-o", name, *options).code == 0
        assert (folder / name).read_bytes().startswith(start)

    def test_failed_input_leaves_no_file(self, run: Run, folder: Path) -> None:
        before = set(folder.iterdir())
        for form in ("json", "jsonl", "csv"):
            assert run("parse", "missing.txt", "--format", form, "-o", "out").code == 3
        assert set(folder.iterdir()) == before

    def test_character_that_cp932_lacks_leaves_no_file(self, run: Run, folder: Path) -> None:
        before = set(folder.iterdir())
        ended = run("parse", "fine.txt", "warning.txt", "--format", "csv", "--encoding", "cp932", "-o", "out.csv")
        assert ended.code == 5
        assert "「☑」 (U+2611)" in ended.err
        assert "measure 1-2" in ended.err
        assert set(folder.iterdir()) == before

    @pytest.mark.parametrize("output", ["missing/out.json", "fine.txt/out.json"])
    def test_unwritable_output_is_told_before_anything_is_read(self, run: Run, folder: Path, output: str) -> None:
        ended = run("parse", "bug.txt", "-o", output)
        assert ended.code == 5
        assert ended.err.startswith("planextract: error: ")
        assert ended.err.count("\n") == 1
        assert output.split("/")[0] in ended.err


class TestStreams:
    """Real processes: what only a shell can do to a program."""

    @pytest.fixture
    def shell(self, folder: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
        script = folder / "started.py"
        script.write_text(
            f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
            "from planextract import api\nfrom tests.made_documents import fake_parse\napi.parse = fake_parse\n"
            "from planextract.cli import run\nrun()\n"
        )

        def run_line(line: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
            line = re.sub("planextract", f"'{sys.executable}' '{script}'", line)
            environment = {**os.environ, **variables}
            return subprocess.run(["bash", "-c", line], capture_output=True, cwd=folder, env=environment, timeout=30)

        return run_line

    Shell = Callable[..., subprocess.CompletedProcess[bytes]]

    def test_reader_that_closes_the_pipe(self, shell: Shell) -> None:
        many = " ".join(["fine.txt"] * 200)
        ended = shell(f"planextract parse --quiet {many} | head -c 10; echo ${{PIPESTATUS[0]}}")
        assert ended.stdout == b'{"schema_v0\n'
        assert ended.stderr == b""

    @pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
    def test_standard_output_that_cannot_be_written(self, shell: Shell, redirection: str) -> None:
        ended = shell(f"planextract parse --quiet fine.txt {redirection}")
        assert ended.returncode == 5
        assert ended.stderr.startswith(b"planextract: error: <stdout>: ")
        assert ended.stderr.count(b"\n") == 1

    def test_nobody_listens_to_messages(self, shell: Shell) -> None:
        assert shell("planextract parse missing.txt 2>&-").returncode == 3

    def test_same_bytes_everywhere(self, shell: Shell, folder: Path) -> None:
        (folder / "例").mkdir()
        for name in ("計画.txt", "例/計画.txt"):
            (folder / name).write_text("warning")
        (folder / "例" / "計画.expected.json").write_text("{}")
        line = "planextract parse 計画.txt && planextract diagnostics; planextract check --output-format github 例; "
        line += "planextract parse 計画.txt -o $OUT/ --format json --format csv --format xlsx"
        plain = shell(line, PYTHONHASHSEED="1", OUT="plain")
        odd = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"}
        strange = shell(line, PYTHONHASHSEED="2", TZ="Asia/Tokyo", COLUMNS="40", OUT="strange", **odd)
        assert plain.stdout == strange.stdout
        assert "::error file=例/計画.txt::" in plain.stdout.decode()
        assert plain.stderr == strange.stderr
        written = sorted(path.name for path in (folder / "plain").iterdir())
        assert {"計画.json", "plans.xlsx", "measures.csv"} < set(written)
        for name in written:
            assert (folder / "plain" / name).read_bytes() == (folder / "strange" / name).read_bytes()

    def test_module(self) -> None:
        ended = subprocess.run([sys.executable, "-m", "planextract", "--version"], capture_output=True, check=True)
        assert ended.stdout == b"planextract 0.1.0\n"


class TestValidate:
    @pytest.fixture
    def recheck(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(api, "recheck", lambda document: document.diagnostics)

    @pytest.fixture
    def write(self, tmp_path: Path, recheck: None) -> Callable[..., Path]:
        def write_changed(*changes: tuple[str, str], subject: PlanDocument | None = None) -> Path:
            text = documents.to_json_line(subject or document())
            for old, new in changes:
                assert old in text
                text = text.replace(old, new, 1)
            path = tmp_path / "out.json"
            path.write_text(text, encoding="utf-8")
            return path

        return write_changed

    def test_good_output_is_good(self, run: Run, write: Callable[..., Path]) -> None:
        write()
        assert run("validate", "out.json") == (0, "", "")

    @pytest.mark.parametrize(
        ("old", "new", "line"),
        [
            ('"title": "乗合', '"titel": "乗合', "out.json: measures[0].title: schema: Field required"),
            (
                '"value": 1200',
                '"value": "1200"',
                "out.json: measures[0].indicators[0].observations[0].amounts[0].value",
            ),
            (
                '"kind": "actual"',
                '"kind": "real"',
                "out.json: measures[0].indicators[0].observations[0].kind: schema: ",
            ),
            ('"line": 3', '"line": 0', "out.json: measures[0].texts[0].provenance[0].line: schema: "),
            ('{"schema_version"', '{"more": 1, "schema_version"', "out.json: more: schema: Extra inputs"),
        ],
    )
    def test_schema_violation(self, run: Run, write: Callable[..., Path], old: str, new: str, line: str) -> None:
        write((old, new))
        ended = run("validate", "out.json")
        assert ended.code == 1
        assert any(told.startswith(line) for told in ended.out.splitlines())
        assert ended.err == ""

    def test_findings(self, run: Run, write: Callable[..., Path]) -> None:
        write(subject=document("a.txt", diagnostic("warning")))
        assert run("validate", "out.json") == (0, "out.json: line 3 cell 1: number-gap: from 1 to 3\n", "")
        assert run("validate", "--strict", "out.json").code == 1
        write(subject=document("a.txt", diagnostic("error")))
        assert run("validate", "out.json").code == 1

    @pytest.mark.parametrize(
        ("content", "place"),
        [
            (b'{"a": 1,}', "line 1 column 9"),
            (b"", "line 1 column 1"),
            (b'{"a": NaN}', "NaN"),
            (b"\xff", "byte 0"),
            (b"[" * 100_000, "JSON"),
        ],
    )
    def test_not_json(self, run: Run, tmp_path: Path, content: bytes, place: str) -> None:
        (tmp_path / "out.json").write_bytes(content)
        ended = run("validate", "out.json")
        assert (ended.code, ended.out) == (3, "")
        assert ended.err.startswith("planextract: error: out.json: ")
        assert place in ended.err
        assert ended.err.count("\n") == 1

    def test_missing_file_and_folder(self, run: Run, write: Callable[..., Path]) -> None:
        write(subject=document("a.txt", diagnostic("warning")))
        ended = run("validate", "missing.json", ".", "out.json")
        assert ended.code == 3
        assert ended.err.count("\n") == 2
        assert ended.out.startswith("out.json: ")

    def test_json_lines(self, run: Run, write: Callable[..., Path], tmp_path: Path) -> None:
        line = write().read_text(encoding="utf-8")
        (tmp_path / "out.jsonl").write_text(line + line.replace("1.1", "9.9", 1), encoding="utf-8")
        ended = run("validate", "out.jsonl")
        assert ended.code == 1
        assert ended.out.startswith("out.jsonl:2: schema_version: schema: ")


class TestCheck:
    @pytest.fixture
    def samples(self, tmp_path: Path) -> Path:
        (tmp_path / "samples" / "town").mkdir(parents=True)
        (tmp_path / "samples" / "town" / "plan.txt").write_text("fine")
        (tmp_path / "samples" / "notes.md").write_text("bug")
        return tmp_path / "samples"

    def test_missing_expectation_is_written_and_fails(self, run: Run, samples: Path) -> None:
        ended = run("check", "samples")
        assert ended.code == 1
        assert "samples/town/plan.txt: had no expectation" in ended.out
        assert ended.out.endswith("1 checked: 0 as expected, 1 not\n")
        assert json.loads((samples / "town" / "plan.expected.json").read_bytes())["source"]["name"] == "plan.txt"
        assert run("check", "samples") == (0, "1 checked: 1 as expected, 0 not\n", "")

    def test_difference_is_told_by_field(self, run: Run, samples: Path) -> None:
        run("check", "samples")
        path = samples / "town" / "plan.expected.json"
        expected = json.loads(path.read_bytes())
        expected["parser"]["version"] = "0.1"
        expected["measures"][0]["indicators"][0]["observations"][0]["amounts"][0]["value"] = 1201
        del expected["measures"][1]
        path.write_text(json.dumps(expected), encoding="utf-8")
        ended = run("check", "samples")
        assert ended.code == 1
        first, second, summary = ended.out.splitlines()
        place = "samples/town/plan.txt: measures[0].indicators[0].observations[0].amounts[0].value"
        assert first == f"{place}: expected 1201 got 1200"
        assert second.startswith('samples/town/plan.txt: measures[1]: expected nothing got {"id": "1-2"')
        assert len(second) < 200
        assert summary == "1 checked: 0 as expected, 1 not"

    def test_update_writes_anew(self, run: Run, samples: Path) -> None:
        path = samples / "town" / "plan.expected.json"
        path.write_text("<<<<<<< not JSON", encoding="utf-8")
        assert run("check", "samples").code == 3
        assert run("check", "--update", "samples").code == 0
        assert run("check", "samples").code == 0
        assert run("check", "--update", "samples").out == "1 checked: 1 up to date, 0 not\n"

    def test_unreadable_document_does_not_stop_the_others(self, run: Run, samples: Path) -> None:
        (samples / "large.txt").write_text("limit")
        ended = run("check", "samples")
        assert ended.code == 8
        assert (samples / "town" / "plan.expected.json").exists()
        assert not (samples / "large.expected.json").exists()

    def test_two_documents_never_share_an_expectation(self, run: Run, samples: Path) -> None:
        (samples / "town" / "plan.pdf").write_text("fine")
        ended = run("check", "samples")
        assert ended.code == 2
        assert "plan.pdf" in ended.err

    @pytest.mark.parametrize("name", ["missing", "empty", "samples/notes.md"])
    def test_nothing_to_check_is_no_success(self, run: Run, samples: Path, tmp_path: Path, name: str) -> None:
        (tmp_path / "empty").mkdir()
        ended = run("check", name)
        assert ended.code == 3
        assert name in ended.err


class TestNormalise:
    def test_each_text_one_line(self, run: Run) -> None:
        ended = run("normalise", "令和6年度末", "約1,200件/年")
        first, second = (json.loads(line) for line in ended.out.splitlines())
        assert list(first) == ["text", "periods", "amounts", "status"]
        assert first["text"] == "令和6年度末"
        assert second["text"] == "約1,200件/年"

    def test_lines_of_standard_input_in_order_blank_ones_too(self, run: Run) -> None:
        ended = run("normalise", "-", stdin="\ufeff一件\r\n\n三件\u2028\n四件".encode())
        assert [json.loads(line)["text"] for line in ended.out.splitlines()] == ["一件", "", "三件\u2028", "四件"]

    def test_broken_line_is_answered_and_told(self, run: Run) -> None:
        ended = run("normalise", "-", stdin=b"1\n\xff\n3\n")
        assert ended.out.count("\n") == 3
        assert ended.code == 3
        assert ended.err.startswith("planextract: error: <stdin>:2: is not UTF-8")

    def test_answers_at_once(self) -> None:
        command = [sys.executable, "-m", "planextract", "normalise", "-"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin
            assert process.stdout
            for text in (b"5\xe4\xbb\xb6\n", b"\n"):
                process.stdin.write(text)
                process.stdin.flush()
                assert json.loads(process.stdout.readline())["text"] == text.decode().rstrip("\n")
            process.stdin.close()
            assert process.wait(timeout=10) == 0


class TestViews:
    @pytest.fixture(autouse=True)
    def explain(self, monkeypatch: pytest.MonkeyPatch) -> None:
        columns = (
            ColumnExplanation("[bold]施策名", "title", "heading"),
            ColumnExplanation("ふりがな\x1b[2J", None, "nobody knows it"),
        )
        table = TableExplanation(12, 30, 2, "relational", "one row a measure", 3, columns)
        skipped = TableExplanation(99, 4, 3, "skipped", "glossary", 0, ())

        def explain(source: Path, **options: str | None) -> tuple[PlanDocument, list[TableExplanation]]:
            return document("plan.txt", diagnostic("warning")), [table, table, skipped]

        monkeypatch.setattr(api, "explain", explain)
        monkeypatch.setattr(api, "parser_ids", lambda: ["somewhere", "generic"])
        monkeypatch.setattr(api, "parser_declaration", lambda parser_id: {"id": parser_id, "headings": {"題": "title"}})

    def test_inspect_shows_roles_doubts_and_what_is_left(self, run: Run) -> None:
        ended = run("inspect", "plan.txt")
        assert ended.code == 0
        for words in (
            "酒田市",
            "99.9 % (2999 of 3000 characters)",
            "2 tables, lines 12 to 12 (30×2): relational, 6 measures",
            "[bold]施策名",
            "nobody knows it",
            "skipped",
            "glossary",
            "Not understood: 1",
            "page 2",
            "number-gap",
        ):
            assert words in ended.out
        assert "\x1b" not in ended.out

    def test_show(self, run: Run, folder: Path) -> None:
        ended = run("show", "fine.txt", "missing.txt", "warning.txt", "--limit", "2")
        assert ended.code == 3
        for words in (
            "暮らしの計画",
            "乗合タクシーの運行",
            "計1,200人",
            "(令和5年度)",
            "◎ 達成",
            "1 more measure",
            "99.9 %",
        ):
            assert words in ended.out
        assert "花壇" not in ended.out

    def test_show_folder(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "samples").mkdir()
        (tmp_path / "samples" / "one.txt").write_text("fine")
        assert "one.txt" in run("show", "samples").out

    def test_parsers(self, run: Run) -> None:
        assert run("parsers").out == "somewhere\ngeneric\n"
        assert json.loads(run("parsers", "--show", "somewhere").out) == {"id": "somewhere", "headings": {"題": "title"}}

    def test_diagnostics(self, run: Run) -> None:
        assert "number-gap" in run("diagnostics").out
        ended = run("diagnostics", "number-gap")
        assert ended.code == 0
        assert ended.out.startswith("number-gap (warning)\nA number is missing.\n")
