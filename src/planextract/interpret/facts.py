"""What the document says of itself: title, kind, the plan's period, the date its figures stand at (rule 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planextract.interpret.wording import folded_blanks
from planextract.normalise.periods import FoundPeriod, YearContext, read_periods
from planextract.record import Role
from planextract.schema import Measure, PlanKind
from planextract.table import Block, Paragraph
from planextract.text import Text

_PLAN_WORD = r"(?:計画|プラン|戦略|ビジョン|構想|大綱)"
_REPORT_WORD = r"(?:進捗|実施|取組|達成|推進)(?:の)?状況|(?:評価|進捗)(?:の?結果)?|報告"
_TITLE = re.compile(
    rf"(?:[(（]仮称[)）]\s?)?[^。、:：]{{2,48}}{_PLAN_WORD}(?:の?(?:{_REPORT_WORD})(?:報告書?|一覧表?|調書|について)?)?(?:書|表)?"
)
_SUBTITLE = re.compile(
    rf"(?:前期|後期|中期)?(?:実施|行動|推進|個別)計画|アクションプラン|(?:{_REPORT_WORD})(?:書|一覧表?)?"
)
_REMARK = re.compile(r"\s*(?:※.*|[(（](?!仮称)[^()（）]*[)）]|〔[^〕]*〕)\s*$")
_MARKUP = re.compile(r"^[*#\s]+|[*\s]+$")
_PROVISIONAL = re.compile(r"[(（]仮称[)）]")
_DRAFT = re.compile(r"\s*[(（]?(?:素案|原案|案)[)）]?$")
_PERIOD_WORDS = re.compile(r"(?:計画|対象|推進|実施)の?期間|本計画の期間")
_AS_OF = re.compile(r"\s*(?:現在|時点)")
_STATES = re.compile(r"実績|数値|値は|進捗|本計画|本書|一覧|状況")
_LONGEST_LINE = 60
_COVER = 12  # lines that count as the cover
_MOST_CANDIDATES = 60


def lines_of(blocks: Sequence[Block]) -> list[Text]:
    """The lines of prose outside tables."""
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def find_title(blocks: Sequence[Block]) -> str | None:
    """The line that is most often printed, or spoken of, as the name of a plan; the earliest of equals."""
    lines = lines_of(blocks)
    printed = "\n".join(line.string for line in lines)
    spoken = "".join(printed.split())
    scores: dict[str, float] = {}
    first: dict[str, int] = {}
    for i, line in enumerate(lines):
        title = _bare_title(line.string)
        if title is None or len(scores) > _MOST_CANDIDATES:
            continue
        name = _PROVISIONAL.sub("", "".join(title.split()))
        first.setdefault(name, i)
        scores[name] = scores.get(name, min(spoken.count(name), 20)) + (6 if i < _COVER else 3)
    if not scores:
        return None
    best = max(scores, key=lambda name: (scores[name], -first[name]))
    return _as_printed(best, lines, first[best], printed)


def _as_printed(name: str, lines: Sequence[Text], at: int, printed: str) -> str:
    """The title as its first line has it, without a wrap that other mentions do not have, with its subtitle."""
    title = folded_blanks(_bare_title(lines[at].string) or name)
    if " " in title and name in printed:
        title = name
    following = lines[at + 1].string.strip() if at + 1 < len(lines) else ""
    return f"{title} {following}" if at < _COVER and _SUBTITLE.fullmatch(following) else title


def _bare_title(line: str) -> str | None:
    string = _MARKUP.sub("", line)
    while _REMARK.search(string) and _REMARK.sub("", string):
        string = _REMARK.sub("", string)
    string = _DRAFT.sub("", string)
    if len(string) > _LONGEST_LINE or not _TITLE.fullmatch(string) or _SUBTITLE.fullmatch(string):
        return None
    numbered = re.match(
        r"\s*(?:[0-9０-９]+\s|[(（][0-9０-９ア-ン]+[)）]|第[0-9一-十]+章|[ア-ン]\s|[ⅠⅡⅢIVX]+\s|[-・◆●■]\s?)", string
    )
    return None if numbered else string


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


def find_plan_period(blocks: Sequence[Block], context: YearContext | None) -> FoundPeriod | None:
    """The range given under a heading 計画期間 or 対象期間, else in a sentence that speaks of it."""
    spoken: FoundPeriod | None = None
    below_heading = 0
    for line in _all_lines(blocks):
        about = _PERIOD_WORDS.search("".join(line.split()))
        heading = about and len(line) <= 24 and not line.rstrip().endswith("。")
        found = _range_in(line, context) if about or below_heading else None
        if found and below_heading:
            return found
        if found and about and spoken is None and "前" not in line[:8] and not _of_another(line):
            spoken = found
        below_heading = 4 if heading else below_heading - 1
        below_heading = max(below_heading, 0)
    return spoken


def _of_another(line: str) -> bool:
    """A bracket that tells another plan's period: 「…計画（計画期間：…）」では."""
    return bool(re.search(r"計画\s*[(（]\s*計画期間", line))


def _range_in(line: str, context: YearContext | None) -> FoundPeriod | None:
    for found in read_periods(line, context=context):
        period = found.period
        if period.start and period.end and period.granularity in ("fiscal_year", "year", "month"):
            years = int(period.end[:4]) - int(period.start[:4])
            if years >= 2 or (years == 1 and period.end[5:] != "03-31"):
                return found
    return None


def _all_lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text.string
        else:
            for cell in block.cells:
                yield from cell.text.string.split("\n")


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
    if "現在" not in sentence and "時点" not in sentence:
        return None
    for found in read_periods(sentence):
        stated = _AS_OF.match(sentence[found.stop :]) or _AS_OF.search(sentence[found.start : found.stop])
        if found.period.granularity == "day" and stated:
            return found
    return None
