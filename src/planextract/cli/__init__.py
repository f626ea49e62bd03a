"""The command line: the only place that prints, draws progress or chooses an exit code.

Nothing heavy is imported at module level anywhere in this package: `planextract --help` answers before pydantic
would be loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

from planextract.cli import streams
from planextract.cli.failures import guarded

INTERRUPTED = 130


def run() -> NoReturn:
    """The entry point `planextract`: answer the command line and end the process."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Answer one command line (without the program's name) and give the exit code (`planextract.errors.EXIT_CODES`).

    A reader that closes the pipe has got what it wanted: the program ends quietly with 0.
    """
    streams.prepare()
    try:
        code = guarded(lambda: _answer(arguments))
    except streams.ReaderGone:
        return 0
    except streams.AllSaid as end:
        return end.code
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        streams.tell("planextract: interrupted")
    return code


def _answer(arguments: Sequence[str]) -> int:
    from planextract.cli.application import answer

    code = answer(arguments)
    streams.finish()
    return code
