"""Statements and records at the edges: units that merge, others who decide meanwhile, texts that no file can hold."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.errors import Conflict, DomainError, Gone, Invalid, NotFound
from rumah_inovasi.house import House
from rumah_inovasi.organisations import actions as organisation_actions
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.replication import actions, queries, statement_actions
from rumah_inovasi.replication.claim import CLAIMS, Claim
from rumah_inovasi.replication.statement import Statement
from tests.people import Person, government, person, signed_in, unit
from tests.replication.claims import SOURCE, claim, parse
from tests.replication.parties import (
    ADOPTER,
    ELSEWHERE,
    HOME,
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
    states,
    take_back,
    withdraw,
)
from tests.replication.test_statement_units import at_once, close, merge

# SQLite lets one write at a time; here somebody else commits in the middle of it.
SEVERAL_WRITE = pytest.mark.parametrize("any_house", ["postgres"], indirect=True)


def note(house: House, session: Session, who: Person, what: Claim) -> None:
    found, now = catalogue.published(session, 1), house.clock()
    actions.note(session, who.actor, found, what, today=now.date(), now=now)


def noted(region: str, unit_name: str | None = None) -> Claim:
    return claim(wilayah=region, tahap="minat", sumber=SOURCE, **({"unit": unit_name} if unit_name else {}))


def heir_of(house: House, unit_id: int, region: str) -> tuple[int, Person]:
    heir = unit(house, "Puskesmas Penerus", region=region)
    merge(house, unit_id, heir)
    return heir, person(house, "Petugas Penerus", (Role.OFFICER, heir))


def test_successor_of_the_origin_does_not_replicate_from_its_predecessor(house: House) -> None:
    p = meet(house)
    heir, who = heir_of(house, p.origin, HOME)
    with pytest.raises(Invalid):
        state(house, who, heir)


def test_successor_of_the_origin_is_not_offered_the_form(app: Flask, house: House) -> None:
    p = meet(house)
    _heir, who = heir_of(house, p.origin, HOME)
    assert "/ruang-kerja/inovasi/1/replikasi" not in signed_in(app, house, who).get("/inovasi/1-antrean-ringkas").links


def test_stop_of_what_was_never_in_use_is_not_public_at_once(house: House) -> None:
    p = meet(house)
    confirm(house, p.author, state(house, p.officer, p.adopter, said("minat")))
    assert state(house, p.officer, p.adopter, said("berhenti")).is_open


def test_statement_of_the_merged_unit_is_replaced_by_its_successors(house: House) -> None:
    p = meet(house)
    state(house, p.officer, p.adopter, sourced("minat"))
    heir, who = heir_of(house, p.adopter, ELSEWHERE)
    state(house, who, heir, sourced("rencana"))
    assert states(house) == ["replaced", "waiting"]


def test_taking_back_the_merged_units_statement_leaves_the_successors_record(house: House) -> None:
    p = meet(house)
    old = state(house, p.officer, p.adopter, sourced("minat"))
    heir, who = heir_of(house, p.adopter, ELSEWHERE)
    state(house, who, heir, sourced("minat"))
    with pytest.raises(Conflict):
        take_back(house, who, old)
    assert len(records(house)) == 1


@pytest.mark.parametrize("text", ["a\u202eb", "a\x07b", "\u200b", "a\ufffeb"])
def test_reply_that_a_file_cannot_hold_is_not_kept(house: House, text: str) -> None:
    p = meet(house, extra=in_file('wilayah: "35.06", tahap: diterapkan'))
    with house.database.write() as session:
        found, (row,) = catalogue.published(session, 1), queries.of_innovation(session, 1)
        with suppress(Invalid):
            actions.reply(session, p.author.actor, found, row, text, now=house.clock())
    again_read, problems = parse(*CLAIMS.write(tuple(claims(house))))
    assert (problems, list(again_read)) == ([], claims(house))


@pytest.mark.parametrize("text", ["a\u202eb", "a\x07b", "\u200b"])
@pytest.mark.parametrize("deed", [confirm, decline])
def test_answer_that_a_file_cannot_hold_does_not_become_public(
    house: House, text: str, deed: Callable[..., None]
) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced("minat"))
    with suppress(Invalid):
        deed(house, p.author, found, text)
    again_read, problems = parse(*CLAIMS.write(tuple(claims(house))))
    assert (problems, list(again_read)) == ([], claims(house))


def test_unit_noted_by_another_of_its_names_is_the_same_adopter(house: House) -> None:
    p = meet(house)
    with house.database.write() as session:
        adopter = organisations.unit(session, p.adopter)
        organisation_actions.add_alias(session, SYSTEM, adopter, "PKM Talun", now=house.clock())
        note(house, session, p.author, noted(ELSEWHERE, ADOPTER))
        with pytest.raises(Conflict):
            note(house, session, p.author, noted(ELSEWHERE, "PKM Talun"))


def test_region_and_its_government_by_name_are_the_same_adopter(house: House) -> None:
    p = meet(house)
    with house.database.write() as session:
        name = organisations.government(session, ELSEWHERE).name
        note(house, session, p.author, noted(ELSEWHERE))
        with pytest.raises(Conflict):
            note(house, session, p.author, noted(ELSEWHERE, name))


def test_same_adopter_is_noted_once_by_two_at_once(any_house: House) -> None:
    house, p = any_house, meet(any_house)

    def other() -> None:
        with house.database.write() as session:
            note(house, session, p.author, noted("35.06"))

    assert at_once(house, lambda session: note(house, session, p.author, noted("35.06")), other) == [Conflict]
    assert len(records(house)) == 1


@SEVERAL_WRITE
def test_record_that_goes_while_it_is_answered_is_a_message_and_no_fault(any_house: House) -> None:
    house = any_house
    p = meet(house, extra=in_file('wilayah: "35.06", tahap: diterapkan'))
    with house.database.write() as session:
        found, (row,) = catalogue.published(session, 1), queries.of_innovation(session, 1)
        with house.database.write() as other:
            gone = queries.of_innovation(other, 1)[0]
            actions.remove(other, p.curator.actor, catalogue.published(other, 1), gone, now=house.clock())
        with pytest.raises(NotFound):
            actions.reply(session, p.author.actor, found, row, "x", now=house.clock())


@SEVERAL_WRITE
def test_write_up_that_is_withdrawn_meanwhile_is_gone(any_house: House) -> None:
    """As the views do: the innovation is in the session before the action takes its turn."""
    house = any_house
    p = meet(house)
    with house.database.write() as session:
        held = catalogue.published(session, 1)
        withdraw(house)
        with pytest.raises(Gone):
            stated_in(session, house, p.officer, p.adopter)
        assert held


@SEVERAL_WRITE
def test_write_up_that_is_withdrawn_meanwhile_is_not_confirmed(any_house: House) -> None:
    house = any_house
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    with house.database.write() as session:
        held = catalogue.published(session, 1), session.get_one(Statement, found.id)
        withdraw(house)
        with pytest.raises(Gone):
            statement_actions.confirm(session, p.author.actor, held[1], "", now=house.clock())


@SEVERAL_WRITE
def test_unit_that_is_closed_meanwhile_states_nothing(any_house: House) -> None:
    house = any_house
    p = meet(house)
    with house.database.write() as session:
        held = organisations.unit(session, p.adopter)
        close(house, p.adopter)
        with pytest.raises(Invalid):
            stated_in(session, house, p.officer, p.adopter)
        assert held


def test_record_of_a_government_is_tied_to_it_alike_at_first_and_later(house: House) -> None:
    p = meet(house)
    root = government(house, ELSEWHERE)
    who = person(house, "Petugas Pemkab", (Role.OFFICER, root))
    confirm(house, p.author, state(house, who, root, said("minat")))
    first = only(house).unit_id
    confirm(house, p.author, state(house, who, root, said("rencana")))
    assert first == only(house).unit_id


def test_removed_record_is_not_called_public_on_the_page_of_its_statement(app: Flask, house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced())
    with house.database.write() as session:
        gone = queries.of_innovation(session, 1)[0]
        actions.remove(session, p.curator.actor, catalogue.published(session, 1), gone, now=house.clock())
    assert "Sudah tampil" not in signed_in(app, house, p.officer).get(f"/ruang-kerja/replikasi/{found.id}").text


def test_blanks_are_no_reason_for_a_removal(app: Flask, house: House) -> None:
    p = meet(house, extra=in_file('wilayah: "35.06", tahap: diterapkan'))
    client = signed_in(app, house, p.curator)
    path = f"/ruang-kerja/inovasi/1/catatan-replikasi/{only(house).id}/hapus"
    client.submit(client.get(path), {"reason": "   "}, to=path, status=400)


def test_confirmation_without_a_word_leaves_the_reply_standing(house: House) -> None:
    p = meet(house, extra=in_file(f'wilayah: "35.05", unit: {ADOPTER}, tahap: minat, tanggapan: Ya.'))
    confirm(house, p.author, state(house, p.officer, p.adopter, said("rencana")))
    assert only(house).reply == "Ya."


def test_unit_that_became_the_origin_meanwhile_does_not_confirm_itself(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced())
    with house.database.write() as session:
        catalogue.published(session, 1).unit_id = p.adopter
    with pytest.raises(DomainError):
        confirm(house, person(house, "Rekan", (Role.AUTHOR, p.adopter)), found)


def test_declined_wish_is_shown_so_though_an_earlier_statement_brought_the_source(house: House) -> None:
    p = meet(house)
    state(house, p.officer, p.adopter, sourced("minat"))
    decline(house, p.author, state(house, p.officer, p.adopter, said("rencana")))
    assert only(house).stage == "ditolak"
