"""進捗状況: chapter and section rows over the whole width, five year columns, a measure of two rows."""

from collections.abc import Iterator, Sequence

from model import Cell, Line, Section, table

WIDTHS = (12, 34, 26, 25, 25, 25, 25, 25, 18, 14, 44)
YEARS = ("平成31年度", "令和2年度", "令和3年度", "令和4年度", "令和5年度")
HEAD = ("項目", "個別施策", "所管課", *YEARS, "目標達成", "今後の対応", "達成できなかった理由")

Row = Sequence[Cell]


def over(text: str) -> Row:
    return (Cell(text, len(WIDTHS), 1, "over"),)


def measure(
    number: str, title: str, office: str, years: Sequence[str], result: tuple[str, str, str], second: Sequence[str] = ()
) -> Iterator[Row]:
    """One row, or two whose other cells are merged over both."""
    rows, look = (2, "top") if second else (1, "")
    left = (Cell(number, 1, rows, "centre"), Cell(title, 1, rows, look), Cell(office, 1, rows, look))
    right = (*(Cell(text, 1, rows, f"centre {look}") for text in result[:2]), Cell(result[2], 1, rows, look))
    yield (*left, *map(Cell, years), *right)
    if second:
        yield tuple(map(Cell, second))


ROWS = (
    tuple(Cell(name, look="head") for name in HEAD),
    over("第2章 身近な情報基盤づくり"),
    over("1 いざという時も、つながる通信の整備"),
    *measure(
        "(1)",
        "災害時も使える通信網の検討",
        "デジタル戦略課等",
        ("事例調査", "事例調査", "事例調査", "検討会の設置", "論点整理\n検討会"),
        ("◎\n達成", "継続", ""),
    ),
    *measure(
        "(2)",
        "商店街の無料通信エリアの拡大",
        "にぎわい課",
        ("店主への説明会(随時)\n補助制度の案内", "加盟店を増やすための広報", "", "", ""),
        (
            "○\n一部達成",
            "継続",
            "催しの中止が続き、R5年度までに加盟を呼びかける機会が足りず、目標の数に届かなかった。",
        ),
    ),
    over("2 やさしい案内"),
    *measure(
        "(1)",
        "館内案内の音声化",
        "八森総合支所\n福祉企画課\nデジタル戦略課",
        ("", "", "候補の選定", "", "運用開始(3館)"),
        ("◎\n達成", "完了", ""),
    ),
    over("第3章 手間の少ない行政運営"),
    over("1 手続の見直し"),
    *measure(
        "(1)",
        "相談記録の音声入力(実験)",
        "くらし相談課",
        ("情報収集", "運用方法の検討", "", "", ""),
        ("△\n取りやめ", "休止", "聞き取りの誤りが多く、記録を直す手間が減らないことから、導入を見送った。"),
    ),
    *measure(
        "",
        "(2) 使用料の支払方法の追加",
        "納付相談課",
        ("", "候補の洗出し\n予算要求", "仕様の作成", "導入支援の開始\n効果の測定", "全窓口への展開"),
        ("◎\n達成", "継続", ""),
    ),
    over("2 学びと移動の情報化"),
    *measure(
        "",
        "(1) 学習端末の整備",
        "学び推進課",
        ("端末の貸出", "端末の貸出", "端末の導入", "授業での試用と研修会", ""),
        ("◎\n達成", "継続", ""),
        second=("操作の指導研修会", "操作の指導研修会", "", "不足数の調査", "教職員用端末の追加"),
    ),
    *measure(
        "",
        "(2) 渡船の乗船券の電子化",
        "渡船事業所",
        ("事例調査", "", "", "予約と支払の運用開始", ""),
        ("◎\n一部達成", "継続", "乗船口の機器の値上がりにより、券の読み取りはR6年度の導入を目指す。"),
    ),
)

PLAN = (
    Section(
        (
            Line("別紙", "right"),
            Line("酒田市暮らしの情報化計画の進捗状況　※令和6年3月31日現在", "title"),
            table(WIDTHS, ROWS, head=1),
        ),
        landscape=True,
    ),
)
