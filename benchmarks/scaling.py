"""How costs grow: documents, tables and texts of doubled size, made here, read by the same workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.contenders import FLOOR
from benchmarks.figures import Goal
from benchmarks.made_pdf import grid, plan_pages, write_pdf
from benchmarks.made_text import long_expression, long_names, plan_text
from benchmarks.measure import Limits, Measurement, measure

PAGES = (50, 100, 200, 400)
GRIDS = (100, 200, 400)
MEASURES = (1000, 2000, 4000)
CHARACTERS = (40_000, 80_000, 160_000)

LINEAR = 2.5
"""What doubling may cost: twice, and something for caches and a busy machine; quadratic would be four times."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One reader on inputs of growing size, compared in processor time, for the machine may be busy.

    `factor` is how much more each size holds than the one before.
    """

    reader: str
    what: str
    sizes: tuple[str, ...]
    unit: str
    measurements: tuple[Measurement, ...]
    factor: int = 2

    @property
    def last_ratio(self) -> float | None:
        """What the last step cost, counted as a doubling; None where one of its two ends has no figure."""
        *_, before, last = self.measurements
        if before.status != "ok" or last.status != "ok":
            return None
        cost = last.work / before.work
        return cost if self.factor == 2 else cost**0.5

    @property
    def shown_sizes(self) -> str:
        """`50 → 100 → 200 pages`."""
        return f"{' → '.join(self.sizes)} {self.unit}"

    @property
    def unread(self) -> str:
        """Why the first size without a figure has none."""
        return next((m.reason for m in self.measurements if m.status != "ok"), "")


def growths(folder: Path, contenders: Sequence[str], limits: Limits, *, slow: bool) -> Iterator[Growth]:
    """All checks of growth, on files made in `folder`. `slow` lets pdfplumber try the large tables."""
    yield from _pages(folder, contenders, limits)
    yield from _grids(folder, [name for name in contenders if slow or name != "pdfplumber"], limits)
    yield from _texts(folder, limits)


def _pages(folder: Path, contenders: Sequence[str], limits: Limits) -> Iterator[Growth]:
    paths = [folder / f"{count}-pages.pdf" for count in PAGES]
    for path, count in zip(paths, PAGES, strict=True):
        write_pdf(path, plan_pages(count))
    sizes = tuple(map(str, PAGES))
    for name in (name for name in (FLOOR, "tables", "parse") if name in contenders):
        yield _grown(name, "pages of a plan", sizes, "pages", paths, limits)


def _grids(folder: Path, contenders: Sequence[str], limits: Limits) -> Iterator[Growth]:
    paths = [folder / f"{side}x{side}.pdf" for side in GRIDS]
    for path, side in zip(paths, GRIDS, strict=True):
        canvas, size = grid(side, side)
        write_pdf(path, [canvas], size)
    sizes = tuple(f"{side} × {side}" for side in GRIDS)
    for name in (name for name in contenders if name != "segments"):
        yield _grown(name, "cells of one table", sizes, "cells", paths, limits, factor=4)


def _texts(folder: Path, limits: Limits) -> Iterator[Growth]:
    makers: list[tuple[str, str, Sequence[int], Callable[[int], str]]] = [
        ("text source", "measures", MEASURES, plan_text),
        ("layout", "measures", MEASURES, plan_text),
        ("whole chain", "measures", MEASURES, plan_text),
        ("normalisers: expression", "characters", CHARACTERS, long_expression),
        ("normalisers: value cell", "characters", CHARACTERS, long_expression),
        ("normalisers: departments", "characters", CHARACTERS, long_names),
    ]
    for stage, unit, sizes, make in makers:
        paths = [folder / f"{make.__name__}-{size}.txt" for size in sizes]
        for path, size in zip(paths, sizes, strict=True):
            path.write_text(make(size), encoding="utf-8")
        names = tuple(f"{size:,}" for size in sizes)
        yield _grown(stage, f"{unit} of a text", names, unit, paths, limits)


def _grown(
    name: str, what: str, sizes: tuple[str, ...], unit: str, paths: Sequence[Path], limits: Limits, factor: int = 2
) -> Growth:
    """One reader on all sizes. A last step that seems too dear is measured once more: others may use the machine."""
    growth = Growth(name, what, sizes, unit, _measured(name, paths, limits), factor)
    if growth.last_ratio is None or growth.last_ratio <= LINEAR:
        return growth
    *earlier, before, last = growth.measurements
    again = (_better(held, measure(name, path, limits)) for held, path in zip((before, last), paths[-2:], strict=True))
    return replace(growth, measurements=(*earlier, *again))


def _better(held: Measurement, again: Measurement) -> Measurement:
    return again if again.status == "ok" and again.work < held.work else held


def _measured(name: str, paths: Sequence[Path], limits: Limits) -> tuple[Measurement, ...]:
    """Measure sizes from the smallest; what a size refuses, the larger ones are not asked for."""
    done: list[Measurement] = []
    for path in paths:
        if done and done[-1].status == "timeout":
            done.append(Measurement(name, path.name, "timeout", reason=done[-1].reason))
        else:
            done.append(measure(name, path, limits))
    return tuple(done)


def growth_goals(grown: Sequence[Growth]) -> list[Goal]:
    """What growth must not exceed, for planextract's own readers."""
    ours = [growth for growth in grown if growth.reader not in _PEERS and growth.last_ratio is not None]
    goals = [Goal(f"{g.reader}: doubled {g.what} cost", g.last_ratio or 0.0, LINEAR) for g in ours]
    for growth in ours:
        last = growth.measurements[-1]
        if growth.what == "cells of one table" and growth.reader == "tables":
            goals.append(Goal(f"tables: seconds for a table of {growth.sizes[-1]} cells", last.work / 1000, 5.0))
        if growth.what == "pages of a plan":
            goals.append(Goal(f"{growth.reader}: MB for {growth.sizes[-1]} pages", last.peak, 300.0))
    return goals


_PEERS = frozenset({FLOOR, "segments", "tablers", "camelot-vector", "camelot", "pdfplumber", "pymupdf"})
