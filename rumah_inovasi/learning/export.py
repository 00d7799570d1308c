"""Workshops for programs: calendars (RFC 5545), JSON-LD of a page, and rows of a table."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from rumah_inovasi import addresses
from rumah_inovasi.catalogue.export import data_block
from rumah_inovasi.learning.facts import earliest, latest
from rumah_inovasi.learning.presentation import Page
from rumah_inovasi.learning.queries import Listed, Read
from rumah_inovasi.web.site import NAME

CALENDAR_TYPE = "text/calendar; charset=utf-8"
HEADER = (
    "nomor",
    "judul",
    "jenis",
    "mulai",
    "selesai",
    "tempat",
    "penyelenggara",
    "wilayah",
    "ringkasan",
    "alamat",
)
NO_PLACES = frozenset({"daring", "virtual", "online"})  # what people write where nobody has to go
ATTENDANCE = "https://schema.org/{}EventAttendanceMode"


def calendar(readings: Iterable[Read], base_url: str, name: str) -> bytes:
    """Workshops whose days are known as a calendar; those of which only the month is known have no place in one."""
    import icalendar  # noqa: PLC0415 - a few MB that a server which is asked for no calendar need not hold

    made = icalendar.Calendar()
    made.add("prodid", f"-//{NAME}//ID")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    host = urlsplit(base_url).hostname
    for reading in readings:
        found, facts = reading.workshop, reading.facts
        if not facts.is_dated:
            continue
        url = base_url + addresses.workshop(found.ref)
        event = icalendar.Event()
        event.add("uid", f"pelatihan-{found.number}@{host}")
        event.add("dtstamp", reading.revision.created_at)
        event.add("last-modified", reading.revision.created_at)
        event.add("sequence", reading.revision.number - 1)
        event.add("dtstart", earliest(facts.starts))
        event.add("dtend", latest(facts.ends or facts.starts) + timedelta(days=1))  # the first day that is free again
        event.add("summary", facts.title)
        event.add("description", f"{facts.summary}\n{facts.organiser}\n{url}")
        event.add("url", url)
        if place := facts.place or facts.online_url:
            event.add("location", place)
        made.add_component(event)
    text: bytes = made.to_ical()
    return text


def json_ld(item: Page) -> str:
    """The page described in the words of schema.org; safe inside a script element."""
    facts = item.facts
    has_place = bool(facts.place) and str(facts.place).casefold() not in NO_PLACES
    is_online = bool(facts.online_url) or (bool(facts.place) and not has_place)
    places: list[dict[str, Any]] = []
    if has_place:
        places.append({"@type": "Place", "name": facts.place, "address": item.region_full_name})
    if facts.online_url:
        places.append({"@type": "VirtualLocation", "url": facts.online_url})
    mode = "Mixed" if has_place and is_online else "Online" if is_online else "Offline"
    return data_block(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": item.title,
            "description": item.summary,
            "url": item.absolute_url,
            "startDate": facts.starts,
            "endDate": facts.ends,
            "eventAttendanceMode": ATTENDANCE.format(mode) if facts.place or is_online else None,
            "location": places,
            "organizer": {"@type": "Organization", "name": facts.organiser},
            "performer": [{"@type": "Organization", "name": name} for name in facts.speakers],
            "maximumAttendeeCapacity": facts.quota,
            "audience": {"@type": "Audience", "audienceType": facts.audience} if facts.audience else None,
            "inLanguage": "id",
        }
    )


def rows(listed: Iterable[Listed], base_url: str) -> list[tuple[str | int, ...]]:
    """Workshops as rows of a table, below `HEADER`."""
    return [
        (
            row.workshop.number,
            row.workshop.title,
            row.workshop.kind or "",
            row.workshop.starts,
            row.workshop.ends or "",
            row.workshop.place or "",
            row.workshop.organiser,
            row.region.full_name,
            row.workshop.summary,
            base_url + addresses.workshop(row.workshop.ref),
        )
        for row in listed
    ]
