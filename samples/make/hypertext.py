"""A plan as a page of HTML, printed by Chromium."""

from collections.abc import Callable
from html import escape
from typing import NamedTuple

from model import Break, Cell, Line, Section, Table, paper_size
from typeface import FAMILY


class Look(NamedTuple):
    """`rule`: a CSS border; `repeat`: the header on each page; `extra`: more CSS; `draw`: what a cell holds instead."""

    font: str = FAMILY
    size: float = 8
    margin: float = 12
    head: str = ""
    foot: str = "- {page} -"
    rule: str = "0.5pt solid black"
    repeat: bool = True
    extra: str = ""
    draw: Callable[[Cell], str] | None = None


_STYLE = """
* {{ box-sizing: border-box; }}
body {{ margin: 0; font: {size}pt/1.35 "{font}"; }}
h1, h2 {{ font-weight: normal; }}
h1 {{ font-size: {title}pt; text-align: center; margin: 2mm 0; }}
h2 {{ font-size: {heading}pt; margin: 2mm 0 1mm; break-after: avoid; }}
p {{ margin: 1mm 0; }}
table {{ border-collapse: collapse; table-layout: fixed; margin: 1mm 0 3mm; }}
td {{ border: {rule}; padding: 0.7mm 1mm; vertical-align: middle; overflow-wrap: anywhere; line-break: strict; }}
.head {{ background: #eef2f7; }}
.head, .centre {{ text-align: center; }}
.top {{ vertical-align: top; }}
.right {{ text-align: right; }}
.vertical {{ writing-mode: vertical-rl; }}
thead {{ display: {repeated}; }}
.page {{ break-before: page; }}
"""


def page(plan: tuple[Section, ...], look: Look) -> str:
    """The plan as one HTML document; each section has a page size of its own."""
    sizes = "".join(_page_rule(index, section, look) for index, section in enumerate(plan))
    style = sizes + _STYLE.format(
        size=look.size,
        font=look.font,
        title=look.size * 1.5,
        heading=look.size * 1.15,
        rule=look.rule,
        repeated="table-header-group" if look.repeat else "table-row-group",
    )
    parts = (f'<section class="s{index}">{_section(section, look)}</section>' for index, section in enumerate(plan))
    head = f'<meta charset="utf-8"><title>Sample</title><style>{style}{look.extra}</style>'
    return f'<!DOCTYPE html><html lang="ja">{head}{"".join(parts)}\n'


def _page_rule(index: int, section: Section, look: Look) -> str:
    width, height = paper_size(section)
    foot = escape(look.foot, quote=False).split("{page}")
    number = f'"{foot[0]}" counter(page) "{foot[1]}"' if len(foot) == 2 else f'"{foot[0]}"'
    small = f'font: 7.5pt "{look.font}"'
    return (
        f"@page p{index} {{ size: {width}mm {height}mm; margin: {look.margin + 3}mm {look.margin}mm; "
        f'@top-center {{ content: "{look.head}"; {small}; }} @bottom-center {{ content: {number}; {small}; }} }}\n'
        f".s{index} {{ page: p{index}; }}\n"
    )


def _section(section: Section, look: Look) -> str:
    parts: list[str] = []
    page_break = False
    for block in section.blocks:
        if isinstance(block, Break):
            page_break = True
            continue
        drawn = _line(block) if isinstance(block, Line) else _table(block, look)
        parts.append(f'<div class="page">{drawn}</div>' if page_break else drawn)
        page_break = False
    return "".join(parts)


def _line(line: Line) -> str:
    tag = {"title": "h1", "heading": "h2"}.get(line.look, "p")
    return f'<{tag} class="{line.look}">{escape(line.text) or "&nbsp;"}</{tag}>'


def _table(of: Table, look: Look) -> str:
    columns = "".join(f'<col style="width: {width}mm">' for width in of.widths)
    rows = ["".join(_cell(cell, look) for cell in cells) for cells in of.rows]
    head, body = ("".join(f"<tr>{row}</tr>" for row in part) for part in (rows[: of.head], rows[of.head :]))
    head = f"<thead>{head}</thead>" if head else ""
    return f'<table style="width: {of.width}mm">{columns}{head}<tbody>{body}</tbody></table>'


def _cell(cell: Cell, look: Look) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("colspan", cell.columns), ("rowspan", cell.rows)) if count > 1
    )
    drawn = look.draw(cell) if look.draw else ""
    inside = drawn or escape(cell.text).replace("\n", "<br>")
    if cell.has("vertical"):
        inside = f'<span class="vertical">{inside}</span>'
    look_class = " ".join(word for word in cell.look.split() if word != "vertical")
    return f'<td class="{look_class}"{spans}>{inside}</td>'
