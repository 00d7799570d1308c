"""Kabupaten and Kota of one name never mix: what a search for one of them finds, with an index and without."""

from urllib.parse import quote

import pytest

from rumah_inovasi.house import House
from rumah_inovasi.search.language.names import regions
from rumah_inovasi.search.language.regions import spoken
from tests.factories import put, write_up
from tests.indexing import settle
from tests.pages import PageClient
from tests.search.reading import marked, of_class, status, titles

PAIRS = {"kediri": ("35.06", "35.71"), "blitar": ("35.05", "35.72"), "malang": ("35.07", "35.73")}
REGENCY = ["kab {}", "Kab. {}", "KABUPATEN {}", "kab.{}", '"kab. {}"', "{code}"]
CITY = ["kota {}", "Kota {}", "pemkot {}", '"kota {}"', "{code}"]


def twins(house: House, name: str) -> None:
    """Write-ups of a Kabupaten and of the Kota of its name, and others of elsewhere that name one of them."""
    of_regency, of_city = PAIRS[name]
    written = {
        "Milik Kabupaten": {"region": of_regency, "summary": "Kota kecil di kabupaten."},
        "Milik Kota": {"region": of_city, "summary": "Dekat kabupaten lain."},
        "Sebut Kab": {"region": "35.15", "summary": f"Meniru Kab. {name.title()}."},
        "Sebut Kota": {"region": "35.15", "summary": f"Kabupaten ini meniru Kota {name.title()}."},
        "Sebut Nama": {"region": "35.15", "summary": f"Orang {name.title()} datang."},
    }
    for number, (title, facts) in enumerate(written.items()):
        report = put(house, write_up(title, unit="Dinas", kind="opd-kab", **facts), name=f"{number}.md")
        assert report.problems == []


def found(client: PageClient, typed: str) -> list[str]:
    """The titles of the answer, the same as a page and for programs."""
    listed = titles(client.get(f"/cari?q={quote(typed)}"))
    assert [item["title"] for item in client.get(f"/cari.json?q={quote(typed)}").json["items"]] == listed
    return sorted(listed)


@pytest.mark.parametrize("name", PAIRS)
def test_a_regency_and_the_city_of_its_name_are_told_apart(house: House, client: PageClient, name: str) -> None:
    twins(house, name)
    settle(house)
    for typed in REGENCY:
        assert found(client, typed.format(name, code=PAIRS[name][0])) == ["Milik Kabupaten", "Sebut Kab"], typed
    for typed in CITY:
        assert found(client, typed.format(name, code=PAIRS[name][1])) == ["Milik Kota", "Sebut Kota"], typed
    assert len(found(client, name)) == 5


def test_what_is_listed_has_all_words_and_shows_where(house: House, client: PageClient) -> None:
    twins(house, "kediri")
    settle(house)
    answer = client.get("/cari?q=kab+kediri+meniru&semua=1")
    assert status(answer) == "1 tulisan"
    assert marked(answer) == ["Meniru", "Kab. Kediri"]
    alone = client.get("/cari?q=kab+kediri")
    assert not of_class(alone, "p", "meant")
    assert "Tidak ada tulisan yang memuat" not in alone.text


def test_a_region_without_write_ups_is_offered_as_one_word(house: House, client: PageClient) -> None:
    twins(house, "kediri")
    settle(house)
    answer = client.get("/cari?q=kab+pacitan+kota+kediri&semua=1")
    assert titles(answer) == []
    assert "kota kediri (2)" in answer.text
    assert "kediri (5)" not in answer.text
    lone = client.get("/cari?q=kab+pacitan")
    assert "Tidak ada tulisan yang memuat kata itu" in lone.text
    assert not of_class(lone, "p", "meant")


def test_the_database_tells_them_apart_too(house: House, client: PageClient) -> None:
    twins(house, "kediri")
    for typed in ("kab kediri", "Kab. Kediri", "35.06", '"kabupaten kediri"'):
        assert found(client, typed) == ["Milik Kabupaten"], typed
    for typed in ("kota kediri", '"kota kediri"'):
        assert found(client, typed) == ["Milik Kota", "Sebut Kota"], typed
    assert len(found(client, "kediri")) == 5
    assert len(found(client, "kab/kota kediri")) == 5


@pytest.mark.parametrize("row", [row for row in regions() if row["type"] != "provinsi"], ids=lambda row: row["label"])
def test_every_regency_and_city_is_known_by_its_label_its_name_and_its_code(row: dict[str, str]) -> None:
    for typed in (row["label"], row["full_name"].upper(), row["code_kemendagri"]):
        assert spoken(typed) == row["full_name"]
    assert spoken(row["name"]) == row["name"]
