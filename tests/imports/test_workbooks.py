"""Files of every kind are opened, and those that cannot be are refused with one clear problem each."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from purnadaya.imports.reading import Limits, Sheet, Workbook, read_workbook
from purnadaya.kernel.problems import Refused
from tests.imports import files

LIST = (("No", "Nama", "NIK"), (1, "Siti Aminah", "3401085412726234"), (2, "Bu Sukini", None))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def only_sheet(book: Workbook) -> Sheet:
    """The sheet of a file with one."""
    (sheet,) = book.sheets
    return sheet


def cells(content: bytes, name: str = "anggota.xlsx") -> list[tuple[object, ...]]:
    """The lines of a file's one sheet."""
    return [line.cells for line in only_sheet(read_workbook(content, name)).lines()]


def code_of(content: bytes, limits: Limits | None = None) -> str:
    """Why a file is refused."""
    with pytest.raises(Refused) as refused:
        read_workbook(content, "daftar.xlsx", limits or Limits())
    (problem,) = refused.value.problems
    return problem.code


# --- what can be read ------------------------------------------------------------------------


def test_an_xlsx_gives_its_cells_as_they_are_meant() -> None:
    day = date(1985, 8, 12)
    lines = cells(files.xlsx({"A": [("Nama", 20000, 1.5, day, True, 3401084210953623)]}))
    assert lines == [("Nama", 20000, 1.5, day, True, 3401084210953623)]


def test_an_xlsx_keeps_the_time_of_a_day_that_has_one() -> None:
    moment = datetime(2025, 1, 16, 19, 30)  # noqa: DTZ001 - as in a cell
    assert cells(files.xlsx({"A": [("x", moment)]})) == [("x", moment)]


def test_an_old_xls_is_read_with_its_merged_title() -> None:
    sheet = only_sheet(read_workbook(files.xls(), "lama.xls"))
    assert [line.cells for line in sheet.lines()][2] == (1, "Siti Aminah", "3401085412726234", "P")
    assert sheet.merged.wide(1, 0) == 4


def test_an_ods_is_read_whatever_it_is_called() -> None:
    assert cells(files.ods(LIST), "daftar.xlsx")[1] == (1, "Siti Aminah", "3401085412726234")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_text_is_read_with_any_sign_between_cells_in_any_alphabet(delimiter: str, encoding: str) -> None:
    rows = (*LIST, (3, "Renée", "-"))
    lines = cells(files.csv(rows, delimiter, encoding), "daftar.csv")
    assert lines == [tuple(None if c is None else str(c) for c in row) for row in rows]


def test_a_line_that_says_which_sign_stands_between_cells_is_believed() -> None:
    assert cells(b"sep=;\r\nNama;Alamat\r\nSiti;Kalirejo, Kokap", "a.csv")[1] == ("Siti", "Kalirejo, Kokap")


def test_commas_inside_of_cells_do_not_cut_a_list_with_semicolons() -> None:
    text = "Nama;TTL\nSiti;Kulon Progo, 12 Agustus 1985\nSukini;Bantul, 3 Mei 1970\n"
    assert cells(text.encode(), "a.csv")[1] == ("Siti", "Kulon Progo, 12 Agustus 1985")


def test_a_quote_that_never_ends_swallows_no_line() -> None:
    text = 'Nama,NIK\n"Siti,1\nSukini,2\nSri,3\n'
    assert len(cells(text.encode(), "a.csv")) == 4


def test_lines_have_the_numbers_a_spreadsheet_shows() -> None:
    sheet = only_sheet(read_workbook(files.xlsx({"A": [(), (), ("Nama",), (), ("Siti",)]}), "a.xlsx"))
    assert [line.number for line in sheet.lines()] == [3, 5]


def test_sheets_come_in_order_and_hidden_ones_say_so() -> None:
    book = read_workbook(files.xlsx({"Satu": LIST, "Dua": LIST}), "a.xlsx")
    assert [(sheet.name, sheet.visible, sheet.count) for sheet in book.sheets] == [("Satu", True, 3), ("Dua", True, 3)]


def test_formulas_without_a_value_and_errors_are_named() -> None:
    content = files.xlsx({"A": [("Nama", "Umur"), ("Siti", "=1+1"), ("Sri", "=1/0")]})
    sheet_xml = _part(content, "xl/worksheets/sheet1.xml")
    spoiled = sheet_xml.replace(b"<f>1+1</f><v>0</v>", b"<f>1+1</f><v></v>")
    spoiled = spoiled.replace(b'<c r="B3"><f>1/0</f><v>0</v>', b'<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v>')
    sheet = only_sheet(read_workbook(files.repacked(content, {"xl/worksheets/sheet1.xml": spoiled}), "a.xlsx"))
    assert (set(sheet.unsaved), set(sheet.errors)) == ({"B2"}, {"B3"})


def test_a_formula_comes_as_its_saved_value() -> None:
    content = files.xlsx({"A": [("Nama", "=20*2")]})
    saved = _part(content, "xl/worksheets/sheet1.xml").replace(b"</f><v>0</v>", b"</f><v>40</v>")
    assert cells(files.repacked(content, {"xl/worksheets/sheet1.xml": saved})) == [("Nama", 40)]


def _part(content: bytes, name: str) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


# --- what cannot -----------------------------------------------------------------------------

