"""Reading one heading cell: the role of its words, the period it names, and both together (R6年度見込)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from planextract.layout.vocabulary import key, role_of
from planextract.normalise.periods import FoundPeriod, YearContext, read_periods
from planextract.record import Role
from planextract.table import Cell, Table
from planextract.text import Text

VALUE_ROLES = frozenset({Role.BASELINE, Role.ACTUAL, Role.TARGET})
TEXT_ROLES = frozenset(
    {
        Role.OVERVIEW,
        Role.POLICY,
        Role.EFFECT,
        Role.AIM,
        Role.RATIONALE,
        Role.REASON,
        Role.OTHER,
    }
)
_LONGEST_HEADING = 60


class Heading(NamedTuple):
    """A heading cell: its words, their role (None: not in the vocabulary) and the period they name."""

    text: Text
    role: Role | None
    found: FoundPeriod | None

    @property
    def known(self) -> bool:
        """Whether anything of the heading was understood."""
        return self.role is not None or self.found is not None


@dataclass(frozen=True, slots=True)
class HeadingReader:
    """Reads headings with a parser's additional words and the eras of the document."""

    additions: Mapping[str, Role]
    context: YearContext | None = None

    def read(self, text: Text) -> Heading:
        """Read one cell as a heading."""
        string = text.string
        if not string.strip() or len(string) > _LONGEST_HEADING:
            return Heading(text, None, None)
        role = role_of(string, self.additions)
        found = read_periods(string, context=self.context)
        if not found:
            return Heading(text, role, None)
        rest = "".join(string[a:b] for a, b in _gaps(found, len(string)))
        if role is None:
            role = role_of(rest, self.additions)
        only_period = not key(rest).strip("()（）[]【】〔〕<>＜＞")
        return Heading(text, role, found[0] if role is not None or only_period else None)

    def row(self, table: Table, index: int) -> list[tuple[Cell, Heading]]:
        """The non-empty cells of a row, read as headings."""
        return [(cell, self.read(cell.text)) for cell in table.rows[index] if cell.text.string.strip()]


def _gaps(found: list[FoundPeriod], length: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for period in found for edge in (period.start, period.stop)), length]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
