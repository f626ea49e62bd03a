"""A date as it was read, before it becomes a period."""

from __future__ import annotations

from typing import NamedTuple

from planextract.normalise import stretches
from planextract.normalise.eras import Era
from planextract.normalise.stretches import Part, Stretch


class Doubt(NamedTuple):
    """A code of the diagnostics' catalogue and the arguments that fill its template."""

    code: str
    arguments: tuple[tuple[str, str], ...]


class Moment(NamedTuple):
    """A date at the folded characters `start` to `stop`; from a year alone to year, month and day.

    `year` is western, of a fiscal year the one it begins in; `era` is None for a year printed as western.
    `fiscal` is None where no unit was (R7, 令和7); `separator` is that of R7.9.1; `span` is 10 for 年代, 100 for 世紀.
    `alone`: a reader takes it for a date with nothing else beside it.
    """

    start: int
    stop: int
    year: int
    era: Era | None
    fiscal: bool | None = None
    part: tuple[Part, int] | None = None
    month: int | None = None
    day: int | None = None
    separator: str = ""
    span: int = 1
    alone: bool = True
    doubts: tuple[Doubt, ...] = ()

    @property
    def bare(self) -> bool:
        """Nothing but a year without a unit, which a later one may give it (令和7・8年度)."""
        return self.fiscal is None and self.month is None and self.part is None

    def stretch(self) -> Stretch:
        """The days it covers; a bare year of an era is a fiscal year, a bare western year a calendar year."""
        fiscal = self.fiscal if self.fiscal is not None else self.era is not None
        if self.month is not None:
            day = stretches.day(self.year, self.month, self.day) if self.day is not None else None
            return day or stretches.month(self.year, self.month)
        if self.part is not None:
            return stretches.part_of_year(self.year, *self.part, fiscal=fiscal)
        if self.span > 1:
            return stretches.years(self.year, self.span)
        return stretches.fiscal_year(self.year) if fiscal else stretches.years(self.year)

    def doubting(self, code: str, **arguments: object) -> Moment:
        """The same with one more doubt."""
        doubt = Doubt(code, tuple((name, str(value)) for name, value in arguments.items()))
        return self._replace(doubts=(*self.doubts, doubt))
