"""From measurements to the figures that are printed: sums, medians, ratios on the same files, goals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from benchmarks.contenders import FLOOR
from benchmarks.measure import Measurement


class Row(NamedTuple):
    """One contender. Milliseconds a page: the median of the files, that of all pages together, and that of first runs.

    `ratio` compares with the floor on the files that this contender read; `shared` and `shared_ratio` are milliseconds
    a page and ratio on the files that every contender read. None where there is nothing to compare. Peak in MB.
    """

    contender: str
    files: int
    pages: int
    median: float | None
    total: float | None
    first: float | None
    ratio: float | None
    shared: float | None
    shared_ratio: float | None
    peak: float
    tables: int
    cells: int


class Goal(NamedTuple):
    """What is wanted of a figure: not more than `limit`, or, with `at_least`, not less."""

    said: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is what was wanted."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


@dataclass(frozen=True, slots=True)
class Results:
    """All measurements by contender and file, and the pages of the files that the floor could read."""

    measured: Mapping[tuple[str, str], Measurement]
    pages: Mapping[str, int]

    @classmethod
    def of(cls, measurements: Iterable[Measurement]) -> Results:
        """Sort measurements."""
        measured = {(m.contender, m.file): m for m in measurements}
        floor = [m for m in measured.values() if m.contender == FLOOR and m.status == "ok"]
        return cls(measured, {m.file: m.found.pages for m in floor if m.found.pages})

    @property
    def contenders(self) -> list[str]:
        """Who was measured, in order."""
        return list(dict.fromkeys(contender for contender, _ in self.measured))

    def read_by(self, contender: str) -> list[str]:
        """The files that a contender read to their end."""
        return [file for file in self.pages if (m := self.measured.get((contender, file))) and m.status == "ok"]

    def shared(self) -> list[str]:
        """The files that all contenders read, those that read none at all left aside."""
        able = [set(self.read_by(contender)) for contender in self.contenders]
        return [file for file in self.pages if all(file in files for files in able if files)]

    def time(self, contender: str, files: Collection[str]) -> float:
        """Milliseconds for files that the contender read."""
        return sum(self.measured[contender, file].best for file in files)

    def a_page(self, contender: str, files: Collection[str]) -> float | None:
        """Milliseconds a page over all pages of the files."""
        return self.time(contender, files) / sum(self.pages[file] for file in files) if files else None

    def ratio(self, contender: str, other: str, files: Collection[str] | None = None) -> float | None:
        """How many times the other's time a contender takes on the files that both read."""
        both = set(self.read_by(contender)) & set(self.read_by(other))
        chosen = both if files is None else both & set(files)
        return self.time(contender, chosen) / self.time(other, chosen) if chosen else None

    def row(self, contender: str, shared: Sequence[str]) -> Row:
        """The figures of one contender."""
        files = self.read_by(contender)
        done = [self.measured[contender, file] for file in files]
        on_shared = shared if files else ()
        pages = sum(self.pages[file] for file in files)
        return Row(
            contender,
            len(files),
            pages,
            median(m.best / self.pages[m.file] for m in done) if done else None,
            self.a_page(contender, files),
            sum(m.first for m in done) / pages if pages else None,
            self.ratio(contender, FLOOR),
            self.a_page(contender, on_shared),
            self.ratio(contender, FLOOR, on_shared),
            max((m.peak for m in done), default=0.0),
            sum(m.found.tables for m in done),
            sum(m.found.cells for m in done),
        )

    def rows(self) -> list[Row]:
        """The figures of all contenders, in order."""
        shared = self.shared()
        return [self.row(contender, shared) for contender in self.contenders]

    def unread(self) -> list[Measurement]:
        """The measurements that gave no figure."""
        return [m for m in self.measured.values() if m.status != "ok"]

    def goals(self) -> list[Goal]:
        """The goals for speed whose two contenders were both measured, each on the files that both read."""
        wanted = [
            ("planextract tables, times the floor", self.ratio("tables", FLOOR), 2.0, False),
            ("planextract parse, times planextract tables", self.ratio("parse", "tables"), 1.5, False),
            ("pdfplumber, times planextract tables", self.ratio("pdfplumber", "tables"), 20.0, True),
            ("camelot lattice, times planextract tables", self.ratio("camelot", "tables"), 50.0, True),
        ]
        return [Goal(said, value, limit, at_least) for said, value, limit, at_least in wanted if value is not None]
