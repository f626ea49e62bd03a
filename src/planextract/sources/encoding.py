"""From bytes to text: which character encoding, by evidence, and said when doubtful.

Order of evidence: a byte order mark; NUL bytes (UTF-16 without a mark); the escape sequences of ISO-2022-JP; strict
UTF-8; then the encodings of Japanese offices, CP932 and EUC-JP, of which strict decoding leaves one in nearly every
text and the share of usual Japanese characters decides where it leaves two, with charset-normalizer as the second
opinion. What fits none of these is read with a few characters damaged, or not at all.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from planextract.errors import EncodingError, NotADocumentError
from planextract.sources.charsets import damaged_text, known_charset, line_after, misfit, strictly_decoded
from planextract.sources.plausibility import characters_beyond_ascii, plausibility, readability

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SAMPLE = 50_000
_SECOND_OPINION_BYTES = 16_000
_FEW_CHARACTERS = 8
_ORDINARY, _POOR = 0.8, 0.5
_READABLE = 0.9

_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


class Decoded(NamedTuple):
    """The text, the encoding it was read as, and why that is doubtful (None where it is not)."""

    text: str
    encoding: str
    doubt: str | None = None


def decode(data: bytes, place: str, encoding: str | None = None) -> Decoded:
    """The text of `data`, in `encoding` where the user said one, else by evidence.

    Raises UsageError for an encoding that does not exist, EncodingError where the bytes do not fit, NotADocumentError
    where they are no text.
    """
    if encoding is not None:
        text = _forced(data, encoding, place)
        return Decoded(text, encoding, _unusual(plausibility(text[:_SAMPLE]), _POOR))
    for evidence in (_by_mark, _by_nul_bytes, _by_escapes, _by_strict_utf8, _by_plausibility, _damaged):
        found = evidence(data)
        if found is not None:
            return found
    if _CONTROL_BYTES.search(data):
        raise NotADocumentError("the file is binary data, not text", place=place, remedy="give a text file")
    raise EncodingError(
        f"the text is in no Japanese encoding; as UTF-8, {misfit(data, 'utf-8')} does not fit",
        place=place,
        remedy="save it as UTF-8, or say its encoding with --input-encoding NAME",
    )


def _forced(data: bytes, encoding: str, place: str) -> str:
    name = known_charset(encoding)
    text = strictly_decoded(data, name)
    if text is not None:
        return text
    raise EncodingError(
        f"the bytes are not {encoding}: {misfit(data, name)} does not fit",
        place=place,
        remedy="say another --input-encoding, or none to have it detected",
    )


def _by_mark(data: bytes) -> Decoded | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text = strictly_decoded(data, codec)
            return Decoded(text, codec) if text is not None else _with_damage(data, codec)
    return None


def _by_nul_bytes(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every ASCII character has a NUL byte beside it."""
    if b"\0" not in data:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        text = strictly_decoded(data, codec)
        if text is not None and readability(text[:_SAMPLE]) >= _READABLE:
            return Decoded(text, codec)
    return None


def _by_escapes(data: bytes) -> Decoded | None:
    if not data.isascii() or not (b"\x1b$" in data or b"\x1b(" in data):
        return None
    text = strictly_decoded(data, "iso2022_jp")
    return _with_damage(data, "iso2022_jp") if text is None else Decoded(text, "iso2022_jp")


def _by_strict_utf8(data: bytes) -> Decoded | None:
    text = strictly_decoded(data, "utf-8")
    return None if text is None else Decoded(text, "utf-8")


def _by_plausibility(data: bytes) -> Decoded | None:
    """CP932, EUC-JP, or UTF-16 without a mark and without any ASCII character: the one that reads as Japanese."""
    candidates = [
        (plausibility(text[:_SAMPLE]), name, text)
        for name in ("cp932", "euc_jp", "utf-16-le", "utf-16-be")
        if (text := strictly_decoded(data, name)) is not None
    ]
    share, name, text = max(candidates, default=(0.0, "", ""), key=lambda candidate: candidate[0])
    return Decoded(text, name, _doubt(data, name, text, share)) if share >= _POOR else None


def _doubt(data: bytes, name: str, text: str, share: float) -> str | None:
    telling = characters_beyond_ascii(text[:_SAMPLE])
    if telling < _FEW_CHARACTERS:
        return f"only {telling} characters tell encodings apart"
    opinion = _second_opinion(data)
    disagreement = f"charset-normalizer takes it for {opinion}" if opinion and opinion != name else None
    return _unusual(share, _ORDINARY) or disagreement


def _unusual(share: float, least: float) -> str | None:
    return f"only {share:.0%} of its characters beyond ASCII are usual in Japanese" if share < least else None


def _second_opinion(data: bytes) -> str | None:
    """What charset-normalizer takes a first part of the data for, among the encodings of Japanese offices."""
    # Imported here: nearly every file is UTF-8 and never needs it.
    from charset_normalizer import from_bytes

    part = data[:_SECOND_OPINION_BYTES]
    part = part[: part.rfind(b"\n") + 1] or part
    names = {"cp932": "cp932", "shift_jis": "cp932", "shift_jis_2004": "cp932"}
    names |= {"euc_jp": "euc_jp", "euc_jis_2004": "euc_jp", "utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be"}
    best = from_bytes(part, cp_isolation=list(names)).best()
    return names.get(best.encoding) if best else None


def _damaged(data: bytes) -> Decoded | None:
    """The Japanese encoding that fits but for a few damaged characters."""
    readings = [found for codec in ("utf-8", "cp932", "euc_jp") if (found := _with_damage(data, codec))]
    readings = [found for found in readings if plausibility(found.text[:_SAMPLE]) >= _ORDINARY]
    return min(readings, default=None, key=lambda found: found.text.count("\ufffd"))


def _with_damage(data: bytes, codec: str) -> Decoded | None:
    """The text with U+FFFD for bytes that do not fit; None where that is more than one character in fifty."""
    text = damaged_text(data, codec)
    damaged = text.count("\ufffd")
    if damaged * 50 > len(text):
        return None
    line = line_after(text[: text.find("\ufffd")])
    return Decoded(text, codec, f"{damaged} of its characters are damaged, the first in line {line}")
