"""Founding a group, putting it right, closing it; and the organisation's own topics."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from purnadaya.groups import facts
from purnadaya.groups.commands.entries import AboutGroup, grown, noted
from purnadaya.groups.models import Group, Invitation, OwnTopic
from purnadaya.groups.queries import Programme, TopicList, programme_for, topic_for, topic_list_for
from purnadaya.groups.rules.groups import GroupKind, Terrain, begun_problems, decree_problems
from purnadaya.kernel.areas import VillageCode
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.kernel.texts import Line, Name
from purnadaya.places import queries as places


class FoundGroup(Command):
    """A group is written down: what it is, its name and its village.

    ``founded`` is as rough as it is remembered; ``decree`` and ``decreed_on`` the number and day of the decree of the
    lurah (SK), without which a group can hardly ask for village funds; ``usual`` when it mostly meets, in words.
    """

    kind: ClassVar[str] = "groups.found_group"
    verb: ClassVar[str] = "found"
    about: ClassVar[str] = "group"

    group: NewId
    what: GroupKind
    name: Name
    village: VillageCode
    hamlet: Line = ""
    terrain: Terrain | None = None
    founded: RoughDate | None = None
    decree: Line = ""
    decreed_on: date | None = None
    usual: Line = ""

    def target(self, actor: Actor) -> Programme:
        return programme_for(actor, self.village)


@handles(FoundGroup)
def found_group(command: FoundGroup, programme: Programme, work: Work) -> Done:
    """Make the group."""
    values = command.model_dump(exclude={"group"}) | {"founded": command.founded}
    refuse_if_any(_problems(values, work))
    Group.objects.create(
        id=command.group, organisation_id=programme.organisation_id, registered_at=work.now, **_columns(values)
    )
    return Done(
        Ref.to("group", command.group),
        facts=(facts.GroupFounded(command.group, command.village, command.hamlet),),
    )


class GroupChanges(BaseModel):
    """What can be put right about a group; absent means unchanged, null clears."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: GroupKind | None = None
    name: Name | None = None
    village: VillageCode | None = None
    hamlet: Line | None = None
    terrain: Terrain | None = None
    founded: RoughDate | None = None
    decree: Line | None = None
    decreed_on: date | None = None
    usual: Line | None = None


class CorrectGroup(AboutGroup):
    """Something about a group is put right. Two people's changes of different things are both kept."""

    kind: ClassVar[str] = "groups.correct_group"
    merges: ClassVar[bool] = True
    together: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"village", "hamlet"}),
        frozenset({"decree", "decreed_on"}),
    )

    changes: GroupChanges

    def differs(self, target: Group, name: str) -> bool:
        wanted = _columns({name: getattr(self.changes, name)})
        return any(str(getattr(target, column) or "") != str(value or "") for column, value in wanted.items())


@handles(CorrectGroup)
def correct_group(command: CorrectGroup, group: Group, work: Work) -> Done:
    """Write the named fields."""
    wanted = {name: getattr(command.changes, name) for name in command.changes.model_fields_set}
    if not wanted:
        raise Refused(Problem("groups.nothing_changed"))
    needed = ("what", "name", "village")
    refuse_if_any([Problem("value.missing", fields=(name,)) for name in needed if wanted.get(name, True) is None])
    decree = {"decree": group.decree, "decreed_on": group.decreed_on} | wanted
    refuse_if_any(_problems(decree, work))
    before = {name: getattr(group, COLUMNS.get(name, name)) for name in wanted}
    done = noted("group", group, **_columns(wanted))
    village, hamlet = str(wanted.get("village", group.village_id)), str(wanted.get("hamlet", group.hamlet) or "")
    told = facts.GroupCorrected(group.id, village, hamlet, frozenset(wanted))
    return Done(done.of, done.version, (told,), before)


COLUMNS = {"what": "kind", "village": "village_id"}
"""The fields of the commands that have another name as columns."""


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """The fields as columns; a text that is cleared is empty, and a rough date is text."""
    days = {"decreed_on"}
    return {
        COLUMNS.get(name, name): value if name in days else "" if value is None else str(value)
        for name, value in values.items()
    }


