"""Why a file is refused: one name and one sentence each, saying what is wrong and what to do about it.

The child process knows the names only; the sentences are put together, and translated, on this side of the door.
"""

from enum import StrEnum


def _(sentence: str) -> str:
    """Mark a sentence for the translators, who read the sources; it is translated where it is shown."""
    return sentence


class Reason(StrEnum):
    """Every reason for which the inspection says no."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNKNOWN_TYPE = "unknown-type"
    OLD_OFFICE = "old-office"
    PHONE_PICTURE = "phone-picture"
    NAME_DISAGREES = "name-disagrees"
    UNREADABLE = "unreadable"
    TOO_HEAVY = "too-heavy"
    BUSY = "busy"
    ENCRYPTED = "encrypted"
    TWO_TYPES = "two-types"
    MACRO = "macro"
    INNER_FILES = "inner-files"
    OUTSIDE_CONTENT = "outside-content"
    UNSAFE_PARTS = "unsafe-parts"
    UNPACKS_TOO_LARGE = "unpacks-too-large"
    ACTIVE_PDF = "active-pdf"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_PIXELS = "too-many-pixels"
    ANIMATED = "animated"


SENTENCES = {
    Reason.EMPTY: _("Berkas ini kosong. Periksa berkasnya, lalu unggah kembali."),
    Reason.TOO_LARGE: _("Berkas ini lebih besar dari %(limit)s MiB. Perkecil atau bagi menjadi beberapa berkas."),
    Reason.UNKNOWN_TYPE: _(
        "Jenis berkas ini tidak diterima. Yang diterima: PDF, DOCX, XLSX, PPTX, JPG, PNG, dan WebP. "
        "Simpan sebagai salah satu jenis itu."
    ),
    Reason.OLD_OFFICE: _(
        "Ini berkas Office versi lama atau berkas Office yang dikunci kata sandi. "
        "Hapus kata sandinya dan simpan sebagai DOCX, XLSX, PPTX, atau PDF."
    ),
    Reason.PHONE_PICTURE: _("Foto HEIC dan AVIF belum diterima. Simpan sebagai JPG, lalu unggah kembali."),
    Reason.NAME_DISAGREES: _(
        "Nama berkas berakhiran .%(extension)s, tetapi isinya %(kind)s. "
        "Pastikan berkasnya benar, lalu ubah akhiran namanya menjadi .%(expected)s."
    ),
    Reason.UNREADABLE: _(
        "Berkas ini rusak atau terpotong sehingga tidak dapat dibaca. "
        "Buka dan simpan ulang berkasnya, lalu unggah kembali."
    ),
    Reason.TOO_HEAVY: _(
        "Berkas ini terlalu berat untuk diperiksa. Sederhanakan isinya atau bagi menjadi beberapa berkas."
    ),
    Reason.BUSY: _("Pemeriksa berkas sedang sibuk. Tunggu sebentar, lalu unggah kembali."),
    Reason.ENCRYPTED: _("Berkas ini dikunci kata sandi atau dienkripsi. Hapus kuncinya, lalu unggah kembali."),
    Reason.TWO_TYPES: _(
        "Berkas ini menyimpan data lain di awal atau di akhirnya. "
        "Simpan ulang dari aplikasi asalnya, lalu unggah kembali."
    ),
    Reason.MACRO: _("Berkas ini memuat makro atau kontrol ActiveX. Simpan tanpa makro (DOCX, XLSX, atau PPTX biasa)."),
    Reason.INNER_FILES: _(
        "Berkas ini memuat berkas lain di dalamnya, misalnya lampiran atau lembar kerja di balik grafik. "
        "Hapus lampirannya, tempel grafik sebagai gambar, atau unggah berkas itu sendiri-sendiri."
    ),
    Reason.OUTSIDE_CONTENT: _(
        "Berkas ini mengambil templat, gambar, atau data dari alamat di luar. "
        "Simpan isinya di dalam berkas ini sendiri."
    ),
    Reason.UNSAFE_PARTS: _("Susunan berkas ini tidak wajar. Simpan ulang dari aplikasi asalnya, lalu unggah kembali."),
    Reason.UNPACKS_TOO_LARGE: _(
        "Isi berkas ini jauh lebih besar daripada ukurannya. Hapus baris, lembar, atau gambar yang tidak perlu."
    ),
    Reason.ACTIVE_PDF: _(
        "PDF ini memuat skrip, formulir dinamis, atau perintah menjalankan program. "
        "Cetak ulang ke PDF biasa, lalu unggah kembali."
    ),
    Reason.TOO_MANY_PAGES: _("PDF ini lebih dari %(limit)s halaman. Bagi menjadi beberapa berkas."),
    Reason.TOO_MANY_PIXELS: _("Ukuran gambar ini lebih dari %(limit)s juta piksel. Perkecil gambarnya dahulu."),
    Reason.ANIMATED: _("Gambar bergerak tidak diterima. Simpan satu gambar diam."),
}


class Refusal(Exception):
    """Raised inside the child process: the reason, and the words that fill its sentence."""

    def __init__(self, reason: Reason, **details: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
