"""What workshops show on the page of a write-up."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.learning import queries
from rumah_inovasi.learning.presentation import Material, days, kind_name, materials
from rumah_inovasi.vocabulary.queries import Vocabularies


@dataclass(frozen=True)
class AboutWriteUp:
    """A workshop about a write-up, with what was handed out there."""

    title: str
    url: str
    days: str
    kind: str | None
    organiser: str
    materials: Sequence[Material]


def on_write_up(session: Session, innovation: Innovation, words: Vocabularies) -> list[AboutWriteUp]:
    """Workshops about a write-up, the latest first."""
    return [
        AboutWriteUp(
            title=reading.facts.title,
            url=addresses.workshop(reading.workshop.ref),
            days=days(reading.facts.starts, reading.facts.ends),
            kind=kind_name(reading.facts.kind, words),
            organiser=reading.facts.organiser,
            materials=materials(reading.facts, queries.shown_files(session, reading)),
        )
        for reading in queries.about(session, innovation.number)
    ]
