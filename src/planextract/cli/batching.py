"""`planextract batch`: many documents at once, into one folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from planextract.batch import run as batch
from planextract.batch.limits import Limits
from planextract.batch.plan import Shard
from planextract.batch.run import Settings
from planextract.batch.summary import Summary
from planextract.batch.tables import BatchFormat, Wanted
from planextract.batch.tasks import Options
from planextract.cli import streams
from planextract.cli.batch_progress import LogFormat, listener, log
from planextract.cli.drawing import drawn, listing
from planextract.cli.parsing import Reading
from planextract.cli.summary import FINDINGS
from planextract.errors import PlanextractError, UsageError
from planextract.export.attribution import licence
from planextract.export.comma_separated import Encoding
from planextract.export.gathered import Terms

FailOn = Literal["error", "warning", "never"]

INTERRUPTED = 130
SOME_FAILED = 7
_DECISIVE: Mapping[FailOn, tuple[str, ...]] = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


@dataclass(frozen=True, slots=True)
class Work:
    """What the user wants of a batch, beside how documents are read."""

    output: str
    limits: Limits
    tables: Wanted = field(default_factory=Wanted)
    jobs: int | None = None
    scheduler: str | None = None
    shard: str = "1/1"
    limit: int | None = None
    resume: bool = True
    fail_on: FailOn = "error"
    log_format: LogFormat = "text"
    quiet: bool = False


def told(form: LogFormat, step: Callable[[], int]) -> int:
    """Run the step and give its exit code. For a program that listens, what ends it early is a line of JSON, too."""
    if form == "text":
        return step()
    try:
        code = step()
    except PlanextractError as error:
        said = {"message": error.message, "place": error.place, "remedy": error.remedy, "code": error.exit_code}
        log("error", failure=error.failure, **said)
        return error.exit_code
    except KeyboardInterrupt:  # before there was anything to sum up
        code = INTERRUPTED
    if code == INTERRUPTED:
        log("interrupted", code=code)
        raise streams.AllSaid(code)
    return code


def run(inputs: list[str], reading: Reading, work: Work) -> int:
    """Run the batch, show what came of it, and give the exit code."""
    if not work.output:
        raise UsageError("the name after -o is empty", remedy="name a folder")
    settings = Settings(
        options=options_of(reading),
        limits=work.limits,
        jobs=work.jobs,
        shard=Shard.parse(work.shard),
        limit=work.limit,
        resume=work.resume,
        tables=work.tables,
        scheduler=work.scheduler,
    )
    with listener(work.log_format, quiet=work.quiet) as told:
        summary = batch.run(inputs, Path(work.output), settings, told)
        told.finished(summary)
    if not work.quiet:
        streams.write(_shown(summary))
    return _code(summary, work.fail_on)


def tables_of(forms: Sequence[BatchFormat], encoding: Encoding | None, terms: str | None) -> Wanted:
    """The tables that the user wants. Raises UsageError for an option that would change nothing."""
    wanted = tuple(dict.fromkeys(forms)) or Wanted().forms
    if encoding is not None and "csv" not in wanted:
        raise UsageError("--encoding belongs to CSV", remedy="add --format csv")
    if terms is not None and not set(wanted) - {"json", "jsonl"}:
        raise UsageError("--licence belongs to tables", remedy="add --format csv, xlsx, parquet or duckdb")
    return Wanted(wanted, Terms(encoding or Wanted().terms.encoding, licence(terms)))


def options_of(reading: Reading) -> Options:
    """How documents are read, as a batch wants to know it."""
    return Options(reading.parser, reading.municipality, reading.encoding, reading.pdf)


def _code(summary: Summary, fail_on: FailOn) -> int:
    if not summary.complete:
        return INTERRUPTED
    if fail_on == "never":
        return 0
    if summary.failed:
        return SOME_FAILED
    return FINDINGS if any(summary.severities.get(severity) for severity in _DECISIVE[fail_on]) else 0


_NAMES = {"resumed": "done before"}


def _shown(summary: Summary) -> str:
    """The summary as tables: the figures, then diagnostics by code and failures by class where there are any."""
    rate = "-" if summary.pages_a_second is None else f"{summary.pages_a_second:.1f}"
    figures = listing("documents", str(summary.documents))
    for name in ("read", "failed", "resumed", "pages", "measures", "observations"):
        figures.add_row(_NAMES.get(name, name), str(getattr(summary, name)))
    figures.add_row("pages a second", rate)
    parts = [figures]
    for title, counted in (("diagnostic", summary.diagnostics), ("failure", summary.failures)):
        if counted:
            table = listing(title, "times" if title == "diagnostic" else "documents")
            for name, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
                table.add_row(name, str(count))
            parts.append(table)
    for part in parts:
        part.columns[1].justify = "right"
    return drawn(*parts)
