"""What somebody can begin with whose desk is empty, by the roles held."""

from flask_babel import gettext

from rumah_inovasi import addresses
from rumah_inovasi.accounts.actor import Actor, Role
from rumah_inovasi.web.links import Link

# The chapter of the handbook for whoever holds a role; the first role held decides.
CHAPTERS = {
    Role.SYSTEM_ADMIN: "pengelola",
    Role.LOCAL_ADMIN: "admin-lokal",
    Role.CURATOR: "kurator",
    Role.AUTHOR: "penyusun",
    Role.TRAINER: "narasumber",
    Role.OFFICER: "petugas",
}


def of(actor: Actor) -> list[Link]:
    """A short list, the first things first."""
    steps: list[Link] = []
    if actor.holds(Role.SYSTEM_ADMIN):
        steps += [
            Link(gettext("Periksa pohon unit tiap wilayah"), "/admin/unit"),
            Link(gettext("Beri tiap wilayah seorang admin lokal"), "/ruang-kerja/anggota"),
            Link(gettext("Lihat apakah antrean ke indeks, arsip, dan surat lancar"), "/admin/antrean"),
        ]
    if actor.holds(Role.LOCAL_ADMIN):
        steps += [
            Link(gettext("Periksa unit di wilayah kerja Anda"), "/admin/unit"),
            Link(gettext("Undang penyusun dari tiap unit"), "/ruang-kerja/anggota"),
        ]
    if actor.holds(Role.CURATOR):
        steps += [Link(gettext("Baca tulisan yang terakhir terbit"), "/cari?urut=terbaru")]
    if actor.writes:
        steps += [
            Link(gettext("Baca satu tulisan yang sudah terbit sebagai contoh"), "/cari?urut=terbaru"),
            Link(gettext("Tulis inovasi pertama unit Anda"), "/ruang-kerja/tulis"),
        ]
    if actor.holds(Role.TRAINER):
        steps += [Link(gettext("Tulis pelatihan pertama unit Anda"), "/ruang-kerja/pelatihan/tulis")]
    if actor.holds(Role.OFFICER, Role.TRAINER):
        steps += [
            Link(gettext("Cari inovasi yang menjawab masalah di unit Anda"), "/cari"),
            Link(gettext("Lihat siapa mereplikasi apa"), "/replikasi"),
        ]
    chapter = next((name for role, name in CHAPTERS.items() if actor.holds(role)), "akun")
    steps.append(Link(gettext("Baca panduan untuk peran Anda"), addresses.chapter(chapter)))
    steps.append(Link(gettext("Periksa nama, jabatan, dan kata sandi Anda"), "/akun"))
    return list({step.label: step for step in steps}.values())
