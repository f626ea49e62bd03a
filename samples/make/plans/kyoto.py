"""新規・充実事業の取組状況: number and office above the grid, headings over the whole width, ticked judgements."""

from collections.abc import Iterator
from typing import NamedTuple

from model import Block, Break, Cell, Line, Section, table

HEADING = "令和５年度新規・充実事業の取組状況と令和７年度当初予算（案）への反映状況について"
CRITERIA = (
    (
        "公共性",
        "公益性",
        "より多くの市民に提供されるサービス（共同消費性）",
        "特定の個人または集団に提供されるサービス（個人消費性）",
    ),
    ("公共性", "必需性", "日常生活に必要不可欠なサービス（必需）", "日常生活に必要不可欠でないサービス（選択）"),
    (
        "実施主体の妥当性",
        "政策性",
        "政策的意思決定を必要とするサービス（政策的）",
        "経常業務の度合いが高いサービス（経常的）",
    ),
    (
        "実施主体の妥当性",
        "行政専門性",
        "行政上の専門知識を必要とするサービス（行政専門性）",
        "行政上の専門知識を必要としないサービス（一般専門性）",
    ),
)


class Sheet(NamedTuple):
    """`ticks`: which of the two options of each criterion; `costs`: 予算現額, 決算, 当初予算, 予算案."""

    number: str
    office: str
    title: str
    period: str
    overview: str
    goals: str
    costs: tuple[str, str, str, str]
    results: str
    review: str
    ticks: tuple[int, int, int, int]
    direction: str


SHEETS = (
    Sheet(
        "5",
        "町家くらし局",
        "路地の見守り灯設置事業",
        "令和5年度～8年度",
        "暗い路地に小さな灯をともし、夜も歩きやすい街をつくる。\n灯は地域の人が選び、電気は太陽光でまかなう。",
        "＜実施成果（アウトプット）＞\n"
        "・　指標：灯の数【数値目標：延べ240基（R5～8年度）（数値目標の考え方：路地の数から算出）】",
        ("12,000（8,000）", "11,640（7,760）", "13,500（9,000）", "13,500（9,000）"),
        "（令和５年度）\n地域ごとに話合いを行い、灯を設けた。\n・　灯の数：58基\n"
        "（令和６年度）\n・　灯の数：61基　※R6.12末時点",
        "目標に向けて順調に進んでいる。\n灯の形について地域の声を聴き、来年度の設置に生かす。",
        (0, 1, 0, 1),
        "充実のうえ継続",
    ),
    Sheet(
        "6",
        "学び文化局",
        "こども能楽教室事業",
        "令和5年度～7年度",
        "こどもが能と狂言を習う教室を開く。",
        "・　指標：習った人の数【数値目標：90人（数値目標の考え方：1教室15人）】",
        ("4,200（4,200）", "3,980（3,980）", "4,200（4,200）", "0（0）"),
        "（令和５年度）\n教室を6回開いた。",
        "習った人は84人で、目標を少し下回った。教室は学校の授業に引き継ぐ。",
        (1, 1, 1, 0),
        "終了",
    ),
)


def head(text: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(text, columns, rows, "head")


def blocks(sheet: Sheet) -> Iterator[Block]:
    yield Line(HEADING, "centre")
    yield Line("Ｎｏ．")
    yield table(
        (26, 154),
        [
            [sheet.number, ""],
            [head("事業名\n（令和６年度）"), f"{sheet.title}　【事業実施期間】{sheet.period}"],
        ],
    )
    yield Line(f"所管局 {sheet.office}")
    adjusted, spent, first, proposed = sheet.costs
    rows: list[list[str | Cell]] = [
        [head("１　事業概要（令和６年度）", 4)],
        [Cell(sheet.overview, 4)],
        [head("２　事業目標", 4)],
        [Cell(sheet.goals, 4)],
        [head("３　令和５年度及び令和６年度の経費 （千円）", 4)],
        [head("年度"), head("令和５年度予算現額"), head("令和５年度決算"), head("令和６年度当初予算")],
        [head("経費（一財）"), adjusted, spent, first],
        [head("４　取組実績（令和５年度・６年度）", 4)],
        [Cell(sheet.results, 4)],
        [head("５　事業目標及び取組実績を踏まえた評価", 4)],
        [Cell(sheet.review, 4)],
        [head("６　役割分担評価", 4)],
    ]
    for at, (group, criterion, *options) in enumerate(CRITERIA):
        marked = "\n".join(("■ " if i == sheet.ticks[at] else "□ ") + option for i, option in enumerate(options))
        rows.append([*([head(group, 1, 2)] if not at % 2 else []), head(criterion), Cell(marked, 2)])
    rows.append([head("７　令和７年度の方向性", 2, 2), head("予算案\n経費（一財）、単位（千円）"), proposed])
    rows.append([head("方向性"), sheet.direction])
    yield table((34, 48, 49, 49), rows)


def plan() -> tuple[Section, ...]:
    first, second = ([*blocks(sheet)] for sheet in SHEETS)
    return (Section((*first, Break(), *second)),)


PLAN = plan()
