"""Somebody who watches a PDF being read, page by page: how a page's time is measured and a file of too many refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Watch = Callable[[int, int], AbstractContextManager[None]]
"""Called with the number of a page (from 1) and how many are to be read; around the reading of that page.

May raise LimitError before the page is touched.
"""


def unwatched(page: int, pages: int) -> AbstractContextManager[None]:
    """Nobody watches."""
    return nullcontext()
