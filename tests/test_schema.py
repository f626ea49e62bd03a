"""The published JSON Schema is the models', and it is closed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from planextract.cli import main
from planextract.schema import PlanDocument
from tests.made_documents import document
from tests.places import ROOT

SCHEMA = ROOT / "schemas" / "plan-document.schema.json"


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """All schemas of objects."""
    yield schema
    yield from schema["$defs"].values()


def test_published_schema_is_what_the_program_prints(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["schema"]) == 0
    printed = capsysbinary.readouterr().out
    assert SCHEMA.read_bytes() == printed, "run `make schema`"


def test_draft_and_title() -> None:
    schema = json.loads(SCHEMA.read_bytes())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "PlanDocument"
    assert "$id" not in schema


def test_every_object_is_closed_and_described() -> None:
    for schema in objects(json.loads(SCHEMA.read_bytes())):
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False
        assert schema["description"]


def test_version_is_fixed() -> None:
    version = json.loads(SCHEMA.read_bytes())["properties"]["schema_version"]
    assert (version["enum"], version["default"]) == (["1.0", "1.1"], "1.1")


def test_a_document_of_the_first_version_is_still_one() -> None:
    """Minor versions only add: what 1.0 has written validates, with costs and assessments empty."""
    written = document().model_dump(mode="json") | {"schema_version": "1.0"}
    for measure in written["measures"]:
        del measure["costs"], measure["assessments"]
    read = PlanDocument.model_validate(written)
    assert [(measure.costs, measure.assessments) for measure in read.measures] == [([], [])] * len(read.measures)
