"""What of the numbers leaves the house: a table as xlsx, csv or PDF, with HXL tags where asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from purnadaya.access.gate import Request, needs
from purnadaya.indicators.office.asked import Asked
from purnadaya.indicators.office.drawing import cell_words
from purnadaya.indicators.office.making import Maker
from purnadaya.indicators.office.places import Place, place_of
from purnadaya.indicators.office.views import asked_of, chosen_of, measure_and_asked
from purnadaya.indicators.office.words import land_words, period_words, said
from purnadaya.indicators.rules.periods import address_of
from purnadaya.indicators.rules.tables import Table
from purnadaya.kernel.problems import not_found
from purnadaya.tallies.measures import Measure, Split
from purnadaya.ui.dates import day_words
from purnadaya.ui.papers import Block, Paper, pdf_answer
from purnadaya.ui.spreadsheets import csv_answer, xlsx_answer

WHOLE: Mapping[str, Callable[[Maker, Request], Table | None]] = {
    "overview": lambda maker, _request: maker.overview(),
    "beside": lambda maker, request: maker.beside(chosen_of(request, maker)),
}
"""The tables about many measures."""


def _split(maker: Maker, measure: Measure, split: Split) -> Table | None:
    return maker.split(measure, split) if split in measure.splits else None


OF_ONE: Mapping[str, Callable[[Maker, Measure], Table | None]] = {
    "months": lambda maker, measure: maker.months(measure),
    "trend": lambda maker, measure: maker.trend(measure),
    "places": lambda maker, measure: maker.places(measure),
    **{f"by-{one}": partial(_split, split=one) for one in Split},
}
"""The tables about one measure."""


@needs("figure", "see")
def out(request: Request, table: str, form: str) -> HttpResponseBase:
    """A table of a page as a file."""
    key = request.GET.get("measure", "")
    measure, asked = measure_and_asked(request, key) if table in OF_ONE else (None, asked_of(request))
    place, maker = place_of(request.actor, asked), Maker(request.actor, asked)
    made = _made(table, maker, request, measure)
    if made is None:
        raise not_found()
    name = _name(table, asked, place, measure)
    lines = made.lines(said(), tagged=request.GET.get("hxl") == "1")
    match form:
        case "csv":
            return csv_answer(name, ([str(value) for value in line] for line in lines))
        case "xlsx":
            return xlsx_answer(name, made.title, lines, _notes(asked, place, measure, maker))
        case "pdf":
            return pdf_answer(_paper(request, name, made, _notes(asked, place, measure, maker)))
    raise not_found()


def _name(table: str, asked: Asked, place: Place, measure: Measure | None) -> str:
    """What the file is called: no two that say something else are called alike."""
    what = measure.key.replace(".", "-") if measure else ""
    where = slugify(place.words) if place.is_group else asked.place or "semua"
    return "-".join(filter(None, ("angka", what, table, where, address_of(asked.period), asked.terrain)))


def _made(table: str, maker: Maker, request: Request, measure: Measure | None) -> Table | None:
    if table in WHOLE:
        return WHOLE[table](maker, request)
    return OF_ONE[table](maker, measure) if table in OF_ONE and measure else None


def _notes(asked: Asked, place: Place, measure: Measure | None, maker: Maker) -> list[str]:
    """What must go along with figures that leave the page: where, when, as of when, and what the words mean."""
    when = " · ".join(filter(None, (period_words(asked.period), land_words(asked.terrain))))
    told = [f"{place.words}{', ' if place.under else ''}{place.under}", when]
    if measure:
        told += [str(measure.name), str(measure.about)]
    as_of = min((timezone.localtime(one.as_of) for one in maker.answers), default=None)
    if as_of:
        told.append(_("Counted is what was written down until %(day)s.") % {"day": day_words(as_of.date())})
    if any(one.partly for one in maker.answers):
        told.append(_("Counted is the part of this place that you work in."))
    if any(figure.unknown for one in maker.answers for figure in one.figures):
        told.append(_("No record yet: nothing was written down for this place and time. That is not the same as none."))
    if any(one.hides for one in maker.answers):
        told.append(_("Hidden: so few that it could be known who they are. Who may open the list sees the figure."))
    return told


def _paper(request: Request, name: str, table: Table, notes: list[str]) -> Paper:
    """The table on paper; its first two notes say where and when."""
    rows = tuple((row.words, *(cell_words(cell) for cell in row.cells)) for row in table.rows)
    head = (table.about, *(column.words for column in table.columns))
    block = Block(table.title, head=head, rows=rows, widths=(4, *(2,) * len(table.columns)), figures=True)
    return Paper(
        name=name, title=_("Numbers"), by=request.actor.organisation_name, under=", ".join(notes[:2]),
        blocks=(block, Block(words="\n".join(notes[2:]))),
    )  # fmt: skip
