"""Memberships and requests for an account."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base, Instant


class Membership(Base):
    """A role of an account in a unit; it ends by being removed, the audit keeps that it was."""

    __tablename__ = "membership"
    # Ids are never given again: a page that was opened long ago must not end the role of somebody else.
    __table_args__ = (UniqueConstraint("account_id", "unit_id", "role"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)


class AccountRequest(Base):
    """Somebody asks for an account. The row is removed with the decision: the audit keeps ids only."""

    __tablename__ = "account_request"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as above: an old page must not admit somebody else

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]  # in lower case
    position: Mapped[str]
    office_contact: Mapped[str]  # telephone or address of the office, by which the person can be verified
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    unit_name: Mapped[str]  # as it was typed
    note: Mapped[str | None]
    letter_key: Mapped[str | None]  # of the store
    letter_name: Mapped[str | None]
    letter_media_type: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(Instant)
