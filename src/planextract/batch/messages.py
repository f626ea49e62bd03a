r"""What a worker tells the process that started it: short lines of JSON, and after the last one the document.

    {"sha256": "…"}\n{"page": 3}\n … {"page": null}\n … {"read": {"bytes": 5213, …}}\n and 5213 bytes
    {"failed": {"failure": "encrypted", …}}\n

A worker has read a file that may be hostile, so nothing that it says is believed: lines and document have a greatest
length, values are checked, and what does not fit is as good as a crash.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planextract.diagnostics import CATALOGUE
from planextract.errors import FAILURES, PlanextractError
from planextract.schema import PlanDocument, Severity

MAX_LINE = 65_536
_MAX_SAID = 2_000

Count = Annotated[int, Field(ge=0, le=10**12)]
Said = Annotated[str, Field(max_length=_MAX_SAID)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Strict(BaseModel):
    """A model that takes nothing but what it declares."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Failure(Strict):
    """Why a document was not read: a word of `errors.FAILURES`, what happened, and what one can do."""

    failure: Annotated[str, Field(pattern=f"^({'|'.join(FAILURES)})$")]
    message: Said
    remedy: Said | None = None

    @classmethod
    def of(cls, error: PlanextractError) -> Failure:
        """What an exception says, its place aside: the batch names the file itself."""
        remedy = error.remedy[:_MAX_SAID] if error.remedy else None
        return cls(failure=error.failure, message=error.message[:_MAX_SAID], remedy=remedy)

    def error(self, place: str | None = None) -> PlanextractError:
        """The exception that says the same, of the input at `place` where it is one's."""
        return FAILURES[self.failure](self.message, place=place, remedy=self.remedy)


class Facts(Strict):
    """A document in figures, and how many bytes of JSON follow."""

    bytes: Count
    parser: Said
    parser_version: Said
    pages: Count
    measures: Count
    indicators: Count
    observations: Count
    diagnostics: dict[Annotated[str, Field(pattern=f"^({'|'.join(CATALOGUE)})$")], Count]
    severities: dict[Severity, Count]

    @classmethod
    def nothing(cls) -> Facts:
        """What a job says that gives no document and went well."""
        zeros = dict.fromkeys(("bytes", "pages", "measures", "indicators", "observations"), 0)
        return cls(parser="", parser_version="", diagnostics={}, severities={}, **zeros)

    @classmethod
    def of(cls, document: PlanDocument, size: int) -> Facts:
        """The figures of a document whose JSON has `size` bytes."""
        indicators = [indicator for measure in document.measures for indicator in measure.indicators]
        codes = [diagnostic.code for diagnostic in document.diagnostics]
        severities = [diagnostic.severity for diagnostic in document.diagnostics]
        return cls(
            bytes=size,
            parser=document.parser.id,
            parser_version=document.parser.version,
            pages=document.source.page_count or 0,
            measures=len(document.measures),
            indicators=len(indicators),
            observations=sum(len(indicator.observations) for indicator in indicators),
            diagnostics={code: codes.count(code) for code in sorted(set(codes))},
            severities={severity: severities.count(severity) for severity in sorted(set(severities))},
        )


class Message(Strict):
    """One line: the hash of the file, a page that begins (None: it ended), or the result."""

    sha256: Hash | None = None
    page: Count | None = None
    read: Facts | None = None
    failed: Failure | None = None

    def line(self) -> bytes:
        """The message as it is sent."""
        return self.model_dump_json(exclude_unset=True).encode() + b"\n"


class MalformedError(Exception):
    """A worker said what no worker says."""


def send(outlet: int, data: bytes) -> None:
    """Write all of it into a pipe."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(outlet, rest) :]


@dataclass(slots=True)
class Inbox:
    """Takes what comes out of the pipe, in pieces as they come; `take` gets the pieces of the document.

    `sha256` is that of the file, once the worker has read it, `page` the page that is being read now, `result` the last
    message; `complete` tells that all of it has come.
    """

    take: Callable[[bytes], None]
    most: int
    sha256: str | None = None
    page: int | None = None
    result: Facts | Failure | None = None
    _line: bytearray = field(default_factory=bytearray)
    _missing: int = 0

    @property
    def complete(self) -> bool:
        """Whether the result is known and, where it is a document, all of it was taken."""
        return self.result is not None and self._missing == 0

    def feed(self, data: bytes) -> bool:
        """Take some bytes; whether a page began or ended in them. Raises MalformedError and what `take` raises."""
        turned = False
        while data:
            if self.result is not None:
                self._take(data)
                return turned
            head, end, data = data.partition(b"\n")
            self._line += head
            if len(self._line) > MAX_LINE:
                raise MalformedError("a line is too long")
            if end:
                turned |= self._read(bytes(self._line))
                self._line.clear()
        return turned

    def _take(self, data: bytes) -> None:
        if len(data) > self._missing:
            raise MalformedError("more bytes than announced")
        self._missing -= len(data)
        self.take(data)

    def _read(self, line: bytes) -> bool:
        """Understand one line; whether it tells of a page."""
        try:
            message = Message.model_validate_json(line)
        except ValidationError as error:
            raise MalformedError("no message") from error
        if message.read is not None:
            if message.read.bytes > self.most:
                raise MalformedError("a longer document than allowed")
            self._missing = message.read.bytes
        self.result = message.read or message.failed
        self.sha256 = message.sha256 or self.sha256
        self.page = message.page
        return "page" in message.model_fields_set
