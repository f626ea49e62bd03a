"""Rules: the straight horizontal and vertical lines of a page, joined from whatever they were drawn of.

Word processors draw a rule as a line, as a thin rectangle for each cell, as dashes or as thousands of squares; twice
for a double rule, and a hair off where cells meet. Tolerances come from the size of the page's characters, the only
measure that scales with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planextract.detect.page import Frame, Page, Stroke
from planextract.geometry import Box, snapped

NO_FRAME = -1


class Tolerances(NamedTuple):
    """Distances in points, from the character size of the page.

    `snap`: lines this close are one (doubled rules); `joint`: the gap left open where rules meet; `thin`: columns and
    rows narrower than this hold no text.
    """

    snap: float
    joint: float
    thin: float

    @classmethod
    def of(cls, em: float) -> Tolerances:
        """The tolerances for characters of `em` points."""
        return cls(snap=min(max(0.2 * em, 0.8), 2.5), joint=min(max(0.3 * em, 1.5), 4.0), thin=0.45 * em)


class Rule(NamedTuple):
    """A line at coordinate `at` across its direction, from `low` to `high` along it.

    `frame` is the index of the frame it is a side of, NO_FRAME where it is more than that.
    """

    at: float
    low: float
    high: float
    frame: int = NO_FRAME

    @property
    def length(self) -> float:
        return self.high - self.low


class Rules(NamedTuple):
    """The rules of a page, each list in order of `at`."""

    horizontal: list[Rule]
    vertical: list[Rule]


def rules_of(page: Page, more: Iterable[Stroke] = ()) -> Rules:
    """The rules of a page, with further strokes that are to count as drawn."""
    em = page.em
    tolerances = Tolerances.of(em)
    horizontal, vertical = _pieces(page, more, tolerances)
    return Rules(_joined(horizontal, tolerances, em), _joined(vertical, tolerances, em))


def level(stroke: Stroke) -> bool:
    """Whether a stroke runs horizontally, a fraction of a point aside."""
    rise = abs(stroke.y1 - stroke.y0)
    return rise <= 1.0 and rise * 20 <= abs(stroke.x1 - stroke.x0)


def upright(stroke: Stroke) -> bool:
    """Whether a stroke runs vertically, a fraction of a point aside."""
    shift = abs(stroke.x1 - stroke.x0)
    return shift <= 1.0 and shift * 20 <= abs(stroke.y1 - stroke.y0)


def _pieces(page: Page, more: Iterable[Stroke], tolerances: Tolerances) -> tuple[list[Rule], list[Rule]]:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for stroke in (*page.strokes, *more):
        if level(stroke):
            horizontal.append(_rule((stroke.y0 + stroke.y1) / 2, stroke.x0, stroke.x1))
        elif upright(stroke):
            vertical.append(_rule((stroke.x0 + stroke.x1) / 2, stroke.y0, stroke.y1))
    for number, frame in enumerate(page.frames):
        above, aside = frame_sides(frame, number)
        horizontal += above
        vertical += aside
    horizontal += _dotted(((box.top + box.bottom) / 2, box.x0, box.x1) for box in page.dots)
    vertical += _dotted(((box.x0 + box.x1) / 2, box.top, box.bottom) for box in page.dots)
    return horizontal, vertical


def _rule(at: float, start: float, stop: float) -> Rule:
    return Rule(at, min(start, stop), max(start, stop))


def frame_sides(frame: Frame, number: int = NO_FRAME) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical sides of a frame."""
    box: Box = frame.box
    above = [Rule(box.top, box.x0, box.x1, number), Rule(box.bottom, box.x0, box.x1, number)]
    aside = [Rule(box.x0, box.top, box.bottom, number), Rule(box.x1, box.top, box.bottom, number)]
    return above, aside


def _dotted(dots: Iterable[tuple[float, float, float]]) -> Iterator[Rule]:
    """Rules made of squares in a row: at least four, no further apart than three of them."""
    lines: defaultdict[float, list[tuple[float, float]]] = defaultdict(list)
    for at, low, high in dots:
        lines[round(at * 4) / 4].append((low, high))
    for at, spans in lines.items():
        spans.sort()
        first = 0
        for i in range(1, len(spans) + 1):
            if i == len(spans) or spans[i][0] - spans[i - 1][1] > 3 * max(spans[i - 1][1] - spans[i - 1][0], 0.3):
                if i - first >= 4:
                    yield Rule(at, spans[first][0], spans[i - 1][1])
                first = i


def _joined(pieces: list[Rule], tolerances: Tolerances, em: float) -> list[Rule]:
    """Pieces on one line joined where they overlap, meet, or follow each other as dashes do."""
    centres = snapped(((piece.at, max(piece.length, 0.01)) for piece in pieces), tolerances.snap)
    lines: defaultdict[float, list[Rule]] = defaultdict(list)
    for piece in pieces:
        lines[centres[piece.at]].append(piece)
    result: list[Rule] = []
    for at in sorted(lines):
        result += _joined_line(at, sorted(lines[at], key=_by_low), tolerances.joint, em)
    return result


def _by_low(piece: Rule) -> tuple[float, float]:
    return piece.low, piece.high


def _joined_line(at: float, pieces: list[Rule], joint: float, em: float) -> Iterator[Rule]:
    low, high, frame, last = pieces[0].low, pieces[0].high, pieces[0].frame, pieces[0].length
    for piece in pieces[1:]:
        gap = piece.low - high
        if gap <= joint or (max(last, piece.length) <= 0.9 * em and gap <= 1.5 * min(last, piece.length)):
            high = max(high, piece.high)
            frame = frame if frame == piece.frame else NO_FRAME
        else:
            yield Rule(at, low, high, frame)
            low, high, frame = piece.low, piece.high, piece.frame
        last = piece.length
    yield Rule(at, low, high, frame)
