"""Errors are pages that help, in the language of the reader, and never tell what is inside."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from rumah_inovasi.house import House
from tests.factories import put, write_up
from tests.pages import Answer, PageClient

OWN = {"Sec-Fetch-Site": "same-origin"}


def assert_helpful(answer: Answer) -> None:
    """A page of ours, with ways to go on and nothing of the inside."""
    assert {"/", "/cari", "/wilayah"} <= set(answer.links)
    for inside in ("Traceback", "sqlalchemy", "sqlite", "Error", ".py", "SELECT"):
        assert inside not in answer.html
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/tidak-ada", "/inovasi", "/inovasi/", "/wilayah/35.99", "/unit/x", "/.env", "/cari/x"]
)
def test_unknown_address_is_told_with_ways_to_go_on(reader: PageClient, path: str) -> None:
    answer = reader.get(path, status=404)
    assert_helpful(answer)
    assert "Halaman ini tidak ada" in answer.title


def test_errors_speak_the_language_of_the_reader(reader: PageClient) -> None:
    reader.client.set_cookie("bahasa", "en")
    answer = reader.get("/tidak-ada", status=404)
    assert answer.tree.root.get("lang") == "en"


@pytest.mark.parametrize("path", ["/inovasi/99999.json", "/inovasi/x.json"])
def test_program_that_asks_for_json_gets_json(reader: PageClient, path: str) -> None:
    answer = reader.get(path, status=404)
    assert answer.json["status"] == 404
    assert answer.json["message"]


def test_wrong_method_says_which_are_right(reader: PageClient) -> None:
    answer = reader.post("/tentang", status=405, headers=OWN)
    assert_helpful(answer)
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))


def test_form_beyond_the_limit_is_refused(reader: PageClient) -> None:
    answer = reader.post("/bahasa", {"bahasa": "id", "kembali": "x" * 2_000_000}, status=413, headers=OWN)
    assert_helpful(answer)
    assert "Set-Cookie" not in answer.headers


def test_failure_of_ours_is_a_page_and_a_line_in_the_log(
    client: PageClient, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    number = put(house, write_up()).number
    with house.database.write() as session:
        session.execute(text("UPDATE revision SET metadata = '{}'"))
    answer = client.get(f"/inovasi/{number}-antrean-ringkas", status=500)
    assert_helpful(answer)
    assert "Ada kesalahan di pihak kami" in answer.title
    (record,) = [record for record in caplog.records if record.name == "rumah_inovasi"]
    assert f"/inovasi/{number}-antrean-ringkas" in record.getMessage()
    assert record.exc_info is not None
    assert client.get("/wilayah").text


def test_failing_program_is_told_in_json(client: PageClient, house: House) -> None:
    number = put(house, write_up()).number
    with house.database.write() as session:
        session.execute(text("UPDATE revision SET metadata = '{}'"))
    assert client.get(f"/inovasi/{number}-antrean-ringkas.json", status=500).json["status"] == 500


def database_file(house: House) -> Path:
    house.database.close()
    return Path(make_url(house.database.url).database or "")


def remove(path: Path) -> None:
    for file in path.parent.glob(path.name + "*"):
        file.unlink()


def scribble(path: Path) -> None:
    path.write_bytes(b"this has never been a database\n" * 500)


def tear(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


@pytest.mark.parametrize("damage", [remove, scribble, tear])
@pytest.mark.parametrize(
    "path", ["/", "/wilayah/35.15-sidoarjo", "/inovasi/1-antrean-ringkas", "/cari", "/sitemap.xml"]
)
def test_page_without_a_database_says_so_and_when_to_come_back(
    client: PageClient, house: House, damage: object, path: str
) -> None:
    assert put(house, write_up()).number == 1
    assert callable(damage)
    damage(database_file(house))
    answer = client.get(path, status=503)
    assert_helpful(answer)
    assert "Layanan sedang terganggu" in answer.title
    assert answer.headers["Retry-After"] == "10"
    # What asks for readiness is a program.
    assert client.get("/readyz", status=503).json["status"] == 503


@pytest.mark.parametrize("damage", [remove, scribble, tear])
def test_what_needs_no_database_goes_on_without_it(client: PageClient, house: House, damage: object) -> None:
    assert callable(damage)
    damage(database_file(house))
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/tentang").text
    assert client.get("/robots.txt").text
    assert client.get("/static/style.css").text
    assert_helpful(client.get("/tidak-ada", status=404))


def test_database_that_comes_back_is_used_again(client: PageClient, house: House) -> None:
    path = database_file(house)
    whole = path.read_bytes()
    scribble(path)
    assert client.get("/", status=503)
    house.database.close()
    path.write_bytes(whole)
    assert client.get("/").text


def test_error_page_that_cannot_be_shown_is_replaced_by_a_plain_one(app: Flask) -> None:
    app.jinja_env.globals["asset"] = "no function"
    answer = PageClient(app.test_client()).get("/tidak-ada", status=404)
    assert "Halaman ini tidak ada" in answer.text
