"""Small plans, each with a shape of table that cities print, and all that is told of their measures."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest

from planextract import parse
from planextract.schema import Measure, Period

HEAD = "みなと情報化計画\n長崎県川棚町\n\n"


def told(measure: Measure) -> Iterator[str]:
    """A measure in lines: itself, then its texts, indicators and steps, as far as they say something."""
    marks = [*measure.path, *measure.tags, *measure.audience]
    yield " | ".join([measure.id, measure.title, ",".join(measure.departments), *marks]).rstrip(" |")
    if measure.achievement:
        yield f"achievement {measure.achievement.symbol} {measure.achievement.label}"
    if measure.next_action:
        yield f"next {measure.next_action}"
    yield from (f"{text.role} {text.label}: {text.text}".rstrip() for text in measure.texts)
    for indicator in measure.indicators:
        yield f"indicator {indicator.name}"
        for observation in indicator.observations:
            amounts = ",".join(
                f"{amount.label or ''}{amount.value}{amount.unit or ''}" for amount in observation.amounts
            )
            period = years(observation.period)
            yield f"  {observation.kind} {period} {observation.raw!r} {observation.status} {amounts}".rstrip()
    for step in measure.schedule:
        yield f"step {years(step.period)} {step.activity or ''}: {step.text} {step.marker or ''}".rstrip()
    yield from (f"note {note}" for note in measure.notes)


def years(period: Period | None) -> str:
    return f"{period.start}/{period.end}" if period else "undated"


CASES: dict[str, tuple[str, str]] = {
    "years and steps under one label of a sheet": (
        """
施策名|図書館
担当課|総務課
概要|更新する。
スケジュール|R6|R7
|設計|工事
""",
        """
#1 | 図書館 | 総務課
overview 概要: 更新する。
step 2024-04-01/2025-03-31 : 設計
step 2025-04-01/2026-03-31 : 工事
""",
    ),
    "activities beside the years of a sheet": (
        """
施策名|図書館
担当課|総務課
概要|更新する。
スケジュール|項目|R6|R7
|規程|検討|施行
""",
        """
#1 | 図書館 | 総務課
overview 概要: 更新する。
step 2024-04-01/2025-03-31 規程: 検討
step 2025-04-01/2026-03-31 規程: 施行
""",
    ),
    "years below each other in a sheet": (
        """
施策名|図書館
担当課|総務課
概要|更新する。
スケジュール|R6|調査
|R7|設計
""",
        """
#1 | 図書館 | 総務課
overview 概要: 更新する。
step 2024-04-01/2025-03-31 : 調査
step 2025-04-01/2026-03-31 : 設計
""",
    ),
    "fields without a place of their own": (
        """
施策名|図書館
担当課|総務課
概要|更新する。
実施時期|令和6年度～令和8年度
掲載ページ|12
""",
        """
#1 | 図書館 | 総務課
overview 概要: 更新する。
other 実施時期: 令和6年度～令和8年度
""",
    ),
    "several words on the achievement": (
        """
No|施策名|担当課|評価|進捗状況|今後の方向性|今後の対応
1|図書館|総務課|A|設計を終えた|継続|工事に入る
""",
        """
1 | 図書館 | 総務課
achievement A None
next 継続
other 進捗状況: 設計を終えた
other 今後の対応: 工事に入る
""",
    ),
    "marks with other words beside them": (
        """
No|施策名|担当課|新規・継続|目標値(R8)
1|図書館|総務課|新規・拡充|10件
2|無線|総務課|○|11件
""",
        """
1 | 図書館 | 総務課 | new
other 新規・継続: 新規・拡充
indicator 図書館
  target 2026-04-01/2027-03-31 '10件' value 10件
2 | 無線 | 総務課
other 新規・継続: ○
indicator 無線
  target 2026-04-01/2027-03-31 '11件' value 11件
said indicator-unnamed
""",
    ),
    "an audience with groups of another kind": (
        """
施策名|図書館
担当課|総務課
対象|■町民 ■事業者 □職員
指標|数
目標値（R8）|10件
""",
        """
#1 | 図書館 | 総務課 | citizen
other 対象: ■町民 ■事業者 □職員
indicator 数
  target 2026-04-01/2027-03-31 '10件' value 10件
""",
    ),
    "rows that have nothing but a title": (
        """
施策名|担当課|目標値(R8)
1 図書館||
2 無線|防災課|20台
3 税||
""",
        """
