"""事務事業評価 目標設定シート: one page a sheet; costs and indicators side by side, judgements below."""

from collections.abc import Iterator
from typing import NamedTuple

from model import Block, Break, Cell, Line, Section, Table, table

PERIOD = "実施期間\n（第９次総合計画 前期基本計画期間である令和5～9年度の間で設定）"
GOALS = (
    ("１ 貧困をなくそう", "７ エネルギーをみんなに そしてクリーンに", "13 気候変動に具体的な対策を"),
    ("２ 飢餓をゼロに", "８ 働きがいも経済成長も", "14 海の豊かさを守ろう"),
    ("３ すべての人に健康と福祉を", "９ 産業と技術革新の基盤をつくろう", "15 陸の豊かさも守ろう"),
)
VIEWS = (
    ("まちづくりの活動への支援とつながりづくり", "情報の収集・発信と多様な主体のまちづくりへの参画の促進"),
    ("効果的かつ効率的な行財政運営の推進", "公共施設等のマネジメントの推進"),
    ("人材育成と働きやすい環境づくりの推進", "広域行政の推進"),
)
FUNDS = ("国・府支出金", "地方債", "その他", "うち受益者負担 Ｂ", "一般財源")


class Sheet(NamedTuple):
    """`costs`, `funds`: 決算, 決算, 予算, 決算 in 千円; `indicators`: name, unit, R5実績 to R9見込, mark."""

    number: str
    office: str
    title: str
    policy: str
    period: str
    target: str
    means: str
    form: str
    contents: str
    plans: str
    goals: tuple[str, ...]
    views: tuple[str, ...]
    intended: str
    done: str
    costs: tuple[tuple[str, ...], ...]
    funds: tuple[tuple[str, ...], ...]
    share: tuple[str, ...]
    other: str
    indicators: tuple[tuple[str, ...], ...]
    reached: tuple[str, str]
    judged: tuple[str, str, str]
    direction: tuple[str, str]
    hazard: tuple[str, str]
    remark: str = ""


NONE = ("", "", "", "")
SHEETS = (
    Sheet(
        "3",
        "水と緑の課",
        "川辺の花壇づくり事業",
        "②「水辺共育」のまちづくり",
        "令和5年度～令和9年度",
        "川辺に住む人、学校、店",
        "・花の苗の配布\n・水やりの当番表づくり",
        "一部委託",
        "川沿いの花壇を地域の人とつくり、季節の花を植え替えます。水やりは当番で行い、道具は市が貸し出します。",
        "池田市花と水の計画（第2次）",
        ("13 気候変動に具体的な対策を", "15 陸の豊かさも守ろう"),
        ("まちづくりの活動への支援とつながりづくり",),
        "花壇を3か所増やし、当番に入る人を募ります。",
        "花壇を2か所増やし、当番に12人が加わりました。",
        (
            ("3,210", "3,180", "3,600", "3,415"),
            ("苗と土", "1,905", "1,870", "2,100", "2,044"),
            ("水やり委託料", "1,305", "1,310", "1,500", "1,371"),
            ("", *NONE),
        ),
        (("400", "400", "450", "430"), NONE, ("810", "780", "900", "855"), ("0", "0", "0", "0"), ("2,000",) * 4),
        NONE,
        "花と水の基金 855千円",
        (
            ("花壇の数", "か所", "18", "21", "20", "30", ""),
            ("当番に入る人", "人", "140", "150", "152", "200", "○"),
            ("花の苗の配布数", "株", "2,400", "-", "2,650", "-", ""),
        ),
        ("B.やや遅れている", "花壇は目標に1か所足りないが、当番は目標を超えたため。"),
        (
            "A.有効的である（改善の余地がない）",
            "B.やや効率的である（改善の余地がある）",
            "水やりの経路を短くする余地があるため。",
        ),
        ("改善", "当番表を電子化し、水やりの経路を見直します。"),
        ("人命を守る", "水辺の安全"),
    ),
    Sheet(
        "4",
        "商店にぎわい課",
        "朝市応援事業",
        "④にぎわいの再生",
        "令和6年度～令和6年度",
        "市内の店",
        "出店料の補助",
        "直営",
        "駅前の朝市に出る店の出店料を補助します。",
        "特になし",
        (),
        ("広域行政の推進",),
        "朝市を12回開きます。",
        "朝市を11回開きました。",
        (
            ("-", "-", "5,000", "4,820"),
            ("補助金", "-", "-", "5,000", "4,820"),
            ("", *NONE),
            ("", *NONE),
        ),
        (
            NONE,
            NONE,
            ("2,300", "2,250", "2,180", "2,100"),
            ("2,100", "2,050", "1,980", "1,900"),
            ("-", "-", "5,000", "4,820"),
        ),
        ("41.5%", "40.2%", "39.6%", "39.4%"),
        "",
        (
            ("朝市の売上", "千円", "0", "9,000", "8,640", "-", ""),
            ("", "", "", "", "", "", ""),
            ("", "", "", "", "", "", ""),
        ),
        ("A.順調に推移している", "売上が見込みの96％に届いたため。"),
        ("A.有効的である（改善の余地がない）", "A.効率的である（改善の余地がない）", "店の数が増えているため。"),
        ("廃止", "朝市の会が自ら続けるため。"),
        ("該当なし", "該当なし"),
        "令和５年度からの繰越事業。",
    ),
)


