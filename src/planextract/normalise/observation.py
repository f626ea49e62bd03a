"""One value cell: its amounts, its status, the date of its own figure and the remarks beside it.

The rules are those of OUTPUT.md: the table of an observation, and rules 4 and 5.

A cell that lists ①②③ is split by the caller (`planextract.normalise.amounts.enumerated`) where its parts are values of
their own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from planextract.characters import fold
from planextract.normalise.amounts import BESIDE_PERIOD, FoundAmount, Span, read_amounts
from planextract.normalise.marks import ENUMERATION_MARKS, Bracket, brackets, enclosing, remarks
from planextract.normalise.periods import FoundPeriod, YearContext, read_period, read_periods
from planextract.schema import Amount, Status

_DASH = re.compile(r"[-−‐‑‒–—―ー─━\s]+")
_NOT_DONE = (
    "実施|整備|着手|導入|設置|策定|開催|作成|対応|構築|公開|稼働|運用|開始|設定|開設|配備|配置|実装|完了|施行|締結|契約|利用|活用|提供|"
    "発行|交付|登録|移行|検討|調達|供用|改修|制定|採用|掲載"
)
_NOT_KNOWN = "集計|算出|公表|測定|計測|確定|把握|回収|取得|調査|回答|報告|算定|発表|定"
_NOT_IMPLEMENTED = re.compile(
    rf"(?:未(?:{_NOT_DONE})|(?:{_NOT_DONE})(?:なし|無し|せず|していない|しない|しなかった|できず))"
    r"(?:です|である|のまま|により.*|のため.*)?。?\Z"
)
_NOT_AVAILABLE = re.compile(
    rf"(?:(?:数値|値|データ|実績値|統計)(?:なし|無し|無)|(?:{_NOT_KNOWN}|特定|比較)(?:不可|不能|困難|できず|できない|せず)"
    rf"|未(?:{_NOT_KNOWN})|(?:集計|調査|精査|確認|算出|照会|回答待ち?)中|不明|該当(?:なし|無し|せず|なし)|(?<![A-Za-z])[Nn]/?[Aa])"
    r"(?:です|である|により.*|のため.*)?。?\Z"
)
_LOST_AT_ENDS = " \t\n\u3000、。，,・:：;；→⇒=＝~～〜/／|｜-−－()（）[]［］"
_LONGEST_STATUS = 60  # what is longer is prose, whatever word it ends with
_OPENING = re.compile(r"[(\[〔【〈※]")
_WORDS = re.compile(r"[㐀-鿿々ァ-ヴA-Za-zＡ-Ｚａ-ｚ0-9０-９]|[ぁ-ん]{3}")


class CellReading(NamedTuple):
    """What one value cell says.

    `period` is the date of the cell's own figure where it states one in brackets or alone, else None; `unread` are the
    printed spans (blanks and punctuation apart) that went into no amount, label, note or period.
    """

    amounts: list[Amount]
    status: Status
    notes: list[str]
    period: FoundPeriod | None
    unread: list[Span]


def read_cell(text: str, *, unit: str | None = None, context: YearContext | None = None) -> CellReading:
    """Read one value cell; never raises. `unit` is printed for the row, `context` resolves years without an era."""
    periods = read_periods(text, context=context)
    found = read_amounts(text, taken=[(period.start, period.stop) for period in periods], unit=unit)
    return _with_amounts(text, found, periods, context) if found else _without_amounts(text)


def _with_amounts(
    text: str, found: list[FoundAmount], periods: list[FoundPeriod], context: YearContext | None
) -> CellReading:
    # Of several figures with a date each (R4:5件 R5:6件) the dates stay labels: the cell has no one date.
    named = [_is_period(text, item.label, context) if len(found) == 1 else None for item in found]
    own, own_span = _own_period(text, found, periods, named)
    amounts = [
        item.amount.model_copy(update={"label": None}) if period else item.amount
        for item, period in zip(found, named, strict=True)
    ]
    used = [span for item in found for span in ((item.start, item.stop), item.label, item.note) if span]
    notes, unread = _leftovers(text, [*used, *([own_span] if own_span else [])])
    return CellReading(amounts, "value", notes, own, unread)


def _is_period(text: str, label: Span | None, context: YearContext | None) -> FoundPeriod | None:
    """The period that a whole label is (令和5年度 30件): then it is the figure's date and no label."""
    if label is None:
        return None
    found = read_period(text[slice(*label)], context=context)
    return found and found._replace(start=found.start + label[0], stop=found.stop + label[0])


