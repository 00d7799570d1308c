"""What can be seen of write-ups: published ones only, unless a function says otherwise."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from rumah_inovasi.catalogue.metadata import Metadata, restore
from rumah_inovasi.catalogue.model import (
    Attachment,
    Innovation,
    InnovationLink,
    InnovationTerm,
    KeptFile,
    LinkKind,
    PublishedRevision,
    Revision,
    State,
    TermKind,
)
from rumah_inovasi.database import parts
from rumah_inovasi.errors import Gone, NotFound
from rumah_inovasi.organisations.model import Region, Unit, name_key

REF = re.compile(r"(\d{1,9})(?:-.*)?", re.ASCII)
File = TypeVar("File", bound=KeptFile)
Rev = TypeVar("Rev", bound=PublishedRevision)
PAGE_SIZE = 20
BY_TITLE = (Innovation.title_key, Innovation.number)


@dataclass(frozen=True)
class Listed:
    """A row of a list, with what a card shows."""

    innovation: Innovation
    region: Region
    unit: Unit
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page of a list and how long the whole list is."""

    rows: list[Listed]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages the list has; an empty list has one."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class Links:
    """Numbers of write-ups that name one as related or as of their series, and of its whole series, as `series`."""

    pointing: list[int]
    series: list[int]


@dataclass(frozen=True)
class Read:
    """A write-up ready to be read: the innovation, a revision of it and its facts.

    The facts do not mention attachments that are not open, so that no page, file or answer can name them.
    """

    innovation: Innovation
    revision: Revision
    metadata: Metadata


def number_of_ref(ref: str) -> int:
    """The number in an address part such as `17-super-keren`.

    Raises:
        NotFound: there is none.
    """
    match = REF.fullmatch(ref)
    if not match:
        raise NotFound("Tulisan ini tidak ada. Periksa alamatnya atau cari judulnya.")
    return int(match[1])


