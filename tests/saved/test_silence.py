"""When no letter comes: nobody wants one, nobody is there, none can leave; and when something goes wrong."""

import logging
from dataclasses import replace

import pytest

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts import queries as account_queries
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.house import House
from rumah_inovasi.saved import actions, queries
from rumah_inovasi.saved.digest import BATCH, Digest
from rumah_inovasi.saved.model import WEEK, SavedSearch
from rumah_inovasi.saved.queries import KEPT_AFTER_CLOSING
from rumah_inovasi.saved.sending import has_letters
from rumah_inovasi.search.port import SearchQuery
from tests.fixtures import Clock
from tests.people import Person, person
from tests.saved.letters import SITE, digest_of, keep, look, publish, search, sending, titles, waiting


def close(house: House, who: Person) -> None:
    with house.database.write() as session:
        accounts.close(session, SYSTEM, account_queries.account(session, who.id), now=house.clock())


def test_closed_account_gets_no_letter_and_loses_its_searches_later(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    number = keep(any_house, budi, "q=antrean")
    other = keep(any_house, person(any_house, "Citra"), "q=antrean")
    look(digest)
    publish(any_house, "Antrean Baru")
    close(any_house, budi)
    clock.at += WEEK
    look(digest)
    assert [letter.recipient for letter in waiting(any_house)] == ["citra@contoh.go.id"]
    assert search(any_house, number).name == "Antrean"  # the account may have been closed by mistake
    clock.at += KEPT_AFTER_CLOSING
    look(digest)
    with any_house.database.read() as session:
        assert session.get(SavedSearch, number) is None
        assert session.get(SavedSearch, other) is not None


def test_account_that_is_opened_again_hears_of_what_came_meanwhile(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    keep(any_house, budi, "q=antrean")
    look(digest)
    publish(any_house, "Antrean Baru")
    close(any_house, budi)
    clock.at += WEEK
    look(digest)
    assert waiting(any_house) == []
    with any_house.database.write() as session:
        accounts.reopen(session, SYSTEM, account_queries.account(session, budi.id), now=clock())
    look(digest)
    assert titles(any_house) == [["Antrean Baru"]]


def test_searches_of_gone_accounts_go_where_no_letters_leave_too(any_house: House, budi: Person, clock: Clock) -> None:
    for place in range(BATCH + 1):
        keep(any_house, budi, f"q=kata{place}", wants_letters=False)
    close(any_house, budi)
    clock.at += KEPT_AFTER_CLOSING
    look(digest_of(any_house, None))
    with any_house.database.read() as session:
        assert queries.own(session, budi.actor) == []


def test_site_without_mail_looks_at_nothing_and_catches_up_later(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    number = keep(any_house, budi, "q=antrean")
    look(digest)
    publish(any_house, "Antrean Baru")
    before = search(any_house, number).look_at
    clock.at += WEEK * 5
    assert look(digest_of(any_house, None)) == 0
    assert search(any_house, number).look_at == before
    look(digest)
    assert titles(any_house) == [["Antrean Baru"]]


@pytest.mark.parametrize(("smtp_url", "base_url"), [(None, SITE), ("smtp://127.0.0.1:25", None), (None, None)])
def test_letters_need_a_mail_server_and_an_address_of_the_site(
    house: House, smtp_url: str | None, base_url: str | None
) -> None:
    settings = replace(sending(house).settings, smtp_url=smtp_url, base_url=base_url)
    assert has_letters(sending(house).settings)
    assert not has_letters(settings)


def test_search_without_letters_is_never_looked_at(any_house: House, digest: Digest, budi: Person) -> None:
    keep(any_house, budi, "q=antrean", wants_letters=False)
    assert look(digest) == 0


def test_letters_that_are_asked_for_again_begin_anew(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    number = keep(any_house, budi, "q=antrean")
    look(digest)
    for wants in (False, True):
        publish(any_house, f"Antrean {wants}")
        with any_house.database.write() as session:
            found = queries.one(session, budi.actor, number)
            actions.change(session, budi.actor, found, "Antrean", wants_letters=wants, now=clock())
        look(digest)
    clock.at += WEEK
    look(digest)
    assert waiting(any_house) == []  # what came while no letters were wanted is no news


def test_what_is_published_between_the_wish_and_the_first_look_is_news(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    keep(any_house, budi, "q=antrean")
    publish(any_house, "Antrean Baru")
    look(digest)
    clock.at += WEEK
    look(digest)
    assert titles(any_house) == [["Antrean Baru"]]


# When something goes wrong


def test_search_whose_filter_is_gone_stops_no_other(
    any_house: House, digest: Digest, budi: Person, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    keep(any_house, budi, "q=antrean&urusan=tidak-ada-lagi")
    keep(any_house, budi, "q=antrean&tahun=%00&unit=999999999999999")
    keep(any_house, budi, "q=antrean")
    look(digest)
    publish(any_house, "Antrean Baru")
    clock.at += WEEK
    look(digest)
    assert titles(any_house) == [["Antrean Baru"]]
    assert look(digest) == 0
    assert caplog.records == []


def test_search_that_fails_is_told_in_the_log_without_its_words_and_stops_no_other(
    any_house: House, budi: Person, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    publish(any_house, "Antrean Lama")
    bad = keep(any_house, budi, "q=rusak")
    keep(any_house, budi, "q=antrean")
    digest = digest_of(any_house, before=stumble)
    with caplog.at_level(logging.ERROR):
        look(digest)
        publish(any_house, "Antrean Baru")
        clock.at += WEEK
        look(digest)
    assert titles(any_house) == [["Antrean Baru"]]
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"Pencarian tersimpan {bad} tidak dapat dijalankan"] * 2


def stumble(query: SearchQuery) -> None:
    """Fail at one word."""
    if any("rusak" in clause.words for clause in query.clauses):
        raise ZeroDivisionError("aneh")


def test_two_that_look_at_once_write_one_letter(any_house: House, digest: Digest, budi: Person, clock: Clock) -> None:
    keep(any_house, budi, "q=antrean")
    look(digest)
    publish(any_house, "Antrean Baru")
    clock.at += WEEK
    first = digest_of(any_house, before=lambda _query: look(digest))  # while the first has only begun to look
    first.step()
    assert titles(any_house) == [["Antrean Baru"]]


def test_search_that_is_removed_while_it_is_looked_at_gets_no_letter(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    number = keep(any_house, budi, "q=antrean")
    look(digest)
    publish(any_house, "Antrean Baru")
    clock.at += WEEK

    def meanwhile(_query: SearchQuery) -> None:
        with any_house.database.write() as session:
            actions.remove(session, budi.actor, queries.one(session, budi.actor, number), now=clock())

    digest_of(any_house, before=meanwhile).step()
    assert waiting(any_house) == []


def test_few_are_looked_at_in_one_step(any_house: House, digest: Digest, budi: Person) -> None:
    for place in range(BATCH * 2 + 1):
        keep(any_house, budi, f"q=kata{place}")
    assert look(digest) >= 3  # more where the machine is slow


def test_slow_searches_are_looked_at_one_by_one_and_all_in_the_end(
    any_house: House, budi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(any_house, "Antrean Lama")
    for place in range(5):
        keep(any_house, budi, f"q=kata{place}")
    monkeypatch.setattr("rumah_inovasi.saved.digest.STEP_SECONDS", -1.0)
    assert look(digest_of(any_house)) == 5
