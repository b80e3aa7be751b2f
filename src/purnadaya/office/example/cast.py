"""The two invented organisations and their users."""

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


@dataclass(frozen=True)
class Someone:
    """A user of the example: her user name, her name, her role, and the areas it holds in (none: everywhere)."""

    username: str
    name: str
    role: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class House:
    """An invented organisation."""

    slug: str
    name: str
    suffix: str
    persons: int
    users: tuple[Someone, ...]


def _users(*names: str) -> tuple[Someone, ...]:
    admin, coordinator, facilitator, paralegal, officer, manager, auditor = names
    return (
        Someone("admin", admin, "organisation_admin"),
        Someone("koordinator", coordinator, "coordinator"),
        Someone("pendamping", facilitator, "facilitator", DISTRICTS),
        Someone("paralegal", paralegal, "paralegal", ("34.01",)),
        Someone("pengurus", officer, "group_officer", ("34.01.06.2001",)),
        Someone("manajer", manager, "programme_manager"),
        Someone("pemeriksa", auditor, "auditor"),
    )


HOUSES = (
    House(
        "mitra", "Yayasan Mitra Daya (contoh)", "", 120,
        _users("Lintang Prameswari", "Wulan Kinasih", "Rina Hapsari", "Dimas Adi Nugroho", "Wati Sulastri",
               "Arum Maheswari", "Bagas Wicaksono"),
    ),
    House(
        "koordinasi", "Koordinasi Purna Migran (contoh)", "-2", 80,
        _users("Sekar Ayuningtyas", "Yuni Prihatin", "Titik Mulyani", "Fajar Nurhidayat", "Ginem Rahayu",
               "Galih Prasetya", "Ratri Anindya"),
    ),
)  # fmt: skip
