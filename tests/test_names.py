"""Departments (OUTPUT.md rule 9) and the municipality of a document (rule 13)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planextract.normalise import municipalities
from planextract.normalise.municipalities import by_code, check_digit, recognise
from planextract.normalise.names import split_departments

SHARED = Path(os.environ.get("PLANEXTRACT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
REFERENCES = sorted((SHARED / "reference").glob("*.json"))
OWNERS = [
    ("sukagawa-plan", "072079"),
    ("sukagawa-implementation", "072079"),
    ("shibata", "152064"),
    ("sakata", "062049"),
    ("hadano", "142115"),
]

DEPARTMENTS = [
    ("", []),
    ("、 、", []),
    ("総務課", ["総務課"]),
    ("総務課、財政課", ["総務課", "財政課"]),
    ("総務課，財政課,人事課", ["総務課", "財政課", "人事課"]),
    ("学校教育課・生涯学習課", ["学校教育課", "生涯学習課"]),
    ("企画課及び財政課並びに人事課", ["企画課", "財政課", "人事課"]),
    ("子ども課\n福祉課", ["子ども課", "福祉課"]),
    ("国保課 企画課　市民課", ["国保課", "企画課", "市民課"]),
    ("、 企画課、 市民課 ", ["企画課", "市民課"]),
    ("企画課等", ["企画課"]),
    ("企画課 ほか", ["企画課"]),
    ("企画課など、市民課他", ["企画課", "市民課"]),
    ("企画課等 市民課等", ["企画課", "市民課"]),
    ("企画課ほか各会議担当課等", ["企画課ほか各会議担当課"]),
    ("各施設所管課等", ["各施設所管課"]),
    ("各公民館", ["各公民館"]),
    ("生涯学習 スポーツ課", ["生涯学習スポーツ課"]),
    ("生涯学習\nスポーツ課 市民課", ["生涯学習スポーツ課", "市民課"]),
    ("社会\n教育課", ["社会教育課"]),
    ("農業委員会 事務局", ["農業委員会事務局"]),
    ("まち・ひと創生課", ["まち・ひと創生課"]),
    ("Smart City 推進室 総務課", ["Smart City推進室", "総務課"]),
    ("総務課（情報係、庶務係）、財政課", ["総務課（情報係、庶務係）", "財政課"]),
    ("市長公室 議会事務局 図書館 総合支所", ["市長公室", "議会事務局", "図書館", "総合支所"]),
]


@pytest.mark.parametrize(("text", "names"), DEPARTMENTS)
def test_departments(text: str, names: list[str]) -> None:
    found = split_departments(text)
    assert [name for name, _, _ in found] == names
    for name, start, stop in found:
        assert "".join(text[start:stop].split()) == name.replace(" ", "")


@given(st.text(st.sampled_from("課室係総務、,・ \n等ほか他など及び()（）A"), max_size=30))
@settings(max_examples=300)
def test_department_spans(text: str) -> None:
    at = 0
    for name, start, stop in split_departments(text):
        assert at <= start < stop <= len(text)
        assert name
        at = stop


def _departments(node: object) -> set[str]:
    if isinstance(node, dict):
        own = [*node.get("departments", []), *node.get("related_departments", [])]
        return set(own).union(*(_departments(value) for value in node.values()))
    return set().union(*(_departments(value) for value in node)) if isinstance(node, list) else set()


@pytest.mark.parametrize("path", REFERENCES or [None], ids=lambda path: path.stem if path else "absent")
def test_departments_of_the_references_are_one_each(path: Path | None) -> None:
    if path is None:
        pytest.skip("the shared references are not here")
    for name in _departments(json.loads(path.read_text(encoding="utf-8"))):
        assert [found for found, _, _ in split_departments(name)] == [name]


# JIS X 0401/0402: the sixth digit
def test_codes() -> None:
    known = by_code("131016")
    assert known is not None
    assert (known.name, known.prefecture, known.is_prefecture) == ("千代田区", "東京都", False)
    assert by_code("131017") is None
    assert by_code("13101") is None
    assert by_code("１３１０１６") is None
    prefecture = by_code("130001")
    assert prefecture is not None
    assert (prefecture.name, prefecture.is_prefecture) == ("東京都", True)


def test_every_code_of_the_table_has_its_check_digit() -> None:
    table = municipalities._table()
    assert len(table) == 47 + 1747
    assert all(check_digit(code[:5]) == code[5] for code in table)


RECOGNISED = [
    (["架空プラン", "千葉県柏市"], ("柏市", "千葉県")),
    (["第3次柏市情報化計画"], ("柏市", "千葉県")),
    (["柏 市", "情報化計画"], ("柏市", "千葉県")),
    (["柏市情報化計画", "東京都、横浜市、川崎市の事例", "横浜市の取組"], ("柏市", "千葉県")),
    (["津市情報化計画", "大津市の事例"], ("津市", "三重県")),
    (["大津市情報化計画", "津市の事例"], ("大津市", "滋賀県")),
    (["東村山市計画"], ("東村山市", "東京都")),
    (["四日市市計画"], ("四日市市", "三重県")),
    (["さいたま市計画", "さいたま市中央区の施設"], ("さいたま市", "埼玉県")),
    (["美郷町総合計画", "秋田県美郷町"], ("美郷町", "秋田県")),
    (["府中市計画", "本市は東京都の中央にあり"], ("府中市", "東京都")),
    (["府中市計画", "福山市、尾道市と結ぶ"], ("府中市", "広島県")),
    (["福島県計画", "本県では", "須賀川市の事例"], ("福島県", "福島県")),
    (["岐阜県の動向", "関市計画", "本市では関市の"], ("関市", "岐阜県")),
    (["昭和村総合計画", "本村は福島県の"], ("昭和村", "福島県")),
    (["岐阜県羽島郡岐南町", "第2次情報化計画"], ("岐南町", "岐阜県")),
    (["北海道虻田郡京極町", "情報化計画"], ("京極町", "北海道")),
    (["虻田郡京極町", "情報化計画"], ("京極町", "北海道")),
    (["岐阜県　岐南町", "情報化計画"], ("岐南町", "岐阜県")),
    (["山形県東村山郡山辺町", "情報化計画"], ("山辺町", "山形県")),
    (["福島県大沼郡昭和村", "情報化計画"], ("昭和村", "福島県")),
    (["情報化計画（岐南町）"], ("岐南町", "岐阜県")),
    (["情報化計画（岐阜県羽島郡岐南町役場）"], ("岐南町", "岐阜県")),
    (["情報化計画 岐南町"], ("岐南町", "岐阜県")),
    (["大阪市北区情報化計画", "北区の現状"], ("大阪市", "大阪府")),
    (["東京都北区情報化計画", "大阪市北区の事例"], ("北区", "東京都")),
]


@pytest.mark.parametrize(("texts", "expected"), RECOGNISED)
def test_recognised(texts: list[str], expected: tuple[str, str]) -> None:
    found = recognise(texts).found
    assert found is not None
    assert (found.name, found.prefecture) == expected


def test_namesakes_without_evidence_are_candidates() -> None:
    recognition = recognise(["府中市計画", "府中市の概要"])
    assert recognition.found is None
    assert [known.prefecture for known in recognition.candidates] == ["東京都", "広島県"]


def test_equal_rivals_are_candidates() -> None:
    recognition = recognise(["横浜市情報化計画", "川崎市情報化計画"])
    assert recognition.found is None
    assert {known.name for known in recognition.candidates} == {"横浜市", "川崎市"}


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["情報化計画"],
        ["中核市と政令市"],
        ["会津市", "観光市場", "市町村"],
        ["先進地の横浜市、川崎市"],
        ["先進地の取組（横浜市）"],
        ["昭和町一丁目", "昭和町2丁目", "昭和町三丁目", "昭和町四丁目"],
    ],
)
def test_nobody(texts: list[str]) -> None:
    assert recognise(texts) == (None, ())


@given(st.lists(st.text(st.sampled_from("市町村区都府県津大東京山川 の、"), max_size=20), max_size=5))
def test_recognition_never_raises(texts: list[str]) -> None:
    recognition = recognise(texts)
    assert recognition.found is None or recognition.found in recognition.candidates


@pytest.mark.parametrize(("name", "code"), OWNERS)
def test_real_documents(name: str, code: str) -> None:
    path = SHARED / "documents" / f"{name}.txt"
    if not path.exists():
        pytest.skip("the shared documents are not here")
    found = recognise(path.read_text(encoding="utf-8").splitlines()).found
    assert found is not None
    assert found.code == code
