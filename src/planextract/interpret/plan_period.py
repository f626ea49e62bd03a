"""The plan's own period: what the document says under 計画期間, 対象期間, or of 本計画 (rule 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from planextract.characters import fold
from planextract.layout.outline import level_of
from planextract.normalise.periods import FoundPeriod, YearContext, read_period, read_periods
from planextract.normalise.plans import PlanMention, plan_mentions
from planextract.table import Block, Paragraph, Table
from planextract.text import NOTHING, Piece, Text

_LABEL = re.compile(
    r"(?:(?:計画|(?<!調査)(?<!集計)(?<!募集)対象|推進|実施)の?|(?:計画|プラン|戦略|ビジョン|構想|大綱)の)期間"
)
# In a table 実施期間 and 推進期間 are those of a measure.
_TABLE_LABEL = re.compile(r"(?:計画|対象)の?期間")
_ONLY_LABEL = re.compile(
    r"[\s0-9.()第章節・■◆●○【<〈\[]*(?:本計画の)?(?:計画|対象|推進|実施)の?(?:対象)?期間[\s】>〉\]]*[:：]?\s*"
)
# 「総合計画」と同じく: a comparison; the period said behind it is another plan's only by chance.
_COMPARED = re.compile(
    r"[」』]?[^、。は]{0,14}?(?:と同じ|と同様|と整合|との整合|と連動|に合わせ|にあわせ|に即し|に準じ|を踏まえ|に基づ|を勘案|を考慮|を受け|を上位)"
)
# 本計画の期間は、総合計画の計画期間である令和…
_EQUATED = re.compile(r"[」』]?の?[^、。は]{0,8}期間(?:である|と同じ|、すなわち)")
# 「…計画（計画期間：…）」では: told of a plan beside this one.
_IN_A_BRACKET = re.compile(r"\s*\(\s*計画期間")
_SAID_BEHIND = re.compile(r"[^、。]{0,10}?期間と(?:する|した|定めた|定める)|[^、。]{0,8}の")
# 令和3年度から令和5年度の振り返り: years of something else.
_OF_ANOTHER_THING = re.compile(r"\s?(?:の|における|に)(?!\s?[0-9一二三四五六七八九十]{1,3}\s?(?:年|[かヵカヶケ箇]年))")
_YEARS = re.compile(
    r"(?:\s?[、,])?\s?(?:の|向こう)?\s?(?P<count>[0-9]{1,2}|[一二三四五六七八九十])\s?(?:[かヵカヶケ箇]年|年間|年度間|年(?=計画))(?:間|計画)?"
)
_FOR_YEARS = re.compile(r"年(?:間|計画)")
_LAST_YEAR = re.compile(r"を?(?:最終|目標|終了|満了)年度?")
_ENDS = re.compile(rf"{_YEARS.pattern}|{_LAST_YEAR.pattern}")
_FIRST_YEAR = re.compile(r"を?(?:初年度?|開始年度|始期)")
_HEADING_LENGTH = 24
_LINES_BELOW = 4
_MOST_RANGES = 8  # what holds more is no sentence about a plan's period
_KANJI = "一二三四五六七八九十"


class _Statement(NamedTuple):
    """One line, or one row of a table with blanks between its cells, and whether it can be what a heading announced."""

    string: str
    tabular: bool


def find_plan_period(
    blocks: Sequence[Block], context: YearContext | None, title: str | None = None
) -> FoundPeriod | None:
    """The plan's own period. `title` tells which of the plans that the text names is the document's.

    What stands at or below a heading 計画期間 or 対象期間 comes before what is said elsewhere of 本計画 or the title,
    that before what a sentence says of some plan's period; a period of another plan (前計画, 総合計画) never counts,
    one of a part (前期計画) only where nothing better is said. Of equals the first.
    """
    best: tuple[int, FoundPeriod] | None = None
    below = 0
    for statement in _statements(blocks):
        heading = _is_heading(statement)
        if heading or (below and not statement.tabular and level_of(_plain(statement.string)) is not None):
            below = 0
        for rank, found in _told(statement, context, title, announced=below > 0):
            if best is None or rank > best[0]:
                best = rank, found
        below = _LINES_BELOW if heading else max(below - bool(statement.string.strip()), 0)
    return best[1] if best else None


def _statements(blocks: Sequence[Block]) -> Iterator[_Statement]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _Statement(block.text.string, tabular=False)
        else:
            yield from (_Statement(row, tabular=True) for row in _rows(block))


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = [" ".join(cell.text.string.split()) for cell in row]
        if 0 < sum(map(bool, cells)) <= 3:
            yield " ".join(filter(None, cells))
        else:
            yield from (line for cell in row if "。" in cell.text.string for line in cell.text.string.split("\n"))


def _plain(string: str) -> Text:
    return Text.of(Piece(string, lambda start, stop: [])) if string else NOTHING


def _is_heading(statement: _Statement) -> bool:
    string = "".join(statement.string.split())
    label = _TABLE_LABEL if statement.tabular else _LABEL
    return len(string) <= _HEADING_LENGTH and not string.endswith("。") and bool(label.search(string))


def _told(
    statement: _Statement, context: YearContext | None, title: str | None, *, announced: bool
) -> Iterator[tuple[int, FoundPeriod]]:
    """What a statement gives for a plan, each with its rank: 3 at a heading, 2 its own, 1 some plan's, 0 a part's."""
    only = _ONLY_LABEL.match(fold(statement.string).string)
    at_label = _is_heading(statement) or bool(only and only.end() < len(statement.string))
    for sentence in statement.string.split("。"):
        about = announced or bool((_TABLE_LABEL if statement.tabular else _LABEL).search("".join(sentence.split())))
        if not about and not _FOR_YEARS.search(sentence):
            continue
        for owner, found in _owned(sentence, context, title):
            behind = fold(sentence[found.stop :]).string
            if owner == "other" or not (about or (owner == "own" and _ENDS.match(behind))):
                continue
            if owner == "own" or not _OF_ANOTHER_THING.match(behind):
                yield (0 if owner == "half" else 3 if announced or at_label else 2 if owner == "own" else 1), found


def _owned(sentence: str, context: YearContext | None, title: str | None) -> Iterator[tuple[str, FoundPeriod]]:
    ranges = list(islice(_ranges(sentence, context), _MOST_RANGES))
    mentions = plan_mentions(sentence, title) if ranges else []
    previous = 0
    for found in ranges:
        yield _owner(sentence, previous, found, mentions), found
        previous = found.stop


def _owner(sentence: str, previous: int, found: FoundPeriod, mentions: Sequence[PlanMention]) -> str:
    """Whose period it is: the nearest plan's before it with no period of its own, comparisons aside, else behind it."""
    folded = fold(sentence)
    spans = [(mention, *folded.span(mention.start, mention.stop)) for mention in mentions]
    taken = [mention for mention, _, stop in spans if stop <= previous][-1:]
    before = [
        mention
        for mention, _, stop in spans
        if stop <= found.start and mention not in taken and not _COMPARED.match(folded.string, mention.stop)
    ]
    if len(before) > 1 and _EQUATED.match(folded.string, before[-1].stop):
        del before[-1]
    if before:
        nearest = before[-1]
        told_beside = nearest.owner == "unsaid" and _IN_A_BRACKET.match(folded.string, nearest.stop)
        return "other" if told_beside else nearest.owner
    for mention, start, _ in spans:
        if start >= found.stop and _SAID_BEHIND.fullmatch(_without_years(sentence[found.stop : start])):
            return mention.owner
    return "unsaid"