def innovation(session: Session, number: int) -> Innovation:
    """The innovation with this number in a state that the public may know of: published or withdrawn.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Innovation, number)
    if found is None or found.state == State.DRAFT:
        raise NotFound("Tulisan nomor %(number)s tidak ada. Periksa alamatnya atau cari judulnya.", number=number)
    return found


def published(session: Session, number: int) -> Innovation:
    """The published innovation with this number.

    Raises:
        NotFound: there is none.
        Gone: it was withdrawn.
    """
    found = innovation(session, number)
    if found.state != State.PUBLISHED:
        raise Gone("Tulisan nomor %(number)s sudah ditarik.", number=number)
    return found


def read(session: Session, found: Innovation, revision: int | None = None) -> Read:
    """The current revision of an innovation, or a former one.

    Raises:
        NotFound: no such revision.
    """
    wanted = found.revision if revision is None else revision
    query = select(Revision).where(Revision.innovation_number == found.number, Revision.number == wanted)
    row = session.scalars(query).first()
    if row is None:
        raise NotFound("Revisi %(revision)s dari tulisan ini tidak ada.", revision=wanted)
    facts = restore(row.stored)
    if facts.attachments:
        rows = attachments(session, found.number).values()
        facts = facts.without_files({kept.name for kept in rows if not kept.is_open})
    return Read(found, row, facts)


def current_readings(session: Session, numbers: Iterable[int]) -> list[Read]:
    """The current revisions of those of the write-ups that are published, by number; what is not open is mentioned."""
    query = (
        select(Innovation, Revision)
        .join(Revision, Revision.innovation_number == Innovation.number)
        .where(Revision.number == Innovation.revision, Innovation.state == State.PUBLISHED)
        .where(Innovation.number.in_(set(numbers)))
        .order_by(Innovation.number)
    )
    return [Read(found[0], found[1], restore(found[1].stored)) for found in session.execute(query)]


def attachments(session: Session, number: int) -> dict[str, Attachment]:
    """Every file of a write-up by name, those that are not open and those of former revisions too."""
    return files_of(session, Attachment, number)


def files_of(session: Session, kind: type[File], number: int) -> dict[str, File]:
    """As `attachments`, for a text whose files are of this kind."""
    query = select(kind).where(kind.text_number == number).order_by(kind.name)
    return {found.name: found for found in session.scalars(query)}


def shown_attachments(session: Session, reading: Read) -> list[Attachment]:
    """The files that readers may fetch, in the order of the facts; a former revision and a tombstone have none."""
    found = reading.innovation
    if found.state != State.PUBLISHED or reading.revision.number != found.revision or not reading.metadata.attachments:
        return []
    kept = attachments(session, found.number)
    listed = [kept[item.name] for item in reading.metadata.attachments if item.name in kept]
    return [row for row in listed if row.is_open]


def open_attachment(session: Session, number: int, name: str) -> Attachment:
    """A file that readers may fetch.

    Raises:
        NotFound: there is no such write-up, its current revision does not list the name, or it is not open.
    """
    for row in shown_attachments(session, read(session, published(session, number))):
        if row.name == name:
            return row
    raise NotFound("Lampiran “%(name)s” tidak ada pada tulisan nomor %(number)s.", name=name, number=number)


def next_number(session: Session) -> int:
    """The number that a new write-up gets. What was published is never deleted: no public number comes again."""
    return (session.scalar(select(func.max(Innovation.number))) or 0) + 1


def history(session: Session, number: int) -> list[Revision]:
    """All revisions, newest first."""
    return revisions_of(session, Revision, number)


def revisions_of(session: Session, kind: type[Rev], number: int) -> list[Rev]:
    """As `history`, for a text whose revisions are of this kind."""
    query = select(kind).where(kind.text_number == number).order_by(kind.number.desc())
    return list(session.scalars(query))


def by_title(session: Session, region_code: str, title: str, *, besides: int | None = None) -> Innovation | None:
    """Another innovation of the region with the same title, published or withdrawn: two would be taken for one.

    A draft takes no title: it may never be published.
    """
    query = select(Innovation).where(
        Innovation.region_code == region_code,
        Innovation.title_key == name_key(title),
        Innovation.state != State.DRAFT,
    )
    if besides is not None:
        query = query.where(Innovation.number != besides)
    return session.scalars(query.order_by(Innovation.number)).first()


def newest(session: Session, count: int) -> list[Listed]:
    """The write-ups published or revised last."""
    order = Innovation.updated_at.desc(), Innovation.number
    return _listed(session, _published().order_by(*order).limit(count))


def by_number(session: Session, numbers: Iterable[int]) -> list[Listed]:
    """Published write-ups with these numbers, in the order given; others are left out."""
    order = {number: position for position, number in enumerate(numbers)}
    if not order:
        return []
    rows = _listed(session, _published().where(Innovation.number.in_(order)))
    return sorted(rows, key=lambda row: order[row.innovation.number])


def with_term(session: Session, kind: TermKind, term: str, page: int) -> Page:
    """Write-ups with a topic, tag, goal or value, by title."""
    return _page(session, _has_term(kind, term), page=page)


def of_region(session: Session, code: str, page: int) -> Page:
    """Write-ups born in a region, by title."""
    return _page(session, Innovation.region_code == code, page=page)


def of_units(session: Session, unit_ids: Iterable[int], page: int) -> Page:
    """Write-ups of one unit or several, by title."""
    return _page(session, Innovation.unit_id.in_(set(unit_ids)), page=page)


def matching(session: Session, words: Sequence[str], page: int, *, by_date: bool = False) -> Page:
    """Write-ups that hold all the words, by title or newest first; all of them without words.

    A word counts where it stands in title, long form or summary, in a tag, or in the name of the unit or region.
    """
    conditions = [_holds(word) for word in words]
    order = (Innovation.updated_at.desc(), Innovation.number) if by_date else BY_TITLE
    return _page(session, *conditions, page=page, order=order)


def links(session: Session, number: int) -> Links:
    """How a write-up and others name one another."""
    query = select(InnovationLink.innovation_number, InnovationLink.target, InnovationLink.kind).where(
        or_(InnovationLink.innovation_number == number, InnovationLink.target == number)
    )
    found = session.execute(query).all()
    return Links(
        pointing=sorted({row[0] for row in found if row[1] == number}),
        series=series(session, number) if any(row[2] == LinkKind.SERIES for row in found) else [],
    )


def series(session: Session, number: int) -> list[int]:
    """Numbers of the whole series this write-up is part of, oldest first, itself included; empty without one."""
    found, fresh = {number}, {number}
    while fresh:
        in_series = InnovationLink.kind == LinkKind.SERIES
        onward = select(InnovationLink.target).where(in_series, InnovationLink.innovation_number.in_(fresh))
        back = select(InnovationLink.innovation_number).where(in_series, InnovationLink.target.in_(fresh))
        fresh = (set(session.scalars(onward)) | set(session.scalars(back))) - found
        found |= fresh
    return sorted(found) if len(found) > 1 else []


def counts_by_region(session: Session) -> dict[str, int]:
    """How many published write-ups each region has."""
    query = (
        select(Innovation.region_code, func.count())
        .where(Innovation.state == State.PUBLISHED)
        .group_by(Innovation.region_code)
    )
    return {found[0]: found[1] for found in session.execute(query)}


def counts_by_unit(session: Session, region_code: str) -> dict[int, int]:
    """How many published write-ups each unit of a region has."""
    query = (
        select(Innovation.unit_id, func.count())
        .where(Innovation.state == State.PUBLISHED, Innovation.region_code == region_code)
        .group_by(Innovation.unit_id)
    )
    return {found[0]: found[1] for found in session.execute(query)}


def counts_by_term(session: Session, kind: TermKind) -> dict[str, int]:
    """How many published write-ups each topic, tag, goal or value has."""
    query = (
        select(InnovationTerm.term, func.count())
        .join(Innovation, Innovation.number == InnovationTerm.innovation_number)
        .where(Innovation.state == State.PUBLISHED, InnovationTerm.kind == kind)
        .group_by(InnovationTerm.term)
    )
    return {found[0]: found[1] for found in session.execute(query)}


def count(session: Session, *conditions: ColumnElement[bool]) -> int:
    """How many published write-ups there are that meet the conditions."""
    query = select(func.count()).select_from(Innovation).where(Innovation.state == State.PUBLISHED, *conditions)
    return session.scalars(query).one()


def all_published(session: Session) -> list[Innovation]:
    """Every published innovation by number, for the site map and the archive."""
    return list(session.scalars(_published().order_by(Innovation.number)))


def all_public_numbers(session: Session) -> list[int]:
    """Numbers of all that the archive holds: published and withdrawn."""
    query = select(Innovation.number).where(Innovation.state != State.DRAFT).order_by(Innovation.number)
    return list(session.scalars(query))


def published_numbers(session: Session) -> list[int]:
    """Numbers of all that the index holds."""
    return list(session.scalars(_published().with_only_columns(Innovation.number).order_by(Innovation.number)))


def published_until(session: Session, moment: datetime) -> list[int]:
    """Numbers of all that is published and was so for the first time by then."""
    query = _published().with_only_columns(Innovation.number)
    return list(session.scalars(query.where(Innovation.first_published_at <= moment)))


def hidden_among(session: Session, numbers: Iterable[int]) -> set[int]:
    """Those of the numbers whose write-up is not published."""
    wanted = set(numbers)
    found: set[int] = set()
    for part in parts(sorted(wanted)):
        found |= set(
            session.scalars(_published().with_only_columns(Innovation.number).where(Innovation.number.in_(part)))
        )
    return wanted - found


def numbers_of_unit(session: Session, unit_id: int) -> set[int]:
    """Numbers of a unit's innovations in any state."""
    return set(session.scalars(select(Innovation.number).where(Innovation.unit_id == unit_id)))


