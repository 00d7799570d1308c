"""Who did what, when: an append-only record. The database itself refuses to change or delete its rows.

Rows hold ids and plain words, never texts of people, so that nothing personal has to be removed from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, ColumnElement, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rumah_inovasi.database import Base, Instant


class AuditEntry(Base):
    """One deed. `actor` is an account's id, or none where the system itself acted."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_entity", "entity", "entity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[int | None]
    verb: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    details: Mapped[dict[str, object]] = mapped_column(JSON)


@dataclass(frozen=True)
class Wanted:
    """Which deeds are asked for; none stands for any. `until` is the first moment that is no longer meant."""

    verb: str | None = None
    entity: str | None = None
    entity_id: str | None = None
    actor: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def record(
    session: Session,
    actor: int | None,
    verb: str,
    entity: str,
    entity_id: str | int,
    *,
    now: datetime,
    **details: object,
) -> None:
    """Append a deed to the record, in the transaction of the deed itself."""
    session.add(
        AuditEntry(at=now, actor=actor, verb=verb, entity=entity, entity_id=str(entity_id), details=dict(details))
    )


def entries(session: Session, wanted: Wanted, *, offset: int = 0, limit: int | None = None) -> list[AuditEntry]:
    """Deeds, the newest first."""
    query = select(AuditEntry).where(*_conditions(wanted)).order_by(AuditEntry.id.desc())
    return list(session.scalars(query.offset(offset).limit(limit)))


def count(session: Session, wanted: Wanted) -> int:
    """How many deeds there are."""
    return session.scalars(select(func.count()).select_from(AuditEntry).where(*_conditions(wanted))).one()


def last(session: Session, verb: str, entity: str, ids: Iterable[int]) -> dict[str, datetime]:
    """When a deed was last done to each of some entities, by their ids as the record holds them."""
    wanted = AuditEntry.verb == verb, AuditEntry.entity == entity, AuditEntry.entity_id.in_([str(one) for one in ids])
    query = select(AuditEntry.entity_id, func.max(AuditEntry.at)).where(*wanted).group_by(AuditEntry.entity_id)
    return {found[0]: found[1] for found in session.execute(query)}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (AuditEntry.verb, wanted.verb),
        (AuditEntry.entity, wanted.entity),
        (AuditEntry.entity_id, wanted.entity_id),
        (AuditEntry.actor, wanted.actor),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.since:
        conditions.append(AuditEntry.at >= wanted.since)
    if wanted.until:
        conditions.append(AuditEntry.at < wanted.until)
    return conditions
