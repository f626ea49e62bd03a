"""須賀川市: the informatisation plan (sheets) and its implementation plan (relational tables under group headings)."""

from __future__ import annotations

from planextract.parsers.parser import Evidence, Parser

PARSER = Parser(
    id="sukagawa",
    version="1.0",
    municipality="072079",
    evidence=Evidence(
        all_of=("須賀川市",),
        layouts=(
            frozenset({"施策名", "担当", "対象", "期待される効果", "指標"}),
            frozenset({"施策の指標", "基準値", "実績値", "目標値", "担当課"}),
        ),
    ),
)
