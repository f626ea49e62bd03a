"""Contradictions inside a document, as diagnostics. Needs nothing but the published document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from planextract.diagnostics import Report
from planextract.schema import Indicator, Measure, Observation, PlanDocument

_SHARE = re.compile(r"割合|率(?:\(|（|$)|比率|シェア")
_MAY_EXCEED = re.compile(r"増加|伸び|成長|前年|対比|達成率|充足|回収|倍率")
_TOTAL_LABELS = ("計", "合計", "総計", "小計")


def check_measures(measures: Sequence[Measure], report: Report) -> None:
    """Numbering, achievements and values of the measures; findings go to `report`."""
    _check_numbers(measures, report)
    _check_achievements(measures, report)
    for measure in measures:
        for indicator in measure.indicators:
            _check_units(indicator, report)
            for observation in indicator.observations:
                _check_total(observation, report)
                _check_share(indicator, observation, report)


def recheck(document: PlanDocument) -> Report:
    """All checks of a finished document, as if it had just been read."""
    report = Report()
    if not document.measures:
        report.add("no-measures", tables=0)
    check_measures(document.measures, report)
    return report


def _parts(number: str) -> tuple[str, int] | None:
    """A number's last numeral and what stands before it: 3-2-(1) is 1 in the series 3-2-()."""
    match = re.fullmatch(r"(.*?)([0-9]+)(\)?)", number)
    return (match.group(1) + match.group(3), int(match.group(2))) if match else None


def _check_numbers(measures: Sequence[Measure], report: Report) -> None:
    series: dict[tuple[tuple[str, ...], str], list[tuple[int, Measure]]] = defaultdict(list)
    scope = _scope(measures)
    for measure in measures:
        parts = _parts(measure.number) if measure.number else None
        if parts is not None:
            series[(tuple(measure.path) if scope else (), parts[0])].append((parts[1], measure))
    for members in series.values():
        counts = Counter(ordinal for ordinal, _ in members)
        for (before, first), (after, second) in pairwise(members):
            if after > before + 1 and not set(range(before + 1, after)) <= set(counts):
                report.add("number-gap", second.provenance, before=first.number, after=second.number)
            elif after == before or (counts[after] > 1 and after < before):
                report.add("number-repeated", second.provenance, number=second.number, count=counts[after])


def _scope(measures: Sequence[Measure]) -> bool:
    """Whether numbers start anew under each heading (they repeat in the document but not within a heading)."""
    numbers = [measure.number for measure in measures if measure.number]
    within = [(tuple(measure.path), measure.number) for measure in measures if measure.number]
    return len(set(within)) - len(set(numbers)) > 0


def _check_achievements(measures: Sequence[Measure], report: Report) -> None:
    """A symbol means what it mostly stands with; where words beside it say otherwise, the words decide (rule 11)."""
    pairs = Counter(
        (m.achievement.symbol, m.achievement.level) for m in measures if m.achievement and m.achievement.symbol
    )
    for measure in measures:
        achievement = measure.achievement
        if achievement is None or achievement.symbol is None:
            continue
        levels = [(count, level) for (symbol, level), count in pairs.items() if symbol == achievement.symbol]
        count, usual = max(levels, key=lambda pair: pair[0])
        if achievement.level != usual and count > pairs[(achievement.symbol, achievement.level)]:
            report.add(
                "achievement-mismatch",
                achievement.provenance,
                symbol=achievement.symbol,
                label=achievement.label or "",
            )


def _check_units(indicator: Indicator, report: Report) -> None:
    units: dict[str, Observation] = {}
    for observation in indicator.observations:
        said = {amount.unit for amount in observation.amounts if amount.unit}
        if len(observation.amounts) == 1 and said:
            units.setdefault(said.pop(), observation)
    if len(units) > 1:
        first, second = list(units)[:2]
        report.add("unit-mismatch", units[second].provenance, indicator=indicator.name, first=first, second=second)


def _check_total(observation: Observation, report: Report) -> None:
    amounts = observation.amounts
    if len(amounts) < 3 or amounts[-1].label not in _TOTAL_LABELS:
        return
    parts, total = amounts[:-1], amounts[-1].value
    summed = sum(part.value for part in parts)
    if abs(summed - total) > 1e-9:
        report.add("total-mismatch", observation.provenance, total=_number(total), sum=_number(summed))


def _check_share(indicator: Indicator, observation: Observation, report: Report) -> None:
    if not _SHARE.search(indicator.name) or _MAY_EXCEED.search(indicator.name):
        return
    for value in _over_100(observation):
        report.add("share-over-100", observation.provenance, value=_number(value), indicator=indicator.name)


def _over_100(observation: Observation) -> Iterable[float]:
    return (amount.value for amount in observation.amounts if amount.unit == "%" and amount.value > 100)


def _number(value: float) -> str:
    return f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"
