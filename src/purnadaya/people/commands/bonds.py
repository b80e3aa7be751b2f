"""Who lives with whom, who accompanies whom, and who turned out to be whom."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db.models import F, Q

from purnadaya.access.policies import holds
from purnadaya.access.queries import actor_for, colleague_for
from purnadaya.kernel.commands import Done, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.texts import Line, Name
from purnadaya.people import facts
from purnadaya.people.commands.entries import AboutEntry, AboutPerson, add, change, keep_pair_apart, noted
from purnadaya.people.models.life import Accompaniment, Entry, Household, HouseholdMember
from purnadaya.people.models.persons import Person
from purnadaya.people.queries import (
    household_of_any,
    ids_of,
    mergeable_for,
    merged_below,
    merging_problems,
    person_for,
)
from purnadaya.people.rules.households import Relation, joining_problems
from purnadaya.people.rules.life import BY_GROUP, BY_USER, ending_problems, happened_problems


class JoinHousehold(AboutPerson):
    """She lives in the household of ``with_person``, or begins one of her own when that is left out.

    ``relation`` is seen from the head of the household. Where nobody wrote down yet with whom ``with_person`` lives,
    that comes first, as an entry about that one (``people.no_household_yet``).
    """

    kind: ClassVar[str] = "people.join_household"
    readers: ClassVar[str] = "member"

    member: NewId
    with_person: UUID | None = None
    relation: Relation
    since: date


@handles(JoinHousehold)
def join_household(command: JoinHousehold, person: Person, work: Work) -> Done:
    """Make her a member, and make the household if there is none yet."""
    if command.with_person == person.id:
        raise Refused(Problem("people.same_entry"))
    problems = happened_problems("since", command.since, person.lifetime, work.today)
    other = person_for(work.actor, command.with_person) if command.with_person else None
    household_id = household_of_any(other) if other else None
    if other and household_id is None:
        problems.append(Problem("people.no_household_yet"))
    held = _relations_in(household_id) if household_id else set()
    elsewhere = HouseholdMember.objects.filter(person_id__in=ids_of(person), until=None, struck_at=None).exists()
    refuse_if_any(problems + joining_problems(command.relation, held, elsewhere))
    if household_id is None:
        household_id = Household.objects.create(organisation_id=person.organisation_id).id
    add(
        HouseholdMember, person, work, id=command.member, household_id=household_id, relation=command.relation,
        since=command.since,
    )  # fmt: skip
    return noted(person.id)


def _relations_in(household_id: UUID) -> set[Relation]:
    members = HouseholdMember.objects.filter(household_id=household_id, until=None, struck_at=None)
    return {Relation(one) for one in members.values_list("relation", flat=True)}


class LeaveHousehold(AboutEntry):
    """She no longer lives in this household."""

    kind: ClassVar[str] = "people.leave_household"
    readers: ClassVar[str] = "member"
    entry_model: ClassVar[type[Entry]] = HouseholdMember
    entry_field: ClassVar[str] = "member"

    member: UUID
    until: date


@handles(LeaveHousehold)
def leave_household(command: LeaveHousehold, member: HouseholdMember, work: Work) -> Done:
    """End her membership."""
    _end(member, command.until, work)
    return noted(member.person_id)


def _end(entry: HouseholdMember | Accompaniment, until: date, work: Work) -> None:
    refuse_if_any(ending_problems(entry.since, entry.until, until, work.today))
    change(entry, until=until)


class Accompany(AboutPerson):
    """A colleague, or the one who writes it, accompanies her from a day on, also where her own area does not reach.

    Only who works here and may see persons accompanies one.
    """

    kind: ClassVar[str] = "people.accompany"
    readers: ClassVar[str] = "accompaniment"

    accompaniment: NewId
    user: UUID
    since: date


@handles(Accompany)
def accompany(command: Accompany, person: Person, work: Work) -> Done:
    """Begin the accompaniment."""
    problems = happened_problems("since", command.since, person.lifetime, work.today)
    user = colleague_for(work.actor, command.user)
    if not (user.is_active and holds(actor_for(user, work.today), "person", "see")):
        problems.append(Problem("people.cannot_accompany", fields=("user",)))
    by_user = Accompaniment.objects.filter(scope_kind=BY_USER, scope_id=user.id, until=None, struck_at=None)
    if by_user.filter(person_id__in=ids_of(person)).exists():
        problems.append(Problem("people.accompanied_already", fields=("user",)))
    refuse_if_any(problems)
    add(
        Accompaniment, person, work, id=command.accompaniment, scope_kind=BY_USER, scope_id=user.id,
        since=command.since,
    )  # fmt: skip
    return noted(person.id)


class EndAccompaniment(AboutEntry):
    """A colleague no longer accompanies her; a group does as long as she belongs to it."""

    kind: ClassVar[str] = "people.end_accompaniment"
    readers: ClassVar[str] = "accompaniment"
    entry_model: ClassVar[type[Entry]] = Accompaniment
    entry_field: ClassVar[str] = "accompaniment"

    accompaniment: UUID
    until: date


@handles(EndAccompaniment)
def end_accompaniment(command: EndAccompaniment, accompaniment: Accompaniment, work: Work) -> Done:
    """End it."""
    if accompaniment.scope_kind == BY_GROUP:
        raise Refused(Problem("people.accompanied_by_group"))
    _end(accompaniment, command.until, work)
    return noted(accompaniment.person_id)


class MergePersons(AboutPerson):
    """``other`` turned out to be the same woman as ``person``, whose entry stays.

    Nothing is rewritten: what was written about ``other`` stays under her id and is read with the rest. Two
    different NIKs need a ``reason``: such cards exist, but mostly they are two women.
    """

    kind: ClassVar[str] = "people.merge_persons"
    verb: ClassVar[str] = "merge"

    other: UUID
    reason: Line = ""


@handles(MergePersons)
def merge_persons(command: MergePersons, person: Person, work: Work) -> Done:
    """Make the other one an alias."""
    other = mergeable_for(work.actor, command.other)
    refuse_if_any(merging_problems(person, other, command.reason))
    _hold(person.id)
    if not Person.objects.filter(id=other.id, merged_into=None).update(merged_into=person):
        raise Refused(Problem("journal.stale"))
    Person.objects.filter(Q(id=other.id) | Q(stands_as=other)).update(stands_as=person)
    return noted(person.id, facts.PersonsMerged(person.id, other.id))


class UnmergePersons(AboutPerson):
    """``other`` is another woman after all: both entries stand again, each with what was written under it."""

    kind: ClassVar[str] = "people.unmerge_persons"
    verb: ClassVar[str] = "merge"

    other: UUID
    reason: Name


@handles(UnmergePersons)
def unmerge_persons(command: UnmergePersons, person: Person, work: Work) -> Done:
    """Let the alias stand on its own again."""
    other = mergeable_for(work.actor, command.other)
    if other.id == person.id or other.merged_into_id is None or other.root_id != person.root_id:
        raise Refused(Problem("people.not_merged"))
    _hold(person.root_id)
    if not Person.objects.filter(id=other.id, stands_as=person.root_id).update(merged_into=None, stands_as=None):
        raise Refused(Problem("journal.stale"))
    Person.objects.filter(id__in=merged_below(other.id)).update(stands_as=other)
    keep_pair_apart(person, other)
    Person.objects.filter(id__in=[person.id, other.id]).update(compared_version=0)
    return noted(person.id, facts.PersonsParted(person.id, other.id))


def _hold(root_id: UUID) -> None:
    """Let those who merge or part around this person come one after the other: her row is written first."""
    if not Person.objects.filter(id=root_id, merged_into=None).update(version=F("version")):
        raise Refused(Problem("journal.stale"))
