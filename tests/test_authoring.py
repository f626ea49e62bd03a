"""Declarations in files of the user's own: how they are loaded and refused, and how they are drafted."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from planextract import parse
from planextract.api import Drafted, draft_parser, draw, load_parser, parser_declaration
from planextract.cli import main
from planextract.errors import ParserError
from planextract.parsers.parser import Parser
from planextract.record import Role
from tests.made_pdf import MadePage, made_pdf

HEAD = "from planextract.parsers.parser import Evidence, Parser\nfrom planextract.record import Role\n"
PLAN = "みなと市波止場計画\n\nやること\t係\n岸をなおす\t港課\n灯をともす\t道路課\n"

Declare = Callable[[str], Path]


@pytest.fixture
def declare(tmp_path: Path) -> Declare:
    """Writes a declaration: the lines stand from line 3 on."""

    def written(lines: str) -> Path:
        path = tmp_path / "my_city.py"
        path.write_text(HEAD + lines, encoding="utf-8")
        return path

    return written


def drafted(printed: str, parser_id: str = "my_city") -> Drafted:
    return draft_parser(BytesIO(printed.encode()), parser_id, name="plan.txt")


def declared(file: str, declare: Declare) -> Parser:
    path = declare("")
    path.write_text(file, encoding="utf-8")
    return load_parser(path)


class TestLoading:
    def test_a_declaration_reads_documents(self, declare: Declare) -> None:
        path = declare(
            'PARSER = Parser(id="minato", version="2", headings={"やること": Role.TITLE, "係": Role.DEPARTMENT})'
        )
        document = parse(BytesIO(PLAN.encode()), name="plan.txt", parser=load_parser(path))
        assert (document.parser.id, document.parser.version) == ("minato", "2")
        assert [(m.title, m.departments) for m in document.measures] == [
            ("岸をなおす", ["港課"]),
            ("灯をともす", ["道路課"]),
        ]

    def test_its_municipality_stands_in_where_the_document_tells_none(self, declare: Declare) -> None:
        parser = load_parser(declare('PARSER = Parser(id="sapporo", version="1", municipality="011002")'))
        assert parse(BytesIO(PLAN.encode()), name="p.txt", parser=parser).municipality.name == "札幌市"
        other = parse(BytesIO(f"北海道函館市\n{PLAN}".encode()), name="p.txt", parser=parser)
        assert other.municipality.name == "函館市"

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            ("X = 1", "my_city.py: declares no PARSER"),
            ("PARSER = 3", "my_city.py: PARSER is no Parser but int"),
            ('PARSER = Parser(id="ok" version="1")', "my_city.py line 3: is no Python"),
            ('PARSER = Parser(id="ok", version="1")\n1 / 0', "my_city.py line 4: ZeroDivisionError: division by zero"),
            ("import nowhere_at_all", "my_city.py line 3: ModuleNotFoundError"),
            ("raise SystemExit(0)", "my_city.py line 3: SystemExit"),
            ("x = '\0'", "is no Python"),
            ('PARSER = Parser(id="Ok", version="1")', "my_city.py line 3: field id: 'Ok'"),
            ('PARSER = Parser(id=5, version="1")', "field id: 5"),
            ('PARSER = Parser(id="generic", version="1")', "field id: 'generic'"),
            ('PARSER = Parser(id="ok", version=1.0)', "field version: 1.0"),
            ('PARSER = Parser(id="ok", version="1", headingz={})', "line 3: TypeError: Parser.__init__() got an unexpected"),
            ('PARSER = Parser(id="ok", version="1", municipality="123456")', "field municipality: no municipality has"),
            ('PARSER = Parser(id="ok", version="1", municipality=11002)', "field municipality: no municipality has"),
            ('PARSER = Parser(id="ok", version="1", evidence="市")', "field evidence: '市' is no Evidence"),
            ("Evidence()", "field evidence: it says nothing"),
            ('Evidence(all_of=("みなと市"))', "line 3: field evidence.all_of: 'みなと市' is no tuple of words"),
            ('Evidence(all_of=("みなと市", ""))', "field evidence.all_of: '' is no word"),
            ('Evidence(layouts=frozenset({"係"}))', "field evidence.layouts"),
            ('Evidence(layouts=("係",))', "field evidence.layouts: '係' is no frozenset of words"),
            ("Evidence(layouts=(frozenset(),))", "field evidence.layouts: a layout without headings"),
            ('PARSER = Parser(id="ok", version="1", headings=["係"])', "field headings: ['係'] is no mapping"),
            ('PARSER = Parser(id="ok", version="1", headings={"係": "departmen"})', "'係' has no Role but 'departmen' (did you mean Role.DEPARTMENT?)"),
            ('PARSER = Parser(id="ok", version="1", headings={" ": Role.TITLE})', "field headings: ' ' is no heading"),
            ('PARSER = Parser(id="ok", version="1", headings={"係": Role.OFFICE_X})', "line 3: there is no Role.OFFICE_X (roles: NUMBER"),
            ('PARSER = Parser(id="ok", version="1", headings={"係": Role.NOTE, "係 ": Role.TITLE})', "the same heading with two roles"),
            ('PARSER = Parser(id="ok", version="1", repair="x")', "field repair: 'x' is no function"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_one_line_with_file_and_field(
        self, lines: str, said: str, declare: Declare, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = declare(lines)
        (path.parent / "plan.txt").write_text(PLAN, encoding="utf-8")
        assert main(["parse", "--parser", str(path), str(path.parent / "plan.txt")]) == 4
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        assert said in err
        assert "my_city.py" in err

    def test_a_file_that_cannot_be_read_is_an_unknown_parser(self, tmp_path: Path) -> None:
        for path, said in ((tmp_path / "gone.py", "no such file"), (tmp_path, "is a directory")):
            with pytest.raises(ParserError, match=said) as caught:
                load_parser(path)
            assert caught.value.exit_code == 4

    def test_what_it_prints_is_no_part_of_the_product(
        self, declare: Declare, capsys: pytest.CaptureFixture[str]
    ) -> None:
        load_parser(declare('print("loading")\nPARSER = Parser(id="ok", version="1")'))
        assert capsys.readouterr() == ("", "loading\n")

    def test_it_may_declare_classes_as_any_module(self, declare: Declare) -> None:
        lines = "from __future__ import annotations\nfrom dataclasses import dataclass\nfrom typing import ClassVar\n"
        path = declare("")
        path.write_text(
            f'{lines}{HEAD}@dataclass\nclass City:\n    name: ClassVar[str] = "minato"\n\nPARSER = Parser(id=City.name, version="1")\n'
        )
        assert load_parser(path).id == "minato"

    @pytest.mark.parametrize(
        ("hook", "said"),
        [
            ("repair=lambda table: table.nothing", "field repair: AttributeError: 'Table' object has no attribute 'nothing' (my_city.py line 3)"),
            ("repair=lambda table: None", "field repair: it gave NoneType, no Table"),
            ("refine=lambda measure, record: 1 // 0", "field refine: ZeroDivisionError: integer division or modulo by zero (my_city.py line 3)"),
            ("refine=lambda measure: measure", "field refine: TypeError"),
        ],
    )  # fmt: skip
    def test_a_hook_that_fails_is_no_bug_of_ours(self, hook: str, said: str, declare: Declare) -> None:
        given = 'headings={"やること": Role.TITLE, "係": Role.DEPARTMENT}'
        parser = load_parser(declare(f'PARSER = Parser(id="ok", version="1", {given}, {hook})'))
        with pytest.raises(ParserError) as caught:
            parse(BytesIO(PLAN.encode()), name="plan.txt", parser=parser)
        assert said in str(caught.value)

    def test_every_command_with_a_parser_takes_a_file(
        self, declare: Declare, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        path = str(
            declare(
                'PARSER = Parser(id="minato", version="1", headings={"やること": Role.TITLE, "係": Role.DEPARTMENT})'
            )
        )
        plan = tmp_path / "plans" / "plan.txt"
        plan.parent.mkdir()
        plan.write_text(PLAN, encoding="utf-8")
        for command in (["parse"], ["show"], ["inspect"]):
            assert main([*command, "--parser", path, str(plan)]) == 0
            assert "岸をなおす" in capsys.readouterr().out or command == ["inspect"]
        assert main(["check", "--parser", path, str(plan.parent)]) == 1
        assert main(["check", "--parser", path, str(plan.parent)]) == 0
        assert "minato" in (plan.parent / "plan.expected.json").read_text(encoding="utf-8")
        capsys.readouterr()
        assert main(["parsers", "--show", path]) == 0
        assert '"やること": "title"' in capsys.readouterr().out

    def test_a_page_is_drawn_with_its_roles(self, declare: Declare, tmp_path: Path) -> None:
        page = MadePage().grid((50, 150, 250), (100, 130, 160))
        for y, row in ((120, ("やること", "係")), (150, ("岸をなおす", "港課"))):
            for x, words in zip((60, 160), row, strict=True):
                page.words(x, y, words)
        path = tmp_path / "plan.pdf"
        path.write_bytes(made_pdf(page))
        parser = load_parser(
            declare(
                'PARSER = Parser(id="minato", version="1", headings={"やること": Role.TITLE, "係": Role.DEPARTMENT})'
            )
        )
        assert draw(path, 1, parser=parser) != draw(path, 1, parser="generic")


def test_inspect_shows_what_may_be_headings_of_an_unknown_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    assert main(["inspect", str(plan)]) == 0
    assert re.search(r"^  やること +\? +may be a heading; not in the vocabulary$", capsys.readouterr().out, re.M)


class TestDrafting:
    ROWS = (
        "みなと市波止場計画\n北海道札幌市\n\n"
        "通し\tわけ\tやること\t係\tてつだう係\tねらい目\tどこまで\tかぞえかた\tはじめ（令和5年度）\tめざす（令和8年度）\tかかるお金\t手ごたえ\tこれから\tあたらしさ\tいつ\n"
        "1\t海\t岸をなおす\t港課\t道路課\t船が安全に着けるように、岸壁を順になおす。\tなおした岸\tm\t120\t300\t20円\t○\t継続\t新規\t令和6年度\n"
        "2\t海\t灯をともす\t港課\t警備課\t夜も歩けるように、道に灯をともす。\t灯の数\t基\t8\t20\t30円\t◎\t継続\t継続\t令和7年度\n"
        "3\t陸\t魚をふやす\t海課\t水産課\t稚魚を放し、藻場をひろく育てる。\t放した稚魚\t匹\t1,000\t5,000\t40円\t△\t休止\t新規\t令和7年度\n"
    )

    def test_a_role_is_proposed_where_values_tell_one(self, declare: Declare) -> None:
        draft = drafted(self.ROWS)
        parser = declared(draft.file, declare)
        assert dict(parser.headings) == {
            "通し": Role.NUMBER,
            "わけ": Role.PATH,
            "やること": Role.TITLE,
            "係": Role.DEPARTMENT,
            "てつだう係": Role.RELATED,
            "ねらい目": Role.OVERVIEW,
            "どこまで": Role.INDICATOR,
            "かぞえかた": Role.UNIT,
            "かかるお金": Role.COST,
            "手ごたえ": Role.ACHIEVEMENT,
            "これから": Role.NEXT_ACTION,
            "あたらしさ": Role.TAG,
            "いつ": Role.SCHEDULE,
        }
        assert (draft.without, draft.measures, draft.proposed, draft.unknown) == (0, 3, 13, 2)
        assert draft.file.count(": confirm\n") == 13
        assert (
            '# "はじめ": no role is proposed, figures stand under it: BASELINE, ACTUAL, TARGET or COST? (120)'
            in draft.file
        )

    def test_it_claims_the_document_it_was_drafted_from(
        self, declare: Declare, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parser = declared(drafted(self.ROWS).file, declare)
        assert parser.municipality == "011002"
        assert parser.evidence
        assert parser.evidence.all_of == ("札幌市",)
        assert not any("令和" in heading for layout in parser.evidence.layouts for heading in layout)
        monkeypatch.setattr("planextract.parsers.registry.parsers", lambda: (parser,))
        assert parse(BytesIO(self.ROWS.encode()), name="plan.txt").parser.id == "my_city"
        next_year = self.ROWS.replace("令和8年度", "令和9年度").replace("令和5年度", "令和6年度")
        assert parse(BytesIO(next_year.encode()), name="plan.txt").parser.id == "my_city"

    def test_the_sheets_of_a_form_tell_their_labels(self, declare: Declare) -> None:
        sheets = "".join(
            f"やること\t{name}\n係\t{office}\nねらい目\t{aim}\n\n次の紙\n\n"
            for name, office, aim in (
                ("岸をなおす", "港課", "船が安全に着けるように、岸壁を順になおす。"),
                ("灯をともす", "道路課", "夜も歩けるように、道に灯をともす。"),
                ("魚をふやす", "海課", "稚魚を放し、藻場を育てる。"),
            )
        )
        draft = drafted(f"みなと市波止場計画\n\n{sheets}")
        assert dict(declared(draft.file, declare).headings) == {
            "やること": Role.TITLE,
            "係": Role.DEPARTMENT,
            "ねらい目": Role.OVERVIEW,
        }
        assert (draft.without, draft.measures) == (0, 3)

    def test_a_plan_of_usual_words_needs_no_headings(self, declare: Declare) -> None:
        draft = drafted("北海道札幌市\n\n施策名\t担当課\t概要\n道\t土木課\tなおす。\n橋\t土木課\tかける。\n")
        parser = declared(draft.file, declare)
        assert (draft.without, draft.measures, draft.proposed, draft.unknown) == (2, 2, 0, 0)
        assert dict(parser.headings) == {}
        assert parser_declaration(parser)["evidence.layouts"] == [["担当課", "施策名", "概要"]]

    def test_statistics_are_no_plans(self, declare: Declare) -> None:
        draft = drafted("北海道札幌市\n\nくだもの\tおもさ\nりんご\t300g\nみかん\t120g\nぶどう\t80g\n")
        assert dict(declared(draft.file, declare).headings) == {}
        assert (draft.measures, draft.unknown) == (0, 2)

    def test_a_document_without_tables_gives_a_declaration_that_can_be_edited(self, declare: Declare) -> None:
        parser = declared(drafted("道をなおします。\n").file, declare)
        assert (parser.id, parser.evidence, dict(parser.headings)) == ("my_city", None, {})

    def test_words_of_the_document_never_become_code(self, declare: Declare) -> None:
        heading, prose = 'ねらい"}); raise X #', '"}); raise SystemExit("ran") \u2028raise SystemExit(2)\u0085である。'
        rows = "".join(f"{name}\t港課\t{prose}\n" for name in ("岸をなおす", "灯をともす", "魚をふやす"))
        draft = draft_parser(
            BytesIO(f"みなと計画\n\nやる\\こと\t係\t{heading}\n{rows}".encode()), "my_city", name='"""\n1/0'
        )
        parser = declared(draft.file, declare)
        assert dict(parser.headings) == {"やる\\こと": Role.TITLE, "係": Role.DEPARTMENT, heading: Role.OVERVIEW}
        assert draft.measures == 3

    def test_an_id_that_is_none_is_refused(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        plan = tmp_path / "plan.txt"
        plan.write_text(self.ROWS, encoding="utf-8")
        assert main(["parsers", "draft", "--id", "Minato!", str(plan)]) == 4
        assert "field id: 'Minato!'" in capsys.readouterr().err
        assert main(["parsers", "draft", "--id", "minato", str(plan)]) == 0
        out, err = capsys.readouterr()
        assert out.startswith('"""札幌市: drafted by planextract')
        assert "3 measures with this draft, 0 without it; 13 headings to confirm, 2 without a proposal" in err

    def test_a_pdf_is_drafted_from_too(self, tmp_path: Path) -> None:
        page = MadePage().grid((50, 150, 250, 500), (100, 130, 160, 190))
        table = (
            ("やること", "係", "ねらい目"),
            ("岸をなおす", "港課", "岸壁を順になおす。船が着く。"),
            ("灯をともす", "海課", "道に灯をともす。夜も歩ける。"),
        )
        for y, row in zip((120, 150, 180), table, strict=True):
            for x, words in zip((60, 160, 260), row, strict=True):
                page.words(x, y, words)
        path = tmp_path / "plan.pdf"
        path.write_bytes(made_pdf(page))
        draft = draft_parser(path, "my_city")
        assert (draft.without, draft.measures, draft.proposed) == (0, 2, 3)
