"""`planextract validate`: is existing output what the schema says, and is it free of contradictions?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

from pydantic import ValidationError

from planextract import api
from planextract.cli.findings import FindingsFormat, Voice
from planextract.cli.inputs import Input, inputs
from planextract.cli.json_lines import line_of
from planextract.cli.places import where
from planextract.errors import InputError
from planextract.schema import PlanDocument, Severity

_FINDINGS = 1
_TOLD_AT_MOST = 100
# Members of unions, which pydantic puts into the location of an error though the document has no such level.
_UNION_MEMBERS = frozenset({"PagePlace", "LinePlace", "SheetPlace", "int", "float"})


class Finding(NamedTuple):
    """What is wrong, and where: a field (`measures[2].title`) or a place of the document (`line 12 cell 4`).

    `location` leads to the value in the JSON text that the finding is about.
    """

    place: str
    severity: Severity
    code: str
    message: str
    location: tuple[str | int, ...]


class JsonText(NamedTuple):
    """One document's JSON, the file it lies in, and the line of that file, from 1, on which it begins."""

    text: str
    file: str
    line: int
    place: str


def validate(files: list[str], *, strict: bool = False, form: FindingsFormat = "text") -> int:
    """Write each finding as a line `file: place: code: message`, or in the form that GitHub shows at the file.

    Gives 1 where the schema is violated or a finding is an error (with `strict` also a warning), 3 where a file cannot
    be read as JSON.
    """
    voice = Voice(form)
    step = partial(_validate, voice=voice, strict=strict)
    return max([voice.guarded(partial(step, source), source.place) for source in inputs(files)])


def _validate(source: Input, *, voice: Voice, strict: bool) -> int:
    decisive: tuple[Severity, ...] = ("error", "warning") if strict else ("error",)
    code = 0
    for text in _texts(source):
        findings = list(_findings(text))
        for finding in findings[:_TOLD_AT_MOST]:
            _tell(voice, text, finding)
        if len(findings) > _TOLD_AT_MOST:
            severity, more = findings[_TOLD_AT_MOST].severity, len(findings) - _TOLD_AT_MOST
            voice.say(severity, text.file, f"… and {more} more", place=text.place)
        if any(finding.severity in decisive for finding in findings):
            code = _FINDINGS
    return code


def _tell(voice: Voice, text: JsonText, finding: Finding) -> None:
    said = f"{finding.place or '-'}: {finding.code}: {finding.message}"
    line = text.line - 1 + line_of(text.text, finding.location) if voice.form == "github" else None
    voice.say(finding.severity, text.file, said, line=line, place=text.place)


def _texts(source: Input) -> Iterator[JsonText]:
    """Each document's JSON text; in a .jsonl file every line is one."""
    text, file = _read(source), source.place
    if source.argument.endswith(".jsonl"):
        lines = enumerate(text.split("\n"), 1)
        yield from (JsonText(line, file, n, f"{file}:{n}") for n, line in lines if line.strip())
    else:
        yield JsonText(text, file, 1, file)


def _read(source: Input) -> str:
    try:
        stream = source.open()
        data = stream.read_bytes() if isinstance(stream, Path) else stream.read()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 (byte {error.start})", place=source.place, remedy="JSON is UTF-8") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"cannot be read: {reason}", place=source.place, remedy="give output of parse") from error


def _findings(text: JsonText) -> Iterator[Finding]:
    _require_json(text.text, text.place)
    try:
        document = PlanDocument.model_validate_json(text.text, strict=True)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        # Each member of a union complains; what two of them say of one field is said once.
        told = dict.fromkeys((_location(problem["loc"]), problem["msg"]) for problem in problems)
        yield from (Finding(_field(at), "error", "schema", said, at) for at, said in told)
        return
    written = document.diagnostics
    for found in api.recheck(document):
        location = ("diagnostics", written.index(found)) if found in written else ()
        yield Finding(where(found.provenance), found.severity, found.code, found.message, location)


def _require_json(text: str, place: str) -> None:
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        at = f"{place}: line {error.lineno} column {error.colno}"
        lines = error.msg == "Extra data"
        remedy = "name it .jsonl if each line is a document" if lines else "write it again with parse"
        raise InputError(f"is not JSON: {error.msg}", place=at, remedy=remedy) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON: {error}", place=place, remedy="write it again with parse") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _location(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    return tuple(part for part in location if part not in _UNION_MEMBERS)


def _field(location: tuple[int | str, ...]) -> str:
    """A location as `measures[2].title`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")
