"""How the objects of a page are drawn: colours, widths, matrices and clips, asked for many objects at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from planextract.sources import pdf_library as library

_INVISIBLE_MODES = (3, 7)
_OUTLINE_MODES = (1, 5)

_Number = TypeVar("_Number", int, float)


class PathState(NamedTuple):
    """How a path is drawn.

    `segments` are how many it has; colours are 0xRRGGBB, None where nothing (or nothing that can be seen) is filled or
    stroked; `width` is the lines' and `matrix` leads to the space of what holds the path.
    """

    item: int
    segments: int
    colour: int | None
    stroke_colour: int | None
    width: float
    matrix: tuple[float, ...]
    opaque: bool

    @property
    def is_seen(self) -> bool:
        """Whether it draws anything."""
        return self.segments > 1 and not (self.colour is None and self.stroke_colour is None)


def path_states(paths: Sequence[int]) -> list[PathState]:
    """How each of some paths is drawn; a line is 1 wide where PDFium does not know."""
    modes = array("I", [0, 0]) * len(paths)
    library.ask(library.draw_mode, paths, modes, 2)
    widths = array("f", [1.0]) * len(paths)
    library.ask(library.stroke_width, paths, widths, 1)
    matrices = array("f", [1, 0, 0, 1, 0, 0]) * len(paths)
    library.ask(library.matrix, paths, matrices, 6, fields=1)
    return [
        PathState(path, count, fill if filled else None, stroke if stroked else None, width, matrix, not clear)
        for path, count, filled, stroked, fill, stroke, width, matrix, clear in zip(
            paths,
            map(library.count_segments, paths),
            modes[::2],
            modes[1::2],
            _colours(paths, library.fill_colour),
            _colours(paths, library.stroke_colour),
            widths,
            _grouped(matrices, 6),
            map(library.is_transparent, paths),
            strict=True,
        )
    ]


def text_colours(texts: Sequence[int]) -> dict[int, int | None]:
    """The colour (0xRRGGBB) of each text object; None where it is not painted at all."""
    return {
        text: None if mode in _INVISIBLE_MODES else stroke if mode in _OUTLINE_MODES else fill
        for text, mode, fill, stroke in zip(
            texts,
            map(library.render_mode, texts),
            _colours(texts, library.fill_colour),
            _colours(texts, library.stroke_colour),
            strict=True,
        )
    }


def clips(objects: Sequence[int]) -> Iterable[tuple[int, int]]:
    """What clips each object, and of how many paths that is: none or fewer where nothing does."""
    found = [clip or 0 for clip in map(library.clip_of, objects)]
    return zip(found, map(library.count_clips, found), strict=True)


def _colours(items: Sequence[int], function: library.Function) -> Iterator[int | None]:
    """0xRRGGBB, None for what is (nearly) transparent; black where PDFium does not know."""
    parts = array("I", [0, 0, 0, 255]) * len(items)
    library.ask(function, items, parts, 4)
    for red, green, blue, opacity in _grouped(parts, 4):
        yield None if opacity < 8 else red << 16 | green << 8 | blue


def _grouped(values: array[_Number], width: int) -> Iterator[tuple[_Number, ...]]:
    """`width` numbers at a time."""
    return zip(*[iter(values)] * width, strict=True)
