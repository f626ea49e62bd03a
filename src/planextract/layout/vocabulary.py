"""What the heading words of Japanese plans mean: the one table of words → roles.

Words are compared without blanks and brackets, width folded, Latin letters in lower case. Each line tells the class of
document it was met in: E evaluation sheets (事務事業評価), I informatisation and DX plans, P progress reports,
S strategies (総合戦略, with KPI), B budgets (補正予算, 繰越, 発注見通し), F plans of facilities and of single fields
(個別施設計画, 環境, 交通, 教育 …), G general administrative usage.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from planextract.characters import squeeze
from planextract.record import Role

_THING = (
    "(?:個別|具体的な?|主な|主要|重点|推進|構成|細)?(?:施策|取組み?|取り組み|事業|事務事業|プロジェクト|アクション)"
)
_UNIT_OF_OFFICE = "(?:課|室|部|局|部署|部局|所属|課室|組織|機関|主体|団体|係|グループ)"

_WORDS: tuple[tuple[Role, str], ...] = (
    # The first line that fits decides: 取組内容 is an activity before it is an overview.
    (
        Role.NUMBER,
        r"no\.?|№|番号|通し番号|整理番号|(?:施策|政策|事業|取組|評価書|計画|事務事業)(?:番号|no\.?|コード)",
    ),  # G
    (Role.ITEM, r"項目|項番"),  # P
    (Role.TITLE, rf"{_THING}(?:名称?|項目|事項|件名|の名称)?|名称|件名|{_THING}・{_THING}名?"),  # I E P
    (Role.TITLE, r"(?:工事|委託業務|業務)(?:名称?|件名)(?:等|・業務名)?"),  # B
    (Role.TITLE, r"アクションプラン名?|施策・事業名?|事務事業名称?|具体的な?取組(?:み|事項)?"),  # E S
    (Role.TITLE, r"(?:対象|公共)?(?:施設|路線|橋りょう|橋梁)(?:名称?|の名称)"),  # F
    (
        Role.PATH,
        r"区分|大?分野|施策分野|政策分野|(?:基本|重点)(?:方針|目標|施策|理念|政策|方向|戦略|テーマ)|政策|戦略|テーマ|理念",
    ),  # I S
    (Role.PATH, rf"(?:{_THING}の)?柱|章|節|[大中小]項目|施策体系|体系|大分類|中分類|小分類|分類|カテゴリー?"),  # I S F
    (Role.RELATED, rf"(?:関係|関連|連携|協力|副担当)(?:する)?{_UNIT_OF_OFFICE}(?:名|等)*"),  # I
    (Role.DEPARTMENT, rf"(?:主|主な)?(?:担当|所管|主管|所轄|実施|推進|取組|事業){_UNIT_OF_OFFICE}(?:名|等|長)*"),  # G
    (
        Role.DEPARTMENT,
        r"(?:主)?(?:担当|所管|主管)|所属名?|課・?室名|課名|担当者?所属|(?:担当)?部課名?|主務課|事務局",
    ),  # G
    (Role.DEPARTMENT, r"(?:担当|所管|主管)(?:[区局部課室署][・/／]?){1,4}(?:名|等)?"),  # E
    (Role.DEPARTMENT, r"課所名?|課・?係名?|(?:担当|所管|主管)課所?・?係名?|(?:推進|実施|担当|取組)者"),  # B P
    (Role.TAG, r"新規[・/／・]?(?:継続|拡充|既存)(?:の別)?|継続[・/]?新規(?:の別)?|新・継|新規継続区分|新旧"),  # I
    (Role.AUDIENCE, r"対象者?(?:区分)?"),  # I
    (Role.ACTIVITY, r"(?:具体的な?)?(?:取組|実施|活動|作業)(?:内容|項目|事項|計画)"),  # I
    (Role.SCHEDULE, r"これまで"),  # I
    (Role.OTHER, r"(?:(?:歳出|歳入)?予算科目|会計(?:区分|名)?|款項目|事業コード|.{1,20}の主な内容)"),  # E
    (Role.OTHER, r"(?:工事|施工|実施|事業)?(?:場所|箇所)|(?:工事|事業|契約)?期間|工期|(?:工事)?種別|工種"),  # B
    (
        Role.OTHER,
        r"(?:現状[と・]?)?課題|関連(?:する)?(?:施策|事業|計画|取組|指標|sdgs)名?",
    ),  # E S
    (Role.OVERVIEW, rf"(?:{_THING}の?|対策の?|整備の?|主な|具体的な?)?(?:概要|内容|説明)(?:等|説明)?"),  # I E F
    (Role.POLICY, rf"(?:{_THING}の?|実施)(?:方針|方向性?)|基本的な考え方"),  # I
    (Role.EFFECT, r"(?:期待される|見込まれる|想定される|期待する|期待|目指す|めざす)?(?:効果|成果)(?:等|・効果)?"),  # I
    (
        Role.AIM,
        rf"目指す(?:もの|姿|状態|べき姿)|めざす姿|(?:{_THING}の?)?(?:目的|ねらい|狙い)|目標像|目的・目標",
    ),  # I E
    (Role.RATIONALE, r"(?:評価|成果)?指標の?(?:考え方|説明|設定理由|設定根拠|算出方法|定義|内容)"),  # I E
    (Role.RATIONALE, r"(?:目標値?|指標)の?設定の?(?:考え方|根拠|理由)|算出方法|算出式|設定根拠"),  # E S
    (
        Role.REASON,
        r"(?:目標(?:を|に)?)?(?:達成|実施|進捗)?(?:できなかった|しなかった|に至らなかった|の遅れの?)?理由",
    ),  # P
    (Role.REASON, r"(?:判断|評価|判定|選定|分析)の?(?:理由|根拠)(?:等|・根拠|・理由)?"),  # E
    (Role.REASON, r"未達成の?(?:理由|要因)|遅れの?(?:理由|要因)|要因(?:分析)?|課題・?要因"),  # P
    (
        Role.INDICATOR,
        r"(?:施策の?|取組の?|事業の?)?(?:成果|活動|評価|数値|管理|達成|進捗|目標|代表|主な|効果|測定|アウトプット|アウトカム)?"
        r"指標(?:名称?|項目|等)?",
    ),  # I E S
    (Role.INDICATOR, r"kpi|kgi|(?:重要業績|重要目標)(?:評価|達成)?指標(?:kpi|kgi)?|数値目標|評価項目|指標名?kpi"),  # S
    (Role.INDICATOR, r"(?:細?事業)?(?:事業|業務|活動)量"),  # E
    (
        Role.INDICATOR,
        r"(?:業務|参考|補助|関連|モニタリング|まちづくり|重点|主要|共通|個別|環境|達成)指標(?:名称?|項目|等)?",
    ),  # F S
    (Role.INDICATOR, r"(?:障害福祉|介護)?サービス(?:名称?|種別|の種類|の種別|等の種類)"),  # F
    (Role.UNIT, r"単位"),  # G
    (
        Role.BASELINE,
        r"(?:基準|現状|当初|現況|初期|(?:計画)?策定時|計画策定時点の?)の?(?:数?値|年度値?|年値?)?|現在値",
    ),  # S F
    (Role.ACTUAL, r"実績|実績(?:数?値|値等|等|見込み?|見込値)|(?:達成|進捗|直近|最新)の?値|結果"),  # P F
    (Role.TARGET, r"(?:最終|中間|年度|達成|数値)?(?:目標|計画|見込み?|想定|予定)(?:数?値|数量|年度?値?)?"),  # S E F
    (Role.TARGET, r"中間値"),  # S
    (Role.TARGET, r"(?:サービス)?量の見込み|見込み?量|確保(?:の?方策|の?内容|量|方策の?量)"),  # F
    (Role.SCHEDULE, r"(?:実施|取組|推進|事業|年度別)?(?:スケジュール|工程表?|行程表?|ロードマップ)"),  # I
    (
        Role.SCHEDULE,
        r"年度(?:ごと|毎|別)の?(?:取組み?|計画|取組計画|実施計画|スケジュール|工程)|年次計画|実施年度|実施時期",
    ),  # I
    (Role.ASSESSMENT, r"(?:(?:成果|活動)?指標|事業)の?(?:達成|進捗)(?:状況|度|見込み?)"),  # E
    (
        Role.ASSESSMENT,
        rf"(?:(?:{_THING}|実施主体|手段|負担)の)?(?:有効|効率|妥当|必要|公平|公共|緊急|優先|代替|経済)性(?:の評価)?",
    ),  # E
    (Role.ASSESSMENT, r"(?:一次|二次|最終|外部|所管課|担当課|行政)評価(?:結果|区分)?|分析結果"),  # E
    (
        Role.OTHER,
        r"(?:目標)?(?:達成|進捗)率|(?:対)?前年度?比|増減率?|(?:望ましい|目指す)(?:方向|傾向)|出典|データ出典",
    ),  # P F
    (Role.ACHIEVEMENT, r"目標達成(?:度|状況|区分)?|達成(?:度|状況|区分|評価)|(?:進捗|進行)(?:状況|度|評価|区分)?"),  # P
    (Role.ACHIEVEMENT, r"(?:総合|自己|内部|達成)?評価(?:結果|区分)?|判定|取組状況|実施状況"),  # P E
    (
        Role.NEXT_ACTION,
        r"今後の?(?:対応|方向性?|方針|取組み?|取扱い|予定|展開|進め方)|(?:次年度)?(?:以降)?の?(?:事業の)?(?:方向性|対応)",
    ),  # P E
    (Role.NOTE, r"備考|摘要|特記事項|補足|その他|コメント"),  # G
    (Role.PAGE, r"(?:掲載|該当|参照)?(?:ページ|頁|貢)(?:番号)?"),  # I
    (Role.TERM, r"用語|用語名|語句|略語|解説|用語(?:の|・)?(?:解説|説明|意味)"),  # I
    (Role.PERSON, r"氏名|委員名?|職名?|役職名?|委員氏名|お名前"),  # I
    (Role.DATE, r"期日|年月日|開催日時?|日付|日時|年月|時期"),  # I
    (
        Role.COST,
        r"(?:当初|補正|最終)?(?:予算|決算)(?:額|現額|見込額?|案)?|(?:総|概算)?事業費(?:計|合計)?|財源(?:内訳)?|コスト|人件費|経費",
    ),  # E
    (
        Role.COST,
        r"(?:細|総|直接|間接)?(?:事業|物件|減価償却|運営|活動|委託)費等?[a-z]?|事業(?:別)?コスト等?|(?:事業)?決算額|総?コスト[a-z]?"
        r"|.{0,12}(?:あたり|当たり)の?.{0,12}(?:コスト|費用|経費|充当額|負担額)|(?:一般|特定)財源|収入|歳[入出]",
    ),  # E
    (
        Role.COST,
        r"(?:左|上記|補正額)の財源内訳|金額|限度額|(?:翌年度)?繰越額|(?:既決|補正)予定額|補正(?:前|後)?の?額|(?:予算)?計上額"
        r"|(?:年度別|年次別|各年度|計画|見込)の?事業費|(?:事業費)?(?:計画|見込|決算見込|支出済|執行|不用|予定価格)額|所要額|概算費用"
        r"|(?:本|前|前々|当|今|昨|翌)年度の?(?:当初|補正|最終)?(?:予算|決算)(?:額|案)?",
    ),  # B
)
_PATTERNS = tuple((role, re.compile(words)) for role, words in _WORDS)
_BRACKETS = re.compile(r"[(（\[【〔<＜《「『〈](?:[^()（）\[\]【】〔〕]{0,40})[)）\]】〕>＞》」』〉]")
# The words for a kind of values alone; 量の見込み and 確保方策 also name what is counted.
ONLY_A_KIND = re.compile(r"(?:目標|実績|計画|見込み?|想定|予定|基準|現状)(?:数?値)?")
_COUNTED = re.compile(r"(?:[0-9]{1,2}|[①-⑳])$")
_LONGEST_HEADING = 40
_MARKS_BEFORE, _MARKS_BEHIND = "■□◆◇●○◎▼▽・※*", ":：*※"


def key(heading: str) -> str:
    """The form in which headings are compared: no blanks, folded, lower case, without marks at the ends."""
    return squeeze(heading).lower().lstrip(_MARKS_BEFORE).rstrip(_MARKS_BEHIND)


@lru_cache(maxsize=4096)
def _common_role(word: str) -> Role | None:
    return next((role for role, pattern in _PATTERNS if pattern.fullmatch(word)), None)


def role_of(heading: str, additions: Mapping[str, Role]) -> Role | None:
    """The role of a heading's words, None where nobody knows. A parser's `additions` come before the common words.

    A bracket is a remark unless nothing else is there: 実績値 (KPI) is an actual, (実績) too. A number at the end
    counts headings of one kind (指標1, KPI②).
    """
    word = key(heading)
    bare = _BRACKETS.sub("", word)
    inside = word.strip("()（）[]【】〔〕<>＜＞") if not bare else ""
    for candidate in dict.fromkeys((word, bare, inside, _COUNTED.sub("", bare))):
        if candidate and len(candidate) <= _LONGEST_HEADING:
            role = additions.get(candidate) or _common_role(candidate)
            if role is not None:
                return role
    return None
