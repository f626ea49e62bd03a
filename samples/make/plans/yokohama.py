"""事業評価書: a project, and on the same sheet its parts (細事業) with amounts by rows of 想定 and 実績."""

from collections.abc import Iterator
from typing import NamedTuple

from model import Block, Break, Cell, Line, Section, table

YEARS = ("３年度", "４年度", "５年度", "６年度", "７年度", "８年度", "９年度")
CRITERIA = ("市民ニーズ", "実施根拠", "妥当性", "事業実績")


class Part(NamedTuple):
    """`costs`: ５年度, ６年度, 差引; `results`: for CRITERIA, (1), (2) and 負担の公平性."""

    number: str
    title: str
    overview: str
    costs: tuple[str, str, str]
    why: str
    amount: str
    unit: str
    expected: tuple[str, ...]
    actual: tuple[str, ...]
    results: tuple[str, ...]


class Sheet(NamedTuple):
    number: str
    title: str
    office: str
    overview: str
    costs: tuple[str, str, str]
    change: str
    parts: tuple[Part, ...]


SHEETS = (
    Sheet(
        "7",
        "動く図書室推進事業",
        "読書推進局本の運び課",
        "本を積んだ車で、図書館から遠い地域を回ります。",
        ("41,200", "39,850", "▲ 1,350"),
        "回る道順を見直し、燃料を減らします。",
        (
            Part(
                "1",
                "車の運行",
                "本を積んだ車3台で地域を回ります。",
                ("30,100", "28,600", "▲ 1,500"),
                "燃料費の減",
                "車が止まった回数",
                "回",
                ("480", "480", "500", "520", "520", "540", "540"),
                ("466", "471", "503", "518", "", "", ""),
                (
                    "・増加傾向",
                    "・条例",
                    "・民間に例なし",
                    "・目標の90％以上",
                    "・一部委託",
                    "・該当なし",
                    "・無料が妥当",
                ),
            ),
            Part(
                "2",
                "本の入れ替え",
                "季節ごとに積む本を入れ替えます。",
                ("11,100", "11,250", "150"),
                "本の値上がり",
                "入れ替えた本",
                "千冊",
                ("10", "10", "12", "12", "12", "12", "12"),
                ("9.8", "10.4", "11.9", "12.3", "", "", ""),
                (
                    "・横ばい",
                    "・規則・方針",
                    "・該当なし",
                    "・目標の90％以上",
                    "・委託等不可",
                    "・該当なし",
                    "・なじまない",
                ),
            ),
        ),
    ),
    Sheet(
        "8",
        "灯台まつり費",
        "港の暮らし局にぎわい課",
        "古い灯台のまわりで秋にまつりを開きます。",
        ("6,300", "0", "▲ 6,300"),
        "まつりは港まつりに合わせ、単独では開きません。",
        (
            Part(
                "1",
                "まつりの運営",
                "会場を設け、案内をします。",
                ("6,300", "0", "▲ 6,300"),
                "",
                "",
                "",
                ("",) * 7,
                ("",) * 7,
                (
                    "・測ることはなじまない",
                    "・なし",
                    "・類似・重複",
                    "・実施しなかった",
                    "・委託等不可",
                    "・該当なし",
                    "・該当なし",
                ),
            ),
        ),
    ),
)


def head(text: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(text, columns, rows, "head")


def _part(part: Part) -> Iterator[list[str | Cell]]:
    yield [
        *(head(part.number, 1, 12), head("事業計画", 1, 2)),
        *(head("細事業名称", 2), Cell(part.title, 14)),
    ]
    yield [head("細事業概要", 2), Cell(part.overview, 14)]
    five, six, difference = part.costs
    yield [
        *(head("事業実績", 1, 7), head("細事業費（千円）", 2, 2), head("年度", 2)),
        *(head("５年度", 2), head("６年度", 2), head("差引（増減）", 4), Cell("", 4)),
    ]
    yield [head("決算", 2), Cell(five, 2), Cell(six, 2), Cell(difference, 4), Cell("", 4)]
    yield [head("増減説明", 2), Cell(part.why, 14)]
    yield [head("細事業事業量", 2), Cell(part.amount, 8), head("単位", 2), Cell(part.unit, 4)]
    yield [head("年度", 2), *(head(year, 2) for year in YEARS)]
    yield [head("想定", 2), *(Cell(value, 2) for value in part.expected)]
    yield [head("実績", 2), *(Cell(value, 2) for value in part.actual)]


def _analysed(part: Part, title: str) -> Block:
    rows = [[head(title, 18)], *_part(part)] if title else [*_part(part)]
    rows.append(
        [
            *(head("客観的指標に基づく分析", 2, 3), head("指標", 1, 2), *(head(name, 2, 2) for name in CRITERIA)),
            *(head("効率性・経済性", 4), head("負担の公平性", 2, 2)),
        ]
    )
    rows.append([head("(1)実施主体", 2), head("(2)実施手法", 2)])
    rows.append([head("分析結果"), *(Cell(result, 2) for result in part.results)])
    return table((6, 9, 22, 10, *(9.6,) * 14), rows)


def blocks(sheet: Sheet) -> Iterator[Block]:
    yield table(
        (28, 22, 24, 22, 12, 10, 10, 10, 10, 10, 12, 10),
        [
            [head("令和７年度 事業評価書", 12)],
            [head("令和６年度事業名"), Cell(sheet.title, 11)],
            [
                *(head("所管区局・課"), Cell(sheet.office, 2), head("歳出予算科目"), Cell("一般会計", 2)),
                *("02", "款", "05", "項", "04", "目"),
            ],
            [
                *(head("政策・施策"), head("政策番号"), Cell("12"), head("施策番号"), Cell("3", 2)),
                *(head("評価書番号", 4), Cell(sheet.number, 2)),
            ],
        ],
    )
    yield Line("")
    yield table((180,), [[head("事業概要")], [sheet.overview]])
    yield Line("")
    five, six, difference = sheet.costs
    yield table(
        (34, 16, 34, 34, 30, 32),
        [
            [head("事業決算額", 6)],
            [head("事業費（千円）", 1, 2), head("年度"), head("５年度"), head("６年度"), head("差引（増減）"), ""],
            [head("決算"), five, six, difference, ""],
        ],
    )
    yield Line("")
    yield table((180,), [[head("各細事業の分析結果を踏まえた事業改善の検討等")], [sheet.change]])
    yield Line("")
    for at, part in enumerate(sheet.parts):
        yield _analysed(part, "" if at else "細事業の分析")
        yield Line("")


def plan() -> tuple[Section, ...]:
    first, second = ([*blocks(sheet)] for sheet in SHEETS)
    return (Section((*first, Break(), *second)),)


PLAN = plan()
