"""Each doubt that a document can raise, raised by the smallest document that has it."""

from __future__ import annotations

from io import BytesIO

import pytest

from planextract import PlanDocument, parse
from planextract.diagnostics import CATALOGUE, Report

HEAD = "みなと道路計画\n北海道札幌市\n計画期間\n令和5年度から令和7年度までの3年間\n\n"
TABLE = "番号\t施策名\t担当課\t指標\t現状値(令和5年度)\t目標値(令和7年度)\n"
ROWS = "1\t道をなおす\t土木課\tなおした道\t3本\t5本\n2\t橋をなおす\t土木課\tなおした橋\t1基\t2基\n"


def read(printed: str, **options: str) -> PlanDocument:
    return parse(BytesIO(printed.encode()), name="plan.txt", **options)


def found(document: PlanDocument) -> dict[str, str]:
    return {diagnostic.code: diagnostic.message for diagnostic in document.diagnostics}


def test_a_plain_document_raises_nothing_but_the_parsers_name() -> None:
    document = read(HEAD + TABLE + ROWS)
    assert set(found(document)) == {"generic-parser"}
    assert [measure.title for measure in document.measures] == ["道をなおす", "橋をなおす"]
    assert document.municipality.code == "011002"


@pytest.mark.parametrize(
    ("code", "printed", "said"),
    [
        ("no-measures", "みなと道路計画\n北海道札幌市\n用語\t解説\n道\t歩くところです。\n", "1 tables"),
        ("municipality-unknown", HEAD.replace("北海道札幌市\n", "") + TABLE + ROWS, "no municipality"),
        ("municipality-ambiguous", HEAD.replace("北海道札幌市", "府中市") + TABLE + ROWS, "府中市"),
        ("title-unknown", HEAD.replace("みなと道路計画\n", "") + TABLE + ROWS, "title"),
        ("plan-period-unknown", "みなと道路計画\n札幌市\n" + TABLE + ROWS, "計画期間"),
        (
            "heading-unknown",
            HEAD + TABLE.replace("担当課", "担当課\tかばんの色") + ROWS.replace("土木課", "土木課\t赤"),
            "かばんの色",
        ),
        ("unconsumed-text", HEAD + TABLE + ROWS + "\t\t\t\t\t\t別の欄の言葉\n", "別の欄の言葉"),
        (
            "overview-only",
            HEAD + "番号\t施策名\n1\t道をなおす\n2\t橋をなおす\n3\t港をきれいにする\n\n" + TABLE + ROWS,
            "港をきれいにする",
        ),
        (
            "enumeration-mismatch",
            HEAD + TABLE + ROWS.replace("なおした道\t3本", "①なおした道 ②直した角\t①3本 ②2か所 ③1か所"),
            "2 enumerated",
        ),
        ("indicator-unnamed", HEAD + TABLE + ROWS.replace("なおした道", ""), "道をなおす"),
        ("period-unknown", HEAD + TABLE.replace("現状値(令和5年度)", "現状値") + ROWS, "現状値"),
        ("number-gap", HEAD + TABLE + ROWS.replace("2\t橋", "4\t橋"), "from 1 to 4"),
        ("number-repeated", HEAD + TABLE + ROWS.replace("2\t橋", "1\t橋"), "occurs 2 times"),
        ("share-over-100", HEAD + TABLE + ROWS.replace("なおした道\t3本\t5本", "なおした道の割合\t30%\t130%"), "130%"),
        ("unit-mismatch", HEAD + TABLE + ROWS.replace("5本", "5km"), "km"),
        ("calendar-mismatch", HEAD + TABLE.replace("令和7年度", "令和7年度（2026年度）") + ROWS, "different years"),
        ("year-past-era", HEAD + TABLE.replace("令和7年度", "平成37年度") + ROWS, "2025"),
        ("year-unit-assumed", HEAD + TABLE.replace("令和7年度", "2025") + ROWS, "2025"),
        (
            "overview-value",
            HEAD + "施策名\t道をなおす\n担当課\t土木課\n指標\t本数\n目標値（令和7年度）\t5本\n\n"
            "施策名\t橋をなおす\n担当課\t土木課\n指標\t基数\n目標値（令和7年度）\t2基\n\n"
            "No\t施策名\t指標\t目標値（令和7年度）\n1\t道をなおす\t本数\t6本\n2\t橋をなおす\t基数\t2基\n",
            "6本",
        ),
        ("era-inferred", HEAD + TABLE.replace("令和7年度", "7年度") + ROWS, "令和7"),
    ],
)
def test_a_doubt_is_said_where_it_arises(code: str, printed: str, said: str) -> None:
    diagnostics = found(read(printed))
    assert code in diagnostics, diagnostics
    assert said in diagnostics[code]


def test_the_users_word_settles_the_municipality() -> None:
    document = read(HEAD.replace("北海道札幌市", "府中市") + TABLE + ROWS, municipality="342084")
    assert "municipality-ambiguous" not in found(document)
    assert document.municipality.prefecture == "広島県"


def test_a_prefecture_decides_between_equal_names() -> None:
    assert read(HEAD.replace("北海道札幌市", "広島県府中市") + TABLE + ROWS).municipality.code == "342084"


def test_a_code_outside_the_catalogue_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Report().add("no-such-code")


def test_skipped_tables_leave_no_findings_of_their_own() -> None:
    roster = "No.\t氏名\t職名\n1\t山田一郎\t課長\n3\t山田二郎\n"
    assert set(found(read(HEAD + TABLE + ROWS + "\n" + roster))) == {"generic-parser", "table-skipped"}


def test_different_names_in_question_are_told_as_what_they_are() -> None:
    said = found(
        read(
            HEAD.replace("北海道札幌市", "横浜市川崎市").replace("みなと道路計画", "横浜市・川崎市道路計画")
            + TABLE
            + ROWS
        )
    )
    assert "横浜市 (神奈川県, 141003), 川崎市 (神奈川県, 141305)" in said["municipality-ambiguous"]


def test_prose_without_tables_is_told_so() -> None:
    assert "0 tables" in found(read("みなと道路計画\n北海道札幌市\n道をなおします。\n"))["no-measures"]
    assert CATALOGUE["no-measures"].advice.startswith("Without tables it is prose")
