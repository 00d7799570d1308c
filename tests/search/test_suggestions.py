"""What the search box offers while one types."""

from urllib.parse import quote

import pytest

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.house import House
from rumah_inovasi.insight import question_actions
from tests.factories import put, write_up
from tests.fixtures import START
from tests.indexing import settle
from tests.insight.asking import count
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


def test_what_many_ask_for_over_weeks_is_offered_after_the_others(house: House, client: PageClient) -> None:
    put(house, write_up("Bank Sampah", summary="Sampah plastik ditukar dengan tabungan."))
    settle(house)
    count(house, "sampah plastik", 2, 2, 1, is_found=True)
    count(house, "sampah tabungan", 9, 9, 9, is_found=True)
    assert offered(client, "samp") == ["Bank Sampah", "sampah tabungan", "sampah plastik"]
    assert offered(client, "SAMPAH PL") == ["sampah plastik"]


@pytest.mark.parametrize(
    ("words", "weeks"),
    [
        ("sampah plastik", (2, 1, 1)),  # too seldom
        ("sampah plastik", (9, 9)),  # in too few weeks
        ("sampah basah", (9, 9, 9)),  # a word that stands nowhere
        ("sampah antrean", (9, 9, 9)),  # words that never meet
    ],
)
def test_what_is_seldom_or_leads_to_nothing_is_not_offered(
    house: House, client: PageClient, words: str, weeks: tuple[int, ...]
) -> None:
    put(house, write_up("Bank Sampah", summary="Sampah plastik.", body="Warga menabung.\n"), name="a.md")
    put(house, write_up("Antrean Ringkas"), name="b.md")
    settle(house)
    count(house, words, *weeks, is_found=True)
    assert offered(client, "sampah") == ["Bank Sampah"]


def test_what_is_often_missed_is_not_offered(house: House, client: PageClient) -> None:
    put(house, write_up("Bank Sampah", summary="Sampah plastik."))
    settle(house)
    count(house, "sampah plastik", 9, 9, 9)
    assert offered(client, "sampah pl") == []


def test_what_an_editor_puts_aside_is_not_offered(house: House, client: PageClient) -> None:
    put(house, write_up("Bank Sampah", summary="Sampah plastik."))
    settle(house)
    count(house, "sampah plastik", 9, 9, 9, is_found=True)
    with house.database.write() as session:
        question_actions.settle(session, SYSTEM, "sampah plastik", now=START)
    assert offered(client, "sampah pl") == []


def test_what_is_often_asked_for_is_not_offered_once_its_write_up_is_withdrawn(
    house: House, client: PageClient
) -> None:
    put(house, write_up("Bank Sampah", summary="Sampah plastik."), name="a.md")
    settle(house)
    count(house, "sampah plastik", 9, 9, 9, is_found=True)
    gone = write_up("Bank Sampah", extra="nomor: 1\nditarik: {tanggal: 2026-11-20, alasan: Keliru.}\n", body="")
    assert put(house, gone, name="a.md").problems == []
    assert offered(client, "sampah pl") == []
