"""Contradictions inside a document, as diagnostics. Needs nothing but the published document."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from planextract.diagnostics import Report
from planextract.schema import Indicator, Level, Measure, Observation, PlanDocument

_SHARE = re.compile(r"割合|率(?:\(|（|$)|比率|シェア")
_LAST_NUMERAL = re.compile(r"((?:.*[^0-9\n])?)([0-9]{1,9})(\)?)")
_MAY_EXCEED = re.compile(r"増加|伸び|成長|前年|対比|達成率|充足|回収|倍率")
# What a symbol can mean in the scales in use (◎○△×, ○△×): 評価表 of the municipalities; ○ is the best where ◎ is none.
_BEST: frozenset[Level] = frozenset({"achieved"})
_GOOD: frozenset[Level] = frozenset({"achieved", "partial"})
_POOR: frozenset[Level] = frozenset({"partial", "not_achieved", "cancelled"})
_BAD: frozenset[Level] = frozenset({"not_achieved", "cancelled"})
_MEANT = (
    dict.fromkeys("◎", _BEST) | dict.fromkeys("○〇◯", _GOOD) | dict.fromkeys("△▲", _POOR) | dict.fromkeys("×✕", _BAD)
)
# Squared signs and superscripts, written out as they are elsewhere.
_WRITTEN_OUT = str.maketrans(
    {char: unicodedata.normalize("NFKC", char) for char in "㎜㎝㎞㎎㎏㎡㎢㎥㏄㌔㍍㌢㌧㌘㍑㌫㌃²³％ℓ㎖㎗㍗㎾㎿㎐㎠㎤"}
)
_SAME_UNIT = {
    spelling: units[0]
    for units in (
        ("人", "名"),
        ("km", "キロメートル", "キロ"),
        ("m", "メートル"),
        ("cm", "センチメートル", "センチ"),
        ("m2", "平方メートル", "平米"),
        ("km2", "平方キロメートル"),
        ("m3", "立方メートル", "立米"),
        ("ha", "ヘクタール"),
        ("t", "トン"),
        ("kg", "キログラム"),
        ("g", "グラム"),
        ("l", "リットル"),
        ("t-co2", "トン-co2"),
        ("kw", "キロワット"),
        ("kwh", "キロワット時"),
        ("%", "パーセント"),
        ("ポイント", "pt", "%ポイント"),
        ("ページ", "頁"),
        ("時間", "h"),
    )
    for spelling in units
}
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
        # Each table that gave none was named when the document was read.
        report.add("no-measures", tables=sum(found.code == "table-skipped" for found in document.diagnostics))
    check_measures(document.measures, report)
    return report


def _parts(number: str) -> tuple[str, int] | None:
    """A number's last numeral and what stands before it: 3-2-(1) is 1 in the series 3-2-()."""
    match = _LAST_NUMERAL.fullmatch(number)
    return (match.group(1) + match.group(3), int(match.group(2))) if match else None


def _check_numbers(measures: Sequence[Measure], report: Report) -> None:
    series: dict[tuple[tuple[str, ...], str], list[tuple[int, Measure]]] = defaultdict(list)
    scope = _scope(measures)
    for measure in measures:
        parts = _parts(measure.number) if measure.number else None
        if parts is not None:
            series[(tuple(measure.path) if scope else (), parts[0])].append((parts[1], measure))
    for members in series.values():
        held: dict[int, list[Measure]] = defaultdict(list)
        for ordinal, measure in members:
            held[ordinal].append(measure)
        ordinals = sorted(held)
        for (before, first), (after, second) in pairwise(members):
            between = bisect_left(ordinals, after) - bisect_right(ordinals, before)
            if between < after - before - 1:
                report.add("number-gap", second.provenance, before=first.number, after=second.number)
        for same in held.values():
            if len(same) > 1:
                places = [place for measure in same[1:] for place in measure.provenance]
                report.add("number-repeated", places, number=same[1].number, count=len(same))


def _scope(measures: Sequence[Measure]) -> bool:
    """Whether numbers start anew under each heading (they repeat in the document but not within a heading)."""
    numbers = [measure.number for measure in measures if measure.number]
    within = [(tuple(measure.path), measure.number) for measure in measures if measure.number]
    return len(set(within)) - len(set(numbers)) > 0


def _check_achievements(measures: Sequence[Measure], report: Report) -> None:
    """Words that say another level than their symbol, by convention or in most of the document (rule 11)."""
    said = [m.achievement for m in measures if m.achievement and m.achievement.symbol and m.achievement.level]
    pairs = Counter((achievement.symbol, achievement.level) for achievement in said)
    for achievement in said:
        symbol, level = achievement.symbol or "", achievement.level
        meant = _MEANT.get(symbol)
        # Levels that this symbol stands with more often; what contradicts the convention is nobody's usual.
        usual = [
            other
            for (held, other), count in pairs.items()
            if held == symbol and count > pairs[symbol, level] and (meant is None or other in meant)
        ]
        if usual or (meant is not None and level not in meant):
            report.add("achievement-mismatch", achievement.provenance, symbol=symbol, label=achievement.label or "")


def _check_units(indicator: Indicator, report: Report) -> None:
    units: dict[str, tuple[str, Observation]] = {}
    for observation in indicator.observations:
        said = [amount.unit for amount in observation.amounts if amount.unit]
        if len(observation.amounts) == 1 and said:
            units.setdefault(_unit_key(said[0]), (said[0], observation))
    if len(units) > 1:
        (first, _), (second, where) = list(units.values())[:2]
        report.add("unit-mismatch", where.provenance, indicator=indicator.name, first=first, second=second)


def _unit_key(unit: str) -> str:
    """The same for all spellings of a unit: ㎞ km キロメートル, か所 ヶ所 箇所, 人 名."""
    key = re.sub("[ヶケヵカ箇個](?=所|国|月|年|村|町)", "か", "".join(unit.translate(_WRITTEN_OUT).casefold().split()))
    return _SAME_UNIT.get(key, key)


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
