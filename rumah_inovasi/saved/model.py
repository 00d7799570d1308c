"""Searches that people keep for themselves."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base, Instant

LONGEST_NAME = 120
LONGEST_QUERY = 2_000  # signs of the address; an index of PostgreSQL holds hardly more
MOST = 50  # searches of one person
WEEK = timedelta(days=7)


class SavedSearch(Base):
    """A search of one person, seen by nobody else. Ids are never given again: links in letters outlive the search.

    `query` is what stands behind `/cari?`. While the person wants letters, `letters_since` says from when on,
    `look_at` when the relay looks next, and `known` which write-ups the search has shown (none before the first look).
    """

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("account_id", "query"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    query: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    letters_since: Mapped[datetime | None] = mapped_column(Instant)
    look_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    known: Mapped[str | None]

    @property
    def sends_letters(self) -> bool:
        """Whether the person wants letters about it."""
        return self.letters_since is not None
