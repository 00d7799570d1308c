"""The lists of choices: named, retired and added to by the system administrator alone, seen by all at once."""

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi import outbox, public_version
from rumah_inovasi.accounts.actor import READER, Role
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.errors import Conflict, Forbidden, Invalid
from rumah_inovasi.front import term_actions
from rumah_inovasi.house import House
from rumah_inovasi.outbox import OutboxRow
from rumah_inovasi.vocabulary import queries, shipped
from rumah_inovasi.vocabulary.model import Term
from tests.factories import put, write_up
from tests.fixtures import START as NOW
from tests.pages import PageClient
from tests.people import Person, government, person, signed_in


@pytest.fixture
def keeper(house: House) -> Person:
    """The system administrator."""
    return person(house, "Sis Admin", (Role.SYSTEM_ADMIN, government(house, "35")))


def term(house: House, kind: str, name: str) -> Term:
    with house.database.read() as session:
        return queries.term(session, kind, name)


def offered(house: House, kind: str, *kept: str) -> list[str]:
    with house.database.read() as session:
        return [item.id for item in queries.load(session).offered(kind, *kept)]


def retire(house: House, keeper: Person, kind: str, name: str, *, is_retired: bool = True) -> None:
    with house.database.write() as session:
        found = queries.term(session, kind, name)
        term_actions.set_retired(session, keeper.actor, found, is_retired=is_retired, now=NOW)


def test_new_name_is_seen_by_all_and_survives_a_shipment(
    app: Flask, house: House, keeper: Person, client: PageClient
) -> None:
    put(house, write_up(extra="urusan: [sosial]\n"))
    with house.database.read() as session:
        before = public_version.current(session)
    ours = signed_in(app, house, keeper)
    page = ours.get("/admin/daftar/urusan/sosial")
    assert 'value="Social affairs"' in page.html
    ours.submit(page, {"name": "  Urusan  Sosial "}, to="/admin/daftar/urusan/sosial")
    assert "Urusan Sosial" in client.get("/inovasi/1-antrean-ringkas").text
    with house.database.write() as session:
        assert public_version.current(session) > before
        assert session.scalars(select(OutboxRow).where(OutboxRow.kind == outbox.EVERYTHING)).first()
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "term-renamed")).one()
        assert (entry.actor, entry.entity, entry.entity_id) == (keeper.id, "term", "urusan/sosial")
        shipped.install(session)
    found = term(house, "urusan", "sosial")
    assert (found.name, found.name_en, found.is_edited) == ("Urusan Sosial", "Social affairs", True)


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name_en": " "}, {"name": "x" * 121}, {"name": "KESEHATAN"}, {"name_en": "health"}]
)
def test_name_is_one_and_no_others(app: Flask, house: House, keeper: Person, fields: dict[str, str]) -> None:
    ours = signed_in(app, house, keeper)
    page = ours.get("/admin/daftar/urusan/sosial")
    answer = ours.submit(page, fields, to="/admin/daftar/urusan/sosial", status=400)
    assert "Ada yang perlu diperbaiki" in answer.text
    assert term(house, "urusan", "sosial").name == "Sosial"


def test_retired_term_is_no_longer_offered_but_known(
    app: Flask, house: House, keeper: Person, client: PageClient
) -> None:
    put(house, write_up(extra="urusan: [sosial]\n"))
    ours = signed_in(app, house, keeper)
    page = ours.get("/admin/daftar/urusan/sosial")
    ours.submit(page, to="/admin/daftar/urusan/sosial/pensiun")
    assert "sosial" not in offered(house, "urusan")
    assert "sosial" in offered(house, "urusan", "sosial")
    assert "Sosial" in client.get("/inovasi/1-antrean-ringkas").text
    assert "/inovasi/1-antrean-ringkas" in client.get("/urusan/sosial").links
    assert not put(house, write_up("Lain", extra="urusan: [sosial]\n"), name="lain.md").failed
    page = ours.get("/admin/daftar/urusan/sosial")
    ours.submit(page, to="/admin/daftar/urusan/sosial/pulihkan")
    assert "sosial" in offered(house, "urusan")
    with house.database.read() as session:
        verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.entity == "term").order_by(AuditEntry.id))
        assert list(verbs) == ["term-retired", "term-restored"]


