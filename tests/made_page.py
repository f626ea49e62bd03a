"""Pages as the PDF reader gives them, made by hand: words, rules, fills and shapes at given places."""

from __future__ import annotations

from collections.abc import Sequence

from planextract.detect.page import Fill, Frame, Page, Run, Shape, Stroke
from planextract.detect.tables import PageTable, content_of
from planextract.geometry import Box

SIZE = 10.0


def made_page(number: int = 1, width: float = 595, height: float = 842) -> Page:
    """An empty page."""
    return Page(number, width, height)


def write(page: Page, x: float, y: float, string: str, size: float = SIZE, pitch: float | None = None) -> None:
    """A run whose first character has its upper left corner at (x, y); `pitch` is the step between characters."""
    start = len(page.glyphs.codes)
    step = size if pitch is None else pitch
    for i, code in enumerate(string):
        page.glyphs.add(code, (x + i * step, y, x + i * step + size, y + size))
    stop = len(page.glyphs.codes)
    page.runs.append(Run(start, stop, Box(x, y, x + (len(string) - 1) * step + size, y + size), size))


def write_down(page: Page, x: float, y: float, string: str, size: float = SIZE) -> None:
    """A run of vertical writing."""
    start = len(page.glyphs.codes)
    for i, code in enumerate(string):
        page.glyphs.add(code, (x, y + i * size, x + size, y + (i + 1) * size))
    stop = len(page.glyphs.codes)
    page.runs.append(Run(start, stop, Box(x, y, x + size, y + len(string) * size), size, "down"))


def rule(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    """A line."""
    page.strokes.append(Stroke(x0, y0, x1, y1))


def grid(page: Page, xs: Sequence[float], ys: Sequence[float]) -> None:
    """All rules of a table."""
    for x in xs:
        rule(page, x, ys[0], x, ys[-1])
    for y in ys:
        rule(page, xs[0], y, xs[-1], y)


def fill(page: Page, x0: float, y0: float, x1: float, y1: float, colour: int = 0xCCCCCC) -> None:
    """A painted rectangle."""
    page.fills.append(Fill(Box(x0, y0, x1, y1), colour, len(page.fills)))


def frame(page: Page, x0: float, y0: float, x1: float, y1: float, filled: bool = False) -> None:
    """The border of a rectangle."""
    page.frames.append(Frame(Box(x0, y0, x1, y1), filled))


def polygon(page: Page, *points: tuple[float, float], filled: bool = True) -> None:
    """Any other outline."""
    xs, ys = zip(*points, strict=True)
    page.shapes.append(Shape(points, Box(min(xs), min(ys), max(xs), max(ys)), filled))


def tables(page: Page) -> list[PageTable]:
    """The tables found on a page."""
    return content_of(page).tables


def cells(table: PageTable) -> list[tuple[int, int, int, int, str]]:
    """Row, column, spans and text of each cell."""
    return [(*face, text.string) for face, text in zip(table.grid.faces, table.texts, strict=True)]
