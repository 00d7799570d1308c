"""Counting questions: which words are kept, how they are added up, what is forgotten, and that nothing waits for it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rumah_inovasi.house import House
from rumah_inovasi.search import asked
from rumah_inovasi.search.asked import Asked, Tally, normalised, week_of
from rumah_inovasi.search.model import AskedQuery

TODAY = date(2026, 11, 25)
WEEK = date(2026, 11, 23)


def rows(house: House) -> dict[tuple[str, date], tuple[int, int]]:
    with house.database.read() as session:
        return {(row.words, row.week): (row.found, row.missed) for row in session.scalars(select(AskedQuery))}


def keep(house: House, *counted: tuple[str, date, int]) -> None:
    with house.database.write() as session:
        for words, week, count in counted:
            asked.add(session, {Asked(words, week, is_found=False): count})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Antrean Puskesmas", "antrean puskesmas"),
        ("puskesmas antrean", "puskesmas antrean"),
        ('  "kartu   keluarga" ', "kartu keluarga"),
        ("e-KTP", "e-ktp"),
        ("N’duk Sehat?", "n'duk sehat"),
        ("SP4N-LAPOR!", "sp4n-lapor"),
        ("café", "café"),
        ("perda 12 tahun 2024", "perda 12 tahun 2024"),
    ],
)
def test_words_are_kept_as_typed_but_for_case_and_quotes(typed: str, kept: str) -> None:
    assert normalised(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "?!",
        "nik 3515084107850003",
        "wa 0812-3456-7890",
        "0812 3456 7890",
        "nip 198001012005011001",
        "warga@contoh.id",
        "https://contoh.go.id/x",
        "www.contoh",
        "obat murah di toko.com",
        "<script>alert(1)</script>",
        "' or 1=1 --",
        "a" * 31,
        "satu dua tiga empat lima enam tujuh delapan sembilan",
        "kata " * 20,
        "垃圾邮件",
        "\u202eantrean",
        "an\x00trean",
        "%s%s%s",
        "../../etc/passwd;",
    ],
)
def test_what_is_no_question_or_could_be_of_a_person_is_not_kept(typed: str) -> None:
    assert normalised(typed) == ""


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_whatever_is_kept_is_short_and_plain_and_stays_as_it_is(typed: str) -> None:
    kept = normalised(typed)
    assert len(kept) <= asked.LONGEST
    assert not set(kept) & set('<>=;@"%$\\|{}[]')
    assert normalised(kept) == kept


def test_counts_of_a_week_add_up(any_house: House) -> None:
    with any_house.database.write() as session:
        asked.add(session, {Asked("bsu", WEEK, is_found=False): 2, Asked("bsu", WEEK, is_found=True): 1})
    with any_house.database.write() as session:
        asked.add(session, {Asked("bsu", WEEK, is_found=False): 3, Asked("antrean", WEEK, is_found=True): 4})
    assert rows(any_house) == {("bsu", WEEK): (1, 5), ("antrean", WEEK): (4, 0)}


def test_one_network_counts_once_a_day_for_the_same_words(house: House) -> None:
    tally = Tally(house.database)
    assert tally.note("bsu", "a", is_found=False, today=TODAY)
    assert not tally.note("bsu", "a", is_found=False, today=TODAY)
    assert not tally.note("bsu", "a", is_found=True, today=TODAY)
    assert tally.note("bsu", "b", is_found=False, today=TODAY)
    assert tally.note("pkh", "a", is_found=False, today=TODAY)
    assert tally.note("bsu", "a", is_found=False, today=TODAY + timedelta(days=1))
    tally.write()
    assert rows(house) == {("bsu", WEEK): (0, 3), ("pkh", WEEK): (0, 1)}


def test_one_network_cannot_fill_the_list(house: House) -> None:
    tally = Tally(house.database)
    counted = [tally.note(f"kata {number}", "a", is_found=False, today=TODAY) for number in range(100)]
    assert sum(counted) == asked.MOST_OF_VISITOR
    assert tally.note("kata lain", "b", is_found=False, today=TODAY)


def test_what_waits_is_bounded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "MOST_WAITING", 2)
    tally = Tally(house.database)
    assert [tally.note(f"kata {number}", str(number), is_found=False, today=TODAY) for number in range(3)] == [
        True,
        True,
        False,
    ]
    assert tally.note("kata 1", "9", is_found=False, today=TODAY)  # known already
    tally.write()
    assert tally.note("kata 3", "3", is_found=False, today=TODAY)


def test_full_table_takes_no_new_words_but_counts_on(any_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(any_house, ("bsu", WEEK, 1))
    monkeypatch.setattr(asked, "MOST_ROWS", 1)
    keep(any_house, ("bsu", WEEK, 1), ("pkh", WEEK, 5))
    assert rows(any_house) == {("bsu", WEEK): (0, 2)}


def test_rare_and_old_words_are_forgotten(any_house: House) -> None:
    long_ago, lately = WEEK - asked.FORGET_RARE, WEEK - asked.FORGET_RARE + timedelta(weeks=1)
    keep(
        any_house,
        ("jarang", long_ago, 2),
        ("jarang lagi", long_ago, 1),
        ("jarang lagi", lately, 1),
        ("sering", long_ago, asked.TELLING),
        ("tua", WEEK - asked.FORGET, 99),
    )
    with any_house.database.write() as session:
        asked.forget(session, TODAY)
    assert {words for words, _week in rows(any_house)} == {"jarang lagi", "sering"}


def test_process_forgets_by_itself_once_a_day(house: House) -> None:
    old = WEEK - asked.FORGET
    keep(house, ("tua", old, 9))
    tally = Tally(house.database)
    tally.note("bsu", "a", is_found=False, today=TODAY)
    tally.write()
    assert set(rows(house)) == {("bsu", WEEK)}
    keep(house, ("tua", old, 9))
    tally.note("bsu", "b", is_found=False, today=TODAY)
    tally.write()
    assert ("tua", old) in rows(house)
    tally.note("bsu", "a", is_found=False, today=TODAY + timedelta(days=1))
    tally.write()
    assert ("tua", old) not in rows(house)


def test_no_question_waits_for_a_database_that_is_busy(house: House) -> None:
    tally = Tally(house.database)
    with house.database.write():  # whoever writes now holds all other writers up
        assert tally.note("bsu", "a", is_found=False, today=TODAY)
    tally.write()
    assert rows(house) == {("bsu", WEEK): (0, 1)}


def test_database_that_takes_nothing_costs_counts_and_nothing_else(house: House) -> None:
    tally = Tally(house.database)
    tally.note("bsu", "a", is_found=False, today=TODAY)
    house.database.place.rename(house.database.place.with_suffix(".weg"))
    house.database.close()
    tally.write()
    house.database.place.with_suffix(".weg").rename(house.database.place)
    tally.note("pkh", "a", is_found=False, today=TODAY)
    tally.write()
    assert set(rows(house)) == {("pkh", WEEK)}


def test_processes_count_together(any_house: House) -> None:
    tallies = [Tally(any_house.database) for _ in range(4)]

    def count(tally: Tally) -> Callable[[], None]:
        def work() -> None:
            for number in range(20):
                tally.note(f"kata {number}", "a", is_found=False, today=TODAY)
                tally.write()

        return work

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(count(tally)) for tally in tallies]:
            done.result()
    assert rows(any_house) == {(f"kata {number}", WEEK): (0, 4) for number in range(20)}


@pytest.mark.parametrize("day", range(23, 30))
def test_week_is_its_monday(day: int) -> None:
    assert week_of(date(2026, 11, day)) == WEEK
