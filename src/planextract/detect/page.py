"""What a page shows: characters, runs, drawn lines, fills and shapes. The input of everything in `detect`.

Coordinates are points from the top left of the page as detection reads it, that is, upright: a page whose text runs
sideways is turned first, and `turn` says how to get back to the page as it is displayed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median_low
from typing import Literal, NamedTuple

from planextract.geometry import IDENTITY, Box, Matrix

Direction = Literal["right", "down", "left", "up"]
"""Where the next character stands. Vertical writing and text turned clockwise by 90 degrees both run down."""


@dataclass(slots=True)
class Glyphs:
    """The characters of a page: `codes[i]` stands in the box (x0[i], top[i], x1[i], bottom[i])."""

    codes: list[str] = field(default_factory=list)
    x0: array[float] = field(default_factory=lambda: array("f"))
    top: array[float] = field(default_factory=lambda: array("f"))
    x1: array[float] = field(default_factory=lambda: array("f"))
    bottom: array[float] = field(default_factory=lambda: array("f"))

    def add(self, code: str, box: Iterable[float]) -> None:
        """Append one character."""
        self.codes.append(code)
        for side, value in zip((self.x0, self.top, self.x1, self.bottom), box, strict=True):
            side.append(value)

    def box(self, i: int) -> Box:
        """The box of character `i`."""
        return Box(self.x0[i], self.top[i], self.x1[i], self.bottom[i])

    def around(self, indices: Iterable[int]) -> Box | None:
        """The box around characters; None where there are none."""
        chosen = list(indices)
        if not chosen:
            return None
        return Box(
            min(map(self.x0.__getitem__, chosen)),
            min(map(self.top.__getitem__, chosen)),
            max(map(self.x1.__getitem__, chosen)),
            max(map(self.bottom.__getitem__, chosen)),
        )

    def around_stretch(self, start: int, stop: int) -> Box:
        """The box around characters `start` to `stop`, at least one."""
        return Box(
            min(self.x0[start:stop]),
            min(self.top[start:stop]),
            max(self.x1[start:stop]),
            max(self.bottom[start:stop]),
        )


class Run(NamedTuple):
    """Characters `start` to `stop`, drawn by one operator, in reading order; `size` is their height in points."""

    start: int
    stop: int
    box: Box
    size: float
    direction: Direction = "right"


class Stroke(NamedTuple):
    """A straight line from (x0, y0) to (x1, y1), or the middle line of a thin filled rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5


class Frame(NamedTuple):
    """A rectangle whose border was drawn as one path; `filled` where its inside was painted, too."""

    box: Box
    filled: bool = False


class Fill(NamedTuple):
    """A painted rectangle that is no rule; `colour` is 0xRRGGBB, `order` counts what is painted on the page."""

    box: Box
    colour: int
    order: int = 0


class Shape(NamedTuple):
    """Any other drawing: its corners (none for curves), box, whether it is filled, and whether it has curves."""

    points: tuple[tuple[float, float], ...]
    box: Box
    filled: bool
    curved: bool = False


@dataclass(slots=True)
class Page:
    """One page. `number` counts from 1; width and height in points; `turn` leads to the displayed page.

    `dots` are the squares that dotted rules are drawn of; `images` the boxes of pictures.
    """

    number: int
    width: float
    height: float
    glyphs: Glyphs = field(default_factory=Glyphs)
    runs: list[Run] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    turn: Matrix = IDENTITY
    _em: float | None = None

    @property
    def em(self) -> float:
        """The page's usual character size in points, from its runs when first asked; 10 where there are none."""
        if self._em is None:
            sizes = [run.size for run in self.runs]
            self._em = min(max(median_low(sizes), 3.0), 40.0) if sizes else 10.0
        return self._em

    def forget_drawing(self) -> None:
        """Let go of what only detection needs; text and places stay."""
        self.runs, self.strokes, self.frames, self.dots, self.fills, self.shapes = [], [], [], [], [], []
        self.glyphs.codes = []

    def displayed(self, box: Box) -> Box:
        """A box of this page as it lies on the page that a viewer shows."""
        return self.turn.box(*box)
