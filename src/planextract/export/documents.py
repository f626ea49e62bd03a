"""A document as JSON values and as JSON text."""

from __future__ import annotations

import json

from pydantic import BaseModel

from planextract.schema import PlanDocument

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

# Above this a float no longer holds every whole number, and its digits would be an invention.
_EXACT = 2.0**53


def to_json(document: PlanDocument) -> str:
    """The document as one JSON object, as `planextract parse` writes it: indented, one newline at the end."""
    return pretty(values(document))


def to_json_line(document: PlanDocument) -> str:
    """The document as one line of JSON Lines, with the newline."""
    return line(values(document))


def values(model: BaseModel) -> Json:
    """The model as plain JSON values, fields in the order of the schema, whole numbers as integers (40.0 → 40)."""
    return _plain(model.model_dump(mode="json"))


def _plain(value: Json) -> Json:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) <= _EXACT else value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


# JSON allows these inside strings, but many readers of lines end a line at them.
_LINE_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}


def pretty(value: Json, *, sort: bool = False) -> str:
    """JSON text for people: indented by 2, Japanese as itself, one newline at the end. ValueError for NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=sort) + "\n"


def line(value: Json) -> str:
    """JSON text on one line (JSON Lines), with the newline. ValueError for NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS) + "\n"
