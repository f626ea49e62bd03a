"""Text of any length for measuring how text costs grow; all words are invented."""

from __future__ import annotations

from collections.abc import Iterator

_HEADER = "番号\t施策名\t担当課\t概要\t指標\t基準値(令和5年度)\t目標値(令和8年度)"
_DEEDS = ("花壇の手入れ", "古文書の写真", "渡し舟の時刻表", "井戸水の検査", "朝市の案内板", "灯台守の記録")
_OFFICES = ("園芸課", "文書課", "水運課", "水質課", "商い課、港課", "灯台課及び港課")
_VALUES = ("{n:,}回", "約{n}件/年", "{n}.5%(令和4年度末)", "①{n}か所②3か所", "月{n}回以上", "{n}~{n}0人※試行中")
_EXPRESSIONS = (
    "令和6年度末までに約1,200件/年、",
    "延べ3,400.5人(R5投稿数)から1億2,000万円以上 ",
    "令和7・8年度は①12か所②計36か所、△4.5% ",
    "昭和54年度~59年度分 1校当たり4教室※精査中 ",
)
_NAMES = ("園芸課", "水運 港湾課", "灯台課ほか各課等", "商い課及び朝市課", "井戸センター")


def plan_text(measures: int) -> str:
    """A plan as text: tab-separated tables of 30 measures under headings, prose between them."""
    return "\n".join(_plan_lines(measures)) + "\n"


def _plan_lines(measures: int) -> Iterator[str]:
    yield "灯台町みなと計画"
    for n in range(1, measures + 1):
        if n % 30 == 1:
            yield f"\n第{n // 30 + 1}章 暮らしと港\n\nこの章は令和6年度から令和8年度までの取組を示す。\n\n{_HEADER}"
        kind = n % len(_DEEDS)
        value, goal = (_VALUES[(n + k) % len(_VALUES)].format(n=n % 900 + k + 1) for k in (0, 1))
        deed = _DEEDS[kind]
        yield f"{n}\t{deed}その{n}\t{_OFFICES[kind]}\t{deed}を毎年見直す。\t{deed}の回数\t{value}\t{goal}"


def long_expression(characters: int) -> str:
    """One cell of that many characters full of dates and figures."""
    return _repeated("".join(_EXPRESSIONS), characters)


def long_names(characters: int) -> str:
    """One cell of that many characters full of departments."""
    return _repeated("、".join(_NAMES) + "、", characters)


def _repeated(string: str, characters: int) -> str:
    return (string * (characters // len(string) + 1))[:characters]
