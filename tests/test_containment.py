"""What workers may do without harm: hang, take all memory, crash, be killed, talk nonsense; and runs that are killed."""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from planextract.batch import run as batch_run
from planextract.batch import tables, worker
from planextract.batch.interrupts import noticed
from planextract.batch.journal import Journal
from planextract.batch.limits import Limits
from planextract.batch.messages import MAX_LINE, Facts, Failure, Inbox, MalformedError, Message, send
from planextract.batch.plan import Item
from planextract.batch.pool import Ended, Pool
from planextract.batch.run import Settings
from planextract.batch.summary import Outcome
from planextract.batch.tasks import Task
from planextract.cli import main
from planextract.errors import FAILURES, LimitError, OutputError
from planextract.export import files
from tests.places import ROOT, SAMPLES
from tests.steps import growth
from tests.test_batch import TEXT, tree

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

Work = Callable[[int], None]


@dataclass
class Made:
    """A job that does what a test wants of it."""

    does: Work
    taken: bytearray = field(default_factory=bytearray)

    def work(self, outlet: int) -> None:
        self.does(outlet)

    def take(self, data: bytes) -> None:
        self.taken += data


def told(size: int) -> bytes:
    return Message(read=Facts.nothing().model_copy(update={"bytes": size})).line()


def good(outlet: int) -> None:
    send(outlet, Message(sha256="0" * 64).line())
    send(outlet, told(5))
    send(outlet, b"Hallo")


def hangs(outlet: int) -> None:
    while True:
        time.sleep(1)


def hangs_in_a_page(outlet: int) -> None:
    send(outlet, Message(page=1).line() + Message(page=None).line() + Message(page=2).line())
    hangs(outlet)


def hangs_after_a_page(outlet: int) -> None:
    send(outlet, Message(page=1).line() + Message(page=None).line())
    hangs(outlet)


def devours(outlet: int) -> None:
    held = []
    while True:
        held.append(bytearray(2**24))


def dies(number: int) -> Work:
    return lambda outlet: os.kill(os.getpid(), number)


def says(data: bytes) -> Work:
    return lambda outlet: send(outlet, data)


def starts_another(outlet: int) -> None:
    if os.fork() == 0:
        hangs(outlet)
    hangs(outlet)


def results(works: list[Work], limits: Limits, size: int = 2) -> dict[int, Ended[Made]]:
    """What became of each, by its place in the list."""
    jobs = [Made(work) for work in works]
    ended = run_all(jobs, limits, size)
    return {next(i for i, job in enumerate(jobs) if job is one.job): one for one in ended}


def run_all(jobs: list[Made], limits: Limits, size: int) -> list[Ended[Made]]:
    with noticed() as interrupts, Pool[Made](size, limits, interrupts, lambda: None) as pool:
        return list(pool.run(iter(jobs)))


def failures(works: list[Work], limits: Limits) -> list[str]:
    ended = results(works, limits)
    assert len(ended) == len(works)
    return [
        one.result.failure if isinstance(one.result, Failure) else "ok"
        for one in (ended[place] for place in range(len(works)))
    ]


LIMITS = Limits(document_seconds=20, page_seconds=0.4, memory=600, output=1)


