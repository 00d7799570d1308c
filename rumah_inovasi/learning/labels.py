"""What people read at the facts of a workshop, in the language of the answer."""

from flask_babel import lazy_gettext

FIELDS = {
    "judul": lazy_gettext("Judul"),
    "ringkasan": lazy_gettext("Ringkasan"),
    "mulai": lazy_gettext("Tanggal mulai"),
    "selesai": lazy_gettext("Tanggal selesai"),
    "jenis": lazy_gettext("Jenis pelatihan"),
    "tempat": lazy_gettext("Tempat"),
    "tautan_pendaftaran": lazy_gettext("Alamat web pendaftaran"),
    "tautan_daring": lazy_gettext("Alamat web acara daring"),
    "narasumber": lazy_gettext("Narasumber"),
    "sasaran": lazy_gettext("Sasaran"),
    "jp": lazy_gettext("Jam pelajaran (JP)"),
    "kuota": lazy_gettext("Kuota peserta"),
    "penyelenggara": lazy_gettext("Penyelenggara"),
    "wilayah": lazy_gettext("Wilayah"),
    "inovasi": lazy_gettext("Inovasi yang dibahas"),
    "bahan": lazy_gettext("Bahan di web"),
    "sumber": lazy_gettext("Sumber"),
    "berkas": lazy_gettext("Bahan berupa berkas"),
    "isi": lazy_gettext("Uraian dan acara"),
}
PARTS = {
    "bahan-judul": lazy_gettext("Judul"),
    "bahan-url": lazy_gettext("Alamat web"),
    "sumber-url": lazy_gettext("Alamat web"),
    "sumber-judul": lazy_gettext("Judul"),
    "sumber-media": lazy_gettext("Media atau penerbit"),
    "sumber-tanggal": lazy_gettext("Tanggal, misalnya 2019-11-21"),
}
HINTS = {
    "judul": lazy_gettext("Nama acaranya seperti pada undangan."),
    "ringkasan": lazy_gettext(
        "Apa yang dipelajari dan bagi siapa, dalam satu atau dua kalimat. Paling panjang 400 huruf."
    ),
    "mulai": lazy_gettext("Tahun-bulan-hari, misalnya 2026-12-02; bila harinya belum pasti, tahun-bulan."),
    "selesai": lazy_gettext("Bila lebih dari satu hari."),
    "tempat": lazy_gettext("Gedung dan kota; tulis “Daring” bila hanya daring."),
    "narasumber": lazy_gettext("Jabatan atau lembaga, bukan data pribadi; satu setiap baris."),
    "sasaran": lazy_gettext("Siapa yang diundang."),
    "penyelenggara": lazy_gettext("Unit atau lembaga yang mengadakan."),
    "inovasi": lazy_gettext("Nomor atau alamat tulisan yang dibahas, dipisah koma."),
    "bahan": lazy_gettext("Salindia, panduan, atau rekaman yang sudah ada di web. Berkas diunggah di halaman lain."),
    "sumber": lazy_gettext("Undangan, berita, atau laman yang menjadi dasar halaman ini."),
    "isi": lazy_gettext("Markdown, tanpa gambar. Susunan acara dapat ditulis sebagai tabel atau daftar."),
    "pesan": lazy_gettext("Satu kalimat bagi yang meninjau, misalnya “Jadwal hari kedua berubah”."),
}
LEGENDS = {
    "waktu": lazy_gettext("Waktu dan tempat"),
    "orang": lazy_gettext("Penyelenggara dan peserta"),
    "isi": lazy_gettext("Bahan dan sumber"),
}
# The fields below each heading of the form, in order.
GROUPS = {
    "waktu": ("mulai", "selesai", "jenis", "tempat", "tautan_daring", "tautan_pendaftaran"),
    "orang": ("penyelenggara", "narasumber", "sasaran", "jp", "kuota"),
    "isi": ("inovasi", "bahan", "sumber"),
}
FIRST = ("judul", "ringkasan")


def field(key: str) -> str:
    """The label of a fact; `key` is its name in files."""
    return str(FIELDS[key])


def part(name: str) -> str:
    """The label of a part of a record; `name` is its name in forms, without the number of a row."""
    return str(PARTS[name])
