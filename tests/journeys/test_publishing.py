"""From an empty form to a page that everybody reads and another regency takes up: each person in a browser.

Against the server that `serve` runs, in wide and narrow windows, light and dark, with scripts and without.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.house import House, build
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.settings import load
from tests.browser import NARROW, WIDE, Chromium, axe, scrolls_sideways
from tests.drafting import changed, published, submit
from tests.journeys.server import Server, prepared, serving, until
from tests.people import PASSWORD, Person, government, person, unit
from tests.replication.stating import stated

Scheme = Literal["light", "dark"]
WAYS: list[tuple[bool, int, Scheme]] = [(True, WIDE, "light"), (False, NARROW, "dark")]


@dataclass
class Office:
    """A served house with an author and a local admin, and pages that have something to show."""

    url: str
    server: Server
    folder: Path
    author: Person
    admin: Person
    keeper: Person
    officer: Person
    texts: dict[str, int]
    pages: dict[str, tuple[Person, str]]


@pytest.fixture(scope="module")
def office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One server for all journeys; each of them writes texts of its own."""
    folder = tmp_path_factory.mktemp("kantor")
    environment = prepared(sqlite_template, folder)
    house = build(load({name: value for name, value in environment.items() if name.startswith("RUMAH_")}))
    own = unit(house, "Puskesmas Contoh")
    author = person(house, "Ani Penulis", (Role.AUTHOR, own))
    admin = person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house)))
    province = government(house, "35")
    keeper = person(house, "Eko Pengelola", (Role.SYSTEM_ADMIN, province), (Role.CURATOR, province))
    officer = person(house, "Rina Petugas", (Role.OFFICER, unit(house, "Puskesmas Tetangga", region="35.78")))
    pages = shown(house, author, admin, keeper, officer, own)
    texts = {title: published(house, author, admin, own, judul=title) for title in ("Kartu Pintar", "Kartu Sederhana")}
    house.close()
    with serving(environment) as server:
        yield Office(f"http://127.0.0.1:{server.port}", server, folder, author, admin, keeper, officer, texts, pages)


def shown(
    house: House, author: Person, admin: Person, keeper: Person, officer: Person, own: int
) -> dict[str, tuple[Person, str]]:
    """Who looks at which page; what stands on it is made here. Pages of writers are looked at in `test_writing`."""
    made = published(house, author, admin, own, judul="Loket Sore")
    change = changed(house, author, made, body="## Hasil\n\nWaktu tunggu 20 menit.\n")
    submit(house, author, change)
    said = Claim(stage="diterapkan", degree="penuh", evidence="dokumen", source="https://contoh.go.id/sk", note="Sore.")
    statement = stated(house, officer, made, said)
    return {
        "form of a replication": (officer, f"/ruang-kerja/inovasi/{made}/replikasi"),
        "own statement": (officer, f"/ruang-kerja/replikasi/{statement}"),
        "statements": (officer, "/ruang-kerja/replikasi"),
        "decision on a statement": (author, f"/ruang-kerja/replikasi/{statement}"),
        "records": (author, f"/ruang-kerja/inovasi/{made}/catatan-replikasi"),
        "form of a record": (author, f"/ruang-kerja/inovasi/{made}/catatan-replikasi/tambah"),
        "reply": (author, f"/ruang-kerja/inovasi/{made}/catatan-replikasi/1/tanggapan"),
        "removal": (keeper, f"/ruang-kerja/inovasi/{made}/catatan-replikasi/1/hapus"),
        "matrix": (officer, "/replikasi"),
        "desk of the author": (author, "/ruang-kerja"),
        "own account": (author, "/akun"),
        "password": (author, "/akun/sandi"),
        "desk of the local admin": (admin, "/ruang-kerja"),
        "review": (admin, f"/ruang-kerja/usulan/{change}"),
        "queue of reviews": (admin, "/ruang-kerja/tinjauan"),
        "members": (admin, "/ruang-kerja/anggota"),
        "invitation": (admin, "/ruang-kerja/anggota/undang"),
        "reports": (admin, "/ruang-kerja/laporan"),
        "administration": (admin, "/admin"),
        "units": (admin, "/admin/unit"),
        "unit": (admin, f"/admin/unit/{own}"),
        "vocabulary": (keeper, "/admin/daftar/urusan"),
        "queue": (keeper, "/admin/antrean"),
        "record": (keeper, "/admin/catatan"),
        "accounts": (keeper, "/admin/akun"),
    }


def sign_in(page: Page, who: Person, target: str = "/ruang-kerja") -> None:
    page.goto(f"/masuk?lanjut={target}")
    page.get_by_label("Surel").fill(who.email)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    page.wait_for_url(f"**{target}")


