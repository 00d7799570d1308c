"""What can be seen of reports: those on write-ups of the own tree. Nothing here is public."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import NotFound
from rumah_inovasi.feedback.model import Report, ReportKind
from rumah_inovasi.feedback.policy import HANDLERS, handles_any, may_handle, require
from rumah_inovasi.organisations.model import Unit

PAGE_SIZE = 20


@dataclass(frozen=True)
class ListedReport:
    """A report with the write-up that it is about, and the unit that owns this."""

    report: Report
    innovation: Innovation
    unit: Unit


@dataclass(frozen=True)
class Wanted:
    """Which reports are asked for; none stands for all."""

    is_open: bool | None = None
    kind: ReportKind | None = None


def report(session: Session, actor: Actor, number: int) -> ListedReport:
    """The report with this number, for somebody who handles it.

    Raises:
        Forbidden: no reports come to the actor at all.
        NotFound: there is none, or not for this actor; both look the same.
    """
    require(handles_any(actor))
    found = session.execute(_rows().where(Report.id == number)).first()
    if found is None or not may_handle(actor, found[1]):
        raise NotFound("Laporan nomor %(number)s tidak ada, atau bukan untuk Anda.", number=number)
    return ListedReport(*found)


def reports(session: Session, actor: Actor, wanted: Wanted, page: int) -> list[ListedReport]:
    """One page of the reports that come to the actor: open ones first, among them the oldest, then the newest."""
    query = _ordered(actor, wanted).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return [ListedReport(*found) for found in session.execute(query)]


def all_reports(session: Session, actor: Actor, wanted: Wanted) -> list[ListedReport]:
    """All of them, in the same order."""
    return [ListedReport(*found) for found in session.execute(_ordered(actor, wanted))]


def count(session: Session, actor: Actor, wanted: Wanted) -> int:
    """How many there are."""
    query = select(func.count()).select_from(Report).join(Innovation, Innovation.number == Report.innovation_number)
    return session.scalars(query.where(*_conditions(actor, wanted))).one()


def _ordered(actor: Actor, wanted: Wanted) -> Select[Report, Innovation, Unit]:
    require(handles_any(actor))
    is_done = Report.handled_at.is_not(None)
    # The one that has waited longest comes first; of those that are done, the one done last.
    return (
        _rows()
        .where(*_conditions(actor, wanted))
        .order_by(is_done, Report.handled_at.desc(), Report.created_at, Report.id)
    )


def _conditions(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    units = actor.units_with(*HANDLERS)
    if units is not None:
        conditions.append(Innovation.unit_id.in_(sorted(units)))
    if wanted.is_open is not None:
        conditions.append(Report.handled_at.is_(None) if wanted.is_open else Report.handled_at.is_not(None))
    if wanted.kind is not None:
        conditions.append(Report.kind == wanted.kind.value)
    return conditions


def _rows() -> Select[Report, Innovation, Unit]:
    return (
        select(Report, Innovation, Unit)
        .join(Innovation, Innovation.number == Report.innovation_number)
        .join(Unit, Unit.id == Innovation.unit_id)
    )
