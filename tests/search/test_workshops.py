"""Workshops on the search page: found by the words of readers, and counted among write-ups nowhere."""

import json

import pytest

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.house import House
from rumah_inovasi.learning import actions, queries
from tests.factories import put, write_up
from tests.indexing import settle
from tests.learning.samples import held, workshop
from tests.pages import PageClient

TITLES = ["Bimtek Menulis Inovasi", "Forum Stunting Sidoarjo", "Lokakarya e-KTP"]


@pytest.fixture
def taught(house: House) -> House:
    """A house with a write-up and three workshops."""
    put(house, write_up())
    held(house, workshop(TITLES[0], starts="2024-05-02"))
    held(house, workshop(TITLES[1], starts="2023-05-02", summary="Anak sehat.", body="Peserta bertukar pengalaman."))
    held(
        house,
        workshop(
            TITLES[2],
            starts="2022-05-02",
            summary="Perekaman.",
            organiser="Dispendukcapil",
            body="Pelayanan [warga](https://contoh.id).",
            extra="tempat: Balai Kota\n",
        ),
    )
    settle(house)
    return house


def found(client: PageClient, query: str) -> list[str]:
    """The titles of the workshops that the search page shows, in its order."""
    text = client.get(f"/cari?q={query}").text
    return sorted((title for title in TITLES if title in text), key=text.index)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("stunting", [TITLES[1]]),
        ("penulisan", [TITLES[0]]),  # another form of the word
        ("bimbingan+teknis", [TITLES[0]]),  # what the acronym stands for
        ("ektp", [TITLES[2]]),
        ("dispendukcapil", [TITLES[2]]),
        ("balai+kota", [TITLES[2]]),
        ('"bertukar+pengalaman"', [TITLES[1]]),
        ('"pengalaman+bertukar"', []),
        ("forum+stunting+di+sidoarjo", [TITLES[1]]),
        ("forum+ektp", []),  # every word has to be there
        ("peserta+-stunting", [TITLES[0]]),
        ("menulis", [TITLES[0]]),
        ("contoh.id", []),  # an address that nobody reads
        ("%25", []),
        ("zebra", []),
    ],
)
def test_workshops_with_all_the_words_are_shown(
    taught: House, client: PageClient, query: str, titles: list[str]
) -> None:
    assert taught.settings.index_dir.exists()
    assert found(client, query) == titles


def test_words_of_the_title_weigh_most_and_then_the_latest_comes_first(taught: House, client: PageClient) -> None:
    held(taught, workshop("Forum Lain", starts="2025-05-02", body="Peserta menulis."), name="lain.md")
    text = client.get("/cari?q=menulis").text
    assert text.index("Bimtek Menulis Inovasi") < text.index("Forum Lain")


def test_many_are_folded(taught: House, client: PageClient) -> None:
    for day in range(1, 6):
        held(taught, workshop(f"Temu Wicara {day}", starts=f"2025-01-0{day}"), name=f"{day}.md")
    page = client.get("/cari?q=wicara")
    assert "2 pelatihan lain" in page.text
    assert page.text.index("Temu Wicara 5") < page.text.index("Temu Wicara 1")


def test_lists_counts_and_answers_for_programs_speak_of_write_ups_alone(taught: House, client: PageClient) -> None:
    assert "0 tulisan" in client.get("/cari?q=stunting").text
    for address in ("/cari.json?q=stunting", "/api/v1/inovasi?q=stunting"):
        assert json.loads(client.get(address).body)["total"] == 0
    assert b"Forum" not in client.get("/cari.csv?q=stunting").body
    assert b"Forum" not in client.get("/cari.atom?q=stunting").body
    assert json.loads(client.get("/cari.json").body)["total"] == 1
    assert taught.settings.index_dir.exists()


@pytest.mark.parametrize("query", ["", "q=stunting&wilayah=35.15", "q=antrean&tahun=2024"])
def test_filters_and_the_whole_list_are_about_write_ups(taught: House, client: PageClient, query: str) -> None:
    assert taught.settings.index_dir.exists()
    assert "Forum Stunting" not in client.get(f"/cari?{query}").text


def test_withdrawn_workshop_is_found_no_more_at_once(taught: House, client: PageClient) -> None:
    with taught.database.write() as session:
        gone = queries.workshop(session, 2)
        actions.withdraw(session, SYSTEM, gone, "Batal.", on=taught.clock().date(), now=taught.clock())
    assert found(client, "stunting") == []


def test_workshops_are_found_without_an_index_too(house: House, client: PageClient) -> None:
    held(house, workshop(TITLES[1]))
    page = client.get("/cari?q=stunting")
    assert "Indeks pencarian sedang disiapkan" in page.text
    assert TITLES[1] in page.text


def test_shipped_workshops_are_found_and_write_ups_stay_75(reader: PageClient) -> None:
    page = reader.get("/cari?q=keberlanjutan+inovasi")
    assert "Workshop Penguatan Keberlanjutan Inovasi" in page.text
    assert json.loads(reader.get("/cari.json").body)["total"] == 75
