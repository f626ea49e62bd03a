"""Places in words."""

from __future__ import annotations

from planextract.schema import LinePlace, PagePlace, Provenance


def where(provenance: Provenance) -> str:
    """The first place in words (`page 3`, `line 12 cell 4`, `sheet 表1 line 4 cell 2`), empty where there is none."""
    if not provenance:
        return ""
    first = provenance[0]
    if isinstance(first, PagePlace):
        return f"page {first.page}"
    cell = f"line {first.line} cell {first.column}"
    return cell if isinstance(first, LinePlace) else f"sheet {first.sheet} {cell}"
