"""Parsers: each has a sample that it reads as expected, declarations are checked, claims are exclusive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from planextract import parse
from planextract.errors import ParserError
from planextract.parsers import registry
from planextract.parsers.parser import Evidence, Parser
from planextract.record import Role
from planextract.schema import PlanDocument
from tests.places import ROOT, SAMPLES

DOCUMENTS = sorted(SAMPLES.glob("*.txt"))


def expected(document: Path) -> dict[str, Any]:
    loaded = json.loads(document.with_name(f"{document.stem}.expected.json").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_sample_gives_its_expectation(document: Path) -> None:
    read = parse(document).model_dump(mode="json")
    wanted = expected(document)
    read["parser"].pop("version"), wanted["parser"].pop("version")
    assert read == wanted


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_an_expectation_is_a_valid_document(document: Path) -> None:
    PlanDocument.model_validate(expected(document))


def test_every_parser_has_a_sample() -> None:
    read_by = {expected(document)["parser"]["id"] for document in DOCUMENTS}
    assert {parser.id for parser in registry.parsers()} <= read_by


@pytest.mark.parametrize("parser", [p for p in registry.parsers() if p.id != "generic"], ids=lambda parser: parser.id)
def test_a_municipal_parser_is_a_short_declaration(parser: Parser) -> None:
    module = ROOT / "src" / "planextract" / "parsers" / f"{parser.id}.py"
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 60


def test_a_declared_municipality_is_the_documents() -> None:
    """Sheets known by their layout never name their own city, but may name others."""
    document = parse(SAMPLES / "yokohama.txt")
    assert "横浜市" not in (SAMPLES / "yokohama.txt").read_text(encoding="utf-8")
    assert (document.municipality.code, document.municipality.name) == ("141003", "横浜市")
    assert parse(SAMPLES / "yokohama.txt", parser="generic").municipality.code is None
    assert parse(SAMPLES / "yokohama.txt", municipality="062049").municipality.name == "酒田市"


def test_an_unknown_parser_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ParserError, match="sakata") as caught:
        registry.named("nowhere")
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"id": "Up Per"}, "parser id"),
        ({"id": "ok", "municipality": "999999"}, "municipality"),
        ({"id": "ok", "headings": {"施策": "title"}}, "headings"),
    ],
)
def test_a_wrong_declaration_names_its_field(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ParserError, match=said):
        Parser(**{"version": "1.0", **fields})


def test_two_claims_are_an_error_that_names_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = Evidence(all_of=("みなと計画",))
    both = (Parser("first", "1.0", evidence=evidence), Parser("second", "1.0", evidence=evidence))
    monkeypatch.setattr(registry, "parsers", lambda: both)
    document = tmp_path / "plan.txt"
    document.write_text("みなと計画\n\n施策名\t担当課\n道\t土木課\n", encoding="utf-8")
    with pytest.raises(ParserError, match="first and second") as caught:
        parse(document)
    assert caught.value.exit_code == 4


def test_evidence_is_compared_without_blanks_and_width() -> None:
    evidence = Evidence(all_of=("秦野市",), layouts=(frozenset({"ＫＰＩ", "施策名"}),))
    assert evidence.found_in("秦野市役所", frozenset({"kpi", "施策名"}))
    assert not evidence.found_in("秦野市役所", frozenset({"kpi"}))
    assert not evidence.found_in("泰野市", frozenset({"kpi", "施策名"}))


def test_hooks_run_at_the_boundaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parser = Parser(
        "hooked",
        "1.0",
        evidence=Evidence(all_of=("みなと計画",)),
        headings={"やること": Role.TITLE},
        repair=lambda table: table,
        refine=lambda measure, record: measure.model_copy(
            update={"notes": [*measure.notes, record.table.width.__str__()]}
        ),
    )
    monkeypatch.setattr(registry, "parsers", lambda: (parser,))
    document = tmp_path / "plan.txt"
    document.write_text(
        "みなと計画\n\n番号\tやること\t担当課\n1\t道をなおす\t土木課\n2\t橋をなおす\t土木課\n", encoding="utf-8"
    )
    read = parse(document)
    assert read.parser.id == "hooked"
    assert [(m.title, m.notes) for m in read.measures] == [("道をなおす", ["3"]), ("橋をなおす", ["3"])]
