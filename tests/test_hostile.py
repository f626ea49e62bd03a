"""Files made to do harm: none gets further than its own process, and none costs its neighbours a byte."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planextract import api
from planextract.cli import main
from planextract.errors import FAILURES
from planextract.sources import pdf_library, pdf_paths
from planextract.sources.pdf import read_pdf
from tests.made_pdf import MadePage, made_pdf
from tests.places import ROOT, SAMPLES, SHARED
from tests.steps import growth

HOSTILE = SHARED / "hostile"
needs_hostile = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the shared hostile files are not on this machine")
CLEAN = ("generic-calc-fills.pdf", "sakata-chromium.pdf")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}


@needs_hostile
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_every_hostile_file_ends_with_a_name_and_costs_nobody_a_byte(tmp_path: Path) -> None:
    clean = [str(SAMPLES / "pdf" / name) for name in CLEAN]
    assert main(["batch", "-q", *clean, "-o", str(tmp_path / "clean")]) == 0
    out = tmp_path / "out"
    limits = ["--timeout", "20", "--page-timeout", "10", "--jobs", "2"]
    command = [sys.executable, "-m", "planextract", "batch", str(HOSTILE / "*.pdf"), *clean, "-o", str(out), *limits]
    with (tmp_path / "said").open("w+b") as said:
        process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=said)
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(0.05)
        said.seek(0)
        assert b"Traceback" not in said.read()
    assert process.returncode == 7
    assert 0 < peak < 200_000
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert told["documents"] == len(list(HOSTILE.glob("*.pdf"))) + len(clean)
    assert told["read"] + told["failed"] == told["documents"]
    assert set(told["failures"]) <= set(FAILURES) - {"bug", "crash", "killed"}
    for name in CLEAN:
        output = Path("documents", name).with_suffix(".json")
        assert (out / output).read_bytes() == (tmp_path / "clean" / output).read_bytes()


def memory_of(process: int) -> int:
    """The most kilobytes that a process has had in memory, 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def page_of(operators: str) -> bytes:
    """A file with one page of these operators."""
    page = MadePage()
    page.operators.append(operators)
    return made_pdf(page)


def failure_of(data: bytes, tmp_path: Path, *options: str) -> str | None:
    """What a batch says of a file, None where it reads it."""
    source, out = tmp_path / "hostile.pdf", tmp_path / "out"
    source.write_bytes(data)
    main(["batch", "-q", str(source), "-o", str(out), *options])
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    failure = told["inputs"][0]["failure"]
    return failure["failure"] if failure else None


