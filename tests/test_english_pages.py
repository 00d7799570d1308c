"""Pages in English say all in English, but for names and for the content, which is marked as Indonesian."""

import re
from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.catalogue.model import Innovation, InnovationTerm
from rumah_inovasi.handbook import chapters
from rumah_inovasi.house import House
from rumah_inovasi.learning.model import Workshop
from rumah_inovasi.organisations.model import Region, Unit, UnitName
from rumah_inovasi.replication.model import Replication
from rumah_inovasi.vocabulary.model import Term
from tests import catalogues
from tests.catalogues import PLACEHOLDER, forms
from tests.factories import put, write_up
from tests.pages import PageClient

SPOKEN = ("title", "aria-label", "alt", "placeholder", "data-done", "data-failed", "data-of")
OWN_SITE = {"Sec-Fetch-Site": "same-origin"}
# Words that are the same in both languages, besides names in the database.
SAME = {
    *("Rumah Inovasi", "SP4N-LAPOR!", "Markdown", "JSON", "CSV", "Atom", "WIB", "Tag", "iCalendar"),
    *("April", "September", "November"),
}
CITATION = (
    "Editors of Rumah Inovasi. 2026. “Antrean Ringkas.” Rumah Inovasi, revision 1. "
    "http://localhost/inovasi/1-antrean-ringkas"
)


def switch(client: PageClient, language: str) -> PageClient:
    client.post("/bahasa", {"bahasa": language, "kembali": "/"}, headers=OWN_SITE)
    return client


@pytest.fixture
def indonesian(full_app: Flask) -> PageClient:
    return PageClient(full_app.test_client())


@pytest.fixture
def english_reader(full_app: Flask) -> PageClient:
    return switch(PageClient(full_app.test_client()), "en")


def spoken(node: Element, language: str = "") -> Iterator[tuple[str, str]]:
    """Yield the language and the words of every text of a page, those in attributes too."""
    language = node.get("lang", language)
    if node.tag in {"script", "style"} or not isinstance(node.tag, str):
        return
    texts = [*(node.get(name) for name in SPOKEN), node.text]
    if node.tag == "meta" and node.get("name") == "description":
        texts.append(node.get("content"))
    yield from ((language, " ".join(text.split())) for text in texts if text and text.strip())
    for child in node:
        yield from spoken(child, language)
        if child.tail and child.tail.strip():
            yield language, " ".join(child.tail.split())


@pytest.fixture(scope="session")
def names(full_house: House) -> re.Pattern[str]:
    """What needs no translation: names of places, units, adopters, innovations and chapters, texts of write-ups."""
    columns = (
        *(Region.name, Region.full_name, Region.label, Region.abbreviation, Region.capital),
        *(Unit.name, UnitName.name, Replication.adopter, Replication.unit_name),
        *(Innovation.title, Innovation.summary, InnovationTerm.term),
        *(Workshop.title, Workshop.summary),
    )
    with full_house.database.read() as session:
        found = set(chain.from_iterable(session.scalars(select(column)) for column in columns))
        found |= {name.removeprefix("Kecamatan ") for name in session.scalars(select(Unit.name))}
        found |= set(session.scalars(select(Term.name).where(Term.name == Term.name_en)))
    found |= {text for chapter in chapters.chapters() for text in (chapter.title, chapter.lead)}
    found |= SAME | {
        forms(message.id)[0] for message in catalogues.english() if message.id and message.id == message.string
    }
    longest_first = sorted((" ".join(name.split()) for name in found if name), key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


PAGES = {
    "home": "/",
    "search": "/cari?q=puskesmas",
    "wider result": "/cari?q=Tuban+Ngawi",
    "filtered": "/cari?q=puskesmas&wilayah=35.15&replikasi=tidak",
    "no result": "/cari?q=zzqq",
    "problem": "/masalah",
    "need": "/kebutuhan",
    "regions": "/wilayah",
    "region": "/wilayah/35.15-sidoarjo",
    "topics": "/urusan",
    "topic": "/urusan/kesehatan",
    "replication": "/replikasi",
    "workshops": "/pelatihan",
    "workshop": "{workshop}",
    "about": "/tentang",
    "privacy": "/privasi",
    "handbook": "/panduan",
    "chapter": "/panduan/petugas",
    "choice": "/pilihan",
    "chosen": "/pilihan?n=1,2",
    "write-up": "{write_up}",
    "sheet": "{write_up}/lembar",
    "letter": "{write_up}/replikasi",
    "history": "{write_up}/riwayat",
    "revision": "{write_up}/revisi/1",
    "comparison": "{write_up}/bandingkan",
    "unit": "{unit}",
    "tag": "{tag}",
}


def address(client: PageClient, path: str) -> str:
    """Fill the places of a path with the addresses of a write-up of many facts, its unit, a tag of it, a workshop."""
    if "{" not in path:
        return path
    if path == "{workshop}":
        return first(client.get("/pelatihan").links, "/pelatihan/")
    home = next(link for link in client.get("/cari?q=SUPER+KEREN").links if link.startswith("/inovasi/"))
    links = client.get(home).links
    return path.format(write_up=home, **{kind: first(links, f"/{kind}/") for kind in ("unit", "tag")})


def first(links: list[str], start: str) -> str:
    return next(link for link in links if link.startswith(start))


def sentences() -> list[re.Pattern[str]]:
    """Return how each Indonesian sentence of three words or more looks on a page, whatever fills its places."""
    ids = [forms(message.id)[0] for message in catalogues.english() if message.id and message.id != message.string]
    parts = [PLACEHOLDER.split(text) for text in ids if len(re.findall(r"[^\W\d]+", PLACEHOLDER.sub("", text))) > 2]
    return [re.compile(r"(?<!\w)" + ".+?".join(map(re.escape, part)) + r"(?!\w)") for part in parts]


@pytest.mark.parametrize("page", PAGES)
def test_page_in_english_says_nothing_in_indonesian_but_content(
    page: str, indonesian: PageClient, english_reader: PageClient, names: re.Pattern[str]
) -> None:
    path = address(indonesian, PAGES[page])
    before = {text for _language, text in spoken(indonesian.get(path).tree.root)}
    answer = english_reader.get(path)
    assert answer.tree.root.get("lang") == "en"
    own = [text for language, text in spoken(answer.tree.root) if language == "en"]
    assert any(text not in before for text in own), "nothing was translated"
    # The same on both pages: either a name, or words that nobody gave to gettext.
    untouched = [text for text in own if text in before and re.search(r"[^\W\d]{2}", names.sub("", text))]
    assert untouched == []
    assert [pattern.pattern for pattern in sentences() for text in own if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/tidak-ada", 404, "The address may be mistyped, or the page may have moved."),
        ("/inovasi/99999", 404, "There is no write-up number 99999."),
        ("/cari?urut=x", 400, "The available orders (urut) are:"),
        ("/pilihan?n=x", 400, "separated by commas, for example n=17,23."),
        ("/bahasa", 405, "Go back to the page before, then use the link or button there."),
    ],
)
def test_refusal_is_told_in_english(english_reader: PageClient, path: str, status: int, said: str) -> None:
    assert said in english_reader.get(path, status=status).text


