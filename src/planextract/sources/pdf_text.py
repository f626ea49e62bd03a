"""The characters of a PDF page as runs, each with how it was painted."""

from __future__ import annotations

import math
import re
import sys
from array import array
from collections.abc import Iterator
from itertools import chain, compress, count, islice, pairwise
from operator import le, ne
from statistics import median_low
from typing import NamedTuple

from planextract.detect.page import Direction, Glyphs, Run
from planextract.geometry import Box, Matrix
from planextract.sources import pdf_library as library
from planextract.sources.pdf_paths import Stand
from planextract.sources.pdf_states import text_colours

MAX_CHARACTERS = 200_000
"""Characters of a page that are read; the fullest page of an official gazette has 10,000."""

_LINE_END_HYPHEN = 2
_FAR = 1e6
_NO_CHARACTER = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CLOSE, _NARROW_BLANK, _BLANK = 0.06, 0.18, 0.45


_MAX_STRING = 16_383
"""Characters of two bytes in the longest string that PDFium reads: it cuts what is longer."""


class Printed(NamedTuple):
    """A run and how it was painted: by colour (None: not at all), what clips it, what was painted before."""

    run: Run
    colour: int | None
    clip: Box | None
    order: int


class TextRead(NamedTuple):
    """The characters of a page, its runs, the text object of each character, and whether a limit cut them.

    `nameless` counts the drawn codes that are no characters.
    """

    glyphs: Glyphs
    printed: list[Printed]
    objects: list[int | None]
    cut: bool
    nameless: int


def read_text(text_page: int, base: Matrix, stands: dict[int, Stand], answers: library.Answers) -> TextRead:
    """Read the characters of a page. `base` leads to the displayed page."""
    total = library.count_characters(text_page)
    taken = min(max(total, 0), MAX_CHARACTERS)
    codes, objects, boxes = library.characters(text_page, taken)
    strings = _strings(codes)
    nameless = _nameless(strings, codes, objects) if "" in strings else 0
    glyphs = _placed(strings, boxes, base)
    printed: list[Printed] = []
    longest = 0
    painted = text_colours(list(dict.fromkeys(item for item in objects if item is not None)))
    for start, stop in pairwise([*compress(count(), _changes(objects)), taken]):
        item = objects[start]
        longest = max(longest, stop - start)
        if item is None:  # PDFium guessed a blank or a line end here; `detect` looks at the gaps itself
            glyphs.codes[start:stop] = [""] * (stop - start)
            continue
        stand = stands.get(item, _ANYWHERE)
        for run in _runs(glyphs, start, stop, text_page, base, answers):
            printed.append(Printed(run, painted[item], stand.clip, stand.order))
    return TextRead(glyphs, printed, objects, total > taken or longest >= _MAX_STRING, nameless)


def _changes(objects: list[int | None]) -> Iterator[bool]:
    """Whether each character belongs to another text object than the one before it."""
    return chain((bool(objects),), map(ne, islice(objects, 1, None), objects))


def _runs(
    glyphs: Glyphs, start: int, stop: int, text_page: int, base: Matrix, answers: library.Answers
) -> Iterator[Run]:
    """The runs of a text object: nearly always one, of characters that follow each other to the right."""
    several = stop - start > 1
    easy = _plain_run(glyphs, start, stop) if several else _single_run(glyphs, start, text_page, base, answers)
    if easy is not None:
        yield easy
        return
    for first, last in _forward(glyphs, start, stop):
        run = _run(glyphs, first, last, text_page, base, answers)
        if run is not None:
            yield run


