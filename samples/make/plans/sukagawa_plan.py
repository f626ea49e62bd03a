"""計画書: one form a measure (label, value, label, value), its number on a line above."""

from collections.abc import Iterator
from typing import NamedTuple

from model import Block, Break, Cell, Line, Section, Table, table

WIDTHS = (30, 59, 30, 51)


class Measure(NamedTuple):
    """`ticks`: whether 市民向け and 庁内向け are ticked."""

    number: str
    title: str
    office: str
    ticks: tuple[bool, bool]
    overview: str
    effect: str
    indicator: str
    baseline: str
    target: str
    group: str = ""


MEASURES = (
    Measure(
        "1-1",
        "子ども見守りベル「ぽんぽこ」の普及　　継続",
        "こどもみらい課",
        (True, True),
        "小学生が持ち歩く小型の端末が、登下校の時刻を家族の電話へ知らせます。\n"
        "端末は学校を通じて貸し出し、電池の交換も学校で受け付けます。",
        "帰りの遅い日も、家族が落ち着いて待つことができます。",
        "見守りベルを使う世帯数",
        "312世帯",
        "1,200世帯",
        "くらしの窓口におけるデジタル利活用の推進",
    ),
    Measure(
        "1-2",
        "窓口の電子申込と相談メニューの拡充　　新規",
        "窓口サービス課、地域づくり支援課、各市民センター",
        (True, False),
        "住まいや届出の申込みを電子化し、あわせて相談の種類を増やします。 相談は予約なしでも受け付けます。",
        "仕事の合間にも申込みができます。",
        "①電子申込の件数\n②相談メニューの数",
        "①0件/年\n②3種類",
        "①250件/年\n②12種類",
    ),
    Measure(
        "2-1",
        "高齢者の見守り機器の貸与　　継続",
        "長寿いきいき課",
        (True, False),
        "一人で暮らす⾼齢者の家にセンサー‧ボタンを置き、ＩＣＴの力で離れた家族へ知らせます。",
        "異変に早く気づくことができます。",
        "見守りセンサー貸与件数、位置情報端末貸与件数",
        "見守りセンサー 140 件/年\n位置情報端末 12 件/年",
        "見守りセンサー 180 件/年\n位置情報端末 30 件/年",
        "健康、防災におけるデジタル利活用の推進",
    ),
    Measure(
        "2 - 2",
        "避難所の電子台帳づくりの検討　　新規",
        "くらし安全課",
        (False, True),
        "避難所に来た人の名簿を電子の台帳で受け付ける方法を調べます。",
        "受付に並ぶ時間が短くなります。",
        "指標の設定はありません",
        "—",
        "—",
    ),
    Measure(
        "2-3",
        "災害に備える通信手段の確保　　継続",
        "くらし安全課",
        (False, True),
        "停電の時にも使える電話回線と無線機を増やします。",
        "災害の時に連絡が途切れません。",
        "非常用通信設備の台数",
        "優先回線 8台\n簡易無線機 14台",
        "優先回線 12台\n簡易無線機 20台",
    ),
    Measure(
        "3-1",
        "道路台帳の電子化　　新規",
        "道路維持課、公園緑地課、上下水道施設課",
        (True, True),
        "紙で保存している道路の台帳を読み取り、画面で探せるようにします。\n"
        "窓口では、読み取りの済んだものから順に画面で案内します。",
        "台帳を探す手間が減ります。",
        "電子化した台帳の割合",
        "0% (0件/4,321件)\n(年間受付台帳数)",
        "50%",
        "行政運営におけるデジタル利活用の推進",
    ),
    Measure(
        "3-2",
        "公開地図と職員研修の推進　　継続",
        "デジタル推進課及び住民システム利用課",
        (True, False),
        "市が持つ地図をまとめて公開し、職員が地図の作り方を学ぶ場を設けます。",
        "問い合わせに早く答えられます。",
        "公開地図の整備率、研修の受講者数",
        "公開地図の整備率(40%)\n研修の受講者数(15人/年)",
        "公開地図の整備率(90%)\n研修の受講者数(60人/年)",
    ),
    Measure(
        "3-3",
        "郷土新聞の保存と公開　　新規",
        "中央図書館",
        (True, False),
        "昭和の初めから続いた町の新聞 860 号分を画像にして、図書館の端末で読めるようにします。",
        "町の歩みを調べやすくなります。",
        "郷土新聞の電子化の進み具合",
        "昭和48年発行分まで",
        "昭和60年発行分まで",
    ),
    Measure(
        "3-4",
        "文化施設の案内アプリの充実",
        "文化交流課ほか",
        (True, False),
        "展示の見どころを音声で案内するアプリを、市内の文化施設で使えるようにします。",
        "訪れる人が増えます。",
        "文化施設の年間来館者数",
        "48 千人",
        "15 万人",
    ),
)


