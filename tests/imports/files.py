"""Spreadsheets to read, made here: good ones, and ones that would do harm."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[Any]]
TODAY = date(2026, 3, 1)

_XLS = (
    "c-rk)Pe>F|82`PQU3cAdT}=ZGWDqhlDgRYobR8>~sJ2aoB7z!ou|?gDMGqB~Wqarl1f7a5f|o8<m;O*h-Z}(E9fBaxqEn}!po2Pn"
    "@0%G@^WZ{>#r%f(-h1EozVE$x-}k<GGp{ELr$!%?O=AgKpkmI<Ma}}ApgY%Tgg|oBlvStn(`~x=r;zI>N9K6(H2;-P`cV3N8Vc@v"
    "CWrzb={}A#h^CTpZ57eRb1;OQLo-o<JH!d1lxJ1M^c2(eOz&~eXG~j}bDe23^_>#OFd2?kH`!5qRH<ND5Yp}=)_KpII+Wn0jN(f-"
    "gw@vzJ)JQ6*QTJ{lZP>o-y-p3JZ<z(p_m*vhVP~Zd~<f{3(e)PE?<E7KNj<S%kXb19$*;eNe=J~3gGuhi4S_Rw>LFt%%B?qJL?94"
    "J$ieW-l6HyNaRqLP5~QDQU9nhV5n5=+fVes_Sib0GclOZ^npauI8EETp|Q5EwrNLWUHz{5o%Ick6htwy*fykf4)rCH2_Av-Kxk1O"
    "$mji$N3@5gChLW~OG1?CXYPJ|bFe!WKEa$}&i&RKVv~F*n7Ax8NIA$7&pfSWjjc?tu+@!RFJoFvu}x)Vti-Ogk8q!>EUlz*8W?ZG"
    "n-|opsGj+9_;GpWQ+Ny2$0O6{ipSrDM^Qm**F*a98bOVy5w~wiJPA9cu(Qbrrlr4S7QYg*=Wg1s!2-;(S3v6_@toEOygKqySwk$N"
    "Ay`9FtL3bx)lyj3X{prm*rO{;Y+Y0W%qwIs$^Mpayz?z(kxbh1*|yYWY^iK3VE0$qmh`7ezEj!Ow(}QSuT@v=w&aez&-OD(sAy4&"
    "@K8>R^6xJM;KGFq7cN}5aN%MtL7v|fKEGL~bFY2&_u2n-X6c@Df0O*T=s=3DLHaP=izJn4oXskJHoz+!TVjPe&i_J*BQ$y%ee|6x"
    "=h2sS{L;6ZSol0ERt){QEtKu}bJ@)EFOUBd?bqHb"
)


def xlsx(sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """A workbook of these sheets. A text that begins with ``=`` is a formula; ``merged`` names ranges of a sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    _write(sheet, line, column, cell)
        for area in (merged or {}).get(name, ()):
            sheet.merge_range(area, _first(rows, area))
    book.close()
    return out.getvalue()


def _write(sheet: Any, line: int, column: int, cell: Any) -> None:
    if isinstance(cell, str) and not cell.startswith("="):
        sheet.write_string(line, column, cell)
    else:
        sheet.write(line, column, cell)


def _first(rows: Rows, area: str) -> Any:
    line, column = xlsxwriter.utility.xl_cell_to_rowcol(area.partition(":")[0])
    return rows[line][column]


def xls() -> bytes:
    """An old workbook (BIFF8): a title, headings, two women."""
    return zlib.decompress(base64.b85decode("".join(_XLS)))


def ods(rows: Rows, encrypted: bool = False) -> bytes:
    """A LibreOffice sheet of texts and numbers."""
    lines = "".join(f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Anggota">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = "<manifest:encryption-data/>" if encrypted else "<manifest:manifest/>"
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        attributes = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        return f"<table:table-cell {attributes}><text:p>{cell.isoformat()}</text:p></table:table-cell>"
    kind = "float" if isinstance(cell, int | float) else "string"
    value = f' office:value="{cell}"' if kind == "float" else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{value}><text:p>{escape(str(cell))}</text:p></table:table-cell>'
    )


def zipped(entries: Mapping[str, bytes]) -> bytes:
    """A packed file of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """A packed file with some entries put in the place of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**entries, **changes})


def csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A text with this sign between the cells."""
    return "\r\n".join(delimiter.join("" if c is None else str(c) for c in row) for row in rows).encode(encoding)


def picture() -> bytes:
    """A workbook whose only sheet holds a picture of a list and no cell."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("Foto").insert_image("B2", "daftar.png", {"image_data": io.BytesIO(_PNG)})
    book.close()
    return out.getvalue()


_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def locked(size: int = 4096) -> bytes:
    """A workbook behind a password as Excel saves it: a box (CFB) with how it is locked, and the locked bytes, which
    come first here, so that the list of contents stands at the end."""
    sectors = -(-size // 512)
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6, 0, 1, sectors + 2, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    fat_at = sectors + 1
    head += struct.pack("<109I", fat_at, *[_FREE] * 108)
    chain = [*range(1, sectors), _END, _END, 0xFFFFFFFD, _END]
    fat = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    entries = (
        _entry("Root Entry", 5, 1, _END, 0), _entry("EncryptionInfo", 2, 2, sectors, 248),
        _entry("EncryptedPackage", 2, _FREE, 0, size), bytes(128),
    )  # fmt: skip
    return head + bytes(range(256)) * (sectors * 2) + bytes(512) + fat + b"".join(entries)


_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF


def _entry(name: str, kind: int, child_or_next: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le")
    right, child = (_FREE, child_or_next) if kind == 5 else (child_or_next, _FREE)
    return struct.pack("<64sHBBIII16xI8x8xIQ", wide, len(wide) + 2, kind, 1, _FREE, right, child, 0, start, size)
