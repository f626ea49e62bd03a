"""From characters that stand somewhere to lines of text: order, overprinting, vertical writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from planextract.detect.page import Direction, Glyphs, Run
from planextract.detect.rules import Rule
from planextract.detect.spacing import NOBODY, closed_word, with_blanks
from planextract.detect.stretches import Stretch, parts_of, rows_of, stretch_of, with_choices, with_labels

_DENSEST, _FARTHEST = 0.5, 2.0
"""In character sizes: up to where characters stand on each other, and columns of them beside each other."""
_STACKED = re.compile(r"[\u3041-\u30ff\u3400-\u9fff々（）「」・ー]")


class Line(NamedTuple):
    """One printed line: its characters and, for each, the index of its glyph or NOBODY."""

    string: str
    indices: tuple[int, ...]


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
        parts = parts_of([stretch_of(run, direction) for run in members])
        rows = [row for part in parts for row in with_labels(with_choices(rows_of(part), glyphs), shown)]
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


def _line(stretches: list[Stretch], glyphs: Glyphs, direction: Direction) -> Line:
    stretches.sort(key=lambda item: item.start)
    if len(stretches) == 1:
        return _printed(stretches[0].run, glyphs)
    size = max(item.run.size for item in stretches)
    overlapping = any(b.start < a.stop - 0.3 * size for a, b in pairwise(stretches))
    if overlapping:
        stretches = _interleaved(stretches, glyphs, direction)
    codes, indices = with_blanks(stretches, glyphs, size)
    return _tidy("".join(codes), indices, glyphs)


def _printed(run: Run, glyphs: Glyphs) -> Line:
    """A line of one run."""
    return _tidy("".join(glyphs.codes[run.start : run.stop]), range(run.start, run.stop), glyphs)


def _interleaved(stretches: list[Stretch], glyphs: Glyphs, direction: Direction) -> list[Stretch]:
    """Each character on its own, in order, one printed twice at one place (to make it bold) once."""
    single = []
    for item in stretches:
        run = item.run
        for i in range(run.start, run.stop):
            if glyphs.codes[i].strip():
                part = run._replace(start=i, stop=i + 1, box=glyphs.box(i), direction=direction)
                single.append(stretch_of(part, direction))
    single.sort(key=lambda item: (item.start, item.run.start))
    kept: list[Stretch] = []
    for item in single:
        code = glyphs.codes[item.run.start]
        near = 0.4 * (item.stop - item.start)
        twin = any(glyphs.codes[other.run.start] == code and item.start - other.start <= near for other in kept[-3:])
        if not twin:
            kept.append(item)
    return kept


def _tidy(string: str, indices: Sequence[int], glyphs: Glyphs) -> Line:
    """The line without blanks at its ends, without characters that stand for nothing, spaced-out words closed."""
    if len(string) != len(indices):
        # Some glyph is no character (or two): rebuild character by character.
        string, indices = _one_for_one(indices, glyphs)
    stripped = string.strip()
    start = string.find(stripped)
    indices = indices[start : start + len(stripped)]
    closed = closed_word(stripped)
    if closed is not None:
        kept = [i for i, code in enumerate(stripped) if i not in closed or not code.isspace()]
        return Line("".join(stripped[i] for i in kept), tuple(indices[i] for i in kept))
    return Line(stripped, tuple(indices))


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
