"""What becomes of a statement: what waits, what is public and by which evidence, who decides, what is undone."""

from collections.abc import Callable
from dataclasses import replace as replaced
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rumah_inovasi.accounts import actions as accounts
from rumah_inovasi.accounts import throttle
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.errors import Conflict, Forbidden, Invalid, TooMany
from rumah_inovasi.files.enclosures import Enclosure
from rumah_inovasi.house import House
from rumah_inovasi.replication.claim import Claim
from rumah_inovasi.replication.statement import SILENCE, Statement, StatementState
from rumah_inovasi.replication.statement_rules import Proof
from tests.accounts.seeing import pass_time
from tests.catalogue.publishing import version
from tests.factories import put, write_up
from tests.people import government, person, unit
from tests.replication.claims import SOURCE
from tests.replication.parties import (
    ADOPTER,
    ELSEWHERE,
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
    statements,
    states,
    take_back,
    withdraw,
)

OTHER_SOURCE = "https://contoh.go.id/laporan"
NIK, MOBILE = "3515084107850003", "0812-3456-7890"
NOTHING = Proof()
Deed = Callable[..., None]


def deeds(house: House) -> list[tuple[str, int | None]]:
    """What the record says was done with statements: verb and account."""
    query = select(AuditEntry).where(AuditEntry.entity == "replication-statement").order_by(AuditEntry.id)
    with house.database.read() as session:
        return [(entry.verb, entry.actor) for entry in session.scalars(query)]


# What is public


def test_statement_without_a_source_waits_and_is_not_public(house: House) -> None:
    p = meet(house)
    before = version(house)
    found = state(house, p.officer, p.adopter, said("diterapkan"))
    assert found.is_open
    assert not found.is_public
    assert records(house) == []
    assert version(house) == before
    assert deeds(house) == [("replication-stated", p.officer.id)]


@pytest.mark.parametrize("evidence", ["klaim-media", "dokumen"])
def test_statement_with_a_source_is_public_at_once_by_that_evidence_alone(house: House, evidence: str) -> None:
    p = meet(house)
    before = version(house)
    what = sourced("diterapkan", bukti=evidence, mulai="2026-03", catatan="Hanya dua loket.")
    found = state(house, p.officer, p.adopter, what)
    assert (found.is_open, found.is_public) == (True, True)
    row = only(house)
    assert (row.id, row.evidence, row.source) == (found.record_id, evidence, SOURCE)
    assert (row.region_code, row.unit_id, row.unit_name, row.adopter) == (ELSEWHERE, p.adopter, ADOPTER, None)
    assert (row.stage, row.degree, row.started, row.note) == ("diterapkan", "sebagian", "2026-03", "Hanya dua loket.")
    assert row.reply is None
    assert version(house) > before


def test_what_a_unit_can_show_is_never_part_of_the_public_record(house: House) -> None:
    p = meet(house)
    file = Enclosure("aa/1", "rahasia.pdf", "application/pdf")
    found = state(house, p.officer, p.adopter, sourced(), Proof("Nota rahasia", file))
    assert (found.proof, found.file_key, found.file_name) == ("Nota rahasia", "aa/1", "rahasia.pdf")
    confirm(house, p.author, found)
    assert "rahasia" not in repr(claims(house))


@pytest.mark.parametrize("what", [said("diterapkan"), sourced("diterapkan")])
def test_confirmed_statement_is_public_as_the_origins_word(house: House, what: Claim) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, what)
    confirm(house, p.author, found, "  Kami dampingi\nlangsung. ")
    row, now = only(house), again(house, found)
    assert (row.evidence, row.stage, row.source) == ("dikonfirmasi-asal", "diterapkan", what.source)
    assert row.reply == now.answer == "Kami dampingi langsung."
    assert (now.state, now.decided_by, now.record_id) == (StatementState.CONFIRMED, p.author.id, row.id)
    assert now.decided_at
    assert deeds(house)[-1] == ("replication-confirmed", p.author.id)


