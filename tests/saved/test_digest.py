"""The weekly letters: only what is new, once, never too often; and nothing of it is lost on the way."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts import queries as account_queries
from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions as catalogue
from rumah_inovasi.catalogue import queries as catalogue_queries
from rumah_inovasi.house import House
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.saved import actions, notices, queries
from rumah_inovasi.saved.digest import BATCH, Digest
from rumah_inovasi.saved.model import WEEK, SavedSearch
from rumah_inovasi.saved.queries import KEPT_AFTER_CLOSING
from rumah_inovasi.saved.sending import has_letters
from rumah_inovasi.search.port import SearchQuery
from tests.factories import put, write_up
from tests.fixtures import Clock
from tests.indexing import settle
from tests.people import Person, person
from tests.saved.letters import SITE, digest_of, keep, look, publish, search, sending, waiting

HOUR = timedelta(hours=1)


@pytest.fixture
def clock(any_house: House) -> Clock:
    return cast("Clock", any_house.clock)


@pytest.fixture
def budi(any_house: House) -> Person:
    return person(any_house, "Budi")


@pytest.fixture
def digest(any_house: House) -> Digest:
    """Over a house with one write-up, which every search knows from its beginning on."""
    publish(any_house, "Antrean Lama")
    return digest_of(any_house)


def titles(house: House) -> list[list[str]]:
    """The titles that each waiting letter tells of."""
    return [
        [line.partition(". ")[2] for line in letter.body.splitlines() if line[:1].isdigit() and ". " in line[:4]]
        for letter in waiting(house)
    ]


def test_letter_tells_what_is_new_once_and_then_is_silent(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    keep(any_house, budi, "q=antrean")
    look(digest)
    assert waiting(any_house) == []  # what was there before is no news
    publish(any_house, "Antrean Baru")
    publish(any_house, "Posko Sampah", summary="Sampah dipilah.", body="## Solusi\n\nPilah.\n")
    look(digest)
    assert waiting(any_house) == []  # a week has not passed
    clock.at += WEEK
    look(digest)
    assert titles(any_house) == [["Antrean Baru"]]
    clock.at += WEEK
    look(digest)
    assert len(waiting(any_house)) == 1  # nothing is new: no letter


def test_nothing_new_moves_the_date_on(any_house: House, digest: Digest, budi: Person, clock: Clock) -> None:
    number = keep(any_house, budi, "q=antrean")
    for _week in range(3):
        look(digest)
        assert WEEK - HOUR < (search(any_house, number).look_at or clock()) - clock.at <= WEEK
        assert look(digest) == 0
        clock.at += WEEK
    assert waiting(any_house) == []


def test_long_pause_gives_one_letter_and_not_many(any_house: House, digest: Digest, budi: Person, clock: Clock) -> None:
    number = keep(any_house, budi, "q=antrean")
    look(digest)
    for week in range(4):
        publish(any_house, f"Antrean {week}")
        clock.at += WEEK
    look(digest)
    assert [len(told) for told in titles(any_house)] == [4]
    assert (search(any_house, number).look_at or clock()) > clock.at + WEEK - HOUR
    assert look(digest) == 0


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)])
def test_clock_that_was_wrong_costs_no_letter(
    any_house: House, digest: Digest, budi: Person, clock: Clock, jump: timedelta
) -> None:
    number = keep(any_house, budi, "q=antrean")
    look(digest)
    right = clock.at
    clock.at += jump
    look(digest)
    clock.at = right
    look(digest)
    assert search(any_house, number).look_at is not None
    assert (search(any_house, number).look_at or right) <= clock.at + WEEK
    publish(any_house, "Antrean Baru")
    clock.at += WEEK
    look(digest)
    assert titles(any_house) == [["Antrean Baru"]]


def test_write_up_that_comes_to_match_is_news_too(any_house: House, digest: Digest, budi: Person, clock: Clock) -> None:
    keep(any_house, budi, "q=antrean&urusan=kesehatan")
    look(digest)
    put(any_house, write_up("Antrean Lama", extra="nomor: 1\nurusan: [kesehatan]\n"), name="antrean-lama.md")
    settle(any_house)
    clock.at += WEEK
    look(digest)
    assert titles(any_house) == [["Antrean Lama"]]


def test_only_what_holds_all_words_is_news(any_house: House, digest: Digest, budi: Person, clock: Clock) -> None:
    keep(any_house, budi, "q=antrean%20obat")
    look(digest)
    publish(any_house, "Antrean Baru")
    publish(any_house, "Obat Diantar", summary="Obat tanpa antrean.")
    clock.at += WEEK
    look(digest)
    assert titles(any_house) == [["Obat Diantar"]]


def test_withdrawn_write_up_is_not_told_even_where_the_index_is_behind(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    keep(any_house, budi, "q=antrean")
    look(digest)
    publish(any_house, "Antrean Baru")
    publish(any_house, "Antrean Lekas")
    with any_house.database.write() as session:
        found = catalogue_queries.innovation(session, 2)
        catalogue.withdraw(session, SYSTEM, found, "Keliru.", on=clock().date(), now=clock())
        session.query(OutboxRow).delete()  # as if the index had been told
    clock.at += WEEK
    look(digest)
    assert titles(any_house) == [["Antrean Lekas"]]
    assert waiting(any_house)[0].subject.startswith("1 tulisan baru")


def test_write_up_that_leaves_and_returns_is_not_told_twice(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    keep(any_house, budi, "q=antrean&urusan=kesehatan")
    look(digest)
    for facts in ("urusan: [kesehatan]", "urusan: [sosial]", "urusan: [kesehatan]\nmulai: 2020"):
        put(any_house, write_up("Antrean Lama", extra=f"nomor: 1\n{facts}\n"), name="antrean-lama.md")
        settle(any_house)
        clock.at += WEEK
        look(digest)
    assert titles(any_house) == [["Antrean Lama"]]


def test_letter_waits_for_an_index(any_house: House, digest: Digest, budi: Person, clock: Clock) -> None:
    number = keep(any_house, budi, "q=antrean")
    look(digest)
    put(any_house, write_up("Antrean Baru"), name="baru.md")
    clock.at += WEEK
    blind = replace(any_house, settings=replace(any_house.settings, index_dir=any_house.settings.index_dir / "lain"))
    before = search(any_house, number).look_at
    assert look(digest_of(blind)) == 0
    assert search(any_house, number).look_at == before
    settle(any_house)
    look(digest)
    assert titles(any_house) == [["Antrean Baru"]]


def test_letter_is_complete_and_ends_itself(any_house: House, digest: Digest, budi: Person, clock: Clock) -> None:
    number = keep(any_house, budi, "q=antrean&wilayah=35.15", "Antrean di Sidoarjo")
    look(digest)
    publish(any_house, "Antrean Baru")
    clock.at += WEEK
    look(digest)
    (letter,) = waiting(any_house)
    assert letter.recipient == "budi@contoh.go.id"
    assert letter.subject == "1 tulisan baru: Antrean di Sidoarjo"
    assert letter.end_url is not None
    assert letter.end_url.startswith(f"{SITE}/langganan/berhenti/")
    assert (
        letter.body
        == f"""\
