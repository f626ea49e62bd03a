"""The README is tested against the program."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from planextract import parse
from planextract.api import load_parser
from planextract.batch.limits import Limits
from planextract.errors import FAILURES
from planextract.sources import MAX_BYTES, MAX_COLUMNS, MAX_PIECES
from planextract.sources.pdf_paths import MAX_OBJECTS, MAX_SEGMENTS
from planextract.sources.pdf_text import MAX_CHARACTERS
from tests.local_cluster import LocalCluster
from tests.made_pdf import MadePage, made_pdf
from tests.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line, comments=True)
    for block in re.findall(r"```sh\n(.*?)```", README, re.S)
    for line in block.splitlines()
    if line.startswith("planextract ")
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sample = (ROOT / "samples" / "generic.txt").read_bytes()
    for place in ("plan.txt", "plans/one.txt", "plans/two.txt", "documents/three.txt"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_bytes(sample)
    (tmp_path / "plan.pdf").write_bytes(made_pdf(*[measures_page()] * 7))
    (tmp_path / "password.txt").write_text("unneeded\n")
    (tmp_path / "list.txt").write_text("plans\nplan.txt\n")
    return tmp_path


def measures_page() -> MadePage:
    page = MadePage().grid((50, 150, 250, 350), (100, 130, 160))
    for y, row in ((120, ("施策名", "担当課", "概要")), (150, ("花壇", "緑課", "植える"))):
        for x, words in zip((60, 160, 260), row, strict=True):
            page.words(x, y, words)
    return page


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    expanded = [
        path for word in words for path in (sorted(str(p.relative_to(folder)) for p in folder.glob(word)) or [word])
    ]
    command = [sys.executable, "-m", "planextract", *expanded[1:]]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a cluster of one worker answers."""
    cluster = LocalCluster(tmp_path_factory.mktemp("dask"))
    cluster.add_worker()
    yield cluster.address
    cluster.end()


def test_the_commands_of_the_readme_work(folder: Path, address: str) -> None:
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        words = [address if word.startswith("tcp://") else word for word in command]
        if words[1] == "check":  # writes the expectation the first time and says so with 1
            assert run(words, folder).returncode == 1
        result = run(words, folder)
        assert result.returncode == 0, (words, result.stderr)


def test_the_failures_and_limits_of_the_readme_are_those_of_the_program() -> None:
    section = README.partition("## Whole cities at once")[2].partition("\n## ")[0]
    first = re.findall(r"^\| ((?:`[a-z-]+`(?:, )?)+) \|", section, re.M)
    assert sorted(name for cell in first for name in re.findall("`([a-z]+[a-z-]*)`", cell)) == sorted(FAILURES)
    said = dict(re.findall(r"^\| `--([a-z-]+)` \| ([0-9]+) ", section, re.M))
    limits = Limits()
    numbers = (limits.document_seconds, limits.page_seconds, limits.memory, limits.pages, limits.output)
    assert [float(number) for number in said.values()] == list(numbers)
    for number in (MAX_PIECES, MAX_COLUMNS, MAX_OBJECTS, MAX_SEGMENTS, MAX_CHARACTERS):
        assert f"{number:,} " in section
    assert f"{MAX_BYTES // 2**20} MiB for a file" in section


def test_the_transcript_is_what_the_program_prints() -> None:
    shown = re.search(r"```console\n\$ (planextract show [^\n]*)\n(.*?)```", README, re.S)
    assert shown
    words = shlex.split(shown.group(1))
    result = subprocess.run(
        [sys.executable, "-m", "planextract", *words[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"COLUMNS": "120", "PATH": "/usr/bin:/bin"},
    )
    assert shown.group(2).rstrip() in "\n".join(line.rstrip() for line in result.stdout.splitlines())


QUESTIONS = re.findall(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", README, re.S)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the README's command makes of the samples."""
    command = re.search(r"`(planextract batch 'samples/\*\.txt' -o out/ [^`]*)`", README)
    assert command
    folder = tmp_path_factory.mktemp("questions")
    (folder / "samples").symlink_to(ROOT / "samples")
    assert run(shlex.split(command.group(1)), folder).returncode == 0
    return folder / "out" / "tables" / "plans.duckdb"


@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
def test_the_questions_of_the_readme_are_answered(question: str, answer: str, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        cells = connection.execute(question)
        header = [column[0] for column in cells.description or ()]
        rows = [[f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row] for row in cells.fetchall()]
    told = [line.strip("|").split("|") for line in answer.splitlines()]
    assert [[cell.strip() for cell in line] for line in told] == [header, ["---"] * len(header), *rows]


def test_three_questions_are_asked() -> None:
    assert len(QUESTIONS) == 3


def test_the_new_municipality_of_the_readme_works(tmp_path: Path) -> None:
    """The walk-through as written: its document, its commands with what they print, its edit."""
    section = README.partition("## Add a municipality")[2].partition("\n## ")[0]
    steps = re.findall(r"```(text|console|diff)\n(.*?)```", section, re.S)
    assert [kind for kind, _ in steps][:4] == ["text", "console", "console", "diff"]
    for kind, block in steps:
        if kind == "text":
            (tmp_path / "minato.txt").write_text(block, encoding="utf-8")
        elif kind == "diff":
            edit(tmp_path / "minato.py", block)
        else:
            for command, printed in re.findall(r"^\$ ([^\n]*)\n((?:(?!\$ ).*\n)*)", block, re.M):
                assert typed(command, tmp_path) == printed.strip("\n"), command
    read = parse(tmp_path / "minato.txt", parser=load_parser(tmp_path / "minato.py"))
    assert [measure.departments for measure in read.measures] == [["港課"], ["港課", "道路課"], ["海課"]]
    assert read.parser.id == "minato"


def edit(path: Path, diff: str) -> None:
    """Replace the lines with a minus by those with a plus, in order."""
    taken, given = ([line[1:] for line in diff.splitlines() if line[0] == sign] for sign in "-+")
    text = path.read_text(encoding="utf-8")
    for old, new in zip(taken, given, strict=True):
        assert f"{old}\n" in text
        text = text.replace(f"{old}\n", f"{new}\n")
    path.write_text(text, encoding="utf-8")


def typed(command: str, folder: Path) -> str:
    """What a shell prints, on either stream, blanks at the ends of lines aside."""
    program = folder.parent / "bin" / "planextract"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m planextract "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=60,
        env=environment,
    )
    return "\n".join(line.rstrip() for line in result.stdout.split("\n")).strip("\n")
