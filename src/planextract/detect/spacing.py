"""White inside a line: where a blank stands between two characters, and which words are only spread over their cell."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median_low

from planextract.detect.page import Glyphs, Run
from planextract.detect.stretches import Stretch
from planextract.geometry import union

NOBODY = -1
"""Stands for a character that nobody printed: the blank for a gap, the line end."""

_WIDE_GAP = 0.45
_WORD_GAP = 0.18
_FIGURE_GAP = 0.24
_MARK_GAP = 0.3
_CLOSE = 0.13
"""Share of a character's height up to which the usual gap of a line means that it is set close."""
_SET_CLOSE = 0.05
"""The same where no letter space was added at all, so that a wider gap was meant."""
_LATIN_GAP = 0.42
"""Gap beside a Latin word or figure from which a blank stands there, beyond the usual gap of the line.

Word processors put a quarter of a character there by themselves, and up to 0.33 where the line is set wide.
"""

_KANJI = r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff々〆ヶ]"
_SPACED_UNIT = rf"(?:[（(]\s*)?{_KANJI}(?:\s*[)）])?"
_SPACED = re.compile(
    r"(?P<mark>[（(]?[0-9０-９①-⑳ア-ン]{1,3}[.．、)）]?\s*|[△▲]\s*)?"
    rf"(?P<word>(?:{_SPACED_UNIT}\s+)+{_SPACED_UNIT})(?P<rest>\s*[（(].*)?",
    re.DOTALL,
)
_MARK = re.compile(r"[（(][0-9０-９①-⑳]{1,3}[)）]|[0-9０-９①-⑳]{1,3}[.．)）]?")
# What a bare number before a spaced-out word counts: 6 年 度 末 is one word, 6 地 方 債 is a number and a word.
_COUNTED = "年月日級期次号歳"
_COUNT = re.compile(rf"[0-9０-９]{{1,3}}\s+[{_COUNTED}]")
_SPACED_DIGITS = re.compile(r"[-△▲]?(?:[0-9０-９][,.，．]?\s){2,}[0-9０-９]")


def with_blanks(stretches: list[Stretch], glyphs: Glyphs, size: float) -> tuple[list[str], list[int]]:
    """The characters of a line of several stretches, blanks put at its gaps, and the glyph of each or NOBODY."""
    codes: list[str] = []
    indices: list[int] = []
    before: Stretch | None = None
    usual = _usual_gap(stretches, glyphs)
    for k, item in enumerate(stretches):
        run = item.run
        if before is not None:
            last, first = glyphs.codes[before.run.stop - 1], glyphs.codes[run.start]
            gap = item.start - before.stop
            wide = _word_gap(last, first, usual / size) * size
            if _MARK.fullmatch("".join(codes)):
                # A word is spread behind its number, unless the number is the first part of it.
                after = stretches[k + 1].start - item.stop if k + 1 < len(stretches) else 0.0
                is_spread = run.stop - run.start == 1 and after > min(size, gap / 0.85)
                if not first.isdigit() and first not in _COUNTED:
                    wide = min(wide, (_MARK_GAP if is_spread or usual <= _SET_CLOSE * size else _WIDE_GAP) * size)
            is_blank = usual <= _WIDE_GAP * size and gap > 0 and _blank_between(before, item, glyphs)
            if gap > wide or is_blank:
                codes.append(" ")
                indices.append(NOBODY)
        codes += glyphs.codes[run.start : run.stop]
        indices += range(run.start, run.stop)
        before = item
    return codes, indices


def _word_gap(last: str, first: str, usual: float) -> float:
    """The gap from which a blank stands between two characters, in character sizes.

    Chromium prints no blanks, and those of proportional fonts are narrow; between Japanese and Latin characters word
    processors leave as much by themselves.
    """
    if last.isascii() and first.isascii():
        return _WORD_GAP if last.isalpha() or first.isalpha() else _FIGURE_GAP
    if last.isascii() or first.isascii():
        return max(_WIDE_GAP, usual + _LATIN_GAP, 1.5 * usual)
    if usual <= _CLOSE and last.isalnum() and first.isalnum() and not (last.isdigit() and first.isdigit()):
        return usual + _WORD_GAP
    return max(_WIDE_GAP, 1.5 * usual)


def _usual_gap(stretches: list[Stretch], glyphs: Glyphs) -> float:
    """The gap between the characters of a line that is spread over its cell; 0 where the line is set close.

    Beside Latin characters stands more than between Japanese ones, so these count by themselves, too.
    """
    within: list[float] = []
    between: list[float] = []
    others: list[float] = []
    for before, after in pairwise(stretches):
        last, first = glyphs.codes[before.run.stop - 1], glyphs.codes[after.run.start]
        (others if last.isascii() or first.isascii() else between).append(after.start - before.stop)
    for item in stretches:
        codes = glyphs.codes[item.run.start : item.run.stop]
        count = sum(map(bool, codes))
        if count > 1:
            gap = (item.stop - item.start - _inked(item.run, glyphs)) / (count - 1)
            (others if "".join(codes).isascii() else within).extend([gap] * (count - 1))
    every, japanese = within + between + others, within + between
    usual = [median_low(gaps) for gaps in (every, japanese) if len(gaps) > 1 or (within and gaps)]
    return max([0.0, *usual])


def _inked(run: Run, glyphs: Glyphs) -> float:
    """The characters of a run along its line, without the gaps between them."""
    if run.box.width >= run.box.height:
        starts, stops = glyphs.x0, glyphs.x1
    else:
        starts, stops = glyphs.top, glyphs.bottom
    return sum(stops[i] - starts[i] for i in range(run.start, run.stop) if glyphs.codes[i])


def _blank_between(before: Stretch, after: Stretch, glyphs: Glyphs) -> bool:
    """Whether a printed blank follows the one run or precedes the other, and stands between them."""
    for i in (before.run.stop, after.run.start - 1):
        if 0 <= i < len(glyphs.codes) and glyphs.codes[i].isspace():
            x, y = glyphs.box(i).middle
            gap = union((before.run.box, after.run.box))
            if gap.holds(x, y) and not before.run.box.holds(x, y) and not after.run.box.holds(x, y):
                return True
    return False


def closed_word(string: str) -> range | None:
    """Where a line is one word or number printed with blanks between all its characters."""
    if len(string) < 3 or not any(map(str.isspace, string)):
        return None
    if _SPACED_DIGITS.fullmatch(string) or _COUNT.fullmatch(string):
        return range(len(string))
    found = _SPACED.fullmatch(string)
    if not found:
        return None
    return range(0 if _COUNT.match(string) else found.start("word"), found.end("word"))
