"""How text breaks into lines, for printers that are told row heights or draw lines themselves."""

import re
from collections.abc import Callable
from unicodedata import east_asian_width

from model import Table, placed

ARROW = 3.5
_OPEN, _CLOSE = "（(「『【", "、。，）)」』】％%ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_UNBROKEN = re.compile(rf"[{_OPEN}]*(?:[0-9A-Za-z.,:/]+|[^{_OPEN}])[{_CLOSE}]*|[{_OPEN}]+")

Advance = Callable[[str], float]


def em(character: str) -> float:
    """Widths of VL Gothic in its size: full-width characters 1, others a half."""
    return 1.0 if east_asian_width(character) in "WFA" else 0.5


def lines(text: str, room: float, advance: Advance = em) -> list[str]:
    """`text` in lines no wider than `room`: Latin words and figures stay whole, marks stay with what they close."""
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, room, advance)]


def _paragraph(text: str, room: float, advance: Advance) -> list[str]:
    done: list[str] = []
    line, used = "", 0.0
    for piece in _UNBROKEN.findall(text):
        width = sum(map(advance, piece))
        if line and used + width > room:
            done.append(line)
            line, used = "", 0.0
        line, used = line + piece, used + width
    return [*done, line]


def row_heights(of: Table, size: float, padding: float = 1.2, least: float = 5.5) -> list[float]:
    """Heights in millimetres that hold every cell's lines at `size` points; a merged cell stretches its last row.

    A year's cell with words beside its arrow has room for the arrow under them.
    """
    point = 25.4 / 72
    heights = [least] * len(of.rows)
    for row, column, cell in sorted(placed(of), key=lambda place: place.cell.rows):
        width = sum(of.widths[column : column + cell.columns]) - 2 * padding
        if cell.has("vertical") or cell.has("stacked"):
            needed = (len(cell.text) * size * 1.25) * point + 2 * padding
        else:
            needed = len(lines(cell.text, width / (size * point))) * size * 1.35 * point + 2 * padding
        if cell.has("year") and cell.text.startswith("→ "):
            needed += ARROW
        last = row + cell.rows
        heights[last - 1] += max(0.0, needed - sum(heights[row:last]))
    return heights