def test_refused_form_is_told_in_english(english_reader: PageClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = english_reader.post("/bahasa", {"bahasa": "id"}, status=403, headers=foreign)
    assert "This form was sent from another site." in answer.text


def test_program_is_told_the_error_in_english(english_reader: PageClient) -> None:
    answer = english_reader.get("/inovasi/99999.json", status=404)
    assert answer.json["error"] == "This page does not exist"
    assert answer.json["message"].startswith("There is no write-up number 99999.")


def test_reader_goes_to_english_and_back(full_app: Flask) -> None:
    client = PageClient(full_app.test_client())
    assert client.get("/wilayah").title == "38 kabupaten/kota — Rumah Inovasi"
    assert switch(client, "en").get("/wilayah").title == "38 regencies and cities — Rumah Inovasi"
    assert switch(client, "id").get("/wilayah").title == "38 kabupaten/kota — Rumah Inovasi"


def test_things_are_counted_as_the_english_do(house: House, client: PageClient) -> None:
    switch(client, "en")
    put(house, write_up("Antrean Satu"), name="satu.md")
    assert "1 innovation from Kabupaten Sidoarjo is recorded here." in client.get("/wilayah/35.15-sidoarjo").text
    put(house, write_up("Antrean Dua"), name="dua.md")
    assert "2 innovations from Kabupaten Sidoarjo are recorded here." in client.get("/wilayah/35.15-sidoarjo").text


def test_write_up_stays_indonesian_among_english_words(house: House, client: PageClient) -> None:
    put(house, write_up(extra="asal_tulisan: redaksi\n"))
    heard = set(spoken(switch(client, "en").get("/inovasi/1-antrean-ringkas").tree.root))
    assert {
        ("id", "Antrean Ringkas"),
        ("id", "Warga mengambil nomor antrean dari rumah."),
        ("id", "Antrean terlalu panjang."),
        ("en", "What changes for citizens"),
        ("en", "Key facts"),
        ("en", CITATION),
    } <= heard
    assert any(language == "en" and "requirements for replication" in text for language, text in heard)
    assert ("id", "What changes for citizens") not in heard


def test_write_up_in_english_is_marked_so_on_an_indonesian_page(house: House, client: PageClient) -> None:
    body = "## Background\n\nThe queue was too long.\n"
    put(house, write_up("Short Queue", extra="bahasa: en\n", body=body, summary="Take a number at home."))
    heard = set(spoken(client.get("/inovasi/1-short-queue").tree.root))
    assert {("en", "The queue was too long."), ("en", "Take a number at home."), ("id", "Data pokok")} <= heard


@pytest.mark.parametrize(
    ("language", "headings"), [("id", ["Ringkasan", "Untuk warga"]), ("en", ["Summary", "For citizens"])]
)
def test_changed_fields_are_named_for_people(
    house: House, client: PageClient, language: str, headings: list[str]
) -> None:
    put(house, write_up())
    put(house, write_up(extra="nomor: 1\nuntuk_warga: {biaya: gratis}\n", summary="Warga antre dari rumah."))
    tree = switch(client, language).get("/inovasi/1-antrean-ringkas/bandingkan").tree
    assert [node.text for node in tree.all("main")[0].iter("h2")] == headings
