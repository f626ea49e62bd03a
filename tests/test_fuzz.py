"""Whatever comes in: it is read or refused by a class of ours, and nothing of it is lost or stood on its head.

`HYPOTHESIS_PROFILE=long` looks a hundred times as long.
"""

from __future__ import annotations

import io
import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planextract import PlanextractError, api
from planextract.cli import main
from planextract.export import documents
from planextract.normalise.amounts import read_amounts
from planextract.normalise.expression import read_expression
from planextract.normalise.names import split_departments
from planextract.normalise.observation import read_cell
from planextract.normalise.periods import read_periods
from planextract.sources.pdf import read_pdf
from tests.made_pdf import MadePage, made_pdf
from tests.places import SAMPLES

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


def examples(count: int) -> settings:
    many = count * 100 if LONG else count
    return settings(max_examples=many, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not LONG)


HEADINGS = [
    *(
        "施策名",
        "担当課",
        "関係課等",
        "概要",
        "指標",
        "指標の考え方",
        "基準値",
        "現状値",
        "実績値",
        "目標値",
        "令和5年度実績",
        "令和8年度目標",
    ),
    *(
        "事務事業名",
        "評価",
        "達成状況",
        "今後の方向性",
        "事業費",
        "単位",
        "章",
        "番号",
        "区分",
        "年度ごとの取組",
        "計画期間",
        "目的",
        "対象",
    ),
]
PIECES = [
    *(
        "",
        "",
        "",
        " ",
        "○",
        "◎ 達成",
        "■ 市民向け □ 庁内向け",
        "→",
        "-",
        "―",
        "※調査中",
        "(8)",
        "1-2-(3)",
        "①48.2% ②3件",
        "12,345",
    ),
    *(
        "令和5年度",
        "R6",
        "令和7・8年度",
        "平成34年度末",
        "3年度",
        "令和3年(2021年) 月",
        "150万件",
        "10～20人",
        "約3,000円/年",
        "△4.5",
    ),
    *(
        "図書館",
        "市民課、税務課・保険課ほか",
        "花壇の手入れ",
        "窓口を予約できるようにします。",
        "第1章 暮らし",
        "【交通】",
        "<基本方針2> むだのない",
        "新規",
    ),
    *(
        "目次",
        "P12",
        "単位",
        "千円",
        "指標の設定はありません",
        "A",
        "|",
        ":",
        "\ufffd",
        "²٣",
        "𠮷",
        "<br>",
        "=1+1",
        "1 2 3",
        "妥当性",
        "有効性",
        "結果",
    ),
]
CELLS = st.one_of(st.sampled_from(HEADINGS), st.sampled_from(PIECES), st.text(max_size=12))
LINES = st.lists(CELLS, min_size=1, max_size=7).map("\t".join)
TEXTS = st.lists(LINES, min_size=1, max_size=24).map("\n".join)
SIGNS = "0123456789０１２３令和平成RH年度月日末まで~～-－.,/()（）①②約以上件人%％万千円か所あたり計: 　△▲十百二²٣½Ⅳ\n"
EXPRESSIONS = st.one_of(
    st.text(SIGNS, max_size=30), st.text(max_size=20), st.lists(st.sampled_from(PIECES)).map("".join)
)


def refused_or_read(data: bytes) -> None:
    try:
        document = api.parse(io.BytesIO(data), name="plan")
    except PlanextractError:
        return
    again = type(document).model_validate_json(documents.to_json(document))
    assert documents.to_json(again) == documents.to_json(document)
    coverage = document.coverage
    left = sum(len("".join(piece.text.split())) for piece in coverage.unconsumed)
    assert coverage.consumed <= coverage.characters <= coverage.consumed + left


@given(st.binary(max_size=400))
@examples(60)
def test_any_bytes(data: bytes) -> None:
    refused_or_read(data)


@given(TEXTS, st.sampled_from(["utf-8", "cp932", "utf-16", "euc_jp", "iso2022_jp"]))
@examples(120)
def test_any_text(text: str, encoding: str) -> None:
    refused_or_read(text.encode(encoding, "replace"))