def form(of: Measure) -> Table:
    """Ticks are written ■ and □; a printer that draws them does so as `drawn-…` says."""
    year = ("令和 5 年度末", "令和 9 年度末") if of.number[0] == "2" else ("令和5年度末", "令和9年度末")
    spaced = of.number == "2-3"
    drawn = "field" if of.number in ("1-2", "2 - 2") else "check" if of.number[0] == "3" else "square"
    marks = "　".join(
        f"{'■' if on else '□'}{name}" for on, name in zip(of.ticks, ("市民向け", "庁内向け"), strict=True)
    )

    def label(text: str) -> Cell:
        return Cell(" ".join(text) if spaced and len(text) == 2 else text, look="head")

    return table(
        WIDTHS,
        [
            (label("施策名"), Cell(of.title, 3)),
            (label("担当"), of.office, label("対象"), Cell(marks, look=f"ticks drawn-{drawn}")),
            (label("概要"), Cell(of.overview, 3)),
            (label("期待される効果"), Cell(of.effect, 3)),
            (label("指標"), Cell(of.indicator, 3)),
            (label(f"実績値\n({year[0]})"), of.baseline, label(f"目標値\n({year[1]})"), of.target),
        ],
    )


def forms() -> Iterator[Block]:
    for index, measure in enumerate(MEASURES):
        if index and index % 2 == 0:
            yield Break()
        if measure.group:
            yield Line(f"【{measure.group}】", "heading")
        yield Line(measure.number, "heading")
        yield form(measure)


def index_table(groups: dict[str, list[tuple[str, str]]]) -> Table:
    rows: list[tuple[str | Cell, ...]] = [tuple(Cell(name, look="head") for name in ("No.", "施 策 名", "掲載ページ"))]
    for group, lines in groups.items():
        rows.append((Cell(group, 3),))
        for number, title in lines:
            page = {"1": 4, "2": 5, "3": 6}[number[0]] + {"2-3": 1, "3-2": 1, "3-3": 1, "3-4": 2}.get(number, 0)
            rows.append((Cell(number, look="centre"), title, Cell(str(page), look="centre")))
    return table((20, 120, 30), rows)


INDEX = (
    index_table(
        {
            "くらしの窓口におけるデジタル利活用の推進": [
                ("1-1", "子ども見守りベル「ぽんぽこ」の普及 (継続)"),
                ("1-2", "窓口の電子申込と相談メニューの拡充 (新規)"),
            ],
            "健康、防災におけるデジタル利活用の推進": [
                ("2-1", "高齢者の見守り機器の貸与 (継続)"),
                ("2-2", "避難所の電子台帳づくりの検討 (新規)"),
                ("2-3", "災害に備える通信手段の確保 (継続)"),
            ],
        }
    ),
    index_table(
        {
            "行政運営におけるデジタル利活用の推進": [
                ("3-1", "道路台帳の電子化 (新規)"),
                ("3-2", "公開地図と職員研修の推進 (継続)"),
                ("3-3", "郷土新聞の保存と公開 (新規)"),
                ("3-4", "文化施設の案内アプリの充実 (新規)"),
            ]
        }
    ),
)

LETTERS = table(
    (12,) * 4,
    [[Cell(letter, look="head") for letter in letters] for letters in (["", *"みらい"], "地域情報", ["", *"化計画"])],
)