1 | 図書館
2 | 無線 | 防災課
indicator 無線
  target 2026-04-01/2027-03-31 '20台' value 20台
3 | 税
said indicator-unnamed
""",
    ),
    "a remark and a total between the rows": (
        """
No|施策名|担当課|KPI|目標値(R8)
1|図書館|総務課|件数|50件
※件数は年間||||
2|無線|防災課|台数|20台
||合計||70件
""",
        """
1 | 図書館 | 総務課
indicator 件数
  target 2026-04-01/2027-03-31 '50件' value 50件
2 | 無線 | 防災課
indicator 台数
  target 2026-04-01/2027-03-31 '20台' value 20台
said unconsumed-text
left ※件数は年間
left 合計
left 70件
""",
    ),
    "other measures named in a column": (
        """
No|施策名|KPI|目標値(R8)|関連施策
1|図書館|件数|60件|無線
2|無線|台数|20台|図書館
""",
        """
1 | 図書館
other 関連施策: 無線
indicator 件数
  target 2026-04-01/2027-03-31 '60件' value 60件
2 | 無線
other 関連施策: 図書館
indicator 台数
  target 2026-04-01/2027-03-31 '20台' value 20台
""",
    ),
    "sheets that begin with a number": (
        """
番号|1|施策名|図書館
担当課|総務課|概要|更新
目標値（R8）|10件
番号|2|施策名|無線
担当課|防災課|概要|更新
目標値（R8）|20台
""",
        """
1 | 図書館 | 総務課
overview 概要: 更新
indicator 図書館
  target 2026-04-01/2027-03-31 '10件' value 10件
2 | 無線 | 防災課
overview 概要: 更新
indicator 無線
  target 2026-04-01/2027-03-31 '20台' value 20台
said indicator-unnamed
""",
    ),
    "two tables on the same measures": (
        """
No|施策名|担当課|概要
1|図書館|総務課|新しくする。

No|施策名|KPI|目標値(R8)
1|図書館|件数|100件
""",
        """
1 | 図書館 | 総務課
overview 概要: 新しくする。
indicator 件数
  target 2026-04-01/2027-03-31 '100件' value 100件
said table-skipped
""",
    ),
    "a division carried over a page break": (
        """
No|分野|施策名|KPI|目標値(R8)
1|くらし|図書館|件数|100件

No|分野|施策名|KPI|目標値(R8)
2||防災|台数|10台
""",
        """
1 | 図書館 |  | くらし
indicator 件数
  target 2026-04-01/2027-03-31 '100件' value 100件
2 | 防災 |  | くらし
indicator 台数
  target 2026-04-01/2027-03-31 '10台' value 10台
""",
    ),
    "a date for each figure of a cell": (
        """
No|施策名|KPI|目標値
1|図書館|件数|R6 20件 R7 30件 R8 40件
""",
        """
1 | 図書館
indicator 件数
  target undated 'R6 20件 R7 30件 R8 40件' value R620件,R730件,R840件
said period-unknown
""",
    ),
    "a cell that tells from and to": (
        """
No|施策名|KPI|実績値(R6)
1|図書館|待ち時間|20分→15分
""",
        """
1 | 図書館
indicator 待ち時間
  actual 2024-04-01/2025-03-31 '20分→15分' value 20分,15分
""",
    ),
    "headings over their tables": (
        """
1 くらし

No|施策名|KPI|目標値(R8)
1|図書館|件数|10件

2 しごと

No|施策名|KPI|目標値(R8)
1|窓口|件数|10件
1-1|税|件数|10件
""",
        """
#1 | 図書館 |  | 1 くらし
indicator 件数
  target 2026-04-01/2027-03-31 '10件' value 10件
2-1 | 窓口 |  | 2 しごと
indicator 件数
  target 2026-04-01/2027-03-31 '10件' value 10件
1-1 | 税 |  | 2 しごと
indicator 件数
  target 2026-04-01/2027-03-31 '10件' value 10件
""",
    ),
    "a second indicator of a measure": (
        """
No|施策名|指標|単位|基準値(R5)|目標値(R8)|担当課
1|図書館|貸出数|冊|50|60|総務課
||利用者数|人||300|
""",
        """
1 | 図書館 | 総務課
indicator 貸出数
  baseline 2023-04-01/2024-03-31 '50' value 50冊
  target 2026-04-01/2027-03-31 '60' value 60冊
