"""Who may change the tree of units."""

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import Forbidden


def may_administer(actor: Actor) -> bool:
    """The system administrator, at the command line, keeps the trees."""
    return actor.is_system


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(may_administer(actor))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Anda tidak berwenang mengubah data unit ini.")
