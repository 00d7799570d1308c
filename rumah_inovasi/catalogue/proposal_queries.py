"""What can be seen of proposals. Whoever asks has to be told by the policy first: nothing here is public."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue.model import Innovation, PublicText
from rumah_inovasi.catalogue.policy import WRITERS, may_see
from rumah_inovasi.catalogue.proposal import (
    CLOSED,
    EDITABLE,
    WAITING,
    Proposal,
    ProposalComment,
    ProposalState,
    SaidOfText,
    UnderReview,
    values,
)
from rumah_inovasi.errors import NotFound
from rumah_inovasi.organisations.model import Region, Unit

Review = TypeVar("Review", bound=UnderReview)


@dataclass(frozen=True)
class ListedText:
    """A text under review in a list, with what a row shows."""

    proposal: UnderReview
    text: PublicText
    unit: Unit
    region: Region
    author: Account

    @property
    def title(self) -> str:
        """The title as it is typed now, or none yet."""
        return str(self.proposal.stored.get("judul") or "")


@dataclass(frozen=True)
class ListedProposal(ListedText):
    """A proposal for a write-up in a list."""

    proposal: Proposal
    text: Innovation

    @property
    def innovation(self) -> Innovation:
        """The innovation that it is about."""
        return self.text


@dataclass(frozen=True)
class Remark:
    """A comment and who made it."""

    comment: SaidOfText
    account: Account


def proposal(session: Session, actor: Actor, number: int) -> ListedProposal:
    """The proposal with this number, for somebody who may see it.

    Raises:
        NotFound: there is none, or not for this actor; both look the same.
    """
    found = session.execute(_rows().where(Proposal.id == number)).first()
    if found is None or not may_see(actor, found[0]):
        raise NotFound("Usulan nomor %(number)s tidak ada, atau bukan dari unit Anda.", number=number)
    return ListedProposal(*found)


def hold(session: Session, found: UnderReview) -> None:
    """Let nobody else change the proposal before this transaction ends, and see what others have changed so far."""
    session.flush()
    session.refresh(found, with_for_update=True)


def open_of(session: Session, innovation: int) -> Proposal | None:
    """The open proposal of an innovation."""
    return open_for(session, Proposal, innovation)


def open_for(session: Session, kind: type[Review], number: int) -> Review | None:
    """As `open_of`, for a text whose proposals are of this kind."""
    query = select(kind).where(kind.text_number == number, kind.state.not_in(values(CLOSED)))
    return session.scalars(query).first()


def comments(session: Session, number: int, kind: type[SaidOfText] = ProposalComment) -> list[Remark]:
    """What was said about a proposal, oldest first; `kind` is how such proposals keep it."""
    query = (
        select(kind, Account)
        .join(Account, Account.id == kind.account_id)
        .where(kind.proposal_id == number)
        .order_by(kind.id)
    )
    return [Remark(*found) for found in session.execute(query)]


def writings(session: Session, actor: Actor, states: Iterable[ProposalState] = ()) -> list[ListedProposal]:
    """Proposals of the units that the actor writes for, and those the actor began; the one changed last first."""
    mine = Proposal.author_id == actor.account
    conditions = [or_(mine, _of_units(actor.units_with(*WRITERS)))]
    if states := list(states):
        conditions.append(Proposal.state.in_(values(states)))
    rows = session.execute(_rows().where(*conditions).order_by(Proposal.updated_at.desc(), Proposal.id.desc()))
    return [ListedProposal(*found) for found in rows if may_see(actor, found[0])]


def waiting_for(session: Session, actor: Actor) -> list[ListedProposal]:
    """Proposals that wait for a decision of this actor, the oldest submission first; own ones are left out."""
    query = _rows().where(
        Proposal.state.in_(values(WAITING)), _of_units(actor.units_with(Role.LOCAL_ADMIN, Role.CURATOR))
    )
    rows = [ListedProposal(*found) for found in session.execute(query.order_by(Proposal.submitted_at, Proposal.id))]
    return [row for row in rows if actor.account not in row.proposal.hands]


def open_by(session: Session, account: int) -> list[ListedProposal]:
    """Open proposals that somebody began: the work to be handed over."""
    query = _rows().where(Proposal.author_id == account, Proposal.state.in_(values(EDITABLE | WAITING)))
    return [ListedProposal(*found) for found in session.execute(query.order_by(Proposal.id))]


def _of_units(units: frozenset[int] | None) -> ColumnElement[bool]:
    if units is None:
        return Proposal.unit_id.is_not(None)
    return Proposal.unit_id.in_(sorted(units))


def _rows() -> Select[Proposal, Innovation, Unit, Region, Account]:
    return (
        select(Proposal, Innovation, Unit, Region, Account)
        .join(Innovation, Innovation.number == Proposal.innovation_number)
        .join(Unit, Unit.id == Proposal.unit_id)
        .join(Region, Region.code == Unit.region_code)
        .join(Account, Account.id == Proposal.author_id)
    )
