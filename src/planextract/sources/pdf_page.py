"""One page of a PDF as `detect` wants it: everything moved to points from the top left of the displayed page."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import pypdfium2.raw as pdfium

from planextract.detect.page import Glyphs, Page, Run, Stroke
from planextract.geometry import IDENTITY, Box, Matrix
from planextract.sources import pdf_library as library
from planextract.sources.pdf_doubts import Known, doubts, shortened, unread, without_size
from planextract.sources.pdf_ink import Written, on_layer, without_ink
from planextract.sources.pdf_notes import Note, notes_of
from planextract.sources.pdf_outlines import Drawing
from planextract.sources.pdf_paths import Stand, Walk
from planextract.sources.pdf_sight import Sight, sight
from planextract.sources.pdf_text import read_text

_OUTLINED = 50
"""Shapes from which on a page without visible text has its letters drawn as outlines."""

_LETTER = 20.0
"""Drawings up to this size, in points, may be parts of letters on a page whose letters are drawn as outlines."""

_MAX_WHITE = 2_000_000
_OTHERS = 500
_THIN = 2.5
_PRIVATE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_UNKNOWN = Known()
_A4 = (0.0, 0.0, 595.0, 842.0)


class UnreadablePageError(Exception):
    """PDFium cannot open the page."""


@dataclass(slots=True)
class PageRead:
    """A page and what was found while reading it.

    `hidden` is the text that nobody sees, by the reason; `layer` the reason for which the text that was used cannot be
    seen, None where it can; `cut` tells that a limit left something out, `pictured` that it shows pictures or outlines
    and no text; `unmapped` are characters of which nobody knows what they mean, `notes` texts that stand over the page.
    `sizeless` counts the texts drawn at no size, `doubts` say why others may not be what is seen.
    """

    page: Page
    hidden: dict[str, list[str]]
    cut: bool
    pictured: bool
    layer: str | None
    unmapped: list[str]
    notes: list[Note] = field(default_factory=list)
    sizeless: int = 0
    doubts: list[str] = field(default_factory=list)


class View(NamedTuple):
    """The displayed page: width and height in points, and the map from the page's own space to it.

    `turn` leads back from it, where it was turned to have the text upright.
    """

    width: float
    height: float
    base: Matrix
    turn: Matrix = IDENTITY


def read_page(document: object, index: int, answers: library.Answers, known: Known = _UNKNOWN) -> PageRead:
    """Read one page of an open document; `index` counts from 0. Raises UnreadablePageError.

    A page whose text runs sideways is turned. `known` is what the file's bytes tell.
    """
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise UnreadablePageError
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        if not text_page:
            raise UnreadablePageError
        view = _view(page)
        handles = (library.address(page), library.address(text_page))
        found = _read(*handles, view, index + 1, answers, known)
        turned = _turned(view, found.page, handles[1])
        if turned is not None:
            found = _read(*handles, turned, index + 1, answers, known)
        found.notes = notes_of(page, view.base)
        return found
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _read(handle: int, text_page: int, view: View, number: int, answers: library.Answers, known: Known) -> PageRead:
    walk = Walk(Drawing(thin=_THIN), answers)
    walk.over(library.page_objects(handle), view.base, None)
    glyphs, printed, objects, cut, nameless = read_text(text_page, view.base, walk.texts, answers)
    drawing = walk.drawing
    seen = sight(printed, glyphs, drawing.grounds, view.width, view.height)
    covered = _scanned(drawing.images, view)
    unpainted = _hide(
        handle, view, seen, glyphs, objects, {} if walk.cut else walk.texts, simple_layers=known.simple_layers
    )
    runs, layer = seen.visible, None
    if not runs and seen.hidden and (covered or len(drawing.shapes) >= _OUTLINED):
        # A scan with recognised text under it, or letters drawn as outlines over the text they stand for.
        layer = max(seen.hidden, key=lambda why: len(seen.hidden[why]))
        runs = seen.hidden.pop(layer)
        drawing.shapes.clear()
        drawing.fills = [fill for fill in drawing.fills if max(fill.box.width, fill.box.height) > _LETTER]
    page = Page(
        number,
        view.width,
        view.height,
        glyphs,
        runs,
        drawing.strokes + _white_on_colour(drawing),
        drawing.frames,
        drawing.dots,
        drawing.fills,
        drawing.shapes,
        drawing.images,
        view.turn,
    )
    hidden = {why: ["".join(glyphs.codes[run.start : run.stop]) for run in some] for why, some in seen.hidden.items()}
    pictured = not runs and (covered or bool(drawing.images) or len(drawing.shapes) >= _OUTLINED)
    found = PageRead(page, hidden, cut or walk.cut, pictured, layer, _unmapped(page) + ["\ufffd"] * nameless)
    if runs:
        found.doubts = doubts(objects, glyphs.codes, known.undescribed) + unpainted
    if not found.cut:
        given = {item for item in objects if item is not None}
        found.sizeless = without_size(walk.texts, given)
        found.doubts += unread(walk.texts, given)
    return found


_UNPAINTED = "covered, or on a layer that is not shown"


def _hide(
    handle: int,
    view: View,
    seen: Sight,
    glyphs: Glyphs,
    objects: list[int | None],
    texts: dict[int, Stand],
    *,
    simple_layers: bool,
) -> list[str]:
    """Put the runs that leave no ink on the page among the hidden ones, and give the doubt about others, if any."""
    doubtful = {run.start for run in seen.doubtful}
    layered = {item for item in texts if on_layer(item)}
    doubtful |= {run.start for run in seen.visible if objects[run.start] in layered}
    if not doubtful:
        return []
    if not simple_layers:
        return ["some of it is on layers or under something, and the rules for layers were not computed"]
    asked = [run for run in seen.visible if run.start in doubtful]
    written = [_written(run, view, glyphs, objects) for run in asked]
    others = [_written(run, view, glyphs, objects) for run in islice(seen.visible, _OTHERS)]
    shown = view.turn.box(0.0, 0.0, view.width, view.height)
    ink = without_ink(handle, (shown.width, shown.height), texts, written, others)
    if ink.missing:
        seen.hidden.setdefault(_UNPAINTED, []).extend(asked[i] for i in ink.missing)
        gone = {asked[i].start for i in ink.missing}
        seen.visible[:] = [run for run in seen.visible if run.start not in gone]
    if not ink.unsure:
        return []
    strings = [written[i].string for i in ink.unsure]
    return [f"drawn here it leaves nothing on the page, which may show the same all the same: {shortened(strings)}"]


def _written(run: Run, view: View, glyphs: Glyphs, objects: list[int | None]) -> Written:
    box = view.turn.box(*run.box)
    return Written(box, objects[run.start] or 0, "".join(glyphs.codes[run.start : run.stop]))


def _unmapped(page: Page) -> list[str]:
    codes = page.glyphs.codes
    if _PRIVATE.search("".join(codes)) is None:
        return []
    return [code for run in page.runs for code in codes[run.start : run.stop] if _PRIVATE.fullmatch(code)]


def _view(page: object) -> View:
    """The size and turn at which a viewer shows the page."""
    box = pdfium.FS_RECTF()
    known = pdfium.FPDF_GetPageBoundingBox(page, box)
    left, bottom, right, top = (box.left, box.bottom, box.right, box.top) if known else _A4
    if not all(map(math.isfinite, (left, bottom, right, top))) or right <= left or top <= bottom:
        left, bottom, right, top = _A4
    width, height = right - left, top - bottom
    turn = pdfium.FPDFPage_GetRotation(page) % 4
    if turn == 0:
        return View(width, height, Matrix(1, 0, 0, -1, -left, top))
    if turn == 1:
        return View(height, width, Matrix(0, 1, 1, 0, -bottom, -left))
    if turn == 2:
        return View(width, height, Matrix(-1, 0, 0, 1, right, -bottom))
    return View(height, width, Matrix(0, -1, -1, 0, top, right))


def _turned(view: View, page: Page, text_page: int) -> View | None:
    """The page with its text upright, None where it is. Vertical writing runs down but is not turned."""
    lengths: Counter[str] = Counter()
    for run in page.runs:
        lengths[run.direction] += run.stop - run.start
    if not lengths or lengths["right"] * 2 >= lengths.total():
        return None
    width, height = view.width, view.height
    if lengths["up"] * 2 > lengths.total():
        base = view.base.then(Matrix(0, 1, -1, 0, height, 0))
        return View(height, width, base, Matrix(0, -1, 1, 0, 0, height))
    if lengths["left"] * 2 > lengths.total():
        upside_down = Matrix(-1, 0, 0, -1, width, height)
        return View(width, height, view.base.then(upside_down), upside_down)
    longest = max(page.runs, key=lambda run: run.stop - run.start if run.direction == "down" else 0)
    if lengths["down"] * 2 > lengths.total() and _is_rotated(text_page, longest.start, view.base):
        base = view.base.then(Matrix(0, -1, 1, 0, 0, width))
        return View(height, width, base, Matrix(0, 1, -1, 0, width, 0))
    return None


def _is_rotated(text_page: int, index: int, base: Matrix) -> bool:
    """Whether a character lies on its side on the displayed page."""
    angle = library.character_angle(text_page, index)
    dx, dy = base.a * math.cos(angle) + base.c * math.sin(angle), base.b * math.cos(angle) + base.d * math.sin(angle)
    return abs(dy) > abs(dx)


def _scanned(images: list[Box], view: View) -> bool:
    """Whether pictures cover most of the page."""
    return sum(image.width * image.height for image in images) >= 0.5 * view.width * view.height


def _white_on_colour(drawing: Drawing) -> list[Stroke]:
    """The white rules that part coloured cells; white on white is nothing."""
    coloured = [ground for ground in drawing.grounds if ground.colour is not None and ground.colour < 0xF0F0F0]
    if len(coloured) * len(drawing.white) > _MAX_WHITE:
        return []
    found = []
    for stroke, order in drawing.white:
        x, y = (stroke.x0 + stroke.x1) / 2, (stroke.y0 + stroke.y1) / 2
        if any(ground.order < order and ground.box.grown(1).holds(x, y) for ground in coloured):
            found.append(stroke)
    return found