indicator 利用者数
  baseline 2023-04-01/2024-03-31 '' blank
  target 2026-04-01/2027-03-31 '300' value 300人
""",
    ),
    "a second row of a schedule": (
        """
No|施策名|担当課|令和6年度|令和7年度|令和8年度
1|図書館|総務課|調査|工事|
2|防災|防災課|検討||整備
|||調査||運用
""",
        """
1 | 図書館 | 総務課
step 2024-04-01/2025-03-31 : 調査
step 2025-04-01/2026-03-31 : 工事
2 | 防災 | 防災課
step 2024-04-01/2025-03-31 : 検討
step 2026-04-01/2027-03-31 : 整備
step 2024-04-01/2025-03-31 : 調査
step 2026-04-01/2027-03-31 : 運用
""",
    ),
    "years over targets and actuals of a sheet": (
        """
施策名|図書館
担当課|総務課
指標|件数
年度|R5|R6|R7
目標値|10件||30件
実績値|5件||
""",
        """
#1 | 図書館 | 総務課
indicator 件数
  target 2023-04-01/2024-03-31 '10件' value 10件
  target 2024-04-01/2025-03-31 '' blank
  target 2025-04-01/2026-03-31 '30件' value 30件
  actual 2023-04-01/2024-03-31 '5件' value 5件
  actual 2024-04-01/2025-03-31 '' blank
  actual 2025-04-01/2026-03-31 '' blank
""",
    ),
    "a schedule and an indicator in a sheet": (
        """
取組名|図書館
担当課|総務課
概要|更新
年度|R6|R7|R8
取組内容|調査|設計|工事
指標|件数
目標値（R8）|50件
""",
        """
#1 | 図書館 | 総務課
overview 概要: 更新
indicator 件数
  target 2026-04-01/2027-03-31 '50件' value 50件
step 2024-04-01/2025-03-31 : 調査
step 2025-04-01/2026-03-31 : 設計
step 2026-04-01/2027-03-31 : 工事
""",
    ),
    "a small table of indicators in a sheet": (
        """
施策名|図書館
担当課|総務課
概要|更新
指標|現状値（R5）|目標値（R8）
貸出数|10件|20件
""",
        """
#1 | 図書館 | 総務課
overview 概要: 更新
indicator 貸出数
  baseline 2023-04-01/2024-03-31 '10件' value 10件
  target 2026-04-01/2027-03-31 '20件' value 20件
""",
    ),
    "forms of a dated heading": (
        """
No|施策名|KPI|R5（実績）|令和6年度の目標|2023実績|基準値(2022)
1|図書館|件数|1件|2件|3件|4件
""",
        """
1 | 図書館
indicator 件数
  actual 2023-04-01/2024-03-31 '1件' value 1件
  target 2024-04-01/2025-03-31 '2件' value 2件
  actual 2023-04-01/2024-03-31 '3件' value 3件
  baseline 2022-04-01/2023-03-31 '4件' value 4件
said year-unit-assumed
""",
    ),
    "a year without an era in a heading": (
        """
No|施策名|KPI|令和6年度実績|7年度目標
1|図書館|件数|1件|2件
""",
        """
1 | 図書館
indicator 件数
  actual 2024-04-01/2025-03-31 '1件' value 1件
  target 2025-04-01/2026-03-31 '2件' value 2件
said era-inferred
""",
    ),
    "a measure that goes on behind a page break": (
        """
No|施策名|KPI|目標値(R8)
1|図書館|件数|100件

No|施策名|KPI|目標値(R8)
||回数|1回
2|防災|台数|10台
""",
        """
1 | 図書館
indicator 件数
  target 2026-04-01/2027-03-31 '100件' value 100件
indicator 回数
  target 2026-04-01/2027-03-31 '1回' value 1回
2 | 防災
indicator 台数
  target 2026-04-01/2027-03-31 '10台' value 10台
""",
    ),
    "rows without a header behind a page break": (
        """
No|施策名|担当課|KPI|目標値(R8)
1|図書館|総務課|件数|100件

2|防災|防災課|台数|10台
3|税|税務課|件数|9件
""",
        """
1 | 図書館 | 総務課
indicator 件数
  target 2026-04-01/2027-03-31 '100件' value 100件
2 | 防災 | 防災課
indicator 台数
  target 2026-04-01/2027-03-31 '10台' value 10台
