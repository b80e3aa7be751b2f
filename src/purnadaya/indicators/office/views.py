"""Pages of numbers: parse, call, render."""

from __future__ import annotations

from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from purnadaya.access.gate import Request, needs
from purnadaya.indicators.office import drawing, records
from purnadaya.indicators.office.asked import Asked, asked_in, cell_in
from purnadaya.indicators.office.forms import AskForm, DaysForm, PlaceForm
from purnadaya.indicators.office.labels import label_words
from purnadaya.indicators.office.making import MOST_BESIDE, Maker
from purnadaya.indicators.office.places import beside, is_calendar, place_of
from purnadaya.indicators.office.words import SPLIT_WORDS, land_words, period_words, value_words
from purnadaya.indicators.rules.tables import Known
from purnadaya.kernel.problems import not_found
from purnadaya.tallies.measures import Kind, Measure, Split, all_measures, measure_named
from purnadaya.tallies.queries import Cell
from purnadaya.tallies.queries import behind as figures_behind
from purnadaya.ui import charts

LISTED, MOST_LISTED = 50, 5000
"""So many records stand on a page; so many are listed at all, for a figure of millions has no list anyone reads."""


@needs("figure", "see")
def index(request: Request) -> HttpResponse:
    """All measures of a place in a period."""
    asked = asked_of(request)
    place, maker = place_of(request.actor, asked), Maker(request.actor, asked)
    made = maker.overview()
    if asked.split:
        table = drawing.drawn(made, bars=True)
    else:
        table = drawing.drawn(made, beside=drawing.small(maker.months_of_all()))
    below = None if place.is_group or place.is_village else maker.beside(maker.headline())
    context = {
        **_around(request, asked, place),
        "table": table,
        "nothing": all(cell.known is Known.UNKNOWN for row in made.rows for cell in row.cells),
        "below": drawing.drawn(below) if below and below.rows else None,
        "patterns": charts.patterns() if asked.split else "",
        **_notes(maker),
    }
    return render(request, "indicators/index.html", context)


@needs("figure", "see")
def compare(request: Request) -> HttpResponse:
    """A few measures of the areas in a place side by side."""
    asked = asked_of(request).but(split=None)
    place, maker = place_of(request.actor, asked), Maker(request.actor, asked)
    chosen = chosen_of(request, maker)
    table = maker.beside(chosen)
    context = {
        **_around(request, asked, place),
        "table": drawing.drawn(table),
        "measures": maker.measures(),
        "chosen": {one.key for one in chosen},
        "more": "".join(f"&measure={one.key}" for one in chosen),
        "kept": [one.key for one in chosen],
        "most": MOST_BESIDE,
        **_notes(maker),
    }
    return render(request, "indicators/compare.html", context)


@needs("figure", "see")
def measures(request: Request) -> HttpResponse:
    """What is counted, in plain words."""
    asked = asked_of(request)
    return render(request, "indicators/measures.html", {"measures": all_measures(retired=True), "asked": asked})


@needs("figure", "see")
def measure(request: Request, key: str) -> HttpResponse:
    """One measure: what it counts, over time, side by side, and as it is split."""
    found, asked = measure_and_asked(request, key)
    if found.key != key:
        return redirect(f"{reverse('indicators:measure', args=[found.key])}?{asked.query}")
    place, maker = place_of(request.actor, asked), Maker(request.actor, asked)
    times = {"months": maker.months(found), "trend": maker.trend(found)}
    below = None if place.is_group or place.is_village else maker.places(found)
    context = {
        **_around(request, asked, place, found),
        "measure": found,
        "figure": drawing.told(maker.figure(found)),
        "more": f"&measure={found.key}",
        "times": [drawing.timed(one, name) for name, one in times.items() if one],
        "below": drawing.drawn(below, bars=True) if below and below.rows else None,
        "splits": [
            (f"by-{one}", drawing.drawn(table, bars=True, total=True))
            for one in Split
            if one in found.splits and (table := maker.split(found, one))
        ],
        "patterns": charts.patterns() if asked.split else "",
        **_notes(maker),
    }
    return render(request, "indicators/measure.html", context)


