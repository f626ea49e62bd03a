"""Departments: a cell that names several is divided, one name each (OUTPUT.md rule 9)."""

from __future__ import annotations

import re

from planextract.characters import fold
from planextract.normalise.marks import brackets

Name = tuple[str, int, int]

# The kinds of unit that the organisation rules (組織規則, 部設置条例) of municipalities know; a name ends in one.
_ENDINGS = (
    "課|室|局|部|所|館|会|センター|係|班|署|院|園|校|場|隊|団|庁|機構|組合|法人|企業|大学|"
    "担当|グループ|チーム|ユニット|役場|(?:課|室|局|部|係|所属)長"
)
_ENDS = re.compile(rf"(?:{_ENDINGS})(?:等|など|ほか|他|外)?(?:[(（][^()（）]{{0,40}}[)）])?\Z")
# Words that end like a unit but are the first half of one's name: 社会|教育課, 都市公園|整備課.
_HALVES = re.compile(r"(?:\A|[\s、])(?:社会|議会|学校|公園|市場|工場|会場|場所|内部|外部|全部|一部|福祉会)\Z")
_SEPARATOR = re.compile(r"[、,，・;；／/]|及び|並びに|および|ならびに|\s+")
_OTHERS = r"等|など|ほか|(?<!その)他|外"
_AND_OTHERS = re.compile(rf"(?:[\s、,・]*(?:{_OTHERS}))+\Z")
_ONLY_OTHERS = re.compile(rf"(?:{_OTHERS})+")
_ONLY_LISTED = re.compile(r"[、,，;；／/]|及び|並びに|および|ならびに")
_OFFICE = re.compile(r"事務局")
_EDGES = " \t\n\r\u3000、,，・;；／/:：※"
_LATIN_GAP = re.compile(r"(?<=[A-Za-zＡ-Ｚａ-ｚ])\s+(?=[A-Za-zＡ-Ｚａ-ｚ])")
_WINDOW = 60


def split_departments(text: str) -> list[Name]:
    """The departments of a cell in order: `(name, start, stop)` with the printed span; the name has no blanks.

    Divided at 、 , ・ ； / 及び 並びに, line breaks and blanks; 等, など, ほか and 他 at the end of each are taken off.
    A blank, a line break or ・ is no separator where the part before it ends in no kind of organisation
    (生涯学習 スポーツ課, まち・ひと創生課), nor is anything inside brackets. Never raises.
    """
    folded = fold(text)
    string = folded.string
    closed = _hide_brackets(string)
    names: list[Name] = []
    start = 0
    for separator in [*_SEPARATOR.finditer(closed), None]:
        stop = separator.start() if separator else len(string)
        if separator and not _separates(string, max(start, stop - _WINDOW), separator):
            continue
        span = folded.span(*_trimmed(string, start, stop))
        name = _unspaced(text[slice(*span)])
        if name and not _ONLY_OTHERS.fullmatch(name):
            names.append((name, *span))
        start = separator.end() if separator else stop
    return names


def _unspaced(printed: str) -> str:
    """Line wraps leave nothing behind in Japanese words, one blank between Latin ones."""
    return "\0".join("".join(part.split()) for part in _LATIN_GAP.split(printed)).replace("\0", " ")


def _hide_brackets(string: str) -> str:
    characters = list(string)
    for start, stop in brackets(string):
        characters[start:stop] = "\0" * (stop - start)
    return "".join(characters)


def _separates(string: str, start: int, separator: re.Match[str]) -> bool:
    if _ONLY_LISTED.fullmatch(separator[0]):
        return True
    before = string[start : separator.start()].rstrip()
    whole = _ENDS.search(before) is not None and _HALVES.search(before) is None
    return whole and not (separator[0].isspace() and _OFFICE.match(string, separator.end()))


def _trimmed(string: str, start: int, stop: int) -> tuple[int, int]:
    """The span without blanks, separators, 等 and ほか at its ends."""
    part = string[start:stop]
    start += len(part) - len(part.lstrip(_EDGES))
    part = string[start:stop].rstrip(_EDGES)
    others = _AND_OTHERS.search(part, max(0, len(part) - _WINDOW))
    if others and others.start() > 0:
        part = part[: others.start()].rstrip(_EDGES)
    return start, start + len(part)
