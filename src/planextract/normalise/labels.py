"""The words that name a figure, right before it (OUTPUT.md, `label`). Folded strings."""

from __future__ import annotations

import re

from planextract.normalise.marks import LABEL_BORDER, Bracket
from planextract.normalise.measures import Measured

_LABEL_START = re.compile(r"(?:[はがをにでとのもや]?[、,，・/とや\s]|[はがをにでとも](?=[一-鿿ァ-ヴA-Za-z]))+")
_NO_LABEL = re.compile(r"(?:[をにでとへもやてし]|から|まで|より|など|という|する|した|いる|ある)\Z")
_LABEL_WORD = re.compile(r"[㐀-鿿々ァ-ヴA-Za-z]|うち|のべ|あと|ほか")
_GAP_BEFORE = re.compile(r"[\s:=]*\Z")

Span = tuple[int, int]


def label_before(string: str, floor: int, item: Measured, before: dict[int, Bracket]) -> Span | None:
    """The words right before a figure, not before `floor`; a bracket between is passed over."""
    floor = max(floor, item.label_floor)
    stop = _gap_start(string, floor, item.label_stop)
    bracket = before.get(stop)
    if bracket is not None and bracket.start >= floor:
        stop = _gap_start(string, floor, bracket.start)
    attached = 0 < floor > item.label_floor and not re.match(r"[\s)]", string[floor - 1])
    return words_before(string, floor, stop, attached=attached)


def words_before(string: str, floor: int, stop: int, *, attached: bool = False) -> Span | None:
    """The words that end at `stop`, back to the last blank, colon or mark, without particles at their ends.

    `attached`: another figure ends at `floor`; words between that and a blank are its remark (99%準拠 5件).
    """
    start = floor
    for border in LABEL_BORDER.finditer(string, floor, stop):
        start = border.end()
    lead = _LABEL_START.match(string, start, stop)
    if lead:
        start = lead.end()
    elif attached and start == floor and string[stop : stop + 1].isspace():
        return None
    return _worded(string, start, stop)


def _gap_start(string: str, floor: int, stop: int) -> int:
    low = max(floor, stop - 16)
    gap = _GAP_BEFORE.search(string, low, stop)
    return gap.start() if gap else stop


def _worded(string: str, start: int, stop: int) -> Span | None:
    """The label without particles at its end, None where the words name nothing (お茶を, 世界)."""
    words = string[start:stop].rstrip("はがの、,")
    if not words or _NO_LABEL.search(words) or not _LABEL_WORD.search(words) or words == "中":
        return None
    return start, start + len(words)
