"""What the desk shows of proposals: how many each unit has, what was said last, what became of one's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rumah_inovasi.accounts.model import Account
from rumah_inovasi.catalogue.draft import FILES
from rumah_inovasi.catalogue.model import Attachment, Innovation, Revision, State
from rumah_inovasi.catalogue.proposal import CLOSED, Proposal, ProposalComment, SaidOfText, values
from rumah_inovasi.catalogue.proposal_queries import ListedProposal
from rumah_inovasi.database import parts
from rumah_inovasi.organisations.model import Region, Unit

Units = frozenset[int] | None


@dataclass(frozen=True)
class ClosedFiles:
    """A published write-up with files that readers could be given but are not, and its open proposal."""

    innovation: Innovation
    count: int
    proposal: int | None


def open_by_unit(session: Session, units: Units) -> dict[int, dict[str, int]]:
    """How many open proposals each unit has in each state; None asks for all units."""
    query = (
        select(Proposal.unit_id, Proposal.state, func.count())
        .where(Proposal.state.not_in(values(CLOSED)), *_within(Proposal.unit_id, units))
        .group_by(Proposal.unit_id, Proposal.state)
    )
    counts: dict[int, dict[str, int]] = {}
    for unit, state, count in session.execute(query):
        counts.setdefault(unit, {})[state] = count
    return counts


def published_by_unit(session: Session, units: Units) -> dict[int, int]:
    """How many published write-ups each unit has; None asks for all units."""
    query = (
        select(Innovation.unit_id, func.count())
        .where(Innovation.state == State.PUBLISHED, *_within(Innovation.unit_id, units))
        .group_by(Innovation.unit_id)
    )
    return {found[0]: found[1] for found in session.execute(query)}


def newest_remarks(
    session: Session, proposals: Sequence[int], kind: type[SaidOfText] = ProposalComment
) -> dict[int, str]:
    """What was said last about each of the proposals, changes of state without a word aside."""
    found: dict[int, str] = {}
    for part in parts(proposals):
        query = select(kind.proposal_id, kind.body).where(kind.proposal_id.in_(part), kind.body != "").order_by(kind.id)
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


def own(session: Session, account: int) -> list[ListedProposal]:
    """The last proposal that somebody began for each write-up, the one changed last first."""
    query = (
        select(Proposal, Innovation, Unit, Region, Account)
        .join(Innovation, Innovation.number == Proposal.innovation_number)
        .join(Unit, Unit.id == Proposal.unit_id)
        .join(Region, Region.code == Unit.region_code)
        .join(Account, Account.id == Proposal.author_id)
        .where(Proposal.author_id == account)
        .order_by(Proposal.updated_at.desc(), Proposal.id.desc())
    )
    last: dict[int, ListedProposal] = {}
    for found in session.execute(query):
        last.setdefault(found[1].number, ListedProposal(*found))
    return list(last.values())


def closed_files(session: Session, units: Units) -> list[ClosedFiles]:
    """Published write-ups with files that are not open though nothing stands against it, by number."""
    query = (
        select(Innovation, Revision, Attachment.name)
        .join(Revision, Revision.innovation_number == Innovation.number)
        .join(Attachment, Attachment.innovation_number == Innovation.number)
        .where(Revision.number == Innovation.revision, Innovation.state == State.PUBLISHED)
        .where(~Attachment.is_open, ~Attachment.has_numbers, *_within(Innovation.unit_id, units))
        .order_by(Innovation.number)
    )
    closed: dict[int, tuple[Innovation, int]] = {}
    for innovation, revision, name in session.execute(query):
        if any(item["nama"] == name for item in revision.stored.get(FILES, [])):
            closed[innovation.number] = innovation, closed.get(innovation.number, (innovation, 0))[1] + 1
    proposals = _open_of(session, closed)
    return [ClosedFiles(found, count, proposals.get(number)) for number, (found, count) in closed.items()]


def _open_of(session: Session, numbers: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in parts(list(numbers)):
        query = select(Proposal.innovation_number, Proposal.id).where(
            Proposal.innovation_number.in_(part), Proposal.state.not_in(values(CLOSED))
        )
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


def _within(column: InstrumentedAttribute[int], units: Units) -> list[ColumnElement[bool]]:
    return [] if units is None else [column.in_(sorted(units))]
