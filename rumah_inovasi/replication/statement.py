"""Statements: a unit says that it takes up an innovation, and how far it has come.

A statement waits until the origin confirms or declines it. What becomes public of it is a replication record; a later
stage is a statement of its own, so that everything said about a replication stays readable in its order.
"""

import enum
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base, Instant
from rumah_inovasi.errors import Conflict
from rumah_inovasi.replication.model import CLASS_OF_STAGE, StageClass

SILENCE = timedelta(days=14)  # of the origin; then a curator may verify on evidence


class StatementState(enum.StrEnum):
    """Where a statement stands."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"  # by the origin
    VERIFIED = "verified"  # by a curator, on evidence
    DECLINED = "declined"  # by the origin
    REJECTED = "rejected"  # by a curator, whom its evidence did not convince
    NOTED = "noted"  # an end that the adopter alone can tell
    TAKEN_BACK = "taken-back"
    REPLACED = "replaced"  # by a newer statement of the same unit


_OPEN = text("state = 'waiting'")


class Statement(Base):
    """What a unit says about its replication of an innovation."""

    __tablename__ = "replication_statement"
    __table_args__ = (
        # The migration says the same for PostgreSQL.
        Index("uq_replication_statement_open", "innovation_number", "unit_id", unique=True, sqlite_where=_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    innovation_number: Mapped[int] = mapped_column(ForeignKey("innovation.number"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(index=True)
    stage: Mapped[str]
    degree: Mapped[str | None]
    started: Mapped[str | None]
    ended: Mapped[str | None]
    note: Mapped[str | None]  # what was adapted
    source: Mapped[str | None]  # an address that everybody can read
    source_kind: Mapped[str | None]  # its evidence: what the media say, or a document
    proof: Mapped[str | None]  # what the unit can show, for those who decide
    file_key: Mapped[str | None]  # of the store
    file_name: Mapped[str | None]
    file_media_type: Mapped[str | None]
    replaces: Mapped[int | None]  # the statement of the same adopter that waited before it
    replaced: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # what was public before it
    record_id: Mapped[int | None]  # the public record that says it by now; an import may have removed it since
    created_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str | None]  # of whoever decided

    @property
    def is_public(self) -> bool:
        """Whether something public says what it says."""
        return self.record_id is not None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == StatementState.WAITING

    @property
    def stage_class(self) -> StageClass:
        """The class of its stage."""
        return CLASS_OF_STAGE[self.stage]

    @property
    def silence_ends_at(self) -> datetime:
        """From when on a curator may decide in place of a silent origin."""
        return self.created_at + SILENCE

    def require_open(self) -> None:
        """Refuse what has been decided.

        Raises:
            Conflict: it waits no longer.
        """
        if not self.is_open:
            raise Conflict("Pernyataan ini sudah diputuskan. Muat ulang halamannya untuk melihat hasilnya.")

    def turn(self, state: StatementState, *, now: datetime, by: int | None, answer: str | None = None) -> None:
        """Bring the waiting to its end.

        Raises:
            Conflict: it waits no longer.
        """
        self.require_open()
        self._decide(state, now=now, by=by, answer=answer)

    def reopen(self) -> None:
        """Let it wait again, now that what has replaced it is gone."""
        self.state, self.decided_at, self.decided_by, self.answer = StatementState.WAITING.value, None, None, None

    def take_back(self, *, now: datetime, by: int | None) -> None:
        """Let it be as if it had not been said; what the origin has answered stays readable."""
        self._decide(StatementState.TAKEN_BACK, now=now, by=by, answer=self.answer)

    def _decide(self, state: StatementState, *, now: datetime, by: int | None, answer: str | None) -> None:
        self.state, self.decided_at, self.decided_by, self.answer = state.value, now, by, answer
