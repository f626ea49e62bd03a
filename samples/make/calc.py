"""A plan as a flat OpenDocument spreadsheet, printed by LibreOffice Calc.

All tables of a section share the sheet's columns, as they do in a real workbook: a cell is merged over the columns
between its edges.
"""

from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import NamedTuple

from model import Block, Break, Cell, Line, Section, Table, paper_size, placed
from opendocument import Styles, document, page_styles, paragraphs
from typeface import FAMILY
from wrapping import lines, row_heights

CUT_LINES = 3
LINE = 1.0 * 25.4 / 72
PADDING = 0.6


class Look(NamedTuple):
    """What one workbook looks like: font, size in points, margin in millimetres, heads and feet of its pages;
    `slack`: how many times higher than their text rows are; `fills`: of headings, two by turns and one for those over
    several columns."""

    font: str = FAMILY
    size: float = 8
    margin: float = 12
    head: str = ""
    foot: str = "- {page} -"
    rule: str = "0.5pt solid #000000"
    head_rule: str = "0.5pt solid #000000"
    fills: tuple[str, ...] = ()
    slack: float = 1


class _Placed(NamedTuple):
    columns: int
    rows: int
    cell: Cell
    fill: int = 0


@dataclass
class _Sheet:
    """The grid of one sheet while it is filled from top to bottom."""

    edges: list[float]
    look: Look
    heights: list[float] = field(default_factory=list)
    cells: dict[tuple[int, int], _Placed] = field(default_factory=dict)
    covered: set[tuple[int, int]] = field(default_factory=set)
    breaks: set[int] = field(default_factory=set)
    repeated: list[int] = field(default_factory=list)

    def put(self, row: int, column: int, placed_cell: _Placed) -> None:
        self.cells[row, column] = placed_cell
        self.covered |= {
            (row + down, column + right)
            for down in range(placed_cell.rows)
            for right in range(placed_cell.columns)
            if down or right
        }

    def add(self, block: Block) -> None:
        if isinstance(block, Break):
            self.breaks.add(len(self.heights))
        elif isinstance(block, Line):
            self._add_line(block)
        else:
            self._add_table(block)

    def _add_line(self, line: Line) -> None:
        size = self.look.size * (1.6 if line.look == "title" else 1.1)
        count = len(lines(line.text, (self.edges[-1] - 4) / (size * 0.353)))
        self.put(len(self.heights), 0, _Placed(len(self.edges) - 1, 1, Cell(line.text, look=f"line {line.look}")))
        self.heights.append(count * size * 0.52 + 2)

    def _add_table(self, of: Table) -> None:
        top = len(self.heights)
        at = [self.edges.index(end) for end in _ends(of)]
        for row, column, cell in placed(of):
            wide = at[column + cell.columns] - at[column]
            fill = 2 if cell.columns > 1 else column % 2
            self.put(top + row, at[column], _Placed(wide, cell.rows, cell, fill))
            if cell.has("break") or cell.has("cut"):
                self.breaks.add(top + row + cell.has("cut"))
        self.heights += self._row_heights(of)
        if of.head and not self.repeated:
            self.repeated = list(range(top, top + of.head))

    def _row_heights(self, of: Table) -> list[float]:
        """A row that is cut by the page ends under a whole number of its lines."""
        heights = [height * self.look.slack for height in row_heights(of, self.look.size)]
        for cut in {row for row, _, cell in placed(of) if cell.has("cut")}:
            whole = heights[cut] + heights[cut + 1]
            heights[cut] = CUT_LINES * self.look.size * LINE + PADDING
            heights[cut + 1] = max(5.5, whole - heights[cut])
        return heights


def spreadsheet(plan: tuple[Section, ...], look: Look) -> str:
    """The plan as flat XML (.fods)."""
    styles = Styles()
    sheets = [_sheet_xml(index, section, look, styles) for index, section in enumerate(plan)]
    pages = [page_styles(index, *paper_size(section), look) for index, section in enumerate(plan)]
    layouts = "".join(layout for layout, _ in pages)
    masters = "".join(master for _, master in pages)
    return document("spreadsheet", layouts + styles.xml(), masters, "".join(sheets))


def _ends(of: Table) -> list[float]:
    return [round(sum(of.widths[:count]), 3) for count in range(len(of.widths) + 1)]


