"""Who may do what with a write-up: small named predicates."""

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.catalogue.model import Innovation, State
from rumah_inovasi.errors import Forbidden


def may_read(actor: Actor, innovation: Innovation) -> bool:
    """Published texts are for everyone, others for the system alone."""
    return innovation.state == State.PUBLISHED or actor.is_system


def may_publish(actor: Actor) -> bool:
    """The import publishes what stands in the archive."""
    return actor.is_system


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(may_publish(actor))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Anda tidak berwenang melakukan ini pada tulisan tersebut.")
