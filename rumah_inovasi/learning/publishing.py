"""How a text becomes the current revision of a workshop: shared by the import and by approval, without any right."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.catalogue.model import State
from rumah_inovasi.catalogue.publishing import Provenance, Text, keep_html, next_revision
from rumah_inovasi.errors import Invalid
from rumah_inovasi.learning import facts as facts_of
from rumah_inovasi.learning import queries
from rumah_inovasi.learning.facts import Facts
from rumah_inovasi.learning.model import Workshop, WorkshopRevision, WorkshopTopic


def no_pictures() -> Invalid:
    """The text of a workshop has no files of its own to show."""
    return Invalid("Uraian pelatihan tidak memuat gambar. Lampirkan gambarnya sebagai bahan.", field="isi")


def release(
    session: Session,
    account: int | None,
    facts: Facts,
    unit_id: int,
    text: Text,
    provenance: Provenance,
    *,
    now: datetime,
    number: int | None = None,
) -> Workshop:
    """Make the text the current, public revision of workshop `number`, or of a new one.

    Raises:
        Invalid: the text shows pictures, which it has no files for.
        Conflict: the revision number stated is not above those that exist.
    """
    if "<img" in text.rendered.html:
        raise no_pictures()
    public_version.raise_(session)  # first: it makes two publishers take turns, so numbers stay apart
    workshop = session.get(Workshop, number) if number is not None else None
    latest = _latest_revision(session, number) if workshop else 0
    revision = next_revision(provenance, latest)
    moment = provenance.published_at or now
    if workshop is None:
        workshop = Workshop(number=number or queries.next_number(session), first_published_at=moment)
        session.add(workshop)
    elif workshop.state == State.DRAFT:
        workshop.first_published_at = moment
    workshop.mirror(facts, unit_id)
    workshop.revision = revision
    workshop.publish(now=now if latest else moment)
    session.flush()
    session.add(_revision(workshop, facts, text, provenance, created_at=now if latest else moment))
    _mirror_topics(session, workshop, facts)
    audit.record(session, account, "published", "workshop", workshop.number, now=now, revision=revision)
    outbox.record(session, outbox.WORKSHOP, workshop.number, now=now)
    return workshop


def _latest_revision(session: Session, number: int | None) -> int:
    query = select(func.max(WorkshopRevision.number)).where(WorkshopRevision.workshop_number == number)
    return session.scalar(query) or 0


def _revision(
    workshop: Workshop, facts: Facts, text: Text, provenance: Provenance, *, created_at: datetime
) -> WorkshopRevision:
    revision = WorkshopRevision(
        workshop_number=workshop.number,
        number=workshop.revision,
        unit_id=workshop.unit_id,
        stored=facts_of.dump(facts),
        body=text.body,
        author=provenance.author,
        message=provenance.message,
        created_at=created_at,
    )
    keep_html(revision, text.rendered)
    return revision


def _mirror_topics(session: Session, workshop: Workshop, facts: Facts) -> None:
    session.execute(delete(WorkshopTopic).where(WorkshopTopic.workshop_number == workshop.number))
    for position, target in enumerate(facts.innovations):
        session.add(WorkshopTopic(workshop_number=workshop.number, innovation_number=target, position=position))
    session.flush()
