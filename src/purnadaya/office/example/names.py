"""Invented persons with names as they are given in Java."""

from __future__ import annotations

from random import Random

WOMEN = tuple(
    """Sri Siti Sumarni Suminah Sukinah Partini Wagiyem Ngatinem Rubiyem Tukinem Painem Lasiyem Mujiyem
Sutinah Sulastri Suparmi Sumiyati Sugiyarti Wartini Kasinem Jumirah Poniyem Saminah Supartinah Rahayu Lestari
Wahyuni Handayani Purwanti Setyowati Widayati Astuti Ningsih Yuniarti Dwi Tri Endah Retno Wulan Ratna Dewi Nur
Umi Istiqomah Khotimah Fatimah Maryam Rokhayah Musrifah Zulaikhah Kustini Murtini Sarjiyem Warsini Giyanti
Eni Yanti Tutik Rini Ika Fitri Anisa Puji Nurul Isnaini""".split()
)

SECOND = tuple(
    """Lestari Wahyuni Handayani Purwaningsih Setyowati Widayati Astuti Ningsih Rahayu Utami Hastuti
Susilowati Kusumawati Wijayanti Nurjanah Rohmah Hidayati Fauziyah Mulyani Suryani Haryanti Purwanti Marsudi
Yuliani Sulistyowati Kristiani Oktaviani Wulandari Permatasari Winarsih Sumarsih Sudarmi""".split()
)

MEN = tuple(
    """Slamet Sugeng Suparman Sutrisno Wagiman Ngadiman Tukiman Paijo Sukardi Sumardi Widodo Prasetyo
Nugroho Haryanto Purwanto Susanto Mulyono Sarjono Wahyudi Agus Budi Joko Eko Bambang Heru Yusuf Muhammad""".split()
)

MEN_SECOND = tuple(
    """Riyadi Santoso Wibowo Raharjo Utomo Setiawan Hidayat Kurniawan Saputra Harjono Widianto
Suharto Sumarno Rohmadi Fauzi""".split()
)

_HAMLETS = tuple(
    """Sekendal Tirto Menguri Karangrejo Kaliwangan Ngaseman Gunungrego Kadigunung Clapar Nabin
Sangon Plampang Kalibuko Papak Karang Jetis Kenteng Pundak Banjaran Dlingseng Wora-wari Bulu Gegulu""".split()
)


def hamlets_of(village: str) -> tuple[str, ...]:
    """Five hamlets for a village, the same each time."""
    first = sum(map(ord, village)) * 7 % (len(_HAMLETS) - 5)
    return _HAMLETS[first : first + 5]


def woman(dice: Random) -> str:
    """A woman's name: often one word, among the older ones especially."""
    return _name(dice, WOMEN, SECOND)


def man(dice: Random) -> str:
    """A man's name."""
    return _name(dice, MEN, MEN_SECOND)


def _name(dice: Random, first: tuple[str, ...], second: tuple[str, ...]) -> str:
    one = dice.choice(first)
    if dice.random() < 0.3:
        return one
    other = dice.choice([name for name in second if name != one])
    return f"{one} {other}"


def nickname(dice: Random, name: str) -> str:
    """What neighbours call her: often the end of her name, as in Java; often nothing."""
    last = name.rsplit(maxsplit=1)[-1]
    return last[-3:].capitalize() if len(last) > 5 and dice.random() < 0.35 else ""


def honorific(dice: Random, female: bool, age: int) -> str:
    """Bu or Mbak, Pak or Mas, Mbah for the old; sometimes not noted."""
    if dice.random() < 0.25:
        return ""
    if age >= 65:
        return "Mbah"
    return ("Bu" if age >= 30 else "Mbak") if female else ("Pak" if age >= 30 else "Mas")


def old_spelling(name: str) -> str:
    """A name as it was written before 1972."""
    for new, old in (("j", "dj"), ("y", "j"), ("c", "tj"), ("u", "oe")):
        name = name.replace(new, old)
    return name