def test_retired_term_stays_retired_after_a_shipment(house: House, keeper: Person) -> None:
    retire(house, keeper, "urusan", "sosial")
    with house.database.write() as session:
        shipped.install(session)
    assert term(house, "urusan", "sosial").is_retired


@pytest.mark.parametrize(
    ("kind", "name"), [("lisensi", "CC-BY-4.0"), ("keberlanjutan", "berhenti"), ("jenis-unit", "pemda")]
)
def test_what_the_program_needs_cannot_be_retired(
    app: Flask, house: House, keeper: Person, kind: str, name: str
) -> None:
    page = signed_in(app, house, keeper).get(f"/admin/daftar/{kind}/{name}")
    assert not [form for form in page.tree.all("form") if form.get("action", "").endswith("/pensiun")]
    with pytest.raises(Conflict):
        retire(house, keeper, kind, name)


def test_last_term_of_a_list_stays(house: House, keeper: Person) -> None:
    first, *others = offered(house, "jenis")
    for name in others:
        retire(house, keeper, "jenis", name)
    with pytest.raises(Conflict, match="paling sedikit satu"):
        retire(house, keeper, "jenis", first)


def test_kind_of_unit_is_added_and_offered_at_once(app: Flask, house: House, keeper: Person) -> None:
    ours = signed_in(app, house, keeper)
    page = ours.get("/admin/daftar/jenis-unit")
    ours.submit(page, {"name": "Taman Budaya", "name_en": "Cultural park"}, to="/admin/daftar/jenis-unit/tambah")
    assert offered(house, "jenis-unit")[-1] == "taman-budaya"
    form = ours.get(f"/admin/unit/{government(house)}/tambah")
    assert "taman-budaya" in {option.get("value") for option in form.tree.all("option")}
    page = ours.get("/admin/daftar/jenis-unit")
    again = {"name": "Taman Budaya", "name_en": "Another park"}
    assert "Taman Budaya" in ours.submit(page, again, to="/admin/daftar/jenis-unit/tambah", status=400).html


def test_lists_of_law_are_closed(app: Flask, house: House, keeper: Person) -> None:
    ours = signed_in(app, house, keeper)
    page = ours.get("/admin/daftar/urusan")
    assert not [form for form in page.tree.all("form") if form.get("action", "").endswith("/tambah")]
    with pytest.raises(Conflict), house.database.write() as session:
        term_actions.add(session, keeper.actor, "urusan", "Antariksa", "Space", now=NOW)
    ours.get("/admin/daftar/tag", status=404)
    ours.get("/admin/daftar/urusan/antariksa", status=404)


def test_every_list_has_its_page(app: Flask, house: House, keeper: Person) -> None:
    ours = signed_in(app, house, keeper)
    with house.database.read() as session:
        kinds = set(queries.load(session).terms)
    links = ours.get("/admin/daftar").links
    assert {f"/admin/daftar/{kind}" for kind in kinds} <= set(links)
    for kind in kinds:
        ours.get(f"/admin/daftar/{kind}")


def test_others_change_no_list(app: Flask, house: House) -> None:
    for role in set(Role) - {Role.SYSTEM_ADMIN}:
        who = person(house, f"Si {role.value}", (role, government(house)))
        ours = signed_in(app, house, who)
        for path in ("/admin/daftar", "/admin/daftar/urusan", "/admin/daftar/urusan/sosial"):
            ours.get(path, status=403)
        with house.database.write() as session:
            found = queries.term(session, "urusan", "sosial")
            for actor in (who.actor, READER):
                with pytest.raises(Forbidden):
                    term_actions.rename(session, actor, found, "Baru", "New", now=NOW)
                with pytest.raises(Forbidden):
                    term_actions.set_retired(session, actor, found, is_retired=True, now=NOW)
                with pytest.raises(Forbidden):
                    term_actions.add(session, actor, "jenis-unit", "Baru", "New", now=NOW)


def test_name_of_signs_alone_is_no_name(house: House, keeper: Person) -> None:
    with pytest.raises(Invalid), house.database.write() as session:
        term_actions.rename(session, keeper.actor, queries.term(session, "urusan", "sosial"), "a\x07", "x", now=NOW)
