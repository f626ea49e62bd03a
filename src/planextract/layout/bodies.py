"""Rows of a block → what they say: costs, indicators, or one more row of an indicator's values."""

from __future__ import annotations

from collections.abc import Sequence

from planextract.layout.blocks import STAGE, Block, Leaf, placed
from planextract.layout.contents import Content, content_of
from planextract.layout.frames import Frame, said
from planextract.layout.headings import VALUE_ROLES, Heading, HeadingReader
from planextract.layout.money import UNIT, money_unit, unit_of_row
from planextract.layout.statements import FIGURE, Statements
from planextract.layout.vocabulary import key
from planextract.record import CostCell, Field, IndicatorRow, Role, ValueCell
from planextract.table import Cell
from planextract.text import NOTHING, Text, joined

Values = Sequence[tuple[Leaf, Cell]]


class BodyReader:
    """Reads the rows of the blocks of one table. `default` is the kind of values whose kind no heading names."""

    def __init__(self, frame: Frame, reader: HeadingReader, default: Role, statements: Statements) -> None:
        self._frame, self._reader, self._default = frame, reader, default
        self._statements = statements

    def take(self, block: Block, row: int, cells: Sequence[Cell]) -> None:
        """One row; `cells` are those that begin in it under the block."""
        names = [c for c in cells if c.column < block.first and said(c) and not self._frame.heads(c, together=True)]
        groups = self._frame.groups(row, names[0].column if names else block.first, block.low, together=True)
        self._statements.items += [cell.text for cell in (*groups, *names)]
        under = groups[-1] if groups else None
        if under is not block.under:
            block.name, block.under, block.caption = NOTHING, under, NOTHING
        values = placed(self._frame, block, row)
        alone = self._alone(block, values)
        if alone is not None and not names:
            block.name = alone.text
        elif alone is not None and said(alone):
            label = self._statements.label(names[-1].text)
            self._statements.keep(label, tuple(cell.text for cell in groups), [alone])
        elif names or block.name or any(said(cell) or cell.crossed_out for _, cell in values):
            self._row(block, groups, names, values)

    def _row(self, block: Block, groups: Sequence[Cell], names: Sequence[Cell], values: Values) -> None:
        units = [c for c in (*groups, *names) if block.role_at(c.column) is Role.UNIT]
        named = [c for c in (*groups, *names) if c not in units and not _is_number(c)]
        unit = units[-1].text if units else NOTHING
        kind = self._reader.read(named[-1].text) if named else Heading(NOTHING, None, None)
        if kind.role in VALUE_ROLES and not block.money and all(leaf.role is None for leaf in block.leaves):
            # What heads rows above the header, too, is no name of these.
            own = [c for c in named[:-1] if c.row >= block.body and self._reader.read(c.text).role is None]
            cells = [_value(leaf, cell, kind.role or self._default) for leaf, cell in values]
            self._statements.observe_row(own[-1] if own else None, kind, unit, cells)
        elif self._is_cost(block, groups if block.names_indicators else named):
            self._costs(block, named, values)
        else:
            self._indicator(block, [c for c in named if c not in groups], unit, values)

    def _alone(self, block: Block, values: Values) -> Cell | None:
        """The one cell over all values (a name on a line of its own); of a text, the words that stand there alone."""
        if not self._frame.table.exact:
            spoken = [cell for _, cell in values if said(cell)]
            alone = len(spoken) == 1 and spoken[0].column == block.first
            wordy = alone and content_of(spoken[0].text.string) in (Content.WORDS, Content.PROSE)
            return spoken[0] if wordy else None
        if len(values) == 1 and len(block.leaves) > 1:
            _, cell = values[0]
            return cell if cell.column == block.first and cell.column + cell.column_span >= block.high else None
        return None

    def _is_cost(self, block: Block, named: Sequence[Cell]) -> bool:
        roles = [self._reader.read(cell.text).role for cell in named]
        if Role.COST in roles or block.money:
            return True
        above = self._statements.above
        context = any(self._statements.label(text).role is Role.COST or money_unit(text.string) for text in above)
        return context and not block.indicating

    def _costs(self, block: Block, named: Sequence[Cell], values: Values) -> None:
        spoken = [(leaf, cell) for leaf, cell in values if said(cell)]
        if spoken and not any(FIGURE.search(c.text.string) or _is_dash(c) for _, c in spoken):
            lines = [joined(" ", (leaf.heading, cell.text)) for leaf, cell in spoken]
            label = joined(" ", (cell.text for cell in named))
            self._statements.items.append(Field(Role.OTHER, label, joined("\n", lines)))
            return
        stage = next((cell.text for cell in named[::-1] if STAGE.search(cell.text.string)), NOTHING)
        # 決算 beside its years: the row says the stage, and what it is of stands left of it.
        bare = [cell for cell in named if key(cell.text.string) not in ("予算", "決算")] or named
        names = tuple(filter(None, (*(cell.text for cell in bare), block.name)))
        dated = [self._reader.read(cell.text).found for cell in named]
        found = next((period for period in dated[::-1] if period), None)
        unit = self._unit(named, block)
        for leaf, cell in spoken:
            if leaf.found is None and not leaf.stage:  # 差引（増減）: no figure of 予算 or 決算
                cost = CostCell((*names, leaf.heading), leaf.heading, None, NOTHING, unit, cell.text)
            else:
                cost = CostCell(names, leaf.heading, leaf.found or found, leaf.stage or stage, unit, cell.text)
            self._statements.items.append(cost)

    def _unit(self, named: Sequence[Cell], block: Block) -> str | None:
        """A name above the values (単位あたりコスト of it) makes a quotient, whose unit the table's is not."""
        headers = [cell.text.string for cell in block.cells]
        above = [] if block.name else [*headers, *(text.string for text in self._statements.above)]
        return unit_of_row([cell.text.string for cell in named], above)

    def _indicator(self, block: Block, names: Sequence[Cell], unit: Text, values: Values) -> None:
        name = joined("\n", filter(None, (block.name, *(cell.text for cell in names))))
        if not name and not any(said(cell) for _, cell in values):
            return
        kinds = [(leaf, cell) for leaf, cell in values if leaf.role is not None or leaf.found is not None]
        more = [(leaf, cell) for leaf, cell in values if leaf.role is None and leaf.found is None and said(cell)]
        row = IndicatorRow(name, unit or _unit_in(block.caption))
        row.values += [_value(leaf, cell, self._default) for leaf, cell in kinds]
        row.notes += [joined(": ", (leaf.heading, cell.text)) for leaf, cell in more]
        self._statements.items.append(row)
        block.name = NOTHING


def _value(leaf: Leaf, cell: Cell, kind: Role) -> ValueCell:
    return ValueCell(leaf.role or kind, leaf.found, leaf.heading, cell.text, cell.crossed_out)


def _unit_in(caption: Text) -> Text:
    """The unit that a block's caption states for its rows: 項目（単位：百万円）."""
    match = UNIT.search(caption.string)
    return caption.slice(*match.span(1)) if match else NOTHING


def _is_dash(cell: Cell) -> bool:
    return content_of(cell.text.string) is Content.DASH


def _is_number(cell: Cell) -> bool:
    return content_of(cell.text.string) in (Content.INTEGER, Content.NUMBERING)
