"""Headings over years where no upright rule tells which columns they cover: 実績値 over 令和4年度 and 令和5年度.

A row of years is part of a heading wherever it stands. What stands above it covers all of them; beside them a heading
takes both rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from planextract.characters import squeeze
from planextract.detect.grid import OUTSIDE, Face, Grid
from planextract.geometry import Box, union

_YEAR = re.compile(
    r"[（(]?(?:(?:令和|平成|昭和|[RHS])?(?:元|\d{1,4})(?:年度?|[./]\d{1,2})|[RHS](?:元|\d{1,2}))[末)）]*"
)

_OFF_CENTRE = 0.8
"""Characters by which the middle of a heading may miss the middle of its columns."""

_BEGIN = 0.35
"""Characters by which a heading may begin beside the first of its columns."""

_LINE_GAP = 0.9
"""White, in characters, up to which two texts below each other may be lines of one."""


class Words(NamedTuple):
    """What a cell says, and the box around it."""

    string: str
    box: Box


def is_year(words: Words | None) -> bool:
    """Whether a cell says a year and nothing else."""
    return words is not None and _YEAR.fullmatch(squeeze(words.string)) is not None


def year_rows(grid: Grid, words: Mapping[int, Words]) -> list[int]:
    """The rows with two and more years side by side."""
    found = []
    for row in range(len(grid.owner)):
        faces = _below(grid, row)
        if any(is_year(words.get(i)) and is_year(words.get(k)) for i, k in pairwise(faces)):
            found.append(row)
    return found


def year_headings(grid: Grid, words: Mapping[int, Words], em: float) -> list[list[int]]:
    """Groups of faces that are one heading, in the rows of years and those above them."""
    groups: list[list[int]] = []
    for row in year_rows(grid, words):
        if row == 0 or any(grid.faces[i].row < row for i in _below(grid, row) if is_year(words.get(i))):
            continue
        pair = _Pair(grid, words, em, _row(grid, row - 1), _row(grid, row))
        groups += pair.groups()
    return groups


class _Pair(NamedTuple):
    """A row of years, `lower`, and the row above it: the faces in each, from the left."""

    grid: Grid
    words: Mapping[int, Words]
    em: float
    upper: list[int]
    lower: list[int]

    def groups(self) -> list[list[int]]:
        """The faces that are one heading each; none where some heading's columns are not certain."""
        years = [i for i in self.lower if is_year(self.words.get(i))]
        covered = self._over(years)
        if not any(i not in self.words for i in covered):
            return []
        found = self._covers(covered, years)
        beside = self._beside(set(years) | set(covered))
        if found is None or beside is None:
            return []
        return [group for group in [*found, *beside] if len(group) > 1]

    def _over(self, years: Sequence[int]) -> list[int]:
        columns = {column for i in years for column in _columns(self.grid.faces[i])}
        return [i for i in self.upper if columns.intersection(_columns(self.grid.faces[i]))]

    def _covers(self, covered: list[int], years: list[int]) -> list[list[int]] | None:
        """The cells above years, each heading with the empty ones that it covers; None where one is left over."""
        if not covered:
            return []
        shape = {(self.grid.faces[i].column, self.grid.faces[i].column_span): i for i in years}
        pairs = [shape.get((self.grid.faces[i].column, self.grid.faces[i].column_span)) for i in covered]
        following = next((k for k in range(len(covered)) if covered[k] in self.words), None)
        if following is None:
            return None
        after = next((k for k in range(following + 1, len(covered)) if covered[k] in self.words), len(covered))
        for stop in range(after, following, -1):
            extents = [pair for pair in pairs[:stop] if pair is not None]
            if len(extents) == stop and self._fits(covered[following], extents, following, stop == after):
                rest = self._covers(covered[stop:], years)
                if rest is not None:
                    return [covered[:stop], *rest]
        return None

    def _fits(self, heading: int, years: list[int], before: int, is_last: bool) -> bool:
        """Whether a heading stands in the middle of years, or begins over the first of all up to the next heading."""
        box, first, last = self.words[heading].box, self.words[years[0]].box, self.words[years[-1]].box
        if is_year(self.words[heading]):
            return False
        centred = abs(box.x0 + box.x1 - first.x0 - last.x1) < 2 * _OFF_CENTRE * self.em
        return centred or len(years) == 1 or (is_last and before == 0 and abs(box.x0 - first.x0) < _BEGIN * self.em)

    def _beside(self, taken: set[int]) -> list[list[int]] | None:
        """The headings beside the years, which take both rows; None where two stand below each other."""
        found = []
        for i in self.upper:
            columns = set(_columns(self.grid.faces[i]))
            under = [k for k in self.lower if columns.intersection(_columns(self.grid.faces[k]))]
            if i in taken or (under and {c for k in under for c in _columns(self.grid.faces[k])} != columns):
                continue
            filled = [k for k in under if k in self.words and k != i]
            if i in self.words and any(not self._is_one_text(i, k) for k in filled):
                return None
            if i in self.words or len(filled) == len(under) or not filled:
                found.append(list(dict.fromkeys([i, *under])))
        return self._over_empty(found)

    def _over_empty(self, groups: list[list[int]]) -> list[list[int]]:
        """The same headings, each with the empty column beside it where it stands in the middle of both."""
        joined: list[list[int]] = []
        for group in groups:
            last = joined[-1] if joined else None
            if last is not None and self._is_wider(last, group):
                joined[-1] = last + group
            else:
                joined.append(group)
        return joined

    def _is_wider(self, left: list[int], right: list[int]) -> bool:
        """Whether one of two neighbours is empty and the other stands in the middle of both."""
        filled = [group for group in (left, right) if any(i in self.words for i in group)]
        boxes = [self._area(group) for group in (left, right)]
        if len(filled) != 1 or abs(boxes[0].x1 - boxes[1].x0) > 0.1:
            return False
        words = union(self.words[i].box for i in filled[0] if i in self.words)
        own, both = self._area(filled[0]), union(boxes)
        off = abs(words.x0 + words.x1 - both.x0 - both.x1)
        return off < 3 * self.em and off < abs(words.x0 + words.x1 - own.x0 - own.x1)

    def _area(self, group: list[int]) -> Box:
        return union(self.grid.face_box(self.grid.faces[i]) for i in group)

    def _is_one_text(self, upper: int, lower: int) -> bool:
        return self.words[lower].box.top - self.words[upper].box.bottom < _LINE_GAP * self.em


def _columns(face: Face) -> range:
    return range(face.column, face.column + face.column_span)


def _row(grid: Grid, row: int) -> list[int]:
    """The faces of a row, from the left."""
    return [i for i in dict.fromkeys(grid.owner[row]) if i != OUTSIDE]


def _below(grid: Grid, row: int) -> list[int]:
    """The faces that begin in a row."""
    return [i for i in _row(grid, row) if grid.faces[i].row == row]
