"""Who may do what with workshops: as with write-ups (`catalogue/policy`), and trainers write them too.

What may be done with a proposal for one is asked of `catalogue.policy`, which looks at the writers of its kind.
"""

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.learning.model import WRITERS


def may_publish(actor: Actor) -> bool:
    """The import publishes what stands in the archive; people go the way of a proposal."""
    return actor.is_system


def may_write(actor: Actor, unit_id: int) -> bool:
    """Trainers, authors and local admins write for units they reach, the curator for every unit."""
    return actor.holds(*WRITERS, at=unit_id) or actor.holds(Role.CURATOR)


def units_of(actor: Actor) -> frozenset[int] | None:
    """Units that the actor may write workshops for; None stands for every unit."""
    return None if actor.holds(Role.CURATOR) else actor.units_with(*WRITERS)
