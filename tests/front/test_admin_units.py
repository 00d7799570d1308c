"""Units are kept on pages: by the system administrator everywhere, by a local admin within the own tree."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.errors import Forbidden, Invalid
from rumah_inovasi.front import unit_deeds
from rumah_inovasi.house import House
from rumah_inovasi.organisations import actions, queries
from rumah_inovasi.organisations.forms import NewUnitForm
from rumah_inovasi.organisations.model import Unit, UnitState, fits
from rumah_inovasi.vocabulary import queries as vocabulary
from tests.factories import put, write_up
from tests.fixtures import START as NOW
from tests.pages import Answer, PageClient
from tests.people import Person, actor_of, government, person, signed_in, unit

DEEDS = ("tambah", "nama", "alias", "pindah", "gabung", "tutup")


@pytest.fixture
def admin(house: House) -> Person:
    """The local admin of Kabupaten Sidoarjo."""
    return person(house, "Ani Admin", (Role.LOCAL_ADMIN, government(house)))


@pytest.fixture
def keeper(house: House) -> Person:
    """The system administrator."""
    return person(house, "Sis Admin", (Role.SYSTEM_ADMIN, government(house, "35")))


def named(house: House, name: str, region: str = "35.15") -> Unit:
    with house.database.read() as session:
        found = queries.unit_by_name(session, region, name)
        assert found, name
        return found


def by_number(house: House, number: int) -> Unit:
    with house.database.read() as session:
        return queries.unit(session, number)


def do(client: PageClient, number: int, word: str, status: int = 303, **fields: str) -> Answer:
    path = f"/admin/unit/{number}/{word}"
    return client.submit(client.get(path), fields, to=path, status=status)


def sure(client: PageClient, asked: Answer, status: int = 303) -> Answer:
    """Press the button of the page that asks once more."""
    return client.submit(asked, to=asked.path, status=status)


def test_tree_shows_what_the_grant_reaches_and_no_more(app: Flask, house: House, admin: Person) -> None:
    clinic, far = unit(house, "Puskesmas Contoh"), unit(house, "Puskesmas Jauh", region="35.14")
    links = signed_in(app, house, admin).get("/admin/unit").links
    assert f"/admin/unit/{clinic}" in links
    assert f"/admin/unit/{far}" not in links
    assert not [link for link in links if "wilayah=" in link]


def test_search_finds_former_names_within_reach(app: Flask, house: House, admin: Person, keeper: Person) -> None:
    clinic, far = unit(house, "Puskesmas Lama"), unit(house, "Puskesmas Lama", region="35.14")
    with house.database.write() as session:
        actions.rename(session, keeper.actor, queries.unit(session, clinic), "Puskesmas Baru", now=NOW)
    own = signed_in(app, house, admin).get("/admin/unit?q=kesmas+LAMA").links
    assert f"/admin/unit/{clinic}" in own
    assert f"/admin/unit/{far}" not in own
    everything = signed_in(app, house, keeper).get("/admin/unit?q=puskesmas").links
    assert {f"/admin/unit/{clinic}", f"/admin/unit/{far}"} <= set(everything)


def test_system_administrator_chooses_a_region(app: Flask, house: House, keeper: Person) -> None:
    far = unit(house, "Puskesmas Jauh", region="35.14")
    client = signed_in(app, house, keeper)
    page = client.get("/admin/unit")
    assert len([link for link in page.links if "wilayah=" in link]) == 39
    assert f"/admin/unit/{far}" in client.get("/admin/unit?wilayah=35.14").links
    client.get("/admin/unit?wilayah=99", status=404)


def test_unit_is_added_renamed_and_known_under_another_name(app: Flask, house: House, admin: Person) -> None:
    client = signed_in(app, house, admin)
    answer = do(client, government(house), "tambah", name="Dinas Contoh", kind="opd-kab")
    made = named(house, "Dinas Contoh")
    assert answer.headers["Location"] == f"/admin/unit/{made.id}"
    assert "Perubahan tersimpan" in client.get(answer.headers["Location"]).text
    client = signed_in(app, house, admin)
    do(client, made.id, "nama", name="Dinas Teladan")
    do(client, made.id, "alias", name="Disteladan")
    assert named(house, "disteladan").name == "Dinas Teladan"
    page = client.get(f"/admin/unit/{made.id}")
    assert "Dinas Contoh" in page.text
    assert "Disteladan" in page.text


def test_province_and_regency_have_units_of_their_own_kinds(app: Flask, house: House, admin: Person) -> None:
    def offered(region: str) -> set[str]:
        with house.database.read() as session:
            above = queries.government(session, region)
            form = NewUnitForm(formdata=None, meta={"csrf": False})
            unit_deeds.fill(session, admin.actor, above, form, vocabulary.load(session))
            return {str(choice[0]) for choice in form.kind.choices or []}

    with app.test_request_context():
        province, regency = offered("35"), offered("35.15")
    assert province & {"opd-prov", "samsat", "opd-kab", "puskesmas", "bumd", ""} == {"opd-prov", "samsat", "bumd", ""}
    assert regency & {"opd-prov", "samsat", "opd-kab", "puskesmas", "bumd", ""} == {"opd-kab", "puskesmas", "bumd", ""}


def test_every_shipped_unit_stands_in_a_tree_of_its_kind(full_house: House) -> None:
    with full_house.database.read() as session:
        found = session.scalars(select(Unit)).all()
        assert [item.name for item in found if not fits(item.kind, item.region_code)] == []


def test_form_for_a_name_begins_with_the_present_one(app: Flask, house: House, admin: Person) -> None:
    clinic = unit(house, "Puskesmas Contoh")
    client = signed_in(app, house, admin)
    assert 'value="Puskesmas Contoh"' in client.get(f"/admin/unit/{clinic}/nama").html


@pytest.mark.parametrize(
    ("word", "fields", "words"),
    [
        ("nama", {"name": "Kecamatan Buduran"}, "sudah dipakai"),
        ("nama", {"name": ""}, "Ada yang perlu diperbaiki"),
        ("nama", {"name": "…!"}, "200 huruf"),
        ("alias", {"name": "x" * 201}, "Ada yang perlu diperbaiki"),
        ("tambah", {"name": "Baru", "kind": "pemda"}, "Ada yang perlu diperbaiki"),
        ("tambah", {"name": "Baru", "kind": "entah"}, "Ada yang perlu diperbaiki"),
        ("tambah", {"name": "Baru", "kind": ""}, "Ada yang perlu diperbaiki"),
        ("tambah", {"name": "Baru", "kind": "opd-prov"}, "Ada yang perlu diperbaiki"),
        ("pindah", {"unit": ""}, "Ada yang perlu diperbaiki"),
        ("pindah", {"unit": "999999"}, "Ada yang perlu diperbaiki"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(
    app: Flask, house: House, admin: Person, word: str, fields: dict[str, str], words: str
) -> None:
    clinic = unit(house, "Puskesmas Contoh")
    answer = do(signed_in(app, house, admin), clinic, word, status=400, **fields)
    assert words in answer.text
    assert fields.get("name", "") in answer.html
    assert by_number(house, clinic).name == "Puskesmas Contoh"


def test_unit_moves_below_another(app: Flask, house: House, admin: Person) -> None:
    clinic, office = unit(house, "Puskesmas Contoh"), unit(house, "Dinas Kesehatan", kind="opd-kab")
    do(signed_in(app, house, admin), clinic, "pindah", unit=str(office))
    assert by_number(house, clinic).parent_id == office


def test_merge_is_asked_once_more_and_then_redirects(
    app: Flask, house: House, admin: Person, client: PageClient
) -> None:
    put(house, write_up(unit="Dinas Lama", kind="opd-kab"))
    old, new = named(house, "Dinas Lama"), unit(house, "Dinas Baru", kind="opd-kab")
    below = unit(house, "Loket", parent=old.id)
    ours = signed_in(app, house, admin)
    asked = do(ours, old.id, "gabung", status=200, unit=str(new))
    assert by_number(house, old.id).state == UnitState.ACTIVE
    for words in ("dilanjutkan oleh “Dinas Baru”", "dialihkan", "1 tulisannya tetap ada", "1 unit di bawahnya"):
        assert words in asked.text
    assert sure(ours, asked).headers["Location"] == f"/admin/unit/{new}"
    assert by_number(house, old.id).state == UnitState.MERGED
    assert by_number(house, below).parent_id == new
    assert client.get(f"/unit/{old.ref}", status=301).headers["Location"] == f"/unit/{new}-dinas-baru"
    assert "/inovasi/1-antrean-ringkas" in client.get(f"/unit/{new}-dinas-baru").links


def test_close_is_asked_once_more_and_names_its_heirs(app: Flask, house: House, admin: Person) -> None:
    old, one, two = (unit(house, name, kind="opd-kab") for name in ("Dinas Lama", "Dinas Satu", "Dinas Dua"))
    ours = signed_in(app, house, admin)
    asked = do(ours, old, "tutup", status=200, first=str(one), second=str(two))
    assert "Penerusnya: Dinas Satu, Dinas Dua" in asked.text
    assert by_number(house, old).state == UnitState.ACTIVE
    sure(ours, asked)
    assert by_number(house, old).state == UnitState.CLOSED
    with house.database.read() as session:
        assert {heir.id for heir in queries.successors(session, old)} == {one, two}
    page = ours.get(f"/admin/unit/{old}")
    assert "tidak aktif" in page.text
    assert {f"/admin/unit/{old}/nama", f"/admin/unit/{old}/alias"} == {
        link for link in page.links if link.startswith(f"/admin/unit/{old}/")
    }
    ours.get(f"/admin/unit/{old}/gabung", status=403)


def test_unit_with_units_below_says_so_when_it_is_to_be_closed(app: Flask, house: House, admin: Person) -> None:
    office = unit(house, "Dinas Kesehatan", kind="opd-kab")
    unit(house, "Puskesmas Contoh", parent=office)
    ours = signed_in(app, house, admin)
    refused = sure(ours, do(ours, office, "tutup", status=200), status=400)
    assert "Puskesmas Contoh" in refused.text
    assert by_number(house, office).state == UnitState.ACTIVE


def test_choices_hold_units_of_the_own_tree_only(app: Flask, house: House) -> None:
    office = unit(house, "Dinas Kesehatan", kind="opd-kab")
    clinic, other = unit(house, "Puskesmas Contoh", parent=office), unit(house, "Dinas Sosial", kind="opd-kab")
    local = person(house, "Loka Lokal", (Role.LOCAL_ADMIN, office))
    ours = signed_in(app, house, local)
    page = ours.get(f"/admin/unit/{clinic}/pindah")
    offered = {option.get("value") for option in page.tree.all("option")}
    assert str(office) in offered
    assert str(other) not in offered
    assert str(clinic) not in offered
    do(ours, clinic, "pindah", status=400, unit=str(other))
    assert by_number(house, clinic).parent_id == office


def test_foreign_units_are_out_of_reach(app: Flask, house: House, admin: Person) -> None:
    far = unit(house, "Puskesmas Jauh", region="35.14")
    ours = signed_in(app, house, admin)
    own = ours.get(f"/admin/unit/{government(house)}/tambah")
    ours.get(f"/admin/unit/{far}", status=403)
    for word in DEEDS:
        path = f"/admin/unit/{far}/{word}"
        ours.get(path, status=403)
        forged = own.html.replace(f"/admin/unit/{government(house)}/tambah", path)
        page = Answer(path, 200, own.headers, forged.encode())
        ours.submit(page, {"name": "Rebut", "unit": "1", "yakin": "1"}, to=path, status=403)
    assert by_number(house, far).name == "Puskesmas Jauh"
    ours.get("/admin/unit/999999", status=404)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OFFICER, Role.TRAINER, Role.CURATOR])
def test_others_keep_no_units(app: Flask, house: House, role: Role) -> None:
    clinic = unit(house, "Puskesmas Contoh")
    ours = signed_in(app, house, person(house, "Lain", (role, government(house))))
    for path in ("/admin/unit", f"/admin/unit/{clinic}", f"/admin/unit/{clinic}/nama"):
        ours.get(path, status=403)


def test_public_is_led_to_the_sign_in(client: PageClient, house: House) -> None:
    clinic = unit(house, "Puskesmas Contoh")
    for path in ("/admin/unit", f"/admin/unit/{clinic}", f"/admin/unit/{clinic}/nama"):
        assert client.get(path, status=302).headers["Location"].startswith("/masuk")


def deeds_on(actor: Actor, number: int, other: int) -> dict[str, Callable[[Session], object]]:
    """Every deed on a unit, by its word."""
    get = queries.unit
    return {
        "tambah": lambda s: actions.create(s, actor, "35.15", "Anak", "opd-kab", now=NOW, parent=get(s, number)),
        "nama": lambda s: actions.rename(s, actor, get(s, number), "Nama Baru", now=NOW),
        "alias": lambda s: actions.add_alias(s, actor, get(s, number), "Singkatan", now=NOW),
        "pindah": lambda s: actions.move(s, actor, get(s, number), get(s, other), now=NOW),
        "gabung": lambda s: actions.merge(s, actor, get(s, number), get(s, other), now=NOW),
        "tutup": lambda s: actions.close(s, actor, get(s, number), [], now=NOW),
    }


def allowed(house: House, actor: Actor, number: int, other: int) -> set[str]:
    """The deeds that are not refused for want of a right; nothing of them is kept."""
    found = set()
    for word, deed in deeds_on(actor, number, other).items():
        try:
            with house.database.write() as session:
                deed(session)
                session.rollback()
                found.add(word)
        except Forbidden:
            pass
    return found


def test_rights_end_at_the_own_root(house: House) -> None:
    office = unit(house, "Dinas Kesehatan", kind="opd-kab")
    clinic, other = (unit(house, name, parent=office) for name in ("Puskesmas Satu", "Puskesmas Dua"))
    outside = unit(house, "Dinas Sosial", kind="opd-kab")
    local = person(house, "Loka Lokal", (Role.LOCAL_ADMIN, office)).actor
    assert allowed(house, local, clinic, other) == set(DEEDS)
    assert allowed(house, local, office, outside) == {"tambah", "nama", "alias"}
    assert allowed(house, local, clinic, outside) == set(DEEDS) - {"pindah", "gabung"}
    assert allowed(house, local, outside, clinic) == set()


def test_government_is_left_alone_by_local_admins(house: House, admin: Person) -> None:
    clinic = unit(house, "Puskesmas Contoh")
    actor = actor_of(house, admin.account)
    assert allowed(house, actor, government(house), clinic) == {"tambah", "alias"}
    assert allowed(house, actor, clinic, government(house)) == set(DEEDS)


def test_heirs_outside_the_tree_are_refused(house: House) -> None:
    office = unit(house, "Dinas Kesehatan", kind="opd-kab")
    clinic, outside = unit(house, "Puskesmas Satu", parent=office), unit(house, "Dinas Sosial", kind="opd-kab")
    local = person(house, "Loka Lokal", (Role.LOCAL_ADMIN, office)).actor
    get = queries.unit
    with pytest.raises(Forbidden), house.database.write() as session:
        actions.close(session, local, get(session, clinic), [get(session, outside)], now=NOW)


def test_admin_of_the_heir_reaches_what_was_merged(house: House, admin: Person) -> None:
    old, new = (unit(house, name, kind="opd-kab") for name in ("Dinas Lama", "Dinas Baru"))
    heir = person(house, "Heri Waris", (Role.LOCAL_ADMIN, new))
    assert not heir.actor.holds(Role.LOCAL_ADMIN, at=old)
    with house.database.write() as session:
        above = actor_of(house, admin.account)
        actions.merge(session, above, queries.unit(session, old), queries.unit(session, new), now=NOW)
    assert actor_of(house, heir.account).holds(Role.LOCAL_ADMIN, at=old)


def test_ended_unit_does_not_move(house: House, keeper: Person) -> None:
    old, new = (unit(house, name, kind="opd-kab") for name in ("Dinas Lama", "Dinas Baru"))
    with house.database.write() as session:
        actions.close(session, keeper.actor, queries.unit(session, old), [], now=NOW)
    with pytest.raises(Invalid, match="tidak aktif"), house.database.write() as session:
        actions.move(session, keeper.actor, queries.unit(session, old), queries.unit(session, new), now=NOW)


def test_deeds_on_pages_are_recorded_with_their_account(app: Flask, house: House, admin: Person) -> None:
    clinic = unit(house, "Puskesmas Contoh")
    do(signed_in(app, house, admin), clinic, "nama", name="Puskesmas Baru")
    with house.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "unit-renamed")).one()
        assert (entry.actor, entry.entity_id) == (admin.id, str(clinic))
        assert session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.actor == admin.id)) == 2
