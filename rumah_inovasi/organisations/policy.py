"""Who may change the trees of units.

The system administrator keeps all trees. A local admin keeps what the grant reaches. Its own root may be given another
name there, but only somebody above moves, merges or closes it; the government at the root of a region's tree is given
by law and is left alone.
"""

from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.errors import Forbidden
from rumah_inovasi.organisations.model import GOVERNMENT, Unit


def is_keeper(actor: Actor) -> bool:
    """Whether the actor keeps all trees, at the command line or as system administrator."""
    return actor.is_system or actor.holds(Role.SYSTEM_ADMIN)


def may_administer(actor: Actor, *units: Unit) -> bool:
    """Add below the units, let another name lead to them: each of them has to be reached."""
    if is_keeper(actor):
        return True
    return bool(units) and all(actor.holds(Role.LOCAL_ADMIN, at=unit.id) for unit in units)


def may_rename(actor: Actor, unit: Unit) -> bool:
    """Give it another name."""
    return is_keeper(actor) or (unit.kind != GOVERNMENT and may_administer(actor, unit))


def may_reshape(actor: Actor, unit: Unit, *others: Unit) -> bool:
    """Move, merge or close it: it is reached from above, and so are the others that the deed names."""
    if is_keeper(actor):
        return True
    admin = [grant for grant in actor.grants if grant.role == Role.LOCAL_ADMIN]
    from_above = any(grant.reaches(unit.id) and grant.unit != unit.id for grant in admin)
    return from_above and unit.kind != GOVERNMENT and may_administer(actor, unit, *others)


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(may_administer(actor, unit))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Anda tidak berwenang mengubah data unit ini.")
