"""One relay at a time, and the next one as soon as the first is gone."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from rumah_inovasi.database import Database
from rumah_inovasi.house import House
from rumah_inovasi.relay.turn import Turn, turn_of

PATIENCE = 60.0  # nothing here takes as long
HOLDING = """
import sys
from rumah_inovasi.database import Database
from rumah_inovasi.relay.turn import turn_of
turn = turn_of(Database(sys.argv[1]))
turn.wait()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def turns(any_house: House) -> Iterator[tuple[Turn, Turn]]:
    """Two who want to work."""
    databases = [Database(any_house.database.url) for _ in range(2)]
    first, second = (turn_of(database) for database in databases)
    yield first, second
    for turn, database in zip((first, second), databases, strict=True):
        turn.release()
        database.close()


def test_only_one_holds_the_turn(turns: tuple[Turn, Turn]) -> None:
    first, second = turns
    assert not first.is_held()
    assert first.try_take()
    assert first.is_held()
    assert not second.try_take()
    assert not second.is_held()
    first.release()
    first.release()
    assert not first.is_held()
    assert second.try_take()
    assert not first.try_take()


def test_turn_that_was_let_go_is_free_at_once(turns: tuple[Turn, Turn]) -> None:
    for _ in range(50):
        for turn in turns:
            assert turn.try_take()
            turn.release()


def test_standby_goes_on_when_the_turn_is_let_go(turns: tuple[Turn, Turn]) -> None:
    first, second = turns
    first.wait()
    thread = threading.Thread(target=second.wait)
    thread.start()
    first.release()
    thread.join(PATIENCE)
    assert second.is_held()


def test_turn_of_a_killed_process_is_free(any_house: House, turns: tuple[Turn, Turn]) -> None:
    command = [sys.executable, "-c", HOLDING, any_house.database.url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert not turns[0].try_take()
        process.kill()
    turns[0].wait()
    assert turns[0].is_held()


def test_replaced_lock_file_ends_the_turn(house: House) -> None:
    first, second = turn_of(house.database), turn_of(house.database)
    assert first.try_take()
    Path(f"{house.database.engine.url.database}.relay").unlink()
    assert not first.is_held()
    assert second.try_take()
    assert second.is_held()
    assert not first.is_held()
    first.release()
    second.release()


@pytest.mark.parametrize("any_house", ["postgres"], indirect=True)
def test_lost_connection_ends_the_turn(any_house: House, turns: tuple[Turn, Turn]) -> None:
    first, second = turns
    assert first.try_take()
    with any_house.database.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )
    assert not first.is_held()
    second.wait()
    assert second.is_held()