def test_verified_statement_is_public_as_the_curators_word_beside_no_reply(house: House) -> None:
    p = meet(house, has_accounts=False)
    found = state(house, p.officer, p.adopter, said("diterapkan"))
    confirm(house, p.curator, found, "Keputusannya kami lihat.")
    row, now = only(house), again(house, found)
    assert (row.evidence, row.reply) == ("diverifikasi", None)
    assert (now.state, now.answer) == (StatementState.VERIFIED, "Keputusannya kami lihat.")
    assert deeds(house)[-1] == ("replication-verified", p.curator.id)


def test_next_stage_goes_on_in_the_same_record(house: House) -> None:
    p = meet(house)
    for stage in ("kunjungan", "rencana", "diterapkan"):
        confirm(house, p.author, state(house, p.officer, p.adopter, said(stage)))
        assert only(house).stage == stage
    assert {found.record_id for found in statements(house)} == {only(house).id}


def test_curators_word_leaves_the_origins_reply_standing(house: House) -> None:
    p = meet(
        house, has_accounts=False, extra=in_file(f'wilayah: "35.05", unit: {ADOPTER}, tahap: minat, tanggapan: Ya.')
    )
    confirm(house, p.curator, state(house, p.officer, p.adopter, said("rencana")), "Benar.")
    assert (only(house).stage, only(house).reply) == ("rencana", "Ya.")


# Who states


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUTHOR, Role.TRAINER, Role.LOCAL_ADMIN])
def test_every_member_states_for_the_own_unit(house: House, role: Role) -> None:
    p = meet(house)
    who = person(house, "Anggota Baru", (role, p.adopter))
    assert state(house, who, p.adopter).account_id == who.id


def test_member_states_for_units_below_the_own(house: House) -> None:
    p = meet(house)
    above = person(house, "Petugas Kabupaten", (Role.OFFICER, government(house, ELSEWHERE)))
    assert state(house, above, p.adopter).is_open


@pytest.mark.parametrize("who", ["author", "admin", "curator", "stranger"])
def test_nobody_states_for_the_unit_of_others(house: House, who: str) -> None:
    p = meet(house)
    with pytest.raises(Forbidden):
        state(house, getattr(p, who), p.adopter)
    with pytest.raises(Forbidden):
        state(house, p.officer, government(house, ELSEWHERE))
    assert statements(house) == []


def test_who_runs_the_site_speaks_for_no_unit(house: House) -> None:
    p = meet(house)
    with pytest.raises(Forbidden):
        state(house, person(house, "Penge Lola", (Role.SYSTEM_ADMIN, p.adopter)), p.adopter)


# Who decides


@pytest.mark.parametrize("deed", [confirm, decline])
def test_local_admin_above_the_origin_decides_too(house: House, deed: Deed) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    deed(house, p.admin, found)
    assert again(house, found).decided_by == p.admin.id


@pytest.mark.parametrize("deed", [confirm, decline])
def test_nobody_else_decides(house: House, deed: Deed) -> None:
    p = meet(house)
    others = [
        p.officer,
        p.stranger,
        p.curator,
        person(house, "Petugas Asal", (Role.OFFICER, p.origin)),
        person(house, "Narasumber Asal", (Role.TRAINER, p.origin)),
        person(house, "Penyusun Tetangga", (Role.AUTHOR, unit(house, "Puskesmas Tetangga"))),
        person(house, "Admin Penerima", (Role.LOCAL_ADMIN, government(house, ELSEWHERE))),
        person(house, "Penge Lola", (Role.SYSTEM_ADMIN, p.origin)),
    ]
    found = state(house, p.officer, p.adopter)
    for who in others:
        with pytest.raises(Forbidden):
            deed(house, who, found)
    assert again(house, found).is_open