def _plain_run(glyphs: Glyphs, start: int, stop: int) -> Run | None:
    """Characters as one run where nothing has to be looked into: level, forward, without blanks that PDFium guessed."""
    string = "".join(glyphs.codes[start:stop])
    left, right = glyphs.x0[start:stop], glyphs.x1[start:stop]
    if len(string) != stop - start or list(left) != sorted(left):
        return None
    if " " in string and any(code == " " and left[i] == right[i] for i, code in enumerate(string)):
        return None
    stop -= len(string) - len(string.rstrip())
    start += len(string) - len(string.lstrip())
    if stop - start < 2:
        return None
    top, bottom = glyphs.top[start], glyphs.bottom[start]
    box = glyphs.around_stretch(start, stop)
    # Where a number is none or the text is not surely level, `_run` looks closer.
    if not (0.1 < bottom - top < _FAR and box.bottom - box.top <= box.x1 - box.x0 < _FAR and -_FAR < box.x0 < _FAR):
        return None
    rise = abs((glyphs.top[stop - 1] + glyphs.bottom[stop - 1]) - (top + bottom))
    advance = glyphs.x0[stop - 1] + glyphs.x1[stop - 1] - glyphs.x0[start] - glyphs.x1[start]
    return Run(start, stop, box, bottom - top) if rise <= advance else None


def _single_run(glyphs: Glyphs, i: int, text_page: int, base: Matrix, answers: library.Answers) -> Run | None:
    """One upright character as a run; None where `_run` has to look closer."""
    box = glyphs.box(i)
    if not glyphs.codes[i].strip() or not (0.1 < box.height < _FAR and -_FAR < box.x0 <= box.x1 < _FAR):
        return None
    upright = base.b == 0 and -0.1 < library.character_angle(text_page, i) < 0.1
    if not upright or box.width > 1.5 * answers.drawn_size(text_page, i):
        return None
    return Run(i, i + 1, box, box.height)


