"""Writing in a real browser: what the script saves, says and keeps, and pages that everybody can use."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page, expect
from werkzeug.serving import make_server

from rumah_inovasi.accounts.model import SignIn
from rumah_inovasi.house import House
from tests.browser import NARROW, WIDE, Chromium, axe, scrolls_sideways
from tests.catalogue.writers import FULL, Desk, desk, edit, type_in
from tests.drafting import drafted, proposal, submit

EVERY = 20_000
STATUS = "[data-status]"
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('draf-'))"
Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Place:
    """A running server over an empty house, a desk in it, and a browser."""

    desk: Desk
    url: str
    chromium: Chromium

    @contextmanager
    def page(self, *, width: int = WIDE, scheme: Scheme = "light", may_complain: bool = False) -> Iterator[Page]:
        """A page of somebody who is signed in, whose clock stands still until it is moved."""
        cookie = self.desk.writer.client.get_cookie("sesi")
        assert cookie is not None
        with self.chromium.page(self.url, width=width, color_scheme=scheme, may_complain=may_complain) as page:
            page.context.add_cookies([{"name": "sesi", "value": cookie.value, "url": self.url}])
            yield page


@pytest.fixture
def place(app: Flask, house: House, chromium: Chromium) -> Iterator[Place]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Place(desk(app, house), f"http://127.0.0.1:{server.port}", chromium)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def open_form(page: Page, number: int, at: str = "") -> None:
    page.clock.install()
    page.goto(edit(number) + at)


def wait_for_saving(page: Page) -> None:
    page.clock.fast_forward(EVERY)


def test_script_saves_every_while_and_says_so(place: Place) -> None:
    number = drafted(place.desk.house, place.desk.author, place.desk.unit)
    with place.page() as page:
        open_form(page, number)
        page.fill("#f-bagian-tujuan", "Antrean lebih pendek bagi semua")
        expect(page.locator(STATUS)).to_have_text("BELUM tersimpan.")
        page.clock.fast_forward(1_000)
        expect(page.locator("#f-bagian-tujuan-kata")).to_have_text("5 kata")
        wait_for_saving(page)
        expect(page.locator(STATUS)).to_contain_text("Tersimpan")
        page.fill("#f-kepanjangan", "Kedua")
        expect(page.locator(STATUS)).to_have_text("BELUM tersimpan.")
        wait_for_saving(page)
        expect(page.locator(STATUS)).to_contain_text("Tersimpan")
        assert page.evaluate(COPIES) == []
        page.get_by_role("button", name="Simpan draf").first.click()  # with the version that the script has learnt
        expect(page.locator("h1")).to_contain_text("Sunting")
    found = proposal(place.desk.house, number)
    assert "Antrean lebih pendek bagi semua" in found.body
    assert found.stored["kepanjangan"] == "Kedua"


def test_without_a_network_the_text_stays_in_the_browser_and_is_offered_again(place: Place) -> None:
    number = drafted(place.desk.house, place.desk.author, place.desk.unit)
    with place.page(may_complain=True) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        open_form(page, number)
        page.context.set_offline(True)
        page.fill("#f-bagian-tujuan", "Ditulis di kereta")
        page.click("#f-urusan summary")
        page.check("#f-urusan input[value='kesehatan']")
        wait_for_saving(page)
        expect(page.locator(STATUS)).to_contain_text("tidak ada sambungan")
        page.context.set_offline(False)
        page.goto(edit(number))
        expect(page.locator("#f-bagian-tujuan")).to_have_value("")
        page.click("text=Pulihkan ketikan itu")
        expect(page.locator("#f-bagian-tujuan")).to_have_value("Ditulis di kereta")
        wait_for_saving(page)
        expect(page.locator(STATUS)).to_contain_text("Tersimpan")
        assert page.evaluate(COPIES) == []
    assert proposal(place.desk.house, number).stored["urusan"] == ["kesehatan"]


def test_script_stops_where_somebody_else_has_saved(place: Place) -> None:
    number = drafted(place.desk.house, place.desk.author, place.desk.unit)
    with place.page(may_complain=True) as page:
        open_form(page, number)
        type_in(place.desk.writer, number, {"ringkasan": "Kata rekan."})
        page.fill("#f-ringkasan", "Kata saya.")
        wait_for_saving(page)
        expect(page.locator(STATUS)).to_contain_text("berubah di tempat lain")
        page.get_by_role("button", name="Simpan draf").first.click()
        expect(page.locator(".diff del")).to_contain_text("rekan")
        expect(page.locator("#f-ringkasan")).to_have_value("Kata saya.")
        assert axe(page) == []
        assert page.evaluate(COPIES) != []
        page.click("text=Buang ketikan saya")
        expect(page.locator("#f-ringkasan")).to_have_value("Kata rekan.")
        assert page.evaluate(COPIES) == []


def test_script_says_that_the_session_is_over(place: Place) -> None:
    number = drafted(place.desk.house, place.desk.author, place.desk.unit)
    with place.page(may_complain=True) as page:
        open_form(page, number)
        with place.desk.house.database.write() as session:
            for row in session.query(SignIn).all():
                session.delete(row)
        page.fill("#f-ringkasan", "Kata saya.")
        wait_for_saving(page)
        expect(page.locator(STATUS)).to_contain_text("sesi Anda berakhir")
        page.get_by_role("button", name="Simpan draf").first.click()
        expect(page.locator("h1")).to_have_text("Masuk")


def test_leaving_with_unsaved_words_is_asked_about(place: Place) -> None:
    number = drafted(place.desk.house, place.desk.author, place.desk.unit)
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    with place.page() as page:
        page.on("dialog", note)
        open_form(page, number)
        page.goto("/ruang-kerja/tulisan")
        assert asked == []
        page.goto(edit(number))
        page.fill("#f-ringkasan", "Belum")
        page.goto("/ruang-kerja/tulisan")
        assert asked == ["beforeunload"]


def test_signing_out_leaves_no_words_in_the_browser(place: Place) -> None:
    number = drafted(place.desk.house, place.desk.author, place.desk.unit)
    with place.page() as page:
        page.on("dialog", lambda dialog: dialog.accept())
        open_form(page, number)
        page.fill("#f-ringkasan", "Rahasia")
        page.clock.fast_forward(1_000)
        assert len(page.evaluate(COPIES)) == 1
        page.click("text=Keluar")
        page.wait_for_url(f"{place.url}/")
        assert page.evaluate(COPIES) == []


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_pages_of_writers_can_be_used_by_everybody(place: Place, width: int, scheme: Scheme) -> None:
    number = drafted(place.desk.house, place.desk.author, place.desk.unit, **{**FULL, "mulai": "kemarin"})
    at = f"/ruang-kerja/usulan/{number}"
    paths = ["/ruang-kerja/tulis", "/ruang-kerja/tulisan", *(f"{at}/{word}" for word in ("sunting", "berkas", "hapus"))]
    with place.page(width=width, scheme=scheme) as page:
        for path in [*paths, f"{at}/sunting?mode=teks", f"{at}/pratinjau"]:
            page.goto(path)
            assert axe(page) == [], path
            assert not scrolls_sideways(page), path


def test_what_was_typed_before_a_submission_can_be_copied(place: Place) -> None:
    number = drafted(place.desk.house, place.desk.author, place.desk.unit)
    with place.page(may_complain=True) as page:
        open_form(page, number)
        submit(place.desk.house, place.desk.author, number)
        page.fill("#f-ringkasan", "Terlambat")
        page.get_by_role("button", name="Simpan draf").first.click()
        expect(page.locator("h1")).to_contain_text("Tidak dapat disimpan")
        expect(page.locator("main")).to_contain_text("Terlambat")
        assert axe(page) == []
