"""What the example's groups are taught and agree on."""

from __future__ import annotations

LESSONS = (
    ("before_migration", 60, "Syarat berangkat resmi: umur, paspor, kontrak, dan siapa yang menanggung biaya."),
    ("during_migration", 60, "Paspor dipegang sendiri. Nomor KBRI dicatat sebelum berangkat."),
    ("after_migration", 75, "Hak yang masih bisa diurus setelah pulang: sisa gaji, asuransi, BPJS."),
    ("gender", 60, "Membagi pekerjaan rumah di antara anggota keluarga, dicoba sebulan."),
    ("human_rights", 45, "Hak yang sama, juga bagi yang berbeda kemampuan."),
    ("paralegal", 90, "Mencatat kejadian: siapa, kapan, di mana, bukti apa. Tidak menjanjikan hasil."),
    ("violence", 60, "Ke mana melapor bila ada kekerasan di rumah, dan cara menemani tanpa menghakimi."),
    ("trafficking", 60, "Tanda tawaran kerja yang menipu: berangkat cepat, visa wisata, utang di muka."),
    ("children", 45, "Anak yang ditinggal orang tuanya: mendengarkan dulu, baru menasihati."),
    ("health", 45, "Kesehatan reproduksi dan kapan perlu ke puskesmas."),
    ("economy", 75, "Mencatat uang masuk dan keluar rumah tangga selama seminggu."),
    ("crafts", 90, "Keripik pegagan: memilih daun, adonan, dan cara menggoreng supaya renyah."),
    ("village_law", 60, "Apa yang dibahas di musyawarah kalurahan dan siapa yang boleh hadir."),
    ("village_funds", 60, "Menyusun usulan kegiatan kelompok untuk dana kalurahan."),
    ("speaking", 45, "Berbicara di depan orang: tiga menit tentang kelompok kita."),
    ("media", 60, "Membuat unggahan tentang migrasi aman dengan foto sendiri."),
)
"""Topic, minutes, and what was learnt."""

TEACHERS = ("Bu Muji dari puskesmas", "Pak Kamituwa", "Bu Ratna, BP3MI", "Mbak Alya, mahasiswa KKN")

DECISIONS = (
    ("Mengirim usulan pelatihan ke kalurahan sebelum musyawarah padukuhan", 24, "Diterima kamituwa."),
    ("Mendata purna migran di padukuhan masing-masing", 30, "Terkumpul dari empat padukuhan."),
    ("Membuat grup WhatsApp anggota dan aturan pakainya", 10, "Sudah jalan."),
    ("Menjenguk anggota yang sakit", 7, "Dijenguk bersama, dibawakan buah."),
    ("Menanyakan syarat SK lurah ke carik", 14, "Syarat sudah dicatat."),
    ("Menyiapkan materi untuk pertemuan PKK bulan depan", 28, "Dibawakan oleh tiga anggota."),
    ("Membeli wajan besar untuk usaha keripik", 21, "Dibeli dari kas kelompok."),
    ("Mengundang ulu-ulu untuk menjelaskan dana kalurahan", 25, "Hadir dan menjelaskan."),
    ("Memutar film di balai padukuhan untuk remaja", 40, "Ditonton remaja dan orang tuanya."),
    ("Mengurus NIB untuk dua anggota yang berjualan", 30, "Keduanya sudah punya NIB."),
)
"""What, within how many days, and how it ended."""

OCCASIONS = (
    ("pkk", "Migrasi aman di pertemuan PKK", "before_migration trafficking"),
    ("pkk", "Hak perempuan di rumah", "gender violence"),
    ("posyandu", "Kesehatan ibu di posyandu", "health children"),
    ("film", "Pemutaran film dan bincang", "trafficking media"),
    ("gathering", "Peringatan Hari Migran", "after_migration human_rights"),
    ("village", "Sosialisasi dana kalurahan untuk perempuan", "village_funds village_law"),
    ("religious", "Pengajian: keluarga yang ditinggal", "children economy"),
)
"""Where others were taught: the occasion, its title, and the topics."""

OUTSIDE = (
    ("council", "anggota BPKal"), ("pkk", "ketua pokja 2"), ("cadre", "kader posyandu"),
    ("institution", "pengurus LPMKal"), ("delegate", "utusan musrenbangkal"), ("neighbourhood", "ketua RT"),
    ("cooperative", "bendahara koperasi"),
)  # fmt: skip
"""Positions that members hold outside their group."""

EXCUSES = ("ill", "work", "work", "family", "family", "ceremony", "ceremony", "away")
AGENDAS = ("Pembukaan, mars, materi, rencana bulan depan, penutup", "Materi, usul anggota, lain-lain", "", "")
NOTES = (
    "Tuan rumah mengucapkan selamat datang. Pertemuan ditutup dengan doa bersama.",
    "Hujan deras, mulai terlambat setengah jam.",
    "Anggota senang dengan praktiknya dan minta diulang.",
    "",
    "",
)
