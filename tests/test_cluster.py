"""A batch on a Dask cluster: scheduler and workers on loopback, one of them killed, the same bytes as without."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from planextract.batch.cluster import client, node, server
from planextract.batch.cluster.orders import Answer, Order, Way
from planextract.batch.limits import Limits
from planextract.batch.messages import Failure, MalformedError
from planextract.batch.tasks import Options, Task
from planextract.cli import main
from planextract.engines import PdfOptions
from planextract.errors import ParserError
from planextract.parsers import declared
from planextract.parsers.parser import Parser
from planextract.schema import PlanDocument
from tests.local_cluster import LocalCluster, wait_for
from tests.places import ROOT, SAMPLES
from tests.test_batch import TEXT, report, tree
from tests.test_containment import group_of, processes

DECLARATION = """
from planextract.parsers.parser import Parser

def refine(measure, record):
    return measure.model_copy(update={"title": f"{measure.title}!"})

PARSER = Parser(id="harbour", version="3", refine=refine)
"""


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[LocalCluster]:
    (tmp_path / "dask").mkdir()
    made = LocalCluster(tmp_path / "dask")
    yield made
    made.end()


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "計画"
    folder.mkdir()
    for number in range(20):
        (folder / f"plan{number}.txt").write_text(TEXT.format(number) * 60, encoding="utf-8")
    shutil.copy(SAMPLES / "pdf" / "sakata-chromium.pdf", folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def started(plans: Path, out: Path, address: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "planextract", "batch", str(plans), "-o", str(out), "--scheduler", address]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class TestBatchOnACluster:
    def test_a_worker_killed_in_mid_run_changes_no_byte(
        self, scheduler: LocalCluster, plans: Path, tmp_path: Path
    ) -> None:
        assert main(["batch", "-q", str(plans), "-o", str(tmp_path / "local")]) == 7
        workers = [scheduler.add_worker(), scheduler.add_worker()]
        batch = started(plans, tmp_path / "cluster", scheduler.address)
        assert batch.stderr is not None
        lines = [batch.stderr.readline() for _ in range(4)]
        servers = group_of(workers[0].pid)
        workers[0].kill()
        rest = batch.stderr.read()
        assert batch.wait(timeout=120) == 7
        assert (b"".join(lines) + rest).count(b"\n") == 23
        assert tree(tmp_path / "cluster") == tree(tmp_path / "local")
        failed = {
            one["name"]: one["failure"]["failure"] for one in report(tmp_path / "cluster")["inputs"] if one["failure"]
        }
        assert failed == {"broken": "damaged", "empty": "not-a-document"}
        assert servers
        wait_for(lambda: all(processes().get(server, (0, "Z"))[1] == "Z" for server in servers))

    def test_what_contains_a_document_here_contains_it_there(
        self, scheduler: LocalCluster, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "slow.txt").write_text(TEXT.format(1) * 20_000, encoding="utf-8")
        (tmp_path / "quick.txt").write_text(TEXT.format(1), encoding="utf-8")
        scheduler.add_worker()
        names = [str(tmp_path / name) for name in ("slow.txt", "quick.txt")]
        options = ["--scheduler", scheduler.address, "--timeout", "3"]
        assert main(["batch", "-q", *names, "-o", str(tmp_path / "out"), *options]) == 7
        assert "slow.txt: timeout: " in capfd.readouterr().err
        assert (tmp_path / "out" / "documents" / "quick.json").exists()

    def test_a_declaration_in_a_file_travels(self, scheduler: LocalCluster, tmp_path: Path) -> None:
        (tmp_path / "harbour.py").write_text(DECLARATION, encoding="utf-8")
        (tmp_path / "plan.txt").write_text(TEXT.format(1), encoding="utf-8")
        scheduler.add_worker()
        for out, options in (("local", []), ("cluster", ["--scheduler", scheduler.address])):
            command = ["batch", "-q", str(tmp_path / "plan.txt"), "-o", str(tmp_path / out), *options]
            assert main([*command, "--parser", str(tmp_path / "harbour.py")]) == 0
        assert tree(tmp_path / "cluster") == tree(tmp_path / "local")
        document = PlanDocument.model_validate_json((tmp_path / "local" / "documents" / "plan.json").read_bytes())
        assert document.measures[0].title == "花壇1!"

    def test_without_workers_it_waits_and_then_says_so(
        self,
        scheduler: LocalCluster,
        plans: Path,
        tmp_path: Path,
        capfd: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(client, "_PATIENCE", 0.5)
        monkeypatch.setattr(client, "_LOOKING", 0.1)
        assert main(["batch", "-q", str(plans), "-o", str(tmp_path / "out"), "--scheduler", scheduler.address]) == 6
        assert "no worker" in capfd.readouterr().err

    def test_a_scheduler_that_goes_is_told_and_nothing_is_lost(
        self, scheduler: LocalCluster, plans: Path, tmp_path: Path
    ) -> None:
        scheduler.add_worker()
        batch = started(plans, tmp_path / "out", scheduler.address)
        assert batch.stderr is not None
        batch.stderr.readline()
        scheduler.processes[0].kill()
        said = batch.stderr.read().decode()
        assert batch.wait(timeout=60) == 6
        assert "the scheduler has gone" in said.splitlines()[-1]
        assert "Traceback" not in said
        assert main(["batch", "-q", str(plans), "-o", str(tmp_path / "out")]) == 7
        assert main(["batch", "-q", str(plans), "-o", str(tmp_path / "whole")]) == 7
        assert tree(tmp_path / "out") == tree(tmp_path / "whole")

    def test_interrupted_it_ends_with_130(self, scheduler: LocalCluster, plans: Path, tmp_path: Path) -> None:
        batch = started(plans, tmp_path / "out", scheduler.address)  # no worker: it waits for one
        wait_for((tmp_path / "out" / "journal.jsonl").exists)
        time.sleep(0.5)
        batch.send_signal(signal.SIGINT)
        assert batch.wait(timeout=5) == 130

    @pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x"])
    def test_nobody_answers(self, plans: Path, tmp_path: Path, address: str) -> None:
        batch = started(plans, tmp_path / "out", address)
        said = batch.communicate(timeout=60)[1].decode()
        assert batch.returncode == 6
        assert said.startswith(f"planextract: error: {address}: no Dask scheduler answers")
        assert said.count("\n") == 1

    def test_dask_is_a_part_that_may_be_missing(
        self, plans: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "distributed", None)
        assert main(["batch", "-q", str(plans), "-o", str(tmp_path / "out"), "--scheduler", "tcp://x:1"]) == 6
        assert "planextract[distributed]" in capfd.readouterr().err


class TestNode:
    @pytest.fixture(autouse=True)
    def no_server_is_left(self) -> Iterator[None]:
        yield
        while not node._idle.empty():
            node._end(node._idle.get())

    def test_it_answers_order_after_order(self) -> None:
        for number in (1, 2):
            answer, data = self.read(TEXT.format(number).encode(), "plan.txt", Options())
            assert PlanDocument.model_validate_json(data).measures[0].title == f"花壇{number}"
            assert answer.fingerprint == Options().fingerprint()
        assert node._idle.qsize() == 1
        answer, data = self.read(TEXT.format(3).encode("cp932"), "plan.txt", Options(encoding="cp932"))
        assert PlanDocument.model_validate_json(data).measures[0].title == "花壇3"
        assert answer.fingerprint == Options(encoding="cp932").fingerprint()

    def test_a_failure_is_an_answer(self) -> None:
        answer, data = self.read(b"%PDF-1.7\nbroken", "plan.pdf", Options())
        assert isinstance(answer.result, Failure)
        assert (answer.result.failure, data) == ("damaged", b"")

    def test_a_server_that_has_gone_is_replaced(self) -> None:
        self.read(TEXT.format(1).encode(), "plan.txt", Options())
        gone = node._idle.get()
        gone.kill()
        gone.wait()
        node._idle.put(gone)
        assert self.read(TEXT.format(1).encode(), "plan.txt", Options())[1]

    def test_servers_that_cannot_start_are_no_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "executable", shutil.which("false"))
        with pytest.raises((OSError, EOFError)):
            self.read(b"x", "plan.txt", Options())

    def test_nobody_asks_any_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(server, "IDLE", 0.05)
        reading, writing = os.pipe()
        server.serve(reading, -1)  # it ends although the pipe is open
        os.close(reading)
        os.close(writing)

    def read(self, source: bytes, name: str, options: Options) -> tuple[Answer, bytes]:
        order = Order.of(Task(source, name, options), Way.of(options, Limits()))
        return Answer.parse(node.read(order.line(), source), Limits())


class TestOrders:
    def test_options_arrive_as_they_were(self, tmp_path: Path) -> None:
        (tmp_path / "harbour.py").write_text(DECLARATION, encoding="utf-8")
        pdf = PdfOptions("native", frozenset({3, 1}), "秘密", True)
        for parser in (None, "shibata", declared.load(tmp_path / "harbour.py")):
            options = Options(parser, "062049", "cp932", pdf)
            arrived = Way.model_validate_json(Way.of(options, Limits()).model_dump_json())
            assert arrived.options().fingerprint() == options.fingerprint()
            assert Limits(**arrived.limits) == Limits()  # type: ignore[arg-type]
        assert "秘密" not in repr(arrived)

    def test_a_declaration_without_a_file_stays(self) -> None:
        with pytest.raises(ParserError, match="no file"):
            Way.of(Options(Parser("harbour", "1")), Limits())

    @pytest.mark.parametrize(
        "said",
        [
            b"",
            b"{}\n",
            b'{"version":"1","fingerprint":"%s","seconds":1.0,"sha256":null}\n' % (b"a" * 64),
            b'{"version":"1","fingerprint":"%s","seconds":1.0,"sha256":null,"failed":{"failure":"damaged","message":""}}\nx'
            % (b"a" * 64),
        ],
    )
    def test_what_is_no_answer(self, said: bytes) -> None:
        with pytest.raises(MalformedError):
            Answer.parse(said, Limits())
