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


def test_of_many_the_nearest_are_shown(taught: House, client: PageClient) -> None:
    for day in range(1, 6):
        held(taught, workshop(f"Temu Wicara {day}", starts=f"2025-01-0{day}"), name=f"{day}.md")
    page = client.get("/cari?q=wicara")
    assert [day for day in range(1, 6) if f"Temu Wicara {day}" in page.text] == [3, 4, 5]
    assert "Semua 5 pelatihan" in page.text


def test_all_that_match_are_counted_and_listed_behind_the_link(taught: House, client: PageClient) -> None:
    for day in range(1, 26):
        text = workshop(f"Lokakarya Stunting {day:02}", starts=f"2025-01-{day:02}", summary="Gizi anak.")
        held(taught, text, name=f"{day}.md")
    page = client.get("/cari?q=stunting")
    assert "Semua 26 pelatihan" in page.text
    (link,) = (link for link in page.links if link.startswith("/pelatihan?q="))
    assert "1–20 dari 26" in client.get(link).text
    assert "Lokakarya Stunting 01" in client.get(f"{link}&hal=2").text
    assert client.get(link.replace("/pelatihan", "/pelatihan.csv", 1)).html.count("\n") == 27


def test_few_need_no_link(taught: House, client: PageClient) -> None:
    assert not [link for link in client.get("/cari?q=stunting").links if link.startswith("/pelatihan?")]
    assert taught.settings.index_dir.exists()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("penulisan", [TITLES[0]]),
        ("bimbingan+teknis", [TITLES[0]]),
        ("ektp", [TITLES[2]]),
        ('"bertukar+pengalaman"', [TITLES[1]]),
        ("peserta+-stunting", [TITLES[0]]),
        ("-stunting", [TITLES[0], TITLES[2]]),
        ("tahun:2023", []),  # no filter here: words that stand nowhere
        ("stunting&tahun=2023", [TITLES[1]]),
        ("stunting&tahun=2024", []),
        ("stunting&wilayah=35.15", [TITLES[1]]),
        ("%25", []),
        ("zebra", []),
        (f"stunting+{'x' * 400}", []),
    ],
)
def test_list_of_workshops_understands_words_as_the_search_page_does(
    taught: House, client: PageClient, query: str, titles: list[str]
) -> None:
    assert taught.settings.index_dir.exists()
    text = client.get(f"/pelatihan?q={query}").text
    assert [title for title in TITLES if title in text] == titles
    assert ("Tidak ada pelatihan yang cocok." in text) == (not titles)


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
