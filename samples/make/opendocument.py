"""What flat OpenDocument spreadsheets and texts have in common: namespaces, styles, pages."""

from html import escape
from typing import Protocol

from typeface import FAMILY

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)


class PageLook(Protocol):
    """Fonts, margins (millimetres) and running lines of a document's pages."""

    @property
    def font(self) -> str: ...
    @property
    def size(self) -> float: ...
    @property
    def margin(self) -> float: ...
    @property
    def head(self) -> str: ...
    @property
    def foot(self) -> str: ...


class Styles:
    """Automatic styles, one for each description that is asked for."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str, str], str] = {}

    def name(self, family: str, attributes: str, properties: str) -> str:
        return self._names.setdefault((family, attributes, properties), f"a{len(self._names) + 1}")

    def xml(self) -> str:
        return "".join(
            f'<style:style style:name="{name}" style:family="{family}" {attributes}>{properties}</style:style>'
            for (family, attributes, properties), name in self._names.items()
        )


def paragraphs(text: str) -> str:
    """One paragraph for each line the author typed; nothing for an empty cell."""
    return "".join(f"<text:p>{escape(part)}</text:p>" for part in text.split("\n")) if text else ""


def page_styles(index: int, width: float, height: float, look: PageLook) -> tuple[str, str]:
    """Page layout `P<index>` and master page `M<index>` with a running head and a numbered foot."""
    turned = "landscape" if width > height else "portrait"
    layout = (
        f'<style:page-layout style:name="P{index}"><style:page-layout-properties fo:page-width="{width}mm" '
        f'fo:page-height="{height}mm" style:print-orientation="{turned}" fo:margin="{look.margin}mm" '
        f'style:table-centering="horizontal" style:scale-to="100%" style:writing-mode="lr-tb"/>'
        '<style:header-style><style:header-footer-properties svg:height="7mm" fo:margin-bottom="2mm"/>'
        '</style:header-style><style:footer-style><style:header-footer-properties svg:height="7mm" '
        'fo:margin-top="2mm"/></style:footer-style>'
        f'</style:page-layout><style:style style:name="R{index}" style:family="paragraph"><style:paragraph-properties '
        f'fo:text-align="center"/><style:text-properties style:font-name="{look.font}" style:font-name-asian='
        f'"{look.font}" fo:font-size="8pt" style:font-size-asian="8pt"/></style:style>'
    )
    foot = escape(look.foot).replace("{page}", "<text:page-number>1</text:page-number>")
    master = (
        f'<style:master-page style:name="M{index}" style:page-layout-name="P{index}">'
        f'<style:header><text:p text:style-name="R{index}">{escape(look.head)}</text:p></style:header>'
        f'<style:footer><text:p text:style-name="R{index}">{foot}</text:p></style:footer></style:master-page>'
    )
    return layout, master


def document(kind: str, styles: str, masters: str, body: str) -> str:
    """A flat document; `kind`: `spreadsheet` or `text`."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_NAMESPACES} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f'<office:font-face-decls><style:font-face style:name="{FAMILY}" svg:font-family="&apos;{FAMILY}&apos;"/>'
        "</office:font-face-decls>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:master-styles>{masters}"
        f"</office:master-styles><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>\n"
    )
