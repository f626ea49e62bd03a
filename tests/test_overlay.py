"""The picture of a page: what is drawn where, and how the command line asks for it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from planextract import api, overlay
from planextract.cli import main
from planextract.layout.infer import Layout
from planextract.layout.select import Selection
from planextract.record import Role
from planextract.schema import PagePlace, Unconsumed
from planextract.table import Cell, Table
from planextract.text import Piece, Text
from tests.made_pdf import HEIGHT, WIDTH, MadePage, made_pdf

HEADINGS, XS, YS = ("施策名", "担当課", "概要"), (50, 150, 250, 350), (100, 130, 160, 190)
Colour = tuple[int, int, int]


def plan() -> bytes:
    page = MadePage().words(60, 60, "みなと市情報化計画").grid(XS, YS)
    for y, row in zip(
        (120, 150, 180), (HEADINGS, ("花壇", "緑課", "植える"), ("灯り", "道路課", "ともす")), strict=True
    ):
        for x, words in zip((60, 160, 260), row, strict=True):
            page.words(x, y, words)
    return made_pdf(page)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def reddish(image: Image.Image, colour: Colour, box: tuple[float, float, float, float]) -> bool:
    """Whether pixels close to a colour stand in a box, in points."""
    part = image.crop(tuple(round(2 * value) for value in box))
    return any(
        max(abs(a - b) for a, b in zip(pixel, colour, strict=True)) < 45
        for _, pixel in part.getcolors(maxcolors=part.width * part.height)
    )


@pytest.fixture
def picture(tmp_path: Path) -> Image.Image:
    path = tmp_path / "plan.pdf"
    path.write_bytes(plan())
    return opened(api.draw(path, 1))


@pytest.mark.parametrize(
    ("role", "box"),
    [
        (overlay.HEADING, (50, 100, 150, 130)),
        (Role.TITLE.value, (50, 130, 150, 160)),
        (Role.DEPARTMENT.value, (150, 160, 250, 190)),
        (Role.OVERVIEW.value, (250, 130, 350, 160)),
        (overlay.RULES, (48, 98, 352, 102)),
    ],
)
def test_cells_have_the_colour_of_their_role(
    picture: Image.Image, role: str, box: tuple[float, float, float, float]
) -> None:
    assert reddish(picture, overlay.colour_of(role), box)


def test_the_page_lies_under_a_legend(picture: Image.Image) -> None:
    assert picture.width == 2 * WIDTH
    assert picture.height > 2 * HEIGHT
    legend = (0, HEIGHT, WIDTH, picture.height / 2)
    for role in (Role.TITLE.value, Role.DEPARTMENT.value, overlay.UNREAD):
        assert reddish(picture, overlay.colour_of(role), legend)
    assert not reddish(picture, overlay.colour_of(Role.ACHIEVEMENT.value), legend)


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(plan())
    assert api.draw(path, 1) == api.draw(path, 1)


def test_colours_are_distinct() -> None:
    names = [role.value for role in Role] + [overlay.HEADING, overlay.NO_ROLE, overlay.SKIPPED, overlay.RULES]
    assert len({overlay.colour_of(name) for name in names}) == len(names)


def made_selection(use: str, **marks: bool) -> Selection:
    place = PagePlace(page=1, bbox=(100, 300, 300, 340))
    cell = Cell(0, 0, Text.of(Piece("花壇", lambda start, stop: [place])), 1, 2, **marks)
    return Selection(Layout(Table(((cell,),), 2, exact=True), "unknown", (), [], []), use, "")


@pytest.mark.parametrize("use", ["skipped", "measures"])
def test_cells_without_a_role(use: str) -> None:
    (drawn,) = overlay.drawn_cells(made_selection(use), 1)
    assert drawn.role == (overlay.SKIPPED if use == "skipped" else overlay.NO_ROLE)
    assert list(overlay.drawn_cells(made_selection(use), 2)) == []


def test_marks_merged_cells_and_unread_words() -> None:
    draw: Callable[..., Image.Image] = lambda *unread, **marks: opened(  # noqa: E731
        overlay.picture(plan(), 1, [made_selection("measures", **marks)], unread, None)
    )
    plain, arrow, crossed = draw(), draw(arrow=True), draw(crossed_out=True)
    grey = overlay.colour_of(overlay.NO_ROLE)
    middle = (180, 318, 220, 322)
    assert reddish(plain, grey, (101, 301.5, 299, 303))  # the thicker border of a merged cell
    assert not reddish(plain, grey, middle)
    assert reddish(arrow, grey, middle)
    assert reddish(crossed, grey, middle)
    unread = Unconsumed(text="別", provenance=[PagePlace(page=1, bbox=(120, 310, 140, 330))])
    assert reddish(draw(unread), (230, 0, 0), (118, 308, 142, 332))
    elsewhere = unread.model_copy(update={"provenance": [PagePlace(page=2, bbox=(120, 310, 140, 330))]})
    assert not reddish(draw(elsewhere), (230, 0, 0), (118, 308, 142, 332))


class TestCommand:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        (tmp_path / "plan.pdf").write_bytes(plan())
        return tmp_path / "plan.pdf"

    def test_a_picture(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        target = path.with_name("page.png")
        assert main(["inspect", str(path), "--page", "1", "-o", str(target)]) == 0
        assert opened(target.read_bytes()).width == 2 * WIDTH
        assert capsys.readouterr().out == ""

    def test_a_table_of_a_pdf_names_its_page(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["inspect", str(path)]) == 0
        assert "1. page 1 (3×3): relational, 2 measures" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["--page", "1"], 2, "belong together"),
            (["-o", "page.png"], 2, "belong together"),
            (["--page", "0", "-o", "page.png"], 2, "--page"),
            (["--page", "2", "-o", "page.png"], 2, "pages 1 to 1"),
            (["--page", "1", "-o", "missing/page.png"], 5, "does not exist"),
        ],
    )
    def test_wrong_command_lines(
        self,
        path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        arguments: list[str],
        code: int,
        said: str,
    ) -> None:
        monkeypatch.chdir(path.parent)
        assert main(["inspect", "plan.pdf", *arguments]) == code
        assert said in capsys.readouterr().err
        assert not Path("page.png").exists()

    def test_a_text_has_no_pages(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "plan.txt"
        path.write_text("名称\t課\n花壇\t緑課\n", encoding="utf-8")
        assert main(["inspect", str(path), "--page", "1", "-o", str(tmp_path / "page.png")]) == 2
        assert "only pages of a PDF" in capsys.readouterr().err
