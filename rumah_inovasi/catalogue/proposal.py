"""Proposals: a text on its way to become the next revision, and what is said about it.

States: draft → submitted → in review → changes requested → submitted …; then approved or declined. At most one of an
innovation is open; its text may change until it is approved, and it is then frozen into a numbered revision.
"""

import enum
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.catalogue.model import Attachment, Innovation, KeptFile, PublicText, PublishedRevision, Revision
from rumah_inovasi.database import Base, Instant
from rumah_inovasi.errors import Conflict


class ProposalState(enum.StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in-review"
    CHANGES_REQUESTED = "changes-requested"
    APPROVED = "approved"
    DECLINED = "declined"


S = ProposalState
CLOSED = frozenset({S.APPROVED, S.DECLINED})
EDITABLE = frozenset({S.DRAFT, S.CHANGES_REQUESTED})
WAITING = frozenset({S.SUBMITTED, S.IN_REVIEW})
# From which states each is reached.
BEFORE: dict[ProposalState, frozenset[ProposalState]] = {
    S.SUBMITTED: EDITABLE,
    S.IN_REVIEW: frozenset({S.SUBMITTED}),
    S.CHANGES_REQUESTED: WAITING,
    S.APPROVED: WAITING,
    S.DECLINED: WAITING,
    S.DRAFT: WAITING,  # taken back by its author
}
IS_OPEN = text("state NOT IN ('approved', 'declined')")


class CommentKind(enum.StrEnum):
    """A remark, or the word that went with a change of state."""

    REMARK = "remark"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes-requested"
    APPROVED = "approved"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"


class SaidOfText:
    """What somebody said about a text under review; seen by those who may see that text."""

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)


class ProposalComment(SaidOfText, Base):
    """What somebody said about a proposal."""

    __tablename__ = "proposal_comment"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)


class UnderReview:
    """A text on its way to become the next revision of something.

    `stored` holds the facts as they were typed, complete or not. `version` counts saves: a stale one is noticed by it.
    `WRITERS` are the roles that write such texts for their unit, `ENTITY` is what the record of deeds calls one;
    `COMMENT`, `TEXT`, `REVISION` and `FILE` are the tables of what belongs to its kind.
    """

    WRITERS: ClassVar[tuple[Role, ...]]
    ENTITY: ClassVar[str]
    COMMENT: ClassVar[type[SaidOfText]]
    TEXT: ClassVar[type[PublicText]]
    REVISION: ClassVar[type[PublishedRevision]]
    FILE: ClassVar[type[KeptFile]]

    text_number: Mapped[int]  # of which text, whatever the column is called
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    hands: Mapped[list[int]] = mapped_column(JSON)  # accounts that have written in it
    stored: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)
    body: Mapped[str]
    message: Mapped[str]  # what changes, for the public history
    base_revision: Mapped[int]  # which it started from; 0 for a new text
    version: Mapped[int]
    is_authorised: Mapped[bool]  # "saya berwenang atas nama instansi", said at submission
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int | None]  # which it became

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self.state not in CLOSED

    def turn(self, state: ProposalState, *, now: datetime) -> None:
        """Go over to another state.

        Raises:
            Conflict: that state is not reached from the present one.
        """
        if self.state not in BEFORE[state]:
            raise Conflict("Keadaan usulan ini sudah berubah. Muat ulang halamannya untuk melihat yang terbaru.")
        self.state, self.updated_at = state.value, now

    def touched_by(self, account: int) -> None:
        """Note that this account has written in it."""
        self.hands = sorted({*self.hands, account})


class Proposal(UnderReview, Base):
    """A text that may become the next revision of an innovation."""

    __tablename__ = "proposal"
    __table_args__ = (
        # The migration says the same for PostgreSQL; said here, it would load that driver's dialect into every process.
        Index("uq_proposal_open", "innovation_number", unique=True, sqlite_where=IS_OPEN),
        {"sqlite_autoincrement": True},  # a form of a discarded draft must never save into another one
    )
    WRITERS = (Role.AUTHOR, Role.LOCAL_ADMIN)
    ENTITY = "proposal"
    COMMENT = ProposalComment
    TEXT = Innovation
    REVISION = Revision
    FILE = Attachment

    innovation_number: Mapped[int] = mapped_column(ForeignKey("innovation.number"), index=True)
    text_number: Mapped[int] = synonym("innovation_number")


def values(states: Sequence[ProposalState] | frozenset[ProposalState]) -> list[str]:
    """States as the database holds them, for conditions."""
    return sorted(state.value for state in states)