Yth. Budi,

1 tulisan baru cocok dengan pencarian “Antrean di Sidoarjo” yang Anda simpan di Rumah Inovasi:

1. Antrean Baru
   Puskesmas Contoh, Kab. Sidoarjo
   {SITE}/inovasi/2-antrean-baru

Buka pencarian ini:
{SITE}/cari?q=antrean&wilayah=35.15

Ubah atau hapus pencarian tersimpan:
{SITE}/ruang-kerja/pencarian

Tidak ingin menerima surat ini lagi? Buka tautan berikut, tanpa perlu masuk:
{letter.end_url}

Surat ini dikirim paling sering seminggu sekali, dan hanya bila ada tulisan baru yang cocok.
"""
    )
    assert number == 1


def test_letter_lists_the_newest_few_and_how_many_more(
    any_house: House, digest: Digest, budi: Person, clock: Clock
) -> None:
    keep(any_house, budi, "q=antrean")
    look(digest)
    for number in range(notices.MOST_LISTED + 3):
        put(any_house, write_up(f"Antrean {number}"), name=f"{number}.md")
    settle(any_house)
    clock.at += WEEK
    look(digest)
    assert titles(any_house)[0] == [f"Antrean {number}" for number in range(12, 2, -1)]
    (letter,) = waiting(any_house)
    assert letter.subject == "13 tulisan baru: Antrean"
    assert "Masih ada 3 tulisan baru lain yang tidak disebut di sini.\n\nBuka" in letter.body
    clock.at += WEEK
    look(digest)
    assert len(waiting(any_house)) == 1  # the three were told of too, as a number


# When there are no letters


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