class TestPool:
    def test_a_result_comes_with_its_document(self) -> None:
        ended = results([good, good, good], LIMITS)
        assert [bytes(one.job.taken) for one in ended.values()] == [b"Hallo"] * 3
        assert {one.sha256 for one in ended.values()} == {"0" * 64}

    def test_each_way_to_fail_has_its_name_and_costs_no_neighbour(self) -> None:
        works = [hangs_in_a_page, good, devours, good, dies(signal.SIGSEGV), dies(signal.SIGKILL), dies(signal.SIGABRT)]
        assert failures(works, LIMITS) == ["timeout", "ok", "memory", "ok", "crash", "killed", "memory"]

    def test_the_time_of_a_page_ends_with_the_page(self) -> None:
        limits = Limits(document_seconds=1.5, page_seconds=0.4)
        ended = results([hangs_in_a_page, hangs_after_a_page], limits)
        said = [one.result.message for one in ended.values() if isinstance(one.result, Failure)]
        assert said == ["page 2 took longer than 0.4 s", "reading took longer than 1.5 s"]

    @pytest.mark.parametrize(
        "data",
        [
            b"\x80\x04\x95\n",
            b"{}{}\n",
            b'{"page": -1}\n',
            b'{"page": 1, "more": 2}\n',
            b'{"failed": {"failure": "no such word", "message": ""}}\n',
            b"x" * (MAX_LINE + 2),
            told(2**20 + 1),
            told(3) + b"four",
            told(3) + b"..",
            b"",
        ],
    )
    def test_nonsense_is_a_crash(self, data: bytes) -> None:
        assert failures([says(data), good], LIMITS) == ["crash", "ok"]

    def test_a_worker_out_of_memory_for_words(self) -> None:
        def work(outlet: int) -> None:
            raise MemoryError

        assert failures([work], LIMITS) == ["memory"]

    def test_a_bug_of_the_worker_is_a_crash(self) -> None:
        def work(outlet: int) -> None:
            raise ValueError

        assert failures([work], LIMITS) == ["crash"]

    @needs_linux
    def test_nobody_is_left(self) -> None:
        before = children()
        assert failures([starts_another], Limits(document_seconds=0.5)) == ["timeout"]
        wait_for(lambda: children() == before)

    def test_files_and_cores_are_limited(self, tmp_path: Path) -> None:
        def work(outlet: int) -> None:
            limits = [resource.getrlimit(what)[0] for what in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE)]
            send(outlet, Message(failed=Failure(failure="bug", message=json.dumps(limits))).line())

        (ended,) = results([work], LIMITS).values()
        assert isinstance(ended.result, Failure)
        assert json.loads(ended.result.message) == [0, 64 * 2**20]

    def test_a_worker_has_nothing_of_its_parent(self, tmp_path: Path) -> None:
        with (tmp_path / "open").open("wb") as stream:
            handle = os.dup2(stream.fileno(), 57)

            def work(outlet: int) -> None:
                open_ones = [number for number in range(100) if is_open(number)]
                same = os.fstat(0).st_rdev == os.fstat(1).st_rdev == os.fstat(2).st_rdev == os.stat(os.devnull).st_rdev
                send(outlet, Message(failed=Failure(failure="bug", message=f"{open_ones} {same}")).line())

            (ended,) = results([work], LIMITS).values()
            os.close(handle)
        assert isinstance(ended.result, Failure)
        assert ended.result.message == "[0, 1, 2, 3] True"

    def test_what_cannot_be_taken_ends_the_run(self) -> None:
        def take(data: bytes) -> None:
            raise OutputError("full")

        job = Made(good)
        job.take = take  # type: ignore[method-assign]
        with pytest.raises(OutputError):
            run_all([job], LIMITS, 1)

    def test_no_process_to_be_had(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused() -> int:
            raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

        monkeypatch.setattr(os, "fork", refused)
        with pytest.raises(LimitError, match="no further process"):
            run_all([Made(good)], LIMITS, 1)


class TestDocumentsThatAreNone:
    """A worker in the hands of a file may send anything as the document."""

    @pytest.fixture(autouse=True)
    def lying(self, monkeypatch: pytest.MonkeyPatch) -> None:
        really = worker.read

        def read(task: Task, limits: Limits, outlet: int) -> None:
            if task.name != "liar.txt":
                return really(task, limits, outlet)
            return says(Message(sha256="0" * 64).line() + told(2) + b"{}")(outlet)

        monkeypatch.setattr(worker, "read", read)

    def test_a_batch_keeps_them_out_of_the_tables(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        for name in ("good.txt", "liar.txt"):
            (tmp_path / name).write_text(TEXT.format(1), encoding="utf-8")
        names = [str(tmp_path / name) for name in ("good.txt", "liar.txt")]
        assert main(["batch", "-q", *names, "-o", str(tmp_path / "out")]) == 3
        assert "liar.json: no document, left out of the tables" in capfd.readouterr().err
        assert "花壇1" in (tmp_path / "out" / "tables" / "measures.csv").read_text(encoding="utf-8-sig")

    def test_contained_parse_refuses_them(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "liar.txt").write_text(TEXT.format(1), encoding="utf-8")
        assert main(["parse", "--contained", str(tmp_path / "liar.txt")]) == 3
        assert "makes no sense" in capfd.readouterr().err


class TestInbox:
    def test_messages_may_come_in_any_pieces(self) -> None:
        stream = Message(page=1).line() + Message(page=None).line() + told(5) + b"Hallo"
        for size in (1, 2, 7, len(stream)):
            taken = bytearray()
            inbox = Inbox(taken.extend, 100)
            for start in range(0, len(stream), size):
                assert not inbox.complete
                inbox.feed(stream[start : start + size])
            assert inbox.complete
            assert taken == b"Hallo"

    def test_its_cost_grows_with_what_comes(self) -> None:
        def feed(lines: int) -> None:
            inbox = Inbox(lambda data: None, 100)
            for page in range(lines):
                inbox.feed(Message(page=page).line())

        assert growth(feed, 100) < 2.1

    def test_a_line_without_end_is_refused(self) -> None:
        inbox = Inbox(lambda data: None, 100)
        inbox.feed(b"x" * MAX_LINE)
        with pytest.raises(MalformedError):
            inbox.feed(b"x")

    @pytest.mark.parametrize("kind", FAILURES)
    def test_a_failure_keeps_its_class(self, kind: str) -> None:
        error = FAILURES[kind]("what", place="here", remedy="so")
        failure = Failure.of(error)
        again = Message.model_validate_json(Message(failed=failure).line()).failed
        assert again is not None
        assert (type(again.error("there")), str(again.error("there"))) == (type(error), "there: what (so)")


class TestJournal:
    def test_a_torn_line_is_left_out(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.txt"
        path.write_text(TEXT.format(1), encoding="utf-8")
        assert main(["batch", "-q", str(path), "-o", str(tmp_path / "out")]) == 0
        journal = tmp_path / "out" / "journal.jsonl"
        whole = journal.read_bytes()
        journal.write_bytes(whole + whole[:-9])
        loaded = Journal.load(journal)
        assert list(loaded.entries) == ["plan"]
        loaded.open()
        loaded.close()
        assert journal.read_bytes() == whole


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in range(12):
        (folder / f"plan{number}.txt").write_text(TEXT.format(number) * 40, encoding="utf-8")
    (folder / "sheet.pdf").write_bytes((SAMPLES / "pdf" / "sakata-chromium.pdf").read_bytes())
    return folder


def started(plans: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "planextract", "batch", str(plans), "-o", str(out), "--jobs", "2", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class TestKills:
    @needs_linux
    def test_killed_at_any_moment_the_next_run_ends_the_same(self, plans: Path, tmp_path: Path) -> None:
        assert main(["batch", "-q", str(plans), "-o", str(tmp_path / "whole")]) == 0
        whole = tree(tmp_path / "whole")
        moments = random.Random(5)
        for number in range(4):
            out = tmp_path / f"out{number}"
            process = started(plans, out)
            assert process.stderr is not None
            for _ in range(moments.randrange(1, 10)):  # lines, not seconds: a busy machine is slower
                process.stderr.readline()
            time.sleep(moments.random() / 50)
            workers = group_of(process.pid)
            process.kill()
            process.communicate()
            for orphan in workers:
                wait_for(lambda orphan=orphan: processes().get(orphan, (0, "Z"))[1] == "Z")  # type: ignore[misc]
            for name, content in tree(out).items():
                if name.startswith(("documents/", "tables/")) and not name.endswith(".tmp"):
                    assert content == whole[name]
            assert main(["batch", "-q", str(plans), "-o", str(out)]) == 0
            assert tree(out) == whole

    @needs_linux
    def test_workers_killed_from_outside_are_named_and_read_again(self, plans: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        process = started(plans, out, "--log-format", "json")
        assert process.stderr is not None
        process.stderr.readline()
        killed = 0
        while killed < 2 and process.poll() is None:
            for one in group_of(process.pid):
                os.kill(one, signal.SIGKILL)
                killed += 1
        _, said = process.communicate(timeout=60)
        assert process.returncode in (0, 7)  # a worker that had said everything is not missed
        failed = [event["failure"]["failure"] for event in map(json.loads, said.splitlines()) if event.get("failure")]
        assert set(failed) <= {"killed"}
        assert main(["batch", "-q", str(plans), "-o", str(out)]) == 0
        assert main(["batch", "-q", str(plans), "-o", str(tmp_path / "whole")]) == 0
        assert tree(out) == tree(tmp_path / "whole")

    @needs_linux
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_interrupted_it_keeps_what_is_done(self, plans: Path, tmp_path: Path, number: int) -> None:
        out = tmp_path / "out"
        process = started(plans, out)
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(number)
        _, said = process.communicate(timeout=5)
        assert process.returncode == 130
        assert said.endswith(b"planextract: interrupted\n")
        assert b"Traceback" not in said
        assert not group_of(process.pid)
        told = json.loads((out / "run.json").read_text(encoding="utf-8"))
        assert told["complete"] is False
        assert told["read"] + told["not_reached"] == 13
        assert len(list((out / "documents").iterdir())) == told["read"] >= 1
        assert main(["batch", "-q", str(plans), "-o", str(out)]) == 0
        assert json.loads((out / "run.json").read_text(encoding="utf-8"))["resumed"] == told["read"]

    @needs_linux
    def test_an_interrupt_is_json_where_all_is(self, plans: Path, tmp_path: Path) -> None:
        process = started(plans, tmp_path / "out", "--log-format", "json")
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        events = [json.loads(line) for line in said.splitlines()]
        assert process.returncode == 130
        assert [event["event"] for event in events[-2:]] == ["ended", "interrupted"]

    @needs_linux
    def test_a_hang_up_that_nohup_ignores_stops_nothing(self, plans: Path, tmp_path: Path) -> None:
        former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            process = started(plans, tmp_path / "out")
        finally:
            signal.signal(signal.SIGHUP, former)
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=60)
        assert process.returncode == 0

    def test_to_see_what_is_done_can_be_interrupted(self, plans: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        batch_run.run([str(plans)], out, Settings(), Silent())

        class Impatient(Silent):
            def ended(self, item: Item, outcome: Outcome) -> None:
                os.kill(os.getpid(), signal.SIGINT)

        summary = batch_run.run([str(plans)], out, Settings(), Impatient())
        assert (summary.complete, summary.resumed, summary.not_reached) == (False, 1, 12)

    def test_tables_that_cannot_be_written_for_want_of_memory_are_named(
        self, plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def hungry(place: object, read: object, wanted: object) -> None:
            raise MemoryError

        monkeypatch.setattr(tables, "join", hungry)
        with pytest.raises(OutputError, match="the tables could not be written: more than 2,048 MiB of memory"):
            batch_run.run([str(plans)], tmp_path / "out", Settings(), Silent())
        assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["read"] == 13

    def test_a_second_batch_is_told(self, plans: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "out"
        process = started(plans, out)
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGSTOP)
        try:
            assert main(["batch", "-q", str(plans), "-o", str(out)]) == 5
            assert "another batch is writing here" in capfd.readouterr().err
        finally:
            process.send_signal(signal.SIGCONT)
            process.communicate(timeout=60)
        assert process.returncode == 0


class Silent:
    """A listener that hears nothing."""

    def begun(self, total: int) -> None: ...

    def ended(self, item: Item, outcome: Outcome) -> None: ...

    def idle(self) -> float | None:
        return None


class TestFullDisk:
    @pytest.mark.parametrize("call", ["fsync", "write", "replace"])
    def test_full_at_any_write_nothing_half_has_a_name(
        self, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(2):
            (tmp_path / f"plan{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
        inputs = [str(tmp_path / f"plan{number}.txt") for number in range(2)]
        whole = tmp_path / "whole"
        batch_run.run(inputs, whole, Settings(), Silent())
        number, ended, full = 0, False, False
        while not ended:
            number += 1
            out = tmp_path / f"full{number}"
            with monkeypatch.context() as patched:
                fill_at(number, call, patched)
                try:
                    batch_run.run(inputs, out, Settings(), Silent())
                    ended = True
                except OutputError as error:
                    full = "no space left on device" in str(error)
                assert ended or full
            content = tree(out)
            assert not [name for name in content if name.endswith(".tmp")]
            for name in content:
                if name != "journal.jsonl":
                    assert content[name] == tree(whole)[name], (number, name)
            batch_run.run(inputs, out, Settings(), Silent())
            assert tree(out) == tree(whole)
        assert number > 3


def fill_at(number: int, call: str, patched: pytest.MonkeyPatch) -> None:
    """Have the `number`-th write of the process (and of each of its children) find the disk full."""
    count = 0

    def filling(really: Callable[..., int]) -> Callable[..., int]:
        def instead(*arguments: object) -> int:
            nonlocal count
            count += 1
            if count >= number:
                raise OSError(errno.ENOSPC, "No space left on device")
            return really(*arguments)

        return instead

    if call == "fsync":
        patched.setattr(os, "fsync", filling(os.fsync))
    elif call == "replace":
        patched.setattr(Path, "replace", filling(Path.replace))
    else:
        opened = files.Staged.__init__

        def staged(self: files.Staged, target: Path) -> None:
            opened(self, target)
            self.stream = FullStream(self.stream, filling)  # type: ignore[assignment]

        patched.setattr(files.Staged, "__init__", staged)


class FullStream:
    """A stream whose writes go through something."""

    def __init__(self, stream: object, through: Callable[[Callable[..., int]], Callable[..., int]]) -> None:
        self._stream = stream
        self.write = through(stream.write)  # type: ignore[attr-defined]
        self.writelines = through(stream.writelines)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def children() -> set[int]:
    """The processes that this one has started and that are not gone."""
    return {pid for pid, (parent, state) in processes().items() if parent == os.getpid() and state != "Z"}


def group_of(parent: int) -> set[int]:
    """The living workers of a batch: its children, and what has lost it."""
    return {pid for pid, (of, state) in processes().items() if of == parent and state != "Z"}


def processes() -> dict[int, tuple[int, str]]:
    """Parent and state of each process."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            found[int(entry.name)] = (int(parent), state)
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    """Until it holds, or ten seconds."""
    give_up = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
