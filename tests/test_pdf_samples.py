"""Each PDF sample tells what its text tells, apart from what text cannot hold: places, arrows, merged cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from planextract import parse
from planextract.characters import squeeze
from tests.places import SAMPLES

TEXTS = sorted((path.name.removesuffix(".txt") for path in SAMPLES.glob("*.txt")), key=len, reverse=True)
PDFS = sorted((SAMPLES / "pdf").glob("*.pdf"))

Json = Any


def facts(document: Json) -> list[Json]:
    """Municipality, plan and measures, squeezed; without blank observations and steps that are but an arrow."""
    measures = [dict(measure) for measure in document["measures"]]
    for measure in measures:
        measure["schedule"] = [step for step in measure["schedule"] if step["text"]]
        measure["indicators"] = [
            {**indicator, "observations": [o for o in indicator["observations"] if o["status"] != "blank"]}
            for indicator in measure["indicators"]
        ]
    return [_plain(part) for part in (document["municipality"], document["plan"], *measures)]


def _plain(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if key not in {"provenance", "marker"}}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return squeeze(value) if isinstance(value, str) else value


def differences(wanted: Json, given: Json, place: str = "") -> Iterator[str]:
    if type(wanted) is not type(given):
        yield f"{place}: {wanted!r}, not {given!r}"
    elif isinstance(wanted, dict):
        for key in wanted:
            yield from differences(wanted[key], given[key], f"{place}.{key}")
    elif isinstance(wanted, list):
        if len(wanted) != len(given):
            yield f"{place}: {len(wanted)} items, not {len(given)}: {wanted!r}, not {given!r}"
        for i, (one, other) in enumerate(zip(wanted, given, strict=False)):
            yield from differences(one, other, f"{place}[{i}]")
    elif wanted != given:
        yield f"{place}: {wanted!r}, not {given!r}"


def test_there_are_samples_of_each_layout() -> None:
    assert {next(text for text in TEXTS if path.name.startswith(text)) for path in PDFS} == set(TEXTS)


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_a_pdf_tells_what_its_text_tells(path: Any) -> None:
    text = next(text for text in TEXTS if path.name.startswith(text))
    expected = json.loads((SAMPLES / f"{text}.expected.json").read_text(encoding="utf-8"))
    document = parse(path)
    assert document.parser.id == expected["parser"]["id"]
    given = facts(document.model_dump(mode="json"))
    assert list(differences(facts(expected), given)) == []
