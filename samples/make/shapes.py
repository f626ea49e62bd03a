"""Arrows of four kinds and a ring, drawn on a ReportLab canvas; all lengths in points, y upward."""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

HEAD = 5.0


def polygon(canvas: Canvas, points: list[tuple[float, float]], grey: float) -> None:
    """A closed path, filled with `grey` and outlined in black."""
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.setFillGray(grey)
    canvas.drawPath(path, stroke=1, fill=1)
    canvas.setFillGray(0)


def line(canvas: Canvas, left: float, right: float, y: float) -> None:
    """A line that ends in a filled triangle."""
    canvas.setLineWidth(1)
    canvas.line(left, y, right - HEAD, y)
    canvas.setLineWidth(0.5)
    polygon(canvas, [(right - HEAD, y - 2.5), (right, y), (right - HEAD, y + 2.5)], 0)


def dashed(canvas: Canvas, left: float, right: float, y: float) -> None:
    """The same with a dashed line."""
    canvas.setDash(4, 2)
    canvas.setLineWidth(1)
    canvas.line(left, y, right - HEAD, y)
    canvas.setDash()
    canvas.setLineWidth(0.5)
    polygon(canvas, [(right - HEAD, y - 2.5), (right, y), (right - HEAD, y + 2.5)], 0)


def block(canvas: Canvas, left: float, right: float, y: float) -> None:
    """A block arrow: one polygon of seven corners."""
    neck = right - 8
    corners = [(left, -2.0), (neck, -2.0), (neck, -4.5), (right, 0.0), (neck, 4.5), (neck, 2.0), (left, 2.0)]
    polygon(canvas, [(x, y + off) for x, off in corners], 0.75)


def bar(canvas: Canvas, left: float, right: float, y: float) -> None:
    """A filled bar without outline."""
    canvas.setFillGray(0.45)
    canvas.rect(left, y - 2.5, right - left, 5, stroke=0, fill=1)
    canvas.setFillGray(0)


def ring(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A circle drawn around a word that is chosen."""
    canvas.circle(x, y, radius, stroke=1, fill=0)


ARROWS: dict[str, Callable[[Canvas, float, float, float], None]] = {
    "line": line,
    "dashed": dashed,
    "block": block,
    "bar": bar,
}
