"""Reading one heading cell: the role of its words, the period it names, and both together (R6年度見込)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from planextract.characters import fold
from planextract.layout.vocabulary import key, role_of
from planextract.normalise.periods import Doubt, FoundPeriod, YearContext, read_periods
from planextract.record import Role
from planextract.schema import Period
from planextract.table import Cell, Table
from planextract.text import Text

VALUE_ROLES = frozenset({Role.BASELINE, Role.ACTUAL, Role.TARGET})
_LONGEST_HEADING = 60
_PARTICLE = re.compile(r"^[\s()（）]*の|(?<!\s)\s+$")
# 1990 to 2059: a count of that size alone in a heading is a year.
_WESTERN = re.compile(
    r"(?<![0-9.,])(?:199[0-9]|20[0-5][0-9])(?![0-9.,年])(?=\s*(?:[)\]）]|$|目標|実績|計画|見込|基準|現状|予定|想定))"
)
_PART_OF_YEAR = re.compile(r"(?:[上下前後](?:半?期|期)|第?[1-4一二三四](?:四半期|期)|[1-4]Q)")
_NO_ERA = re.compile(r"\s*[0-9０-９]{1,2}\s*年度(?=\S)")


class Heading(NamedTuple):
    """A heading cell: its words, their role (None: not in the vocabulary) and the period they name."""

    text: Text
    role: Role | None
    found: FoundPeriod | None

    @property
    def known(self) -> bool:
        """Whether anything was understood of the heading, or, as of 上半期 and 年度, is below another one."""
        return self.role is not None or self.found is not None or self.part_of_year or self.part_of_value is not None

    @property
    def part_of_value(self) -> Role | None:
        """What a heading below that of a value names: its figure (OTHER) or the year of it; None: neither."""
        word = key(self.text.string)
        return Role.OF_YEAR if word in ("年度", "年", "時点") else Role.OTHER if word in ("値", "数値") else None

    @property
    def part_of_year(self) -> bool:
        """Whether the heading names a part of a year and not which year."""
        return _PART_OF_YEAR.fullmatch(fold(self.text.string).string.strip()) is not None


@dataclass(frozen=True, slots=True)
class HeadingReader:
    """Reads headings with a parser's additional words and the eras of the document."""

    additions: Mapping[str, Role]
    context: YearContext | None = None
    _known: dict[str, tuple[Role | None, FoundPeriod | None]] = field(default_factory=dict, compare=False, repr=False)

    def read(self, text: Text) -> Heading:
        """Read one cell as a heading."""
        string = text.string
        if not string.strip() or len(string) > _LONGEST_HEADING:
            return Heading(text, None, None)
        # Forms and tables are tried one after the other: each cell is asked about many times.
        if string not in self._known:
            self._known[string] = self._meaning(string)
        return Heading(text, *self._known[string])

    def _meaning(self, string: str) -> tuple[Role | None, FoundPeriod | None]:
        role = role_of(string, self.additions)
        found = read_periods(string, context=self.context) or _western_years(string)
        if not found:
            # 20年度決算 in a document that names no era: its kind is known all the same.
            bare = _NO_ERA.match(string) if role is None else None
            return role_of(string[bare.end() :], self.additions) if bare else role, None
        rest = "".join(string[a:b] for a, b in _gaps(found, len(string)))
        if role is None:
            role = role_of(_PARTICLE.sub("", rest), self.additions)
        only_period = not key(rest).strip("()（）[]【】〔〕<>＜＞")
        return role, found[0] if role is not None or only_period else None

    def period_in(self, text: Text) -> FoundPeriod | None:
        """The one period that a heading names among other words (令和7年度の方向性)."""
        found = read_periods(text.string, context=self.context)
        return found[0] if len(found) == 1 else None

    def within(self, year: FoundPeriod, heading: Heading) -> FoundPeriod | None:
        """The part of a year that a heading below the year's names: 上半期 below 令和5年度."""
        found = read_periods(f"{year.period.raw}{heading.text.string.strip()}", context=self.context)
        return found[0] if len(found) == 1 and found[0].period != year.period else None

    def row(self, table: Table, index: int) -> list[tuple[Cell, Heading]]:
        """The non-empty cells of a row, read as headings."""
        return [(cell, self.read(cell.text)) for cell in table.rows[index] if cell.text.string.strip()]


def _western_years(string: str) -> list[FoundPeriod]:
    """A bare year as heading (2024, 基準値(2022), 2023目標): plans count in fiscal years, which is said as a doubt."""
    folded = fold(string)
    match = _WESTERN.search(folded.string)
    if match is None:
        return []
    year = int(match.group())
    raw = string[slice(*folded.span(*match.span()))]
    period = Period(raw=raw, start=f"{year}-04-01", end=f"{year + 1}-03-31", granularity="fiscal_year")
    doubt = Doubt("year-unit-assumed", (("raw", raw),))
    return [FoundPeriod(period, *folded.span(*match.span()), (doubt,))]


def _gaps(found: list[FoundPeriod], length: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for period in found for edge in (period.start, period.stop)), length]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
