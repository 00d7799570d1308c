"""Workshops, their revisions and files, proposals for them, and which write-ups they are about."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.catalogue.model import KeptFile, PublicText, PublishedRevision
from rumah_inovasi.catalogue.proposal import IS_OPEN, SaidOfText, UnderReview
from rumah_inovasi.database import Base
from rumah_inovasi.learning.facts import MATERIALS, Facts, earliest, latest
from rumah_inovasi.organisations.model import name_key

WRITERS = (Role.TRAINER, Role.AUTHOR, Role.LOCAL_ADMIN)


class Workshop(PublicText, Base):
    """A workshop, forum or the like, which was or will be held."""

    __tablename__ = "workshop"

    kind: Mapped[str | None]
    organiser: Mapped[str]
    place: Mapped[str | None]
    starts: Mapped[str]
    ends: Mapped[str | None]
    first_day: Mapped[date | None]  # none as long as nothing is published
    last_day: Mapped[date | None] = mapped_column(index=True)

    def mirror(self, facts: Facts, unit_id: int) -> None:
        """Take over the facts of the revision that is now current."""
        self.title, self.title_key = facts.title, name_key(facts.title)
        self.summary, self.region_code, self.unit_id = facts.summary, facts.region, unit_id
        self.kind, self.organiser, self.place = facts.kind, facts.organiser, facts.place
        self.starts, self.ends = facts.starts, facts.ends
        self.first_day, self.last_day = earliest(facts.starts), latest(facts.ends or facts.starts)


class WorkshopRevision(PublishedRevision, Base):
    """The text and facts of a workshop at one time."""

    __tablename__ = "workshop_revision"
    __table_args__ = (UniqueConstraint("workshop_number", "number"),)

    workshop_number: Mapped[int] = mapped_column(ForeignKey("workshop.number"))
    text_number: Mapped[int] = synonym("workshop_number")

    @property
    def file_names(self) -> set[str]:
        """Names of the files among its materials."""
        return {item["berkas"] for item in self.stored.get(MATERIALS, []) if "berkas" in item}


class WorkshopFile(KeptFile, Base):
    """A file among the materials of a workshop."""

    __tablename__ = "workshop_file"
    __table_args__ = (UniqueConstraint("workshop_number", "name"),)
    ENTITY = "workshop-file"

    workshop_number: Mapped[int] = mapped_column(ForeignKey("workshop.number"))
    text_number: Mapped[int] = synonym("workshop_number")


class WorkshopTopic(Base):
    """A write-up that a workshop is about. It may not exist yet: files name each other in any order."""

    __tablename__ = "workshop_topic"

    workshop_number: Mapped[int] = mapped_column(ForeignKey("workshop.number"), primary_key=True)
    innovation_number: Mapped[int] = mapped_column(primary_key=True, index=True)
    position: Mapped[int]


class WorkshopComment(SaidOfText, Base):
    """What somebody said about a proposal for a workshop."""

    __tablename__ = "workshop_comment"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("workshop_proposal.id"), index=True)


class WorkshopProposal(UnderReview, Base):
    """A text that may become the next revision of a workshop. At most one of a workshop is open."""

    __tablename__ = "workshop_proposal"
    __table_args__ = (
        Index("uq_workshop_proposal_open", "workshop_number", unique=True, sqlite_where=IS_OPEN),
        {"sqlite_autoincrement": True},
    )
    WRITERS = WRITERS
    ENTITY = "workshop-proposal"
    COMMENT = WorkshopComment
    TEXT = Workshop
    REVISION = WorkshopRevision
    FILE = WorkshopFile

    workshop_number: Mapped[int] = mapped_column(ForeignKey("workshop.number"), index=True)
    text_number: Mapped[int] = synonym("workshop_number")
