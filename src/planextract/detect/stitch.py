"""Tables over several pages: repeated headings dropped, rows and merged cells that a page break cuts joined again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from statistics import median_low

from planextract.characters import squeeze
from planextract.detect.continuations import breaks_off, goes_on, is_prose, is_value
from planextract.detect.order import PageBlock, PageLine
from planextract.detect.tables import PageTable
from planextract.detect.wraps import NEVER_FIRST
from planextract.table import Block, Cell, Paragraph, Table
from planextract.text import Text, joined

_FREE_SPACE = 0.3
"""Share of a page's height that may stay empty below a table that goes on."""


@dataclass(slots=True)
class OpenCell:
    """A cell of a table that may grow."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: Text
    arrow: bool = False
    crossed_out: bool = False

    @property
    def bottom(self) -> int:
        return self.row + self.row_span


@dataclass(slots=True)
class Sheet:
    """A table under construction: column borders, cells in order of their rows, the page part that was added last.

    `ending` are the cells that reach down to its last row; `heading` is what the rows of its first page say.
    """

    xs: tuple[float, ...]
    cells: list[OpenCell]
    height: int
    last: PageTable
    ending: list[OpenCell]
    heading: list[RowKey] = field(default_factory=list)

    @classmethod
    def of(cls, part: PageTable) -> Sheet:
        """The sheet that begins with a page's table."""
        cells, height = _cells(part), len(part.grid.ys) - 1
        return cls(part.grid.xs, cells, height, part, [cell for cell in cells if cell.bottom == height])

    def table(self) -> Table:
        """The finished table."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(
                Cell(
                    cell.row,
                    cell.column,
                    cell.text,
                    cell.row_span,
                    cell.column_span,
                    cell.arrow,
                    cell.crossed_out,
                )
            )
        return Table(tuple(map(tuple, rows)), len(self.xs) - 1, exact=True)

    def take(self, part: PageTable) -> bool:
        """Add the table of the next page if it is the continuation of this one; whether it was."""
        columns = (
            _common_columns(self.xs, part, self.last.white and part.white)
            if part.page.number == self.last.page.number + 1
            else None
        )
        if columns is None:
            return False
        xs, mine, theirs = columns
        cells = _moved(_cells(part), theirs)
        rows = _row_keys(cells)
        if not self.heading:
            self.heading = _row_keys(_cells(self.last))
        repeated = _repeated_rows(self.heading, rows)
        if repeated is None or (repeated == 0 and not _fits_on(self, part)):
            return False
        if mine != list(range(len(mine))):
            _moved(self.cells, mine)
        self.xs = xs
        self._append([cell for cell in cells if cell.row >= repeated], repeated, len(rows), part)
        return True

    def _is_merged(self, cell: OpenCell, above: OpenCell) -> bool:
        """Whether the cells above in this column span as many rows as the two parts of this one together."""
        spans = [
            other.row_span
            for other in self.cells
            if other.column == cell.column and other.column_span == cell.column_span and other is not above
        ]
        return bool(spans) and 1 < above.row_span + cell.row_span <= median_low(spans)

    def _has_ended(self, cell: OpenCell, part: PageTable) -> bool:
        """Whether a rule at a side that is otherwise open tells that the row above this cell ended."""
        x = (self.xs[cell.column] + self.xs[cell.column + cell.column_span]) / 2 - self.xs[0]
        return self.last.foot.has_ended(x + self.last.grid.xs[0]) or part.head.has_ended(x + part.grid.xs[0])

    def _stands_below(self, cell: OpenCell, above: OpenCell, part: PageTable, repeated: int) -> bool:
        """Whether the words of a merged cell that began on the page before stand here: the cut drew no rule for it."""
        if above.text.string or not cell.text.string or above.arrow or above.crossed_out:
            return False
        x = (self.xs[cell.column] + self.xs[cell.column + cell.column_span]) / 2 - self.xs[0]
        at_head = not repeated and part.head.has_gap(x + part.grid.xs[0])
        return at_head or self.last.foot.has_gap(x + self.last.grid.xs[0])

    def _append(self, cells: list[OpenCell], repeated: int, height: int, part: PageTable) -> None:
        first = [cell for cell in cells if cell.row == repeated]
        ending = {(cell.column, cell.column_span): cell for cell in self.ending}
        ended = {cell.column for cell in first if self._has_ended(cell, part)}
        cut = not ended and _is_cut(first, ending, self.last, part)
        no_rule = self.last.foot.is_open or part.head.is_open
        offset = self.height - repeated - (1 if cut else 0)
        added: list[OpenCell] = []
        for cell in cells:
            above = ending.get((cell.column, cell.column_span)) if cell.row == repeated else None
            cell.row += offset
            if above is not None and (
                cut
                or (ended and cell.column not in ended)
                or (no_rule and self._is_merged(cell, above))
                or _runs_on(cell, above, first, ending)
                or self._stands_below(cell, above, part, repeated)
            ):
                _join(above, cell)
            else:
                added.append(cell)
        self.cells += added
        self.height += height - repeated - (1 if cut else 0)
        self.ending = [cell for cell in (*self.ending, *added) if cell.bottom == self.height]
        self.last = part


def stitched(pages: Iterable[list[PageBlock]]) -> list[Block]:
    """The blocks of all pages, tables that go on over a page break joined."""
    done: list[PageLine | Sheet] = []
    for blocks in pages:
        for i, block in enumerate(blocks):
            if isinstance(block, PageLine):
                done.append(block)
            elif not (i == 0 and done and isinstance(done[-1], Sheet) and done[-1].take(block)):
                done.append(Sheet.of(block))
    return [Paragraph(block.text) if isinstance(block, PageLine) else block.table() for block in done]


def _cells(part: PageTable) -> list[OpenCell]:
    return [
        OpenCell(*face, text, i in part.arrows, i in part.crossed)
        for i, (face, text) in enumerate(zip(part.grid.faces, part.texts, strict=True))
    ]


RowKey = tuple[tuple[int, int, str], ...]
"""What a row says, for comparing: columns, spans and words of the cells that start in it, from the left."""


def _row_keys(cells: list[OpenCell]) -> list[RowKey]:
    rows: dict[int, list[tuple[int, int, str]]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append((cell.column, cell.column_span, squeeze(cell.text.string)))
    return [tuple(sorted(rows.get(row, []))) for row in range(max((cell.bottom for cell in cells), default=0))]


def _has_words(key: RowKey) -> bool:
    return any(words for _, _, words in key)


def _repeated_rows(heading: list[RowKey], rows: list[RowKey]) -> int | None:
    """How many rows at the top repeat those of the first page; None where the table is another copy of one form."""
    # A title row inside the frame is not repeated with the heading below it.
    start = next((k for k in range(min(3, len(heading))) if rows and heading[k] == rows[0]), 0)
    pairs = list(zip(heading[start:], rows, strict=False))
    repeated = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    while repeated and not any(map(_has_words, rows[:repeated])):
        repeated -= 1
    if repeated == len(rows):
        return repeated if len(rows) < len(heading) else None
    mine, theirs = ({_label(key) for key in keys} - {""} for keys in (heading, rows[repeated:]))
    same_form = len(theirs) >= 3 and 5 * len(theirs & mine) > 3 * len(theirs)
    return None if same_form else repeated


def _label(key: RowKey) -> str:
    """The words of a row's first cell."""
    return key[0][2] if key else ""


