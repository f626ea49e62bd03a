"""酒田市: progress of the informatisation plan, one row a measure under chapter and section rows."""

from __future__ import annotations

from planextract.parsers.parser import Evidence, Parser

PARSER = Parser(
    id="sakata",
    version="1.0",
    municipality="062049",
    evidence=Evidence(
        all_of=("酒田市",),
        layouts=(frozenset({"項目", "個別施策", "所管課", "目標達成", "今後の対応"}),),
    ),
)