def chosen_of(request: Request, maker: Maker) -> list[Measure]:
    """The measures that were ticked to stand side by side, or those that mostly do."""
    ticked = {one.key for key in request.GET.getlist("measure") if (one := measure_named(key))}
    return [one for one in maker.measures() if one.key in ticked][:MOST_BESIDE] or maker.headline()


def measure_and_asked(request: Request, key: str) -> tuple[Measure, Asked]:
    """The measure of this name and what the address asks of it; land falls away where no group stands behind it.
    Raises ``access.not_found`` for a measure that is none, and for a group of which it tells nothing."""
    found, asked = measure_named(key), asked_of(request)
    if found is None or (asked.group and not found.tells_groups):
        raise not_found()
    return found, asked if found.tells_groups else asked.but(terrain="")


def asked_of(request: Request) -> Asked:
    """What the address asks for."""
    return asked_in(request.GET, _place_form(request).code, timezone.localdate())


def _place_form(request: Request) -> PlaceForm:
    return PlaceForm(request.GET, near=request.actor.home_area)


def _around(request: Request, asked: Asked, place: Any, about: Measure | None = None) -> dict[str, Any]:
    """What every page of numbers shows around its tables; ``about``: the one measure it is about."""
    return {
        "asked": asked,
        "place": place,
        "period": period_words(asked.period),
        "beside": beside(asked, timezone.localdate()),
        "land": land_words(asked.terrain),
        "form": AskForm(asked, timezone.localdate(), [about] if about else all_measures()),
        "days_form": DaysForm(asked),
        "place_form": _place_form(request),
        "split": SPLIT_WORDS.get(asked.split) if asked.split else "",
        "any_days": not is_calendar(asked.period),
    }


def _notes(maker: Maker) -> dict[str, Any]:
    """What must be said beside the figures."""
    answers = maker.answers
    return {
        "as_of": min((one.as_of for one in answers), default=None),
        "known_from": min((one.known_from for one in answers if one.known_from), default=None),
        "live": any(one.live for one in answers),
        "partly": any(one.partly for one in answers),
        "counting": any(one.counting for one in answers),
        "hidden": any(figure.hidden for one in answers for figure in one.figures),
        "unknown": any(figure.unknown for one in answers for figure in one.figures),
    }


@needs("figure", "open")
def behind(request: Request, key: str) -> HttpResponse:
    """The list behind a figure, as many as it says."""
    found, asked = measure_and_asked(request, key)
    place, cell = place_of(request.actor, asked), cell_in(request.GET, found, asked)
    told = list(islice(figures_behind(request.actor, asked.question(found.key), cell), MOST_LISTED))
    page = Paginator(told, LISTED).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    labels = label_words(request.actor, found, {one.label for one in shown})
    context = {
        "asked": asked,
        "place": place,
        "measure": found,
        "share": found.kind is Kind.RATIO,
        "period": period_words(asked.period),
        "land": land_words(asked.terrain),
        "narrowed": _narrowed_words(request, found, cell),
        "page": page,
        "rows": records.records(request.actor, shown, labels),
        "n": sum(one.n for one in told),
        "whole": len(told) < MOST_LISTED,
        "most": MOST_LISTED,
        "keep": urlencode([(name, value) for name, value in request.GET.items() if name != "page"]),
    }
    return render(request, "indicators/behind.html", context)


def _narrowed_words(request: Request, measure: Measure, cell: Cell) -> list[str]:
    """Which of a measure's values the figure is of."""
    values = {split: value for split in Split if (value := getattr(cell, split.value)) is not None}
    return [
        str(value_words(request.actor, measure, split, [value]).get(value, value)) for split, value in values.items()
    ]
