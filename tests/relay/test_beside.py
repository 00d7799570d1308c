"""Work beside the relay is done when it is called for, outlives its failures, and holds up nobody's end."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from rumah_inovasi.house import House
from rumah_inovasi.relay import beside as module
from rumah_inovasi.relay.beside import beside
from rumah_inovasi.relay.relay import Relay
from rumah_inovasi.relay.service import Ending, keep_going
from tests.relay.changing import create
from tests.relay.unit_folder import UnitFolder

PATIENCE = 60.0  # nothing here takes as long


class Counted:
    """Work that counts how often it was begun, and fails as often as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.times = 0
        self._failures = list(failures)
        self._begun = threading.Condition()

    def __call__(self, _is_ended: Callable[[], bool]) -> None:
        with self._begun:
            self.times += 1
            self._begun.notify_all()
        if self._failures:
            raise self._failures.pop()

    def wait_for(self, times: int) -> bool:
        with self._begun:
            return self._begun.wait_for(lambda: self.times >= times, PATIENCE)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is done without being called for."""
    monkeypatch.setattr(module, "LOOK_SECONDS", 100 * PATIENCE)


@pytest.mark.usefixtures("patient")
def test_work_is_done_at_first_and_whenever_it_is_called_for() -> None:
    work = Counted()
    with beside(work) as call:
        assert work.wait_for(1)
        for times in (2, 3):
            call()
            assert work.wait_for(times)
    assert work.times == 3


def test_work_is_done_now_and_then_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    work = Counted()
    with beside(work):
        assert work.wait_for(3)


@pytest.mark.usefixtures("patient")
def test_failure_does_not_end_it(caplog: pytest.LogCaptureFixture) -> None:
    work = Counted(ZeroDivisionError("aneh"), OperationalError("SELECT", None, Exception("hilang")))
    with beside(work) as call:
        for times in (1, 2, 3):
            assert work.wait_for(times)
            call()
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["aneh"]


@pytest.mark.usefixtures("patient")
def test_every_commit_calls_for_it(any_house: House, tmp_path: Path) -> None:
    database, work, ending = any_house.database, Counted(), Ending()
    relay = Relay(database, [UnitFolder(database, tmp_path / "keluar")], any_house.clock)
    working = threading.Thread(target=keep_going, args=(database, relay, ending, work))
    working.start()
    try:
        assert work.wait_for(1)
        before = work.times
        create(database, "Dinas Satu")
        assert work.wait_for(before + 1)
    finally:
        ending.ask()
        create(database, "Dinas Dua")  # wakes it
        working.join(PATIENCE)


def test_work_that_does_not_come_to_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STOP_SECONDS", 0.01)
    freed, begun, asked = threading.Event(), threading.Event(), []

    def work(is_ended: Callable[[], bool]) -> None:
        begun.set()
        freed.wait(PATIENCE)
        asked.append(is_ended())

    with beside(work):
        assert begun.wait(PATIENCE)
    assert asked == []
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "beside"]
    freed.set()
    thread.join(PATIENCE)
    assert asked == [True]
