"""Compares each plan with its text sample, cell by cell without blanks: `python check.py`; needs no printer.

A cell that the text repeats, because it has lost a merge or shows a table's head on each page, counts once.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from model import Line, Section, Table
from plans import PLANS

_FIELD = re.compile(r"<input[^>]*?( checked)?[^>]*>")
_TAG = re.compile(r"</?(?:p|ul|li|br)\b[^>]*>|\*\*|^- (?=\d )", re.MULTILINE)


def printed(plan: tuple[Section, ...]) -> set[str]:
    """All lines and cells of a plan without their blanks."""
    return {"".join(text.split()) for text in _texts(plan)} - {""}


def _texts(plan: tuple[Section, ...]) -> Iterator[str]:
    for block in (block for section in plan for block in section.blocks):
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Table):
            yield from (cell.text for cells in block.rows for cell in cells)


def written(sample: Path) -> set[str]:
    """All lines and cells of a text sample without their blanks and left-over marks of HTML."""
    text = _FIELD.sub(lambda field: "■" if field[1] else "□", sample.read_text(encoding="utf-8"))
    return {"".join(cell.split()) for line in _TAG.sub("", text).split("\n") for cell in line.split("\t")} - {""}


def main() -> int:
    failed = 0
    for name, plan in PLANS.items():
        here, there = printed(plan), written(Path(__file__).parents[1] / f"{name}.txt")
        for said, texts in (("only in the plan", here - there), ("only in the text sample", there - here)):
            for text in sorted(texts):
                failed += 1
                print(f"{name}: {said}: {text}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
