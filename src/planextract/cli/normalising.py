"""`planextract normalise`: what an expression says, without any document around it."""

from __future__ import annotations

from collections.abc import Iterator

from planextract.batch.inputs import readable
from planextract.cli import streams
from planextract.cli.failures import tell_error
from planextract.cli.inputs import STANDARD_INPUT
from planextract.errors import InputError
from planextract.export import documents
from planextract.normalise.expression import read_expression


def normalise(texts: list[str]) -> int:
    """Answer each text with one JSON line; `-` stands for the lines of standard input. Gives the exit code."""
    code = 0
    for text in texts:
        if text == STANDARD_INPUT:
            code = max(code, _answer_lines())
        else:
            _answer(readable(text))
    return code


def _answer_lines() -> int:
    code = 0
    for number, (text, broken) in enumerate(_lines(), 1):
        # The line is answered nevertheless: who sends a thousand lines must get a thousand answers.
        if broken:
            code = tell_error(InputError("is not UTF-8; read with U+FFFD for broken bytes", place=f"<stdin>:{number}"))
        _answer(text)
    return code


def _lines() -> Iterator[tuple[str, bool]]:
    """Each line of standard input without its end, and whether it had broken bytes."""
    for index, raw in enumerate(streams.standard_input()):
        text = raw.decode("utf-8-sig" if index == 0 else "utf-8", "replace")
        yield text.rstrip("\r\n"), text.count("\ufffd") > raw.count("\ufffd".encode())


def _answer(text: str) -> None:
    read = read_expression(text)
    answer: documents.Json = {
        "text": read.text,
        "periods": [documents.values(period) for period in read.periods],
        "amounts": [documents.values(amount) for amount in read.amounts],
        "status": read.status,
    }
    streams.write(documents.line(answer))
