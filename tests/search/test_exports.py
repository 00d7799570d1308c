"""The list in other forms: the same write-ups in the same order, whole, and harmless wherever they are opened."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import datetime
from urllib.parse import quote

import pytest

from rumah_inovasi.house import House
from rumah_inovasi.web.tables import harmless
from tests.factories import put, write_up
from tests.indexing import settle
from tests.pages import PageClient
from tests.search.reading import status, titles

ATOM = "{http://www.w3.org/2005/Atom}"
QUESTIONS = [
    "",
    "?q=warga",
    "?q=warga&urut=judul&jenis=non-digital",
    "?urusan=kesehatan&urusan=sosial&urut=replikasi",
    "?q=sampah%20lansia&semua=1",
    "?q=tidakadasamasekali",
]


def whole(client: PageClient, question: str) -> list[str]:
    """The titles of all pages of the list."""
    found: list[str] = []
    path: str | None = f"/cari{question}"
    while path:
        answer = client.get(path)
        found += titles(answer)
        path = next((node.get("href") for node in answer.tree.all("a") if node.get("rel") == "next"), None)
    assert status(client.get(f"/cari{question}")) == f"{len(found)} tulisan"
    return found


def table(client: PageClient, path: str) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    text = client.get(path).body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def entries(client: PageClient, path: str) -> list[ET.Element]:
    """The entries of a feed."""
    return ET.fromstring(client.get(path).body).findall(f"{ATOM}entry")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_form_holds_the_whole_list_in_its_order(searcher: PageClient, question: str) -> None:
    expected = whole(searcher, question)
    said = searcher.get(f"/cari.json{question}").json
    assert [item["title"] for item in said["items"]] == expected
    assert said["total"] == len(expected)
    assert [line["Judul"] for line in table(searcher, f"/cari.csv{question}")] == expected


def moments(client: PageClient, path: str) -> list[datetime]:
    """When each entry of a feed changed last, in the order of the feed."""
    return [datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")) for entry in entries(client, path)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_feed_holds_what_has_all_words_the_newest_first(searcher: PageClient, question: str) -> None:
    link = "&" if question else "?"
    expected = [item["title"] for item in searcher.get(f"/cari.json{question}{link}semua=1").json["items"]]
    shown = [entry.findtext(f"{ATOM}title") for entry in entries(searcher, f"/cari.atom{question}")]
    assert sorted(map(str, shown)) == sorted(expected)
    changed = moments(searcher, f"/cari.atom{question}")
    assert changed == sorted(changed, reverse=True)


@pytest.mark.parametrize("order", ["&urut=judul", "&urut=replikasi", "&urut=terbaru", "&semua=1", "&hal=7"])
def test_feed_is_the_same_however_the_list_is_looked_at(searcher: PageClient, order: str) -> None:
    assert searcher.get(f"/cari.atom?q=warga{order}").body == searcher.get("/cari.atom?q=warga").body
    assert "/cari.atom?q=warga" in searcher.get(f"/cari?q=warga{order.replace('&hal=7', '')}").links


def test_every_combination_of_filters_has_a_sound_feed(searcher: PageClient) -> None:
    facets = searcher.get("/cari.json").json["facets"]
    for name, value in ((name, values[0]["value"]) for name, values in facets.items() if values):
        path = f"/cari.atom?q=warga&{name}={quote(value)}&jenis=digital"
        expected = searcher.get(path.replace(".atom", ".json") + "&semua=1").json["items"]
        feed = ET.fromstring(searcher.get(path).body)
        assert all(feed.findtext(f"{ATOM}{part}") for part in ("id", "title", "updated", "subtitle")), path
        ids = [entry.findtext(f"{ATOM}id", "") for entry in feed.findall(f"{ATOM}entry")]
        assert sorted(ids) == sorted(f"http://localhost/inovasi/{item['id']}" for item in expected), path


def test_feed_that_has_not_changed_is_not_sent_again(searcher: PageClient) -> None:
    first = searcher.get("/cari.atom?q=warga")
    mark = first.headers["ETag"]
    again = searcher.client.get("/cari.atom?q=warga", headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    other = searcher.client.get("/cari.atom?q=sampah", headers={"If-None-Match": mark})
    assert other.status_code == 200


def test_feed_changes_with_what_joins_it_and_is_bounded(
    house: House, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rumah_inovasi.search.views.MOST_IN_FEED", 3)
    for number in range(5):
        put(house, write_up(f"Inovasi {number}"), name=f"{number}.md")
    settle(house)
    mark = client.get("/cari.atom?q=antrean").headers["ETag"]
    assert len(entries(client, "/cari.atom?q=antrean")) == 3
    put(house, write_up("Baru Sekali"), name="baru.md")
    settle(house)
    answer = client.client.get("/cari.atom?q=antrean", headers={"If-None-Match": mark})
    assert answer.status_code == 200
    assert entries(client, "/cari.atom?q=antrean")[0].findtext(f"{ATOM}title") == "Baru Sekali"


def test_feed_is_indonesian_for_every_reader(searcher: PageClient) -> None:
    before = searcher.get("/cari.atom?urusan=kesehatan").body
    searcher.client.set_cookie("bahasa", "en")
    assert searcher.get("/cari.atom?urusan=kesehatan").body == before


@pytest.mark.parametrize("form", ["json", "csv", "atom"])
def test_page_number_does_not_matter(searcher: PageClient, form: str) -> None:
    assert searcher.get(f"/cari.{form}?q=warga&hal=99").body == searcher.get(f"/cari.{form}?q=warga").body


@pytest.mark.parametrize("form", ["json", "csv", "atom"])
def test_bad_value_is_refused_in_every_form(searcher: PageClient, form: str) -> None:
    assert "35.99" in searcher.get(f"/cari.{form}?wilayah=35.99", status=400).text


# CSV


def test_table_is_what_indonesian_spreadsheets_open(searcher: PageClient) -> None:
    answer = searcher.get("/cari.csv?q=warga")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rumah-inovasi.csv"'
    assert answer.body.startswith(b"\xef\xbb\xbf" + b'"Nomor";"Judul";')
    assert answer.body.count(b"\r\n") == answer.body.count(b"\n")


def test_line_holds_what_the_card_says(house: House, client: PageClient) -> None:
    extra = (
        "kepanjangan: Antre Ringkas Sekali\nurusan: [kesehatan, sosial]\nmulai: 2019-03\n"
        'replikasi:\n  - {wilayah: "35.01", tahap: diterapkan, bukti: dokumen}\n'
    )
    put(house, write_up(extra=extra))
    settle(house)
    assert table(client, "/cari.csv") == [
        {
            "Nomor": "1",
            "Judul": "Antrean Ringkas",
            "Kepanjangan": "Antre Ringkas Sekali",
            "Ringkasan": "Warga mengambil nomor antrean dari rumah.",
            "Wilayah": "Kab. Sidoarjo",
            "Unit": "Puskesmas Contoh",
            "Mulai": "2019-03",
            "Urusan": "Kesehatan, Sosial",
            "Keberlanjutan": "Belum dikonfirmasi masih berjalan",
            "Diterapkan di kabupaten/kota lain": "1",
            "Alamat": "http://localhost/inovasi/1-antrean-ringkas",
        }
    ]


def test_table_is_indonesian_for_every_reader(searcher: PageClient) -> None:
    before = searcher.get("/cari.csv?q=warga").body
    searcher.client.set_cookie("bahasa", "en")
    assert searcher.get("/cari.csv?q=warga").body == before


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_a_spreadsheet_would_run_is_made_text(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"1{start}1") == f"1{start}1"


def test_formulas_and_signs_of_the_table_stay_in_their_cells(house: House, client: PageClient) -> None:
    for number, title in enumerate(('=HYPERLINK("https://x.example")', "@SUM(A1)", 'a;"b";c', "-1+1|cmd")):
        put(house, write_up(json.dumps(title), extra="kepanjangan: +62\n"), name=f"{number}.md")
    settle(house)
    lines = table(client, "/cari.csv")
    found = {line["Judul"] for line in lines}
    assert found == {'\'=HYPERLINK("https://x.example")', "'@SUM(A1)", 'a;"b";c', "'-1+1|cmd"}
    assert {line["Kepanjangan"] for line in lines} == {"'+62"}
    assert all(line["Alamat"].startswith("http://localhost/inovasi/") for line in lines)


# JSON


def test_json_tells_what_the_page_tells(house: House, client: PageClient) -> None:
    put(house, write_up(extra="urusan: [kesehatan]\n"), name="a.md")
    put(house, write_up("Bank Sampah", region="35.16", summary="Ditukar tabungan.", body="Kosong.\n"), name="b.md")
    settle(house)
    said = client.get("/cari.json?q=antrean").json
    assert set(said) == {"items", "total", "page", "facets", "suggestion", "limited"}
    (item,) = said["items"]
    assert (item["id"], item["url"]) == (1, "http://localhost/inovasi/1-antrean-ringkas")
    assert item["score"] > 0
    assert item["highlights"]["title"] == [["Antrean", True], [" Ringkas", False]]
    assert said["facets"]["wilayah"] == [{"value": "35.15", "label": "Kab. Sidoarjo", "count": 1}]
    assert (said["suggestion"], said["limited"], said["page"]) == (None, False, 1)


def test_json_offers_the_word_that_was_meant(house: House, client: PageClient) -> None:
    put(house, write_up("Bank Sampah"))
    settle(house)
    assert client.get("/cari.json?q=bank%20sampha").json["suggestion"] == "bank sampah"


@pytest.mark.parametrize("path", ["/cari.json", "/api/v1/inovasi"])
def test_answer_without_an_index_says_so(house: House, client: PageClient, path: str) -> None:
    put(house, write_up())
    said = client.get(f"{path}?q=antrean&wilayah=35.16").json
    assert said["limited"] is True
    assert [item["title"] for item in said["items"]] == ["Antrean Ringkas"]
    assert said["facets"] == {}


def test_whole_list_without_an_index_is_whole_too(house: House, client: PageClient) -> None:
    for number in range(25):
        put(house, write_up(f"Antrean {number:02}"), name=f"{number}.md")
    assert len(client.get("/cari.json").json["items"]) == 25
    assert len(client.get("/api/v1/inovasi?hal=2").json["items"]) == 5


# Atom


def test_feed_of_a_list_says_what_it_lists(house: House, client: PageClient) -> None:
    put(house, write_up(extra="urusan: [kesehatan]\nasal_tulisan: unit\n"))
    settle(house)
    answer = client.get("/cari.atom?q=antrean&wilayah=35.15")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.body)
    assert feed.findtext(f"{ATOM}title") == "Cari: antrean — Rumah Inovasi"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://localhost/cari.atom?q=antrean&wilayah=35.15",
        "alternate": "http://localhost/cari?q=antrean&wilayah=35.15",
    }
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "Warga mengambil nomor antrean dari rumah."
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Puskesmas Contoh"
    assert [each.get("term") for each in entry.findall(f"{ATOM}category")] == ["Kesehatan"]
