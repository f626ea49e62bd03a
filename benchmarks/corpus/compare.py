"""Two engines' cells side by side: how many say the same, and of which kind each difference is."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.corpus.cells import Seen, SeenCell

CLASSES = {
    "characters": "the same after folding width, radicals and compatibility forms",
    "text order": "the same characters in another order (vertical or tilted writing, lines mixed)",
    "overprinted": "pdfplumber has characters twice that are printed over each other",
    "unmapped glyphs": "pdfplumber writes (cid:…)",
    "spans: native joins": "the native cell covers several of pdfplumber's and has their text",
    "spans: native splits": "pdfplumber's cell covers several native ones and has their text",
    "native has less": "pdfplumber has more characters in the cell: hidden, clipped or another cell's",
    "native has more": "the native cell has characters that pdfplumber lacks",
    "native blank": "pdfplumber has text where the native cell is empty",
    "repeated header": "a header that the native engine drops where it joins tables over pages",
    "only native: table": "pdfplumber has no table there",
    "only native: cell": "pdfplumber has its table, but no such cell",
    "only pdfplumber: table": "the native engine has no table there",
    "only pdfplumber: cell": "the native engine has its table, but no such cell",
    "said twice": "pdfplumber has the text of a cell in a second cell over it",
    "other": "none of these",
}

_SLIVER = 3.0
_HEADER_ROWS = 6


class Difference(NamedTuple):
    """A cell with text that the other engine gives differently, and what that one has in its place."""

    kind: str
    cell: SeenCell
    native: str
    second: str


@dataclass(slots=True)
class Comparison:
    """One file. Cells with text: how many each engine has, and how many of them are `equal` (one to one).

    A sliver is an empty cell less than 3 points thin: most of them are phantom rows or columns.
    """

    native: Seen
    second: Seen
    filled: int = 0
    second_filled: int = 0
    equal: int = 0
    slivers: int = 0
    second_slivers: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def kinds(self) -> Counter[str]:
        """How many differences there are of each kind."""
        return Counter(difference.kind for difference in self.differences)


def compared(native: Seen, second: Seen) -> Comparison:
    """Compare cell by cell, page by page. Two cells are the same where their texts are, blanks aside."""
    result = Comparison(native, second)
    result.slivers, result.second_slivers = _slivers(native.cells), _slivers(second.cells)
    mine, theirs = _by_page(native.cells), _by_page(second.cells)
    headers = _headers(native.cells)
    for page in sorted(mine.keys() | theirs.keys()):
        _compare_page(_Page(mine[page], theirs[page], headers), result)
    return result


def squeezed(text: str) -> str:
    """Without any blanks."""
    return "".join(text.split())


def _slivers(cells: Sequence[SeenCell]) -> int:
    return sum(not squeezed(cell.text) and min(_sides(cell)) < _SLIVER for cell in cells)


def _sides(cell: SeenCell) -> tuple[float, float]:
    x0, top, x1, bottom = cell.box
    return x1 - x0, bottom - top


def _by_page(cells: Sequence[SeenCell]) -> defaultdict[int, list[SeenCell]]:
    pages: defaultdict[int, list[SeenCell]] = defaultdict(list)
    for cell in cells:
        pages[cell.page].append(cell)
    return pages


def _headers(cells: Sequence[SeenCell]) -> dict[int, set[str]]:
    """The words of each native table's first rows."""
    words: defaultdict[int, set[str]] = defaultdict(set)
    for cell in cells:
        if cell.row < _HEADER_ROWS:
            words[cell.table].add(squeezed(cell.text))
    return words


@dataclass(slots=True)
class _Page:
    """The cells of one page, the words of the headers of all native tables, and which of pdfplumber's are explained."""

    native: list[SeenCell]
    second: list[SeenCell]
    headers: dict[int, set[str]]
    explained: set[int] = field(default_factory=set)


def _compare_page(page: _Page, result: Comparison) -> None:
    mine = [cell for cell in page.native if squeezed(cell.text)]
    theirs = [cell for cell in page.second if squeezed(cell.text)]
    left = _without_equal(mine, theirs, page)
    result.filled += len(mine)
    result.second_filled += len(theirs)
    result.equal += len(mine) - len(left)
    for cell in left:
        near = [other for other in theirs if _meet(cell, other)]
        page.explained.update(map(id, near))
        kind = _kind(cell, near, page) if near else _unpaired("native", cell, page.second)
        result.differences.append(Difference(kind, cell, cell.text, " | ".join(other.text for other in near)))
    for other in theirs:
        if id(other) not in page.explained:
            over = [cell for cell in page.native if _meet(cell, other)]
            result.differences.append(
                Difference(_second_kind(other, over, page), other, " | ".join(c.text for c in over), other.text)
            )


