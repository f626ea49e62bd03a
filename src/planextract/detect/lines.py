"""From characters that stand somewhere to lines of text: order, blanks, overprinting, vertical writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from planextract.detect.page import Direction, Glyphs, Run
from planextract.detect.rules import Rule
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
_DENSEST, _FARTHEST = 0.5, 2.0
"""In character sizes: up to where characters stand on each other, and columns of them beside each other."""

_SMALL = 0.8
"""Share of the largest size in a cell up to which text beside it is a remark of its own."""

_KANJI = r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff々〆ヶ]"
_SPACED_UNIT = rf"(?:[（(]\s*)?{_KANJI}(?:\s*[)）])?"
_SPACED = re.compile(
    r"(?P<mark>[（(]?[0-9０-９①-⑳ア-ン]{1,3}[.．、)）]?\s*|[△▲]\s*)?"
    rf"(?P<word>(?:{_SPACED_UNIT}\s+)+{_SPACED_UNIT})(?P<rest>\s*[（(].*)?"
)
_MARK = re.compile(r"[（(][0-9０-９①-⑳]{1,3}[)）]|[0-9０-９①-⑳]{1,3}[.．)）]?")
# What a bare number before a spaced-out word counts: 6 年 度 末 is one word, 6 地 方 債 is a number and a word.
_COUNTED = "年月日級期次号歳"
_COUNT = re.compile(rf"[0-9０-９]{{1,3}}\s+[{_COUNTED}]")
_SPACED_DIGITS = re.compile(r"[-△▲]?(?:[0-9０-９][,.，．]?\s){2,}[0-9０-９]")
_CHOICE = frozenset("○◯●◎□■☐☑")
_STACKED = re.compile(r"[\u3041-\u30ff\u3400-\u9fff々（）「」・ー]")


class Line(NamedTuple):
    """One printed line: its characters and, for each, the index of its glyph or NOBODY."""

    string: str
    indices: tuple[int, ...]


class _Stretch(NamedTuple):
    """A run in the frame of its own direction: along its line from `start` to `stop`, across from `low` to `high`."""

    start: float
    stop: float
    low: float
    high: float
    run: Run


def lines_of(runs: Iterable[Run], glyphs: Glyphs, bars: Sequence[Rule] = ()) -> list[Line]:
    """The lines of runs that stand together, in reading order; each direction of writing on its own.

    `bars` are the horizontal rules among them, the bars of fractions.
    """
    runs = list(runs)
    if len(runs) == 1:
        line = _printed(runs[0], glyphs)
        return [line] if line.string else []
    groups: dict[Direction, list[Run]] = {}
    for run in runs:
        groups.setdefault(run.direction, []).append(run)
    if len(groups) > 1:
        _adopt_single(groups)
    lines: list[Line] = []
    for direction, members in groups.items():
        shown = bars if direction == "right" else ()
        parts = _parts([_stretch(run, direction) for run in members])
        rows = [row for part in parts for row in _with_labels(_with_choices(_rows(part), glyphs), shown)]
        found = [_line(row, glyphs, direction) for row in rows]
        lines += _unstacked(found, glyphs) if direction == "right" else found
    return [line for line in lines if line.string]


def _adopt_single(groups: dict[Direction, list[Run]]) -> None:
    """Single characters between vertical runs belong to them: PDF writers set digits and brackets upright there.

    So do turned characters between level lines: the wave dash between a figure and the one below it.
    """
    down, right = groups.get("down"), groups.get("right")
    if down and right and all(run.stop - run.start <= 2 for run in right):
        groups["down"] = down + right
        del groups["right"]
    elif right:
        for direction in [other for other in groups if other != "right"]:
            turned = groups[direction]
            if len(turned) < len(right) and all(run.stop - run.start == 1 for run in turned):
                right += turned
                del groups[direction]


def _stretch(run: Run, direction: Direction) -> _Stretch:
    box = run.box
    if direction == "right":
        return _Stretch(box.x0, box.x1, box.top, box.bottom, run)
    if direction == "down":
        return _Stretch(box.top, box.bottom, -box.x1, -box.x0, run)
    if direction == "up":
        return _Stretch(-box.bottom, -box.top, box.x0, box.x1, run)
    return _Stretch(-box.x1, -box.x0, -box.bottom, -box.top, run)


def _parts(stretches: list[_Stretch]) -> list[list[_Stretch]]:
    """Large text of several lines, and small text of several in a box beside it: each is read on its own."""
    largest = max((item.run.size for item in stretches), default=0.0)
    small = [item for item in stretches if item.run.size <= _SMALL * largest]
    large = [item for item in stretches if item.run.size > _SMALL * largest]
    if len(small) < 2 or min(item.start for item in small) < max(item.stop for item in large):
        return [stretches]
    return [large, small] if all(len(_rows(list(part))) > 1 for part in (large, small)) else [stretches]


def _rows(stretches: list[_Stretch]) -> list[list[_Stretch]]:
    """Stretches on one line together: they overlap across it by more than half of the smaller one.

    Two small lines beside a tall one are three rows.
    """
    stretches.sort(key=lambda item: (item.low + item.high, item.start))
    rows: list[list[_Stretch]] = []
    low = high = 0.0
    for item in stretches:
        overlap = min(high, item.high) - max(low, item.low)
        if rows and overlap > 0.5 * min(high - low, item.high - item.low):
            stacked = [above for above in rows[-1] if _is_below(item, above)]
            if stacked:
                height = max(above.high - above.low for above in stacked)
                tall = [other for other in rows[-1] if other.high - other.low > 1.2 * height]
                rows[-1] = [other for other in rows[-1] if other not in tall]
                rows += [tall, [item]] if tall else [[item]]
                low, high = item.low, item.high
                continue
            rows[-1].append(item)
            # The line is where its largest characters are: a small mark beside them must not move it.
            if item.high - item.low > 1.3 * (high - low):
                low, high = item.low, item.high
        else:
            rows.append([item])
            low, high = item.low, item.high
    return rows


def _is_below(item: _Stretch, above: _Stretch) -> bool:
    """Whether a stretch stands under another one: beside it nowhere, below it for a good part of the shorter one."""
    length = min(item.stop, above.stop) - max(item.start, above.start)
    size = min(item.high - item.low, above.high - above.low)
    return item.low > above.high - 0.2 * size and length > 0.3 * min(item.stop - item.start, above.stop - above.start)


def _with_labels(rows: list[list[_Stretch]], bars: Sequence[Rule]) -> list[list[_Stretch]]:
    """A number or mark at half height beside two lines is read before the first or after the second of them.

    Around a fraction stands something on both sides.
    """
    result = list(rows)
    k = 1
    while k < len(result) - 1:
        above, label, below = result[k - 1 : k + 2]
        low, high = min(item.low for item in label), max(item.high for item in label)
        if max(item.high for item in above) > low and min(item.low for item in below) < high:
            start = min(item.start for item in (*above, *below))
            stop = max(item.stop for item in (*above, *below))
            before = [item for item in label if item.stop <= start]
            after = [item for item in label if item.start >= stop]
            if len(before) + len(after) == len(label) and (not (before and after) or _is_fraction(above, below, bars)):
                result[k - 1 : k + 2] = [[*before, *above], [*below, *after]]
                continue
        k += 1
    return result


def _with_choices(rows: list[list[_Stretch]], glyphs: Glyphs) -> list[list[_Stretch]]:
    """Choices beside each other, whose names behind their marks have two lines, are read one after the other."""
    result = list(rows)
    for k in range(1, len(result) - 1):
        above, marks, below = result[k - 1 : k + 2]
        starts = sorted(item.start for item in marks if glyphs.codes[item.run.start] in _CHOICE)
        low, high = min(item.low for item in marks), max(item.high for item in marks)
        beside = max(item.high for item in above) > low and min(item.low for item in below) < high
        names = [min(line, key=lambda item: item.start).start for line in (above, below)]
        if len(starts) < 2 or not beside or min(names) < starts[0]:
            continue
        lines: list[list[_Stretch]] = [[]]
        for start, stop in pairwise([*starts, float("inf")]):
            first, own, second = (
                [item for item in line if start <= item.start < stop] for line in (above, marks, below)
            )
            lines[-1] += [*own, *first]
            if second:
                lines.append(second)
        result[k - 1 : k + 2] = [[item for item in marks if item.start < starts[0]], *lines]
        return [row for row in result if row]
    return result


def _is_fraction(above: list[_Stretch], below: list[_Stretch], bars: Sequence[Rule]) -> bool:
    """Whether a bar parts two lines that are as long as it at most."""
    start, stop = min(item.start for item in (*above, *below)), max(item.stop for item in (*above, *below))
    top, bottom = ((line[0].low + line[0].high) / 2 for line in (above, below))
    slack = 0.5 * (above[0].high - above[0].low)
    return any(top < bar.at < bottom and bar.low < start + slack and stop - slack < bar.high for bar in bars)


def _line(stretches: list[_Stretch], glyphs: Glyphs, direction: Direction) -> Line:
    stretches.sort(key=lambda item: item.start)
    if len(stretches) == 1:
        return _printed(stretches[0].run, glyphs)
    size = max(item.run.size for item in stretches)
    overlapping = any(b.start < a.stop - 0.3 * size for a, b in pairwise(stretches))
    if overlapping:
        stretches = _interleaved(stretches, glyphs, direction)
    codes, indices = _with_blanks(stretches, glyphs, size)
    return _tidy("".join(codes), indices, glyphs)


def _printed(run: Run, glyphs: Glyphs) -> Line:
    """A line of one run."""
    return _tidy("".join(glyphs.codes[run.start : run.stop]), range(run.start, run.stop), glyphs)


def _interleaved(stretches: list[_Stretch], glyphs: Glyphs, direction: Direction) -> list[_Stretch]:
    """Each character on its own, in order, one printed twice at one place (to make it bold) once."""
    single = []
    for item in stretches:
        run = item.run
        for i in range(run.start, run.stop):
            if glyphs.codes[i].strip():
                part = run._replace(start=i, stop=i + 1, box=glyphs.box(i), direction=direction)
                single.append(_stretch(part, direction))
    single.sort(key=lambda item: (item.start, item.run.start))
    kept: list[_Stretch] = []
    for item in single:
        code = glyphs.codes[item.run.start]
        near = 0.4 * (item.stop - item.start)
        twin = any(glyphs.codes[other.run.start] == code and item.start - other.start <= near for other in kept[-3:])
        if not twin:
            kept.append(item)
    return kept


def _with_blanks(stretches: list[_Stretch], glyphs: Glyphs, size: float) -> tuple[list[str], list[int]]:
    codes: list[str] = []
    indices: list[int] = []
    before: _Stretch | None = None
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


def _usual_gap(stretches: list[_Stretch], glyphs: Glyphs) -> float:
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


def _blank_between(before: _Stretch, after: _Stretch, glyphs: Glyphs) -> bool:
    """Whether a printed blank follows the one run or precedes the other, and stands between them."""
    for i in (before.run.stop, after.run.start - 1):
        if 0 <= i < len(glyphs.codes) and glyphs.codes[i].isspace():
            x, y = glyphs.box(i).middle
            gap = union((before.run.box, after.run.box))
            if gap.holds(x, y) and not before.run.box.holds(x, y) and not after.run.box.holds(x, y):
                return True
    return False


def _tidy(string: str, indices: Sequence[int], glyphs: Glyphs) -> Line:
    """The line without blanks at its ends, without characters that stand for nothing, spaced-out words closed."""
    if len(string) != len(indices):
        # Some glyph is no character (or two): rebuild character by character.
        string, indices = _one_for_one(indices, glyphs)
    stripped = string.strip()
    start = string.find(stripped)
    indices = indices[start : start + len(stripped)]
    closed = _closed_word(stripped)
    if closed is not None:
        kept = [i for i, code in enumerate(stripped) if i not in closed or not code.isspace()]
        return Line("".join(stripped[i] for i in kept), tuple(indices[i] for i in kept))
    return Line(stripped, tuple(indices))


def _closed_word(string: str) -> range | None:
    """Where a line is one word or number printed with blanks between all its characters."""
    if len(string) < 3 or not any(map(str.isspace, string)):
        return None
    if _SPACED_DIGITS.fullmatch(string):
        return range(len(string))
    found = _SPACED.fullmatch(string)
    if not found:
        return None
    return range(0 if _COUNT.match(string) else found.start("word"), found.end("word"))


def _one_for_one(indices: Sequence[int], glyphs: Glyphs) -> tuple[str, list[int]]:
    codes: list[str] = []
    places: list[int] = []
    for i in indices:
        for code in " " if i == NOBODY else glyphs.codes[i]:
            codes.append(code)
            places.append(i)
    return "".join(codes), places


def _unstacked(lines: list[Line], glyphs: Glyphs) -> list[Line]:
    """Single characters standing on each other are one word written downwards; so are columns of them."""
    if len(lines) < 2 or any(len(line.string) > 3 for line in lines):
        return lines
    cells = [[i for i in line.indices if i != NOBODY and glyphs.codes[i].strip()] for line in lines]
    columns = len(cells[0])
    if columns == 0 or sum(map(len, cells)) < 2 or not all(_STACKED.match(glyphs.codes[i]) for i in cells[0]):
        return lines
    if columns > 1 and (len(cells) <= columns or not _far_apart(cells, glyphs)):
        return lines
    stacks: list[list[int]] = [[i] for i in reversed(cells[0])]
    for row in cells[1:]:
        for i in row:
            stack = next((stack for stack in stacks if _aligned(stack[-1], i, glyphs)), None)
            if stack is None:
                return lines
            stack.append(i)
    return [Line("".join(glyphs.codes[i] for i in stack), tuple(stack)) for stack in stacks]


def _far_apart(cells: list[list[int]], glyphs: Glyphs) -> bool:
    """Whether the characters stand on each other, closer than those beside them; words spread in a cell do not."""
    size = max(glyphs.x1[i] - glyphs.x0[i] for i in cells[0])
    gaps = [glyphs.x0[b] - glyphs.x1[a] for a, b in pairwise(cells[0])]
    below = max(glyphs.top[b[0]] - glyphs.bottom[a[0]] for a, b in pairwise(cells) if a and b)
    return min(gaps) > below and max(gaps) <= _FARTHEST * size and below <= _DENSEST * size


def _aligned(above: int, below: int, glyphs: Glyphs) -> bool:
    middle = (glyphs.x0[above] + glyphs.x1[above]) / 2
    width = max(glyphs.x1[above] - glyphs.x0[above], 1.0)
    return abs((glyphs.x0[below] + glyphs.x1[below]) / 2 - middle) < 0.4 * width
