"""Whole files as organisations keep them, unlike each other; ``test_whole_files`` says how each row is to be read."""

from __future__ import annotations

from datetime import date

from tests.imports import files
from tests.imports.files import Rows

# --- like the list of an organisation in Kulon Progo: parts by group, every trap in one sheet -----

PARTS: Rows = (
    ("DAFTAR ANGGOTA KELOMPOK",),
    ("Per Desember 2025",),
    (),
    ("No", "Nama Lengkap", "NIK", "Tempat/Tgl Lahir", "Umur", "Padukuhan", "Kalurahan", "No. HP / WA", "Pend.",
     "Status", "Negara Tujuan", "Tahun Pulang", "Ket"),
    ("P3A Mawar — Kalurahan Hargotirto",),
    (1, "Bu Wiji Lestari", "340108610764154", "1964", 61, "Teganing", "Hargotirto", "0851806035739", "SMP",
     "ibu rumah tangga", "Korea", None, "pindah"),
    (2, "Bu Narti Wahyuni alias Yem", 3401084210953623, "Kulon Progo, 2 Oktober 1995", 30, "Keji", "Hargotirto",
     "+62 879-1058-48384", "SLTA", "Ex TKW", "Korea", "th 2006", "bendahara"),
    (3, "Hj. Endah Khotimah, S.Pd.", None, "23/09/1961", None, "Menguri", "Hargotirto", "+62 878-2711-17831", "SMK",
     "keluarga PMI", None, 2020, "ketua"),
    (),
    (4, "Umi Rahayu (alm. Bp. Karso)", "340108460684357", date(1984, 6, 6), 41, "Menguri", "Hargotirto", 81501950505,
     "SLTA", "Kel. PMI", None, None, "sakit"),
    (5, "Mbak Marsinah", "'3401085412726234", "14-12-72", 53, "Kradenan", "Hargotirto", "0824356777758 (suami)", "SMA",
     "Buruh tani", "Hongkong", "th 2017"),
    (6, "Wiji Lestari", "340108610764154", "1964", 61, "Teganing", "Hargotirto", "0851806035739", "SMP",
     "ibu rumah tangga", "Korea"),
    (None, "Jumlah: 6 orang"),
    (),
    ("P3A Melati — Kalurahan Hargorejo",),
    (7, "Rini Budiyanti", "3401086407705826", None, 55, "Segajih", "Hargorejo", "62828413168264", "tidak sekolah",
     "IRT", "HK", 2005, "ketua"),
    (8, "Hj. Kasinem", 3.40108620459253e15, "31/02/1958", 66, "Keji", "Hargorejo", None, "D3", "purna TKI",
     "Arab Saudi", "lupa"),
    (9, "Mbak Tumini", None, None, None, "Tirto", "Hargorejo", "tidak ada", "SLTP", "Purna PMI", "malaysia", "th 2008"),
    (10, "MARSINAH", "3401085412726234", "14 Des 1972", 53, "Kradenan", "Hargotirto", None, "SMA", "Kel. PMI"),
    (None, "Jumlah: 4 orang"),
    (),
    (None, None, None, None, None, None, None, "Mengetahui,"),
    (),
    (None, None, None, None, None, None, None, "(...................)"),
)  # fmt: skip
PARTS_GRID: Rows = (
    ("PRESENSI PERTEMUAN 2025",),
    (),
    ("No", "Nama", date(2025, 1, 16), "15 Feb 2025", "14/3", date(2025, 4, 25), "7 Jun 2025"),
    (1, "WIJI LESTARI", "√", "ijin", "-", "v", "1"),
    (2, "Narti Wahyuni", "i", "√", "hadir", "H", None),
    (3, "Endah Khotimah", None, "S", "x", "alpa", "h"),
    (None, "Jumlah hadir", 1, 1, 1, 2, 2),
)
PARTS_BOOK = files.xlsx(
    {
        "Anggota": PARTS,
        "Presensi 2025": PARTS_GRID,
        "Simpan pinjam": (("No", "Nama", "Pokok", "Wajib Jan"), (1, "Wiji Lestari", "Rp 20.000,-", "5 rb")),
    }
)

# --- a csv of a village office: semicolons, cp1252, other words, the village as a part, no group -----

