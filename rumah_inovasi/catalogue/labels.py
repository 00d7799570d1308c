"""What people read instead of the names that sections and fields have in files, in the language of the answer."""

from flask_babel import lazy_gettext

# The sections of a full write-up, in the order of the form.
SECTIONS = {
    "Latar belakang": lazy_gettext("Latar belakang"),
    "Tujuan": lazy_gettext("Tujuan"),
    "Kebaruan": lazy_gettext("Kebaruan"),
    "Implementasi": lazy_gettext("Implementasi"),
    "Hasil": lazy_gettext("Hasil"),
    "Sumber daya": lazy_gettext("Sumber daya"),
    "Syarat replikasi": lazy_gettext("Syarat replikasi"),
    "Keberlanjutan": lazy_gettext("Keberlanjutan"),
}
# Every key of `metadata.Metadata`, and the text itself.
FIELDS = {
    "judul": lazy_gettext("Judul"),
    "kepanjangan": lazy_gettext("Kepanjangan"),
    "ringkasan": lazy_gettext("Ringkasan"),
    "wilayah": lazy_gettext("Wilayah"),
    "mulai": lazy_gettext("Mulai"),
    "urusan": lazy_gettext("Urusan"),
    "bentuk": lazy_gettext("Bentuk"),
    "jenis": lazy_gettext("Jenis"),
    "tahapan": lazy_gettext("Tahapan"),
    "inisiator": lazy_gettext("Inisiator"),
    "inovator": lazy_gettext("Inovator"),
    "mitra": lazy_gettext("Mitra"),
    "untuk_warga": lazy_gettext("Untuk warga"),
    "kontak": lazy_gettext("Kontak kantor"),
    "dasar_hukum": lazy_gettext("Dasar hukum"),
    "biaya": lazy_gettext("Biaya"),
    "sdm": lazy_gettext("Sumber daya manusia"),
    "sdg": lazy_gettext("TPB/SDGs"),
    "cettar": lazy_gettext("CETTAR"),
    "tag": lazy_gettext("Kata kunci"),
    "layanan": lazy_gettext("Layanan"),
    "video": lazy_gettext("Video"),
    "pengenal": lazy_gettext("Nomor di sistem lain"),
    "seri": lazy_gettext("Satu seri"),
    "terkait": lazy_gettext("Terkait"),
    "asal": lazy_gettext("Diambil dari"),
    "keberlanjutan": lazy_gettext("Keberlanjutan"),
    "penghargaan": lazy_gettext("Penghargaan"),
    "sumber": lazy_gettext("Sumber"),
    "berkas": lazy_gettext("Lampiran"),
    "asal_tulisan": lazy_gettext("Asal tulisan"),
    "bahasa": lazy_gettext("Bahasa"),
    "lisensi": lazy_gettext("Lisensi"),
    "isi": lazy_gettext("Isi tulisan"),
}
# Where a proposal stands, in the words of the field.
PROPOSAL_STATES = {
    "draft": lazy_gettext("Draf"),
    "submitted": lazy_gettext("Diajukan"),
    "in-review": lazy_gettext("Diverifikasi"),
    "changes-requested": lazy_gettext("Perlu perbaikan"),
    "approved": lazy_gettext("Terbit"),
    "declined": lazy_gettext("Tidak diterima"),
}
# What went with a change of state, before what was said.
COMMENT_KINDS = {
    "remark": lazy_gettext("Komentar"),
    "submitted": lazy_gettext("Diajukan untuk ditinjau"),
    "changes-requested": lazy_gettext("Diminta diperbaiki"),
    "approved": lazy_gettext("Disetujui dan terbit"),
    "declined": lazy_gettext("Tidak diterima"),
    "taken-back": lazy_gettext("Ditarik kembali oleh penulis"),
}


def section(title: str) -> str:
    """The label of a standard section; `title` is how a write-up spells it."""
    return str(SECTIONS[title])


def field(key: str) -> str:
    """The label of a field; `key` is its name in files."""
    return str(FIELDS[key])
