"""A declaration in a file of the user's own: `--parser ./my_city.py`. The file is Python and runs as such."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from types import CodeType, ModuleType

from planextract.errors import ParserError
from planextract.parsers.generic import GENERIC
from planextract.parsers.parser import Parser, Script, line_in, role_meant, told
from planextract.record import Role

_VARIABLE = "PARSER"


def load(path: Path) -> Parser:
    """Run the file and give its `PARSER`. What it prints goes to standard error: standard output is the product's.

    Raises ParserError naming the file, and line and field where they are known: the file cannot be read, is no Python,
    fails while it runs, or declares no parser or a wrong one.
    """
    module = ModuleType(f"planextract_declaration_{path.stem}")
    module.__file__ = str(path)
    content = _content(path)
    code = _compiled(path, content)
    sys.modules[module.__name__] = module  # as for any import: dataclasses look their module up
    try:
        with redirect_stdout(sys.stderr):
            exec(code, module.__dict__)
    except (Exception, SystemExit) as error:  # the file is its author's code: what it raises is no bug of ours
        raise _failed(error, path) from error
    return _declared(module, path, content)


def _failed(error: BaseException, path: Path) -> ParserError:
    line = line_in(str(path), error)
    place = f"{path} line {line}" if line else str(path)
    if isinstance(error, ParserError):
        return ParserError(error.message, place=place, remedy=error.remedy)
    if isinstance(error, AttributeError) and error.obj is Role:
        return ParserError(f"there is no Role.{error.name}", place=place, remedy=role_meant(error.name or ""))
    return ParserError(told(error), place=place)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ParserError(f"cannot be read: {(error.strerror or str(error)).lower()}", place=str(path)) from error


def _compiled(path: Path, content: bytes) -> CodeType:
    try:
        return compile(content, str(path), "exec", dont_inherit=True)
    except SyntaxError as error:
        place = f"{path} line {error.lineno}" if error.lineno else str(path)
        raise ParserError(f"is no Python: {error.msg}", place=place) from error
    except ValueError as error:
        raise ParserError(f"is no Python: {error}", place=str(path)) from error


def _declared(module: ModuleType, path: Path, content: bytes) -> Parser:
    missing = f"the file has to set {_VARIABLE} = Parser(...)"
    if not hasattr(module, _VARIABLE):
        raise ParserError(f"declares no {_VARIABLE}", place=str(path), remedy=missing)
    parser = getattr(module, _VARIABLE)
    if not isinstance(parser, Parser):
        kind = type(parser).__name__
        raise ParserError(f"{_VARIABLE} is no Parser but {kind}", place=str(path), remedy=missing)
    if parser.id == GENERIC.id:
        raise ParserError(f"field id: {parser.id!r} is the parser without a declaration", place=str(path))
    return replace(parser, script=Script(path.name, content))
