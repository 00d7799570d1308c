"""The record of everything: engine, transactions and the column types shared by all models.

`read()` and `write()` are the only two doors. Only views, the command line and background workers open them.
"""

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from rumah_inovasi.disk_reasons import reason_of
from rumah_inovasi.errors import Unusable

# Names for every constraint, so that migrations can address them on both databases.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_SECONDS = 15  # how long a writer waits for another one before it gives up
IMMEDIATE = "rumah_immediate"
MOST_IN_STATEMENT = 500
SHELF = "rumah_shelf"  # what sessions that read share; `remembered` says of what
Key = TypeVar("Key")
PREPARING = 7_351_001  # any number that nothing else locks in this database
PRAGMAS = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE would delete rows past the guard of the audit
)


class Base(DeclarativeBase):
    """Parent of all models."""

    metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """A moment in time: aware in Python, UTC in the database (SQLite keeps no zone)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - signature of SQLAlchemy
        """Refuse naive values: they would mean another moment on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - signature of SQLAlchemy
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Database:
    """One database, SQLite or PostgreSQL, with its two doors."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        immediate = self.engine.execution_options(**{IMMEDIATE: True})
        # On SQLite a transaction sees one state by itself; PostgreSQL would show each statement the newest one.
        steady = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._reader = sessionmaker(steady, expire_on_commit=False, info={SHELF: {}})
        self._writer = sessionmaker(immediate, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """True on SQLite."""
        return self.engine.dialect.name == "sqlite"

    @property
    def mark(self) -> Path:
        """A file beside that of SQLite which the relay locks, and which tells that there once was a database."""
        return Path(f"{self.place}.relay")

    @property
    def place(self) -> Path:
        """Where the file of an SQLite database is."""
        return _place(self.engine.url)

    def is_absent(self) -> bool:
        """Whether there is no file of an SQLite database; one that may not be looked at is there."""
        if not self.is_sqlite:
            return False
        try:
            self.place.stat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False
        return False

    def make_file(self) -> None:
        """Make the file of an SQLite database that does not exist yet, closed to other users of the machine.

        Raises:
            Unusable: the folder cannot be written, or the file was there and is lost.
        """
        if not self.is_sqlite:
            return
        self.make_folder()
        place = self.place
        try:
            with self.alone():
                if not place.exists():
                    self._make_file(place)
        except (OSError, sqlite3.Error) as error:
            raise Unusable(
                "Basis data %(place)s tidak dapat dibuat: %(reason)s.",
                place=place,
                reason=reason_of(error),
            ) from None

    def make_folder(self) -> None:
        """Make the folder of an SQLite database: whoever merely looks at one leaves nothing behind.

        Raises:
            Unusable: it cannot be made.
        """
        if self.is_sqlite:
            _make_folder(self.place.parent)

    def require_not_lost(self) -> None:
        """Refuse to take a lost SQLite file for a house that never was.

        Raises:
            Unusable: the file was there and is lost.
        """
        if self.is_absent() and self.mark.exists():
            raise Unusable(
                "Basis data %(place)s hilang, padahal pernah ada. Kembalikan berkas itu dari salinan; untuk "
                "memulai dari nol, hapus dahulu %(mark)s.",
                place=self.place,
                mark=self.mark,
            )

    def _make_file(self, place: Path) -> None:
        self.require_not_lost()
        # Aside, until it has its journal: SQLite lets nobody else in while it changes that, and does not wait for it.
        aside = place.with_name(f".{place.name}.baru")
        aside.unlink(missing_ok=True)
        aside.touch(mode=0o600)
        with closing(sqlite3.connect(aside)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        aside.replace(place)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else prepare this database meanwhile; who comes second waits."""
        if self.is_sqlite:
            folder = os.open(self.place.parent, os.O_RDONLY)
            try:
                fcntl.flock(folder, fcntl.LOCK_EX)
                yield
            finally:
                os.close(folder)
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({PREPARING})")
            try:
                yield
            finally:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({PREPARING})")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view; whatever was changed by mistake is rolled back. Rows read stay readable afterwards."""
        with self._reader() as session:
            try:
                yield session
            finally:
                session.expunge_all()
                session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it is durable when this returns, or nothing was changed.

        On SQLite it starts with BEGIN IMMEDIATE: a reader that becomes a writer later would fail
        with "database is locked" as soon as two do it at once.
        """
        with self._writer() as session, session.begin():
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def parts(ids: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """The ids in parts that fit into one statement."""
    for start in range(0, len(ids), MOST_IN_STATEMENT):
        yield ids[start : start + MOST_IN_STATEMENT]


def _place(url: URL) -> Path:
    """Where the file of an SQLite database is."""
    return Path(url.database or "").absolute()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise Unusable("Alamat basis data tidak dapat dibaca. Periksa bentuk RUMAH_DATABASE_URL.") from None
    if parsed.get_backend_name() == "sqlite":
        place = _place(parsed)
        # Never made by merely opening it: a file that was lost must be missed, not replaced by an empty one.
        address = f"file:{quote(str(place))}?mode=rw"
        engine = create_engine(
            url,
            creator=lambda: sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False),
            json_serializer=_dump,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        _stay_with_the_file(engine, place)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        # Said by the client too, else a database of another encoding answers with bytes before it can be refused.
        encoding = {"client_encoding": "utf8"}
        return create_engine(url, pool_pre_ping=True, json_serializer=_dump, connect_args=encoding)
    except ModuleNotFoundError:
        raise Unusable(
            "Basis data PostgreSQL memerlukan paket psycopg: pasang dengan pip install 'rumah_inovasi[postgres]'."
        ) from None


def _stay_with_the_file(engine: Engine, place: Path) -> None:
    """Give up connections to a file that is no longer the one in its place: what they write would be lost."""

    def remember(_connection: object, record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own, which has no public name
        record.info["file"] = _identity(place)

    def compare(_connection: object, record: Any, _proxy: object) -> None:  # noqa: ANN401 - as above
        if record.info["file"] != _identity(place):
            raise DisconnectionError

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _identity(place: Path) -> tuple[int, int] | None:
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # the folder itself is for the server alone
    except OSError as error:
        raise Unusable(
            f"Folder data {folder} tidak dapat dibuat: {reason_of(error)}. "
            "Periksa izin folder atau ubah RUMAH_DATA_DIR."
        ) from None


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection has no common type
    connection.isolation_level = None  # the driver starts no transaction behind our back; _begin_sqlite does
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