def heads(*names: str) -> list[Cell]:
    return [Cell(name, look="head") for name in names]


COMMITTEE = table(
    (15, 45, 60, 50),
    [
        heads("No.", "委員", "所属等", "備考"),
        ("1", "花野 一郎", "みらい大学情報学部", "学識経験者"),
        ("2", "水辺 里子", "商店街連絡会", ""),
        ("3", "森田 空", "公募（市民）", ""),
    ],
)
TEAM = table(
    (15, 55, 30, 40, 30),
    [
        heads("No.", "課名", "職名", "氏名", "備考"),
        ("1", "デジタル推進課", "課長", "川上 海", "班長"),
        ("2", "市民交流館\n管理課", "主任", "畑中 実", ""),
    ],
)
HISTORY = table(
    (50, 120),
    [
        heads("期 日", "内 容"),
        (Cell("令和6年", 2),),
        ("5月10日", "第1回懇談会（委嘱、意見交換）\n検討班の設置"),
        (Cell("”", look="centre"), "第1回検討班"),
        (Cell("令和7年", 2),),
        ("2月3日\n～2月17日", "計画案への意見公募"),
    ],
)
TERMS = table(
    (40, 130),
    [
        heads("用語", "解説"),
        ("アプリ", "電話や端末の上で動く小さなプログラムのこと。"),
        ("GIS\n【ジーアイエス】", "地図の上に情報を重ねて扱う仕組み。"),
    ],
)
MORE_TERMS = table((40, 130), [heads("用語", "解説"), ("電子申込", "紙を使わずに、画面から申し込むこと。")])

PLAN = (
    Section(
        (
            LETTERS,
            Line("令和7年3月", "centre"),
            Line("須賀川市", "centre"),
            Line("目次", "heading"),
            Line("第1章 計画のあらまし"),
            Line("1 計画をつくる理由 - 1 -"),
            Line("2 計画期間 - 1 -"),
            Line("第2章 これまでの歩み - 2 -"),
            Line("第3章 取り組む施策 - 3 -"),
            Line("第4章 資料編 - 9 -"),
            Break(),
            Line("第1章 計画のあらまし", "heading"),
            Line("1 計画をつくる理由", "heading"),
            Line(
                "窓口の数が減り、家から届く用事が増えるなか、だれもが同じ手間で用事を済ませられる街をつくることが"
                "求められています。"
            ),
            Line("そこで本市は、令和7年度から取り組むことを「第8次須賀川市みらい地域情報化計画」にまとめました。"),
            Line("2 計画期間", "heading"),
            Line("この計画は、令和7年度から令和9年度までを期間とします。"),
            Line("第2章 これまでの歩み", "heading"),
            Line(
                "「第7次須賀川市みらい地域情報化計画（計画期間：令和4年4月～令和7年3月）」では、窓口の混雑と紙の"
                "多さを減らすことに取り組みました。"
            ),
            Break(),
            Line("第3章 取り組む施策", "heading"),
            Line("1 計画の体系図", "heading"),
            Line("第8次 須賀川市みらい地域情報化計画", "centre"),
            Line("2 具体的な施策", "heading"),
            Line("施策名の右には、前の計画から引き継ぐものを（継続）、新しく始めるものを（新規）と示しています。"),
            INDEX[0],
            Line(""),
            INDEX[1],
            Line("施策ごとの内容は、次のとおりです。"),
            Break(),
            *forms(),
            Break(),
            Line("第4章 資料編", "heading"),
            Line("1 話し合いの場", "heading"),
            Line("須賀川市みらい情報化懇談会設置要綱"),
            Line("第 1 条 この要綱は、懇談会の設け方について定める。"),
            Line("附 則"),
            Line("令和 6 年 4 月 1 日から用いる。"),
            Line("須賀川市みらい情報化懇談会名簿（3人）"),
            COMMITTEE,
            Line("検討班名簿（2人）"),
            TEAM,
            Line("2 策定の経過", "heading"),
            HISTORY,
            Line("3 用語解説", "heading"),
            Line("五十音順"),
            TERMS,
            Line(""),
            MORE_TERMS,
        )
    ),
)
