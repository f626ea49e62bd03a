"""Makes the PDF samples: `python make.py FOLDER [NAME …]`; which programs it needs stands in README.md."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import calc
import canvas
import hypertext
import typeface
import writer
from model import Line, Section, Table
from plans import (
    PLANS,
    generic,
    hadano,
    ikeda,
    kobe,
    kyoto,
    sakata,
    shibata,
    sukagawa_implementation,
    sukagawa_plan,
    yokohama,
)
from variants import cut_by_hand, cut_by_page, drawn_ticks

CHROMIUM = (
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-pdf-header-footer",
    "--disable-pdf-tagging",
)
DOTTED = "1px dotted black"
IMPLEMENTATION_HEAD = "第8次須賀川市みらい地域情報化計画 実施計画"

# Makes one file: from the folder that holds the font, and an empty one to work in.
Maker = Callable[[Path, Path], bytes]


def office(source: str, kind: str) -> Maker:
    """LibreOffice prints a flat document: `fods` with Calc, `fodt` with Writer."""

    def run(fonts: Path, folder: Path) -> bytes:
        document = folder / f"sample.{kind}"
        document.write_text(source, encoding="utf-8")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document)]
        subprocess.run(command, check=True, capture_output=True, timeout=180, env=typeface.environment(fonts))
        return undated((folder / "sample.pdf").read_bytes())

    return run


def chromium(source: str) -> Maker:
    """Chromium prints a page of HTML."""

    def run(fonts: Path, folder: Path) -> bytes:
        page, made = folder / "sample.html", folder / "sample.pdf"
        page.write_text(source, encoding="utf-8")
        command = [*CHROMIUM, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=180, env=typeface.environment(fonts))
        return undated(made.read_bytes())

    return run


def reportlab(plan: tuple[Section, ...], look: canvas.Look) -> Maker:
    """ReportLab writes the file itself, always the same."""
    return lambda fonts, _: canvas.pdf(plan, look, fonts / typeface.FILE)


def undated(made: bytes) -> bytes:
    """The same bytes on every day: dates, identifiers and checksums are overwritten in place, nothing moves."""
    made = re.sub(rb"(?<=\(D:)\d{14}", b"20240401000000", made)
    made = re.sub(rb"(?<=/DocChecksum /)[0-9A-F]{32}", b"0" * 32, made)
    return re.sub(rb"(?<=<)[0-9A-F]{32}(?=>\s*\n?<[0-9A-F]{32}>\s*\])|(?<=<)[0-9A-F]{32}(?=>\s*\])", b"0" * 32, made)


def samples() -> dict[str, Maker]:
    """Each sample by the name of its file."""
    implementation = sukagawa_implementation.PLAN
    a4 = shibata.measures(shibata.A4)
    shibata_look = calc.Look(size=8.5, slack=1.1, foot="{page}ページ")
    return {
        "sukagawa-implementation-calc": office(
            calc.spreadsheet(implementation, calc.Look(size=9, head=IMPLEMENTATION_HEAD)), "fods"
        ),
        "sukagawa-implementation-chromium-dotted": chromium(
            hypertext.page(implementation, hypertext.Look(size=8.5, rule=DOTTED, head=IMPLEMENTATION_HEAD))
        ),
        "sukagawa-plan-writer": office(writer.text(sukagawa_plan.PLAN, writer.Look(size=10, split=False)), "fodt"),
        "sukagawa-plan-chromium-ticks": chromium(
            hypertext.page(sukagawa_plan.PLAN, hypertext.Look(size=9.5, margin=15, draw=drawn_ticks))
        ),
        "shibata-calc": office(calc.spreadsheet(shibata.plan(cut_by_hand(a4)), shibata_look), "fods"),
        "shibata-calc-clipped": office(
            calc.spreadsheet(shibata.plan(cut_by_page(a4)), shibata_look._replace(slack=1.3)), "fods"
        ),
        "shibata-reportlab-unruled": reportlab(
            shibata.plan(shibata.measures(shibata.A3), "A3"), canvas.Look(size=11, padding=2.2, vertical=False)
        ),
        "sakata-chromium": chromium(
            hypertext.page(sakata.PLAN, hypertext.Look(size=9.5, repeat=False, extra="td { padding: 1.6mm 1mm; }"))
        ),
        "hadano-reportlab-arrows": reportlab(
            hadano.plan(hadano.A3_OVERVIEW, "A3"), canvas.Look(size=8, arrows=True, turned=1)
        ),
        "hadano-writer": office(writer.text(PLANS["hadano"], writer.Look(size=10.5, row=11.5)), "fodt"),
        "ikeda-calc": office(calc.spreadsheet(ikeda.PLAN, calc.Look(size=5.5, margin=8)), "fods"),
        "kobe-chromium": chromium(hypertext.page(kobe.PLAN, hypertext.Look(size=9, extra="td { height: 5mm; }"))),
        "kyoto-writer": office(writer.text(kyoto.PLAN, writer.Look(size=10)), "fodt"),
        "yokohama-reportlab": reportlab(yokohama.PLAN, canvas.Look(size=8)),
        "generic-calc-fills": office(
            calc.spreadsheet(
                generic.PLAN,
                calc.Look(size=8, head_rule="none", fills=("#dbe5f1", "#f2dcdb", "#ebf1dd"), foot="{page}"),
            ),
            "fods",
        ),
    }


def characters() -> set[str]:
    """All that is printed, running heads and feet included."""
    printed = set("第8次須賀川市みらい地域情報化計画実施計画 ページ→▶")
    for plan in PLANS.values():
        for block in (block for section in plan for block in section.blocks):
            if isinstance(block, Line):
                printed |= set(block.text)
            elif isinstance(block, Table):
                printed |= {character for cells in block.rows for cell in cells for character in cell.text}
    return printed - {"\n"}


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    folder, names = Path(arguments[0]), arguments[1:]
    makers = samples()
    if unknown := set(names) - set(makers):
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(makers)}", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        fonts = Path(scratch, "fonts")
        typeface.build(fonts, characters())
        for name in names or makers:
            working = Path(scratch, name)
            working.mkdir()
            made = makers[name](fonts, working)
            (folder / f"{name}.pdf").write_bytes(made)
            print(f"{name}.pdf: {len(made)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