GOOD = files.xlsx({"Anggota": LIST})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "imports.empty_file"),
        (GOOD[: len(GOOD) // 2], "imports.broken_file"),
        (GOOD[:-30], "imports.broken_file"),
        (b"PK\x03\x04" + b"abc" * 50, "imports.broken_file"),
        (files.repacked(GOOD, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}), "imports.broken_file"),
        (files.repacked(GOOD, {"xl/workbook.xml": b"not xml at all <<<"}), "imports.broken_file"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600), "imports.password"),
        (OLE + "Workbook".encode("utf-16-le") + b"\xff" * 3000, "imports.broken_file"),
        (files.xls()[:2500], "imports.broken_file"),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(600), "imports.not_a_spreadsheet"),
        (OLE, "imports.broken_file"),
        (files.ods(LIST, encrypted=True), "imports.password"),
        (b"<html><table><tr><td>Nama</td></tr></table></html>", "imports.web_page"),
        (b'\xef\xbb\xbf  <!DOCTYPE HTML PUBLIC "-//W3C"><html>', "imports.web_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "imports.web_page"),
        ("\ufeff<html><body>".encode("utf-16-le"), "imports.web_page"),
        (b"%PDF-1.7\n...", "imports.not_a_spreadsheet"),
        (files.zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b""}), "imports.not_a_spreadsheet"),
        (files.zipped({"ppt/presentation.xml": b"<p/>"}), "imports.not_a_spreadsheet"),
        (files.zipped({"foto.jpg": b"..."}), "imports.not_a_spreadsheet"),
        (b"\xff\xd8\xff\xe0JFIF", "imports.not_a_spreadsheet"),
        (bytes(range(256)) * 20, "imports.unknown_file"),
        (b"\n\n  \n", "imports.no_cells"),
        (files.xlsx({"Foto": []}), "imports.no_cells"),
        (files.picture(), "imports.no_cells"),
        (files.locked(), "imports.password"),
        (files.locked(60_000), "imports.password"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_a_file_over_the_bound_is_refused_before_it_is_looked_at() -> None:
    assert code_of(b"Nama\n" * 1000, Limits(most_bytes=1000)) == "imports.too_big"


def test_a_file_of_200_megabytes_is_refused() -> None:
    assert code_of(bytes(200 << 20)) == "imports.too_big"


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    bomb = files.repacked(GOOD, {"xl/worksheets/sheet1.xml": bytes(60 << 20)})
    assert code_of(bomb) == "imports.unpacks_too_big"


def test_a_workbook_of_endless_entries_is_refused() -> None:
    entries = {f"xl/media/{n}.png": b"" for n in range(5_001)}
    assert code_of(files.repacked(GOOD, entries)) == "imports.unpacks_too_big"


def test_a_sheet_with_all_columns_of_excel_is_refused_and_the_others_are_read() -> None:
    wide = [("Nama", *[None] * 16_382, "x")]
    book = read_workbook(files.xlsx({"Lebar": wide, "Anggota": LIST}), "a.xlsx")
    assert [sheet.problem and sheet.problem.code for sheet in book.sheets] == ["imports.too_many_columns", None]
    assert [sheet.count for sheet in book.sheets] == [1, 3]


def test_a_text_of_endless_columns_is_refused() -> None:
    assert code_of(b"x," * 16_384) == "imports.too_many_columns"


@pytest.mark.parametrize("content", [files.csv([("Nama", "NIK")] * 11), files.xlsx({"A": [("Nama", "NIK")] * 11})])
def test_more_lines_than_the_bound_are_refused(content: bytes) -> None:
    assert code_of(content, Limits(most_lines=10)) == "imports.too_many_lines"


def test_more_sheets_than_the_bound_are_refused() -> None:
    assert code_of(files.xlsx({str(n): LIST for n in range(4)}), Limits(most_sheets=3)) == "imports.too_many_sheets"


@pytest.mark.parametrize("content", [files.csv([("Nama", "NIK")] * 11), files.xlsx({"A": [("Nama", "NIK")] * 11})])
def test_more_cells_than_the_bound_are_refused(content: bytes) -> None:
    assert code_of(content, Limits(most_cells=20)) == "imports.too_much"


def test_more_letters_than_the_bound_are_refused_though_the_file_is_small() -> None:
    assert code_of(files.xlsx({"A": [("Nama", "a" * 30_000)] * 20}), Limits(most_letters=500_000)) == "imports.too_much"


def test_a_sheet_that_needs_all_memory_ends_only_its_own_process() -> None:
    corner = _part(files.xlsx({"A": [("Nama",)]}), "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    assert code_of(files.repacked(GOOD, {"xl/worksheets/sheet1.xml": corner})) == "imports.too_much"


def test_a_word_far_below_the_list_does_no_harm() -> None:
    content = files.xlsx({"A": [*LIST]})
    far = _part(content, "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b'<row r="1000000"><c r="B1000000" t="inlineStr"><is><t>Sri</t></is></c></row></sheetData>'
    )
    lines = [*only_sheet(read_workbook(files.repacked(content, {"xl/worksheets/sheet1.xml": far}), "a")).lines()]
    assert (len(lines), lines[-1].number, lines[-1].cells) == (4, 1_000_000, (None, "Sri"))


def test_reading_that_takes_too_long_is_given_up() -> None:
    assert code_of(GOOD, Limits(seconds=0)) == "imports.too_slow"


def test_entities_that_would_unfold_without_end_do_no_harm() -> None:
    lol = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9)
    ) + b"]><workbook>&j;</workbook>"  # fmt: skip
    assert code_of(files.repacked(GOOD, {"xl/workbook.xml": lol})) == "imports.no_cells"
