"""Words that stand for one of a list: sex, education, background, countries, posts, marks of attendance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from purnadaya.groups.rules.groups import Post
from purnadaya.groups.rules.meetings import Attended, Excuse
from purnadaya.imports.reading.cells import Cell, Reading, key_of, nothing, text_of
from purnadaya.kernel.countries import HOME, Country, names
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.spelling import folded
from purnadaya.people.rules import Background, Sex
from purnadaya.people.rules.life import Education

E = TypeVar("E", bound=StrEnum)


def _by_word(lists: Mapping[E, str]) -> Mapping[str, E]:
    return MappingProxyType({word.strip(): one for one, words in lists.items() for word in words.split(",")})


_SEXES = _by_word(
    {
        Sex.FEMALE: "p,pr,prp,prmpn,perempuan,wanita,w,wnt,cewek,f,female",
        Sex.MALE: "l,lk,laki,laki laki,lakilaki,laki2,laki 2,pria,cowok,m,male",
    }
)
_EDUCATIONS = _by_word(
    {
        Education.NONE: "tidak sekolah,tdk sekolah,tidak pernah sekolah,belum sekolah,ts,tidak tamat sd,tdk tamat sd,"
        "belum tamat sd,sd tidak tamat,sd tdk tamat,tidak lulus sd,tdk lulus sd,tk,paud,tidak tamat,buta huruf",
        Education.PRIMARY: "sd,mi,sr,sekolah dasar,sekolah rakyat,paket a,kejar paket a,sd mi,sd sederajat,"
        "tamat sd,lulus sd,"
        "tamat sd sederajat",
        Education.LOWER_SECONDARY: "smp,sltp,mts,paket b,kejar paket b,smp mts,smp sederajat,sltp sederajat,tamat smp",
        Education.UPPER_SECONDARY: "sma,slta,ma,smu,paket c,kejar paket c,sma ma,sma smk,slta sederajat,"
        "sma sederajat,man,"
        "tamat sma,tamat slta,aliyah",
        Education.VOCATIONAL: "smk,stm,smea,smkk,spg,kejuruan,sma kejuruan",
        Education.DIPLOMA: "d1,d2,d3,d4,d i,d ii,d iii,d iv,di,dii,diii,div,diploma,diploma 1,diploma 2,"
        "diploma 3,diploma i,"
        "diploma ii,diploma iii,akademi,a md,amd",
        Education.DEGREE: "s1,s2,s3,s 1,s 2,s 3,sarjana,magister,strata 1,strata i,pt,perguruan tinggi,"
        "universitas,kuliah",
    }
)
_MIGRANT = frozenset("tki tkw pmi bmi tkwi migran".split())
_RETURNED = frozenset("purna ex eks mantan bekas former pulang".split())
_COMING = frozenset("calon c cpmi ctki ctkw akan".split())
_FAMILY = frozenset("keluarga kel klg klrg kelg suami istri anak ibu orangtua ortu".split())
_ABROAD = frozenset("masih aktif sedang".split())
_BACKGROUNDS = _by_word(
    {
        Background.RETURNED_MIGRANT: "purna,purnatki,purnatkw,purnapmi,extki,extkw,expmi,ekstkw,ekstki,purna migran",
        Background.PROSPECTIVE_MIGRANT: "cpmi,ctki,ctkw,calon",
        Background.MIGRANT_FAMILY: "keluarga migran,kel migran",
        Background.VILLAGE_WOMAN: "perempuan desa,warga,warga desa,masyarakat,umum,perempuan,non pmi,non tki,bukan pmi",
        Background.OTHER: "lain,lainnya,lain lain",
    }
)
_POSTS = _by_word(
    {
        Post.CHAIR: "ketua,ketua kelompok,ketua i,ketua 1,ketua umum,koordinator",
        Post.VICE_CHAIR: "wakil ketua,wakil,wk ketua,waka,ketua ii,ketua 2,wkl ketua",
        Post.SECRETARY: "sekretaris,sekertaris,sekre,sekr,sek,sekretaris i,sekretaris ii,sekretaris 1,sekretaris 2",
        Post.TREASURER: "bendahara,bendahara i,bendahara ii,bendahara 1,bendahara 2,bend,bdh",
    }
)
_SECTION_POST = re.compile(r"(?:sie|seksi|bidang|divisi|kabid|koord(?:inator)? (?:bidang|seksi))\b")
_NO_POST = frozenset({"anggota", "agt", "angg", "member"})

_NICK_COUNTRIES: Mapping[str, str] = {
    word: code
    for code, words in {
        "HK": "hk,hkg,hongkong,hong kong,hongkon,hokong", "SA": "saudi,arab saudi,arabsaudi,saudi arabia,ksa,arab",
        "KR": "korea,korea selatan,korsel,kor sel", "SG": "singapur,singapore,spore,s pore,sg,sgp,singapura",
        "MY": "malaysia,malaisia,mly,malay,malysia", "TW": "taiwan,tw,taiwan roc", "BN": "brunei,brunai,"
            "brunei darussalam",
        "AE": "uea,uae,uni emirat arab,emirat,emirat arab", "JP": "jepang,japan,jpn", "JO": "yordania,jordania,"
            "yordan,jordan",
        "MO": "macau,makau,makao,macao", "KW": "kuwait,kuwet", "QA": "qatar", "OM": "oman", "BH": "bahrain,bahrein",
        "SY": "suriah,siria,syria,syiria", "TR": "turki,turkey", "GB": "inggris,england,uk", "NL": "belanda,holland",
        "US": "amerika,amerika serikat,usa,as", "DE": "jerman", "EG": "mesir", "LB": "libanon,lebanon", "IQ": "irak",
        "TH": "thailand,muangthai", "CN": "cina,china,tiongkok,rrt,rrc", "LY": "libya,libia", "PL": "polandia",
        "NZ": "selandia baru,new zealand", "AU": "australia", "PG": "papua nugini,png", "FJ": "fiji",
    }.items()
    for word in words.split(",")
}  # fmt: skip
_CITIES: Mapping[str, str] = {
    word: code
    for code, words in {
        "AE": "dubai,abu dhabi,abudhabi,sharjah", "SA": "jeddah,jedah,riyadh,riyad,mekah,mekkah,makkah,madinah,"
            "dammam",
        "MY": "johor,kuala lumpur,kl,penang,sabah,serawak,sarawak,selangor", "KR": "seoul,busan", "TW": "taipei,"
            "taichung",
        "JP": "tokyo,osaka", "QA": "doha", "JO": "amman", "OM": "muscat", "SY": "damaskus,damascus",
    }.items()
    for word in words.split(",")
}  # fmt: skip
_BETWEEN_COUNTRIES = re.compile(r"\s*(?:[/,;&+]|\bdan\b|\blalu\b|\bkemudian\b|\s-\s)\s*")
_IN_BRACKETS = re.compile(r"\([^()]*\)?")


@dataclass(frozen=True)
class Mark:
    """What a mark in a grid says of someone at a meeting."""

    attended: Attended
    excuse: Excuse | None = None


_MARKS: Mapping[str, Mark] = {
    word: mark
    for mark, words in (
        (Mark(Attended.PRESENT), "v vv √ ✓ ✔ ☑ ✅ ü þ 1 h hdr hadir ya y ada hadlir datang"),
        (Mark(Attended.EXCUSED), "i ijin izin idzin ij iz"),
        (Mark(Attended.EXCUSED, Excuse.ILL), "s sakit skt"),
        (Mark(Attended.EXCUSED, Excuse.WORK), "kerja bekerja"),
        (Mark(Attended.EXCUSED, Excuse.CEREMONY), "hajatan kondangan rewang mantu layat"),
        (Mark(Attended.EXCUSED, Excuse.AWAY), "pergi bepergian"),
        (Mark(Attended.ABSENT), "a al alpa alpha alfa absen absent tk th t/k t.k - – — 0 tidak tdk tanpa"),
    )
    for word in words.split()
} | {
    "tidak hadir": Mark(Attended.ABSENT),
    "tdk hadir": Mark(Attended.ABSENT),
    "tanpa keterangan": Mark(Attended.ABSENT),
}
LONGEST_MARK = 60
_LATE = frozenset("t telat terlambat".split())


def read_sex(cell: Cell) -> Reading[Sex]:
    """``L``, ``P``, ``Laki-laki``, ``pr`` … Whether ``P`` means *pria* is for who sees the column."""
    if nothing(cell):
        return Reading()
    found = _SEXES.get(key_of(cell))
    return Reading(found) if found else _not_known(cell)


def read_education(cell: Cell) -> Reading[Education]:
    """The highest school, by its short or long name."""
    if nothing(cell) and key_of(cell) not in _EDUCATIONS:
        return Reading()
    found = _EDUCATIONS.get(key_of(cell))
    return Reading(found) if found else _not_known(cell)


def read_background(cell: Cell) -> Reading[Background]:
    """Why she is in the list: ``Ex TKW``, ``purna PMI``, ``Kel. PMI``, ``calon PMI``. A mere occupation (``IRT``,
    ``Buruh tani``) says nothing of that: no value, and a note with what was written."""
    if nothing(cell):
        return Reading()
    key = key_of(cell)
    words = set(key.split())
    if key in _BACKGROUNDS:
        return Reading(_BACKGROUNDS[key])
    if not words & _MIGRANT:
        return Reading(notes=(Problem("imports.background_not_said", {"text": text_of(cell)[:60]}),))
    for signs, background in (
        (_FAMILY, Background.MIGRANT_FAMILY),
        (_COMING, Background.PROSPECTIVE_MIGRANT),
        (_RETURNED, Background.RETURNED_MIGRANT),
        (_ABROAD, Background.MIGRANT_ABROAD),
    ):
        if words & signs:
            return Reading(background)
    return Reading(problem=Problem("imports.which_migrant", {"text": text_of(cell)[:60]}))


def read_countries(cell: Cell) -> Reading[tuple[Country, ...]]:
    """The countries of a cell, as written in a hurry: ``HK``, ``Hong Kong``, ``Saudi``, ``Malaysia & Taiwan``."""
    if nothing(cell):
        return Reading()
    found: list[Country] = []
    notes = []
    for piece in _BETWEEN_COUNTRIES.split(_IN_BRACKETS.sub(" ", text_of(cell)).casefold()):
        word = folded(piece)
        if not word:
            continue
        code = _NICK_COUNTRIES.get(word) or _names().get(word) or _CITIES.get(word)
        if code is None:
            return Reading(problem=Problem("imports.unknown_country", {"text": text_of(cell)[:60]}))
        if word in _CITIES:
            notes.append(Problem("imports.city_taken", {"text": piece.strip()[:60]}))
        found.append(Country(code))
    if not found:
        return Reading(problem=Problem("imports.unknown_country", {"text": text_of(cell)[:60]}))
    return Reading(tuple(dict.fromkeys(found)), notes=tuple(notes))


def read_post(cell: Cell) -> Reading[Post]:
    """What she is in the group; an ordinary member holds no post."""
    key = key_of(cell)
    if nothing(cell) or key in _NO_POST:
        return Reading()
    found = _POSTS.get(key) or (Post.SECTION if _SECTION_POST.match(key) else None)
    return Reading(found) if found else _not_known(cell)


def read_mark(cell: Cell) -> Reading[Mark]:
    """A mark of attendance. An empty cell gives nothing: whether she was absent or no member yet, it does not say."""
    if cell is None or cell is False:
        return Reading()
    if cell is True:
        return Reading(_MARKS["1"])
    text = text_of(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)[:LONGEST_MARK].casefold()
    if not text:
        return Reading()
    word = text if text in _MARKS else folded(text)
    if word in _LATE:
        return Reading(_MARKS["1"], notes=(Problem("imports.late_taken"),))
    mark = _MARKS.get(word) or _MARKS.get(text.strip(" .()*"))
    return Reading(mark) if mark else Reading(problem=Problem("imports.unknown_mark", {"text": text[:40]}))


@cache
def _names() -> Mapping[str, str]:
    """Every country's name in both languages, folded, by its code."""
    return {folded(name): code for language in ("en", "id") for code, name in names(language).items() if code != HOME}


def _not_known(cell: Cell) -> Reading[E]:
    return Reading(problem=Problem("imports.not_a_choice", {"text": text_of(cell)[:60]}))
