"""A city without a parser: header over two rows, 単位 column, a title row inside the frame of the first table."""

from collections.abc import Iterable, Iterator, Sequence

from model import Break, Cell, Line, Section, table

WIDTHS = (11, 20, 36, 48, 26, 38, 13, 19, 19, 20, 20)

Row = Iterable[str | Cell]
Indicator = tuple[str, str, str, str, str, str]


def head() -> Iterator[Row]:
    names = ("番号", "分野", "施策名", "概要", "担当課", "指標", "単位")
    yield (
        *(Cell(name, 1, 2, "head") for name in names),
        Cell("現状値", look="head"),
        Cell("目標値", look="head"),
        Cell("実績", 2, 1, "head"),
    )
    yield (Cell(name, look="head") for name in ("(令和5年度)", "(令和8年度)", "令和6年度", "令和7年度"))


def measure(
    number: str, field: Cell | None, title: str, overview: str, office: str, indicators: Sequence[Indicator]
) -> Iterator[Row]:
    """A row an indicator, the measure's own cells merged over them; `field` where a merged 分野 begins."""
    rows = len(indicators)
    for index, (name, unit, *values) in enumerate(indicators):
        cells = (Cell(name), Cell(unit, look="centre"), *(Cell(value, look="centre") for value in values))
        own = (*([field] if field else []), Cell(title, 1, rows), Cell(overview, 1, rows), Cell(office, 1, rows))
        yield (Cell(number, 1, rows, "centre"), *own, *cells) if index == 0 else cells


FIRST = table(
    WIDTHS,
    [
        [Cell("3 施策と指標", len(WIDTHS), 1, "inside")],
        *head(),
        *measure(
            "1",
            Cell("くらし", 1, 5),
            "電子図書館の充実",
            "家からでも本を借りられるよう、電子の本を増やします。",
            "図書館",
            [
                ("年間の利用者数", "千人", "12.5", "20", "13.1", "14"),
                ("読める電子の本の数", "冊", "1,800", "5,000", "2,350", "約3,000"),
            ],
        ),
        *measure(
            "2",
            None,
            "窓口に行かない手続の拡大",
            "よく使う手続から順に、画面で済ませられるようにします。",
            "市民課、税務課及び保険課",
            [
                ("電子申請の割合", "%", "8.4", "30以上", "11.0", "14.2"),
                ("窓口で待つ人の増減", "%", "0", "△15", "△4.5", ""),
            ],
        ),
        *measure(
            "3",
            None,
            "街の無線環境の整備",
            "駅と広場で、だれでも使える無線環境を整えます。",
            "都市整備課\n観光課",
            [("整備した場所の数", "か所", "6", "10～12", "6\n(駅前を含む)", "8\n※1か所は試行中")],
        ),
    ],
)

SECOND = table(
    WIDTHS,
    [
        *head(),
        *measure(
            "4",
            Cell("市役所の仕事", 1, 4),
            "会議録の自動作成",
            "会議の音声から記録の下書きを作り、職員の手間を減らします。",
            "総務課ほか",
            [("使った会議の数", "件", "未実施", "120", "—", "36")],
        ),
        *measure(
            "5",
            None,
            "公開データの追加",
            "市が持つ表を、だれでも使える形で公開します。",
            "企画課",
            [
                ("公開データのアクセス数／月", "件", "540", "1,200", "集計中", "610"),
                ("公開した表の数（件）", "", "25", "60", "31", "44"),
            ],
        ),
        *measure(
            "6",
            None,
            "情報を守る研修",
            "全ての職員が、情報を守る決まりを毎年学びます。",
            "総務課",
            [("指標の設定はありません", "—", "—", "—", "—", "—")],
        ),
    ],
)

SCHOOLS = table(
    (67, 48, 64, 91),
    [
        [Cell(name, look="head") for name in ("施策名", "担当課", "指標", "目標値")],
        (
            "オンライン授業の交流校づくり",
            "学校教育課",
            "交流する学校の数",
            "２校（2023年度）→３年間で９校（2026年度）",
        ),
    ],
)

GLOSSARY = table(
    (67, 203),
    [
        [Cell(name, look="head") for name in ("用語", "説明")],
        ("電子申請", "紙を使わずに、画面から申請すること。"),
        ("公開データ", "だれでも二次利用できる形で公開した表や地図。"),
    ],
)

PLAN = (
    Section(
        (
            Line("津山市デジタル変革推進計画", "title"),
            Line("令和6年3月", "centre"),
            Line("岡山県津山市", "centre"),
            Line("1 はじめに", "heading"),
            Line("この計画は、市役所の仕事と街のくらしを、情報の力で楽にするための取組をまとめたものです。"),
            Line("2 計画期間", "heading"),
            Line("令和6年度から令和8年度までの3年間とします。"),
            Line("実績は、令和8年1月31日現在の値です。市全体では、電子で受け付けた件数が3年間で2割増えました。"),
            FIRST,
            Break(),
            SECOND,
            Line("このほか、学校では次の施策に取り組みます。"),
            SCHOOLS,
            Line("4 用語の説明", "heading"),
            GLOSSARY,
        ),
        landscape=True,
    ),
)
