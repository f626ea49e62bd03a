"""個別事業: one sheet a measure with a schedule of arrows; papers of a committee, overview and lists before them.

An arrow is written → at the head of its cell, once for each year it covers; the look `lost` marks an arrow that the
text sample has lost (a printer of glyphs leaves it out, one that draws arrows draws it). `kind-…` names how it is
drawn. A label that is `stacked` stands upright only where characters are drawn one by one: Writer 7.4 would print
the same word, lying elsewhere, with the glyph positions of the upright one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from model import Break, Cell, Line, Section, Table, table

YEARS = ("令和8年度", "令和9年度", "令和10年度", "令和11年度", "令和12年度")
WIDTHS = (24, 31, 23, 23, 23, 23, 23)

Row = Iterable[str | Cell]


class Yearly(NamedTuple):
    """A row over the five years; `wide`: its last cell is merged over the years that are left."""

    name: str
    cells: Sequence[str]
    kind: str = "line"
    lost: Sequence[int] = ()
    wide: bool = False

    def row(self) -> Iterator[Cell]:
        yield Cell(self.name)
        left = len(YEARS) - len(self.cells)
        for year, text in enumerate(self.cells):
            wide = self.wide and year == len(self.cells) - 1
            yield Cell(text, left + 1 if wide else 1, look=f"year kind-{self.kind}")
        if not self.wide:
            for year in range(len(self.cells), len(YEARS)):
                yield Cell(look=f"year kind-{self.kind}" + (" lost" if year in self.lost else ""))


class Sheet(NamedTuple):
    number: str
    title: str
    office: str
    related: str
    overview: str
    aim: str
    activities: Sequence[Yearly]
    indicators: Sequence[Yearly] = ()
    rationale: str = ""


def rows_under(label: str, rows: Sequence[Yearly], look: str) -> Iterator[Row]:
    for index, row in enumerate(rows):
        yield (Cell(label, 1, len(rows), look), *row.row()) if index == 0 else row.row()


def sheet(of: Sheet) -> Table:
    def label(text: str, columns: int = 1) -> Cell:
        return Cell(text, columns, look="head")

    rows: list[Row] = [
        (label("名称"), Cell(of.title, 4), label("番号"), Cell(of.number, look="centre")),
        (label("主管課等"), Cell(of.office, 2), label("関係課等"), Cell(of.related, 3)),
        (label("概要"), Cell(of.overview, 6)),
        (label("目指すもの"), Cell(of.aim, 6)),
        (label("年度ごとの取組", 2), *map(label, YEARS)),
        *rows_under("取組内容", of.activities, "head vertical" if len(of.activities) > 2 else "head"),
        *rows_under("評価指標", of.indicators, "head"),
    ]
    if of.rationale:
        rows.append((label("指標の考え方"), Cell(of.rationale, 6)))
    return table(WIDTHS, rows)


DIGITAL, BUILDING = "デジタル推進課", "建築住宅課"
DRAWINGS = "建築の申請に付く図面を画像にして保存し、窓口の画面で探せるようにするものです。"
DRAWINGS_AIM = "古い台帳も含め、令和12年度までに電子化を終えます。"
DRAWINGS_ROW = Yearly("申請図面の電子化", [f"令和{year}年度分" for year in range(7, 12)])

SHEETS = (
    Sheet(
        "1-1-(1)",
        "窓口予約の電子化の推進",
        DIGITAL,
        "市民窓口課",
        "窓口に来る時刻を前もって画面で予約できるようにし、待つ人の列を短くするものです。",
        "予約の画面を分かりやすくし、令和9年度末を目標に、主な窓口で予約を受け付けます。",
        (
            Yearly("方式の整理", ["→"], "line"),
            Yearly("予約の受付", ["→", "→"], "block"),
            Yearly("対象窓口の\n拡大", ["→", "→", "→", "→"], "dashed"),
        ),
        (
            Yearly("予約できる窓口の数", ["3か所", "5か所"]),
            Yearly("予約を使った人の割合", ["", "方式の整理を踏まえ設定"]),
        ),
        "窓口の混み具合を基に設定",
    ),
    Sheet(
        "1-1-(2)",
        "スマート案内板の設置",
        "観光まちづくり課",
        DIGITAL,
        "駅前と登山口に、道順と混み具合を映す案内板を置くものです。\n案内は英語と簡単な日本語でも映します。",
        "初めて訪れる人も迷わずに歩ける街を目指します。\n案内の内容は、季節ごとに見直します。",
        (
            Yearly("設置場所の調査", ["→"], "bar"),
            Yearly("案内内容の更新", ["→ 試行", "→", "→ 中間見直し", "→", "→"], "block"),
            Yearly("案内板の点検", ["", "", "", "", "▶"], "line"),
        ),
        (
            Yearly("設置台数", ["2台", "4台", "6台", "8台", "10台"]),
            Yearly("案内の閲覧数(累積)", ["12万件", "15万件", "18万件", "21万件", "25万件"]),
        ),
        "駅前と登山口を通る人の数を基に設定",
    ),
    Sheet(
        "1-1-(3)",
        "地域センターの無線環境の拡充",
        DIGITAL,
        "各センター所管課等",
        "地域センターで使える無線環境の数を増やし、つなぎ方をそろえるものです。",
        "センターを訪れた人が、どこでも同じ手順でつなげるようにします。",
        (
            Yearly("拡充場所の検討", ["→", "→"], "line"),
            Yearly("機器の入替", [], "dashed", (0, 1)),
            Yearly("無線環境の拡充", [], "bar", (2, 3, 4)),
        ),
        (Yearly("新たに拡充する箇所", ["", "", "2箇所以上"]),),
        "令和8年度から9年度までは今ある機器の入替、令和10年度以降に新たな箇所を拡充するという考えのもと設定",
    ),
    Sheet(
        "1-2-(1)",
        "自治会の回覧文書の電子化の支援",
        "地域づくり課",
        "",
        "自治会が紙で回す文書を画面でも読めるようにするため、作り方と配り方を支援するものです。",
        "文書を配る役の人の負担を減らします。",
        (Yearly("作り方の講習", [], "block", (0,)), Yearly("電子回覧の支援", [], "line", (0, 1, 2, 3, 4))),
    ),
    Sheet(
        "2-1-(1)",
        "申請図面の電子化の推進",
        BUILDING,
        "",
        DRAWINGS,
        DRAWINGS_AIM,
        (
            DRAWINGS_ROW,
            Yearly(
                "古い台帳の電子化",
                [
                    "",
                    "昭和61年度～63年度分",
                    "平成元年度～5年度分",
                    "平成6年度～9年度分",
                    "平成10年度から\n平成12年度までに\n作成した台帳",
                ],
            ),
        ),
        (
            Yearly("電子化した図面の割合", [f"{share}%以上" for share in (40, 50, 60, 70, 80)]),
            Yearly("点検の回数", ["年2回以上", "年2回以上", "月1回", "月1回", "月1回"]),
            Yearly(
                "読み取りの誤り(一枚に3か所を超えるもの)の件数", ["5件以下", "4件以下", "3件以内", "約2件", "2件未満"]
            ),
        ),
        "申請の枚数の見込みを基に設定",
    ),
    Sheet(
        "2-1-(2)",
        "地図台帳の共有",
        "財政企画課、\n総務デジタル課",
        "総合調整課ほか各部主管課等",
        "課ごとに持つ地図を一つの台帳にまとめるものです。",
        "同じ地図を二度作らない仕組みを目指します。",
        (Yearly("今の台帳の整理", ["→"], "dashed"), Yearly("次の台帳の検討", ["", "→", "→"], "line")),
        (
            Yearly("追加する図面の種類", ["1種類以上", "1種類以上", "次の台帳と合わせ検討"], wide=True),
            Yearly("操作の研修", ["1回", "—", "2～3回"]),
        ),
        "各部への聞き取りを基に設定",
    ),
    Sheet("2-2-(1)", "申請図面の電子化の推進【再掲】", BUILDING, "", DRAWINGS, DRAWINGS_AIM, (DRAWINGS_ROW,)),
)

POLICIES = ("住む人に近いICT活用の推進", "むだのない行政運営の推進")
PROGRAMMES = {
    "1-1": "窓口の電子化の推進",
    "1-2": "地域のICT活用の推進",
    "2-1": "紙と図面の電子化の推進",
    "2-2": "働き方の見直しの推進",
}

COMMITTEE = table(
    (14, 110, 46),
    [
        (
            Cell("議題", look="head"),
            "(仮称)はだの森のICT活用推進計画案について",
            Cell("資料 (有) 無", look="centre ring"),
        ),
        (
            Cell("概要", look="head stacked"),
            Cell(
                "1 計画期間\n令和8年度から令和12年度までの5か年です。\n2 計画の構成\n"
                "【1】 計画のねらい\n【2】 個別事業",
                2,
            ),
        ),
    ],
)

OUTLINE = table(
    (30, 28, 28, 28, 28, 28),
    [
        ("", *(Cell(year, look="head") for year in YEARS)),
        (Cell("基本方針", look="head"), Cell("→", 5, look="year kind-block")),
        (Cell("個別事業", look="head"), Cell("→ 毎年度の見直し", 5, look="year kind-line")),
    ],
)

LISTED = (
    ("1-1-(1)", "継続", "窓口予約の電子化の推進", DIGITAL, "市民窓口課"),
    ("1-1-(2)", "新規", "スマート案内板の設置検討", "観光まちづくり課", DIGITAL),
    ("1-1-(3)", "新規", "地域センターの無線環境の拡充", DIGITAL, "各センター所管課"),
    ("1-2-(1)", "継続", "自治会の回覧文書の電子化の支援", "地域づくり課", ""),
    ("2-1-(1)", "継続", "申請図面の電子化の推進", BUILDING, ""),
    ("2-1-(2)", "新規", "地図台帳の共有", "財政企画課", "総合調整課ほか各部主管課等"),
    ("2-2-(1)", "継続", "申請図面の電子化の推進【再掲】", BUILDING, ""),
)


def overview(widths: Sequence[float]) -> Table:
    """体系: the headings of each level merged down over what belongs to them."""
    rows: list[Row] = [
        (
            *(Cell(name, 1, 2, "head") for name in ("基本理念", "基本方針", "事業推進計画")),
            Cell("個別事業", 5, look="head"),
        ),
        [Cell(name, look="head") for name in ("番号", "新規/継続", "名称", "主管課等", "関係課等")],
    ]
    for index, listed in enumerate(LISTED):
        policy, programme = listed[0][0], listed[0][:3]
        cells: list[str | Cell] = []
        if index == 0:
            cells.append(Cell("森と街をつなぐ情報の使い方", 1, len(LISTED)))
        if policy not in {number[0] for number, *_ in LISTED[:index]}:
            same = sum(number.startswith(policy) for number, *_ in LISTED)
            cells.append(Cell(f"<基本方針{policy}>\n{POLICIES[int(policy) - 1]}", 1, same))
        if programme not in {number[:3] for number, *_ in LISTED[:index]}:
            same = sum(number.startswith(programme) for number, *_ in LISTED)
            cells.append(Cell(PROGRAMMES[programme], 1, same))
        rows.append([*cells, *listed])
    return table(widths, rows)


def index_table(policy: int, brackets: str) -> Table:
    """個別事業一覧 of one policy; the sheets' own names."""
    own = [of for of in SHEETS if of.number.startswith(str(policy))]
    rows: list[Row] = [[Cell(name, look="head") for name in ("基本方針", "事業推進計画", "個別事業")]]
    for index, of in enumerate(own):
        programme = of.number[:3]
        cells: list[str | Cell] = []
        if index == 0:
            cells.append(Cell(f"{brackets[0]}基本方針{policy}{brackets[1]}\n{POLICIES[policy - 1]}", 1, len(own)))
        if index == 0 or own[index - 1].number[:3] != programme:
            same = sum(other.number.startswith(programme) for other in own)
            cells.append(Cell(f"{brackets[0]}{programme[2]}{brackets[1]} {PROGRAMMES[programme]}", 1, same))
        rows.append([*cells, f"{of.number[4:]} {of.title}"])
    return table((50, 55, 65), rows)