def all_numbers(session: Session) -> set[int]:
    """Numbers of all innovations in any state."""
    return set(session.scalars(select(Innovation.number)))


def outdated_revisions(session: Session, markup_version: int) -> list[int]:
    """Ids of revisions rendered by another version of the renderer."""
    query = select(Revision.id).where(Revision.markup_version != markup_version).order_by(Revision.id)
    return list(session.scalars(query))


def _published() -> Select[Innovation]:
    return select(Innovation).where(Innovation.state == State.PUBLISHED)


def _has_term(kind: TermKind, term: str) -> ColumnElement[bool]:
    numbers = select(InnovationTerm.innovation_number).where(InnovationTerm.kind == kind, InnovationTerm.term == term)
    return Innovation.number.in_(numbers)


def _holds(word: str) -> ColumnElement[bool]:
    own = (Innovation.title, Innovation.long_form, Innovation.summary)
    tagged = select(InnovationTerm.innovation_number).where(
        InnovationTerm.kind == TermKind.TAG, InnovationTerm.term.icontains(word, autoescape=True)
    )
    units = select(Unit.id).where(Unit.name.icontains(word, autoescape=True))
    regions = select(Region.code).where(Region.full_name.icontains(word, autoescape=True))
    return or_(
        *(column.icontains(word, autoescape=True) for column in own),
        Innovation.number.in_(tagged),
        Innovation.unit_id.in_(units),
        Innovation.region_code.in_(regions),
    )


def _page(session: Session, *conditions: ColumnElement[bool], page: int, order: Sequence[Any] = BY_TITLE) -> Page:
    query = _published().where(*conditions).order_by(*order)
    rows = _listed(session, query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    found = Page(rows, page, count(session, *conditions))
    if page > found.pages:
        raise NotFound("Halaman %(page)s tidak ada; daftar ini punya %(pages)s halaman.", page=page, pages=found.pages)
    return found


def _listed(session: Session, query: Select[Innovation]) -> list[Listed]:
    innovations = session.scalars(query).all()
    units = {item.unit_id for item in innovations}
    unit_rows = {found.id: found for found in session.scalars(select(Unit).where(Unit.id.in_(units)))}
    regions = {item.region_code for item in innovations}
    region_rows = {found.code: found for found in session.scalars(select(Region).where(Region.code.in_(regions)))}
    topics: dict[int, list[str]] = {}
    term_query = (
        select(InnovationTerm)
        .where(
            InnovationTerm.kind == TermKind.TOPIC,
            InnovationTerm.innovation_number.in_([item.number for item in innovations]),
        )
        .order_by(InnovationTerm.position)
    )
    for term in session.scalars(term_query):
        topics.setdefault(term.innovation_number, []).append(term.term)
    return [
        Listed(item, region_rows[item.region_code], unit_rows[item.unit_id], tuple(topics.get(item.number, [])))
        for item in innovations
    ]


def newest_change(session: Session) -> datetime | None:
    """When a published write-up last changed."""
    return session.scalar(select(func.max(Innovation.updated_at)).where(Innovation.state == State.PUBLISHED))
