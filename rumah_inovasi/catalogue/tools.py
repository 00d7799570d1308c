"""What somebody who is signed in may do with the write-up that is being read; other readers see none of it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue import policy, proposal_queries
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.house import Panels
from rumah_inovasi.web.links import Link


@dataclass(frozen=True)
class Tools:
    """Deeds that the page offers; `proposal` is the open one, where the actor may see it.

    `others` are those of other capabilities.
    """

    change: bool
    claim: bool
    withdraw: bool
    proposal: int | None
    others: list[Link]


def tools_for(session: Session, actor: Actor | None, innovation: Innovation, panels: Panels) -> Tools | None:
    """The deeds that the page of a write-up offers to this actor, those of other capabilities too."""
    if actor is None:
        return None
    found = proposal_queries.open_of(session, innovation.number)
    made = Tools(
        change=policy.may_write(actor, innovation.unit_id) and found is None,
        claim=policy.may_claim(actor, innovation) and found is None,
        withdraw=innovation.state == State.PUBLISHED and policy.may_withdraw(actor, innovation),
        proposal=found.id if found and policy.may_see(actor, found) else None,
        others=[link for deeds in panels.deeds for link in deeds(session, actor, innovation)],
    )
    return made if any(vars(made).values()) else None
