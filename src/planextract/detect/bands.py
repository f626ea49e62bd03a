"""Bands of colour across a table: every other row, or some of them, where no rules part the rows."""

from __future__ import annotations

from planextract.detect.columns import Segment
from planextract.detect.fills import uncovered
from planextract.detect.grid import OUTSIDE, Grid
from planextract.detect.page import Fill
from planextract.detect.regions import Region
from planextract.detect.rules import Rule
from planextract.geometry import Box

WHITE = 0xF0F0F0
"""The bits that all nearly white colours have."""


def band_regions(fills: list[Fill], grids: list[Grid], segments: list[Segment], em: float) -> list[Region]:
    """Groups of painted bands of one extent; the white between two of them is a row as well."""
    bands = [
        fill.box
        for fill in uncovered([fill for fill in fills if fill.colour & WHITE != WHITE or fill.colour < 0xFAFAFA])
        if fill.box.height < 8 * em and fill.box.width > 2 * em and not in_cell(fill.box, grids)
    ]
    rows: list[Box] = []
    for box in sorted(bands, key=lambda box: (box.top, box.x0)):
        if rows and abs(rows[-1].top - box.top) < 1.5 and abs(rows[-1].bottom - box.bottom) < 1.5:
            rows[-1] = Box(rows[-1].x0, rows[-1].top, max(rows[-1].x1, box.x1), rows[-1].bottom)
        else:
            rows.append(box)
    regions = []
    group: list[Box] = []
    for row in [*rows, None]:
        together = row is not None and group and _same_band(group[-1], row, em)
        if group and not together:
            regions += _band_region(group, segments)
            group = []
        if row is not None:
            group.append(row)
    return regions


def in_cell(box: Box, grids: list[Grid]) -> bool:
    x, y = box.middle
    return any(grid.box.holds(x, y) and grid.at(x, y) != OUTSIDE for grid in grids)


def _same_band(above: Box, below: Box, em: float) -> bool:
    return (
        abs(above.x0 - below.x0) < em
        and abs(above.x1 - below.x1) < em
        and -1.5 < below.top - above.bottom < max(4 * em, 2 * above.height)
    )


def _band_region(group: list[Box], segments: list[Segment]) -> list[Region]:
    x0, x1 = min(box.x0 for box in group), max(box.x1 for box in group)
    beside = [s for s in segments if group[0].top < s.middle < group[-1].bottom and not x0 < (s.x0 + s.x1) / 2 < x1]
    if len(group) < 2 or beside:  # colour behind the labels alone tells no rows
        return []
    places = {place for box in group for place in (box.top, box.bottom)}
    # Striped tables alternate: below the last painted row may come a white one as high.
    bottom = group[-1].bottom
    end = bottom + group[-1].top - group[-2].bottom
    if any(bottom < segment.top and segment.bottom < end + 1 and x0 <= segment.x0 <= x1 for segment in segments):
        places.add(end)
    return [Region(x0, x1, [Rule(place, x0, x1) for place in sorted(places)])]
