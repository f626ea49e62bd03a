"""`python -m benchmarks.corpus FOLDER [--out FOLDER]`: every PDF of a folder with two engines and `parse`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpus.report import share, totals, write_differences, write_report
from benchmarks.corpus.run import Outcome, examine


def main(arguments: Sequence[str]) -> int:
    """Read all, tell a line a file, write the report. Ends with 1 for a fault of ours, 2 where there is no PDF."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--out", type=Path, help="where the report goes (default: a new temporary folder)")
    options.add_argument("--timeout", type=float, default=300.0, help="seconds for one engine and file")
    given = options.parse_args(arguments)
    paths = sorted(given.folder.glob("*.pdf"))
    if not paths:
        print(f"corpus: there are no PDF files in {given.folder} (name a folder that has some)", file=sys.stderr)
        return 2
    out = given.out or Path(tempfile.mkdtemp(prefix="planextract-corpus-"))
    documents = out / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    outcomes = []
    for path in paths:
        outcomes.append(examine(path.resolve(), documents.resolve(), given.timeout))
        write_differences(out, outcomes[-1])
        print(_line(outcomes[-1]), flush=True)
    print(totals(outcomes))
    print(f"report: {write_report(out, outcomes)}")
    return 1 if any(outcome.faults for outcome in outcomes) else 0


def _line(outcome: Outcome) -> str:
    """`plan.pdf: 12 tables, 740 cells (pdfplumber 12, 738), 99.5 % equal; parse 0`."""
    result = outcome.comparison
    parsed = f"parse {'-' if outcome.parse.code is None else outcome.parse.code}"
    faults = "".join(f"; FAULT {fault}" for fault in outcome.faults)
    if result is None:
        return f"{outcome.name}: {parsed}{faults}"
    seen = f"{result.native.tables} tables, {len(result.native.cells)} cells"
    second = f"pdfplumber {result.second.tables}, {len(result.second.cells)}"
    refused = f"; {result.native.refused}" if result.native.refused else ""
    return f"{outcome.name}: {seen} ({second}), {share(result.equal, result.filled)} equal; {parsed}{refused}{faults}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
