"""The record of deeds is read by the system administrator: in words, filtered, paged, as a table, and never changed."""

import ast
import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

import rumah_inovasi
from rumah_inovasi import audit
from rumah_inovasi.accounts.actor import SYSTEM, Role
from rumah_inovasi.audit import AuditEntry, Wanted
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.front import audit_words
from rumah_inovasi.front.admin_audit import HEADER, PAGE_SIZE
from rumah_inovasi.house import House
from tests.factories import put, write_up
from tests.fixtures import START as NOW
from tests.pages import Answer, PageClient, _words
from tests.people import Person, government, person, signed_in, unit

PATH = "/admin/catatan"


@pytest.fixture
def keeper(house: House) -> Person:
    """The system administrator."""
    return person(house, "Sis Admin", (Role.SYSTEM_ADMIN, government(house, "35")))


def note(
    house: House, verb: str, actor: int | None, at: datetime = NOW, entity: str = "unit", number: str = "1"
) -> None:
    with house.database.write() as session:
        audit.record(session, actor, verb, entity, number, now=at)


def rows(page: Answer) -> list[list[str]]:
    """The cells of the table without its head."""
    lines = [[_words(cell) for cell in row if cell.tag in {"th", "td"}] for row in page.tree.all("tr")]
    return lines[1:]


def test_newest_deeds_come_first_in_words(app: Flask, house: House, keeper: Person) -> None:
    note(house, "unit-renamed", keeper.id)
    note(house, "unit-closed", None)
    page = signed_in(app, house, keeper).get(PATH)
    verbs = [(row[1], row[2]) for row in rows(page)]
    assert verbs[:3] == [
        ("Sis Admin", "masuk"),
        ("sistem atau pembaca", "menutup unit"),
        ("Sis Admin", "mengganti nama unit"),
    ]
    assert {"/admin/unit/1", f"/ruang-kerja/anggota/{keeper.id}"} <= set(page.links)


def test_deeds_are_filtered(app: Flask, house: House, keeper: Person) -> None:
    note(house, "unit-renamed", keeper.id, datetime(2026, 11, 1, 16, 59, tzinfo=UTC))  # 23.59 WIB
    note(house, "unit-moved", None, datetime(2026, 11, 1, 17, 0, tzinfo=UTC))  # midnight of the next day
    note(house, "term-renamed", keeper.id, datetime(2026, 11, 3, 1, 0, tzinfo=UTC), "term", "urusan/sosial")
    ours = signed_in(app, house, keeper)

    def found(query: str) -> list[str]:
        return [row[2] for row in rows(ours.get(f"{PATH}?{query}"))]

    assert found("perbuatan=unit-moved") == ["memindahkan unit"]
    assert found("jenis=term") == ["mengganti nama pilihan"]
    assert found(f"akun={keeper.id}&jenis=unit") == ["mengganti nama unit"]
    assert found("akun=SIS.admin@contoh.go.id&jenis=unit") == ["mengganti nama unit"]
    assert found("akun=tidak-ada@contoh.go.id") == []
    assert found("sejak=2026-11-01&sampai=2026-11-01") == ["mengganti nama unit"]
    assert found("sejak=2026-11-02&sampai=2026-11-02") == ["memindahkan unit"]
    for wrong in ("sejak=kemarin", "sampai=2026-13-01", "sejak=0001-01-01", "sampai=9999-12-31", "hal=99"):
        ours.get(f"{PATH}?{wrong}", status=404 if wrong == "hal=99" else 400)


def test_long_record_has_pages_that_keep_the_filter(app: Flask, house: House, keeper: Person) -> None:
    with house.database.write() as session:
        for number in range(PAGE_SIZE + 3):
            audit.record(session, None, "unit-moved", "unit", number, now=NOW)
    ours = signed_in(app, house, keeper)
    page = ours.get(f"{PATH}?perbuatan=unit-moved")
    assert len(rows(page)) == PAGE_SIZE
    assert len(rows(ours.get(f"{PATH}?perbuatan=unit-moved&hal=2"))) == 3
    assert f"{PATH}?perbuatan=unit-moved&hal=2" in page.links


def test_record_goes_into_a_table_whole(app: Flask, house: House, keeper: Person) -> None:
    with house.database.write() as session:
        for number in range(PAGE_SIZE + 3):
            audit.record(session, keeper.id, "unit-moved", "unit", number, now=NOW, parent=7)
    answer = signed_in(app, house, keeper).get(f"{PATH}.csv?perbuatan=unit-moved")
    lines = list(csv.reader(io.StringIO(answer.html.removeprefix("\ufeff")), delimiter=";"))
    assert lines[0] == list(HEADER)
    assert len(lines) == 1 + PAGE_SIZE + 3
    assert lines[1][1:] == [
        "2026-11-22 10:15:00", str(keeper.id), "Sis Admin", "memindahkan unit", "unit", "52", "unit induk: 7"
    ]  # fmt: skip


def test_only_what_has_a_page_is_a_link(app: Flask, house: House, keeper: Person) -> None:
    put(house, write_up())
    put(house, write_up("Ditarik"), name="dua.md")
    with house.database.write() as session:
        found = catalogue.innovation(session, 2)
        catalogue_actions.withdraw(session, SYSTEM, found, "Keliru", on=NOW.date(), now=house.clock())
    links = signed_in(app, house, keeper).get(PATH).links
    assert "/inovasi/1" in links
    assert "/inovasi/2" not in links


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_others_do_not_read_it(app: Flask, house: House, role: Role) -> None:
    ours = signed_in(app, house, person(house, "Lain", (role, government(house))))
    for path in (PATH, f"{PATH}.csv"):
        ours.get(path, status=403)


def test_public_is_led_to_the_sign_in(client: PageClient) -> None:
    for path in (PATH, f"{PATH}.csv", "/admin", "/admin/akun", "/admin/antrean", "/admin/daftar"):
        assert client.get(path, status=302).headers["Location"].startswith("/masuk")


def test_reading_leaves_it_as_it_is_and_it_stays_append_only(any_house: House) -> None:
    note(any_house, "unit-moved", None)
    with any_house.database.read() as session:
        count = session.scalar(select(func.count()).select_from(AuditEntry))
        assert audit.count(session, Wanted()) == count
        assert len(audit.entries(session, Wanted())) == count
        assert audit.entries(session, Wanted(entity="unit", entity_id="1", verb="unit-moved"))
    with pytest.raises(DBAPIError, match="append-only"), any_house.database.write() as session:
        session.scalars(select(AuditEntry)).first().verb = "lain"  # type: ignore[union-attr]  # there is one


def verbs_in_code() -> set[str]:
    """Every verb that the program records as it stands in the code."""
    found: set[str] = set()
    for path in Path(rumah_inovasi.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.func if isinstance(node, ast.Call) else None
            if isinstance(name, ast.Attribute) and name.attr == "record" and ast.unparse(name.value) == "audit":
                assert isinstance(node, ast.Call)
                found |= {str(part.value) for part in ast.walk(node.args[2]) if isinstance(part, ast.Constant)}
    return found


def test_every_recorded_verb_has_words() -> None:
    assert verbs_in_code() >= {"signed-in", "published"}
    assert verbs_in_code() - set(audit_words.VERBS) == set()


def test_deed_of_a_unit_that_was_made_on_the_way_is_there(app: Flask, house: House, keeper: Person) -> None:
    number = unit(house, "Puskesmas Contoh")
    assert f"/admin/unit/{number}" in signed_in(app, house, keeper).get(PATH).links
