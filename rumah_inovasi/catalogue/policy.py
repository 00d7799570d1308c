"""Who may do what with a write-up and with a proposal for one: small named predicates.

A *tree* is what a role reaches (`accounts.actor.Grant`): authors write for their unit, the local admin reviews what the
own tree writes, the provincial curator may review everything. Nobody approves what the own hands have written.
"""

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue.model import Innovation, PublicText, State
from rumah_inovasi.catalogue.proposal import EDITABLE, WAITING, Proposal, ProposalState, UnderReview
from rumah_inovasi.errors import Forbidden

PROVENANCE_OF_EDITORS = "redaksi"
WRITERS = Proposal.WRITERS


def may_read(actor: Actor, innovation: Innovation) -> bool:
    """Published texts are for everyone, others for the system alone."""
    return innovation.state == State.PUBLISHED or actor.is_system


def may_publish(actor: Actor) -> bool:
    """The import publishes what stands in the archive; people go the way of a proposal."""
    return actor.is_system


def may_write(actor: Actor, unit_id: int) -> bool:
    """Authors and local admins write for units they reach, the curator for every unit."""
    return actor.holds(*WRITERS, at=unit_id) or actor.holds(Role.CURATOR)


def may_work_on(actor: Actor, proposal: UnderReview) -> bool:
    """Those who write such texts for the unit, and the curator."""
    return actor.holds(*proposal.WRITERS, at=proposal.unit_id) or actor.holds(Role.CURATOR)


def may_see(actor: Actor, proposal: UnderReview) -> bool:
    """Whoever writes for the unit; the curator from the first submission on, and what the curator began."""
    if actor.holds(*proposal.WRITERS, at=proposal.unit_id):
        return True
    is_own = proposal.author_id == actor.account
    return actor.holds(Role.CURATOR) and (is_own or proposal.state != ProposalState.DRAFT)


def may_edit(actor: Actor, proposal: UnderReview) -> bool:
    """While it is a draft or waits for changes: whoever writes for the unit, and the curator who began it."""
    if proposal.state not in EDITABLE:
        return False
    is_own = proposal.author_id == actor.account
    return actor.holds(*proposal.WRITERS, at=proposal.unit_id) or (is_own and actor.holds(Role.CURATOR))


def may_take_back(actor: Actor, proposal: UnderReview) -> bool:
    """While it waits for a decision: those who may edit it otherwise."""
    is_own = proposal.author_id == actor.account or actor.account in proposal.hands
    return proposal.state in WAITING and is_own and may_work_on(actor, proposal)


def may_review(actor: Actor, proposal: UnderReview) -> bool:
    """The local admin of the tree, and the provincial curator; never a text of the own hands."""
    if actor.account is None or actor.account in proposal.hands or actor.account == proposal.author_id:
        return False
    return actor.holds(Role.LOCAL_ADMIN, at=proposal.unit_id) or actor.holds(Role.CURATOR)


def may_comment(actor: Actor, proposal: UnderReview) -> bool:
    """Everybody who may see it, as long as it is open."""
    return proposal.is_open and may_see(actor, proposal)


def may_withdraw(actor: Actor, innovation: PublicText) -> bool:
    """The local admin of the tree, the provincial curator, and the import."""
    return actor.is_system or actor.holds(Role.LOCAL_ADMIN, at=innovation.unit_id) or actor.holds(Role.CURATOR)


def may_open(actor: Actor, unit_id: int) -> bool:
    """Attachments are opened by the local admin of the tree, where there is none by the curator, and by the import."""
    return actor.is_system or actor.holds(Role.LOCAL_ADMIN, at=unit_id) or actor.holds(Role.CURATOR)


def may_claim(actor: Actor, innovation: Innovation) -> bool:
    """The owning unit may take over a published text that editors have compiled about it."""
    is_of_editors = innovation.provenance == PROVENANCE_OF_EDITORS and innovation.state == State.PUBLISHED
    return is_of_editors and actor.holds(*WRITERS, at=innovation.unit_id)


def may_hand_over(actor: Actor, proposal: UnderReview) -> bool:
    """Work of somebody who moves on is given to another by the local admin of the tree."""
    return proposal.is_open and (actor.holds(Role.LOCAL_ADMIN, at=proposal.unit_id) or actor.holds(Role.SYSTEM_ADMIN))


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(may_publish(actor))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Anda tidak berwenang melakukan ini pada tulisan tersebut.")
