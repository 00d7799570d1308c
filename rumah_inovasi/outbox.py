"""What has changed and still has to reach the outside (the index, the archive): a row per change, in its transaction.

A row names an entity, never what became of it: whoever works it off makes the outside equal to the present state. Rows
that stand twice, come late or in another order therefore do no harm, and none has to be unique. This is no queue for
deeds that count, such as a letter to a person, which would be sent twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rumah_inovasi import retries
from rumah_inovasi.database import Base, Instant, parts
from rumah_inovasi.retries import LONGEST_ERROR, QueueStatus, Retried

# Kinds of entities.
INNOVATION = "innovation"
WORKSHOP = "workshop"
UNIT = "unit"
EVERYTHING = "everything"  # what all documents show: shipped facts, vocabularies; its entity is empty
REBUILD = "rebuild"  # a request rather than a change; its entity is the name of a projection

CHANNEL = "rumah_outbox"  # on which PostgreSQL tells of commits with rows
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 8


class OutboxRow(Retried, Base):
    """An entity that has changed. Ids grow for ever, so that deleting the ids once read never meets a newer row."""

    __tablename__ = "outbox"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it once

    kind: Mapped[str]
    entity: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(Instant)


def record(session: Session, kind: str, entity: str | int, *, now: datetime) -> OutboxRow:
    """Say that an entity has changed, in the transaction of the change itself."""
    row = OutboxRow(kind=kind, entity=str(entity), recorded_at=now, attempts=0)
    session.add(row)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, "")))  # heard when, and only if, this is committed
    return row


def due(session: Session, *, now: datetime, limit: int | None) -> Sequence[OutboxRow]:
    """Rows to be worked off now, oldest first; `limit` None gives all of them."""
    ready = retries.is_due(OutboxRow, now)
    return session.scalars(select(OutboxRow).where(ready).order_by(OutboxRow.id).limit(limit)).all()


def done(session: Session, ids: Sequence[int]) -> None:
    """Remove exactly these rows; whatever was recorded meanwhile has rows of its own."""
    for part in parts(ids):
        session.execute(delete(OutboxRow).where(OutboxRow.id.in_(part)))


def overtaken(session: Session, kind: str, entities: Sequence[str]) -> None:
    """Remove rows of these entities that failed before: what they are about has just been brought outside."""
    for part in parts(entities):
        own = OutboxRow.kind == kind, OutboxRow.entity.in_(part)
        session.execute(delete(OutboxRow).where(*own, OutboxRow.attempts > 0))


def failed(session: Session, ids: Sequence[int], error: str, *, now: datetime) -> None:
    """Keep the rows for another attempt after a pause that doubles each time; after many attempts, park them."""
    for part in parts(ids):
        for row in session.scalars(select(OutboxRow).where(OutboxRow.id.in_(part))):
            row.attempts += 1
            row.error = error[:LONGEST_ERROR]
            if row.attempts >= MOST_ATTEMPTS:
                row.parked_at, row.retry_at = now, None
            else:
                row.retry_at = now + min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
    session.flush()


def retry_failed(session: Session) -> None:
    """Let rows that are parked or pause be tried at once."""
    retries.retry_failed(session, OutboxRow)


def status(session: Session) -> QueueStatus:
    """How the rows stand."""
    return retries.status(session, OutboxRow, OutboxRow.recorded_at)


def entities(session: Session, kind: str) -> list[str]:
    """The entities of one kind that have changed and are not carried over yet, those of parked rows too."""
    return list(session.scalars(select(OutboxRow.entity).where(OutboxRow.kind == kind).distinct()))


def troubled(session: Session, *, limit: int) -> list[OutboxRow]:
    """Rows for people to look at: parked ones first, then those that failed, then those that wait, oldest first."""
    order = OutboxRow.parked_at.is_(None), OutboxRow.attempts == 0, OutboxRow.id
    return list(session.scalars(select(OutboxRow).order_by(*order).limit(limit)))
