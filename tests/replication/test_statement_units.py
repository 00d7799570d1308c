"""Which units a statement is about, what an import does in between, and two deeds at once."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.errors import Conflict, Gone, Invalid
from rumah_inovasi.house import House
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import actions, statement_actions
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.statement import Statement, StatementState
from tests.factories import put, write_up
from tests.people import government, person, unit
from tests.replication.claims import SOURCE, claim
from tests.replication.parties import (
    ADOPTER,
    ELSEWHERE,
    HOME,
    NUMBER,
    Parties,
    again,
    by_colleague,
    by_curator,
    claims,
    confirm,
    decline,
    in_file,
    meet,
    only,
    records,
    said,
    sourced,
    state,
    stated_in,
    statements,
    states,
    withdraw,
)

OTHER_SOURCE = "https://contoh.go.id/laporan"


def replace(house: House, *wanted: Claim) -> None:
    """Let an import say what is public."""
    with house.database.write() as session:
        innovation = catalogue.published(session, NUMBER)
        actions.replace_claims(session, SYSTEM, innovation, wanted, now=house.clock())


def merge(house: House, unit_id: int, into: int) -> None:
    with house.database.write() as session:
        pair = organisations.unit(session, unit_id), organisations.unit(session, into)
        organisation_actions.merge(session, SYSTEM, *pair, now=house.clock())


def close(house: House, unit_id: int) -> None:
    with house.database.write() as session:
        organisation_actions.close(session, SYSTEM, organisations.unit(session, unit_id), [], now=house.clock())


# Which units


def test_another_unit_of_the_same_region_expands_it(any_house: House) -> None:
    p = meet(any_house)
    near = unit(any_house, "Puskesmas Dekat")
    confirm(any_house, p.author, state(any_house, person(any_house, "Dekat", (Role.OFFICER, near)), near))
    row = only(any_house)
    assert (row.unit_id, row.is_expansion(HOME)) == (near, True)


def test_unit_does_not_replicate_from_itself(any_house: House) -> None:
    p = meet(any_house)
    with pytest.raises(Invalid, match="unit yang sama"):
        state(any_house, p.author, p.origin)
    assert statements(any_house) == []


def test_government_stands_for_its_region(any_house: House) -> None:
    p = meet(any_house, extra=in_file('wilayah: "35.05", tahap: rencana'))
    root = government(any_house, ELSEWHERE)
    who = person(any_house, "Petugas Pemkab", (Role.OFFICER, root))
    confirm(any_house, p.author, state(any_house, who, root, said("diterapkan")))
    row = only(any_house)
    assert (row.region_code, row.unit_name, row.stage) == (ELSEWHERE, None, "diterapkan")


def test_government_takes_up_what_its_own_unit_has_made_but_nothing_of_its_own(any_house: House) -> None:
    p = meet(any_house)
    root = government(any_house)
    with any_house.database.read() as session:
        name = organisations.unit(session, root).name
    assert state(any_house, p.admin, root).is_open
    put(any_house, write_up("Dua", unit=name, kind="pemda"))
    with pytest.raises(Invalid, match="unit yang sama"):
        state(any_house, p.admin, root, number=2)


def test_record_that_a_file_states_goes_on_by_the_units_own_word(any_house: House) -> None:
    p = meet(any_house, extra=in_file(f'wilayah: "35.05", unit: {ADOPTER.upper()}, tahap: kesepakatan'))
    assert only(any_house).unit_id is None, "the unit came here only later"
    with pytest.raises(Invalid):
        state(any_house, p.officer, p.adopter, said("minat"))
    confirm(any_house, p.author, state(any_house, p.officer, p.adopter, said("diterapkan")))
    row = only(any_house)
    assert (row.unit_id, row.stage) == (p.adopter, "diterapkan")


def test_records_of_the_region_of_its_government_and_of_its_units_are_three(any_house: House) -> None:
    lines = ('wilayah: "35.05", tahap: berlanjut', 'wilayah: "35.05", unit: Puskesmas Garum, tahap: berlanjut')
    p = meet(any_house, extra=in_file(*lines))
    confirm(any_house, p.author, state(any_house, p.officer, p.adopter, said("minat")))
    assert [row.stage for row in records(any_house)] == ["berlanjut", "berlanjut", "minat"]


def test_unit_that_carries_on_anothers_work_goes_on_in_its_record(any_house: House) -> None:
    p = meet(any_house)
    confirm(any_house, p.author, state(any_house, p.officer, p.adopter, said("rencana")))
    heir = unit(any_house, "Puskesmas Talun Baru", region=ELSEWHERE)
    merge(any_house, p.adopter, heir)
    who = person(any_house, "Petugas Penerus", (Role.OFFICER, heir))
    with pytest.raises(Invalid, match="mundur"):
        state(any_house, who, heir, said("minat"))
    confirm(any_house, p.author, state(any_house, who, heir, said("diterapkan")))
    row = only(any_house)
    assert (row.unit_id, row.unit_name, row.stage) == (heir, "Puskesmas Talun Baru", "diterapkan")


def test_unit_that_has_ended_says_nothing_more_and_is_not_confirmed(any_house: House) -> None:
    p = meet(any_house)
    admin = person(any_house, "Admin Blitar", (Role.LOCAL_ADMIN, government(any_house, ELSEWHERE)))
    found = state(any_house, p.officer, p.adopter)
    close(any_house, p.adopter)
    with pytest.raises(Invalid, match="tidak aktif") as refused:
        state(any_house, admin, p.adopter)
    assert refused.value.field == "unit"
    with pytest.raises(Conflict, match="tidak aktif"):
        confirm(any_house, p.author, found)
    assert (states(any_house), records(any_house)) == ([StatementState.WAITING], [])
    decline(any_house, p.author, found)


def test_nothing_is_stated_or_decided_about_a_write_up_that_was_withdrawn(any_house: House) -> None:
    p = meet(any_house)
    found = state(any_house, p.officer, p.adopter)
    withdraw(any_house)
    for deed in (confirm, decline):
        with pytest.raises(Gone):
            deed(any_house, p.author, found)
    with pytest.raises(Gone):
        state(any_house, p.officer, p.adopter)
    assert states(any_house) == [StatementState.WAITING]


# An import in between


def test_record_that_an_import_has_removed_comes_back_with_the_origins_word(any_house: House) -> None:
    p = meet(any_house)
    found = state(any_house, p.officer, p.adopter, sourced("diterapkan"))
    former = found.record_id
    replace(any_house)
    assert records(any_house) == []
    confirm(any_house, p.author, found)
    row = only(any_house)
    assert (row.stage, row.evidence, row.source) == ("diterapkan", "dikonfirmasi-asal", SOURCE)
    assert again(any_house, found).record_id == row.id != former


@pytest.mark.parametrize("stage", ["minat", "diterapkan"])
@pytest.mark.parametrize("undo", [by_curator, by_colleague, lambda house, p, found: decline(house, p.author, found)])
def test_record_that_an_import_has_removed_does_not_come_back_by_a_no(
    any_house: House, undo: Callable[[House, Parties, Statement], None], stage: str
) -> None:
    p = meet(any_house)
    found = state(any_house, p.officer, p.adopter, sourced(stage))
    replace(any_house)
    undo(any_house, p, found)
    assert records(any_house) == []
    assert not again(any_house, found).is_open


@pytest.mark.parametrize("undo", [by_curator, by_colleague, lambda house, p, found: decline(house, p.author, found)])
def test_what_an_import_has_said_since_is_not_undone(
    any_house: House, undo: Callable[[House, Parties, Statement], None]
) -> None:
    p = meet(any_house)
    found = state(any_house, p.officer, p.adopter, sourced("minat"))
    newer = claim(wilayah=ELSEWHERE, unit=ADOPTER, tahap="diterapkan", sumber=OTHER_SOURCE)
    replace(any_house, newer)
    assert only(any_house).id == found.record_id
    undo(any_house, p, found)
    assert claims(any_house) == [newer]


@pytest.mark.parametrize("what", [said("minat"), sourced("minat")])
def test_statement_that_the_record_has_left_behind_is_not_confirmed(any_house: House, what: Claim) -> None:
    p = meet(any_house)
    found = state(any_house, p.officer, p.adopter, what)
    replace(any_house, claim(wilayah=ELSEWHERE, unit=ADOPTER, tahap="dievaluasi"))
    with pytest.raises(Conflict, match="lebih jauh"):
        confirm(any_house, p.author, found)
    assert (only(any_house).stage, again(any_house, found).is_open) == ("dievaluasi", True)


# Two at once


def at_once(house: House, first: Callable[[Session], object], second: Callable[[], object]) -> list[type[Exception]]:
    """Begin a second deed while a first is done but not yet committed; gives why the second was refused."""
    refused: list[type[Exception]] = []
    is_done = threading.Event()

    def run() -> None:
        try:
            second()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            refused.append(type(error))
        is_done.set()

    thread = threading.Thread(target=run)
    with house.database.write() as session:
        first(session)
        thread.start()
        is_done.wait(0.3)  # it comes to its end by now only if it does not wait for us
    thread.join()
    return refused


def test_two_at_once_leave_one_waiting(any_house: House) -> None:
    p = meet(any_house)
    colleague = person(any_house, "Rekan", (Role.OFFICER, p.adopter))
    refused = at_once(
        any_house,
        lambda session: stated_in(session, any_house, p.officer, p.adopter, said("minat")),
        lambda: state(any_house, colleague, p.adopter, sourced("rencana")),
    )
    assert refused == []
    assert states(any_house) == [StatementState.REPLACED, StatementState.WAITING]
    assert only(any_house).stage == "rencana"


def test_two_who_decide_at_once_do_not_both_decide(any_house: House) -> None:
    p = meet(any_house)
    found = state(any_house, p.officer, p.adopter)

    def first(session: Session) -> None:
        row = session.get_one(Statement, found.id)
        statement_actions.confirm(session, p.author.actor, row, "", now=any_house.clock())

    refused = at_once(any_house, first, lambda: decline(any_house, p.admin, found))
    assert refused == [Conflict]
    assert states(any_house) == [StatementState.CONFIRMED]
    assert only(any_house).evidence == "dikonfirmasi-asal"


def test_decision_waits_for_a_newer_statement(any_house: House) -> None:
    p = meet(any_house)
    found = state(any_house, p.officer, p.adopter, said("minat"))
    refused = at_once(
        any_house,
        lambda session: stated_in(session, any_house, p.officer, p.adopter, said("rencana")),
        lambda: confirm(any_house, p.author, found),
    )
    assert refused == [Conflict]
    assert records(any_house) == []
