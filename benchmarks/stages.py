"""The stages of planextract's own chain that read text, each by itself: what is measured for near-linear growth."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from benchmarks.contenders import Found, Reader


def _as_in_parse(read: Reader) -> Reader:
    """As the library reads: with the collector of cycles paused, whose passes grow with all that is held."""

    def paused() -> Found:
        from planextract import collection

        with collection.paused():
            return read()

    return paused


def _source(path: str) -> Reader:
    from planextract import sources

    data = Path(path).read_bytes()

    def read() -> Found:
        tables = sources.read(BytesIO(data), name="plan.txt").tables
        return Found(0, len(tables), sum(len(table.cells) for table in tables))

    return _as_in_parse(read)


def _layout(path: str) -> Reader:
    from planextract import sources
    from planextract.interpret.facts import default_kind
    from planextract.layout.headings import HeadingReader
    from planextract.layout.infer import Inference
    from planextract.layout.select import select
    from planextract.normalise.periods import year_context

    reading = sources.read(path)
    context = year_context([])

    def read() -> Found:
        selections = select(Inference(HeadingReader({}, context), default_kind(None)).layouts(reading.blocks))
        return Found(0, len(selections), sum(len(selection.layout.records) for selection in selections))

    return _as_in_parse(read)


def _chain(path: str) -> Reader:
    from planextract import parse

    data = Path(path).read_bytes()

    def read() -> Found:
        return Found(0, 0, len(parse(BytesIO(data), name="plan.txt").measures))

    return read


def _expression(path: str) -> Reader:
    from planextract.normalise.expression import read_expression

    return _of_string(path, lambda string: len(read_expression(string).amounts))


def _cell(path: str) -> Reader:
    from planextract.normalise.observation import read_cell

    return _of_string(path, lambda string: len(read_cell(string).amounts))


def _departments(path: str) -> Reader:
    from planextract.normalise.names import split_departments

    return _of_string(path, lambda string: len(split_departments(string)))


def _of_string(path: str, count: Callable[[str], int]) -> Reader:
    string = Path(path).read_text(encoding="utf-8")
    return _as_in_parse(lambda: Found(0, 0, count(string)))


STAGES: dict[str, Callable[[str], Reader]] = {
    "text source": _source,
    "layout": _layout,
    "whole chain": _chain,
    "normalisers: expression": _expression,
    "normalisers: value cell": _cell,
    "normalisers: departments": _departments,
}