@pytest.mark.parametrize("deed", [confirm, decline])
def test_curator_decides_once_the_origin_has_been_silent_for_fourteen_days(house: House, deed: Deed) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    at = found.created_at + timedelta(days=14)
    with pytest.raises(Forbidden):
        deed(house, p.curator, found, now=at - timedelta(seconds=1))
    deed(house, p.curator, found, now=at)
    assert not again(house, found).is_open


def test_origin_may_answer_after_its_silence_as_long_as_nobody_has_decided(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    confirm(house, p.author, found, now=found.created_at + SILENCE * 2)
    assert only(house).evidence == "dikonfirmasi-asal"


def test_curator_decides_at_once_where_the_accounts_of_the_origin_are_closed(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    for who in (p.author, p.admin):
        with pytest.raises(Forbidden):
            confirm(house, p.curator, found)
        with house.database.write() as session:
            accounts.close(session, SYSTEM, session.get_one(Account, who.id), now=house.clock())
    confirm(house, p.curator, found)
    assert only(house).evidence == "diverifikasi"


def test_curator_decides_at_once_where_the_origins_only_account_has_stated_it(house: House) -> None:
    p = meet(house, has_accounts=False)
    both = person(house, "Dua Kaki", (Role.OFFICER, p.adopter), (Role.AUTHOR, p.origin))
    found = state(house, both, p.adopter)
    confirm(house, p.curator, found)
    assert only(house).evidence == "diverifikasi"


@pytest.mark.parametrize("deed", [confirm, decline])
def test_nobody_decides_what_the_own_hand_has_stated(house: House, deed: Deed) -> None:
    p = meet(house, has_accounts=False)
    origin = person(house, "Dua Kaki", (Role.OFFICER, p.adopter), (Role.LOCAL_ADMIN, government(house)))
    curator = person(house, "Kura Tor", (Role.OFFICER, p.adopter), (Role.CURATOR, government(house, "35")))
    for who in (origin, curator):
        found = state(house, who, p.adopter)
        with pytest.raises(Forbidden):
            deed(house, who, found, now=found.silence_ends_at)
        assert again(house, found).is_open


def test_what_is_decided_is_decided_once(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    confirm(house, p.author, found)
    for deed, who in ((confirm, p.admin), (decline, p.admin), (take_back, p.officer)):
        with pytest.raises(Conflict):
            deed(house, who, found)
    assert again(house, found).decided_by == p.author.id
    assert only(house).evidence == "dikonfirmasi-asal"


# Declined and taken back


def test_wish_that_the_origin_declines_is_shown_as_declined_with_its_word(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced("kesepakatan"))
    decline(house, p.author, found, "Pendampingnya belum ada.")
    row, now = only(house), again(house, found)
    assert (row.stage, row.reply, row.evidence) == ("ditolak", "Pendampingnya belum ada.", "klaim-media")
    assert (now.state, now.answer) == (StatementState.DECLINED, "Pendampingnya belum ada.")
    assert deeds(house)[-1] == ("replication-declined", p.author.id)


@pytest.mark.parametrize("stage", ["diterapkan", "berhenti"])
def test_what_is_said_to_be_in_use_stands_beside_the_origins_word(house: House, stage: str) -> None:
    p = meet(house)
    decline(house, p.author, state(house, p.officer, p.adopter, sourced(stage)), "Itu bukan inovasi kami.")
    row = only(house)
    assert (row.stage, row.reply, row.evidence) == (stage, "Itu bukan inovasi kami.", "klaim-media")


@pytest.mark.parametrize("stage", ["rencana", "diterapkan"])
def test_what_was_not_public_stays_so_when_it_is_declined(house: House, stage: str) -> None:
    p = meet(house)
    before = version(house)
    decline(house, p.author, state(house, p.officer, p.adopter, said(stage)))
    assert records(house) == []
    assert version(house) == before


@pytest.mark.parametrize("answer", ["", " \n ", "x" * 1001])
def test_decline_needs_a_reason_of_bearable_length(house: House, answer: str) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    with pytest.raises(Invalid) as refused:
        decline(house, p.author, found, answer)
    assert refused.value.field == "answer"
    assert again(house, found).is_open


@pytest.mark.parametrize("undo", [by_curator, by_colleague])
def test_what_a_statement_alone_has_made_public_goes_with_it(
    house: House, undo: Callable[[House, Parties, Statement], None]
) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced("diterapkan"))
    before = version(house)
    undo(house, p, found)
    assert records(house) == []
    assert version(house) > before
    assert not again(house, found).is_open


@pytest.mark.parametrize("undo", [by_curator, by_colleague])
def test_what_was_public_before_a_statement_comes_back(
    house: House, undo: Callable[[House, Parties, Statement], None]
) -> None:
    p = meet(house)
    first = state(house, p.officer, p.adopter, sourced("rencana", derajat="inspirasi", catatan="Mulai 2027."))
    confirm(house, p.author, first, "Silakan.")
    before, number = claims(house), only(house).id
    found = state(house, p.officer, p.adopter, sourced("diterapkan", sumber=OTHER_SOURCE))
    assert only(house).stage == "diterapkan"
    undo(house, p, found)
    assert claims(house) == before
    assert (only(house).id, only(house).unit_id) == (number, p.adopter)


@pytest.mark.parametrize("undo", [by_curator, by_colleague])
def test_undoing_what_was_not_public_changes_nothing_public(
    house: House, undo: Callable[[House, Parties, Statement], None]
) -> None:
    p = meet(house)
    confirm(house, p.author, state(house, p.officer, p.adopter, said("rencana")))
    before = claims(house), version(house)
    undo(house, p, state(house, p.officer, p.adopter, said("diterapkan")))
    assert (claims(house), version(house)) == before


def test_record_of_another_unit_is_left_alone(house: House) -> None:
    p = meet(house, extra=in_file('wilayah: "35.06", tahap: diterapkan'))
    before = claims(house)
    take_back(house, p.officer, state(house, p.officer, p.adopter, sourced("diterapkan")))
    assert claims(house) == before


@pytest.mark.parametrize("who", ["author", "admin", "curator", "stranger"])
def test_only_the_adopter_takes_back(house: House, who: str) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced())
    with pytest.raises(Forbidden):
        take_back(house, getattr(p, who), found)
    assert again(house, found).is_open
    assert len(records(house)) == 1


def test_statement_is_taken_back_even_when_the_write_up_is_gone(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced())
    withdraw(house)
    take_back(house, p.officer, found)
    assert (again(house, found).state, records(house)) == (StatementState.TAKEN_BACK, [])


# One after the other


def test_newer_statement_replaces_the_one_that_waits(house: House) -> None:
    p = meet(house)
    first = state(house, p.officer, p.adopter, sourced("minat"))
    second = state(house, p.officer, p.adopter, sourced("rencana", sumber=OTHER_SOURCE))
    assert states(house) == [StatementState.REPLACED, StatementState.WAITING]
    assert (only(house).stage, only(house).source) == ("rencana", OTHER_SOURCE)
    with pytest.raises(Conflict):
        confirm(house, p.author, first)
    confirm(house, p.author, second)


def test_statements_of_other_units_and_about_other_innovations_wait_beside_it(house: House) -> None:
    p = meet(house)
    put(house, write_up("Dua", unit="Puskesmas Contoh"))
    other = unit(house, "Puskesmas Garum", region=ELSEWHERE)
    state(house, p.officer, p.adopter)
    state(house, p.officer, p.adopter, number=2)
    state(house, person(house, "Gaga", (Role.OFFICER, other)), other)
    assert states(house) == [StatementState.WAITING] * 3


def test_stage_never_goes_back_behind_the_public_record(house: House) -> None:
    p = meet(house)
    confirm(house, p.author, state(house, p.officer, p.adopter, said("penyesuaian")))
    for stage in ("kunjungan", "minat", "kesepakatan"):
        with pytest.raises(Invalid) as refused:
            state(house, p.officer, p.adopter, sourced(stage))
        assert refused.value.field == "tahap"
    assert only(house).stage == "penyesuaian"
    assert state(house, p.officer, p.adopter, said("penyesuaian")).is_open, "newer facts about the same stage"
    assert state(house, p.officer, p.adopter, said("berlanjut")).is_open, "steps were skipped"


def test_what_only_waits_may_be_corrected_to_an_earlier_stage(house: House) -> None:
    p = meet(house)
    state(house, p.officer, p.adopter, said("diterapkan"))
    assert state(house, p.officer, p.adopter, said("minat")).is_open


@pytest.mark.parametrize(
    ("known", "stage"), [(None, "ditolak"), ("minat", "ditolak"), (None, "dibatalkan"), ("diterapkan", "dibatalkan")]
)
def test_end_that_is_not_the_adopters_to_tell_is_refused(house: House, known: str | None, stage: str) -> None:
    p = meet(house)
    if known:
        state(house, p.officer, p.adopter, sourced(known))
    before = claims(house)
    with pytest.raises(Invalid) as refused:
        state(house, p.officer, p.adopter, said(stage))
    assert refused.value.field == "tahap"
    assert claims(house) == before


@pytest.mark.parametrize(
    ("known", "evidence", "stage"),
    [("rencana", "diverifikasi", "dibatalkan"), ("diterapkan", "dikonfirmasi-asal", "berhenti")],
)
def test_end_takes_effect_at_once_and_keeps_the_evidence(house: House, known: str, evidence: str, stage: str) -> None:
    p = meet(house)
    first = state(house, p.officer, p.adopter, sourced(known, mulai="2025", catatan="Dua loket."))
    is_verified = evidence == "diverifikasi"
    confirm(house, p.curator if is_verified else p.author, first, now=first.silence_ends_at)
    found = state(house, p.officer, p.adopter, said(stage))
    row = only(house)
    assert (found.state, found.is_open) == (StatementState.NOTED, False)
    assert (row.stage, row.evidence, row.source) == (stage, evidence, SOURCE)
    assert (row.started, row.note, row.degree) == ("2025", "Dua loket.", first.degree)
    with pytest.raises(Conflict):
        decline(house, p.author, found)


def test_end_needs_nobody_and_therefore_brings_no_words_of_its_own(house: House) -> None:
    p = meet(house)
    confirm(house, p.author, state(house, p.officer, p.adopter, said("rencana", catatan="Mulai 2027.")))
    state(house, p.officer, p.adopter, said("dibatalkan", catatan="Anggarannya tidak ada."))
    row = only(house)
    assert (row.stage, row.note) == ("dibatalkan", "Mulai 2027.")


def test_use_that_has_ended_and_was_never_public_waits_like_any_other(house: House) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, said("berhenti"))
    assert (found.is_open, records(house)) == (True, [])


