"""Line ends inside a cell: which are only there because the line was full, and which somebody set.

Where a line was full, the next one goes on in the same paragraph: inside Japanese words nothing stands there, between
Latin words a blank (OUTPUT.md rule 10). A line that had room for what comes next was ended on purpose.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import pairwise

from planextract.detect.lines import NOBODY, Line
from planextract.detect.page import Glyphs
from planextract.geometry import Box

_LATIN_END = re.compile(r"[!-~]+\Z")
_LATIN_START = re.compile(r"[!-~]+")
# What no line begins with (JIS X 4051): where one does, its paragraph goes on.
NEVER_FIRST = "、。，．）」』】〕〉》ー々っゃゅょぁぃぅぇぉッャュョァィゥェォ"
# What stays together at the begin of a line: a Latin word, or a character with its brackets and marks.
_UNIT = re.compile(f"[!-~]+|[（「『【〔〈《]*.[{NEVER_FIRST}]*")
_KATAKANA = re.compile(r"[\u30a1-\u30fc]")
# What begins a line of its own even below a full one: bullets, enumerations, remarks, a label with its colon.
ALWAYS_FIRST = re.compile(
    r"[・●○◎◇◆□■☑☐✓▲△▼▽①-⑳※〇★☆→⇒]|[(（]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、](?![0-9０-９])"
    r"|[^\W\d_][^\s:：、。]{0,11}[:：]"
)
# Names below each other in a narrow cell fill it by chance; whoever reads names knows where one ends.
_NAME = re.compile(r"[\u30a1-\u30fc\u3400-\u9fff々]+")
_NARROW = 12
_MOST_PADDING = 0.8
"""Characters of white that a cell keeps beside its text at most; more is an indent or a short text."""


def joined_lines(lines: Sequence[Line], whole: Box, glyphs: Glyphs) -> tuple[str, array[int]]:
    """Lines as one string with an end between two that are paragraphs, and the glyph of each character or NOBODY."""
    boxes = [glyphs.around(i for i in line.indices if i != NOBODY) or whole for line in lines]
    room = _room(boxes, whole)
    parts: list[str] = []
    indices = array("i")
    for k, line in enumerate(lines):
        if k:
            between = _between(lines[k - 1], line, boxes[k - 1], room, glyphs)
            parts.append(between)
            indices.extend([NOBODY] * len(between))
        parts.append(line.string)
        indices.extend(line.indices)
    return "".join(parts), indices


def _room(boxes: Sequence[Box], whole: Box) -> float:
    """How wide a line of the cell can be; 0 where its lines do not stand below each other (vertical writing)."""
    if len(boxes) < 2 or any(below.top < above.top + 0.5 * above.height for above, below in pairwise(boxes)):
        return 0.0
    size = max(box.height for box in boxes)
    padding = min(min(box.x0 - whole.x0, whole.x1 - box.x1) for box in boxes)
    return whole.width - 2 * min(max(padding, 0.0), _MOST_PADDING * size)


def _between(line: Line, following: Line, box: Box, room: float, glyphs: Glyphs) -> str:
    """What stands between two lines: an end, a blank or nothing."""
    first, last = following.string[0], line.string[-1]
    if first in NEVER_FIRST or (_KATAKANA.match(last) and _KATAKANA.match(first)):
        return ""
    if not room or ALWAYS_FIRST.match(following.string):
        return "\n"
    word, rest = _LATIN_START.match(following.string), _LATIN_END.search(line.string)
    unit = _UNIT.match(following.string)
    width = _width(following, 0, unit.end() if unit else 1, glyphs)
    if box.width + width <= room or (room < _NARROW * box.height and _NAME.fullmatch(line.string)):
        return "\n"
    if not word or not rest:
        return ""
    whole_word = width + _width(line, rest.start(), len(line.string), glyphs)
    return " " if whole_word <= room else ""


def _width(line: Line, start: int, stop: int, glyphs: Glyphs) -> float:
    box = glyphs.around(i for i in line.indices[start:stop] if i != NOBODY)
    return box.width if box else 0.0
