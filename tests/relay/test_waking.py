"""A commit by whatever process wakes who waits for it."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from rumah_inovasi.database import Database
from rumah_inovasi.house import House
from rumah_inovasi.relay.waking import Waking, waking_of
from tests.relay.changing import create

PATIENCE = 60.0  # nothing here takes as long
FOR_EVER = 100 * PATIENCE


@pytest.fixture
def waking(any_house: House) -> Iterator[Waking]:
    database = Database(any_house.database.url)
    with closing(waking_of(database)) as made:
        yield made
    database.close()


def waiting(waking: Waking) -> threading.Event:
    """Somebody who waits for a commit from now on; the event tells when that is over."""
    woken = threading.Event()

    def wait() -> None:
        waking.wait(FOR_EVER)
        woken.set()

    threading.Thread(target=wait, daemon=True).start()
    return woken


def test_commit_wakes_who_waits(any_house: House, waking: Waking) -> None:
    for number in range(3):
        woken = waiting(waking)
        create(any_house.database, f"Dinas {number}")
        assert woken.wait(PATIENCE)


def test_commit_before_the_wait_is_not_missed(any_house: House, waking: Waking) -> None:
    create(any_house.database, "Dinas Satu")
    create(any_house.database, "Dinas Dua")
    assert waiting(waking).wait(PATIENCE)


def test_wait_is_over_after_its_time(waking: Waking) -> None:
    waking.wait(0.01)


@pytest.mark.parametrize("any_house", ["postgres"], indirect=True)
def test_database_that_is_gone_is_told(any_house: House, waking: Waking) -> None:
    with any_house.database.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            )
        )
    with pytest.raises(OperationalError):  # noqa: PT012 - the farewell of the server may wake, too
        for _ in range(3):
            waking.wait(FOR_EVER)
