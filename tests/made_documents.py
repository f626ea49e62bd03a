"""Documents made by hand, of invented words, and a stand-in for the library that gives them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from planextract.errors import InputError, LimitError, ParserError
from planextract.schema import (
    Achievement,
    Amount,
    Assessment,
    Cost,
    Coverage,
    Diagnostic,
    Indicator,
    LinePlace,
    Measure,
    Municipality,
    Observation,
    ObservationKind,
    PagePlace,
    ParserUsed,
    Period,
    Plan,
    PlanDocument,
    ProseText,
    Provenance,
    ScheduleEntry,
    Severity,
    Source,
    Status,
    Unconsumed,
)

FIFTH = Period(raw="令和5年度", start="2023-04-01", end="2024-03-31", granularity="fiscal_year")
CALENDAR = Period(raw="令和5年", start="2023-01-01", end="2023-12-31", granularity="year")


def at(line: int, column: int = 1) -> Provenance:
    """One cell of a text."""
    return [LinePlace(line=line, column=column)]


def observation(
    raw: str,
    *amounts: Amount,
    kind: ObservationKind = "actual",
    status: Status = "value",
    period: Period | None = FIFTH,
    notes: tuple[str, ...] = (),
) -> Observation:
    """One cell of a value column in line 3."""
    return Observation(
        kind=kind,
        period=period,
        raw=raw,
        amounts=list(amounts),
        status=status,
        notes=list(notes),
        provenance=at(3, 5),
    )


def measures() -> list[Measure]:
    """One measure with everything, one without indicators, one whose indicator has no observations."""
    riders = Indicator(
        name="乗合タクシーの利用者数",
        observations=[
            observation("計1,200人、延べ3,400.5人", amount(1200.0, label="計"), amount(3400.5, label="延べ")),
            observation("-", kind="target", status="dash", period=None, notes=("※調査中", "(精査後)")),
        ],
        notes=["市内のみ"],
        provenance=at(3, 4),
    )
    full = Measure(
        id="1-1",
        number="1-1",
        title="乗合タクシーの運行",
        path=["第1章 暮らし", "交通"],
        departments=["交通課", "企画課"],
        related_departments=["福祉課"],
        tags=["new"],
        audience=["citizen", "internal"],
        texts=[ProseText(role="overview", label="概要", text="=予約して乗る。\n-山間部から。", provenance=at(3, 3))],
        indicators=[riders],
        schedule=[
            ScheduleEntry(activity="運行", label="R5", period=FIFTH, text="実施", marker="arrow", provenance=at(3, 7))
        ],
        achievement=Achievement(symbol="◎", label="達成", level="achieved", provenance=at(3, 8)),
        next_action="継続",
        costs=[
            Cost(
                label="財源 > 一般財源",
                period=FIFTH,
                stage="budget",
                amount=Amount(value=3500000, unit="円"),
                raw="3,500",
                provenance=at(3, 9),
            ),
            Cost(label="財源 > 地方債", period=None, stage=None, amount=None, raw="-", provenance=at(3, 10)),
        ],
        assessments=[
            Assessment(criterion="有効性", symbol="A", label="有効である", reason="増えたため。", provenance=at(3, 11))
        ],
        provenance=at(3),
    )
    bare = Measure(id="1-2", number=None, title="☑書庫の整理", notes=["指標なし"], provenance=at(4))
    named = Measure(id="#3", number=None, title="花壇", indicators=[Indicator(name="株数", observations=[])])
    return [full, bare, named]


def amount(value: float, label: str | None = None) -> Amount:
    """So many persons."""
    return Amount(value=value, unit="人", label=label)


def diagnostic(severity: Severity, code: str = "number-gap", line: int = 3) -> Diagnostic:
    """A finding with the place of a cell of the first measure."""
    return Diagnostic(severity=severity, code=code, message="from 1 to 3", provenance=at(line))


def document(name: str = "plan.txt", *diagnostics: Diagnostic, content: str = "") -> PlanDocument:
    """A whole document; its hash is that of `content`."""
    left_over = Unconsumed(text="別", provenance=[PagePlace(page=2, bbox=(0, 1, 2, 3))])
    return PlanDocument(
        source=Source(
            name=name, sha256=hashlib.sha256(content.encode()).hexdigest(), media_type="text/plain", page_count=None
        ),
        parser=ParserUsed(id="generic", version="1.0"),
        municipality=Municipality(code="062049", name="酒田市", prefecture="山形県"),
        plan=Plan(title="暮らしの計画", kind="plan", period=None, as_of=None),
        measures=measures(),
        coverage=Coverage(characters=3000, consumed=2999, unconsumed=[left_over]),
        diagnostics=list(diagnostics),
    )


def fake_parse(
    source: Path | BinaryIO,
    *,
    name: str | None = None,
    parser: str | None = None,
    municipality: str | None = None,
    encoding: str | None = None,
    **pdf: object,
) -> PlanDocument:
    """Stands for the library: what the file says decides how reading it ends."""
    try:
        data = source.read_bytes() if isinstance(source, Path) else source.read()
    except OSError as error:
        raise InputError("cannot be read", place=str(source), remedy="check the name") from error
    text = data.decode()
    if parser == "nobody":
        raise ParserError("unknown parser 'nobody'", remedy="see `planextract parsers`")
    if text in ("bug", "memory", "limit", "interrupt"):
        raise {
            "bug": RuntimeError("what nobody foresaw"),
            "memory": MemoryError(),
            "limit": LimitError("is too large"),
            "interrupt": KeyboardInterrupt(),
        }[text]
    found = {"error": [diagnostic("error", "no-measures")], "warning": [diagnostic("warning")]}.get(text, [])
    return document(name or Path(str(source)).name, *found, content=text)
