"""新発田市: the informatisation plan, one row a measure, schedules before and after the actuals."""

from __future__ import annotations

from planextract.parsers.parser import Evidence, Parser

PARSER = Parser(
    id="shibata",
    version="1.0",
    municipality="152064",
    evidence=Evidence(
        all_of=("新発田市",),
        layouts=(frozenset({"NO", "施策分野", "具体的な取組", "取組方針", "KPI"}),),
    ),
)
