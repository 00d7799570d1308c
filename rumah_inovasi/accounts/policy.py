"""Who may change an account."""

from rumah_inovasi.accounts.actor import Actor
from rumah_inovasi.accounts.model import Account
from rumah_inovasi.errors import Forbidden


def may_change(actor: Actor, account: Account) -> bool:
    """Everybody keeps the own account; what others may do with it is decided by memberships."""
    return actor.is_system or actor.account == account.id


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(may_change(actor, account))`
    """Refuse what is not allowed."""
    if not allowed:
        raise Forbidden("Anda tidak berwenang mengubah akun ini.")
