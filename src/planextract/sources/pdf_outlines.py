"""What an outline of a path is: a rule, a frame, a filled rectangle, a dot, or a shape of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from planextract.detect.page import Fill, Frame, Shape, Stroke
from planextract.geometry import Box

Points = Sequence[tuple[float, float]]

_STRAIGHT = 0.6
"""How far, in points, a corner may stand off the rectangle and still belong to it."""


class Ground(NamedTuple):
    """An area that text may stand on or be hidden by. `colour` is None where it has many."""

    box: Box
    colour: int | None
    order: int
    covers: bool


@dataclass(slots=True)
class Drawing:
    """What the paths of a page draw, in painting order; `thin` is the greatest thickness of a rule, in points."""

    thin: float
    strokes: list[Stroke] = field(default_factory=list)
    white: list[tuple[Stroke, int]] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)


class Paint(NamedTuple):
    """How a path is painted: whether filled and stroked, the colours (0xRRGGBB), the line's width, what clips it."""

    filled: bool
    stroked: bool
    colour: int
    stroke_colour: int
    width: float
    clip: Box | None
    order: int
    opaque: bool = True


def around(points: Points) -> Box:
    """The box around points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def rectangle(points: Points) -> Box | None:
    """The box of an outline that is an upright rectangle, else None."""
    if not 4 <= len(points) <= 12:
        return None
    box = around(points)
    if len(points) <= 5 and _is_exact(points):
        return box
    corners = set()
    for x, y in points:
        left, above = x - box.x0 <= _STRAIGHT, y - box.top <= _STRAIGHT
        level, upright = above or box.bottom - y <= _STRAIGHT, left or box.x1 - x <= _STRAIGHT
        if not (level or upright):
            return None
        if level and upright:
            corners.add((left, above))
    if min(box.width, box.height) <= 2 * _STRAIGHT:
        return box
    straight = all(abs(x - u) <= _STRAIGHT or abs(y - v) <= _STRAIGHT for (x, y), (u, v) in pairwise(points))
    return box if straight and len(corners) == 4 else None


def _is_exact(points: Points) -> bool:
    """Whether each of four corners stands exactly above or beside the one before and the one after it."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]
    square = (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0)
    return square and (len(points) == 4 or points[4] == points[0])


def draw(outlines: list[tuple[Points, bool]], paint: Paint, drawing: Drawing) -> None:
    """Add a path to a drawing; each outline comes with whether it has curves."""
    outlines = [outline for outline in outlines if len(outline[0]) > 1]
    if paint.filled and len(outlines) == 2 and not paint.stroked and (ring := _ring(outlines, drawing.thin)):
        drawing.frames.append(Frame(ring))
        return
    # Of several outlines some may be holes in others: what such a path paints inside its box is not certain.
    alone = len(outlines) == 1
    for points, curved in outlines:
        if paint.filled:
            _fill(points, curved, paint, alone, drawing)
        if paint.stroked:
            _stroke(points, curved, paint, drawing)


def _ring(outlines: list[tuple[Points, bool]], thin: float) -> Box | None:
    """The middle line of a frame painted as the area between two rectangles."""
    outer, inner = (rectangle(points) for points, _ in outlines)
    if outer is None or inner is None:
        return None
    if inner.width > outer.width:
        outer, inner = inner, outer
    edges = [inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]]
    if min(edges) < 0 or max(edges) > thin or min(inner.width, inner.height) <= thin:
        return None
    return Box(*((a + b) / 2 for a, b in zip(outer, inner, strict=True)))


def _clipped(box: Box, clip: Box | None) -> Box | None:
    return box if clip is None else box.common(clip)


def _fill(points: Points, curved: bool, paint: Paint, alone: bool, drawing: Drawing) -> None:
    whole = around(points)
    box = _clipped(whole, paint.clip)
    if box is None:
        return
    if min(box.width, box.height) <= drawing.thin:
        add_thin(box, paint, drawing)
        return
    plain = not curved and rectangle(points) is not None
    colour = paint.colour if alone and plain else None
    drawing.grounds.append(Ground(box, colour, paint.order, paint.opaque and colour is not None))
    if plain:
        drawing.fills.append(Fill(box, paint.colour, paint.order))
    elif not paint.stroked:
        drawing.shapes.append(Shape(() if curved else tuple(points), box, True, curved))


