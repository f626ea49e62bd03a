"""A small Japanese font for the samples: VL Gothic's outlines of the characters that are printed, on a coarse grid.

All printers use this one file and nothing else, so that the PDFs are small and look the same everywhere.
"""

import copy
import os
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FAMILY = "Sample Gothic"
FILE = "sample-gothic.ttf"
SOURCE = Path("/usr/share/fonts/truetype/vlgothic/VL-Gothic-Regular.ttf")
UNITS = 72
# Characters of compatibility that would share a glyph with their ordinary twin, or that the font does not have.
TWINS = {"⾼": "高", "‧": "・"}
_EPOCH = 3_755_000_000  # seconds since 1904: the font's dates, always the same


def build(folder: Path, characters: Iterable[str]) -> Path:
    """The font with these characters in `folder`, beside a fontconfig file that names no other folder."""
    font = TTFont(SOURCE, recalcTimestamp=False)
    wanted = set(characters) | set(map(chr, range(0x20, 0x7F)))
    options = Options(hinting=False, layout_features=[], notdef_outline=True, drop_tables=["FFTM"])
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted | set(TWINS.values()))))
    subsetter.subset(font)
    for character, twin in TWINS.items():
        _copy(font, ord(character), ord(twin))
    if missing := sorted(wanted - set(map(chr, font.getBestCmap()))):
        raise ValueError(f"{SOURCE.name} has no {''.join(missing)}")
    scale_upem(font, UNITS)
    _name(font)
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / FILE
    font.save(made)
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>\n", encoding="utf-8"
    )
    return made


def environment(folder: Path) -> dict[str, str]:
    """The environment in which a program sees only the font in `folder`."""
    return {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}


def _copy(font: TTFont, code: int, twin: int) -> None:
    """A glyph of its own for `code`, drawn like that of `twin`."""
    source, name = font.getBestCmap()[twin], f"uni{code:04X}.twin"
    font["glyf"][name] = copy.deepcopy(font["glyf"][source])
    font["hmtx"][name] = font["hmtx"][source]
    if "vmtx" in font:
        font["vmtx"][name] = font["vmtx"][source]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def _name(font: TTFont) -> None:
    names = font["name"]
    names.names = []
    for number, text in ((1, FAMILY), (2, "Regular"), (4, FAMILY), (6, FAMILY.replace(" ", ""))):
        names.setName(text, number, 3, 1, 0x409)
    names.setName("Outlines of VL Gothic (VL Gothic Project; M+ Fonts), simplified", 0, 3, 1, 0x409)
    font["head"].created = font["head"].modified = _EPOCH
