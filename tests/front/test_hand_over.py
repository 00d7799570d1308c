"""Hand-over of open work: both kinds together, to somebody who may write all of it, or not at all."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.house import House
from tests.drafting import drafted, proposal
from tests.learning.training import approve, plan_of, planned, submit
from tests.pages import PageClient
from tests.people import Person, government, person, signed_in, unit

UNKNOWN = "Tidak ada penulis unit ini dengan surel itu."


@dataclass
class Leave:
    """Somebody who writes both kinds and moves on, and the local admin, each at a browser."""

    house: House
    unit: int
    leaving: Person
    admin: PageClient
    own: PageClient

    @property
    def address(self) -> str:
        """Where the work is handed over."""
        return f"/ruang-kerja/anggota/{self.leaving.id}/serah-terima"


@pytest.fixture
def leave(app: Flask, house: House) -> Leave:
    own = unit(house, "Puskesmas Contoh")
    leaving = person(house, "Ani Penulis", (Role.AUTHOR, own))
    admin = person(house, "Budi Admin", (Role.LOCAL_ADMIN, government(house)))
    return Leave(house, own, leaving, signed_in(app, house, admin), signed_in(app, house, leaving))


def test_write_ups_and_workshops_are_handed_over_together(leave: Leave) -> None:
    text, plan = drafted(leave.house, leave.leaving, leave.unit), planned(leave.house, leave.leaving, leave.unit)
    waiting = planned(leave.house, leave.leaving, leave.unit, judul="Forum Yang Menunggu")
    submit(leave.house, leave.leaving, waiting)
    heir = person(leave.house, "Gita Penerus", (Role.AUTHOR, leave.unit))
    leave.own.get(leave.address, status=404)
    page = leave.admin.get(leave.address)
    assert "3 usulan yang terbuka" in page.text
    assert "Antrean Dari Rumah (tulisan inovasi, Puskesmas Contoh)" in page.text
    assert "Forum Yang Menunggu (pelatihan, Puskesmas Contoh)" in page.text
    leave.admin.submit(page, {"email": heir.email})
    assert proposal(leave.house, text).author_id == heir.id
    assert [plan_of(leave.house, number).author_id for number in (plan, waiting)] == [heir.id] * 2
    with leave.house.database.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.verb == "proposal-handed-over"))
        told = {(row.entity, row.entity_id) for row in rows}
    assert told == {("proposal", str(text)), ("workshop-proposal", str(plan)), ("workshop-proposal", str(waiting))}


def test_trainer_is_heir_of_workshops_and_of_nothing_else(leave: Leave) -> None:
    plan = planned(leave.house, leave.leaving, leave.unit)
    trainer = person(leave.house, "Tia Narasumber", (Role.TRAINER, leave.unit))
    text = drafted(leave.house, leave.leaving, leave.unit)
    page = leave.admin.submit(leave.admin.get(leave.address), {"email": trainer.email}, status=400)
    assert "Tia Narasumber tidak berwenang menulis: “Antrean Dari Rumah”." in page.text
    kept = {plan_of(leave.house, plan).author_id, proposal(leave.house, text).author_id}
    assert kept == {leave.leaving.id}, "nothing is handed over by half"


def test_trainer_hands_workshops_to_a_trainer(leave: Leave, app: Flask) -> None:
    first, second = (person(leave.house, name, (Role.TRAINER, leave.unit)) for name in ("Tia Satu", "Tia Dua"))
    plan = planned(leave.house, first, leave.unit)
    page = leave.admin.get(f"/ruang-kerja/anggota/{first.id}/serah-terima")
    leave.admin.submit(page, {"email": second.email})
    assert plan_of(leave.house, plan).author_id == second.id
    assert signed_in(app, leave.house, second).get(f"/ruang-kerja/pelatihan/usulan/{plan}/sunting").status == 200


def test_member_without_the_role_is_named_and_strangers_are_not_told_of(leave: Leave) -> None:
    drafted(leave.house, leave.leaving, leave.unit)
    officer = person(leave.house, "Oki Petugas", (Role.OFFICER, leave.unit))
    stranger = person(leave.house, "Orang Lain", (Role.AUTHOR, government(leave.house, "35.78")))
    page = leave.admin.get(leave.address)
    answer = leave.admin.submit(page, {"email": officer.email}, status=400).text
    assert "Oki Petugas tidak berwenang menulis: “Antrean Dari Rumah”." in answer
    unknown = leave.admin.submit(page, {"email": "siapa@contoh.go.id"}, status=400).text
    assert UNKNOWN in unknown
    assert "narasumber" in unknown
    same = leave.admin.submit(page, {"email": stranger.email}, status=400).text
    assert same == unknown.replace("siapa@contoh.go.id", stranger.email)


def test_where_nothing_is_open_a_sentence_says_so(leave: Leave) -> None:
    trainer = person(leave.house, "Tia Narasumber", (Role.TRAINER, leave.unit))
    done = planned(leave.house, leave.leaving, leave.unit)
    planned(leave.house, trainer, leave.unit)
    submit(leave.house, leave.leaving, done)
    with_work = leave.admin.get(leave.address)
    approve(leave.house, person(leave.house, "Kiki", (Role.CURATOR, government(leave.house, "35"))).actor, done)
    page = leave.admin.get(leave.address)
    assert "Tidak ada usulan terbuka yang perlu diserahkan." in page.text
    late = leave.admin.submit(with_work, {"email": trainer.email}, status=400)
    assert "Tidak ada usulan terbuka yang perlu diserahkan." in late.text
    assert leave.admin.get(f"/ruang-kerja/anggota/{leave.leaving.id}").links.count(leave.address) == 1


def test_members_of_another_tree_are_nobody(leave: Leave) -> None:
    other = unit(leave.house, "Puskesmas Lain", region="35.78")
    stranger = person(leave.house, "Sari Lain", (Role.TRAINER, other))
    leave.admin.get(f"/ruang-kerja/anggota/{stranger.id}/serah-terima", status=404)
    planned(leave.house, stranger, other)
    leave.admin.get(f"/ruang-kerja/anggota/{stranger.id}/serah-terima", status=404)
    leave.admin.get("/ruang-kerja/anggota/999/serah-terima", status=404)
