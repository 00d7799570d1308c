"""A trainer writes a workshop about a write-up, a local admin approves it, and a reader finds each from the other.

Against the server that `serve` runs, in wide and narrow windows, light and dark, with scripts and without.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.house import build
from rumah_inovasi.settings import load
from tests.browser import NARROW, WIDE, Chromium, axe, scrolls_sideways
from tests.drafting import published
from tests.files.samples import pdf
from tests.journeys.server import Server, prepared, serving, until
from tests.learning.training import Crew, amended, crew_of, planned, submit, taught
from tests.people import PASSWORD, Person, government, person

Scheme = Literal["light", "dark"]
WAYS: list[tuple[bool, int, Scheme]] = [(True, WIDE, "dark"), (False, NARROW, "light")]
DESK = "/ruang-kerja/pelatihan"


@dataclass
class Course:
    """A served house with a write-up, those who teach and review, and the proposals to look at."""

    url: str
    server: Server
    folder: Path
    crew: Crew
    draft: int
    change: int


@pytest.fixture(scope="module")
def course(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """One server for all journeys; each of them writes a workshop of its own."""
    folder = tmp_path_factory.mktemp("kelas")
    environment = prepared(sqlite_template, folder)
    house = build(load({name: value for name, value in environment.items() if name.startswith("RUMAH_")}))
    crew = crew_of(house)
    reviewer = person(house, "Rini Admin", (Role.LOCAL_ADMIN, government(house)))
    published(house, crew.author, reviewer, crew.unit, judul="Antrean Dari Rumah")
    links = [{"judul": "Salindia", "url": "https://contoh.id/salindia"}]
    taught(house, crew, judul="Forum Antrean", mulai="2020-05", inovasi=["1"], bahan=links)
    draft = planned(house, crew.trainer, crew.unit, judul="Draf Bimtek", narasumber=["Budi 0812-3456-7890"])
    change = amended(house, crew.author, 1, tempat="Balai Kota")
    submit(house, crew.author, change)
    house.close()
    with serving(environment) as server:
        yield Course(f"http://127.0.0.1:{server.port}", server, folder, crew, draft, change)


def sign_in(page: Page, who: Person, target: str = "/ruang-kerja") -> None:
    page.goto(f"/masuk?lanjut={target}")
    page.get_by_label("Surel").fill(who.email)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    page.wait_for_url(f"**{target}")


@pytest.mark.parametrize(("javascript", "width", "scheme"), WAYS)
def test_workshop_is_written_approved_and_read(
    course: Course, chromium: Chromium, *, javascript: bool, width: int, scheme: Scheme
) -> None:
    title = f"Bimtek Antrean {'Ringkas' if javascript else 'Tanpa Skrip'}"
    with chromium.page(course.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        sign_in(page, course.crew.trainer)
        page.get_by_role("link", name="Tulis pelatihan").click()
        page.get_by_label("Puskesmas Contoh").check()
        page.get_by_label("Judul").fill(title)
        page.get_by_role("button", name="Mulai menulis").click()
        page.get_by_label("Ringkasan").fill("Peserta berlatih mengatur antrean.")
        page.get_by_label("Uraian dan acara").fill("## Acara\n\nPeserta **berlatih**.")
        page.get_by_label("Mulai").fill("2020-06-02")
        page.get_by_label("Inovasi yang dibahas").fill("1")
        page.get_by_role("link", name="Bahan berupa berkas").focus()
        page.get_by_role("button", name="Simpan draf").last.click()
        expect(page.get_by_label("Mulai")).to_have_value("2020-06-02")
        page.get_by_role("link", name="Bahan berupa berkas").click()
        page.get_by_label("Berkas", exact=False).first.set_input_files(
            {"name": "panduan.pdf", "mimeType": "application/pdf", "buffer": pdf()}
        )
        page.get_by_label("Judul bahan").fill("Panduan antrean")
        page.get_by_role("button", name="Unggah").click()
        expect(page.get_by_text("panduan.pdf tersimpan.")).to_be_visible()
        page.get_by_role("link", name="Kembali menyunting").click()
        page.get_by_role("button", name="Ajukan").click()
        page.get_by_label("Saya berwenang").check()
        page.get_by_role("button", name="Ajukan", exact=True).click()
        expect(page.get_by_text("Tulisan sudah diajukan.")).to_be_visible()

    with chromium.page(course.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        sign_in(page, course.crew.admin, DESK)
        page.get_by_role("link", name=title).click()
        page.get_by_role("button", name="Buka panduan.pdf untuk umum").click()
        page.get_by_role("button", name="Setujui dan terbitkan").click()
        expect(page.get_by_text("Disetujui. Tulisan ini sekarang terbit.")).to_be_visible()

    with chromium.page(course.url, javascript=javascript, width=width, color_scheme=scheme) as page:
        page.goto("/inovasi/1")
        page.get_by_role("link", name=title).click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        expect(page.get_by_role("link", name="Panduan antrean")).to_be_visible()
        expect(page.locator("main strong", has_text="berlatih")).to_be_visible()
        page.get_by_role("link", name="Antrean Dari Rumah").click()
        expect(page.get_by_role("heading", name="Antrean Dari Rumah")).to_be_visible()

    word = title.rsplit(maxsplit=1)[-1]
    assert title in course.server.get(f"/cari?q=bimtek+{word}")[1]
    until(lambda: any(title in path.read_text("utf-8") for path in (course.folder / "content/pelatihan").rglob("*.md")))


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_pages_of_workshops_can_be_used_by_everybody(
    course: Course, chromium: Chromium, width: int, scheme: Scheme
) -> None:
    proposal = f"{DESK}/usulan/{course.draft}"
    pages: dict[Person | None, list[str]] = {
        None: ["/pelatihan", "/pelatihan?q=tidak-ada", "/pelatihan/1-forum-antrean", "/inovasi/1", "/cari?q=antrean"],
        course.crew.trainer: ["/ruang-kerja", DESK, f"{DESK}/tulis", proposal]
        + [f"{proposal}/{end}" for end in ("sunting", "berkas", "pratinjau", "hapus")],
        course.crew.admin: [DESK, f"{DESK}/usulan/{course.change}", f"{DESK}/1/tarik", "/pelatihan/1-forum-antrean"],
    }
    found = []
    for who, addresses in pages.items():
        with chromium.page(course.url, width=width, color_scheme=scheme) as page:
            if who:
                sign_in(page, who)
            for address in addresses:
                page.goto(address)
                found += [f"{address}: {line}" for line in axe(page)]
                found += [f"{address}: scrolls sideways"] if scrolls_sideways(page) else []
    assert found == []
