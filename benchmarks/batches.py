"""`python -m benchmarks.batches speed|kills|disk`: how fast batches are, and what kills and full disks do to them."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pypdfium2

from benchmarks.__main__ import default_files
from benchmarks.made_text import plan_text
from planextract import errors, parse
from planextract.export import documents, files

_TABLES = ("csv", "jsonl", "xlsx", "parquet")
_PAGE = 4096


def main(arguments: Sequence[str]) -> int:
    """Measure and print. Ends with 1 where something was lost, half, or other than without the trouble."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.batches", description=__doc__)
    options.add_argument("what", choices=("speed", "kills", "disk"))
    options.add_argument("files", nargs="*", type=Path, metavar="FILE", help="documents (default: see README.md there)")
    options.add_argument("--documents", type=int, default=200, help="how many")
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--step", type=int, default=16 * _PAGE, help="bytes by which the disk grows from run to run")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="planextract-batches-") as name:
        folder = Path(name)
        if given.what == "speed":
            _speed(folder, given.files or default_files())
            return 0
        plans = _plans(folder / "plans", given.files, given.documents)
        if given.what == "kills":
            return _kills(folder, plans, given.kills, random.Random(given.seed))
        return _full_disks(folder, plans, given.step)


def _plans(folder: Path, given: Sequence[Path], count: int) -> Path:
    """A folder of so many documents: these again and again, small invented texts where there are none."""
    folder.mkdir()
    for number in range(count):
        if given:
            source = given[number % len(given)]
            shutil.copy(source, folder / f"{number:04d}-{source.name}")
        else:
            (folder / f"{number:04d}.txt").write_text(plan_text(2 + number % 5), encoding="utf-8")
    return folder


def _command(inputs: Sequence[Path], out: Path, *options: str) -> list[str]:
    command = [sys.executable, "-m", "planextract", "batch", *map(str, inputs), "-o", str(out), "-q"]
    return [*command, "--fail-on", "never", *options]


def _formats() -> list[str]:
    return [word for form in _TABLES for word in ("--format", form)]


def _tree(folder: Path) -> dict[str, bytes]:
    """Every product by its name; `run.json` tells times, and what begins with a dot has no name yet."""
    found = (path for path in folder.rglob("*") if path.is_file())
    products = (
        path for path in found if path.name != "run.json" and ".planextract-" not in str(path.relative_to(folder))
    )
    return {str(path.relative_to(folder)): path.read_bytes() for path in products if path.name != ".lock"}


def _speed(folder: Path, sources: Sequence[Path]) -> None:
    """One job against two, and a batch of documents of ten pages against reading them in one process."""
    seconds = {}
    for jobs in (1, 2):
        subprocess.run(
            _command(sources, folder / f"jobs{jobs}", "--jobs", str(jobs)), check=True, stderr=subprocess.DEVNULL
        )
        report = json.loads((folder / f"jobs{jobs}" / "run.json").read_bytes())
        seconds[jobs] = report["seconds"]
        rate = report["pages_a_second"]
        print(f"{jobs} job(s): {report['seconds']:.2f} s, {report['pages']} pages, {rate} pages a second")
    print(f"two jobs are {seconds[1] / seconds[2]:.2f} times as fast as one")
    ten = list(_ten_pages(sources, folder / "ten"))
    if not ten:
        return
    plain, contained = [], []
    for turn in range(3):
        plain.append(_read_plainly(ten, folder / "plain.json"))
        out = folder / f"ten{turn}"
        subprocess.run(_command(ten, out, "--jobs", "1", "--format", "json"), check=True, stderr=subprocess.DEVNULL)
        contained.append(json.loads((out / "run.json").read_bytes())["seconds"])
    print(f"{len(ten)} documents of ten pages: one process {min(plain):.2f} s, contained {min(contained):.2f} s")
    print(f"containment costs {min(contained) / min(plain) - 1:.0%}")


def _ten_pages(sources: Sequence[Path], folder: Path) -> Iterator[Path]:
    """The first ten pages of each PDF that has as many, eight copies each: a batch is longer than its start."""
    folder.mkdir()
    for source in sources:
        try:
            whole = pypdfium2.PdfDocument(source)
        except pypdfium2.PdfiumError:
            continue
        if len(whole) < 10:
            continue
        part = pypdfium2.PdfDocument.new()
        part.import_pages(whole, list(range(10)))
        for number in range(8):
            path = folder / f"{number}-{source.name}"
            part.save(path)
            yield path


