"""Which characters are the same (DESIGN.md, "Types"; OUTPUT.md rule 10)."""

from __future__ import annotations

import importlib.util
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planextract.characters import fold, squeeze, tidy

FOLDED = [
    # full-width ASCII is narrow, with its punctuation
    ("Ｒ６（％）", "R6(%)"),
    ("１，２３４．５：６／７", "1,234.5:6/7"),
    ("！＂＃＄＆＇＊＋；＜＝＞？＠［＼］＾＿｀｛｜｝", "!\"#$&'*+;<=>?@[\\]^_`{|}"),
    ("￥１００", "¥100"),
    ("－５", "-5"),
    # half-width kana is wide, voicing marks join
    ("ｶﾞｲﾄﾞﾗｲﾝ", "ガイドライン"),
    ("ﾊﾟﾌﾞﾘｯｸ｡｢ｱ｣､ｰ", "パブリック。「ア」、ー"),
    ("ﾝﾞ", "ン゛"),
    ("か\u3099は\u309a", "がぱ"),
    # radicals, compatibility ideographs
    ("⾏政⻑の⺠⽣⻘年", "行政長の民生青年"),
    ("\ufa19社 \U0002f800", "神社 丽"),
    # era squares
    ("㍾㍽㍼㍻㋿", "明治大正昭和平成令和"),
    # blanks
    ("令和\u3000７\u00a0年\u2003度", "令和 7 年 度"),
    ("令\u200b和\ufeff", "令和"),
    ("葛\U000e0100城", "葛城"),
    # middle dots
    ("情報‧管理･運用", "情報・管理・運用"),
    # what carries meaning by its form stays
    ("①48.2% ②", "①48.2% ②"),
    ("5〜10 5～10 5~10", "5〜10 5～10 5~10"),
    ("−3 ‐ – — ―", "−3 ‐ – — ―"),
    ("㎡ ㎢ m² ½ ㍑ Ⅱ № ℃", "㎡ ㎢ m² ½ ㍑ Ⅱ № ℃"),
    ("コード・カナ", "コード・カナ"),
    ("行1\t行2\n", "行1\t行2\n"),
]

ODD = st.text(st.sampled_from("ｶﾞﾟ゛゜\u3099\u309aかハﾊ\u200b㍻㋿⾏⻑Ａ～　 ①\U000e0100令和‧･神"), max_size=12)


@pytest.mark.parametrize(("printed", "expected"), FOLDED)
def test_fold(printed: str, expected: str) -> None:
    assert fold(printed).string == expected


def test_jaconv_alone_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """CPython 3.13 and later have no mojimoji wheel."""
    monkeypatch.setitem(sys.modules, "mojimoji", None)
    specification = importlib.util.find_spec("planextract.characters")
    assert specification is not None
    assert specification.loader is not None
    alone = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(alone)
    assert alone.zen_to_han is None
    assert [alone.fold(printed).string for printed, _ in FOLDED] == [expected for _, expected in FOLDED]


def test_every_full_width_character_has_its_ascii_form() -> None:
    for code in range(0xFF01, 0xFF5E):
        assert fold(chr(code)).string == chr(code - 0xFEE0)


def test_every_kangxi_radical_is_an_ideograph() -> None:
    for code in range(0x2F00, 0x2FD6):
        assert unicodedata.name(fold(chr(code)).string).startswith("CJK UNIFIED IDEOGRAPH")


def test_what_needs_no_folding_is_the_same_object() -> None:
    printed = "令和7年度の計画 R6～R8"
    folded = fold(printed)
    assert folded.string is printed
    assert folded.span(0, len(printed)) == (0, len(printed))


@pytest.mark.parametrize(
    ("printed", "part", "expected"),
    [
        ("x㍻２６年", "平成26年", "㍻２６年"),
        ("x㍻２６年", "平", "㍻"),
        ("x㍻２６年", "成", "㍻"),
        ("ｱｶﾞｲ", "ガ", "ｶﾞ"),
        ("ｱｶﾞｲ", "イ", "ｲ"),
        ("\u200b令和", "令和", "令和"),
        ("葛\U000e0100城", "葛", "葛\U000e0100"),
        ("ｱﾝﾞｲ", "ン", "ﾝ"),
    ],
)
def test_span_gives_the_printed_characters(printed: str, part: str, expected: str) -> None:
    folded = fold(printed)
    at = folded.string.index(part)
    start, stop = folded.span(at, at + len(part))
    assert printed[start:stop] == expected


@given(st.one_of(st.text(), ODD))
def test_fold_is_idempotent_and_its_offsets_are_in_order(printed: str) -> None:
    folded = fold(printed)
    assert fold(folded.string).string == folded.string
    assert len(folded.offsets) == len(folded.string) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] == len(printed)
    assert all(0 <= offset <= len(printed) for offset in folded.offsets)


@given(ODD, st.data())
def test_every_span_is_a_span_of_the_print(printed: str, data: st.DataObject) -> None:
    folded = fold(printed)
    start = data.draw(st.integers(0, len(folded.string)))
    stop = data.draw(st.integers(start, len(folded.string)))
    first, last = folded.span(start, stop)
    assert 0 <= first <= last <= len(printed)
    assert (first < last) == (start < stop)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("⾏政⻑‧福祉課（ＩＣＴ）①", "行政長・福祉課（ＩＣＴ）①"),
        ("Ａ‧Ｂ", "Ａ‧Ｂ"),
        ("ｱﾌﾟﾘ㍻", "ｱﾌﾟﾘ㍻"),
    ],
)
def test_tidy_keeps_the_width(printed: str, expected: str) -> None:
    assert tidy(printed) == expected


@given(st.one_of(st.text(), ODD))
def test_tidy_keeps_the_length(printed: str) -> None:
    assert len(tidy(printed)) == len(printed)
    assert tidy(tidy(printed)) == tidy(printed)


@pytest.mark.parametrize(
    ("one", "other"),
    [("担 当\n課", "担当課"), ("目標値　（Ｒ８）", "目標値(R8)"), ("ｼｽﾃﾑ", "システム"), ("", "")],
)
def test_squeeze_compares_words(one: str, other: str) -> None:
    assert squeeze(one) == squeeze(other)
