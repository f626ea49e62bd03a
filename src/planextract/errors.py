"""What ends a run: one exception tree, each class with its exit code and what the user can do about it.

An exception means *no document*; a doubt inside a document is a diagnostic (`planextract.diagnostics`).
"""

from __future__ import annotations

EXIT_CODES: dict[int, str] = {
    0: "ok",
    1: "findings: written, but a document has error diagnostics (with --strict: warnings); check found a difference; "
    "validate found a violated schema or an error (with --strict: any contradiction)",
    2: "usage: the command line is wrong",
    3: "an input cannot be read (missing, empty, damaged, not supported)",
    4: "the parser is unknown, ambiguous or wrongly declared",
    5: "the output cannot be written",
    6: "an optional part is not installed",
    7: "reserved for the batch of a later version",
    8: "a limit was hit (time, memory, size)",
    70: "a bug in planextract (a traceback follows)",
    130: "interrupted",
}


class PlanextractError(Exception):
    """Any expected failure. `str(error)` is one line: what, where and what to do.

    `exit_code` is the code the command line ends with; `place` names file and, where known, line or page.
    """

    exit_code = 3

    def __init__(self, message: str, *, place: str | None = None, remedy: str | None = None) -> None:
        self.message, self.place, self.remedy = message, place, remedy
        super().__init__(message)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        how = f" ({self.remedy})" if self.remedy else ""
        return f"{where}{self.message}{how}"


class UsageError(PlanextractError):
    """The arguments contradict each other or have values that do not exist."""

    exit_code = 2


class InputError(PlanextractError):
    """The input cannot be read at all: missing, a folder, empty, binary, an encoding that does not fit."""

    exit_code = 3


class UnsupportedInputError(InputError):
    """The input is a document of a kind that this version does not read."""


class ParserError(PlanextractError):
    """The parser asked for is unknown, its declaration is wrong, or two parsers claim the same document."""

    exit_code = 4


class OutputError(PlanextractError):
    """The output cannot be written: folder missing, no permission, disk full, character not in the encoding."""

    exit_code = 5


class MissingPartError(PlanextractError):
    """An optional part that the call needs is not installed."""

    exit_code = 6


class LimitError(PlanextractError):
    """A documented limit was reached (size of a file, columns of a table)."""

    exit_code = 8
