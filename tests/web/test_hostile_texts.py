"""Whatever people write into facts and texts is shown as text on every page and in every file, and does nothing."""

import json
import xml.etree.ElementTree as ET

from rumah_inovasi.house import House
from tests.factories import put, write_up
from tests.pages import PageClient

TITLES = [
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!--<script>",
    "]]><![CDATA[<x>",
    "{{ 7 * 7 }} {% raw %} ${7 * 7}",
    "&lt;b&gt; &amp; &#60;",
    "%(title)s %s {0}",
    "Klik javascript:alert(1)",
    "a\u0301\u0323" * 20,
    "عنوان بالعربية",
    "😀 \U000e0041",
]
EVIL = "\"'></script><script>alert(1)</script>"
QUOTED = json.dumps(EVIL, ensure_ascii=False)
EXTRA = f"""\
kepanjangan: {QUOTED}
urusan: [kesehatan]
tag: [aman]
inovator: [{QUOTED}]
mitra: [{QUOTED}]
untuk_warga: {{siapa: {QUOTED}, di_mana: {QUOTED}, biaya: {QUOTED}, jam: {QUOTED}}}
kontak: {{jabatan: {QUOTED}, unit: {QUOTED}, telepon: {QUOTED}}}
dasar_hukum:
  - {{jenis: {QUOTED}, nomor: {QUOTED}, tanggal: 2020}}
biaya: {{sumber_dana: {QUOTED}}}
sdm: {QUOTED}
pengenal: {{jippnas: {QUOTED}, sinovik: {QUOTED}, iga: {QUOTED}}}
asal: {{nama: {QUOTED}, instansi: {QUOTED}}}
replikasi:
  - {{wilayah: "35.16", unit: {QUOTED}, tahap: diterapkan, bukti: dokumen, catatan: {QUOTED}}}
  - {{penerima: {QUOTED}, tahap: diterapkan, bukti: dokumen}}
  - {{penerima: {QUOTED}, jumlah: 9, tahap: diterapkan, bukti: dokumen}}
penghargaan:
  - {{ajang: {QUOTED}, tahun: 2021, peringkat: {QUOTED}}}
sumber:
  - {{judul: {QUOTED}, media: {QUOTED}, tanggal: 2021}}
"""
BELOW = ("", "/lembar", "/replikasi", "/riwayat", "/revisi/1", "/bandingkan")
LISTS = ("/", "/cari", "/wilayah/35.15-sidoarjo", "/wilayah/35.16-mojokerto", "/replikasi", "/urusan/kesehatan")


def assert_inert(client: PageClient, *paths: str) -> None:
    """Pages that are well formed (the client looks) and hold no script but the site's own."""
    for path in paths:
        answer = client.get(path)
        sources = [node.get("src") for node in answer.tree.all("script") if node.get("type") != "application/ld+json"]
        assert len(sources) == 1
        assert str(sources[0]).startswith("/static/script.js?v=")
        assert not [node for node in answer.tree.all("img") if node.get("src") == "x"]
        assert not [name for node in answer.tree.elements for name in node.attrib if name.startswith("on")]


def pages_of(ref: str) -> list[str]:
    """Every page of one write-up."""
    return [f"/inovasi/{ref}{below}" for below in BELOW]


def test_any_title_is_text_everywhere(client: PageClient, house: House) -> None:
    for number, title in enumerate(TITLES, start=1):
        text = write_up(json.dumps(title, ensure_ascii=False), extra="urusan: [kesehatan]\n")
        report = put(house, text, name=f"{number}.md")
        assert (report.problems, report.number) == ([], number)
    sitemap = ET.fromstring(client.get("/sitemap.xml").body)
    addresses = [str(node.text) for node in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    refs = [address.rpartition("/")[2] for address in addresses if "/inovasi/" in address]
    assert len(refs) == len(TITLES)
    assert_inert(client, *LISTS, "/pilihan?n=1,2,3,4,5", "/pilihan?n=6,7,8,9,10", f"/pilihan?n={len(TITLES)}")
    for ref, title in zip(refs, TITLES, strict=True):
        assert ref.isascii()
        assert_inert(client, *pages_of(ref))
        page = client.get(f"/inovasi/{ref}")
        assert " ".join("".join(page.tree.all("h1")[0].itertext()).split()) == title
        (block,) = [node.text or "" for node in page.tree.all("script") if node.get("type") == "application/ld+json"]
        assert json.loads(block)["headline"] == title
        assert client.get(f"/inovasi/{ref}.json").json["data"]["judul"] == title


def test_any_fact_is_text_everywhere(client: PageClient, house: House) -> None:
    text = write_up("Antrean Ringkas", extra=EXTRA, unit=QUOTED, summary=QUOTED)
    assert put(house, text, name="a.md").problems == []
    put(house, write_up("Lain"), name="b.md")
    assert_inert(client, *LISTS, *pages_of("1-antrean-ringkas"), "/pilihan?n=1,2", "/pilihan?n=1")
    page = client.get("/inovasi/1-antrean-ringkas")
    assert page.text.count("<script>alert(1)</script>") > 20
    (unit,) = [link for link in page.links if link.startswith("/unit/")]
    assert "<script>alert(1)</script>" in client.get(unit).title
    assert client.get("/inovasi/1-antrean-ringkas.md").headers["Content-Type"].startswith("text/markdown")


def test_any_text_is_clean_on_every_page_that_shows_it(client: PageClient, house: House) -> None:
    body = (
        "## Latar belakang\n\n<script>alert(1)</script> <b onclick=alert(1)>x</b> [y](javascript:alert(1))\n\n"
        '## Solusi\n\n<p id="isi" style="position:fixed">z</p> <iframe src="https://jahat.example"></iframe>\n\n'
        '## Hasil\n\n<a name="q" href="//jahat.example">w</a> <img src="https://jahat.example/x.png"> <form><input>\n'
    )
    assert put(house, write_up(body=body), name="a.md").problems == []
    put(house, write_up("Lain"), name="b.md")
    revised = write_up(body=body.replace("## Hasil", "## Hasil </del><script>alert(2)</script>"), extra="nomor: 1\n")
    assert put(house, revised, name="a.md").problems == []
    assert_inert(client, *LISTS, *pages_of("1-antrean-ringkas"), "/pilihan?n=1,2", "/pilihan?n=1")
    for below in ("", "/lembar", "/revisi/1"):
        tree = client.get(f"/inovasi/1-antrean-ringkas{below}").tree
        assert not tree.all("iframe")
        assert not [node for node in tree.elements if "jahat" in (node.get("src") or "")]
        assert not [node for node in tree.all("a") if (node.get("href") or "").startswith("javascript")]
