"""Headers of every answer: caching, compression, and what is public for how long."""

import gzip
from dataclasses import replace

import pytest
from flask import Flask

from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from rumah_inovasi.settings import load
from tests.factories import put, write_up
from tests.pages import PageClient

PUBLIC = (
    "/",
    "/cari?q=warga",
    "/wilayah",
    "/urusan",
    "/replikasi",
    "/tentang",
    "/privasi",
    "/sitemap.xml",
    "/robots.txt",
)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_answer_is_cached_for_all_but_asked_for_anew(reader: PageClient, path: str) -> None:
    headers = reader.get(path).headers
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "cookie" in headers["Vary"].lower()
    assert headers["ETag"].startswith('W/"')


@pytest.mark.parametrize("path", PUBLIC)
def test_known_answer_is_not_sent_again(reader: PageClient, path: str) -> None:
    etag = reader.get(path).headers["ETag"]
    again = reader.get(path, headers={"If-None-Match": etag}, status=304)
    assert again.body == b""
    assert again.headers["ETag"] == etag
    assert "cookie" in again.headers["Vary"].lower()


def test_changed_content_changes_the_etag(client: PageClient, house: House) -> None:
    before = client.get("/").headers["ETag"]
    assert put(house, write_up()).number == 1
    assert client.get("/", headers={"If-None-Match": before}).headers["ETag"] != before


def test_languages_have_different_etags(reader: PageClient) -> None:
    indonesian = reader.get("/tentang")
    reader.client.set_cookie("bahasa", "en")
    english = reader.get("/tentang")
    assert indonesian.headers["ETag"] != english.headers["ETag"]


def test_head_tells_what_get_would_send(reader: PageClient) -> None:
    sent = reader.get("/tentang")
    head = reader.client.head("/tentang")
    assert head.data == b""
    assert head.headers["ETag"] == sent.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(sent.body))


@pytest.mark.parametrize("path", [*PUBLIC, "/inovasi/1-super-keren.json", "/inovasi/1-super-keren.md", "/tidak-ada"])
def test_compressed_answer_says_the_same(reader: PageClient, path: str) -> None:
    plain = reader.client.get(path)
    packed = reader.client.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert "accept-encoding" in plain.headers["Vary"].lower()
    assert plain.headers.get("ETag") == packed.headers.get("ETag")
    if packed.headers.get("Content-Encoding") is None:
        assert len(plain.data) < 600
        assert packed.data == plain.data
    else:
        assert packed.headers["Content-Length"] == str(len(packed.data))
        assert gzip.decompress(packed.data) == plain.data


@pytest.mark.parametrize("refusal", ["gzip;q=0", "identity", ""])
def test_answer_is_not_compressed_unasked(reader: PageClient, refusal: str) -> None:
    answer = reader.client.get("/", headers={"Accept-Encoding": refusal})
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"<!doctype html>")


def test_assets_of_a_page_are_kept_for_ever(reader: PageClient) -> None:
    tree = reader.get("/").tree
    addresses = [node.get("href") or node.get("src") or "" for node in tree.all("link", "script")]
    marked = [address for address in addresses if address.startswith("/static/")]
    assert len(marked) >= 4
    for address in marked:
        assert "?v=" in address
        assert reader.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("address", ["/static/style.css", "/static/style.css?v=", "/static/style.css?v=lain"])
def test_asset_without_the_mark_of_its_content_is_asked_for_anew(reader: PageClient, address: str) -> None:
    assert "immutable" not in reader.get(address).headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/static/", "/static/tidak-ada.css?v=1", "/static/../app.py", "/static/%2e%2e/app.py"]
)
def test_nothing_but_assets_is_served_as_an_asset(reader: PageClient, path: str) -> None:
    assert "immutable" not in reader.get(path, status=404).headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/tidak-ada", "/inovasi/99999", "/cari?hal=0", "/static/tidak-ada.css"])
def test_error_is_never_cached(reader: PageClient, path: str) -> None:
    response = reader.client.get(path)
    assert response.status_code in {400, 404}
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_health_page_answers_without_looking_at_the_database(reader: PageClient) -> None:
    assert reader.get("/healthz").json == {"status": "ok"}


def production(house: House) -> Flask:
    """The application as a real site has it, behind https."""
    environ = {"RUMAH_BASE_URL": "https://inovasi.contoh.go.id", "RUMAH_DATABASE_URL": house.settings.sqlalchemy_url}
    return create_app(replace(house, settings=load(environ)))


def test_only_a_production_site_asks_for_https_for_ever(reader: PageClient, full_house: House) -> None:
    assert "Strict-Transport-Security" not in reader.get("/").headers
    client = PageClient(production(full_house).test_client())
    answer = client.get("/", headers={"Host": "inovasi.contoh.go.id"})
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_links_of_a_production_site_come_from_its_setting_not_from_the_request(full_house: House) -> None:
    client = PageClient(production(full_house).test_client())
    page = client.get("/wilayah", headers={"Host": "localhost:8123"})
    canonical = [node.get("href") for node in page.tree.all("link") if node.get("rel") == "canonical"]
    assert canonical == ["https://inovasi.contoh.go.id/wilayah"]
    assert "http://localhost" not in client.get("/sitemap.xml").html


@pytest.mark.parametrize("host", ["jahat.example", "localhost.jahat.example", "jahat.example:8000", "a b", "[::1"])
def test_foreign_host_name_is_refused_with_a_clear_page(reader: PageClient, host: str) -> None:
    answer = reader.get("/", headers={"Host": host}, status=400)
    assert "nama host" in answer.text
    assert "jahat" not in answer.html
    assert answer.headers["Cache-Control"] == "no-store"


def test_foreign_host_name_is_refused_for_forms_too(reader: PageClient) -> None:
    headers = {"Host": "jahat.example", "Origin": "http://jahat.example"}
    answer = reader.post("/bahasa", {"bahasa": "en"}, headers=headers, status=400)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("host", ["localhost", "localhost:8123", "127.0.0.1:8000"])
def test_own_host_names_are_served_on_any_port(reader: PageClient, host: str) -> None:
    assert reader.get("/tentang", headers={"Host": host}).text
