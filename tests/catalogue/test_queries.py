"""What can be seen of write-ups: lists, numbers, titles, series, and never a draft."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import READER, SYSTEM
from rumah_inovasi.catalogue import actions, queries
from rumah_inovasi.catalogue.model import Innovation, State, TermKind
from rumah_inovasi.catalogue.policy import may_read
from rumah_inovasi.catalogue.queries import PAGE_SIZE
from rumah_inovasi.errors import NotFound
from rumah_inovasi.house import House
from rumah_inovasi.organisations import queries as organisations
from tests.catalogue.facts import metadata
from tests.catalogue.publishing import publish
from tests.pages import PageClient


def numbers(rows: list[queries.Listed]) -> list[int]:
    return [row.innovation.number for row in rows]


def sidoarjo(session: Session) -> int:
    return organisations.government(session, "35.15").id


# Every query that lists write-ups or counts them; each is empty in a house whose only text is not public.
LISTS: dict[str, Callable[[Session], Any]] = {
    "newest": lambda session: queries.newest(session, 9),
    "by number": lambda session: queries.by_number(session, [1]),
    "topic": lambda session: queries.with_term(session, TermKind.TOPIC, "kesehatan", 1).rows,
    "region": lambda session: queries.of_region(session, "35.15", 1).rows,
    "unit": lambda session: queries.of_units(session, [sidoarjo(session)], 1).rows,
    "words": lambda session: queries.matching(session, ["antrean"], 1).rows,
    "all": lambda session: queries.matching(session, [], 1, by_date=True).rows,
    "counts by region": queries.counts_by_region,
    "counts by unit": lambda session: queries.counts_by_unit(session, "35.15"),
    "counts by term": lambda session: queries.counts_by_term(session, TermKind.TOPIC),
    "count": queries.count,
    "all published": queries.all_published,
    "newest change": queries.newest_change,
}


def hide(house: House, state: State) -> None:
    with house.database.write() as session:
        publish(house, session, metadata(urusan=["kesehatan"]))
    with house.database.read() as session:
        assert all(query(session) for query in LISTS.values())
    with house.database.write() as session:
        session.execute(update(Innovation).values(state=state.value))


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_what_is_not_public_is_in_no_list(any_house: House, state: State) -> None:
    hide(any_house, state)
    with any_house.database.read() as session:
        assert [name for name, query in LISTS.items() if query(session)] == []
        with pytest.raises(NotFound):
            queries.published(session, 1)


def test_draft_does_not_exist_for_the_public_and_withdrawn_does(any_house: House) -> None:
    hide(any_house, State.DRAFT)
    with any_house.database.read() as session:
        with pytest.raises(NotFound):
            queries.innovation(session, 1)
        assert queries.all_public_numbers(session) == []
        assert not may_read(READER, session.get_one(Innovation, 1))
        assert may_read(SYSTEM, session.get_one(Innovation, 1))
    with any_house.database.write() as session:
        session.execute(update(Innovation).values(state=State.WITHDRAWN.value))
    with any_house.database.read() as session:
        assert queries.innovation(session, 1).state == State.WITHDRAWN
        assert queries.all_public_numbers(session) == [1]


@pytest.mark.parametrize("address", ["", ".md", ".json", "/riwayat", "/revisi/1", "/lembar"])
def test_draft_has_no_page(house: House, client: PageClient, address: str) -> None:
    hide(house, State.DRAFT)
    assert client.get(f"/inovasi/1-antrean-ringkas{address}", status=404).status == 404


def test_draft_is_named_by_no_page(house: House, client: PageClient) -> None:
    hide(house, State.DRAFT)
    for address in ("/", "/cari?q=antrean", "/wilayah/35.15", "/urusan/kesehatan", "/sitemap.xml"):
        assert "antrean-ringkas" not in client.get(address, follow_redirects=True).html


def test_title_of_any_state_counts_as_taken_in_its_region_alone(any_house: House) -> None:
    hide(any_house, State.WITHDRAWN)
    with any_house.database.read() as session:
        taken = queries.by_title(session, "35.15", "antrean  RINGKAS!")
        assert taken is not None
        assert taken.number == 1
        assert queries.by_title(session, "35.78", "Antrean Ringkas") is None
        assert queries.by_title(session, "35.15", "Antrean") is None


@pytest.mark.parametrize("revision", [0, 2, -1])
def test_revision_that_does_not_exist_is_not_found(house: House, revision: int) -> None:
    with house.database.write() as session:
        found = publish(house, session)
        with pytest.raises(NotFound, match=f"Revisi {revision} "):
            queries.read(session, found, revision)


@pytest.mark.parametrize(("ref", "number"), [("17", 17), ("17-super-keren", 17), ("17-", 17)])
def test_number_decides_what_an_address_means(ref: str, number: int) -> None:
    assert queries.number_of_ref(ref) == number


@pytest.mark.parametrize("ref", ["", "super-keren", "17super", "-17", "1" * 10])
def test_address_without_a_number_is_not_found(ref: str) -> None:
    with pytest.raises(NotFound):
        queries.number_of_ref(ref)


def test_lists_come_in_pages_and_none_beyond_the_last(any_house: House) -> None:
    with any_house.database.write() as session:
        for number in range(PAGE_SIZE + 1):
            publish(any_house, session, metadata(judul=f"Inovasi {number:02}"))
    with any_house.database.read() as session:
        first, second = (queries.of_region(session, "35.15", page) for page in (1, 2))
        assert (len(first.rows), len(second.rows), first.total, first.pages) == (PAGE_SIZE, 1, PAGE_SIZE + 1, 2)
        assert [row.innovation.title for row in [*first.rows, *second.rows]] == [
            f"Inovasi {number:02}" for number in range(PAGE_SIZE + 1)
        ]
        with pytest.raises(NotFound, match="2 halaman"):
            queries.of_region(session, "35.15", 3)
        assert queries.of_region(session, "35.01", 1).pages == 1


def test_newest_are_those_changed_last(any_house: House) -> None:
    with any_house.database.write() as session:
        for title in ("Satu", "Dua", "Tiga"):
            publish(any_house, session, metadata(judul=title))
        publish(any_house, session, metadata(judul="Satu"), body="Kini.", number=1)
    with any_house.database.read() as session:
        assert numbers(queries.newest(session, 2)) == [1, 3]
        assert numbers(queries.matching(session, [], 1, by_date=True).rows) == [1, 3, 2]
        assert numbers(queries.matching(session, [], 1).rows) == [2, 1, 3]
        assert numbers(queries.by_number(session, [3, 9, 1])) == [3, 1]


def test_words_are_sought_as_they_stand_and_all_of_them(any_house: House) -> None:
    with any_house.database.write() as session:
        publish(any_house, session, metadata(judul="Hemat 50%", kepanjangan="Hemat Listrik"))
        publish(any_house, session, metadata(judul="Hemat 500", ringkasan="Air_bersih untuk desa."))
    with any_house.database.read() as session:
        assert numbers(queries.matching(session, ["50%"], 1).rows) == [1]
        assert numbers(queries.matching(session, ["r_b"], 1).rows) == [2]
        assert numbers(queries.matching(session, ["HEMAT", "listrik"], 1).rows) == [1]
        assert numbers(queries.matching(session, ["listrik", "desa"], 1).rows) == []


def test_series_is_whole_from_each_of_its_members(any_house: House) -> None:
    with any_house.database.write() as session:
        publish(any_house, session, metadata(judul="Satu", seri=["2"]))
        publish(any_house, session, metadata(judul="Dua"))
        publish(any_house, session, metadata(judul="Tiga", seri=["2"], terkait=["4"]))
        publish(any_house, session, metadata(judul="Empat"))
    with any_house.database.read() as session:
        assert [queries.series(session, number) for number in (1, 2, 3)] == [[1, 2, 3]] * 3
        assert queries.series(session, 4) == []
        assert [queries.links(session, number).series for number in (1, 4)] == [[1, 2, 3], []]
        assert queries.links(session, 2).pointing == [1, 3]
        assert queries.links(session, 4).pointing == [3]


def test_counts_are_of_what_is_public(any_house: House) -> None:
    with any_house.database.write() as session:
        publish(any_house, session, metadata(judul="Satu", urusan=["kesehatan", "sosial"]))
        publish(any_house, session, metadata(judul="Dua", urusan=["sosial"], wilayah="35.78"))
        gone = publish(any_house, session, metadata(judul="Tiga", urusan=["sosial"]))
        actions.withdraw(session, SYSTEM, gone, "Keliru.", on=date(2026, 11, 22), now=any_house.clock())
    with any_house.database.read() as session:
        assert queries.counts_by_region(session) == {"35.15": 1, "35.78": 1}
        assert queries.counts_by_unit(session, "35.15") == {sidoarjo(session): 1}
        assert queries.counts_by_term(session, TermKind.TOPIC) == {"kesehatan": 1, "sosial": 2}
        assert queries.count(session) == 2
        assert queries.count(session, Innovation.region_code == "35.78") == 1
