"""The arguments and options that several commands share, with their help."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planextract.export.table_names import TableName

if TYPE_CHECKING:
    from planextract.batch.limits import Limits

Files = Annotated[list[str], typer.Argument(metavar="FILE", help="Documents to read; - is standard input.")]
InputEncoding = Annotated[
    str | None, typer.Option("--input-encoding", metavar="NAME", help="Character encoding of the input.")
]
ParserChoice = Annotated[
    str | None,
    typer.Option(
        "--parser", metavar="ID|FILE", help="Force a parser (see `planextract parsers`), or run a declaration of yours."
    ),
]
PdfEngine = Annotated[
    Literal["auto", "native", "pdfplumber", "camelot"], typer.Option("--engine", help="What finds the tables of a PDF.")
]
Pages = Annotated[str | None, typer.Option("--pages", metavar="PAGES", help="Pages of a PDF to read, like 1-3,7.")]
Password = Annotated[
    str | None,
    typer.Option("--password", metavar="PW", help="Password of a PDF (seen by whoever lists processes)."),
]
PasswordFile = Annotated[
    str | None,
    typer.Option("--password-file", metavar="FILE", help="File whose first line is the password of the PDFs."),
]
CrossCheck = Annotated[
    bool, typer.Option("--cross-check", help="Read PDFs with a second engine too; report cells that differ.")
]
Municipality = Annotated[
    str | None, typer.Option("--municipality", metavar="CODE", help="全国地方公共団体コード, six digits.")
]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", min=0.1, max=86_400, metavar="SECONDS", help="For a document (300 where not said)."),
]
PageTimeout = Annotated[
    float | None,
    typer.Option("--page-timeout", min=0.1, max=86_400, metavar="SECONDS", help="For a page of a PDF (60)."),
]
Memory = Annotated[
    int | None,
    typer.Option("--memory", min=256, max=1_048_576, metavar="MIB", help="Address space for a document (2048)."),
]
MaxPages = Annotated[
    int | None, typer.Option("--max-pages", min=1, max=1_000_000, metavar="N", help="Pages of a PDF (5000).")
]
MaxOutput = Annotated[
    int | None, typer.Option("--max-output", min=1, max=1_024, metavar="MIB", help="JSON of a document (64).")
]


def limits_of(
    timeout: float | None, page_timeout: float | None, memory: int | None, pages: int | None, output: int | None
) -> Limits:
    """The limits in force: the usual ones where the command line says nothing."""
    from planextract.batch.limits import Limits

    said = {
        "document_seconds": timeout,
        "page_seconds": page_timeout,
        "memory": memory,
        "pages": pages,
        "output": output,
    }
    return Limits(**{name: value for name, value in said.items() if value is not None})  # type: ignore[arg-type]


class FormatName(StrEnum):
    """The formats of documents and tables. An enumeration, because typer takes no list of literals."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    DUCKDB = "duckdb"


Formats = Annotated[
    list[FormatName] | None,
    typer.Option("--format", help="Format, may be repeated (where not said: by the suffix of -o, else json)."),
]
BatchFormats = Annotated[
    list[FormatName] | None,
    typer.Option("--format", help="Format of the tables, may be repeated (csv); json: none beside the documents."),
]
TableChoice = Annotated[
    TableName | None,
    typer.Option("--table", help="Table for csv and parquet (where not said: in a folder all, else observations)."),
]
CsvEncoding = Annotated[
    Literal["utf-8", "utf-8-sig", "cp932"] | None,
    typer.Option("--encoding", help="Encoding for --format csv (utf-8-sig in a file, utf-8 on standard output)."),
]
OutputForm = Annotated[
    Literal["text", "github"],
    typer.Option("--output-format", help="How findings are told: lines, or annotations that GitHub shows at the file."),
]
Licence = Annotated[
    str | None,
    typer.Option("--licence", metavar="NAME", help="Licence of the tables, like CC-BY-4.0, or its address."),
]
