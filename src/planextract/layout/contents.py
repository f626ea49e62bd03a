"""What kind of thing a cell holds, and how well that fits a role: the evidence by which shifted columns are found."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from planextract.characters import fold
from planextract.record import Role


class Content(StrEnum):
    """The kinds of cell contents that tell columns apart."""

    BLANK = "blank"
    DASH = "dash"
    NUMBERING = "numbering"  # 1-1, (3), 2-1-(1)
    INTEGER = "integer"  # 12: a number, a page or a value
    VALUE = "value"
    PERIOD = "period"
    MARK = "mark"  # ◎ 達成
    ACTION = "action"  # 継続, 休止
    DEPARTMENT = "department"
    ARROW = "arrow"
    PROSE = "prose"
    WORDS = "words"


ARROWS = "→⇒➡➔➜➝➞⟶⟹▶►▷▸⇨￫⭢←↔⇔⟷"
DASHES = "-‐‑‒–—―−－ーｰ─━"
_BAR = "━▬▰■═"
_ARROW_ONLY = re.compile(rf"[{DASHES}{_BAR}\s]*[{ARROWS}][{DASHES}{ARROWS}{_BAR}\s]*|[{_BAR}]{{2,}}")
_ARROW_PARTS = re.compile(rf"(?<![{DASHES}{_BAR}])[{DASHES}{_BAR}]*+[{ARROWS}][{DASHES}{ARROWS}{_BAR}]*")
_DASH_ONLY = re.compile(rf"[{DASHES}]+")
_NUMBERING = re.compile(
    r"(?:no\.?)?\(?[0-9]{1,3}(?:\s?[-‐－ー.．]\s?\(?[0-9]{1,3}\)?)*\)?\.?\s*(?:【[^】]{1,10}】\s*)*", re.I
)
_PLAIN = re.compile(r"[0-9]{1,4}")
_VALUE = re.compile(
    r"(?:[①-⑳]\s*+)?(?:約|およそ|概ね|延べ|計|年|月|週|累計|[△▲+\-−])?\s*+[0-9][0-9,.]*\s*(?:[%％]|[^0-9\s。、]{1,12}|$)"
)
_VALUE_AT_END = re.compile(r"[0-9][0-9,.]*\s*(?:[%％]|[^0-9\s。、()]{1,8}(?:以上|以下|以内|未満|程度)?)\)?$")
_STATUS = re.compile(r"\(?(?:未実施|未整備|未着手|未設定|未集計|集計中|数値なし|該当なし|算出不可|取得不可)。?\)?")
_PERIOD = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\s?(?:[0-9]{1,2}|元)|[12][0-9]{3})[年度月日.末中\s0-9()~～]*"
)
_MARK = re.compile(r"[◎○〇◯△▲×✕☆★●]\s*(?:[^\s。、]{0,10})|(?:一部|ほぼ|概ね|未)?達成(?:済み?)?|取り?やめ|[A-E]")
_ACTION = re.compile(r"(?:継続|完了|休止|終了|廃止|中止|拡充|縮小|見直し|改善|統合|新規|現状維持|実施|拡大)(?:継続)?")
_OFFICE = re.compile(
    r"[^。]{1,40}(?:課|室|局|部|所|館|(?:議|委員|協議|協|審査)会|センター|係|班|署|院|園|庁|グループ|チーム)(?:等|ほか|他)?"
)
_LONG = 30


@lru_cache(maxsize=65536)
def content_of(string: str) -> Content:
    """The kind of a cell's words. Purely by form: what it means is decided by its column."""
    folded = fold(string).string.strip()
    if not folded:
        return Content.BLANK
    for content, pattern in (
        (Content.DASH, _DASH_ONLY),
        (Content.ARROW, _ARROW_ONLY),
        (Content.INTEGER, _PLAIN),
        (Content.NUMBERING, _NUMBERING),
        (Content.MARK, _MARK),
        (Content.ACTION, _ACTION),
        (Content.PERIOD, _PERIOD),
        (Content.VALUE, _STATUS),
    ):
        if pattern.fullmatch(folded):
            return content
    return _wordy(folded)


def _wordy(folded: str) -> Content:
    if "。" in folded.rstrip("。)") or (folded.endswith("。") and len(folded) > 12):
        return Content.PROSE if not _VALUE.match(folded) or len(folded) > 4 * _LONG else Content.VALUE
    if _VALUE.match(folded) and "年度" not in folded[:8]:
        return Content.VALUE
    if len(folded) <= 1.5 * _LONG and _VALUE_AT_END.search(folded):
        return Content.VALUE
    if _OFFICE.fullmatch(folded):
        return Content.DEPARTMENT
    return Content.PROSE if len(folded) >= _LONG else Content.WORDS


