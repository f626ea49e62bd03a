"""All tables in a DuckDB database or as Parquet files, through DuckDB (the optional part `analysis`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from planextract.errors import MissingPartError, OutputError
from planextract.export import files
from planextract.export.attribution import GENERATOR, Licence, attribution
from planextract.export.fields import FIELDS, Kind
from planextract.export.spool import Spool
from planextract.export.table_names import TableName
from planextract.export.tables import TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES: dict[Kind, str] = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
# One thread keeps the order of rows and the bytes of Parquet files; extensions are never fetched from anywhere.
# The memory is what fits beside the program into the process that writes the tables of a batch.
_SETTINGS = {
    "threads": "1",
    "memory_limit": "1GB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def require() -> None:
    """Raise MissingPartError where DuckDB is not installed, before any work is spent."""
    try:
        import duckdb  # noqa: F401
    except ImportError as error:
        remedy = "pip install 'planextract[analysis]'"
        raise MissingPartError("DuckDB is not installed: parquet and duckdb need it", remedy=remedy) from error


def write(spool: Spool, path: Path, licence: Licence) -> None:
    """Write a DuckDB database: a table each, its columns explained, and `about`. Raises OutputError.

    Two runs give the same content; the bytes differ, because DuckDB gives each file an identity of its own.
    """
    made = spool.folder / "tables.duckdb"
    with _connected(str(made), spool, path) as connection:
        for table in TABLES:
            connection.execute(f"CREATE TABLE {table} AS {_select(spool, table)}")
            for name in TABLES[table].columns:
                connection.execute(f'COMMENT ON COLUMN {table}."{name}" IS {_literal(FIELDS[name].meaning)}')
        connection.execute("CREATE TABLE about (name VARCHAR, said VARCHAR)")
        connection.executemany("INSERT INTO about VALUES (?, ?)", [*_about(spool, licence).items()])
    files.write(path, files.chunks(made))
    made.unlink()


def write_parquet(spool: Spool, table: TableName, path: Path, licence: Licence) -> None:
    """Write one table as a Parquet file; the same content gives the same bytes. Raises OutputError."""
    made = spool.folder / f"{table}.parquet"
    about = ", ".join(f"{name}: {_literal(said)}" for name, said in _about(spool, licence).items())
    with _connected(":memory:", spool, path) as connection:
        select = _select(spool, table)
        connection.execute(f"COPY ({select}) TO {_literal(made)} (FORMAT parquet, KV_METADATA {{{about}}})")
    files.write(path, files.chunks(made))
    made.unlink()


@contextmanager
def _connected(database: str, spool: Spool, path: Path) -> Iterator[DuckDBPyConnection]:
    """A connection to a database in the spool's folder; what goes wrong is said of `path`, which it is made for."""
    # Imported here: it is optional, and a program that needs none does not load it.
    import duckdb

    try:
        with duckdb.connect(database, config={**_SETTINGS, "temp_directory": str(spool.folder)}) as connection:
            yield connection
    except duckdb.Error as error:
        reason = " ".join(str(error).split())
        raise OutputError(f"DuckDB says: {reason}", place=str(path), remedy=spool.remedy) from error


def _select(spool: Spool, table: TableName) -> str:
    columns = ", ".join(f"{_literal(name)}: '{_TYPES[FIELDS[name].kind]}'" for name in TABLES[table].columns)
    file = _literal(spool.file(table))
    return f"SELECT * FROM read_json({file}, format = 'newline_delimited', columns = {{{columns}}})"


def _literal(value: str | Path) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _about(spool: Spool, licence: Licence) -> dict[str, str]:
    terms = licence.path or licence.title or licence.name
    return {"attribution": attribution(spool.origins), "licence": terms, "generator": GENERATOR}
