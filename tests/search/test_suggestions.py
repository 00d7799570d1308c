"""What the search box offers while one types."""

from urllib.parse import quote

import pytest

from rumah_inovasi.house import House
from tests.factories import put, write_up
from tests.indexing import settle
from tests.pages import PageClient


def offered(client: PageClient, start: str) -> list[str]:
    said = client.get(f"/cari/saran?q={quote(start)}").json
    assert said[0] == " ".join(start.split())
    texts: list[str] = said[1]
    return texts


def test_titles_tags_units_and_regions_are_offered(house: House, client: PageClient) -> None:
    put(house, write_up("Bank Sampah", extra="tag: [antar-jemput]\n", unit="Dinas Hijau", kind="opd-kab"))
    settle(house)
    assert "Bank Sampah" in offered(client, "samp")
    assert "antar jemput" in offered(client, "anta")
    assert "Dinas Hijau" in offered(client, "hij")
    assert "Kabupaten Sidoarjo" in offered(client, "sido")


@pytest.mark.parametrize("start", ["sa", "pu", "kab", "anak", "di", "ke"])
def test_every_offer_leads_to_a_write_up(searcher: PageClient, start: str) -> None:
    texts = offered(searcher, start)
    assert 0 < len(texts) <= 8
    for text in texts:
        assert searcher.get(f"/cari.json?q={quote(text)}&semua=1").json["total"] > 0, text


@pytest.mark.parametrize("start", ["", " ", "a", "zzqq", "%", "\x00", "x" * 500, '"', "-", "<script>"])
def test_nothing_is_offered_where_nothing_begins_so(searcher: PageClient, start: str) -> None:
    assert searcher.get(f"/cari/saran?q={quote(start)}").json[1] == []


def test_withdrawn_title_is_not_offered_by_an_index_that_is_behind(house: House, client: PageClient) -> None:
    put(house, write_up("Kenari Rahasia"), name="a.md")
    put(house, write_up("Kenari Terbuka"), name="b.md")
    settle(house)
    assert offered(client, "kena") == ["Kenari Rahasia", "Kenari Terbuka"]
    gone = write_up("Kenari Rahasia", extra="nomor: 1\nditarik: {tanggal: 2026-11-20, alasan: Keliru.}\n", body="")
    assert put(house, gone, name="a.md").problems == []
    assert offered(client, "kena") == ["Kenari Terbuka"]


def test_nothing_is_offered_without_an_index(house: House, client: PageClient) -> None:
    put(house, write_up("Bank Sampah"))
    assert offered(client, "bank") == []


def test_answer_may_be_kept_for_a_minute(searcher: PageClient) -> None:
    headers = searcher.get("/cari/saran?q=sampah").headers
    assert headers["Content-Type"] == "application/x-suggestions+json; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"  # what is withdrawn is kept nowhere
