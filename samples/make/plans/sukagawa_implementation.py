"""実施計画: one row a measure, a header over two rows for each group of measures."""

from collections.abc import Iterable, Iterator

from model import Break, Cell, Line, Section, table

WIDTHS = (13, 48, 46, 30, 30, 20, 20, 30, 36)

Row = Iterable[str | Cell]


def head(group: str, actual_years: tuple[str, ...]) -> Iterator[Row]:
    """The group's name stands over number and title, 実績値 over its years."""
    columns = 5 - len(actual_years)
    years = [Cell(year, 2 if columns == 3 and year == "令和8年度" else 1, 1, "head") for year in actual_years]
    yield (
        Cell(group, 2, 2, "head"),
        Cell("施策の指標", 1, 2, "head"),
        Cell("基準値", 1, 1, "head"),
        Cell("実績値", 3, 1, "head"),
        Cell("目標値", 1, 1, "head"),
        Cell("担当課", 1, 2, "head"),
    )
    yield (Cell("令和5年度", 1, 1, "head"), *years, Cell("令和9年度", 1, 1, "head"))


def measure(
    number: str, title: str, indicators: list[tuple[str, str, str, str]], departments: str, *, blank: int = 2
) -> Iterator[Row]:
    """One row an indicator; `blank` columns of years to come, of which one may be merged over two columns."""
    size = len(indicators)
    for index, (name, baseline, actual, target) in enumerate(indicators):
        empty = [Cell()] * 2 if blank == 2 else [Cell("", 2)]
        values = (Cell(name), *(Cell(text, 1, 1, "centre") for text in (baseline, actual)), *empty)
        last = Cell(target, 1, 1, "centre")
        if index == 0:
            yield (Cell(number, 1, size, "centre"), Cell(title, 1, size), *values, last, Cell(departments, 1, size))
        else:
            yield (*values, last)


THREE, TWO = ("令和7年度", "令和8年度", "令和9年度"), ("令和7年度", "令和8年度")

FIRST = table(
    WIDTHS,
    [
        *head("くらしの窓口におけるデジタル利活用の推進", THREE),
        *measure(
            "1-1",
            "子ども見守りベル「ぽんぽこ」の普及",
            [("見守りベルを使う世帯数", "312世帯", "1,405世帯", "1,200世帯")],
            "こどもみらい課",
        ),
        *measure(
            "1-2",
            "窓口の電子申込と相談メニューの拡充",
            [("電子申込の件数", "0件/年", "未整備", "250件/年"), ("相談メニューの数", "3種類", "—", "12種類")],
            "窓口サービス課\n地域づくり支援課\n各市民センター",
        ),
        *head("健康、防災におけるデジタル利活用の推進", THREE),
        *measure(
            "2-1",
            "通学路の見守りの強化",
            [
                (
                    "市内小学校14校に対し2校あたり1人の見守り員の確保",
                    "1校当たり0人",
                    "4校あたり1人",
                    "1校当たり1人",
                )
            ],
            "学び支援課、くらし安全課",
        ),
        (
            Cell("2-2", 1, 1, "centre"),
            "避難所の電子台帳づくりの検討",
            "指標の設定はありません",
            *[Cell("—", 1, 1, "centre")] * 5,
            "くらし安全課",
        ),
    ],
)

SECOND = table(
    WIDTHS,
    [
        *head("行政運営におけるデジタル利活用の推進", THREE),
        *measure(
            "3-1",
            "道路台帳の電子化",
            [("電子化した台帳の割合", "0%\n(0件/4,321件)", "12.50%\n(540件/4,320件)", "50%")],
            "道路維持課\n公園緑地課\n上下水道施設課",
        ),
        *measure(
            "3-2",
            "通学路の事故を減らす地図づくり",
            [("通学路の事故件数（暦年）", "21件/年\n(令和6年末)", "19件/年\n(令和7年末)", "10件/年\n(令和9年末)")],
            "くらし安全課",
        ),
        *measure(
            "3-3",
            "郷土新聞の保存と公開",
            [
                (
                    "郷土新聞の電子化の進み具合",
                    "昭和48年発行分まで",
                    "昭和51年発行分まで",
                    "昭和60年発行分まで",
                )
            ],
            "中央図書館",
        ),
    ],
)

THIRD = table(
    WIDTHS,
    [
        *head("庁内の働き方の見直し", TWO),
        *measure(
            "4-1",
            "評価表づくりの見直し",
            [("入力にかかる時間数", "640時間", "更新作業未実施\n(集計値取得不可)", "300時間")],
            "デジタル推進課ほか",
            blank=1,
        ),
        *measure(
            "4-2",
            "紙を使わない会議の推進",
            [("会議に占める紙を使わない会議の割合", "部長会議のみ", "62%", "70%\n(本庁舎の会議に限る)")],
            "総務デジタル課及び\n住民システム利用課",
            blank=1,
        ),
    ],
)

PLAN = (
    Section(
        (
            Line("第8次須賀川市みらい地域情報化計画", "title"),
            Line("実施計画", "title"),
            Line("福島県須賀川市", "centre"),
            Line("I 全般的な事項", "heading"),
            Line("1 この計画の目的", "heading"),
            Line("地域情報化計画に掲げた施策がどこまで進んだかを確かめるため、毎年度の実績値と担当を示します。"),
            Line("2 対象期間", "heading"),
            Line("この実施計画が扱う期間は、もとの計画と同じ令和7年度から令和9年度までです。"),
            Line("3 公表", "heading"),
            Line("実績値は、毎年6月末までに取りまとめて公表します。"),
        )
    ),
    Section((Line("II 施策ごとの状況", "heading"), FIRST, Break(), SECOND, Line(""), THIRD), landscape=True),
)
