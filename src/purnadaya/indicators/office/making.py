"""The tables of the pages, made from figures; every number that has a list behind it knows its address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from purnadaya.indicators.office.asked import Asked
from purnadaya.indicators.office.words import (
    SPLIT_WORDS,
    short_period_words,
    value_words,
)
from purnadaya.indicators.rules import tables
from purnadaya.indicators.rules.periods import Trend, address_of, months_in, trend_of
from purnadaya.indicators.rules.tables import Column, Row, Table, Unit
from purnadaya.indicators.rules.tags import tag_of
from purnadaya.kernel.areas import AreaCode
from purnadaya.kernel.commands import Actor
from purnadaya.places.queries import lineages
from purnadaya.tallies.measures import LABELS, Kind, Measure, Split, all_measures
from purnadaya.tallies.queries import Answer, Cell, Figure, Period, figures

MINUTES = "minutes"
MOST_BESIDE = 4
"""So many measures stand side by side for each place, so that a row fits on a page of paper."""


SPLITS = frozenset(one.value for one in Split)


class Maker:
    """Makes tables for one actor and one question; keeps what was answered last, for what a page says beside them."""

    def __init__(self, actor: Actor, asked: Asked) -> None:
        self.actor, self.asked = actor, asked
        self.answers: list[Answer] = []

    def _ask(self, asked: Asked, *measures: Measure, **more: Any) -> Answer:
        answer = figures(self.actor, asked.question(*(one.key for one in measures), **more))
        self.answers.append(answer)
        return answer

    def measures(self) -> list[Measure]:
        """The measures that can be told of what is asked: of a group and of land only those groups stand behind."""
        return [one for one in all_measures() if self._tells(one)]

    def headline(self) -> list[Measure]:
        """The few of them that mostly stand side by side."""
        return [one for one in self.measures() if one.headline][:MOST_BESIDE]

    def _tells(self, measure: Measure) -> bool:
        return measure.tells_groups or not (self.asked.group or self.asked.terrain)

    # --- all measures of a place -----------------------------------------------------------------

    def overview(self) -> Table:
        """A row for each measure: all together, then as it is split."""
        measures, split = self.measures(), self.asked.split
        answer = self._ask(self.asked, *measures)
        values = self._values(split, measures, answer) if split else []
        rows = []
        for one in measures:
            whole = Cell(one.key, self.asked.place, self.asked.period.first, self.asked.period.last)
            if split in one.splits:
                cells = self._cells(answer, one, whole, values)
            else:
                cells = (self._cell(answer, one, whole), *(tables.NOT_SO for _value in values))
            rows.append(Row(_named(one), cells, url=self._measure_url(one), unit=_unit(one)))
        columns = (Column(_("All"), "#indicator+num"), *(_any_column(split, *value) for value in values))
        title = str(SPLIT_WORDS[split]) if split else _("Numbers")
        return Table(title, _("What is counted"), columns, tuple(rows))

    def beside(self, measures: Sequence[Measure]) -> Table:
        """A row for each area one level below, with a few measures of each."""
        answer = self._ask(self.asked, *measures, beside=True, split=False)
        codes = [code for code in answer.places if code != self.asked.place]
        rows = tuple(
            Row(
                self._name(code, names),
                tuple(self._cell(answer, one, self._whole(one, code)) for one in measures),
                code=code,
                url=self._place_url(code),
            )
            for names in [lineages(codes)]
            for code in codes
        )
        columns = tuple(Column(_named(one), tag_of(one), _unit(one)) for one in measures)
        return Table(_("Side by side"), _("Place"), columns, rows, level=_level(codes))

    def months_of_all(self) -> dict[str, list[Row]]:
        """Of each measure, by its name, the months of the period (or, of a month, the twelve that end with it), the
        earliest first; nothing for any days."""
        trend = months_in(self.asked.period) or trend_of(self.asked.period)
        if trend is None:
            return {}
        measures = self.measures()
        answer = self._ask(replace(self.asked, period=trend.period), *measures, step=trend.step, split=False)
        said = [(period, short_period_words(period)) for period in _begun(answer.periods)]
        # Pictures have no links, so none are made: these are hundreds of cells.
        return {
            _named(one): [Row(words, (cell_of(answer.at(self._at(one, period)), one),)) for period, words in said]
            for one in measures
        }

    # --- one measure -----------------------------------------------------------------------------

    def trend(self, measure: Measure) -> Table | None:
        """A row for each month, quarter or year up to this one, the latest first; None for any days."""
        trend = trend_of(self.asked.period)
        return self._over_time(_("Over time"), trend, measure) if trend else None

    def months(self, measure: Measure) -> Table | None:
        """A row for each month of a quarter or a year, the latest first; None for what is not longer than a month."""
        months = months_in(self.asked.period)
        return self._over_time(_("Month by month"), months, measure) if months else None

    def _over_time(self, title: str, trend: Trend, measure: Measure) -> Table:
        asked = replace(self.asked, period=trend.period)
        answer = self._ask(asked, measure, step=trend.step)
        values = self._split_values(measure, answer)
        rows = []
        for period in reversed(_begun(answer.periods)):
            whole = self._at(measure, period)
            cells = self._cells(answer, measure, whole, values)
            url = f"{reverse('indicators:measure', args=[measure.key])}?{self.asked.but(period=period).query}"
            rows.append(Row(short_period_words(period), cells, url=url))
        return Table(title, _("When"), self._columns(measure, values), tuple(rows), about_tag="#date")

    def places(self, measure: Measure) -> Table:
        """A row for each area one level below."""
        answer = self._ask(self.asked, measure, beside=True)
        codes = [code for code in answer.places if code != self.asked.place]
        names, values = lineages(codes), self._split_values(measure, answer)
        url = reverse("indicators:measure", args=[measure.key])
        rows = tuple(
            Row(
                self._name(code, names),
                self._cells(answer, measure, self._whole(measure, code), values),
                code=code,
                url=f"{url}?{self.asked.but(place=code).query}",
            )
            for code in codes
        )
        return Table(_("Side by side"), _("Place"), self._columns(measure, values), rows, level=_level(codes))

    def split(self, measure: Measure, split: Split) -> Table | None:
        """A row for each value this measure can be split into, and all together below; across it, by what the page is
        split. Whoever sees no small figures gets nothing across: from the sums on both sides they could be reckoned.
        None for what they cannot have at all."""
        answer = self._ask(self.asked.but(split=split), measure)
        if answer.hides and split not in measure.for_few.splits:
            return None
        across = self.asked.split if self.asked.split in measure.splits - {split} and not answer.hides else None
        crossed = self._ask_by(measure, split, across) if across else answer
        sums = self._ask_by(measure, across) if across else answer
        parts = self._values(across, [measure], crossed) if across else []
        whole, values = self._whole(measure, self.asked.place), self._values(split, [measure], answer)

        def row(words: Any, cell: Cell, beside: Answer) -> Row:
            across_it = (self._cell(beside, measure, _narrowed(cell, across, value)) for value, _words in parts)
            return Row(str(words), (self._cell(answer, measure, cell), *across_it))

        rows = [row(words, _narrowed(whole, split, value), crossed) for value, words in values]
        title = capfirst(str(measure.named(split) if split in LABELS else SPLIT_WORDS[split]))
        heads = (Column(str(words), tag_of(measure, across, value), _unit(measure)) for value, words in parts)
        first = Column(_("How many"), tag_of(measure), _unit(measure))
        return Table(title, title, (first, *heads), (*rows, row(_("All"), whole, sums)))

    def _ask_by(self, measure: Measure, *by: Split) -> Answer:
        answer = figures(self.actor, replace(self.asked.question(measure.key), by=frozenset(by)))
        self.answers.append(answer)
        return answer

    def figure(self, measure: Measure) -> tables.Cell:
        """The one figure of a measure."""
        return self._cell(self._ask(self.asked, measure, split=False), measure, self._whole(measure, self.asked.place))

    # --- pieces ----------------------------------------------------------------------------------

    def _whole(self, measure: Measure, place: str) -> Cell:
        return Cell(measure.key, place, self.asked.period.first, self.asked.period.last)

    def _at(self, measure: Measure, period: Period) -> Cell:
        return Cell(measure.key, self.asked.place, period.first, period.last)

    def _cells(
        self, answer: Answer, measure: Measure, whole: Cell, values: Sequence[tuple[str, Any]]
    ) -> tuple[tables.Cell, ...]:
        parts = [_narrowed(whole, self.asked.split, value) for value, _words in values]
        return tuple(self._cell(answer, measure, cell) for cell in (whole, *parts))

    def _split_values(self, measure: Measure, answer: Answer) -> list[tuple[str, Any]]:
        split = self.asked.split
        return self._values(split, [measure], answer) if split and split in measure.splits else []

    def _columns(self, measure: Measure, values: Sequence[tuple[str, Any]]) -> tuple[Column, ...]:
        split = self.asked.split
        unit = _unit(measure)
        parts = (Column(str(words), tag_of(measure, split, value), unit) for value, words in values)
        return (Column(_("All"), tag_of(measure), unit), *parts)

    def _values(self, split: Split, measures: Iterable[Measure], answer: Answer) -> list[tuple[str, Any]]:
        """The values that stand in the answer, in the order of their words; the unknown last."""
        found = {getattr(one.cell, split.value) for one in answer.figures} - {None}
        words: dict[str, Any] = {}
        for one in measures:
            words |= dict(value_words(self.actor, one, split, found))
        known = [(value, told) for value, told in words.items() if value in found]
        return known + [(value, value or _("not said")) for value in sorted(found - words.keys())]

    def _cell(self, answer: Answer, measure: Measure, cell: Cell) -> tables.Cell:
        if not self._tells(measure):
            return tables.NOT_SO
        return cell_of(answer.at(cell), measure, "" if answer.hides else self._behind(cell, measure))

    def _behind(self, cell: Cell, measure: Measure) -> str:
        """The address of the list behind a figure; of a share, of all that it is a share of."""
        told = {
            "place": cell.place, "group": self.asked.group, "period": address_of(cell.period),
            "land": self.asked.terrain or None,
            **{one.value: getattr(cell, one.value) for one in Split},
        }  # fmt: skip
        kept = {name: str(value) for name, value in told.items() if value or (name in SPLITS and value is not None)}
        return f"{_list_of(measure.key)}?{urlencode(kept)}"

    def _measure_url(self, measure: Measure) -> str:
        return f"{reverse('indicators:measure', args=[measure.key])}?{self.asked.query}"

    def _place_url(self, code: str) -> str:
        return f"{reverse('indicators:index')}?{self.asked.but(place=code).query}"

    @staticmethod
    def _name(code: str, names: dict[str, list[Any]]) -> str:
        return str(names[code][-1].name) if code in names else code


@cache
def _list_of(measure: str) -> str:
    """The address of the list behind a measure's figures, of which there are many on a page."""
    return reverse("indicators:behind", args=[measure])


