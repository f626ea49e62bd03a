"""Words spread over their width: where nothing upright is drawn, their characters look like columns.

面積, 人口 and 世帯数 below each other are printed from one left side to one right side, so that each has other gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from planextract.detect.columns import Segment, lines_of_segments
from planextract.detect.page import Glyphs, Run

_KANJI = re.compile(r"[\u3400-\u9fff々]")

_EVEN = 0.5
"""Characters by which the gaps of a spread word, or the sides of such words below each other, may differ."""


def with_spread_words(segments: list[Segment], runs: Iterable[Run], glyphs: Glyphs, em: float) -> list[Segment]:
    """Segments with those joined that are the single kanji of words spread from one left side to one right side.

    Several lines must have such words, of different lengths: what has a kanji at each of some places may be columns.
    """
    kanji = (run.box for run in runs if run.stop - run.start == 1 and _KANJI.match(glyphs.codes[run.start]))
    alone = {Segment(box.x0, box.x1, box.top, box.bottom) for box in kanji}
    words = [word for line in lines_of_segments(segments, em) for word in _words(sorted(line), alone, em)]
    spread = [word for word in words if len({len(other) for other in words if _same_sides(word, other, em)}) > 1]
    if not spread:
        return segments
    gone = {part for word in spread for part in word}
    whole = [
        Segment(word[0].x0, word[-1].x1, min(part.top for part in word), max(part.bottom for part in word))
        for word in spread
    ]
    return sorted([s for s in segments if s not in gone] + whole, key=lambda s: (s.middle, s.x0))


def _words(line: Sequence[Segment], alone: set[Segment], em: float) -> list[list[Segment]]:
    """Stretches of a line that are single kanji, evenly spaced."""
    stretches: list[list[Segment]] = [[]]
    for segment in line:
        if segment in alone:
            stretches[-1].append(segment)
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if len(stretch) > 1 and _is_even(stretch, em)]


def _is_even(word: Sequence[Segment], em: float) -> bool:
    gaps = [after.x0 - before.x1 for before, after in pairwise(word)]
    return max(gaps) - min(gaps) < _EVEN * em


def _same_sides(word: Sequence[Segment], other: Sequence[Segment], em: float) -> bool:
    return abs(word[0].x0 - other[0].x0) < _EVEN * em and abs(word[-1].x1 - other[-1].x1) < _EVEN * em