RESULTS = table(
    (45, 95, 30),
    [
        [Cell(name, look="head") for name in ("事業推進計画", "実施内容", "実施状況")],
        ("申請受付の電子化", "令和5年度に受付の画面を作り直し、申請の3割を電子で受け付けました。", "全部実施"),
        ("情報を守る決まりの改定", "令和4年度に決まりを改め、職員の研修を毎年度開きました。", "一部実施"),
    ],
)
SURVEY = table(
    (45, 95), [(Cell("回答数", look="head"), "412人"), (Cell("実施期間", look="head"), "令和7年9月1日～9月30日")]
)


def policy_line(number: int) -> Line:
    return Line(f"基本方針{number} {POLICIES[number - 1]}", "heading")


def programme_line(programme: str) -> Line:
    return Line(f"事業推進計画<{programme[2]}> {PROGRAMMES[programme]}", "heading")


COVER = (
    Line("庁内検討会 付議資料（報告）", "title"),
    Line("（令和8年1月20日）", "right"),
    Line("提案課名 デジタル推進課", "right"),
    COMMITTEE,
    Line("(仮称)はだの森のICT活用推進計画案について", "title"),
    Line("令和8年1月20日", "right"),
    Line("デジタル推進課", "right"),
    Line("1 目的", "heading"),
    Line("秦野市のこれからの情報の使い方を定め、住む人の手間と職員の手間をともに減らします。"),
    Line("2 計画期間", "heading"),
    Line("令和8年度から令和12年度までの5年間です。"),
    OUTLINE,
)
OVERVIEW_TITLE = Line("(仮称)はだの森のICT活用推進計画案の体系", "heading")
DROPPED = (
    Line("前の計画で終えたため今回は載せない事業"),
    Line("　・図書館の貸出機の更新　・給与明細の電子化"),
)
FIRST_PART = (
    Line("(仮称)はだの森のICT活用推進計画", "title"),
    Line("(令和8年度(2026年度)~令和12年度(2030年度))", "centre"),
    Line("案", "centre"),
    Line("令和8年1月15日時点", "centre"),
    Line("令和8年(2026年)　　月策定", "centre"),
    Line("秦 野 市", "centre"),
    Line("1 本市の現状", "heading"),
    Line("本市の人口は、現在(令和7年(2025年)10月1日時点)、ゆるやかに減る見通しです。"),
    Line("2 前計画の総括", "heading"),
    Line("<基本方針1 窓口のむだを減らす>"),
    RESULTS,
    Line("(1) 市民の声", "heading"),
    SURVEY,
)
SECOND_PART = (
    Line("(仮称)はだの森のICT活用推進計画", "title"),
    Line("(個別事業)", "title"),
    Line("案", "centre"),
    Line("秦 野 市", "centre"),
    Line("個別事業一覧", "heading"),
    index_table(1, "<>"),
    Line(""),
    index_table(2, "＜＞"),
)
MEASURES = (
    policy_line(1),
    programme_line("1-1"),
    sheet(SHEETS[0]),
    Line(""),
    sheet(SHEETS[1]),
    Break(),
    policy_line(1),
    sheet(SHEETS[2]),
    programme_line("1-2"),
    sheet(SHEETS[3]),
    Break(),
    policy_line(2),
    programme_line("2-1"),
    sheet(SHEETS[4]),
    Break(),
    policy_line(2),
    sheet(SHEETS[5]),
    programme_line("2-2"),
    sheet(SHEETS[6]),
)

A4_OVERVIEW = (24, 34, 32, 22, 22, 55, 38, 40)
A3_OVERVIEW = (36, 52, 50, 30, 30, 84, 58, 60)


def plan(widths: tuple[float, ...], paper: str) -> tuple[Section, ...]:
    """`widths` of the overview, which stands across on `paper`; all other pages are upright A4."""
    return (
        Section(COVER),
        Section((OVERVIEW_TITLE, overview(widths), *DROPPED), paper=paper, landscape=True),
        Section(FIRST_PART),
        Section(SECOND_PART),
        Section(MEASURES),
    )
