"""京都市: new and extended projects and the next budget, one sheet over one or two pages; it seldom names the city."""

from __future__ import annotations

from planextract.parsers.parser import Evidence, Parser

PARSER = Parser(
    id="kyoto",
    version="1.0",
    municipality="261009",
    evidence=Evidence(
        layouts=(frozenset({"経費(一財)", "公益性", "必需性", "政策性", "行政専門性"}),),
    ),
)
