"""How a step of the command line ends: expected failures as one line, bugs with their traceback."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from planextract.cli import streams
from planextract.errors import InputError, LimitError, PlanextractError

BUG = 70


def guarded(step: Callable[[], int], name: str | None = None) -> int:
    """Run one step (one input of several, or the whole command) and give its exit code.

    A PlanextractError is told in one line; `name` is the input that is named where the error itself names none.
    Anything unexpected is a bug: its traceback goes to standard error and the code is 70, so that the other inputs
    are still read. Interrupts and a reader that has gone pass through.
    """
    try:
        return step()
    except PlanextractError as error:
        return tell_error(error, name)
    except MemoryError:
        return tell_error(LimitError("not enough memory", place=name, remedy="split the document"))
    except Exception:
        streams.tell_lines(traceback.format_exc())
        where = f" while reading {name}" if name else ""
        streams.tell(f"planextract: bug{where}: please report it with the traceback above and, if you may, the input")
        return BUG


def tell_error(error: PlanextractError, name: str | None = None) -> int:
    """Tell a failure in one line (what, where, what to do) and give its exit code."""
    of_input = isinstance(error, InputError | LimitError) and error.place is None and name
    streams.tell(f"planextract: error: {name}: {error}" if of_input else f"planextract: error: {error}")
    return error.exit_code
