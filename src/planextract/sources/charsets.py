"""The character encodings of Japanese documents as people name them, and strict decoding in them.

As in the WHATWG Encoding Standard, Shift_JIS means CP932, and EUC-JP and ISO-2022-JP have the rows 13 and 89 to 92 that
Windows added to JIS X 0208 (①, ㈱, 髙), which Python's codecs lack; what Windows never had is tried as JIS X 0213.
"""

from __future__ import annotations

import codecs
import re

from planextract.errors import UsageError

# One encoding as people name it, and the codecs tried for it: the Windows repertoire, then JIS X 0213.
_FAMILIES = {
    "cp932": ("cp932", "shift_jis_2004"),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "iso2022_jp": ("iso2022_jp_ext", "iso2022_jp_2004"),
}
_WITHOUT_WINDOWS_ROWS = frozenset(("euc_jp", "iso2022_jp"))
_WINDOWS_ROWS, _OR_DAMAGE = "planextract-windows-rows", "planextract-windows-rows-or-damage"
_LABELS = {
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso2022_jp_ext": "iso2022_jp",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "cp51932": "euc_jp",
    "eucjp-ms": "euc_jp",
    "eucjpms": "euc_jp",
    "x-euc-jp": "euc_jp",
}

# Python's codecs for names and string literals: no document is written in them.
_NO_ENCODINGS = frozenset(("undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape"))

_LINE_END = re.compile(r"\r\n|\r|\n")


def known_charset(encoding: str) -> str:
    """The codec's or family's name for an encoding as users write it. Raises UsageError if there is none."""
    try:
        name = _LABELS.get(encoding.lower()) or codecs.lookup(encoding).name
        # Codecs from bytes to bytes (hex, zlib) refuse; four NUL bytes are text in every encoding of characters.
        b"\0\0\0\0".decode(name)
    except (LookupError, ValueError):
        name = "undefined"
    if name.replace("-", "_") in _NO_ENCODINGS:
        raise UsageError(f"unknown encoding {encoding!r}", remedy="use utf-8, cp932, euc-jp or utf-16")
    return _LABELS.get(name, name)


def strictly_decoded(data: bytes, name: str) -> str | None:
    """The text if all bytes fit the encoding or a wider one of its family, else None."""
    for codec in _FAMILIES.get(name, (name,)):
        try:
            return data.decode(codec, _on_error(name))
        except (LookupError, ValueError):
            continue
    return None


def damaged_text(data: bytes, name: str) -> str:
    """The text with U+FFFD where bytes do not fit the encoding."""
    return data.decode(name, _OR_DAMAGE if name in _WITHOUT_WINDOWS_ROWS else "replace")


def misfit(data: bytes, name: str) -> str:
    """Where the bytes stop fitting the encoding."""
    try:
        data.decode(name, _on_error(name))
    except UnicodeDecodeError as error:
        return f"byte {error.start + 1} in line {line_after(data[: error.start].decode('latin-1'))}"
    except UnicodeError as error:
        return f"({error}) something"
    return "something"


def line_after(before: str) -> int:
    """The number of the line that follows these characters."""
    return len(_LINE_END.findall(before)) + 1


def _on_error(name: str) -> str:
    return _WINDOWS_ROWS if name in _WITHOUT_WINDOWS_ROWS else "strict"


def _windows_character(error: UnicodeError) -> str | None:
    """The character of a pair in a row of JIS X 0208 that only Windows fills, read through its CP932 form."""
    if not isinstance(error, UnicodeDecodeError):
        return None
    pair = error.object[error.start : error.start + 2]
    high = 0x80 if error.encoding.startswith("euc") else 0
    row, cell = (byte - high - 0x20 for byte in pair) if len(pair) == 2 else (0, 0)
    if not (1 <= row <= 94 and 1 <= cell <= 94):
        return None
    lead = (row - 1) // 2 + (0x81 if row <= 62 else 0xC1)
    trail = cell + 0x9E if row % 2 == 0 else cell + (0x40 if cell >= 64 else 0x3F)
    try:
        return bytes((lead, trail)).decode("cp932")
    except UnicodeDecodeError:
        return None


def _windows_rows(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the character in a row of Windows, or the error."""
    character = _windows_character(error)
    if character is None or not isinstance(error, UnicodeDecodeError):
        raise error
    return character, error.start + 2


def _windows_rows_or_damage(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the character in a row of Windows, or U+FFFD."""
    # The codec hands the same exception over each time: to raise it here would pile up its traceback.
    character = _windows_character(error)
    if character is None or not isinstance(error, UnicodeDecodeError):
        damage, end = codecs.replace_errors(error)
        return str(damage), end
    return character, error.start + 2


# The codec machinery knows handlers by name only; these are registered once and change no other.
codecs.register_error(_WINDOWS_ROWS, _windows_rows)
codecs.register_error(_OR_DAMAGE, _windows_rows_or_damage)