def is_arrow(string: str) -> bool:
    """Whether a schedule cell holds an arrow or a bar, alone or beside words."""
    return any(arrow in string for arrow in ARROWS) or _ARROW_ONLY.fullmatch(string.strip()) is not None


def without_arrows(string: str) -> str:
    """A schedule cell's words without arrows and the bars that belong to them."""
    return "" if _ARROW_ONLY.fullmatch(string.strip()) else _ARROW_PARTS.sub(" ", string)


_B, _D, _N, _I, _V, _P = (
    Content.BLANK,
    Content.DASH,
    Content.NUMBERING,
    Content.INTEGER,
    Content.VALUE,
    Content.PERIOD,
)
_M, _A, _O, _W = Content.MARK, Content.ACTION, Content.DEPARTMENT, Content.WORDS
_ARROW, _PROSE = Content.ARROW, Content.PROSE

# Evidence for (positive) and against (negative) a content standing under a role; what is not named gets the default.
_VALUE_FIT = ({_V: 2.0, _I: 2.0, _D: 1.0, _B: 0.0, _W: 0.0, _P: 0.5, _N: 0.5}, -2.0)
_PROSE_FIT = ({_PROSE: 1.5, _W: 0.7, _B: 0.0, _P: 0.3, _V: -0.5, _O: -0.5, _D: 0.0}, -1.5)
_FIT: dict[Role, tuple[dict[Content, float], float]] = {
    Role.NUMBER: ({_N: 2.0, _I: 2.0, _B: 0.0}, -2.0),
    Role.ITEM: ({_N: 2.0, _I: 2.0, _W: 0.5, _B: 0.0, _PROSE: 0.0}, -1.0),
    Role.TITLE: ({_W: 1.5, _PROSE: 0.8, _B: -1.0, _O: 0.3, _V: -0.5, _A: 0.0}, -1.5),
    Role.PATH: ({_W: 1.0, _B: 0.0, _PROSE: -0.3, _O: 0.3}, -1.0),
    Role.DEPARTMENT: ({_O: 2.0, _W: 0.0, _B: 0.0, _D: 0.0}, -2.0),
    Role.RELATED: ({_O: 2.0, _W: 0.0, _B: 0.0, _D: 0.0}, -2.0),
    Role.INDICATOR: ({_W: 1.5, _PROSE: 1.0, _B: -0.3, _D: -0.5, _V: 0.3, _O: -0.5, _A: -0.3}, -1.5),
    Role.QUALIFIER: ({_W: 1.0, _V: 0.5, _PROSE: 0.5, _O: 0.3, _B: 0.0}, -1.0),
    Role.OF_YEAR: ({_P: 2.0, _I: 0.5, _W: 0.0, _B: 0.0, _D: 0.0}, -1.5),
    Role.KIND: ({_W: 1.0, _B: -0.3}, -1.5),
    Role.BASELINE: _VALUE_FIT,
    Role.ACTUAL: _VALUE_FIT,
    Role.TARGET: _VALUE_FIT,
    Role.COST: _VALUE_FIT,
    Role.COST_ROW: ({_W: 1.5, _B: -0.3}, -1.5),
    Role.SCHEDULE: ({_PROSE: 1.0, _W: 1.0, _D: 0.5, _ARROW: 1.0, _B: 0.0, _V: 0.3, _A: 0.0, _P: 0.5, _O: 0.0}, -2.0),
    Role.ACHIEVEMENT: ({_M: 3.0, _B: 0.0, _D: 0.0, _A: 0.0, _W: 0.0}, -2.0),
    Role.NEXT_ACTION: ({_A: 2.0, _W: 0.5, _PROSE: 0.0, _B: 0.0, _D: 0.0}, -2.0),
    Role.UNIT: ({_W: 1.0, _B: 0.0, _D: 0.0, _A: 0.0}, -1.0),
    Role.PAGE: ({_I: 2.0, _B: 0.0, _N: 0.5}, -1.0),
    Role.TAG: ({_A: 2.0, _W: 0.5, _B: 0.0}, -1.5),
}


def fit(role: Role | None, string: str) -> float:
    """How well a cell's words fit a role, between -2 and 3; 0 for a column whose role nobody knows."""
    if role is None:
        return 0.0
    table, default = _FIT.get(role, _PROSE_FIT)
    return table.get(content_of(string), default)
