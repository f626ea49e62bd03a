"""Tables and words for people, drawn with rich: wide on a terminal, plain and 120 columns wide in a pipe."""

from __future__ import annotations

import io
import sys

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from planextract.cli.streams import on_terminal, visible

_PIPE_WIDTH = 120
STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def drawn(*parts: RenderableType) -> str:
    """The parts below each other as text, with colours where standard output is a terminal."""
    person = on_terminal(sys.stdout)
    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=person,
        width=Console().width if person else _PIPE_WIDTH,
        color_system="auto" if person else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for part in parts:
        console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().rstrip("\n").split("\n"))


def listing(*columns: str, title: str | None = None) -> Table:
    """An empty table; its first column is never folded."""
    table = Table(box=box.SIMPLE_HEAD, title=Text(title, style="bold") if title else None, title_justify="left")
    for index, column in enumerate(columns):
        table.add_column(column, no_wrap=index == 0, overflow="fold")
    return table


def words(text: str, style: str = "") -> Text:
    """Text of a document: shown as it is, never read as markup or sent to the terminal as a command."""
    return Text("\n".join(visible(line) for line in text.split("\n")), style=style)
