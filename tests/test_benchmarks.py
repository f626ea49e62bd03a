"""The benchmark and the corpus run work; how fast anything is, is no test."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from benchmarks import __main__ as bench
from benchmarks import batches, scaling
from benchmarks.contenders import CONTENDERS, FLOOR, Found
from benchmarks.corpus import __main__ as corpus
from benchmarks.corpus.cells import Seen, SeenCell
from benchmarks.corpus.compare import CLASSES, compared
from benchmarks.corpus.report import share
from benchmarks.corpus.run import Ended, Outcome
from benchmarks.figures import Goal, Results
from benchmarks.made_pdf import grid, plan_pages, write_pdf
from benchmarks.made_text import long_expression, long_names, plan_text
from benchmarks.measure import Limits, Measurement, measure
from benchmarks.scaling import Growth, growth_goals
from benchmarks.stages import STAGES
from benchmarks.worker import timed

from planextract import parse, read_tables
from tests.places import ROOT

ONCE = Limits(timeout=60, repeat=1, budget=1)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "plan.pdf"
    write_pdf(path, plan_pages(2))
    return path


def test_a_made_grid_is_a_table_for_every_reader(tmp_path: Path) -> None:
    canvas, size = grid(3, 4)
    write_pdf(tmp_path / "grid.pdf", [canvas], size)
    with pdfplumber.open(tmp_path / "grid.pdf") as document:
        (table,) = document.pages[0].extract_tables()
    (ours,) = read_tables(tmp_path / "grid.pdf")
    assert [len(row) for row in table] == [4, 4, 4]
    assert [[cell.text.string for cell in row] for row in ours.rows] == table


def test_a_made_plan_is_read_as_one(plan: Path) -> None:
    document = parse(plan)
    assert len(document.measures) == 48
    assert document.measures[24].title == "古文書の写真その25"
    assert document.measures[0].departments == ["文書課"]


def test_the_benchmark_measures_and_says_who_is_missing(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "results.json"
    names = "tables,parse,pdfplumber,tablers"
    arguments = ["--only", names, "--repeat", "1", "--no-growth", "--output", str(output), str(plan)]
    assert bench.main(arguments) == 0
    said = capsys.readouterr().out
    written = json.loads(output.read_text(encoding="utf-8"))
    rows = {row["contender"]: row for row in written["summary"]}
    assert (rows["tables"]["files"], rows["tables"]["pages"], rows["tables"]["ratio"] > 0) == (1, 2, True)
    assert rows["pdfplumber"]["cells"] == 2 * 25 * 6
    assert rows["tables"]["peak"] > 5
    assert ("tablers" in rows) == (CONTENDERS["tablers"].version is not None) == ("not installed: tablers" not in said)
    assert {goal["said"] for goal in written["goals"]} >= {"planextract tables, times the floor"}
    assert str(tmp_path) not in json.dumps(written["files"])


@pytest.mark.parametrize(
    ("arguments", "said"), [(["nowhere.pdf"], "there is no file nowhere.pdf"), ([], "there are no PDF files")]
)
def test_without_files_the_benchmark_says_so(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "default_files", list)
    assert bench.main(arguments) == 2
    assert said in capsys.readouterr().err


def test_an_unknown_contender_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["--only", "tables,nobody", "x.pdf"])
    assert "no contender is called 'nobody'" in capsys.readouterr().err


def test_a_contender_that_breaks_costs_only_itself(tmp_path: Path, plan: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    failed = measure("pdfplumber", broken, ONCE)
    slow = measure("pdfplumber", plan, Limits(timeout=0.01))
    assert (failed.status, bool(failed.reason), failed.runs) == ("failed", True, ())
    assert (slow.status, slow.reason) == ("timeout", "more than 0.01 s")


def test_the_first_run_does_not_count_and_time_is_limited() -> None:
    calls: list[int] = []

    def read() -> Found:
        calls.append(1)
        return Found(1, 2, 3)

    warm = timed(read, repeat=3, budget=10)
    assert (len(calls), len(warm.runs), len(warm.processor), warm.cold, warm.found.cells) == (4, 3, 3, False, 3)
    cold = timed(read, repeat=3, budget=0)
    assert (len(calls), cold.runs, cold.cold) == (5, [cold.first], True)


def test_memory_is_measured() -> None:
    """In a process of its own: this one may have held more before."""
    program = (
        "from benchmarks.worker import peak_megabytes as peak; before = peak();"
        "held = bytearray(40 << 20); held[:: 1 << 12] = b'x' * len(held[:: 1 << 12]); print(peak() - before)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(ended.stdout) > 20


def test_ratios_are_of_the_same_files() -> None:
    done = [
        _measured(FLOOR, "a.pdf", 10.0, pages=2),
        _measured(FLOOR, "b.pdf", 90.0, pages=3),
        _measured("tables", "a.pdf", 30.0),
        _measured("tables", "b.pdf", 70.0),
        _measured("pdfplumber", "a.pdf", 900.0),
        Measurement("pdfplumber", "b.pdf", "timeout", reason="more than 1 s"),
    ]
    results = Results.of(done)
    tables, pdfplumber_ = results.rows()[1:]
    assert (tables.ratio, tables.total, tables.median) == (1.0, 20.0, pytest.approx((15 + 70 / 3) / 2))
    assert tables.first == 40.0
    assert (tables.shared_ratio, pdfplumber_.shared_ratio, pdfplumber_.ratio) == (3.0, 90.0, 90.0)
    assert (pdfplumber_.files, pdfplumber_.pages, pdfplumber_.total) == (1, 2, 450.0)
    assert [m.file for m in results.unread()] == ["b.pdf"]
    met = {goal.said: (goal.value, goal.met) for goal in results.goals()}
    assert met["planextract tables, times the floor"] == (1.0, True)
    assert met["pdfplumber, times planextract tables"] == (30.0, True)


def test_goals_are_met_or_missed() -> None:
    assert [Goal("x", 2.0, 2.0).met, Goal("x", 2.1, 2.0).met] == [True, False]
    assert [Goal("x", 20.0, 20.0, at_least=True).met, Goal("x", 19.0, 20.0, at_least=True).met] == [True, False]


def test_growth_is_counted_by_the_doubling() -> None:
    pages = Growth("tables", "pages of a plan", ("1", "2"), "pages", _sizes(10.0, 21.0))
    cells = Growth("parse", "cells of one table", ("1", "4"), "cells", _sizes(10.0, 160.0), factor=4)
    lost = Measurement("tablers", "c", "timeout", reason="more than 1 s")
    peer = Growth("tablers", "cells of one table", ("1", "4"), "cells", (*_sizes(10.0), lost), factor=4)
    assert (pages.last_ratio, cells.last_ratio, peer.last_ratio) == (2.1, 4.0, None)
    assert (pages.unread, peer.unread, pages.shown_sizes) == ("", "more than 1 s", "1 → 2 pages")
    assert [(goal.value, goal.met) for goal in growth_goals([pages, cells, peer])] == [
        (2.1, True),
        (4.0, False),
        (50.0, True),
    ]


def test_growth_that_seems_too_dear_is_measured_once_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    costs = iter([10.0, 31.0, 11.0, 21.0])
    monkeypatch.setattr(scaling, "measure", lambda name, path, limits: _measured(name, path.name, next(costs)))
    growth = scaling._grown("parse", "pages of a plan", ("1", "2"), "pages", paths, Limits())
    assert [measured.work for measured in growth.measurements] == [10.0, 21.0]


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_reads_made_text(stage: str, tmp_path: Path) -> None:
    makers: dict[str, Callable[[int], str]] = {"departments": long_names, "expression": long_expression}
    make = makers.get(stage.rpartition(" ")[2], long_expression if "cell" in stage else plan_text)
    path = tmp_path / "made.txt"
    path.write_text(make(120), encoding="utf-8")
    assert STAGES[stage](str(path))().cells > 3


NATIVE = (0.0, 0.0, 100.0, 20.0)
LEFT, RIGHT, BELOW = (0.0, 0.0, 50.0, 20.0), (50.0, 0.0, 100.0, 20.0), (0.0, 200.0, 100.0, 220.0)


@pytest.mark.parametrize(
    ("kind", "native", "second"),
    [
        ("characters", [("⾏の‧", NATIVE)], [("行の・", NATIVE)]),
        ("text order", [("縦書", NATIVE)], [("書\n縦", NATIVE)]),
        ("overprinted", [("太字", NATIVE)], [("太太字字", NATIVE)]),
        ("unmapped glyphs", [("外字", NATIVE)], [("外(cid:7)", NATIVE)]),
        ("spans: native joins", [("年度目標", NATIVE)], [("年度", LEFT), ("目標", RIGHT)]),
        ("spans: native splits", [("年", LEFT), ("度", RIGHT)], [("年度", NATIVE)]),
        ("native has less", [("見える", NATIVE)], [("見えない見る", NATIVE)]),
        ("native has more", [("見える字", NATIVE)], [("見える", NATIVE)]),
        ("native blank", [("", NATIVE)], [("字", NATIVE)]),
        ("only native: table", [("字", NATIVE)], []),
        ("only native: cell", [("字", RIGHT)], [("甲", LEFT), ("乙", BELOW)]),
        ("only pdfplumber: table", [], [("字", NATIVE)]),
        ("only pdfplumber: cell", [("甲", LEFT), ("乙", BELOW)], [("字", RIGHT)]),
        ("repeated header", [("見出し", LEFT)], [("見出し", LEFT), ("見出し", BELOW)]),
        ("said twice", [("字", NATIVE)], [("字", NATIVE), ("字", LEFT)]),
        ("other", [("甲乙", NATIVE)], [("丙丁", NATIVE)]),
    ],
)
def test_differences_have_classes(
    kind: str, native: list[tuple[str, tuple[float, ...]]], second: list[tuple[str, tuple[float, ...]]]
) -> None:
    assert kind in CLASSES
    assert kind in compared(_seen(native), _seen(second)).kinds


def test_equal_cells_are_counted_one_to_one() -> None:
    native = _seen([("計 1", LEFT), ("計1", RIGHT), ("", BELOW)])
    result = compared(native, _seen([("計1", LEFT), ("", (0, 0, 2, 50))]))
    assert (result.filled, result.second_filled, result.equal, result.second_slivers) == (2, 1, 1, 1)
    assert [difference.cell.box for difference in result.differences] == [RIGHT]
    assert (share(1, 2), share(999, 1000), share(9999, 10000), share(0, 0)) == ("50.0 %", "99.9 %", "99.9 %", "-")


def test_the_corpus_run_reports_differences_and_refusals(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "plan.pdf").write_bytes(plan.read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    assert corpus.main([str(folder), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    report = (out / "report.md").read_text(encoding="utf-8")
    assert "plan.pdf: 1 tables" in said
    assert "parse 3" in said
    assert "| broken.pdf | 3 |" in report
    assert report.rstrip().endswith("none")
    assert (out / "plan.tsv").read_text(encoding="utf-8").startswith("class\tpage")
    assert json.loads((out / "documents" / "plan.json").read_text(encoding="utf-8"))["measures"]


@pytest.mark.parametrize(
    ("code", "said", "fault"),
    [
        (0, "", False),
        (1, "planextract: error: x\n", False),
        (3, "planextract: error: x\n", False),
        (3, "planextract: error: x\nmore\n", True),
        (70, "planextract: bug\n", True),
        (1, "Traceback (most recent call last):\nZeroDivisionError\n", True),
        (-11, "", True),
        (None, "", True),
    ],
)
def test_what_is_a_fault_of_ours(code: int | None, said: str, fault: bool) -> None:
    well = Ended(0, "", "", 1.0)
    outcome = Outcome("x.pdf", None, well, well, Ended(code, "", said, 1.0))
    assert bool(outcome.faults) is fault


def test_a_folder_without_pdf_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus.main([str(tmp_path)]) == 2
    assert "there are no PDF files" in capsys.readouterr().err


def _measured(contender: str, file: str, ms: float, pages: int = 0) -> Measurement:
    return Measurement(
        contender, file, "ok", runs=(ms + 1, ms), processor=(ms,), first=2 * ms, peak=50.0, found=Found(pages)
    )


def _sizes(*times: float) -> tuple[Measurement, ...]:
    return tuple(_measured("x", str(ms), ms) for ms in times)


def _seen(cells: list[tuple[str, tuple[float, ...]]]) -> Seen:
    placed = [
        SeenCell(0, 9 * i, 0, 1, (x0, top, x1, bottom), text) for i, (text, (x0, top, x1, bottom)) in enumerate(cells)
    ]
    return Seen(1, placed)


@pytest.mark.skipif(sys.platform != "linux", reason="batches are made for Linux")
def test_batches_that_are_killed_end_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.txt").write_text(plan_text(3), encoding="utf-8")
    assert batches.main(["kills", str(tmp_path / "plan.txt"), "--documents", "3", "--kills", "2"]) == 0
    assert "2 kills in " in capsys.readouterr().out
