"""What every text under review goes through on its author's side, whatever it is about: kept, handed in, taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from rumah_inovasi import audit
from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import draft as drafts
from rumah_inovasi.catalogue.draft import Draft
from rumah_inovasi.catalogue.model import PublicText, State
from rumah_inovasi.catalogue.policy import may_edit, may_take_back, may_work_on, require
from rumah_inovasi.catalogue.proposal import CommentKind, ProposalState, SaidOfText, UnderReview
from rumah_inovasi.catalogue.proposal_queries import hold
from rumah_inovasi.errors import Conflict, Invalid
from rumah_inovasi.organisations.model import name_key

LARGEST = drafts.LONGEST  # text and facts together; a text this long is no article any more
LONGEST_MESSAGE = 300
LONGEST_MIRRORED = 400  # of a title or summary, which may be typed far too long; an index holds no more
UNTITLED = "(belum berjudul)"


class Stale(Conflict):
    """Somebody else has saved meanwhile; what was typed here is shown beside it."""


def keep(actor: Actor, proposal: UnderReview, draft: Draft, *, now: datetime) -> None:
    """Put what was typed in the place of what was kept; the facts are tidy, and whoever calls holds the row.

    Raises:
        Invalid: larger than any article.
    """
    if len(str(draft.stored)) + len(draft.body) > LARGEST or len(draft.message) > LONGEST_MESSAGE:
        raise Invalid("Tulisan ini terlalu panjang untuk disimpan. Ringkas isinya, atau taruh rinciannya di lampiran.")
    proposal.stored, proposal.body, proposal.message = dict(draft.stored), draft.body, " ".join(draft.message.split())
    proposal.version += 1
    proposal.updated_at = now
    if actor.account:
        proposal.touched_by(actor.account)


def hand_in(session: Session, actor: Actor, proposal: UnderReview, *, is_authorised: bool, now: datetime) -> None:
    """Let what is ready wait for a decision.

    Raises:
        Invalid: nobody vouches for it.
    """
    if not is_authorised:
        raise Invalid(
            "Centang pernyataan bahwa Anda berwenang atas nama instansi sebelum mengajukan.", field="authorised"
        )
    proposal.turn(ProposalState.SUBMITTED, now=now)
    proposal.is_authorised, proposal.submitted_at = True, now
    proposal.version += 1  # files may have changed without it; who reviews decides on what stands now
    say(session, actor, proposal, CommentKind.SUBMITTED, "", now=now)
    audit.record(session, actor.account, "proposal-submitted", proposal.ENTITY, proposal.id, now=now)


def take_back(session: Session, actor: Actor, proposal: UnderReview, *, now: datetime) -> None:
    """Make a draft again of what waits for a decision.

    Raises:
        Conflict: it was decided meanwhile.
    """
    hold(session, proposal)
    require(may_take_back(actor, proposal))
    proposal.turn(ProposalState.DRAFT, now=now)
    proposal.is_authorised = False
    say(session, actor, proposal, CommentKind.TAKEN_BACK, "", now=now)
    audit.record(session, actor.account, "proposal-taken-back", proposal.ENTITY, proposal.id, now=now)


def require_editable(session: Session, actor: Actor, proposal: UnderReview) -> None:
    """Refuse to change what is not a draft, or not this actor's; whoever else changes it has to wait.

    Raises:
        Conflict: it was decided, or waits for a decision.
    """
    hold(session, proposal)
    if not proposal.is_open:
        raise Conflict("Usulan ini sudah diputuskan dan tidak dapat diubah lagi.")
    if may_work_on(actor, proposal) and not may_edit(actor, proposal):
        raise Conflict("Usulan ini sedang ditinjau. Tarik kembali dahulu bila hendak mengubahnya.")
    require(may_edit(actor, proposal))


def say(
    session: Session, actor: Actor, proposal: UnderReview, kind: CommentKind, body: str, *, now: datetime
) -> SaidOfText:
    """Add to what is said about a text under review."""
    comment = proposal.COMMENT()
    comment.proposal_id, comment.created_at = proposal.id, now
    comment.kind, comment.body = kind.value, body.strip()
    if actor.account:
        comment.account_id = actor.account
    session.add(comment)
    session.flush()
    return comment


def require_present(proposal: UnderReview, version: int) -> None:
    """Refuse what was made on the basis of an older save.

    Raises:
        Stale: it was saved since `version` was read.
    """
    if proposal.version != version:
        raise Stale("Usulan ini sudah disimpan orang lain atau di jendela lain sejak Anda membukanya.")


def mirror_draft(text: PublicText, proposal: UnderReview) -> None:
    """Show the typed title and summary in lists of drafts, as long as nothing is published."""
    if text.state == State.DRAFT:
        title = str(proposal.stored.get("judul") or "")[:LONGEST_MIRRORED]
        text.title, text.title_key = title or UNTITLED, name_key(title) if title else ""
        text.summary = str(proposal.stored.get("ringkasan") or "")[:LONGEST_MIRRORED]
        text.updated_at = proposal.updated_at
