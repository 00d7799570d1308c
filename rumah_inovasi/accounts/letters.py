"""Letters about an account: subject and body. They are in Indonesian, whatever language the page of the deed was in."""

RESET = """\
Yth. {name},

Ada permintaan untuk mengatur ulang kata sandi akun Anda di Rumah Inovasi. Buat kata sandi baru lewat tautan ini:

{link}

Tautan berlaku {lasts} dan hanya dapat dipakai satu kali. Jangan teruskan surat ini kepada siapa pun.
Bila Anda tidak memintanya, abaikan saja: kata sandi Anda tidak berubah.
"""
INVITATION = """\
Yth. {name},

{reason}
Buat kata sandi Anda lewat tautan ini, lalu masuk dengan surel {email}:

{link}

Tautan berlaku {lasts} dan hanya dapat dipakai satu kali. Jangan teruskan surat ini kepada siapa pun.
"""
CHANGED = """\
Yth. {name},

Kata sandi akun Anda di Rumah Inovasi baru saja diganti. Perangkat lain yang masuk dengan akun ini
sudah dikeluarkan.

Bila Anda yang menggantinya, abaikan surat ini. Bila bukan, segera buat kata sandi baru lewat “Lupa kata sandi?” di
halaman masuk, lalu beri tahu admin lokal Anda.
"""
ONE_HOUR, ONE_DAY, ONE_WEEK = "1 jam", "24 jam", "7 hari"


def key_link(site: str, word: str) -> str:
    """Where the word of a key is used."""
    return f"{site}/atur-ulang/{word}"


def reset(name: str, link: str, lasts: str = ONE_HOUR) -> tuple[str, str]:
    """How to set a new password."""
    return "Atur ulang kata sandi Rumah Inovasi", RESET.format(name=name, link=link, lasts=lasts)


def invitation(name: str, email: str, link: str, reason: str) -> tuple[str, str]:
    """How to set the first password; `reason` says why there is an account."""
    body = INVITATION.format(name=name, email=email, link=link, reason=reason, lasts=ONE_WEEK)
    return "Undangan ke Rumah Inovasi", body


def password_changed(name: str) -> tuple[str, str]:
    """That the password is another one now."""
    return "Kata sandi akun Anda diganti", CHANGED.format(name=name)
