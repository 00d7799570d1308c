"""Whose a saved search is."""

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.errors import Forbidden
from rumah_inovasi.saved.model import SavedSearch


def may_keep(actor: Actor) -> bool:
    """Everybody with an account keeps searches, whatever role they have."""
    return actor.account is not None


def is_own(actor: Actor, search: SavedSearch) -> bool:
    """A search is its owner's alone; nobody administers those of others."""
    return actor.account is not None and actor.account == search.account_id


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(is_own(actor, search))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Pencarian tersimpan hanya dapat diubah pemiliknya.")
