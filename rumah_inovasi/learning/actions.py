"""What can be done with a workshop: publish a revision, keep a file, open it, withdraw, re-render."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.actions import checked_reason, hold_bytes, holds, open_or_close
from rumah_inovasi.catalogue.policy import may_open, may_withdraw, require
from rumah_inovasi.catalogue.publishing import Provenance, Text, keep_html
from rumah_inovasi.errors import NotFound
from rumah_inovasi.files.store import StoredFile
from rumah_inovasi.learning import queries
from rumah_inovasi.learning.facts import Facts
from rumah_inovasi.learning.model import Workshop, WorkshopFile, WorkshopRevision
from rumah_inovasi.learning.policy import may_publish
from rumah_inovasi.learning.publishing import release
from rumah_inovasi.markup.rendered import Rendered


def publish(
    session: Session,
    actor: Actor,
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
        Invalid: the text shows pictures.
        Conflict: the revision number stated is not above those that exist.
    """
    require(may_publish(actor))
    return release(session, actor.account, facts, unit_id, text, provenance, now=now, number=number)


def attach(
    session: Session,
    actor: Actor,
    workshop: Workshop,
    name: str,
    stored: StoredFile,
    media_type: str,
    *,
    is_open: bool,
    now: datetime,
) -> WorkshopFile:
    """Make a file of the store one of the workshop, in the place of an earlier one of this name; twice is harmless."""
    require(may_publish(actor))
    row = queries.files(session, workshop.number).get(name)
    if row and holds(row, stored, media_type, is_open=is_open):
        return row
    if row is None:
        row = WorkshopFile(workshop_number=workshop.number, name=name)
        session.add(row)
    hold_bytes(session, actor, row, stored, media_type, is_open=is_open, now=now)
    _changed(session, workshop, now)
    return row


def set_open(
    session: Session, actor: Actor, workshop: Workshop, name: str, *, is_open: bool, now: datetime
) -> WorkshopFile:
    """Let the public fetch a file, or no longer; a material that is closed is not mentioned.

    Raises:
        NotFound: the workshop has no such file.
        Invalid: numbers of persons were found in it.
    """
    require(may_open(actor, workshop.unit_id))
    row = queries.files(session, workshop.number).get(name)
    if row is None:
        raise NotFound("Berkas “%(name)s” tidak ada pada pelatihan ini.", name=name)
    if open_or_close(session, actor, row, is_open=is_open, now=now):
        _changed(session, workshop, now)
    return row


def withdraw(session: Session, actor: Actor, workshop: Workshop, reason: str, *, on: date, now: datetime) -> None:
    """Take a workshop from the public and leave a tombstone.

    Raises:
        Invalid: no reason, one too long, or one with a number of a person.
        Conflict: it is not published.
    """
    require(may_withdraw(actor, workshop))
    workshop.withdraw(checked_reason(reason), on=on)
    workshop.updated_at = now
    audit.record(session, actor.account, "withdrawn", "workshop", workshop.number, now=now)
    _changed(session, workshop, now)


def renew_html(
    session: Session, actor: Actor, revision: WorkshopRevision, rendered: Rendered, *, now: datetime
) -> None:
    """Replace the HTML of a revision by that of a newer renderer; its text stays."""
    require(may_publish(actor))
    keep_html(revision, rendered)
    audit.record(
        session, actor.account, "rendered", "workshop-revision", revision.id, now=now, version=rendered.version
    )
    public_version.raise_(session)
    outbox.record(session, outbox.WORKSHOP, revision.workshop_number, now=now)


def _changed(session: Session, workshop: Workshop, now: datetime) -> None:
    outbox.record(session, outbox.WORKSHOP, workshop.number, now=now)
    public_version.raise_(session)
