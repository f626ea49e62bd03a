"""What single samples do differently: a row cut by the page in two ways, ticks as drawings."""

from calc import CUT_LINES
from model import Cell, Table, placed, table
from wrapping import lines

CUT_MEASURE = "3"


def _cut_row(of: Table) -> int:
    return next(row for row, _, cell in placed(of) if cell.text == CUT_MEASURE)


def cut_by_hand(of: Table, size: float = 8.5) -> Table:
    """Measure 3 as its authors cut it for printing: two rows of the sheet, the second begins the next page."""
    at = _cut_row(of)
    rows: list[list[tuple[int, Cell]]] = [[] for _ in range(len(of.rows) + 1)]
    for row, column, cell in placed(of):
        if row != at:
            deep = cell.rows + 1 if row < at < row + cell.rows else cell.rows
            rows[row if row < at else row + 1].append((column, cell._replace(rows=deep)))
            continue
        above, below = _halves(cell, of.widths[column], size)
        rows[at].append((column, cell._replace(text=above, look=f"{cell.look} top")))
        rows[at + 1].append((column, cell._replace(text=below, look="top break")))
    return table(of.widths, [[cell for _, cell in sorted(row)] for row in rows], of.head)


def _halves(cell: Cell, width: float, size: float) -> tuple[str, str]:
    """The text above the cut, in whole printed lines, and the rest; typed line breaks stay, printed ones go."""
    room = (width - 2.4) / (size * 0.3528)
    above = "".join(lines(cell.text, room)[:CUT_LINES])
    typed = 0
    for count, character in enumerate(cell.text):
        if character == "\n":
            typed += 1
        if count + 1 - typed == len(above):
            return cell.text[: count + 1], cell.text[count + 1 :].removeprefix("\n")
    return cell.text, ""


def cut_by_page(of: Table) -> Table:
    """Measure 3 merged over two rows of the sheet, and the page ends between them: Calc prints all of the text on
    both pages and clips it at the edge."""
    at = _cut_row(of)
    rows: list[list[tuple[int, Cell]]] = [[] for _ in range(len(of.rows) + 1)]
    for row, column, cell in placed(of):
        deep = cell.rows + 1 if row <= at < row + cell.rows else cell.rows
        look = f"{cell.look} top cut" if row == at else cell.look
        rows[row if row <= at else row + 1].append((column, cell._replace(rows=deep, look=look)))
    return table(of.widths, [[cell for _, cell in sorted(row)] for row in rows], of.head)


def drawn_ticks(cell: Cell) -> str:
    """■ and □ as boxes that Chromium draws: form fields, filled squares or boxes with a check mark."""
    if not cell.has("ticks"):
        return ""
    if cell.has("drawn-field"):
        field = '<input type="checkbox"{}>'
        return cell.text.replace("■", field.format(" checked")).replace("□", field.format(""))
    check = '<path d="M2 4.5 4 7 7.5 1.5" stroke="black" fill="none"/>'
    ticked = _BOX.format("none", check) if cell.has("drawn-check") else _BOX.format("black", "")
    return cell.text.replace("■", ticked).replace("□", _BOX.format("none", ""))


_BOX = (
    '<svg width="9" height="9" viewBox="0 0 9 9" style="margin-right: 2px; vertical-align: -1px">'
    '<rect x=".5" y=".5" width="8" height="8" stroke="black" fill="{}"/>{}</svg>'
)
