"""How tables were read, for people: what became of each, and what its columns were taken for and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planextract.layout.headings import HeadingReader
from planextract.layout.heads import unknown_words
from planextract.layout.infer import Layout
from planextract.layout.select import Selection, titled
from planextract.record import Role


@dataclass(frozen=True, slots=True)
class ColumnExplanation:
    """What one column (of a form: one label) was taken for, and why. `role` is None where nobody knew."""

    heading: str
    role: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class TableExplanation:
    """How one table was read: `line` or `page` (from 1) where it starts, its shape, and what became of it.

    A table of a PDF has the line 0.

    `kind` is `relational`, `form`, `overview` or `skipped`; `reason` says why; `measures` counts what it gave.
    """

    line: int
    rows: int
    columns: int
    kind: str
    reason: str
    measures: int
    explanations: tuple[ColumnExplanation, ...]
    page: int | None = None


def explained(selection: Selection, reader: HeadingReader) -> TableExplanation:
    """How the table of this selection was read."""
    layout, use, reason = selection
    kind = layout.shape if use == "measures" else use
    place = next((p for cell in layout.table.cells for p in cell.places), None)
    return TableExplanation(
        line=getattr(place, "line", 0),
        rows=len(layout.table.rows),
        columns=layout.table.width,
        kind=kind,
        reason=reason,
        measures=len(titled(layout)) if use == "measures" else 0,
        explanations=tuple(dict.fromkeys(_explanations(layout, reader))),
        page=getattr(place, "page", None),
    )


def _explanations(layout: Layout, reader: HeadingReader) -> Iterator[ColumnExplanation]:
    if layout.shape == "unknown":
        for word in unknown_words(layout, reader):
            yield ColumnExplanation(" ".join(word.text.string.split()), None, "may be a heading; not in the vocabulary")
    for column in layout.columns:
        heading = " ".join(column.heading.string.split()) or f"(column {column.index + 1})"
        yield ColumnExplanation(heading, column.role.value if column.role else None, column.reason)
    for record in layout.records if layout.shape in ("form", "sheet") else ():
        for entry in record.fields:
            if entry.label:
                role = None if entry.role is Role.OTHER else entry.role.value
                yield ColumnExplanation(" ".join(entry.label.string.split()), role, "label")
