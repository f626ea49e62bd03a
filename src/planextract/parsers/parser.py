"""The declaration of a municipal parser: what this municipality's documents do differently, and how they are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from traceback import walk_tb
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from planextract.characters import squeeze
from planextract.errors import ParserError
from planextract.layout.vocabulary import key
from planextract.normalise.municipalities import by_code
from planextract.record import Record, Role
from planextract.schema import Measure
from planextract.table import Paragraph, Reading, Table

_ID = re.compile(r"[a-z][a-z0-9_-]{1,40}")
_Mended = TypeVar("_Mended", Table, Measure)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reader sees in such a document, never the file's metadata.

    `all_of`: words that stand anywhere in it. `layouts`: sets of headings; all headings of at least one set stand in
    cells of its tables. Both are compared without blanks and width. Raises ParserError naming the field that is wrong,
    also where nothing is said: that would claim every document.
    """

    all_of: tuple[str, ...] = ()
    layouts: tuple[frozenset[str], ...] = ()

    def __post_init__(self) -> None:
        _require_words("evidence.all_of", self.all_of, (tuple, list))
        if not isinstance(self.layouts, tuple | list):
            raise _wrong("evidence.layouts", f"{self.layouts!r} is no tuple of layouts", "a tuple of one ends in ,)")
        for layout in self.layouts:
            _require_words("evidence.layouts", layout, (frozenset, set))
            if not layout:
                raise _wrong("evidence.layouts", "a layout without headings stands in every document")
        if not self.all_of and not self.layouts:
            raise _wrong("evidence", "it says nothing and would claim every document", "leave it out")

    def found_in(self, words: str, headings: frozenset[str]) -> bool:
        """Whether the document's squeezed `words` and the keys of its cells show this evidence."""
        return all(squeeze(word) in words for word in self.all_of) and (
            not self.layouts or any({key(heading) for heading in layout} <= headings for layout in self.layouts)
        )


class Script(NamedTuple):
    """The file of a user's own in which a parser is declared: its name and what it says."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parser:
    """A municipal parser: declared values, and at most two hooks at the boundaries of the stages.

    `headings` are additions to the common vocabulary. `repair` mends a table before its layout is inferred, `refine`
    a measure after it was interpreted; a parser has them only where a declaration cannot say it. `script` is
    set by whoever loads the declaration from a file.
    Raises ParserError naming the field that is wrong.
    """

    id: str
    version: str
    municipality: str | None = None
    evidence: Evidence | None = None
    headings: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))
    repair: Callable[[Table], Table] | None = None
    refine: Callable[[Measure, Record], Measure] | None = None
    script: Script | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not _ID.fullmatch(self.id):
            raise _wrong("id", f"{self.id!r} is no parser id", "lower-case letters, digits, - and _; a letter first")
        if not isinstance(self.version, str) or not self.version.strip():
            raise _wrong("version", f"{self.version!r} is no version", 'words, like "1.0"')
        code = self.municipality
        if code is not None and (not isinstance(code, str) or by_code(code) is None):
            raise _wrong("municipality", f"no municipality has the code {code!r}", "six digits in quotes")
        if self.evidence is not None and not isinstance(self.evidence, Evidence):
            raise _wrong("evidence", f"{self.evidence!r} is no Evidence")
        _require_roles(self.headings)
        for name, hook in (("repair", self.repair), ("refine", self.refine)):
            if hook is not None and not callable(hook):
                raise _wrong(name, f"{hook!r} is no function")

    @property
    def additions(self) -> dict[str, Role]:
        """The headings in the form in which they are compared."""
        return {key(heading): role for heading, role in self.headings.items()}

    def claims(self, words: str, headings: frozenset[str]) -> bool:
        """Whether this parser declares the document to be its own."""
        return self.evidence is not None and self.evidence.found_in(words, headings)

    def repaired(self, table: Table) -> Table:
        """The table as `repair` mends it. Raises ParserError where the hook fails or gives no table."""
        return table if self.repair is None else self._hooked("repair", Table, partial(self.repair, table))

    def refined(self, measure: Measure, record: Record) -> Measure:
        """The measure as `refine` mends it. Raises ParserError where the hook fails or gives no measure."""
        if self.refine is None:
            return measure
        return self._hooked("refine", Measure, partial(self.refine, measure, record))

    def _hooked(self, name: str, wanted: type[_Mended], hook: Callable[[], _Mended]) -> _Mended:
        try:
            mended = hook()
        except Exception as error:  # the hook is its author's code: what it raises is no bug of ours
            raise _wrong(name, told(error) + _place(error), parser=self.id) from error
        if not isinstance(mended, wanted):
            raise _wrong(name, f"it gave {type(mended).__name__}, no {wanted.__name__}", parser=self.id)
        return mended


def role_meant(name: str) -> str:
    """What somebody who wrote `name` for a role could have meant."""
    alike = get_close_matches(name.upper(), Role.__members__, n=1)
    return f"did you mean Role.{alike[0]}?" if alike else f"roles: {', '.join(Role.__members__)}"


def told(error: BaseException) -> str:
    """What somebody's code raised, on one line."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def line_in(file: str, error: BaseException) -> int | None:
    """The innermost line of the file that led to the error, None where it had no part in it."""
    frames = [(at.f_code.co_filename, line) for at, line in walk_tb(error.__traceback__)]
    return next((line for name, line in reversed(frames) if name == file), None)


def _place(error: BaseException) -> str:
    """Where a hook failed: the line of the file that it stands in. The first frame is the caller's."""
    frames = [at.f_code.co_filename for at, _ in walk_tb(error.__traceback__)]
    return f" ({Path(frames[1]).name} line {line_in(frames[1], error)})" if len(frames) > 1 else ""


def _wrong(name: str, problem: str, remedy: str | None = None, *, parser: str | None = None) -> ParserError:
    whose = f"parser {parser}: " if parser else ""
    return ParserError(f"{whose}field {name}: {problem}", remedy=remedy)


def _require_words(name: str, words: object, kinds: tuple[type[Collection[object]], ...]) -> None:
    """Raise ParserError unless `words` is a collection of that kind and each of its items has visible characters."""
    if not isinstance(words, kinds):
        raise _wrong(name, f"{words!r} is no {kinds[0].__name__} of words", "a tuple of one ends in ,)")
    for word in words:
        if not isinstance(word, str) or not key(word):
            raise _wrong(name, f"{word!r} is no word")


def _require_roles(headings: object) -> None:
    if not isinstance(headings, Mapping):
        raise _wrong("headings", f"{headings!r} is no mapping of headings to roles", '{"見出し": Role.TITLE}')
    known: dict[str, tuple[str, Role]] = {}
    for heading, role in headings.items():
        if not isinstance(heading, str) or not key(heading):
            raise _wrong("headings", f"{heading!r} is no heading")
        if not isinstance(role, Role):
            raise _wrong("headings", f"{heading!r} has no Role but {role!r}", role_meant(str(role)))
        other, before = known.setdefault(key(heading), (heading, role))
        if before is not role:
            raise _wrong("headings", f"{other!r} and {heading!r} are the same heading with two roles")


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
