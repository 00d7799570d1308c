"""Workshops in the archive: the current public text of each as a Markdown file, with its files beside it."""

from sqlalchemy.orm import Session

from rumah_inovasi import outbox
from rumah_inovasi.interoperability.archive import WITHDRAWN, ArchiveFile, placed, withdrawal_of
from rumah_inovasi.interoperability.archive_entry import Item
from rumah_inovasi.interoperability.workshop_file import Header, WorkshopFile, write
from rumah_inovasi.learning import queries as learning
from rumah_inovasi.learning.facts import Facts
from rumah_inovasi.organisations import queries as organisations
from rumah_inovasi.organisations.model import GOVERNMENT

FOLDER = "pelatihan"


def archive_file(session: Session, number: int) -> ArchiveFile:
    """The canonical file of one published or withdrawn workshop.

    Raises:
        NotFound: there is none.
    """
    found = learning.workshop(session, number)
    reading = learning.read(session, found)
    unit = organisations.unit(session, found.unit_id)
    withdrawal = withdrawal_of(found)
    is_government = unit.kind == GOVERNMENT
    file = WorkshopFile(
        Header(
            number=number,
            unit=None if is_government else unit.name,
            unit_kind=None if is_government else unit.kind,
            withdrawal=withdrawal,
            published_at=found.first_published_at,
            revision=found.revision,
        ),
        tombstone(reading.facts) if withdrawal else reading.facts,
        "" if withdrawal else reading.revision.body,
    )
    files = learning.shown_files(session, reading)
    return placed(Item(outbox.WORKSHOP, number), FOLDER, found, write(file), files)


def tombstone(facts: Facts) -> Facts:
    """What is left of a withdrawn workshop in public: how it was called, when it was, and whose it was."""
    return Facts(
        title=facts.title,
        summary=WITHDRAWN,
        starts=facts.starts,
        ends=facts.ends,
        organiser=facts.organiser,
        region=facts.region,
    )
