"""Evaluation sheets: the figures of their cost tables, and their judgements."""

from __future__ import annotations

import re

from planextract.characters import fold
from planextract.interpret.indicators import Interpretation
from planextract.interpret.wording import folded_blanks, name_form, prose_form
from planextract.layout.contents import DASHES
from planextract.normalise.observation import read_cell
from planextract.record import CostCell, Ledger, Record
from planextract.schema import Amount, Assessment, Cost, Stage

_SYMBOL = re.compile(r"\s*(?P<symbol>[◎○〇◯△▲×✕☆★●]|[A-EＡ-Ｅ](?![A-Za-z]))\s*+[.．:：]?\s*+(?P<label>.*)", re.S)
_BULLET = re.compile(rf"^[{DASHES}・･•*]\s*")


def symbol_of(string: str) -> tuple[str | None, str]:
    """The symbol before a judgement (◎, A.) and the words behind it as printed, white space folded."""
    folded = fold(string)
    match = _SYMBOL.fullmatch(folded.string)
    if match is None:
        return None, folded_blanks(string)
    return match["symbol"], folded_blanks(string[slice(*folded.span(*match.span("label")))])


def costs(record: Record, given: Interpretation) -> list[Cost]:
    """The figures of the record's cost tables, one each; a cell with several gives several."""
    return [cost for cell in record.costs for cost in _costs(cell, given)]


def _costs(cell: CostCell, given: Interpretation) -> list[Cost]:
    given.ledger.take_all((*cell.names, cell.heading, cell.stage, cell.text))
    said: Stage | None = "budget" if "予算" in "".join(cell.stage.string.split()) else None
    reading = read_cell(cell.text.string, unit=cell.unit, context=given.context)
    amounts: list[Amount | None] = [*reading.amounts]
    return [
        Cost(
            label=" > ".join(name_form(name) for name in cell.names),
            period=given.period(cell.found, cell.heading),
            stage=said or ("settlement" if cell.stage else None),
            amount=amount,
            raw=folded_blanks(cell.text.string),
            provenance=cell.text.provenance,
        )
        for amount in amounts or [None]
    ]


def assessments(record: Record, ledger: Ledger) -> list[Assessment]:
    """The record's judgements in the order of the document."""
    found = []
    for judged in record.judgements:
        ledger.take_all((*judged.criterion, judged.value, judged.reason))
        symbol, label = symbol_of(_BULLET.sub("", name_form(judged.value)))
        found.append(
            Assessment(
                criterion=" > ".join(name_form(part) for part in judged.criterion),
                symbol=symbol,
                label=label or None,
                reason=prose_form(judged.reason) or None,
                provenance=judged.value.provenance,
            )
        )
    return found
