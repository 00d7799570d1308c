"""The queue of letters. A row is removed once its letter is sent, so that no link in it outlives its purpose here."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rumah_inovasi import outbox, retries
from rumah_inovasi.database import Base, Instant
from rumah_inovasi.retries import LONGEST_ERROR, QueueStatus, Retried

FIRST_PAUSE = timedelta(minutes=1)  # longer than any attempt takes: no letter is tried twice at once
LONGEST_PAUSE = timedelta(hours=4)
MOST_ATTEMPTS = 10  # which takes about half a day


class Letter(Retried, Base):
    """A letter that waits to be sent."""

    __tablename__ = "letter"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it once

    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    end_url: Mapped[str | None]  # where the recipient ends letters of this kind, with one click
    created_at: Mapped[datetime] = mapped_column(Instant)


def send(
    session: Session, recipient: str, subject: str, body: str, *, now: datetime, end_url: str | None = None
) -> Letter:
    """Put a letter into the queue, in the transaction of what it tells of.

    `end_url` is where letters of this kind are ended by a POST, for what comes again and again.
    """
    letter = Letter(
        recipient=recipient,
        subject=" ".join(subject.split()),
        body=body,
        end_url=end_url,
        created_at=now,
        attempts=0,
    )
    session.add(letter)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(outbox.CHANNEL, "")))  # wakes the relay's process, the postman too
    return letter


def is_any_due(session: Session, *, now: datetime) -> bool:
    """Whether there is anything to be sent now."""
    return session.scalars(select(Letter.id).where(retries.is_due(Letter, now)).limit(1)).first() is not None


def take(session: Session, *, now: datetime) -> Letter | None:
    """The next letter to be sent now, with the attempt noted: whatever happens, the next one comes after a pause."""
    order = Letter.attempts, Letter.id  # those that failed do not hold up the others
    letter = session.scalars(select(Letter).where(retries.is_due(Letter, now)).order_by(*order).limit(1)).first()
    if letter is not None:
        letter.attempts += 1
        letter.retry_at = now + min(FIRST_PAUSE * 2 ** (letter.attempts - 1), LONGEST_PAUSE)
    return letter


def sent(session: Session, number: int) -> None:
    """Remove a letter that was handed over."""
    session.execute(delete(Letter).where(Letter.id == number))


def withdraw(session: Session, end_url: str) -> None:
    """Remove what waits of letters that their recipient has just ended."""
    session.execute(delete(Letter).where(Letter.end_url == end_url))


def failed(session: Session, number: int, error: str, *, now: datetime) -> None:
    """Keep why a letter could not be handed over; after many attempts it is parked."""
    letter = session.get(Letter, number)
    if letter is not None:
        letter.error = error[:LONGEST_ERROR]
        if letter.attempts >= MOST_ATTEMPTS:
            letter.parked_at, letter.retry_at = now, None


def retry_failed(session: Session) -> None:
    """Let letters that are parked or pause be tried at once."""
    retries.retry_failed(session, Letter)


def status(session: Session) -> QueueStatus:
    """How the letters stand."""
    return retries.status(session, Letter, Letter.created_at)


def newest_error(session: Session) -> str | None:
    """Why the letter that was written last, of those that failed, could not be handed over."""
    return retries.newest_error(session, Letter)