3 | 税 | 税務課
indicator 件数
  target 2026-04-01/2027-03-31 '9件' value 9件
""",
    ),
    "a sheet that goes on behind a page break": (
        """
施策名|図書館
担当課|総務課
概要|更新

指標|件数
目標値（R8）|50件
""",
        """
#1 | 図書館 | 総務課
overview 概要: 更新
indicator 件数
  target 2026-04-01/2027-03-31 '50件' value 50件
""",
    ),
    "an appendix of the sheets' indicators": (
        """
施策名|図書館
担当課|総務課
概要|更新
指標|件数
目標値（R8）|50件

施策名|無線
担当課|防災課
概要|更新
指標|台数
目標値（R8）|20台

No|施策名|指標|現状値（R5）|目標値（R8）
1|図書館|件数|10件|50件
2|無線|台数|5台|20台
""",
        """
1 | 図書館 | 総務課
overview 概要: 更新
indicator 件数
  target 2026-04-01/2027-03-31 '50件' value 50件
  baseline 2023-04-01/2024-03-31 '10件' value 10件
2 | 無線 | 防災課
overview 概要: 更新
indicator 台数
  target 2026-04-01/2027-03-31 '20台' value 20台
  baseline 2023-04-01/2024-03-31 '5台' value 5台
said table-skipped
""",
    ),
    "a list with the divisions that the sheets stand in": (
        """
基本方針1 くらし

施策名|図書館
担当課|総務課
概要|更新
目標値（R8）|50件

基本方針2 しごと

施策名|窓口
担当課|住民課
概要|更新
目標値（R8）|20件

No|施策名|施策の束|広報
1|図書館|くらし|紙
2|窓口|しごと|網
""",
        """
1 | 図書館 | 総務課 | 基本方針1 くらし
overview 概要: 更新
other 広報: 紙
indicator 図書館
  target 2026-04-01/2027-03-31 '50件' value 50件
2 | 窓口 | 住民課 | 基本方針2 しごと
overview 概要: 更新
other 広報: 網
indicator 窓口
  target 2026-04-01/2027-03-31 '20件' value 20件
said indicator-unnamed table-skipped
""",
    ),
    "new and continued in a column of kinds": (
        """
No|区分|施策名|KPI|目標値(R8)
1|新規|図書館|件数|10件
2|継続|税|件数|20件
""",
        """
1 | 図書館 |  | new
indicator 件数
  target 2026-04-01/2027-03-31 '10件' value 10件
2 | 税 |  | continued
indicator 件数
  target 2026-04-01/2027-03-31 '20件' value 20件
""",
    ),
    "a project within a project": (
        """
事業名|デジタル窓口
担当課|住民課
概要|進める
細事業名|書かない窓口
概要|置く
指標|利用件数
目標値（R8）|100件
""",
        """
#1 | デジタル窓口 | 住民課
overview 概要: 進める
#2 | 書かない窓口 |  | デジタル窓口
overview 概要: 置く
indicator 利用件数
  target 2026-04-01/2027-03-31 '100件' value 100件
""",
    ),
    "two indicators side by side": (
        """
No|施策名|担当課|活動指標|目標値(R8)|成果指標|目標値(R8)
1|図書館|総務課|開催数|10回|来館者|20人
""",
        """
1 | 図書館 | 総務課
indicator 開催数
  target 2026-04-01/2027-03-31 '10回' value 10回
indicator 来館者
  target 2026-04-01/2027-03-31 '20人' value 20人
""",
    ),
    "a sheet with two fields in a row": (
        """
事業名|図書館|担当課|総務課
事業内容|本を増やす。
指標|貸出数|目標値（R8）|50冊
""",
        """
#1 | 図書館 | 総務課
overview 事業内容: 本を増やす。
indicator 貸出数
  target 2026-04-01/2027-03-31 '50冊' value 50冊
""",
    ),
    "no indicator, said by dashes and by a sentence": (
        """
No|施策名|担当課|関係課|KPI|目標値(R8)
1|図書館|総務課|―|－|－
2|税|税務課|なし|数値目標は設定しない|―
""",
        """
1 | 図書館 | 総務課
2 | 税 | 税務課
note 数値目標は設定しない
""",
    ),
    "activities and what was done before": (
        """