@pytest.mark.parametrize("end", ["berhenti", "dibatalkan", "ditolak"])
def test_after_an_end_another_replication_begins_with_a_record_of_its_own(house: House, end: str) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter, sourced("diterapkan" if end == "berhenti" else "minat"))
    if end == "ditolak":
        decline(house, p.author, found)
    else:
        state(house, p.officer, p.adopter, said(end))
    before = claims(house)
    confirm(house, p.author, state(house, p.officer, p.adopter, said("kunjungan")))
    assert [row.stage for row in records(house)] == [end, "kunjungan"]
    assert claims(house)[:1] == before


# What has to be said, and what may not


@pytest.mark.parametrize("field", ["catatan", "proof"])
def test_numbers_of_persons_are_refused_where_they_stand(house: House, field: str) -> None:
    p = meet(house)
    for number in (NIK, MOBILE, "KK 3515 0841 0785 0003"):
        text = f"Hubungi {number}."
        what, proof = (said(catatan=text), NOTHING) if field == "catatan" else (said(), Proof(text))
        with pytest.raises(Invalid, match="NIK, KK, atau ponsel") as refused:
            state(house, p.officer, p.adopter, what, proof)
        assert refused.value.field == field
    assert statements(house) == []


def test_address_that_is_a_number_of_a_person_is_no_source(house: House) -> None:
    p = meet(house)
    with pytest.raises(Invalid) as refused:
        state(house, p.officer, p.adopter, said(sumber="https://wa.me/6281234567890"))
    assert refused.value.field == "sumber"
    assert statements(house) == []


