"""What can be seen of workshops: published ones only, unless a function says otherwise."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, extract, func, select
from sqlalchemy.orm import Session

from rumah_inovasi.catalogue import queries as catalogue
from rumah_inovasi.catalogue.model import State
from rumah_inovasi.catalogue.queries import REF
from rumah_inovasi.database import parts
from rumah_inovasi.errors import Gone, NotFound
from rumah_inovasi.learning import facts as facts_of
from rumah_inovasi.learning.facts import Facts
from rumah_inovasi.learning.model import Workshop, WorkshopFile, WorkshopRevision, WorkshopTopic
from rumah_inovasi.organisations.model import Region, Unit
from rumah_inovasi.remembered import remembered

PAGE_SIZE = 20


@dataclass(frozen=True)
class Listed:
    """A row of a list, with what a card shows."""

    workshop: Workshop
    region: Region
    unit: Unit


@dataclass(frozen=True)
class Read:
    """A workshop ready to be read: its row, a revision and its facts; those do not mention files that are not open."""

    workshop: Workshop
    revision: WorkshopRevision
    facts: Facts


@dataclass(frozen=True)
class Wanted:
    """Which workshops are asked for; none stands for any."""

    year: int | None = None
    region: str | None = None
    numbers: tuple[int, ...] | None = None  # those alone


def number_of_ref(ref: str) -> int:
    """The number in an address part such as `4-workshop-keberlanjutan`.

    Raises:
        NotFound: there is none.
    """
    match = REF.fullmatch(ref)
    if not match:
        raise NotFound("Pelatihan ini tidak ada. Periksa alamatnya atau cari judulnya.")
    return int(match[1])


def workshop(session: Session, number: int) -> Workshop:
    """The workshop with this number in a state that the public may know of: published or withdrawn.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Workshop, number)
    if found is None or found.state == State.DRAFT:
        raise NotFound("Pelatihan nomor %(number)s tidak ada. Periksa alamatnya atau cari judulnya.", number=number)
    return found


def published(session: Session, number: int) -> Workshop:
    """The published workshop with this number.

    Raises:
        NotFound: there is none.
        Gone: it was withdrawn.
    """
    found = workshop(session, number)
    if found.state != State.PUBLISHED:
        raise Gone("Pelatihan nomor %(number)s sudah ditarik.", number=number)
    return found


def read(session: Session, found: Workshop) -> Read:
    """The current revision of a workshop."""
    row = revision(session, found.number, found.revision)
    facts = facts_of.restore(row.stored)
    closed = {file.name for file in files(session, found.number).values() if not file.is_open}
    return Read(found, row, facts.without_files(closed))


def read_all(session: Session, found: Sequence[Workshop]) -> list[Read]:
    """As `read`, for many that were published, in the order given: asked for at once, not one by one."""
    rows: dict[int, WorkshopRevision] = {}
    closed: dict[int, set[str]] = {}
    for part in parts([item.number for item in found]):
        current = (Workshop.number == WorkshopRevision.workshop_number, Workshop.revision == WorkshopRevision.number)
        query = select(WorkshopRevision).join(Workshop, and_(*current)).where(Workshop.number.in_(part))
        rows |= {row.workshop_number: row for row in session.scalars(query)}
        hidden = select(WorkshopFile.workshop_number, WorkshopFile.name).where(~WorkshopFile.is_open)
        for number, name in session.execute(hidden.where(WorkshopFile.workshop_number.in_(part))):
            closed.setdefault(number, set()).add(name)
    pairs = ((item, rows[item.number]) for item in found)
    return [
        Read(item, row, facts_of.restore(row.stored).without_files(closed.get(item.number, ()))) for item, row in pairs
    ]


def revision(session: Session, number: int, wanted: int) -> WorkshopRevision:
    """One revision of a workshop.

    Raises:
        NotFound: there is none.
    """
    query = select(WorkshopRevision).where(
        WorkshopRevision.workshop_number == number, WorkshopRevision.number == wanted
    )
    row = session.scalars(query).first()
    if row is None:
        raise NotFound("Revisi %(revision)s dari pelatihan ini tidak ada.", revision=wanted)
    return row


def files(session: Session, number: int) -> dict[str, WorkshopFile]:
    """Every file of a workshop by name, those that are not open and those of former revisions too."""
    return catalogue.files_of(session, WorkshopFile, number)


def shown_files(session: Session, reading: Read) -> list[WorkshopFile]:
    """The files that readers may fetch, in the order of the materials; a tombstone has none."""
    if reading.workshop.state != State.PUBLISHED or not reading.facts.attachments:
        return []
    kept = files(session, reading.workshop.number)
    return [kept[item.name] for item in reading.facts.attachments if item.name in kept]


def open_file(session: Session, number: int, name: str) -> WorkshopFile:
    """A file that readers may fetch.

    Raises:
        NotFound: there is no such workshop, its current revision does not list the name, or it is not open.
    """
    for row in shown_files(session, read(session, published(session, number))):
        if row.name == name:
            return row
    raise NotFound("Berkas “%(name)s” tidak ada pada pelatihan nomor %(number)s.", name=name, number=number)


def upcoming(session: Session, wanted: Wanted, *, on: date, limit: int | None = None) -> list[Listed]:
    """Workshops that are not over, the next one first."""
    query = _listed(wanted).where(Workshop.last_day >= on).order_by(Workshop.first_day, Workshop.number)
    return _rows(session, query.limit(limit))


