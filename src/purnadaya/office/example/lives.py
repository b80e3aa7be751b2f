"""What happened in the lives of the example's people: as bodies of commands, in the order they are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

COUNTRIES = ("MY", "MY", "TW", "HK", "HK", "SG", "SA", "KR", "JP", "BN")
SECTORS = ("household", "household", "household", "care", "factory", "factory", "plantation", "food")
CHANNELS = ("agency", "agency", "agency", "government", "independent", "unofficial")
REASONS = ("contract_ended", "contract_ended", "contract_ended", "dismissed", "accident_or_illness", "leave")
AGENCIES = ("PT Cahaya Rantau", "PT Bina Karya Utama", "PT Lentera Nusantara", "")
NOTES = (
    "Usaha keripik singkong mulai jalan, pembelinya tetangga dan dua warung. Belum punya izin PIRT.",
    "Anaknya sudah sekolah lagi. Ia ingin ikut pertemuan kelompok bulan depan.",
    "Masih mencari surat kontrak lama. Kita bantu tanyakan ke dinas tenaga kerja.",
    "Sehat. Sedang belajar menjahit di rumah kakaknya.",
    "Minta dijelaskan cara mengurus NIB. Dijanjikan datang lagi minggu depan.",
)
NOTICE = "lembar persetujuan Januari 2026"


def life_of(dice: Random, person: dict[str, Any], today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The commands about one person, without the ids of their entries: kind and body."""
    background = person["background"]
    if background == "returned_migrant":
        yield "people.record_episode", _episode(dice, today)
    if background == "migrant_abroad":
        away = {"country": dice.choice(COUNTRIES), "sector": dice.choice(SECTORS), "channel": dice.choice(CHANNELS)}
        yield "people.record_episode", {**away, "departed": str(today.year - dice.randint(1, 3))}
    if dice.random() < 0.6:
        given = today - timedelta(days=dice.randint(5, 80))
        purpose = dice.choice(("registry", "registry", "contact", "photo"))
        body = {"purpose": purpose, "way": dice.choice(("written", "thumb")), "notice": NOTICE}
        ends = {"until": (given + timedelta(days=100)).isoformat()} if dice.random() < 0.2 else {}
        yield "people.record_consent", {**body, "given_on": given.isoformat(), **ends}
    if dice.random() < 0.35:
        met = today - timedelta(days=dice.randint(1, 75))
        yield "people.record_visit", {"met_on": met.isoformat(), "note": dice.choice(NOTES)}
    if dice.random() < 0.12:
        since = today - timedelta(days=dice.randint(100, 900))
        training = dice.choice(("paralegal", "gender_rights", "business", "facilitation"))
        yield "people.record_qualification", {"training": training, "since": since.isoformat(), "issuer": "Mitra Daya"}
    if dice.random() < 0.15:
        yield "people.join_household", {"relation": "head", "since": f"{today.year - dice.randint(2, 15)}-01-01"}


def _episode(dice: Random, today: date) -> dict[str, Any]:
    """A time abroad that ended: of one in five less than a year ago."""
    days = dice.randint(20, 330) if dice.random() < 0.2 else dice.randint(400, 4000)
    back = today - timedelta(days=days)
    returned = back.isoformat() if dice.random() < 0.4 else f"{back:%Y-%m}"
    return {
        "country": dice.choice(COUNTRIES),
        "sector": dice.choice(SECTORS),
        "channel": dice.choice(CHANNELS),
        "agency": dice.choice(AGENCIES),
        "departed": str(back.year - dice.randint(1, 9)),
        "returned": returned,
        "reason": dice.choice(REASONS),
    }