No|施策名|担当課|これまで|取組内容|令和6年度|令和7年度
1|図書館|総務課|建てた。|増築|設計|工事
""",
        """
1 | 図書館 | 総務課
step undated : 建てた。
step 2024-04-01/2025-03-31 増築: 設計
step 2025-04-01/2026-03-31 増築: 工事
""",
    ),
    "indicators below headings, which are their measures": (
        """
基本目標1 しごとをつくる

数値目標|基準値(R5)|目標値(R11)
就業者数|100人|120人

(1) 創業の支援
担当課：商工課

重要業績評価指標(KPI)|基準値(R5)|目標値(R11)
相談件数|10件|20件

基本目標2 人をよぶ

①目標指標

数値目標|基準値(R5)|目標値(R11)
移住者数|5人|9人
""",
        """
#1 | 基本目標1 しごとをつくる
indicator 就業者数
  baseline 2023-04-01/2024-03-31 '100人' value 100人
  target 2029-04-01/2030-03-31 '120人' value 120人
(1) | 創業の支援 | 商工課 | 基本目標1 しごとをつくる
indicator 相談件数
  baseline 2023-04-01/2024-03-31 '10件' value 10件
  target 2029-04-01/2030-03-31 '20件' value 20件
#3 | 基本目標2人をよぶ
indicator 移住者数
  baseline 2023-04-01/2024-03-31 '5人' value 5人
  target 2029-04-01/2030-03-31 '9人' value 9人
said title-from-heading
""",
    ),
    "measures that are described beside the indicators of their heading": (
        """
課題① 働く場

番号|具体的施策|施策の内容|担当課
1|啓発|広める。|総務課

指標|現状値(R4)|目標値(R9)
取得率|10%|20%
""",
        """
1 | 啓発 | 総務課 | 課題① 働く場
overview 施策の内容: 広める。
#2 | 課題① 働く場
indicator 取得率
  baseline 2022-04-01/2023-03-31 '10%' value 10%
  target 2027-04-01/2028-03-31 '20%' value 20%
said title-from-heading
""",
    ),
    "a column that says what the values of a row are": (
        """
No|施策名|指標|単位|区分|R5年度|R6年度
1|図書館|貸出数|冊|目標|50|60
||||実績|40|
||利用者数|人|目標|5|6
||||実績|4|7
""",
        """
1 | 図書館
indicator 貸出数
  target 2023-04-01/2024-03-31 '50' value 50冊
  target 2024-04-01/2025-03-31 '60' value 60冊
  actual 2023-04-01/2024-03-31 '40' value 40冊
  actual 2024-04-01/2025-03-31 '' blank
indicator 利用者数
  target 2023-04-01/2024-03-31 '5' value 5人
  target 2024-04-01/2025-03-31 '6' value 6人
  actual 2023-04-01/2024-03-31 '4' value 4人
  actual 2024-04-01/2025-03-31 '7' value 7人
""",
    ),
    "rows named by what is estimated": (
        """
(1) 学童保育

【担当課】こども課

区分|R7年度|R8年度
量の見込み（人）|30|40
確保方策（人）|20|40
""",
        """
(1) | 学童保育 | こども課
indicator 量の見込み（人）
  target 2025-04-01/2026-03-31 '30' value 30人
  target 2026-04-01/2027-03-31 '40' value 40人
indicator 確保方策（人）
  target 2025-04-01/2026-03-31 '20' value 20人
  target 2026-04-01/2027-03-31 '40' value 40人
said title-from-heading
""",
    ),
    "indicators side by side and years below each other": (
        """
(1) 電子申請

年度|申請率（％）|満足度
令和5年度（現状値）|22.4|―
令和8年度（目標値）|50|70％以上
""",
        """
(1) | 電子申請
indicator 申請率（％）
  baseline 2023-04-01/2024-03-31 '22.4' value 22.4%
  target 2026-04-01/2027-03-31 '50' value 50%
indicator 満足度
  baseline 2023-04-01/2024-03-31 '―' dash
  target 2026-04-01/2027-03-31 '70％以上' value 70%
said title-from-heading
""",
    ),
    "half years below years": (
        """
取組|取組内容|担当課|令和5年度||令和6年度
|||上半期|下半期|
図書館|新しい館に移す。|総務課|調査|設計|工事
""",
        """
