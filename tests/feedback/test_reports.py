"""Anybody says that something is wrong; those of the tree, and nobody else, read it and answer."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts.actor import READER, SYSTEM, Actor, Role
from rumah_inovasi.accounts.throttle import REPORT_FROM_ADDRESS
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import State
from rumah_inovasi.errors import Conflict, Forbidden, Gone, Invalid
from rumah_inovasi.feedback import actions
from rumah_inovasi.feedback.model import Report, ReportKind
from rumah_inovasi.house import House
from rumah_inovasi.mail.letters import Letter
from tests.factories import put, write_up
from tests.fixtures import START as NOW
from tests.fixtures import Clock
from tests.pages import Answer, PageClient
from tests.people import Person, government, person, signed_in, unit

BASE = "https://rumah.contoh.go.id"
PAGE = "/inovasi/1-antrean-ringkas/keliru"
WRONG = "Jam layanannya bukan pukul 08.00, melainkan 07.30."


def published(house: House, text: str | None = None, number: int = 1) -> int:
    assert not put(house, text or write_up()).failed
    return number


def told(house: House, body: str = WRONG, contact: str = "", number: int = 1, actor: Actor = READER) -> Report:
    with house.database.write() as session:
        innovation = catalogue.innovation(session, number)
        return actions.report(session, actor, innovation, body, contact, base_url=BASE, now=house.clock())


def handled(house: House, who: Actor, number: int, answer: str = "Sudah diperbaiki.") -> Report:
    with house.database.write() as session:
        found = session.get_one(Report, number)
        actions.handle(session, who, found, answer, base_url=BASE, now=house.clock())
        return found


def stored(house: House) -> list[Report]:
    with house.database.read() as session:
        return list(session.scalars(select(Report).order_by(Report.id)))


def letters(house: House) -> list[Letter]:
    with house.database.read() as session:
        return list(session.scalars(select(Letter).order_by(Letter.id)))


def local_admin(house: House, region: str = "35.15", name: str = "Ani Admin") -> Person:
    return person(house, name, (Role.LOCAL_ADMIN, government(house, region)))


def test_reader_reports_without_account_and_without_cookie(client: PageClient, house: House) -> None:
    published(house)
    page = client.get("/inovasi/1-antrean-ringkas")
    assert PAGE in page.links
    answer = client.submit(client.get(PAGE), {"body": f"  {WRONG}\n", "contact": " Warga@Contoh.ID "})
    assert "Set-Cookie" not in answer.headers
    assert "sudah diterima" in client.get(answer.headers["Location"]).text
    (found,) = stored(house)
    assert (found.innovation_number, found.kind, found.body) == (1, ReportKind.ERROR, WRONG)
    assert (found.contact, found.account_id, found.handled_at) == ("warga@contoh.id", None, None)


def test_public_form_holds_no_token(client: PageClient, house: House) -> None:
    published(house)
    assert "csrf_token" not in client.get(PAGE).html


@pytest.mark.parametrize("number", ["3515084107850003", "0812-3456-7890"])
def test_numbers_of_persons_are_refused_and_the_text_is_kept(client: PageClient, house: House, number: str) -> None:
    published(house)
    body = f"Hubungi saya di {number} ya"
    answer = client.submit(client.get(PAGE), {"body": body, "contact": "warga@contoh.id"}, status=400)
    assert body in answer.html
    assert 'value="warga@contoh.id"' in answer.html
    assert "Hapus nomornya" in answer.text
    assert stored(house) == []


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"body": "", "contact": "a@b.id"}, "a@b.id"),
        ({"body": "  \n ", "contact": "a@b.id"}, "a@b.id"),
        ({"body": "x" * 2001, "contact": ""}, "x" * 2001),
        ({"body": WRONG, "contact": "bukan surel"}, "bukan surel"),
        ({"body": WRONG, "contact": "a@b.id, c@d.id"}, "a@b.id, c@d.id"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(
    client: PageClient, house: House, fields: dict[str, str], kept: str
) -> None:
    published(house)
    answer = client.submit(client.get(PAGE), fields, status=400)
    assert "Ada yang perlu diperbaiki" in answer.text
    assert kept in answer.html
    assert stored(house) == []


def test_address_may_send_so_many_and_is_then_told_to_wait(client: PageClient, house: House) -> None:
    published(house)
    page = client.get(PAGE)
    for _time in range(REPORT_FROM_ADDRESS.most):
        client.submit(page, {"body": WRONG})
    answer = client.submit(page, {"body": WRONG}, status=429)
    assert int(answer.headers["Retry-After"]) > 0
    assert WRONG in answer.html
    assert len(stored(house)) == REPORT_FROM_ADDRESS.most
    assert isinstance(house.clock, Clock)
    house.clock.at += REPORT_FROM_ADDRESS.within + timedelta(seconds=1)
    client.submit(page, {"body": WRONG})


def test_only_what_is_published_can_be_reported(client: PageClient, house: House) -> None:
    published(house)
    page = client.get(PAGE)
    with house.database.write() as session:
        found = catalogue.innovation(session, 1)
        catalogue_actions.withdraw(session, SYSTEM, found, "Keliru", on=NOW.date(), now=house.clock())
    client.get(PAGE, status=410)
    client.submit(page, {"body": WRONG}, status=410)
    with pytest.raises(Gone):
        told(house)
    with house.database.write() as session:
        catalogue.innovation(session, 1).state = State.DRAFT.value
    client.get(PAGE, status=404)
    client.submit(page, {"body": WRONG}, status=404)
    client.get("/inovasi/99/keliru", status=404)
    assert stored(house) == []


def test_other_names_of_the_write_up_lead_to_its_form_and_lose_nothing(client: PageClient, house: House) -> None:
    published(house)
    assert client.get("/inovasi/1-lama/keliru", status=301).headers["Location"] == PAGE
    client.post("/inovasi/1-lama/keliru", {"body": WRONG}, headers={"Origin": "http://localhost"})
    assert len(stored(house)) == 1


def test_report_of_a_foreign_page_is_refused(client: PageClient, house: House) -> None:
    published(house)
    client.post(PAGE, {"body": WRONG}, headers={"Origin": "https://jahat.example"}, status=403)
    assert stored(house) == []


def test_letters_go_to_the_local_admins_whose_tree_holds_the_unit(any_house: House) -> None:
    house = any_house
    published(house)
    here = local_admin(house)
    clinic = person(house, "Cici Cabang", (Role.LOCAL_ADMIN, unit(house, "Puskesmas Contoh")))
    local_admin(house, "35.14", "Pasu Ruan")
    person(house, "Peni Penyusun", (Role.AUTHOR, government(house)))
    person(house, "Kura Tor", (Role.CURATOR, government(house, "35")))
    report = told(house, contact="warga@contoh.id")
    sent = letters(house)
    assert {letter.recipient for letter in sent} == {here.email, clinic.email}
    for letter in sent:
        assert f"{BASE}/ruang-kerja/laporan/{report.id}" in letter.body
        assert "warga@contoh.id" not in letter.body
        assert WRONG not in letter.body


def test_letters_go_to_the_curators_where_there_is_no_local_admin(house: House) -> None:
    published(house)
    curator = person(house, "Kura Tor", (Role.CURATOR, government(house, "35")))
    told(house)
    assert [letter.recipient for letter in letters(house)] == [curator.email]


def test_reports_of_the_own_tree_are_listed_and_no_others(app: Flask, house: House) -> None:
    published(house)
    published(house, write_up("Lapor Cepat", region="35.14"))
    told(house)
    told(house, "Nama pasarnya salah.", number=2)
    here, there = local_admin(house), local_admin(house, "35.14", "Pasu Ruan")
    curator = person(house, "Kura Tor", (Role.CURATOR, government(house, "35")))
    for who, own, foreign in ((here, 1, 2), (there, 2, 1)):
        client = signed_in(app, house, who)
        links = client.get("/ruang-kerja/laporan").links
        assert f"/ruang-kerja/laporan/{own}" in links
        assert f"/ruang-kerja/laporan/{foreign}" not in links
        page = client.get(f"/ruang-kerja/laporan/{own}")
        client.get(f"/ruang-kerja/laporan/{foreign}", status=404)
        answer = page.html.replace(f"/laporan/{own}/selesai", f"/laporan/{foreign}/selesai")
        forged = Answer(page.path, page.status, page.headers, answer.encode())
        client.submit(forged, {"answer": "Tidak."}, to=f"/ruang-kerja/laporan/{foreign}/selesai", status=404)
    both = signed_in(app, house, curator).get("/ruang-kerja/laporan").links
    assert {"/ruang-kerja/laporan/1", "/ruang-kerja/laporan/2"} <= set(both)
    assert all(report.handled_at is None for report in stored(house))


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OFFICER, Role.TRAINER, Role.SYSTEM_ADMIN])
def test_others_see_no_reports(app: Flask, house: House, role: Role) -> None:
    published(house)
    told(house)
    client = signed_in(app, house, person(house, "Lain", (role, government(house))))
    for path in ("/ruang-kerja/laporan", "/ruang-kerja/laporan.csv", "/ruang-kerja/laporan/1"):
        client.get(path, status=403)


def test_public_is_led_to_the_sign_in(client: PageClient, house: House) -> None:
    published(house)
    told(house, "kata-rahasia-laporan")
    for path in ("/ruang-kerja/laporan", "/ruang-kerja/laporan.csv", "/ruang-kerja/laporan/1"):
        assert client.get(path, status=302).headers["Location"].startswith("/masuk")
    for path in ("/", "/inovasi/1-antrean-ringkas", "/inovasi/1-antrean-ringkas.json", "/cari?q=rahasia", PAGE):
        assert "kata-rahasia-laporan" not in client.get(path).html


def test_handled_report_answers_its_reader_and_forgets_the_address(app: Flask, house: House) -> None:
    published(house)
    told(house, contact="warga@contoh.id")
    client = signed_in(app, house, local_admin(house))
    page = client.get("/ruang-kerja/laporan/1")
    assert "warga@contoh.id" in page.text
    answer = client.submit(page, {"answer": "Jamnya sudah diperbaiki."}, to="/ruang-kerja/laporan/1/selesai")
    assert "Laporan selesai" in client.get(answer.headers["Location"]).text
    (found,) = stored(house)
    assert found.handled_at
    assert (found.contact, found.answer) == (None, "Jamnya sudah diperbaiki.")
    (letter,) = [letter for letter in letters(house) if letter.recipient == "warga@contoh.id"]
    assert "Jamnya sudah diperbaiki." in letter.body
    after = client.get("/ruang-kerja/laporan/1")
    assert "warga@contoh.id" not in after.html
    assert not [form for form in after.tree.all("form") if "selesai" in form.get("action", "")]
    with house.database.read() as session:
        verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.entity == "report").order_by(AuditEntry.id))
        assert list(verbs) == ["report-made", "report-handled"]


def test_report_is_handled_once(any_house: House) -> None:
    published(any_house)
    told(any_house)
    admin = local_admin(any_house)
    handled(any_house, admin.actor, 1)
    with pytest.raises(Conflict):
        handled(any_house, admin.actor, 1, "Lain.")
    assert stored(any_house)[0].answer == "Sudah diperbaiki."


def test_answer_is_required_and_kept_when_it_is_too_long(app: Flask, house: House) -> None:
    published(house)
    told(house)
    client = signed_in(app, house, local_admin(house))
    page = client.get("/ruang-kerja/laporan/1")
    for text in ("", "y" * 2001):
        answer = client.submit(page, {"answer": text}, to="/ruang-kerja/laporan/1/selesai", status=400)
        assert text in answer.html
    assert stored(house)[0].handled_at is None


def test_report_that_was_handled_meanwhile_keeps_what_was_typed(app: Flask, house: House) -> None:
    published(house)
    told(house)
    admin = local_admin(house)
    client = signed_in(app, house, admin)
    page = client.get("/ruang-kerja/laporan/1")
    handled(house, admin.actor, 1)
    answer = client.submit(page, {"answer": "Jawaban lain."}, to="/ruang-kerja/laporan/1/selesai", status=409)
    assert "sudah ditangani" in answer.text


def test_foreign_actor_handles_nothing(house: House) -> None:
    published(house)
    told(house)
    for who in (
        local_admin(house, "35.14").actor,
        READER,
        person(house, "Peni", (Role.AUTHOR, government(house))).actor,
    ):
        with pytest.raises(Forbidden):
            handled(house, who, 1)


def test_list_puts_open_ones_first_and_filters(app: Flask, house: House) -> None:
    published(house)
    admin = local_admin(house)
    for word in ("Satu.", "Dua.", "Tiga."):
        told(house, word)
    handled(house, admin.actor, 1)
    client = signed_in(app, house, admin)

    def listed(query: str = "") -> list[str]:
        links = client.get(f"/ruang-kerja/laporan{query}").links
        return [link.rpartition("/")[2] for link in links if link.startswith("/ruang-kerja/laporan/")]

    assert listed() == ["2", "3", "1"]
    assert listed("?keadaan=terbuka") == ["2", "3"]
    assert listed("?keadaan=selesai") == ["1"]
    assert listed("?jenis=keberatan") == []
    client.get("/ruang-kerja/laporan?keadaan=entah", status=400)
    client.get("/ruang-kerja/laporan?hal=2", status=404)


def test_table_holds_the_same_and_no_address_and_no_formula(app: Flask, house: House) -> None:
    published(house)
    told(house, "=1+1 salah", contact="warga@contoh.id")
    answer = signed_in(app, house, local_admin(house)).get("/ruang-kerja/laporan.csv?keadaan=terbuka")
    rows = list(csv.DictReader(io.StringIO(answer.html.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Laporan"] for row in rows] == ["'=1+1 salah"]
    assert "warga@contoh.id" not in answer.html


def test_owning_unit_objects_to_a_text_of_the_editors(house: House) -> None:
    published(house)
    author = person(house, "Peni Penyusun", (Role.AUTHOR, unit(house, "Puskesmas Contoh")))
    foreign = person(house, "Orang Lain", (Role.AUTHOR, government(house, "35.14")))
    admin = local_admin(house)
    curator = person(house, "Kura Tor", (Role.CURATOR, government(house, "35")))
    with house.database.write() as session:
        innovation = catalogue.innovation(session, 1)
        innovation.provenance = "redaksi"
        with pytest.raises(Forbidden):
            actions.object(session, foreign.actor, innovation, "Bukan kami.", base_url=BASE, now=NOW)
        with pytest.raises(Invalid):
            actions.object(session, author.actor, innovation, " ", base_url=BASE, now=NOW)
        actions.object(session, author.actor, innovation, "Angkanya bukan dari kami.", base_url=BASE, now=NOW)
    (found,) = stored(house)
    assert (found.kind, found.account_id) == (ReportKind.OBJECTION, author.id)
    assert {letter.recipient for letter in letters(house)} == {admin.email, curator.email}
    handled(house, admin.actor, found.id, "Kami perbaiki.")
    assert letters(house)[-1].recipient == author.email