def _read_plainly(sources: Sequence[Path], out: Path) -> float:
    started = time.perf_counter()
    for source in sources:
        try:
            document = parse(source)
        except errors.PlanextractError:
            continue
        files.write(out, [documents.to_json(document).encode()])
    return time.perf_counter() - started


def _kills(folder: Path, plans: Path, kills: int, moments: random.Random) -> int:
    """Kill batches at random moments, again and again, and let every one end. Prints what was wrong."""
    whole, seconds = _undisturbed(plans, folder / "whole")
    done = rounds = wrong = 0
    while done < kills:
        rounds += 1
        out = folder / f"out{rounds}"
        kept: dict[str, bytes] = {}
        while done < kills:
            process = subprocess.Popen(_command([plans], out, *_formats()), stderr=subprocess.DEVNULL)
            try:
                process.wait(moments.uniform(0.0, seconds / 4))  # a resumed run is short
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            done += 1
            if done % 100 == 0:
                print(f"{done} kills", file=sys.stderr, flush=True)
            before, kept = kept, _tree(out)
            wrong += _compared(f"kill {done}", {n: c for n, c in kept.items() if n != "journal.jsonl"}, whole)
            lost = [name for name in before if name not in kept]
            wrong += len(lost)
            for name in lost:
                print(f"kill {done}: {name} was lost")
        subprocess.run(_command([plans], out, *_formats()), check=True, stderr=subprocess.DEVNULL)
        now = _tree(out)
        wrong += _compared(f"round {rounds}", now, whole) + (set(now) != set(whole))
        shutil.rmtree(out)
    print(
        f"{done} kills in {rounds} batches of {len(list(plans.iterdir()))} documents: {wrong} files lost, half or other"
    )
    return int(wrong > 0)


def _undisturbed(plans: Path, out: Path) -> tuple[dict[str, bytes], float]:
    started = time.monotonic()
    subprocess.run(_command([plans], out, *_formats()), check=True, stderr=subprocess.DEVNULL)
    return _tree(out), time.monotonic() - started


def _compared(when: str, found: dict[str, bytes], whole: dict[str, bytes]) -> int:
    """How many files are not what they should be."""
    other = [name for name, content in found.items() if content != whole.get(name)]
    for name in other:
        print(f"{when}: {name} is half or other")
    return len(other)


def _full_disks(folder: Path, plans: Path, step: int) -> int:
    """Run into a file system that is too small, each time a little larger; then give it room. Prints what was wrong."""
    whole, _ = _undisturbed(
        plans, folder / "whole" / "out"
    )  # as deep as on the disk: the journal names inputs from there
    size, runs, wrong = 4 * step, 0, 0
    while True:
        with _disk(folder / "disk", size) as disk:
            out = disk / "out"
            ended = subprocess.run(_command([plans], out, *_formats()), capture_output=True, text=True, check=False)
            runs += 1
            if ended.returncode not in (0, 5) or "Traceback" in ended.stderr:
                wrong += 1
                print(f"{size} bytes: exit {ended.returncode}: {ended.stderr[-300:]}")
            if out.exists():
                wrong += _compared(
                    f"{size} bytes", {n: c for n, c in _tree(out).items() if n != "journal.jsonl"}, whole
                )
            subprocess.run(["mount", "-o", "remount,size=1g", str(disk)], check=True)
            subprocess.run(_command([plans], out, *_formats()), check=True, stderr=subprocess.DEVNULL)
            now = _tree(out)
            wrong += _compared(f"{size} bytes, then room", now, whole) + (set(now) != set(whole))
        if ended.returncode == 0:
            break
        size += step
    print(f"{runs} full disks up to {size} bytes: {wrong} files lost, half or other")
    return int(wrong > 0)


@contextmanager
def _disk(folder: Path, size: int) -> Iterator[Path]:
    """A file system of so many bytes. Needs the right to mount (`unshare -rm` gives it to anybody on most systems)."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size // _PAGE * _PAGE}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        os.sync()
        subprocess.run(["umount", str(folder)], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
