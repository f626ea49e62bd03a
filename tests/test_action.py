"""What GitHub runs: annotations that it understands, and the steps of `action.yml` as they stand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from planextract import api
from planextract.cli import main
from planextract.cli.findings import annotation
from planextract.cli.json_lines import line_of
from planextract.export import documents
from planextract.schema import PlanDocument
from tests.made_documents import diagnostic, document, fake_parse
from tests.places import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"::(error|warning|notice) file=([^:,]*)(?:,line=(\d+))?::(.*)")


def unescaped(text: str) -> str:
    """As GitHub's runner reads it."""
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


class TestAnnotation:
    def test_form(self) -> None:
        said = annotation("error", "計画/a, b:c.txt", "100%\n::error::no", 12)
        assert said == "::error file=計画/a%2C b%3Ac.txt,line=12::100%25%0A::error::no"
        assert annotation("info", "a.txt", "x") == "::notice file=a.txt::x"
        assert annotation("warning", "a.txt", "x") == "::warning file=a.txt::x"

    @given(st.text(), st.text())
    def test_is_one_command_whatever_is_said(self, file: str, message: str) -> None:
        said = annotation("error", file, message, 1)
        assert len(said.splitlines()) == 1
        found = COMMAND.fullmatch(said)
        assert found
        if (file + message).isprintable():
            assert (unescaped(found[2]), unescaped(found[4])) == (file, message)


class TestLineOf:
    @pytest.mark.parametrize(
        ("location", "line"),
        [
            ((), 1),
            (("a",), 2),
            (("b", 0, "c"), 4),
            (("b", 1), 5),
            (("b", 1, "missing", 3), 5),
            (("b", 7), 3),
            (("d, e",), 6),
        ],
    )
    def test_pretty(self, location: tuple[str | int, ...], line: int) -> None:
        text = '{\n"a": "x, }",\n"b" : [\n{"b": 1, "c" : {}},\n[] ],\n"d, e": null}'
        assert line_of(text, location) == line

    def test_every_value_of_a_document(self) -> None:
        text = documents.to_json(document("a.txt", diagnostic("error")))
        lines = text.split("\n")
        for location, value in leaves(json.loads(text)):
            assert json.dumps(value, ensure_ascii=False) in lines[line_of(text, location) - 1]


