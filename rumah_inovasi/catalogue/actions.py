"""What can be done with a write-up: publish a revision, attach a file, withdraw, re-render."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit, outbox, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import queries
from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.catalogue.model import Attachment, Innovation, KeptFile, Revision, State
from rumah_inovasi.catalogue.policy import may_open, may_publish, may_withdraw, require
from rumah_inovasi.catalogue.publishing import Provenance, Text, keep_html, release
from rumah_inovasi.errors import Conflict, Invalid, NotFound
from rumah_inovasi.files.store import StoredFile
from rumah_inovasi.markup.rendered import Rendered, files_in
from rumah_inovasi.personal_data import find_personal_numbers

LONGEST_REASON = 500


def publish(
    session: Session,
    actor: Actor,
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
    require(may_publish(actor))
    return release(session, actor.account, metadata, unit_id, text, provenance, now=now, number=number)


def attach(
    session: Session,
    actor: Actor,
    innovation: Innovation,
    name: str,
    stored: StoredFile,
    media_type: str,
    *,
    is_open: bool,
    now: datetime,
) -> Attachment:
    """Make a file of the store an attachment of the write-up, in the place of an earlier one of this name.

    Readers see it once it is open and the current revision lists its name. Doing it twice changes nothing.
    """
    require(may_publish(actor))
    row = queries.attachments(session, innovation.number).get(name)
    if row and holds(row, stored, media_type, is_open=is_open):
        return row
    if row is None:
        row = Attachment(innovation_number=innovation.number, name=name)
        session.add(row)
    hold_bytes(session, actor, row, stored, media_type, is_open=is_open, now=now)
    outbox.record(session, outbox.INNOVATION, innovation.number, now=now)
    public_version.raise_(session)
    return row


def holds(row: KeptFile, stored: StoredFile, media_type: str, *, is_open: bool) -> bool:
    """Whether a file is kept just so already."""
    wanted = (stored.key, stored.sha256, media_type, stored.size, is_open)
    return (row.key, row.sha256, row.media_type, row.size, row.is_open) == wanted


def hold_bytes(
    session: Session, actor: Actor, row: KeptFile, stored: StoredFile, media_type: str, *, is_open: bool, now: datetime
) -> None:
    """Let a file of a text, whose row is in the session, consist of these bytes."""
    row.key, row.sha256, row.media_type, row.size = stored.key, stored.sha256, media_type, stored.size
    row.is_open, row.created_at = is_open, now
    if stored.words is not None:
        row.words = stored.words
    session.flush()
    audit.record(session, actor.account, "attached", row.ENTITY, row.id, now=now, sha256=row.sha256, key=row.key)


def set_open(
    session: Session, actor: Actor, innovation: Innovation, name: str, *, is_open: bool, now: datetime
) -> Attachment:
    """Let the public fetch an attachment, or no longer.

    Raises:
        NotFound: the write-up has no such file.
        Invalid: numbers of persons were found in it.
        Conflict: the text that is published names it, and would have a gap.
    """
    require(may_open(actor, innovation.unit_id))
    row = queries.attachments(session, innovation.number).get(name)
    if row is None:
        raise NotFound("Lampiran “%(name)s” tidak ada pada tulisan ini.", name=name)
    if not is_open and name in _named_in_public(session, innovation):
        raise Conflict(
            "Lampiran “%(name)s” dipakai dalam teks yang terbit. Terbitkan dahulu perubahan yang tidak memakainya.",
            name=name,
        )
    if open_or_close(session, actor, row, is_open=is_open, now=now):
        outbox.record(session, outbox.INNOVATION, innovation.number, now=now)
        public_version.raise_(session)
    return row


def open_or_close(session: Session, actor: Actor, row: KeptFile, *, is_open: bool, now: datetime) -> bool:
    """Let the public fetch a file, or no longer; tells whether anything changed.

    Raises:
        Invalid: numbers of persons were found in it.
    """
    if is_open and row.has_numbers:
        raise Invalid(
            "Lampiran “%(name)s” memuat nomor NIK, KK, atau ponsel perorangan dan tidak dapat dibuka. Unggah berkas "
            "yang sudah dibersihkan.",
            name=row.name,
        )
    if row.is_open == is_open:
        return False
    row.is_open = is_open
    verb = "attachment-opened" if is_open else "attachment-closed"
    audit.record(session, actor.account, verb, row.ENTITY, row.id, now=now)
    return True


def _named_in_public(session: Session, innovation: Innovation) -> list[str]:
    if innovation.state != State.PUBLISHED:
        return []
    return files_in(queries.read(session, innovation).revision.html, innovation.number)


def withdraw(session: Session, actor: Actor, innovation: Innovation, reason: str, *, on: date, now: datetime) -> None:
    """Take a write-up from the public and leave a tombstone.

    Raises:
        Invalid: no reason, one too long, or one with a number of a person.
        Conflict: it is not published.
    """
    require(may_withdraw(actor, innovation))
    innovation.withdraw(checked_reason(reason), on=on)
    innovation.updated_at = now
    audit.record(session, actor.account, "withdrawn", "innovation", innovation.number, now=now)
    outbox.record(session, outbox.INNOVATION, innovation.number, now=now)
    public_version.raise_(session)


def checked_reason(reason: str) -> str:
    """The reason of a withdrawal, which the public reads, on one line.

    Raises:
        Invalid: none, one too long, or one with a number of a person.
    """
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Invalid("Alasan penarikan wajib ditulis, paling panjang %(most)s huruf.", most=LONGEST_REASON)
    if find_personal_numbers(reason):
        raise Invalid("Alasan ini memuat nomor NIK, KK, atau ponsel perorangan. Hapus nomornya.", field="reason")
    return reason


def renew_html(session: Session, actor: Actor, revision: Revision, rendered: Rendered, *, now: datetime) -> None:
    """Replace the HTML of a revision by that of a newer renderer; its text stays."""
    require(may_publish(actor))
    keep_html(revision, rendered)
    audit.record(session, actor.account, "rendered", "revision", revision.id, now=now, version=rendered.version)
    outbox.record(session, outbox.INNOVATION, revision.innovation_number, now=now)
    public_version.raise_(session)
