"""Words that only stand in a withdrawn write-up are nowhere in public: not in lists, counts, files or searches."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from rumah_inovasi.app import build_house, create_app
from rumah_inovasi.house import House
from rumah_inovasi.interoperability.reading import Outcome
from rumah_inovasi.settings import load
from tests.factories import put, write_up
from tests.pages import PageClient

NUMBER = 2
FIRST_TITLE = "Layanan Kenarilama"
TITLE = "Layanan Tertutup"
ADDRESS = f"/inovasi/{NUMBER}-layanan-tertutup"
REASON = "Isinya keliru menurut unitnya."
EXTRA = """\
kepanjangan: Kenaripanjang
urusan: [kehutanan]
tag: [kenaritag]
inovator: [Kenariinovator]
mitra: [Kenarimitra]
untuk_warga: {siapa: Kenarisiapa}
kontak: {jabatan: Kenarijabatan, unit: Kenarikantor}
terkait: [1]
seri: [1]
asal: {nama: Kenariasal}
replikasi:
  - {wilayah: "35.03", unit: Kenaripenerima, tahap: diterapkan, bukti: dokumen, catatan: Kenaricatatan}
  - {penerima: Kenariluar, tahap: diterapkan, bukti: dokumen}
penghargaan:
  - {ajang: Kenariajang, tahun: 2021}
