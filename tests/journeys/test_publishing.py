"""From an empty form to a page that everybody reads: an author, a local admin and a reader, each in a browser.

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
from rumah_inovasi.settings import load
from tests.browser import NARROW, WIDE, Chromium, axe, scrolls_sideways
from tests.drafting import changed, published, submit
from tests.journeys.server import Server, prepared, serving, until
from tests.people import PASSWORD, Person, government, person, unit

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
    pages = shown(house, author, admin, keeper, own)
    house.close()
    with serving(environment) as server:
        yield Office(f"http://127.0.0.1:{server.port}", server, folder, author, admin, keeper, pages)


def shown(house: House, author: Person, admin: Person, keeper: Person, own: int) -> dict[str, tuple[Person, str]]:
    """Who looks at which page; what stands on it is made here. Pages of writers are looked at in `test_writing`."""
    made = published(house, author, admin, own, judul="Loket Sore")
    change = changed(house, author, made, body="## Hasil\n\nWaktu tunggu 20 menit.\n")
    submit(house, author, change)
    return {
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


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_pages_can_be_used_by_everybody(office: Office, chromium: Chromium, width: int, scheme: Scheme) -> None:
    found = []
    for own in (office.author, office.admin, office.keeper):
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
