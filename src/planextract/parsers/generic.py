"""The generic parser: the empty declaration. Headings and layout alone decide."""

from __future__ import annotations

from planextract.parsers.parser import Parser

GENERIC = Parser(id="generic", version="1.0")
