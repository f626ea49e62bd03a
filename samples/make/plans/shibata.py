"""個別取組: one row a measure; 区分 is merged down over measures that follow each other."""

from collections.abc import Iterator

from model import Cell, Line, Section, Table, table

A4 = (15, 19, 21, 26, 38, 28, 25, 25, 27, 24, 25)
A3 = (18, 26, 30, 40, 56, 44, 38, 34, 38, 34, 38)


class Measure:
    """The cells of one row from 具体的な取組 on; `kinds`: over how many rows its 区分 is merged, 0 if it has none."""

    def __init__(self, number: str, kind: str, kinds: int, field: str, *cells: str) -> None:
        self.number, self.kind, self.kinds, self.field, self.cells = number, kind, kinds, field, cells

    def row(self) -> Iterator[Cell]:
        yield Cell(self.number, look="centre")
        if self.kinds:
            yield Cell(self.kind, 1, self.kinds, "top")
        yield Cell(self.field)
        yield from map(Cell, self.cells)


CITIZENS, OFFICE = "住民向けデジタル施策", "庁内向けデジタル施策"

HEAD = (
    (
        *(Cell(name, 1, 2, "head") for name in ("NO", "区分", "施策分野", "具体的な取組", "取組方針", "K P I")),
        Cell("スケジュール\n(これまで)", 1, 2, "head"),
        Cell("実績値 (KPI)", 3, 1, "head"),
        Cell("スケジュール\n(R9～R11)", 1, 2, "head"),
    ),
    tuple(Cell(year, look="head") for year in ("令和6年度末", "令和7年度末", "令和8年度末")),
)

MEASURES = (
    Measure(
        "1",
        CITIZENS,
        3,
        "案内・発信の充実",
        "だれにも読める案内ページづくり",
        "市の案内ページを、文字を大きくしても崩れず、読み上げでも順に聞けるように作り直します。",
        "案内ページの共通基準への適合",
        "令和6年度に共通基準を定め、令和7年度から作り直しを開始",
        "(未実施)",
        "99.2%適合\n※全1,240ページ中、1,230ページが適合\n(適合検査日の11/20時点)",
        "約99.5%",
        "令和9年度以降も共通基準への適合を保つ",
    ),
    Measure(
        "2",
        CITIZENS,
        0,
        "子育て・学びの電子化",
        "入園の手続と連絡の電子化",
        "入園の申込みから日々の連絡までを画面で済ませ、送り迎えの時の待ち時間と紙のやり取りを減らします。",
        "①電子申込の割合\n②電子面談の実施率\n③電子連絡帳の利用園数\n※③は令和9年度から対象外とする。",
        "令和7年度までに5園で電子申込を試す。",
        "0%\n※開始を令和7年度に予定しているため。",
        "①12.5%\n②0%\n③4園",
        "①18.0%\n②2.5%\n③6園",
        "令和10年度までに全ての園で電子申込を受け付ける。",
    ),
    Measure(
        "3",
        CITIZENS,
        0,
        "くらしの安全の電子化",
        "見守りカメラの整備",
        "公園と川沿いの道に見守りカメラを置きます。\n置く場所は、町内会の意見を聞いて決めます。",
        "見守りカメラの設置数",
        "令和6年から公園への設置を開始",
        "①14か所（公園管理分）\n②3件（河川管理分）\n計17か所",
        "①15か所（公園管理分）\n②3件（河川管理分）\n計18か所",
        "①15か所（公園管理分）\n②4件（河川管理分）\n計20か所",
        "引き続き、町内会と場所を選び設置を進める。(10地区のうち6地区で設置済)",
    ),
    Measure(
        "4\n【完了】",
        OFFICE,
        1,
        "仕事の進め方の見直し",
        "職員の図面作成研修",
        "図面を描く機器の使い方を職員が学ぶ研修を開き、外に頼む仕事を減らします。",
        "研修の受講者数",
        "令和8年度までに受講者50名を達成",
        "82名（164%）",
        "75名（150%）",
        "数値なし。",
        "【目標に届いたため、完了】",
    ),
    Measure(
        "5",
        CITIZENS,
        1,
        "くらしの安全の電子化",
        "道の困りごと通報",
        "道の穴や街灯の切れを、住民が写真で知らせる窓口を設けます。",
        "対応件数/通報件数",
        "R6.10より実施",
        "100%\nR6通報件数 41件",
        "98%\nR7通報件数 52件",
        "通報受付システム\n(R7とR8比較)\n120時間",
        "川と公園の困りごとも受け付けるよう検討する。",
    ),
    Measure(
        "6",
        OFFICE,
        1,
        "仕事の進め方の見直し",
        "職員の電子化講座",
        "仕事の手順を自分で見直せる職員を育てるため、入門と応用の講座を開きます。",
        "講座の受講人数",
        "令和6年度から講座を開始",
        "延べ12人\n※開講が10月からのため。",
        "講座の受講人数\n入門講座:28人\n応用講座:43人",
        "講座の受講人数\n入門講座:31人\n応用講座:57人",
        "講座を続け、令和11年度までに全職員の受講を目指す。",
    ),
    Measure(
        "7\n【新】",
        CITIZENS,
        3,
        "案内・発信の充実",
        "郷土資料の電子アーカイブづくり",
        "古い写真と地図を画像にして公開し、元の資料を傷めずに多くの人が見られるようにします。",
        "公開した資料（映像・音声等）の点数",
        "-",
        "-",
        "-",
        "-",
        "令和11年度までに300点を公開する。（現状値180点）",
    ),
    Measure(
        "8\n【新】",
        CITIZENS,
        0,
        "商いの電子化",
        "小さな会社の電子化の支援",
        "帳簿や予約を電子化する市内の小さな会社に、相談員を派遣します。",
        "支援した会社の数",
        "",
        "-",
        "-",
        "2",
        "令和11年度末までに16社を支援する。\n・目標とする数\n令和9年度 5社\n令和10・11年度 11社",
    ),
    Measure(
        "9\n【新】\n【完了】",
        CITIZENS,
        0,
        "案内・発信の充実",
        "引越し届出の予約",
        "引越しの届出を画面で予約できるようにし、窓口の混雑を減らします。",
        "電子予約の実施",
        "",
        "-",
        "-",
        "実施",
        "【取組完了】\n令和8年4月から受付を開始。",
    ),
)


def measures(widths: tuple[float, ...]) -> Table:
    """All nine, headed once."""
    return table(widths, [*HEAD, *(measure.row() for measure in MEASURES)], head=2)


def plan(of: Table, paper: str = "A4") -> tuple[Section, ...]:
    title = Line("新発田市地域情報化推進計画（個別取組）", "title")
    return (Section((title, of), paper=paper, landscape=True),)
