"""The text source: encodings, lines, tables amid prose, fragments of markup, limits and bad input. All text is invented."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planextract import sources
from planextract.errors import InputError, LimitError, PlanextractError, UnsupportedInputError, UsageError
from planextract.schema import LinePlace
from planextract.sources import fragments
from planextract.table import Paragraph, Reading

SHEET = """みどり市民カード推進計画

第1章 窓口のくらし
番号\t施策名\t担当課\t基準値\t目標値
1-1\t証明書のオンライン申請\t市民課、情報課\t1,200件/年\t約3,000件/年
1-2\t図書館カードとの一体化\t図書館\t―\t①5館 ②2館

※ 基準値は令和4年度末の数値です。
"""


def read(text: str | bytes, **options: str) -> Reading:
    data = text.encode("utf-8") if isinstance(text, str) else text
    return sources.read(io.BytesIO(data), **options)


def grid(text: str | bytes) -> list[list[list[str]]]:
    """The tables of a text as nested lists of strings."""
    return [[[cell.text.string for cell in row] for row in table.rows] for table in read(text).tables]


def cell(raw: str) -> str:
    """What a cell says in which `raw` is printed."""
    return grid(f"見出し\t{raw}\n")[0][0][1]


def prose(text: str) -> list[str]:
    return [block.text.string for block in read(text).blocks if isinstance(block, Paragraph)]


def outline(text: str) -> list[str]:
    """Each block in a few characters: a paragraph's text, a table's row lengths."""
    return [
        block.text.string if isinstance(block, Paragraph) else "/".join(str(len(row)) for row in block.rows)
        for block in read(text).blocks
    ]


def codes(reading: Reading) -> list[str]:
    return [diagnostic.code for diagnostic in reading.report.found]


def words(reading: Reading) -> list[list[str]]:
    return [
        [block.text.string] if isinstance(block, Paragraph) else [c.text.string for c in block.cells]
        for block in reading.blocks
    ]


class TestReading:
    def test_identity_of_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "計画.dat"
        path.write_bytes(SHEET.encode())
        reading = sources.read(path)
        assert reading.name == "計画.dat"
        assert reading.sha256 == hashlib.sha256(SHEET.encode()).hexdigest()
        assert (reading.media_type, reading.page_count) == ("text/plain", None)
        assert sources.read(str(path), name="別名.txt").name == "別名.txt"

    def test_streams(self) -> None:
        assert read(SHEET).name == "-"
        assert read(SHEET, name="stdin.txt").name == "stdin.txt"
        with pytest.raises(UsageError, match="binary mode"):
            sources.read(io.StringIO(SHEET))  # type: ignore[arg-type]

    def test_blocks_in_reading_order(self) -> None:
        assert outline(SHEET) == [
            "みどり市民カード推進計画",
            "第1章 窓口のくらし",
            "5/5/5",
            "※ 基準値は令和4年度末の数値です。",
        ]

    def test_cells_know_their_place(self) -> None:
        reading = read(SHEET)
        table = reading.tables[0]
        places = {c.text.string: c.text.provenance for c in table.cells}
        assert places["番号"] == [LinePlace(line=4, column=1)]
        assert places["①5館 ②2館"] == [LinePlace(line=6, column=5)]
        assert [(c.row, c.column) for c in table.rows[2]] == [(2, i) for i in range(5)]
        assert (table.width, table.exact) == (5, False)
        assert all((c.row_span, c.column_span, c.arrow, c.crossed_out) == (1, 1, False, False) for c in table.cells)
        paragraph = reading.blocks[-1]
        assert isinstance(paragraph, Paragraph)
        assert paragraph.text.provenance == [LinePlace(line=8, column=1)]
        assert table.rows[1][2].text.slice(4).provenance == [LinePlace(line=5, column=3)]

    def test_an_empty_cell_knows_its_place_too(self) -> None:
        empty = read("a\t\tb").tables[0].rows[0][1]
        assert (empty.text.string, bool(empty.text)) == ("", False)
        assert empty.text.provenance == [LinePlace(line=1, column=2)]
        assert empty.text.strip().provenance == empty.text.provenance


ENCODINGS = ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
NEWLINES = ["\n", "\r\n", "\r"]


class TestEncodings:
    @pytest.mark.parametrize("newline", NEWLINES, ids=repr)
    @pytest.mark.parametrize("encoding", ENCODINGS)
    def test_every_encoding_and_newline(self, encoding: str, newline: str) -> None:
        text = SHEET.replace("①", "").replace("②", "").replace("―", "-")
        reading = read(text.replace("\n", newline).encode(encoding))
        assert words(reading) == words(read(text))
        assert codes(reading) == []
        assert [c.text.provenance for c in reading.tables[0].cells] == [
            c.text.provenance for c in read(text).tables[0].cells
        ]

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_utf_16_with_a_mark_either_way(self, encoding: str) -> None:
        data = ("\ufeff" + SHEET).encode(encoding)
        assert words(read(data)) == words(read(SHEET))

    def test_mixed_newlines_count_as_an_editor_counts_them(self) -> None:
        reading = read("一\r二\r\n三\n\n五\u2028同じ五\ta\u2029b\n六\tc")
        assert [c.text.provenance[0].line for c in reading.tables[0].cells] == [5, 5, 6, 6]  # type: ignore[union-attr]
        assert [c.text.string for c in reading.tables[0].cells] == ["五\n同じ五", "a\nb", "六", "c"]

    def test_prose_with_breaks_inside_its_line(self) -> None:
        reading = read("前半\u2028後半\v終わり")
        assert words(reading) == [["前半"], ["後半"], ["終わり"]]

    @pytest.mark.parametrize("encoding", ["euc_jp", "iso2022_jp"])
    def test_rows_of_windows_in_euc_and_iso_2022(self, encoding: str) -> None:
        pairs = {"①": b"\x2d\x21", "㈱": b"\x2d\x6a", "髙": b"\x7c\x62", "Ⅳ": b"\x2d\x38"}
        high = 0x80 if encoding == "euc_jp" else 0
        raw = b"".join(bytes(byte | high for byte in pair) for pair in pairs.values())
        raw = raw if high else b"\x1b$B" + raw + b"\x1b(B"
        data = "番号\t担当者の氏名と所属をここに書く\n".encode(encoding) + b"1\t" + raw + b"\n"
        assert grid(data)[0][1] == ["1", "".join(pairs)]

    def test_jis_x_0213_and_half_width_katakana(self) -> None:
        assert grid("薬価の表\tほしい俱楽部の数\n".encode("euc_jis_2004"))[0][0][1] == "ほしい俱楽部の数"
        assert grid("ﾊﾞｽ路線の見直し\tｶｰﾄﾞを配る\n".encode("cp932"))[0][0] == ["ﾊﾞｽ路線の見直し", "ｶｰﾄﾞを配る"]
        assert grid(b"\x1b(I\x36\x45\x1b(B\t1\n")[0][0] == ["ｶﾅ", "1"]

    @pytest.mark.parametrize("lines", [1, 2, 3, 6])
    @pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
    @pytest.mark.parametrize(
        "line",
        [
            "施策名\t防災無線の更新",
            "担当課\t総務課、財政課",
            "実績値\t令和五年度末 延べ二十件",
            "市民向けの講座を公民館でひらく。",
            "主要地方道路網整備促進協議会",
            "ネットワーク\tセンター",
        ],
    )
    def test_cp932_against_euc_jp(self, line: str, encoding: str, lines: int) -> None:
        assert words(read((line + "\n").encode(encoding) * lines)) == words(read((line + "\n") * lines))

    def test_a_handful_of_characters_is_doubtful(self) -> None:
        reading = read("件\t数".encode("cp932"))
        assert codes(reading) == ["encoding-doubtful"]
        assert "cp932" in reading.report.found[0].message
        assert words(reading) == [["件", "数"]]

    def test_damaged_characters_are_said(self) -> None:
        data = bytearray((SHEET * 3).encode())
        data[data.index("窓".encode())] = 0xFF
        reading = read(bytes(data))
        assert codes(reading) == ["encoding-doubtful"]
        assert "first in line 3" in reading.report.found[0].message
        assert any("\ufffd" in word for block in words(reading) for word in block)

    def test_damage_beside_the_rows_of_windows(self) -> None:
        text = "番号\t担当者の氏名と所属をここに書く\n".encode("euc_jp") * 9
        assert words(read(text + b"\xad\xa1\t\xa4\xa2\xff\n"))[0][-2:] == ["①", "あ\ufffd"]
        text = "番号\t担当者の氏名と所属をここに書く\n".encode("iso2022_jp") * 9
        reading = read(text + b"\x1b$B-!$\n\tb\n")
        assert codes(reading) == ["encoding-doubtful"]
        assert "iso2022_jp" in reading.report.found[0].message

    def test_much_damage_is_refused(self) -> None:
        with pytest.raises(InputError, match="byte 4 in line 2"):
            read(b"ab\n" + b"\xff\xfd" * 40 + "é\n".encode("latin-1"))

    def test_damage_costs_no_more_the_more_there_is(self) -> None:
        for data in (b"\xa4\xa2\xff" * 200_000, b"\xed\xa0\x80" * 200_000):
            with pytest.raises(InputError, match="no Japanese encoding"):
                read(data)

    def test_a_text_in_no_japanese_encoding(self) -> None:
        text = "Étude des coûts réalisés à Genève pour les élèves\tété prochain, déjà prévu\n" * 3
        with pytest.raises(InputError, match=r"byte 1 in line 1 does not fit \(.*--input-encoding NAME"):
            read(text.encode("cp1252"))
        assert read(text.encode("cp1252"), encoding="cp1252").tables

    def test_a_forced_encoding(self) -> None:
        assert words(read(SHEET.encode("cp932"), encoding="Shift_JIS")) == words(read(SHEET))
        assert words(read(SHEET.encode("utf-8-sig"), encoding="utf-8")) == words(read(SHEET))
        assert words(read("データ\tA".encode("utf-16-le"), encoding="utf-16-le")) == [["データ", "A"]]

    @pytest.mark.parametrize("encoding", ["klingon", "", "hex", "zlib", "idna", "unicode_escape", "a\0b", "日本語"])
    def test_an_encoding_that_does_not_exist(self, encoding: str) -> None:
        with pytest.raises(UsageError, match="unknown encoding"):
            read(SHEET, encoding=encoding)

    @pytest.mark.parametrize(
        ("encoding", "place"),
        [
            ("cp932", "byte 4 in line 2"),
            ("euc-jp", "byte 4 in line 2"),
            ("iso-2022-jp", "line 2"),
            ("ascii", "byte 4 in line 2"),
        ],
    )
    def test_a_forced_encoding_that_does_not_fit(self, encoding: str, place: str) -> None:
        with pytest.raises(InputError, match=f"not {encoding}.*{place}.*--input-encoding"):
            read(b"ab\n\x81\x20\xff", encoding=encoding)

    def test_a_forced_encoding_that_reads_badly_is_doubtful(self) -> None:
        assert codes(read("いろは".encode("cp932") * 30, encoding="utf-16-be")) == ["encoding-doubtful"]

    def test_lone_surrogates_never_get_through(self) -> None:
        with pytest.raises(InputError):
            read(b"a\t\xed\xa0\x80\n")
        assert "\ufffd" in words(read(b"a\t+2AA-\n" * 3, encoding="utf-7"))[0][1]

    def test_control_characters(self) -> None:
        reading = read("課\0名\tA\x07\x1bBC\x7fDE\x9fFG\ufeff\n" + "次の行です\t次のセルです\n" * 5)
        assert words(reading) == [["課名", "ABCDEFG", *["次の行です", "次のセルです"] * 5]]
        assert codes(reading) == ["control-characters"]
        assert "6 control" in reading.report.found[0].message
        assert reading.report.found[0].provenance == [LinePlace(line=1, column=1)]


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (b"%PDF-1.7\n%\xe2\xe3", "this is a PDF, not a text"),
            (b"\xef\xbb\xbf%PDF-1.4\n", "PDF"),
            (b"HTTP junk\r\n%PDF-1.4\n1 0 obj\nendobj", "PDF"),
            (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "old Office"),
            (b"{\\rtf1\\ansi}", "Rich Text"),
            (b"\x1f\x8b\x08\0", "gzip"),
            (b"<!DOCTYPE html><title>404</title>Not found", "HTML"),
            ("\ufeff<?xml version='1.0'?><計画/>".encode("utf-16"), "XML"),
        ],
    )
    def test_documents_of_other_kinds(self, data: bytes, kind: str) -> None:
        with pytest.raises(UnsupportedInputError, match=kind) as caught:
            read(data, name="計画.txt")
        assert caught.value.exit_code == 3
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize(
        ("entry", "kind"), [("xl/workbook.xml", "Excel"), ("word/document.xml", "Word"), ("a.txt", "zip archive")]
    )
    def test_archives(self, tmp_path: Path, entry: str, kind: str) -> None:
        path = tmp_path / "a.csv"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(entry, "x" * 100)
        with pytest.raises(UnsupportedInputError, match=kind):
            sources.read(path)

    @pytest.mark.parametrize(
        "data", [bytes(1000), bytes(range(256)) * 8, b"\x00\x01\x02\x03" * 50, b"\x1b$B", b"\xff\xfe", b"a\x01\x02"]
    )
    def test_binary_rubbish(self, data: bytes) -> None:
        with pytest.raises(InputError) as caught:
            read(data)
        assert "\n" not in str(caught.value)

    def test_text_that_speaks_of_pdf_is_text(self) -> None:
        assert prose("この計画は\n%PDF-1.7 形式で公開しています。")[0] == "この計画は"

    @pytest.mark.parametrize("data", [b"", b" \n\t\n\x0c\r\n", "\u3000\u2028\n".encode(), b"\xef\xbb\xbf"])
    def test_nothing_in_it(self, data: bytes) -> None:
        with pytest.raises(InputError, match=r"empty|blanks"):
            read(data)

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"nowhere\.txt: there is no such file"):
            sources.read(tmp_path / "nowhere.txt")
        with pytest.raises(InputError, match="folder"):
            sources.read(tmp_path)
        with pytest.raises(InputError, match="cannot be read"):
            sources.read("a\0b")

    def test_no_permission(self, tmp_path: Path) -> None:
        path = tmp_path / "secret.txt"
        path.write_text(SHEET, encoding="utf-8")
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("this user may read everything")
        with pytest.raises(InputError, match="permission"):
            sources.read(path)

    def test_a_file_above_the_limit(self, tmp_path: Path) -> None:
        path = tmp_path / "large.txt"
        with path.open("wb") as stream:
            stream.truncate(200_000_000)
        with pytest.raises(LimitError, match=r"large\.txt: .*64 MiB") as caught:
            sources.read(path)
        assert caught.value.exit_code == 8

    @pytest.mark.parametrize("separator", ["\t", ",", "|"])
    def test_five_thousand_columns(self, separator: str) -> None:
        row = separator.join(["値"] * 5000)
        rule = separator.join(["-"] * 5000) if separator == "|" else row
        with pytest.raises(LimitError, match=r"line 1: a row of 5,000 cells.*1,000 columns"):
            read(f"{row}\n{rule}\n")

    @pytest.mark.parametrize("separator", ["\t", ",", "\n", "\f"])
    def test_a_million_cells(self, separator: str) -> None:
        with pytest.raises(LimitError, match="lines and cells"):
            read("あ" + separator * 1_000_001)

    def test_a_line_of_ten_megabytes(self) -> None:
        reading = read("あ" * 3_400_000 + "\t<p>い</p>\n")
        assert [len(c.text) for c in reading.tables[0].cells] == [3_400_000, 1]


class TestTables:
    @pytest.mark.parametrize(
        ("text", "shape"),
        [
            ("a\tb\n\nc\td", ["2", "2"]),
            ("a\tb\n\u3000\nc\td", ["2", "2"]),
            ("表題\na\tb\n※注", ["表題", "2", "※注"]),
            ("a\tb\tc\nd\ne\tf\t\t\t", ["3", "d", "5"]),
            ("a\tb\f\nc\td", ["2", "2"]),
            ("a\tb\n\fc\td", ["2", "2"]),
            ("前の頁\f次の頁", ["前の頁", "次の頁"]),
            ("\t\t\na\tb\n\t\t\nc\td\n\t\t\n", ["2/3/2"]),
            ("\t字下げの段落\n\tもう一つ", ["字下げの段落", "もう一つ"]),
            ("\t\tc", ["3"]),
            ("a\t\t\n", ["3"]),
        ],
    )
    def test_where_a_table_starts_and_ends(self, text: str, shape: list[str]) -> None:
        assert outline(text) == shape

    def test_rows_are_given_as_printed(self) -> None:
        assert grid("番号\t名称\t課\n1\t橋の点検\n2\t\t\t土木課 \t\n") == [
            [["番号", "名称", "課"], ["1", "橋の点検"], ["2", "", "", "土木課", ""]]
        ]
        assert read("番号\t名称\t課\n2\t\t\t土木課\t\n").tables[0].width == 5

    def test_blanks_inside_stay(self) -> None:
        assert cell("  橋  の　点検　 ") == "橋  の　点検"
        assert prose("　第 1 章   概要 ") == ["第 1 章   概要"]

    def test_a_section_row_whose_tabs_were_stripped(self) -> None:
        text = "番号\t名称\t課\n第1章 道路\n1 橋\n1\t点検\t土木課\n第2章 水道\n2\t更新\t水道課\n"
        assert outline(text) == ["3/1/1/3/1/3"]
        assert read(text).tables[0].rows[1][0].text.provenance == [LinePlace(line=2, column=1)]

    @pytest.mark.parametrize(
        "line",
        [
            "この章では道路について述べる。",
            "※ 令和5年度から始める",
            "# 第2章",
            "長い見出し" * 20,
        ],
    )
    def test_prose_between_rows_parts_tables(self, line: str) -> None:
        assert len(read(f"番号\t名称\t課\n1\t点検\t土木課\n{line}\n2\t更新\t水道課\n").tables) == 2

    def test_a_heading_between_forms_parts_them(self) -> None:
        form = "名称\t{}\t番号\t{}\n課\t土木課\t\t\n"
        assert outline(form.format("橋", 1) + "二つ目\n" + form.format("道", 2)) == ["4/4", "二つ目", "4/4"]

    def test_a_cell_printed_over_several_lines(self) -> None:
        text = "番号\t内容\t課\n1\t橋を点検し\n結果を公表し\n直す\t土木課\n2\t更新\t水道課\n"
        table = read(text).tables[0]
        assert [c.text.string for c in table.rows[1]] == ["1", "橋を点検し\n結果を公表し\n直す", "土木課"]
        assert table.rows[1][1].text.provenance == [LinePlace(line=2, column=2)]
        assert table.rows[1][2].text.provenance == [LinePlace(line=4, column=3)]

    def test_quoted_cells_with_line_ends(self) -> None:
        text = '番号\t内容\t課\n1\t"橋を""点検""し\n\n直す"\t土木課\n2\t"更新"\t"水道課"\n"3"\t"橋"\t"道"\n'
        assert grid(text) == [
            [
                ["番号", "内容", "課"],
                ["1", '橋を"点検"し\n直す', "土木課"],
                ["2", '"更新"', '"水道課"'],
                ["3", "橋", "道"],
            ]
        ]
        assert read(text).tables[0].rows[2][0].text.provenance == [LinePlace(line=5, column=1)]

    @pytest.mark.parametrize(
        "text",
        [
            '4月\t開始\n"\t募集\n"\t閉会\n',
            '開始\t"\n募集\t"\n閉会\t"\n',
            '開始\t"閉じない\n\n本文が続く。\n',
            '"閉じない\n本文が\n続く"\n',
        ],
    )
    def test_quotes_that_are_no_quotes(self, text: str) -> None:
        assert "".join(word for block in words(read(text)) for word in block) == re.sub(r"\s", "", text)

    def test_markdown_pipe_tables(self) -> None:
        text = "題\n| 番号 | 名称 |\n|:--|--:|\n| 1 | 橋\\|道 |\n| 2 | **水** |\n続き\n\na | b\n- | -\nc | d\n"
        assert outline(text) == ["題", "2/2/2", "続き", "2/2"]
        assert grid(text)[0] == [["番号", "名称"], ["1", "橋|道"], ["2", "水"]]
        assert read(text).tables[0].rows[1][1].text.provenance == [LinePlace(line=4, column=2)]
        assert outline("a | b は記号\n--- だけ\nc") == ["a | b は記号", "--- だけ", "c"]


class TestCommaSeparated:
    TEXT = '番号,名称,件数\r\n1,"橋の""点検"", 道","1,200"\r\n2,"二行の\r\n名称",300\r\n3,,\r\n'

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc_jp"])
    def test_a_whole_file_is_one_table(self, encoding: str) -> None:
        assert grid(self.TEXT.encode(encoding)) == [
            [["番号", "名称", "件数"], ["1", '橋の"点検", 道', "1,200"], ["2", "二行の\n名称", "300"], ["3", "", ""]]
        ]

    def test_lines_are_those_of_the_file(self) -> None:
        table = read(self.TEXT).tables[0]
        assert table.rows[2][1].text.provenance == [LinePlace(line=3, column=2)]
        assert table.rows[3][0].text.provenance == [LinePlace(line=5, column=1)]

    def test_lines_around_the_table(self) -> None:
        rows = "".join(f"{i},橋,{i}件\n" for i in range(9))
        assert outline(f"橋の計画\n\n{rows}以上\n") == ["橋の計画", "/".join("3" * 9), "以上"]

    @pytest.mark.parametrize(
        "text",
        [
            "合計は1,200件\n次は3,400件\nその次は5,600件",
            "1,200\n3,400\n5,600",
            "一行だけ,の文",
            "本文です。\n続きです。\nここに,一つ。\n終わり。",
            'a,"b\nc,d\n',
        ],
    )
    def test_prose_with_commas_is_prose(self, text: str) -> None:
        assert read(text).tables == []
        assert "".join(prose(text)) == text.replace("\n", "")


class TestFragments:
    @pytest.mark.parametrize(
        ("raw", "clean"),
        [
            ("<p>一つ目。</p> <p>二つ目。</p>", "一つ目。\n二つ目。"),
            ('<p style="text-align: center;">中央</p>', "中央"),
            ("<P>大文字</P>", "大文字"),
            ("一<br>二<br/>三<BR />四", "一\n二\n三\n四"),
            ('<ul style="list-style-type: none"> ・甲 ・乙', "・甲 ・乙"),
            ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
            ("<ol><li> 甲 <li> 乙 </ol>", "甲\n乙"),
            ("<h4>題</h4> <p>文</p>", "題\n文"),
            ("<div><b>太</b><strong>字</strong><span class='x'>列</span></div>", "太字列"),
            ("<table><tr><th>甲</th><td>乙</td></tr><tr><td>丙</td></tr></table>", "甲  乙\n丙"),
            ("10<sup>2</sup>m", "10²m"),
            ("電子計算機<sup>※1</sup>の", "電子計算機※1の"),
            ("CO<sub>2</sub>", "CO2"),
            ('<input type="checkbox" checked=""/> 市民 <input type="checkbox"> 庁内', "☑ 市民 □ 庁内"),
            ('<input checked type="radio"> はい', "☑ はい"),
            ('<input data-checked="1" type="checkbox"> いいえ', "□ いいえ"),
            ('<img src="a.png">図', "図"),
            ("<!-- 注 -->本文", "本文"),
            ("&lt;p&gt; A&amp;B &#x2460;&#9313;&nbsp;C&hellip;", "<p> A&B ①② C…"),
            ("R&D と A&B;、&unknown; &copy", "R&D と A&B;、&unknown; &copy"),
            ("甲&#9;乙&#10;丙&#0;", "甲 乙 丙\ufffd"),
            ("**太字**と**もう*一*つ**", "太字ともう*一*つ"),
            ("<b>閉じない", "<b>閉じない"),
            ("<p>閉じない", "閉じない"),
            ("閉じるだけ</p></b>", "閉じるだけ"),
            ("RPA^{※2}と10^{2}と[^3]", "RPA※2と10²と³"),
            ("![](image.png) 図1 ![写真](b.jpg)", "図1 写真"),
            ("<https://example.org/a?b=1> を参照", "https://example.org/a?b=1 を参照"),
        ],
    )
    def test_markup_is_taken_off(self, raw: str, clean: str) -> None:
        assert cell(raw) == clean

    @pytest.mark.parametrize(
        "text",
        [
            "事業推進計画<1>",
            "<基本方針1> 便利なまち",
            "＜1＞ ‹基本方針1›",
            "評価<A>から<B>へ",
            "x < y かつ y > z",
            "<p に似た 文字",
            "<b 案> の採用",
            "<u1>",
            "** 注 ** 5**",
            "****",
            "a * b * c",
            "- 3 -",
            "2^3",
            "[1] と (^^)",
            "<>",
            "</>",
            "すごい！[別紙](1)",
        ],
    )
    def test_what_may_be_text_stays(self, text: str) -> None:
        assert cell(text) == text
        assert prose(text) == [text]

    @pytest.mark.parametrize(
        ("raw", "clean"),
        [
            ("# 第1章 道路", ["第1章 道路"]),
            ("### 3.1 橋 ###", ["3.1 橋"]),
            ("#1 橋", ["#1 橋"]),
            ("- ◆ 甲", ["◆ 甲"]),
            ("  * (1) 乙", ["(1) 乙"]),
            ("- 1 概要 - 4 -", ["1 概要 - 4 -"]),
            ("- 4 -", ["- 4 -"]),
            ("- 12", ["- 12"]),
            ("- ふつうの文", ["- ふつうの文"]),
            ("**題が\n二行に続く**", ["題が", "二行に続く"]),
            ("**開いたまま\n\n次の段落**", ["**開いたまま", "次の段落**"]),
            ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
            ("<p>\n甲\n</p>", ["甲"]),
        ],
    )
    def test_marks_of_prose(self, raw: str, clean: list[str]) -> None:
        assert prose(raw) == clean

    def test_html_over_several_lines_is_one_cell(self) -> None:
        text = "趣旨\t<p>一行目\n\n二行目</p> <p>三\n行目</p>\t終わり\n課\t<ul><li>甲\n<li>乙</ul>\n\n本文\n"
        assert grid(text) == [[["趣旨", "一行目\n二行目\n三\n行目", "終わり"], ["課", "甲\n乙"]]]
        table = read(text).tables[0]
        assert [c.text.provenance[0].line for c in table.cells] == [1, 1, 4, 5, 5]  # type: ignore[union-attr]
        assert prose(text) == ["本文"]

    def test_a_first_cell_over_several_lines(self) -> None:
        assert grid("<p>一\n\n二</p>\t甲\n三\t乙\n") == [[["一\n二", "甲"], ["三", "乙"]]]

    def test_an_unclosed_tag_swallows_nothing(self) -> None:
        rows = "平成1年\t<ul> ・甲\n平成2年\t<ul> ・乙\n"
        rest = "本文。\n" * 300
        assert outline(rows + "\n" + rest) == ["2/2", *["本文。"] * 300]
        assert outline("甲\t<p>乙\n" + rest + "</p>\n")[:2] == ["2", "本文。"]
        assert outline("甲\t<p>乙\n丙</b>\n") == ["2", "丙"]

    def test_open_and_closed_tags(self) -> None:
        assert dict(fragments.open_tags("<p>a<ul><li>b</li><br>")) == {"p": 1, "ul": 1}
        assert dict(fragments.open_tags("c</p>", {"p": 1})) == {}
        assert fragments.closed_tags("a</p><ul></ul></li>") == {"p", "li"}


MARKUP = '<&*^![]`|"#-,\\$'
PRINTED = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"], exclude_characters=MARKUP)
)
ROWS = st.lists(st.lists(PRINTED, min_size=2, max_size=6), min_size=1, max_size=8)
WEIRD = st.text(st.sampled_from('<p></ul>&#;\t\n\r\f\v"*|-,^{}[]!甲乙１a \u3000\u2028\0'), max_size=80)


class TestProperties:
    @given(st.binary(max_size=300))
    @settings(max_examples=300, deadline=None)
    def test_any_bytes_give_a_reading_or_one_line(self, data: bytes) -> None:
        with contextlib.suppress(PlanextractError):
            assert read(data).blocks

    @given(WEIRD, st.sampled_from(["utf-8", "cp932", "euc_jp", "utf-16"]))
    @settings(max_examples=400, deadline=None)
    def test_any_mixture_of_marks(self, text: str, encoding: str) -> None:
        try:
            reading = read(text.encode(encoding, "ignore"))
        except InputError:
            return
        for block in words(reading):
            for word in block:
                assert word == word.strip()
                assert not set("\t\r\f\v\0\u2028") & set(word)
        for table in reading.tables:
            assert table.width == max(len(row) for row in table.rows)
            assert all(c.text.provenance for c in table.cells)

    @given(ROWS)
    @settings(max_examples=300, deadline=None)
    def test_every_printed_character_is_in_one_cell(self, rows: list[list[str]]) -> None:
        text = "".join("\t".join(row) + "\n" for row in rows)
        if not text.strip():
            return
        reading = read(text)
        got = "".join(word for block in words(reading) for word in block)
        assert re.sub(r"\s", "", got) == re.sub(r"\s", "", text)
        for table in reading.tables:
            for printed in table.cells:
                place = printed.text.provenance[0]
                assert isinstance(place, LinePlace)
                assert printed.text.string == rows[place.line - 1][place.column - 1].strip()

    @given(WEIRD)
    @settings(max_examples=300, deadline=None)
    def test_clean_words_have_no_blanks_around_paragraphs(self, raw: str) -> None:
        lines = fragments.clean(raw).split("\n")
        assert lines == [""] or all(line and line == line.strip() for line in lines)


SHARED = Path(os.environ.get("PLANEXTRACT_SHARED", Path(__file__).parents[2] / "shared"))
DOCUMENTS = sorted((SHARED / "documents").glob("*.txt"))
A_KNOWN_TAG = re.compile(
    r"</?(?:p|br|[uo]l|li|b|strong|span|su[pb]|h[1-6]|div|table|t[rdh]|input)(?:\s[^<>]*)?/?>", re.I
)


@pytest.mark.skipif(not DOCUMENTS, reason="the shared documents are not here")
class TestRealDocuments:
    @pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
    def test_every_line_with_tabs_is_a_row(self, path: Path) -> None:
        reading = sources.read(path)
        lines = path.read_text(encoding="utf-8").split("\n")
        assert sum(len(table.rows) for table in reading.tables) == sum("\t" in line for line in lines)
        for word in (word for block in words(reading) for word in block):
            assert not A_KNOWN_TAG.search(word)
            assert "\t" not in word
        for table in reading.tables:
            for printed in table.cells:
                place = printed.text.provenance[0]
                assert isinstance(place, LinePlace)
                raw = lines[place.line - 1].split("\t")[place.column - 1]
                assert printed.text.string == raw.strip() or "<" in raw or "^{" in raw

    @pytest.mark.parametrize("encoding", ["cp932", "euc_jis_2004", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
    def test_the_same_in_every_encoding(self, path: Path, encoding: str) -> None:
        text = path.read_text(encoding="utf-8")
        data = text.encode(encoding, "ignore")
        reading = sources.read(io.BytesIO(data))
        assert words(reading) == words(read(data.decode(encoding)))
        assert codes(reading) == []
