"""Tables as they leave the page: as spreadsheets, with tags, as pictures."""

from __future__ import annotations

from io import BytesIO, StringIO

import hxl
import pytest
from python_calamine import CalamineWorkbook

from purnadaya.indicators.rules.tables import HIDDEN, NOT_SO, UNKNOWN, Cell, Column, Row, Said, Table, Unit
from purnadaya.indicators.rules.tags import tag_of
from purnadaya.tallies.measures import Kind, Measure, Split
from purnadaya.ui import charts
from purnadaya.ui.spreadsheets import csv_lines, xlsx_bytes

SAID = Said("Code", "no record yet", "hidden", "nothing counted", {Unit.MINUTES: "minutes", Unit.SHARE: "%"})
PARTICIPANTS = Measure("groups.participants", "Different participants", "", kind=Kind.PERSONS)
TABLE = Table(
    "Side by side",
    "Place",
    (
        Column("All", tag_of(PARTICIPANTS)),
        Column("Women", tag_of(PARTICIPANTS, Split.SEX, "female")),
        Column("60 and over", tag_of(PARTICIPANTS, Split.AGE, "60_up")),
    ),
    (
        Row("Hargotirto", (Cell(31), Cell(28), Cell(0)), code="34.01.08.2005"),
        Row("=HYPERLINK(1)", (UNKNOWN, HIDDEN, NOT_SO), code="34.01.06.2001"),
    ),
    level=4,
)


def test_a_table_in_words_says_what_is_not_known_and_what_is_hidden() -> None:
    assert [list(line) for line in TABLE.lines(SAID)] == [
        ["Code", "Place", "All", "Women", "60 and over"],
        ["34.01.08.2005", "Hargotirto", 31, 28, 0],
        ["34.01.06.2001", "=HYPERLINK(1)", "no record yet", "hidden", ""],
    ]


def test_a_tagged_table_is_read_by_hxl() -> None:
    lines = [[str(value) for value in line] for line in TABLE.lines(SAID, tagged=True)]
    found = hxl.data(lines).cache()
    assert found.display_tags[:2] == ["#adm4+code", "#adm4+name"]
    assert "#reached+f+groups_participants" in {"".join(sorted_tag(one)) for one in found.columns}
    assert [row.get("#reached+f") for row in found] == ["28", None]
    assert [row.get("#adm4+code") for row in found] == ["34.01.08.2005", "34.01.06.2001"]


def sorted_tag(column: hxl.model.Column) -> list[str]:
    return [column.tag, *(f"+{one}" for one in sorted(column.attributes))]


@pytest.mark.parametrize("key", ["groups.reached", "a b", "9.x", "…"])
def test_any_key_makes_a_tag_that_hxl_takes(key: str) -> None:
    for kind in Kind:
        tag = tag_of(Measure(key, "", "", kind=kind), Split.LABEL, "MY.agency")
        assert hxl.model.Column.parse(tag, use_exception=True)


def test_a_workbook_holds_numbers_as_numbers_and_runs_no_formula() -> None:
    made = xlsx_bytes("A/B: [all]?", TABLE.lines(SAID), notes=["=1+1"])
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1] == ["34.01.08.2005", "Hargotirto", 31.0, 28.0, 0.0]
    assert rows[2][1] == "=HYPERLINK(1)"
    assert b"<f>" not in made
    assert book.get_sheet_by_index(1).to_python() == [["=1+1"]]
    assert book.sheet_names[0] == "A B   all"


def test_csv_puts_a_mark_before_what_would_be_a_formula() -> None:
    text = "".join(csv_lines([str(value) for value in line] for line in TABLE.lines(SAID)))
    assert "'=HYPERLINK(1)" in StringIO(text).read()


def test_a_chart_says_in_words_what_it_shows_and_holds_no_style() -> None:
    drawn = charts.columns("Over <time>", "Most: 5", [charts.Figure("Jan", 5), charts.Figure("Feb", None)])
    assert "<title>Over &lt;time&gt;</title>" in drawn
    assert "<desc>Most: 5</desc>" in drawn
    assert drawn.count("chart-gap") == 1
    assert "style" not in drawn


def test_the_smallest_figure_is_seen_and_none_is_not() -> None:
    drawn = charts.columns("x", "y", [charts.Figure("a", 1000), charts.Figure("b", 1), charts.Figure("c", 0)])
    assert 'height="2"' in drawn
    assert 'height="0"' in drawn


def test_the_parts_of_a_bar_fill_it_and_differ_by_pattern() -> None:
    drawn = charts.parts([1, 1, 1])
    assert [f"part-{number}" in drawn for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert charts.parts([0, 0]) == ""


def test_nothing_and_unknown_draw_no_bar() -> None:
    assert 'width="0"' in charts.bar(0, 10)
    assert 'width="0"' in charts.bar(None, 0)
