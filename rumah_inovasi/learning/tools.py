"""What somebody who is signed in may do with the workshop that is being read; other readers see none of it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import State
from rumah_inovasi.catalogue.policy import may_see, may_withdraw
from rumah_inovasi.learning import proposal_queries
from rumah_inovasi.learning.model import Workshop
from rumah_inovasi.learning.policy import may_write


@dataclass(frozen=True)
class Tools:
    """Deeds that the page offers; `proposal` is the open one, where the actor may see it."""

    change: bool
    withdraw: bool
    proposal: int | None


def tools_for(session: Session, actor: Actor | None, workshop: Workshop) -> Tools | None:
    """The deeds that the page of a workshop offers to this actor."""
    if actor is None:
        return None
    found = proposal_queries.open_of(session, workshop.number)
    made = Tools(
        change=may_write(actor, workshop.unit_id) and found is None,
        withdraw=workshop.state == State.PUBLISHED and may_withdraw(actor, workshop),
        proposal=found.id if found and may_see(actor, found) else None,
    )
    return made if any((made.change, made.withdraw, made.proposal)) else None
