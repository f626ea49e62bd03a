"""Cells side by side inside a wide column: rows of label and value, of two such pairs, and of a grid of years.

In a form each row has columns of its own, so no white stripe runs from its head to its foot. What parts the cells of
one row is a wide gap, or a gap that other rows have at the same place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from planextract.detect.columns import Segment
from planextract.geometry import spans_joined

Stretch = tuple[float, float]

_WIDE_COLUMN = 0.35
"""Share of a table's width from which a column may hold cells side by side."""

_CERTAIN_GAP = 3.0
"""Width, in characters, of a gap that parts cells wherever it stands; words of one text are closer."""

_LIKELY_GAP = 1.2
"""The same where another row has such a gap at the same place."""

_WORD_GAP = 0.35
_COMMON = 0.3
"""The stretch that two gaps have to share to stand for one border."""

_GRID_GAPS = 3
"""Gaps from which a row heads a grid: its columns go on in rows that are filled in part."""


def borders_of_rows(
    rows: Sequence[Sequence[Segment]], edges: Sequence[float], em: float, seen: Sequence[Sequence[Segment]] = ()
) -> list[list[float]]:
    """For each row the borders that part cells within the wide ones of the columns between `edges`.

    `seen` are all rows of the same width on the page, these among them, from which gaps may be known.
    """
    found: list[list[float]] = [[] for _ in rows]
    for low, high in pairwise(edges):
        if high - low < _WIDE_COLUMN * (edges[-1] - edges[0]):
            continue
        clusters = [_clusters(_between(row, low, high), em) for row in rows]
        known = [_clusters(_between(row, low, high), em) for row in (seen or rows)]
        split = [_is_split(row, [other for other in known if other != row], em) for row in clusters]
        for borders, more in zip(found, _parted(clusters, split, low, em), strict=True):
            borders += more
    return found


def _between(row: Iterable[Segment], low: float, high: float) -> list[Segment]:
    return [segment for segment in row if low < (segment.x0 + segment.x1) / 2 < high]


def _clusters(row: Iterable[Segment], em: float) -> list[Stretch]:
    """The stretches that the words of all lines of a row cover; characters set wide apart are one word."""
    joined: list[Stretch] = []
    last_is_character = False
    for low, high in spans_joined(((s.x0, s.x1) for s in row), _WORD_GAP * em):
        character = high - low < 1.3 * em
        if joined and character and last_is_character and low - joined[-1][1] < 2.5 * em:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
        last_is_character = character
    return joined


def _gaps(clusters: Sequence[Stretch], em: float, width: float) -> list[Stretch]:
    return [(before[1], after[0]) for before, after in pairwise(clusters) if after[0] - before[1] >= width * em]


def _parted(rows: list[list[Stretch]], split: list[bool], low: float, em: float) -> list[list[float]]:
    """The borders of each row of clusters in a column that begins at `low`.

    Rows below each other whose gaps are the same columns share one border for each; the columns of a grid also hold
    for rows below it that fill only some of them.
    """
    frames: list[list[Stretch]] = []
    headings: list[list[Stretch]] = []
    frame_of: list[int] = []
    for row, is_split in zip(rows, split, strict=True):
        if is_split:
            gaps = _gaps(row, em, _LIKELY_GAP)
            is_repeated = bool(frames) and len(gaps) >= _GRID_GAPS and _repeats(row, headings[-1], em)
            narrowed = _narrowed(frames[-1], gaps, em) if frames and not is_repeated else None
            if narrowed is None:
                frames.append([*_indent(low, row[0], em), *gaps] if len(gaps) >= _GRID_GAPS else gaps)
                headings.append(row)
            else:
                frames[-1] = _narrowed(narrowed, _gaps(row, em, _WORD_GAP), em, every=False) or narrowed
        elif frames and len(frames[-1]) >= _GRID_GAPS:
            frames[-1] = _beside(frames[-1], row, em)
        frame_of.append(len(frames) - 1)
    found: list[list[float]] = []
    for row, frame, is_split in zip(rows, frame_of, split, strict=True):
        applies = bool(row) and frame >= 0 and (is_split or len(frames[frame]) >= _GRID_GAPS)
        middles = [(start + stop) / 2 for start, stop in frames[frame]] if applies else []
        found.append([x for x in middles if not any(start < x < stop for start, stop in row)])
    return found


def _indent(low: float, first: Stretch, em: float) -> list[Stretch]:
    """The place of a border before the first words of a row that begin far from the column's left side `low`."""
    return [(low, first[0])] if first[0] - low >= 2 * _CERTAIN_GAP * em else []


def _is_split(row: Sequence[Stretch], others: Iterable[list[Stretch]], em: float) -> bool:
    """Whether a row has a gap that parts cells: one wide enough, or words behind one as another row has them there."""
    if any(after[0] - before[1] >= _CERTAIN_GAP * em for before, after in pairwise(row)):
        return True
    own = _after_gaps(row, em)
    return any(_aligned(word, other, em) for words in others for other in _after_gaps(words, em) for word in own)


def _after_gaps(row: Sequence[Stretch], em: float) -> list[Stretch]:
    """The words of a row that stand behind a gap."""
    return [after for before, after in pairwise(row) if after[0] - before[1] >= _LIKELY_GAP * em]


def _aligned(one: Stretch, other: Stretch, em: float) -> bool:
    """Whether words begin, or have their middle, at the same place."""
    return abs(one[0] - other[0]) < _COMMON * em or abs(sum(one) - sum(other)) < 2 * _COMMON * em


def _narrowed(frame: list[Stretch], gaps: list[Stretch], em: float, *, every: bool = True) -> list[Stretch] | None:
    """The borders of a frame narrowed to the gaps of one more row; None where a gap has no border of its own.

    Without `every`, such a gap stands between words.
    """
    narrowed = list(frame)
    used = set()
    for k, (start, stop) in enumerate(frame):
        common, gap = max((min(stop, high) - max(start, low), i) for i, (low, high) in enumerate(gaps))
        if common >= _COMMON * em:
            narrowed[k] = (max(start, gaps[gap][0]), min(stop, gaps[gap][1]))
            used.add(gap)
    return narrowed if len(used) == len(gaps) or not every else None


def _beside(frame: list[Stretch], row: Sequence[Stretch], em: float) -> list[Stretch]:
    """The borders of a grid less what the words of a row take that is filled in part."""
    gaps = _gaps(row, em, _WORD_GAP)
    narrowed = (_narrowed(frame, gaps, em, every=False) if gaps else None) or frame
    for word in row:
        narrowed = [_less(stretch, word, em) for stretch in narrowed]
    return narrowed


def _less(stretch: Stretch, word: Stretch, em: float) -> Stretch:
    """A border's place less what a word that ends in it takes."""
    low, high = stretch
    return (word[1], high) if word[0] < low < word[1] < high - _COMMON * em else stretch


def _repeats(row: Sequence[Stretch], heading: Sequence[Stretch], em: float) -> bool:
    """Whether a row's words stand where those of a heading do: the head of the next form."""
    return len(row) == len(heading) and all(
        abs(one - other) < _COMMON * em
        for word, known in zip(row, heading, strict=True)
        for one, other in zip(word, known, strict=True)
    )