sumber:
  - {url: https://kenarisumber.example/, judul: Kenarijudul, tanggal: 2021-11-20}
"""
BODY = "## Latar belakang\n\nKenariisi pertama.\n\n## Hasil\n\nKenarihasil.\n"
CANARY = "kenari"


@pytest.fixture(scope="module")
def kept(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with one public write-up that names a withdrawn one, which once had another title."""
    folder = tmp_path_factory.mktemp("ditarik")
    shutil.copy(sqlite_template, folder / "rumah.sqlite3")
    environ = {"RUMAH_DATA_DIR": str(folder), "RUMAH_CONTENT_DIR": str(folder / "content")}
    house = build_house(load(environ))
    withdraw(house, folder / "masuk")
    yield house
    house.close()


@pytest.fixture
def withdrawn(kept: House) -> PageClient:
    """A reader of that house."""
    return PageClient(create_app(kept).test_client())


def withdraw(house: House, folder: Path) -> None:
    """Publish two write-ups, revise one of them, and take it back."""
    put(house, write_up("Antrean Ringkas", extra="terkait: [2]\n"), name="satu.md", folder=folder)
    text = write_up(FIRST_TITLE, extra=EXTRA, body=BODY, summary="Kenariringkasan.", region="35.04")
    assert put(house, text, name="dua.md", folder=folder).number == NUMBER
    # It is public first, so that the tests have something to lose.
    client = PageClient(create_app(house).test_client())
    assert CANARY in client.get(f"/inovasi/{NUMBER}-layanan-kenarilama").html.lower()
    changed = write_up(TITLE, extra=f"nomor: {NUMBER}\n{EXTRA}", body=BODY, summary="Kenariringkasan.", region="35.04")
    assert put(house, changed, name="dua.md", folder=folder).outcome is Outcome.REVISED
    closing = f'{EXTRA}nomor: {NUMBER}\nditarik: {{tanggal: 2026-11-20, alasan: "{REASON}"}}\n'
    closed = write_up(TITLE, extra=closing, body="", summary="Kenariringkasan.", region="35.04")
    assert put(house, closed, name="dua.md", folder=folder).outcome is Outcome.WITHDRAWN


def everywhere(client: PageClient) -> Iterator[tuple[str, str]]:
    """Path and body of everything that can be reached from the home page and the site map."""
    sitemap = client.get("/sitemap.xml").html
    waiting = ["/", "/sitemap.xml", "/robots.txt", "/wilayah/35.04-tulungagung", "/wilayah/35.03-trenggalek"]
    seen = set()
    yield "/sitemap.xml", sitemap
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith("/unit/"):  # 666 kecamatan tell nothing of write-ups here
            continue
        seen.add(path)
        answer = client.get(path)
        yield path, answer.html
        if answer.is_page:
            waiting += answer.links
    assert len(seen) > 50


def test_nothing_that_is_reached_holds_a_word_of_it(withdrawn: PageClient) -> None:
    found = [path for path, html in everywhere(withdrawn) if CANARY in html.lower() or ADDRESS in html]
    assert found == []


def test_tombstone_keeps_title_and_reason_only(withdrawn: PageClient) -> None:
    answer = withdrawn.get(ADDRESS, status=410)
    assert TITLE in answer.title
    assert REASON in answer.text
    assert "20 November 2026" in answer.text
    assert CANARY not in answer.html.lower()
    assert "noindex" in answer.html


@pytest.mark.parametrize(
    "below", ["/lembar", "/replikasi", "/riwayat", "/revisi/1", "/revisi/2", "/bandingkan", "/bandingkan?dari=1&ke=2"]
)
def test_pages_below_it_are_gone_too(withdrawn: PageClient, below: str) -> None:
    answer = withdrawn.get(ADDRESS + below, status=410)
    assert TITLE in answer.title
    assert CANARY not in answer.html.lower()


@pytest.mark.parametrize("address", [f"/inovasi/{NUMBER}", f"/inovasi/{NUMBER}-layanan-kenarilama"])
def test_old_addresses_lead_to_the_tombstone(withdrawn: PageClient, address: str) -> None:
    main = withdrawn.get(address, status=410).html.partition("<main")[2].partition("</main>")[0]
    assert TITLE in main
    assert CANARY not in main.lower()  # the footer's form repeats the address that was asked for


@pytest.mark.parametrize("ending", [".md", ".json"])
def test_its_files_are_gone(withdrawn: PageClient, ending: str) -> None:
    answer = withdrawn.get(ADDRESS + ending, status=410)
    assert CANARY not in answer.html.lower()


@pytest.mark.parametrize("word", ["kenariringkasan", "kenaripanjang", "kenarilama", "tertutup", "kenariisi", "layanan"])
def test_search_does_not_find_it(withdrawn: PageClient, word: str) -> None:
    answer = withdrawn.get(f"/cari?q={quote(word)}")
    assert "Tidak ada tulisan" in answer.text
    assert ADDRESS not in answer.html


def test_its_tag_and_topic_are_empty(withdrawn: PageClient) -> None:
    withdrawn.get("/tag/kenaritag", status=404)
    assert "Belum ada tulisan" in withdrawn.get("/urusan/kehutanan").text


def test_counts_leave_it_out(withdrawn: PageClient) -> None:
    home = withdrawn.get("/").text
    for figure in ("1 inovasi tercatat", "0 diterapkan di tempat lain", "1 kabupaten/kota asal"):
        assert figure in home
    assert "Belum ada inovasi dari Kabupaten Tulungagung" in withdrawn.get("/wilayah/35.04-tulungagung").text
    assert "diterapkan di sini" not in withdrawn.get("/wilayah/35.03-trenggalek").text


def test_choice_does_not_show_it(withdrawn: PageClient) -> None:
    answer = withdrawn.get(f"/pilihan?n=1,{NUMBER}")
    assert f"Nomor ini tidak ditemukan: {NUMBER}." in answer.text
    assert TITLE not in answer.html
    assert CANARY not in answer.html.lower()


def test_what_is_published_again_is_there_again(client: PageClient, house: House) -> None:
    withdraw(house, Path("masuk").absolute())
    client.get(ADDRESS, status=410)
    text = write_up(TITLE, extra=f"nomor: {NUMBER}\n", body=BODY, summary="Dibuka lagi.", region="35.04")
    assert put(house, text, name="dua.md").outcome is Outcome.PUBLISHED_AGAIN
    assert "Dibuka lagi." in client.get(ADDRESS).text
    assert ADDRESS in client.get("/sitemap.xml").html
