"""Cells of tables without upright rules that are one: headings over years, and labels beside several rows."""

from __future__ import annotations

from typing import NamedTuple

from planextract.detect.beside import labels_beside
from planextract.detect.cells import Seat, Seating
from planextract.detect.grid import Grid, merged
from planextract.detect.page import Glyphs
from planextract.detect.years import Words, year_headings
from planextract.geometry import union


class Merged(NamedTuple):
    """A grid with its cells merged, and the labels whose rows are not certain."""

    grid: Grid
    doubtful: list[Words]


def with_merged_cells(grid: Grid, g: int, seating: Seating, glyphs: Glyphs, em: float) -> Merged:
    """The grid, number `g` of a seating, with those cells joined that white space cannot tell to be one."""
    words = _words(grid, g, seating, glyphs)
    headings = year_headings(grid, words, em)
    labels = labels_beside(grid, words, em)
    taken = {i for group in headings for i in group}
    groups = headings + [group for group in labels.groups if not taken.intersection(group)]
    doubtful = [words[i] for i in labels.doubtful if i not in taken]
    return Merged(merged(grid, groups) if groups else grid, doubtful)


def _words(grid: Grid, g: int, seating: Seating, glyphs: Glyphs) -> dict[int, Words]:
    """What each cell with words says."""
    found: dict[int, Words] = {}
    for i in range(len(grid.faces)):
        runs = seating.seated.get(Seat(g, i), [])
        string = "".join("".join(glyphs.codes[run.start : run.stop]) for run in runs)
        if string.strip():
            found[i] = Words(string, union(run.box for run in runs))
    return found
