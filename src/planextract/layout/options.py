"""Cells that list options, of which some are ticked: ■ 政策的 □ 経常的, ○達成 ●不十分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from planextract.schema import PagePlace
from planextract.text import NOTHING, Text, joined

_TICKED = "■☑☒✓✔●◉"
_OPEN = "□☐○◯〇"
_MARKS = re.compile(f"[{_TICKED}{_OPEN}]")
TICK_ALONE = re.compile(r"\s*[○〇◯●■☑✓✔レ✕×]\s*")


class Option(NamedTuple):
    """One option: its mark, whether that ticks it, and its words."""

    mark: Text
    ticked: bool
    words: Text


class _Place(NamedTuple):
    x: float
    y: float
    height: float


def options_of(text: Text) -> list[Option]:
    """The options of a cell; nothing where it has no ticked and unticked marks.

    Each character belongs to the mark before it: on a page to the nearest one at the left on its line, where options
    of two lines stand beside a mark at half height; in a text to the last one printed.
    """
    marks = [match.start() for match in _MARKS.finditer(text.string)]
    said = {text.string[at] in _TICKED for at in marks}
    if said != {True, False}:
        return []
    owners = _owners(text, marks)
    options = []
    for mark in marks:
        own = [i for i, owner in enumerate(owners) if owner == mark and i != mark]
        options.append(Option(text.slice(mark, mark + 1), text.string[mark] in _TICKED, _stretches(text, own)))
    return options


def ticked(options: Sequence[Option]) -> Text:
    """The words of the ticked options, a line each."""
    return joined("\n", (option.words for option in options if option.ticked))


def _stretches(text: Text, indices: Sequence[int]) -> Text:
    parts: list[Text] = []
    start = None
    for i, index in enumerate(indices):
        start = index if start is None else start
        if i + 1 == len(indices) or indices[i + 1] != index + 1:
            parts.append(text.slice(start, index + 1).strip())
            start = None
    return joined("", (part for part in parts if part)) if parts else NOTHING


def _owners(text: Text, marks: Sequence[int]) -> list[int | None]:
    places = [_place(text, i) for i in range(len(text))]
    here = {mark: place for mark in marks if (place := places[mark]) is not None}
    owners: list[int | None] = []
    for i, place in enumerate(places):
        last = next((mark for mark in reversed(marks) if mark <= i), None)
        owners.append(last if place is None else _nearest(place, here, last))
    return owners


def _nearest(place: _Place, marks: dict[int, _Place], last: int | None) -> int | None:
    beside = [
        (at.x, mark)
        for mark, at in marks.items()
        if at.x <= place.x and abs(at.y - place.y) < max(at.height, place.height)
    ]
    if not beside:
        return last
    # Of marks above each other (a list of lines) the one whose line it is.
    right = max(x for x, _ in beside)
    column = [mark for x, mark in beside if right - x < place.height]
    return min(column, key=lambda mark: abs(marks[mark].y - place.y))


def _place(text: Text, index: int) -> _Place | None:
    if text.string[index].isspace():
        return None
    for place in text.slice(index, index + 1).provenance:
        if isinstance(place, PagePlace):
            x0, top, _, bottom = place.bbox
            return _Place(x0, (top + bottom) / 2, bottom - top)
    return None
