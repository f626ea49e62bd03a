"""Cost columns of relational tables: unit, period and stage of their figures, from the header and the lines above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from planextract.characters import fold
from planextract.layout.blocks import STAGE
from planextract.layout.contents import Content, content_of
from planextract.layout.headers import Column, Segment
from planextract.layout.headings import Heading, HeadingReader
from planextract.layout.money import money_unit, unit_of_row
from planextract.layout.statements import FIGURE
from planextract.normalise.periods import FoundPeriod, read_periods
from planextract.record import CostCell, Field, Role
from planextract.table import Table
from planextract.text import NOTHING, Text

_NEAR = 4  # lines above a table that may speak of all its figures
_LONGEST_CAPTION = 50
_HEAD_ROWS = 3
_MOSTLY = 0.4  # labels, headings and empty rows of a budget take the rest
_SUM_OF_MONEY = re.compile(r"[0-9０-９]{1,3}[,，][0-9０-９]{3}")
_FISCAL_YEAR = re.compile("年度")
# Figures of other years than the caption's budget, or of none.
_NOT_OF_THE_BUDGET = re.compile(
    "前年|前々年|昨年|前回|翌|次年|来年|比較|増減|差|累計|累積|総事業費|全体|繰越|残|見込|限度"
)


class Caption(NamedTuple):
    """A line above a table that names the budget of its figures: 令和6年度当初予算に計上した事業."""

    text: Text
    found: FoundPeriod
    stage: Text


class Pricing(NamedTuple):
    """What holds for the bare figures of one table: `units` are the headings, nearest first, that may state the unit.

    A heading of one column states the unit of the others only where none states another.
    """

    units: tuple[str, ...]
    caption: Caption | None

    def cell(self, column: Column, text: Text, row: Text) -> CostCell | Field:
        """One cell under a cost column; words without a figure (既存予算) are a text.

        `row` is what the row says that its money is (一般財源), or nothing.
        """
        if not FIGURE.search(text.string) and content_of(text.string) is not Content.DASH:
            return Field(Role.OTHER, column.heading, text)
        levels = column.levels
        said = (row, *(level.text for level in levels if not _only_dates(level)))
        names = tuple(filter(None, said)) or (column.heading,)
        unit = unit_of_row([name.string for name in names], self.units)
        spoken = (row, *(level.text for level in levels))
        stage = next((text for text in spoken[::-1] if STAGE.search(text.string)), NOTHING)
        found = next((level.found for level in levels[::-1] if level.found is not None), None)
        caption = self.caption
        if caption is not None and not any(_NOT_OF_THE_BUDGET.search(name.string) for name in names):
            if found is None and _agrees(stage, caption.stage):
                found = caption.found
            if found is not None and _same_year(found, caption.found):
                stage = stage or caption.stage
        return CostCell(names, column.heading, found, stage, unit, text)


def is_money(table: Table, above: Sequence[Text]) -> bool:
    """Whether a table's cells are mostly figures of money: 円 in them, in its first rows or in the lines `above` it."""
    said = [cell for cell in table.cells if cell.text.string.strip()]
    figures = [fold(cell.text.string).string for cell in said if _holds_figure(cell.text.string)]
    head = [cell.text.string for row in table.rows[:_HEAD_ROWS] for cell in row]
    stated = any(money_unit(string) for string in (*head, *(text.string for text in above[-_NEAR:])))
    spoken = 2 * sum("円" in figure for figure in figures) > len(figures)
    return bool(figures) and _MOSTLY * len(said) <= len(figures) and (stated or spoken)


def _holds_figure(string: str) -> bool:
    return content_of(string) in (Content.VALUE, Content.INTEGER) or _SUM_OF_MONEY.search(string) is not None


def has_costs(segment: Segment) -> bool:
    """Whether a table has columns of money."""
    return any(column.role is Role.COST for column in segment.columns)


def pricing(segment: Segment, above: Sequence[Text], units: Sequence[str], reader: HeadingReader) -> Pricing:
    """What holds for a table's figures, from the lines `above` it, the nearest last.

    `units` are headings that state the unit of an equal table earlier in the document.
    """
    near = [*(text for text in above[-_NEAR:]), *_rows_above(segment)][::-1]
    headings = [level.text.string for column in segment.columns for level in column.levels if column.role is Role.COST]
    stated = {unit for heading in headings if (unit := money_unit(heading))}
    own = headings if len(stated) == 1 else []
    return Pricing((*(text.string for text in near), *own, *units), _caption(near, reader))


def _rows_above(segment: Segment) -> list[Text]:
    rows = segment.table.rows[: segment.header.start]
    return [cell.text for row in rows for cell in row if cell.text.string.strip()]


def _caption(near: Sequence[Text], reader: HeadingReader) -> Caption | None:
    for text in near:
        stage = STAGE.search(text.string)
        years = list(_FISCAL_YEAR.finditer(text.string))
        if stage is None or len(years) != 1 or len(text) > _LONGEST_CAPTION or "。" in text.string:
            continue
        # 令和6年度3月補正予算 is a budget of the year, voted in March: only the year is read.
        found = read_periods(text.string[: years[0].end()], context=reader.context)
        if len(found) == 1 and found[0].period.granularity == "fiscal_year" and found[0].period.modifier is None:
            return Caption(text, found[0], text.slice(*stage.span()))
    return None


def _only_dates(level: Heading) -> bool:
    return level.role is None and level.found is not None


def _same_year(own: FoundPeriod, above: FoundPeriod) -> bool:
    return (own.period.start, own.period.end) == (above.period.start, above.period.end)


def _agrees(own: Text, above: Text) -> bool:
    """A column of another stage (決算 under the caption of a budget) need not be of the caption's year."""
    return not own or fold(own.string).string.strip()[:1] == fold(above.string).string.strip()[:1]
