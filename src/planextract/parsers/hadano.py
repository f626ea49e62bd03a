"""秦野市: the ICT plan, one sheet a measure with a yearly grid; overview lists name the measures twice."""

from __future__ import annotations

from planextract.parsers.parser import Evidence, Parser
from planextract.record import Role

PARSER = Parser(
    id="hadano",
    version="1.0",
    municipality="142115",
    evidence=Evidence(
        all_of=("秦野市",),
        layouts=(frozenset({"名称", "主管課等", "関係課等", "年度ごとの取組", "取組内容"}),),
    ),
    headings={"事業推進計画": Role.PATH},
)
