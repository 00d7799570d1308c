"""What writers look for: units to write for, titles like theirs, and their own writings."""

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from rumah_inovasi import addresses
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue import proposal_queries, queries
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.catalogue.policy import WRITERS
from rumah_inovasi.catalogue.proposal import Proposal, ProposalState
from rumah_inovasi.catalogue.queries import Listed
from rumah_inovasi.organisations.model import Region, Unit, name_key

ALIKE = 0.85  # of the signs of two titles; below it names of one family of services would be taken for one
MOST_ALIKE = 5
WITHDRAWN = "withdrawn"  # a state of write-ups in lists, beside those of proposals


@dataclass(frozen=True)
class Writing:
    """A write-up or a proposal in the list of those who write for its unit; `state` is a key of its words."""

    title: str
    number: int
    state: str
    unit: str
    region: str
    author: str
    changed_at: datetime
    url: str


def units_to_write_for(actor: Actor) -> frozenset[int] | None:
    """Units that the actor may write for; None stands for every unit."""
    return None if actor.holds(Role.CURATOR) else actor.units_with(*WRITERS)


def titles_like(session: Session, title: str, region_code: str, *, besides: int | None = None) -> list[Listed]:
    """Published write-ups with nearly the same title, those of the region first."""
    wanted = name_key(title)
    if not wanted:
        return []
    query = select(Innovation.number, Innovation.title_key, Innovation.region_code)
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    found: list[tuple[bool, float, int]] = []
    for number, key, region in session.execute(query.where(Innovation.state == State.PUBLISHED)):
        matcher.set_seq1(key)
        if number == besides or min(matcher.real_quick_ratio(), matcher.quick_ratio()) < ALIKE:
            continue
        if (likeness := matcher.ratio()) >= ALIKE:
            found.append((region != region_code, -likeness, number))
    return queries.by_number(session, [number for _elsewhere, _likeness, number in sorted(found)[:MOST_ALIKE]])


def own_writings(session: Session, actor: Actor) -> list[Writing]:
    """Write-ups and proposals of the units that the actor writes for, and those the actor began; last change first."""
    rows = [_of_proposal(row) for row in proposal_queries.writings(session, actor) if row.proposal.state != _APPROVED]
    begun = select(Proposal.innovation_number).where(Proposal.author_id == actor.account, Proposal.state == _APPROVED)
    published = (
        select(Innovation, Unit, Region)
        .join(Unit, Unit.id == Innovation.unit_id)
        .join(Region, Region.code == Innovation.region_code)
        .where(Innovation.state != State.DRAFT, or_(_written_for(actor), Innovation.number.in_(begun)))
    )
    rows += [_of_innovation(*found) for found in session.execute(published)]
    return sorted(rows, key=lambda row: (row.changed_at, row.number), reverse=True)


_APPROVED = ProposalState.APPROVED.value


def _of_proposal(row: proposal_queries.ListedProposal) -> Writing:
    found = row.proposal
    return Writing(
        row.title,
        found.innovation_number,
        found.state,
        row.unit.name,
        row.region.label,
        row.author.name,
        found.updated_at,
        f"/ruang-kerja/usulan/{found.id}",
    )


def _of_innovation(found: Innovation, unit: Unit, region: Region) -> Writing:
    state = WITHDRAWN if found.state == State.WITHDRAWN else _APPROVED
    url = addresses.write_up(found.ref)
    return Writing(found.title, found.number, state, unit.name, region.label, "", found.updated_at, url)


def _written_for(actor: Actor) -> ColumnElement[bool]:
    """Write-ups of units that the actor writes for, whatever became of them."""
    units = actor.units_with(*WRITERS)
    return Innovation.unit_id.is_not(None) if units is None else Innovation.unit_id.in_(sorted(units))
