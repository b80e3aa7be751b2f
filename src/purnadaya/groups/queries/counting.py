"""What groups contribute to the figures, read from the tables; for the counting engine alone, which knows no actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet

from purnadaya.access.policies import within
from purnadaya.groups.models import Attendance, Decision, Group, Meeting, Membership, OfficerTerm
from purnadaya.groups.models.outreach import Outreach
from purnadaya.groups.queries import counting_sql
from purnadaya.groups.queries.counting_sql import as_id
from purnadaya.groups.rules import counting as rules
from purnadaya.groups.rules.counting import Came, Counted, Met, Span, Standing
from purnadaya.groups.rules.meetings import Attended
from purnadaya.tallies.rules.counting import Contribution, Line
from purnadaya.tallies.sources import Every, SourceKind, Within

WHO = ("person_id", "person__sex", "person__birth")
STANDS = ("person__stands_as_id", "person__stands_as__sex", "person__stands_as__birth")


def _standing(own: tuple[Any, ...], stands: tuple[Any, ...]) -> Standing:
    return Standing(*(stands if stands[0] else own))


# --- groups ----------------------------------------------------------------------------------


def group_contributions(ids: Collection[UUID]) -> Iterator[Contribution]:
    """What each of these groups contributes: that it is there, its members, its officers; one struck out, nothing."""
    members, terms = _spans(Membership, ids, ""), _spans(OfficerTerm, ids, "post")
    for group in Group.objects.filter(id__in=ids, struck_at=None).select_related("organisation"):
        registered_on = group.registered_at.astimezone(ZoneInfo(group.organisation.zone)).date()
        counted = Counted(
            group.id, group.kind, str(group.village_id), group.terrain, group.founded, registered_on, group.closed_on
        )
        lines = rules.group_lines(counted, members[group.id], terms[group.id])
        yield Contribution(group.id, group.organisation_id, tuple(lines))


def _spans(table: type[Membership] | type[OfficerTerm], ids: Collection[UUID], what: str) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = defaultdict(list)
    names = ("group_id", *WHO, *STANDS, "since", "until", *([what] if what else []))
    for group, *row in table._default_manager.filter(group_id__in=ids, struck_at=None).values_list(*names):
        found[group].append(Span(_standing(tuple(row[:3]), tuple(row[3:6])), *row[6:]))
    return found


# --- meetings and decisions ------------------------------------------------------------------

MET = ("group_id", "held_on", "village_id", "group__terrain")


def meeting_contributions(ids: Collection[UUID]) -> Iterator[Contribution]:
    """What each of these meetings contributes; one that was cancelled, nothing."""
    came, named, taught = _came(ids), _rows_of(counting_sql.NAMED, ids), _rows_of(counting_sql.TAUGHT, ids)
    for meeting, organisation, group, *values in counting_sql.rows(counting_sql.MEETINGS, ids):
        of = as_id(meeting)
        sexes = (sex for (sex,) in named[of])
        lines = rules.meeting_lines(Met(as_id(group), *values), came[of], sexes, taught[of])
        yield Contribution(of, as_id(organisation), tuple(lines))


def _came(ids: Collection[UUID]) -> dict[UUID, list[Came]]:
    return {
        of: [Came(Standing(as_id(person), sex, birth), bool(guest)) for person, sex, birth, guest in rows]
        for of, rows in _rows_of(counting_sql.CAME, ids).items()
    }


def _rows_of(question: str, ids: Collection[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    found: dict[UUID, list[tuple[Any, ...]]] = {one: [] for one in ids}
    for meeting, *row in counting_sql.rows(question, ids):
        found[as_id(meeting)].append(tuple(row))
    return found


def decision_contributions(ids: Collection[UUID]) -> Iterator[Contribution]:
    """What each of these decisions contributes; one of a meeting that was cancelled, nothing."""
    names = ("id", "organisation_id", *(f"meeting__{one}" for one in MET), "due", "settled_on", "done")
    rows = Decision.objects.filter(id__in=ids, meeting__cancelled_at=None).values_list(*names)
    for decision, organisation, *met, due, settled_on, done in rows:
        lines = rules.decision_lines(Met(*met), due, settled_on, done=done)
        yield Contribution(decision, organisation, tuple(lines))


# --- public education ------------------------------------------------------------------------


def outreach_contributions(ids: Collection[UUID]) -> Iterator[Contribution]:
    """What each of these public educations contributes; one that was cancelled, nothing."""
    for one in Outreach.objects.filter(id__in=ids, cancelled_at=None).select_related("group"):
        terrain = one.group.terrain if one.group else ""
        of = Line(rules.OUTREACHES, one.held_on, str(one.village_id), group=one.group_id, terrain=terrain)
        lines = rules.outreach_lines(of, one.occasion, one.reached, one.disabled)
        yield Contribution(one.id, one.organisation_id, tuple(lines))


# --- which sources there are -----------------------------------------------------------------


def sources_of_persons(ids: Collection[UUID]) -> dict[str, list[UUID]]:
    """The meetings these persons came to and the groups they belong to, by kind of source."""
    came = Attendance.objects.filter(person_id__in=ids, attended=Attended.PRESENT)
    belongs = Membership.objects.filter(person_id__in=ids).values_list("group_id", flat=True)
    leads = OfficerTerm.objects.filter(person_id__in=ids).values_list("group_id", flat=True)
    return {
        "meeting": list(came.values_list("meeting_id", flat=True).distinct()),
        "group": list(belongs.union(leads)),
    }


def sources_of_group(group_id: UUID) -> dict[str, list[UUID]]:
    """The group itself and all it did, by kind of source."""
    tables: tuple[tuple[str, type[Model]], ...] = (("meeting", Meeting), ("decision", Decision), ("outreach", Outreach))
    of = {kind: table._default_manager.filter(group_id=group_id) for kind, table in tables}
    return {"group": [group_id], **{kind: list(rows.values_list("id", flat=True)) for kind, rows in of.items()}}


def decisions_of_meetings(ids: Collection[UUID]) -> list[UUID]:
    """The decisions that were taken at these meetings."""
    return list(Decision.objects.filter(meeting_id__in=ids).values_list("id", flat=True))


def _every(table: type[Model]) -> Every:
    def every(after: UUID | None, many: int) -> list[UUID]:
        found = table._default_manager.order_by("id")
        return list((found.filter(id__gt=after) if after else found).values_list("id", flat=True)[:many])

    return every


def _lies(asked: Within, village: str, group: str) -> Q:
    """Rows that may lie where was asked. Groups are taken where they are at home now."""
    anywhere = Q(organisation_id=asked.organisation)
    if asked.group is not None:
        anywhere &= Q(**{group: asked.group})
    if asked.places:
        there = Q()
        for place in asked.places:
            there |= within(village, place)
        anywhere &= there
    return anywhere


def _ids(found: QuerySet[Any]) -> Iterable[UUID]:
    return found.order_by().values_list("id", flat=True).iterator()


def _groups_within(asked: Within) -> Iterable[UUID]:
    return _ids(Group.objects.filter(_lies(asked, "village__code", "id")))


def _meetings_within(asked: Within) -> Iterable[UUID]:
    days = Q(held_on__gte=asked.period.first, held_on__lte=asked.period.last, cancelled_at=None)
    return _ids(Meeting.objects.filter(_lies(asked, "village__code", "group_id"), days))


def _decisions_within(asked: Within) -> Iterable[UUID]:
    days = Q(due__gte=asked.period.first, due__lte=asked.period.last)
    return _ids(Decision.objects.filter(_lies(asked, "meeting__village__code", "group_id"), days))


def _outreach_within(asked: Within) -> Iterable[UUID]:
    days = Q(held_on__gte=asked.period.first, held_on__lte=asked.period.last, cancelled_at=None)
    return _ids(Outreach.objects.filter(_lies(asked, "village__code", "group_id"), days))


SOURCES = (
    SourceKind(
        "group", frozenset({rules.ACTIVE, rules.MEMBERS, rules.OFFICERS}), group_contributions, _every(Group),
        _groups_within,
    ),
    SourceKind(
        "meeting", frozenset({rules.MEETINGS, rules.ATTENDANCES, rules.MINUTES}), meeting_contributions,
        _every(Meeting), _meetings_within,
    ),
    SourceKind(
        "decision", frozenset({rules.DUE, rules.DONE}), decision_contributions, _every(Decision), _decisions_within
    ),
    SourceKind(
        "outreach", frozenset({rules.OUTREACHES, rules.REACHED, rules.REACHED_DISABLED}), outreach_contributions,
        _every(Outreach), _outreach_within,
    ),
)  # fmt: skip