def _without_years(string: str) -> str:
    folded = fold(string).string
    years = _YEARS.match(folded)
    return folded[years.end() :].lstrip("を") if years else folded


def _ranges(sentence: str, context: YearContext | None) -> Iterator[FoundPeriod]:
    """Periods of two years and more, also as 令和6年度から5年間 and 令和6年度を初年度とし令和10年度を目標年度とする."""
    found = read_periods(sentence, context=context)
    for i, one in enumerate(found):
        period = one.period
        if period.start and period.end and _is_long(period.start, period.end):
            yield one
        elif period.start and period.end is None:
            years = _YEARS.match(fold(sentence[one.stop :]).string)
            if years:
                yield _lasting(sentence, one, years)
        elif period.start and i + 1 < len(found) and _FIRST_YEAR.match(sentence, one.stop):
            last = found[i + 1]
            if last.period.end and _LAST_YEAR.match(sentence, last.stop):
                yield _spanning(sentence, one, last)
    only = _ONLY_LABEL.match(sentence)
    single = read_period(sentence[only.end() :], context=context) if only else None
    if only and single and single.period.granularity == "fiscal_year" and single.period.modifier is None:
        yield single._replace(start=single.start + only.end(), stop=single.stop + only.end())


def _is_long(start: str, end: str) -> bool:
    years = int(end[:4]) - int(start[:4])
    return years >= 2 or (years == 1 and end[5:] > "03-31")


def _lasting(sentence: str, first: FoundPeriod, years: re.Match[str]) -> FoundPeriod:
    """From the start for so many years; the duration's words belong to what is printed."""
    start = date.fromisoformat(first.period.start or "")
    digits = years["count"]
    count = int(digits) if digits.isdecimal() else _KANJI.index(digits) + 1
    after = start.replace(day=min(start.day, 28), year=start.year + count)  # 29 February has no anniversary
    end = after - timedelta(days=1) if start.day <= 28 else after + timedelta(days=start.day - 29)
    stop = first.stop + fold(sentence[first.stop :]).span(0, years.end())[1]
    raw = sentence[first.start : stop]
    period = first.period.model_copy(update={"raw": raw, "end": end.isoformat(), "modifier": None})
    return first._replace(period=period, stop=stop)


def _spanning(sentence: str, first: FoundPeriod, last: FoundPeriod) -> FoundPeriod:
    raw = sentence[first.start : last.stop]
    period = first.period.model_copy(update={"raw": raw, "end": last.period.end, "modifier": None})
    return FoundPeriod(period, first.start, last.stop, (*first.doubts, *last.doubts))
