"""Which requests count as the question of a person: words typed into a browser, and nothing else."""

import pytest
from flask import Flask

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.house import House
from rumah_inovasi.search.asked import Asked
from rumah_inovasi.search.model import AskedQuery
from tests.factories import put, write_up
from tests.indexing import settle
from tests.insight.asking import WEEK, as_browser, written
from tests.pages import PageClient
from tests.people import government, person, signed_in


@pytest.fixture
def stocked(house: House) -> House:
    """A house with one write-up."""
    put(house, write_up())
    settle(house)
    return house


def test_what_the_cache_of_pages_answers_counts_too(app: Flask, stocked: House, client: PageClient) -> None:
    for number in range(1, 6):
        client.get("/cari?q=Antrean", **as_browser(f"192.0.2.{number}"))
        client.get("/cari?q=antrean+-parkir", **as_browser(f"192.0.2.{number}"))
        client.get("/cari?q=antrean&urut=judul", **as_browser(f"192.0.2.{number}"))
    client.get("/cari?q=Antrean", **as_browser("192.0.2.5"))  # once a day
    assert written(app, stocked) == {("antrean", WEEK): (5, 0)}


def test_found_and_missed_are_told_apart(app: Flask, stocked: House, client: PageClient) -> None:
    client.get("/cari?q=Antrean", **as_browser())
    client.get("/cari?q=parkir+pintar", **as_browser())
    client.get("/cari?q=antrean+parkir", **as_browser())  # found, but not all of it
    client.get("/cari?q=parkir+pintar", **as_browser("192.0.2.2"))
    assert written(app, stocked) == {
        ("antrean", WEEK): (1, 0),
        ("parkir pintar", WEEK): (0, 2),
        ("antrean parkir", WEEK): (0, 1),
    }


@pytest.mark.parametrize(
    "path",
    [
        "/cari",
        "/cari?q=parkir&hal=1&urut=judul",
        "/cari?q=parkir&semua=1",
        "/cari?q=parkir&wilayah=35.15",
        "/cari?q=parkir+wilayah:35.15",
        "/cari?q=parkir+-pintar",
        "/cari?q=3515084107850003",
        "/cari.json?q=parkir",
        "/cari.csv?q=parkir",
        "/cari.atom?q=parkir",
        "/api/v1/inovasi?q=parkir",
        "/cari/saran?q=parkir",
    ],
)
def test_what_is_no_plain_question_is_not_counted(app: Flask, stocked: House, client: PageClient, path: str) -> None:
    client.get(path, **as_browser())
    assert written(app, stocked) == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"User_Agent": "curl/8.5"},
        {"User_Agent": ""},
        {"User_Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User_Agent": "Mozilla/5.0 (X11) HeadlessChrome/140.0"},
        {"Sec_Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X_Moz": "prefetch"},
        {"Sec_Fetch_Mode": "cors"},
    ],
)
def test_programs_and_what_nobody_sees_are_not_counted(
    app: Flask, stocked: House, client: PageClient, headers: dict[str, str]
) -> None:
    client.get("/cari?q=parkir", **as_browser(**headers))
    assert written(app, stocked) == {}


def test_head_is_not_counted(app: Flask, stocked: House) -> None:
    app.test_client().head("/cari?q=parkir", **as_browser()).close()
    assert written(app, stocked) == {}


def test_nothing_is_counted_while_there_is_no_index(app: Flask, house: House, client: PageClient) -> None:
    client.get("/cari?q=parkir", **as_browser())
    assert written(app, house) == {}


@pytest.mark.parametrize(("role", "counts"), [(Role.OFFICER, True), (Role.CURATOR, False), (Role.SYSTEM_ADMIN, False)])
def test_editors_who_try_words_out_do_not_count(app: Flask, stocked: House, role: Role, *, counts: bool) -> None:
    who = person(stocked, "Seseorang", (role, government(stocked)))
    signed_in(app, stocked, who).get("/cari?q=parkir", **as_browser())
    assert bool(written(app, stocked)) is counts


@pytest.mark.usefixtures("stocked")
def test_answer_without_result_is_kept_by_nobody(client: PageClient) -> None:
    assert client.get("/cari?q=parkir").headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/cari?q=antrean").headers["Cache-Control"]


@pytest.mark.usefixtures("stocked")
def test_nothing_that_is_held_or_written_tells_who_asked(app: Flask, client: PageClient) -> None:
    client.get("/cari?q=parkir", **as_browser("192.0.2.77"))
    tally = app.extensions["rumah_inovasi_tally"]
    assert list(tally._waiting) == [Asked("parkir", WEEK, is_found=False)]
    assert "192.0.2.77" not in repr(vars(tally))
    assert set(AskedQuery.__table__.columns.keys()) == {"words", "week", "found", "missed"}