def _fits_on(sheet: Sheet, part: PageTable) -> bool:
    """Whether the one table ends at the foot of its page and the other begins at the head of the next one."""
    before, after = sheet.last.page, part.page
    first_row = part.grid.ys[1] - part.grid.ys[0]
    free = before.height - sheet.last.grid.ys[-1]
    return free <= max(_FREE_SPACE * before.height, first_row * 1.5 + 0.12 * before.height) and (
        part.grid.ys[0] <= 0.35 * after.height
    )


def _common_columns(
    xs: Sequence[float], part: PageTable, white: bool
) -> tuple[tuple[float, ...], list[int], list[int]] | None:
    """Borders for both tables and where each of theirs is in them; None where they differ too much.

    The outer borders must agree (a margin that changes sides aside); inner ones may lack where a page has no cell
    that needs them. Borders that only white space told (`white`) follow the words of each page: where the first
    columns agree, all are taken.
    """
    others = part.grid.xs
    near = max(part.page.em * (2.0 if white else 0.5), 2.0)
    shift = xs[0] - others[0]
    if len(xs) == len(others) and all(
        abs(x - other - shift) < 3 * part.page.em for x, other in zip(xs, others, strict=True)
    ):
        # As many columns, hardly moved: white space parted them, and it follows the words of each page.
        return tuple(xs), list(range(len(xs))), list(range(len(xs)))
    if abs(shift) > 0.25 * part.page.width:
        return None
    moved = [x + shift for x in others]
    if abs(moved[-1] - xs[-1]) > 2 * near:
        if not white or not _have_borders_in_common(xs, moved, near):
            return None
        # Where nothing is drawn a table ends at its longest text.
        xs, moved = (*xs[:-1], max(xs[-1], moved[-1])), [*moved[:-1], max(xs[-1], moved[-1])]
    partners = _partners(xs, moved, near)
    unmatched = [x for x in moved if x not in partners]
    same_labels = white and min(len(xs), len(others)) > 2 and abs(xs[1] - moved[1]) <= near
    if unmatched and len(partners) < len(xs) and not same_labels:
        return None
    if not white and any(abs(x - own) <= near for x in unmatched for own in xs):
        return None
    borders = tuple(sorted([*xs, *unmatched]))
    return borders, [borders.index(x) for x in xs], [borders.index(partners.get(x, x)) for x in moved]


