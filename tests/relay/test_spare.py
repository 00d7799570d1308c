"""What the relay does when it has nothing else to do, and never instead."""

import logging

import pytest

from rumah_inovasi.house import House
from rumah_inovasi.relay.relay import Relay
from rumah_inovasi.relay.service import Ending, keep_going
from tests.relay.changing import create
from tests.relay.unit_folder import UnitFolder, waiting

BATCH = 5


@pytest.fixture
def folder(any_house: House) -> UnitFolder:
    return UnitFolder(any_house.database, any_house.settings.index_dir)


def relay_of(house: House, folder: UnitFolder) -> Relay:
    return Relay(house.database, [folder], house.clock, batch=BATCH)


def test_changes_come_before_each_piece_of_spare_work(any_house: House, folder: UnitFolder) -> None:
    ending, seen = Ending(), []
    for number in range(BATCH * 2 + 1):
        create(any_house.database, f"Dinas {number}")

    def spare() -> bool:
        seen.append(waiting(any_house.database))
        for number in range(BATCH + 1):
            create(any_house.database, f"Dinas {len(seen)} {number}")
        if len(seen) == 3:
            ending.ask()
        return True

    keep_going(any_house.database, relay_of(any_house, folder), ending, spare_work=spare)
    assert seen == [0, 0, 0]


def test_spare_work_that_fails_does_not_end_the_relay(
    any_house: House, folder: UnitFolder, caplog: pytest.LogCaptureFixture
) -> None:
    ending, turns = Ending(), []

    def spare() -> bool:
        turns.append(waiting(any_house.database))
        create(any_house.database, f"Dinas {len(turns)}")  # which is heard of at once, so that nobody waits here
        if len(turns) == 2:
            ending.ask()
        raise ZeroDivisionError("aneh")

    with caplog.at_level(logging.ERROR):
        keep_going(any_house.database, relay_of(any_house, folder), ending, spare_work=spare)
    assert turns == [0, 0]
    assert [record.getMessage() for record in caplog.records] == ["Kesalahan tak terduga"] * 2