class TestMadeFiles:
    def test_more_pages_than_allowed(self, tmp_path: Path) -> None:
        data = made_pdf(*[MadePage().words(50, 50, "計画")] * 3)
        assert failure_of(data, tmp_path, "--max-pages", "2") == "too-large"
        assert failure_of(data, tmp_path, "--max-pages", "3") is None

    def test_more_json_than_allowed(self, tmp_path: Path) -> None:
        rows = "".join(f"花壇{number}\t緑課\t{'長' * 300}\n" for number in range(2_000))
        assert failure_of(f"施策名\t担当課\t概要\n{rows}".encode(), tmp_path, "--max-output", "1") == "too-large"

    def test_rows_that_repeat_a_long_cell_without_end(self, tmp_path: Path) -> None:
        """Found by making files: 30,000 amounts in one cell are 30,000 rows that each hold the whole cell."""
        data = f"施策名\t担当課\t指標\t令和8年度目標\n花壇\t緑課\t花の数\t{'①15株 ' * 1_500}\n".encode()
        assert failure_of(data, tmp_path, "--max-output", "1") == "too-large"
        assert failure_of(data, tmp_path, "--max-output", "8") is None

    def test_a_page_of_more_objects_than_are_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf_paths, "MAX_OBJECTS", 5)
        page = MadePage().grid(range(50, 500, 50), range(50, 500, 50))
        assert failure_of(made_pdf(page), tmp_path) == "too-large"
        assert failure_of(made_pdf(MadePage().words(50, 50, "計画"), page), tmp_path) is None
        told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
        assert told["diagnostics"]["page-limit"] == 1

    def test_a_path_of_more_corners_than_are_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is read as far as the limit, not whole; found: as the last object of a page it went unsaid."""
        asked: list[int] = []
        segments_of = pdf_library.segments_of

        def counted(paths: list[int], counts: list[int]) -> list[int]:
            asked.extend(counts)
            return segments_of(paths, counts)

        monkeypatch.setattr(pdf_paths, "MAX_SEGMENTS", 1_000)
        monkeypatch.setattr(pdf_library, "segments_of", counted)
        long = f"50 50 m {'60 60 l ' * 3_000} S"
        for operators in (long, f"q 0 0 m {'600 900 l ' * 3_000} h W n 50 50 m 60 60 l S Q"):
            page = MadePage().words(50, 50, "計画")
            page.operators.append(operators)
            found = read_pdf(made_pdf(page), name="plan.pdf").report.found
            assert [one.code for one in found] == ["page-limit"]
        assert max(asked) == 1_000

    def test_text_that_nobody_sees_is_no_text(self, tmp_path: Path) -> None:
        hidden = MadePage()
        hidden.operators.append("3 Tr")
        assert failure_of(made_pdf(hidden.words(50, 50, "隠れた文字")), tmp_path) == "no-text-layer"

    def test_a_name_cannot_lead_out_of_the_folder_nor_steer_a_terminal(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        folder = tmp_path / "in"
        folder.mkdir()
        names = ["\x1b[2J.txt", "..%2f..txt", "-rf.txt", "a\nb.txt", "\u202etxt.exe.txt", ". .txt"]
        for name in names:
            (folder / name).write_text("施策名\t担当課\n花壇\t緑課\n", encoding="utf-8")
        hidden = [str(folder / name) for name in names if name.startswith(".")]
        assert main(["batch", str(folder / "*"), *hidden, "-o", str(tmp_path / "out")]) == 0
        said = "".join(capfd.readouterr())
        assert not {"\x1b", "\u202e"} & set(said)
        assert len(list((tmp_path / "out" / "documents").iterdir())) == len(names)
        assert {path.name for path in tmp_path.iterdir()} == {"in", "out"}

    def test_what_is_no_regular_file_is_not_waited_for(self, tmp_path: Path) -> None:
        pipe, out = tmp_path / "pipe.txt", tmp_path / "out"
        os.mkfifo(pipe)
        assert main(["batch", "-q", str(pipe), "-o", str(out), "--timeout", "1"]) == 7
        told = json.loads((out / "run.json").read_text(encoding="utf-8"))
        assert told["failures"] == {"unreadable": 1}


HEAD = "みなと市\nみなと市計画\n\n施策名\t担当課\t指標\t令和5年度実績\t令和6年度目標\n"


def line(*cells: str) -> str:
    return "\t".join(cells) + "\n"


SHEET = "みなと市\n事務事業評価\n事務事業名\t花壇\t担当課\t緑課\n年度\t令和5年度\t令和6年度\n事業費\t10\t20\n"
GROWING = {
    "rows": lambda size: (
        HEAD + "".join(f"花壇{n}\t緑課、道路課\t花の数\t{n}株\t{n + 5}株(令和7年度)\n" for n in range(size))
    ),
    "forms": lambda size: "".join(
        f"施策名\t花壇{n}\n担当課\t緑課\n概要\t植える\n指標\t令和5年度\t令和6年度\n花の数\t{n}株\t5株\n\n第{n}章 花\n"
        for n in range(size // 2)
    ),
    "prose": lambda size: "令和5年度に花を植える。\n" * (4 * size),
    "fields of a sheet": lambda size: SHEET + "".join(line("概要", f"植える{n}") for n in range(4 * size)),
    "judgements of a sheet": lambda size: (
        SHEET + line("評価項目", "評価", "理由") + "".join(line(f"有効性{n}", "A", "よい") for n in range(4 * size))
    ),
    "budgets": lambda size: "".join(
        f"令和6年度{n % 12 + 1}月補正予算\n(単位:千円)\n事業名\t担当課\t予算額\t国\n花壇{n}\t緑課\t1,000\t500\n\n"
        for n in range(2 * size)
    ),
    "years side by side": lambda size: (
        line("施策名", "指標", *(f"令和{n % 30 + 1}年度実績" for n in range(2 * size)))
        + line("花壇", "花の数", *(f"{n}株" for n in range(2 * size)))
    ),
    "years of a schedule": lambda size: (
        line("施策名", "担当課", *(f"{2000 + n}年度" for n in range(2 * size)))
        + line("花壇", "緑課", *["→"] * 2 * size)
    ),
    "one cell": lambda size: f"{HEAD}花壇\t緑課、{'道課、' * size}\t花の数\t{'①3株 ' * size}\t5株\n",
}


@pytest.mark.parametrize("kind", GROWING)
def test_twice_the_text_takes_twice_the_steps(kind: str) -> None:
    def read(size: int) -> None:
        api.parse(io.BytesIO(GROWING[kind](size).encode()), name="plan.txt")

    read(2)  # tables are loaded once
    assert growth(read, 30) < 2.3


AUDITED = """
import sys
from pathlib import Path
from planextract import api
from planextract.batch import run, worker
from planextract.batch.limits import Limits
from planextract.batch.tasks import Options, Task
from planextract.engines import PdfOptions, reader
from planextract.errors import PlanextractError
from planextract.export import documents

