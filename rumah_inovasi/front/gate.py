"""Who may enter the pages of administration."""

from rumah_inovasi.accounts import current
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.errors import Forbidden


def manager() -> Actor:
    """Who keeps units: a local admin or the system administrator.

    Raises:
        SignInNeeded: nobody is signed in.
        Forbidden: somebody else is.
    """
    actor = current.actor()
    if not actor.manages:
        raise Forbidden("Halaman ini untuk admin lokal dan pengelola sistem.")
    return actor


def system_admin() -> Actor:
    """Who runs the site.

    Raises:
        SignInNeeded: nobody is signed in.
        Forbidden: somebody else is.
    """
    actor = current.actor()
    if not actor.holds(Role.SYSTEM_ADMIN):
        raise Forbidden("Halaman ini untuk pengelola sistem.")
    return actor
