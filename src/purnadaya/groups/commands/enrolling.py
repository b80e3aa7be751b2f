"""Many people belong to a group at once: a list that was handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from purnadaya.groups import facts
from purnadaya.groups.commands.entries import AboutGroup, grown, refuse_closed
from purnadaya.groups.models import Group, Membership
from purnadaya.kernel.commands import Done, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, not_found, refuse_if_any
from purnadaya.people.queries import Person, persons_for
from purnadaya.people.rules.life import happened_problems

MOST_AT_ONCE = 500


class NewMember(BaseModel):
    """One who belongs to the group, and since when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    membership: NewId
    person: UUID
    since: date


class EnrolMembers(AboutGroup):
    """Several persons belong to the group, each since a day of her own: as many ``JoinGroup``, all or none of them."""

    kind: ClassVar[str] = "groups.enrol_members"
    verb: ClassVar[str] = "enrol"

    members: tuple[NewMember, ...]


@handles(EnrolMembers)
def enrol_members(command: EnrolMembers, group: Group, work: Work) -> Done:
    """Make them members."""
    refuse_closed(group)
    if not 0 < len(command.members) <= MOST_AT_ONCE:
        raise Refused(Problem("groups.too_many_lines", {"most": MOST_AT_ONCE}, ("members",)))
    found = persons_for(work.actor).filter(id__in=[one.person for one in command.members])
    # Where they live is not asked.
    persons = {one.id: one for one in found.select_related(None)}
    if any(one.person not in persons for one in command.members):
        raise not_found()
    refuse_if_any(_problems(command, group, persons, work.today))
    Membership.objects.bulk_create(
        Membership(
            id=one.membership, organisation_id=group.organisation_id, group=group, person_id=one.person,
            since=one.since, recorded_at=work.now,
        )
        for one in command.members
    )  # fmt: skip
    told = [
        facts.MemberJoined(group.id, one.person, group.village_id, one.since, one.membership) for one in command.members
    ]
    return grown(group.id, *told)


def _problems(command: EnrolMembers, group: Group, persons: Mapping[UUID, Person], today: date) -> list[Problem]:
    """The first problem of each of them, as ``JoinGroup`` finds it; one named twice is a member already."""
    former = Membership.objects.filter(group=group, person_id__in=_all_ids(persons), struck_at=None)
    until: dict[UUID, list[date | None]] = {}
    for one in former.select_related("person"):
        until.setdefault(one.person.root_id, []).append(one.until)
    problems = []
    for member in command.members:
        before = until.setdefault(member.person, [])
        problems += happened_problems("members", member.since, persons[member.person].lifetime, today)
        if any(one is None for one in before):
            problems.append(Problem("groups.member_already", fields=("members",)))
        elif any(one is not None and one >= member.since for one in before):
            problems.append(Problem("groups.member_then_already", fields=("members",)))
        before.append(None)
    return problems


def _all_ids(persons: Mapping[UUID, Person]) -> list[UUID]:
    """Every id under which they are known."""
    others = Person.objects.filter(stands_as__in=persons).values_list("id", flat=True)
    return [*persons, *others]
