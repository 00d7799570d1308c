"""Who did what, when: an append-only record. The database itself refuses to change or delete its rows.

Rows hold ids and plain words, never texts of people, so that nothing personal has to be removed from them.
"""

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, Session, mapped_column

from rumah_inovasi.database import Base, Instant


class AuditEntry(Base):
    """One deed. `actor` is an account's id, or none where the system itself acted."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[int | None]
    verb: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    details: Mapped[dict[str, object]] = mapped_column(JSON)


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
