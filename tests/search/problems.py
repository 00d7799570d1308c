"""Problems as officers and citizens tell them, with the write-ups of the starter content that answer each.

Written before the finder was tuned, from reading the write-ups, in other words than theirs where people have others.
"""

# (problem, numbers of write-ups of which one at least has to come among the first)
PROBLEMS: list[tuple[str, set[int]]] = [
    (
        "Assalamualaikum, bapak saya habis kontrol di rumah sakit harus menunggu obat sampai tiga jam lebih. Antrean di "
        "apotek selalu penuh, kasihan pasien yang sudah tua. Mohon ada solusi.",
        {12},
    ),
    (
        "Banyak bayi yang baru lahir belum punya akta kelahiran karena orang tuanya malas bolak-balik ke Dispendukcapil.",
        {13, 62, 44},
    ),
    (
        "Warga kami membuang pampers bayi ke sungai karena percaya mitos, sungai jadi kotor dan bau.",
        {7},
    ),
    (
        "Sawah di tempat kami habis dimakan tikus. Ada petani yang memasang kabel listrik di pematang dan sudah ada yang "
        "meninggal kesetrum.",
        {73, 54},
    ),
    ("Balita di desa kami banyak yang pendek dan kurang gizi, datanya tidak pernah sama antara posyandu dan puskesmas.",
     {56, 58, 68, 23}),
    ("Orang gila di kampung kami masih ada yang dipasung keluarganya, sesudah pulang dari rumah sakit kambuh lagi.",
     {74, 60}),
    ("Penderita TBC baru ketahuan setelah parah dan menulari keluarganya.", {41}),
    ("Ibu hamil di dusun terpencil tidak periksa ke bidan karena tidak ada yang mengantar dan tidak punya kendaraan.",
     {29, 49}),
    ("Kakek nenek yang hidup sendirian dan miskin sering tidak makan, tidak ada yang memasak untuk mereka.", {19}),
    ("Anak SMP berangkat sekolah naik motor sendiri padahal belum punya SIM, sering kecelakaan.", {30}),
    (
        "Mengurus KTP dan KK harus ke kantor dinas di kota, jauh sekali dari desa kami, ongkosnya mahal.",
        {44, 11, 59, 14},
    ),
    ("Lansia dan difabel yang tidak bisa keluar rumah belum punya KTP elektronik.", {59}),
    ("Tempat pembuangan sampah kami hampir penuh dan baunya sampai ke permukiman.", {9, 25, 35, 64}),
    ("Pengaduan warga soal jalan berlubang tidak tahu harus disampaikan ke siapa, dilempar dari dinas ke dinas.", {57}),
    ("Calon TKI berangkat lewat calo karena mengurus resmi itu ribet dan mahal.", {48}),
    ("Toko kecil milik warga sepi pembeli sejak minimarket buka di mana-mana.", {38}),
    ("Lulusan SMA banyak yang menganggur karena tidak punya keahlian dan tidak kuliah.", {16}),
    ("Remaja putri menikah muda karena hamil duluan, orang tua tidak pernah membicarakan soal itu.", {66}),
    ("Tamu yang menjenguk bayi merokok di dalam rumah.", {67}),
    ("Septic tank warga tidak pernah disedot sehingga air sumur tercemar.", {61}),
    ("Istri dipukul suami tidak berani melapor, jauh dari kantor polisi.", {43}),
    (
        "Berita bohong menyebar di grup WhatsApp warga, tidak ada tempat bertanya mana yang benar.",
        {71},
    ),
    ("Kantong darah lama sampai padahal ibu melahirkan mengalami perdarahan.", {28}),
    ("Orang buta kesulitan berobat sendiri, tidak bisa membaca aturan minum obat.", {27}),
    ("Nomor telepon darurat terlalu banyak, warga bingung menelepon siapa waktu ada kebakaran atau kecelakaan.", {24, 75}),
    ("Usulan RT dalam musrenbang selalu kalah dan tidak pernah didanai.", {31, 1, 53}),
    ("Wajib pajak kendaraan malas bayar karena harus antre di Samsat.", {15}),
    ("Harga pupuk kimia mahal dan tanah makin rusak, petani perlu membuat pupuk sendiri.", {54, 36}),
    ("Pelaku usaha harus ke banyak kantor untuk mengurus izin, pindah dari gedung ke gedung.", {63, 14, 2}),
    ("Hasil tes darah di puskesmas harus diambil lagi keesokan harinya, pasien bolak-balik.", {33}),
    ("Warga baru tahu punya darah tinggi setelah kena stroke, tidak sempat periksa karena bekerja.", {69, 22}),
    ("Murid berkebutuhan khusus di sekolah kami belajar seadanya karena gurunya kurang.", {8}),
    ("Anak-anak tidak suka makan ikan, jajannya mi instan dan gorengan.", {6}),
    ("Internet mahal, siswa dari keluarga tidak mampu tidak bisa belajar daring.", {47}),
    ("Nelayan mengeluh ikan makin susah didapat karena terumbu karang rusak.", {70}),
    ("Pasangan nikah siri tidak punya buku nikah dan status di KK belum kawin.", {42}),
]