def _begun(periods: Sequence[Period]) -> list[Period]:
    """The periods that have begun: of what is to come there is nothing to be known."""
    return [one for one in periods if one.first <= timezone.localdate()]


def _named(measure: Measure) -> str:
    """A measure as a table names it."""
    return str(measure.name)


def cell_of(figure: Figure, measure: Measure, behind: str = "") -> tables.Cell:
    """A figure as a table holds it."""
    if figure.hidden:
        return tables.HIDDEN
    if figure.unknown or figure.n is None:
        return tables.UNKNOWN
    if measure.kind is Kind.RATIO:
        share = figure.share
        return tables.NOTHING if share is None else tables.Cell(round(share * 100), share=True, behind=behind)
    return tables.Cell(figure.n, minutes=measure.unit == MINUTES, behind=behind)


def _unit(measure: Measure) -> Unit:
    if measure.kind is Kind.RATIO:
        return Unit.SHARE
    return Unit.MINUTES if measure.unit == MINUTES else Unit.NUMBER


def _narrowed(whole: Cell, split: Split | None, value: str) -> Cell:
    narrowed: dict[str, Any] = {split.value: value} if split else {}
    return replace(whole, **narrowed)


def _any_column(split: Split | None, value: str, words: Any) -> Column:
    """A column that measures of several kinds share."""
    from_measure = Measure("value", "", "")
    return Column(str(words), tag_of(from_measure, split, value).replace("+value+num", "+num"))


def _level(codes: Sequence[str]) -> int:
    return int(AreaCode(codes[0]).level) if codes else 0
