"""How `check` and `validate` tell what they found: lines for people, or annotations that GitHub shows at the file."""

from __future__ import annotations

from collections.abc import Callable
from json import JSONDecodeError
from typing import Literal, NamedTuple

from planextract.cli import streams
from planextract.cli.failures import guarded
from planextract.errors import PlanextractError
from planextract.schema import Severity

FindingsFormat = Literal["text", "github"]
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


class Voice(NamedTuple):
    """The form in which findings are told, on standard output."""

    form: FindingsFormat

    def say(
        self, severity: Severity, file: str, said: str, *, line: int | None = None, place: str | None = None
    ) -> None:
        """Tell one finding about `file`; `place` is how a person is told of it where that is not the file's name."""
        if self.form == "github":
            streams.write(f"{annotation(severity, file, said, line)}\n")
        else:
            streams.write(f"{streams.visible(f'{place or file}: {said}')}\n")

    def guarded(self, step: Callable[[], int], file: str) -> int:
        """Run one file's step as `failures.guarded` does; a failure is an annotation, too, where these are wanted."""

        def annotated() -> int:
            try:
                return step()
            except PlanextractError as error:
                if self.form == "text":
                    raise
                self.say("error", file, str(error), line=_line(error, file))
                return error.exit_code

        return guarded(annotated, file)


def annotation(severity: Severity, file: str, message: str, line: int | None = None) -> str:
    """The workflow command that makes GitHub show the message at the file: `::error file=a.txt,line=3::message`.

    What a document says cannot become a command of its own, because no line break comes through.
    """
    properties = {"file": file} | ({} if line is None else {"line": str(line)})
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[severity]} {said}::{_data(message)}"


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return streams.visible(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _line(error: PlanextractError, file: str) -> int | None:
    """The line where the file ceases to be JSON; None where the failure is of another kind or in another file."""
    cause = error.__cause__
    return cause.lineno if isinstance(cause, JSONDecodeError) and (error.place or "").startswith(file) else None
