"""What every worker needs, loaded once in the process that forks them all."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from planextract import engines
from planextract.batch.tasks import Options, Task
from planextract.sources.charsets import known_charset
from planextract.sources.watching import unwatched

_WARM = "みなと市\n\n事業名\t担当課\t令和5年度実績\t令和6年度目標\n花壇\t緑課\t3件\t5件\n".encode()


@contextmanager
def loaded(options: Options) -> Iterator[None]:
    """Inside, what every worker needs is loaded. Raises UsageError and ParserError where an option names what is not.

    The parent itself reads nothing but a little text of our own; what that takes then stays loaded and is shared. The
    collector of cycles leaves it alone, so that no worker gets copies of its pages.
    """
    if options.encoding is not None:
        known_charset(options.encoding)
    if options.pdf.engine != "camelot":  # its libraries start threads, which no fork takes along
        engines.reader(options.pdf.engine)
    Task(_WARM, "warm.txt", Options(options.parser, options.municipality)).parse(_WARM, unwatched)
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
