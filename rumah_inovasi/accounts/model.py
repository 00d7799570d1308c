"""Accounts, sessions of those who are signed in, keys for setting a password, and counted attempts."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base, Instant

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
LASTING = timedelta(days=30)  # on a device that its owner has asked to be remembered on


class Purpose(enum.StrEnum):
    """What a key is for."""

    INVITATION = "undangan"
    RESET = "atur-ulang"


class Account(Base):
    """A person. Without `password_hash` nobody can sign in with it yet; a closed one stays for the record."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)  # in lower case
    name: Mapped[str]
    position: Mapped[str | None]
    password_hash: Mapped[str | None]
    must_change: Mapped[bool]  # the password is one that somebody else has seen
    created_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def is_open(self) -> bool:
        """Whether it may be used."""
        return self.closed_at is None


class SignIn(Base):
    """A session: the browser holds a random word, this row its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    is_lasting: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)

    def is_over(self, now: datetime) -> bool:
        """Whether too much time has passed since it began or was last used."""
        if self.is_lasting:
            return now - self.seen_at > LASTING
        return now - self.seen_at > IDLE or now - self.created_at > LONGEST


class AccountKey(Base):
    """A key by which a password is set, once: the letter holds a random word, this row its hash."""

    __tablename__ = "account_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)


class Attempt(Base):
    """Something that may be done so many times in a while: a sign-in, a request. `key` is a keyed hash of whose."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_key", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant, index=True)
