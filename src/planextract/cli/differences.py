"""What differs between two JSON values, field by field, in lines that a person reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher

from planextract.export.documents import Json

_SHOWN = 80


def differences(expected: Json, got: Json, path: str = "") -> Iterator[str]:
    """Lines `path: expected … got …`. Items of lists are paired so that one that is new or gone stays one line."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in dict.fromkeys([*expected, *got]):
            yield from _member(expected, got, key, f"{path}.{key}".removeprefix("."))
    elif isinstance(expected, list) and isinstance(got, list):
        yield from _lists(expected, got, path)
    elif type(expected) is not type(got) or expected != got:
        yield f"{path}: expected {_short(expected)} got {_short(got)}"


def _member(expected: dict[str, Json], got: dict[str, Json], key: str, path: str) -> Iterator[str]:
    if key not in got:
        yield f"{path}: expected {_short(expected[key])} got nothing"
    elif key not in expected:
        yield f"{path}: expected nothing got {_short(got[key])}"
    else:
        yield from differences(expected[key], got[key], path)


def _lists(expected: list[Json], got: list[Json], path: str) -> Iterator[str]:
    before, after = ([_identity(item) for item in items] for items in (expected, got))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, first, last, start, stop in matcher.get_opcodes():
        pairs = min(last - first, stop - start)
        for offset in range(pairs):
            place = f"{path}[{first + offset}]"
            yield from differences(expected[first + offset], got[start + offset], place)
        for index in range(first + pairs, last):
            yield f"{path}[{index}]: expected {_short(expected[index])} got nothing"
        for index in range(start + pairs, stop):
            yield f"{path}[{index}]: expected nothing got {_short(got[index])}"


def _identity(item: Json) -> str:
    """What makes two items of a list the same one though their fields may differ."""
    if isinstance(item, dict):
        names = [str(item[key]) for key in ("id", "title", "name", "code", "label", "kind") if key in item]
        if names:
            return "\n".join(names[:2])
    return json.dumps(item, ensure_ascii=False, sort_keys=True)


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
