"""Whether a text on one page goes on in another on the next: what its last line and its last character tell."""

from __future__ import annotations

from planextract.detect.wraps import ALWAYS_FIRST, NEVER_FIRST
from planextract.schema import PagePlace, Place
from planextract.text import Text

_SENTENCE_END = "。．！？!?）)」』"


def is_value(text: Text) -> bool:
    """Whether a text is a short figure on one line."""
    return len(text) <= 15 and not _has_lines(text) and any(map(str.isdigit, text.string))


def is_prose(text: Text) -> bool:
    """Whether a text runs over several lines."""
    return len(text) >= 20 and _has_lines(text)


def breaks_off(above: Text, below: Text) -> bool:
    """Whether a text of several lines stops at a page's foot without the mark that ends a sentence or a remark."""
    return above.string[-1] not in _SENTENCE_END and (_has_lines(above) or _has_lines(below))


def _has_lines(text: Text) -> bool:
    """Whether a text stands on several lines: it is higher than one character."""
    first, whole = text.slice(0, 1).provenance, text.provenance
    return len(whole) > 1 or any(_height(place) > 1.8 * _height(first[0]) for place in whole if first)


def goes_on(above: Text, below: Text) -> bool:
    """Whether a text's last line is full, so that the words on the next page belong to its sentence."""
    if below.string[0] in NEVER_FIRST:
        return True
    places, last = above.provenance, above.slice(-1).provenance
    if not (places and last and _has_lines(above)) or above.string[-1] in _SENTENCE_END:
        return False
    whole, end = places[-1], last[-1]
    if not isinstance(whole, PagePlace) or not isinstance(end, PagePlace):
        return False
    return end.bbox[2] > whole.bbox[2] - (end.bbox[2] - end.bbox[0]) and not ALWAYS_FIRST.match(below.string)


def _height(place: Place) -> float:
    return place.bbox[3] - place.bbox[1] if isinstance(place, PagePlace) else 0.0
