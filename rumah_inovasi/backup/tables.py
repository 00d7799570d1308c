"""Writes the rows of every table into a backup."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, MetaData, Table, func, select

from rumah_inovasi import progress
from rumah_inovasi.backup import rows
from rumah_inovasi.backup.manifest import TableFacts, rows_of
from rumah_inovasi.backup.part_writer import PartWriter
from rumah_inovasi.backup.rows import NamedFile
from rumah_inovasi.backup.sequences import last_ids
from rumah_inovasi.interoperability.archive_entry import ArchiveEntry

BATCH = 500  # rows in memory at once


@dataclass
class Written:
    """What was written: facts by table, and by key the kept files that rows name.

    `archived` are files of the archive that are known to stand there.
    """

    tables: dict[str, TableFacts] = field(default_factory=dict)
    files: dict[str, NamedFile] = field(default_factory=dict)
    archived: set[str] = field(default_factory=set)


def write_tables(writer: PartWriter, connection: Connection, form: MetaData) -> Written:
    """Write all tables as this transaction sees them."""
    counts = {
        table: connection.scalar(select(func.count()).select_from(table)) or 0  # before any of their rows
        for table in form.sorted_tables
    }
    given, written = last_ids(connection, form), Written()
    lines = progress.shown(_lines(writer, connection, form, written), sum(counts.values()), "Menyimpan basis data")
    for _line in lines:
        pass
    written.tables = {table.name: TableFacts(count, given.get(table.name)) for table, count in counts.items()}
    return written


def _lines(writer: PartWriter, connection: Connection, form: MetaData, written: Written) -> Iterator[None]:
    for table in form.sorted_tables:
        with writer.part(rows_of(table.name)) as write:
            for row in _rows(connection, table):
                write(rows.line_of(row))
                for file in rows.files_in(row):
                    if file.sha256 or file.key not in written.files:
                        written.files[file.key] = file
                if table.name == ArchiveEntry.__tablename__ and row["sha256"]:
                    written.archived.add(row["path"])
                yield


def _rows(connection: Connection, table: Table) -> Iterator[rows.Row]:
    query = select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(query, execution_options={"yield_per": BATCH}).mappings():
        yield dict(row)
