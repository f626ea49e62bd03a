"""The objects of a PDF page: drawn paths and where its text objects stand, forms opened, clips applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from planextract.geometry import Box, Matrix
from planextract.sources import pdf_library as library
from planextract.sources.pdf_outlines import Drawing, Ground, Paint, Points, add_thin, around, draw

MAX_OBJECTS = 300_000
"""Objects of a page that are looked at; a full page of text and rules has a few thousand."""

MAX_SEGMENTS = 2_000_000
"""Corners of all paths of a page that are looked at."""

MAX_DEPTH = 16
"""How deeply forms may hold forms."""

_CURVED_ONLY = 400
"""Paths with more corners than this whose most are curves are pictures: only their box is kept."""


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
        for item, kind in zip(objects, map(library.object_type, objects), strict=True):
            self.order += 1
            if self.order > MAX_OBJECTS or self.segments > MAX_SEGMENTS:
                self.cut = True
                return
            if kind == library.OBJECT_TEXT:
                self.texts[item] = Stand(self._clip(item, matrix, clip), self.order)
            elif kind == library.OBJECT_PATH:
                self._path(item, matrix, clip)
            elif kind == library.OBJECT_FORM:
                self._form(item, matrix, clip, depth)
            elif kind in (library.OBJECT_IMAGE, library.OBJECT_SHADING):
                self._picture(item, kind, matrix, clip)

    def _form(self, form: int, matrix: Matrix, clip: Box | None, depth: int) -> None:
        if depth >= MAX_DEPTH:
            self.cut = True
            return
        inner = Matrix(*self.answers.matrix(form)).then(matrix)
        self.over(library.form_objects(form), inner, self._clip(form, matrix, clip), depth + 1)

    def _picture(self, item: int, kind: int, matrix: Matrix, clip: Box | None) -> None:
        bounds = self.answers.bounds(item)
        if bounds is None:
            return
        box: Box | None = matrix.box(*bounds)
        limit = self._clip(item, matrix, clip)
        if box is not None and limit is not None:
            box = box.common(limit)
        if box is None:
            return
        if min(box.width, box.height) <= self.drawing.thin:
            add_thin(box, Paint(True, False, 0, 0, 0, None, self.order), self.drawing)
            return
        self.drawing.grounds.append(Ground(box, None, self.order, False))
        if kind == library.OBJECT_IMAGE:
            self.drawing.images.append(box)

    def _path(self, path: int, matrix: Matrix, clip: Box | None) -> None:
        count = library.count_segments(path)
        if count < 2:
            return
        fill_mode, stroked = self.answers.draw_mode(path)
        colour = _rgb(self.answers.fill_colour(path)) if fill_mode else None
        stroke_colour = _rgb(self.answers.stroke_colour(path)) if stroked else None
        if colour is None and stroke_colour is None:
            return
        own = Matrix(*self.answers.matrix(path)).then(matrix)
        width = self.answers.stroke_width(path) * own.scale if stroked else 0.0
        visible = self._clip(path, matrix, clip)
        self.segments += count
        opaque = colour is not None and not library.is_transparent(path)
        paint = Paint(
            colour is not None,
            stroke_colour is not None,
            colour or 0,
            stroke_colour or 0,
            width,
            visible,
            self.order,
            opaque,
        )
        draw(list(_outlines(path, count, own)), paint, self.drawing)

    def _clip(self, item: int, matrix: Matrix, outer: Box | None) -> Box | None:
        """What is left of the page for an object: the box common to its clips and to `outer`; None for no limit.

        Objects of one graphics state share their clip, whose first corner has the same address for all of them.
        """
        clip = library.clip_of(item)
        count = library.count_clips(clip) if clip else 0
        if count <= 0:
            return outer
        key = (count, library.clip_segment(clip, count - 1, 0) or 0)
        if key not in self._clips:
            self._clips[key] = _clip_box(clip, count, matrix, outer)
        return self._clips[key]


_NOWHERE = Box(-2.0, -2.0, -1.0, -1.0)


def _clip_box(clip: int, count: int, matrix: Matrix, outer: Box | None) -> Box | None:
    box = outer
    for i in range(count):
        segments = [library.clip_segment(clip, i, k) for k in range(max(library.count_clip_segments(clip, i), 0))]
        if not segments:
            continue
        corners = library.points(segments)
        part = around([matrix.apply(x, y) for x, y in zip(corners[::2], corners[1::2], strict=True)])
        box = part if box is None else box.common(part) or _NOWHERE
    return box


def _rgb(colour: tuple[int, int, int, int]) -> int | None:
    """0xRRGGBB, None for what is (nearly) transparent."""
    red, green, blue, opacity = colour
    return None if opacity < 8 else red << 16 | green << 8 | blue


def _outlines(path: int, count: int, matrix: Matrix) -> Iterator[tuple[Points, bool]]:
    """The outlines of a path on the page, each with whether it has curves."""
    segments = library.path_segments(path, count)
    kinds = list(map(library.segment_type, segments))
    if count > _CURVED_ONLY and kinds.count(library.SEGMENT_CURVE) * 2 > count:
        corners = library.points(segments[:: max(count // _CURVED_ONLY, 1)])
        yield [matrix.apply(x, y) for x, y in zip(corners[::2], corners[1::2], strict=True)], True
        return
    found = library.points(segments)
    a, b, c, d, e, f = matrix
    corners_on_page = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(found[::2], found[1::2], strict=True)]
    starts = [i for i, kind in enumerate(kinds) if kind == library.SEGMENT_MOVE] or [0]
    for start, stop in zip(starts, [*starts[1:], count], strict=True):
        yield corners_on_page[start:stop], library.SEGMENT_CURVE in kinds[start:stop]