engine, *names = sys.argv[1:]
reader(engine), reader("pdfplumber")
options = Options(pdf=PdfOptions(engine=engine))
found = []
# Modules are still imported on first use, and read their own files.
own = tuple(str(Path(place).resolve()) for place in {sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path} if place)
told = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.", "ctypes.dlopen",
        "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "os.remove", "os.rename", "shutil.", "tempfile.")

def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = str(Path(arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]).resolve())
        writes = arguments[2] & 3 if isinstance(arguments[2], int) else 0
        if writes or path not in names and not path.startswith(own):
            found.append(f"open {path} {arguments[1]}")
    elif event == "pickle.find_class":
        found.append(f"{event} {arguments[0]}.{arguments[1]}")
    elif event == "compile" and arguments[0] is not None and not imported():
        found.append(f"compile {arguments[1]}")
    elif event.startswith(told):
        found.append(f"{event} {arguments}")

def imported():
    frame = sys._getframe()
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib") or frame.f_code.co_name in ALLOWED:
            return True
        frame = frame.f_back
    return False

# The library makes the methods of its own tuples, classes and models from source text.
ALLOWED = {"namedtuple", "_create_fn", "_process_class", "_get_value", "getsource"}

sys.addaudithook(hook)
for name in names:
    task = Task(Path(name), Path(name).name, options)
    try:
        documents.to_json(task.parse(task.load(), lambda page, pages: __import__("contextlib").nullcontext()))
    except PlanextractError:
        pass
    except (MemoryError, RecursionError):
        pass
print("\\n".join(found))
"""

NOT_ALONE = ("bomb_flate2", "nest_bdc", "many_pages", "geom_lines_500k", "geom_curve_1path", "geom_rects")
"""What aborts without limits, and what takes long: the worker's limits are tested above."""


def audited(engine: str, names: list[Path]) -> str:
    command = [sys.executable, "-c", AUDITED, engine, *(str(name.resolve()) for name in names)]
    ended = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


class TestAudit:
    """No network, no file that a document names, no pickle, no evaluation, no other program on any path."""

    @pytest.mark.parametrize("engine", ["auto", "pdfplumber"])
    def test_samples(self, engine: str) -> None:
        assert audited(engine, [SAMPLES / "generic.txt", *(SAMPLES / "pdf" / name for name in CLEAN)]) == ""

    @needs_hostile
    def test_hostile_files(self) -> None:
        names = [path for path in sorted(HOSTILE.glob("*.pdf")) if not any(part in path.name for part in NOT_ALONE)]
        assert audited("auto", names) == ""

    @pytest.mark.parametrize("engine", ["auto", "pdfplumber"])
    def test_a_file_that_names_others(self, engine: str, tmp_path: Path) -> None:
        target = tmp_path / "target.pickle.gz"
        target.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
        plain = page_of("BT /F1 10 Tf 50 700 Td <8a08753b> Tj ET")
        files = []
        for number, encoding in enumerate((f"/{str(target).replace('/', '#2F')[:-10]}", "/..#2F..#2Ftarget")):
            path = tmp_path / f"named{number}.pdf"
            path.write_bytes(plain.replace(b"/UniJIS-UCS2-H", encoding.encode()))
            files.append(path)
        launch = tmp_path / "launch.pdf"
        action = b"/Catalog /OpenAction << /S /Launch /F (/bin/true) >> /URI (http://localhost/)"
        launch.write_bytes(plain.replace(b"/Catalog", action))
        assert audited(engine, [*files, launch]) == ""

    def test_the_hook_would_tell(self, tmp_path: Path) -> None:
        shutil.copy(SAMPLES / "generic.txt", tmp_path / "plan.txt")
        code = AUDITED.replace("task = Task(", "open('/etc/hostname'); eval('1'); task = Task(")
        command = [sys.executable, "-c", code, "auto", str(tmp_path / "plan.txt")]
        ended = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=60)
        assert "open /etc/hostname r" in ended.stdout
        assert "compile" in ended.stdout
