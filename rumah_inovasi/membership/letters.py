"""Texts for people about their place here: letters, and what is copied into WhatsApp. All are in Indonesian."""

from rumah_inovasi.accounts import letters as account_letters
from rumah_inovasi.accounts.actor import Role

ROLES = {
    Role.OFFICER: "petugas",
    Role.AUTHOR: "penyusun",
    Role.TRAINER: "narasumber",
    Role.LOCAL_ADMIN: "admin lokal",
    Role.CURATOR: "kurator provinsi",
    Role.SYSTEM_ADMIN: "pengelola situs",
}
INVITED = "{inviter} mengundang Anda ke Rumah Inovasi sebagai {role} di {unit}."
ADDED = """\
Yth. {name},

{inviter} menambahkan Anda di Rumah Inovasi sebagai {role} di {unit}. Masuk seperti biasa:

{site}/masuk

Belum punya kata sandi, atau lupa? Pakai “Lupa kata sandi?” di halaman itu.
"""
LINK_GIVEN = """\
Yth. {name},

{admin} membuat tautan untuk mengatur ulang kata sandi akun Anda di Rumah Inovasi, dan akan menyampaikannya kepada Anda.
Tautan itu berlaku 24 jam. Bila Anda tidak memintanya, segera hubungi {admin}.
"""
ASKED = """\
Ada permintaan akun dari {name} ({unit}). Periksa dahulu lewat kontak kantornya, lalu terima atau tolak di sini:

{link}
"""
KNOWN_ALREADY = """\
Yth. {name},

Ada permintaan akun Rumah Inovasi dengan surel ini, padahal Anda sudah punya akun. Masuk di sini:

{site}/masuk

Lupa kata sandi? Buat yang baru di {site}/atur-ulang
Bila bukan Anda yang meminta, abaikan surat ini.
"""
DECLINED = """\
Yth. {name},

Permintaan akun Anda di Rumah Inovasi untuk {unit} belum dapat diterima. Alasannya:

{reason}

Anda dapat meminta lagi di {site}/minta-akun
"""
INVITED_BY_PHONE = """\
Yth. {name},

Anda diundang ke Rumah Inovasi sebagai {role} di {unit}.
Buat kata sandi Anda lewat tautan ini, lalu masuk dengan surel {email}:

{link}

Tautan berlaku 7 hari dan hanya dapat dipakai satu kali. Mohon tidak diteruskan kepada siapa pun."""
RESET_BY_PHONE = """\
Yth. {name},

Buat kata sandi baru untuk akun Rumah Inovasi Anda ({email}) lewat tautan ini:

{link}

Tautan berlaku {lasts} dan hanya dapat dipakai satu kali. Mohon tidak diteruskan kepada siapa pun."""


def invited(name: str, email: str, link: str, inviter: str, role: Role, unit: str) -> tuple[str, str]:
    """To somebody who gets an account."""
    reason = INVITED.format(inviter=inviter, role=ROLES[role], unit=unit)
    return account_letters.invitation(name, email, link, reason)


def invited_by_phone(name: str, email: str, link: str, role: Role, unit: str) -> str:
    """The same for WhatsApp."""
    return INVITED_BY_PHONE.format(name=name, email=email, link=link, role=ROLES[role], unit=unit)


def added(name: str, inviter: str, role: Role, unit: str, site: str) -> tuple[str, str]:
    """To somebody who had an account before."""
    body = ADDED.format(name=name, inviter=inviter, role=ROLES[role], unit=unit, site=site)
    return "Peran baru Anda di Rumah Inovasi", body


def link_given(name: str, admin: str) -> tuple[str, str]:
    """To somebody for whom an admin has made a link."""
    return "Tautan atur ulang kata sandi dibuat untuk Anda", LINK_GIVEN.format(name=name, admin=admin)


def reset_by_phone(name: str, email: str, link: str, lasts: str) -> str:
    """A link for setting a password, for WhatsApp."""
    return RESET_BY_PHONE.format(name=name, email=email, link=link, lasts=lasts)


def asked(name: str, unit: str, link: str) -> tuple[str, str]:
    """To those who decide a request; the person's details are on the page behind the link alone."""
    return f"Permintaan akun: {unit}", ASKED.format(name=name, unit=unit, link=link)


def known_already(name: str, site: str) -> tuple[str, str]:
    """To somebody who asks for an account and has one."""
    return "Anda sudah punya akun Rumah Inovasi", KNOWN_ALREADY.format(name=name, site=site)


def declined(name: str, unit: str, reason: str, site: str) -> tuple[str, str]:
    """To somebody whose request was declined."""
    body = DECLINED.format(name=name, unit=unit, reason=reason, site=site)
    return "Permintaan akun Anda belum dapat diterima", body
