"""Words that remember where they were printed.

A `Piece` is one printed stretch of characters (a cell, a line of prose); a `Text` is a string made of slices of
pieces. Slicing, stripping and joining keep the connection, so that provenance and coverage are properties of a
value and never searched for afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planextract.schema import Place, Provenance


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One printed stretch. `locate(start, stop)` gives the places of those characters, in reading order.

    `locate(0, 0)` gives the place of what holds them: the cell.
    """

    string: str
    locate: Callable[[int, int], Provenance]


class Run(NamedTuple):
    """Characters `start` to `stop` of `piece`."""

    piece: Piece
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Text:
    """A string and the runs it came from, in order; a run's None piece stands for characters that nobody printed.

    The lengths of the runs add up to the length of the string.
    """

    string: str
    runs: tuple[tuple[Piece | None, int, int], ...]

    @classmethod
    def of(cls, piece: Piece) -> Text:
        """The whole piece. An empty one keeps its place."""
        return cls(piece.string, ((piece, 0, len(piece.string)),))

    def __str__(self) -> str:
        return self.string

    def __len__(self) -> int:
        return len(self.string)

    def __bool__(self) -> bool:
        return bool(self.string)

    def slice(self, start: int, stop: int | None = None) -> Text:
        """Characters `start` to `stop`, as `str` slicing would give them."""
        start, stop, _ = slice(start, stop).indices(len(self.string))
        runs, at = [], 0
        for piece, first, last in self.runs:
            low, high = max(start, at), min(stop, at + last - first)
            if low < high:
                runs.append((piece, first + low - at, first + high - at))
            at += last - first
        return Text(self.string[start:stop], tuple(runs))

    def strip(self, characters: str | None = None) -> Text:
        """Without blanks (or `characters`) at both ends."""
        left = len(self.string) - len(self.string.lstrip(characters))
        right = len(self.string.rstrip(characters))
        return self if (left, right) == (0, len(self.string)) else self.slice(left, max(left, right))

    def __add__(self, other: Text) -> Text:
        return Text(self.string + other.string, self.runs + other.runs)

    def pieces(self) -> Iterator[Run]:
        """The printed runs, in order."""
        for piece, start, stop in self.runs:
            if piece is not None:
                yield Run(piece, start, stop)

    @property
    def provenance(self) -> Provenance:
        """The places of the text, one for each piece, in order."""
        places: list[Place] = []
        for run in self.pieces():
            places += [place for place in run.piece.locate(run.start, run.stop) if place not in places]
        return places


NOTHING = Text("", ())


def joined(separator: str, texts: Iterable[Text]) -> Text:
    """The texts with `separator` between them; the separator belongs to no piece."""
    string: list[str] = []
    runs: list[tuple[Piece | None, int, int]] = []
    for text in texts:
        if string and separator:
            string.append(separator)
            runs.append((None, 0, len(separator)))
        string.append(text.string)
        for piece, start, stop in text.runs:
            if runs and runs[-1][0] is piece and piece is not None and runs[-1][2] == start:
                runs[-1] = (piece, runs[-1][1], stop)
            else:
                runs.append((piece, start, stop))
    return Text("".join(string), tuple(runs))
