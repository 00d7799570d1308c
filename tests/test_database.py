"""Transactions: whole or not at all, one writer after another, readers that see one state, an audit nobody edits."""

import contextlib
import sqlite3
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.database import Database
from rumah_inovasi.errors import Unusable
from rumah_inovasi.house import House
from tests.fixtures import START

WRITERS = 8
ROUNDS = 10


def note(session: Session, word: str, at: datetime = START) -> None:
    audit.record(session, None, word, "test", 1, now=at, word=word)


def words(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.verb).where(AuditEntry.entity == "test").order_by(AuditEntry.id)))


def together(work: Callable[[int], None]) -> None:
    """Let all writers start at the same moment; what one of them raises, the test raises."""
    gate = threading.Barrier(WRITERS)
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            gate.wait()
            work(number)
        except BaseException as error:  # noqa: BLE001 - handed over to the test
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_write_is_durable_when_it_returns(any_house: House) -> None:
    with any_house.database.write() as session:
        note(session, "satu")
    again = Database(any_house.database.url)
    with again.read() as session:
        assert words(session) == ["satu"]
    again.close()


def test_write_that_fails_changes_nothing(any_house: House) -> None:
    with any_house.database.read() as session:
        before = public_version.current(session)
    with pytest.raises(ZeroDivisionError), any_house.database.write() as session:  # noqa: PT012 - the middle is the point
        note(session, "satu")
        public_version.raise_(session)
        session.flush()
        raise ZeroDivisionError
    with any_house.database.read() as session:
        assert words(session) == []
        assert public_version.current(session) == before


def test_change_within_a_read_is_not_kept(any_house: House) -> None:
    with any_house.database.read() as session:
        note(session, "satu")
        session.flush()
    with any_house.database.read() as session:
        assert words(session) == []


def test_rows_stay_readable_after_the_read(any_house: House) -> None:
    with any_house.database.read() as session:
        state = public_version.state(session)
    assert state.public_version > 0


def test_reader_sees_one_state_while_others_write(any_house: House) -> None:
    with any_house.database.read() as reader:
        before = public_version.current(reader)
        with any_house.database.write() as writer:
            note(writer, "satu")
            public_version.raise_(writer)
        assert words(reader) == []
        assert public_version.current(reader) == before
    with any_house.database.read() as reader:
        assert words(reader) == ["satu"]
        assert public_version.current(reader) == before + 1


def test_eight_writers_at_once_lose_nothing_and_find_no_lock(any_house: House) -> None:
    with any_house.database.read() as session:
        before = public_version.current(session)

    def work(number: int) -> None:
        # Each has connections of its own, as processes have.
        database = Database(any_house.database.url)
        for turn in range(ROUNDS):
            with database.write() as session:
                words(session)  # who reads before writing is the one whom deferred transactions fail
                public_version.raise_(session)
                note(session, f"{number}-{turn}")
        database.close()

    together(work)
    with any_house.database.read() as session:
        assert public_version.current(session) == before + WRITERS * ROUNDS
        assert sorted(words(session)) == sorted(f"{n}-{turn}" for n in range(WRITERS) for turn in range(ROUNDS))


def test_threads_of_one_process_take_turns_too(house: House) -> None:
    def work(number: int) -> None:
        for turn in range(ROUNDS):
            with house.database.write() as session:
                words(session)
                note(session, f"{number}-{turn}")

    together(work)
    with house.database.read() as session:
        assert len(words(session)) == WRITERS * ROUNDS


def test_fresh_file_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    def work(_number: int) -> None:
        database = Database(f"sqlite:///{tmp_path}/baru.sqlite3")
        database.make_file()
        with database.write() as session:
            session.execute(text("CREATE TABLE IF NOT EXISTS a (b)"))
            session.execute(text("INSERT INTO a VALUES (1)"))
        database.close()

    together(work)
    database = Database(f"sqlite:///{tmp_path}/baru.sqlite3")
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM a")) == WRITERS
    database.close()


