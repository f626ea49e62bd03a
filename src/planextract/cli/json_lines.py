"""On which line of a JSON text a value stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from json import JSONDecoder

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = JSONDecoder()


def line_of(text: str, location: Sequence[str | int]) -> int:
    """The line, from 1, of the value to which the keys and indices lead, or of the last container on the way there.

    `text` is valid JSON. Costs one pass over what stands before the value.
    """
    start = _blank(text, 0)
    for step in location:
        found = _member(text, start, step)
        if found is None:
            break
        start = found
    return text.count("\n", 0, start) + 1


def _member(text: str, start: int, wanted: str | int) -> int | None:
    """Where the value of that key or index of the container at `start` begins; None where there is none."""
    if text[start] not in "{[":
        return None
    position, index = _blank(text, start + 1), 0
    while text[position] not in "}]":
        name: str | int = index
        if text[start] == "{":
            name, position = _DECODER.raw_decode(text, position)
            position = _blank(text, _blank(text, position) + 1)
        if name == wanted:
            return position
        position = _blank(text, _DECODER.raw_decode(text, position)[1])
        if text[position] == ",":
            position = _blank(text, position + 1)
        index += 1
    return None


def _blank(text: str, position: int) -> int:
    """The first position from here on that is not blank."""
    found = _BLANK.match(text, position)
    return found.end() if found else position
