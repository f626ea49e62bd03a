"""What differs between two JSON values, field by field, in words that a person reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from planextract.export.documents import Json

_SHOWN = 80


class Difference(NamedTuple):
    """A field (`measures[2].title`), what is said of it, and the line of the document it was read from, if any."""

    path: str
    said: str
    line: int | None


def differences(expected: Json, got: Json, path: str = "", line: int | None = None) -> Iterator[Difference]:
    """What differs. Items of lists are paired so that one that is new or gone stays one difference."""
    if isinstance(expected, dict) and isinstance(got, dict):
        line = _line(got) or _line(expected) or line
        for key in dict.fromkeys([*expected, *got]):
            yield from _member(expected, got, key, f"{path}.{key}".removeprefix("."), line)
    elif isinstance(expected, list) and isinstance(got, list):
        yield from _lists(expected, got, path, line)
    elif type(expected) is not type(got) or expected != got:
        yield Difference(path, f"expected {_short(expected)} got {_short(got)}", line)


def _member(
    expected: dict[str, Json], got: dict[str, Json], key: str, path: str, line: int | None
) -> Iterator[Difference]:
    if key not in got:
        yield Difference(path, f"expected {_short(expected[key])} got nothing", line)
    elif key not in expected:
        yield Difference(path, f"expected nothing got {_short(got[key])}", line)
    else:
        yield from differences(expected[key], got[key], path, line)


def _lists(expected: list[Json], got: list[Json], path: str, line: int | None) -> Iterator[Difference]:
    before, after = ([_identity(item) for item in items] for items in (expected, got))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, first, last, start, stop in matcher.get_opcodes():
        pairs = min(last - first, stop - start)
        for offset in range(pairs):
            place = f"{path}[{first + offset}]"
            yield from differences(expected[first + offset], got[start + offset], place, line)
        for index in range(first + pairs, last):
            gone = expected[index]
            yield Difference(f"{path}[{index}]", f"expected {_short(gone)} got nothing", _line(gone) or line)
        for index in range(start + pairs, stop):
            new = got[index]
            yield Difference(f"{path}[{index}]", f"expected nothing got {_short(new)}", _line(new) or line)


def _line(item: Json) -> int | None:
    """The line of the document that the item says it was read from."""
    places = item.get("provenance") if isinstance(item, dict) else None
    first = places[0] if isinstance(places, list) and places else None
    line = first.get("line") if isinstance(first, dict) else None
    return line if isinstance(line, int) else None


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
