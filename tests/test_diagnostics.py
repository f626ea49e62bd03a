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
        ("title-from-heading", HEAD + "1 道\n\n指標\t現状値(R5)\t目標値(R7)\n道の数\t3本\t5本\n", "道"),
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
        (
            "overview-other",
            HEAD
            + "施策名\t道をなおす\n担当課\t土木課\n概要\t道をきれいにする。\n指標\t本数\n目標値（令和7年度）\t5本\n\n"
            "施策名\t橋をなおす\n担当課\t土木課\n概要\t橋をかける。\n指標\t基数\n目標値（令和7年度）\t2基\n\n"
            "No\t施策名\t概要\n1\t道をなおす\tきれいにする\n2\t橋をなおす\t橋をこわす。\n",
            "「概要」: the list says 橋をこわす。, the sheet 橋をかける。",
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


class TestTables:
    """Tables that gave no measure are named, with the reason and the words that may be their headings."""

    def skipped(self, printed: str) -> list[str]:
        document = read(f"{HEAD}{TABLE}{ROWS}\n{printed}")
        return [found.message for found in document.diagnostics if found.code == "table-skipped"]

    @pytest.mark.parametrize(
        ("printed", "reason"),
        [
            ("用語\t解説\n道\t歩くところです。\n", "glossary"),
            ("No.\t氏名\t職名\n1\t山田一郎\t課長\n", "roster"),
            ("期日\t内容\n令和5年4月1日\t始めた\n令和5年5月1日\t話した\n", "history"),
            ("道のこと\t3\n橋のこと\t5\n港のこと\t12\n", "index"),
            ("道\t1\n橋\t3\n港\t9\n岸\t12\n表\t1\n", "index"),
            ("区分\t予算額\t決算額\n道\t10円\t9円\n", "cost"),
            ("番号\t施策名\n1\t道をなおす\n2\t橋をなおす\n", "overview of the measures"),
            ("この図は\t\nよく見てください\t\n", "words in a frame"),
            (
                "やること\t係\n岸をなおす\t港のひと\n灯をともす\t道のひと\n",
                "unknown: no heading is in the vocabulary (by column: 1 「やること」, 2 「係」)",
            ),
            (
                "目標値\t担当課\tかばんの色\n5本\t土木課\t赤\n6本\t港課\t青\n",
                "unknown: no column names a measure (by column: 3 「かばんの色」)",
            ),
            ("りんご\t12g\n", "unknown: no heading is in the vocabulary"),
        ],
    )
    def test_the_reason_is_told(self, printed: str, reason: str) -> None:
        assert self.skipped(printed) == [f"table skipped: {reason}"]

    def test_figures_that_fall_are_no_pages(self) -> None:
        (said,) = self.skipped("道のこと\t31\n橋のこと\t5\n港のこと\t12\n")
        assert "index" not in said

    def test_many_words_are_cut_short(self) -> None:
        names = "\t".join(f"こと{'あいうえおかきくけこさしすせ'[i]}" for i in range(14))
        (said,) = self.skipped(f"{names}\n" + "\t".join(["○△□"] * 14) + "\n")
        assert said.count("「") == 12
        assert said.endswith(" …)")

    def test_an_unknown_heading_tells_its_column(self) -> None:
        document = read(HEAD + TABLE.replace("担当課", "担当課\tかばんの色") + ROWS.replace("土木課", "土木課\t赤"))
        assert found(document)["heading-unknown"] == "the heading 「かばんの色」 (column 4) is not in the vocabulary"

    def test_an_unknown_label_is_told_and_a_known_one_is_not(self) -> None:
        form = "施策名\t道をなおす\n担当課\t土木課\n課題\t道が古い。\nかばんの色\t赤\n指標\t本数\n目標値（令和7年度）\t5本\n"
        told = [each.message for each in read(f"{HEAD}{form}").diagnostics if each.code == "heading-unknown"]
        assert told == ["the heading 「かばんの色」 (a label) is not in the vocabulary"]

    def test_a_chapter_without_measures_is_listed(self) -> None:
        rows = ROWS.replace("2\t橋", "第2章 橋のこと\t\t\t\t\t\n2\t橋")
        document = read(f"{HEAD}{TABLE}第1章 道のこと\t\t\t\t\t\n{rows}第3章 港のこと\t\t\t\t\t\n")
        assert [measure.path for measure in document.measures] == [["第1章 道のこと"], ["第2章 橋のこと"]]
        assert [piece.text for piece in document.coverage.unconsumed] == ["第3章 港のこと"]


class TestTitles:
    def test_a_title_in_a_row_of_the_table_is_taken(self) -> None:
        rows = "みなと道路計画の進捗状況（令和6年3月31日現在）\t\t\t\t\t\n2 道と橋\t\t\t\t\t\n"
        document = read(HEAD.replace("みなと道路計画\n", "") + rows + TABLE + ROWS)
        assert document.plan.title == "みなと道路計画の進捗状況"
        assert [piece.text for piece in document.coverage.unconsumed] == ["（令和6年3月31日現在）"]

    def test_a_heading_in_a_row_of_the_table_divides_the_measures(self) -> None:
        harbour = ROWS.replace("道をなおす", "岸をなおす").replace("橋をなおす", "灯をともす")
        document = read(f"{HEAD}1 道のこと\t\t\t\t\t\n{TABLE}{ROWS}\n2 港のこと\t\t\t\t\t\n{TABLE}{harbour}")
        assert [measure.path for measure in document.measures] == [["1 道のこと"]] * 2 + [["2 港のこと"]] * 2
        assert document.coverage.unconsumed == []

    @pytest.mark.parametrize("first", ["道路計画\n第2次みなと道路計画\n", "第2次みなと道路計画\n道路計画\n"])
    def test_a_running_head_that_shortens_the_title_is_none(self, first: str) -> None:
        printed = f"{first}この道路計画は道路計画として、道路計画を定めます。\n{TABLE}{ROWS}"
        assert read(printed).plan.title == "第2次みなと道路計画"
