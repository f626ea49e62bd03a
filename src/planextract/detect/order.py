"""The order in which a page is read: tables and lines of prose, columns of text one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from planextract.detect.cells import text_of
from planextract.detect.lines import Line, lines_of
from planextract.detect.page import Page, Run
from planextract.detect.tables import PageTable
from planextract.geometry import Box, spans_joined
from planextract.text import Text

_MIN_LINES = 4
_GUTTER = 1.5


@dataclass(slots=True)
class PageLine:
    """A line of prose of a page."""

    page: Page
    text: Text
    box: Box


PageBlock = PageLine | PageTable


@dataclass(slots=True)
class _Item:
    box: Box
    content: Run | PageTable


def in_order(page: Page, tables: list[PageTable], outside: list[Run]) -> list[PageBlock]:
    """Tables and lines of prose of a page in reading order."""
    items = [_Item(table.grid.box, table) for table in tables] + [_Item(run.box, run) for run in outside]
    return _arranged(items, page) if items else []


def _arranged(items: list[_Item], page: Page) -> list[PageBlock]:
    gutter = _gutter([item.box for item in items], page.em)
    if gutter is None:
        return _sequence(items, page)
    across = sorted((item for item in items if item.box.x0 < gutter < item.box.x1), key=lambda item: item.box.top)
    blocks: list[PageBlock] = []
    rest = [item for item in items if not item.box.x0 < gutter < item.box.x1]
    for limit in [*across, None]:
        zone = [item for item in rest if limit is None or item.box.middle[1] < limit.box.middle[1]]
        rest = [item for item in rest if item not in zone]
        for side in (
            [item for item in zone if item.box.x1 <= gutter],
            [item for item in zone if item.box.x1 > gutter],
        ):
            blocks += _sequence(side, page)
        if limit is not None:
            blocks += _sequence([limit], page)
    return blocks


def _gutter(boxes: list[Box], em: float) -> float | None:
    """The middle of the white stripe between two columns of a page, if it has two.

    It stands in the middle third, four lines and more on each side of it, which fill at least half of their column;
    few things reach over it.
    """
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    width = right - left
    narrow = [box for box in boxes if box.width < 0.5 * width]
    stripes = spans_joined(((box.x0, box.x1) for box in narrow), _GUTTER * em)
    for (_, stop), (start, _) in pairwise(stripes):
        middle = (stop + start) / 2
        if not left + width / 3 < middle < right - width / 3:
            continue
        sides = ([box for box in narrow if box.x1 <= middle], [box for box in narrow if box.x0 >= middle])
        spans = (stop - left, right - start)
        if all(_is_column(side, span, em) for side, span in zip(sides, spans, strict=True)):
            return middle
    return None


def _is_column(boxes: list[Box], span: float, em: float) -> bool:
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        rows.setdefault(round(box.middle[1] / em), []).append(box)
    full = [row for row in rows.values() if max(b.x1 for b in row) - min(b.x0 for b in row) >= 0.5 * span]
    height = sum(max(b.height for b in row) for row in full)
    return height >= _MIN_LINES * em and len(full) * 2 >= len(rows)


def _sequence(items: list[_Item], page: Page) -> list[PageBlock]:
    """Items from top to bottom; what stands beside each other from the left."""
    blocks: list[PageBlock] = []
    runs: list[Run] = []
    for item in items:
        if isinstance(item.content, PageTable):
            blocks.append(item.content)
        else:
            runs.append(item.content)
    blocks += [_page_line(line, page) for line in lines_of(runs, page.glyphs)] if runs else []
    return sorted(blocks, key=_place)


def _place(block: PageBlock) -> tuple[float, float]:
    box = block.box if isinstance(block, PageLine) else block.grid.box
    return (box.top, box.x0)


def _page_line(line: Line, page: Page) -> PageLine:
    box = page.glyphs.around(i for i in line.indices if i >= 0) or Box(0, 0, 0, 0)
    return PageLine(page, text_of([line], box, page), box)
