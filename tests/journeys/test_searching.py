"""Searching in a real browser: narrow down, widen again, take up a suggestion, with scripts and without."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Request, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from tests.browser import NARROW, WIDE, Chromium, axe, scrolls_sideways
from tests.factories import put, write_up
from tests.indexing import settle

# A browser that is closed while a picture is on its way leaves the file open in this server, which is one for tests.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in.*static.*:pytest.PytestUnraisableExceptionWarning")
SMALLEST = 320
LIMIT = 100_000
LEAST_TARGET = 24
PAGES = {
    "all": "/cari",
    "narrowed": "/cari?q=warga&urusan=kesehatan&wilayah=35.10&wilayah=35.15&jenis_unit=puskesmas",
    "empty": "/cari?q=warga+xyzzy&urusan=kesehatan&tahun=1999&semua=1",
    "wider": "/cari?q=sampah+akta+kopi",
    "meant": "/cari?q=pukesmas",
}


class Quiet(WSGIRequestHandler):
    """A server that keeps its log to itself."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def site(full_house: House) -> Iterator[str]:
    """The house with the starter content and its index."""
    settle(full_house)
    with serving(create_app(full_house)) as url:
        yield url


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_in_light_and_dark(site: str, chromium: Chromium, name: str) -> None:
    with chromium.page(site) as page:
        page.goto(PAGES[name])
        assert axe(page) == []
        page.set_viewport_size({"width": NARROW, "height": 800})
        page.emulate_media(color_scheme="dark")
        assert axe(page) == []
        for panel in page.locator(".panel > summary").all():
            panel.click()
            assert axe(page) == []


def test_page_without_an_index_is_accessible(house: House, chromium: Chromium) -> None:
    put(house, write_up())
    with serving(create_app(house)) as url, chromium.page(url) as page:
        page.goto("/cari?q=antrean&wilayah=35.15")
        expect(page.get_by_text("Indeks pencarian sedang disiapkan")).to_be_visible()
        assert axe(page) == []


def test_no_page_has_to_be_pushed_sideways(site: str, chromium: Chromium) -> None:
    too_wide = []
    with chromium.page(site) as page:
        for name, path in PAGES.items():
            page.goto(path)
            for width in (SMALLEST, NARROW, 800, 960, WIDE):
                page.set_viewport_size({"width": width, "height": 800})
                for panel in page.locator(".panel:not([open]) > summary").all():
                    if panel.is_visible():
                        panel.click()
                if scrolls_sideways(page):
                    too_wide.append((name, width))
    assert too_wide == []


@pytest.mark.parametrize(
    ("javascript", "width", "scheme"),
    [(True, NARROW, "light"), (False, NARROW, "dark"), (True, WIDE, "dark"), (False, WIDE, "light")],
)
def test_reader_narrows_down_and_widens_again(
    site: str,
    chromium: Chromium,
    javascript: bool,  # noqa: FBT001 - a case of the table
    width: int,
    scheme: str,
) -> None:
    with chromium.page(site, javascript=javascript, width=width, color_scheme=scheme) as page:  # type: ignore[arg-type]
        page.goto("/cari?q=warga")
        total = page.get_by_role("status").first.inner_text()
        facet = page.locator(".facets")
        value = facet.get_by_role("link", name=re.compile("^Kesehatan"))
        if width == NARROW:
            expect(value).to_be_hidden()
            page.locator(".panel > summary").click()
        value.click()
        chip = page.get_by_role("link", name="Hapus saringan Urusan: Kesehatan")
        expect(chip).to_be_visible()
        expect(page.locator("#hasil [role=status]")).not_to_have_text(total)
        if width == NARROW:
            expect(page.locator(".panel > summary")).to_have_text("Saring (1)")
            page.locator(".panel > summary").click()
        page.locator(".panel > details").filter(has_text="Wilayah asal").get_by_role("link").first.click()
        expect(page.get_by_role("link", name=re.compile("Hapus saringan"))).to_have_count(2)
        page.get_by_label("Cari inovasi").fill("ibu")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cari: ibu")
        expect(chip).to_be_visible()
        page.get_by_role("link", name="hapus semua").click()
        expect(page.get_by_role("link", name=re.compile("Hapus saringan"))).to_have_count(0)
        page.go_back()
        expect(chip).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_panel_stands_open_in_a_wide_window(site: str, chromium: Chromium, javascript: bool) -> None:  # noqa: FBT001 - a case
    with chromium.page(site, javascript=javascript) as page:
        page.goto("/cari")
        expect(page.locator(".facets").get_by_role("link", name=re.compile("^Kesehatan"))).to_be_visible()
        expect(page.locator(".panel > summary")).to_be_hidden()


def test_keyboard_goes_past_the_panel_to_the_results(site: str, chromium: Chromium) -> None:
    with chromium.page(site) as page:
        page.goto("/cari?q=warga")
        skip = page.get_by_role("link", name="Langsung ke hasil")
        skip.focus()
        assert (skip.bounding_box() or {"x": -1})["x"] >= 0
        page.keyboard.press("Enter")
        page.wait_for_url("**#hasil")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('#hasil').contains(document.activeElement)")