@given(EXPRESSIONS)
@examples(200)
def test_normalisers_divide_and_invent_nothing(text: str) -> None:
    for found in (*read_periods(text), *read_amounts(text)):
        assert 0 <= found.start < found.stop <= len(text)
    read_expression(text)
    read_cell(text, unit="千人")
    ends = [0]
    for name, start, stop in split_departments(text):
        assert name
        assert ends[-1] <= start < stop <= len(text)
        ends.append(stop)


NUMBERS = st.integers(0, 60).map(lambda number: number * 10)
RULES = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=30)
WORDS = st.lists(
    st.tuples(NUMBERS, NUMBERS, st.sampled_from(["施策名", "担当課", "花", "8件", "|", "a:b"])), max_size=15
)


@given(st.lists(st.tuples(RULES, WORDS), min_size=1, max_size=3))
@examples(60)
def test_any_rules_and_words_on_pages(drawn: list[tuple[list[tuple[int, ...]], list[tuple[int, int, str]]]]) -> None:
    pages = []
    for rules, words in drawn:
        page = MadePage()
        for x0, y0, x1, y1 in rules:
            page.line(x0, y0, x1, y1)
        for x, y, string in words:
            page.words(x, y, string)
        pages.append(page)
    try:
        reading = read_pdf(made_pdf(*pages), name="plan.pdf")
    except PlanextractError:
        return
    for table in reading.tables:
        places = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(set(places)) == len(places)
        assert all(row < len(table.rows) and column < table.width for row, column in places)


@pytest.mark.parametrize(
    "text",
    [
        # Found by the tests here: a row of headings and nothing else; a row without cells above results.
        "<基本方針2> むだの ない行政運営の推進\t<1> \ufffd\n\t\t(8) 地図台帳の共有\n<2> 働き方の見直しの推進\n",
        "施策名\t施策名\t施策名\t施策名\t指標\t施策名\t施策名\n施策名\n施策名\t施策名\t施策名\t担当課\t評価\t施策名\t施策名\n",
    ],
)
def test_texts_that_were_found(text: str) -> None:
    refused_or_read(text.encode())


def test_words_that_look_like_the_separators_of_a_key() -> None:
    """Found by changing bytes of a good file: rows over a page break are compared by what they say."""
    page = MadePage().grid((50, 150, 250), (700, 730, 760, 790)).words(60, 720, "a|b:c")
    again = MadePage().grid((50, 150, 250), (40, 70, 100)).words(60, 60, "a|b:c").words(60, 90, "花|壇")
    assert [len(table.rows) for table in read_pdf(made_pdf(page, again), name="plan.pdf").tables] == [4]


def mutated(seed: int) -> bytes:
    """A good file with something wrong in it."""
    chance = random.Random(seed)
    page = MadePage().grid((50, 150, 250, 350), (100, 130, 160))
    sources = [made_pdf(page.words(60, 120, "施策名").words(160, 120, "担当課").words(60, 150, "花壇"))]
    sources += [(SAMPLES / "pdf" / "sakata-chromium.pdf").read_bytes(), (SAMPLES / "hadano.txt").read_bytes()]
    data = bytearray(chance.choice(sources))
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.randrange(100)]
        elif kind == 2:
            data[at:at] = data[chance.randrange(len(data)) :][: chance.randrange(200)]
        else:
            number = chance.choice((b"0", b"-1", b"2147483648", b"99999999999999999999", b"1e30"))
            data[at : at + 2] = number
    return bytes(data)


def test_good_files_with_something_wrong_in_them(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for seed in range(4_000 if LONG else 40):
        (folder / f"{seed}.pdf").write_bytes(mutated(seed))
    main(["batch", "-q", str(folder), "-o", str(tmp_path / "out"), "--timeout", "30", "--page-timeout", "10"])
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert not {"bug", "crash", "killed", "timeout"} & set(told["failures"]), told["failures"]
