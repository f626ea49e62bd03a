"""From characters to the lines an editor shows, numbered from 1: line ends, page breaks, control characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from planextract.diagnostics import Report
from planextract.errors import NotADocumentError
from planextract.schema import LinePlace

# C0 and C1 without tab, line ends, form feed and the breaks inside a line; stray byte order marks; noncharacters.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufdd0-\ufdef\ufffe\uffff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BINARY_SHARE = 0.1


class Line(NamedTuple):
    """A line without its end, and its number; a page break in it makes several with a blank one between them."""

    number: int
    string: str

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it; a line of tabs is not blank but a row of empty cells."""
        return "\t" not in self.string and not self.string.strip()


class Next:
    """The next line for which something holds. Asked at rising indices it looks at every line once."""

    def __init__(self, lines: Sequence[Line], holds: Callable[[str], object]) -> None:
        self._lines, self._holds, self._at = lines, holds, 0

    def after(self, index: int) -> int:
        """The index of the first line behind `index` for which it holds; the number of lines if there is none."""
        self._at = max(self._at, index + 1)
        while self._at < len(self._lines) and not self._holds(self._lines[self._at].string):
            self._at += 1
        return self._at


def tidied(text: str, place: str, report: Report) -> str:
    r"""The text with `\n` as its only line end and without control characters, which `report` is told of.

    Raises NotADocumentError where control characters are so many that this is no text.
    """
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = _CONTROLS.search(text)
    if first is None:
        return text
    kept = _CONTROLS.sub("", text)
    count = len(text) - len(kept)
    if count > len(text) * _BINARY_SHARE:
        raise NotADocumentError("the file is binary data, not text", place=place, remedy="give a text file")
    line = text.count("\n", 0, first.start()) + 1
    report.add("control-characters", [LinePlace(line=line, column=1)], count=count)
    return kept


def lines_of(text: str) -> list[Line]:
    """The lines of a tidied text."""
    lines = []
    for number, string in enumerate(text.split("\n"), 1):
        first, *further = string.split("\f")
        lines.append(Line(number, first))
        for part in further:
            lines += (Line(number, ""), Line(number, part))
    return lines