def _forward(glyphs: Glyphs, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text object: another begins where it goes back, and where PDFium guessed a blank at a gap."""
    gaps = _guessed_blanks(glyphs, start, stop)
    for i in range(start + 1, stop):
        back = glyphs.x0[i - 1] - glyphs.x0[i]
        if i in gaps or (back > 2 * (glyphs.bottom[i] - glyphs.top[i]) and glyphs.codes[i].strip()):
            yield start, i
            start = i
    yield start, stop


def _guessed_blanks(glyphs: Glyphs, start: int, stop: int) -> set[int]:
    """Take out the blanks that PDFium put between characters set apart, which have no width; those at wide gaps.

    In text set close a narrow gap is a blank already, in text set wide one of nearly half a character.
    """
    blanks = [i for i in range(start + 1, stop - 1) if glyphs.codes[i] == " " and glyphs.x0[i] == glyphs.x1[i]]
    guessed = [i for i in blanks if glyphs.top[i] == glyphs.bottom[i]]
    if not guessed:
        return set()
    rest = sorted(set(range(start, stop)).difference(guessed))
    gaps = {after: _gap(glyphs.box(before), glyphs.box(after)) for before, after in pairwise(rest)}
    wide = _BLANK if median_low(gaps.values()) > _CLOSE else _NARROW_BLANK
    for i in guessed:
        glyphs.codes[i] = ""
    return {i for i in guessed if gaps.get(i + 1, 0.0) > wide}


def _gap(before: Box, after: Box) -> float:
    """The gap between two characters, in character sizes."""
    aside = max(after.x0 - before.x1, before.x0 - after.x1)
    below = max(after.top - before.bottom, before.top - after.bottom)
    return aside / max(after.height, 0.1) if aside >= below else below / max(after.width, 0.1)


_ANYWHERE = Stand(None, sys.maxsize)
"""What a limit kept from being looked at: nothing is known to lie over it."""


def _strings(codes: list[int]) -> list[str]:
    """The characters; a pair of surrogates stands at its first half, control characters are no text."""
    result = list(map(chr, codes))
    for match in _NO_CHARACTER.finditer("".join(result)):
        result[match.start()] = _special(codes, match.start())
    return result


def _nameless(strings: list[str], codes: list[int], objects: list[int | None]) -> int:
    """How many drawn codes give no character: control characters and lone halves of surrogate pairs."""
    return sum(
        not string and item is not None and not 0xDC00 <= code < 0xE000
        for string, code, item in zip(strings, codes, objects, strict=True)
    )


def _special(codes: list[int], i: int) -> str:
    code = codes[i]
    if code == _LINE_END_HYPHEN:
        return "-"
    if code in (0, 0xFFFE, 0xFFFF):
        return "\ufffd"
    if 0xD800 <= code < 0xDC00 and i + 1 < len(codes) and 0xDC00 <= codes[i + 1] < 0xE000:
        return chr(0x10000 + ((code - 0xD800) << 10) + codes[i + 1] - 0xDC00)
    return " " if code in (9, 10, 13) else ""


def _placed(codes: list[str], boxes: array[float], base: Matrix) -> Glyphs:
    """Glyphs with their boxes moved to the displayed page."""
    left, above, right, below = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
    a, b, c, d, e, f = base
    if b == c == 0:
        x0, x1 = _ordered(_moved(left, a, e), _moved(right, a, e))
        top, bottom = _ordered(_moved(above, d, f), _moved(below, d, f))
    else:
        x0, x1 = _ordered(_moved(above, c, e), _moved(below, c, e))
        top, bottom = _ordered(_moved(left, b, f), _moved(right, b, f))
    return Glyphs(codes, x0, top, x1, bottom)


def _moved(values: array[float], factor: float, shift: float) -> array[float]:
    return values if factor == 1 and shift == 0 else array("f", [factor * value + shift for value in values])


def _ordered(some: array[float], others: array[float]) -> tuple[array[float], array[float]]:
    """Of each pair the smaller and the larger one."""
    if all(map(le, some, others)):
        return some, others
    return array("f", map(min, some, others)), array("f", map(max, some, others))


def _run(glyphs: Glyphs, start: int, stop: int, text_page: int, base: Matrix, answers: library.Answers) -> Run | None:
    """The run of some characters; None where they are blanks alone or take no room."""
    while start < stop and not glyphs.codes[start].strip():
        start += 1
    while stop > start and not glyphs.codes[stop - 1].strip():
        stop -= 1
    if start == stop:
        return None
    box = glyphs.around_stretch(start, stop)
    if box.height > box.width or stop - start == 1:
        size = answers.drawn_size(text_page, start)
        if glyphs.box(start).width > 1.5 * size > 0:
            _resize(glyphs, range(start, stop), size, text_page, base, answers)
            box = glyphs.around_stretch(start, stop)
    if not all(map(math.isfinite, box)):
        return None
    direction = _direction(glyphs, start, stop, text_page, base)
    size = glyphs.box(start).height if direction in ("right", "left") else glyphs.box(start).width
    return Run(start, stop, box, max(size, 0.1), direction)


def _resize(
    glyphs: Glyphs, indices: range, size: float, text_page: int, base: Matrix, answers: library.Answers
) -> None:
    """Put characters back to where their ink is: of vertical fonts PDFium forgets to scale the full box."""
    for i in indices:
        left, right, bottom, top = answers.ink(text_page, i)
        x, y = base.apply((left + right) / 2, (bottom + top) / 2)
        glyphs.x0[i], glyphs.x1[i] = x - size / 2, x + size / 2
        glyphs.top[i], glyphs.bottom[i] = y - size / 2, y + size / 2


def _direction(glyphs: Glyphs, start: int, stop: int, text_page: int, base: Matrix) -> Direction:
    """From where the characters stand; for a single one from the angle at which it is drawn."""
    if stop - start > 1:
        x0, y0 = glyphs.box(start).middle
        x1, y1 = glyphs.box(stop - 1).middle
        dx, dy = x1 - x0, y1 - y0
    else:
        angle = library.character_angle(text_page, start)
        if -0.1 < angle < 0.1 and base.b == 0:
            return "right"
        # PDFium counts the angle clockwise.
        dx = base.a * math.cos(angle) - base.c * math.sin(angle)
        dy = base.b * math.cos(angle) - base.d * math.sin(angle)
    if abs(dx) >= abs(dy):
        return "right" if dx >= 0 else "left"
    return "down" if dy > 0 else "up"
