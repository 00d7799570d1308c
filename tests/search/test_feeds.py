"""How programs learn of what is new, and browsers how to search here."""

import xml.etree.ElementTree as ET
from datetime import datetime

from rumah_inovasi.house import House
from tests.factories import put, write_up
from tests.pages import PageClient

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
FEED = "/langganan/inovasi.atom"


def titles(client: PageClient) -> list[str | None]:
    feed = ET.fromstring(client.get(FEED).body)
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


def test_feed_holds_the_twenty_newest_first(house: House, client: PageClient) -> None:
    for number in range(22):
        put(house, write_up(f"Inovasi {number}"), name=f"{number}.md")
    put(house, write_up("Inovasi 5", extra="nomor: 6\nmulai: 2020\n"), name="5.md")
    found = titles(client)
    assert len(found) == 20
    assert found[:3] == ["Inovasi 5", "Inovasi 21", "Inovasi 20"]


def test_feed_has_what_atom_asks_for(house: House, client: PageClient) -> None:
    put(house, write_up("Satu & <dua>"), name="a.md")
    put(house, write_up("Tiga"), name="b.md")
    answer = client.get(FEED)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.body)
    updated = []
    for node in (feed, *feed.findall(f"{ATOM}entry")):
        assert node.findtext(f"{ATOM}id", "").startswith("http://localhost/")
        assert node.findtext(f"{ATOM}title")
        assert node.findtext(f"{ATOM}author/{ATOM}name") == (
            "Rumah Inovasi" if node is feed else "Redaksi Rumah Inovasi"
        )
        moment = datetime.fromisoformat(node.findtext(f"{ATOM}updated", ""))
        assert moment.tzinfo is not None
        updated.append(moment)
    assert updated[0] == max(updated[1:])
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": f"http://localhost{FEED}",
        "alternate": "http://localhost/cari?urut=terbaru",
    }


def test_entry_keeps_its_id_under_a_new_title_and_leads_to_the_write_up(house: House, client: PageClient) -> None:
    put(house, write_up("Antrean Ringkas"))
    before = ET.fromstring(client.get(FEED).body).findall(f"{ATOM}entry")[0]
    put(house, write_up("Antrean Lekas", extra="nomor: 1\n"))
    after = ET.fromstring(client.get(FEED).body).findall(f"{ATOM}entry")[0]
    assert after.findtext(f"{ATOM}title") == "Antrean Lekas"
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id") == "http://localhost/inovasi/1"
    assert client.get("/inovasi/1", status=301).headers["Location"] == "/inovasi/1-antrean-lekas"
    (link,) = after.findall(f"{ATOM}link")
    assert link.get("href") == "http://localhost/inovasi/1-antrean-lekas"


def test_withdrawn_write_up_leaves_the_feed(house: House, client: PageClient) -> None:
    put(house, write_up())
    put(house, write_up(extra="nomor: 1\nditarik: {tanggal: 2026-11-20, alasan: Keliru.}\n", body=""))
    assert titles(client) == []


def test_feed_of_an_empty_house_is_sound(client: PageClient) -> None:
    feed = ET.fromstring(client.get(FEED).body)
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated", "")).year == 1970


def test_every_page_names_feed_and_search(client: PageClient) -> None:
    for path in ("/", "/cari", "/tentang"):
        links = {node.get("rel"): node.get("href") for node in reversed(client.get(path).tree.all("link"))}
        assert links["alternate"] == FEED
        assert links["search"] == "/opensearch.xml"


def test_browser_learns_how_to_search_and_to_suggest(house: House, client: PageClient) -> None:
    put(house, write_up())
    answer = client.get("/opensearch.xml")
    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    said = ET.fromstring(answer.body)
    assert said.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 0 < len(said.findtext(f"{OPENSEARCH}ShortName", "")) <= 16
    assert 0 < len(said.findtext(f"{OPENSEARCH}Description", "")) <= 1024
    templates = {url.get("type", ""): url.get("template", "") for url in said.findall(f"{OPENSEARCH}Url")}
    for kind in ("text/html", "application/x-suggestions+json", "application/atom+xml"):
        path = templates[kind].removeprefix("http://localhost").replace("{searchTerms}", "antrean")
        assert client.get(path).headers["Content-Type"].startswith(kind)


def test_robots_stay_out_of_endless_lists(client: PageClient) -> None:
    lines = client.get("/robots.txt").text
    for start in ("/cari?", "/cari.", "/cari/", "/pilihan?"):
        assert f"Disallow: {start}" in lines
    assert "Disallow: /cari\n" not in lines