def leaves(value: Any, location: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """All values that hold no others, with what leads to them."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, dict | list):
        yield location, value
    for key, member in members:
        yield from leaves(member, (*location, key))


@pytest.fixture
def annotations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, list[tuple[str, ...]], str]]:
    """Runs one command line for GitHub: exit code, annotations (kind, file, line, message), standard error."""
    monkeypatch.setattr(api, "parse", fake_parse)
    monkeypatch.setattr(api, "recheck", lambda document: document.diagnostics)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, list[tuple[str, ...]], str]:
        code = main([*arguments, "--output-format", "github"])
        out, err = capsys.readouterr()
        return code, [found.groups("") for found in map(COMMAND.fullmatch, out.splitlines()) if found], err

    return run


Annotations = Callable[..., tuple[int, list[tuple[str, ...]], str]]


class TestCheck:
    @pytest.fixture(autouse=True)
    def samples(self, tmp_path: Path, annotations: Annotations) -> Path:
        (tmp_path / "samples").mkdir()
        (tmp_path / "samples" / "plan.txt").write_text("fine")
        return tmp_path / "samples"

    def test_missing_expectation(self, annotations: Annotations) -> None:
        code, (told,), _ = annotations("check", "samples")
        assert (code, told[:3]) == (1, ("error", "samples/plan.txt", ""))
        assert annotations("check", "samples")[:2] == (0, [])

    def test_difference_leads_to_the_line_it_was_read_from(self, annotations: Annotations, samples: Path) -> None:
        annotations("check", "samples")
        path = samples / "plan.expected.json"
        expected = json.loads(path.read_bytes())
        expected["measures"][0]["indicators"][0]["observations"][0]["amounts"][0]["value"] = 1201
        expected["plan"]["title"] = "別の計画"
        del expected["measures"][1]
        path.write_text(json.dumps(expected), encoding="utf-8")
        code, told, _ = annotations("check", "samples")
        assert code == 1
        assert [(kind, line, message.partition(":")[0]) for kind, _, line, message in told] == [
            ("error", "", "plan.title"),
            ("error", "3", "measures[0].indicators[0].observations[0].amounts[0].value"),
            ("error", "4", "measures[1]"),
        ]

    def test_failure(self, annotations: Annotations, samples: Path) -> None:
        (samples / "large.txt").write_text("limit")
        (samples / "plan.expected.json").write_text("{\n<<<", encoding="utf-8")
        code, told, err = annotations("check", "samples")
        assert (code, err) == (8, "")
        assert told[0] == ("error", "samples/large.txt", "", "is too large")
        assert told[1][:3] == ("error", "samples/plan.txt", "")
        assert "plan.expected.json: cannot be read" in told[1][3]


class TestValidate:
    def test_schema(self, annotations: Annotations, tmp_path: Path) -> None:
        text = documents.to_json(document()).replace('"kind": "actual"', '"kind": "real"', 1)
        (tmp_path / "out.json").write_text(text, encoding="utf-8")
        code, (told,), _ = annotations("validate", "out.json")
        assert code == 1
        assert told[:2] == ("error", "out.json")
        assert '"kind": "real"' in text.split("\n")[int(told[2]) - 1]
        assert told[3].startswith("measures[0].indicators[0].observations[0].kind: schema: ")

    def test_severities(self, annotations: Annotations, tmp_path: Path) -> None:
        found = [diagnostic(severity) for severity in ("info", "warning", "error")]
        text = documents.to_json(document("a.txt", *found))
        (tmp_path / "out.json").write_text(text, encoding="utf-8")
        code, told, _ = annotations("validate", "out.json")
        assert (code, [kind for kind, *_ in told]) == (1, ["notice", "warning", "error"])
        for (_, _, line, _), one in zip(told, found, strict=True):
            assert f'"severity": "{one.severity}"' in text.split("\n")[int(line)]

    def test_json_lines(self, annotations: Annotations, tmp_path: Path) -> None:
        good, bad = documents.to_json_line(document()), documents.to_json_line(document("a.txt", diagnostic("error")))
        (tmp_path / "out.jsonl").write_text(good + "\n" + bad, encoding="utf-8")
        code, (told,), _ = annotations("validate", "out.jsonl")
        assert (code, told[:3]) == (1, ("error", "out.jsonl", "3"))

    def test_no_json(self, annotations: Annotations, tmp_path: Path) -> None:
        (tmp_path / "out.json").write_text('{\n"a": 1,\n}')
        code, told, err = annotations("validate", "out.json", "missing.json")
        assert (code, err) == (3, "")
        assert [one[:3] for one in told] == [("error", "out.json", "3"), ("error", "missing.json", "")]


class TestSteps:
    """The shell steps of the action, run as GitHub's runner does, with the inputs filled in."""

    @pytest.fixture
    def workspace(self, tmp_path: Path) -> Path:
        """A repository with documents, and on its PATH a python that notes what it is to install."""
        documents_folder = tmp_path / "workspace" / "my documents"
        documents_folder.mkdir(parents=True)
        sample = ROOT / "samples" / "generic.txt"
        (documents_folder / "plan.txt").write_bytes(sample.read_bytes())
        subprocess.run(
            [sys.executable, "-m", "planextract", "check", str(documents_folder)], capture_output=True, check=False
        )
        python = tmp_path / "bin" / "python"
        python.parent.mkdir()
        python.write_text(
            f'#!/bin/bash\nif [ "$2" = pip ]; then printf "%s\\n" "${{@:3}}" > {tmp_path}/installed; exit; fi\n'
            f'exec "{sys.executable}" "$@"\n'
        )
        python.chmod(0o755)
        return tmp_path / "workspace"

    @staticmethod
    def run(workspace: Path, **given: str) -> list[tuple[str, int, str]]:
        """Each step that ran: name, exit code, what it said. A failed step ends the job, but for `!cancelled()`."""
        inputs = {name: str(said["default"]) for name, said in ACTION["inputs"].items()} | given
        ran: list[tuple[str, int, str]] = []
        for step in ACTION["runs"]["steps"]:
            failed = any(code for _, code, _ in ran)
            if "run" not in step or not wanted(step.get("if", ""), inputs, failed=failed):
                continue
            environment = {name: filled(value, inputs) for name, value in step.get("env", {}).items()}
            path = f"{workspace.parent / 'bin'}:{os.environ['PATH']}"
            assert step["shell"] == "bash"
            ended = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=workspace,
                env={**os.environ, **environment, "PATH": path},
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            ran.append((step["name"], ended.returncode, ended.stdout + ended.stderr))
        return ran

    def test_everything_as_expected(self, workspace: Path) -> None:
        ran = self.run(workspace, documents="my documents", data="my documents/*.expected.json\n")
        assert [(name, code) for name, code, _ in ran] == [
            ("Install planextract", 0),
            ("Check documents", 0),
            ("Validate data", 0),
        ]
        assert (workspace.parent / "installed").read_text().splitlines()[-1] == str(ROOT)

    def test_differences_and_contradictions_fail_and_are_annotated(self, workspace: Path) -> None:
        path = workspace / "my documents" / "plan.expected.json"
        path.write_text(path.read_text(encoding="utf-8").replace("図書館", "図書舘", 1), encoding="utf-8")
        (workspace / "deep" / "er").mkdir(parents=True)
        text = documents.to_json(document()).replace('"kind": "actual"', '"kind": "real"', 1)
        (workspace / "deep" / "er" / "a b.json").write_text(text, encoding="utf-8")
        ran = self.run(
            workspace, documents="my documents", data="deep/**/*.json\n\nmissing.json", package="planextract==1"
        )
        assert [code for _, code, _ in ran] == [0, 1, 3]
        assert re.match(r"::error file=my documents/plan\.txt,line=\d+::", ran[1][2])
        assert re.match(r"::error file=deep/er/a b\.json,line=\d+::", ran[2][2])
        assert "::error file=missing.json::" in ran[2][2]
        assert (workspace.parent / "installed").read_text().splitlines()[-1] == "planextract==1"

    def test_strict(self, workspace: Path) -> None:
        path = workspace / "my documents" / "plan.expected.json"
        read = PlanDocument.model_validate_json(path.read_bytes())
        numbered = [measure.model_copy(update={"number": "7"}) for measure in read.measures]
        path.write_text(documents.to_json(read.model_copy(update={"measures": numbered})), encoding="utf-8")
        for strict, expected in (("false", 0), ("true", 1)):
            ran = self.run(workspace, data="my documents/plan.expected.json", strict=strict)
            assert [(name, code) for name, code, _ in ran][1:] == [("Validate data", expected)]
            assert "::warning file=my documents/plan.expected.json" in ran[1][2]

    def test_inputs_are_no_commands(self, workspace: Path) -> None:
        hostile = '"; touch owned; echo $(touch owned) `touch owned`'
        self.run(workspace, documents=hostile, data=hostile, strict=hostile, package=hostile)
        assert not (workspace / "owned").exists()
        assert all("${{" not in step.get("run", "") for step in ACTION["runs"]["steps"])


def filled(text: str, inputs: dict[str, str]) -> str:
    """The text with `${{ … }}` filled in."""
    names = {f"inputs.{name}": value for name, value in inputs.items()} | {"github.action_path": str(ROOT)}
    return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: names[found[1]], text)


def wanted(condition: str, inputs: dict[str, str], *, failed: bool) -> bool:
    """Whether a step runs: `inputs.x != ''`, and after a failure only with `!cancelled()`."""
    needed = re.fullmatch(r"(?:\$\{\{ (!cancelled\(\) && )?inputs\.([a-z-]+) != '' \}\})?", condition)
    assert needed, condition
    return (not failed or bool(needed[1])) and (not needed[2] or bool(inputs[needed[2]]))


def test_the_workflow_of_the_readme_uses_what_the_action_has() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", README, re.S)
    (step,) = [step for step in yaml.safe_load(block) if "planextract" in step["uses"]]
    assert set(step["with"]) <= set(ACTION["inputs"])
    assert ACTION["runs"]["using"] == "composite"
