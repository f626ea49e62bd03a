"""What `make bench` prints and writes."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks.contenders import CONTENDERS, FLOOR
from benchmarks.figures import Goal, Results
from benchmarks.measure import Limits
from benchmarks.scaling import Growth, growth_goals

_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where, when and of what the figures are."""

    date: str
    machine: str
    python: str
    load: str
    versions: dict[str, str]
    limits: Limits

    @classmethod
    def now(cls, limits: Limits) -> Circumstances:
        """This machine at this moment. Its name is left out: figures are published."""
        known = {c.package: c.version for c in CONTENDERS.values()}
        return cls(
            date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
            machine=f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
            python=f"{platform.python_implementation()} {platform.python_version()}",
            load=f"{os.getloadavg()[0]:.1f}",
            versions={package: version for package, version in known.items() if version},
            limits=limits,
        )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    known = re.search(r"^model name\s*:\s*(.+)$", listed.read_text("utf-8"), re.MULTILINE) if listed.exists() else None
    return known.group(1) if known else platform.processor() or platform.machine()


def console() -> Console:
    """Where tables are printed: as wide as they need, also into a file."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(width=_WIDTH, highlight=False)


def print_circumstances(out: Console, seen: Circumstances, missing: Sequence[str]) -> None:
    """Machine, versions, date, what a figure means, and who is missing."""
    versions = ", ".join(f"{package} {version}" for package, version in seen.versions.items())
    out.print(f"{seen.date} · {seen.machine} · load {seen.load} at the start · {seen.python}")
    out.print(versions)
    limits = seen.limits
    out.print(
        f"Each contender and file in its own process: imports not counted, one first run, then the best of "
        f"{limits.repeat} (fewer after {limits.budget:g} s); {limits.timeout:g} s at most. "
        "MB is the peak of the process, imports included."
    )
    for name in missing:
        contender = CONTENDERS[name]
        out.print(f"not installed: {contender.package} ({contender.title} is left out)")


def print_results(out: Console, results: Results) -> None:
    """The summary, every file, and what gave no figure."""
    out.print(_summary(results))
    out.print(_files(results))
    for measurement in results.unread():
        title = CONTENDERS[measurement.contender].title
        out.print(f"{measurement.file}: {title}: {measurement.status}: {measurement.reason}", markup=False)


def _summary(results: Results) -> Table:
    shared = results.shared()
    pages = sum(results.pages[file] for file in shared)
    title = f"{len(results.pages)} files, {sum(results.pages.values())} pages; shared: the {len(shared)} files "
    table = Table("contender", title=f"{title}({pages} pages) that all contenders read")
    for heading in ("files", "pages", "ms/page\nmedian", "ms/page\ntotal", "ms/page\nfirst run", "× floor\nsame files"):
        table.add_column(heading, justify="right")
    for heading in ("ms/page\nshared", "× floor\nshared", "MB\npeak", "tables", "cells"):
        table.add_column(heading, justify="right")
    for row in results.rows():
        figures = [
            _number(value) for value in (row.median, row.total, row.first, row.ratio, row.shared, row.shared_ratio)
        ]
        counts = (f"{row.peak:.0f}" if row.files else "-", str(row.tables or "-"), str(row.cells or "-"))
        table.add_row(CONTENDERS[row.contender].title, str(row.files), str(row.pages), *figures, *counts)
    return table


def _files(results: Results) -> Table:
    table = Table("file", title="ms/page")
    table.add_column("pages", justify="right")
    for contender in results.contenders:
        table.add_column(contender, justify="right")
    for file, pages in results.pages.items():
        cells = [results.measured.get((contender, file)) for contender in results.contenders]
        shown = [_number(cell.best / pages) if cell and cell.runs else cell.status if cell else "-" for cell in cells]
        table.add_row(Text(file), str(pages), *shown)
    return table


def print_growth(out: Console, grown: Sequence[Growth]) -> None:
    """Times and memory for each size, and what the last doubling cost."""
    table = Table("reader", "sizes", "ms of processor", "MB", title="growth")
    table.add_column("last doubling\ncosts ×", justify="right")
    for growth in grown:
        done = growth.measurements
        times = " → ".join(f"{m.work:,.0f}" if m.runs else m.status for m in done)
        peaks = " → ".join(f"{m.peak:,.0f}" if m.runs else "-" for m in done)
        name = CONTENDERS[growth.reader].title if growth.reader in CONTENDERS else f"planextract {growth.reader}"
        table.add_row(name, growth.shown_sizes, times, peaks, _number(growth.last_ratio))
    out.print(table)
    for growth in grown:
        if growth.unread:
            out.print(f"{growth.reader}, {growth.what}: {growth.unread}", markup=False)


def print_goals(out: Console, goals: Sequence[Goal]) -> None:
    """What is wanted and what is."""
    for goal in goals:
        wanted = f"at {'least' if goal.at_least else 'most'} {goal.limit:g}"
        out.print(f"{'met   ' if goal.met else 'MISSED'}  {goal.said}: {_number(goal.value)} ({wanted})", markup=False)


def _number(value: float | None) -> str:
    """Three digits that matter; a dash where there is no figure."""
    if value is None:
        return "-"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def all_goals(results: Results | None, grown: Sequence[Growth]) -> list[Goal]:
    """The goals of everything that was measured."""
    return [*(results.goals() if results else ()), *growth_goals(grown)]


def write_results(path: Path, seen: Circumstances, results: Results | None, grown: Sequence[Growth]) -> None:
    """Everything that was measured, as JSON; an older file stays whole until the new one is."""
    limits = seen.limits
    content = {
        "date": seen.date,
        "machine": seen.machine,
        "load": seen.load,
        "python": seen.python,
        "versions": seen.versions,
        "limits": {"timeout_s": limits.timeout, "repeat": limits.repeat, "budget_s": limits.budget},
        "floor": CONTENDERS[FLOOR].title,
        "summary": [row._asdict() for row in results.rows()] if results else [],
        "goals": [{**goal._asdict(), "met": goal.met} for goal in all_goals(results, grown)],
        "files": [m.record() for m in results.measured.values()] if results else [],
        "growth": [
            {
                "reader": growth.reader,
                "what": growth.what,
                "sizes": growth.sizes,
                "last_ratio": growth.last_ratio,
                "measurements": [m.record() for m in growth.measurements],
            }
            for growth in grown
        ],
    }
    partial = path.with_name(f"{path.name}.tmp")
    partial.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)
