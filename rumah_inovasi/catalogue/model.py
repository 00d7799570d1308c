"""Innovations and revisions: what exists, which states, which changes of state are allowed."""

import enum
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from rumah_inovasi.catalogue.metadata import Metadata
from rumah_inovasi.database import Base, Instant
from rumah_inovasi.errors import Conflict
from rumah_inovasi.organisations.model import name_key, slug


class State(enum.StrEnum):
    """draft → published → withdrawn → published again."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class TermKind(enum.StrEnum):
    """Facets with several values for each innovation."""

    TOPIC = "urusan"
    TAG = "tag"
    SDG = "sdg"
    CETTAR = "cettar"


class LinkKind(enum.StrEnum):
    """How one write-up points at another."""

    SERIES = "seri"
    RELATED = "terkait"


class PublicText:
    """What every text has that the public may read: its state, its name, how it was called, and whose it is.

    Columns mirror the facts of the current revision, for lists and filters.
    """

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str]
    title: Mapped[str]
    title_key: Mapped[str]
    summary: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    revision: Mapped[int]
    first_published_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant, index=True)
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]

    @property
    def ref(self) -> str:
        """Its part of an address: the number decides, the title is for readers."""
        return f"{self.number}-{slug(self.title)}"

    def withdraw(self, reason: str, *, on: date) -> None:
        """Take the text from the public; title, date and reason stay as a tombstone.

        Raises:
            Conflict: it is not published.
        """
        if self.state != State.PUBLISHED:
            raise Conflict("Hanya tulisan yang terbit dapat ditarik.")
        self.state, self.withdrawn_on, self.withdrawn_reason = State.WITHDRAWN.value, on, reason

    def publish(self, *, now: datetime) -> None:
        """Show it to the public, for the first time or again."""
        self.state, self.withdrawn_on, self.withdrawn_reason = State.PUBLISHED.value, None, None
        self.updated_at = now


class Innovation(PublicText, Base):
    """One innovation."""

    __tablename__ = "innovation"
    __table_args__ = (Index("ix_innovation_region_title", "region_code", "title_key"),)

    long_form: Mapped[str | None]
    started: Mapped[str | None]
    form: Mapped[str | None]
    kind: Mapped[str | None]
    stage: Mapped[str | None]
    sustainability: Mapped[str]
    provenance: Mapped[str]

    @property
    def started_year(self) -> int | None:
        """The year of `started`."""
        return int(self.started[:4]) if self.started else None

    def mirror(self, metadata: Metadata, unit_id: int) -> None:
        """Take over the facts of the revision that is now current."""
        self.title, self.title_key = metadata.title, name_key(metadata.title)
        self.long_form, self.summary = metadata.long_form, metadata.summary
        self.region_code, self.unit_id = metadata.region, unit_id
        self.started = metadata.started
        self.form, self.kind, self.stage = metadata.form, metadata.kind, metadata.stage
        self.sustainability, self.provenance = metadata.sustainability_state, metadata.provenance


class PublishedRevision:
    """Text and facts at one time. Immutable; only the HTML is renewed by a newer renderer.

    `text_number` says of which text, whatever the column is called.
    """

    text_number: Mapped[int]
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    stored: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)
    body: Mapped[str]
    html: Mapped[str]
    headings: Mapped[list[list[Any]]] = mapped_column(JSON)
    words: Mapped[int]
    markup_version: Mapped[int] = mapped_column(index=True)
    author: Mapped[str]
    message: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def file_names(self) -> set[str]:
        """Names of the files that belong to it."""
        return {item["nama"] for item in self.stored.get("berkas", [])}


class Revision(PublishedRevision, Base):
    """The text and facts of an innovation at one time."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("innovation_number", "number"),)

    innovation_number: Mapped[int] = mapped_column(ForeignKey("innovation.number"))
    text_number: Mapped[int] = synonym("innovation_number")


class KeptFile:
    """A file beside a text; its bytes lie in the store under `key`. Rows stay when a later revision drops the name.

    The facts of a revision list the names that belong to it; `is_open` says that the public may fetch the file.
    `ENTITY` is what the record of deeds calls it.
    """

    ENTITY: ClassVar[str]

    text_number: Mapped[int]  # of which text, whatever the column is called
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    is_open: Mapped[bool]
    has_numbers: Mapped[bool] = mapped_column(default=False)  # numbers of persons were found in it
    words: Mapped[str] = mapped_column(default="", deferred=True)  # of a document, to be searched once it is open
    account_id: Mapped[int | None]  # who uploaded it
    created_at: Mapped[datetime] = mapped_column(Instant)


class Attachment(KeptFile, Base):
    """A file of a write-up."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("innovation_number", "name"),)
    ENTITY = "attachment"

    innovation_number: Mapped[int] = mapped_column(ForeignKey("innovation.number"))
    text_number: Mapped[int] = synonym("innovation_number")


class InnovationTerm(Base):
    """A topic, tag, goal or value of an innovation, for facets and lists."""

    __tablename__ = "innovation_term"
    __table_args__ = (Index("ix_innovation_term_kind_term", "kind", "term"),)

    innovation_number: Mapped[int] = mapped_column(ForeignKey("innovation.number"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class InnovationLink(Base):
    """A link from one write-up to another. The target may not exist yet: files name each other in any order."""

    __tablename__ = "innovation_link"

    innovation_number: Mapped[int] = mapped_column(ForeignKey("innovation.number"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[int] = mapped_column(primary_key=True, index=True)
    position: Mapped[int]


class InnovationAward(Base):
    """An award, for filters and figures; the wording is in the metadata."""

    __tablename__ = "innovation_award"

    innovation_number: Mapped[int] = mapped_column(ForeignKey("innovation.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str]
    year: Mapped[int | None]
    rank: Mapped[str | None]
