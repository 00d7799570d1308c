"""A statement that replaces another one that still waited: nothing undecided stays public where nobody can reach it."""

import pytest

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.errors import Conflict, Forbidden, Invalid
from rumah_inovasi.house import House
from rumah_inovasi.replication import statement_queries
from rumah_inovasi.replication.statement_queries import Side, Wanted
from rumah_inovasi.replication.statement_rules import require_no_numbers_in_address
from tests.people import government, person, unit
from tests.replication.parties import (
    by_curator,
    confirm,
    decline,
    meet,
    only,
    records,
    said,
    sourced,
    state,
    statements,
    states,
    take_back,
)


def test_what_was_replaced_waits_again_when_its_successor_is_taken_back(any_house: House) -> None:
    p = meet(any_house)
    first = state(any_house, p.officer, p.adopter, sourced("minat"))
    second = state(any_house, p.officer, p.adopter, sourced("diterapkan"))
    take_back(any_house, p.officer, second)
    assert (only(any_house).stage, states(any_house)) == ("minat", ["waiting", "taken-back"])
    take_back(any_house, p.officer, first)
    assert (records(any_house), states(any_house)) == ([], ["taken-back", "taken-back"])


def test_what_was_replaced_waits_again_when_a_curator_rejects_its_successor(any_house: House) -> None:
    p = meet(any_house)
    first = state(any_house, p.officer, p.adopter, sourced("diterapkan"))
    by_curator(any_house, p, state(any_house, p.officer, p.adopter, sourced("dievaluasi")))
    assert (only(any_house).stage, states(any_house)) == ("diterapkan", ["waiting", "rejected"])
    by_curator(any_house, p, first)
    assert (records(any_house), states(any_house)) == ([], ["rejected", "rejected"])


def test_statement_without_a_source_takes_the_one_before_it_along_when_declined(any_house: House) -> None:
    p = meet(any_house)
    state(any_house, p.officer, p.adopter, sourced("minat"))
    decline(any_house, p.author, state(any_house, p.officer, p.adopter, said("rencana")), "Belum ada orangnya.")
    row = only(any_house)
    assert (row.stage, row.reply) == ("ditolak", "Belum ada orangnya.")
    assert states(any_house) == ["declined", "declined"]


def test_confirmed_statement_leaves_what_it_replaced_alone(house: House) -> None:
    p = meet(house)
    state(house, p.officer, p.adopter, sourced("minat"))
    confirm(house, p.author, state(house, p.officer, p.adopter, said("rencana")))
    assert (only(house).stage, states(house)) == ("rencana", ["replaced", "confirmed"])


def test_source_that_did_not_convince_a_curator_is_not_public_at_once_again(house: House) -> None:
    p = meet(house)
    by_curator(house, p, state(house, p.officer, p.adopter, sourced("diterapkan")))
    again = state(house, p.officer, p.adopter, sourced("diterapkan"))
    assert (again.is_open, records(house)) == (True, [])
    confirm(house, p.author, again)
    take_further = state(house, p.officer, p.adopter, sourced("dievaluasi"))
    assert (take_further.is_open, only(house).stage) == (True, "dievaluasi")


def test_claim_that_the_origin_denies_can_be_taken_back(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced("diterapkan"))
    decline(house, p.author, found, "Belum pernah kami dengar.")
    assert only(house).reply == "Belum pernah kami dengar."
    take_back(house, p.officer, found)
    assert records(house) == []
    assert statements(house)[0].answer == "Belum pernah kami dengar."
    with pytest.raises(Conflict):
        take_back(house, p.officer, found)


def test_later_statement_keeps_what_it_does_not_say_again(house: House) -> None:
    p = meet(house)
    first = sourced("diterapkan", mulai="2025-03", catatan="Tanpa aplikasi.")
    confirm(house, p.author, state(house, p.officer, p.adopter, first), "Benar.")
    confirm(house, p.author, state(house, p.officer, p.adopter, said("dievaluasi", derajat="penuh")))
    row = only(house)
    assert (row.degree, row.started, row.note, row.source) == ("penuh", "2025-03", "Tanpa aplikasi.", first.source)
    assert (row.evidence, row.reply) == ("dikonfirmasi-asal", "Benar.")


def test_end_of_what_was_in_use_says_when(house: House) -> None:
    p = meet(house)
    confirm(house, p.author, state(house, p.officer, p.adopter, said("diterapkan", mulai="2020")))
    state(house, p.officer, p.adopter, said("berhenti", selesai="2024-06"))
    row = only(house)
    assert (row.stage, row.started, row.ended) == ("berhenti", "2020", "2024-06")


@pytest.mark.parametrize("ended", ["2027", "2026-12", "2026-11-23"])
def test_end_still_to_come_is_refused(house: House, ended: str) -> None:
    p = meet(house)
    confirm(house, p.author, state(house, p.officer, p.adopter, said("diterapkan")))
    with pytest.raises(Invalid, match="akan datang"):
        state(house, p.officer, p.adopter, said("berhenti", selesai=ended))


def test_who_belongs_to_both_sides_decides_for_neither(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    both = person(house, "Dua Kaki", (Role.AUTHOR, p.origin), (Role.OFFICER, p.adopter))
    curator = person(house, "Kurator Merangkap", (Role.CURATOR, government(house, "35")), (Role.OFFICER, p.adopter))
    for who in (both, curator):
        with pytest.raises(Forbidden):
            confirm(house, who, found, now=found.silence_ends_at)
    confirm(house, p.author, found)


def test_admin_of_the_tree_that_holds_both_sides_decides(house: House) -> None:
    p = meet(house)
    near = unit(house, "Puskesmas Tetangga")
    officer = person(house, "Petugas Tetangga", (Role.OFFICER, near))
    confirm(house, p.admin, state(house, officer, near))
    assert only(house).unit_name == "Puskesmas Tetangga"


@pytest.mark.parametrize("end", ["?nik=3515081203900001", "/081234567890", "/a/3515081203900001/b", "#081234567890"])
def test_numbers_of_persons_in_an_address_are_refused(house: House, end: str) -> None:
    p = meet(house)
    with pytest.raises(Invalid, match="NIK, KK, atau ponsel") as refused:
        state(house, p.officer, p.adopter, said("minat", sumber=f"https://contoh.go.id{end}"))
    assert refused.value.field == "sumber"


@pytest.mark.parametrize(
    "address", ["https://contoh.go.id/berita/2026/11/22/1234567", "https://contoh.go.id/?p=20261122101530", None]
)
def test_dates_and_numbers_of_articles_in_an_address_are_none(address: str | None) -> None:
    require_no_numbers_in_address(address)


def test_list_begins_with_what_has_waited_longest_and_ends_with_what_was_decided_first(any_house: House) -> None:
    p = meet(any_house)
    officers = [person(any_house, name, (Role.OFFICER, unit(any_house, f"Puskesmas {name}"))) for name in "ABCD"]
    made = [state(any_house, who, who.actor.grants[0].unit) for who in officers]
    for found in (made[3], made[0]):
        confirm(any_house, p.author, found)
    with any_house.database.read() as session:
        rows = statement_queries.statements(session, p.author.actor, Wanted(Side.ORIGIN), 1)
        assert [row.statement.id for row in rows] == [made[number].id for number in (1, 2, 0, 3)]
        assert statement_queries.count(session, p.curator.actor, Wanted()) == 4
        assert statement_queries.count(session, p.officer.actor, Wanted()) == 0