@pytest.mark.parametrize(("javascript", "width", "scheme"), WAYS)
def test_a_text_is_written_reviewed_mended_and_read(
    office: Office, chromium: Chromium, *, javascript: bool, width: int, scheme: Scheme
) -> None:
    title = f"Antrean {'Ringkas' if javascript else 'Tanpa Skrip'}"
    with chromium.page(office.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        sign_in(page, office.author)
        page.get_by_role("link", name="Tulis inovasi").first.click()
        page.get_by_label("Puskesmas Contoh").check()
        page.get_by_label("Judul").fill(title)
        page.get_by_role("button", name="Mulai menulis").click()
        page.get_by_label("Ringkasan", exact=False).first.fill("Warga mengambil nomor antrean dari rumah.")
        page.get_by_label("Latar belakang", exact=False).fill("Antrean terlalu panjang.")
        page.get_by_label("Hasil", exact=False).first.fill("Waktu tunggu **lebih pendek**.")
        page.get_by_role("button", name="Simpan draf").last.click()
        expect(page.get_by_label("Hasil", exact=False).first).to_have_value("Waktu tunggu **lebih pendek**.")
        page.get_by_role("button", name="Pratinjau").click()
        expect(page.locator("main strong", has_text="lebih pendek")).to_be_visible()
        page.go_back()
        page.get_by_role("button", name="Ajukan").click()
        page.get_by_label("Saya berwenang").check()
        page.get_by_role("button", name="Ajukan", exact=True).click()
        expect(page.get_by_text("Tulisan sudah diajukan.")).to_be_visible()
        address = page.url

    with chromium.page(office.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        sign_in(page, office.admin, "/ruang-kerja/tinjauan")
        page.get_by_role("link", name=title).click()
        page.get_by_label("Pesan untuk penulis").fill("Sebut sumber angkanya.")
        page.get_by_role("button", name="Minta perbaikan").click()
        expect(page.get_by_text("Keputusan tersimpan")).to_be_visible()

    with chromium.page(office.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        sign_in(page, office.author)
        page.get_by_role("link", name=title).first.click()
        expect(page.get_by_text("Sebut sumber angkanya.").first).to_be_visible()
        page.goto(address)
        page.get_by_label("Saya berwenang").check()
        page.get_by_role("button", name="Ajukan", exact=True).click()

    with chromium.page(office.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        sign_in(page, office.admin, "/ruang-kerja/tinjauan")
        page.get_by_role("link", name=title).click()
        page.get_by_role("button", name="Setujui dan terbitkan").click()
        expect(page.get_by_text("Disetujui. Tulisan ini sekarang terbit.")).to_be_visible()
        page.get_by_role("link", name="Baca tulisannya").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()

    word = title.rsplit(maxsplit=1)[-1]
    until(lambda: title in office.server.get(f"/cari.json?q={word}")[1])
    until(lambda: any(title in path.read_text("utf-8") for path in (office.folder / "content").rglob("*.md")))


@pytest.mark.parametrize(("javascript", "width", "scheme"), WAYS)
def test_an_officer_tags_a_replication_and_the_origin_confirms(
    office: Office, chromium: Chromium, *, javascript: bool, width: int, scheme: Scheme
) -> None:
    title = f"Kartu {'Pintar' if javascript else 'Sederhana'}"
    number = office.texts[title]
    with chromium.page(office.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        page.goto(f"/inovasi/{number}")
        page.get_by_role("link", name="Kami ingin mereplikasi").first.click()
        page.get_by_role("link", name="Catat sampai mana unit Anda mereplikasi").click()
        page.get_by_label("Surel").fill(office.officer.email)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Masuk").click()
        page.get_by_label("Sampai tahap mana?").select_option("Diterapkan")
        page.get_by_label("Apa yang disesuaikan?").fill("Tanpa aplikasi, cukup buku.")
        page.get_by_label("Seberapa utuh?").select_option("Sebagian")
        page.get_by_label("Bukti yang dapat ditunjukkan").fill("Laporan kegiatan triwulan pertama.")
        page.get_by_role("button", name="Catat replikasi").click()
        expect(page.get_by_text("Belum tampil untuk umum.")).to_be_visible()
        page.goto(f"/inovasi/{number}")
        expect(page.get_by_text("Tanpa aplikasi, cukup buku.")).to_have_count(0)

    with chromium.page(office.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        sign_in(page, office.author)
        page.get_by_role("link", name=title).first.click()
        page.get_by_label("Tanggapan").fill("Benar, kami mendampingi.")
        page.get_by_role("button", name="Konfirmasi", exact=True).click()
        expect(page.get_by_text("Tersimpan. Replikasi ini sekarang tampil untuk umum.")).to_be_visible()

    with chromium.page(office.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        page.goto(f"/inovasi/{number}")
        for words in ("Tanpa aplikasi, cukup buku.", "Benar, kami mendampingi.", "Dikonfirmasi instansi asal"):
            expect(page.get_by_text(words)).to_be_visible()
        page.goto("/replikasi")
        expect(page.get_by_role("cell").get_by_role("link", name="Kab. Sidoarjo → Kota Surabaya")).to_be_visible()
        page.goto("/wilayah/35.78-kota-surabaya")
        expect(page.get_by_role("link", name=title)).to_be_visible()

    until(lambda: title in office.server.get("/cari.json?direplikasi_di=35.78")[1])
    until(lambda: any("cukup buku" in path.read_text("utf-8") for path in (office.folder / "content").rglob("*.md")))


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_pages_can_be_used_by_everybody(office: Office, chromium: Chromium, width: int, scheme: Scheme) -> None:
    found = []
    for own in (office.author, office.admin, office.keeper, office.officer):
        with chromium.page(office.url, width=width, color_scheme=scheme) as page:
            sign_in(page, own)
            for name, (reader, address) in office.pages.items():
                if reader is own:
                    page.goto(address)
                    found += [f"{name}: {line}" for line in axe(page)]
                    found += [f"{name}: scrolls sideways"] if scrolls_sideways(page) else []
    assert found == []


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "dark"), (NARROW, "light")])
def test_doors_can_be_used_by_everybody(office: Office, chromium: Chromium, width: int, scheme: Scheme) -> None:
    with chromium.page(office.url, width=width, color_scheme=scheme) as page:
        for address in ("/masuk", "/minta-akun", "/atur-ulang"):
            page.goto(address)
            assert axe(page) == []
            assert not scrolls_sideways(page)
