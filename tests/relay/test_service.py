"""The relay as a process: it hears of commits, takes turns, outlives its database, and may be killed at any moment."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from rumah_inovasi import outbox
from rumah_inovasi.database import Database
from rumah_inovasi.house import House
from tests.fixtures import START
from tests.postgres import Cluster
from tests.relay.changing import close, create, rename
from tests.relay.unit_folder import UnitFolder, names, waiting

PATIENCE = 60.0  # nothing here takes as long; it only lets a broken relay fail its test instead of hanging it
KILLS = 100


@pytest.fixture
def folder(any_house: House, tmp_path: Path) -> UnitFolder:
    return UnitFolder(any_house.database, tmp_path / "keluar")


@contextmanager
def running(house: House, folder: UnitFolder, *words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.relay.process", house.database.url, str(folder.current.parent), *words]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": root},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another process brings about."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def is_equal(database: Database, folder: UnitFolder) -> bool:
    """Whether all rows are worked off and the outside says what the database says."""
    if waiting(database) or not folder.is_whole():
        return False
    with database.read() as session:
        return folder.shown() == names(session)


def said_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if words in line:
            return line
    raise AssertionError(f"the relay ended and never said {words!r}")


def test_commits_of_others_reach_the_outside(any_house: House, folder: UnitFolder) -> None:
    database = any_house.database
    with running(any_house, folder) as process:
        unit = create(database, "Dinas Satu")
        until(lambda: is_equal(database, folder))
        rename(database, unit, "Dinas Dua")
        until(lambda: is_equal(database, folder))
        assert folder.shown()[str(unit)] == "Dinas Dua"
        folder.current.unlink()  # lost by mistake, without any change: noticed all the same
        until(folder.is_whole)
        process.terminate()
        assert process.wait() == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""  # nothing to tell in normal work


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_relay_that_waits_ends_when_told(any_house: House, folder: UnitFolder, number: signal.Signals) -> None:
    with running(any_house, folder) as process:
        until(lambda: is_equal(any_house.database, folder))
        process.send_signal(number)
        assert process.wait() == 0


@pytest.mark.parametrize(("word", "doing"), [("endless", "rebuilding\n"), ("clumsy", "looking\n")])
def test_relay_in_the_middle_of_work_gives_it_up_when_told(
    any_house: House, folder: UnitFolder, word: str, doing: str
) -> None:
    unit = create(any_house.database, "Dinas Satu")
    with running(any_house, folder, word) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == doing
        process.terminate()
        assert process.wait() == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert waiting(any_house.database) == 1
    with running(any_house, folder):
        until(lambda: is_equal(any_house.database, folder))
    assert str(unit) in folder.shown()


def test_relay_that_starts_tries_again_what_was_parked(any_house: House, folder: UnitFolder) -> None:
    database = any_house.database
    folder.rebuild()
    create(database, "Dinas Satu")
    with database.write() as session:
        (row,) = outbox.due(session, now=START, limit=None)
        for _ in range(outbox.MOST_ATTEMPTS):
            outbox.failed(session, [row.id], "rusak", now=START)
        assert outbox.status(session).parked == 1
    with running(any_house, folder):
        until(lambda: is_equal(database, folder))


def test_standby_takes_over_when_the_first_is_killed(any_house: House, folder: UnitFolder) -> None:
    database = any_house.database
    with running(any_house, folder) as first:
        until(lambda: is_equal(database, folder))
        with running(any_house, folder) as second:
            said_until(second, "menunggu giliran")
            create(database, "Dinas Satu")
            until(lambda: is_equal(database, folder))
            first.kill()
            said_until(second, "Giliran diterima")
            create(database, "Dinas Dua")
            until(lambda: is_equal(database, folder))
            second.terminate()
            assert second.wait() == 0


def test_standby_ends_when_told(any_house: House, folder: UnitFolder) -> None:
    with running(any_house, folder) as first:
        until(lambda: is_equal(any_house.database, folder))
        with running(any_house, folder) as second:
            said_until(second, "menunggu giliran")
            second.terminate()
            assert second.wait() == 0
        assert first.poll() is None


@pytest.mark.parametrize("any_house", ["postgres"], indirect=True)
def test_relay_outlives_its_database(any_house: House, folder: UnitFolder, postgres_cluster: Cluster) -> None:
    database = any_house.database
    with running(any_house, folder) as process:
        until(lambda: is_equal(database, folder))
        with closed(postgres_cluster, str(database.engine.url.database)):
            said_until(process, "Basis data tidak dapat dipakai")
        unit = create(database, "Dinas Satu")
        assert "dapat dipakai lagi" in said_until(process, "Basis data")  # and nothing else in between
        until(lambda: is_equal(database, folder))
        assert str(unit) in folder.shown()


@contextmanager
def closed(cluster: Cluster, name: str) -> Iterator[None]:
    """A database that has thrown everybody out and lets nobody in."""
    with psycopg.connect(cluster.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        change = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        connection.execute(change.format(sql.Identifier(name), sql.SQL("false")))
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            connection.execute(change.format(sql.Identifier(name), sql.SQL("true")))


def test_hundred_kills_at_any_moment_lose_nothing(any_house: House, folder: UnitFolder) -> None:
    database, dice = any_house.database, random.Random(7)
    ended = threading.Event()
    changes = threading.Thread(target=change_on_and_on, args=(database.url, ended))
    with running(any_house, folder, "nursery") as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        changes.start()
        try:
            for turn in range(KILLS + 1):
                nursery.stdin.write("\n")
                nursery.stdin.flush()
                relay = int(nursery.stdout.readline())
                if turn < KILLS:
                    time.sleep(dice.random() * 0.12)
                    os.kill(relay, signal.SIGKILL)
        finally:
            ended.set()
            changes.join()
        try:
            until(lambda: is_equal(database, folder))
        finally:
            os.kill(relay, signal.SIGKILL)


def change_on_and_on(url: str, ended: threading.Event) -> None:
    database, dice = Database(url), random.Random(11)
    units: list[int] = []
    number = 0
    while not ended.wait(dice.random() * 0.02):  # leaves room for the relay to work
        number += 1
        if not units or dice.random() < 0.7:  # most never change again, so that a change lost stays lost
            units.append(create(database, f"Dinas {number}"))
        elif dice.random() < 0.2:
            close(database, units.pop(dice.randrange(len(units))))
        else:
            rename(database, dice.choice(units), f"Dinas {number}")
    database.close()
