"""What roles are called, what they are for, and which of them belong to a tree."""

from flask_babel import lazy_gettext

from rumah_inovasi.accounts.actor import Role
from rumah_inovasi.membership.policy import LOCAL_ROLES

NAMES = {
    Role.OFFICER: lazy_gettext("Petugas"),
    Role.AUTHOR: lazy_gettext("Penyusun"),
    Role.TRAINER: lazy_gettext("Narasumber"),
    Role.LOCAL_ADMIN: lazy_gettext("Admin lokal"),
    Role.CURATOR: lazy_gettext("Kurator provinsi"),
    Role.SYSTEM_ADMIN: lazy_gettext("Pengelola situs"),
}
MEANINGS = {
    Role.OFFICER: lazy_gettext("Petugas: bertanya dan menandai replikasi"),
    Role.AUTHOR: lazy_gettext("Penyusun: menulis inovasi dan mengirimnya untuk ditinjau"),
    Role.TRAINER: lazy_gettext("Narasumber: membuat pelatihan dan bahannya"),
    Role.LOCAL_ADMIN: lazy_gettext("Admin lokal: meninjau tulisan dan mengurus anggota di unit ini dan di bawahnya"),
    Role.CURATOR: lazy_gettext("Kurator provinsi: meninjau tulisan di seluruh provinsi"),
    Role.SYSTEM_ADMIN: lazy_gettext("Pengelola situs: mengurus semua unit, akun, dan peran"),
}


def choices(*, everything: bool) -> list[tuple[str, str]]:
    """Roles to choose from in a form: all, or those that a local admin may give."""
    return [(role.value, MEANINGS[role]) for role in Role if everything or role in LOCAL_ROLES]
