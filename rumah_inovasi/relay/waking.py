"""How the relay hears of a commit, by whatever process made it."""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy.exc import OperationalError

from rumah_inovasi import outbox
from rumah_inovasi.database import Database

POLL_SECONDS = 0.1


class Waking(Protocol):
    """A connection of its own that notices commits of others. What is committed after it was made is never missed."""

    def wait(self, seconds: float) -> None:
        """Wait for a commit since the last wait, and no longer than this.

        Raises:
            OperationalError: the database is gone.
        """

    def close(self) -> None:
        """Give the connection back."""


def waking_of(database: Database) -> Waking:
    """The way in which this kind of database tells of commits."""
    return CommitCounter(database) if database.is_sqlite else Notifications(database)


class CommitCounter:
    """SQLite tells nobody, but counts: a look at the counter reads a few bytes of shared memory.

    Ten looks a second cost about a quarter of a per cent of one processor, nearly all of it for waking up, and no
    access to the disk.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = _own_connection(database)
        self._seen = self._look()

    def wait(self, seconds: float) -> None:
        """Look again and again until the counter has moved."""
        deadline = time.monotonic() + seconds
        while (now := self._look()) == self._seen and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        self._seen = now

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _look(self) -> int:
        with _errors_of(self._database):
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)


class Notifications:
    """PostgreSQL tells by itself, at the commit of a transaction with rows for the outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = _own_connection(database)
        self._connection.autocommit = True
        with _errors_of(database):
            self._connection.execute(f"LISTEN {outbox.CHANNEL}")

    def wait(self, seconds: float) -> None:
        """Sleep until something comes over the connection, and take all of it."""
        with _errors_of(self._database):
            select.select([self._connection], [], [], seconds)
            for _ in self._connection.notifies(timeout=0):
                pass

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _own_connection(database: Database) -> Any:  # noqa: ANN401 - the driver's own, of which there are two
    """A connection that the pool no longer knows, so that it is closed for good, with whatever it listened to."""
    with _errors_of(database):
        pooled = database.engine.raw_connection()
    own = pooled.driver_connection
    pooled.detach()
    return own


@contextmanager
def _errors_of(database: Database) -> Iterator[None]:
    """Let errors of the bare driver look like those of all other work on the database."""
    try:
        yield
    except database.engine.dialect.loaded_dbapi.Error as error:
        raise OperationalError("wait for a commit", None, error) from error
