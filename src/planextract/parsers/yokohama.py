"""横浜市: evaluation of its projects (事業評価書), with the parts (細事業) of each; it never names the city."""

from __future__ import annotations

from planextract.parsers.parser import Evidence, Parser
from planextract.record import Role

PARSER = Parser(
    id="yokohama",
    version="1.0",
    municipality="141003",
    evidence=Evidence(
        layouts=(frozenset({"所管区局・課", "評価書番号", "細事業の分析", "細事業名称", "細事業事業量"}),),
    ),
    headings={"政策番号": Role.OTHER, "施策番号": Role.OTHER},
)
