"""Which runs of a page can be seen, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from planextract.detect.page import Glyphs, Run
from planextract.geometry import Box
from planextract.sources.pdf_outlines import Ground
from planextract.sources.pdf_text import Printed

_BAND = 32.0
"""Height, in points, of the bands by which painted areas are found."""


_LIGHT = 0xE0E0E0


class Sight(NamedTuple):
    """Runs that can be seen, and the others by why they cannot (`invisible`, `clipped`, `outside`, `unseen colour`).

    Of the visible ones, `doubtful` have something over them of which only its box is known, or are light on a picture.
    """

    visible: list[Run]
    hidden: dict[str, list[Run]]
    doubtful: list[Run]


def sight(printed: list[Printed], glyphs: Glyphs, grounds: list[Ground], width: float, height: float) -> Sight:
    """Part the runs of a page into those that are seen and those that are not."""
    page = Box(0, 0, width, height)
    behind = Backdrop([_as_seen(ground, 0.4 * width * height) for ground in grounds])
    visible: list[Run] = []
    hidden: dict[str, list[Run]] = {}
    doubtful: list[Run] = []
    for item in printed:
        if item.colour is None:
            hidden.setdefault("invisible", []).append(item.run)
        elif not behind.shows(item):
            hidden.setdefault("in the colour of the ground or painted over", []).append(item.run)
        elif _holds(page if item.clip is None else item.clip, item.run.box) and _holds(page, item.run.box):
            visible.append(item.run)
            if behind.is_doubtful(item):
                doubtful.append(item.run)
        else:
            limit = page if item.clip is None else page.common(item.clip)
            why = "outside the page" if item.clip is None else "clipped away"
            for part, seen in _seen_parts(item.run, glyphs, limit):
                if seen:
                    visible.append(part)
                else:
                    hidden.setdefault(why, []).append(part)
    return Sight(visible, hidden, doubtful)


def _holds(limit: Box, box: Box) -> bool:
    return limit.x0 <= box.x0 and limit.top <= box.top and box.x1 <= limit.x1 and box.bottom <= limit.bottom


def _seen_parts(run: Run, glyphs: Glyphs, limit: Box | None) -> Iterator[tuple[Run, bool]]:
    """The stretches of a run whose characters have their middle inside and outside a box."""
    if limit is None:
        yield run, False
        return
    for seen, members in groupby(range(run.start, run.stop), lambda i: limit.holds(*glyphs.box(i).middle)):
        indices = list(members)
        part = glyphs.around(indices)
        if part is not None:
            yield run._replace(start=indices[0], stop=indices[-1] + 1, box=part), seen


def _as_seen(ground: Ground, overlay: float) -> Ground:
    """Colour over most of a page is ink mixed with what lies under it, or there would be nothing to see there."""
    tinted = ground.colour is not None and ground.colour & 0xF8F8F8 != 0xF8F8F8
    large = ground.box.width * ground.box.height >= overlay
    return ground._replace(covers=ground.covers and not (tinted and large))


class Backdrop:
    """What was painted under and over the text, found by where it is."""

    __slots__ = ("_bands", "_last")

    def __init__(self, grounds: list[Ground]) -> None:
        self._bands: dict[int, list[Ground]] = {}
        self._last = max((ground.order for ground in grounds), default=-1)
        for ground in grounds:
            first, last = int(max(ground.box.top, -1000) // _BAND), int(min(ground.box.bottom, 20000) // _BAND)
            for band in range(first, last + 1):
                self._bands.setdefault(band, []).append(ground)

    def is_doubtful(self, item: Printed) -> bool:
        """Whether something may lie over text that `shows` could not tell of, or it is light and on a picture."""
        light = item.colour is not None and item.colour & _LIGHT == _LIGHT
        if not light and item.order > self._last:
            return False
        x, y = item.run.box.middle
        over = [ground for ground in self._bands.get(int(y // _BAND), ()) if ground.box.holds(x, y)]
        if any(ground.order > item.order for ground in over):
            return True
        return light and any(ground.colour is None for ground in over)

    def shows(self, item: Printed) -> bool:
        """Whether text has another colour than what lies under it, and nothing lies over it."""
        colour = item.colour or 0
        if colour == 0 and item.order > self._last:
            return True
        x, y = item.run.box.middle
        below: int | None = 0xFFFFFF
        for ground in self._bands.get(int(y // _BAND), ()):
            if ground.box.holds(x, y):
                if ground.order < item.order:
                    below = ground.colour
                elif ground.covers and _covers(ground.box, item.run.box):
                    return False
        return below is None or max(abs((colour >> k & 255) - (below >> k & 255)) for k in (0, 8, 16)) > 12


def _covers(ground: Box, box: Box) -> bool:
    grown = ground.grown(1.0)
    return grown.holds(box.x0, box.top) and grown.holds(box.x1, box.bottom)
