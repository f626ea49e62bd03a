"""The commands: their arguments, their help, and what a wrong command line gets.

Only declarations live here, so that `--help` answers at once; each command imports what it runs when it runs.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Annotated, Literal

import typer
from typer.main import get_command

import planextract
from planextract.cli import streams
from planextract.cli.options import (
    BatchFormats,
    CrossCheck,
    CsvEncoding,
    Files,
    Formats,
    InputEncoding,
    Licence,
    MaxOutput,
    MaxPages,
    Memory,
    Municipality,
    OutputForm,
    Pages,
    PageTimeout,
    ParserChoice,
    Password,
    PasswordFile,
    PdfEngine,
    TableChoice,
    Timeout,
    limits_of,
)
from planextract.errors import UsageError

# Plain help: it starts three times as fast as the decorated one and reads the same in a pipe.
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def answer(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` name and give its exit code; 2 with one line for a wrong command line."""
    try:
        code: int | None = get_command(app).main(list(arguments), prog_name="planextract", standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "planextract"
        message = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")
        streams.tell(f"planextract: error: {message} (see `{command} --help`)")
        return error.exit_code
    except OSError as error:
        # Commands write through `streams`; what fails here is typer's own help on a full disk.
        if error.errno != errno.ENOSPC:
            raise
        raise streams.unwritable(error) from error
    except SystemExit as end:
        # So typer ends when the reader of its help has gone.
        raise streams.ReaderGone from end
    return code or 0


def _version(wanted: bool) -> None:
    if wanted:
        streams.write(f"planextract {planextract.__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Turn the tabular plan documents of Japanese municipalities into checked, comparable data.

    Standard output carries the product only; messages go to standard error. Exit codes: 0 ok, 1 findings, 2 usage,
    3 input, 4 parser, 5 output, 6 missing part, 7 some of a batch, 8 limit, 70 bug, 130 interrupted.
    """
    if context.invoked_subcommand is None:
        streams.write(context.get_help() + "\n")


@app.command()
def parse(
    files: Files,
    output: Annotated[
        list[str] | None,
        typer.Option("-o", "--output", metavar="PATH", help="File or folder; several: a file each format by suffix."),
    ] = None,
    form: Formats = None,
    table: TableChoice = None,
    encoding: CsvEncoding = None,
    licence: Licence = None,
    input_encoding: InputEncoding = None,
    parser: ParserChoice = None,
    municipality: Municipality = None,
    engine: PdfEngine = "auto",
    pages: Pages = None,
    cross_check: CrossCheck = False,
    password: Password = None,
    password_file: PasswordFile = None,
    contained: Annotated[
        bool, typer.Option("--contained", help="Read each document in a process of its own, within limits.")
    ] = False,
    timeout: Timeout = None,
    page_timeout: PageTimeout = None,
    memory: Memory = None,
    max_pages: MaxPages = None,
    max_output: MaxOutput = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 for warnings too.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no progress.")] = False,
) -> int:
    """Read documents and write what they say.

    One document gives one JSON object, several give JSON lines on standard output. In a folder, json and jsonl have a
    file a document, csv (with datapackage.json) and parquet a file a table, xlsx and duckdb one file. Each document is
    summed up in a line on standard error. Without --password and --password-file, PDFs are opened with
    $PLANEXTRACT_PASSWORD. Files that you do not trust are read with --contained; --timeout and the other limits belong
    to it.
    """
    from planextract.cli import parsing
    from planextract.cli.pdf_options import pdf_options
    from planextract.cli.targets import Request

    limits = (timeout, page_timeout, memory, max_pages, max_output)
    if not contained and limits != (None,) * len(limits):
        raise UsageError("limits belong to --contained", remedy="add --contained")
    pdf = pdf_options(engine, pages, password, password_file, cross_check=cross_check)
    within = limits_of(*limits) if contained else None
    reading = parsing.Reading(parsing.chosen(parser), municipality, input_encoding, pdf, within)
    request = Request(tuple(output or ()), tuple(named.value for named in form or ()), table, encoding, licence)
    return parsing.parse(files, reading, parsing.Wanted(request, strict=strict, quiet=quiet))


@app.command()
def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="Files, folders, patterns ('plans/**/*.pdf'), or @FILE: a list of them."),
    ],
    output: Annotated[str, typer.Option("-o", "--output", metavar="FOLDER", help="Folder for everything written.")],
    form: BatchFormats = None,
    encoding: CsvEncoding = None,
    licence: Licence = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=512, metavar="N", help="Documents at a time (one a core).")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Read on a Dask cluster, like tcp://host:8786.")
    ] = None,
    timeout: Timeout = None,
    page_timeout: PageTimeout = None,
    memory: Memory = None,
    max_pages: MaxPages = None,
    max_output: MaxOutput = None,
    resume: Annotated[
        bool, typer.Option("--resume/--no-resume", help="Leave out what is done and has not changed, or read all anew.")
    ] = True,
    shard: Annotated[
        str, typer.Option("--shard", metavar="I/N", help="Only the I-th of N parts of the inputs.")
    ] = "1/1",
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Only the first N inputs.")] = None,
    fail_on: Annotated[
        Literal["error", "warning", "never"],
        typer.Option("--fail-on", help="Findings that end with 1; failures end with 7 unless never."),
    ] = "error",
    log_format: Annotated[
        Literal["text", "json"], typer.Option("--log-format", help="How progress is told on standard error.")
    ] = "text",
    input_encoding: InputEncoding = None,
    parser: ParserChoice = None,
    municipality: Municipality = None,
    engine: PdfEngine = "auto",
    pages: Pages = None,
    cross_check: CrossCheck = False,
    password: Password = None,
    password_file: PasswordFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Failures only; no summary, no progress.")] = False,
) -> int:
    """Read many documents, each in a process of its own.

    FOLDER gets documents/NAME.json for each, tables/ of all in the formats wanted, and run.json with what became of
    them. Whatever a file does costs that file only. Stopped at any moment, the next run goes on where it was. Ends
    with 7 where documents could not be read, else with 1 for findings; 5 where FOLDER cannot be written or another
    batch holds it.
    """
    from planextract.cli import batching
    from planextract.cli.parsing import Reading, chosen
    from planextract.cli.pdf_options import pdf_options

    def step() -> int:
        pdf = pdf_options(engine, pages, password, password_file, cross_check=cross_check)
        limits = limits_of(timeout, page_timeout, memory, max_pages, max_output)
        tables = batching.tables_of([one.value for one in form or ()], encoding, licence)
        work = batching.Work(output, limits, tables, jobs, scheduler, shard, limit, resume, fail_on, log_format, quiet)
        return batching.run(inputs, Reading(chosen(parser), municipality, input_encoding, pdf), work)

    return batching.told(log_format, step)


@app.command()
def show(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Documents or folders of documents; - is stdin.")],
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most N measures each.")] = None,
    parser: ParserChoice = None,
    input_encoding: InputEncoding = None,
) -> int:
    """Show documents as tables for people.

    Measures, departments, indicators with their latest figures as printed; everything else is in the output of parse.
    """
    from planextract.cli import parsing, showing

    return showing.show(files, parsing.Reading(parser=parsing.chosen(parser), encoding=input_encoding), limit)


@app.command()
def inspect(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document; - is standard input.")],
    page: Annotated[
        int | None, typer.Option("--page", min=1, metavar="N", help="Draw page N of a PDF as it was read (needs -o).")
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="PNG", help="Picture to write for --page.")
    ] = None,
    parser: ParserChoice = None,
    input_encoding: InputEncoding = None,
    engine: PdfEngine = "auto",
    password: Password = None,
    password_file: PasswordFile = None,
) -> int:
    """Show how a document was read.

    Its facts, each table with the role that each column got and why, what was not understood, diagnostics, coverage.
    With --page: that page of a PDF as a picture, its rules, cells, roles and unread words drawn over it. Ends with 0
    whatever the findings are. Without --password and --password-file, a PDF is opened with $PLANEXTRACT_PASSWORD.
    """
    from planextract.cli import inspection, parsing
    from planextract.cli.pdf_options import pdf_options

    pdf = pdf_options(engine, None, password, password_file)
    reading = parsing.Reading(parser=parsing.chosen(parser), encoding=input_encoding, pdf=pdf)
    if page is None and output is None:
        return inspection.inspect(file, reading)
    return inspection.draw(file, reading, page, output)


@app.command()
def tables(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document; - is standard input.")],
    form: Annotated[
        Literal["json", "csv", "html", "markdown"], typer.Option("--format", help="Format of the output.")
    ] = "json",
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="PATH", help="File, or folder for one CSV file a table.")
    ] = None,
    input_encoding: InputEncoding = None,
    engine: PdfEngine = "auto",
    pages: Pages = None,
    cross_check: CrossCheck = False,
    password: Password = None,
    password_file: PasswordFile = None,
) -> int:
    """Write the tables of any document, without interpreting them.

    JSON gives each cell with its row and column (from 0), spans, words and place; HTML keeps merged cells; in CSV and
    markdown the words of a merged cell stand in its first place and the others stay empty. Without --password and
    --password-file, a PDF is opened with $PLANEXTRACT_PASSWORD.
    """
    from planextract.cli import parsing, tabling
    from planextract.cli.pdf_options import pdf_options

    pdf = pdf_options(engine, pages, password, password_file, cross_check=cross_check)
    return tabling.tables(file, parsing.Reading(encoding=input_encoding, pdf=pdf), form, output)


@app.command()
def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Output of parse: .json, or .jsonl with one document a line.")
    ],
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 for contradictions too.")] = False,
    form: OutputForm = "text",
) -> int:
    """Check existing output: JSON, schema, contradictions.

    Each finding is a line `file: place: code: message` on standard output. As with parse, a contradiction is the
    document's own and ends with 0 unless --strict is given. Ends with 1 where the schema is violated or a finding is
    an error, with 3 where a file cannot be read as JSON.
    """
    from planextract.cli import validation

    return validation.validate(files, strict=strict, form=form)


@app.command()
def check(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Documents (.txt, .tsv, .csv, .pdf), also below.")],
    update: Annotated[bool, typer.Option("--update", help="Write all expectations anew.")] = False,
    parser: ParserChoice = None,
    form: OutputForm = "text",
) -> int:
    """Compare a folder's documents with what is expected.

    Parses every document and compares with the <name>.expected.json beside it, the parser's version aside. A missing
    expectation is written, and the check fails: look at it, then keep it. Ends with 1 on any difference.
    """
    from planextract.cli import checking, parsing

    return checking.check(folder, parsing.Reading(parser=parsing.chosen(parser)), update=update, form=form)


@app.command()
def normalise(
    texts: Annotated[
        list[str],
        typer.Argument(metavar="TEXT", help="Expressions (-5% and the like after --); - reads lines from stdin."),
    ],
) -> int:
    """Read periods and amounts out of expressions.

    Answers each with one JSON line {"text", "periods", "amounts", "status"}, in order; each line of standard input
    (UTF-8) is answered at once, blank ones too.
    """
    from planextract.cli import normalising

    return normalising.normalise(texts)


parsers_app = typer.Typer(rich_markup_mode=None)
app.add_typer(parsers_app, name="parsers")


@parsers_app.callback(invoke_without_command=True)
def parsers(
    context: typer.Context,
    show: Annotated[
        str | None, typer.Option("--show", metavar="ID|FILE", help="One parser's declaration as JSON.")
    ] = None,
) -> int:
    """List the parsers, the generic one last; draft a new one."""
    from planextract.cli import inspection

    return 0 if context.invoked_subcommand else inspection.parsers(show)


@parsers_app.command()
def draft(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document; - is standard input.")],
    parser_id: Annotated[str, typer.Option("--id", metavar="ID", help="The parser's id.")] = "my_city",
    input_encoding: InputEncoding = None,
    engine: PdfEngine = "auto",
    pages: Pages = None,
    password: Password = None,
    password_file: PasswordFile = None,
) -> int:
    """Print a declaration for documents like this one.

    Python, to be saved, edited and used with --parser FILE: municipality, headings by which such documents are known,
    and a role for each heading outside the vocabulary whose values tell one; these wait to be confirmed.
    """
    from planextract.cli import inspection, parsing
    from planextract.cli.pdf_options import pdf_options

    pdf = pdf_options(engine, pages, password, password_file)
    return inspection.draft(file, parsing.Reading(encoding=input_encoding, pdf=pdf), parser_id)


@app.command()
def diagnostics(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="Explain one code.", show_default=False)] = None,
) -> int:
    """List what a document's diagnostics can say, or explain one."""
    from planextract.cli import catalogue

    return catalogue.diagnostics(code)


@app.command()
def schema() -> int:
    """Print the JSON Schema of a document."""
    from planextract.cli import catalogue

    return catalogue.schema()
