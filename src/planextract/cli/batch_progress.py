"""How a batch goes, on standard error: a bar for people, lines for logs, or JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, Protocol

from planextract.batch.messages import Facts
from planextract.batch.plan import Item
from planextract.batch.summary import Outcome, Summary
from planextract.cli import streams
from planextract.cli.summary import counted

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

LogFormat = Literal["text", "json"]

_REDRAWN = 0.2


class Told(Protocol):
    """A listener of a batch that is told its end, too."""

    def begun(self, total: int) -> None:
        """The batch has so many inputs."""

    def ended(self, item: Item, outcome: Outcome) -> None:
        """One of them is done."""

    def idle(self) -> float | None:
        """The workers work."""

    def finished(self, summary: Summary) -> None:
        """All is done."""


@contextmanager
def listener(form: LogFormat, *, quiet: bool) -> Iterator[Told]:
    """Who is to be told. Quiet: failures only, unless a program listens."""
    if form == "json":
        yield JsonLines()
    elif quiet or not streams.on_terminal(sys.stderr):
        yield PlainLines(quiet=quiet)
    else:
        with _bar() as progress:
            yield Bar(progress)


class PlainLines:
    """A line for each document."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._total, self._count = quiet, 0, 0

    def begun(self, total: int) -> None:
        """Remember how many there are."""
        self._total = total

    def ended(self, item: Item, outcome: Outcome) -> None:
        """Tell what became of it."""
        self._count += 1
        if not self._quiet or outcome.entry.failure:
            streams.tell(f"[{self._count}/{self._total}] {said(item, outcome)}")

    def idle(self) -> float | None:
        """Nothing to do."""
        return None

    def finished(self, summary: Summary) -> None:
        """The summary is shown elsewhere."""


class JsonLines:
    """A JSON object a line."""

    def begun(self, total: int) -> None:
        """Tell how many there are."""
        log("begun", documents=total)

    def ended(self, item: Item, outcome: Outcome) -> None:
        """Tell everything that is known of it."""
        entry = outcome.entry
        log(
            "document",
            name=entry.name,
            input=item.place,
            resumed=outcome.resumed,
            seconds=round(outcome.seconds, 3),
            facts=entry.facts.model_dump(mode="json") if entry.facts else None,
            failure=entry.failure.model_dump(mode="json") if entry.failure else None,
        )

    def idle(self) -> float | None:
        """Nothing to do."""
        return None

    def finished(self, summary: Summary) -> None:
        """Tell the figures."""
        log("ended", **summary.model_dump(mode="json", exclude={"inputs"}))


class Bar:
    """A bar with rate and remaining time; failures above it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begun(self, total: int) -> None:
        """Draw it empty."""
        self._task = self._progress.add_task("", total=total, rate="")
        self._progress.refresh()

    def ended(self, item: Item, outcome: Outcome) -> None:
        """Move it."""
        if outcome.entry.failure:
            streams.tell(said(item, outcome))
        if self._task is not None:
            speed = self._progress.tasks[0].speed
            rate = "" if speed is None else f"{speed:.1f}/s"
            self._progress.update(self._task, advance=1, rate=rate, description=streams.visible(item.source))

    def idle(self) -> float | None:
        """Draw it anew: it has no thread of its own, because a process that forks must have none."""
        self._progress.refresh()
        return _REDRAWN

    def finished(self, summary: Summary) -> None:
        """It goes by itself."""


def said(item: Item, outcome: Outcome) -> str:
    """What became of a document, in one line."""
    entry = outcome.entry
    if entry.failure:
        how = f" ({entry.failure.remedy})" if entry.failure.remedy else ""
        return f"{item.place}: {entry.failure.failure}: {entry.failure.message}{how}"
    known = "done before" if outcome.resumed else f"{outcome.seconds:.1f} s"
    return f"{item.place}: {_figures(entry.facts)}, {known}" if entry.facts else item.place


def _figures(facts: Facts) -> str:
    counts = [counted(facts.measures, "measure"), counted(facts.observations, "observation")]
    counts += [counted(facts.severities.get(severity, 0), severity) for severity in ("error", "warning")]
    return ", ".join([counted(facts.pages, "page"), *counts] if facts.pages else counts)


def log(event: str, **values: object) -> None:
    """Tell an event as a line of JSON."""
    # ASCII: a log is read by programs of which nobody knows what they take for the end of a line.
    streams.tell(json.dumps({"event": event, **values}))


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        *(BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn()),
        TextColumn("{task.description}", markup=False),
    )
    console = Console(stderr=True, soft_wrap=True, markup=False, emoji=False, highlight=False)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, auto_refresh=False) as progress:
        yield progress
