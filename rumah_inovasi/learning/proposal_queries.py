"""What can be seen of proposals for workshops. Nothing here is public: the policy has to be asked first."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue.policy import may_see
from rumah_inovasi.catalogue.proposal import CLOSED, WAITING, values
from rumah_inovasi.catalogue.proposal_queries import ListedText, open_for
from rumah_inovasi.errors import NotFound
from rumah_inovasi.learning import queries
from rumah_inovasi.learning.model import WRITERS, Workshop, WorkshopFile, WorkshopProposal
from rumah_inovasi.organisations.model import Region, Unit


@dataclass(frozen=True)
class ListedProposal(ListedText):
    """A proposal for a workshop in a list."""

    proposal: WorkshopProposal
    text: Workshop


def proposal(session: Session, actor: Actor, number: int) -> ListedProposal:
    """The proposal with this number, for somebody who may see it.

    Raises:
        NotFound: there is none, or not for this actor; both look the same.
    """
    found = session.execute(_rows().where(WorkshopProposal.id == number)).first()
    if found is None or not may_see(actor, found[0]):
        raise NotFound("Usulan nomor %(number)s tidak ada, atau bukan dari unit Anda.", number=number)
    return ListedProposal(*found)


def open_of(session: Session, workshop: int) -> WorkshopProposal | None:
    """The open proposal of a workshop."""
    return open_for(session, WorkshopProposal, workshop)


def file_of_draft(session: Session, actor: Actor, workshop: int, name: str) -> WorkshopFile | None:
    """A file, open or not, for somebody who may see the open proposal for its workshop."""
    found = open_of(session, workshop)
    if found is None or not may_see(actor, found):
        return None
    return queries.files(session, workshop).get(name)


def writings(session: Session, actor: Actor) -> list[ListedProposal]:
    """Proposals of the units that the actor writes for, and those the actor began; the one changed last first.

    Of each workshop it is the open one, else the last.
    """
    mine = WorkshopProposal.author_id == actor.account
    own = or_(mine, _of_units(actor.units_with(*WRITERS)))
    order = WorkshopProposal.updated_at.desc(), WorkshopProposal.id.desc()
    rows = [
        row for row in _listed(session.execute(_rows().where(own).order_by(*order))) if may_see(actor, row.proposal)
    ]
    shown: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: not row.proposal.is_open):  # stable: the last one stays before the others
        shown.setdefault(row.proposal.workshop_number, row.proposal.id)
    return [row for row in rows if row.proposal.id in shown.values()]


def waiting_for(session: Session, actor: Actor) -> list[ListedProposal]:
    """Proposals that wait for a decision of this actor, the oldest submission first; own ones are left out."""
    query = _rows().where(
        WorkshopProposal.state.in_(values(WAITING)), _of_units(actor.units_with(Role.LOCAL_ADMIN, Role.CURATOR))
    )
    rows = session.execute(query.order_by(WorkshopProposal.submitted_at, WorkshopProposal.id))
    return [row for row in _listed(rows) if actor.account not in row.proposal.hands]


def open_by(session: Session, account: int) -> list[ListedProposal]:
    """Open proposals that somebody began: the work to be handed over."""
    query = _rows().where(WorkshopProposal.author_id == account, WorkshopProposal.state.not_in(values(CLOSED)))
    return list(_listed(session.execute(query.order_by(WorkshopProposal.id))))


def _listed(rows: Iterable[tuple[WorkshopProposal, Workshop, Unit, Region, Account]]) -> Iterable[ListedProposal]:
    return (ListedProposal(*found) for found in rows)


def _of_units(units: frozenset[int] | None) -> ColumnElement[bool]:
    if units is None:
        return WorkshopProposal.unit_id.is_not(None)
    return WorkshopProposal.unit_id.in_(sorted(units))


def _rows() -> Select[WorkshopProposal, Workshop, Unit, Region, Account]:
    return (
        select(WorkshopProposal, Workshop, Unit, Region, Account)
        .join(Workshop, Workshop.number == WorkshopProposal.workshop_number)
        .join(Unit, Unit.id == WorkshopProposal.unit_id)
        .join(Region, Region.code == Unit.region_code)
        .join(Account, Account.id == WorkshopProposal.author_id)
    )
