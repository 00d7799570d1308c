"""Anybody tells what is needed; editors pass it on or answer it, and who searches for the same is led there."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from rumah_inovasi.accounts.actor import READER, SYSTEM, Role
from rumah_inovasi.accounts.throttle import NEED_FROM_ADDRESS
from rumah_inovasi.audit import AuditEntry
from rumah_inovasi.catalogue import actions as catalogue_actions
from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.errors import Conflict, Forbidden
from rumah_inovasi.house import House
from rumah_inovasi.insight import need_actions
from rumah_inovasi.insight.model import Need, NeedState
from rumah_inovasi.insight.need_actions import Wish
from tests.factories import put, write_up
from tests.fixtures import START as NOW
from tests.fixtures import Clock
from tests.indexing import settle
from tests.pages import PageClient
from tests.people import Person, government, person, signed_in
from tests.search.reading import link_named

PATH, DESK = "/kebutuhan", "/ruang-kerja/kebutuhan"
NEEDED = "Parkir elektronik untuk pasar kecil tanpa internet."


@pytest.fixture
def curator(house: House) -> Person:
    """The curator."""
    return person(house, "Kura Tor", (Role.CURATOR, government(house, "35")))


@pytest.fixture
def editor(app: Flask, house: House, curator: Person) -> PageClient:
    """The curator's browser."""
    return signed_in(app, house, curator)


@pytest.fixture
def author(app: Flask, house: House) -> PageClient:
    """The browser of somebody who writes."""
    return signed_in(app, house, person(house, "Peni", (Role.AUTHOR, government(house))))


def told(house: House, body: str = NEEDED, searched: str = "parkir pintar") -> int:
    with house.database.write() as session:
        return need_actions.tell(session, Wish(body, searched), now=house.clock()).id


def stored(house: House) -> list[Need]:
    with house.database.read() as session:
        return list(session.scalars(select(Need).order_by(Need.id)))


def test_reader_who_found_nothing_tells_what_is_needed(client: PageClient, house: House) -> None:
    put(house, write_up())
    settle(house)
    page = client.get(link_named(client.get("/cari?q=Parkir+Pintar"), "Kami membutuhkan ini"))
    assert "Parkir Pintar" in page.text
    assert "csrf_token" not in page.html
    fields = {"body": f" {NEEDED}\n", "unit_kind": "puskesmas", "region": "35.15"}
    answer = client.submit(page, fields, to=PATH)
    assert "Set-Cookie" not in answer.headers
    assert "sudah diterima" in client.get(answer.headers["Location"]).text
    (found,) = stored(house)
    assert (found.state, found.words, found.body) == (NeedState.NEW, "parkir pintar", NEEDED)
    assert (found.unit_kind, found.region_code, found.is_of_editors) == ("puskesmas", "35.15", False)


def test_nothing_of_a_need_tells_who_told_it(house: House) -> None:
    told(house)
    assert {"account", "account_id", "contact", "email", "address"} & set(Need.__table__.columns.keys()) == set()
    with house.database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.entity == "need"))
    assert (entry.actor, entry.details) == (None, {})


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"body": "Hubungi 0812-3456-7890"}, "Hapus nomornya"),
        ({"body": "NIK 3515084107850003"}, "Hapus nomornya"),
        ({"body": "x" * 1001}, "1000"),
        ({"body": " "}, ""),
        ({"body": "Perlu.", "region": "99.99"}, ""),
        ({"body": "Perlu.", "unit_kind": "entah"}, ""),
    ],
)
def test_what_cannot_be_kept_stays_in_the_form(
    client: PageClient, house: House, fields: dict[str, str], reason: str
) -> None:
    answer = client.submit(client.get(f"{PATH}?q=parkir"), fields, to=PATH, status=400)
    assert fields["body"] in answer.html
    assert reason in answer.text
    assert 'value="parkir"' in answer.html
    assert stored(house) == []


def test_one_address_tells_a_few_an_hour(client: PageClient, house: House) -> None:
    page = client.get(PATH)
    for _ in range(NEED_FROM_ADDRESS.most):
        client.submit(page, {"body": NEEDED}, to=PATH)
    answer = client.submit(page, {"body": NEEDED}, to=PATH, status=429)
    assert NEEDED in answer.html
    assert int(answer.headers["Retry-After"]) > 0
    assert len(stored(house)) == NEED_FROM_ADDRESS.most
    assert isinstance(house.clock, Clock)
    house.clock.at += timedelta(hours=2)
    client.submit(page, {"body": NEEDED}, to=PATH)


