"""What reviewers do with a proposal for a workshop: approve; the rest is common to all (`catalogue.review_actions`)."""

from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit, public_version
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.policy import may_review, require
from rumah_inovasi.catalogue.proposal import CommentKind, ProposalState
from rumah_inovasi.catalogue.proposal_queries import hold
from rumah_inovasi.catalogue.publishing import Provenance, Text
from rumah_inovasi.catalogue.review_actions import (
    LONGEST_COMMENT,
    require_no_numbers,
    require_seen,
    require_unchanged,
)
from rumah_inovasi.catalogue.reviewing import say
from rumah_inovasi.learning import queries
from rumah_inovasi.learning.draft import read
from rumah_inovasi.learning.model import Workshop, WorkshopProposal
from rumah_inovasi.learning.proposal_actions import require_ready
from rumah_inovasi.learning.publishing import release
from rumah_inovasi.organisations.model import Unit
from rumah_inovasi.schema import Vocabulary


def approve(
    session: Session,
    actor: Actor,
    proposal: WorkshopProposal,
    text: Text,
    *,
    version: int,
    vocabulary: Vocabulary,
    now: datetime,
    body: str = "",
) -> Workshop:
    """Freeze the proposal into the next revision and publish it; files that are closed stay so.

    `text` is the proposal's own, rendered before the transaction; `version` is that of the text which the reviewer saw.

    Raises:
        Stale: the proposal was changed since it was read.
        Conflict: it no longer waits; or since then another revision was published, the workshop was withdrawn, or it
            went to another unit.
        Invalid: it cannot be published as it stands.
    """
    public_version.take_turn(session)  # first: what is checked below must not change before it is published
    hold(session, proposal)
    require(may_review(actor, proposal))
    require_seen(proposal, version, text)
    workshop = session.get_one(Workshop, proposal.workshop_number)
    session.refresh(workshop)
    require_unchanged(workshop, proposal)
    require_ready(session, proposal, vocabulary)
    require_no_numbers(text)
    unit = session.get_one(Unit, proposal.unit_id)
    facts, _problems = read(proposal.stored, unit.region_code, vocabulary)
    assert facts is not None  # require_ready has read the same
    facts = facts.with_sums({name: row.sha256 for name, row in queries.files(session, workshop.number).items()})
    proposal.turn(ProposalState.APPROVED, now=now)
    message = proposal.message or ("Pembaruan" if workshop.revision else "Terbitan pertama")
    provenance = Provenance(unit.name, message)
    release(session, actor.account, facts, unit.id, text, provenance, now=now, number=workshop.number)
    proposal.revision = workshop.revision
    say(session, actor, proposal, CommentKind.APPROVED, body[:LONGEST_COMMENT], now=now)
    audit.record(
        session, actor.account, "proposal-approved", proposal.ENTITY, proposal.id, now=now, revision=workshop.revision
    )
    return workshop
