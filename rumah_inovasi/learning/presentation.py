"""Rows and facts into what pages show: days in words, names instead of ids, addresses instead of numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext
from markupsafe import Markup

from rumah_inovasi import addresses
from rumah_inovasi.catalogue.metadata import Source
from rumah_inovasi.catalogue.presentation import FILE_KINDS
from rumah_inovasi.learning.facts import DAY_LENGTH, KINDS, Facts, earliest, latest
from rumah_inovasi.learning.model import WorkshopFile
from rumah_inovasi.learning.queries import Listed, Read
from rumah_inovasi.organisations.model import GOVERNMENT, Region, Unit
from rumah_inovasi.vocabulary.queries import Vocabularies
from rumah_inovasi.web.filters import tanggal
from rumah_inovasi.web.links import Link

MONTH_LENGTH = len("2026-11")


@dataclass(frozen=True)
class Card:
    """A workshop in a list."""

    number: int
    title: str
    summary: str
    url: str
    days: str
    kind: str | None
    place: str | None
    organiser: str
    region: Link


@dataclass(frozen=True)
class Material:
    """Something to learn from; `kind` and `size` tell of a file that is kept here."""

    label: str
    url: str
    kind: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class Page:
    """A workshop as it is read."""

    number: int
    title: str
    summary: str
    html: Markup
    url: str
    absolute_url: str
    days: str
    is_over: bool
    is_running: bool
    calendar_url: str | None
    facts: Facts
    kind: str | None
    region: Link
    region_full_name: str
    unit: Link | None  # none where the region's government keeps it
    materials: Sequence[Material]
    sources: Sequence[Source]
    published_at: datetime
    revised_at: datetime
    revision: int


def days(starts: str, ends: str | None) -> str:
    """From when to when in words, what both have in common said once."""
    if not ends or ends == starts:
        return tanggal(starts)
    is_within_month = len(starts) == len(ends) == DAY_LENGTH and starts[:MONTH_LENGTH] == ends[:MONTH_LENGTH]
    first = str(int(starts[MONTH_LENGTH + 1 :])) if is_within_month else tanggal(starts)
    return f"{first}–{tanggal(ends)}" if is_within_month else f"{first} – {tanggal(ends)}"


def cards(rows: Iterable[Listed], words: Vocabularies) -> list[Card]:
    """Workshops in a list."""
    return [
        Card(
            number=row.workshop.number,
            title=row.workshop.title,
            summary=row.workshop.summary,
            url=addresses.workshop(row.workshop.ref),
            days=days(row.workshop.starts, row.workshop.ends),
            kind=kind_name(row.workshop.kind, words),
            place=row.workshop.place,
            organiser=row.workshop.organiser,
            region=Link(row.region.label, addresses.region(row.region.ref)),
        )
        for row in rows
    ]


def kind_name(kind: str | None, words: Vocabularies) -> str | None:
    """What kind of workshop it is, in words."""
    return words.name(KINDS, kind) if kind else None


def materials(facts: Facts, files: Iterable[WorkshopFile]) -> list[Material]:
    """What can be fetched or looked up, in the order of the facts."""
    kept = {row.name: row for row in files}
    found = []
    for item in facts.materials:
        row = kept.get(item.file or "")
        if row:
            url = addresses.workshop_file(row.workshop_number, row.name)
            found.append(Material(item.title, url, FILE_KINDS.get(row.media_type, row.media_type), row.size))
        elif item.url:
            found.append(Material(item.title, item.url))
    return found


def page(
    reading: Read,
    region: Region,
    unit: Unit,
    words: Vocabularies,
    *,
    base_url: str,
    today: date,
    files: Sequence[WorkshopFile] = (),
) -> Page:
    """One workshop as its page shows it; `files` are those that readers may fetch."""
    found, revision, facts = reading.workshop, reading.revision, reading.facts
    url = addresses.workshop(found.ref)
    return Page(
        number=found.number,
        title=facts.title,
        summary=facts.summary,
        html=Markup(revision.html),  # noqa: S704 - the HTML of markup/, cleaned and checked when it was saved
        url=url,
        absolute_url=base_url + url,
        days=days(facts.starts, facts.ends) if facts.starts else gettext("(belum diisi)"),
        is_over=found.last_day is not None and found.last_day < today,
        is_running=facts.is_dated and earliest(facts.starts) <= today <= latest(facts.ends or facts.starts),
        calendar_url=f"{url}.ics" if facts.is_dated else None,
        facts=facts,
        kind=kind_name(facts.kind, words),
        region=Link(region.label, addresses.region(region.ref)),
        region_full_name=region.full_name,
        unit=None if unit.kind == GOVERNMENT else Link(unit.name, addresses.unit(unit.ref)),
        materials=materials(facts, files),
        sources=sorted(facts.sources, key=lambda source: source.date or "", reverse=True),
        published_at=found.first_published_at,
        revised_at=revision.created_at,
        revision=revision.number,
    )
