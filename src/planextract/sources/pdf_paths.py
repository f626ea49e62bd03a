"""The objects of a PDF page: drawn paths and where its text objects stand, forms opened, clips applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from planextract.geometry import Box, Matrix
from planextract.sources import pdf_library as library
from planextract.sources.pdf_outlines import Drawing, Ground, Paint, Points, add_thin, around, draw
from planextract.sources.pdf_states import PathState, clips, path_states

MAX_OBJECTS = 300_000
"""Objects of a page that are looked at; a full page of text and rules has a few thousand."""

MAX_SEGMENTS = 2_000_000
"""Corners of all paths of a page that are looked at."""

MAX_DEPTH = 16
"""How deeply forms may hold forms."""

_LARGE = 400
"""Corners from which on a path is read by itself, and sampled where it is a picture made of curves."""

_AT_ONCE = 256


class Stand(NamedTuple):
    """Where a text object stands: what clips it (on the page) and how many objects were painted before."""

    clip: Box | None
    order: int


@dataclass(slots=True)
class Walk:
    """One page's walk over its objects. `cut` is true where a limit ended it."""

    drawing: Drawing
    answers: library.Answers
    texts: dict[int, Stand] = field(default_factory=dict)
    order: int = 0
    segments: int = 0
    cut: bool = False
    _clips: dict[tuple[int, int], Box | None] = field(default_factory=dict)

    def over(self, objects: list[int], matrix: Matrix, clip: Box | None, depth: int = 0) -> None:
        """Walk over objects; `matrix` leads from their space to the page, `clip` is what holds them."""
        kinds = list(map(library.object_type, objects))
        drawn = [item for item, kind in zip(objects, kinds, strict=True) if kind == library.OBJECT_PATH]
        paths = _outlined(drawn, MAX_SEGMENTS - self.segments)
        for item, kind, held in zip(objects, kinds, clips(objects), strict=True):
            self.order += 1
            if self.order > MAX_OBJECTS or self.segments > MAX_SEGMENTS:
                self.cut = True
                return
            if kind == library.OBJECT_TEXT:
                self.texts[item] = Stand(self._clip(held, matrix, clip), self.order)
            elif kind == library.OBJECT_PATH:
                self._path(*next(paths), held, matrix, clip)
            elif kind == library.OBJECT_FORM:
                self._form(item, matrix, self._clip(held, matrix, clip), depth)
            elif kind in (library.OBJECT_IMAGE, library.OBJECT_SHADING):
                self._picture(item, kind, matrix, self._clip(held, matrix, clip))

    def _form(self, form: int, matrix: Matrix, clip: Box | None, depth: int) -> None:
        if depth >= MAX_DEPTH:
            self.cut = True
            return
        inner = Matrix(*self.answers.matrix(form)).then(matrix)
        self.over(library.form_objects(form), inner, clip, depth + 1)

    def _picture(self, item: int, kind: int, matrix: Matrix, clip: Box | None) -> None:
        bounds = self.answers.bounds(item)
        if bounds is None:
            return
        box: Box | None = matrix.box(*bounds)
        if box is not None and clip is not None:
            box = box.common(clip)
        if box is None:
            return
        if min(box.width, box.height) <= self.drawing.thin:
            add_thin(box, Paint(True, False, 0, 0, 0, None, self.order), self.drawing)
            return
        self.drawing.grounds.append(Ground(box, None, self.order, False))
        if kind == library.OBJECT_IMAGE:
            self.drawing.images.append(box)

    def _path(
        self, state: PathState, corners: Corners, held: tuple[int, int], matrix: Matrix, clip: Box | None
    ) -> None:
        if not state.is_seen:
            return
        own = Matrix(*state.matrix).then(matrix)
        self.segments += state.segments
        self.cut |= self.segments > MAX_SEGMENTS
        paint = Paint(
            state.colour is not None,
            state.stroke_colour is not None,
            state.colour or 0,
            state.stroke_colour or 0,
            state.width * own.scale if state.stroke_colour is not None else 0.0,
            self._clip(held, matrix, clip),
            self.order,
            state.colour is not None and state.opaque,
        )
        draw(_outlines(corners, own), paint, self.drawing)

    def _clip(self, held: tuple[int, int], matrix: Matrix, outer: Box | None) -> Box | None:
        """What is left of the page for an object: the box common to its clips and to `outer`; None for no limit.

        Objects of one graphics state share their clip, whose first corner has the same address for all of them.
        """
        clip, count = held
        if count <= 0:
            return outer
        key = (count, library.clip_segment(clip, count - 1, 0) or 0)
        if key not in self._clips:
            sizes = [max(library.count_clip_segments(clip, i), 0) for i in range(count)]
            self.segments += sum(sizes)
            if self.segments > MAX_SEGMENTS:
                self.cut = True
                return outer
            self._clips[key] = _clip_box(clip, sizes, matrix, outer)
        return self._clips[key]


