"""Line ends inside a cell: which are only there because the line was full, and which somebody set.

Where a line was full, the next one goes on in the same paragraph: inside Japanese words nothing stands there, between
Latin words a blank (OUTPUT.md rule 10). A line that had room for what comes next was ended on purpose.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low

from planextract.detect.lines import Line
from planextract.detect.page import Glyphs
from planextract.detect.spacing import NOBODY
from planextract.geometry import Box

_LATIN_END = re.compile(r"(?<![!-~])[!-~]++\Z")
_LATIN_START = re.compile(r"[!-~]+")
# What no line begins with (JIS X 4051): where one does, its paragraph goes on.
NEVER_FIRST = "、。，．）」』】〕〉》ー々っゃゅょぁぃぅぇぉッャュョァィゥェォ"
# What stays together at the begin of a line: a Latin word, or a character, with its brackets and marks. Word
# processors keep middle dots, colons and the like off the begin of a line, too, though some forms set them there.
_UNIT = re.compile(f"[（「『【〔〈《]*(?:[!-~]+|.)[{NEVER_FIRST}・：；？！]*")
_KATAKANA = re.compile(r"[\u30a1-\u30fc]")
# What begins a line of its own even below a full one: bullets, enumerations, remarks, a label with its colon.
ALWAYS_FIRST = re.compile(
    r"[・●○◎◇◆□■☑☐✓▲△▼▽①-⑳※〇★☆→⇒]|[(（]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、](?![0-9０-９])"
    r"|[^\W\d_][^\s:：、。]{0,11}[:：]"
)
# Names below each other in a narrow cell fill it by chance; whoever reads names knows where one ends.
_NAME = re.compile(r"[\u30a1-\u30faー\u3400-\u9fff々]+")
_NAMES = re.compile(rf"{_NAME.pattern}(?:[・･]{_NAME.pattern})*")
_SPREAD = 1.8
"""Widths of its characters that a line is long at least where a name is spread over its cell."""
# Offices below each other, each whole on its line.
_OFFICE = re.compile(r"[\u3041-\u30fc\u3400-\u9fff々]{2,}(?:課|室|局|支所|事務所|センター)等?")
_NARROW = 9
# A remark that has a line to itself.
_REMARK = re.compile(r"[(（][^()（）]+[)）]")
_UNCLOSED = re.compile(r"[（(「『【][^（）()「」『』【】]*\Z")
_FIGURE = re.compile(r"[△▲-]?\s*(?:[0-9０-９]+|[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+)(?:[.．][0-9０-９]+)?\s?[%％]?")
_KANJI = re.compile(r"[\u3400-\u9fff々]")
_SIGNED = re.compile(r"(?<!\s)\s*+[△▲-]?\s*+[0-9０-９][0-9０-９,.，．]*")
_MANY = 3
"""Figures below each other that are a list of them; two may be one that was too long for its cell."""
_HANGING = "、。，．）」』】〕〉》"
_COLUMN_GAP = 1.5
"""Characters of white inside a line from which it is a name and its value rather than a text."""
_MOST_PADDING = 0.8
"""Characters of white that a cell keeps beside its text at most; more is an indent or a short text."""


def joined_lines(lines: Sequence[Line], whole: Box, glyphs: Glyphs) -> tuple[str, array[int]]:
    """Lines as one string with an end between two that are paragraphs, and the glyph of each character or NOBODY."""
    if len(lines) == 1:
        return lines[0].string, array("i", lines[0].indices)
    boxes = [_box(line, glyphs) or whole for line in lines]
    room = 0.0 if _are_figures(lines) else _room(lines, boxes, whole)
    parts: list[str] = []
    indices = array("i")
    for k, line in enumerate(lines):
        if k:
            own = room - _indent(boxes, k - 1) if room else room
            between = _between(lines[k - 1], line, boxes[k - 1], own, glyphs)
            parts.append(between)
            indices.extend([NOBODY] * len(between))
        parts.append(line.string)
        indices.extend(line.indices)
    return "".join(parts), indices


def _are_figures(lines: Sequence[Line]) -> bool:
    """Whether the lines are figures below each other, each whole."""
    figures = [line.string for line in lines if _FIGURE.fullmatch(line.string)]
    return len(figures) == len(lines) and (len(lines) >= _MANY or not _FIGURE.fullmatch("".join(figures)))


def _box(line: Line, glyphs: Glyphs) -> Box | None:
    """The box of a line with the blanks that indent it."""
    box = glyphs.around(i for i in line.indices if i != NOBODY)
    if box is None:
        return None
    i = min(i for i in line.indices if i != NOBODY) - 1
    while i >= 0 and glyphs.codes[i].isspace() and abs(glyphs.x1[i] - box.x0) < 1 and glyphs.top[i] < box.bottom:
        box = box._replace(x0=min(box.x0, glyphs.x0[i]))
        i -= 1
    return box


def _room(lines: Sequence[Line], boxes: Sequence[Box], whole: Box) -> float:
    """How wide a line of the cell can be; 0 where its lines do not stand below each other (vertical writing)."""
    if len(boxes) < 2 or any(below.top < above.top + 0.5 * above.height for above, below in pairwise(boxes)):
        return 0.0
    size = max(box.height for box in boxes)
    # Marks at a line's end may hang into the padding: half of them is white.
    hanging = (0.5 * size if line.string[-1] in _HANGING else 0.0 for line in lines)
    padding = min(min(box.x0 - whole.x0, whole.x1 - box.x1 + more) for box, more in zip(boxes, hanging, strict=True))
    return whole.width - 2 * min(max(padding, 0.0), _MOST_PADDING * size)


def _indent(boxes: Sequence[Box], k: int) -> float:
    """By how much line `k` and the next are indented below the first, where line `k` reaches as far as any."""
    box = boxes[k]
    slack = 0.3 * box.height
    is_block = abs(boxes[k + 1].x0 - box.x0) < slack and box.x1 > max(other.x1 for other in boxes) - slack
    return max(box.x0 - boxes[0].x0, 0.0) if is_block else 0.0


def _between(line: Line, following: Line, box: Box, room: float, glyphs: Glyphs) -> str:
    """What stands between two lines: an end, a blank or nothing."""
    first, last = following.string[0], line.string[-1]
    if first in NEVER_FIRST or (_KATAKANA.match(last) and _KATAKANA.match(first)):
        return ""
    goes_on = _UNCLOSED.search(line.string)
    if not room or (ALWAYS_FIRST.match(following.string) and not goes_on):
        return "\n"
    if _REMARK.fullmatch(following.string) or _has_columns(line, glyphs) or _alike(line, following):
        return "\n"
    if _OFFICE.fullmatch(line.string) and _OFFICE.fullmatch(following.string):
        return "\n"
    if _NAMES.fullmatch(line.string) and _is_spread_name(following, glyphs):
        return "\n"
    word, rest = _LATIN_START.match(following.string), _LATIN_END.search(line.string)
    unit = _UNIT.match(following.string)
    width = _width(following, 0, unit.end() if unit else 1, glyphs) + _letter_space(line, glyphs)
    if box.width + width <= room or (room < _NARROW * box.height and _NAME.fullmatch(line.string)):
        return "\n"
    if not word or not rest:
        return ""
    whole_word = width + _width(line, rest.start(), len(line.string), glyphs)
    return " " if whole_word <= room else ""


def _width(line: Line, start: int, stop: int, glyphs: Glyphs) -> float:
    box = glyphs.around(i for i in line.indices[start:stop] if i != NOBODY)
    return box.width if box else 0.0


def _letter_space(line: Line, glyphs: Glyphs) -> float:
    """What a line set wide has between its characters; what comes next needs as much before it."""
    inked = [i for i in line.indices if i != NOBODY and glyphs.codes[i].strip()]
    gaps = [glyphs.x0[b] - glyphs.x1[a] for a, b in pairwise(inked)]
    return max(median_low(gaps), 0.0) if gaps else 0.0


def _is_spread_name(line: Line, glyphs: Glyphs) -> bool:
    """Whether a name fills its line only because its characters were spread: it is whole."""
    inked = [i for i in line.indices if i != NOBODY]
    if len(inked) < 2 or not _NAME.fullmatch(line.string):
        return False
    width = glyphs.x1[inked[-1]] - glyphs.x0[inked[0]]
    return width > _SPREAD * sum(glyphs.x1[i] - glyphs.x0[i] for i in inked)


def _has_columns(line: Line, glyphs: Glyphs) -> bool:
    """Whether a wide gap parts the line, as between a name and its value; a line spread evenly has none."""
    inked = [k for k, i in enumerate(line.indices) if i != NOBODY and glyphs.codes[i].strip()]
    gaps = [(glyphs.x0[line.indices[b]] - glyphs.x1[line.indices[a]], b - a > 1) for a, b in pairwise(inked)]
    if not gaps:
        return False
    size = max(glyphs.bottom[line.indices[k]] - glyphs.top[line.indices[k]] for k in inked)
    widest, is_blank = max(gaps)
    return is_blank and widest > max(_COLUMN_GAP * size, 2 * median_low(gap for gap, _ in gaps))


def _alike(line: Line, following: Line) -> bool:
    """Whether two lines have digits, kanji and marks at the same places: values below each other."""
    shape = _shape(line)
    return "0" in shape and shape != "0" and shape == _shape(following)


def _shape(line: Line) -> str:
    return _KANJI.sub("一", _SIGNED.sub("0", line.string))
