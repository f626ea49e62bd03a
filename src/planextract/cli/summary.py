"""What is said about a document on standard error, and the exit code that its findings give."""

from __future__ import annotations

import math

from planextract.cli import streams
from planextract.cli.places import where
from planextract.diagnostics import CATALOGUE
from planextract.schema import Coverage, Diagnostic, PlanDocument, Severity

FINDINGS = 1
_TOLD_AT_MOST = 20


def summary(place: str, document: PlanDocument) -> str:
    """The line `plan.txt: 52 measures, 208 observations, 0 errors, 2 warnings, 5 infos, coverage 99.9 %`."""
    indicators = [indicator for measure in document.measures for indicator in measure.indicators]
    observations = sum(len(indicator.observations) for indicator in indicators)
    severities = [diagnostic.severity for diagnostic in document.diagnostics]
    counts = [
        counted(len(document.measures), "measure"),
        counted(observations, "observation"),
        *(counted(severities.count(severity), severity) for severity in ("error", "warning", "info")),
    ]
    return f"{place}: {', '.join(counts)}, coverage {percentage(document.coverage)}"


def counted(count: int, noun: str) -> str:
    """`1 measure`, `2 measures`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def percentage(coverage: Coverage) -> str:
    """Consumed characters in percent, rounded down: 100 % is said only where nothing is left."""
    if not coverage.characters:
        return "-"
    tenths = math.floor(1000 * coverage.consumed / coverage.characters)
    return "100 %" if tenths == 1000 else f"{tenths / 10:.1f} %"


def tell_findings(place: str, document: PlanDocument, *, strict: bool) -> int:
    """Tell each finding that makes the run end with 1 (errors; with `strict` warnings too) and give the exit code."""
    decisive: tuple[Severity, ...] = ("error", "warning") if strict else ("error",)
    found = [diagnostic for diagnostic in document.diagnostics if diagnostic.severity in decisive]
    tell_diagnostics(place, found[:_TOLD_AT_MOST])
    if len(found) > _TOLD_AT_MOST:
        streams.tell(f"planextract: {place}: … and {len(found) - _TOLD_AT_MOST} more")
    return FINDINGS if found else 0


def tell_diagnostics(place: str, found: list[Diagnostic]) -> None:
    """Tell each of them, a line each."""
    for diagnostic in found:
        streams.tell(f"planextract: {_finding(place, diagnostic)}")


def _finding(place: str, diagnostic: Diagnostic) -> str:
    """One diagnostic in one line: severity, file, place in it, code, message and what to do."""
    spot = where(diagnostic.provenance)
    entry = CATALOGUE.get(diagnostic.code)
    advice = f" ({entry.advice})" if entry else ""
    said = f"{diagnostic.code}: {diagnostic.message}{advice}"
    return f"{diagnostic.severity}: {place}: {spot}: {said}" if spot else f"{diagnostic.severity}: {place}: {said}"
