"""Attempts are counted for all workers together, and those that are long past are forgotten."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts import current, throttle
from rumah_inovasi.accounts.model import Attempt
from rumah_inovasi.accounts.throttle import Limit
from rumah_inovasi.errors import TooMany
from rumah_inovasi.house import House
from tests.accounts.seeing import pass_time

LIMIT = Limit("percobaan", 3, timedelta(minutes=10))


def take(house: House, key: str = "a", limit: Limit = LIMIT) -> bool:
    try:
        with house.database.write() as session:
            throttle.take(session, limit, key, now=house.clock())
    except TooMany:
        return False
    return True


def test_limit_is_for_each_key_and_kind(house: House) -> None:
    assert [take(house) for _ in range(5)] == [True, True, True, False, False]
    assert take(house, "b")
    assert take(house, limit=Limit("lain", 1, timedelta(minutes=1)))


def test_refused_attempts_do_not_prolong_the_wait(house: House) -> None:
    for _ in range(10):
        take(house)
    pass_time(house, LIMIT.within)
    assert take(house)


def test_wait_that_is_told_is_long_enough(house: House) -> None:
    for _ in range(3):
        take(house)
    with house.database.write() as session, pytest.raises(TooMany) as refused:
        throttle.take(session, LIMIT, "a", now=house.clock())
    assert 0 < refused.value.seconds <= 600
    pass_time(house, timedelta(seconds=refused.value.seconds))
    assert take(house)


def test_long_past_attempts_leave_the_database(house: House) -> None:
    take(house)
    pass_time(house, throttle.KEPT + timedelta(minutes=1))
    take(house, "b")
    with house.database.read() as session:
        assert session.scalars(select(Attempt.key)).all() == ["b"]


def test_many_at_once_do_not_get_past_the_limit(any_house: House) -> None:
    ready, results = threading.Barrier(8), []

    def run() -> None:
        ready.wait()
        results.append(take(any_house))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 5 + [True] * 3


def test_addresses_of_one_customer_are_counted_together(app: Flask) -> None:
    def key(address: str) -> str:
        with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
            return current.address_key()

    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9") != key("2001:db8:1:3::1")
    assert key("192.0.2.1") != key("192.0.2.2")
