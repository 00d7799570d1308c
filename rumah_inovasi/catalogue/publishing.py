"""How a text becomes the current revision: shared by the import and by the approval of a proposal, without any right.

Whoever calls has checked the right; see `actions.publish` and `review_actions.approve`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.catalogue import metadata as facts
from rumah_inovasi.catalogue import queries
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.catalogue.model import (
    Innovation,
    InnovationAward,
    InnovationLink,
    InnovationTerm,
    LinkKind,
    PublishedRevision,
    Revision,
    State,
    TermKind,
)
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.markup.rendered import Rendered


@dataclass(frozen=True)
class Text:
    """A text ready to be kept: as written, and as rendered outside the transaction."""

    body: str
    rendered: Rendered


@dataclass(frozen=True)
class Provenance:
    """Whose hand, why, and, for a restored archive, which number and moment a revision had."""

    author: str
    message: str
    revision: int | None = None
    published_at: datetime | None = None


def release(
    session: Session,
    account: int | None,
    metadata: Metadata,
    unit_id: int,
    text: Text,
    provenance: Provenance,
    *,
    now: datetime,
    number: int | None = None,
) -> Innovation:
    """Make the text the current, public revision of innovation `number`, or of a new one.

    Raises:
        Invalid: an innovation is to be made with a number below 1.
        Conflict: the revision number stated is not above those that exist.
    """
    public_version.raise_(session)  # first: on PostgreSQL it makes two publishers take turns, so numbers stay apart
    innovation = session.get(Innovation, number) if number is not None else None
    latest = _latest_revision(session, number) if innovation else 0
    revision = next_revision(provenance, latest)
    moment = provenance.published_at or now
    if innovation is None:
        innovation = Innovation(number=_number(session, number), first_published_at=moment)
        session.add(innovation)
    elif innovation.state == State.DRAFT:
        innovation.first_published_at = moment
    innovation.mirror(metadata, unit_id)
    innovation.revision = revision
    innovation.publish(now=now if latest else moment)
    session.flush()
    session.add(_revision(innovation, metadata, text, provenance, revision, now if latest else moment))
    _mirror_terms(session, innovation, metadata)
    audit.record(session, account, "published", "innovation", innovation.number, now=now, revision=revision)
    outbox.record(session, outbox.INNOVATION, innovation.number, now=now)
    return innovation


def next_revision(provenance: Provenance, latest: int) -> int:
    """The number of the revision that comes after `latest`, which a restored archive states itself.

    Raises:
        Conflict: the number stated is not above those that exist.
    """
    revision = provenance.revision or latest + 1
    if revision <= latest:
        raise Conflict("Revisi %(revision)s sudah ada; yang terakhir %(latest)s.", revision=revision, latest=latest)
    return revision


def _latest_revision(session: Session, number: int | None) -> int:
    query = select(func.max(Revision.number)).where(Revision.innovation_number == number)
    return session.scalar(query) or 0


def _number(session: Session, wanted: int | None) -> int:
    if wanted is not None and wanted < 1:
        raise Invalid("Nomor inovasi harus 1 atau lebih.")
    return wanted or queries.next_number(session)


def _revision(
    innovation: Innovation, metadata: Metadata, text: Text, provenance: Provenance, number: int, created_at: datetime
) -> Revision:
    revision = Revision(
        innovation_number=innovation.number,
        number=number,
        unit_id=innovation.unit_id,
        stored=facts.dump(metadata),
        body=text.body,
        author=provenance.author,
        message=provenance.message,
        created_at=created_at,
    )
    keep_html(revision, text.rendered)
    return revision


def keep_html(revision: PublishedRevision, rendered: Rendered) -> None:
    """Store what the renderer made of a revision's text."""
    revision.html, revision.words, revision.markup_version = rendered.html, rendered.words, rendered.version
    revision.headings = [list(asdict(heading).values()) for heading in rendered.headings]


def _mirror_terms(session: Session, innovation: Innovation, metadata: Metadata) -> None:
    number = innovation.number
    for model in (InnovationTerm, InnovationLink, InnovationAward):
        session.execute(delete(model).where(model.innovation_number == number))
    terms: dict[TermKind, Sequence[str]] = {
        TermKind.TOPIC: metadata.topics,
        TermKind.TAG: metadata.tags,
        TermKind.SDG: metadata.sdgs,
        TermKind.CETTAR: metadata.cettar,
    }
    for kind, values in terms.items():
        for position, term in enumerate(values):
            session.add(InnovationTerm(innovation_number=number, kind=kind.value, term=term, position=position))
    for link_kind, targets in ((LinkKind.SERIES, metadata.series), (LinkKind.RELATED, metadata.related)):
        for position, target in enumerate(targets):
            link = InnovationLink(innovation_number=number, kind=link_kind.value, target=target, position=position)
            session.add(link)
    for position, award in enumerate(metadata.awards):
        row = InnovationAward(
            innovation_number=number, position=position, event=award.event, year=award.year, rank=award.rank
        )
        session.add(row)
    session.flush()
