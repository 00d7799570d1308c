"""Fills a database with the rows of a backup, in one transaction that its caller commits."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox, progress, public_version
from rumah_inovasi.backup import rows
from rumah_inovasi.backup.form import STEP_TABLE, form_of
from rumah_inovasi.backup.kept_files import Inventory
from rumah_inovasi.backup.manifest import rows_of
from rumah_inovasi.backup.opening import Archive
from rumah_inovasi.backup.sequences import remember
from rumah_inovasi.backup.tables import BATCH
from rumah_inovasi.errors import Invalid
from rumah_inovasi.migrations.upgrade import upgrade_within
from rumah_inovasi.models import metadata
from rumah_inovasi.search.projection import SearchProjection

_FUNCTIONS = text(
    "SELECT DISTINCT tgfoid::regprocedure::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace AND relname = ANY(:names)"
)


def fill(connection: Connection, archive: Archive, *, now: datetime) -> None:
    """Make the tables of the backup's time, fill them, and bring them to the present form.

    The index and the archive are to be looked at as a whole afterwards, whatever stood in their folders.

    Raises:
        Invalid: rows do not fit the tables, one another, or the kept files.
    """
    told = archive.manifest
    upgrade_within(connection, told.schema)
    form = form_of(told.schema)
    for table in reversed(form.sorted_tables):  # a new house is not quite empty
        connection.execute(table.delete())
    keys = _defer_keys(connection, form.tables)
    inventory = Inventory(told)
    every = (part for table in form.sorted_tables for part in _load(connection, archive, table, inventory))
    for _row in progress.shown(every, told.rows, "Memuat basis data"):
        pass
    _compare_keys(connection, keys)
    remember(connection, form, told.tables)
    upgrade_within(connection)
    with Session(connection) as session:
        outbox.record(session, outbox.REBUILD, SearchProjection.name, now=now)
        public_version.state(session).archive_folder = None
        audit.record(session, None, "restored", "site", public_version.state(session).id, now=now, made=told.made)
        session.commit()  # of the session alone: the transaction is the caller's


def hold(connection: Connection, step: str | None) -> list[str]:
    """Let nobody change the tables of a house on PostgreSQL until the transaction ends; gives their names."""
    known = {*metadata.tables, STEP_TABLE, *(form_of(step).tables if step else ())}
    names = sorted(known & set(inspect(connection).get_table_names()))
    if names:
        connection.execute(text(f"LOCK TABLE {_quoted(names)} IN EXCLUSIVE MODE"))
    return names


def clear(connection: Connection, names: list[str]) -> None:
    """Remove these tables from PostgreSQL, with what belongs to nothing else."""
    if names:
        functions = connection.scalars(_FUNCTIONS, {"names": names}).all()
        connection.execute(text(f"DROP TABLE {_quoted(names)}"))
        for function in functions:
            connection.execute(text(f"DROP FUNCTION {function}"))


def _load(connection: Connection, archive: Archive, table: Table, inventory: Inventory) -> Iterator[None]:
    lines, done = archive.lines(rows_of(table.name)), 0
    while batch := list(islice(lines, BATCH)):
        try:
            found = [rows.row_of(line, table) for line in batch]
            for row in found:
                inventory.compare(row)
            connection.execute(table.insert(), found)
        except OperationalError:
            raise  # nothing that the rows could help
        except (StatementError, ValueError, OverflowError, RecursionError) as error:
            raise _refused(table, error, first=done + 1, last=done + len(batch)) from None
        done += len(batch)
        yield from (None for _ in batch)
    if done != archive.manifest.tables[table.name].rows:
        raise _refused(table, ValueError("another number of rows"), first=1, last=done)


def _refused(table: Table, error: Exception, *, first: int, last: int) -> Invalid:
    return Invalid(
        "Baris %(first)s–%(last)s tabel %(table)s dalam cadangan tidak dapat dimuat: %(reason)s. "
        "Tidak ada yang diubah.",
        first=first,
        last=last,
        table=table.name,
        reason=str(getattr(error, "orig", error)).partition("\n")[0].rstrip("."),
    )


def _defer_keys(connection: Connection, tables: Iterable[str]) -> list[tuple[str, str]]:
    """Compare foreign keys when all rows are there: a unit may be older than the one above it."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))  # until the commit
        return []
    found = inspect(connection)
    keys = [(_quoted([name]), _quoted([key["name"] or ""])) for name in tables for key in found.get_foreign_keys(name)]
    for table, key in keys:
        connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {key} DEFERRABLE INITIALLY DEFERRED"))
    return keys


def _compare_keys(connection: Connection, keys: list[tuple[str, str]]) -> None:
    """Now that all rows are there; on PostgreSQL keys are again compared at once from here on."""
    try:
        if connection.dialect.name == "sqlite":
            if wrong := connection.execute(text("PRAGMA foreign_key_check")).first():
                raise _unconnected(f"{wrong[0]} → {wrong[2]}")
        else:
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    except IntegrityError as error:
        raise _unconnected(str(error.orig).partition("\n")[0]) from None
    for table, key in keys:
        connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {key} NOT DEFERRABLE"))


def _unconnected(reason: str) -> Invalid:
    return Invalid(
        "Ada baris dalam cadangan yang menyebut baris yang tidak ada (%(reason)s). Tidak ada yang diubah.",
        reason=reason,
    )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