def add_thin(box: Box, paint: Paint, drawing: Drawing) -> None:
    """Add a thin rectangle: a dot where it is as short as thin, else a rule."""
    if max(box.width, box.height) <= max(drawing.thin, 2.5 * min(box.width, box.height)):
        if not _is_white(paint.colour):
            drawing.dots.append(box)
        return
    x, y = box.middle
    if box.width >= box.height:
        stroke = Stroke(box.x0, y, box.x1, y, box.height)
    else:
        stroke = Stroke(x, box.top, x, box.bottom, box.width)
    _add_stroke(stroke, paint.colour, paint.order, drawing)


def _add_stroke(stroke: Stroke, colour: int, order: int, drawing: Drawing) -> None:
    if _is_white(colour):
        drawing.white.append((stroke, order))
    else:
        drawing.strokes.append(stroke)


def _is_white(colour: int) -> bool:
    return colour & 0xF8F8F8 == 0xF8F8F8


def _stroke(points: Points, curved: bool, paint: Paint, drawing: Drawing) -> None:
    if curved:
        box = _clipped(around(points), paint.clip)
        if box is not None:
            _stroke_curve(points, box, paint, drawing)
        return
    if len(points) == 2:
        _stroke_segment(*points[0], *points[1], paint, drawing)
        return
    whole = rectangle(points)
    if whole is not None and min(whole.width, whole.height) > drawing.thin:
        if not _is_white(paint.stroke_colour):
            _stroke_rectangle(whole, paint, drawing)
        return
    slanted = sum(abs(x - u) > 1 and abs(y - v) > 1 for (x, y), (u, v) in pairwise(points))
    if slanted:
        drawing.shapes.append(Shape(tuple(points), around(points), paint.filled))
        return
    for (x, y), (u, v) in pairwise(points):
        _stroke_segment(x, y, u, v, paint, drawing)


def _stroke_rectangle(box: Box, paint: Paint, drawing: Drawing) -> None:
    """A frame; where its sides are partly clipped away, only what is left of them."""
    if paint.clip is None or box == box.common(paint.clip):
        drawing.frames.append(Frame(box, paint.filled))
        return
    corners = [(box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom), (box.x0, box.top)]
    for (x, y), (u, v) in pairwise(corners):
        _stroke_segment(x, y, u, v, paint, drawing)


def _stroke_curve(points: Points, box: Box, paint: Paint, drawing: Drawing) -> None:
    """A rectangle with round corners is a frame: its straight sides are most of it."""
    sides = [0.0, 0.0]
    for (x, y), (u, v) in pairwise(points):
        if abs(y - v) <= _STRAIGHT:
            sides[0] += abs(x - u)
        elif abs(x - u) <= _STRAIGHT:
            sides[1] += abs(y - v)
    if sides[0] >= 1.2 * box.width and sides[1] >= 0.8 * box.height and min(box.width, box.height) > drawing.thin:
        drawing.frames.append(Frame(box, paint.filled))
    else:
        drawing.shapes.append(Shape((), box, paint.filled, True))


def _stroke_segment(x: float, y: float, u: float, v: float, paint: Paint, drawing: Drawing) -> None:
    """One straight line. What is clipped away is gone; a line as thick as a row is an area, not a rule."""
    if abs(x - u) > 1 and abs(y - v) > 1:
        drawing.strokes.append(Stroke(x, y, u, v, paint.width))
        return
    box = Box(min(x, u), min(y, v), max(x, u), max(y, v))
    if paint.clip is not None:
        visible = box.common(paint.clip.grown(paint.width / 2 + 0.3))
        if visible is None:
            return
        box = visible
    if paint.width > 1.5 * drawing.thin:
        half = paint.width / 2
        thick = (
            Box(box.x0, box.top - half, box.x1, box.bottom + half)
            if box.width >= box.height
            else Box(box.x0 - half, box.top, box.x1 + half, box.bottom)
        )
        drawing.fills.append(Fill(thick, paint.stroke_colour, paint.order))
    elif max(box.width, box.height) <= 0.3:
        drawing.dots.append(box.grown(paint.width / 2))
    else:
        _add_stroke(Stroke(*box, paint.width), paint.stroke_colour, paint.order, drawing)