#1 | 図書館 | 総務課
overview 取組内容: 新しい館に移す。
step 2023-04-01/2023-09-30 : 調査
step 2023-10-01/2024-03-31 : 設計
step 2024-04-01/2025-03-31 : 工事
""",
    ),
    "targets and actuals below years below one heading": (
        """
No|事業名|指標|基準値|目標値と実績値||||備考
|||R4年度|R5年度||R6年度||
||||目標|実績|目標|実績|
1|図書館|貸出数|1冊|2冊|3冊|4冊|5冊|
2|税|件数|6件|7件|8件|9件|10件|新しい
""",
        """
1 | 図書館
indicator 貸出数
  baseline 2022-04-01/2023-03-31 '1冊' value 1冊
  target 2023-04-01/2024-03-31 '2冊' value 2冊
  actual 2023-04-01/2024-03-31 '3冊' value 3冊
  target 2024-04-01/2025-03-31 '4冊' value 4冊
  actual 2024-04-01/2025-03-31 '5冊' value 5冊
2 | 税
indicator 件数
  baseline 2022-04-01/2023-03-31 '6件' value 6件
  target 2023-04-01/2024-03-31 '7件' value 7件
  actual 2023-04-01/2024-03-31 '8件' value 8件
  target 2024-04-01/2025-03-31 '9件' value 9件
  actual 2024-04-01/2025-03-31 '10件' value 10件
note 新しい
""",
    ),
    "the first year of an era without its name": (
        """
No|施策名|指標|単位|実績||目標値(令和6年度)
||||元年度|2年度|
1|図書館|貸出数|冊|5|6|9
2|税|件数|件|6|7|8
""",
        """
1 | 図書館
indicator 貸出数
  actual 2019-04-01/2020-03-31 '5' value 5冊
  actual 2020-04-01/2021-03-31 '6' value 6冊
  target 2024-04-01/2025-03-31 '9' value 9冊
2 | 税
indicator 件数
  actual 2019-04-01/2020-03-31 '6' value 6件
  actual 2020-04-01/2021-03-31 '7' value 7件
  target 2024-04-01/2025-03-31 '8' value 8件
said era-inferred
""",
    ),
    "for whom an indicator counts": (
        """
1 食生活

項目|対象|現状値(R4)|目標値(R11)
朝食をとる割合|男性|61%|75%
|女性|66%|75%
歩数|成人|6,000歩|7,000歩
""",
        """
1 | 食生活
indicator 朝食をとる割合男性
  baseline 2022-04-01/2023-03-31 '61%' value 61%
  target 2029-04-01/2030-03-31 '75%' value 75%
indicator 朝食をとる割合女性
  baseline 2022-04-01/2023-03-31 '66%' value 66%
  target 2029-04-01/2030-03-31 '75%' value 75%
indicator 歩数 成人
  baseline 2022-04-01/2023-03-31 '6,000歩' value 6000歩
  target 2029-04-01/2030-03-31 '7,000歩' value 7000歩
said title-from-heading
""",
    ),
    "names and units before the values of a sheet": (
        """
事業名|図書館
担当課|総務課
概要|更新
成果指標|指標名|単位|現状値（R5）|R7目標
|貸出数|冊|10|20
|来館者数|人|－|30
""",
        """
#1 | 図書館 | 総務課
overview 概要: 更新
indicator 貸出数
  baseline 2023-04-01/2024-03-31 '10' value 10冊
  target 2025-04-01/2026-03-31 '20' value 20冊
indicator 来館者数
  baseline 2023-04-01/2024-03-31 '－' dash
  target 2025-04-01/2026-03-31 '30' value 30人
""",
    ),
    "a direction that heads several projects": (
        """
施策の方向|事業名|指標|目標値(R8)|担当課
学ぶ|図書館|件数|10件|総務課
|公民館|回数|2回|総務課
走る|体育館|人数|3人|体育課
""",
        """
#1 | 図書館 | 総務課 | 学ぶ
indicator 件数
  target 2026-04-01/2027-03-31 '10件' value 10件
#2 | 公民館 | 総務課 | 学ぶ
indicator 回数
  target 2026-04-01/2027-03-31 '2回' value 2回
#3 | 体育館 | 体育課 | 走る
indicator 人数
  target 2026-04-01/2027-03-31 '3人' value 3人
""",
    ),
    "sheets that begin with their number, a table each": (
        """
施策番号|1
施策名|図書館
担当課|総務課
目標値（R8）|10件

