"""Which text stands in which cell, by the middle of its characters."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from planextract.detect.grid import OUTSIDE, Grid
from planextract.detect.lines import Line
from planextract.detect.page import Glyphs, Page, Run
from planextract.detect.spacing import NOBODY
from planextract.detect.wraps import joined_lines
from planextract.geometry import Box, Matrix
from planextract.schema import PagePlace, Provenance
from planextract.text import Piece, Text

_OVERHANG = 2
"""Characters by which a word may stick out of its cell and still be one word."""


@dataclass(slots=True, eq=False)
class Spot:
    """Where the characters of a piece stand. Called as a piece's `locate`; an empty piece stands in `whole`."""

    page: int
    glyphs: Glyphs
    indices: array[int]
    whole: Box
    turn: Matrix

    def __call__(self, start: int, stop: int) -> Provenance:
        """The box around characters `start` to `stop`, on the displayed page."""
        box = self.glyphs.around(i for i in self.indices[start:stop] if i != NOBODY) or self.whole
        x0, top, x1, bottom = (round(value, 2) for value in self.turn.box(*box))
        return [PagePlace(page=self.page, bbox=(x0, top, x1, bottom))]


def text_of(lines: list[Line], whole: Box, page: Page) -> Text:
    """Lines as a text that knows where it was printed; `whole` is the cell, for a text without characters."""
    string, indices = joined_lines(lines, whole, page.glyphs)
    return Text.of(Piece(string, Spot(page.number, page.glyphs, indices, whole, page.turn)))


class Seat(NamedTuple):
    """A cell of one of the page's grids."""

    grid: int
    face: int


NO_SEAT = Seat(OUTSIDE, OUTSIDE)


class Seating(NamedTuple):
    """The runs in each cell, and those in none."""

    seated: dict[Seat, list[Run]]
    outside: list[Run]


def seat(page: Page, grids: list[Grid]) -> Seating:
    """Give each run of a page its cell; a run that reaches over several cells is cut between words."""
    finder = _Finder(page.glyphs, grids)
    seated: defaultdict[Seat, list[Run]] = defaultdict(list)
    outside: list[Run] = []
    for run in page.runs:
        for part, place in finder.parts(run):
            if place.grid == OUTSIDE:
                outside.append(part)
            else:
                seated[place].append(part)
    return Seating(dict(seated), outside)


class _Finder:
    """Finds the cell of a point; of nested grids the innermost has it."""

    def __init__(self, glyphs: Glyphs, grids: list[Grid]) -> None:
        self._glyphs = glyphs
        by_area = sorted(range(len(grids)), key=lambda i: grids[i].box.width * grids[i].box.height)
        self._grids = [(i, grids[i], *grids[i].box) for i in by_area]

    def _of(self, k: int) -> Seat:
        """The cell of character `k`."""
        glyphs = self._glyphs
        x, y = (glyphs.x0[k] + glyphs.x1[k]) / 2, (glyphs.top[k] + glyphs.bottom[k]) / 2
        for i, grid, x0, top, x1, bottom in self._grids:
            if x0 <= x <= x1 and top <= y <= bottom:
                face = grid.at(x, y)
                if face != OUTSIDE:
                    return Seat(i, face)
        return NO_SEAT

    def parts(self, run: Run) -> Iterator[tuple[Run, Seat]]:
        """A run, or its parts, each with its cell."""
        first = self._of(run.start)
        if run.stop - run.start == 1 or first == self._of(run.stop - 1):
            yield run, first
            return
        stretches: list[tuple[int, int, Seat]] = []
        for start, stop in _words(run, self._glyphs):
            stretches += self._seats(start, stop)
        start, stop, place = stretches[0]
        for begin, end, other in stretches[1:]:
            if other != place:
                yield self._part(run, start, stop), place
                start, place = begin, other
            stop = end
        yield self._part(run, start, stop), place

    def _part(self, run: Run, start: int, stop: int) -> Run:
        return run._replace(start=start, stop=stop, box=self._glyphs.around_stretch(start, stop))

    def _seats(self, start: int, stop: int) -> list[tuple[int, int, Seat]]:
        """The stretches of a word by cell: one, unless more than an overhang stands in another cell."""
        seats = [self._of(i) for i in range(start, stop)]
        (most, count), *_ = Counter(seats).most_common(1)
        if len(seats) - count <= min(_OVERHANG, len(seats) // 2):
            return [(start, stop, most)]
        result = [(start, start + 1, seats[0])]
        for i, place in enumerate(seats[1:], start + 1):
            if place == result[-1][2]:
                result[-1] = (result[-1][0], i + 1, place)
            else:
                result.append((i, i + 1, place))
        return result


def _words(run: Run, glyphs: Glyphs) -> Iterator[tuple[int, int]]:
    """The stretches of a run without blanks and without gaps wider than a third of a character."""
    level = run.direction in ("right", "left")
    starts, stops = (glyphs.x0, glyphs.x1) if level else (glyphs.top, glyphs.bottom)
    inked = [i for i in range(run.start, run.stop) if glyphs.codes[i].strip()]
    start = inked[0]
    for before, i in pairwise(inked):
        if i != before + 1 or max(starts[i] - stops[before], starts[before] - stops[i]) > run.size / 3:
            yield start, before + 1
            start = i
    yield start, inked[-1] + 1
