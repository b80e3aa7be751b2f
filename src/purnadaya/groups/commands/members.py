"""Who belongs to a group, who leads it, and whose turn it is to host."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db.models import Q

from purnadaya.groups import facts
from purnadaya.groups.commands.entries import AboutGroup, change, grown, refuse_closed, refuse_struck, standing
from purnadaya.groups.models import Group, Membership, OfficerTerm
from purnadaya.groups.queries import (
    belonged_between,
    foresee_belonging,
    membership_for,
    open_membership,
    open_terms,
    term_for,
    terms_between,
)
from purnadaya.groups.rules.groups import Ending, Post, taking_problems
from purnadaya.kernel.commands import Actor, Done, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, not_found, refuse_if_any
from purnadaya.kernel.texts import Name
from purnadaya.people.queries import foresee_persons, ids_of, person_for
from purnadaya.people.rules.life import ending_problems, happened_problems


class JoinGroup(AboutGroup):
    """A person belongs to the group since a day. She may belong to several, and live in another village."""

    kind: ClassVar[str] = "groups.join_group"
    verb: ClassVar[str] = "enrol"

    membership: NewId
    person: UUID
    since: date


@handles(JoinGroup)
def join_group(command: JoinGroup, group: Group, work: Work) -> Done:
    """Make her a member."""
    refuse_closed(group)
    person = person_for(work.actor, command.person).root
    problems = happened_problems("since", command.since, person.lifetime, work.today)
    if open_membership(group, person) is not None:
        problems.append(Problem("groups.member_already", fields=("person",)))
    former = Membership.objects.filter(group=group, person_id__in=ids_of(person), struck_at=None)
    if former.filter(until__gte=command.since).exists():
        problems.append(Problem("groups.member_then_already", fields=("since",)))
    refuse_if_any(problems)
    Membership.objects.create(
        id=command.membership, organisation_id=group.organisation_id, group=group, person_id=person.id,
        since=command.since, recorded_at=work.now,
    )  # fmt: skip
    joined = facts.MemberJoined(group.id, person.id, group.village_id, command.since, command.membership)
    return grown(group.id, joined)


class OfMembership(AboutGroup):
    """Something about a membership."""

    verb: ClassVar[str] = "enrol"

    membership: UUID

    def target(self, actor: Actor) -> Membership:  # type: ignore[override]
        found = membership_for(actor, self.membership)
        if found.group_id != self.group:
            raise not_found()
        return found


class LeaveGroup(OfMembership):
    """She no longer belongs to the group after a day; her posts end with it."""

    kind: ClassVar[str] = "groups.leave_group"

    until: date
    why: Ending


@handles(LeaveGroup)
def leave_group(command: LeaveGroup, membership: Membership, work: Work) -> Done:
    """End her membership and what she held in the group."""
    refuse_struck(membership)
    refuse_if_any(ending_problems(membership.since, membership.until, command.until, work.today))
    change(membership, until=command.until, why=command.why, turn=None)
    for term in open_terms(membership.group_id, membership.person):
        change(term, until=max(command.until, term.since))
    left = facts.MemberLeft(membership.group_id, membership.person_id, command.until, membership.id)
    return grown(membership.group_id, left)


class StrikeMembership(OfMembership):
    """That she belonged to the group was written by mistake."""

    kind: ClassVar[str] = "groups.strike_membership"

    reason: Name

    @classmethod
    def foresee(cls, commands: Sequence[StrikeMembership], actor: Actor) -> None:
        members = Membership.objects.filter(id__in=[one.membership for one in commands])
        persons = set(members.values_list("person_id", flat=True))
        foresee_persons(actor, persons)
        foresee_belonging(persons)


@handles(StrikeMembership)
def strike_membership(command: StrikeMembership, membership: Membership, work: Work) -> Done:
    """Strike it out, if she held no post by it."""
    refuse_struck(membership)
    if open_terms(membership.group_id, membership.person):
        raise Refused(Problem("groups.holds_a_post"))
    change(membership, struck_at=work.now, turn=None)
    struck = facts.MembershipStruck(membership.group_id, membership.person_id, membership.id)
    return grown(membership.group_id, struck)


class CorrectMembership(OfMembership):
    """Since when she belongs to the group is put right: often a book on paper tells of it later."""

    kind: ClassVar[str] = "groups.correct_membership"

    since: date


@handles(CorrectMembership)
def correct_membership(command: CorrectMembership, membership: Membership, work: Work) -> Done:
    """Write the day, if she can have belonged to it since then and no other membership of hers is in the way."""
    refuse_struck(membership)
    if command.since == membership.since:
        raise Refused(Problem("groups.nothing_changed"))
    person = membership.person.root
    problems = happened_problems("since", command.since, person.lifetime, work.today)
    if membership.until is not None and command.since > membership.until:
        problems.append(Problem("groups.since_after_until", fields=("since",)))
    others = Membership.objects.filter(group_id=membership.group_id, person_id__in=ids_of(person), struck_at=None)
    before = others.exclude(id=membership.id).filter(since__lte=membership.since)
    if before.filter(Q(until=None) | Q(until__gte=command.since)).exists():
        problems.append(Problem("groups.member_then_already", fields=("since",)))
    terms = OfficerTerm.objects.filter(group_id=membership.group_id, person_id__in=ids_of(person), struck_at=None)
    if terms.filter(since__gte=membership.since, since__lt=command.since).exists():
        problems.append(Problem("groups.held_a_post_before", fields=("since",)))
    refuse_if_any(problems)
    former = membership.since.isoformat()
    change(membership, since=command.since)
    told = facts.MembershipCorrected(membership.group_id, membership.person_id, command.since, membership.id)
    done = grown(membership.group_id, told)
    return Done(done.of, done.version, done.facts, {"since": former})


class TakePost(AboutGroup):
    """A member holds a post in the group since a day; she may be an officer of other groups too.

    With ``until`` it is told of a time that is over, also of one who left the group since.
    """

    kind: ClassVar[str] = "groups.take_post"
    verb: ClassVar[str] = "enrol"

    term: NewId
    person: UUID
    post: Post
    since: date
    until: date | None = None


@handles(TakePost)
def take_post(command: TakePost, group: Group, work: Work) -> Done:
    """Begin her term."""
    refuse_closed(group)
    person = person_for(work.actor, command.person).root
    problems = happened_problems("since", command.since, person.lifetime, work.today)
    if command.until is not None:
        problems += ending_problems(command.since, None, command.until, work.today)
    terms = terms_between(group, command.post, command.since, command.until)
    hers = set(ids_of(person))
    problems += taking_problems(
        command.post,
        belonged=belonged_between(group, person, command.since, command.until),
        held=any(one not in hers for one in terms),
    )
    if hers & set(terms):
        problems.append(Problem("groups.holds_it_already", fields=("post",)))
    refuse_if_any(problems)
    OfficerTerm.objects.create(
        id=command.term, organisation_id=group.organisation_id, group=group, person_id=person.id,
        post=command.post, since=command.since, until=command.until, recorded_at=work.now,
    )  # fmt: skip
    return grown(group.id, facts.GroupWritten(group.id))


class OfTerm(AboutGroup):
    """Something about an officer's term."""

    verb: ClassVar[str] = "enrol"

    term: UUID

    def target(self, actor: Actor) -> OfficerTerm:  # type: ignore[override]
        found = term_for(actor, self.term)
        if found.group_id != self.group:
            raise not_found()
        return found


