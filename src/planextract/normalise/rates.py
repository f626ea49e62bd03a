"""Denominators that have a number of their own: 1校当たり, 5年間で, 3年に, 1日3回, 1人1台. Folded strings."""

from __future__ import annotations

import re
from typing import NamedTuple

from planextract.normalise.counts import Count
from planextract.normalise.numerals import numeral_at
from planextract.normalise.units import unit_at

_PER_MARK = re.compile(r" ?(?:当た?り|あたり|につき|ごとに?|毎に?)(?:の|に|で|、|は)? ?")
_EVERY = re.compile(r"に ?(?=[0-9一二三四五六七八九十])")  # 3年に1回
_WITHIN = re.compile(r"[でに] ?")
_EACH = re.compile(r"(?:に|、)? ?(?:約|およそ|平均|最大)? ?(?=[0-9一二三四五六七八九十百千])")
_BASES = "日 年 月 週 週間 か月 ヶ月 カ月 箇月 年度 回 人 世帯 校 戸 台 件 団体 施設 学級 教室"
_EACH_UNITS = frozenset(_BASES.split())
_TIMES = re.compile(r"[年週日]間?|(?:か月|ヶ月|カ月|箇月|月)間?|時間|[分秒]間?")


class Rate(NamedTuple):
    """A denominator with a number (1校当たり, 5年間で); `certain` where it can be nothing else, `itself` as a count."""

    per: str
    start: int
    stop: int
    certain: bool
    itself: Count


def rate_of(string: str, count: Count) -> Rate | None:
    """Whether a count is the denominator of what follows: 1校当たり, 4校あたり, 5年間で, 1日3回, 1人1台."""
    if count.unit is None or count.upper is not None:
        return None
    per = count.unit if count.value == 1 else re.sub(r"\s", "", string[count.start : count.stop])
    marked = _PER_MARK.match(string, count.stop)
    if marked:
        return Rate(per, count.start, marked.end(), True, count)
    within = _WITHIN.match(string, count.stop) if _TIMES.fullmatch(count.unit) else None
    if within and (count.unit.endswith("間") or _EVERY.match(string, count.stop)):
        return Rate("年" if per == "年間" else per, count.start, within.end(), False, count)
    if count.value == 1 and count.unit in _EACH_UNITS and (each := _EACH.match(string, count.stop)):
        return _each(string, count, per, each.end())
    return None


def _each(string: str, count: Count, per: str, at: int) -> Rate | None:
    numeral = numeral_at(string, at)
    unit = unit_at(string, numeral.stop) if numeral else None
    second = unit.word if unit else None
    if unit is None or second is None or second == count.unit:
        return None
    if _PER_MARK.match(string, unit.stop):
        return Rate(per, count.start, count.stop, True, count)
    if _TIMES.fullmatch(second) and (count.unit not in ("日", "週", "週間", "年") or second in ("か月", "ヶ月", "月")):
        return None
    return Rate(per, count.start, count.stop, False, count)
