"""What the house itself knows of the words that people look for: own synonyms, and how often was asked for what."""

from datetime import date, datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from rumah_inovasi.database import Base, Instant
from rumah_inovasi.search.language.synonyms import Group, Kind


class OwnSynonyms(Base):
    """A group of forms that editors have added to those that come with the program.

    One way: the first form leads to the others, they do not lead back. In capitals: the first leads to the others only
    where it is typed in capitals.
    """

    __tablename__ = "own_synonyms"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it once

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    forms: Mapped[list[str]] = mapped_column(JSON)
    is_one_way: Mapped[bool]
    in_capitals: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def group(self) -> Group:
        """The same as the search understands it."""
        return Group(
            Kind(self.kind),
            tuple(self.forms),
            one_way=frozenset(self.forms[1:]) if self.is_one_way else frozenset(),
            capitals=frozenset(self.forms[:1]) if self.in_capitals else frozenset(),
        )


class AskedQuery(Base):
    """How often was asked for some words in a week (by its Monday), and was all of it found in a write-up or not.

    Nothing tells who asked, or on which day.
    """

    __tablename__ = "asked_query"

    words: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True, index=True)
    found: Mapped[int]
    missed: Mapped[int]


class SettledQuery(Base):
    """Words that editors have dealt with: neither are they listed any more, nor offered to readers."""

    __tablename__ = "settled_query"

    words: Mapped[str] = mapped_column(primary_key=True)
    settled_at: Mapped[datetime] = mapped_column(Instant)
