"""PDFium's functions, bound so that one call costs as little as a call can.

Asked for each character and each corner through the ordinary bindings, PDFium spends most of its time on converting
arguments. Here addresses go in as integers and results are written into one array, so that `map` runs the whole page
without returning to the interpreter. Only functions of the public API are used.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from ctypes import c_double, c_float, c_int, c_uint, c_void_p
from itertools import chain, repeat
from typing import TypeVar

import pypdfium2.raw as pdfium

OBJECT_TEXT, OBJECT_PATH, OBJECT_IMAGE, OBJECT_SHADING, OBJECT_FORM = 1, 2, 3, 4, 5
SEGMENT_LINE, SEGMENT_CURVE, SEGMENT_MOVE = 0, 1, 2


Function = Callable[..., int]

_Number = TypeVar("_Number", int, float)


def _bound(name: str, result: type | None, *arguments: type) -> Function:
    address = ctypes.cast(getattr(pdfium, name), c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


count_characters = _bound("FPDFText_CountChars", c_int, c_void_p)
count_objects = _bound("FPDFPage_CountObjects", c_int, c_void_p)
count_form_objects = _bound("FPDFFormObj_CountObjects", c_int, c_void_p)
object_type = _bound("FPDFPageObj_GetType", c_int, c_void_p)
count_segments = _bound("FPDFPath_CountSegments", c_int, c_void_p)
is_transparent = _bound("FPDFPageObj_HasTransparency", c_int, c_void_p)
segment_type = _bound("FPDFPathSegment_GetType", c_int, c_void_p)
clip_of = _bound("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
count_clips = _bound("FPDFClipPath_CountPaths", c_int, c_void_p)
count_clip_segments = _bound("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
clip_segment = _bound("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)
render_mode = _bound("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)
character_angle = _bound("FPDFText_GetCharAngle", c_float, c_void_p, c_int)
_font_size = _bound("FPDFText_GetFontSize", c_double, c_void_p, c_int)
_character_matrix = _bound("FPDFText_GetMatrix", c_int, c_void_p, c_int, c_void_p)
_tight_box = _bound("FPDFText_GetCharBox", c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
_loose_box = _bound("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
_unicode = _bound("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
_text_object = _bound("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
_page_object = _bound("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
_form_object = _bound("FPDFFormObj_GetObject", c_void_p, c_void_p, c_uint)
_path_segment = _bound("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
_segment_point = _bound("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
draw_mode = _bound("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
matrix = _bound("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
_bounds = _bound("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
fill_colour = _bound("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
stroke_colour = _bound("FPDFPageObj_GetStrokeColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
stroke_width = _bound("FPDFPageObj_GetStrokeWidth", c_int, c_void_p, c_void_p)


def address(handle: object) -> int:
    """The address behind a handle of the ordinary bindings."""
    return ctypes.cast(handle, c_void_p).value or 0  # type: ignore[arg-type]


def characters(text_page: int, count: int) -> tuple[list[int], list[int | None], array[float]]:
    """Code points, the text objects they belong to (None for what PDFium made up) and boxes (4 numbers each).

    Boxes are left, top, right, bottom in the page's own space, with the font's full height and the full advance.
    """
    boxes = array("f", bytes(16 * count))
    base = boxes.buffer_info()[0]
    deque(map(_loose_box, repeat(text_page), range(count), range(base, base + 16 * count, 16)), maxlen=0)
    codes = list(map(_unicode, repeat(text_page), range(count)))
    objects: list[int | None] = list(map(_text_object, repeat(text_page), range(count)))
    return codes, objects, boxes


def page_objects(page: int) -> list[int]:
    """The objects drawn on a page, in painting order."""
    return [found for found in map(_page_object, repeat(page), range(count_objects(page))) if found]


def form_objects(form: int) -> list[int]:
    """The objects of a form, in painting order."""
    return [found for found in map(_form_object, repeat(form), range(count_form_objects(form))) if found]


def segments_of(paths: Sequence[int], counts: Sequence[int]) -> list[int]:
    """The first `counts` segments of each path, one path after the other."""
    owners = chain.from_iterable(map(repeat, paths, counts))
    return list(map(_path_segment, owners, chain.from_iterable(map(range, counts))))


def points(segments: Sequence[int]) -> array[float]:
    """The end points of segments, x and y in turn."""
    found = array("f", bytes(8 * len(segments)))
    ask(_segment_point, segments, found, 2)
    return found


def ask(function: Function, items: Sequence[int], room: array[_Number], width: int, fields: int = 0) -> None:
    """Have a function write `width` numbers for each item into `room`, through as many arguments (or `fields`).

    What it does not know keeps the value that stands there.
    """
    base, size = room.buffer_info()[0], room.itemsize
    stop = base + size * len(room)
    places = (range(base + field * size, stop, width * size) for field in range(fields or width))
    deque(map(function, items, *places), maxlen=0)


class Answers:
    """Room for what PDFium writes back: one of these serves a whole page, one call after the other."""

    __slots__ = ("_doubles", "_floats", "_place")

    def __init__(self) -> None:
        self._floats = array("f", bytes(4 * 6))
        self._doubles = array("d", bytes(8 * 4))
        self._place = self._floats.buffer_info()[0]

    def matrix(self, item: int) -> tuple[float, ...]:
        """The six numbers of an object's matrix."""
        matrix(item, self._place)
        return tuple(self._floats)

    def bounds(self, item: int) -> tuple[float, ...] | None:
        """Left, bottom, right and top of an object, in the space of what holds it; None for an empty one."""
        base = self._place
        known = _bounds(item, base, base + 4, base + 8, base + 12)
        return tuple(self._floats[:4]) if known else None

    def drawn_size(self, text_page: int, index: int) -> float:
        """The height at which a character is drawn on the page, from its font size and matrix."""
        if not _character_matrix(text_page, index, self._place):
            return 0.0
        a, b, c, d = self._floats[:4]
        return float(_font_size(text_page, index) * abs(a * d - b * c) ** 0.5)

    def ink(self, text_page: int, index: int) -> tuple[float, ...]:
        """Left, right, bottom and top of what is drawn of a character, in the page's own space."""
        base = self._doubles.buffer_info()[0]
        _tight_box(text_page, index, base, base + 8, base + 16, base + 24)
        return tuple(self._doubles)
