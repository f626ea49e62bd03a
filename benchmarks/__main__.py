"""`python -m benchmarks [FILE…]`: readers of tables side by side, and how costs grow."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import report
from benchmarks.contenders import CONTENDERS, FLOOR
from benchmarks.figures import Results
from benchmarks.measure import ROOT, Limits, Measurement, measure_all
from benchmarks.scaling import Growth, growths


def main(arguments: Sequence[str]) -> int:
    """Measure, print, write. Ends with 2 where there is nothing to measure, else with 0: speed is no test."""
    given = _options().parse_args(arguments)
    files = [Path(file) for file in given.files] if given.files else default_files()
    absent = [str(file) for file in files if not file.is_file()]
    if absent or not (files or given.only_growth):
        what = f"there is no file {absent[0]}" if absent else "there are no PDF files in samples/pdf or real-pdfs"
        print(f'benchmarks: {what} (name files: make bench FILES="a.pdf b.pdf")', file=sys.stderr)
        return 2
    limits = Limits(given.timeout, given.repeat, given.budget)
    names = list(dict.fromkeys([FLOOR, *given.only]))
    installed = [name for name in names if CONTENDERS[name].version]
    out = report.console()
    seen = report.Circumstances.now(limits)
    report.print_circumstances(out, seen, [name for name in names if name not in installed])
    results = None if given.only_growth else _compared(installed, files, limits)
    if results:
        report.print_results(out, results)
    grown = [] if given.no_growth else _grown(installed, limits, slow=given.slow)
    if grown:
        report.print_growth(out, grown)
    report.print_goals(out, report.all_goals(results, grown))
    report.write_results(given.output, seen, results, grown)
    out.print(f"written: {given.output}", markup=False, soft_wrap=True)
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = options.add_argument
    add("files", nargs="*", metavar="FILE", help="PDF files (default: samples/pdf and the shared real PDFs)")
    add("--only", type=_named, default=[*CONTENDERS], metavar="NAME,…", help=f"of {', '.join(CONTENDERS)}")
    add("--repeat", type=int, default=3, help="counted runs of each")
    add("--timeout", type=float, default=120.0, help="seconds for one contender and file")
    add("--budget", type=float, default=10.0, help="seconds after which no further run starts")
    add("--no-growth", action="store_true", help="only the files")
    add("--only-growth", action="store_true", help="only how costs grow")
    add("--slow", action="store_true", help="let pdfplumber read the large tables, too")
    add("--output", type=Path, default=ROOT / "benchmarks" / "results.json", help="where the figures go")
    return options


def _named(listed: str) -> list[str]:
    """The contenders of a list with commas."""
    names = listed.split(",")
    unknown = [name for name in names if name not in CONTENDERS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no contender is called {unknown[0]!r} (known: {', '.join(CONTENDERS)})")
    return names


def default_files() -> list[Path]:
    """The project's PDF samples and, where they are on the machine, the shared real PDFs."""
    shared = Path(os.environ.get("PLANEXTRACT_SHARED", ROOT.parent / "shared"))
    folders = (ROOT / "samples" / "pdf", shared / "real-pdfs")
    return [path for folder in folders for path in sorted(folder.glob("*.pdf"))]


def _compared(names: Sequence[str], files: Sequence[Path], limits: Limits) -> Results:
    done: list[Measurement] = []
    for measurement in measure_all(names, files, limits):
        done.append(measurement)
        _progress(f"{measurement.file} {measurement.contender}")
    _progress("")
    return Results.of(done)


def _grown(names: Sequence[str], limits: Limits, *, slow: bool) -> list[Growth]:
    done: list[Growth] = []
    with tempfile.TemporaryDirectory(prefix="planextract-bench-") as folder:
        for growth in growths(Path(folder), names, limits, slow=slow):
            done.append(growth)
            _progress(f"{growth.reader}: {growth.what}")
    _progress("")
    return done


def _progress(said: str) -> None:
    """What was done last, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{said[:100]}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
