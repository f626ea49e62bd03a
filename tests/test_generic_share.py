"""What survives of each sample's facts without its parser: the generic parser's quality *is* the vocabulary and the
inference on which all parsers stand. `generic_shares.json` records the least share of each sample; raise it when the
generic parser improves.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from planextract import parse
from planextract.export import documents
from tests.places import ROOT, SAMPLES

RECORD = ROOT / "tests" / "generic_shares.json"
RECORDED: dict[str, float] = json.loads(RECORD.read_text(encoding="utf-8"))
DOCUMENTS = {
    path.relative_to(SAMPLES).as_posix(): path
    for path in sorted(SAMPLES.rglob("*"))
    if path.with_name(f"{path.stem}.expected.json").exists() and path.suffix != ".json"
}


def facts(document: dict[str, Any]) -> Counter[tuple[str, str, str]]:
    """Every leaf of municipality, plan and measures, with its measure and its path.

    Places are no facts, and one lost item of a list costs one fact.
    """
    parts = [("", {key: document[key] for key in ("municipality", "plan")})]
    parts += [(measure["title"], measure) for measure in document["measures"]]
    return Counter((title, path, repr(value)) for title, part in parts for path, value in leaves(part))


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "provenance":
                yield from leaves(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    elif value is not None:
        yield path, value


def share(wanted: Counter[tuple[str, str, str]], given: Counter[tuple[str, str, str]]) -> float:
    """The part of the wanted facts that is given, rounded down to four places."""
    return int(10_000 * (wanted & given).total() / wanted.total()) / 10_000


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_facts_of_a_sample_survive_without_its_parser(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    path = DOCUMENTS[name]
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    given: Any = documents.values(parse(path, parser="generic"))
    survived = share(facts(expected), facts(given))
    record_property("survive with --parser generic", f"{survived:.4f}  {name}")
    assert name in RECORDED, f"write it into {RECORD.name}: {survived}"
    assert survived >= RECORDED[name]


def test_the_record_names_samples_that_exist() -> None:
    assert sorted(RECORDED) == sorted(DOCUMENTS)


def test_a_lost_fact_costs_its_share() -> None:
    def of(title: str, *departments: str) -> Counter[tuple[str, str, str]]:
        measure = {"title": title, "departments": departments, "number": None}
        return facts({"municipality": {"code": None}, "plan": {}, "measures": [json.loads(json.dumps(measure))]})

    assert share(of("道", "土木課", "港課"), of("道", "土木課", "港課")) == 1.0
    assert share(of("道", "土木課", "港課"), of("道", "港課")) == 0.6666
    assert share(of("道", "土木課", "港課"), of("橋", "土木課", "港課")) == 0.0
