"""What the form of a draft says at its fields, in the language of the answer."""

from flask_babel import lazy_gettext

# Parts of records, by the key of the record and of the part.
PARTS = {
    "untuk_warga-siapa": lazy_gettext("Siapa yang dilayani"),
    "untuk_warga-di_mana": lazy_gettext("Di mana"),
    "untuk_warga-biaya": lazy_gettext("Biaya bagi warga"),
    "untuk_warga-jam": lazy_gettext("Jam layanan"),
    "kontak-jabatan": lazy_gettext("Jabatan"),
    "kontak-unit": lazy_gettext("Bagian atau kantor"),
    "kontak-telepon": lazy_gettext("Telepon kantor"),
    "kontak-surel": lazy_gettext("Surel kantor"),
    "dasar_hukum-jenis": lazy_gettext("Jenis peraturan"),
    "dasar_hukum-nomor": lazy_gettext("Nomor"),
    "dasar_hukum-tanggal": lazy_gettext("Tanggal, misalnya 2019-11-21"),
    "dasar_hukum-berkas": lazy_gettext("Berkas dari lampiran"),
    "biaya-kisaran": lazy_gettext("Kisaran biaya"),
    "biaya-sumber_dana": lazy_gettext("Sumber dana"),
    "pengenal-jippnas": "JIPPNas",
    "pengenal-sinovik": "SINOVIK",
    "pengenal-iga": "IGA",
    "asal-nama": lazy_gettext("Nama inovasi asal"),
    "asal-instansi": lazy_gettext("Instansi asal"),
    "asal-url": lazy_gettext("Alamat web"),
    "keberlanjutan-status": lazy_gettext("Keadaan sekarang"),
    "keberlanjutan-per": lazy_gettext("Keadaan per tanggal"),
    "keberlanjutan-sumber": lazy_gettext("Alamat web sumbernya"),
    "penghargaan-ajang": lazy_gettext("Ajang"),
    "penghargaan-tahun": lazy_gettext("Tahun"),
    "penghargaan-peringkat": lazy_gettext("Peringkat"),
    "sumber-url": lazy_gettext("Alamat web"),
    "sumber-judul": lazy_gettext("Judul"),
    "sumber-media": lazy_gettext("Media atau penerbit"),
    "sumber-tanggal": lazy_gettext("Tanggal, misalnya 2019-11-21"),
}
DATE = lazy_gettext("Tahun, tahun-bulan, atau tahun-bulan-hari, misalnya 2019-11-21.")
HINTS = {
    "judul": lazy_gettext("Nama inovasi seperti yang dikenal orang, tanpa kata “inovasi”."),
    "kepanjangan": lazy_gettext("Bila judulnya singkatan."),
    "ringkasan": lazy_gettext("Apa yang berubah bagi warga, dalam satu atau dua kalimat. Paling panjang 400 huruf."),
    "mulai": DATE,
    "urusan": lazy_gettext("Paling banyak lima; yang terpenting lebih dahulu."),
    "inovator": lazy_gettext("Jabatan atau nama kelompok, satu setiap baris atau dipisah koma."),
    "mitra": lazy_gettext("Satu setiap baris atau dipisah koma."),
    "tag": lazy_gettext("Kata yang dipakai orang untuk mencari, dipisah koma. Paling banyak dua belas."),
    "sdm": lazy_gettext("Siapa dan berapa orang yang menjalankan."),
    "layanan": lazy_gettext("Alamat web layanannya, diawali https://."),
    "video": lazy_gettext("Alamat web videonya, diawali https://."),
    "seri": lazy_gettext("Nomor atau alamat tulisan lain tentang inovasi yang sama, dipisah koma."),
    "terkait": lazy_gettext("Nomor atau alamat tulisan lain yang patut dibaca juga, dipisah koma."),
    "asal": lazy_gettext("Bila inovasi ini diambil dari tempat lain di luar katalog ini."),
    "kontak": lazy_gettext("Kantor yang dapat dihubungi. Jangan tulis nomor ponsel perorangan."),
    "pengenal": lazy_gettext("Bila inovasi ini tercatat juga di sistem nasional."),
    "keberlanjutan": lazy_gettext("Apakah inovasi ini masih berjalan?"),
    "keberlanjutan-per": DATE,
    "sumber": lazy_gettext("Berita, dokumen, atau laman yang menjadi dasar tulisan ini."),
    "isi": lazy_gettext("Markdown. Setiap bagian diawali baris “## Judul bagian”."),
    "pesan": lazy_gettext("Satu kalimat untuk riwayat yang dibaca umum, misalnya “Angka 2025 ditambahkan”."),
}
SECTION_HINTS = {
    "Latar belakang": lazy_gettext("Masalah apa yang ada sebelumnya, dan siapa yang merasakannya?"),
    "Solusi": lazy_gettext("Apa yang dibuat, dan bagaimana cara kerjanya?"),
    "Tujuan": lazy_gettext("Apa yang hendak dicapai, dan bagaimana mengukurnya?"),
    "Kebaruan": lazy_gettext("Apa yang berbeda dari cara lama atau dari tempat lain?"),
    "Implementasi": lazy_gettext("Langkah apa saja yang dijalankan, oleh siapa, dan kapan?"),
    "Hasil": lazy_gettext("Apa yang berubah? Bandingkan angka sebelum dan sesudahnya, dengan sumbernya."),
    "Sumber daya": lazy_gettext("Uang, orang, alat, dan aturan apa yang dipakai?"),
    "Syarat replikasi": lazy_gettext("Apa yang harus ada agar daerah lain dapat menirunya?"),
    "Keberlanjutan": lazy_gettext("Apa yang membuatnya tetap berjalan setelah pencetusnya pindah?"),
}
SOLUTION = lazy_gettext("Solusi")
LEGENDS = {
    "pokok": lazy_gettext("Data pokok"),
    "warga": lazy_gettext("Bagi warga"),
    "pelaksana": lazy_gettext("Pelaksana dan biaya"),
    "bukti": lazy_gettext("Bukti dan sumber"),
    "hubungan": lazy_gettext("Hubungan dengan yang lain"),
    "tulisan": lazy_gettext("Tentang tulisan ini"),
}
# The fields below each heading of the form, in order.
GROUPS = {
    "pokok": ("mulai", "urusan", "bentuk", "jenis", "tahapan", "tag"),
    "warga": ("untuk_warga", "layanan", "video"),
    "pelaksana": ("inisiator", "inovator", "mitra", "kontak", "biaya", "sdm"),
    "bukti": ("keberlanjutan", "dasar_hukum", "penghargaan", "sumber"),
    "hubungan": ("sdg", "cettar", "pengenal", "seri", "terkait", "asal"),
    "tulisan": ("bahasa", "asal_tulisan"),
}
FIRST = ("judul", "kepanjangan", "ringkasan")
MISSING = {"data pokok": lazy_gettext("data pokok"), "sumber": lazy_gettext("sumber")}


def part(name: str) -> str:
    """The label of a part of a record; `name` is its name in forms, without the number of a row."""
    return str(PARTS[name])