@pytest.mark.parametrize("number", [NIK, MOBILE])
@pytest.mark.parametrize("deed", [confirm, decline])
def test_numbers_of_persons_are_refused_in_an_answer(house: House, deed: Callable[..., None], number: str) -> None:
    p = meet(house)
    found = state(house, p.officer, p.adopter)
    with pytest.raises(Invalid, match="NIK, KK, atau ponsel") as refused:
        deed(house, p.author, found, f"Hubungi {number}.")
    assert refused.value.field == "answer"
    assert again(house, found).is_open


@pytest.mark.parametrize("stage", ["diterapkan", "dievaluasi", "berlanjut", "bertransformasi", "berhenti"])
def test_use_is_stated_with_a_degree_and_with_a_source_or_something_to_show(house: House, stage: str) -> None:
    p = meet(house)
    for what, proof, field in (
        (said(stage), NOTHING, "proof"),
        (replaced(said(stage), degree=None), Proof("SK 12/2026"), "derajat"),
    ):
        with pytest.raises(Invalid) as refused:
            state(house, p.officer, p.adopter, what, proof)
        assert refused.value.field == field
    file = Enclosure("aa/1", "sk.pdf", "application/pdf")
    for what, proof in ((said(stage), Proof("SK 12/2026")), (said(stage), Proof("", file)), (sourced(stage), NOTHING)):
        state(house, p.officer, p.adopter, what, proof)


