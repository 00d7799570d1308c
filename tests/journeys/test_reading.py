"""Reading in a real browser: find, read, compare and print, on a telephone and a desk, with scripts and without."""

import json
import shutil
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import NARROW, WIDE, Chromium, axe, scrolls_sideways
from tests.factories import write_up
from tests.journeys.site import Site, serving

SMALLEST = 320  # what WCAG asks for: 1280 px at 400 %
LIMIT = 100_000
LONG = "Mempertanggungjawabkan" * 6
RICH = "/inovasi/76-layanan-serba-ada"
EXTRA = f"""\
kepanjangan: {LONG}
mulai: 2019-02-03
urusan: [kesehatan, sosial]
bentuk: pelayanan-publik
jenis: digital
tahapan: penerapan
inisiator: opd
inovator: [Bidang Pelayanan]
mitra: [Perguruan tinggi, Badan usaha]
untuk_warga: {{siapa: Semua warga, di_mana: Loket satu, biaya: Gratis, jam: 08.00-14.00}}
kontak: {{jabatan: Kepala Tata Usaha, unit: Puskesmas Contoh, telepon: (031) 000000, surel: kantor@contoh.go.id}}
dasar_hukum:
  - {{jenis: Peraturan Bupati, nomor: 12 Tahun 2019, tanggal: 2019-02-03}}
biaya: {{kisaran: di-bawah-50-juta, sumber_dana: APBD}}
sdm: Tiga petugas
sdg: [3, 16]
cettar: [cepat, tanggap]
tag: [antrean, kata-kunci-yang-panjang-sekali-untuk-sebuah-tag]
layanan: https://layanan.example/
video: https://video.example/
pengenal: {{jippnas: "786"}}
terkait: [1, 2]
seri: [6]
asal: {{nama: Layanan Asal, instansi: Kabupaten Contoh, url: https://asal.example/}}
keberlanjutan: {{status: berlanjut-lancar, per: 2026-10, sumber: https://sumber.example/}}
replikasi:
  - {{wilayah: "35.01", tahap: diterapkan, derajat: sebagian, bukti: dokumen, mulai: 2020, catatan: Dua loket.}}
  - {{wilayah: "35.02", tahap: diterapkan, bukti: dokumen}}
  - {{wilayah: "35.03", tahap: diterapkan, bukti: dokumen}}
  - {{wilayah: "35.04", tahap: diterapkan, bukti: dokumen}}
  - {{wilayah: "35.71", tahap: diterapkan, bukti: dokumen}}
  - {{wilayah: "35.05", tahap: kunjungan, bukti: dokumen}}
  - {{penerima: 19 daerah, jumlah: 19, tahap: diterapkan, bukti: dokumen}}
penghargaan:
  - {{ajang: Ajang Satu, tahun: 2021, peringkat: Terbaik}}
  - {{ajang: Ajang Dua, tahun: 2022}}
  - {{ajang: Ajang Tiga, tahun: 2023}}
  - {{ajang: Ajang Empat, tahun: 2024}}
sumber:
  - {{url: https://sumber.example/{LONG}, judul: Sumber yang panjang alamatnya, media: Media, tanggal: 2026-10-01}}
"""
BODY = f"""\
## Latar belakang

Antrean panjang[^1] karena {LONG}.

| Bulan | Loket satu | Loket dua | Loket tiga | Loket empat | Loket lima | Loket enam |
|---|---:|---:|---:|---:|---:|---:|
| {LONG} | 1.234.567 | 1.234.567 | 1.234.567 | 1.234.567 | 1.234.567 | 1.234.567 |

## Solusi

> Kutipan dengan https://alamat.example/{LONG}/{LONG}

```
{LONG} {LONG} {LONG}
```

1. Satu
    - Dua
        - Tiga `{LONG}`

!!! warning "Perhatian"
    Bawa **kartu**.

Istilah
:   Artinya.

## Hasil

Lebih cepat. <ins>baru</ins> <del>lama</del> <mark>x</mark> ~~y~~

[^1]: Catatan kaki.
"""
GONE = write_up("Layanan Ditarik", extra="ditarik: {tanggal: 2026-11-20, alasan: Isinya keliru.}\n", body="")
PAGES = {
    "home": "/",
    "search": "/cari?q=warga",
    "search without a hit": "/cari?q=tidak%20akan%20ketemu",
    "rich write-up": RICH,
    "starter write-up": "/inovasi/21-gaman-majapahit",
    "sheet": f"{RICH}/lembar",
    "letter": f"{RICH}/replikasi",
    "history": f"{RICH}/riwayat",
    "former revision": f"{RICH}/revisi/1",
    "comparison": f"{RICH}/bandingkan",
    "choice of five": "/pilihan?n=1,2,6,17,76",
    "choice of one": "/pilihan?n=1",
    "topics": "/urusan",
    "topic": "/urusan/kesehatan",
    "tag": "/tag/kata-kunci-yang-panjang-sekali-untuk-sebuah-tag",
    "regions": "/wilayah",
    "region": "/wilayah/35.10-banyuwangi",
    "unit": "/unit/1",
    "replications": "/replikasi",
    "about": "/tentang",
    "privacy": "/privasi",
    "handbook": "/panduan",
    "chapter of the handbook": "/panduan/petugas",
    "unknown address": "/tidak-ada",
    "tombstone": "/inovasi/77-layanan-ditarik",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The program over the starter content, with one write-up that has everything and one that was withdrawn."""
    folder = tmp_path_factory.mktemp("situs")
    with serving(folder) as running:
        incoming = folder / "masuk"
        incoming.mkdir()
        text = write_up("Layanan Serba Ada", extra=EXTRA, body=BODY)
        revised = text.replace("judul: Layanan", "nomor: 76\njudul: Layanan").replace("Lebih cepat.", "Lebih lekas.")
        for files in ({"a.md": text, "b.md": GONE}, {"a.md": revised}):
            for name, content in files.items():
                (incoming / name).write_text(content, "utf-8")
            running.command("content", "import", str(incoming))
            shutil.rmtree(incoming)
            incoming.mkdir()
        yield running


def is_error(name: str) -> bool:
    """Whether the browser complains of the page's status, as it should."""
    return name in {"unknown address", "tombstone"}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_in_light_and_dark(site: Site, chromium: Chromium, name: str) -> None:
    with chromium.page(site.url, may_complain=is_error(name)) as page:
        page.goto(PAGES[name])
        assert axe(page) == []
        page.set_viewport_size({"width": NARROW, "height": 800})
        page.emulate_media(color_scheme="dark")
        assert axe(page) == []


def test_no_page_has_to_be_pushed_sideways(site: Site, chromium: Chromium) -> None:
    too_wide = []
    with chromium.page(site.url, may_complain=True) as page:
        for name, path in PAGES.items():
            page.goto(path)
            for width in (SMALLEST, NARROW, 800, WIDE):
                page.set_viewport_size({"width": width, "height": 800})
                if scrolls_sideways(page):
                    too_wide.append((name, width))
    assert too_wide == []


def open_menu(page: Page) -> None:
    """Open the menu of narrow windows."""
    page.locator(".menu.narrow summary").click()


@pytest.mark.parametrize(
    ("javascript", "width", "scheme"),
    [(True, NARROW, "light"), (False, NARROW, "dark"), (True, WIDE, "dark"), (False, WIDE, "light")],
)
def test_citizen_finds_and_reads(site: Site, chromium: Chromium, javascript: bool, width: int, scheme: str) -> None:  # noqa: FBT001
    with chromium.page(site.url, javascript=javascript, width=width, color_scheme=scheme) as page:  # type: ignore[arg-type]
        page.goto("/")
        page.get_by_label("Cari inovasi").fill("kantin ikan")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cari: kantin ikan")
        page.get_by_role("link", name="Segar Kagemi").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Segar Kagemi")
        expect(page.get_by_role("heading", name="Untuk warga")).to_be_visible()
        expect(page.get_by_text("Yang berubah bagi warga")).to_be_visible()
        if width == NARROW:
            open_menu(page)
        page.get_by_role("navigation").get_by_role("link", name="Kabupaten/Kota").locator("visible=true").first.click()
        page.get_by_role("link", name="Kota Malang", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kota Malang")
        expect(page.get_by_role("link", name="Segar Kagemi").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_civil_servant_compares_and_asks_for_a_replication(site: Site, chromium: Chromium, javascript: bool) -> None:  # noqa: FBT001
    with chromium.page(site.url, javascript=javascript, width=NARROW) as page:
        page.goto("/cari?q=sekolah")
        page.get_by_text("Bandingkan beberapa tulisan").click()
        boxes = page.get_by_role("checkbox")
        boxes.nth(0).check()
        boxes.nth(1).check()
        page.get_by_role("button", name="Bandingkan pilihan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bandingkan inovasi")
        assert "n=" in page.url
        page.goto(RICH)
        page.get_by_role("link", name="Kami ingin mereplikasi").locator("visible=true").click()
        expect(page.locator("#surat")).to_contain_text("Perihal: Permohonan informasi")
        copy = page.get_by_role("button", name="Salin")
        expect(copy).to_be_visible(visible=javascript)


@pytest.mark.parametrize("javascript", [True, False])
def test_reader_changes_the_language_and_stays_on_the_page(site: Site, chromium: Chromium, javascript: bool) -> None:  # noqa: FBT001
    with chromium.page(site.url, javascript=javascript) as page:
        page.goto("/cari?q=a%26b&urut=terbaru")
        page.get_by_role("button", name="Read in English").click()
        page.wait_for_url("**/cari?q=a%26b&urut=terbaru")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.goto("/tentang")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.get_by_role("button", name="Baca dalam bahasa Indonesia").click()
        page.wait_for_url("**/tentang")
        expect(page.locator("html")).to_have_attribute("lang", "id")


def focused(page: Page, script: str) -> object:
    """A question to the element that has the focus."""
    return page.evaluate(f"(() => {{ const it = document.activeElement; return {script}; }})()")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_skip_link_is_the_first_stop_and_leads_to_the_content(site: Site, chromium: Chromium, width: int) -> None:
    with chromium.page(site.url, width=width) as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert focused(page, "it.className") == "skip"
        assert focused(page, "it.getBoundingClientRect().top >= 0 && it.getBoundingClientRect().height >= 24")
        page.keyboard.press("Enter")
        page.wait_for_url("**/#isi")
        page.keyboard.press("Tab")
        assert focused(page, "document.querySelector('main').contains(it)")


def test_menu_opens_without_scripts_and_by_keyboard(site: Site, chromium: Chromium) -> None:
    with chromium.page(site.url, javascript=False, width=NARROW) as page:
        page.goto("/")
        link = page.locator(".menu.narrow").get_by_role("link", name="Urusan")
        expect(link).to_be_hidden()
        page.locator(".menu.narrow summary").focus()
        page.keyboard.press("Enter")
        expect(link).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/urusan")


def test_menu_closes_on_escape_and_gives_the_focus_back(site: Site, chromium: Chromium) -> None:
    with chromium.page(site.url, width=NARROW) as page:
        page.goto("/")
        open_menu(page)
        link = page.locator(".menu.narrow").get_by_role("link", name="Urusan")
        expect(link).to_be_visible()
        page.keyboard.press("Escape")
        expect(link).to_be_hidden()
        assert focused(page, "it.tagName") == "SUMMARY"


def test_everything_one_operates_shows_its_focus(site: Site, chromium: Chromium) -> None:
    with chromium.page(site.url) as page:
        page.goto("/cari?q=warga")
        unseen = []
        for _ in range(25):
            page.keyboard.press("Tab")
            shown = (
                "[it, it.parentElement].some(e => { const s = getComputedStyle(e);"
                " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; })"
            )
            if not focused(page, shown):
                unseen.append(focused(page, "it.outerHTML.slice(0, 90)"))
        assert unseen == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_header_of_a_telephone_is_low(site: Site, chromium: Chromium, scheme: str) -> None:
    with chromium.page(site.url, width=NARROW, color_scheme=scheme) as page:  # type: ignore[arg-type]
        page.goto("/")
        assert page.evaluate("document.querySelector('header.top .wrap').getBoundingClientRect().height") <= 56


def longest_sheets(site: Site) -> list[str]:
    """The sheets of the write-ups whose files are longest, and of the one that has everything."""
    files = sorted((site.folder / "content").rglob("*.md"), key=lambda path: path.stat().st_size)
    assert len(files) > 70
    return [f"/inovasi/{path.stem}/lembar" for path in files[-5:]]


def test_sheet_of_a_shipped_write_up_is_one_page_of_paper(site: Site, chromium: Chromium) -> None:
    with chromium.page(site.url) as page:
        for path in longest_sheets(site):
            page.goto(path)
            document = pypdfium2.PdfDocument(page.pdf(format="A4"))
            count = len(document)
            document.close()
            assert count == 1, path


def test_paper_leaves_out_what_one_cannot_operate_there(site: Site, chromium: Chromium) -> None:
    with chromium.page(site.url) as page:
        page.goto(f"{RICH}/lembar")
        page.emulate_media(media="print")
        for hidden in (".menu", ".skip", ".crumbs", "button", ".bottom nav"):
            assert not any(found.is_visible() for found in page.locator(hidden).all()), hidden
        expect(page.get_by_role("img", name="Kode QR")).to_be_visible()


@pytest.mark.parametrize("name", ["home", "search", "rich write-up", "starter write-up"])
def test_page_with_all_it_loads_stays_light(site: Site, chromium: Chromium, name: str) -> None:
    with chromium.page(site.url) as page:
        requests: list[Request] = []
        page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - it wants a function
        page.goto(PAGES[name])
        sizes = [request.sizes() for request in requests]
        assert len(sizes) >= 4
        assert all(request.url.startswith(site.url) for request in requests)
        assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) <= LIMIT


def test_second_page_loads_nothing_twice(site: Site, chromium: Chromium) -> None:
    with chromium.page(site.url) as page:
        page.goto("/")
        loaded = json.loads(page.evaluate("JSON.stringify(performance.getEntriesByType('resource').map(e => e.name))"))
        assert loaded
        page.goto("/tentang")
        sizes = page.evaluate("performance.getEntriesByType('resource').map(e => e.transferSize)")
        assert set(sizes) == {0}