def _have_borders_in_common(xs: Sequence[float], moved: Sequence[float], near: float) -> bool:
    """Whether most of the inner borders of two tables are the same."""
    fewer = min(len(xs), len(moved)) - 2
    return fewer > 1 and 3 * len(_partners(xs[1:-1], moved[1:-1], near)) >= 2 * fewer


def _partners(xs: Sequence[float], moved: Sequence[float], near: float) -> dict[float, float]:
    """Which of the borders `xs` each of the `moved` is: the nearest, if no other of them is nearer to it."""
    found: dict[float, float] = {}
    for own in xs:
        close = [x for x in moved if abs(x - own) <= near and min(xs, key=lambda other: abs(other - x)) == own]
        if close:
            found[min(close, key=lambda x: abs(x - own))] = own
    return found


def _moved(cells: list[OpenCell], places: list[int]) -> list[OpenCell]:
    """The same cells with their columns counted in other borders."""
    for cell in cells:
        start, stop = places[cell.column], places[cell.column + cell.column_span]
        cell.column, cell.column_span = start, stop - start
    return cells


def _is_cut(
    first: list[OpenCell], ending: dict[tuple[int, int], OpenCell], before: PageTable, after: PageTable
) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before.

    It is when either half is empty, when the page drew no rule at the cut (unless both halves have a label of their own
    and no text goes on), or when the label cells are empty and what
    the row says goes on a text that stopped in mid-sentence. Values on both sides of the cut are two rows.
    """
    pairs = [(ending.get((cell.column, cell.column_span)), cell) for cell in first]
    if not pairs or any(above is None for above, _ in pairs):
        return False
    told = [(above, cell) for above, cell in pairs if above is not None and cell.text.string]
    if not told or _is_remainder([above for above, _ in pairs if above is not None]):
        return True
    texts = [(above.text.string, cell.text.string) for above, cell in told]
    if any(is_value(above.text) and is_value(cell.text) for above, cell in told):
        return False
    leading = min(pairs, key=lambda pair: pair[1].column)
    if before.foot.is_open or after.head.is_open:
        labelled = leading in told and leading[0] is not None and bool(leading[0].text.string)
        return not labelled or any(goes_on(above.text, cell.text) for above, cell in told if above.text.string)
    if not all(above for above, _ in texts):
        return False
    if any(below[0] in NEVER_FIRST for _, below in texts):
        return True
    silent = [above for above, cell in pairs if above is not None and not cell.text.string and above.text.string]
    if not silent or leading[0] is not silent[0]:
        return False
    pieces = [(above.text, cell.text) for above, cell in told]
    return any(breaks_off(above, below) for above, below in pieces) or all(is_prose(above) for above, _ in pieces)


def _is_remainder(ending: list[OpenCell]) -> bool:
    """Whether a page's last row is empty beside merged cells with words: the upper edge of a row that was cut."""
    start = max(cell.row for cell in ending)
    own = [cell for cell in ending if cell.row == start]
    return not any(cell.text.string for cell in own) and any(cell.text.string for cell in ending)


def _runs_on(cell: OpenCell, above: OpenCell, first: list[OpenCell], ending: dict[tuple[int, int], OpenCell]) -> bool:
    """Whether an empty cell at a page's head is the rest of a merged cell: the page shows it by the rows it spans.

    Of label cells at the left one row is enough, where the cells beside them go on.
    """
    if cell.text.string or not above.text.string:
        return False
    if cell.row_span > 1 or above.row_span > 1:
        return True
    labels = list(takewhile(lambda item: not item.text.string, sorted(first, key=lambda item: item.column)))
    return cell in labels and len(labels) < len(first) and (cell.column, cell.column_span) in ending


def _join(above: OpenCell, below: OpenCell) -> None:
    parts = [text for text in (above.text, below.text) if text.string]
    if len(parts) > 1:
        above.text = joined("" if goes_on(*parts) else "\n", parts)
    elif parts:
        above.text = parts[0]
    above.row_span = max(above.row_span, below.bottom - above.row)
    above.arrow |= below.arrow
    above.crossed_out |= below.crossed_out
