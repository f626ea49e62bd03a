"""Which parser reads a document: every declared parser is asked, exactly one may claim it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

import planextract.parsers
from planextract.errors import ParserError
from planextract.parsers.generic import GENERIC
from planextract.parsers.parser import Parser, cell_keys, words_of
from planextract.table import Reading

ENTRY_POINTS = "planextract.parsers"


@cache
def parsers() -> tuple[Parser, ...]:
    """All parsers by id, `generic` last: the modules of this package that declare one, then third parties'.

    Raises ParserError where two have the same id.
    """
    names = [module.name for module in iter_modules(planextract.parsers.__path__)]
    modules = [import_module(f"planextract.parsers.{name}") for name in names]
    found = [module.PARSER for module in modules if hasattr(module, "PARSER")]
    found += [point.load() for point in entry_points(group=ENTRY_POINTS)]
    by_id: dict[str, Parser] = {}
    for parser in found:
        if not isinstance(parser, Parser):
            raise ParserError(f"an entry point of {ENTRY_POINTS} is no Parser: {parser!r}")
        if parser.id in by_id or parser.id == GENERIC.id:
            raise ParserError(f"two parsers have the id {parser.id}")
        by_id[parser.id] = parser
    return (*(by_id[name] for name in sorted(by_id)), GENERIC)


def named(parser_id: str) -> Parser:
    """The parser of that id. Raises ParserError naming the known ones."""
    for parser in parsers():
        if parser.id == parser_id:
            return parser
    known = ", ".join(parser.id for parser in parsers())
    raise ParserError(f"no parser is called {parser_id!r}", remedy=f"known parsers: {known}")


def claiming(reading: Reading) -> Parser:
    """The one parser that claims the document, GENERIC where none does. Raises ParserError where two do."""
    words, headings = words_of(reading), cell_keys(reading)
    claims = [parser for parser in parsers() if parser.claims(words, headings)]
    if len(claims) > 1:
        ids = " and ".join(parser.id for parser in claims)
        raise ParserError(f"{ids} both claim this document", place=reading.name, remedy="choose one with --parser")
    if not claims:
        reading.report.add("generic-parser")
        return GENERIC
    return claims[0]