def test_all_addresses_together_fill_no_disk(client: PageClient, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(need_actions, "MOST_NEW", 1)
    told(house)
    client.submit(client.get(PATH), {"body": NEEDED}, to=PATH, status=429)
    assert len(stored(house)) == 1


def test_form_of_a_foreign_page_is_refused(client: PageClient, house: House) -> None:
    client.post(PATH, {"body": NEEDED}, headers={"Origin": "https://jahat.example"}, status=403)
    assert stored(house) == []


def test_new_needs_are_for_editors_and_passed_on_ones_for_all_who_write(
    house: House, editor: PageClient, author: PageClient, client: PageClient
) -> None:
    number = told(house)
    assert f"{DESK}/{number}" in editor.get("/ruang-kerja").links
    assert f"{DESK}/{number}" in editor.get(DESK).links
    for path in ("/ruang-kerja", DESK):
        assert f"{DESK}/{number}" not in author.get(path).links
    author.get(f"{DESK}/{number}", status=404)
    assert NEEDED not in author.get(f"{DESK}.csv").html
    editor.submit(editor.get(f"{DESK}/{number}"), to=f"{DESK}/{number}/minta")
    for path in ("/ruang-kerja", DESK):
        assert f"{DESK}/{number}" in author.get(path).links
    page = author.get(f"{DESK}/{number}")
    assert "/ruang-kerja/tulis" in page.links
    assert not [form for form in page.tree.all("form") if form.get("action", "").startswith(DESK)]
    assert NEEDED in author.get(f"{DESK}.csv").html
    for path in ("/", "/cari?q=parkir+pintar", PATH):
        assert NEEDED not in client.get(path).html
    client.get(f"{DESK}/{number}", status=302)


def test_answer_is_shown_to_those_who_search_for_the_same_in_vain(
    house: House, editor: PageClient, client: PageClient
) -> None:
    put(house, write_up("Loket Ramah"), name="a.md")
    put(house, write_up("Parkir Biasa", summary="Parkir."), name="b.md")
    settle(house)
    number = told(house)
    page = editor.get(f"{DESK}/{number}")
    answer = {"write_up": "http://localhost/inovasi/1-loket-ramah", "answer": "Sudah ditulis."}
    editor.submit(page, answer, to=f"{DESK}/{number}/selesai")
    shown = client.get("/cari?q=Parkir+PINTAR")
    assert "Yang disarankan redaksi untuk pencarian ini" in shown.text
    assert "/inovasi/1-loket-ramah" in shown.links
    assert "Sudah ditulis." not in shown.text
    assert "disarankan redaksi" not in client.get("/cari?q=pintar").text
    assert "disarankan redaksi" not in client.get("/cari?q=parkir").text
    assert "/inovasi/1-loket-ramah" in editor.get(f"{DESK}/{number}").links
    with house.database.write() as session:
        found = catalogue.innovation(session, 1)
        catalogue_actions.withdraw(session, SYSTEM, found, "Berhenti.", on=NOW.date(), now=NOW)
    assert "disarankan redaksi" not in client.get("/cari?q=Parkir+PINTAR").text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "Tulis hasilnya"),
        ({"write_up": "loket"}, "Tulis nomor tulisan"),
        ({"write_up": "99"}, "Tidak ada tulisan terbit"),
        ({"answer": "y" * 1001}, "1000"),
    ],
)
def test_need_is_closed_with_an_answer_only(
    house: House, editor: PageClient, fields: dict[str, str], reason: str
) -> None:
    number = told(house)
    answer = editor.submit(editor.get(f"{DESK}/{number}"), fields, to=f"{DESK}/{number}/selesai", status=400)
    assert reason in answer.text
    assert stored(house)[0].state == NeedState.NEW


def closed(house: House, number: int, answer: str = "Ada.") -> None:
    with house.database.write() as session:
        need_actions.close(session, SYSTEM, session.get_one(Need, number), answer, None, now=NOW)


def test_need_is_decided_once(any_house: House) -> None:
    number = told(any_house)
    closed(any_house, number)
    with pytest.raises(Conflict):
        closed(any_house, number, "Lain.")
    with any_house.database.write() as session:
        found = session.get_one(Need, number)
        with pytest.raises(Conflict):
            need_actions.pass_on(session, SYSTEM, found, now=NOW)
    assert stored(any_house)[0].answer == "Ada."


def test_list_is_filtered_and_has_pages(house: House, editor: PageClient) -> None:
    numbers = [told(house, f"Kebutuhan {each}.") for each in range(21)]
    closed(house, numbers[-1])

    def listed(query: str = "") -> list[int]:
        links = editor.get(f"{DESK}{query}").links
        return [int(link.rpartition("/")[2]) for link in links if link.startswith(f"{DESK}/")]

    assert listed() == list(reversed(numbers[:-1]))
    assert listed("?hal=2") == [numbers[-1]]
    assert listed("?keadaan=selesai") == [numbers[-1]]
    editor.get(f"{DESK}?keadaan=entah", status=400)
    editor.get(f"{DESK}?hal=3", status=404)


def test_table_runs_no_formula(house: House, editor: PageClient) -> None:
    told(house, "=1+1")
    table = editor.get(f"{DESK}.csv").html.removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(table), delimiter=";")
    assert (row["Kebutuhan"], row["Asal"], row["Keadaan"]) == ("'=1+1", "pembaca", "Baru")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.TRAINER])
def test_who_does_not_write_reads_no_needs(app: Flask, house: House, role: Role) -> None:
    number = told(house)
    client = signed_in(app, house, person(house, "Lain", (role, government(house))))
    for path in (DESK, f"{DESK}.csv", f"{DESK}/{number}"):
        client.get(path, status=403)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.LOCAL_ADMIN])
def test_who_writes_decides_nothing(house: House, role: Role) -> None:
    number = told(house)
    who = person(house, "Lain", (role, government(house)))
    for actor in (who.actor, READER):
        with house.database.write() as session:
            found = session.get_one(Need, number)
            with pytest.raises(Forbidden):
                need_actions.pass_on(session, actor, found, now=NOW)
            with pytest.raises(Forbidden):
                need_actions.close(session, actor, found, "Ada.", None, now=NOW)
            with pytest.raises(Forbidden):
                need_actions.ask_for(session, actor, Wish(NEEDED), now=NOW)
