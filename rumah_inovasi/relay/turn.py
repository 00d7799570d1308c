"""One relay per site: others wait as standby, and one of them goes on as soon as the first is gone, however it went.

PostgreSQL keeps the turn by an advisory lock of a session, which ends with the connection; beside an SQLite file it is
the lock of a file, which ends with the process. What is locked belongs to the database, whose rows are worked off.
"""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from rumah_inovasi.database import Database

NUMBER = 7_353_011  # any number that nothing else locks in this database
LOOK_SECONDS = 1.0


class Turn(Protocol):
    """The right to work. Whoever holds it lets it go with `release`, or by ending."""

    def try_take(self) -> bool:
        """Take the turn if nobody has it."""

    def wait(self) -> None:
        """Take the turn once nobody else has it."""

    def is_held(self) -> bool:
        """Whether it is still ours."""

    def release(self) -> None:
        """Let it go; harmless where it is not held."""


def turn_of(database: Database) -> Turn:
    """The turn of the site with this database."""
    if database.is_sqlite:
        return FileTurn(database.mark)
    return SessionTurn(database)


class FileTurn:
    """The turn as a lock of a file, which is left behind empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def try_take(self) -> bool:
        """Take the turn if nobody has it."""
        return self._take(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def wait(self) -> None:
        """Take the turn once nobody else has it; the system wakes us."""
        while not self._take(fcntl.LOCK_EX):
            pass  # the file that was locked is no longer the one in its place

    def is_held(self) -> bool:
        """Whether the locked file is still the one that others would lock."""
        if self._descriptor is None:
            return False
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(self._descriptor), self._path.stat())
        return False

    def release(self) -> None:
        """Let it go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _take(self, how: int) -> bool:
        self.release()
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, how)
        except BlockingIOError:
            self.release()
            return False
        return self.is_held()


class SessionTurn:
    """The turn as an advisory lock of PostgreSQL, on a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._connection: Connection | None = None

    def try_take(self) -> bool:
        """Take the turn if nobody has it.

        Raises:
            OperationalError: the database is gone.
        """
        self._connect()
        if not self._lock():
            self.release()
        return self._connection is not None

    def wait(self) -> None:
        """Take the turn once nobody else has it; a statement that waited for it would keep the server from tidying up.

        Raises: as `try_take`.
        """
        self._connect()
        while not self._lock():
            time.sleep(LOOK_SECONDS)

    def is_held(self) -> bool:
        """Whether the session with the lock still lives."""
        if self._connection is None:
            return False
        try:
            return self._connection.scalar(text("SELECT true")) is True
        except DBAPIError:
            return False

    def release(self) -> None:
        """Let it go, with the session; others can take it as soon as this has returned."""
        held, self._connection = self._connection, None
        if held is None:
            return
        try:
            if not held.invalidated:
                with suppress(DBAPIError):  # the server ends a session that is closed, but a little later
                    held.execute(text("SELECT pg_advisory_unlock_all()"))
        finally:
            held.invalidate()  # closed for good: nothing of it goes back to the pool
            held.close()

    def _connect(self) -> None:
        self.release()
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def _lock(self) -> bool:
        assert self._connection is not None
        return self._connection.scalar(text(f"SELECT pg_try_advisory_lock({NUMBER})")) is True