def test_what_one_operates_is_large_enough(site: str, chromium: Chromium) -> None:
    with chromium.page(site, width=NARROW) as page:
        page.goto("/cari?q=warga&urusan=kesehatan")
        page.locator(".panel > summary").click()
        page.get_by_text("Bandingkan beberapa tulisan").click()
        small = [
            (found.inner_text(), size)
            for found in page.locator(".chosen a, .facets li a, .facets summary, .tick input, .tick").all()
            if found.is_visible()
            and (size := found.bounding_box())
            and min(size["height"], size["width"]) < LEAST_TARGET
        ]
        assert small == []


@pytest.mark.parametrize("name", ["all", "narrowed", "wider"])
def test_page_with_all_it_loads_stays_light(site: str, chromium: Chromium, name: str) -> None:
    with chromium.page(site) as page:
        requests: list[Request] = []
        page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - it wants a function
        page.goto(PAGES[name])
        sizes = [request.sizes() for request in requests]
        assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) <= LIMIT


# Suggestions


def test_suggestion_is_taken_up_by_keyboard(site: str, chromium: Chromium) -> None:
    with chromium.page(site) as page:
        page.goto("/")
        field = page.get_by_role("combobox", name="Cari inovasi")
        field.press_sequentially("samp")
        options = page.get_by_role("option")
        expect(options.first).to_be_visible()
        expect(field).to_have_attribute("aria-expanded", "true")
        assert axe(page) == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
        chosen = options.nth(1).inner_text()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Cari: {chosen}")
        expect(page.locator(".cards .name").first).to_be_visible()


def test_suggestion_is_taken_up_by_pointing(site: str, chromium: Chromium) -> None:
    with chromium.page(site, width=NARROW) as page:
        page.goto("/cari?urusan=lingkungan-hidup")
        page.get_by_label("Cari inovasi").press_sequentially("bank")
        page.get_by_role("option", name="Bank Sampah Malang").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cari: Bank Sampah Malang")
        expect(page.get_by_role("link", name="Hapus saringan Urusan: Lingkungan hidup")).to_be_visible()


def test_arrows_go_round_and_leave_the_typed_words(site: str, chromium: Chromium) -> None:
    with chromium.page(site) as page:
        page.goto("/")
        field = page.get_by_role("combobox")
        field.press_sequentially("samp")
        options = page.get_by_role("option")
        expect(options.first).to_be_visible()
        page.keyboard.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowDown")
        expect(page.locator("[aria-selected=true]")).to_have_count(0)
        expect(field).to_have_value("samp")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cari: samp")


def test_list_of_suggestions_closes_on_escape_and_on_leaving(site: str, chromium: Chromium) -> None:
    with chromium.page(site) as page:
        page.goto("/")
        field = page.get_by_role("combobox")
        field.press_sequentially("samp")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(field).to_have_value("samp")
        expect(field).to_have_attribute("aria-expanded", "false")
        field.press_sequentially("a")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("listbox")).to_be_hidden()


def test_box_is_a_plain_one_without_scripts(site: str, chromium: Chromium) -> None:
    with chromium.page(site, javascript=False) as page:
        page.goto("/")
        page.get_by_role("searchbox", name="Cari inovasi").fill("samp")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cari: samp")


def test_answer_to_a_problem_is_found_again_on_the_way_back(site: str, chromium: Chromium) -> None:
    with chromium.page(site, width=NARROW) as page:
        page.goto("/masalah")
        page.fill("#masalah", "Sawah habis dimakan tikus, petani tersengat listrik.")
        page.select_option("#jenis_unit", index=1)
        page.get_by_role("button", name="Cari inovasi").click()
        expect(page.locator("#hasil h2")).to_be_focused()
        page.get_by_role("button", name="Cari tanpa saringan").click()
        expect(page.get_by_role("link", name="No Setrum", exact=True)).to_be_visible()
        assert page.url.removeprefix(site) == "/masalah"
        assert axe(page) == []
        page.get_by_role("link", name="No Setrum", exact=True).click()
        expect(page).to_have_title(re.compile("No Setrum"))
        page.go_back()
        expect(page.get_by_role("link", name="No Setrum", exact=True)).to_be_visible()
        expect(page.locator("#masalah")).to_have_value(re.compile("dimakan tikus"))
        expect(page.locator("#jenis_unit")).to_have_value("")


def test_problem_without_words_is_refused_in_the_page(site: str, chromium: Chromium) -> None:
    with chromium.page(site, may_complain=True) as page:
        page.goto("/masalah")
        page.get_by_role("button", name="Cari inovasi").click()
        expect(page.get_by_text("Ceritakan dahulu masalahnya").first).to_be_visible()
        assert page.url.removeprefix(site) == "/masalah"


def test_problem_is_solved_without_scripts(site: str, chromium: Chromium) -> None:
    with chromium.page(site, javascript=False) as page:
        page.goto("/masalah")
        page.fill("#masalah", "Sawah habis dimakan tikus.")
        page.get_by_role("button", name="Cari inovasi").click()
        expect(page.locator("#hasil")).to_be_visible()
