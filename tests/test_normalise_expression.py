"""One value cell and one expression: the table of an observation in OUTPUT.md, rules 4 and 5, real references."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planextract.normalise.expression import read_expression
from planextract.normalise.observation import read_cell, status_of_words
from planextract.normalise.periods import year_context

SHARED = Path(os.environ.get("PLANEXTRACT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
REFERENCES = sorted((SHARED / "reference").glob("*.json"))

# OUTPUT.md "status"; words outside brackets decide before those inside, words before dashes
STATUSES = [
    ("", "blank", []),
    ("　\n", "blank", []),
    ("-", "dash", []),
    ("—", "dash", []),
    ("－ －", "dash", []),
    ("（－）", "dash", []),
    ("未実施", "not_implemented", []),
    ("未 整備", "not_implemented", []),
    ("(未実施)", "not_implemented", []),
    ("ー（未実施）", "not_implemented", []),
    ("機器の更新は未実施 (実績値取得不可)", "not_implemented", ["実績値取得不可"]),
    ("未開催※感染症のため", "not_implemented", ["※感染症のため"]),
    ("実施せず", "not_implemented", []),
    ("数値なし。", "not_available", []),
    ("取得不可", "not_available", []),
    ("集計中", "not_available", []),
    ("未集計", "not_available", []),
    ("該当なし", "not_available", []),
    ("N/A", "not_available", []),
    ("検討を踏まえ決定", "text", []),
    ("未整備区間の解消", "text", []),
    ("未来の学校", "text", []),
    ("本部会議のみ (随時)", "text", ["随時"]),
    ("窓口(本庁)の開設", "text", []),
    ("平成22年発行分まで", "text", []),
    ("第3期の策定", "text", []),
    ("5Gの整備", "text", []),
]


@pytest.mark.parametrize(("text", "status", "notes"), STATUSES)
def test_status_without_amounts(text: str, status: str, notes: list[str]) -> None:
    reading = read_cell(text)
    assert (reading.amounts, reading.status, reading.notes, reading.period) == ([], status, notes, None)


def test_long_words_are_text() -> None:
    assert status_of_words("窓口" * 40 + "未実施") == "text"


# OUTPUT.md "notes": further brackets stripped, ※ kept, words left over beside an amount; "period"
REMARKS = [
    (
        "99.9%準拠 ※全412ページ中、409ページ (試験日の12/15時点)",
        ["準拠", "※全412ページ中、409ページ", "試験日の12/15時点"],
        None,
    ),
    ("0% (0件/33件) ( 年間受付数 )", ["年間受付数"], None),
    ("受講者 初級研修:28人", ["受講者"], None),
    ("会議システム (R3とR4比較) 519時間", ["R3とR4比較"], None),
    ("①36か所（本庁） ②1件（支所） 計37か所", [], None),
    ("112件/年 (令和3年末)", [], "令和3年末"),
    ("112件/年（令和5年3月末現在）", [], "令和5年3月末"),
    ("令和5年度末 112件", [], "令和5年度末"),
    ("112件 (速報) (R5)", [], "R5"),
    ("100% R3投稿件数 82件", [], None),
    ("R4:5件 R5:6件", [], None),
    ("R5：20件 R6：30件", [], None),  # no clock times
    ("H30:1200件", [], "H30"),
    ("R6 20件 R7 30件 R8 40件", [], None),
    ("25%増", ["増"], None),
]


@pytest.mark.parametrize(("text", "notes", "period"), REMARKS)
def test_remarks_and_own_period(text: str, notes: list[str], period: str | None) -> None:
    reading = read_cell(text)
    assert reading.status == "value"
    assert reading.notes == notes
    assert (reading.period and reading.period.period.raw) == period
    assert reading.unread == []


def test_a_label_that_is_the_date_is_no_label() -> None:
    (amount,) = read_cell("令和5年度 30件").amounts
    assert (amount.value, amount.label) == (30, None)


def test_a_date_beside_its_words_stays_the_label() -> None:
    labels = [amount.label for amount in read_cell("R4:5件 R5:6件").amounts]
    assert labels == ["R4", "R5"]


def test_unit_of_the_row() -> None:
    (amount,) = read_cell("1,550", unit="千人").amounts
    assert (amount.value, amount.unit) == (1_550_000, "人")


def test_what_is_read_by_nobody_is_said() -> None:
    reading = read_cell("5名×3回")
    assert [amount.value for amount in reading.amounts] == [5, 3]
    assert reading.unread == [(2, 3)]


def test_years_without_era_need_context() -> None:
    reading = read_cell("20件 (3年度)", context=year_context(["令和2年度"]))
    assert reading.period is not None
    assert reading.period.period.start == "2021-04-01"


# Issue: `normalise` gives periods and amounts in the order of the text; a number of a date is no amount
def test_expression_keeps_dates_and_amounts_apart() -> None:
    read = read_expression("令和3年度の12件を令和7・8年度までに約1,200件/年にする")
    assert [period.raw for period in read.periods] == ["令和3年度", "令和7・8年度までに"]
    assert [(a.value, a.unit, a.per, a.comparator) for a in read.amounts] == [
        (12, "件", None, "="),
        (1200, "件", "年", "~"),
    ]
    assert read.status == "value"


def test_expression_has_the_contract_shape() -> None:
    assert read_expression("3割").model_dump() == {
        "text": "3割",
        "periods": [],
        "amounts": [
            {"value": 30, "upper": None, "unit": "%", "per": None, "comparator": "=", "label": None, "note": None}
        ],
        "status": "value",
    }


@pytest.mark.parametrize(("text", "status"), [("令和6年度末", "text"), ("", "blank"), ("未実施", "not_implemented")])
def test_expression_status(text: str, status: str) -> None:
    assert read_expression(text).status == status


ALPHABET = "0123456789,. 一十百万件人年月回%約以上～-—△①※()（）:令和度未実施なしABのは\n"


@given(st.text(st.sampled_from(ALPHABET), max_size=40) | st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_never_raises(text: str) -> None:
    reading = read_cell(text, unit="千人")
    assert (reading.status == "value") == bool(reading.amounts)
    assert all(0 <= start < stop <= len(text) for start, stop in reading.unread)
    assert all(note.strip() == note != "" for note in reading.notes)
    assert read_expression(text).text == text


def _observations(node: object) -> Iterator[dict[str, object]]:
    if isinstance(node, dict):
        if "raw" in node and "amounts" in node:
            yield node
        for value in node.values():
            yield from _observations(value)
    elif isinstance(node, list):
        for value in node:
            yield from _observations(value)


@pytest.mark.parametrize("path", REFERENCES or [None], ids=lambda path: path.stem if path else "absent")
def test_every_observation_of_the_references(path: Path | None) -> None:
    if path is None:
        pytest.skip("the shared references are not here")
    for expected in _observations(json.loads(path.read_text(encoding="utf-8"))):
        reading = read_cell(str(expected["raw"]))
        amounts = [amount.model_dump() for amount in reading.amounts]
        assert (amounts, reading.status, reading.notes) == (
            expected["amounts"],
            expected["status"],
            expected["notes"],
        ), expected["raw"]
        if reading.period is not None:
            assert reading.period.period.model_dump() == expected["period"]
