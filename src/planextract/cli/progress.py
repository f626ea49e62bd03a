"""Progress over several inputs, for people only."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from planextract.cli.inputs import Input
from planextract.cli.streams import on_terminal


def shown(sources: list[Input], *, quiet: bool, product_elsewhere: bool) -> Iterator[Input]:
    """The sources one by one, with a bar on standard error while they are worked on.

    No bar for a single source, where nobody looks, or where the product goes to the same terminal.
    """
    apart = product_elsewhere or not on_terminal(sys.stdout)
    if quiet or len(sources) < 2 or not on_terminal(sys.stderr) or not apart:
        yield from sources
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    # Messages pass through this console while the bar stands; they must arrive as they are.
    console = Console(stderr=True, soft_wrap=True, markup=False, emoji=False, highlight=False)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, auto_refresh=False) as bar:
        task = bar.add_task("", total=len(sources))
        for source in sources:
            # Drawn here and by no thread: with --contained, this process forks.
            bar.update(task, description=source.name, refresh=True)
            yield source
            bar.advance(task)
