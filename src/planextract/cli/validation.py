"""`planextract validate`: is existing output what the schema says, and is it free of contradictions?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

from pydantic import ValidationError

from planextract import api
from planextract.cli import streams
from planextract.cli.failures import guarded
from planextract.cli.inputs import Input, inputs
from planextract.cli.places import where
from planextract.errors import InputError
from planextract.schema import PlanDocument

_FINDINGS = 1
_TOLD_AT_MOST = 100
# Members of unions, which pydantic puts into the location of an error though the document has no such level.
_UNION_MEMBERS = frozenset({"PagePlace", "LinePlace", "SheetPlace", "int", "float"})


class Finding(NamedTuple):
    """What is wrong, and where: a field (`measures[2].title`) or a place of the document (`line 12 cell 4`)."""

    place: str
    code: str
    message: str
    decisive: bool


def validate(files: list[str], *, strict: bool = False) -> int:
    """Write each finding as a line `file: place: code: message`.

    Gives 1 where the schema is violated or a finding is an error (with `strict` also a warning), 3 where a file cannot
    be read as JSON.
    """
    return max([guarded(partial(_validate, source, strict=strict), source.place) for source in inputs(files)])


def _validate(source: Input, *, strict: bool) -> int:
    code = 0
    for place, text in _texts(source):
        findings = list(_findings(text, place, strict=strict))
        for finding in findings[:_TOLD_AT_MOST]:
            _write(f"{place}: {finding.place or '-'}: {finding.code}: {finding.message}")
        if len(findings) > _TOLD_AT_MOST:
            _write(f"{place}: … and {len(findings) - _TOLD_AT_MOST} more")
        if any(finding.decisive for finding in findings):
            code = _FINDINGS
    return code


def _write(line: str) -> None:
    streams.write(f"{streams.visible(line)}\n")


def _texts(source: Input) -> Iterator[tuple[str, str]]:
    """How each document is named, and its JSON text; in a .jsonl file every line is one."""
    text = _read(source)
    if source.argument.endswith(".jsonl"):
        yield from ((f"{source.place}:{n}", line) for n, line in enumerate(text.split("\n"), 1) if line.strip())
    else:
        yield source.place, text


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


def _findings(text: str, place: str, *, strict: bool) -> Iterator[Finding]:
    _require_json(text, place)
    try:
        document = PlanDocument.model_validate_json(text, strict=True)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        # Each member of a union complains; what two of them say of one field is said once.
        told = dict.fromkeys((_field(problem["loc"]), problem["msg"]) for problem in problems)
        yield from (Finding(field, "schema", message, decisive=True) for field, message in told)
        return
    for diagnostic in api.recheck(document):
        decisive = diagnostic.severity == "error" or (strict and diagnostic.severity == "warning")
        yield Finding(where(diagnostic.provenance), diagnostic.code, diagnostic.message, decisive)


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


def _field(location: tuple[int | str, ...]) -> str:
    """A location as `measures[2].title`."""
    parts = (part for part in location if part not in _UNION_MEMBERS)
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")
