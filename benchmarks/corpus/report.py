"""The report of a corpus run: one page over all files, and a list of differences for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.corpus.compare import CLASSES, Comparison, lines
from benchmarks.corpus.run import Outcome

_EXAMPLES = 4
_SHOWN = 60


def write_differences(out: Path, outcome: Outcome) -> None:
    """NAME.tsv: every cell on which the engines differ."""
    if outcome.comparison is not None:
        target = out / f"{Path(outcome.name).stem}.tsv"
        target.write_text("".join(f"{line}\n" for line in lines(outcome.comparison)), encoding="utf-8")


def write_report(out: Path, outcomes: Sequence[Outcome]) -> Path:
    """report.md: files, classes with examples, how `parse` ended, faults."""
    target = out / "report.md"
    parts = (_totals(outcomes), _files(outcomes), _classes(outcomes), _parsed(outcomes), _faults(outcomes))
    target.write_text("".join(f"{line}\n" for part in parts for line in part), encoding="utf-8")
    return target


def share(part: int, whole: int) -> str:
    """A share in percent, rounded down, so that 100 % is said only where nothing is missing."""
    return "-" if not whole else "100 %" if part == whole else f"{int(1000 * part / whole) / 10:.1f} %"


def totals(outcomes: Sequence[Outcome]) -> str:
    """One line over all files."""
    done = [outcome.comparison for outcome in outcomes if outcome.comparison is not None]
    equal, filled = sum(c.equal for c in done), sum(c.filled for c in done)
    second = sum(c.second_filled for c in done)
    return (
        f"{len(outcomes)} files: {equal} of {filled} native cells with text equal one of pdfplumber's on the same page "
        f"({share(equal, filled)}), which has {second}"
    )


def _totals(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield from ("# Native against pdfplumber", "", f"{totals(outcomes)}.", "")


def _files(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| file | tables | pdfplumber | cells | pdfplumber | equal | found | slivers | pdfplumber | differences |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|"
    for outcome in outcomes:
        yield f"| {outcome.name} | {_file(outcome)} |"
    yield from ("", "*equal*: share of the native cells with text; *found*: share of pdfplumber's cells with text. ")
    yield from ("A sliver is an empty cell less than 3 points thin (phantom row or column).", "")


def _file(outcome: Outcome) -> str:
    result = outcome.comparison
    if result is None:
        return f"{'| ' * 8}native broke: {outcome.native.reason}"
    refused = [
        f"{who}: {seen.refused}"
        for who, seen in (("native", result.native), ("pdfplumber", result.second))
        if seen.refused
    ]
    kinds = [f"{kind} {count}" for kind, count in result.kinds.most_common()]
    figures = (
        result.native.tables,
        result.second.tables,
        len(result.native.cells),
        len(result.second.cells),
        share(result.equal, result.filled),
        share(result.equal, result.second_filled),
        result.slivers,
        result.second_slivers,
    )
    return " | ".join([*map(str, figures), _cell("; ".join([*refused, *kinds]))])


def _classes(outcomes: Sequence[Outcome]) -> Iterator[str]:
    done = [(outcome.name, outcome.comparison) for outcome in outcomes if outcome.comparison is not None]
    counts = sum((comparison.kinds for _, comparison in done), Counter[str]())
    yield from ("## Classes of differences", "")
    for kind, count in counts.most_common():
        yield f"### {kind}: {count}"
        yield from ("", f"{CLASSES[kind]}.", "", "| file | page | native | pdfplumber |", "|---|--:|---|---|")
        yield from _examples(kind, done)
        yield ""


def _examples(kind: str, done: Sequence[tuple[str, Comparison]]) -> Iterator[str]:
    """The first of each of the files that have most of them."""
    most = sorted(done, key=lambda each: -each[1].kinds[kind])
    for name, comparison in most[:_EXAMPLES]:
        first = next((d for d in comparison.differences if d.kind == kind), None)
        if first:
            label = f"{name} ({comparison.kinds[kind]})"
            yield f"| {label} | {first.cell.page} | {_cell(first.native)} | {_cell(first.second)} |"


def _parsed(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield from ("## planextract parse", "", "| file | exit code | seconds | said |", "|---|--:|--:|---|")
    for outcome in outcomes:
        ended = outcome.parse
        said = _cell(ended.reason if ended.said or ended.code is None else "", 200)
        yield f"| {outcome.name} | {'-' if ended.code is None else ended.code} | {ended.seconds:.1f} | {said} |"
    yield ""


def _faults(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield from ("## Faults of ours", "")
    faults = [(outcome, fault) for outcome in outcomes for fault in outcome.faults]
    for outcome, fault in faults:
        yield f"- {outcome.name}: {fault}"
    for outcome in {id(outcome): outcome for outcome, _ in faults}.values():
        for ended in (outcome.native, outcome.parse):
            if ended.broke and ended.said.strip():
                yield from ("", f"{outcome.name}:", "", "```", ended.said.strip(), "```")
    if not faults:
        yield "none"


def _cell(text: str, shown: int = _SHOWN) -> str:
    """A text as one cell of a Markdown table, cut where it is long."""
    line = " ".join(text.split()).replace("|", "\\|")
    return line if len(line) <= shown else f"{line[: shown - 1]}…"
