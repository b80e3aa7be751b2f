"""What a group, a meeting, a decision and public education add to the figures. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.people.rules.counting import standing, traits_on
from purnadaya.tallies.rules.counting import Line
from purnadaya.tallies.rules.traits import AgeBand, Traits

ACTIVE, MEMBERS, OFFICERS = "groups.active", "groups.members", "groups.officers"
MEETINGS, ATTENDANCES, PARTICIPANTS = "groups.meetings", "groups.attendances", "groups.participants"
WOMENS_SHARE, MINUTES = "groups.womens_share", "groups.minutes"
OUTREACHES, REACHED, REACHED_DISABLED = "groups.outreaches", "groups.reached", "groups.reached_disabled"
DUE, DONE, ON_TIME = "groups.decisions_due", "groups.decisions_done", "groups.decisions_on_time"
MEMBER, GUEST = "member", "guest"


@dataclass(frozen=True)
class Standing:
    """A person as she stands: under which id, of what sex, born when (EDTF text or empty)."""

    id: UUID
    sex: str
    birth: str


@dataclass(frozen=True)
class Counted:
    """A group as it is counted. ``registered_on`` is the local day it was written down."""

    id: UUID
    kind: str
    village: str
    terrain: str
    founded: str
    registered_on: date
    closed_on: date | None


@dataclass(frozen=True)
class Span:
    """That a person was something from a day until a day; ``until`` None while she is."""

    person: Standing
    since: date
    until: date | None
    what: str = ""


def group_lines(group: Counted, members: Iterable[Span], terms: Iterable[Span]) -> Iterator[Line]:
    """That a group is there, who belongs to it and who leads it. With the group all of that ends."""
    begins = RoughDate.parse(group.founded).first if group.founded else group.registered_on
    ends = _after(group.closed_on)
    yield from standing(
        Line(ACTIVE, begins, group.village, label=group.kind, group=group.id, terrain=group.terrain), ends
    )
    for measure, spans in ((MEMBERS, members), (OFFICERS, terms)):
        for span in _joined(spans):
            person = span.person
            begun = Line(measure, span.since, group.village, traits=traits_on(person.sex, person.birth, span.since),
                         label=span.what, group=group.id, terrain=group.terrain, person=person.id)  # fmt: skip
            until = min((day for day in (span.until, group.closed_on) if day), default=None)
            yield from standing(begun, _after(until))


def _after(day: date | None) -> date | None:
    return day + timedelta(1) if day else None


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans with those of one person and kind that touch each other made one: she may have been written down
    under two ids."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (str(one.person.id), one.what, one.since)):
        last = found[-1] if found else None
        if last is None or (last.person.id, last.what) != (span.person.id, span.what) or _is_apart(last, span):
            found.append(span)
        elif last.until is not None:
            until = None if span.until is None else max(last.until, span.until)
            found[-1] = Span(last.person, last.since, until, last.what)
    return found


def _is_apart(first: Span, second: Span) -> bool:
    return first.until is not None and second.since > first.until


@dataclass(frozen=True)
class Met:
    """A meeting as it is counted: when, where, and on what land its group lives."""

    group: UUID
    held_on: date
    village: str
    terrain: str
    guests_women: int = 0
    guests_men: int = 0


@dataclass(frozen=True)
class Came:
    """That a person came, as a member or as a guest."""

    person: Standing
    guest: bool


def meeting_lines(
    met: Met, came: Iterable[Came], named: Iterable[str], taught: Iterable[tuple[str, int]]
) -> Iterator[Line]:
    """That a group met, everyone who was there, once each, and what was taught.

    ``named`` are the sexes of guests who only told their name, ``taught`` topics with minutes.
    """
    of = Line(MEETINGS, met.held_on, met.village, group=met.group, terrain=met.terrain)
    yield of
    for one in _once(came):
        person = one.person
        traits = traits_on(person.sex, person.birth, met.held_on)
        label = GUEST if one.guest else MEMBER
        yield of._replace(measure=ATTENDANCES, traits=traits, label=label, person=person.id)
    guests = [*((sex, 1) for sex in named), ("female", met.guests_women), ("male", met.guests_men)]
    for sex, n in guests:
        if n:
            yield of._replace(measure=ATTENDANCES, n=n, traits=Traits(sex).packed, label=GUEST)
    for topic, minutes in taught:
        yield of._replace(measure=MINUTES, n=minutes, label=topic)


def _once(came: Iterable[Came]) -> list[Came]:
    """Each person once; who was there under two ids came as a member if one of them says so."""
    once: dict[UUID, Came] = {}
    for one in came:
        stands = once.get(one.person.id)
        if stands is None or (stands.guest and not one.guest):
            once[one.person.id] = one
    return list(once.values())


def decision_lines(met: Met, due: date, settled_on: date | None, *, done: bool) -> Iterator[Line]:
    """That something a group agreed on was due, and whether it was done by then. What fell away is not counted."""
    if settled_on is not None and not done:
        return
    of = Line(DUE, due, met.village, group=met.group, terrain=met.terrain)
    yield of
    if settled_on is not None and settled_on <= due:
        yield of._replace(measure=DONE)


def outreach_lines(of: Line, occasion: str, reached: Mapping[str, int], disabled: int) -> Sequence[Line]:
    """That others were taught, and how many were reached; ``of`` says when, where and by which group."""
    of = of._replace(label=occasion)
    lines = [of._replace(measure=OUTREACHES)]
    for name, n in sorted(reached.items()):
        if n:
            lines.append(of._replace(measure=REACHED, n=n, traits=_reached(name).packed))
    return [*lines, of._replace(measure=REACHED_DISABLED, n=disabled)] if disabled else lines


def _reached(name: str) -> Traits:
    """Whom one of ``rules.outreach.REACHED`` counts."""
    who, _, age = name.partition("_")
    band = AgeBand.UNKNOWN if age == "age_unknown" else AgeBand(age)
    return Traits({"women": "female", "men": "male"}[who], band)
