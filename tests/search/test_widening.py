"""Where no write-up has all the words: which of them none has, shorter questions, what begins alike, the need."""

import pytest

from rumah_inovasi.house import House
from tests.factories import put, write_up
from tests.indexing import settle
from tests.pages import PageClient
from tests.search.reading import link_named, status, words


@pytest.fixture(autouse=True)
def stocked(house: House) -> None:
    """Two write-ups."""
    put(
        house, write_up("Bank Sampah", extra="tag: [antar-jemput]\n", summary="Tabungan.", body="Warga.\n"), name="a.md"
    )
    put(house, write_up("Antrean Ringkas", region="35.16", unit="Dinas Hijau", kind="opd-kab"), name="b.md")
    settle(house)


def ways(client: PageClient, query: str) -> dict[str, str]:
    """The links of the page by their words."""
    return {words(node): node.get("href", "") for node in client.get(f"/cari?q={query}").tree.all("a")}


def test_unknown_words_are_named_and_left_out(client: PageClient) -> None:
    page = client.get("/cari?q=bank+qwertz+sampah")
    assert "Kata ini tidak ada dalam tulisan mana pun: qwertz." in page.text
    assert status(client.get(link_named(page, "bank sampah"))) == "1 tulisan"


def test_known_words_that_never_meet_are_left_out_one_by_one(client: PageClient) -> None:
    found = ways(client, "bank+sampah+antrean")
    assert {"bank sampah"} <= set(found)
    assert "bank antrean" not in found
    assert "tidak ada dalam tulisan" not in client.get("/cari?q=bank+sampah+antrean").text


def test_what_is_left_of_a_question_is_shortened_where_that_finds_nothing_either(client: PageClient) -> None:
    assert {"sampah", "antrean"} <= set(ways(client, "sampah+antrean+qwertz"))


def test_filters_stay(client: PageClient) -> None:
    page = client.get("/cari?q=antrean+qwertz&wilayah=35.16")
    assert link_named(page, "antrean").endswith("q=antrean&wilayah=35.16")


def test_what_begins_alike_is_offered(client: PageClient) -> None:
    page = client.get("/cari?q=sampahisasi")
    assert "Kata mirip yang ada:" in page.text
    assert status(client.get(link_named(page, "Bank Sampah"))) == "1 tulisan"


def test_need_is_asked_for_with_the_words(client: PageClient) -> None:
    assert ways(client, "qwertz+%26+%3Cx%3E")["Kami membutuhkan ini"] == "/kebutuhan?q=qwertz%20%26%20%3Cx%3E"


@pytest.mark.parametrize("path", ["/cari?q=sampah", "/cari", "/cari?wilayah=35.16", "/cari?q=-sampah"])
def test_who_finds_is_told_nothing_of_it(client: PageClient, path: str) -> None:
    text = client.get(path).text
    for said in ("Kami membutuhkan ini", "Dengan kata yang lebih sedikit", "tidak ada dalam tulisan mana pun"):
        assert said not in text


def test_without_an_index_there_is_no_advice(house: House, client: PageClient) -> None:
    for place in house.settings.index_dir.iterdir():
        if place.is_file() or place.is_symlink():
            place.unlink()
    page = client.get("/cari?q=qwertz")
    assert "Kami membutuhkan ini" not in page.text


@pytest.mark.parametrize("query", ["%22%22", "x" * 300, "+".join("abcdefghijklmnopqrstuvwxyz"), "%00", "***", "di+ke"])
def test_whatever_is_asked_there_is_a_page(client: PageClient, query: str) -> None:
    client.get(f"/cari?q={query}")