class LeavePost(OfTerm):
    """She no longer holds the post after a day."""

    kind: ClassVar[str] = "groups.leave_post"

    until: date


@handles(LeavePost)
def leave_post(command: LeavePost, term: OfficerTerm, work: Work) -> Done:
    """End her term."""
    refuse_struck(term)
    refuse_if_any(ending_problems(term.since, term.until, command.until, work.today))
    change(term, until=command.until)
    return grown(term.group_id, facts.GroupWritten(term.group_id))


class StrikePost(OfTerm):
    """That she held the post was written by mistake."""

    kind: ClassVar[str] = "groups.strike_post"

    reason: Name


@handles(StrikePost)
def strike_post(command: StrikePost, term: OfficerTerm, work: Work) -> Done:
    """Strike it out."""
    refuse_struck(term)
    change(term, struck_at=work.now)
    return grown(term.group_id, facts.GroupWritten(term.group_id))


class SetTurns(AboutGroup):
    """In which order the members host: these, one after the other; who is left out does not host."""

    kind: ClassVar[str] = "groups.set_turns"
    verb: ClassVar[str] = "enrol"

    persons: tuple[UUID, ...]


@handles(SetTurns)
def set_turns(command: SetTurns, group: Group, work: Work) -> Done:
    """Write the round anew."""
    refuse_closed(group)
    if len(set(command.persons)) < len(command.persons):
        raise Refused(Problem("groups.twice_in_the_round", fields=("persons",)))
    open_ones = Membership.objects.filter(group=group, until=None, struck_at=None).select_related("person")
    by_root = {one.person.root_id: one for one in open_ones}
    named = [standing(work.actor, one) for one in command.persons]
    if not all(one and one.id in by_root for one in named):
        raise Refused(Problem("groups.not_a_member", fields=("persons",)))
    turns = {one.id: turn for turn, one in enumerate(named, start=1) if one}
    for person_id, membership in by_root.items():
        membership.turn = turns.get(person_id)
    Membership.objects.bulk_update(by_root.values(), ["turn"])
    return grown(group.id)
