"""A plan as a flat OpenDocument text, laid out by Writer: rows grow with their text, tables break over pages."""

from typing import NamedTuple

from model import Break, Cell, Line, Section, Table, paper_size, placed
from opendocument import Styles, document, page_styles, paragraphs
from typeface import FAMILY


class Look(NamedTuple):
    """Font, sizes in points, margin in millimetres, running lines; `row`: least height of a row;
    `split`: rows and tables may break over pages."""

    font: str = FAMILY
    size: float = 9.5
    margin: float = 18
    head: str = ""
    foot: str = "- {page} -"
    rule: str = "0.5pt solid #000000"
    head_fill: str = "#e6e6e6"
    split: bool = True
    row: float = 5.5


def text(plan: tuple[Section, ...], look: Look) -> str:
    """The plan as flat XML (.fodt)."""
    styles = Styles()
    body = "".join(_section(index, section, look, styles) for index, section in enumerate(plan))
    pages = [page_styles(index, *paper_size(section), look) for index, section in enumerate(plan)]
    layouts = "".join(layout for layout, _ in pages)
    return document("text", layouts + styles.xml(), "".join(master for _, master in pages), body)


def _section(index: int, section: Section, look: Look, styles: Styles) -> str:
    """`page` carries the page break on to the style of the block that it stands before."""
    parts = []
    page = f'style:master-page-name="M{index}"'
    before = ""
    for block in section.blocks:
        if isinstance(block, Break):
            before = ' fo:break-before="page"'
            continue
        if isinstance(block, Line):
            parts.append(_line(block, page, before, look, styles))
        else:
            parts.append(_table(block, page, before, look, styles))
        page = before = ""
    return "".join(parts)


def _characters(look: Look, size: float, weight: str = "normal") -> str:
    return (
        f'<style:text-properties style:font-name="{look.font}" style:font-name-asian="{look.font}" '
        f'fo:font-size="{size}pt" style:font-size-asian="{size}pt" fo:font-weight="{weight}" '
        f'style:font-weight-asian="{weight}" fo:language="ja" style:language-asian="ja" fo:country="JP" '
        'style:country-asian="JP"/>'
    )


def _line(line: Line, page: str, before: str, look: Look, styles: Styles) -> str:
    size = look.size * (1.5 if line.look == "title" else 1.1 if line.look == "heading" else 1)
    weight = "bold" if line.look in ("title", "heading") else "normal"
    across = {"title": "center", "centre": "center", "right": "end"}.get(line.look, "start")
    keep = ' fo:keep-with-next="always"' if line.look == "heading" else ""
    style = styles.name(
        "paragraph",
        page,
        f'<style:paragraph-properties fo:text-align="{across}" fo:margin-top="1.5mm" fo:margin-bottom="1.5mm"{keep}'
        f"{before}/>{_characters(look, size, weight)}",
    )
    return f'<text:p text:style-name="{style}">{paragraphs(line.text)[8:-9]}</text:p>'


def _table(of: Table, page: str, before: str, look: Look, styles: Styles) -> str:
    breaks = "true" if look.split else "false"
    style = styles.name(
        "table",
        page,
        f'<style:table-properties style:width="{of.width}mm" table:align="center" '
        f'style:may-break-between-rows="{breaks}" fo:margin-bottom="2mm" table:border-model="collapsing"{before}/>',
    )
    columns = "".join(f'<table:table-column table:style-name="{_column(width, styles)}"/>' for width in of.widths)
    rows = _rows(of, look, styles)
    if of.head:
        rows[0] = "<table:table-header-rows>" + rows[0]
        rows[of.head - 1] += "</table:table-header-rows>"
    return f'<table:table table:style-name="{style}">{columns}{"".join(rows)}</table:table>'


def _column(width: float, styles: Styles) -> str:
    return styles.name("table-column", "", f'<style:table-column-properties style:column-width="{width}mm"/>')


def _rows(of: Table, look: Look, styles: Styles) -> list[str]:
    begun = {(row, column): cell for row, column, cell in placed(of)}
    together = "auto" if look.split else "always"
    row_style = styles.name(
        "table-row",
        "",
        f'<style:table-row-properties style:min-row-height="{look.row}mm" fo:keep-together="{together}"/>',
    )
    return [
        f'<table:table-row table:style-name="{row_style}">'
        + "".join(
            _cell(begun[row, column], look, styles) if (row, column) in begun else "<table:covered-table-cell/>"
            for column in range(len(of.widths))
        )
        + "</table:table-row>"
        for row in range(len(of.rows))
    ]


def _cell(cell: Cell, look: Look, styles: Styles) -> str:
    head = cell.has("head")
    fill = f' fo:background-color="{look.head_fill}"' if head and look.head_fill else ""
    turned = ' style:writing-mode="tb-rl"' if cell.has("vertical") else ""
    style = styles.name(
        "table-cell",
        "",
        f'<style:table-cell-properties fo:border="{look.rule}" fo:padding="0.8mm" style:vertical-align="middle"'
        f"{fill}{turned}/>",
    )
    across = "center" if head or cell.has("centre") or cell.has("year") else "start"
    inside = styles.name(
        "paragraph",
        "",
        f'<style:paragraph-properties fo:text-align="{across}"/>{_characters(look, look.size)}',
    )
    span = f' table:number-columns-spanned="{cell.columns}" table:number-rows-spanned="{cell.rows}"'
    content = (paragraphs(cell.text) or "<text:p></text:p>").replace("<text:p>", f'<text:p text:style-name="{inside}">')
    return (
        f'<table:table-cell table:style-name="{style}"{span if cell.columns * cell.rows > 1 else ""}>'
        f"{content}</table:table-cell>"
    )
