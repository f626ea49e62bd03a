"""What the document says of itself: title, kind, the plan's period, the date its figures stand at (rule 13)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planextract.interpret.plan_period import find_plan_period
from planextract.interpret.titles import find_title, title_words
from planextract.normalise.periods import FoundPeriod, read_periods
from planextract.record import Role
from planextract.schema import Measure, PlanKind
from planextract.table import Block, Paragraph
from planextract.text import Text

__all__ = ["default_kind", "find_as_of", "find_plan_period", "find_title", "kind_of", "lines_of", "title_words"]

_AS_OF = ("現在", "時点")
_FOLLOWED = re.compile(rf"\s*+(?:{'|'.join(_AS_OF)})")
_STATES = re.compile(r"実績|数値|値は|進捗|本計画|本書|一覧|状況")
_LONGEST_LINE = 60


def lines_of(blocks: Sequence[Block]) -> list[Text]:
    """The lines of prose outside tables."""
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def kind_of(title: str | None, measures: Sequence[Measure]) -> PlanKind:
    """`implementation_plan`, `progress_report` or `plan`, by the title, else by the kinds of the observations."""
    words = title or ""
    if "実施計画" in words:
        return "implementation_plan"
    if "進捗" in words or "評価" in words:
        return "progress_report"
    kinds = {o.kind for measure in measures for i in measure.indicators for o in i.observations}
    return "progress_report" if "actual" in kinds and "target" not in kinds else "plan"


def default_kind(title: str | None) -> Role:
    """The kind of values in a grid whose headings name none: a report has actuals, a plan has targets."""
    words = title or ""
    return Role.ACTUAL if any(word in words for word in ("進捗", "評価", "実績", "報告")) else Role.TARGET


def find_as_of(blocks: Sequence[Block]) -> FoundPeriod | None:
    """The first complete date followed by 現在 or 時点: on a line of its own, else in a sentence about the figures."""
    spoken: FoundPeriod | None = None
    for line in lines_of(blocks):
        for sentence in line.string.split("。"):
            found = _stated_date(sentence)
            if found is None:
                continue
            if "。" not in line.string and len(line) <= _LONGEST_LINE:
                return found
            if spoken is None and _STATES.search(sentence):
                spoken = found
    return spoken


def _stated_date(sentence: str) -> FoundPeriod | None:
    if not any(word in sentence for word in _AS_OF):
        return None
    for found in read_periods(sentence):
        stated = _FOLLOWED.match(sentence, found.stop) or any(word in found.period.raw for word in _AS_OF)
        if found.period.granularity == "day" and stated:
            return found
    return None
