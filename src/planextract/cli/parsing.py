"""`planextract parse`: documents to JSON and to tables."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planextract import api, sources
from planextract.cli import streams
from planextract.cli.destinations import Destination
from planextract.cli.failures import guarded
from planextract.cli.inputs import Input, inputs
from planextract.cli.pdf_options import pdf_options
from planextract.cli.progress import shown
from planextract.cli.summary import summary, tell_findings
from planextract.cli.targets import Request, destinations
from planextract.engines import PdfOptions
from planextract.export.spool import Spool
from planextract.parsers.parser import Parser
from planextract.schema import PlanDocument

if TYPE_CHECKING:
    from planextract.batch.limits import Limits


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are to be read: what the user forces, None where the document decides."""

    parser: str | Parser | None = None
    municipality: str | None = None
    encoding: str | None = None
    pdf: PdfOptions = field(default_factory=pdf_options)
    contained: Limits | None = None

    def read(self, source: Input) -> PlanDocument:
        """Parse one input, where `contained` says so in a process of its own. Raises PlanextractError."""
        if self.contained is not None:
            return self._contained(source, self.contained)
        return api.parse(
            source.open(),
            name=source.forced_name,
            parser=self.parser,
            municipality=self.municipality,
            encoding=self.encoding,
            engine=self.pdf.engine,
            pages=self.pdf.pages,
            password=self.pdf.password,
            cross_check=self.pdf.cross_check,
        )

    def _contained(self, source: Input, limits: Limits) -> PlanDocument:
        from planextract.batch.alone import alone
        from planextract.batch.tasks import Options, Task

        opened = source.open()
        # A worker inherits no pipes: what is no regular file is fetched here.
        regular = isinstance(opened, Path) and (opened.is_file() or not opened.exists())
        what = opened if regular and isinstance(opened, Path) else sources.load(opened, name=source.place).data
        options = Options(self.parser, self.municipality, self.encoding, self.pdf)
        return alone(Task(what, source.name, options), limits, source.place)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user wants to get: where and in which form, and how much is said about it."""

    request: Request
    strict: bool = False
    quiet: bool = False


def chosen(parser: str | None) -> str | Parser | None:
    """What --parser names: an id, or, in a folder or with the suffix .py, a file whose declaration is run.

    Raises ParserError naming the file and the field that is wrong.
    """
    if parser is None or not (os.path.dirname(parser) or parser.endswith(".py")):
        return parser
    return api.load_parser(Path(parser))


def parse(files: list[str], reading: Reading, wanted: Wanted) -> int:
    """Parse all inputs, one failure not stopping the others; the exit code is the highest of them."""
    sources = inputs(files)
    with Spool() as spool:
        targets = destinations(sources, wanted.request, spool)
        visited = shown(sources, quiet=wanted.quiet, product_elsewhere=bool(wanted.request.outputs))
        codes = [guarded(partial(_parse, source, reading, wanted, targets), source.place) for source in visited]
        return max(*codes, *(guarded(partial(_close, target)) for target in targets))


def _parse(source: Input, reading: Reading, wanted: Wanted, targets: list[Destination]) -> int:
    document = reading.read(source)
    written = [guarded(partial(_add, target, source, document)) for target in targets]
    if not wanted.quiet:
        streams.tell(summary(source.place, document))
    return max(*written, tell_findings(source.place, document, strict=wanted.strict))


def _add(target: Destination, source: Input, document: PlanDocument) -> int:
    target.add(source, document)
    return 0


def _close(target: Destination) -> int:
    target.close()
    return 0