def _problems(values: dict[str, Any], work: Work) -> list[Problem]:
    village, founded = values.get("village"), values.get("founded")
    problems = decree_problems(values.get("decree") or "", values.get("decreed_on"), work.today)
    if founded is not None:
        problems += begun_problems("founded", founded.first, work.today)
    if village is not None and not places.is_village(village):
        problems.append(Problem("places.unknown_village", {"code": village}, ("village",)))
    return problems


class CloseGroup(AboutGroup):
    """The group is no more. What it did stays; it asks for nothing any more."""

    kind: ClassVar[str] = "groups.close_group"
    verb: ClassVar[str] = "close"

    closed_on: date
    reason: Name


@handles(CloseGroup)
def close_group(command: CloseGroup, group: Group, work: Work) -> Done:
    """Close it."""
    if group.closed_on is not None:
        raise Refused(Problem("groups.closed"))
    refuse_if_any(begun_problems("closed_on", command.closed_on, work.today))
    if group.last_met_on is not None and command.closed_on < min(group.last_met_on, work.today):
        raise Refused(Problem("groups.met_later", {"met": group.last_met_on.isoformat()}, ("closed_on",)))
    told = facts.GroupWritten(group.id)
    return noted("group", group, told, closed_on=command.closed_on, closed_why=command.reason)


class ReopenGroup(AboutGroup):
    """The group goes on after all."""

    kind: ClassVar[str] = "groups.reopen_group"
    verb: ClassVar[str] = "close"


@handles(ReopenGroup)
def reopen_group(command: ReopenGroup, group: Group, work: Work) -> Done:
    """Open it again."""
    if group.closed_on is None:
        raise Refused(Problem("groups.not_closed"))
    return noted("group", group, facts.GroupWritten(group.id), closed_on=None, closed_why="")


class Invite(AboutGroup):
    """The members were invited to the next meeting."""

    kind: ClassVar[str] = "groups.invite"
    verb: ClassVar[str] = "hold"

    for_on: date


@handles(Invite)
def invite(command: Invite, group: Group, work: Work) -> Done:
    """Remember it."""
    if command.for_on != group.next_on:
        raise Refused(Problem("groups.no_such_next_meeting", fields=("for_on",)))
    Invitation.objects.get_or_create(
        group=group,
        for_on=command.for_on,
        defaults={"organisation_id": group.organisation_id, "sent_on": work.today},
    )
    return grown(group.id)


class NameTopic(Command):
    """The organisation teaches something that is in no list of ours."""

    kind: ClassVar[str] = "groups.name_topic"
    verb: ClassVar[str] = "name"
    about: ClassVar[str] = "topic"

    topic: NewId
    name: Name

    def target(self, actor: Actor) -> TopicList:
        return topic_list_for(actor)


@handles(NameTopic)
def name_topic(command: NameTopic, topics: TopicList, work: Work) -> Done:
    """Add the topic."""
    own = OwnTopic.objects.filter(organisation_id=topics.organisation_id, retired_at=None)
    if own.filter(name__iexact=command.name).exists():
        raise Refused(Problem("groups.topic_there_already", fields=("name",)))
    OwnTopic.objects.create(id=command.topic, organisation_id=topics.organisation_id, name=command.name)
    return Done(Ref.to("topic", command.topic))


class RetireTopic(Command):
    """A topic of our own is not taught any more; what was taught under it stays."""

    kind: ClassVar[str] = "groups.retire_topic"
    verb: ClassVar[str] = "retire"
    about: ClassVar[str] = "topic"

    topic: UUID

    def target(self, actor: Actor) -> OwnTopic:
        return topic_for(actor, self.topic)


@handles(RetireTopic)
def retire_topic(command: RetireTopic, topic: OwnTopic, work: Work) -> Done:
    """Take it out of the list."""
    if topic.retired_at is not None:
        raise Refused(Problem("groups.topic_retired"))
    return noted("topic", topic, retired_at=work.now)
