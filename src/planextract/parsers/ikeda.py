"""池田市: evaluation of its projects (事務事業評価 目標設定シート), one sheet a page."""

from __future__ import annotations

from planextract.parsers.parser import Evidence, Parser
from planextract.record import Role

PARSER = Parser(
    id="ikeda",
    version="1.0",
    municipality="272043",
    evidence=Evidence(
        all_of=("池田市",),
        layouts=(frozenset({"担当部署名", "事務事業名", "成果指標の内容", "成果指標の達成状況"}),),
    ),
    headings={
        "成果指標の内容": Role.INDICATOR,
        # Of the 国土強靭化地域計画, which divides no projects.
        "事前に備えるべき目標": Role.OTHER,
        "施策分野": Role.OTHER,
    },
)
