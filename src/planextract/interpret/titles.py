"""The document's own title: the plan's name as printed, without what surrounds it (rule 13)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planextract.characters import fold
from planextract.interpret.wording import folded_blanks
from planextract.normalise.plans import plan_mentions
from planextract.table import Block, Cell, Paragraph, Table
from planextract.text import Text

_YEAR = r"(?:(?:令和|平成|[RH])\s?(?:[0-9]{1,2}|元)|[12][0-9]{3})(?:\s?\([^()]{1,12}\))?\s?年度?"
_DATE = rf"{_YEAR}(?:\s?[0-9]{{1,2}}\s?月(?:\s?[0-9]{{1,2}}\s?日)?)?末?"
_STRONG = "計画|プラン|戦略|ビジョン|構想|大綱"
# Words that many a section is called by: they name a document on its cover only.
_WEAK = "方針|指針|プログラム|ロードマップ|宣言"
_PART = (
    r"(?:[前後中]期)?(?:基本|実施|行動|推進|個別(?:施設)?|年次|事業)計画|アクション・?プラン|ロードマップ|"
    r"実施プログラム|行動プログラム"
)
_REPORT_WORD = (
    "取り?組み?|事務事業|施策|事業|個別|主要|重点|KPI|重要業績評価指標|指標|数値|目標|年度別|進捗|進ちょく|進行|管理|状況|"
    "実施|達成|推進|実績|評価|結果|点検|検証|効果|成果|フォローアップ|報告書?|一覧|総括|工程|調書|シート|個票|"
    "まとめ|及び|表|書|票|集"
)
_REPORT = (
    rf"(?:\s?{_YEAR}(?:版|分)?)?\s?(?:の|に基づく|に係る|における)?\s?"
    rf"(?:(?:{_REPORT_WORD})(?:の|・|\s)?){{1,9}}(?:について)?"
)
_TITLE = re.compile(
    rf"(?P<name>(?:\(仮称\)\s?)?"
    rf"[^。、:]{{2,48}}(?:{_STRONG}|(?P<weak>{_WEAK}))(?:\s?(?:20)?[0-9]{{2}}(?![0-9年次期]))?)"
    rf"(?:\s?[:：・-]?\s?(?:{_PART}))?(?:{_REPORT})?"
)
_TELLS_RESULTS = "状況|実績|評価|結果|点検|検証|報告|シート|調書|管理|フォローアップ"
_SUBTITLE = re.compile(rf"{_PART}|(?=.*(?:{_TELLS_RESULTS})){_REPORT}|(?:{_PART}){_REPORT}")
_FORM = re.compile(
    rf"(?!\()(?:{_YEAR}の?\s?)?[^。:]{{0,40}}(?:評価|点検|検証|進行管理)(?:シート|調書|書|表|票|報告書|結果)(?:\([^()]*\))?"
    r"|[^。:]{2,50}(?:取組|実施|進捗|反映)状況[^。:]{0,20}について"
)
_GENERIC = re.compile(rf"(?:\(仮称\))?(?:基本|取組|推進|実施|行動|整備|重点|施策|の|{_STRONG}|{_WEAK}){{1,6}}")
_LABEL = re.compile(
    r"[*#\s]+|【[^】]{1,12}】\s*|(?:別紙|別添|別冊|別表|資料|参考資料|参考|様式|議案)\s?(?:第?[0-9]{1,2}号?(?:-[0-9]{1,2})?)?[\s:]+|"
    rf"\((?:案|概要版|参考)\)\s*|{_YEAR}\s?[0-9]{{1,2}}\s?月\s+"
)
_BRACKET = re.compile(
    r"\s*(?:\((?!仮称)([^()]*)\)|〔([^〕]*)〕|【([^】]*)】|<([^<>]*)>|[~～〜]([^~～〜]{1,40})[~～〜])\s*$"
)
_REMARK = re.compile(r"\s*(?:(?:No\.|NO\.|№)\s?[0-9]{1,4}|※.*|[*\s]+|(?:素案|原案|最終案|中間案|案))\s*$")
# Inside the document these are headings: 1 …計画 概要.
_EDITION = re.compile(
    r"\s*(?:"
    rf"(?:概要|要約|改[訂定]|修正|確定|最終|公表|暫定|ダイジェスト|普及|詳細|{_YEAR})版|(?<=\s)(?:概要|本編|資料編|本文)"
    rf"|{_DATE}(?:\s?(?:現在|時点|策定|改[定訂]|一部改[定訂]|作成|公表|発行|版))?"
    rf"|(?<=\s){_DATE}\s?(?:[~～〜-]|から)\s?{_DATE}(?:まで)?)\s*$"
)
_NUMBERED = re.compile(
    r"\s*(?:[0-9]{1,2}[\s.]|\([0-9ア-ン]{1,2}\)|[①-⑳]|第[0-9一-十]{1,3}[章節編部]|[ア-ン][\s.]|[ⅠⅡⅢIVX]+[\s.]|[-・◆●■○◇□◎▼★]\s?)"
)
_EDITION_LINE = re.compile(r"第\s?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?[次期]")
_ASIDE = re.compile(r"現在|時点|作成|年|月|単位|資料|別紙|様式|頁|ページ|No")
_PROVISIONAL = re.compile(r"\(仮称\)")
_LONGEST_LINE = 60
_COVER = 12  # lines that count as the cover
_ON_COVER, _ON_TABLE, _INSIDE = 6, 4, 3
_TITLE_ROWS = 2  # of a table that may hold its title
_MOST_CANDIDATES = 60
_MOST_REMARKS = 8


class _Line(NamedTuple):
    text: str
    weight: int  # what being printed there says for a title


class _Candidate(NamedTuple):
    at: int
    title: str
    plan: str  # the plan's name without blanks and provisional marks


def find_title(blocks: Sequence[Block]) -> str | None:
    """The line that names the plan which is most often printed, or spoken of; the earliest of equals.

    A year, a part (実施計画) and what is reported (進捗状況報告書) inside the line belong to the title, also where they
    stand in the lines below it; the number of an edition above it, too. Draft marks, editions (概要版), dates, slogans
    and brackets around it do not. Of a plan named in several ways the cover's way is taken.
    """
    lines = list(_lines(blocks))
    candidates = list(_candidates(lines))[:_MOST_CANDIDATES]
    if not candidates:
        return _sheet_title(lines)
    spoken = "".join("".join(line.text for line in lines).split())
    scores: dict[str, int] = {}
    for candidate in candidates:
        known = scores.setdefault(candidate.plan, min(spoken.count(candidate.plan), 20))
        scores[candidate.plan] = known + lines[candidate.at].weight
    best = max(candidates, key=lambda candidate: (scores[candidate.plan], -candidate.at))
    first = next(candidate for candidate in candidates if candidate.plan == best.plan)
    # 情報化計画 above 第2次みなと市情報化計画: a running head, which is printed on every page, shortens the name.
    whole = [
        other
        for other in candidates
        if other.plan.endswith(best.plan) and lines[other.at].weight >= lines[first.at].weight
    ]
    longest = max(whole, key=lambda candidate: (len(candidate.plan), scores[candidate.plan], -candidate.at))
    return _as_printed(first if longest.plan == best.plan else longest, lines)


def title_words(tables: Iterable[Table], title: str) -> list[Text]:
    """The title's own words where they stand alone in a table's first rows, without the remarks around them."""
    whole = "".join(title.split())
    found = []
    for cell in (cell for table in tables for row in table.rows[:_TITLE_ROWS] for cell in _alone(row)):
        printed = [i for i, character in enumerate(cell.text.string) if not character.isspace()]
        bare = "".join(cell.text.string[i] for i in printed)
        start, stop = (0, len(bare)) if bare in whole else (bare.find(whole), bare.find(whole) + len(whole))
        if start >= 0 and stop - start > 1:
            found.append(cell.text.slice(printed[start], printed[stop - 1] + 1))
    return found


def _sheet_title(lines: Sequence[_Line]) -> str | None:
    """What a form that belongs to no plan calls itself: 事務事業評価シート, …の取組状況について."""
    heads = (line.text.strip() for line in lines if line.weight > _INSIDE and len(line.text) <= _LONGEST_LINE)
    return next((folded_blanks(head) for head in heads if _FORM.fullmatch(fold(head).string)), None)


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    """The lines of prose, and what stands alone in the first rows of a table at the top (a copied spreadsheet)."""
    count = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _Line(block.text.string, _ON_COVER if count < _COVER else _INSIDE)
            count += bool(block.text.string.strip())
        elif count < _COVER:
            alone = (cell for row in block.rows[:_TITLE_ROWS] for cell in _alone(row))
            yield from (_Line(cell.text.string, _ON_TABLE) for cell in alone)
            count = _COVER


def _alone(row: Sequence[Cell]) -> list[Cell]:
    """The first words of a row that has nothing else but dates and the like."""
    said = [cell for cell in row if cell.text.string.strip()]
    return said[:1] if all(_ASIDE.search(other.text.string) for other in said[1:]) else []


def _candidates(lines: Sequence[_Line]) -> Iterator[_Candidate]:
    for i, line in enumerate(lines):
        bare = _bare(line.text, cover=line.weight > _INSIDE) if len(line.text) <= 2 * _LONGEST_LINE else ""
        folded = fold(bare).string
        match = _TITLE.fullmatch(folded) if len(bare) <= _LONGEST_LINE else None
        if match is None or _NUMBERED.match(folded) or _SUBTITLE.fullmatch(folded) or _of_others(match["name"]):
            continue
        if match["weak"] and (line.weight == _INSIDE or _GENERIC.fullmatch(match["name"])):
            continue
        plan = "".join(re.sub(rf"^{_YEAR}の?", "", _PROVISIONAL.sub("", match["name"])).split())
        yield _Candidate(i, folded_blanks(bare), plan)


def _of_others(name: str) -> bool:
    return any(mention.owner in ("own", "other") for mention in plan_mentions(name, None))


def _bare(line: str, *, cover: bool) -> str:
    """A line without labels before and remarks behind; a part in brackets (【実施計画】) loses only these."""
    parts: list[str] = []
    for _ in range(_MOST_REMARKS):
        folded = fold(line)
        label = _LABEL.match(folded.string)
        bracket = _BRACKET.search(folded.string)
        remark = bracket or _REMARK.search(folded.string) or (_EDITION.search(folded.string) if cover else None)
        if label and label.end() < len(folded.string):
            line = line[folded.span(0, label.end())[1] :]
        elif remark and remark.start() > 0:
            inside = next(filter(None, bracket.groups()), "").strip() if bracket else ""
            parts[:0] = [inside] if _SUBTITLE.fullmatch(inside) else []
            line = line[: folded.span(remark.start(), remark.end())[0]]
        else:
            break
    return " ".join([line.strip(), *parts])


def _as_printed(found: _Candidate, lines: Sequence[_Line]) -> str:
    """The title with its edition's line above and its parts below, without a wrap that other mentions do not have."""
    title, at = found.title, found.at
    compact = "".join(title.split())
    if " " in title and any(compact in line.text for line in lines):
        title = compact
    if at and _EDITION_LINE.fullmatch(fold(lines[at - 1].text).string.strip()):
        title = f"{''.join(lines[at - 1].text.split())}{title}"
    for line in lines[at + 1 : at + 3] if lines[at].weight > _INSIDE else ():
        part = line.text.strip().strip("【】()（）〔〕<>＜＞~～〜 ")
        if not _SUBTITLE.fullmatch(fold(part).string):
            break
        title = f"{title} {folded_blanks(part)}"
    return title
