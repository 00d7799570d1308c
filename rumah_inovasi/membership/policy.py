"""Who may do what with members, roles and requests: small named predicates.

A local admin keeps the own tree: the unit of the membership, those below, those whose work they carry on. A system
administrator keeps everything. Nobody gets at somebody who may do more.
"""

from collections.abc import Sequence

from rumah_inovasi.accounts.actor import Actor, Grant, Role
from rumah_inovasi.errors import Forbidden

# What a local admin may give and take away; curators and system administrators are made by the latter alone.
LOCAL_ROLES = frozenset({Role.OFFICER, Role.AUTHOR, Role.TRAINER, Role.LOCAL_ADMIN})


def runs_site(actor: Actor) -> bool:
    """Whether every account and every role is in the actor's hands."""
    return actor.is_system or actor.holds(Role.SYSTEM_ADMIN)


def managed_units(actor: Actor) -> frozenset[int] | None:
    """Units whose members the actor keeps; None stands for every unit."""
    return None if actor.is_system else actor.units_with(Role.LOCAL_ADMIN, Role.SYSTEM_ADMIN)


def may_manage(actor: Actor, unit: int) -> bool:
    """Whether the unit is in the actor's tree."""
    return runs_site(actor) or actor.holds(Role.LOCAL_ADMIN, at=unit)


def may_grant(actor: Actor, role: Role, unit: int) -> bool:
    """Whether the actor may give this role in this unit, and take it away again."""
    return runs_site(actor) or (role in LOCAL_ROLES and actor.holds(Role.LOCAL_ADMIN, at=unit))


def may_see(actor: Actor, grants: Sequence[Grant]) -> bool:
    """Whether somebody with these grants is one of the actor's own members."""
    return runs_site(actor) or any(actor.holds(Role.LOCAL_ADMIN, at=grant.unit) for grant in grants)


def may_reset(actor: Actor, account: int, grants: Sequence[Grant]) -> bool:
    """Whether the actor may hand out a link by which the password of this account is set anew.

    Such a link makes its bearer that person. So a local admin has it only for those whose every role is one that the
    admin could give, and nobody for a system administrator, who uses a letter or the command line.
    """
    if actor.account == account or any(grant.role is Role.SYSTEM_ADMIN for grant in grants):
        return False
    return runs_site(actor) or (bool(grants) and all(may_grant(actor, grant.role, grant.unit) for grant in grants))


def may_close(actor: Actor, account: int) -> bool:
    """Whether the actor may close and reopen this account; nobody closes the own one."""
    return runs_site(actor) and actor.account != account


def may_decide(actor: Actor, unit: int) -> bool:
    """Whether the actor may decide a request for an account in this unit.

    Curators too: they are asked where a tree has no local admin.
    """
    return may_manage(actor, unit) or actor.holds(Role.CURATOR)


def may_admit(actor: Actor, role: Role, unit: int) -> bool:
    """Whether the actor may answer a request with this role in this unit."""
    return may_grant(actor, role, unit) or (role in LOCAL_ROLES and actor.holds(Role.CURATOR))


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(may_grant(actor, role, unit))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Anda tidak berwenang mengubah keanggotaan ini.")
