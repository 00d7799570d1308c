"""What is needed and not there: told by a reader, or asked for by editors."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base, Instant

LONGEST = 1_000  # letters of what is told, and of the answer


class NeedState(enum.StrEnum):
    """New ones are for editors; what they have asked for is shown to all who write; closed ones rest."""

    NEW = "baru"
    ASKED_FOR = "diminta"
    CLOSED = "selesai"


class Need(Base):
    """A need. Nothing tells who told it: there is nobody to answer but all who search for the same words."""

    __tablename__ = "need"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it once

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(index=True)  # the question that found nothing, as it is counted; may be empty
    body: Mapped[str]
    unit_kind: Mapped[str | None]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    is_of_editors: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str | None]
    innovation_number: Mapped[int | None] = mapped_column(ForeignKey("innovation.number"))
