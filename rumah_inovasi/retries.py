"""Rows of work that may fail: tried again after a pause, parked after many attempts, never lost.

Shared by the outbox and the letters. What a pause is and how many attempts there are, each of them says.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from rumah_inovasi.database import Instant

LONGEST_ERROR = 500


class Retried:
    """Columns of such a row."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    attempts: Mapped[int]
    error: Mapped[str | None]
    retry_at: Mapped[datetime | None] = mapped_column(Instant)  # not before; none: at once
    parked_at: Mapped[datetime | None] = mapped_column(Instant)  # given up until somebody asks for it


@dataclass(frozen=True)
class QueueStatus:
    """How many rows wait, how many of those have failed before, how many are parked, since when the oldest waits."""

    pending: int
    failing: int
    parked: int
    oldest_pending: datetime | None


def is_due(rows: type[Retried], now: datetime) -> ColumnElement[bool]:
    """The condition for a row to be worked on now."""
    return and_(rows.parked_at.is_(None), or_(rows.retry_at.is_(None), rows.retry_at <= now))


def retry_failed(session: Session, rows: type[Retried]) -> None:
    """Let rows that are parked or pause be tried at once; one more failure parks again what was parked."""
    session.execute(update(rows).where(rows.attempts > 0).values(parked_at=None, retry_at=None))


def status(session: Session, rows: type[Retried], since: "InstrumentedAttribute[datetime]") -> QueueStatus:
    """How the rows stand; `since` is their column that tells from when on they wait."""
    waits, count = rows.parked_at.is_(None), func.count()
    pending, failing, parked, oldest = session.execute(
        select(
            count.filter(waits),
            count.filter(waits, rows.error.is_not(None)),
            count.filter(rows.parked_at.is_not(None)),
            func.min(since).filter(waits),
        ).select_from(rows)
    ).one()
    return QueueStatus(pending, failing, parked, oldest)


def newest_error(session: Session, rows: type[Retried]) -> str | None:
    """What the row that came last, of those that failed, failed with."""
    return session.scalars(select(rows.error).where(rows.error.is_not(None)).order_by(rows.id.desc()).limit(1)).first()
