"""Ending letters by the link in one of them: at once by a POST from anywhere, never by merely looking."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from rumah_inovasi import audit
from rumah_inovasi.app import create_app
from rumah_inovasi.errors import NotFound
from rumah_inovasi.house import House
from rumah_inovasi.mail import letters
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.mail.transport import message
from rumah_inovasi.saved.endings import Endings
from rumah_inovasi.saved.model import WEEK
from tests.fixtures import START, Clock
from tests.pages import PageClient
from tests.people import Person, person, signed_in
from tests.saved.letters import SECRET, SITE, digest_of, keep, look, publish, search, sending, waiting


@pytest.fixture
def budi(house: House) -> Person:
    return person(house, "Budi")


@pytest.fixture
def site(house: House) -> Flask:
    return create_app(sending(house))


@pytest.fixture
def browser(site: Flask) -> PageClient:
    """Of somebody who is not signed in."""
    return PageClient(site.test_client())


def path_of(number: int) -> str:
    return Endings(SECRET).url("", number)


def test_looking_ends_nothing_and_the_button_does(house: House, browser: PageClient, budi: Person) -> None:
    number, other = keep(house, budi, "q=antrean", "Rahasiaku"), keep(house, budi, "q=sampah")
    page = browser.get(path_of(number))
    assert search(house, number).sends_letters
    assert page.headers["Cache-Control"] == "no-store"
    assert "Rahasiaku" not in page.html
    answer = browser.submit(page, to=path_of(number), status=200)
    assert "Surat mingguan dihentikan" in answer.text
    found = search(house, number)
    assert (found.sends_letters, found.look_at, found.known) == (False, None, None)
    assert search(house, other).sends_letters


def test_mail_program_posts_from_nowhere_and_follows_no_redirect(house: House, site: Flask, budi: Person) -> None:
    number = keep(house, budi, "q=antrean")
    # RFC 8058: the body is this pair, and there is neither a cookie nor an origin.
    answer = site.test_client().post(path_of(number), data=MultiDict({"List-Unsubscribe": "One-Click"}))
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert not search(house, number).sends_letters


def test_owner_who_is_signed_in_ends_them_the_same_way(house: House, site: Flask, budi: Person) -> None:
    number = keep(house, budi, "q=antrean")
    own = signed_in(site, house, budi)
    own.submit(own.get(path_of(number)), to=path_of(number), status=200)
    assert not search(house, number).sends_letters


def test_ending_twice_or_after_removal_is_harmless(house: House, browser: PageClient, budi: Person) -> None:
    number = keep(house, budi, "q=antrean")
    for _time in range(2):
        browser.post(path_of(number), status=200)
    with house.database.read() as session:
        assert audit.count(session, audit.Wanted(verb="search-letters-ended")) == 1
    gone = path_of(number + 1)
    browser.submit(browser.get(gone), to=gone, status=200)


def test_link_that_was_not_made_here_ends_nothing(house: House, browser: PageClient, budi: Person) -> None:
    number = keep(house, budi, "q=antrean")
    good = path_of(number)
    foreign = Endings("lain " * 10).url("", number)
    for path in (good[:-1], good + "x", foreign, "/langganan/berhenti/1", "/langganan/berhenti/W10.x", good.upper()):
        browser.get(path, status=404)
        browser.post(path, status=404)
    assert search(house, number).sends_letters


@pytest.mark.parametrize("value", ["teks", [1], {"a": 1}, None, 1.5])
def test_signed_value_that_is_no_number_is_refused(value: object) -> None:
    endings = Endings(SECRET)
    token = endings._signer.dumps(value)
    with pytest.raises(NotFound):
        endings.number(token if isinstance(token, str) else token.decode())


def a_week_with_news(house: House) -> None:
    """A first look at what was published, then a new text and the look that tells of it."""
    clock = house.clock
    assert isinstance(clock, Clock)
    digest = digest_of(house)
    look(digest)
    publish(house, "Antrean Baru")
    clock.at += WEEK
    look(digest)


def test_letter_that_waits_is_not_sent_once_letters_are_ended(house: House, browser: PageClient, budi: Person) -> None:
    publish(house, "Antrean Lama")
    number, other = keep(house, budi, "q=antrean"), keep(house, budi, "q=warga")
    a_week_with_news(house)
    assert len(waiting(house)) == 2
    with house.database.write() as session:
        letters.send(session, "budi@contoh.go.id", "Lain", "Isi.", now=house.clock())
    browser.post(path_of(number), status=200)
    assert [letter.end_url for letter in waiting(house)] == [SITE + path_of(other), None]


@pytest.mark.parametrize("deed", ["hapus", ""])
def test_letter_that_waits_goes_with_the_wish_for_it(house: House, site: Flask, budi: Person, deed: str) -> None:
    publish(house, "Antrean Lama")
    number = keep(house, budi, "q=antrean")
    a_week_with_news(house)
    assert len(waiting(house)) == 1
    own = signed_in(site, sending(house), budi)
    page = own.get(f"/ruang-kerja/pencarian/{number}")
    own.submit(page, {"letters": None}, to=f"/ruang-kerja/pencarian/{number}/{deed}".rstrip("/"))
    assert waiting(house) == []


def test_mail_holds_what_one_click_needs() -> None:
    letter = Letter(
        id=7, recipient="a@b.id", subject="s", body="b", created_at=START, attempts=1, end_url=SITE + path_of(3)
    )
    made = message(letter, "Rumah Inovasi <rumah@contoh.go.id>")
    assert made["List-Unsubscribe"] == f"<{SITE}{path_of(3)}>"
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    letter.end_url = None
    assert message(letter, "Rumah Inovasi <rumah@contoh.go.id>")["List-Unsubscribe"] is None
