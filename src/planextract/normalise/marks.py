"""Brackets, remarks (※) and enumeration marks (①) of a cell: where its parts begin and end. Folded strings."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from typing import NamedTuple

_PAIRS = {"(": ")", "[": "]", "〔": "〕", "【": "】", "〈": "〉", "｟": "｠"}
_BRACKETS = re.compile(r"[()\[\]〔〕【】〈〉｟｠]")
_REMARK = re.compile(r"[※＊]|\*(?=[^0-9\s*])")
_CIRCLED = "①-⑳㉑-㉟㊱-㊿❶-❿➀-➓⓫-⓴⑴-⒇㋐-㋾㊀-㊉"
ENUMERATION_MARKS = re.compile(f"[{_CIRCLED}]")
# What ends the words of a label, beside blanks: colons, list marks, arrows, ends of sentences.
LABEL_BORDER = re.compile(rf"[\s:;※●○◎◆◇■□▲△▼▽★☆→⇒|。!?「『{_CIRCLED}]|(?<![^\s])・")


class Bracket(NamedTuple):
    """An outermost bracket: `start` at the opening character, `stop` after the closing one."""

    start: int
    stop: int


def brackets(string: str) -> list[Bracket]:
    """The outermost balanced brackets, in order; an opening bracket that is never closed is none."""
    found: list[Bracket] = []
    stack: list[tuple[str, int]] = []
    for match in _BRACKETS.finditer(string):
        character = match[0]
        if character in _PAIRS:
            stack.append((_PAIRS[character], match.start()))
        elif stack and stack[-1][0] == character:
            start = stack.pop()[1]
            while found and found[-1].start > start:
                found.pop()
            found.append(Bracket(start, match.end()))
    return found


def remarks(string: str, enclosed: list[Bracket]) -> list[tuple[int, int]]:
    """Spans of ※ remarks outside brackets: to the next outer bracket, the next ※ or the end of the line."""
    if not _REMARK.search(string):
        return []
    ends = [match.start() for match in re.finditer("\n", string)]
    borders = sorted([*ends, *(bracket.start for bracket in enclosed)])
    found: list[tuple[int, int]] = []
    following = iter([*borders, len(string)])
    border = next(following)
    for match in _REMARK.finditer(string):
        start = match.start()
        if enclosing(start, enclosed):
            continue
        while border < start:
            border = next(following)
        if found and found[-1][1] > start:
            found[-1] = (found[-1][0], start)
        found.append((start, border))
    return found


def enclosing(index: int, outer: list[Bracket]) -> Bracket | None:
    """The bracket (of a sorted list that does not overlap) that an index lies in, or None."""
    place = bisect_right(outer, (index, sys.maxsize)) - 1
    return outer[place] if place >= 0 and index < outer[place].stop else None


def enumerated(text: str) -> list[tuple[str, int, int]]:
    """Split at enumeration marks (①②③…, ⑴, ㋐, ❶): `(mark, start, stop)`, one for each mark, in order.

    The spans are indices into `text`, begin after the mark and end before the next one (or at the end), blanks
    stripped; what stands before the first mark is in none. A text without marks gives an empty list.
    """
    marks = list(ENUMERATION_MARKS.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [(mark[0], *_stripped(text, mark.end(), end)) for mark, end in zip(marks, ends, strict=False)]


def _stripped(text: str, start: int, stop: int) -> tuple[int, int]:
    part = text[start:stop]
    stop = start + len(part.rstrip())
    return min(stop, start + len(part) - len(part.lstrip())), stop
