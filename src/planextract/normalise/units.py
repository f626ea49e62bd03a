"""What stands right after a number: its counter word, the denominator of a rate, a comparing word.

Counter words are open: any run of kanji, katakana or Latin letters. The lexicon of common counters below decides only
doubtful cases: where a counter ends and a remark begins (5台|導入), whether a lone 一 is a number, whose unit a word
after a blank is. All functions read folded strings.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from planextract.schema import Comparator

_COUNTER_WORDS = (
    "人 名 件 個 本 台 枚 回 校 社 円 銭 匹 頭 羽 冊 着 足 軒 戸 棟 組 箱 杯 歳 才 点 倍 割 種 種類 項目 事業 "
    "業務 施設 箇所 個所 団体 世帯 教室 学級 地区 店 店舗 課 部署 議席 科目 講座 会場 路線 基 機 両 隻 艘 便 泊 "
    "坪 畳 票 票数 品 品目 曲 巻 頁 行 語 字 文字 年 年間 年度 箇月 箇年 箇国 箇国語 月間 週 週間 日 日間 時間 "
    "分 分間 秒 秒間 駅 口 株 袋 束 皿 室 床 席 館 園 区 市 町 村 県 国 市町村 自治会 企業 事業者 事業所 法人 "
    "組織 機関 病院 診療所 学校 保育所 公民館 避難所 拠点 基地局 手続 手続き 取組 取り組み 施策 案件 様式 帳票 "
    "画面 文書 通 紙面 問 題 例 期 段階 階 級 位 度 元 人民元 打 筆 反 町歩 円分 人分 件分 台分 枚分 回分 か所 "
    "か国 か国語 か月 か年 か村 ヶ所 ヶ国 ヶ国語 ヶ月 ヶ年 カ所 カ国 カ国語 カ月 カ年 ケ所 ケ国 ケ月 ケ年 ヵ所 "
    "ヵ国 ヵ月 つ 人日 人月 人時 人回 延べ人 システム サービス データ ページ ポイント メートル キロ キロメートル "
    "キログラム グラム トン リットル ミリリットル ミリ センチ センチメートル ドル セント ユーロ ポンド "
    "ヘクタール アール アクセス ダウンロード コンテンツ メニュー コース クラス チーム グループ アカウント "
    "ユーザー カテゴリ ケース インチ フィート マイル ヤード ガロン オンス エーカー メガバイト ギガバイト バイト "
    "ビット ワット ボルト パーセント レベル ランク ID km m cm mm kg g mg t ha a L ml kW kWh MW GB MB TB KB Mbps "
    "Gbps pt 回線 団地 校区 部局 車線 両編成 機種 品種 樹種 戸建て 床数 文化財 駐車場 駐輪場 車両 "
    "台数 サイト アプリ ソフト ライン イベント メガ ギガ テラ 平方メートル 平方キロメートル 立方メートル "
    "立方フィート ヘクトパスカル カロリー m2 m3 km2 m² m³ ㎡ ㎥ t-CO2 日本円 米ドル 香港ドル 台湾ドル 番組 "
    "ページビュー PV デシベル "
)
COUNTERS = frozenset(_COUNTER_WORDS.split())
CURRENCY_SIGNS = {"¥": "円", "\\": "円", "$": "ドル", "€": "ユーロ", "£": "ポンド", "￡": "ポンド", "₩": "ウォン"}
# Verbal nouns and remarks that follow a counter in value cells: 5台導入, 25%増, 3件達成.
_REMARKS = (
    "増加|増|減少|減|削減|達成|準拠|実施|開催|参加|導入|整備|設置|完了|済|予定|見込|確保|維持|向上|低下|超過|"
    "突破|契約|登録|新設|増設|公開|掲載|配布|配備|配置|稼働|運用|対応|利用|活用|受付|申請|提出|作成|策定|締結|"
    "発行|交付|廃止|終了|継続|開始|追加|更新|改善|構築|増収|減収|圏内|容量|内|中|後|前|目標|実績|見直|連続|"
    "平均|合計"
)
_CUT = (
    r"以上|以下|以内|以降|以前|未満|超|程度|前後|内外|余り|(?<![病虚])弱(?!点|者)|(?<![勉補増])強(?!度|化|制)|当た?り|毎|等(?!級|分)|約|及び|並び|又は|若し|"
    r"[一二三四五六七八九十百千万億兆〇零](?<!四)|四(?!半期)|第|計(?=[0-9])|延べ|うち|半(?!期)"
)
_KANJI = r"[㐀-鿿々〆]"
_OKURIGANA = rf"[りみけきえげべちび](?={_KANJI})|[りみけ](?![ぁ-ん])"
_KATAKANA = r"[ァ-ヴー]"
_CONNECTED = r"[かヶケカヵ箇個](?:国語|所|国|月間?|年間?|村|町|店|条|施設|地区|団体|大学)"
_LATIN = "[A-Za-zµμΩΩ]{1,20}"
_SQUARES = r"[㌀-㍗㍱-㏟℃℉Å°′″‰Ωµμ]"
_UNIT = re.compile(
    r"(?P<sign>[¥$€£￡₩](?! ?[0-9.]))"
    r"|(?P<percent>[%﹪㌫](?:ポイント|pt)?|パ *ー *セ *ン *ト *(?:ポイント)?)"
    rf"|(?P<connected>{_CONNECTED})"
    r"|(?P<tsu>つ)"
    rf"|(?P<katakana>{_KATAKANA}{{1,30}}(?:・{_KATAKANA}{{2,20}}){{0,3}}時?)"
    rf"|(?P<latin>t-?CO2(?:eq)?|°[CF](?![A-Za-z])|{_LATIN}(?<=m)[23²³](?![0-9])|{_LATIN}[²³]?(?:ドル|ユーロ)?|ℓ)"
    rf"|(?P<square>{_SQUARES}+)"
    rf"|(?P<kanji>(?:(?!{_CUT}){_KANJI}|(?<={_KANJI})(?:{_OKURIGANA})){{1,20}}(?P<tail>{_KATAKANA}{{0,20}}))"
)
_REMARK = re.compile(_REMARKS)
_DONE = re.compile(r"し(?=[たてな])|す(?=る)|さ(?=れ)")
_DENOMINATOR = re.compile(
    rf" ?/ ?(?P<per>(?:[0-9]{{1,6}}|[十百千万]{{1,3}})?(?:{_KANJI}|{_KATAKANA}|[A-Za-z²³㎡㎥]){{1,20}}[23]?)"
    r"(?![0-9A-Za-z:])"
)
_AFTER: tuple[tuple[Comparator, str], ...] = (
    (">=", "以上|より大きいか等しい|は下らない|[～〜](?=$|[ 、。)の])"),
    ("<=", "以下|以内|より小さいか等しい|まで(?=$|[ 、。)])"),
    ("<", "未満|を?下回[りるっ]|を切[りるっ]|に満たない|より(?:も)?(?:小さ|少な|低|短|軽)[ぁ-ん]*|小なり"),
    (
        ">",
        "超過?え?る?(?!高齢|音|電)|を?上回[りるっ]|を超過?え?る?|より(?:も)?(?:大き|多|高|長|重)[ぁ-ん]*|大なり|突破",
    ),
    ("~", "程度|前後|内外|ほど|くらい|ぐらい|余り?|あまり|弱(?!点|者)|強(?!度|化|制)|近く|見当"),
)
_COMPARED = re.compile(" ?(?:" + "|".join(f"(?P<c{i}>{words})" for i, (_, words) in enumerate(_AFTER)) + ")")
_HALF = re.compile(r"半(?![年期額分数島導角径面])")


class Unit(NamedTuple):
    """A counter word as the schema has it, and the folded span it was read from (blanks before it included)."""

    word: str | None
    start: int
    stop: int


class Comparison(NamedTuple):
    """A comparing word after an amount and where it ends."""

    sign: Comparator
    stop: int


def unit_at(string: str, at: int) -> Unit:
    """The counter that starts at index `at` of a folded string; None and an empty span where there is none."""
    match = _UNIT.match(string, at)
    if match is None:
        return Unit(None, at, at)
    if match["sign"]:
        return Unit(CURRENCY_SIGNS[match["sign"]], at, match.end())
    if match["percent"]:
        points = "ポイント" if match["percent"].endswith(("ポイント", "pt")) else ""
        return Unit("%" + points, at, match.end())
    stop = _without_verb(string, at, _kanji_stop(match)) if match["kanji"] else match.end()
    stop = _without_remark(string, at, stop)
    return Unit(string[at:stop] or None, at, stop)


def _kanji_stop(match: re.Match[str]) -> int:
    """Katakana after kanji belongs to the counter (平方メートル, 米ドル) unless the kanji is one (5台|タブレット)."""
    kanji_stop = match.start("tail")
    return kanji_stop if match.string[match.start() : kanji_stop] in COUNTERS else match.end()


def _without_verb(string: str, at: int, stop: int) -> int:
    """1本|飲んだ, 3人|集まった: a last kanji with an inflected ending is a verb's."""
    inflected = re.match("[ぁ-ん]", string[stop : stop + 1]) and string[stop] not in "はがをにでとのもへやかよねばくほ"
    return stop - 1 if inflected and string[at : stop - 1] in COUNTERS else stop


