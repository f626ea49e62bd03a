"""Where the data come from and on what terms: what every published table owes to those who wrote the plans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from planextract.schema import SCHEMA_VERSION, PlanDocument

GENERATOR = f"planextract, schema {SCHEMA_VERSION}"
_NAMED_AT_MOST = 20
_UNKNOWN = "unknown"


class Origin(NamedTuple):
    """One document of a table: its key, what it is called, and where its file lies (None where nobody said)."""

    key: str
    name: str
    municipality: str | None
    plan: str | None
    file: Path | None


def origin(document: PlanDocument, key: str, file: Path | None) -> Origin:
    """What the attribution and the links need of a document."""
    return Origin(key, document.source.name, document.municipality.name, document.plan.title, file)


def called(source: Origin) -> str:
    """`酒田市「情報化計画」`; the file's name where the plan has no title."""
    return f"{source.municipality or ''}「{source.plan or source.name}」"


def attribution(sources: Iterable[Origin]) -> str:
    """The line that Japanese public terms of use ask for: 出典: … を加工して作成.

    Each plan is named once; of more than 20 the rest is counted, and the table `documents` lists them all.
    """
    plans = list(dict.fromkeys(called(source) for source in sources))
    named = "、".join(plans[:_NAMED_AT_MOST])
    more = f" ほか{len(plans) - _NAMED_AT_MOST}件" if len(plans) > _NAMED_AT_MOST else ""
    return f"出典: {named}{more} を加工して作成"


class Licence(NamedTuple):
    """A licence as a data package names it: a short name, and a title or an address where there is one."""

    name: str
    title: str | None = None
    path: str | None = None


def licence(said: str | None) -> Licence:
    """The licence that the user said: a name (CC-BY-4.0), an address, or words; unknown where nothing was said.

    Nothing is guessed: that a plan lies on the web tells nothing about its terms.
    """
    if said is None:
        return Licence(_UNKNOWN, title="Unknown: ask whoever published the plans")
    if re.match(r"https?://", said):
        return Licence("other", path=said)
    if re.fullmatch(r"[-A-Za-z0-9._]+", said):
        return Licence(said)
    return Licence("other", title=said)
