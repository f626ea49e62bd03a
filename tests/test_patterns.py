"""No regular expression of the package goes back over what it has read."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import planextract
from tests.patterns import costly

METHODS = frozenset({"search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"})
BOUNDED = {
    "planextract.interpret.titles._BRACKET": "lines of up to 120 characters",
    "planextract.interpret.titles._EDITION": "lines of up to 120 characters",
    "planextract.interpret.titles._REMARK": "lines of up to 120 characters",
    "planextract.layout.contents._VALUE_AT_END": "cells of up to one and a half lines",
    "planextract.layout.outline._CONTENTS_LINE": "lines of up to 70 characters",
    "planextract.normalise.contexts._NAME_BEFORE": "a window before a number",
    "planextract.normalise.labels._GAP_BEFORE": "the 16 characters before a number",
    "planextract.normalise.names._AND_OTHERS": "the last 60 characters of a name",
}
"""Patterns that would cost more than linear time, and what bounds the strings they are given."""


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(planextract.__path__, "planextract."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    """A pattern, or those inside a table of several."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from patterns_in(each)


def used(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Each pattern that a module uses, under its name, and the method.

    A pattern inside a table is used by whatever its module calls on a pattern without a name.
    """
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    nameless = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr not in METHODS:
            continue
        owner = vars(module).get(function.value.id) if isinstance(function.value, ast.Name) else None
        if owner is re and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            yield f"{module.__name__}:{call.lineno}", re.compile(call.args[0].value), function.attr
        elif isinstance(owner, re.Pattern):
            name = function.value.id if isinstance(function.value, ast.Name) else ""
            yield from ((f"{module.__name__}.{name}", pattern, function.attr) for pattern in patterns_in(owner))
        else:
            nameless.add(function.attr)
    for name, value in vars(module).items():
        if isinstance(value, tuple | list):
            for pattern in patterns_in(value):
                yield from ((f"{module.__name__}.{name}", pattern, method) for method in nameless)


def test_each_pattern_is_linear() -> None:
    methods: dict[tuple[str, re.Pattern[str]], set[str]] = {}
    for module in modules():
        for name, pattern, method in used(module):
            methods.setdefault((name, pattern), set()).add(method)
    assert len(methods) > 350
    found = {name: why for (name, pattern), how in methods.items() if (why := costly(pattern, how))}
    assert {name: why for name, why in found.items() if name not in BOUNDED} == {}
    assert found.keys() >= BOUNDED.keys()


@pytest.mark.parametrize(
    ("pattern", "method", "reason"),
    [
        (r"\s*x?\s*y", "match", "two loops"),
        (r"\s*(?:x\s*)?y", "match", None),
        (r"\s*+x?\s*y", "match", None),
        (r"[0-9]+[0-9,]+y", "match", "two loops"),
        (r".*y.*z", "match", "two loops"),
        (r".*,.*z", "fullmatch", "two loops"),
        (r"\s*y", "match", None),
        (r"\s*y", "search", "searched"),
        (r"(?<!\s)\s*+y", "search", None),
        (r"\s+", "sub", None),
        (r"\s+$", "sub", "searched"),
        (r"\([^)]*\)", "search", "searched"),
        (r"\([^()]*\)", "search", None),
        (r"\([^)]{0,40}\)", "search", None),
        (r"(?:\s*x?)*y", "match", "loop in a loop"),
        (r"(?:\s|x\s*)+", "match", None),
        (r"(?:\s|[ x]\s*)+y", "match", "loop in a loop"),
        (r"^a*b", "search", None),
        (r"(?m)^\s*b", "search", "searched"),
        (r"(?i)a*xA*b", "match", None),
        (r"(?i)a*x?A*b", "match", "two loops"),
    ],
)
def test_what_is_refused(pattern: str, method: str, reason: str | None) -> None:
    found = [why.reason for why in costly(re.compile(pattern), [method])]
    assert (reason in found) if reason else found == []
