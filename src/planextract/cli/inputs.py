"""What the command line is given to read: files and standard input."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, NamedTuple

from planextract.batch.inputs import readable
from planextract.cli import streams
from planextract.errors import UsageError

STANDARD_INPUT = "-"


class Input(NamedTuple):
    """One document as the user named it."""

    argument: str

    @property
    def is_standard(self) -> bool:
        """Whether it comes from standard input."""
        return self.argument == STANDARD_INPUT

    @property
    def place(self) -> str:
        """How messages name it."""
        return "<stdin>" if self.is_standard else readable(self.argument)

    @property
    def name(self) -> str:
        """The file's name without folders, always valid Unicode and the same in every locale."""
        return "stdin" if self.is_standard else readable(Path(self.argument).name)

    @property
    def forced_name(self) -> str | None:
        """The name that the library must be told because it cannot take it from the path."""
        return self.name if self.is_standard or self.name != Path(self.argument).name else None

    @property
    def stem(self) -> str:
        """The name without its last suffix: what an output of its own is called by."""
        return Path(self.name).stem

    def open(self) -> Path | BinaryIO:
        """What the library reads."""
        return streams.standard_input() if self.is_standard else Path(self.argument)


def inputs(arguments: list[str]) -> list[Input]:
    """The inputs in the order given. Raises UsageError for an empty name, or where standard input would be read twice.

    An empty name (a variable of the shell that holds nothing) would otherwise be taken for the folder one is in.
    """
    for argument in arguments:
        require_name(argument)
    if arguments.count(STANDARD_INPUT) > 1:
        raise UsageError("standard input can be read once", remedy="give - once")
    return [Input(argument) for argument in arguments]


def require_name(argument: str) -> None:
    """Raise UsageError where the name of a file or folder is empty."""
    if not argument:
        raise UsageError("the name of an input is empty", remedy="name a file, or - for standard input")
