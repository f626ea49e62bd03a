"""Boxes, affine maps and the snapping of coordinates; points with the origin at the page's top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle: x0 <= x1 from the left, top <= bottom from the top, in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """x and y of the centre."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def grown(self, margin: float) -> Box:
        """The box with `margin` points more on each side."""
        return Box(self.x0 - margin, self.top - margin, self.x1 + margin, self.bottom + margin)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the box, its border included."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def meets(self, other: Box) -> bool:
        """Whether two boxes share a point."""
        return self.x0 <= other.x1 and other.x0 <= self.x1 and self.top <= other.bottom and other.top <= self.bottom

    def common(self, other: Box) -> Box | None:
        """The part that two boxes share, None where they share no point."""
        if not self.meets(other):
            return None
        return Box(
            max(self.x0, other.x0), max(self.top, other.top), min(self.x1, other.x1), min(self.bottom, other.bottom)
        )


def union(boxes: Iterable[Sequence[float]]) -> Box:
    """The smallest box around boxes (any x0, top, x1, bottom). Raises ValueError where there is none."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


class Matrix(NamedTuple):
    """The affine map (x, y) -> (a x + c y + e, b x + d y + f), as PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """The image of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """First this map, then `outer`."""
        a, b, c, d, e, f = self
        return Matrix(
            a * outer.a + b * outer.c,
            a * outer.b + b * outer.d,
            c * outer.a + d * outer.c,
            c * outer.b + d * outer.d,
            e * outer.a + f * outer.c + outer.e,
            e * outer.b + f * outer.d + outer.f,
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box around the image of a rectangle given by two opposite corners."""
        if self.b == self.c == 0:
            (x0, y0), (x1, y1) = self.apply(x0, y0), self.apply(x1, y1)
            return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        corners = [self.apply(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = zip(*corners, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    @property
    def scale(self) -> float:
        """The mean factor by which lengths grow."""
        return float(abs(self.a * self.d - self.b * self.c) ** 0.5)


IDENTITY = Matrix(1, 0, 0, 1, 0, 0)


def snapped(values: Iterable[tuple[float, float]], tolerance: float) -> dict[float, float]:
    """Each coordinate with the one that stands for its group.

    `values` are coordinates with weights (the lengths of the rules on them); neighbours closer than `tolerance` form
    a group, which is never wider than twice that. The heaviest coordinate of a group stands for it: the mean would
    be on no rule at all.
    """
    weights: dict[float, float] = {}
    for value, weight in values:
        weights[value] = weights.get(value, 0) + weight
    result: dict[float, float] = {}
    group: list[float] = []
    for value in sorted(weights):
        if group and (value - group[-1] > tolerance or value - group[0] > 2 * tolerance):
            _settle(group, weights, result)
            group = []
        group.append(value)
    _settle(group, weights, result)
    return result


def _settle(group: list[float], weights: dict[float, float], result: dict[float, float]) -> None:
    if group:
        centre = max(group, key=lambda value: (weights[value], -value))
        result.update(dict.fromkeys(group, centre))


def spans_joined(spans: Iterable[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Intervals united where they overlap or are no further apart than `gap`, in order."""
    result: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if result and low - result[-1][1] <= gap:
            if high > result[-1][1]:
                result[-1] = (result[-1][0], high)
        else:
            result.append((low, high))
    return result
