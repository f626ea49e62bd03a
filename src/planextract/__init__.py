"""Turns the tabular plan documents of Japanese municipalities into checked, comparable data."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planextract.api import parse, read_tables
    from planextract.errors import PlanextractError
    from planextract.schema import PlanDocument

__version__ = "0.1.0"
__all__ = ["PlanDocument", "PlanextractError", "__version__", "parse", "read_tables"]

_HOMES = {
    "parse": "planextract.api",
    "read_tables": "planextract.api",
    "PlanextractError": "planextract.errors",
    "PlanDocument": "planextract.schema",
}


def __getattr__(name: str) -> Any:
    # Imported on first use: `planextract --help` must not wait for pydantic.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