def _without_remark(string: str, at: int, stop: int) -> int:
    for remark in _REMARK.finditer(string, at + 1, stop):
        if string[at : remark.start()] in COUNTERS:
            return remark.start() if string[at:stop] not in COUNTERS else stop
    # 3時間|勉強した: any verbal noun of two kanji.
    verbal = _DONE.match(string, stop) and string[at:stop] not in COUNTERS and string[at : stop - 2] in COUNTERS
    return stop - 2 if verbal else stop


def denominator_at(string: str, at: int) -> tuple[str, int] | None:
    """What an amount is per after a slash (件/年 → 年) and where it ends."""
    match = _DENOMINATOR.match(string, at)
    return (match["per"], match.end()) if match else None


def comparison_at(string: str, at: int) -> Comparison | None:
    """A comparing word after an amount: 以上, 以下, 未満, を超える, 程度, … Sources: JIS Z 8301 (以上, 超 …), prose."""
    match = _COMPARED.match(string, at)
    if match is None or match.lastgroup is None:
        return None
    return Comparison(_AFTER[int(match.lastgroup[1:])][0], match.end())


def half_at(string: str, at: int) -> int | None:
    """Where 半 (1本半, 5割半) ends, or None."""
    match = _HALF.match(string, at)
    return match.end() if match else None
