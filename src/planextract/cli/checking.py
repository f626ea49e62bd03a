"""`planextract check`: do the documents of a folder still give what is expected of them?"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import cast

from planextract.batch.inputs import documents_in, readable
from planextract.cli import streams
from planextract.cli.differences import differences
from planextract.cli.findings import FindingsFormat, Voice
from planextract.cli.inputs import Input, require_name
from planextract.cli.parsing import Reading
from planextract.errors import InputError, UsageError
from planextract.export import documents, files
from planextract.export.documents import Json

_DIFFERENT = 1
_TOLD_AT_MOST = 40


def check(folder: str, reading: Reading, *, update: bool, form: FindingsFormat = "text") -> int:
    """Compare every document of the folder with its expectation, or with `update` write the expectations anew."""
    require_name(folder)
    paths = documents_in(Path(folder))
    _require_own_expectations(paths)
    step = _update if update else _check
    voice = Voice(form)
    codes = [voice.guarded(partial(step, path, reading, voice), readable(str(path))) for path in paths]
    good = codes.count(0)
    _say(f"{len(paths)} checked: {good} {'up to date' if update else 'as expected'}, {len(paths) - good} not")
    return max(codes)


def expectation(path: Path) -> Path:
    """Where the expectation of the document at `path` lies."""
    return path.with_name(f"{path.stem}.expected.json")


def _require_own_expectations(paths: list[Path]) -> None:
    taken: dict[Path, Path] = {}
    for path in paths:
        other = taken.setdefault(expectation(path), path)
        if other is not path:
            shared = expectation(path).name
            raise UsageError(f"{other} and {path} have the same expectation {shared}", remedy="rename one")


def _check(path: Path, reading: Reading, voice: Voice) -> int:
    got, beside = _parsed(path, reading), expectation(path)
    if not beside.exists():
        _write(beside, got)
        voice.say("error", readable(str(path)), f"had no expectation; wrote {beside.name}, look at it and keep it")
        return _DIFFERENT
    found = [difference for difference in differences(_expected(beside), got) if difference.path != "parser.version"]
    for difference in found[:_TOLD_AT_MOST]:
        voice.say("error", readable(str(path)), f"{difference.path}: {difference.said}", line=difference.line)
    if len(found) > _TOLD_AT_MOST:
        voice.say("error", readable(str(path)), f"… and {len(found) - _TOLD_AT_MOST} more differences")
    return _DIFFERENT if found else 0


def _update(path: Path, reading: Reading, voice: Voice) -> int:
    got, beside = _parsed(path, reading), expectation(path)
    if _write(beside, got):
        voice.say("info", readable(str(path)), f"wrote {beside.name}")
    return 0


def _parsed(path: Path, reading: Reading) -> Json:
    return documents.values(reading.read(Input(str(path))))


def _write(beside: Path, got: Json) -> bool:
    """Write the expectation unless it stands there already; whether it was written."""
    text = documents.pretty(got).encode()
    if files.holds(beside, text):
        return False
    files.write(beside, [text])
    return True


def _expected(beside: Path) -> Json:
    try:
        return cast(Json, json.loads(beside.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", place=str(beside), remedy="--update writes it again") from error


def _say(line: str) -> None:
    streams.write(f"{streams.visible(line)}\n")
