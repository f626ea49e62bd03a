"""One document to read, and how."""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from planextract import __version__, api, sources
from planextract.engines import PdfOptions
from planextract.errors import InputError
from planextract.parsers import registry
from planextract.parsers.parser import Parser
from planextract.schema import PlanDocument
from planextract.sources.watching import Watch


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are to be read: what the user forces, None where the document decides."""

    parser: str | Parser | None = None
    municipality: str | None = None
    encoding: str | None = None
    pdf: PdfOptions = field(default_factory=PdfOptions)

    def fingerprint(self) -> str:
        """A hash of everything but the file that the result hangs on: program, libraries, parsers and options."""
        pdf = self.pdf
        said = (
            __version__,
            _libraries(),
            sorted(map(_declared, registry.parsers())),
            _declared(self.parser) if isinstance(self.parser, Parser) else self.parser,
            (self.municipality, self.encoding),
            (pdf.engine, sorted(pdf.pages) if pdf.pages else None, _unguessable(pdf.password), pdf.cross_check),
        )
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


# What reads PDFs: another version may read them otherwise.
_READERS = ("pypdfium2", "pdfplumber", "pdfminer.six", "camelot-py")
_ROUNDS = 200_000


@cache
def _libraries() -> list[str]:
    return [f"{name} {metadata.version(name)}" for name in _READERS]


@cache
def _unguessable(password: str | None) -> str | None:
    """What stands for a password in a hash that lies in a file: it must not be found there by trying words."""
    if password is None:
        return None
    return hashlib.pbkdf2_hmac("sha256", password.encode("utf-8", "surrogateescape"), b"planextract", _ROUNDS).hex()


def _declared(parser: Parser) -> str:
    """Everything that a parser says, as text that is the same in every process."""
    evidence = parser.evidence
    said = (
        (parser.id, parser.version, parser.municipality),
        (evidence.all_of, sorted(map(sorted, evidence.layouts))) if evidence else None,
        sorted((heading, role.value) for heading, role in parser.headings.items()),
        [_written(hook, parser) for hook in (parser.repair, parser.refine) if hook is not None],
    )
    return json.dumps(said)


def _written(hook: object, parser: Parser) -> str:
    """The hash of the file in which a hook is written, as far as it is a function of a file."""
    if parser.script:
        return hashlib.sha256(parser.script.content).hexdigest()
    code = getattr(hook, "__code__", None)
    try:
        return hashlib.sha256(Path(code.co_filename).read_bytes()).hexdigest() if code else repr(type(hook))
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Task:
    """One document. `source` is its path or its bytes, `name` what the document's `source.name` becomes."""

    source: Path | bytes
    name: str
    options: Options

    def load(self) -> bytes:
        """The bytes of the file. Raises InputError and LimitError.

        Nobody waits for what a pipe or a device may give: only regular files are read.
        """
        if isinstance(self.source, bytes):
            return sources.load(io.BytesIO(self.source)).data
        # os.path, because its answers are false, and no exceptions, where a folder above may not be entered.
        if os.path.exists(self.source) and not os.path.isfile(self.source) and not os.path.isdir(self.source):
            raise InputError("this is no regular file", remedy="name a file")
        return sources.load(self.source).data

    def parse(self, data: bytes, watch: Watch) -> PlanDocument:
        """The document in these bytes. Raises PlanextractError."""
        options = self.options
        return api.parse(
            io.BytesIO(data),
            name=self.name,
            parser=options.parser,
            municipality=options.municipality,
            encoding=options.encoding,
            engine=options.pdf.engine,
            pages=options.pdf.pages,
            password=options.pdf.password,
            cross_check=options.pdf.cross_check,
            watch=watch,
        )
