"""Calendars of workshops, read back by the rules of RFC 5545."""

from datetime import date
from typing import Any

import icalendar

from rumah_inovasi.house import House
from tests.learning.samples import held, workshop
from tests.pages import PageClient

LONG = "Bimtek, penulisan; " + "inovasi pelayanan publik " * 6
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
