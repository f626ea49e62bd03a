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
from itertools import repeat

import pypdfium2.raw as pdfium

OBJECT_TEXT, OBJECT_PATH, OBJECT_IMAGE, OBJECT_SHADING, OBJECT_FORM = 1, 2, 3, 4, 5
SEGMENT_LINE, SEGMENT_CURVE, SEGMENT_MOVE = 0, 1, 2


def _bound(name: str, result: type | None, *arguments: type) -> Callable[..., int]:
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
_draw_mode = _bound("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
_matrix = _bound("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
_bounds = _bound("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_fill_colour = _bound("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_stroke_colour = _bound("FPDFPageObj_GetStrokeColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_stroke_width = _bound("FPDFPageObj_GetStrokeWidth", c_int, c_void_p, c_void_p)


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


def path_segments(path: int, count: int) -> list[int]:
    """The segments of a path."""
    return list(map(_path_segment, repeat(path), range(count)))


def points(segments: Sequence[int]) -> array[float]:
    """The end points of segments, x and y in turn."""
    count = len(segments)
    found = array("f", bytes(8 * count))
    base = found.buffer_info()[0]
    xs, ys = range(base, base + 8 * count, 8), range(base + 4, base + 4 + 8 * count, 8)
    deque(map(_segment_point, segments, xs, ys), maxlen=0)
    return found


class Answers:
    """Room for what PDFium writes back: one of these serves a whole document, one call after the other."""

    __slots__ = ("_doubles", "_floats", "_integers", "_places")

    def __init__(self) -> None:
        self._floats = array("f", bytes(4 * 6))
        self._integers = array("I", bytes(4 * 4))
        self._doubles = array("d", bytes(8 * 4))
        floats, integers = self._floats.buffer_info()[0], self._integers.buffer_info()[0]
        self._places = (floats, integers)

    def matrix(self, item: int) -> tuple[float, ...]:
        """The six numbers of an object's matrix."""
        _matrix(item, self._places[0])
        return tuple(self._floats)

    def bounds(self, item: int) -> tuple[float, ...] | None:
        """Left, bottom, right and top of an object, in the space of what holds it; None for an empty one."""
        base = self._places[0]
        known = _bounds(item, base, base + 4, base + 8, base + 12)
        return tuple(self._floats[:4]) if known else None

    def drawn_size(self, text_page: int, index: int) -> float:
        """The height at which a character is drawn on the page, from its font size and matrix."""
        if not _character_matrix(text_page, index, self._places[0]):
            return 0.0
        a, b, c, d = self._floats[:4]
        return float(_font_size(text_page, index) * abs(a * d - b * c) ** 0.5)

    def ink(self, text_page: int, index: int) -> tuple[float, ...]:
        """Left, right, bottom and top of what is drawn of a character, in the page's own space."""
        base = self._doubles.buffer_info()[0]
        _tight_box(text_page, index, base, base + 8, base + 16, base + 24)
        return tuple(self._doubles)

    def draw_mode(self, path: int) -> tuple[int, int]:
        """How a path is filled (0 not, 1 even-odd, 2 winding) and whether it is stroked."""
        base = self._places[1]
        if not _draw_mode(path, base, base + 4):
            return 0, 0
        return self._integers[0], self._integers[1]

    def fill_colour(self, item: int) -> tuple[int, int, int, int]:
        """Red, green, blue and opacity, 0 to 255; opaque black where PDFium does not know."""
        return self._colour(_fill_colour, item)

    def stroke_colour(self, item: int) -> tuple[int, int, int, int]:
        """As `fill_colour`, of lines."""
        return self._colour(_stroke_colour, item)

    def stroke_width(self, path: int) -> float:
        """The width of a path's lines, in its own space."""
        return self._floats[0] if _stroke_width(path, self._places[0]) else 1.0

    def _colour(self, asked: Callable[..., int], item: int) -> tuple[int, int, int, int]:
        base = self._places[1]
        if not asked(item, base, base + 4, base + 8, base + 12):
            return 0, 0, 0, 255
        red, green, blue, opacity = self._integers
        return red, green, blue, opacity
