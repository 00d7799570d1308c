"""Pages from the cache: the same as from the application, at once another one after a change, for nobody signed in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import Client

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from rumah_inovasi.page_cache.store import Store
from rumah_inovasi.saved.endings import PATH, Endings
from rumah_inovasi.settings import load
from rumah_inovasi.web import assets
from tests.factories import put, write_up
from tests.fixtures import Clock
from tests.indexing import settle
from tests.insight.asking import WEEK, as_browser, written
from tests.page_cache.fronts import ENGLISH, GZIP, Front, said
from tests.people import person, signed_in
from tests.test_outbox import DEEDS

PUBLIC = (
    "/",
    "/cari",
    "/cari?q=kesehatan+ibu",
    "/cari.json?q=warga",
    "/cari.csv",
    "/cari.atom",
    "/api/v1/inovasi",
    "/inovasi/1-super-keren",
    "/inovasi/1-super-keren.json",
    "/inovasi/1-super-keren.md",
    "/inovasi/1-super-keren/lembar",
    "/inovasi/1-super-keren/riwayat",
    "/wilayah",
    "/wilayah/35.15-sidoarjo",
    "/urusan",
    "/replikasi",
    "/pelatihan",
    "/panduan",
    "/tentang",
    "/privasi",
    "/langganan/inovasi.atom",
    "/sitemap.xml",
    "/robots.txt",
    assets.asset("style.css"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    GZIP,
    ENGLISH,
    GZIP | ENGLISH,
    {"Accept-Encoding": "gzip;q=0"},
    {"Accept-Encoding": "*"},
    {"Cookie": "lain=1; bahasa=xx"},
    {"Cookie": 'bahasa="en"; bahasa=id'},
)


@pytest.fixture
def front(full_house: House) -> Front:
    """A cache over the house with the starter content."""
    return Front(full_house)


@pytest.mark.parametrize("headers", HEADERS)
def test_kept_answer_is_the_applications_own(front: Front, headers: dict[str, str]) -> None:
    for path in PUBLIC:
        assert front.from_app(path).status_code == 200, path
        front.keep(path, headers)
        assert front.is_kept(path, headers), path
        for method in ("GET", "HEAD"):
            own = said(front.from_app(path, headers, method))
            assert said(front.get(path, headers, method)) == own, (method, path)


@pytest.mark.parametrize("headers", [{}, GZIP])
def test_known_answer_is_not_sent_again(front: Front, headers: dict[str, str]) -> None:
    for path in PUBLIC:
        etag = front.keep(path, headers).headers["ETag"]
        for known in (etag, f'"lain", {etag}', etag.removeprefix("W/"), "*"):
            asked = headers | {"If-None-Match": known}
            assert front.is_kept(path, asked), path
            again = front.get(path, asked)
            assert (again.status_code, again.data) == (304, b""), (path, known)
            assert said(again) == said(front.from_app(path, asked)), (path, known)
        assert front.get(path, headers | {"If-None-Match": 'W/"lain"'}).status_code == 200


def test_answers_differ_by_address_language_form_and_host(front: Front) -> None:
    asked = [(path, headers) for path in ("/", "/?a=1", "/?a=2", "/cari") for headers in ({}, ENGLISH, GZIP)]
    asked += [("/", {"Host": host}) for host in ("localhost:81", "127.0.0.1")]
    for path, headers in asked:
        front.keep(path, headers)
    for path, headers in asked:
        assert said(front.get(path, headers)) == said(front.from_app(path, headers)), (path, headers)


def test_answer_is_kept_when_it_is_asked_for_again(front: Front) -> None:
    front.get("/tentang")
    assert len(front.cache.store) == 0
    front.get("/tentang")
    assert len(front.cache.store) == 1
    assert front.is_kept("/tentang")


@pytest.mark.parametrize(
    "path",
    [
        *("/masuk", "/minta-akun", "/atur-ulang", "/ruang-kerja", "/admin", "/akun"),
        *("/masalah", "/masalah?contoh=1", "/kebutuhan", "/kebutuhan?q=parkir", "/ruang-kerja/pencarian/simpan?q=a"),
        *("/cari?q=tidakadasamasekali", "/cari?q=warga+tidakadasamasekali", "/langganan/berhenti/abc"),
        *("/healthz", "/readyz", "/metrics", "/cari/saran?q=ke", "/inovasi/1", "/inovasi/99999", "/cari?hal=0"),
        *(f"/cari?q={'a' * 1100}", "/tidak-ada", "/static/tidak-ada.css", "/static/style.css"),
    ],
)
def test_what_is_no_public_page_is_asked_anew(front: Front, path: str) -> None:
    front.keep(path)
    assert not front.is_kept(path)
    assert len(front.cache.store) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "sesi=apa-saja"},
        {"Cookie": "bahasa=en; sesi=apa-saja"},
        {"Authorization": "Basic eDp5"},
        {"Range": "bytes=0-1"},
        {"If-Match": '"x"'},
        {"If-Modified-Since": "Sun, 22 Nov 2026 00:00:00 GMT"},
        {"Host": "jahat.example"},
        {"Accept-Encoding": "gzip," * 300},
        {"Cookie": "a" * 1100},
    ],
)
def test_unusual_requests_neither_get_nor_feed_the_cache(front: Front, headers: dict[str, str]) -> None:
    front.keep("/tentang", headers)
    assert len(front.cache.store) == 0
    front.keep("/tentang")
    assert not front.is_kept("/tentang", headers)


def test_page_that_ends_letters_is_nobody_elses(front: Front) -> None:
    path = f"{PATH}/{Endings(str(front.app.secret_key)).url('', 1).rpartition('/')[2]}"
    assert front.keep(path).status_code == 200
    assert not front.is_kept(path)


def test_who_searches_in_vain_is_counted_each_time_whoever_asked_before(full_house: House, front: Front) -> None:
    for last in range(1, 5):
        front.get("/cari?q=parkir+pintar+udara")  # a program, which is not counted and must not hide what comes
        asked = Client(front.cache, use_cookies=False).get(
            "/cari?q=parkir+pintar+udara", **as_browser(f"192.0.2.{last}")
        )
        assert asked.headers["Cache-Control"] == "no-store"
    assert written(front.app, full_house) == {("parkir pintar udara", WEEK): (0, 4)}


@pytest.mark.parametrize("path", ["/masalah", "/kebutuhan"])
def test_answer_to_what_was_typed_is_kept_by_nobody(front: Front, path: str) -> None:
    form = {"masalah": "Warga antre di loket.", "body": "Antrean dari rumah.", "unit_kind": "", "region": ""}
    for _ in range(3):
        answer = Client(front.cache, use_cookies=False).post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})
        assert (answer.status_code, answer.headers["Cache-Control"]) in {(200, "no-store"), (303, "no-store")}
    assert len(front.cache.store) == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_pass_by(front: Front, method: str) -> None:
    front.keep("/tentang")
    assert not front.is_kept("/tentang", method=method)
    assert said(front.get("/tentang", method=method)) == said(front.from_app("/tentang", method=method))


def test_nobody_signed_in_is_given_what_is_kept_or_seen_by_others(house: House) -> None:
    app = create_app(house)
    front = Front(house, app)
    front.keep("/")
    client = signed_in(app, house, person(house, "Kurator", (Role.CURATOR, 1)))
    for _ in range(3):
        assert "Ruang kerja" in client.get("/").text
        assert "Ruang kerja" not in front.get("/").text


@pytest.mark.parametrize("name", DEEDS)
def test_every_public_change_is_seen_by_the_next_request(house: House, name: str) -> None:
    deed, _ = DEEDS[name]
    front = Front(house)
    paths = [*PUBLIC, "/inovasi/1", "/pelatihan/1", "/urusan/kesehatan", "/unit/1"]
    for path in paths:
        front.keep(path)
    with house.database.write() as session:
        deed(house, session)
    for path in paths:
        assert said(front.get(path)) == said(front.from_app(path)), path


def test_change_and_withdrawal_of_a_text_are_seen_by_the_next_request(any_house: House) -> None:
    front = Front(any_house)
    settle(any_house)
    for summary, status in (("Antrean dari rumah.", ""), ("Antrean dari kantor.", ""), ("", "status: ditarik\n")):
        front.keep("/")
        front.keep("/inovasi/1-antrean-ringkas")
        front.keep("/cari?q=antrean")
        extra = f"{status}alasan_ditarik: Keliru.\n" if status else ""
        put(any_house, write_up(summary=summary or "Antrean.", extra=f"nomor: 1\n{extra}" if status else ""))
        settle(any_house)
        for path in ("/", "/inovasi/1-antrean-ringkas", "/cari?q=antrean"):
            assert said(front.get(path)) == said(front.from_app(path))


def test_another_index_is_seen_by_the_next_request(house: House) -> None:
    put(house, write_up())
    front = Front(house)
    front.keep("/cari?q=antrean")
    assert not front.is_kept("/cari?q=antrean")  # the database has answered, until there is an index
    settle(house)
    assert "Indeks pencarian sedang disiapkan" not in front.get("/cari?q=antrean").text
    front.keep("/cari?q=antrean")
    assert front.is_kept("/cari?q=antrean")
    settle(house)
    assert not front.is_kept("/cari?q=antrean")


def test_reading_page_made_without_an_index_is_not_kept(full_house: House, front: Front) -> None:
    current = full_house.settings.index_dir / "current"
    away = current.rename(current.with_suffix(".hilang"))
    front.keep("/inovasi/1-super-keren")
    assert not front.is_kept("/inovasi/1-super-keren")
    away.rename(current)
    front.keep("/inovasi/1-super-keren")
    assert front.is_kept("/inovasi/1-super-keren")


def test_next_day_is_another_page(house: House) -> None:
    clock = house.clock
    assert isinstance(clock, Clock)
    front = Front(house)
    front.keep("/pelatihan")
    clock.at += timedelta(hours=13)  # 23.15 WIB
    assert front.is_kept("/pelatihan")
    clock.at += timedelta(hours=1)
    assert not front.is_kept("/pelatihan")


def test_unusable_database_is_told_and_not_covered_up(house: House) -> None:
    front = Front(house)
    front.keep("/")
    house.database.place.rename(house.database.place.with_suffix(".hilang"))
    assert front.get("/").status_code == 503
    house.database.place.with_suffix(".hilang").rename(house.database.place)
    assert front.get("/").status_code == 200


def test_database_that_was_put_in_its_place_is_seen_by_the_next_request(house: House) -> None:
    place = house.database.place
    front = Front(house)
    put(house, write_up())
    with house.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = place.with_suffix(".salinan")
    copy.write_bytes(place.read_bytes())
    front.keep("/inovasi/1-antrean-ringkas")
    with house.database.write() as session:
        session.connection().exec_driver_sql("UPDATE innovation SET state = 'withdrawn'")  # past the counter
    house.database.close()
    copy.replace(place)
    assert said(front.get("/inovasi/1-antrean-ringkas")) == said(front.from_app("/inovasi/1-antrean-ringkas"))


@pytest.mark.parametrize("path", ["/", "/?hal=1"])
def test_production_site_keeps_its_own_cookie_and_headers(full_house: House, path: str) -> None:
    environ = {"RUMAH_BASE_URL": "https://inovasi.contoh.go.id"}
    url = full_house.settings.sqlalchemy_url
    made = load(environ | {"RUMAH_DATABASE_URL": url, "RUMAH_PROXIES": "1"})
    app: Flask = create_app(replace(full_house, settings=made))
    front = Front(full_house, app)
    outside = Client(app.wsgi_app, use_cookies=False)
    asked = {"Host": "dalam", "X-Forwarded-Host": "inovasi.contoh.go.id", "X-Forwarded-Proto": "https"}
    answers = [outside.get(path, headers=asked) for _ in range(3)]
    assert front.asked == 2
    assert said(answers[2]) == said(answers[0])
    assert "max-age" in answers[2].headers["Strict-Transport-Security"]
    outside.get(path, headers=asked | {"Cookie": "__Host-sesi=x"})
    assert front.asked == 3


def test_hostile_addresses_fill_nothing(front: Front) -> None:
    front.cache.store = Store(64 * 1024)
    for number in range(300):
        front.get(f"/tentang?{number}={'x' * 500}")
    assert len(front.cache.store) == 0
    for number in range(60):
        front.keep(f"/tentang?{number}={'x' * 500}")
        assert front.cache.store.bytes <= 64 * 1024
    assert 0 < len(front.cache.store) < 60
