"""What was not read: the characters of the tables that gave measures, less those that a field took."""

from __future__ import annotations

from collections.abc import Iterable

from planextract.record import Ledger
from planextract.schema import Coverage, Unconsumed
from planextract.table import Table
from planextract.text import Text


def measure_coverage(tables: Iterable[Table], ledger: Ledger) -> Coverage:
    """Count non-space characters, and list every stretch that no field took, with its place."""
    characters = 0
    missed: list[Unconsumed] = []
    for table in tables:
        for cell in table.cells:
            characters += _visible(cell.text.string)
            missed += [
                Unconsumed(text=rest.string, provenance=rest.provenance) for rest in _rest(cell.text, ledger) if rest
            ]
    left = sum(_visible(piece.text) for piece in missed)
    return Coverage(characters=characters, consumed=characters - left, unconsumed=missed)


def _visible(string: str) -> int:
    return sum(1 for character in string if not character.isspace())


def _rest(text: Text, ledger: Ledger) -> list[Text]:
    """The stretches of a cell that nobody took, without blanks at their ends."""
    rest: list[Text] = []
    at = 0
    for piece, start, stop in text.pieces():
        edge = start
        for taken_from, taken_to in ledger.spans(piece):
            if taken_to <= edge or taken_from >= stop:
                continue
            if taken_from > edge:
                rest.append(text.slice(at + edge - start, at + taken_from - start).strip())
            edge = max(edge, taken_to)
        if edge < stop:
            rest.append(text.slice(at + edge - start, at + stop - start).strip())
        at += stop - start
    return rest