VILLAGE_CSV = files.csv(
    (
        ("DATA EKS PEKERJA MIGRAN",),
        ("Kapanewon : Kokap",),
        (),
        ("L/P", "Tahun kembali", "HP", "Eks negara", "Tmp lahir", "Tgl. lahir", "NAMA WARGA", "No. KTP", "RT", "RW"),
        ("KALURAHAN HARGOREJO",),
        ("P", "2019", "081 234 567 890 / 087812345678", "Hong Kong, Taiwan", "K.Progo", "12 Agustus 1985",
         "SUTARMI (Mbok Tar)", "3401 0852 0885 1234", "04", "02"),
        ("L", "awal 2020", "-", "Malaysia", "Bantul", "3/5/1970", "Slamet", "3.40108E+15", "01", "02"),
        ("P", "", "8123456789", "Saudi", "", "1990", "Renée Astuti", "", "", ""),
        ("KALURAHAN KALIREJO",),
        ("W", "Des 2021", "0274-123456", "Jeddah", "Wates", "12-8-85", "Ny. Sri", "0000000000000000", "3", "1"),
        ("P", "belum", "hilang", "Wakanda", "Wates", "29/2/2001", "Tri (18 th)", "340108520885123X", "3", "1"),
        ("Jumlah", "5 orang"),
        ("", "", "", "", "", "", "Kokap, 3 Januari 2026"),
        ("", "", "", "", "", "", "Lurah Kalirejo"),
    ),
    ";",
    "cp1252",
)  # fmt: skip

# --- groups as sheets, headings over two lines, posts in a column, ages only ------------------------


def _group(name: str, village: str, rows: Rows) -> Rows:
    return (
        (f"BUKU INDUK {name}",),
        (f"Kalurahan {village}",),
        ("Jabatan", "Identitas", None, None, None, "Pernah bekerja", None, None),
        (None, "Nama", "Umur", "NIK", "Dusun", "Negara", "Berangkat", "Pulang"),
        *rows,
        ("Catatan: mohon dilengkapi",),
    )


SHEETS_BOOK = files.xlsx(
    {
        "P3A Kartini": _group(
            "P3A Kartini",
            "Jatimulyo",
            (
                ("Ketua", "Ibu Hj. Sumarah, S.Ag", 52, "'3401085208731234", "Sokomoyo", "Taiwan", 1998, 2004),
                ("Sekretaris", "Yati al. Mbak Ti", "38 th", None, "Sokomoyo", "Singapura", "2010", "th 2014"),
                ("Wk. Bendahara", "Tutik bin Karto", 41, 340108, "dsn. Gunung Kelir", None, None, None),
                (None, None, 44, None, "Sibolong", "HK", None, 2001),
                ("anggota", "3401085208731234", 40, None, "Sibolong", None, None, None),
            ),
        ),
        "P3A Dahlia": _group(
            "P3A Dahlia",
            "Purwosari",
            (
                ("Ketua", "Wagirah", 150, None, "Penggung", "Brunei Darussalam", None, "2 Maret 2012"),
                ("Bendahara", "bu. ngatiyem", "sekitar 60", None, None, "Arab", None, "1990-an"),
            ),
        ),
        "Rekap": (("Kelompok", "Jumlah anggota"), ("Kartini", 5), ("Dahlia", 2)),
    },
    {"P3A Kartini": ("B3:E3", "F3:H3"), "P3A Dahlia": ("B3:E3", "F3:H3")},
)

# --- an attendance grid of LibreOffice: months above days over two years, names last, counts beside --

GRID_ODS = files.ods(
    (
        ("DAFTAR HADIR ARISAN P3A DAHLIA TAHUN 2024/2025",),
        ("Kalurahan Purwosari",),
        ("No.", "Bulan Desember", None, "Januari", None, "Februari", "Hadir", "Nama Anggota", "Alamat"),
        (None, 7, 21, 4, 18, 1, None, None, None),
        (1, "v", "V", "√", "1", "H", 5, "Ibu Wagirah", "Penggung"),
        (2, "i", "s", "a", "-", "ijin", 0, "bu. Ngatiyem", "Penggung"),
        (3, "hdr", "sakit", "alpa", "telat", "0", 2, "Parti / Mak Ti", None),
        (4, "?", None, "x", "libur", "✓", 1, "Sutarmi", None),
        (5, None, None, None, None, None, 0, "Rahmi (pindah)", None),
        (None, 2, 1, 1, 2, 2, 8, "Jumlah", None),
        (None, None, None, None, None, None, None, "Purwosari, 1 Februari 2025", None),
        (None, None, None, None, None, None, None, "Sekretaris,", None),
        (None, None, None, None, None, None, None, "Yati", None),
    )
)
