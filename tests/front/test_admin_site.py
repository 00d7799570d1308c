"""What the system administrator sees of accounts and queues, and what a local admin sees of administration."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi import outbox
from rumah_inovasi.accounts.actor import READER, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.errors import Forbidden
from rumah_inovasi.front import queue_actions
from rumah_inovasi.house import House
from rumah_inovasi.mail.letters import Letter
from rumah_inovasi.outbox import OutboxRow
from tests.fixtures import START as NOW
from tests.pages import Answer, _words
from tests.people import Person, government, person, signed_in, unit

SITE = ("/admin/akun", "/admin/akun.csv", "/admin/antrean", "/admin/daftar", "/admin/catatan")


@pytest.fixture
def keeper(house: House) -> Person:
    """The system administrator."""
    return person(house, "Sis Admin", (Role.SYSTEM_ADMIN, government(house, "35")))


def rows(page: Answer) -> dict[str, list[str]]:
    """The rows of the table by their first cell."""
    lines = [[_words(cell) for cell in row if cell.tag in {"th", "td"}] for row in page.tree.all("tr")]
    return {line[0]: line[1:] for line in lines}


def test_overview_leads_everywhere(app: Flask, house: House, keeper: Person) -> None:
    ours = signed_in(app, house, keeper)
    links = ours.get("/admin").links
    pages = {"/admin/unit", "/admin/akun", "/admin/daftar", "/admin/antrean", "/admin/catatan", "/ruang-kerja/anggota"}
    assert pages <= set(links)
    for path in pages:
        ours.get(path)


def test_local_admin_sees_the_own_part(app: Flask, house: House) -> None:
    unit(house, "Puskesmas Contoh")
    ours = signed_in(app, house, person(house, "Ani Admin", (Role.LOCAL_ADMIN, government(house))))
    page = ours.get("/admin")
    assert {"/admin/unit", "/ruang-kerja/anggota"} <= set(page.links)
    assert not set(SITE) & set(page.links)
    assert "Unit 20" in page.text  # the government, 18 kecamatan and the puskesmas
    for path in SITE:
        ours.get(path, status=403)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OFFICER, Role.TRAINER, Role.CURATOR])
def test_others_administer_nothing(app: Flask, house: House, role: Role) -> None:
    ours = signed_in(app, house, person(house, "Lain", (role, government(house))))
    for path in ("/admin", *SITE):
        ours.get(path, status=403)


def test_accounts_are_listed_with_state_roles_and_last_use(app: Flask, house: House, keeper: Person) -> None:
    clinic = unit(house, "Puskesmas Contoh")
    person(house, "Belum Masuk", (Role.AUTHOR, clinic))
    closed, fresh = person(house, "Sudah Ditutup"), person(house, "Tanpa Sandi")
    with house.database.write() as session:
        session.get_one(Account, closed.id).closed_at = NOW
        session.get_one(Account, fresh.id).password_hash = None
    ours = signed_in(app, house, keeper)
    page = ours.get("/admin/akun")
    found = rows(page)
    assert found["Belum Masuk"] == ["belum.masuk@contoh.go.id", "aktif", "Penyusun, Puskesmas Contoh", "belum pernah"]
    assert found["Sudah Ditutup"][1:3] == ["ditutup", "tanpa peran"]
    assert found["Tanpa Sandi"][1] == "belum mengatur kata sandi"
    assert found["Sis Admin"][3] == "22 November 2026"
    assert f"/ruang-kerja/anggota/{closed.id}" in page.links
    assert set(rows(ours.get("/admin/akun?q=puskesmas"))) == {"Nama", "Belum Masuk"}
    assert set(rows(ours.get("/admin/akun?peran=pengelola"))) == {"Nama", "Sis Admin"}
    assert "Tidak ada akun" in ours.get("/admin/akun?q=siapa").text
    ours.get("/admin/akun?peran=raja", status=400)
    ours.get("/admin/akun?hal=2", status=404)
    lines = list(csv.reader(io.StringIO(ours.get("/admin/akun.csv").html.removeprefix("\ufeff")), delimiter=";"))
    assert {line[1] for line in lines[1:]} == set(found) - {"Nama"}
    for path in ("/admin/akun", "/admin/akun.csv", "/admin/catatan"):
        assert "argon2" not in ours.get(path).html


def stuck(house: House) -> None:
    with house.database.write() as session:
        waiting = outbox.record(session, outbox.UNIT, government(house), now=NOW)
        waiting.attempts, waiting.error = 1, "disk <penuh>"
        parked = outbox.record(session, outbox.INNOVATION, 99, now=NOW)
        parked.attempts, parked.parked_at, parked.error = 8, NOW, "rusak"
        session.add(Letter(recipient="rahasia@b.id", subject="s", body="b", created_at=NOW, attempts=8, parked_at=NOW))


def test_queue_shows_what_hangs_and_why(app: Flask, house: House, keeper: Person) -> None:
    page = signed_in(app, house, keeper).get("/admin/antrean")
    assert "indeks dan arsip sama" in page.text
    assert not [form for form in page.tree.all("form") if "coba-lagi" in form.get("action", "")]
    stuck(house)
    page = signed_in(app, house, keeper).get("/admin/antrean")
    found = rows(page)
    assert list(found)[1] == "tulisan 99"  # parked ones first
    assert found["tulisan 99"][0] == "berhenti dicoba"
    assert found[f"unit {government(house)}"][0] == "pernah gagal"
    assert found[f"unit {government(house)}"][3] == "disk <penuh>"
    assert f"/admin/unit/{government(house)}" in page.links
    assert "/inovasi/99" not in page.links
    assert "rahasia@b.id" not in page.html


def test_what_failed_is_tried_again(app: Flask, house: House, keeper: Person) -> None:
    stuck(house)
    ours = signed_in(app, house, keeper)
    ours.submit(ours.get("/admin/antrean"), to="/admin/antrean/perubahan/coba-lagi")
    with house.database.read() as session:
        assert [row.parked_at for row in session.scalars(select(OutboxRow))] == [None, None]
        assert session.scalars(select(Letter)).one().parked_at == NOW
    ours.submit(ours.get("/admin/antrean"), to="/admin/antrean/surat/coba-lagi")
    with house.database.read() as session:
        assert session.scalars(select(Letter)).one().parked_at is None
        entries = session.scalars(select(AuditEntry).where(AuditEntry.verb == "queue-retried").order_by(AuditEntry.id))
        assert [(entry.actor, entry.entity_id) for entry in entries] == [(keeper.id, "perubahan"), (keeper.id, "surat")]


def test_nobody_else_lets_it_be_tried(house: House) -> None:
    local = person(house, "Ani Admin", (Role.LOCAL_ADMIN, government(house)))
    for actor in (READER, local.actor):
        with pytest.raises(Forbidden), house.database.write() as session:
            queue_actions.retry(session, actor, queue_actions.OUTBOX, now=NOW)
