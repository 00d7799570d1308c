"""The weekly letters: only what is new, once, never too often; and nothing of it is lost on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.catalogue import actions as catalogue
from rumah_inovasi.catalogue import queries as catalogue_queries
from rumah_inovasi.house import House
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.saved import notices
from rumah_inovasi.saved.digest import Digest
from rumah_inovasi.saved.model import WEEK
from tests.factories import put, write_up
from tests.fixtures import Clock
from tests.indexing import settle
from tests.people import Person
from tests.saved.letters import SITE, digest_of, keep, look, publish, search, titles, waiting

HOUR = timedelta(hours=1)


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