_NOWHERE = Box(-2.0, -2.0, -1.0, -1.0)


def _clip_box(clip: int, sizes: list[int], matrix: Matrix, outer: Box | None) -> Box | None:
    """The box common to some clips, each with as many segments, and to `outer`."""
    box = outer
    for i, size in enumerate(sizes):
        segments = [library.clip_segment(clip, i, k) for k in range(size)]
        if not segments:
            continue
        corners = library.points(segments)
        part = around([matrix.apply(x, y) for x, y in zip(corners[::2], corners[1::2], strict=True)])
        box = part if box is None else box.common(part) or _NOWHERE
    return box


class Corners(NamedTuple):
    """The segments of a path: their kinds, and their end points in its own space."""

    kinds: list[int]
    points: list[tuple[float, float]]


def _outlined(paths: list[int], most: int) -> Iterator[tuple[PathState, Corners]]:
    """How each path is drawn, with its corners where it can be seen; asked for many paths at once.

    No path has more than `most` corners read: where one has, whoever asks stops after it.
    """
    for first in range(0, len(paths), _AT_ONCE):
        states = path_states(paths[first : first + _AT_ONCE])
        counts = [state.segments if state.is_seen and state.segments <= _LARGE else 0 for state in states]
        kinds, points = _segments([state.item for state in states], counts)
        start = 0
        for state, count in zip(states, counts, strict=True):
            if state.is_seen and state.segments > _LARGE:
                yield state, _large(state, min(state.segments, max(most, 0)))
            else:
                yield state, Corners(kinds[start : start + count], points[start : start + count])
                start += count


def _segments(paths: list[int], counts: list[int]) -> Corners:
    segments = library.segments_of(paths, counts)
    found = library.points(segments)
    return Corners(list(map(library.segment_type, segments)), list(zip(found[::2], found[1::2], strict=True)))


def _large(state: PathState, count: int) -> Corners:
    """The first `count` corners of a path with many; where most are of curves, it is a picture and a sample will do."""
    corners = _segments([state.item], [count])
    if corners.kinds.count(library.SEGMENT_CURVE) * 2 <= count:
        return corners
    sample = corners.points[:: max(count // _LARGE, 1)]
    return Corners([library.SEGMENT_MOVE, *[library.SEGMENT_CURVE] * (len(sample) - 1)], sample)


def _outlines(corners: Corners, matrix: Matrix) -> list[tuple[Points, bool]]:
    """The outlines of a path on the page, each with whether it has curves."""
    a, b, c, d, e, f = matrix
    kinds = corners.kinds
    on_page = [(a * x + c * y + e, b * x + d * y + f) for x, y in corners.points]
    if kinds.count(library.SEGMENT_MOVE) == 1 and kinds[0] == library.SEGMENT_MOVE:
        return [(on_page, library.SEGMENT_CURVE in kinds)]
    starts = [i for i, kind in enumerate(kinds) if kind == library.SEGMENT_MOVE] or [0]
    return [
        (on_page[start:stop], library.SEGMENT_CURVE in kinds[start:stop])
        for start, stop in pairwise([*starts, len(kinds)])
    ]
