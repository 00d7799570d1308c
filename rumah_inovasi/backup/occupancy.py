"""Whether anybody is at home: a house is only replaced while nobody works in it, and nobody begins meanwhile."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from sqlalchemy import func, inspect, select, table, text
from sqlalchemy.exc import DBAPIError

from rumah_inovasi.database import PREPARING, Database
from rumah_inovasi.errors import Conflict
from rumah_inovasi.relay import turn as turns

LOOK_SECONDS = 0.05
PATIENCE = 3.0  # seconds, for somebody who is just leaving
TELLING = ("account", "innovation")  # a house without both holds nothing but shipped facts
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' "
    "AND pid <> pg_backend_pid() AND pid NOT IN "
    "(SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid IN (:turn, :preparing))"
)


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Be the only one in the house; servers, relays and other commands that begin wait.

    Raises:
        Conflict: somebody is there already.
    """
    database.make_folder()
    was_there = database.is_sqlite and (database.mark.exists() or database.place.exists())
    database.close()  # connections of ours that rest would count as somebody
    turn = turns.turn_of(database)
    if not turn.try_take():
        raise Conflict("Situs ini sedang berjalan. Hentikan dahulu (juga relay), lalu ulangi. Tidak ada yang diubah.")
    try:
        with database.alone():
            _require_no_others(database)
            yield
    finally:
        if database.is_sqlite and not was_there and not database.place.exists():
            database.mark.unlink(missing_ok=True)  # else it would tell of a database that is lost
        turn.release()


def _require_no_others(database: Database) -> None:
    if database.is_sqlite:
        busy = database.place.exists() and _is_open_elsewhere(database)
    else:
        busy = _is_connected_elsewhere(database)
    if busy:
        raise Conflict(
            "Basis data sedang dipakai program lain. Hentikan situs dan perintah lain, lalu ulangi. "
            "Tidak ada yang diubah."
        )


def _is_connected_elsewhere(database: Database) -> bool:
    """PostgreSQL lists a session for a moment after it was closed."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with database.read() as session:
            busy = bool(session.scalar(_OTHERS, {"turn": turns.NUMBER, "preparing": PREPARING}))
        if not busy or time.monotonic() > deadline:
            return busy
        time.sleep(LOOK_SECONDS)


def _is_open_elsewhere(database: Database) -> bool:
    """SQLite lets nobody leave its journal while others have the file open."""
    with closing(sqlite3.connect(database.place, timeout=PATIENCE)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.DatabaseError as error:  # of other kinds: damaged, which is what backups are for
            return getattr(error, "sqlite_errorcode", None) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return False


def is_empty(database: Database) -> bool:
    """Whether there is no house, or one in which nobody has done anything yet. A damaged one is not empty."""
    if database.is_sqlite and not database.place.exists():
        return True
    with suppress(DBAPIError), database.engine.connect() as connection:
        present = set(inspect(connection).get_table_names()) & set(TELLING)
        counts = (connection.scalar(select(func.count()).select_from(table(name))) for name in present)
        return not any(counts)
    return False
