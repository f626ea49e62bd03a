"""Names of outputs: safe on every file system, made of the inputs' own names, and no two alike."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from planextract.batch.inputs import readable

_MAX_BYTES = 160
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_JOINT = "--"


def names_of(paths: Sequence[Path], taken: Collection[str] = ()) -> list[str]:
    """A name for each of the different files, without a suffix, that none of the others and nobody in `taken` has.

    It is the file's own without its suffix; where that is not enough, with it; then with as many of the folders above
    it as are needed. So a name hangs on which files there are, and on neither their order nor their contents. Two names
    are alike if a file system may think so: it need not tell large and small letters or ways to compose them apart.
    """
    levels = [0] * len(paths)
    used = {alike(name) for name in taken}
    while True:
        names = [_name(path, level) for path, level in zip(paths, levels, strict=True)]
        counts = Counter(map(alike, names))
        clashing = [i for i, name in enumerate(names) if counts[alike(name)] > 1 or alike(name) in used]
        if not clashing:
            return names
        for i in clashing:
            levels[i] += 1


def alike(name: str) -> str:
    """What two names have in common that some file system takes for the same."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _name(path: Path, level: int) -> str:
    """The name of a level: 0 without suffix, 1 with it, then with 1, 2 … folders, at last with a hash of the path."""
    whole = Path(os.path.abspath(path))
    folders = whole.parts[1:-1]
    if level == 0:
        return safe(whole.stem)
    if level - 1 <= len(folders):
        return safe(_JOINT.join((*folders[len(folders) - (level - 1) :], whole.name)))
    unique = hashlib.sha256(os.fsencode(whole) + b"\0" * (level - len(folders))).hexdigest()[:12]
    return f"{safe(whole.stem)}{_JOINT}{unique}"


def safe(name: str) -> str:
    """A name that every system takes: no separators, no controls, no dot or dash in front, neither long nor empty."""
    plain = unicodedata.normalize("NFC", readable(name))
    plain = "".join("_" if unicodedata.category(char)[0] == "C" else char for char in _UNSAFE.sub("_", plain))
    plain = plain.encode("utf-8", "replace")[:_MAX_BYTES].decode("utf-8", "ignore").strip(" ").rstrip(".")
    plain = f"_{plain[1:]}" if plain.startswith((".", "-")) else plain
    return f"_{plain}" if _RESERVED.fullmatch(plain) or not plain else plain