def test_sqlite_writer_begins_immediate_and_a_reader_does_not(house: House) -> None:
    said: list[str] = []
    event.listen(house.database.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with house.database.write() as session:
        words(session)
    with house.database.read() as session:
        words(session)
    assert [line for line in said if line.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def test_sqlite_keeps_what_was_committed_and_checks_foreign_keys(house: House) -> None:
    with house.database.read() as session:
        found = {
            name: session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'lain'",
        "DELETE FROM audit_entry",
        "INSERT OR REPLACE INTO audit_entry SELECT id, at, actor, 'lain', entity, entity_id, details FROM audit_entry",
        "TRUNCATE audit_entry",
    ],
)
def test_audit_rows_cannot_be_changed_or_deleted(any_house: House, statement: str) -> None:
    with any_house.database.write() as session:
        note(session, "satu")
    dialects = {"INSERT OR REPLACE": "sqlite", "TRUNCATE": "postgresql"}
    only = next((dialect for start, dialect in dialects.items() if statement.startswith(start)), None)
    guarded = only in {None, any_house.database.engine.dialect.name}
    with pytest.raises(DBAPIError, match="append-only" if guarded else "syntax"), any_house.database.write() as session:
        session.execute(text(statement))
    with any_house.database.read() as session:
        assert words(session) == ["satu"]


def test_audit_keeps_who_what_and_when(any_house: House) -> None:
    with any_house.database.write() as session:
        audit.record(session, 7, "published", "innovation", 12, now=START, revision=3, word="é")
    with any_house.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "published")).one()
    assert (entry.at, entry.actor, entry.entity, entry.entity_id) == (START, 7, "innovation", "12")
    assert entry.details == {"revision": 3, "word": "é"}


def test_moment_comes_back_in_utc(any_house: House) -> None:
    jakarta = timezone(timedelta(hours=7))
    with any_house.database.write() as session:
        note(session, "satu", datetime(2026, 11, 22, 10, 15, tzinfo=jakarta))
    with any_house.database.read() as session:
        at = session.scalars(select(AuditEntry.at).where(AuditEntry.verb == "satu")).one()
    assert at == START
    assert at.tzinfo is UTC


def test_moment_without_a_zone_is_refused(any_house: House) -> None:
    with pytest.raises(StatementError, match="time zone"), any_house.database.write() as session:
        note(session, "satu", datetime(2026, 11, 22))  # noqa: DTZ001 - the very mistake


def test_there_is_one_row_of_figures(any_house: House) -> None:
    with any_house.database.read() as session:
        assert session.scalar(select(func.count()).select_from(public_version.SiteState)) == 1


def test_folder_and_file_of_the_database_are_made_for_the_server_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a/b/rumah.sqlite3")
    database.make_file()
    with database.write() as session:
        session.execute(text("CREATE TABLE a (b)"))
    database.close()
    place = tmp_path / "a" / "b"
    assert (place / "rumah.sqlite3").stat().st_mode & 0o777 == 0o600
    assert place.stat().st_mode & 0o777 == 0o700


def test_lost_file_is_missed_and_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/rumah.sqlite3")
    with pytest.raises(DBAPIError, match="unable to open"), database.read() as session:
        words(session)
    database.close()
    assert list(tmp_path.iterdir()) == []


def test_file_that_was_there_once_is_not_made_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/rumah.sqlite3")
    database.make_file()
    database.mark.touch()
    database.make_file()
    (tmp_path / "rumah.sqlite3").unlink()
    with pytest.raises(Unusable, match="hilang, padahal pernah ada"):
        database.make_file()
    database.close()


def test_file_put_back_from_a_copy_is_used_at_once(house: House, tmp_path: Path) -> None:
    place = Path(house.database.url.removeprefix("sqlite:///"))
    with house.database.write() as session:
        note(session, "lama")
    copy = sqlite3.connect(tmp_path / "salinan.sqlite3")
    with contextlib.closing(sqlite3.connect(place)) as source:
        source.backup(copy)
    copy.close()
    with house.database.write() as session:
        note(session, "baru")
    for name in (place, Path(f"{place}-wal"), Path(f"{place}-shm")):
        name.unlink(missing_ok=True)
    with pytest.raises(DBAPIError, match="unable to open"), house.database.read() as session:
        words(session)
    (tmp_path / "salinan.sqlite3").rename(place)
    with house.database.write() as session:
        assert words(session) == ["lama"]
        note(session, "lagi")
    with contextlib.closing(sqlite3.connect(place)) as source:
        assert source.execute("SELECT count(*) FROM audit_entry WHERE entity = 'test'").fetchone() == (2,)


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    with pytest.raises(Unusable, match="RUMAH_DATA_DIR"):
        Database(f"sqlite:///{tmp_path}/berkas/data/rumah.sqlite3").make_file()


@pytest.mark.parametrize("url", ["postgresql+psycopg://rumah:sandi@127.0.0.1:pintu/a", "postgresql"])
def test_address_that_makes_no_sense_is_told_without_the_password(url: str) -> None:
    with pytest.raises(Unusable, match="RUMAH_DATABASE_URL") as caught:
        Database(url)
    assert "sandi" not in str(caught.value)


def test_missing_driver_of_postgresql_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Unusable, match=r"pip install 'rumah_inovasi\[postgres\]'"):
        Database("postgresql+psycopg://rumah@127.0.0.1/rumah")
