"""事務事業評価シート: three pages a sheet; results named on a line above their years, options as circles."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from model import Block, Break, Cell, Line, Section, table

COSTS = ("人件費", "物件費", "アルバイト・人材派遣", "委託料", "その他物件費", "減価償却費", "公債利子", "合計（A）")
INCOME = ("国県支出金", "使用料手数料", "財産収入", "其他収入", "合計")
STAFF = ("事務職", "技術職", "労務職", "任期付短時間勤務職員", "嘱託", "アルバイト", "人材派遣", "その他")
YEARS = ("20", "21", "22", "23", "24")
NONE = ("",) * 6
EXPECTED = ("達成", "おおむね達成", "達成までは困難", "その他（方針変更等）")
GRADES = ("積極的な取組実施", "おおむね十分", "やや不十分", "不十分")

Six = tuple[str, ...]


class Sheet(NamedTuple):
    """Rows by their names; what is not said is empty. `results`: name, six values, cost by unit."""

    title: str
    office: str
    head: str
    aim: str
    reform: str
    law: str
    public: str
    contents: str
    since: str
    costs: dict[str, Six]
    income: dict[str, Six]
    rest: Six
    people: Six
    unit: str
    results: tuple[tuple[str, Six, Six], ...]
    share: Six
    way: str
    staff: dict[str, Six]
    opinion: str
    direction: str
    done: str
    others: str
    issue: str
    expected: str
    summary: str
    grade: str
    reason: str


SHEETS = (
    Sheet(
        "渡し船の待合所の管理",
        "みなと局海辺部渡船課",
        "渡船課長　浜辺　みどり",
        "渡し船を待つ人が、雨と風をしのげる場所を保つ。",
        "３．資産の活用　②場所の見直し",
        "渡船場条例",
        "渡し船に乗る人",
        "待合所6か所の掃除、修理、掲示を行う。冬は暖房を入れる。",
        "昭和41年度",
        {
            "人件費": ("12,000", "12,000", "11,500", "11,500", "11,000", "11,000"),
            "物件費": ("8,400", "8,350", "8,200", "8,150", "7,900", "8,300"),
            "委託料": ("5,100", "5,100", "5,000", "5,000", "4,900", "5,200"),
            "その他物件費": ("3,300", "3,250", "3,200", "3,150", "3,000", "3,100"),
            "合計（A）": ("20,400", "20,350", "19,700", "19,650", "18,900", "19,300"),
        },
        {
            "使用料手数料": ("1,200", "1,180", "1,210", "1,250", "1,260", "1,300"),
            "合計": ("1,200", "1,180", "1,210", "1,250", "1,260", "1,300"),
        },
        ("19,200", "19,170", "18,490", "18,400", "17,640", "18,000"),
        ("2.0人", "2.0人", "1.8人", "1.8人", "1.7人", "1.7人"),
        "",
        (
            (
                "待合所を使った人（人）",
                ("81,200", "80,950", "82,300", "83,100", "84,020", "84,500"),
                ("251", "251", "239", "236", "225", "228"),
            ),
            ("苦情の数（件）", ("14", "12", "9", "-", "7", "5"), NONE),
        ),
        ("12", "12", "12", "12", "11", "12"),
        "一部委託",
        {
            "事務職": ("1.0人", "1.0人", "0.8人", "0.8人", "0.7人", "0.7人"),
            "技術職": ("1.0人", "1.0人", "1.0人", "1.0人", "1.0人", "1.0人"),
        },
        "別紙のとおり",
        "掃除と修理をまとめて委託し、費用を減らす。",
        "掲示を電子化し、人員を0.3人減らした。",
        "政令市のうち渡し船がある2都市\n・全部委託 1都市\n・直営 1都市",
        "待合所が古くなり、修理が増えている。6か所のうち2か所は50年を超えた。",
        "おおむね達成",
        "費用は見込みどおりに減っている。",
        "やや不十分",
        "委託の範囲をさらに広げられるのではないか。\n掃除のほか、掲示も任せられると考える。",
    ),
    Sheet(
        "古い地図の公開",
        "文書局資料部地図課",
        "地図課長　山路　太郎",
        "古い地図をだれでも見られるようにする。",
        "１．情報の公開　①資料の電子化",
        "",
        "市民、研究者",
        "古い地図を写し、閲覧室と電子の画面で公開する。",
        "",
        {
            "人件費": ("9,000", "9,000", "9,000", "8,500", "8,500", "8,500"),
            "合計（A）": ("9,000", "9,000", "9,000", "8,500", "8,500", "8,500"),
        },
        {"合計": ("0", "0", "0", "0", "0", "0")},
        ("9,000", "9,000", "9,000", "8,500", "8,500", "8,500"),
        ("1.0人",) * 6,
        "",
        (("", NONE, NONE), ("", NONE, NONE)),
        ("6", "6", "6", "5", "5", "5"),
        "直営",
        {"事務職": ("1.0人",) * 6},
        "",
        "画面での公開を主にする。",
        "写した地図は400枚を超えた。",
        "他都市の多くは直営である。",
        "写す機械が古い。",
        "達成",
        "公開は順調に進んでいる。",
        "おおむね十分",
        "公開の数は十分である。",
    ),
)


def head(text: str, columns: int = 1, rows: int = 1, look: str = "head") -> Cell:
    return Cell(text, columns, rows, look)


def _chosen(options: Sequence[str], said: str) -> str:
    return "　".join(("●" if option == said else "○") + option for option in options)


def _money(sheet: Sheet) -> Block:
    rows: list[list[str | Cell]] = [[head("", 3), *_stages()]]
    parts = ("アルバイト・人材派遣", "委託料", "その他物件費")
    for at, name in enumerate(COSTS):
        group = [head("コスト", 1, 8)] if not at else []
        inner = [head("（内訳）", 1, 3)] if name == parts[0] else []
        rows.append([*group, *inner, head(name, 1 if name in parts else 2), *sheet.costs.get(name, NONE)])
    for at, name in enumerate(INCOME):
        group = [head("収入", 1, 5)] if not at else []
        rows.append([*group, head(name, 2), *sheet.income.get(name, NONE)])
    rows.append([head("（差引）一般財源（B）", 3), *sheet.rest])
    rows.append([head("従事人員(D)", 3), *sheet.people])
    return table((12, 14, 28, 21, 21, 21, 21, 21, 21), rows)


def _stages() -> list[Cell]:
    return [*(head(f"{year}年度決算") for year in YEARS), head("25年度予算")]


def _results(sheet: Sheet) -> Block:
    (one, values, cost), (other, more, less) = sheet.results
    years = [*(head(f"{year}年度実績") for year in YEARS), head("25年度見込み")]
    rows: list[list[str | Cell]] = [
        [head("事業実績（C）", 1, 6), head("項目（単位）【数値目標】", 6)],
        [*years],
        [Cell(one, 6)],
        [*values],
        [Cell(other, 6)],
        [*more],
        [head("単位あたりコスト\n（A／C）", 1, 4), Cell("", 6)],
        [*cost],
        [Cell("", 6)],
        [*less],
        [head("市民一人あたりの市税等の充当額\n（B／人口*1,000）\n（単位：円）"), *sheet.share],
    ]
    return table((54, 21, 21, 21, 21, 21, 21), rows)


def _staff(sheet: Sheet) -> Block:
    rows: list[list[str | Cell]] = [
        [head("", 2), *_stages()],
        [head("実施方法\n（直営・全部委託・一部委託・その他など）", 2), *(sheet.way,) * 6],
    ]
    for at, name in enumerate(STAFF):
        group = [head("職種等内訳（人数）", 1, 8)] if not at else []
        rows.append([*group, head(name), *sheet.staff.get(name, NONE)])
    rows.append([head("合計(D)", 2), *sheet.people])
    return table((14, 40, 21, 21, 21, 21, 21, 21), rows)


def blocks(sheet: Sheet) -> Iterator[Block]:
    yield Line("事務事業評価シート", "title")
    yield table(
        (34, 74, 28, 44),
        [
            [head("事務事業名"), Cell(sheet.title, 3)],
            [head("所属名"), sheet.office, head("評価責任者"), sheet.head],
        ],
    )
    yield Line("≪基本事項≫")
    yield table(
        (34, 146),
        [
            [head("目的"), sheet.aim],
            [head("行財政改革2015の項目"), sheet.reform],
            [head("根拠法令等"), sheet.law],
            [head("対象者"), sheet.public],
            [head("事業内容"), sheet.contents],
            [head("事業開始年度"), sheet.since],
        ],
    )
    yield Line("≪事業別コスト等≫ （単位：千円）")
    yield _money(sheet)
    yield Break()
    yield Line("≪事業実績等≫")
    yield _results(sheet)
    yield Line("≪執行体制≫")
    yield _staff(sheet)
    yield Break()
    yield Line("≪取組状況≫")
    yield table(
        (44, 136),
        [
            [head("これまでの外部評価委員会における意見"), sheet.opinion],
            [head("取組の方向性（目標）"), sheet.direction],
            [head("これまでの再構築・民営化等の取組み及び成果"), sheet.done],
            [head("他都市の状況（政令市との比較）"), sheet.others],
        ],
    )
    yield Line("≪課題認識≫")
    yield table((44, 136), [[head("課題認識"), sheet.issue]])
    yield Line("≪評価・分析≫")
    yield table(
        (14, 30, 136),
        [
            [head("内部評価", 1, 2), head("27年度における達成見込み"), _chosen(EXPECTED, sheet.expected)],
            [head("総合評価"), sheet.summary],
        ],
    )
    yield Line("≪外部の意見≫")
    yield table(
        (14, 30, 136),
        [
            [head("外部評価", 1, 2), head("取組への評価"), _chosen(GRADES, sheet.grade)],
            [head("評価理由"), sheet.reason],
        ],
    )


def plan() -> tuple[Section, ...]:
    first, second = ([*blocks(sheet)] for sheet in SHEETS)
    return (Section((*first, Break(), *second)),)


PLAN = plan()
