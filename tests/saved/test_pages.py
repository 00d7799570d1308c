"""Keeping a search from the page of results, and looking after the own ones."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.app import create_app
from rumah_inovasi.house import House
from rumah_inovasi.saved import actions, queries
from rumah_inovasi.saved.model import LONGEST_NAME, MOST, SavedSearch
from rumah_inovasi.vocabulary.model import Term
from tests.pages import Answer, PageClient
from tests.people import PASSWORD, Person, person, signed_in
from tests.saved.letters import digest_of, keep, look, publish, search, sending

LIST = "/ruang-kerja/pencarian"
ASKED = "/cari?q=antrean&wilayah=35.15"


@pytest.fixture
def budi(house: House) -> Person:
    return person(house, "Budi")


@pytest.fixture
def own(app: Flask, house: House, budi: Person) -> PageClient:
    return signed_in(app, house, budi)


@pytest.fixture
def mailed(house: House, budi: Person) -> PageClient:
    """The same person at a site that sends letters."""
    made = sending(house)
    return signed_in(create_app(made), made, budi)


def searches(house: House, who: Person) -> list[SavedSearch]:
    with house.database.read() as session:
        return queries.own(session, who.actor)


def press(client: PageClient, path: str) -> Answer:
    """Press the one button of the page of results, and see where it leads."""
    return client.get(client.submit(client.get(path), to=LIST).headers["Location"])


def saving_link(answer: Answer) -> str:
    """Where the page of results leads who is not signed in and wants to keep the search."""
    (found,) = [link for link in answer.links if link.startswith("/masuk?lanjut=") and "simpan" in link]
    return found


# The page of results


def test_one_button_keeps_the_search_by_its_words_and_filters(house: House, own: PageClient, budi: Person) -> None:
    publish(house, "Antrean Ringkas")
    answer = press(own, ASKED + "&urut=judul&hal=1")
    assert "Pencarian disimpan." in answer.text
    (found,) = searches(house, budi)
    assert (found.name, found.query) == ("antrean, Kab. Sidoarjo", "q=antrean&wilayah=35.15")
    assert not found.sends_letters
    assert ASKED in answer.links
    assert "/cari.atom?q=antrean&wilayah=35.15" in answer.links


def test_list_leads_to_search_feed_and_page(own: PageClient) -> None:
    press(own, ASKED)
    links = own.get(LIST).links
    assert {ASKED, "/cari.atom?q=antrean&wilayah=35.15", f"{LIST}/1"} <= set(links)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/cari", "Semua inovasi"),
        ("/cari?wilayah=35.15", "Kab. Sidoarjo"),
        ("/cari?q=" + "kata%20" * 40, "kata " * 23 + "kata"),
        ("/cari?tahun=2019&tahun=2020&tahun=2021&tahun=2022&tahun=2023", "2019, 2020, 2021, 2022, …"),
        ("/cari?q=%22rumah%20sakit%22%20-plastik", '"rumah sakit" -plastik'),
    ],
)
def test_name_is_proposed(house: House, own: PageClient, budi: Person, path: str, name: str) -> None:
    press(own, path)
    assert searches(house, budi)[0].name == name
    assert own.get((searches(house, budi)[0].query and f"/cari?{searches(house, budi)[0].query}") or "/cari")


def test_search_without_results_can_be_kept_and_followed(own: PageClient) -> None:
    page = own.get("/cari?q=tidakadasamasekali")
    assert "/cari.atom?q=tidakadasamasekali" in page.links
    assert "Pencarian disimpan." in press(own, "/cari?q=tidakadasamasekali").text


@pytest.mark.parametrize(
    "again", [ASKED, ASKED + "&urut=terbaru&semua=1", "/cari?wilayah=35.15&q=antrean%20%20&asing=1"]
)
def test_same_search_is_kept_once_and_leads_to_the_one_that_is_there(
    house: House, own: PageClient, budi: Person, again: str
) -> None:
    press(own, ASKED)
    own.submit(own.get(f"{LIST}/1"), {"name": "Antrean kami"}, to=f"{LIST}/1")
    assert "Pencarian ini sudah Anda simpan dengan nama “Antrean kami”." in press(own, again).text
    assert len(searches(house, budi)) == 1


def test_two_people_keep_the_same(app: Flask, house: House, own: PageClient, budi: Person) -> None:
    press(own, ASKED)
    citra = person(house, "Citra", (Role.SYSTEM_ADMIN, 1))
    press(signed_in(app, house, citra), ASKED)
    assert len(searches(house, budi)) == len(searches(house, citra)) == 1


def test_public_page_has_neither_token_nor_cookie_but_a_way_to_keep_the_search(client: PageClient) -> None:
    answer = client.get(ASKED)
    assert "csrf_token" not in answer.html
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    assert saving_link(answer)


def test_who_signs_in_first_arrives_at_the_search(house: House, client: PageClient, budi: Person) -> None:
    to = saving_link(client.get(ASKED))
    assert parse_qs(urlsplit(to).query)["lanjut"] == [f"{LIST}/simpan?q=antrean&wilayah=35.15"]
    entered = client.submit(client.get(to), {"email": budi.email, "password": PASSWORD}, to="/masuk")
    page = client.get(entered.headers["Location"])
    assert 'value="antrean, Kab. Sidoarjo"' in page.html
    client.submit(page, {"name": "Antrean kami"}, to=LIST)
    assert [(found.name, found.query) for found in searches(house, budi)] == [
        ("Antrean kami", "q=antrean&wilayah=35.15")
    ]


# Bounds


def test_nobody_keeps_more_than_the_most(house: House, own: PageClient, budi: Person) -> None:
    for number in range(MOST):
        keep(house, budi, f"q=kata{number}", wants_letters=False)
    answer = own.submit(own.get(ASKED), to=LIST, status=400)
    assert f"Paling banyak {MOST} pencarian dapat disimpan." in answer.text
    assert "sudah Anda simpan" in press(own, "/cari?q=kata7").text  # what is there is still led to
    assert len(searches(house, budi)) == MOST


def test_search_that_is_too_long_is_refused(own: PageClient) -> None:
    tags = "&".join(f"tag={letter}{'x' * 100}" for letter in "abcdefghijklmnopqrstuvwxyz")
    assert "terlalu panjang untuk disimpan" in own.get(f"{LIST}/simpan?{tags}", status=400).text
    many = "&".join(["x=1"] * 600)
    assert "terlalu panjang untuk disimpan" in own.get(f"{LIST}/simpan?{many}", status=400).text


@pytest.mark.parametrize("name", ["", "  ", "a" * (LONGEST_NAME + 1), "Antrean\u202ebalik"])
def test_name_that_is_none_is_refused_and_the_search_stays(own: PageClient, name: str) -> None:
    page = own.get(f"{LIST}/simpan?q=antrean")
    answer = own.submit(page, {"name": name}, to=LIST, status=400)
    assert "Ada yang perlu diperbaiki" in answer.text
    assert 'value="q=antrean"' in answer.html
    press(own, ASKED)
    assert (
        "Ada yang perlu diperbaiki" in own.submit(own.get(f"{LIST}/1"), {"name": name}, to=f"{LIST}/1", status=400).text
    )


@pytest.mark.parametrize("query", ["wilayah=35.99", "urut=salah", "semua=7", "urusan=" + "x" * 400])
def test_what_is_no_search_cannot_be_kept(house: House, own: PageClient, budi: Person, query: str) -> None:
    page = own.get(ASKED)
    own.submit(page, to=LIST, status=400, pencarian=query)
    assert searches(house, budi) == []


def test_two_clicks_at_once_keep_it_once(any_house: House) -> None:
    dewi = person(any_house, "Dewi")

    def save(_turn: int) -> int:
        return keep(any_house, dewi, "q=antrean", wants_letters=False)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(save, range(8)))) == 1


# Changing


def test_name_is_changed_and_search_removed(house: House, own: PageClient, budi: Person) -> None:
    press(own, ASKED)
    own.submit(own.get(f"{LIST}/1"), {"name": " Antrean  kami "}, to=f"{LIST}/1")
    assert "Antrean kami" in own.get(LIST).text
    own.submit(own.get(f"{LIST}/1"), to=f"{LIST}/1/hapus")
    assert "Pencarian tersimpan dihapus." in own.get(LIST).text
    assert searches(house, budi) == []
    own.get(f"{LIST}/1", status=404)


def test_searches_of_others_do_not_exist(app: Flask, house: House, own: PageClient) -> None:
    press(own, ASKED)
    for role in Role:
        other = signed_in(app, house, person(house, f"Orang {role.value}", (role, 1)))
        other.get(f"{LIST}/1", status=404)
        page = other.get(LIST)
        assert "Belum ada." in page.text
        assert "antrean" not in page.text
        other.submit(page, to="/keluar")


def test_number_of_a_removed_search_is_never_given_again(own: PageClient) -> None:
    press(own, ASKED)
    own.submit(own.get(f"{LIST}/1"), to=f"{LIST}/1/hapus")
    press(own, ASKED)
    own.get(f"{LIST}/1", status=404)
    own.get(f"{LIST}/2")


def test_search_whose_filter_is_gone_is_told_and_breaks_nothing(house: House, own: PageClient, budi: Person) -> None:
    with house.database.write() as session:
        session.add(
            Term(kind="urusan", id="sementara", name="Sementara", name_en="For now", position=99, is_retired=False)
        )
        public_version.raise_(session)
    press(own, "/cari?q=antrean&urusan=sementara")
    press(own, ASKED)
    with house.database.write() as session:
        session.delete(session.get_one(Term, ("urusan", "sementara")))
        public_version.raise_(session)
    for path in (LIST, f"{LIST}/1"):
        text = own.get(path).text
        assert "Pencarian ini tidak dapat dijalankan lagi." in text
        assert "Nilai “sementara” untuk urusan tidak dikenal." in text
    own.submit(own.get(f"{LIST}/1"), {"name": "Lama"}, to=f"{LIST}/1")
    own.submit(own.get(f"{LIST}/1"), to=f"{LIST}/1/hapus")
    assert [found.query for found in searches(house, budi)] == ["q=antrean&wilayah=35.15"]


# Letters


def test_letters_begin_and_end_with_a_tick(house: House, mailed: PageClient) -> None:
    press(mailed, ASKED)
    page = mailed.get(f"{LIST}/1")
    mailed.submit(page, letters="y", to=f"{LIST}/1")
    assert search(house, 1).sends_letters
    assert "Surat mingguan: ya" in mailed.get(LIST).text
    mailed.submit(mailed.get(f"{LIST}/1"), letters=None, to=f"{LIST}/1")
    assert not search(house, 1).sends_letters
    assert search(house, 1).look_at is None
    assert "Surat mingguan: tidak" in mailed.get(LIST).text


def test_letters_go_on_when_only_the_name_changes(house: House, mailed: PageClient) -> None:
    page = mailed.get(f"{LIST}/simpan?q=antrean")
    mailed.submit(page, letters="y", to=LIST)
    publish(house, "Antrean Ringkas")
    look(digest_of(house))
    before = search(house, 1)
    mailed.submit(mailed.get(f"{LIST}/1"), {"name": "Lain"}, to=f"{LIST}/1")
    after = search(house, 1)
    assert (after.letters_since, after.look_at, after.known) == (before.letters_since, before.look_at, before.known)
    assert after.known == ""  # published after the wish: it waits for the first letter


def test_nobody_waits_for_a_letter_of_a_site_that_sends_none(house: House, own: PageClient, mailed: PageClient) -> None:
    mailed.submit(mailed.get(f"{LIST}/simpan?q=antrean"), letters="y", to=LIST)
    for path in (LIST, f"{LIST}/1", f"{LIST}/simpan?q=sampah"):
        page = own.get(path)
        assert "Situs ini belum dapat mengirim surat mingguan." in page.text, path
        assert "Kirimi saya surat" not in page.text, path
        assert "belum dapat mengirim" not in mailed.get(path).text, path
    assert "Surat mingguan: tidak" in own.get(LIST).text
    own.submit(own.get(f"{LIST}/1"), {"name": "Lain"}, to=f"{LIST}/1")
    assert search(house, 1).sends_letters  # the wish stays, for when the site has a mail server again


def test_record_of_deeds_holds_no_words_of_a_search(house: House, budi: Person) -> None:
    number = keep(house, budi, "q=rahasiaku&wilayah=35.15", "Namaku")
    with house.database.write() as session:
        found = queries.one(session, budi.actor, number)
        actions.change(session, budi.actor, found, "Lainnya", wants_letters=True, now=house.clock())
        actions.end_letters(session, number, now=house.clock(), letters_end="x")
        actions.remove(session, budi.actor, found, now=house.clock())
    with house.database.read() as session:
        deeds = audit.entries(session, audit.Wanted(entity="saved-search"))
    assert [(deed.verb, deed.actor, deed.details) for deed in reversed(deeds)] == [
        ("search-saved", budi.id, {}),
        ("search-changed", budi.id, {}),
        ("search-letters-ended", None, {}),
        ("search-removed", budi.id, {}),
    ]
