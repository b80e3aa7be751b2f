"""What can stand above a column, and what it then is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from purnadaya.imports.reading.values.dates import read_day
from purnadaya.kernel.spelling import folded


class Meaning(StrEnum):
    """What a column can be."""

    NUMBER = "number"
    NAME = "name"
    NICKNAME = "nickname"
    NIK = "nik"
    FAMILY_CARD = "family_card"
    SEX = "sex"
    BIRTH = "birth"
    BIRTH_PLACE = "birth_place"
    AGE = "age"
    ADDRESS = "address"
    HAMLET = "hamlet"
    RT_RW = "rt_rw"
    VILLAGE = "village"
    DISTRICT = "district"
    PHONE = "phone"
    MARITAL = "marital"
    EDUCATION = "education"
    WORK = "work"
    BACKGROUND = "background"
    COUNTRY = "country"
    DEPARTED = "departed"
    RETURNED = "returned"
    POST = "post"
    GROUP = "group"
    JOINED = "joined"
    NOTE = "note"
    SIGNATURE = "signature"
    MEETING = "meeting"
    """A column of marks under a meeting's day."""
    MONEY = "money"
    """A column of a book of savings."""


_HEADINGS: Mapping[Meaning, str] = {
    Meaning.NUMBER: "no,nomor,no urut,nomor urut,nmr,num,urut,no anggota,nomor anggota,no induk",
    Meaning.NAME: "nama,nama lengkap,nama anggota,nama peserta,nama ibu,nama lengkap anggota,nama pmi,"
        "nama purna pmi,name,"
    "nama warga,nama sesuai ktp,nama lengkap sesuai ktp,nama dan gelar,nama pengurus,nama penerima,full name,"
    "nama purna,"
    "nama tki,nama tkw,nm,nama kader,nama responden,nama perempuan",
    Meaning.NICKNAME: "panggilan,nama panggilan,alias,nama kecil,nama lain,nama alias",
    Meaning.NIK: "nik,no nik,nomor nik,no ktp,nomor ktp,ktp,nik ktp,no ktp nik,nik no ktp,"
        "nomor induk kependudukan,no identitas,"
    "nomor identitas,n i k",
    Meaning.FAMILY_CARD: "no kk,kk,nomor kk,nokk,no kartu keluarga,kartu keluarga,nomor kartu keluarga",
    Meaning.SEX: "l p,lp,p l,jk,jenis kelamin,kelamin,sex,gender,j k,jns kelamin,jenis kel,jns kel,jen kel,lk pr,"
        "l atau p,p w",
    Meaning.BIRTH: "ttl,tempat tgl lahir,tempat tanggal lahir,tempat dan tanggal lahir,tempat dan tgl lahir,"
        "tgl lahir,tanggal lahir,"
    "tmpt tgl lahir,lahir,tahun lahir,thn lahir,th lahir,tgl lhr,tempat tgl lhr,tmp tgl lahir,tmpt tgl lhr,"
    "tempat lahir tgl lahir,"
    "kelahiran,birth date,date of birth,t t l,tempat lahir tanggal lahir,tanggal lahir umur,tgl lahir umur,"
    "tempat tanggal",
    Meaning.BIRTH_PLACE: "tempat lahir,tmpt lahir,tmp lahir,kota lahir,tempat lhr",
    Meaning.AGE: "umur,usia,umur th,umur thn,usia th,usia thn,umur tahun,usia tahun,age",
    Meaning.ADDRESS: "alamat,alamat lengkap,alamat rumah,almt,alamat ktp,alamat sesuai ktp,domisili,"
        "tempat tinggal,alamat domisili,"
    "address",
    Meaning.HAMLET: "dusun,padukuhan,pedukuhan,dukuh,dsn,ddk,padukuan,kampung,dusun padukuhan,padukuhan dusun,"
        "dukuh dusun,alamat dusun,"
    "nama dusun,lingkungan",
    Meaning.RT_RW: "rt rw,rt,rw,rtrw,alamat rt rw",
    Meaning.VILLAGE: "kalurahan,kelurahan,desa,kal,kel,desa kelurahan,kelurahan desa,desa kalurahan,"
        "kalurahan desa,kel desa,desa kel,"
    "ds,asal desa,nama desa,village",
    Meaning.DISTRICT: "kapanewon,kecamatan,kec,kap,kemantren,kapanewon kecamatan,kecamatan kapanewon,district",
    Meaning.PHONE: "no hp,hp,nomor hp,no telp,telp,telepon,no telepon,no wa,wa,no hp wa,hp wa,no tlp,kontak,"
        "no kontak,nomor telepon,"
    "nomor wa,no hp telp,no telp hp,whatsapp,no whatsapp,phone,no handphone,handphone,tlp,nohp,telp hp,"
    "nomor hp wa,no telp wa,"
    "nomor telepon hp,hp aktif,no hp aktif,no handphone wa",
    Meaning.MARITAL: "status perkawinan,status kawin,status pernikahan,perkawinan,status nikah,kawin,"
        "status marital,stts kawin",
    Meaning.EDUCATION: "pendidikan,pend,pendidikan terakhir,pddk,pendd,pend terakhir,pendidikan akhir,ijazah,"
        "tingkat pendidikan,pddkn,"
    "education,pendidikan tertinggi",
    Meaning.WORK: "pekerjaan,kerja,profesi,mata pencaharian,pekerjaan sekarang,usaha,pek,pekerjaan usaha,"
        "jenis usaha,occupation",
    Meaning.BACKGROUND: "status pmi,status tki,latar belakang,kategori,purna pmi keluarga,status keanggotaan pmi,"
        "status migran,"
    "status anggota,jenis anggota,purna calon keluarga,golongan,status buruh migran,keterangan pmi",
    Meaning.COUNTRY: "negara,negara tujuan,negara penempatan,eks negara,ex negara,tujuan,negara tempat bekerja,"
        "country,negara kerja,"
    "tempat kerja,purna negara,bekas negara,negara asal pulang",
    Meaning.DEPARTED: "tahun berangkat,th berangkat,thn berangkat,tgl berangkat,tanggal berangkat,berangkat,"
        "mulai kerja,tahun pergi",
    Meaning.RETURNED: "tahun pulang,th pulang,thn pulang,tgl pulang,tanggal pulang,pulang,tahun kembali,"
        "kepulangan,tahun kepulangan,"
    "tanggal kepulangan",
    Meaning.POST: "jabatan,jabatan dalam kelompok,pengurus,kedudukan,posisi,peran,jbtn,jab",
    Meaning.GROUP: "kelompok,nama kelompok,klp,p3a,nama p3a,kelompok p3a,asal kelompok,group",
    Meaning.JOINED: "tahun masuk,tgl masuk,tanggal masuk,tahun bergabung,tanggal bergabung,masuk,bergabung,"
        "th masuk,thn masuk,"
    "anggota sejak,sejak,tgl bergabung,tgl daftar,tanggal daftar",
    Meaning.NOTE: "ket,keterangan,catatan,kett,note,notes,remarks,lain lain,info",
    Meaning.SIGNATURE: "ttd,tanda tangan,paraf,tandatangan,t t d,cap jempol",
    Meaning.MONEY: "pokok,wajib,sukarela,simpanan,simpanan pokok,simpanan wajib,simpanan sukarela,pinjaman,"
        "angsuran,sisa,saldo,"
    "tabungan,iuran,arisan,bunga,jasa,setoran,shu,kas,debet,kredit,sisa pinjaman,cicilan,denda,debit",
}  # fmt: skip
_BY_HEADING: Mapping[str, Meaning] = {
    word: meaning for meaning, words in _HEADINGS.items() for word in words.split(",")
}
UNSURE = frozenset({"status", "status pekerjaan", "keterangan status", "stts"})
"""Headings that mean one thing in one list and another in the next: the contents decide."""
_MONEY_START = re.compile(r"(?:simp(?:anan)?|wajib|pokok|sukarela|pinj(?:aman)?|angs(?:uran)?|iuran|tab(?:ungan)?)\b")
_NAME_WORDS = frozenset(
    """lengkap anggota peserta ibu purna calon pmi tki tkw migran warga p3a kelompok sesuai ktp dan gelar penerima
    manfaat pengurus kader perempuan responden lansia terang asli hadir yang""".split()
)
"""What *Nama* is still the name of a person with, if someone is meant: not with a village, a husband, a child."""
_DROPPED = re.compile(r"\([^)]*\)|\*+|:")
_MONTH_WORD = re.compile(r"\s*(?:bulan|bln|tahun|th|thn)\b\.?\s*", re.I)
LONGEST_KNOWN = 45
ABOVE = "\n"
"""Between the upper and the lower line of a heading; within a line there is none."""


