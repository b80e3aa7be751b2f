"""The two invented organisations, their users and their groups."""

from __future__ import annotations

from dataclasses import dataclass

PASSPHRASE = "sawah hijau pagi hari"
"""Known to everyone; which is why example users can sign in from this machine only."""

VILLAGES = (
    "34.01.08.2004", "34.01.08.2002", "34.01.08.2005",
    "34.01.04.2001", "34.01.04.2003", "34.01.04.2005",
    "34.01.06.2007", "34.01.06.2004", "34.01.06.2001",
)  # fmt: skip
"""Nine kalurahan of Kulon Progo: three on the mountain, three at the coast, three at the edge of town."""

DISTRICTS = ("34.01.08", "34.01.04", "34.01.06")
KARANGJATI = "33.04.01.2015"


@dataclass(frozen=True)
class Someone:
    """A user of the example: her user name, her name, her role, and the areas it holds in (none: everywhere)."""

    username: str
    name: str
    role: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Circle:
    """A group of the example. ``meets`` is the weekday (Monday is 0) and which one of the month; ``quiet_for`` the
    days of which no meeting is written down; ``writer`` the user name of who writes its meetings down; of one
    ``told_twice`` a colleague wrote the last meeting down too."""

    name: str
    village: str
    terrain: str
    founded: str
    decree: str
    decreed_on: str | None
    usual: str
    meets: tuple[int, int]
    size: int
    faithful: float
    writer: str = "pendamping"
    quiet_for: int = 0
    told_twice: bool = False
    kind: str = "p3a"


@dataclass(frozen=True)
class House:
    """An invented organisation."""

    slug: str
    name: str
    suffix: str
    persons: int
    users: tuple[Someone, ...]
    circles: tuple[Circle, ...]


def _users(*names: str, villages: tuple[str, ...] = ()) -> tuple[Someone, ...]:
    admin, coordinator, facilitator, paralegal, officer, manager, auditor = names
    return (
        Someone("admin", admin, "organisation_admin"),
        Someone("koordinator", coordinator, "coordinator"),
        Someone("pendamping", facilitator, "facilitator", (*DISTRICTS, *villages)),
        Someone("paralegal", paralegal, "paralegal", ("34.01",)),
        Someone("pengurus", officer, "group_officer", ("34.01.06.2001",)),
        Someone("manajer", manager, "programme_manager"),
        Someone("pemeriksa", auditor, "auditor"),
    )


_MITRA = (
    Circle("P3A Anggun", VILLAGES[0], "mountain", "2014", "14/KEP/2015", "2015-03-02", "Minggu kedua, pukul 10",
           (6, 2), 24, 0.84, told_twice=True),
    Circle("P3A Sekar Melati", VILLAGES[1], "mountain", "2015", "21/KEP/2016", "2016-05-12",
           "Minggu pertama, pukul 10", (6, 1), 22, 0.78),
    Circle("P3A Putri Menoreh", VILLAGES[2], "mountain", "2015", "9/KEP/2017", "2017-02-20",
           "Minggu ketiga, pukul 10", (6, 3), 23, 0.8),
    Circle("P3A Mekar Bahari", VILLAGES[3], "coast", "2017", "", None, "Sabtu ketiga, pukul 13", (5, 3), 18, 0.66,
           quiet_for=75),
    Circle("P3A Putri Pertiwi", VILLAGES[4], "coast", "2014", "17/KEP/2015", "2015-08-19", "Sabtu kedua, pukul 13",
           (5, 2), 22, 0.76),
    Circle("P3A Sumber Rahayu", VILLAGES[5], "coast", "2018", "", None, "Sabtu pertama, pukul 13", (5, 1), 19, 0.7),
    Circle("P3A Melati Sentolo", VILLAGES[6], "town_edge", "2016", "33/KEP/2018", "2018-11-05",
           "Jumat kedua, pukul 15", (4, 2), 20, 0.72),
    Circle("P3A Mekar Salam", VILLAGES[7], "town_edge", "2017", "12/KEP/2019", "2019-01-28", "Jumat ketiga, pukul 15",
           (4, 3), 20, 0.74),
    Circle("P3A Putri Arimbi", VILLAGES[8], "town_edge", "2014-10", "8/KEP/2015", "2015-01-15",
           "Minggu keempat, pukul 10", (6, 4), 24, 0.88, writer="pengurus"),
)  # fmt: skip
_KOORDINASI = (
    Circle("Women Care Karangjati", KARANGJATI, "mountain", "2014-10-17", "149/12/2014", "2014-12-01",
           "Minggu pertama, pukul 13", (6, 1), 20, 0.8),
)  # fmt: skip

HOUSES = (
    House(
        "mitra", "Yayasan Mitra Daya (contoh)", "", 234,
        _users("Lintang Prameswari", "Wulan Kinasih", "Rina Hapsari", "Dimas Adi Nugroho", "Wati Sulastri",
               "Arum Maheswari", "Bagas Wicaksono"),
        _MITRA,
    ),
    House(
        "koordinasi", "Koordinasi Purna Migran (contoh)", "-2", 86,
        _users("Sekar Ayuningtyas", "Yuni Prihatin", "Titik Mulyani", "Fajar Nurhidayat", "Ginem Rahayu",
               "Galih Prasetya", "Ratri Anindya", villages=(KARANGJATI,)),
        _KOORDINASI,
    ),
)  # fmt: skip
