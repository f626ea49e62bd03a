"""`planextract tables`: the table layer for everybody whose document is no plan."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from planextract import api
from planextract.cli import streams
from planextract.cli.failures import guarded
from planextract.cli.inputs import Input, inputs
from planextract.cli.parsing import Reading
from planextract.cli.summary import FINDINGS, counted, tell_diagnostics
from planextract.errors import UsageError
from planextract.export import files, table_formats
from planextract.export.table_formats import TableFormat
from planextract.table import Table


def tables(file: str, reading: Reading, form: TableFormat, output: str | None) -> int:
    """Write the tables of one document. Raises UsageError and OutputError before anything is read."""
    (source,) = inputs([file])
    if output == "":
        raise UsageError("the name after -o is empty", remedy="name a file or a folder")
    if output is None or output == "-":
        path = None
    elif _is_folder(output):
        if form != "csv":
            raise UsageError(f"{form} is one file", place=output, remedy="name a file, or take --format csv")
        path = Path(output)
        files.require_folder(path)
    else:
        path = Path(output)
        files.require_writable(path)
        if os.path.isfile(path) and os.path.exists(file) and path.samefile(file):
            raise UsageError("is also the input and would be overwritten", place=output, remedy="change -o")
    return guarded(partial(_tables, source, reading, form, path), source.place)


def _is_folder(output: str) -> bool:
    return os.path.isdir(output) or output.endswith(("/", os.sep))


def _tables(source: Input, reading: Reading, form: TableFormat, path: Path | None) -> int:
    read = api.read(source.open(), name=source.forced_name, encoding=reading.encoding, pdf=reading.pdf)
    if path is None:
        streams.write(table_formats.written(read.tables, form, read.name).encode())
    elif path.is_dir():
        _into_folder(source, read.tables, path)
    else:
        mark = "\ufeff" if form == "csv" else ""  # without it Excel takes UTF-8 for the system's encoding
        files.write(path, [(mark + table_formats.written(read.tables, form, read.name)).encode()])
    doubts = [found for found in read.report.found if found.severity != "info"]
    tell_diagnostics(source.place, doubts)
    streams.tell(f"{source.place}: {counted(len(read.tables), 'table')}, {_cells(read.tables)}")
    return FINDINGS if any(found.severity == "error" for found in doubts) else 0


def _cells(tables: list[Table]) -> str:
    return counted(sum(len(table.cells) for table in tables), "cell")


def _into_folder(source: Input, tables: list[Table], folder: Path) -> None:
    """`NAME-1.csv` and so on, numbers padded so that they sort."""
    width = len(str(len(tables)))
    for number, table in enumerate(tables, 1):
        rows = table_formats.csv_rows(table)
        files.write(folder / f"{source.stem}-{number:0{width}}.csv", [f"\ufeff{rows}".encode()])
