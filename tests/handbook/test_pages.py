"""The handbook on the site: which chapter is for whom, and each with its contents, its neighbours and its language."""

import re
import subprocess
import sys

import pytest

from rumah_inovasi.handbook import chapters
from rumah_inovasi.handbook.chapters import SLUGS
from tests.pages import PageClient, _words

NEIGHBOURS = re.compile(r'<a href="([^"]+)" rel="(prev|next)"')
LOCATION = re.compile(r"<loc>http://localhost(/panduan[^<]*)</loc>")


def test_overview_leads_to_every_chapter_in_order(client: PageClient) -> None:
    page = client.get("/panduan")
    assert [link for link in page.links if link.startswith("/panduan/")] == [f"/panduan/{slug}" for slug in SLUGS]
    for chapter in chapters.chapters():
        assert chapter.title in page.text
        assert chapter.lead in page.text


@pytest.mark.parametrize("slug", SLUGS)
def test_contents_of_a_chapter_are_its_headings(client: PageClient, slug: str) -> None:
    page = client.get(f"/panduan/{slug}")
    (contents,) = [node for node in page.tree.all("nav") if node.get("class", "").startswith("aside")]
    listed = [(str(node.get("href"))[1:], _words(node)) for node in contents.iter("a")]
    (prose,) = [node for node in page.tree.all("div") if node.get("class") == "prose"]
    assert listed == [(node.get("id"), _words(node)) for node in prose.iter("h2")]


def test_chapters_are_linked_in_a_chain(client: PageClient) -> None:
    for at, slug in enumerate(SLUGS):
        found = {way: url for url, way in NEIGHBOURS.findall(client.get(f"/panduan/{slug}").html)}
        wanted = {"prev": SLUGS[at - 1] if at else None, "next": SLUGS[at + 1] if at + 1 < len(SLUGS) else None}
        assert found == {way: f"/panduan/{other}" for way, other in wanted.items() if other}


def test_unknown_chapter_is_not_found(client: PageClient) -> None:
    assert "tidak punya bab ini" in client.get("/panduan/tidak-ada", status=404).text


def test_unchanged_chapter_is_not_sent_twice(client: PageClient) -> None:
    page = client.get("/panduan/penyusun")
    assert '<link rel="canonical" href="http://localhost/panduan/penyusun">' in page.html
    again = client.client.get("/panduan/penyusun", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


def test_text_is_marked_as_indonesian_for_english_readers(client: PageClient) -> None:
    client.client.set_cookie("bahasa", "en")
    for path in ("/panduan", "/panduan/penyusun"):
        page = client.get(path)
        assert page.tree.root.get("lang") == "en"
        marked = [node for node in page.tree.root.iter() if node.get("lang") == "id"]
        said = " ".join(_words(node) for node in marked)
        assert chapters.chapter("penyusun").title in said
        assert chapters.chapter("penyusun").lead in said
    assert "Tekan “Mulai menulis”" in said


def test_site_map_lists_the_handbook(client: PageClient) -> None:
    assert LOCATION.findall(client.get("/sitemap.xml").html) == ["/panduan", *(f"/panduan/{slug}" for slug in SLUGS)]


def test_every_page_leads_to_the_handbook(client: PageClient) -> None:
    for path in ("/", "/cari", "/masuk"):
        assert "/panduan" in client.get(path).links


def test_server_that_nobody_asks_for_the_handbook_makes_none_of_it() -> None:
    asked = "import rumah_inovasi.app; from rumah_inovasi.handbook import chapters as c; print(c.chapters.cache_info())"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert "currsize=0" in done.stdout
