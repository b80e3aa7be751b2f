"""Tables that leave the house: as xlsx, csv, PDF, with tags."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from uuid import UUID

import hxl
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.groups.acts import found
from tests.indicators.test_pages import groups
from tests.world import HARGOTIRTO, World

__all__ = ["groups"]
pytestmark = pytest.mark.django_db
Groups = tuple[UUID, UUID]


def taken(world: World, address: str, who: str = "kinasih") -> bytes:
    response = world.browser(who).get(f"/angka/keluar/{address}")
    assert response.status_code == 200, address
    assert "no-store" in response.get("Cache-Control", "no-store")
    return response.getvalue()


def rows(made: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(made.decode("utf-8-sig"))))


def test_every_table_leaves_in_every_form(world: World, groups: Groups) -> None:
    for table in ("overview", "beside", "trend", "months", "places"):
        asked = "?place=34.01&split=sex&measure=groups.attendances"
        assert taken(world, f"{table}/csv/{asked}").startswith(b"\xef\xbb\xbf")
        assert taken(world, f"{table}/xlsx/{asked}").startswith(b"PK")
        assert taken(world, f"{table}/pdf/{asked}").startswith(b"%PDF")


def test_csv_says_what_the_page_says(world: World, groups: Groups) -> None:
    told = {row[0]: row[1:] for row in rows(taken(world, "overview/csv/?place=34.01&split=sex"))}
    assert told["What is counted"] == ["All", "Women", "Men"]
    assert told["Meetings"] == ["3", "", ""]
    assert told["Attendances"][:2] == ["11", "11"]


def test_a_workbook_tells_on_a_second_sheet_what_its_figures_are_of(world: World, groups: Groups) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(taken(world, "places/xlsx/?place=34.01&measure=groups.meetings")))
    figures, notes = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    assert ["34.01.08", "Kokap", 2.0] in figures
    told = " ".join(str(row[0]) for row in notes)
    assert "Kulon Progo" in told
    assert "Meetings of groups that were not cancelled" in told
    assert "Counted is what was written down until" in told


def test_tags_on_request_are_read_by_hxl(world: World, groups: Groups) -> None:
    address = "places/csv/?place=34.01.08&split=sex&measure=groups.participants&hxl=1"
    read = hxl.data(rows(taken(world, address))).cache()
    (row,) = [one for one in read if one.get("#adm4+code") == HARGOTIRTO]
    assert row.get("#reached+f") == "3"
    assert all(one.get("#reached+f") in (None, "3") for one in read)
    assert not any("#" in cell for line in rows(taken(world, address.replace("&hxl=1", ""))) for cell in line)


def test_a_name_that_would_be_a_formula_is_only_text(world: World, groups: Groups) -> None:
    found(world, name="=HYPERLINK(0)")
    for form in ("csv", "xlsx"):
        assert b"=HYPERLINK(0)</f>" not in taken(world, f"beside/{form}/?place={HARGOTIRTO}")


def test_the_paper_says_where_when_and_by_whom(world: World, groups: Groups) -> None:
    made = PdfReader(BytesIO(taken(world, "overview/pdf/?place=34.01&period=2026")))
    told = " ".join(page.extract_text() for page in made.pages)
    for words in ("Yayasan Mitra", "Kulon Progo", "2026", "Meetings", "Counted is what was written down until"):
        assert words in told


def test_small_figures_leave_no_more_than_the_page_shows(world: World, groups: Groups) -> None:
    told = rows(taken(world, "overview/csv/?place=34.01", "bagas"))
    assert ["Members", "hidden"] in told
    tagged = rows(taken(world, "overview/csv/?place=34.01&hxl=1", "bagas"))
    assert ["Members", ""] in tagged


@pytest.mark.parametrize(
    "address", ["overview/exe/", "nothing/csv/", "trend/csv/", "trend/csv/?measure=x", "places/pdf/?place=99"]
)
def test_what_is_no_table_is_not_found(world: World, address: str) -> None:
    assert world.browser("kinasih").get(f"/angka/keluar/{address}").status_code == 404


def test_days_have_no_trend_to_take_along(world: World) -> None:
    asked = "measure=groups.meetings&from=2026-01-05&until=2026-02-07"
    assert world.browser("kinasih").get(f"/angka/keluar/trend/csv/?{asked}").status_code == 404


def test_each_way_a_measure_is_split_leaves_too(world: World, groups: Groups) -> None:
    told = rows(taken(world, "by-label/csv/?place=34.01&measure=groups.minutes"))
    assert told == [["Topic", "How many (minutes)"], ["Gender and equality", "90"], ["All", "90"]]
    crossed = rows(taken(world, "by-label/csv/?place=34.01&split=sex&measure=groups.attendances"))
    assert crossed[0] == ["Member or guest", "How many", "Women"]
    assert crossed[-1] == ["All", "11", "11"]
    assert taken(world, "by-label/xlsx/?place=34.01&measure=groups.officers").startswith(b"PK")
    assert world.browser("kinasih").get("/angka/keluar/by-sex/csv/?measure=groups.meetings").status_code == 404
    assert (
        world.browser("rina").get(f"/angka/keluar/by-sex/csv/?measure=groups.members&group={groups[0]}").status_code
        == 404
    )


def test_a_bare_number_says_what_it_is_of(world: World, groups: Groups) -> None:
    told = {row[0]: row[1] for row in rows(taken(world, "overview/csv/?place=34.01"))}
    assert told["Time taught (minutes)"] == "90"
    assert told["Women's share (%)"] == "100"
    beside = rows(taken(world, "beside/csv/?place=34.01&measure=groups.minutes"))
    assert beside[0] == ["Code", "Place", "Time taught (minutes)"]


def test_files_that_say_something_else_are_not_called_alike(world: World, groups: Groups) -> None:
    asked = ("by-label/csv/?measure=groups.minutes", "by-label/csv/?measure=groups.officers", "overview/csv/",
             "by-label/csv/?measure=groups.minutes&land=coast", f"overview/csv/?group={groups[0]}")  # fmt: skip
    names = {world.browser("kinasih").get(f"/angka/keluar/{one}")["Content-Disposition"] for one in asked}
    assert len(names) == len(asked)
    assert any("putri-menoreh" in one for one in names)


def test_a_file_says_on_what_land_only_it_was_counted(world: World, groups: Groups) -> None:
    asked = "overview/xlsx/?place=34.01&land=coast"
    notes = CalamineWorkbook.from_filelike(BytesIO(taken(world, asked))).get_sheet_by_index(1).to_python()
    assert any("Land: Coast" in str(row[0]) for row in notes)
