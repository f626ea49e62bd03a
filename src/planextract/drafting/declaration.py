"""A declaration as a Python file: what the document says of itself, and proposals that wait to be confirmed.

The file is run by whoever saves it, so nothing of the document stands in it but as a quoted string or, printable
characters on one line, in a comment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planextract.drafting.proposals import Proposal
from planextract.layout.headings import VALUE_ROLES
from planextract.layout.heads import Heads
from planextract.layout.vocabulary import key
from planextract.parsers.parser import Evidence, Parser
from planextract.record import Role
from planextract.schema import Municipality

_HEADINGS_OF_A_LAYOUT = 6
_LEAST_HEADINGS = 2
_MOST_LAYOUTS = 3
_SHOWN = 24
# Figures' headings change with the years, the others stay from edition to edition.
_CHANGING = VALUE_ROLES | {Role.SCHEDULE}
_VERSION = "1.0"


class Draft(NamedTuple):
    """A parser as proposed, the whole file that declares it, and its proposals in order."""

    parser: Parser
    file: str
    proposals: list[Proposal]


def drafted(
    parser_id: str,
    name: str,
    municipality: Municipality,
    words: str,
    cells: frozenset[str],
    found: Sequence[Heads],
    proposals: Sequence[Proposal],
) -> Draft:
    """The declaration for the document `name`, whose squeezed words and keys of cells are given.

    `found` are the headings of its plan tables. Raises ParserError where `parser_id` is none.
    """
    asked = list({key(proposal.heading): proposal for proposal in reversed(proposals)}.values())[::-1]
    parser = Parser(
        id=parser_id,
        version=_VERSION,
        municipality=municipality.code,
        evidence=_evidence(municipality, words, cells, found, asked),
        headings={proposal.heading: proposal.role for proposal in asked if proposal.role is not None},
    )
    return Draft(parser, "".join(f"{line}\n" for line in _lines(parser, name, municipality, asked)), asked)


def _evidence(
    municipality: Municipality, words: str, cells: frozenset[str], found: Sequence[Heads], asked: Sequence[Proposal]
) -> Evidence | None:
    said = (municipality.name,) if municipality.name and municipality.name in words else ()
    named = [heads for heads in found if heads.measures] or [heads for heads in found if _has_title(heads, asked)]
    layouts: list[frozenset[str]] = []
    for heads in named:
        own = [
            h.heading for h in heads.heads if h.role not in _CHANGING and _stays(h.heading) and key(h.heading) in cells
        ]
        layout = frozenset(own[:_HEADINGS_OF_A_LAYOUT])
        if len(layout) >= _LEAST_HEADINGS and not any(layout <= other or other <= layout for other in layouts):
            layouts.append(layout)
    return Evidence(said, tuple(layouts[:_MOST_LAYOUTS])) if said or layouts else None


def _has_title(heads: Heads, asked: Sequence[Proposal]) -> bool:
    titles = {key(proposal.heading) for proposal in asked if proposal.role is Role.TITLE}
    return any(head.role is Role.TITLE or key(head.heading) in titles for head in heads.heads)


def _stays(heading: str) -> bool:
    return not any(character.isdigit() for character in heading)


def _lines(parser: Parser, name: str, municipality: Municipality, asked: Sequence[Proposal]) -> Iterator[str]:
    town = _comment(municipality.name or "a municipality that the document does not name")
    roles = any(proposal.role for proposal in asked)
    yield f'"""{_docstring(town)}: drafted by planextract; say here what kind of document this is."""'
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield f"from planextract.parsers.parser import {'Evidence, ' if parser.evidence else ''}Parser"
    yield from ["from planextract.record import Role"] if roles else []
    yield ""
    yield f"# Drafted from {_comment(name)}. Lines ending in `confirm` are guesses: look at a page, correct or delete."
    yield "PARSER = Parser("
    yield f"    id={_quoted(parser.id)},"
    yield f"    version={_quoted(parser.version)},"
    if parser.municipality:
        yield f"    municipality={_quoted(parser.municipality)},  # {town}"
    else:
        yield '    # municipality="",  # 全国地方公共団体コード, six digits: the document does not tell'
    yield from _evidence_lines(parser.evidence)
    yield from _heading_lines(asked)
    yield ")"


def _evidence_lines(evidence: Evidence | None) -> Iterator[str]:
    if evidence is None:
        yield "    # evidence: nothing was found by which such documents are known; force this parser with --parser"
        return
    yield "    evidence=Evidence("
    if evidence.all_of:
        yield f"        all_of=({', '.join(map(_quoted, evidence.all_of))},),  # words that stand somewhere in it"
    if evidence.layouts:
        yield "        layouts=(  # all headings of one of these stand in its tables"
        for layout in evidence.layouts:
            yield f"            frozenset({{{', '.join(map(_quoted, sorted(layout)))}}}),"
        yield "        ),"
    yield "    ),"


def _heading_lines(asked: Sequence[Proposal]) -> Iterator[str]:
    if not any(proposal.role for proposal in asked):
        yield from (f"    # {_open(proposal)}" for proposal in asked)
        return
    yield "    headings={"
    for proposal in asked:
        if proposal.role is None:
            yield f"        # {_open(proposal)}"
        else:
            reason = f"{proposal.why}{_like(proposal.example)}"
            yield f"        {_quoted(proposal.heading)}: Role.{proposal.role.name},  # {reason}: confirm"
    yield "    },"


def _open(proposal: Proposal) -> str:
    return f"{_quoted(proposal.heading)}: no role is proposed, {proposal.why}{_like(proposal.example)}"


def _like(example: str) -> str:
    said = _comment(example)
    return f" ({said if len(said) <= _SHOWN else said[: _SHOWN - 1] + '…'})" if said else ""


def _quoted(string: str) -> str:
    """A literal: JSON's strings are Python's, too."""
    return json.dumps(string, ensure_ascii=not string.isprintable())


def _comment(string: str) -> str:
    """Printable characters on one line: nothing in it can end a comment."""
    return "".join(character for character in " ".join(string.split()) if character.isprintable())


def _docstring(string: str) -> str:
    return string.replace("\\", "").replace('"', "")
