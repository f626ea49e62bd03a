"""What the machine that runs a batch and a node of its cluster say to each other about one document.

    order:   one line of JSON, and the bytes of the file
    answer:  one line of JSON, and the bytes of the document's JSON, if it was read

Both are checked like all that crosses the border of a process (`messages`): nothing that came out of a document is
ever unpickled, and what a node says is believed no more than what a worker says.
"""

from __future__ import annotations

import tempfile
from base64 import b64decode, b64encode
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from planextract import __version__
from planextract.batch.limits import Limits
from planextract.batch.messages import Facts, Failure, Hash, MalformedError, Said, Strict
from planextract.batch.tasks import Options, Task
from planextract.engines import Engine, PdfOptions
from planextract.errors import ParserError
from planextract.parsers import declared
from planextract.parsers.parser import Parser

_MAX_HEAD = 4 * 2**20


class Declaration(Strict):
    """A declaration in a file of the user's own, which no node has: its name and, in Base64, what it says."""

    name: str
    content: str

    @classmethod
    def of(cls, parser: Parser) -> Declaration:
        """The file in which the parser is declared. Raises ParserError where it is in none."""
        if parser.script is None:
            remedy = "put the declaration into a file, for --parser FILE"
            raise ParserError(f"the parser {parser.id} is declared in no file, and cannot travel", remedy=remedy)
        return cls(name=parser.script.name, content=b64encode(parser.script.content).decode("ascii"))

    def load(self) -> Parser:
        """The parser that it declares. Raises ParserError."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, self.name)
            path.write_bytes(b64decode(self.content))
            return declared.load(path)


class Way(Strict):
    """How documents are to be read, as text: `Options` and `Limits`."""

    parser: str | None
    declaration: Declaration | None
    municipality: str | None
    encoding: str | None
    engine: Engine
    pages: list[int] | None
    password: Annotated[str | None, Field(repr=False)]
    cross_check: bool
    limits: dict[str, float | int | None]

    @classmethod
    def of(cls, options: Options, limits: Limits) -> Way:
        """The options and limits as a node is told of them. Raises ParserError where a declaration has no file."""
        pdf, parser = options.pdf, options.parser
        declaration = None
        if isinstance(parser, Parser):
            declaration = Declaration.of(parser)
        return cls(
            parser=parser if isinstance(parser, str) else None,
            declaration=declaration,
            municipality=options.municipality,
            encoding=options.encoding,
            engine=pdf.engine,
            pages=sorted(pdf.pages) if pdf.pages is not None else None,
            password=pdf.password,
            cross_check=pdf.cross_check,
            limits=asdict(limits),
        )

    def options(self) -> Options:
        """The options. Raises ParserError."""
        parser = self.declaration.load() if self.declaration else self.parser
        pages = frozenset(self.pages) if self.pages is not None else None
        pdf = PdfOptions(self.engine, pages, self.password, self.cross_check)
        return Options(parser, self.municipality, self.encoding, pdf)


class Order(Strict):
    """One file to read, whose bytes follow: what the document's `source.name` becomes, and how it is read."""

    name: Said
    way: Way

    @classmethod
    def of(cls, task: Task, way: Way) -> Order:
        """The order to read what the task says."""
        return cls(name=task.name, way=way)

    def line(self) -> bytes:
        """The order as it is sent, before the bytes of the file."""
        return self.model_dump_json().encode() + b"\n"


class Answer(Strict):
    """What became of the file. `fingerprint` (`Options.fingerprint`) and `version` tell who read it."""

    version: Said
    fingerprint: Hash
    seconds: float
    sha256: Hash | None
    read: Facts | None = None
    failed: Failure | None = None

    @property
    def result(self) -> Facts | Failure:
        """The one of the two that there is. Raises MalformedError."""
        result = self.read or self.failed
        if result is None or (self.read and self.failed):
            raise MalformedError("not one result")
        return result

    @classmethod
    def of(cls, result: Facts | Failure, sha256: str | None, seconds: float, fingerprint: str) -> Answer:
        """The answer with that result."""
        read, failed = (result, None) if isinstance(result, Facts) else (None, result)
        return cls(
            version=__version__, fingerprint=fingerprint, seconds=seconds, sha256=sha256, read=read, failed=failed
        )

    def line(self) -> bytes:
        """The answer as it is sent, before the bytes of the document."""
        return self.model_dump_json().encode() + b"\n"

    @classmethod
    def parse(cls, said: bytes, limits: Limits) -> tuple[Answer, bytes]:
        """The answer and the document's bytes. Raises MalformedError."""
        head, _, data = said.partition(b"\n")
        if len(head) > _MAX_HEAD:
            raise MalformedError("a line is too long")
        try:
            answer = cls.model_validate_json(head)
        except ValidationError as error:
            raise MalformedError("no answer") from error
        result = answer.result
        announced = result.bytes if isinstance(result, Facts) else 0
        if len(data) != announced or announced > limits.output_bytes:
            raise MalformedError("more or less bytes than announced")
        return answer, data
