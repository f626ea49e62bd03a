"""What a program can check of docs/architecture.md and of how we build."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from planextract.diagnostics import CATALOGUE
from tests.places import ROOT, SAMPLES

SOURCE = ROOT / "src" / "planextract"
MODULES = sorted(SOURCE.rglob("*.py"))
SAID = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_room_of_the_house_exists() -> None:
    table = SAID.partition("## The house")[2].partition("Layers point")[0]
    rooms = [name for row in re.findall(r"^\| (`[^|]+`) \|", table, re.M) for name in re.findall(r"`([^`]+)`", row)]
    assert len(rooms) > 12
    assert [room for room in rooms if not (SOURCE / room).exists()] == []


def test_every_module_of_the_house_is_told_of() -> None:
    told = set(re.findall(r"`([a-z_]+?)(?:\.py|/)?`", SAID))
    top = {path.stem for path in SOURCE.iterdir() if not path.name.startswith("_") and path.suffix in ("", ".py")}
    assert top - told == {"data"} - told


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "base", "core", "misc"])
def test_no_module_has_a_name_that_says_nothing(name: str) -> None:
    assert [path for path in MODULES if path.stem == name or name in path.parts] == []


def test_functions_can_be_seen_whole() -> None:
    lengths = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths.append(((node.end_lineno or 0) - node.lineno + 1, f"{path.name}:{node.name}"))
    lengths.sort()
    assert lengths[len(lengths) // 2][0] <= 12
    assert lengths[int(len(lengths) * 0.95)][0] <= 40, lengths[-10:]


def test_only_characters_imports_the_width_libraries() -> None:
    users = [p.name for p in MODULES if re.search(r"^(?:import|from) (?:jaconv|mojimoji)", p.read_text("utf-8"), re.M)]
    assert set(users) <= {"characters.py"}


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, planextract.cli; print(sorted({'pydantic', 'planextract.schema', 'jaconv'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert result.stdout.strip() == "[]"


def test_every_diagnostic_is_raised_by_a_test_or_a_sample() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py")]
    texts += [path.read_text(encoding="utf-8") for path in SAMPLES.glob("*.expected.json")]
    assert [code for code in CATALOGUE if not any(f'"{code}"' in text for text in texts)] == []


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_diagnostic_is_explained(code: str) -> None:
    entry = CATALOGUE[code]
    assert entry.title
    assert entry.template
    assert entry.advice.endswith(".")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
