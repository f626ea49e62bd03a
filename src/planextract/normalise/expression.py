"""What `planextract normalise` answers for one expression: its periods, its amounts and its status."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from planextract.normalise.amounts import read_amounts
from planextract.normalise.observation import read_cell
from planextract.normalise.periods import YearContext, read_periods
from planextract.schema import Amount, Period, Status


class Expression(BaseModel):
    """One line of `planextract normalise`: the text as given, what was found in it in the order of the text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    periods: list[Period]
    amounts: list[Amount]
    status: Status


def read_expression(text: str, *, context: YearContext | None = None) -> Expression:
    """Read any text: periods, amounts (a number that is part of a date is none) and the status of a value cell.

    Never raises. `context` resolves years without an era (`planextract.normalise.periods.year_context`).
    """
    periods = read_periods(text, context=context)
    found = read_amounts(text, taken=[(period.start, period.stop) for period in periods])
    return Expression(
        text=text,
        periods=[period.period for period in periods],
        amounts=[item.amount for item in found],
        status="value" if found else read_cell(text, context=context).status,
    )
