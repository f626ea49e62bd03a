"""The README is tested against the program."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from planextract import parse
from planextract.parsers import registry
from planextract.parsers.parser import Parser
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


def test_the_commands_of_the_readme_work(folder: Path) -> None:
    assert len(COMMANDS) >= 8
    for words in COMMANDS:
        if words[1] == "check":  # writes the expectation the first time and says so with 1
            assert run(words, folder).returncode == 1
        result = run(words, folder)
        assert result.returncode == 0, (words, result.stderr)


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


def test_the_new_municipality_of_the_readme_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"```python\n( *\"\"\"みなと市.*?)```", README, re.S)
    assert code
    names: dict[str, object] = {}
    exec(textwrap.dedent(code.group(1)), names)
    parser = names["PARSER"]
    assert isinstance(parser, Parser)
    monkeypatch.setattr(registry, "parsers", lambda: (parser,))
    document = tmp_path / "plan.txt"
    document.write_text("みなと市\n\nやること\t担当課\n岸をなおす\t港課\n灯をともす\t港課\n", encoding="utf-8")
    read = parse(document)
    assert (read.parser.id, [measure.title for measure in read.measures]) == ("minato", ["岸をなおす", "灯をともす"])
