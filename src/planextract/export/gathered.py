"""The formats that hold all documents together: one door for whoever has many of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from planextract.export import data_package, database, workbook
from planextract.export.attribution import Licence
from planextract.export.comma_separated import Encoding
from planextract.export.spool import Spool
from planextract.export.table_names import TableName
from planextract.export.tables import TABLES

GatheredFormat = Literal["csv", "xlsx", "parquet", "duckdb"]
_IN_FOLDER: dict[GatheredFormat, str] = {"xlsx": "plans.xlsx", "duckdb": "plans.duckdb"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the user says of tables: the encoding of CSV, and the licence."""

    encoding: Encoding
    licence: Licence


@dataclass(frozen=True, slots=True)
class Product:
    """One format with the file of each table (csv, parquet) or the one file for all (xlsx, duckdb)."""

    form: GatheredFormat
    path: Path
    tables: dict[TableName, Path]

    @property
    def files(self) -> list[Path]:
        """All files that are written."""
        beside = [self.path / data_package.DESCRIPTOR] if self.form == "csv" else []
        return [*self.tables.values(), *beside] if self.tables else [self.path]

    def write(self, spool: Spool, terms: Terms) -> None:
        """Write the files, each as a whole. Raises OutputError and LimitError."""
        if self.form == "csv":
            data_package.write(spool, self.path, list(self.tables), terms.encoding, terms.licence)
        elif self.form == "xlsx":
            workbook.write(spool, self.path, terms.licence)
        elif self.form == "duckdb":
            database.write(spool, self.path, terms.licence)
        else:
            for table, path in self.tables.items():
                database.write_parquet(spool, table, path, terms.licence)


def in_folder(form: GatheredFormat, folder: Path, table: TableName | None) -> Product:
    """The format in a folder: csv and parquet with a file a table (or the one `table`), xlsx and duckdb as `plans.*`.

    Raises MissingPartError.
    """
    require(form)
    return _placed(form, folder, [table] if table else TABLES)


def in_file(form: GatheredFormat, path: Path, table: TableName | None) -> Product:
    """The format as one file: all tables (xlsx, duckdb), or one (parquet). Raises MissingPartError."""
    require(form)
    return Product(form, path, {table or "observations": path} if form == "parquet" else {})


def files_in(folder: Path) -> list[Path]:
    """Every file that `in_folder` may stand for, whatever the format, there or not."""
    return [path for form in get_args(GatheredFormat) for path in _placed(form, folder, TABLES).files]


def require(form: GatheredFormat) -> None:
    """Raise MissingPartError where the format needs what is not installed."""
    if form in ("parquet", "duckdb"):
        database.require()


def _placed(form: GatheredFormat, folder: Path, tables: Iterable[TableName]) -> Product:
    if form in _IN_FOLDER:
        return Product(form, folder / _IN_FOLDER[form], {})
    return Product(form, folder, {name: folder / f"{name}.{form}" for name in tables})
