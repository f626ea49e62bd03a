"""What ends a run: one exception tree, each class with its exit code and what the user can do about it.

An exception means *no document*; a doubt inside a document is a diagnostic (`planextract.diagnostics`). `failure` is
the word by which a batch counts and names what went wrong.
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
    7: "some documents of a batch could not be read",
    8: "a limit was hit (time, memory, size)",
    70: "a bug in planextract (a traceback follows)",
    130: "interrupted",
}


class PlanextractError(Exception):
    """Any expected failure. `str(error)` is one line: what, where and what to do.

    `exit_code` is the code the command line ends with; `place` names file and, where known, line or page.
    """

    exit_code = 3
    failure = "unreadable"

    def __init__(self, message: str, *, place: str | None = None, remedy: str | None = None) -> None:
        self.message, self.place, self.remedy = message, place, remedy
        super().__init__(message)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        how = f" ({self.remedy})" if self.remedy else ""
        return f"{where}{self.message}{how}"


class UsageError(PlanextractError):
    """An argument contradicts another, has a value that does not exist, or does not fit the document."""

    exit_code = 2
    failure = "usage"


class InputError(PlanextractError):
    """The input cannot be read for a reason that has no class of its own: a folder, no permission, a failing disk."""

    exit_code = 3


class MissingInputError(InputError):
    """There is no such file."""

    failure = "missing"


class NotADocumentError(InputError):
    """The file is empty, blank or binary data of no known kind."""

    failure = "not-a-document"


class UnsupportedInputError(InputError):
    """The input is a document of a kind that this version does not read."""

    failure = "unsupported"


class EncodingError(InputError):
    """The bytes of a text fit no character encoding, or not the one that was said."""

    failure = "encoding"


class EncryptedError(InputError):
    """The PDF is encrypted, and no password or a wrong one was given."""

    failure = "encrypted"


class DamagedError(InputError):
    """The PDF is broken so that nothing of it can be read, or has no pages."""

    failure = "damaged"


class NoTextLayerError(InputError):
    """No page of the PDF has text: it was scanned, or is blank."""

    failure = "no-text-layer"


class CrashError(InputError):
    """The process that read the document crashed."""

    failure = "crash"


class KilledError(InputError):
    """The process that read the document was killed from outside, perhaps by the system for lack of memory."""

    failure = "killed"


class ParserError(PlanextractError):
    """The parser asked for is unknown, its declaration is wrong, or two parsers claim the same document."""

    exit_code = 4
    failure = "parser"


class OutputError(PlanextractError):
    """The output cannot be written: folder missing, no permission, disk full, character not in the encoding."""

    exit_code = 5
    failure = "output"


class MissingPartError(PlanextractError):
    """An optional part that the call needs is not installed."""

    exit_code = 6
    failure = "missing-part"


class LimitError(PlanextractError):
    """A documented limit of size was reached: bytes of the file or of the result, pages, columns of a table."""

    exit_code = 8
    failure = "too-large"


class TimeLimitError(LimitError):
    """The document, or one page of it, took longer than it may."""

    failure = "timeout"


class MemoryLimitError(LimitError):
    """Reading the document took more memory than it may."""

    failure = "memory"


class BugError(PlanextractError):
    """Our own bug, met in another process while it read a document."""

    exit_code = 70
    failure = "bug"


FAILURES: dict[str, type[PlanextractError]] = {
    kind.failure: kind
    for kind in (
        *(MissingInputError, NotADocumentError, UnsupportedInputError, EncodingError, EncryptedError, DamagedError),
        *(NoTextLayerError, InputError, LimitError, TimeLimitError, MemoryLimitError, CrashError, KilledError),
        *(ParserError, UsageError, OutputError, MissingPartError, BugError),
    )
}
"""What can become of a document that gave none, by the word that a batch says."""
