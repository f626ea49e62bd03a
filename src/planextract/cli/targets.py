"""What the user said of the output, made into destinations; what contradicts itself is told before anything is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from planextract.cli.destinations import (
    Destination,
    Encoder,
    Folder,
    Kept,
    OneFile,
    StandardOutput,
    StreamedFormat,
    Tables,
)
from planextract.cli.inputs import Input
from planextract.errors import UsageError
from planextract.export import files, gathered
from planextract.export.attribution import licence
from planextract.export.comma_separated import Encoding
from planextract.export.gathered import GatheredFormat, Terms
from planextract.export.spool import Spool
from planextract.export.table_names import TableName

Format = StreamedFormat | GatheredFormat
_BY_SUFFIX: dict[str, Format] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".duckdb": "duckdb",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What the user said of the output: files and a folder (-o), formats, and how tables are to be."""

    outputs: tuple[str, ...] = ()
    forms: tuple[Format, ...] = ()
    table: TableName | None = None
    encoding: Encoding | None = None
    licence: str | None = None


class Target(NamedTuple):
    """One format and where it goes: None is standard output."""

    form: Format
    path: Path | None
    folder: bool = False


def destinations(sources: list[Input], request: Request, spool: Spool) -> list[Destination]:
    """Where the documents of `sources` go. Raises PlanextractError before anything is read or written.

    Standard output takes one format. A file's suffix says its format, where one file stands alone `request.forms` does.
    A folder (one that exists, or a name that ends with a slash, which is created) takes the formats that have no file
    of their own, JSON where none are said: json and jsonl as a file a document (two inputs never share one), csv and
    parquet as a file a table, xlsx and duckdb as one file. JSON of several documents is one object a line on standard
    output. Text in CSV is UTF-8, with a byte order mark in a file, where `request.encoding` does not say otherwise.
    """
    targets = _targets(request)
    _require_options_that_count(targets, request)
    made = [_destination(target, request, spool, several=len(sources) > 1) for target in targets]
    _require_own_files(sources, made)
    for target in targets:
        if target.path is not None:
            (files.require_folder if target.folder else files.require_writable)(target.path)
    kept: list[Destination] = [Kept(spool)] if any(isinstance(one, Tables) for one in made) else []
    return kept + made


def _targets(request: Request) -> list[Target]:
    outputs, forms = list(dict.fromkeys(request.outputs)), list(dict.fromkeys(request.forms))
    if "" in outputs:
        raise UsageError("the name after -o is empty", remedy="name a file or a folder")
    if not outputs or outputs == ["-"]:
        if len(forms) > 1:
            raise UsageError("standard output takes one format", remedy="name a folder, or files, with -o")
        return [Target(forms[0] if forms else "json", None)]
    folders = [output for output in outputs if _is_folder(output)]
    if len(folders) > 1:
        raise UsageError("one folder is enough", place=folders[1], remedy="give each format a file, or all a folder")
    if len(outputs) == 1 and len(forms) < 2 and not folders:
        by_suffix = _BY_SUFFIX.get(Path(outputs[0]).suffix.lower(), "json")
        return [Target(forms[0] if forms else by_suffix, Path(outputs[0]))]
    named = [_by_suffix(output) for output in outputs if output not in folders]
    rest = [form for form in forms if form not in [target.form for target in named]]
    if rest and not folders:
        raise UsageError(f"no file was named for {', '.join(rest)}", remedy="name one with -o, or a folder")
    if folders and forms and not rest:
        raise UsageError("no format is left for the folder", place=folders[0], remedy="leave it out")
    return named + [Target(form, Path(folder), folder=True) for folder in folders for form in rest or ["json"]]


def _is_folder(output: str) -> bool:
    return os.path.isdir(output) or output.endswith(("/", os.sep))


def _by_suffix(output: str) -> Target:
    form = _BY_SUFFIX.get(Path(output).suffix.lower())
    if form is None:
        known = " ".join(_BY_SUFFIX)
        raise UsageError("its suffix says no format", place=output, remedy=f"with several outputs it must: {known}")
    return Target(form, Path(output))


def _require_options_that_count(targets: list[Target], request: Request) -> None:
    """Raise UsageError for an option that would change nothing."""
    forms = {target.form for target in targets}
    if request.table is not None and not forms & {"csv", "parquet"}:
        raise UsageError("--table belongs to CSV and Parquet", remedy="add --format csv")
    if request.encoding not in (None, "utf-8") and "csv" not in forms:
        raise UsageError(f"only CSV can be {request.encoding}: JSON is UTF-8 (RFC 8259)", remedy="add --format csv")
    if request.licence is not None and not any(_is_gathered(target) for target in targets):
        remedy = "add --format csv, xlsx, parquet or duckdb and a folder"
        raise UsageError("--licence belongs to whole tables", remedy=remedy)


def _is_gathered(target: Target) -> bool:
    return target.form not in ("json", "jsonl") and (target.form != "csv" or target.folder)


def _destination(target: Target, request: Request, spool: Spool, *, several: bool) -> Destination:
    form, path = target.form, target.path
    if path is None:
        return StandardOutput(_printed(form, request, several=several))
    encoding = request.encoding or "utf-8-sig"
    if target.folder:
        if form == "json" or form == "jsonl":
            return Folder(Encoder(form, None, encoding), path)
        return Tables(gathered.in_folder(form, path, request.table), _terms(request, encoding), spool)
    if form == "json" or form == "jsonl" or form == "csv":
        if form == "json" and several:
            remedy = "create it, end its name with a slash, or take --format jsonl"
            problem = "JSON of several documents needs a folder, and this is none"
            raise UsageError(problem, place=str(path), remedy=remedy)
        return OneFile(Encoder(form, request.table, encoding), path)
    return Tables(gathered.in_file(form, path, request.table), _terms(request, encoding), spool)


def _printed(form: Format, request: Request, *, several: bool) -> Encoder:
    if form == "xlsx" or form == "parquet" or form == "duckdb":
        raise UsageError(f"{form} is no format for standard output", remedy="name a file with -o")
    lines = several and form == "json"
    return Encoder("jsonl" if lines else form, request.table, request.encoding or "utf-8")


def _terms(request: Request, encoding: Encoding) -> Terms:
    return Terms(encoding, licence(request.licence))


def _require_own_files(sources: list[Input], made: list[Destination]) -> None:
    """Raise UsageError where two things would be written to one file, or an input would be overwritten."""
    taken: dict[str, str] = {}
    read = {_identity(source.argument) for source in sources if not source.is_standard} - {None}
    for path, what in (pair for one in made for pair in _files(sources, one)):
        # Case is folded because some file systems do so.
        real = os.path.realpath(path).casefold()
        if real in taken:
            remedy = "write them to different folders, or take --format jsonl"
            raise UsageError(f"{taken[real]} and {what} would both be written to {path}", remedy=remedy)
        taken[real] = what
        if _identity(path) in read:
            raise UsageError("is also an input and would be overwritten", place=str(path), remedy="change -o")


def _files(sources: Iterable[Input], one: Destination) -> Iterator[tuple[Path, str]]:
    """The files that a destination writes, each with what goes into it."""
    if isinstance(one, Folder):
        yield from ((one.file(source), source.place) for source in sources)
    elif isinstance(one, OneFile):
        yield one.path, one.encoder.form
    elif isinstance(one, Tables):
        yield from ((path, one.product.form) for path in one.product.files)


def _identity(path: Path | str) -> tuple[int, int] | None:
    """What two names of one file have in common; None where there is no file."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None
