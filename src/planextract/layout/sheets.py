"""One table of an evaluation sheet → what it says: labels with values, blocks, judgements, prose below its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from planextract.layout.blocks import CRITERIA, Block, blocks_in, breaks_off
from planextract.layout.bodies import BodyReader
from planextract.layout.contents import Content, content_of
from planextract.layout.frames import Frame, said
from planextract.layout.headings import VALUE_ROLES, Heading, HeadingReader
from planextract.layout.options import TICK_ALONE
from planextract.layout.outline import level_of
from planextract.layout.statements import Item, Statements
from planextract.layout.vocabulary import key
from planextract.record import Field, Judgement, Role
from planextract.table import Cell, Table
from planextract.text import NOTHING, Text, joined

_RESULTS = re.compile(r"(?:分析|評価|判定|点検)(?:結果)?|結果")
_TICKS = re.compile(r"[にを][○〇◯■☑✓]")
_ONE_VALUE = frozenset({Role.TITLE, Role.NUMBER, Role.DEPARTMENT, Role.RELATED, Role.UNIT, Role.INDICATOR, Role.PATH})
_OF_ROWS = frozenset({Role.COST, Role.INDICATOR, *VALUE_ROLES})
_NUMBERS = (Content.INTEGER, Content.NUMBERING)
_FIGURE_FIRST = re.compile(r"[\s約△▲+＋\-－−]*[0-9０-９]")
_LONGEST_LABEL = 40
_LONGEST_BAR = 60
_MOST_HEADER_ROWS = 3


def read_sheet_table(table: Table, reader: HeadingReader, default: Role, above: Sequence[Text]) -> list[Item]:
    """What one table says. `above` are the lines right above it: they may name the unit of its money.

    `default` is the kind of values whose kind no heading names.
    """
    statements = Statements(reader, above)
    _TableReading(table, reader, default, statements).run()
    return statements.items


class _TableReading:
    """The state of reading one table: the blocks in force, and the heading over the whole width above the row."""

    def __init__(self, table: Table, reader: HeadingReader, default: Role, statements: Statements) -> None:
        self._frame, self._reader, self._statements = Frame(table), reader, statements
        self._bodies = BodyReader(self._frame, reader, default, statements)
        self._blocks: list[Block] = []
        self._read: set[int] = set()  # ids of cells that another row has taken
        self._bar: Cell | None = None  # a heading over the whole width that has no words below it yet
        self._headed: Heading | None = None  # the last such heading that has
        self._prose: Heading | None = None  # the same, also where the head of the sheet is printed in between
        self._styles: set[str] = set()
        self._caption: Cell | None = None

    def run(self) -> None:
        """Read all rows, in order."""
        for row in range(len(self._frame.table.rows)):
            bar = self._frame.bar(row)
            if bar is not None and not self._labels_row(bar):
                self._take_bar(bar)
            else:
                self._take_row(row)
        self._leave_bar()

    # Headings over the whole width

    def _take_bar(self, cell: Cell) -> None:
        """A heading over the whole width and the words below it: label and value, one above the other."""
        self._blocks.clear()
        goes_on = self._headed if self._headed is not None or _is_heading(cell) else self._prose
        if self._bar is None and goes_on is not None and not self._heads_on(cell):
            if said(cell):
                self._statements.keep(goes_on, (), [cell])
        elif self._bar is None and not _is_heading(cell):
            return  # prose that no heading stands above stays unread
        elif self._bar is None or (said(cell) and self._heads_on(cell)):
            self._leave_bar()
            if said(cell):
                self._bar = cell
                level = level_of(cell.text)
                self._styles |= {level.style} if level else set()
        else:
            self._headed = self._prose = self._statements.label(self._bar.text)
            self._bar = None
            self._statements.keep(self._headed, (), [cell])

    def _labels_row(self, cell: Cell) -> bool:
        """Of a text: whether a cell alone in its row labels an empty row of the block above it."""
        rows = bool(self._blocks) and not self._frame.table.exact
        return rows and self._statements.label(cell.text).role in _OF_ROWS

    def _heads_on(self, cell: Cell) -> bool:
        """Whether a cell over the whole width is a heading like those before it, and no words below one."""
        level = level_of(cell.text)
        known = len(cell.text) <= _LONGEST_LABEL and self._statements.label(cell.text).role is not None
        return known or (level is not None and level.style in self._styles)

    def _leave_bar(self) -> None:
        """A heading over the whole width heads the rows below it."""
        if self._bar is not None:
            self._statements.above = [self._bar.text]
            self._statements.items.append(self._bar.text)
        self._bar = self._headed = None

    # Rows

    def _own(self, row: int, low: int, high: int) -> list[Cell]:
        return [cell for cell in self._frame.own(row, low, high) if id(cell) not in self._read]

    def _take_row(self, row: int) -> None:
        self._leave_bar()
        self._blocks = [block for block in self._blocks if row < block.body or not self._ends(block, row)]
        for low, high in self._free():
            for block in blocks_in(self._frame, self._reader, row, low, high):
                self._open_block(block, row)
        for block in self._blocks:
            if row >= block.body:
                self._bodies.take(block, row, self._own(row, block.low, block.high))
        for low, high in self._free():
            self._take_free(row, low, high)

    def _ends(self, block: Block, row: int) -> bool:
        again = blocks_in(self._frame, self._reader, row, block.low, block.high)
        return bool(again) or breaks_off(self._frame, self._reader, block, row)

    def _open_block(self, block: Block, row: int) -> None:
        # It reaches left to the block before it: labels of its rows stand there.
        block.low = max((other.high for other in self._blocks if other.high <= block.first), default=0)
        if self._caption is not None and self._caption.row == row - 1:
            block.caption = self._caption.text
        self._caption = None
        self._blocks = sorted([*self._blocks, block], key=lambda each: each.low)
        self._read |= {id(cell) for cell in block.cells}
        self._statements.items += [cell.text for cell in block.cells]

    def _free(self) -> list[tuple[int, int]]:
        """The stretches of columns that no block covers."""
        stretches, at = [], 0
        for low, high in [*((block.low, block.high) for block in self._blocks), (self._frame.table.width, 0)]:
            if at < low:
                stretches.append((at, low))
            at = max(at, high)
        return stretches

    # Labels and values

    def _take_free(self, row: int, low: int, high: int) -> None:
        cells = self._own(row, low, high)
        if not any(said(cell) or cell.crossed_out for cell in cells):
            return
        groups = self._without_numbers(self._frame.groups(row, cells[0].column, low))
        while cells and self._heads(cells):
            groups += self._without_numbers([cells.pop(0)])
        spoken = [cell for cell in cells if said(cell)]
        lone = len(spoken) == 1 and (cells[0] is not spoken[0] or len(cells) == 1 or not groups)
        if lone and self._take_lone(row, spoken[0], cells, groups):
            return
        if cells and not self._take_criteria(row, cells) and not self._take_options(cells, groups):
            self._take_pairs(cells, groups)

    def _heads(self, cells: Sequence[Cell]) -> bool:
        """Whether the first cell heads rows beside it, or only the label behind it (政策・施策 | 政策番号 | 99)."""
        if self._frame.heads(cells[0], together=content_of(cells[0].text.string) in _NUMBERS):
            return True
        if len(cells) < 3 or not all(map(said, cells[:2])):
            return False
        first, second, third = (self._reader.read(cell.text) for cell in cells[:3])
        return first.role is None and second.role is not None and second.found is None and third.role is None

    def _without_numbers(self, groups: Sequence[Cell]) -> list[Cell]:
        """The groups that are words; the number of a sheet inside the sheet stands left of its rows."""
        numbers = [cell for cell in groups if content_of(cell.text.string) in _NUMBERS]
        for cell in numbers:
            if id(cell) not in self._read:
                self._read.add(id(cell))
                self._statements.items.append(Field(Role.NUMBER, NOTHING, cell.text))
        return [cell for cell in groups if cell not in numbers]

    def _take_lone(self, row: int, cell: Cell, cells: Sequence[Cell], groups: Sequence[Cell]) -> bool:
        """The one cell of a row that says something: a number, a caption of the block below, a group's value."""
        path = tuple(group.text for group in groups)
        if not groups and content_of(cell.text.string) in _NUMBERS:
            self._statements.items.append(Field(Role.NUMBER, NOTHING, cell.text))
            return True
        below = blocks_in(self._frame, self._reader, row + 1, 0, self._frame.table.width)
        if any(cell.column <= block.first < self._frame.stop(cell) for block in below):
            self._caption = cell
            self._statements.items += [*path, cell.text]
            return True
        if groups and len(cells) == 1:
            self._statements.keep(self._statements.label(path[-1]), path[:-1], [cell])
            return True
        return False

    def _take_criteria(self, row: int, cells: Sequence[Cell]) -> bool:
        """Criteria side by side with their results below: 指標 | 必要性 | 効率性, 結果 | A | B."""
        width, rows = self._frame.table.width, len(self._frame.table.rows)
        for i, cell in enumerate(cells):
            if not CRITERIA.fullmatch(key(cell.text.string)) or sum(map(said, cells[i + 1 :])) < 2:
                continue
            for below in range(row + 1, min(row + 1 + _MOST_HEADER_ROWS, rows)):
                results = self._own(below, cell.column, width)
                head = next((c for c in results if c.column == cell.column and said(c)), None)
                if head is not None and _RESULTS.fullmatch(key(head.text.string)):
                    self._judge_below(row, below, cell, head)
                    return True
        return False

    def _judge_below(self, row: int, below: int, corner: Cell, head: Cell) -> None:
        width = self._frame.table.width
        lines = [[c for c in self._own(line, corner.column + 1, width) if said(c)] for line in range(row, below)]
        for cell in self._own(below, corner.column + 1, width):
            over: list[Cell] = []
            for line in lines:
                over += self._over(cell, line, over[-1:])
            self._read |= {id(each) for each in (*over, cell)}
            criteria = tuple(each.text for each in over)
            self._statements.items += [Judgement(criteria, cell.text)] if over and said(cell) else criteria
        self._read |= {id(corner), id(head)}
        groups = self._frame.groups(row, corner.column)
        before = [cell for cell in self._own(row, 0, corner.column) if said(cell)]
        self._read |= {id(cell) for cell in before}
        self._statements.items += [corner.text, head.text, *(cell.text for cell in (*groups, *before))]

    def _over(self, cell: Cell, line: Sequence[Cell], above: Sequence[Cell]) -> list[Cell]:
        """The heading of one row over a cell; of a text only where the heading above it reaches over the cell, too."""
        if self._frame.table.exact:
            return [head for head in line if head.column <= cell.column < self._frame.stop(head)]
        ends = [*(other.column for other in line), self._frame.table.width][1:]
        found = [head for head, until in zip(line, ends, strict=True) if head.column <= cell.column < until]
        return [head for head in found if not above or head.column >= above[0].column]

    def _take_options(self, cells: Sequence[Cell], groups: Sequence[Cell]) -> bool:
        """Options each behind a small cell for its tick: | ○ | まちづくり | | 広域行政 |."""
        labels = [] if not said(cells[0]) or TICK_ALONE.fullmatch(cells[0].text.string) else [cells[0]]
        rest = list(cells[len(labels) :])
        ticked = _ticked(rest) if groups or labels else None
        if ticked is None:
            return False
        label = (groups or labels)[0].text
        items = self._statements.items
        goes_on = bool(items) and isinstance(items[-1], Field) and items[-1].label is label
        if not (ticked or goes_on or _TICKS.search(label.string)):
            return False
        last = items.pop() if goes_on else None
        before = [last.value] if isinstance(last, Field) and last.value else []
        items += [cell.text for cell in (*groups[1:], *labels, *rest)]
        items.append(Field(Role.OTHER, label, joined("\n", [*before, *(cell.text for cell in ticked)])))
        return True

    def _take_pairs(self, cells: Sequence[Cell], groups: Sequence[Cell]) -> None:
        if not self._frame.table.exact:
            cells = [cell for cell in cells if said(cell)]  # an empty one may be covered by the cell before it
        at = 0
        while at < len(cells):
            if not said(cells[at]):
                at += 1
            elif at and self._heads(cells[at : at + 3]):
                groups, at = self._without_numbers([cells[at]]), at + 1
            else:
                stop = self._value_stop(cells, at)
                path = tuple(group.text for group in groups)
                self._statements.keep(self._statements.label(cells[at].text), path, cells[at + 1 : stop])
                at = stop

    def _value_stop(self, cells: Sequence[Cell], at: int) -> int:
        """Where the values of a label end: the cell after it is one, then all up to the next label."""
        label = self._statements.label(cells[at].text)
        one, stop = label.role in _ONE_VALUE, at + 2
        if not self._frame.table.exact and label.role is not None and self._labelled(cells[at + 1 : at + 3]):
            return at + 1  # the value was empty
        while stop < len(cells):
            cell = cells[stop]
            if self._statements.label(cell.text).role is not None or self._frame.heads(cell):
                break
            if said(cell) and (one or self._looks_label(cells, stop, cells[at + 1])):
                break
            stop += 1
        return min(stop, len(cells))

    def _labelled(self, cells: Sequence[Cell]) -> bool:
        """Whether the cells begin with another label and its value."""
        roles = [self._statements.label(cell.text).role for cell in cells]
        return bool(roles) and roles[0] is not None and (len(roles) == 1 or roles[1] is None)

    def _looks_label(self, cells: Sequence[Cell], at: int, value: Cell) -> bool:
        """Whether an unknown cell behind a value is the next label: words with a cell for a value behind them."""
        string = cells[at].text.string
        wordy = content_of(string) in (Content.WORDS, Content.PROSE, Content.VALUE) and not _FIGURE_FIRST.match(string)
        return wordy and (len(cells) - at) % 2 == 0 and len(string) <= _LONGEST_LABEL and said(value)


def _is_heading(cell: Cell) -> bool:
    return len(cell.text) <= _LONGEST_BAR and "。" not in cell.text.string


def _ticked(cells: Sequence[Cell]) -> list[Cell] | None:
    """The words behind a tick; None where some words stand behind other words: they are no options."""
    ticked = []
    for before, cell in pairwise([None, *cells]):
        if cell is None or not said(cell) or TICK_ALONE.fullmatch(cell.text.string):
            continue
        if before is None or (said(before) and not TICK_ALONE.fullmatch(before.text.string)):
            return None
        if said(before):
            ticked.append(cell)
    return ticked if any(map(said, cells)) else None
