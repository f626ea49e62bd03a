"""Runs in the frame of their own direction of writing: which stand on one line, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from planextract.detect.page import Direction, Glyphs, Run
from planextract.detect.rules import Rule

_SMALL = 0.8
"""Share of the largest size in a cell up to which text beside it is a remark of its own."""
_CHOICE = frozenset("○◯●◎□■☐☑")


class Stretch(NamedTuple):
    """A run in the frame of its own direction: along its line from `start` to `stop`, across from `low` to `high`."""

    start: float
    stop: float
    low: float
    high: float
    run: Run


def stretch_of(run: Run, direction: Direction) -> Stretch:
    """A run seen along the direction in which its line is written."""
    box = run.box
    if direction == "right":
        return Stretch(box.x0, box.x1, box.top, box.bottom, run)
    if direction == "down":
        return Stretch(box.top, box.bottom, -box.x1, -box.x0, run)
    if direction == "up":
        return Stretch(-box.bottom, -box.top, box.x0, box.x1, run)
    return Stretch(-box.x1, -box.x0, -box.bottom, -box.top, run)


def parts_of(stretches: list[Stretch]) -> list[list[Stretch]]:
    """Large text of several lines, and small text of several in a box beside it: each is read on its own."""
    largest = max((item.run.size for item in stretches), default=0.0)
    small = [item for item in stretches if item.run.size <= _SMALL * largest]
    large = [item for item in stretches if item.run.size > _SMALL * largest]
    if len(small) < 2 or min(item.start for item in small) < max(item.stop for item in large):
        return [stretches]
    return [large, small] if all(len(rows_of(list(part))) > 1 for part in (large, small)) else [stretches]


def rows_of(stretches: list[Stretch]) -> list[list[Stretch]]:
    """Stretches on one line together: they overlap across it by more than half of the smaller one.

    Two small lines beside a tall one are three rows.
    """
    stretches.sort(key=lambda item: (item.low + item.high, item.start))
    rows: list[list[Stretch]] = []
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


def _is_below(item: Stretch, above: Stretch) -> bool:
    """Whether a stretch stands under another one: beside it nowhere, below it for a good part of the shorter one."""
    length = min(item.stop, above.stop) - max(item.start, above.start)
    size = min(item.high - item.low, above.high - above.low)
    return item.low > above.high - 0.2 * size and length > 0.3 * min(item.stop - item.start, above.stop - above.start)


def with_labels(rows: list[list[Stretch]], bars: Sequence[Rule]) -> list[list[Stretch]]:
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


def with_choices(rows: list[list[Stretch]], glyphs: Glyphs) -> list[list[Stretch]]:
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
        lines: list[list[Stretch]] = [[]]
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


def _is_fraction(above: list[Stretch], below: list[Stretch], bars: Sequence[Rule]) -> bool:
    """Whether a bar parts two lines that are as long as it at most."""
    start, stop = min(item.start for item in (*above, *below)), max(item.stop for item in (*above, *below))
    top, bottom = ((line[0].low + line[0].high) / 2 for line in (above, below))
    slack = 0.5 * (above[0].high - above[0].low)
    return any(top < bar.at < bottom and bar.low < start + slack and stop - slack < bar.high for bar in bars)
