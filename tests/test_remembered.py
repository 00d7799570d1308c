"""What is remembered: the same as what is read, for one state, never of a transaction that writes, and not too much."""

import threading
from collections.abc import Collection
from functools import partial

from sqlalchemy import update
from sqlalchemy.orm import Session

from rumah_inovasi import public_version, remembered
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.front import term_actions
from rumah_inovasi.house import House
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import Region
from rumah_inovasi.remembered import MOST
from rumah_inovasi.vocabulary import queries as vocabulary
from tests.factories import put, write_up
from tests.fixtures import START
from tests.pages import PageClient


class Reader:
    """Something that is read, and how often."""

    def __init__(self) -> None:
        self.times = 0

    def once(self, session: Session, said: object = "isi") -> object:
        def make() -> object:
            self.times += 1
            return said

        return remembered.remembered(session, "apa saja", make)

    def each(self, session: Session, keys: Collection[int], weight: int = 1) -> dict[int, str]:
        def make(missing: Collection[int]) -> dict[int, str]:
            self.times += len(missing)
            return {key: str(key) for key in missing if key >= 0}

        return remembered.remembered_each(session, "banyak", keys, make, weight=weight)


def test_thing_is_read_once_for_each_public_change(any_house: House) -> None:
    reader = Reader()
    for _ in range(2):
        for _ in range(2):
            with any_house.database.read() as session:
                assert reader.once(session) == "isi"
        with any_house.database.write() as session:
            public_version.raise_(session)
    assert reader.times == 2


def test_transaction_that_writes_neither_asks_nor_teaches(any_house: House) -> None:
    reader = Reader()
    with any_house.database.write() as session:
        public_version.raise_(session)
        assert reader.once(session, "tidak pernah jadi") == "tidak pernah jadi"
        session.rollback()
    with any_house.database.write() as session:
        public_version.raise_(session)
    with any_house.database.read() as session:
        assert reader.once(session, "benar") == "benar"
    with any_house.database.write() as session:
        assert reader.once(session, "lain") == "lain"


def test_transaction_sees_the_things_of_its_own_moment(any_house: House) -> None:
    reader = Reader()
    with any_house.database.read() as early:
        assert reader.once(early, 1) == 1
        with any_house.database.write() as session:
            public_version.raise_(session)
        with any_house.database.read() as late:
            assert reader.once(late, 2) == 2
            assert reader.once(early, 1) == 1
            assert reader.once(late) == 2


def test_only_what_is_missing_is_read(house: House) -> None:
    reader = Reader()
    with house.database.read() as session:
        assert reader.each(session, [1, 2, -1]) == {1: "1", 2: "2"}
        assert reader.each(session, [2, 3]) == {2: "2", 3: "3"}
    assert reader.times == 4


def test_no_more_is_remembered_than_weighs_so_much(house: House) -> None:
    reader = Reader()
    with house.database.read() as session:
        reader.each(session, [-5, *range(MOST)])
        reader.each(session, [0])
        reader.each(session, [MOST], weight=2)
        read = reader.times
        assert reader.each(session, [0, 3]) == {0: "0", 3: "3"}
        assert reader.times == read
        reader.each(session, [1, 2])  # which went for the one that weighs two
        assert reader.times == read + 2
        assert len(reader.each(session, range(3 * MOST))) == 3 * MOST


def test_renamed_things_are_named_anew(any_house: House) -> None:
    with any_house.database.read() as session:
        before = organisations.regions(session)["35.15"].name
    with any_house.database.write() as session:
        session.execute(update(Region).where(Region.code == "35.15").values(name="Lain"))
        public_version.raise_(session)
    with any_house.database.read() as session:
        assert (before, organisations.regions(session)["35.15"].name) == ("Sidoarjo", "Lain")
        assert organisations.region(session, "35.15").name == "Lain"


def test_renamed_topic_stands_on_every_page_at_once(client: PageClient, house: House) -> None:
    put(house, write_up(extra="urusan: [kesehatan]\n"))
    for path in ("/urusan", "/inovasi/1-antrean-ringkas"):
        assert "Kesehatan" in client.get(path).text
    with house.database.write() as session:
        term_actions.rename(
            session, SYSTEM, vocabulary.term(session, "urusan", "kesehatan"), "Sehat", "Sane", now=START
        )
    for path in ("/urusan", "/inovasi/1-antrean-ringkas"):
        assert "Sehat" in client.get(path).text


def test_threads_that_meet_a_change_each_get_their_own_state(house: House) -> None:
    wrong: list[object] = []

    def read() -> None:
        for _ in range(200):
            with house.database.read() as session:
                version = public_version.current(session)
                got = remembered.remembered(session, "nomor", partial(int, version))
                if got != version:
                    wrong.append((got, version))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(50):
        with house.database.write() as session:
            public_version.raise_(session)
    for thread in threads:
        thread.join()
    assert wrong == []
