"""Who handles reports. Telling that something is wrong is for everybody, without an account too."""

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.catalogue.model import Innovation
from rumah_inovasi.errors import Forbidden

HANDLERS = (Role.LOCAL_ADMIN, Role.CURATOR)


def may_handle(actor: Actor, innovation: Innovation) -> bool:
    """The local admin of the tree that owns the write-up, and the provincial curator."""
    return actor.holds(*HANDLERS, at=innovation.unit_id)


def handles_any(actor: Actor) -> bool:
    """Whether reports come to the actor at all."""
    return actor.holds(*HANDLERS)


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(may_handle(actor, innovation))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Anda tidak berwenang menangani laporan tentang tulisan ini.")
