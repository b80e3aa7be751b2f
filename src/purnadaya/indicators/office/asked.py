"""What is asked for, as it stands in the address: where, when, split by what, on what land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from purnadaya.indicators.rules.periods import address_of, days_between, period_in
from purnadaya.kernel.problems import not_found
from purnadaya.places.rules import well_shaped
from purnadaya.tallies.measures import LABELS, Measure, Split
from purnadaya.tallies.queries import Cell, Question
from purnadaya.tallies.rules.traits import TERRAINS, Period, Step, year

LONGEST_VALUE = 48
SPLITS = tuple(one for one in Split if one not in LABELS)
"""By what a whole page can be split; a label is each measure's own."""


@dataclass(frozen=True)
class Asked:
    """What a page of numbers is about. ``place`` is empty for all she reaches; ``wrong`` says that a period was typed
    that is none, so that another is shown."""

    period: Period
    place: str = ""
    group: UUID | None = None
    split: Split | None = None
    terrain: str = ""
    wrong: bool = False

    @property
    def query(self) -> str:
        """It as it stands in an address."""
        told = {
            "place": self.place, "group": self.group or "", "period": address_of(self.period),
            "split": self.split or "", "land": self.terrain,
        }  # fmt: skip
        return urlencode({name: str(value) for name, value in told.items() if value})

    def but(self, **changes: Any) -> Asked:
        """The same with something else."""
        return replace(self, **changes)

    def question(self, *measures: str, beside: bool = False, step: Step = Step.WHOLE, split: bool = True) -> Question:
        """The same as a question to the figures."""
        by = frozenset({self.split}) if split and self.split else frozenset[Split]()
        return Question(
            measures=measures, period=self.period, place=self.place, group=self.group, side_by_side=beside, by=by,
            step=step, terrain=self.terrain,
        )  # fmt: skip


def asked_in(boxes: Mapping[str, Any], place: str, today: date) -> Asked:
    """What an address asks for, of a ``place`` found in it; what it does not say, or says wrongly, is this year and
    everything together. Of a group all it did is told, wherever that was. Raises ``access.not_found`` for a place or a
    group that is none."""
    period, wrong = _period(boxes, today)
    group = _group(boxes.get("group", ""))
    return Asked(
        period=period,
        place="" if group else _shaped(place),
        group=group,
        split=next((one for one in SPLITS if one.value == boxes.get("split")), None),
        terrain=boxes.get("land", "") if boxes.get("land") in TERRAINS else "",
        wrong=wrong,
    )


def cell_in(boxes: Mapping[str, Any], measure: Measure, asked: Asked) -> Cell:
    """Which figure an address means."""
    narrowed = {one.value: str(boxes[one.value])[:LONGEST_VALUE] for one in Split if one.value in boxes}
    return Cell(measure.key, asked.place, asked.period.first, asked.period.last, **narrowed)


def _period(boxes: Mapping[str, Any], today: date) -> tuple[Period, bool]:
    first, last = (_day(boxes.get(name, "")) for name in ("from", "until"))
    if boxes.get("from") or boxes.get("until"):
        found = days_between(first, last, today)
        return found or year(today.year), found is None
    text = boxes.get("period", "")
    found = period_in(text, today)
    return found or year(today.year), bool(text) and found is None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shaped(code: str) -> str:
    if code and not well_shaped(code):
        raise not_found()
    return code


def _group(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise not_found() from None
