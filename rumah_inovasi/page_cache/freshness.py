"""In which state the house is: one value that is another one after whatever changes a public page.

It is looked at before every answer from the cache, so that a change is seen by the very next request. On SQLite that is
a read of one row over a connection of its own (2 µs), without session and transaction; on PostgreSQL a round trip.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from rumah_inovasi import public_version
from rumah_inovasi.database import Database

WIB = timedelta(hours=7)
State = tuple[object, ...]
Thing = TypeVar("Thing")


class Freshness:
    """The state of a house as a value to compare."""

    def __init__(self, database: Database, clock: Callable[[], datetime], index_stamp: Callable[[], object]) -> None:
        self._counter = _Counter(database)
        self._clock = clock
        self._index_stamp = index_stamp

    def state(self) -> State | None:
        """Public changes so far, the index, and the day, since some pages tell what is to come; none if unknown."""
        version = self._counter.read()
        if version is None:
            return None
        return (*version, self._index_stamp(), (self._clock().astimezone(UTC) + WIB).toordinal())


class Held(Generic[Thing]):
    """What takes a transaction to find out, found out once for each state."""

    def __init__(self, freshness: Freshness, make: Callable[[], Thing]) -> None:
        self._freshness = freshness
        self._make = make
        self._found: tuple[State, Thing] | None = None

    def __call__(self) -> Thing:
        """The thing as it is now."""
        state, found = self._freshness.state(), self._found
        if state is None:
            return self._make()
        if found is None or found[0] != state:
            found = self._found = state, self._make()
        return found[1]


class _Counter:
    """Reads the number of public changes, and which database file that number is of."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._place = str(database.place) if database.is_sqlite else ""
        self._free: list[tuple[Any, object]] = []  # connections that nobody uses, each with the file it is open on
        event.listen(database.engine, "engine_disposed", lambda _engine: self._close())

    def read(self) -> State | None:
        """The counter with its file; none where the database does not answer, which the application then tells."""
        file = self._file()
        try:
            connection, opened = self._free.pop() if self._free else (None, None)
        except IndexError:  # another thread was quicker
            connection = opened = None
        try:
            if connection is not None and opened != file:
                connection.close()
                connection = None
            if connection is None:
                connection = self._opened()
            (version,) = connection.execute(public_version.CURRENT).fetchone()
        except (SQLAlchemyError, self._database.engine.dialect.loaded_dbapi.Error, TypeError):
            if connection is not None:
                connection.close()
            return None
        self._free.append((connection, file))
        return file, version

    def _opened(self) -> Any:  # noqa: ANN401 - a DBAPI connection has no common type
        borrowed = self._database.engine.raw_connection()
        connection: Any = borrowed.driver_connection
        borrowed.detach()
        if not self._database.is_sqlite:
            connection.autocommit = True
        return connection

    def _file(self) -> object:
        if not self._place:
            return None
        try:
            found = os.stat(self._place)  # noqa: PTH116 - asked before every answer
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _close(self) -> None:
        while self._free:
            connection, _file = self._free.pop()
            connection.close()
