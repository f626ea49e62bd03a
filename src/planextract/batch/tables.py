"""The tables of all documents in an output folder: projections of the JSON files beside them, in the formats wanted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from planextract.batch.messages import Facts, Failure, Message, send
from planextract.batch.place import Place
from planextract.errors import InputError, OutputError, PlanextractError
from planextract.export import documents, files, gathered
from planextract.export.attribution import licence
from planextract.export.gathered import GatheredFormat, Terms
from planextract.export.spool import Spool
from planextract.schema import PlanDocument

BatchFormat = Literal["json", "jsonl"] | GatheredFormat

_LINES = "plans.jsonl"
_USUAL = Terms("utf-8-sig", licence(None))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The formats of the tables; json is none of them, because each document's JSON is there in any case."""

    forms: tuple[BatchFormat, ...] = ("csv",)
    terms: Terms = _USUAL

    def require(self) -> None:
        """Raise MissingPartError where a format needs what is not installed."""
        for form in self._gathered:
            gathered.require(form)

    @property
    def _gathered(self) -> list[GatheredFormat]:
        return [form for form in self.forms if form != "json" and form != "jsonl"]

    def write(self, spool: Spool, place: Place, names: Sequence[str]) -> Iterator[PlanextractError]:
        """Write every format and give what went wrong with some of them, while the others are written.

        Where all went well, what an earlier run left in another format is removed: it would not follow the documents.
        """
        products = [gathered.in_folder(form, place.tables, None) for form in self._gathered]
        lines = place.tables / _LINES
        kept = {path for product in products for path in product.files}
        whole = True
        for product in products:
            try:
                product.write(spool, self.terms)
            except PlanextractError as error:
                whole = False
                yield error
        try:
            if "jsonl" in self.forms:
                kept.add(lines)
                files.write(lines, (_line(place.document(name)) for name in names))
            if whole:
                files.remove({lines, *gathered.files_in(place.tables)} - kept)
        except OutputError as error:
            yield error


@dataclass(frozen=True, slots=True)
class Read:
    """A document of the folder: the name of its output, and where it was read from."""

    name: str
    file: Path


@dataclass(frozen=True, slots=True)
class Joining:
    """Writes the tables, as a job of a worker: the documents together may be larger than one process should hold."""

    place: Place
    read: Sequence[Read]
    wanted: Wanted

    def work(self, outlet: int) -> None:
        """Write the tables and say whether it went well."""
        problems = list(join(self.place, self.read, self.wanted))
        message = Message(failed=_together(problems)) if problems else Message(read=Facts.nothing())
        send(outlet, message.line())

    def take(self, data: bytes) -> None:
        """Nothing comes back but the word that it is done."""


def join(place: Place, read: Sequence[Read], wanted: Wanted) -> Iterator[PlanextractError]:
    """Write every table anew, with the rows of these documents in order, and give what went wrong.

    A file that is no document is left out; the tables of the others are written.
    """
    names: list[str] = []
    with Spool(within=place.folder) as spool:
        try:
            for one in read:
                document = _document(place, one.name)
                if document is None:
                    yield InputError(
                        "no document, left out of the tables",
                        place=str(place.document(one.name)),
                        remedy="do not trust what it was made from; --no-resume reads all again",
                    )
                else:
                    spool.add(document, one.file)
                    names.append(one.name)
            spool.finish()
            yield from wanted.write(spool, place, names)
        except PlanextractError as error:
            yield error


def _document(place: Place, name: str) -> PlanDocument | None:
    """The document of that name, None where the file is none: a worker wrote it that a file had in its hands."""
    try:
        return PlanDocument.model_validate_json(place.document(name).read_bytes())
    except ValueError:
        return None


def _line(path: Path) -> bytes:
    return documents.line(json.loads(path.read_bytes())).encode()


_NAMED_AT_MOST = 5


def _together(problems: Sequence[PlanextractError]) -> Failure:
    """All problems as one: the class and the remedy of the first."""
    said = [f"{problem.place}: {problem.message}" if problem.place else problem.message for problem in problems]
    more = [f"and {len(said) - _NAMED_AT_MOST} more"] if len(said) > _NAMED_AT_MOST else []
    first = problems[0]
    return Failure.of(type(first)("; ".join(said[:_NAMED_AT_MOST] + more), remedy=first.remedy))
