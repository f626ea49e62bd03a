"""Markup that machines leave in printed text: HTML fragments in cells, markdown at lines, character references.

Only what is surely markup is taken off. Known HTML tags are; `事業推進計画<1>` and `<基本方針1>` are text. A tag of one
letter (`<b>`, but not `<p>`) needs its partner or an attribute: `評価<A>` is text too. HTML names are those of the HTML
Living Standard; markdown is CommonMark, with `^{…}` and `[^…]` as text recognisers write raised marks.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

_BLOCK_NAMES = (
    "p div ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table caption thead tbody tfoot tr blockquote pre section article "
    "figure figcaption center form fieldset br hr"
)
_INLINE_NAMES = (
    "a abbr b big cite code col colgroup del em font i img input ins kbd label mark nobr q rb rp rt ruby s small span "
    "strike strong sub sup tt u var wbr"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CELLS = frozenset(("td", "th"))
_KNOWN = _BLOCKS | _CELLS | frozenset(_INLINE_NAMES.split())
_VOID = frozenset(("br", "hr", "img", "input", "col", "wbr"))

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,9})((?:[\s/][^<>]*)?)>")
_COMMENT = re.compile(r"<!--[^<>]*-->")
_CHECKED = re.compile(r"(?<![\w-])checked(?![\w-])", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_RAISED_ELEMENT = re.compile(r"<sup(?:\s[^<>]*)?>([^<>]{0,40})</sup\s*>", re.IGNORECASE)
_RAISED_MARK = re.compile(r"\$?\^\{([^{}\n]{1,40})\}\$?|\[\^([^\[\]\s]{1,10})\]")
_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]*+(?:\*(?!\*)[^*\n]*+)*+)(?<=\S)\*\*")
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\([^()\s]*\)")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]+)>")
_LONE_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)")
_LIST_DASH = re.compile(
    r"[-*+]\s+(?=[◆◇■□●○◎◯・･✓✔▶▷►★☆※〇☑➢]|[（(〔<＜][^\s()（）<>＜＞]{1,4}[)）〕>＞]|[①-⑳]|[0-9０-９ア-ンa-zA-Z]{1,3}[.．)、]?\s)"
)
_PAGE_NUMBER = re.compile(r"[-*+]\s*[0-9０-９]+(?:\s*[-*+])?")
_HEADING = re.compile(r"#{1,6}\s+")

_BREAK = re.compile("[\n\v\x85\u2028\u2029]")
_MARKUP = re.compile("[<&*^!\n\v\x85\u2028\u2029]|\\[\\^")
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_RAISABLE = frozenset("0123456789+-=()")
_BOLD_LINES = 4

NO_TAGS: Mapping[str, int] = MappingProxyType({})


def clean(raw: str) -> str:
    """The words of a cell or a line: markup taken off, paragraphs joined by a line feed, no blanks around them."""
    if not _MARKUP.search(raw):
        return raw.strip()
    text = _IMAGE.sub(r"\1", raw)
    text = _BOLD.sub(r"\1", text)
    if "<" in text:
        text = _without_tags(_AUTOLINK.sub(r"\1", text))
    text = _RAISED_MARK.sub(lambda match: _raised(match[1] or match[2]), text)
    text = _REFERENCE.sub(lambda match: _referenced(match[0]), text)
    return "\n".join(part for line in _BREAK.split(text) if (part := line.strip()))


def clean_prose(lines: Iterable[str]) -> Iterator[list[str]]:
    """For each of some consecutive lines of prose its paragraphs: as `clean`, and heading marks and list dashes off."""
    for line in _without_split_bold(list(lines)):
        yield clean(_without_line_marks(line.strip())).split("\n")


def open_tags(raw: str, before: Mapping[str, int] = NO_TAGS) -> Mapping[str, int]:
    """How many of each tag stand open at the end of `raw`, those in `before` standing open at its start."""
    if "<" not in raw:
        return before
    open_now = Counter(before)
    for closing, name in _pairs(raw):
        open_now[name] = max(0, open_now[name] + (-1 if closing else 1))
    return +open_now


def closed_tags(raw: str) -> frozenset[str]:
    """The tags that `raw` closes without having opened them."""
    open_now: Counter[str] = Counter()
    surplus = set()
    for closing, name in _pairs(raw):
        if closing and not open_now[name]:
            surplus.add(name)
        else:
            open_now[name] += -1 if closing else 1
    return frozenset(surplus)


def _pairs(raw: str) -> Iterator[tuple[bool, str]]:
    """The tags in `raw` that come in pairs: whether it is the closing one, and the name."""
    if "<" in raw:
        for match in _TAG.finditer(raw):
            name = match[2].lower()
            if name in _KNOWN and name not in _VOID and not match[3].rstrip().endswith("/"):
                yield bool(match[1]), name


def _without_tags(text: str) -> str:
    text = _RAISED_ELEMENT.sub(lambda match: _raised(match[1]), _COMMENT.sub("", text))
    paired = {name for closing, name in _pairs(text) if closing}
    return _TAG.sub(lambda match: _instead_of(match, paired), text)


def _instead_of(tag: re.Match[str], paired: set[str]) -> str:
    """What stands in the text where a tag stood: nothing, a break, a blank, a box; or the tag itself if it is none."""
    name, attributes = tag[2].lower(), tag[3]
    if name not in _KNOWN or not (attributes.isascii() or "=" in attributes):
        return tag[0]
    if len(name) == 1 and tag[2] != "p" and not attributes.strip() and name not in paired:
        return tag[0]
    if name == "input":
        return _input(attributes)
    if name in _CELLS:
        return " "
    return "\n" if name in _BLOCKS else ""


def _input(attributes: str) -> str:
    if not re.search(r"checkbox|radio", attributes, re.IGNORECASE):
        return ""
    return "☑" if _CHECKED.search(attributes) else "□"


def _raised(mark: str) -> str:
    """A raised mark: digits as superscripts, so that 10² does not become 102; other words as they are."""
    return mark.translate(_RAISED) if _RAISABLE.issuperset(mark) else mark


def _referenced(reference: str) -> str:
    character = html.unescape(reference)
    return character if character.isprintable() else " " if character.isspace() else ""


def _without_line_marks(line: str) -> str:
    heading = _HEADING.match(line)
    if heading:
        return line[heading.end() :].rstrip("#")
    dash = None if _PAGE_NUMBER.fullmatch(line) else _LIST_DASH.match(line)
    return line[dash.end() :] if dash else line


def _without_split_bold(lines: list[str]) -> list[str]:
    """The lines without `**` pairs that open at the start of one line and close at the end of a later one."""
    opened: int | None = None
    for i, line in enumerate(lines):
        if "**" not in line or len(_LONE_BOLD.findall(line)) % 2 == 0:
            continue
        if opened is not None and i - opened < _BOLD_LINES and line.rstrip().endswith("**"):
            lines[opened] = lines[opened].lstrip().removeprefix("**")
            lines[i] = line.rstrip().removesuffix("**")
            opened = None
        else:
            opened = i if line.lstrip().startswith("**") else None
    return lines