def heading_key(text: str) -> str:
    """A heading as mappings and the list of known headings hold it."""
    return folded(_DROPPED.sub(" ", text).replace("/", " ").replace(".", " "))


@lru_cache(maxsize=8192)
def by_heading(text: str) -> Meaning | None:
    """What a heading says its column is; None for one nobody has told us of. Of two lines of headings the lower says
    more: *Dusun* under *Alamat* is the hamlet; *Tempat* under *Lahir* her birth place."""
    above, sign, below = text.rpartition(ABOVE)
    if sign:
        key_above, key_below = heading_key(above), heading_key(below)
        joined = ("lahir" if "lahir" in key_above else key_above, key_below)
        return _one_line(" ".join(reversed(joined))) or _one_line(below) or _one_line(" ".join(joined))
    return _one_line(text)


def day_in(heading: str) -> tuple[int, int, int] | None:
    """The day a heading names (year 0 when it says none), also over two lines: *4* under *Januari 2025*."""
    above, sign, below = heading.rpartition(ABOVE)
    if not sign:
        return read_day(heading)
    return read_day(below) or read_day(f"{below} {_MONTH_WORD.sub('', above.rpartition(ABOVE)[2])}")


def _one_line(text: str) -> Meaning | None:
    key = heading_key(text) or folded(text)
    if key in _BY_HEADING:
        return _BY_HEADING[key]
    if _MONEY_START.match(key):
        return Meaning.MONEY
    first, *rest = key.split() or [""]
    if first == "nama" and rest and set(rest) <= _NAME_WORDS:
        return Meaning.NAME
    before, slash, _after = text.partition("/")
    return _BY_HEADING.get(heading_key(before)) if slash else None


def is_known_heading(text: str) -> bool:
    """Whether a cell may be a heading: a known word, or one whose meaning the contents decide."""
    if len(text) > LONGEST_KNOWN:
        return False
    return by_heading(text) is not None or heading_key(text) in UNSURE