def _own_period(
    text: str, found: list[FoundAmount], periods: list[FoundPeriod], named: list[FoundPeriod | None]
) -> tuple[FoundPeriod | None, Span | None]:
    """The one period that stands in a bracket of its own or as a word of its own, and the span it takes.

    Several dates among several figures (R6 20件 R7 30件) are the figures' own: the cell has no one date.
    """
    for item, period in zip(found, named, strict=True):
        if period is not None and item.label is not None:
            return period, item.label
    folded = fold(text)
    outer = [Bracket(*folded.span(*bracket)) for bracket in brackets(folded.string)]
    noted = {item.note for item in found}
    candidates: list[tuple[FoundPeriod, Span]] = []
    for period in periods:
        bracket = enclosing(period.start, outer)
        if bracket is None and _stands_alone(text, period):
            candidates.append((period, (period.start, period.stop)))
        if bracket is not None and period.stop < bracket.stop and bracket not in noted:
            rest = text[bracket.start + 1 : period.start] + text[period.stop : bracket.stop - 1]
            if BESIDE_PERIOD.fullmatch(rest.strip()):
                candidates.append((period, bracket))
    several = len(found) > 1 and len({(period.start, period.stop) for period, _ in candidates}) > 1
    return candidates[0] if candidates and not several else (None, None)


def _stands_alone(text: str, period: FoundPeriod) -> bool:
    before, after = text[max(0, period.start - 1) : period.start], text[period.stop : period.stop + 1]
    return (not before or before.isspace()) and (not after or after.isspace())


def _leftovers(text: str, used: list[Span]) -> tuple[list[str], list[Span]]:
    """Notes (brackets, ※ remarks, words) from what the used spans leave, in order, and what is no note either."""
    folded = fold(text)
    outer = brackets(folded.string)
    starts = sorted(start for start, _ in used)
    kinds = [(*span, "used") for span in used]
    kinds += [(*mark.span(), "mark") for mark in ENUMERATION_MARKS.finditer(text)]
    for kind, spans in (("bracket", outer), ("remark", remarks(folded.string, outer))):
        printed = [folded.span(*span) for span in spans]
        # A bracket around an amount (公開率(50%)) is no remark.
        kinds += [(*span, kind) for span in printed if bisect_left(starts, span[0]) == bisect_left(starts, span[1])]
    notes: list[str] = []
    unread: list[Span] = []
    for start, stop, kind in _divided(kinds, len(text)):
        note = _note(text[start:stop], kind == "bracket")
        if note:
            notes.append(note)
        elif text[start:stop].strip(_LOST_AT_ENDS):
            unread.append((start, stop))
    return notes, unread


def _divided(kinds: list[tuple[int, int, str]], length: int) -> Iterator[tuple[int, int, str]]:
    """Brackets, remarks and the words between all given spans, in order; used spans and marks are left out."""
    at = 0
    for start, stop, kind in [*sorted(kinds), (length, length, "used")]:
        if at < start:
            yield at, start, "words"
        if kind in ("bracket", "remark") and at <= start:
            yield start, stop, kind
        at = max(at, stop)


def _note(printed: str, is_bracket: bool) -> str | None:
    ends = _LOST_AT_ENDS.replace("。", "") if printed.lstrip().startswith("※") else _LOST_AT_ENDS
    words = printed[1:-1] if is_bracket else printed.strip(ends)
    words = re.sub(r"\s+", " ", words).strip()
    return words if _WORDS.search(words) else None


def _without_amounts(text: str) -> CellReading:
    folded = fold(text)
    string, outer = folded.string, brackets(folded.string)
    marked = remarks(string, outer)
    spans: list[Span] = sorted([(bracket.start, bracket.stop) for bracket in outer] + marked)
    status = status_of_words(_words_outside(string, spans))
    if status in ("blank", "dash") and spans:
        # Words decide over a dash, also those in the only bracket.
        inside = status_of_words("".join(string[start:stop].strip("()※[] ") for start, stop in spans))
        if status == "blank" or inside not in ("text", "blank"):
            status, spans = inside, [] if len(spans) == 1 and not marked else spans
    is_remark = set(marked)
    notes = [
        _note(text[slice(*folded.span(start, stop))], (start, stop) not in is_remark)
        for start, stop in spans
        if _is_beside(string, start, stop)
    ]
    return CellReading([], status, [note for note in notes if note], None, [])


def _words_outside(string: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for start, stop in spans:
        parts.append(string[at:start])
        at = stop
    return ENUMERATION_MARKS.sub("", "".join("".join([*parts, string[at:]]).split()))


def _is_beside(string: str, start: int, stop: int) -> bool:
    """A bracket amid words belongs to them (システム(A)の導入), one before or after them is a remark."""
    if not _OPENING.match(string, start) or not string[stop : stop + 1].strip():
        return True
    return _OPENING.match(string, stop) is not None or not string[max(0, start - 1) : start].strip()


def status_of_words(words: str) -> Status:
    """The status of a cell without amounts from its words outside brackets (or from its only bracket)."""
    squeezed = "".join(fold(words).string.split())
    if len(squeezed) > _LONGEST_STATUS:
        return "text"
    if not squeezed:
        return "blank"
    if _DASH.fullmatch(squeezed):
        return "dash"
    if _NOT_IMPLEMENTED.search(squeezed):
        return "not_implemented"
    return "not_available" if _NOT_AVAILABLE.search(squeezed) else "text"