@pytest.mark.parametrize("stage", ["kunjungan", "minat", "penjajakan", "rencana", "kesepakatan", "penyesuaian"])
def test_what_is_not_in_use_yet_needs_neither(house: House, stage: str) -> None:
    p = meet(house)
    assert state(house, p.officer, p.adopter, said(stage), NOTHING).is_open


@pytest.mark.parametrize("started", ["2026", "2026-11", "2026-11-22"])
def test_use_may_begin_today(house: House, started: str) -> None:
    p = meet(house)
    assert state(house, p.officer, p.adopter, said("diterapkan", mulai=started), today=date(2026, 11, 22)).is_open


@pytest.mark.parametrize("started", ["2027", "2026-12", "2026-11-23"])
def test_use_does_not_begin_in_the_future_but_a_plan_may(house: House, started: str) -> None:
    p = meet(house)
    for stage in ("diterapkan", "berlanjut", "berhenti"):
        with pytest.raises(Invalid) as refused:
            state(house, p.officer, p.adopter, said(stage, mulai=started), today=date(2026, 11, 22))
        assert refused.value.field == "mulai"
    assert state(house, p.officer, p.adopter, said("rencana", mulai=started), today=date(2026, 11, 22)).is_open


def test_account_states_so_much_in_an_hour_and_then_waits(house: House) -> None:
    p = meet(house)
    limit = throttle.STATEMENT_OF_ACCOUNT
    for _time in range(limit.most):
        state(house, p.officer, p.adopter)
    colleague = person(house, "Rekan", (Role.OFFICER, p.adopter))
    with pytest.raises(TooMany):
        state(house, p.officer, p.adopter)
    assert state(house, colleague, p.adopter).is_open
    pass_time(house, limit.within)
    assert state(house, p.officer, p.adopter).is_open


def test_what_was_refused_is_not_counted(house: House) -> None:
    p = meet(house)
    for _time in range(throttle.STATEMENT_OF_ACCOUNT.most + 1):
        with pytest.raises(Invalid):
            state(house, p.officer, p.adopter, said("diterapkan"), NOTHING)
    assert state(house, p.officer, p.adopter).is_open
