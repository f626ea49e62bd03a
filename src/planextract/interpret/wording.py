"""Names as they are meant: line wraps taken out, marks such as 【新規】 taken off, numbers split from titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple, get_args

from planextract.characters import fold, tidy
from planextract.schema import Tag
from planextract.text import NOTHING, Text

_TAGS: dict[str, Tag] = {
    "新規": "new",
    "新": "new",
    "継続": "continued",
    "継": "continued",
    "完了": "completed",
    "再掲": "repeated",
}
_WORDS = "|".join(_TAGS)
_OPENING, _CLOSING = "【〔[(（<＜《", "】〕])）>＞》"
_BRACKETED = re.compile(rf"\s*[{re.escape(_OPENING)}]\s*(?P<tag>{_WORDS})\s*[{re.escape(_CLOSING)}]\s*")
_BETWEEN_TAGS = re.compile(r"[【】()\[\]・/、,]+")
_ALONE = frozenset({"新規", "継続", "完了", "再掲"})  # marks without brackets: a single 新 is the end of a word
_DIGITS = "[0-9０-９]{1,3}"
_LEADING_NUMBER = re.compile(
    rf"\s*(?P<number>[(（]{_DIGITS}[)）]"
    rf"|{_DIGITS}(?:\s?[-－‐.．]\s?[(（]?{_DIGITS}[)）]?)+(?=[\s　]|[^0-9.])"
    rf"|{_DIGITS}[.．]?(?=[\s　])|[①-⑳])[\s　.．、]*(?=\S)"
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef「」『』（）、。・ー()]")
# In half-widths: a wrapped line nearly fills its column; two characters more or less are the printer's kinsoku.
_SLACK = 4
_NARROWEST = 6


class Marked(NamedTuple):
    """A text without its marks, and the tags that the marks stand for."""

    text: Text
    tags: tuple[Tag, ...]


def take_marks(text: Text) -> Marked:
    """Take bracketed marks off anywhere at the edges, and a mark that stands alone as the last word."""
    folded = fold(text.string)
    tags: list[Tag] = []
    start, stop = 0, len(folded.string)
    while mark := _first_mark(folded.string, start, stop) or _last_mark(folded.string, start, stop):
        if (mark.start, mark.stop) == (start, stop):
            break  # a name that is nothing but a mark
        tags.append(mark.tag)
        start, stop = (mark.stop, stop) if mark.start == start else (start, mark.start)
    rest = text.slice(*folded.span(start, stop)) if tags else text
    return Marked(rest.strip(), tuple(dict.fromkeys(tags)))


class _Mark(NamedTuple):
    """A mark with the blanks around it, in the folded string."""

    tag: Tag
    start: int
    stop: int


def _first_mark(string: str, start: int, stop: int) -> _Mark | None:
    match = _BRACKETED.match(string, start, stop)
    return _Mark(_TAGS[match["tag"]], start, match.end()) if match else None


def _last_mark(string: str, start: int, stop: int) -> _Mark | None:
    """Read from its end, so that a text of many marks is not searched for each of them."""
    end = _without_blanks(string, start, stop)
    bracketed = end > start and string[end - 1] in _CLOSING
    inner = _without_blanks(string, start, end - 1) if bracketed else end
    word = next((word for word in _TAGS if string.endswith(word, start, inner)), None)
    if word is None:
        return None
    before = inner - len(word)
    at = _without_blanks(string, start, before)
    if bracketed and at > start and string[at - 1] in _OPENING:
        return _Mark(_TAGS[word], _without_blanks(string, start, at - 1), stop)
    return _Mark(_TAGS[word], at, stop) if not bracketed and at < before and word in _ALONE else None


def _without_blanks(string: str, start: int, stop: int) -> int:
    """Where the blanks that end at `stop` begin."""
    while stop > start and string[stop - 1].isspace():
        stop -= 1
    return stop


def tags_in(string: str) -> tuple[tuple[Tag, ...], bool]:
    """The tags of a column of its own (新規/継続), and whether they are all that stands there (新規・拡充: no)."""
    words = [word for word in _BETWEEN_TAGS.split("".join(fold(string).string.split())) if word]
    return tuple(_TAGS[word] for word in words if word in _TAGS), all(word in _TAGS for word in words)


def in_order(tags: Iterable[Tag]) -> list[Tag]:
    """The tags once each, in the order of the schema."""
    given = set(tags)
    return [tag for tag in get_args(Tag) if tag in given]


def split_number(title: Text) -> tuple[Text, Text]:
    """A title's leading number, (8) or 2-1, and the rest; no number where the title just begins with a digit."""
    match = _LEADING_NUMBER.match(title.string)
    if match is None:
        return NOTHING, title
    start, stop = match.span("number")
    return title.slice(start, stop), title.slice(match.end())


def number_form(number: Text) -> str | None:
    """A measure's number as the contract wants it: NFKC, no blanks, no full stop at the end."""
    string = "".join(unicodedata.normalize("NFKC", number.string).split()).rstrip(".")
    return string or None


def heading_form(text: Text) -> str:
    """A heading on one line: line ends inside Japanese words leave nothing behind, blanks stay (第2章 道)."""
    return _unwrapped([" ".join(line.split()) for line in tidy(text.string).split("\n") if line.strip()])


def name_form(text: Text) -> str:
    """A name from a cell (title, indicator, activity) on one line; blanks that look like lost line ends go too."""
    whole = heading_form(text)
    pieces = whole.split(" ")
    return _unwrapped(pieces) if _wrapped(pieces) else whole


def _unwrapped(lines: list[str]) -> str:
    whole = lines[0] if lines else ""
    for line in lines[1:]:
        whole += line if _WIDE.match(whole[-1]) or _WIDE.match(line[0]) or whole[-1] == "-" else " " + line
    return whole


def _wrapped(pieces: list[str]) -> bool:
    """Whether blanks look like lost line ends: all lines but the last fill the same narrow column."""
    widths = [sum(2 if _WIDE.match(character) else 1 for character in piece) for piece in pieces]
    return len(pieces) > 1 and all(width >= max(max(widths) - _SLACK, _NARROWEST) for width in widths[:-1])


def prose_form(text: Text) -> str:
    """Prose as printed: radicals folded, each paragraph on its own line, blanks at their ends gone."""
    return "\n".join(line.strip() for line in tidy(text.string).split("\n") if line.strip())


def folded_blanks(string: str) -> str:
    """White space folded to single blanks."""
    return " ".join(string.split())