def _without_equal(mine: list[SeenCell], theirs: list[SeenCell], page: _Page) -> list[SeenCell]:
    """The native cells without an equal one; an equal one that lies over the cell is taken before one that does not."""
    equal: defaultdict[str, list[SeenCell]] = defaultdict(list)
    for other in theirs:
        equal[squeezed(other.text)].append(other)
    left = []
    for cell in sorted(mine, key=lambda cell: not any(_meet(cell, o) for o in equal[squeezed(cell.text)])):
        same = equal[squeezed(cell.text)]
        found = next((other for other in same if _meet(cell, other)), same[0] if same else None)
        if found is None:
            left.append(cell)
        else:
            same.remove(found)
            page.explained.add(id(found))
    return sorted(left, key=lambda cell: (cell.table, cell.row, cell.column))


def _meet(a: SeenCell, b: SeenCell) -> bool:
    """Whether the middle of one cell lies in the other."""
    return _holds(a, b) or _holds(b, a)


def _holds(outer: SeenCell, inner: SeenCell) -> bool:
    (x0, top, x1, bottom), (a0, a1, b0, b1) = outer.box, inner.box
    return x0 <= (a0 + b0) / 2 <= x1 and top <= (a1 + b1) / 2 <= bottom


_VARIANTS = str.maketrans("‧−〜‐―", "・-~--")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", squeezed(text)).translate(_VARIANTS).casefold()


def _kind(cell: SeenCell, near: list[SeenCell], page: _Page) -> str:
    """How a native cell differs from those of pdfplumber that lie over it."""
    mine = _folded(cell.text)
    for other in near:
        kind = _one_to_one(mine, _folded(other.text))
        if kind:
            return kind
    if any("(cid:" in other.text for other in near):
        return "unmapped glyphs"
    return _spans(cell, near, page) or _more_or_less(Counter(mine), Counter(_folded("".join(o.text for o in near))))


def _one_to_one(mine: str, theirs: str) -> str | None:
    if mine == theirs:
        return "characters"
    if sorted(mine) == sorted(theirs):
        return "text order"
    return "overprinted" if _is_repeated(mine, theirs) else None


def _is_repeated(once: str, more: str) -> bool:
    """Whether a string is another one said two or three times over, as a whole or character by character."""
    times, rest = divmod(len(more), max(len(once), 1))
    return not rest and times in (2, 3) and more in (once * times, "".join(c * times for c in once))


def _spans(cell: SeenCell, near: list[SeenCell], page: _Page) -> str | None:
    if len(near) > 1 and sorted(_folded("".join(other.text for other in near))) == sorted(_folded(cell.text)):
        return "spans: native joins"
    for other in near:
        inside = [mine for mine in page.native if _holds(other, mine)]
        if len(inside) > 1 and sorted(_folded("".join(c.text for c in inside))) == sorted(_folded(other.text)):
            return "spans: native splits"
    return None


def _more_or_less(mine: Counter[str], theirs: Counter[str]) -> str:
    if not mine - theirs:
        return "native has less"
    return "native has more" if not theirs - mine else "other"


def _unpaired(who: str, cell: SeenCell, others: Sequence[SeenCell]) -> str:
    """Whether a cell that lies over none of the other engine's lies in one of its tables at all."""
    boxes: dict[int, list[float]] = {}
    for other in others:
        x0, top, x1, bottom = other.box
        known = boxes.setdefault(other.table, [x0, top, x1, bottom])
        known[:] = min(known[0], x0), min(known[1], top), max(known[2], x1), max(known[3], bottom)
    frames = [SeenCell(0, 0, 0, cell.page, (x0, top, x1, bottom), "") for x0, top, x1, bottom in boxes.values()]
    return f"only {who}: {'cell' if any(_holds(frame, cell) for frame in frames) else 'table'}"


def _second_kind(other: SeenCell, over: list[SeenCell], page: _Page) -> str:
    """What became of a cell of pdfplumber that no native cell with a difference lies over."""
    words = squeezed(other.text)
    if over:
        return "said twice" if any(squeezed(cell.text) for cell in over) else "native blank"
    if any(words in page.headers[table] for table in {cell.table for cell in page.native}):
        return "repeated header"
    return _unpaired("pdfplumber", other, page.native)


def lines(comparison: Comparison) -> Iterator[str]:
    """The differences as tab-separated lines under a heading, by page and from the top."""
    yield "class\tpage\tx0\ttop\tx1\tbottom\tnative\tpdfplumber"
    for kind, cell, native, second in sorted(comparison.differences, key=lambda d: (d.cell.page, d.cell.box[1])):
        box = "\t".join(f"{side:.1f}" for side in cell.box)
        yield f"{kind}\t{cell.page}\t{box}\t{_shown(native)}\t{_shown(second)}"


def _shown(text: str) -> str:
    return " ".join(text.split())
