"""神戸市: evaluation of its work (事務事業評価シート), three pages and more a sheet; it seldom names the city."""

from __future__ import annotations

from planextract.parsers.parser import Evidence, Parser
from planextract.record import Role

PARSER = Parser(
    id="kobe",
    version="1.0",
    municipality="281000",
    evidence=Evidence(
        layouts=(frozenset({"事務事業名", "所属名", "評価責任者", "事業開始年度", "(差引)一般財源(B)"}),),
    ),
    headings={"対象者": Role.OTHER, "従事人員(D)": Role.COST},
)
