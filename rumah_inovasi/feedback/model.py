"""Reports on write-ups."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base, Instant

LONGEST = 2_000  # of what is told, and of the answer
LONGEST_CONTACT = 200


class ReportKind(enum.StrEnum):
    """Who tells what: anybody that something is wrong, the owning unit that it objects to a text about it."""

    ERROR = "keliru"
    OBJECTION = "keberatan"


class Report(Base):
    """A report to the local admin of the write-up's tree. The reader's address goes when it is handled."""

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    innovation_number: Mapped[int] = mapped_column(ForeignKey("innovation.number"), index=True)
    kind: Mapped[str]
    body: Mapped[str]
    contact: Mapped[str | None]  # where the reader wants an answer
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    handled_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str | None]
