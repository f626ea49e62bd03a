"""What the suite tells beside passed and failed: figures that tests record with `record_property`."""

from __future__ import annotations

from collections import defaultdict

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded, a block for each name, before the last line."""
    recorded: dict[str, list[str]] = defaultdict(list)
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, value in report.user_properties if report.when == "call" else ():
                recorded[name].append(str(value))
    for name, values in recorded.items():
        terminalreporter.section(name)
        for value in values:
            terminalreporter.line(value)
