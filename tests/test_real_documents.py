"""The five real documents against their references, leaf by leaf (skipped where they are not on this machine)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from planextract import parse
from planextract.export import documents
from tests.places import SHARED, needs_shared

# Document, reference, measures of the whole document, least F1 with its parser.
CASES = [
    ("sukagawa-implementation", "sukagawa-implementation", 52, 0.995),
    ("sukagawa-plan", "sukagawa-plan-first6", 52, 0.995),
    ("shibata", "shibata-first8", 43, 0.985),
    ("sakata", "sakata", 33, 0.985),
    ("hadano", "hadano-first6", 41, 0.97),
]


def score(reference: str, output: Path, least: float) -> subprocess.CompletedProcess[str]:
    first = reference.rpartition("-first")[2] if "-first" in reference else ""
    command = [sys.executable, str(SHARED / "tools" / "score.py"), str(SHARED / "reference" / f"{reference}.json")]
    command += [str(output), "--min", str(least), "--misses", "20", *(["--first", first] if first else [])]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@needs_shared
@pytest.mark.parametrize(("name", "reference", "measures", "least"), CASES)
@pytest.mark.parametrize("parser", [None, "generic"])
def test_a_real_document_scores(
    name: str, reference: str, measures: int, least: float, parser: str | None, tmp_path: Path
) -> None:
    document = parse(SHARED / "documents" / f"{name}.txt", parser=parser)
    output = tmp_path / "out.json"
    output.write_text(documents.pretty(documents.values(document)), encoding="utf-8")
    result = score(reference, output, least)
    assert result.returncode == 0, result.stdout
    assert len(document.measures) == measures
    assert document.parser.id == (parser or name.partition("-")[0])


@needs_shared
@pytest.mark.parametrize("name", [case[0] for case in CASES])
def test_nothing_of_a_real_document_is_lost_in_silence(name: str) -> None:
    coverage = parse(SHARED / "documents" / f"{name}.txt").coverage
    assert coverage.unconsumed == []
    assert coverage.characters == coverage.consumed > 0


@needs_shared
def test_every_place_lies_in_the_document() -> None:
    path = SHARED / "documents" / "sakata.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    for measure in parse(path).measures:
        for place in json.loads(measure.model_dump_json())["provenance"]:
            cell = lines[place["line"] - 1].split("\t")[place["column"] - 1]
            assert measure.title in cell
