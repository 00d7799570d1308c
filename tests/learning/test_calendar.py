"""Calendars of workshops, read back by the rules of RFC 5545."""

from datetime import date
from typing import Any

import icalendar
from sqlalchemy import event

from rumah_inovasi.accounts.actor import SYSTEM
from rumah_inovasi.house import House
from rumah_inovasi.learning import actions, queries
from tests.files.samples import pdf
from tests.learning.samples import held, workshop
from tests.pages import PageClient

LONG = "Bimtek, penulisan; " + "inovasi pelayanan publik " * 6
LINK = "{judul: Salindia, url: https://contoh.id/salindia}"
ONE = "/pelatihan/1-bimtek-menulis-inovasi.ics"


def events(client: PageClient, address: str) -> list[Any]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.body.split(b"\r\n")
    assert b"\n" not in b"".join(lines), "lines end with CRLF"
    assert max(map(len, lines)) <= 75
    return list(icalendar.Calendar.from_ical(answer.body).walk("VEVENT"))


def test_days_of_a_workshop_end_the_day_after(house: House, client: PageClient) -> None:
    held(house, workshop(extra="selesai: 2026-12-04\ntempat: Balai Kota\n"))
    (event,) = events(client, ONE)
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 2), date(2026, 12, 5))
    assert event["location"] == "Balai Kota"
    assert event["url"] == "http://localhost/pelatihan/1-bimtek-menulis-inovasi"
    assert event["uid"] == "pelatihan-1@localhost"


def test_what_people_write_comes_back_as_it_was(house: House, client: PageClient) -> None:
    held(house, workshop(f'"{LONG.strip()}"', summary='"a; b, c \\\\ d"'))
    (event,) = events(client, "/pelatihan.ics")
    assert event["summary"] == LONG.strip()
    assert str(event["description"]).startswith("a; b, c \\ d\nBagian Organisasi\nhttp://localhost/pelatihan/1-")


def test_calendar_of_all_leaves_out_what_has_no_day(house: House, client: PageClient) -> None:
    held(house, workshop())
    held(house, workshop("Forum Lama", starts="2020-05-02"), name="dua.md")
    held(house, workshop("Forum Bulan", starts="2021-05"), name="tiga.md")
    assert {str(event["summary"]) for event in events(client, "/pelatihan.ics")} == {
        "Bimtek Menulis Inovasi",
        "Forum Lama",
    }
    client.get("/pelatihan/3-forum-bulan.ics", status=404)
    assert "Masukkan ke kalender" not in client.get("/pelatihan/3-forum-bulan").text


def test_change_is_known_by_its_sequence(house: House, client: PageClient) -> None:
    held(house, workshop())
    (before,) = events(client, ONE)
    held(house, workshop(extra="nomor: 1\ntempat: Balai Kota\n"))
    (after,) = events(client, ONE)
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert before["uid"] == after["uid"]
    assert before["dtstamp"].dt < after["dtstamp"].dt


def test_empty_calendar_is_a_calendar(client: PageClient) -> None:
    assert events(client, "/pelatihan.ics") == []


def test_calendar_of_all_asks_no_more_of_the_database_for_more_workshops(house: House, client: PageClient) -> None:
    def asked() -> int:
        said: list[Any] = []
        event.listen(house.database.engine, "before_cursor_execute", listener := lambda *given: said.append(given[2]))
        events(client, "/pelatihan.ics")
        event.remove(house.database.engine, "before_cursor_execute", listener)
        return len(said)

    held(house, workshop())
    alone = asked()
    for day in range(2, 9):
        held(house, workshop(f"Forum {day}", starts=f"2020-05-0{day}"), name=f"{day}.md")
    assert asked() == alone


def test_many_are_read_as_each_alone(any_house: House) -> None:
    held(any_house, workshop(extra=f"bahan: [{{judul: Panduan, berkas: a.pdf}}, {LINK}]\n"), {"acara/a.pdf": pdf()})
    held(any_house, workshop("Forum"), name="dua.md")
    material = "bahan: [{judul: Panduan, berkas: a.pdf}]\n"
    held(any_house, workshop("Forum", extra=f"nomor: 2\n{material}"), {"2/a.pdf": pdf()}, name="dua.md")
    with any_house.database.write() as session:
        found = queries.published(session, 1)
        actions.set_open(session, SYSTEM, found, "a.pdf", is_open=False, now=any_house.clock())
    with any_house.database.read() as session:
        rows = [queries.published(session, number) for number in (2, 1)]
        many, alone = queries.read_all(session, rows), [queries.read(session, row) for row in rows]
    assert many == alone
    assert [reading.revision.number for reading in many] == [2, 1]
    assert [[item.title for item in reading.facts.materials] for reading in many] == [["Panduan"], ["Salindia"]]
