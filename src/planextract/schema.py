"""The published models: what `planextract parse` gives for one document, schema version 1.1.

Names are final for schema version 1; a later minor version may add fields, none is ever renamed.
`schemas/plan-document.schema.json` is generated from here (`planextract schema`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Literal["1.1"] = "1.1"

Number = int | float


class Model(BaseModel):
    """Common settings: closed (unknown fields are an error) and immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PagePlace(Model):
    """A place on a PDF page; `bbox` is x0, top, x1, bottom in points from the page's top left."""

    page: Annotated[int, Field(ge=1)]
    bbox: tuple[float, float, float, float]


class LinePlace(Model):
    """A place in a text: line and column both count from 1, the column counts cells."""

    line: Annotated[int, Field(ge=1)]
    column: Annotated[int, Field(ge=1)]


class SheetPlace(Model):
    """A place in a spreadsheet."""

    sheet: str
    line: Annotated[int, Field(ge=1)]
    column: Annotated[int, Field(ge=1)]


Place = PagePlace | LinePlace | SheetPlace
Provenance = list[Place]

Granularity = Literal["day", "month", "quarter", "half_year", "year", "fiscal_year"]
Modifier = Literal["until", "from", "end", "start", "around"]
Comparator = Literal["=", ">=", "<=", ">", "<", "~"]
ObservationKind = Literal["baseline", "actual", "target"]
Status = Literal["value", "blank", "dash", "not_implemented", "not_available", "text"]
TextRole = Literal["overview", "policy", "expected_effect", "aim", "indicator_rationale", "reason", "other"]
Level = Literal["achieved", "partial", "not_achieved", "cancelled"]
Tag = Literal["new", "continued", "completed", "repeated"]
Audience = Literal["citizen", "internal"]
Marker = Literal["arrow"]
Stage = Literal["budget", "settlement"]
PlanKind = Literal["implementation_plan", "progress_report", "plan"]
Severity = Literal["error", "warning", "info"]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Period(Model):
    """A stretch of time with inclusive bounds; null is open. Fiscal years run 1 April to 31 March."""

    raw: str
    start: IsoDate | None
    end: IsoDate | None
    granularity: Granularity
    modifier: Modifier | None = None


class Amount(Model):
    """One number with its unit. `value` is the full number: 150万件 is 1500000 件."""

    value: Number
    upper: Number | None = None
    unit: str | None = None
    per: str | None = None
    comparator: Comparator = "="
    label: str | None = None
    note: str | None = None


class Observation(Model):
    """One cell of a value column."""

    kind: ObservationKind
    period: Period | None
    raw: str
    amounts: list[Amount]
    status: Status
    notes: list[str] = []
    provenance: Provenance = []


class Indicator(Model):
    """A measured quantity (指標, KPI) of a measure."""

    name: str
    observations: list[Observation]
    notes: list[str] = []
    provenance: Provenance = []


class ProseText(Model):
    """A prose cell of a measure; `label` as printed."""

    role: TextRole
    label: str
    text: str
    provenance: Provenance = []


class ScheduleEntry(Model):
    """One non-empty cell of a yearly schedule, or a row of it whose cells are all empty."""

    activity: str | None
    label: str | None
    period: Period | None
    text: str
    marker: Marker | None
    provenance: Provenance = []


class Achievement(Model):
    """目標達成: symbol and words as printed, and what they mean."""

    symbol: str | None
    label: str | None
    level: Level | None
    provenance: Provenance = []


class Cost(Model):
    """One figure of a cost table (事業費, 財源, 人件費): 予算 or 決算 where the page says which.

    `label` names the row with its groups (財源 > 一般財源). `amount` is null where the cell holds no number. Since 1.1.
    """

    label: str
    period: Period | None
    stage: Stage | None
    amount: Amount | None
    raw: str
    provenance: Provenance = []


class Assessment(Model):
    """A judgement of an evaluation sheet by one criterion: symbol and words as printed (A 順調). Since 1.1."""

    criterion: str
    symbol: str | None
    label: str | None
    reason: str | None = None
    provenance: Provenance = []


class Measure(Model):
    """A 施策, 取組, 個別事業 or 事務事業."""

    id: str
    number: str | None
    title: str
    path: list[str] = []
    departments: list[str] = []
    related_departments: list[str] = []
    tags: list[Tag] = []
    audience: list[Audience] = []
    texts: list[ProseText] = []
    indicators: list[Indicator] = []
    schedule: list[ScheduleEntry] = []
    achievement: Achievement | None = None
    next_action: str | None = None
    costs: list[Cost] = []
    assessments: list[Assessment] = []
    notes: list[str] = []
    provenance: Provenance = []


class Source(Model):
    """The file the document was read from."""

    name: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: str
    page_count: int | None


class ParserUsed(Model):
    """The parser that read the document."""

    id: str
    version: str


class Municipality(Model):
    """全国地方公共団体コード with check digit, name and prefecture; all null where nobody knows."""

    code: Annotated[str, Field(pattern=r"^\d{6}$")] | None
    name: str | None
    prefecture: str | None


class Plan(Model):
    """What the document says of itself."""

    title: str | None
    kind: PlanKind
    period: Period | None
    as_of: Period | None


class Unconsumed(Model):
    """A piece of a plan table that no field took."""

    text: str
    provenance: Provenance


class Coverage(Model):
    """Non-space characters of the tables that gave measures, and those that a field took."""

    characters: Annotated[int, Field(ge=0)]
    consumed: Annotated[int, Field(ge=0)]
    unconsumed: list[Unconsumed] = []


class Diagnostic(Model):
    """A doubt or a finding; `code` is one of the catalogue (`planextract diagnostics`)."""

    severity: Severity
    code: str
    message: str
    provenance: Provenance = []


class PlanDocument(Model):
    """Everything that was read from one document."""

    schema_version: Literal["1.0", "1.1"] = SCHEMA_VERSION  # 1.0 lacks costs and assessments: read, never written
    source: Source
    parser: ParserUsed
    municipality: Municipality
    plan: Plan
    measures: list[Measure]
    coverage: Coverage
    diagnostics: list[Diagnostic] = []