施策番号|2
施策名|無線
担当課|防災課
目標値（R8）|20台
""",
        """
1 | 図書館 | 総務課
indicator 図書館
  target 2026-04-01/2027-03-31 '10件' value 10件
2 | 無線 | 防災課
indicator 無線
  target 2026-04-01/2027-03-31 '20台' value 20台
said indicator-unnamed
""",
    ),
    "the year of a figure in a column beside it": (
        """
No|施策名|KPI|基準値||R5年度|||目標値||担当課
|||値|年度|目標|実績|達成率|値|年度|
1|図書館|貸出数|12冊|R元|20冊|18冊|90%|25冊|R6|総務課
2|税|件数|3件|H30|5件|4件|80%|6件|R6|税務課
""",
        """
1 | 図書館 | 総務課
other 達成率: 90%
indicator 貸出数
  baseline 2019-04-01/2020-03-31 '12冊' value 12冊
  target 2023-04-01/2024-03-31 '20冊' value 20冊
  actual 2023-04-01/2024-03-31 '18冊' value 18冊
  target 2024-04-01/2025-03-31 '25冊' value 25冊
2 | 税 | 税務課
other 達成率: 80%
indicator 件数
  baseline 2018-04-01/2019-03-31 '3件' value 3件
  target 2023-04-01/2024-03-31 '5件' value 5件
  actual 2023-04-01/2024-03-31 '4件' value 4件
  target 2024-04-01/2025-03-31 '6件' value 6件
""",
    ),
    "steps of a sheet named at the left, units in the labels of rows": (
        """
取組No.|1-1
取組名称|図書館
担当課|総務課
KPI|電子の本の割合
年度|R5|R6
目標（％）|30|45
実績（％）|32|
ロードマップ|R5|R6
電子の本|購入|評価
予約|検討|→
""",
        """
1-1 | 図書館 | 総務課
indicator 電子の本の割合
  target 2023-04-01/2024-03-31 '30' value 30%
  target 2024-04-01/2025-03-31 '45' value 45%
  actual 2023-04-01/2024-03-31 '32' value 32%
  actual 2024-04-01/2025-03-31 '' blank
step 2023-04-01/2024-03-31 電子の本: 購入
step 2024-04-01/2025-03-31 電子の本: 評価
step 2023-04-01/2024-03-31 予約: 検討
step 2024-04-01/2025-03-31 予約:  arrow
""",
    ),
    "services whose use is estimated": (
        """
(1) 訪問系サービス

サービス名|単位|実績値||見込量|
||R4年度|R5年度|R6年度|R7年度
居宅介護|人／月|112|118|122|126
同行援護|時間／月|410|432|440|450
""",
        """
(1) | 訪問系サービス
indicator 居宅介護
  actual 2022-04-01/2023-03-31 '112' value 112人
  actual 2023-04-01/2024-03-31 '118' value 118人
  target 2024-04-01/2025-03-31 '122' value 122人
  target 2025-04-01/2026-03-31 '126' value 126人
indicator 同行援護
  actual 2022-04-01/2023-03-31 '410' value 410時間
  actual 2023-04-01/2024-03-31 '432' value 432時間
  target 2024-04-01/2025-03-31 '440' value 440時間
  target 2025-04-01/2026-03-31 '450' value 450時間
said title-from-heading
""",
    ),
    "arrows and bars": (
        """
No|施策名|担当課|令和6年度|令和7年度
1|図書館|総務課|――→|調査 →
2|税|税務課|⇔|設計
""",
        """
1 | 図書館 | 総務課
step 2024-04-01/2025-03-31 :  arrow
step 2025-04-01/2026-03-31 : 調査 arrow
2 | 税 | 税務課
step 2024-04-01/2025-03-31 :  arrow
step 2025-04-01/2026-03-31 : 設計
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_shape_of_table_is_told_whole(name: str) -> None:
    printed, expected = CASES[name]
    document = parse(BytesIO((HEAD + printed.strip("\n").replace("|", "\t") + "\n").encode()), name="plan.txt")
    lines = [line for measure in document.measures for line in told(measure)]
    codes = {diagnostic.code for diagnostic in document.diagnostics} - {"generic-parser", "plan-period-unknown"}
    lines += ["said " + " ".join(sorted(codes))] if codes else []
    lines += ["left " + piece.text for piece in document.coverage.unconsumed]
    assert lines == expected.strip("\n").split("\n")
