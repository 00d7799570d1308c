"""The queue of letters. A row is removed once its letter is sent, so that no link in it outlives its purpose here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from rumah_inovasi import outbox
from rumah_inovasi.database import Base, Instant

FIRST_PAUSE = timedelta(minutes=1)  # longer than any attempt takes: no letter is tried twice at once
LONGEST_PAUSE = timedelta(hours=4)
MOST_ATTEMPTS = 10  # which takes about half a day
LONGEST_ERROR = 500


class Letter(Base):
    """A letter that waits to be sent."""

    __tablename__ = "letter"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it once

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int]
    error: Mapped[str | None]
    retry_at: Mapped[datetime | None] = mapped_column(Instant)  # not before; none: at once
    parked_at: Mapped[datetime | None] = mapped_column(Instant)  # given up until somebody asks for it


@dataclass(frozen=True)
class LetterStatus:
    """How many letters wait, how many of those have failed before, how many are parked, since when the oldest waits."""

    pending: int
    failing: int
    parked: int
    oldest_pending: datetime | None
    newest_error: str | None


def send(session: Session, recipient: str, subject: str, body: str, *, now: datetime) -> Letter:
    """Put a letter into the queue, in the transaction of what it tells of."""
    letter = Letter(recipient=recipient, subject=" ".join(subject.split()), body=body, created_at=now, attempts=0)
    session.add(letter)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(outbox.CHANNEL, "")))  # wakes the relay's process, the postman too
    return letter


def is_any_due(session: Session, *, now: datetime) -> bool:
    """Whether there is anything to be sent now."""
    return session.scalars(select(Letter.id).where(*_due(now)).limit(1)).first() is not None


def take(session: Session, *, now: datetime) -> Letter | None:
    """The next letter to be sent now, with the attempt noted: whatever happens, the next one comes after a pause."""
    order = Letter.attempts, Letter.id  # those that failed do not hold up the others
    letter = session.scalars(select(Letter).where(*_due(now)).order_by(*order).limit(1)).first()
    if letter is not None:
        letter.attempts += 1
        letter.retry_at = now + min(FIRST_PAUSE * 2 ** (letter.attempts - 1), LONGEST_PAUSE)
    return letter


def sent(session: Session, number: int) -> None:
    """Remove a letter that was handed over."""
    session.execute(delete(Letter).where(Letter.id == number))


def failed(session: Session, number: int, error: str, *, now: datetime) -> None:
    """Keep why a letter could not be handed over; after many attempts it is parked."""
    letter = session.get(Letter, number)
    if letter is not None:
        letter.error = error[:LONGEST_ERROR]
        if letter.attempts >= MOST_ATTEMPTS:
            letter.parked_at, letter.retry_at = now, None


def retry_failed(session: Session) -> None:
    """Let letters that are parked or pause be tried at once; one more failure parks again what was parked."""
    session.execute(update(Letter).where(Letter.attempts > 0).values(parked_at=None, retry_at=None))


def status(session: Session) -> LetterStatus:
    """How the letters stand."""
    parked, waits, count = Letter.parked_at.is_not(None), Letter.parked_at.is_(None), func.count()
    pending, failing, parked_count, oldest = session.execute(
        select(
            count.filter(waits),
            count.filter(waits, Letter.error.is_not(None)),
            count.filter(parked),
            func.min(Letter.created_at).filter(waits),
        ).select_from(Letter)
    ).one()
    errors = select(Letter.error).where(Letter.error.is_not(None)).order_by(Letter.id.desc()).limit(1)
    return LetterStatus(pending, failing, parked_count, oldest, session.scalars(errors).first())


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Letter.parked_at.is_(None), or_(Letter.retry_at.is_(None), Letter.retry_at <= now)
