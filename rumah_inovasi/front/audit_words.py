"""The record of deeds in words: what each verb and each entity is called, and where an entity's page is."""

from collections.abc import Callable

from flask_babel import lazy_gettext

from rumah_inovasi.audit import AuditEntry

VERBS = {
    "account-asked-for": lazy_gettext("meminta akun"),
    "account-closed": lazy_gettext("menutup akun"),
    "account-created": lazy_gettext("membuat akun"),
    "account-renamed": lazy_gettext("mengganti nama akun"),
    "account-reopened": lazy_gettext("membuka lagi akun"),
    "attached": lazy_gettext("melampirkan berkas"),
    "attachment-captioned": lazy_gettext("mengganti keterangan lampiran"),
    "attachment-closed": lazy_gettext("menutup lampiran dari umum"),
    "attachment-opened": lazy_gettext("membuka lampiran untuk umum"),
    "attachment-removed": lazy_gettext("menghapus lampiran"),
    "key-asked-for": lazy_gettext("meminta tautan atur ulang"),
    "key-given": lazy_gettext("memberi tautan kata sandi"),
    "need-asked-for": lazy_gettext("meminta tulisan"),
    "need-closed": lazy_gettext("menyelesaikan kebutuhan"),
    "need-told": lazy_gettext("menyampaikan kebutuhan"),
    "password-set": lazy_gettext("mengganti kata sandi"),
    "proposal-approved": lazy_gettext("menyetujui usulan"),
    "proposal-changes-requested": lazy_gettext("meminta perbaikan usulan"),
    "proposal-commented": lazy_gettext("mengomentari usulan"),
    "proposal-declined": lazy_gettext("menolak usulan"),
    "proposal-discarded": lazy_gettext("membuang draf"),
    "proposal-handed-over": lazy_gettext("menyerahkan usulan kepada orang lain"),
    "proposal-rebased": lazy_gettext("menyesuaikan usulan dengan revisi terbaru"),
    "proposal-started": lazy_gettext("memulai usulan"),
    "proposal-submitted": lazy_gettext("mengajukan usulan"),
    "proposal-taken-back": lazy_gettext("menarik kembali usulan"),
    "proposal-taken-up": lazy_gettext("mulai meninjau usulan"),
    "published": lazy_gettext("menerbitkan revisi"),
    "question-reopened": lazy_gettext("memunculkan lagi kata yang dicari"),
    "question-settled": lazy_gettext("menandai kata yang dicari sudah ditangani"),
    "queue-retried": lazy_gettext("mencoba lagi antrean"),
    "rendered": lazy_gettext("memperbarui tampilan revisi"),
    "replication-answered": lazy_gettext("menanggapi catatan replikasi"),
    "replication-confirmed": lazy_gettext("mengonfirmasi replikasi"),
    "replication-declined": lazy_gettext("menolak pernyataan replikasi"),
    "replication-noted": lazy_gettext("mencatat penerima replikasi"),
    "replication-removed": lazy_gettext("menghapus catatan replikasi"),
    "replication-shown": lazy_gettext("memperbarui catatan replikasi"),
    "replication-stated": lazy_gettext("menyatakan replikasi"),
    "replication-taken-back": lazy_gettext("menarik kembali pernyataan replikasi"),
    "replication-verified": lazy_gettext("memverifikasi replikasi"),
    "replications-replaced": lazy_gettext("mengganti catatan replikasi"),
    "report-handled": lazy_gettext("menyelesaikan laporan"),
    "report-made": lazy_gettext("melapor"),
    "report-objection": lazy_gettext("mengajukan keberatan"),
    "restored": lazy_gettext("memulihkan situs dari cadangan"),
    "role-ended": lazy_gettext("mengakhiri peran"),
    "role-given": lazy_gettext("memberi peran"),
    "search-changed": lazy_gettext("mengubah pencarian tersimpan"),
    "search-letters-ended": lazy_gettext("menghentikan surat pencarian tersimpan"),
    "search-removed": lazy_gettext("menghapus pencarian tersimpan"),
    "search-saved": lazy_gettext("menyimpan pencarian"),
    "sessions-ended": lazy_gettext("mengakhiri sesi"),
    "signed-in": lazy_gettext("masuk"),
    "synonyms-added": lazy_gettext("menambah sinonim"),
    "synonyms-removed": lazy_gettext("menghapus sinonim"),
    "term-added": lazy_gettext("menambah pilihan"),
    "term-renamed": lazy_gettext("mengganti nama pilihan"),
    "term-restored": lazy_gettext("memakai lagi pilihan"),
    "term-retired": lazy_gettext("memensiunkan pilihan"),
    "unit-alias-added": lazy_gettext("menambah nama lain unit"),
    "unit-closed": lazy_gettext("menutup unit"),
    "unit-created": lazy_gettext("menambah unit"),
    "unit-merged": lazy_gettext("menggabungkan unit"),
    "unit-moved": lazy_gettext("memindahkan unit"),
    "unit-renamed": lazy_gettext("mengganti nama unit"),
    "withdrawn": lazy_gettext("menarik tulisan"),
}
ENTITIES = {
    "account": lazy_gettext("akun"),
    "account-request": lazy_gettext("permintaan akun"),
    "attachment": lazy_gettext("lampiran"),
    "innovation": lazy_gettext("tulisan"),
    "need": lazy_gettext("kebutuhan"),
    "proposal": lazy_gettext("usulan"),
    "question": lazy_gettext("kata yang dicari"),
    "queue": lazy_gettext("antrean"),
    "replication-statement": lazy_gettext("pernyataan replikasi"),
    "report": lazy_gettext("laporan"),
    "revision": lazy_gettext("revisi"),
    "saved-search": lazy_gettext("pencarian tersimpan"),
    "site": lazy_gettext("situs"),
    "synonyms": lazy_gettext("sinonim"),
    "term": lazy_gettext("pilihan"),
    "unit": lazy_gettext("unit"),
    "workshop": lazy_gettext("pelatihan"),
    "workshop-file": lazy_gettext("berkas pelatihan"),
    "workshop-proposal": lazy_gettext("usulan pelatihan"),
    "workshop-revision": lazy_gettext("revisi pelatihan"),
}
DETAILS = {
    "former": lazy_gettext("dari akun"),
    "heir": lazy_gettext("kepada akun"),
    "made": lazy_gettext("cadangan dibuat"),
    "parent": lazy_gettext("unit induk"),
    "revision": lazy_gettext("revisi"),
    "role": lazy_gettext("peran"),
    "successors": lazy_gettext("unit penerus"),
    "unit": lazy_gettext("unit"),
    "version": lazy_gettext("versi"),
}
# Pages that the system administrator may open; a draft has none.
_PAGES: dict[str, Callable[[str], str]] = {
    "account": "/ruang-kerja/anggota/{}".format,
    "innovation": "/inovasi/{}".format,
    "need": "/ruang-kerja/kebutuhan/{}".format,
    "term": "/admin/daftar/{}".format,
    "unit": "/admin/unit/{}".format,
    "workshop": "/pelatihan/{}".format,
}


def verb(name: str) -> str:
    """The verb in words; one that is not known any more stands as it is."""
    return str(VERBS.get(name, name))


def entity(name: str) -> str:
    """The kind of entity in words."""
    return str(ENTITIES.get(name, name))


def details(entry: AuditEntry) -> str:
    """What else the record holds: ids and plain words; names that have no words here stand as they are."""
    return "; ".join(f"{DETAILS.get(name, name)}: {value}" for name, value in entry.details.items())


def page_of(entry: AuditEntry, hidden: set[int]) -> str | None:
    """Where the entity's page is; `hidden` are write-ups that have none."""
    page = _PAGES.get(entry.entity)
    is_hidden = entry.entity == "innovation" and int(entry.entity_id) in hidden
    return page(entry.entity_id) if page and not is_hidden else None
