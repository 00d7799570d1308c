"""The whole house on foot: every link that a reader can follow leads to a good page."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask

from tests.pages import Answer, PageClient

# Pages of these kinds differ in a few words only. The first of each kind are looked at as closely as all others;
# of the rest, which are many, only the status is asked for and the links are followed.
ALIKE = {
    "kecamatan": re.compile(r"/unit/\d+-kecamatan-"),
    "unit": re.compile(r"/unit/"),
    "tag": re.compile(r"/tag/"),
    "below a write-up": re.compile(r"/inovasi/[^/]+/(riwayat|revisi|bandingkan|replikasi)"),
}
ENOUGH = 15
LOC = re.compile(r"<loc>http://localhost(/[^<]*)</loc>")


class Crawl:
    """All that was reached from the home page by following links, each path once."""

    def __init__(self, client: PageClient) -> None:
        self.answers: dict[str, Answer] = {}
        self.fragments: list[tuple[str, str]] = []
        self._client = client
        self._looked_at: Counter[str] = Counter()
        waiting = ["/"]
        while waiting:
            address = waiting.pop()
            path = unquote(address.partition("?")[0])
            if path not in self.answers:
                answer = self._fetch(address)
                self.answers[path] = answer
                waiting += self._links(answer)

    def _fetch(self, address: str) -> Answer:
        kind = next((kind for kind, pattern in ALIKE.items() if pattern.match(address)), None)
        self._looked_at[str(kind)] += 1
        if kind is None or self._looked_at[kind] <= ENOUGH:
            return self._client.get(address)
        response = self._client.client.get(address)
        assert response.status_code == 200, address
        return Answer(address, response.status_code, response.headers, response.get_data())

    def _links(self, answer: Answer) -> Iterator[str]:
        if answer.is_page:
            for href in re.findall(r'<a [^>]*?href="(/[^"/][^"]*|/)"', answer.html):
                address, _, fragment = href.replace("&amp;", "&").partition("#")
                yield address
                if fragment:
                    self.fragments.append((address, fragment))


@pytest.fixture(scope="module")
def crawl(full_app: Flask) -> Crawl:
    """One walk for all tests; a broken link or a faulty page fails it."""
    return Crawl(PageClient(full_app.test_client()))


def test_every_link_leads_to_a_good_page(crawl: Crawl) -> None:
    assert {answer.status for answer in crawl.answers.values()} == {200}
    kinds = {path.split("/")[1] for path in crawl.answers}
    assert kinds >= {
        "",
        "cari",
        "inovasi",
        "urusan",
        "tag",
        "wilayah",
        "unit",
        "replikasi",
        "pilihan",
        "tentang",
        "panduan",
    }
    assert len(crawl.answers) > 1000


def test_every_fragment_is_on_its_page(crawl: Crawl) -> None:
    missing = {
        (address, fragment)
        for address, fragment in set(crawl.fragments)
        if f'id="{fragment}"' not in crawl.answers[unquote(address.partition("?")[0])].html
    }
    assert missing == set()


def test_every_page_of_the_site_map_is_reached(crawl: Crawl, reader: PageClient) -> None:
    listed = LOC.findall(reader.get("/sitemap.xml").html)
    assert len(listed) > 200
    assert len(listed) == len(set(listed))
    assert [path for path in listed if path not in crawl.answers] == []


def test_every_write_up_is_reached_and_in_the_site_map(crawl: Crawl, reader: PageClient) -> None:
    reached = {path for path in crawl.answers if re.fullmatch(r"/inovasi/[^/.]+", path)}
    assert reached == {path for path in LOC.findall(reader.get("/sitemap.xml").html) if path.startswith("/inovasi/")}


def test_no_page_sets_a_cookie(crawl: Crawl) -> None:
    assert [path for path, answer in crawl.answers.items() if "Set-Cookie" in answer.headers] == []


def test_canonical_address_of_a_page_is_its_own(crawl: Crawl) -> None:
    for path, answer in crawl.answers.items():
        found = (
            re.findall(r'<link rel="canonical" href="http://localhost([^"]*)">', answer.html) if answer.is_page else []
        )
        assert all(path == href or path.startswith(f"{href}/") for href in found), path


def test_no_page_shows_what_a_template_left_over(crawl: Crawl) -> None:
    for path, answer in crawl.answers.items():
        if answer.is_page:
            for remains in ("{{", "{%", "%(", "None</", ">None<", "Undefined", "&lt;p&gt;", "&amp;amp;"):
                assert remains not in answer.html, f"{path}: {remains}"
