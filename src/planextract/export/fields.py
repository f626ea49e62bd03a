"""What the columns of the tables hold: kind and meaning, once for every format that knows types.

A name means the same thing in every table that has it.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["string", "integer", "number", "date"]


class Field(NamedTuple):
    """A column's kind and, in one sentence, what stands in it."""

    kind: Kind
    meaning: str


FIELDS: dict[str, Field] = {
    # The document
    "document": Field("string", "Key of the document: the first 12 digits of its SHA-256, -2 … for a further copy."),
    "source": Field("string", "Name of the file."),
    "municipality_code": Field("string", "全国地方公共団体コード, six digits."),
    "municipality": Field("string", "Name of the municipality."),
    "plan": Field("string", "Title of the plan."),
    "prefecture": Field("string", "Name of the prefecture."),
    "plan_kind": Field("string", "implementation_plan, progress_report or plan."),
    "as_of": Field("string", "The date its figures stand at, as printed."),
    "as_of_start": Field("date", "First day of that date."),
    "as_of_end": Field("date", "Last day of that date."),
    "sha256": Field("string", "SHA-256 of the file; copies of one file have the same."),
    "media_type": Field("string", "What kind of file it is."),
    "pages": Field("integer", "Number of pages of a PDF."),
    "parser": Field("string", "The parser that read it."),
    "parser_version": Field("string", "That parser's version."),
    "measures": Field("integer", "How many measures it has."),
    "characters": Field("integer", "Characters of the tables that gave measures, blanks not counted."),
    "consumed": Field("integer", "How many of them a field took."),
    "errors": Field("integer", "How many diagnostics are errors."),
    "warnings": Field("integer", "How many diagnostics are warnings."),
    # The measure
    "measure_id": Field("string", "Key of the measure in its document."),
    "measure_number": Field("string", "Its number as printed."),
    "measure_title": Field("string", "Its title."),
    "path": Field("string", "The headings above it, outermost first, joined by >."),
    "departments": Field("string", "Responsible departments, joined by semicolons."),
    "related_departments": Field("string", "Departments that take part, joined by semicolons."),
    "tags": Field("string", "new, continued, completed, repeated, joined by semicolons."),
    "audience": Field("string", "citizen, internal, joined by semicolons."),
    "achievement_symbol": Field("string", "Symbol of 目標達成 as printed."),
    "achievement": Field("string", "Words of 目標達成 as printed."),
    "achievement_level": Field("string", "achieved, partial, not_achieved or cancelled."),
    "next_action": Field("string", "今後の対応 as printed."),
    "indicators": Field("integer", "How many indicators it has."),
    "schedule_entries": Field("integer", "How many schedule entries it has."),
    "texts": Field("integer", "How many texts it has."),
    "indicator_notes": Field("string", "Notes of its indicators, joined by semicolons."),
    # The indicator and what was observed
    "indicator_index": Field("integer", "Key of the indicator in its measure, from 1."),
    "indicator": Field("string", "Name of the indicator."),
    "observations": Field("integer", "How many value cells the indicator has."),
    "observation_index": Field("integer", "Key of the value cell in its indicator, from 1."),
    "kind": Field("string", "baseline, actual or target."),
    "status": Field("string", "value, blank, dash, not_implemented, not_available or text."),
    "raw": Field("string", "The cell as printed."),
    "amount_index": Field("integer", "Key of the amount in its value cell, from 1."),
    "value": Field("number", "The full number: 150万件 is 1500000."),
    "upper": Field("number", "Upper bound of a range."),
    "unit": Field("string", "Unit as printed, without a multiplier."),
    "per": Field("string", "Denominator of a rate."),
    "comparator": Field("string", "=, >=, <=, >, < or ~ (about)."),
    "note": Field("string", "Words in brackets after the amount."),
    # Periods
    "period_start": Field("date", "First day, empty where it is open."),
    "period_end": Field("date", "Last day, empty where it is open."),
    "period_granularity": Field("string", "day, month, quarter, half_year, year or fiscal_year."),
    "period_modifier": Field("string", "until, from, end, start or around."),
    "period": Field("string", "The period as printed."),
    "fiscal_year": Field("integer", "The fiscal year (from 1 April) that holds the whole period."),
    # Departments, schedule, texts, costs, judgements
    "department_index": Field("integer", "Key of the department in its measure, from 1."),
    "relation": Field("string", "responsible (担当課) or related (関係課)."),
    "department": Field("string", "Name of the department."),
    "entry_index": Field("integer", "Key of the schedule entry in its measure, from 1."),
    "activity": Field("string", "Name of the schedule's row."),
    "text": Field("string", "The words of the cell."),
    "marker": Field("string", "arrow where an arrow or a bar covers the period."),
    "text_index": Field("integer", "Key of the text in its measure, from 1."),
    "role": Field("string", "What kind of text it is: overview, policy, expected_effect, aim, reason …"),
    "cost_index": Field("integer", "Key of the figure among its measure's costs, from 1."),
    "row": Field("string", "Name of the cost table's row with its groups."),
    "stage": Field("string", "budget (予算) or settlement (決算)."),
    "assessment_index": Field("integer", "Key of the judgement in its measure, from 1."),
    "criterion": Field("string", "What is judged."),
    "symbol": Field("string", "Symbol of the judgement as printed."),
    "reason": Field("string", "Reason of the judgement."),
    # Diagnostics
    "severity": Field("string", "error, warning or info."),
    "code": Field("string", "Code of the catalogue (`planextract diagnostics`)."),
    "message": Field("string", "What was found."),
    # In several tables
    "label": Field("string", "The words that name it, as printed."),
    "notes": Field("string", "Remarks, joined by semicolons."),
    "page": Field("integer", "Page of a PDF, from 1."),
    "line": Field("integer", "Line of a text, from 1."),
}
