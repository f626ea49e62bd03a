"""The names of the tables, for the command line, which offers them before anything heavy is imported."""

from __future__ import annotations

from typing import Literal

TableName = Literal[
    "documents",
    "measures",
    "indicators",
    "observations",
    "departments",
    "schedule",
    "texts",
    "costs",
    "assessments",
    "diagnostics",
]
