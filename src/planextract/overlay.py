"""A page drawn with how it was read: rules, cells by role, merged cells, arrows, and the words that nobody understood.

Cells have a border in the colour of their role (a legend stands below the page), merged ones a thicker one; an arrow
or a cross in the same colour tells that the cell is covered by an arrow or crossed out. Rules are thin lines, what no
field took is red.
"""

from __future__ import annotations

import colorsys
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from planextract.detect.rules import Rules, rules_of
from planextract.geometry import Box
from planextract.layout.infer import Layout
from planextract.layout.select import Selection
from planextract.record import Role
from planextract.schema import PagePlace, Provenance, Unconsumed
from planextract.sources import pdf_library as library
from planextract.sources.pdf_page import UnreadablePageError, read_page
from planextract.table import Cell
from planextract.text import Piece, Text

HEADING, NO_ROLE, SKIPPED = "heading", "no role", "table not used"
RULES, UNREAD = "rule", "not understood"

_SCALE = 2.0
_MAX_PIXELS = 30_000_000
_RED = (230, 0, 0)
_FIXED = {HEADING: (70, 70, 90), NO_ROLE: (150, 150, 150), SKIPPED: (190, 190, 190), RULES: (0, 170, 200), UNREAD: _RED}

Colour = tuple[int, int, int]


class DrawnCell(NamedTuple):
    """The part of a cell that lies on the page, and what it was taken for: a role's name, or one of the above."""

    box: Box
    role: str
    cell: Cell


def colour_of(role: str) -> Colour:
    """The colour of a role, the same in every picture; neighbours in the list of roles differ strongly."""
    if role in _FIXED:
        return _FIXED[role]
    place = [member.value for member in Role].index(role)
    red, green, blue = colorsys.hsv_to_rgb((0.08 + place * 0.381966) % 1, 0.9, (0.9, 0.65, 0.4)[place % 3])
    return round(red * 255), round(green * 255), round(blue * 255)