def head(text: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(text, columns, rows, "head")


def _goals(sheet: Sheet) -> Table:
    rows: list[list[str | Cell]] = []
    for at, goals in enumerate(GOALS):
        row: list[str | Cell] = [head("関連するSDGｓのゴール\n※１つ以上に○", 1, 3)] if not at else []
        for goal in goals:
            row += [Cell("○" if goal in sheet.goals else "", look="centre"), goal]
        rows.append(row)
    labels = [head("「みんなで取り組むまちづくり」の視点"), head("「持続可能な都市経営」の視点", 1, 2)]
    for at, views in enumerate(VIEWS):
        row = [head("行財政改革などに向けて特に意識すべき要素\n※１つ以上に○", 1, 4)] if not at else []
        row += [labels[at]._replace(columns=2)] if at < 2 else []
        marks = ["○" if view in sheet.views else "" for view in views]
        row += [marks[0], Cell(views[0]), marks[1], Cell(views[1])]
        rows.append(row)
    rows.append(
        [
            head("上記要素に係るR６年度取組予定"),
            Cell(sheet.intended, 3),
            head("上記要素に係るR６年度取組実績"),
            Cell(sheet.done),
        ]
    )
    return table((34, 16, 36, 8, 40, 16, 34), rows)


def _results(sheet: Sheet) -> Table:
    years = [head(text) for text in ("R５年度実績", "R６年度見込", "R６年度実績", "R９年度見込")]
    mark = head("国土強靭化\n地域計画の指標に該当", 1, 2)
    rows: list[list[str | Cell]] = [
        [
            *(head("区分", 3, 2), head("Ｒ４年度"), head("R５年度"), head("R６年度", 2)),
            *(head("成果指標の内容", 2, 2), head("単位", 1, 2), head("目標値", 4), mark),
        ],
        [head("決算"), head("決算"), head("予算"), head("決算"), *years],
    ]
    left: list[list[str | Cell]] = [[head("事業費 Ａ", 3), *sheet.costs[0]]]
    for at, cost in enumerate(sheet.costs[1:]):
        group = [head("主な内訳", 1, 3)] if not at else []
        left.append([*group, head(cost[0], 2), *cost[1:]])
    for at, (name, values) in enumerate(zip(FUNDS, sheet.funds, strict=True)):
        group = [head("財源", 1, 5)] if not at else []
        names = [head(""), head(name)] if name.startswith("うち") else [head(name, 2)]
        left.append([*group, *names, *values])
    left.append([head("受益者負担率 Ｂ÷Ａ", 3), *sheet.share])
    left += [[head("R6年度における\n「その他」財源の主な内容", 3, 2), Cell(sheet.other, 4, 2)], []]
    right: list[list[str | Cell]] = [[Cell(name, 2), *rest] for name, *rest in sheet.indicators]
    right += [
        [head("成果指標の達成状況", 4), Cell(sheet.reached[0], 4)],
        [head("判断理由", 1, 2), Cell(sheet.reached[1], 7, 2)],
        [],
        [head("事業の有効性", 4), Cell(sheet.judged[0], 4)],
        [head("事業の効率性", 4), Cell(sheet.judged[1], 4)],
        [head("判断理由", 1, 2), Cell(sheet.judged[2], 7, 2)],
        [],
        [head("R７年度以降の事業の方向性", 4), Cell(sheet.direction[0], 4)],
        [head("判断理由"), Cell(sheet.direction[1], 7)],
    ]
    rows += [[*one, *other] for one, other in zip(left, right, strict=True)]
    return table((6, 5, 20, 12, 12, 12, 12, 11, 17, 9, 14, 14, 14, 14, 12), rows)


def blocks(sheet: Sheet) -> Iterator[Block]:
    yield Line(f"第９次池田市総合計画 前期基本計画 事務事業評価（令和６年度実施事業） NO. {sheet.number}", "centre")
    yield Line("（１）事務事業名・総合計画の体系等")
    yield table((30, 50, 30, 72), [[head("担当部署名"), sheet.office, head("事務事業名"), Cell(sheet.title)]])
    hazard = head("国土強靭化\n地域計画の体系\n※該当する場合のみ", 1, 2)
    yield table(
        (20, 18, 62, 30, 24, 28),
        [
            [
                *(head("総合計画\nの体系", 1, 2), head("施策の柱"), "③暮らしを彩るまちづくり"),
                *(hazard, head("事前に備えるべき目標"), sheet.hazard[0]),
            ],
            [head("施策名称"), sheet.policy, head("施策分野"), sheet.hazard[1]],
        ],
    )
    yield Line("（２）事業の概要")
    yield table(
        (38, 48, 24, 72),
        [
            [head(PERIOD), sheet.period, head("事業内容", 1, 3), Cell(sheet.contents, 1, 3)],
            [head("事業の対象\n（誰を、何を）"), sheet.target],
            [head("事業の手段・方法\n（どのように）"), sheet.means],
            [head("実施形態（直営/委託）"), sheet.form, head("関連計画\n・例規"), sheet.plans],
        ],
    )
    yield Line("（３）「まちづくりの進め方」の視点")
    yield _goals(sheet)
    yield Line("（４）事業費等(千円単位。千円未満は四捨五入) （５）事業の成果指標及び評価")
    yield _results(sheet)
    yield Line("※備 考")
    if sheet.remark:
        yield Line(sheet.remark)


def plan() -> tuple[Section, ...]:
    first, second = ([*blocks(sheet)] for sheet in SHEETS)
    return (Section((*first, Break(), *second)),)


PLAN = plan()
