"""Invented people as a registry in Java holds them, and what becomes of them when they are written down again.

Names follow a long-tailed frequency: day-born Javanese mononyms, Arabic-derived names in several spellings, modern
names of two or three words. Births are known to the day, the year or by a guess; villages are those of DIY.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, product
from random import Random

from purnadaya.kernel.dates import PartialDate, Precision
from purnadaya.office.example import names

BORN = tuple(
    f"{stem}{end}"
    for end, stem in product(
        ("yem", "nem", "nah", "rah", "ni", "jem", "yah", "sih", "man", "min", "jo", "ran", "di", "no", "so"),
        """Wagi Poni Pahi Legi Ngati Tuki Satu Saki Sami Parti Jumi Sumi Kasi Mari Muji Lasi Rubi Kami Darmi Warsi
        Suki Mursi Tumi Painsu Rusmi Samsi Tami Karti Ruki Ngadi Sarmi Giri Kusni Mulyo""".split(),
    )
)
FAITH = tuple(
    """Aminah Khotimah Zulaikhah Nurjanah Rokhayah Maesaroh Fatonah Musyarofah Mutmainah Istiqomah Qomariyah Solihah
    Badriyah Latifah Munawaroh Rohmah Fauziyah Hidayati Zainab Syamsiyah Syarifah Khoiriyah Asiyah Juwariyah Zubaidah
    Fitriyah Ngaisah Mahmudah Chasanah Jariyah Yusuf Syafii Khoirudin Zaenal Fatkhurohman Rokhmat Zuhri Ikhsan
    Nurudin Syukur Taufiq Wahid Yahya Yasin Khalid Fajar""".split()
)
ROOTS = tuple(
    f"{one}{two}"
    for one, two in product(
        """Su Sri War Har Pur Wi Mul Kus Tri Nur Yul Har Wid Sul Win Mar Suh Sum Sug Suk Sud Suw Sut Sup Set Jat
        Ret Pra Kur Dar""".split(),
        """yani tanti lastri janti wati yono tono janto suryo iyati astuti narti kinah diyono yanto mini tini harti
        giyati yatmi jono wanto""".split(),
    )
)
FIRST = (
    "Sri",
    "Siti",
    "Dwi",
    "Tri",
    "Nur",
    "Eka",
    "Endang",
    "Rina",
    "Dewi",
    "Dian",
    "Muhammad",
    "Ahmad",
    "Agus",
    "Eko",
)
MODERN = (*names.SECOND, *names.MEN_SECOND, *names.WOMEN, *names.MEN)
OLD = 1962
"""Born before this year, people often know no day."""
TITLES = ("Hj. {}", "H. {}", "Bu {}", "{}, S.Pd.", "Drs. {}", "Mbah {}", "{}, S.E., M.M.", "Pak {}", "Rr. {}")


@dataclass(frozen=True)
class Someone:
    """An invented person."""

    name: str
    birth: PartialDate
    village: str
    phone: str = ""


def everyone(dice: Random, villages: Sequence[str], people: int) -> list[Someone]:
    """So many invented persons."""
    pick_village = _zipf(dice, villages, 0.6)
    pick_name = _namer(dice)
    return [Someone(pick_name(), _birth(dice), pick_village(), _phone(dice)) for _ in range(people)]


def _phone(dice: Random) -> str:
    """A number, for a little more than half of them."""
    return f"+62812{dice.randrange(10**8):08}" if dice.random() < 0.55 else ""


def _namer(dice: Random) -> Callable[[], str]:
    born, faith, root = _zipf(dice, BORN, 0.7), _zipf(dice, FAITH, 0.8), _zipf(dice, ROOTS, 0.6)
    first, modern = _zipf(dice, FIRST, 0.8), _zipf(dice, MODERN, 0.6)

    def one() -> str:
        kind = dice.random()
        if kind < 0.22:
            return born()
        if kind < 0.30:
            return root()
        if kind < 0.48:
            return f"{first()} {faith()}"
        if kind < 0.68:
            return f"{first()} {root()}"
        if kind < 0.88:
            return f"{root()} {modern()}"
        return f"{first()} {root()} {modern()}"

    return one


def _zipf(dice: Random, items: Sequence[str], steep: float) -> Callable[[], str]:
    """Draws items of which the first few are very common and most are rare."""
    shuffled = list(dict.fromkeys(items))
    dice.shuffle(shuffled)
    weights = list(accumulate(1 / (rank + 3) ** steep for rank in range(len(shuffled))))
    return lambda: dice.choices(shuffled, cum_weights=weights)[0]


def _birth(dice: Random) -> PartialDate:
    """The day of most, as their cards say; of half of the old only a year, a guess, or a day an office made up."""
    year = min(max(round(dice.gauss(1975, 14)), 1932), 2009)
    how = dice.random() * (1.0 if year < OLD else 3.0)
    if how < 0.25:
        return PartialDate.year(year)
    if how < 0.38:
        return PartialDate(date(year + dice.choice((-2, -1, 0, 0, 0, 1, 2)), 1, 1), Precision.ESTIMATE)
    if how < 0.5:
        return PartialDate.day(date(year, *dice.choice(((12, 31), (1, 1), (7, 1)))))
    return PartialDate.day(date(year, dice.randint(1, 12), dice.randint(1, 28)))


# --- written down again ----------------------------------------------------------------------

CHANGES = ("spelling", "title", "year only", "moved")
RESPELT = (
    ("u", "oe"), ("j", "dj"), ("y", "j"), ("c", "tj"), ("sy", "sj"), ("sy", "s"), ("kh", "h"), ("kh", "ch"), ("q", "k"),
    ("k", "q"), ("iya", "ia"), ("iye", "ie"), ("f", "p"), ("z", "s"), ("h$", ""), ("ti", "thi"), ("so", "sho"),
    ("i$", "y"), ("d", "dh"), ("n", "nn"), ("s", "ss"), ("m", "mm"), ("t", "tt"), ("o", "u"), ("e", "i"), ("a$", "o"),
    ("nd", "n"),
)  # fmt: skip
MUHAMMAD = ("Moh.", "Muh.", "Moch.", "Mohammad", "Mohamad", "Muhamad", "M.")


def again(dice: Random, someone: Someone, others: Sequence[str]) -> tuple[Someone, frozenset[str]]:
    """The same person written down again with one change, or (three in ten) two; and which."""
    changes = frozenset(dice.sample(CHANGES, 2 if dice.random() < 0.3 else 1))
    twin = replace(someone, phone=_phone_again(dice, someone.phone))
    if "spelling" in changes:
        twin = replace(twin, name=respelt(dice, twin.name))
    if "title" in changes:
        twin = replace(twin, name=dice.choice(TITLES).format(twin.name))
    if "year only" in changes:
        twin = replace(twin, birth=PartialDate.year(twin.birth.first.year))
    if "moved" in changes:
        twin = replace(twin, village=_elsewhere(dice, twin.village, others))
    return twin, changes


def _phone_again(dice: Random, phone: str) -> str:
    """The same number again, mostly; or none is given, or a new one."""
    return phone if dice.random() < 0.65 else _phone(dice) if dice.random() < 0.3 else ""


def respelt(dice: Random, name: str) -> str:
    """The name in another spelling of one of its words; one in eight is a slip of the finger."""
    words = name.split()
    place = dice.randrange(len(words))
    word = words[place].lower()
    if word == "muhammad":
        words[place] = dice.choice(MUHAMMAD)
        return " ".join(words)
    possible = [(old, new) for old, new in RESPELT if re.search(old, word[1:])]
    if not possible or dice.random() < 0.125:
        words[place] = _slip(dice, word).capitalize()
        return " ".join(words)
    old, new = dice.choice(possible)
    words[place] = (word[0] + re.sub(old, new, word[1:], count=1)).capitalize()
    return " ".join(words)


def _slip(dice: Random, word: str) -> str:
    place = dice.randrange(1, max(len(word) - 1, 2))
    if dice.random() < 0.5:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


def _elsewhere(dice: Random, village: str, villages: Sequence[str]) -> str:
    near = [code for code in villages if code != village and code.startswith(village[:8])]
    return dice.choice(near if near and dice.random() < 0.7 else [code for code in villages if code != village])