def past(session: Session, wanted: Wanted, page: int | None, *, on: date) -> list[Listed]:
    """Workshops that are over, the latest first: one page of them, or all."""
    query = _listed(wanted).where(Workshop.last_day < on).order_by(Workshop.first_day.desc(), Workshop.number)
    return _rows(session, query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE) if page else query)


def count_past(session: Session, wanted: Wanted, *, on: date) -> int:
    """How many workshops are over."""
    query = _listed(wanted).where(Workshop.last_day < on)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def years(session: Session) -> list[int]:
    """Years in which workshops begin, the latest first."""
    year = extract("year", Workshop.first_day)
    return sorted({int(found) for found in session.scalars(select(year).where(*_PUBLIC).distinct())}, reverse=True)


def regions(session: Session) -> list[Region]:
    """Regions that workshops are held in or for, by code."""
    hosts = select(Workshop.region_code).where(*_PUBLIC)
    return list(session.scalars(select(Region).where(Region.code.in_(hosts)).order_by(Region.code)))


def of_region(session: Session, code: str) -> list[Listed]:
    """Workshops of one region, the latest first."""
    return _rows(session, _listed(Wanted(region=code)).order_by(Workshop.first_day.desc(), Workshop.number))


def of_units(session: Session, units: Collection[int]) -> list[Listed]:
    """Workshops that any of these units keeps, the latest first."""
    query = _listed(Wanted()).where(Workshop.unit_id.in_(sorted(units)))
    return _rows(session, query.order_by(Workshop.first_day.desc(), Workshop.number))


def about(session: Session, innovation: int) -> list[Read]:
    """Workshops about a write-up with their open materials, the latest first."""
    topics = select(WorkshopTopic.workshop_number).where(WorkshopTopic.innovation_number == innovation)
    query = select(Workshop).where(*_PUBLIC, Workshop.number.in_(topics))
    return read_all(session, session.scalars(query.order_by(Workshop.first_day.desc(), Workshop.number)).all())


def texts(session: Session) -> list[tuple[Listed, str]]:
    """All published workshops with their HTML, to be looked through, the latest first."""
    return remembered(session, "workshop texts", lambda: _texts(session))


def _texts(session: Session) -> list[tuple[Listed, str]]:
    query = (
        _listed(Wanted())
        .add_columns(WorkshopRevision.html)
        .join(WorkshopRevision, WorkshopRevision.workshop_number == Workshop.number)
        .where(WorkshopRevision.number == Workshop.revision)
        .order_by(Workshop.first_day.desc(), Workshop.number)
    )
    return [(Listed(*found[:3]), found[3]) for found in session.execute(query)]


def next_number(session: Session) -> int:
    """The number that a new workshop gets. What was published is never deleted: no public number comes again."""
    return (session.scalar(select(func.max(Workshop.number))) or 0) + 1


def by_title(session: Session, title_key: str, starts: str, *, besides: int | None = None) -> Workshop | None:
    """Another public workshop of the same title that begins on the same day: two would be taken for one."""
    query = select(Workshop).where(
        Workshop.title_key == title_key, Workshop.starts == starts, Workshop.state != State.DRAFT
    )
    if besides is not None:
        query = query.where(Workshop.number != besides)
    return session.scalars(query.order_by(Workshop.number)).first()


def all_published(session: Session) -> list[Workshop]:
    """Every published workshop by number, for the site map."""
    return list(session.scalars(select(Workshop).where(*_PUBLIC).order_by(Workshop.number)))


def all_public_numbers(session: Session) -> list[int]:
    """Numbers of all that the archive holds: published and withdrawn."""
    return list(session.scalars(select(Workshop.number).where(Workshop.state != State.DRAFT).order_by(Workshop.number)))


def numbers_of_unit(session: Session, unit_id: int) -> set[int]:
    """Numbers of a unit's workshops in any state."""
    return set(session.scalars(select(Workshop.number).where(Workshop.unit_id == unit_id)))


def all_numbers(session: Session) -> set[int]:
    """Numbers of all workshops in any state."""
    return set(session.scalars(select(Workshop.number)))


def outdated_revisions(session: Session, markup_version: int) -> list[int]:
    """Ids of revisions rendered by another version of the renderer."""
    query = select(WorkshopRevision.id).where(WorkshopRevision.markup_version != markup_version)
    return list(session.scalars(query.order_by(WorkshopRevision.id)))


def newest_change(session: Session) -> datetime | None:
    """When a published workshop last changed."""
    return session.scalar(select(func.max(Workshop.updated_at)).where(*_PUBLIC))


_PUBLIC = (Workshop.state == State.PUBLISHED,)


def _listed(wanted: Wanted) -> Select[Workshop, Region, Unit]:
    return (
        select(Workshop, Region, Unit)
        .join(Region, Region.code == Workshop.region_code)
        .join(Unit, Unit.id == Workshop.unit_id)
        .where(*_PUBLIC, *_conditions(wanted))
    )


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.year:
        yield extract("year", Workshop.first_day) == wanted.year
    if wanted.region:
        yield Workshop.region_code == wanted.region
    if wanted.numbers is not None:
        yield Workshop.number.in_(wanted.numbers)


def _rows(session: Session, query: Select[Workshop, Region, Unit]) -> list[Listed]:
    return [Listed(*found) for found in session.execute(query)]
