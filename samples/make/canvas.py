"""A plan drawn by ReportLab: rules and text line by line, arrows and ticks as shapes."""

from collections.abc import Callable
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import shapes
from model import Cell, Line, Section, Table, paper_size, placed
from paging import PROSE, Piece, line_size, pages, prose
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from wrapping import lines, row_heights

POINT = 25.4 / 72


class Look(NamedTuple):
    """Size in points, lengths in millimetres.

    `vertical`: rules between columns too; `arrows`: → and ticks are drawn; `turned`: the section whose pages are
    stored upright and shown turned by 90°.
    """

    size: float = 8
    margin: float = 15
    padding: float = 1.2
    head: str = ""
    foot: str = "{page} / {pages}"
    vertical: bool = True
    arrows: bool = False
    turned: int = -1


class Box(NamedTuple):
    """A rectangle in millimetres from the page's top left."""

    left: float
    top: float
    right: float
    bottom: float


def pdf(plan: tuple[Section, ...], look: Look, font: Path) -> bytes:
    """The finished file; the same plan gives the same bytes."""
    laid = [
        (at, section, page)
        for at, section in enumerate(plan)
        for page in pages(section, look.size, look.margin, look.padding)
    ]
    pdfmetrics.registerFont(TTFont("sample", str(font)))
    made = BytesIO()
    canvas = Canvas(made, invariant=1, pageCompression=1)
    for number, (at, section, page) in enumerate(laid, 1):
        sheet = _Sheet(canvas, paper_size(section), look, at == look.turned)
        sheet.page(page, look.foot.format(page=number, pages=len(laid)))
        canvas.showPage()
    canvas.save()
    return made.getvalue()


class _Sheet:
    """One page: millimetres from the top left, whatever way the paper lies in the file."""

    def __init__(self, canvas: Canvas, paper: tuple[float, float], look: Look, turned: bool) -> None:
        self.canvas, self.look = canvas, look
        self.width, self.height = paper
        canvas.setPageSize((self.width * mm, self.height * mm))  # as shown: ReportLab swaps them for a turned page
        canvas.setPageRotation(90 if turned else 0)
        if turned:
            canvas.translate(self.height * mm, 0)
            canvas.rotate(90)
        canvas.setLineWidth(0.5)

    def page(self, pieces: list[Piece], foot: str) -> None:
        self.text(self.look.head, self.width / 2, self.look.margin - 3, 7.5, "centre")
        self.text(foot, self.width / 2, self.height - self.look.margin + 3, 7.5, "centre")
        for top, block in pieces:
            if isinstance(block, Line):
                self.line(block, top)
            else:
                self.table(block, (self.width - block.width) / 2, top)

    def point(self, x: float, y: float) -> tuple[float, float]:
        return x * mm, (self.height - y) * mm

    def text(self, text: str, x: float, baseline: float, size: float, across: str = "left") -> None:
        put: dict[str, Callable[[float, float, str], None]] = {
            "left": self.canvas.drawString,
            "centre": self.canvas.drawCentredString,
            "right": self.canvas.drawRightString,
        }
        if text:
            self.canvas.setFont("sample", size)
            put[across](*self.point(x, baseline), text)

    def line(self, line: Line, top: float) -> None:
        size = line_size(line, self.look.size)
        left = (self.width - PROSE) / 2 if self.width < 220 else self.look.margin
        middle = (self.width / 2, "centre")
        x, across = {"title": middle, "centre": middle, "right": (self.width - left, "right")}.get(
            line.look, (left, "left")
        )
        for count, part in enumerate(prose(line, self.look.size)):
            self.text(part, x, top + (count + 0.8) * size * 0.5, size, across)

    def table(self, of: Table, left: float, top: float) -> None:
        heights = row_heights(of, self.look.size, self.look.padding)
        x = [left + sum(of.widths[:count]) for count in range(len(of.widths) + 1)]
        y = [top + sum(heights[:count]) for count in range(len(heights) + 1)]
        yearly: list[tuple[int, Box, Cell]] = []
        for row, column, cell in placed(of):
            box = Box(x[column], y[row], x[column + cell.columns], y[row + cell.rows])
            self.rules(box, cell)
            self.cell(box, cell)
            if cell.has("year") and self.look.arrows:
                yearly.append((row, box, cell))
        for _, of_row in groupby(sorted(yearly), key=lambda item: item[0]):
            self.arrows([(box, cell) for _, box, cell in of_row])

    def rules(self, box: Box, cell: Cell) -> None:
        left, bottom = self.point(box.left, box.bottom)
        width, height = (box.right - box.left) * mm, (box.bottom - box.top) * mm
        if not self.look.vertical:
            self.canvas.line(left, bottom, left + width, bottom)
            self.canvas.line(left, bottom + height, left + width, bottom + height)
            return
        self.canvas.setFillGray(0.92 if cell.has("head") else 1)
        self.canvas.rect(left, bottom, width, height, stroke=1, fill=int(cell.has("head")))
        self.canvas.setFillGray(0)

    def printed(self, cell: Cell) -> str:
        """The cell's text without what is drawn instead."""
        if not self.look.arrows:
            return cell.text
        return cell.text.replace("(有)", "有") if cell.has("ring") else cell.text.lstrip("→▶ ")

    def cell(self, box: Box, cell: Cell) -> None:
        size, text = self.look.size, self.printed(cell)
        leading = size * 1.35 * POINT
        room = (box.right - box.left - 2 * self.look.padding) / (size * POINT)
        parts = list(text.replace("\n", "")) if (cell.has("vertical") or cell.has("stacked")) else lines(text, room)
        raised = cell.has("top") or text != cell.text
        top = box.top + self.look.padding if raised else (box.top + box.bottom - leading * len(parts)) / 2
        centred = any(cell.has(word) for word in ("head", "centre", "year"))
        x = (box.left + box.right) / 2 if centred else box.left + self.look.padding
        for count, part in enumerate(parts):
            baseline = top + (count + 0.78) * leading
            self.text(part, x, baseline, size, "centre" if centred else "left")
            if cell.has("ring") and text != cell.text:
                self.ring(part, x, baseline)

    def ring(self, part: str, middle: float, baseline: float) -> None:
        size = self.look.size
        before, _, _ = part.partition("有")
        left = middle * mm - pdfmetrics.stringWidth(part, "sample", size) / 2
        x = left + pdfmetrics.stringWidth(before, "sample", size) + size / 2
        shapes.ring(self.canvas, x, self.point(0, baseline)[1] + 0.36 * size, 0.72 * size)

    def arrows(self, cells: list[tuple[Box, Cell]]) -> None:
        """One arrow over each run of marked years that follow each other."""
        for marked, run in groupby(cells, key=lambda item: item[1].text[:1] in ("→", "▶") or item[1].has("lost")):
            if not marked:
                continue
            boxes = list(run)
            first, last = boxes[0][0], boxes[-1][0]
            words = any(self.printed(cell) for _, cell in boxes)
            y = first.bottom - 2 if words else (first.top + first.bottom) / 2
            kind = next(word for word in boxes[0][1].look.split() if word.startswith("kind-"))
            (left, height), (right, _) = self.point(first.left + 1.5, y), self.point(last.right - 1.5, y)
            shapes.ARROWS[kind.removeprefix("kind-")](self.canvas, left, right, height)
