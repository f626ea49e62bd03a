"""The declaration of a municipal parser: what this municipality's documents do differently, and how they are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from planextract.characters import squeeze
from planextract.errors import ParserError
from planextract.layout.vocabulary import key
from planextract.normalise.municipalities import by_code
from planextract.record import Record, Role
from planextract.schema import Measure
from planextract.table import Paragraph, Reading, Table

_ID = re.compile(r"[a-z][a-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reader sees in such a document, never the file's metadata.

    `all_of`: words that stand anywhere in it. `layouts`: sets of headings; all headings of at least one set stand in
    cells of its tables. Both are compared without blanks and width.
    """

    all_of: tuple[str, ...] = ()
    layouts: tuple[frozenset[str], ...] = ()

    def found_in(self, words: str, headings: frozenset[str]) -> bool:
        """Whether the document's squeezed `words` and the keys of its cells show this evidence."""
        return all(squeeze(word) in words for word in self.all_of) and (
            not self.layouts or any({key(heading) for heading in layout} <= headings for layout in self.layouts)
        )


@dataclass(frozen=True, slots=True)
class Parser:
    """A municipal parser: declared values, and at most two hooks at the boundaries of the stages.

    `headings` are additions to the common vocabulary. `repair` mends a table before its layout is inferred, `refine`
    a measure after it was interpreted; a parser has them only where a declaration cannot say it.
    """

    id: str
    version: str
    municipality: str | None = None
    evidence: Evidence | None = None
    headings: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))
    repair: Callable[[Table], Table] | None = None
    refine: Callable[[Measure, Record], Measure] | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ParserError(f"parser id {self.id!r}: lower-case letters, digits, - and _ only")
        if self.municipality is not None and by_code(self.municipality) is None:
            raise ParserError(f"parser {self.id}: field municipality: no municipality has the code {self.municipality}")
        unknown = [heading for heading, role in self.headings.items() if not isinstance(role, Role)]
        if unknown:
            raise ParserError(f"parser {self.id}: field headings: {unknown[0]!r} has no Role")

    @property
    def additions(self) -> dict[str, Role]:
        """The headings in the form in which they are compared."""
        return {key(heading): role for heading, role in self.headings.items()}

    def claims(self, words: str, headings: frozenset[str]) -> bool:
        """Whether this parser declares the document to be its own."""
        return self.evidence is not None and self.evidence.found_in(words, headings)


def words_of(reading: Reading) -> str:
    """All words of a document, squeezed, a line or cell each."""
    strings: Iterable[str] = (
        string
        for block in reading.blocks
        for string in (
            [block.text.string] if isinstance(block, Paragraph) else [cell.text.string for cell in block.cells]
        )
    )
    return "\n".join(squeeze(string) for string in strings)


def cell_keys(reading: Reading) -> frozenset[str]:
    """The keys of all short cells: where a heading is looked for."""
    return frozenset(key(c.text.string) for t in reading.tables for c in t.cells if 0 < len(c.text.string) <= 40)