def _edges(section: Section) -> list[float]:
    """The sheet's column edges in millimetres: those of all its tables."""
    edges = {0.0}.union(*(_ends(block) for block in section.blocks if isinstance(block, Table)))
    return sorted(edges) if len(edges) > 1 else [0.0, paper_size(section)[0] - 40]


def _sheet_xml(index: int, section: Section, look: Look, styles: Styles) -> str:
    sheet = _Sheet(_edges(section), look)
    for block in section.blocks:
        sheet.add(block)
    columns = "".join(
        f'<table:table-column table:style-name="{_column_style(styles, right - left)}"/>'
        for left, right in pairwise(sheet.edges)
    )
    rows = [_row_xml(sheet, row, styles) for row in range(len(sheet.heights))]
    if sheet.repeated:
        first, last = sheet.repeated[0], sheet.repeated[-1]
        rows[first] = "<table:table-header-rows>" + rows[first]
        rows[last] += "</table:table-header-rows>"
    style = styles.name("table", f'style:master-page-name="M{index}"', '<style:table-properties table:display="true"/>')
    return f'<table:table table:name="{index + 1}" table:style-name="{style}">{columns}{"".join(rows)}</table:table>'


def _column_style(styles: Styles, width: float) -> str:
    return styles.name("table-column", "", f'<style:table-column-properties style:column-width="{width:.2f}mm"/>')


def _row_xml(sheet: _Sheet, row: int, styles: Styles) -> str:
    parts = []
    for column in range(len(sheet.edges) - 1):
        if (row, column) in sheet.covered:
            parts.append("<table:covered-table-cell/>")
        elif (row, column) in sheet.cells:
            parts.append(_cell_xml(sheet.cells[row, column], _outer(sheet, row, column), sheet.look, styles))
        else:
            parts.append("<table:table-cell/>")
    before = "page" if row in sheet.breaks else "auto"
    style = styles.name(
        "table-row",
        "",
        f'<style:table-row-properties style:row-height="{sheet.heights[row]:.2f}mm" '
        f'style:use-optimal-row-height="false" fo:break-before="{before}"/>',
    )
    return f'<table:table-row table:style-name="{style}">{"".join(parts)}</table:table-row>'


def _outer(sheet: _Sheet, row: int, column: int) -> str:
    """Headings without rules keep those of the frame around the table."""
    put = sheet.cells[row, column]
    if not put.cell.has("head") or sheet.look.head_rule != "none":
        return ""
    sides = ("left", column == 0), ("right", column + put.columns == len(sheet.edges) - 1)
    return "".join(f' fo:border-{side}="{sheet.look.rule}"' for side, outer in sides if outer)


def _cell_xml(put: _Placed, outer: str, look: Look, styles: Styles) -> str:
    span = f' table:number-columns-spanned="{put.columns}" table:number-rows-spanned="{put.rows}"'
    kind = ' office:value-type="string"' if put.cell.text else ""
    return (
        f'<table:table-cell table:style-name="{_cell_style(put, outer, look, styles)}"{kind}'
        f"{span if put.columns * put.rows > 1 else ''}>{paragraphs(put.cell.text)}</table:table-cell>"
    )


def _cell_style(put: _Placed, outer: str, look: Look, styles: Styles) -> str:
    cell = put.cell
    line, head = cell.has("line"), cell.has("head")
    size = look.size * (1.6 if cell.has("title") else 1.1 if line else 1)
    rule = "none" if line else look.head_rule if head else look.rule
    fill = f' fo:background-color="{look.fills[put.fill]}"' if head and look.fills else ""
    middle = "top" if cell.has("top") else "middle"
    across = "center" if head or cell.has("centre") or cell.has("title") else "end" if cell.has("right") else "start"
    turned = ' style:direction="ttb"' if cell.has("vertical") else ""
    weight = "bold" if cell.has("heading") or cell.has("title") else "normal"
    return styles.name(
        "table-cell",
        "",
        f'<style:table-cell-properties fo:border="{rule}"{outer} fo:wrap-option="wrap" fo:padding="{PADDING}mm" '
        f'style:vertical-align="{middle}"{fill}{turned}/><style:paragraph-properties fo:text-align="{across}" '
        'style:line-break="strict"/>'
        f'<style:text-properties style:font-name="{escape(look.font)}" style:font-name-asian="{escape(look.font)}" '
        f'fo:font-size="{size:.1f}pt" style:font-size-asian="{size:.1f}pt" fo:font-weight="{weight}" '
        f'style:font-weight-asian="{weight}" style:language-asian="ja" style:country-asian="JP"/>',
    )
