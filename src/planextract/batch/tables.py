"""The tables of all documents in an output folder, each one file: a projection of the JSON files beside them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from planextract.batch.messages import Facts, Failure, Message, send
from planextract.batch.place import Place
from planextract.errors import InputError, PlanextractError
from planextract.export import comma_separated, files
from planextract.export.files import Staged
from planextract.export.table_names import TableName
from planextract.export.tables import TABLES, Keys
from planextract.schema import PlanDocument

_ENCODING: comma_separated.Encoding = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class Joining:
    """Writes the tables, as a job of a worker: the documents together may be larger than one process should hold."""

    place: Place
    names: Sequence[str]

    def work(self, outlet: int) -> None:
        """Write the tables and say whether it went well."""
        try:
            join(self.place, self.names)
        except PlanextractError as error:
            send(outlet, Message(failed=Failure.of(error)).line())
            return
        send(outlet, Message(read=Facts.nothing()).line())

    def take(self, data: bytes) -> None:
        """Nothing comes back but the word that it is done."""


def join(place: Place, names: Sequence[str]) -> None:
    """Write every table anew, with the rows of the documents of these names in order.

    Raises OutputError, and InputError where a file is no document, after the tables of the others were written.
    """
    strange: list[str] = []
    keys = Keys()
    with contextlib.ExitStack() as stack:
        try:
            staged: dict[TableName, Staged] = {}
            for table in TABLES:
                staged[table] = Staged(place.tables / f"{table}.csv")
                stack.callback(staged[table].discard)
                staged[table].stream.write(comma_separated.header(table, _ENCODING))
            for name in names:
                document = _document(place, name)
                if document is None:
                    strange.append(name)
                    continue
                key = keys.give(document)
                for table, one in staged.items():
                    one.stream.writelines(comma_separated.records(document, table, _ENCODING, key))
            for one in staged.values():
                one.commit()
        except OSError as error:
            raise files.unwritable(str(place.tables), error) from error
    if strange:
        said = f"{', '.join(strange[:5])}: no document, left out of the tables"
        raise InputError(said, remedy="do not trust what it was made from; --no-resume reads all again")


def _document(place: Place, name: str) -> PlanDocument | None:
    """The document of that name, None where the file is none: a worker wrote it that a file had in its hands."""
    try:
        return PlanDocument.model_validate_json(place.document(name).read_bytes())
    except ValueError:
        return None