def picture(
    data: bytes, page: int, selections: Sequence[Selection], unread: Sequence[Unconsumed], password: str | None
) -> bytes:
    """Page `page` (from 1) of the PDF `data` as a PNG of two pixels a point (fewer for posters).

    `selections` tell how the document's tables were read, `unread` what no field took.
    """
    with pypdfium2.PdfDocument(data, password=password) as document:
        width, height = document[page - 1].get_size()
        scale = min(_SCALE, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        image = document[page - 1].render(scale=scale).to_pil().convert("RGBA")
        rules = _rules(document, page)
    cells = [part for selection in selections for part in drawn_cells(selection, page)]
    canvas = _Canvas(image, scale)
    for box in rules:
        canvas.rule(box)
    for part in cells:
        canvas.cell(part)
    for piece in unread:
        for box in _boxes(piece.provenance, page):
            canvas.unread(box)
    return canvas.png([*dict.fromkeys(part.role for part in cells), RULES, UNREAD])


def _rules(document: pypdfium2.PdfDocument, page: int) -> list[Box]:
    """The page's rules as flat boxes on the displayed page."""
    try:
        read = read_page(document.raw, page - 1, library.Answers()).page
    except UnreadablePageError:
        return []
    rules: Rules = rules_of(read)
    flat = [Box(rule.low, rule.at, rule.high, rule.at) for rule in rules.horizontal]
    flat += [Box(rule.at, rule.low, rule.at, rule.high) for rule in rules.vertical]
    return [read.displayed(box) for box in flat]


def drawn_cells(selection: Selection, page: int) -> Iterator[DrawnCell]:
    """The cells of one table that lie on the page, with their roles."""
    layout = selection.layout
    skipped = selection.use == "skipped"
    roles = {} if skipped else _roles(layout)
    body = {i for segment in layout.segments for i in segment.body}
    for cell in layout.table.cells:
        named = (roles[run.piece] for run in cell.text.pieces() if run.piece in roles)
        above = HEADING if body and cell.row not in body and cell.text else NO_ROLE
        role = SKIPPED if skipped else next(named, above)
        yield from (DrawnCell(box, role, cell) for box in _boxes(cell.places, page))


def _boxes(provenance: Provenance, page: int) -> Iterator[Box]:
    return (Box(*place.bbox) for place in provenance if isinstance(place, PagePlace) and place.page == page)


def _roles(layout: Layout) -> dict[Piece, str]:
    """What each printed piece of a table was taken for."""
    columns = [
        (cell.text, column.role.value)
        for segment in layout.segments
        for column in segment.columns
        if column.role is not None
        for i in segment.body
        for cell in layout.table.rows[i]
        if cell.column == column.index
    ]
    # Later ones count: a heading, then a column, then what became of the very cell.
    named = [*((text, HEADING) for text in _headings(layout)), *columns, *_taken(layout)]
    return {run.piece: role for text, role in named for run in text.pieces()}


def _headings(layout: Layout) -> Iterator[Text]:
    yield from (column.heading for column in layout.columns)
    for record in (*layout.records, *layout.parts):
        yield from record.passed
        yield from (cell.heading for cell in record.costs)
        yield from (text for judged in record.judgements for text in judged.criterion)
        yield from (entry.label for entry in record.fields)
        yield from (cell.heading for cell in record.schedule)
        yield from (value.heading for row in record.indicators for value in row.values)


def _taken(layout: Layout) -> Iterator[tuple[Text, str]]:
    yield from ((text, Role.PATH.value) for text in layout.sections)
    for record in (*layout.records, *layout.parts):
        yield from ((entry.value, entry.role.value) for entry in record.fields)
        yield from ((cell.text, Role.COST.value) for cell in record.costs)
        yield from ((text, Role.ASSESSMENT.value) for each in record.judgements for text in (each.value, each.reason))
        for row in record.indicators:
            yield row.name, Role.INDICATOR.value
            yield row.unit, Role.UNIT.value
            yield from ((value.text, value.role.value) for value in row.values)
        for entry in record.schedule:
            yield entry.activity, Role.ACTIVITY.value
            yield entry.text, Role.SCHEDULE.value


class _Canvas:
    """A picture of the page on which boxes in points are drawn."""

    def __init__(self, image: Image.Image, scale: float) -> None:
        self._image, self._scale = image, scale
        self._layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
        self._pen = ImageDraw.Draw(self._layer)

    def _pixels(self, box: Box, inset: float = 0.0) -> tuple[float, float, float, float]:
        x0, top, x1, bottom = (value * self._scale for value in box)
        return x0 + inset, top + inset, max(x1 - inset, x0 + inset), max(bottom - inset, top + inset)

    def rule(self, box: Box) -> None:
        """A thin line."""
        x0, top, x1, bottom = self._pixels(box)
        self._pen.line((x0, top, x1, bottom), fill=(*colour_of(RULES), 255), width=1)

    def cell(self, part: DrawnCell) -> None:
        """A cell inside its rules."""
        colour, cell = colour_of(part.role), part.cell
        thick = 5 if max(cell.row_span, cell.column_span) > 1 else 2
        x0, top, x1, bottom = corners = self._pixels(part.box, inset=2.0)
        self._pen.rectangle(corners, fill=(*colour, 26), outline=(*colour, 220), width=thick)
        if cell.crossed_out:
            self._pen.line((x0, bottom, x1, top), fill=(*colour, 220), width=2)
        if cell.arrow:
            middle, head = (top + bottom) / 2, min(10.0, (x1 - x0) / 2)
            self._pen.line((x0, middle, x1, middle), fill=(*colour, 220), width=3)
            tip = [(x1, middle), (x1 - head, middle - head / 2), (x1 - head, middle + head / 2)]
            self._pen.polygon(tip, fill=(*colour, 220))

    def unread(self, box: Box) -> None:
        """Words that no field took."""
        self._pen.rectangle(self._pixels(box, inset=-1.0), fill=(*_RED, 90), outline=(*_RED, 255), width=2)

    def png(self, legend: Sequence[str]) -> bytes:
        """The picture with its legend below."""
        page = Image.alpha_composite(self._image, self._layer).convert("RGB")
        below = _legend(legend, page.width)
        whole = Image.new("RGB", (page.width, page.height + below.height), "white")
        whole.paste(page, (0, 0))
        whole.paste(below, (0, page.height))
        stream = io.BytesIO()
        whole.save(stream, "PNG")
        return stream.getvalue()


def _legend(names: Sequence[str], width: int) -> Image.Image:
    """A coloured box and a name for each role, as many beside each other as there is room for."""
    font = ImageFont.load_default(18)
    room, line = 210, 30
    columns = max(width // room, 1)
    image = Image.new("RGB", (width, line * (-(-len(names) // columns)) + 10), "white")
    pen = ImageDraw.Draw(image)
    for i, name in enumerate(names):
        x, y = i % columns * room + 10, i // columns * line + 8
        pen.rectangle((x, y, x + 18, y + 18), fill=colour_of(name))
        pen.text((x + 26, y - 1), name, fill="black", font=font)
    return image
