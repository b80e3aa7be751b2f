"""Public education: it is written down, put right, cancelled when it never took place, and taken up again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from purnadaya.access.policies import can
from purnadaya.groups import facts
from purnadaya.groups.commands.entries import change, known_topic, noted
from purnadaya.groups.models import Group, Outreach
from purnadaya.groups.queries import Programme, group_for, outreach_for, outreaches_like, programme_for
from purnadaya.groups.rules import outreach as rules
from purnadaya.groups.rules.outreach import OccasionKind
from purnadaya.kernel.areas import VillageCode
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.texts import Line, Name, Note
from purnadaya.places import queries as places

TEXTS = ("title", "place", "learnt")

Topics = Annotated[
    str,
    StringConstraints(max_length=500),
    AfterValidator(lambda codes: " ".join(sorted(set(codes.split())))),
]
"""Codes of topics, ours and own ones, with spaces between: each once, sorted, so that equal choices are equal."""


class RecordOutreach(Command):
    """Others were taught, by a group or (without ``group``) by the organisation itself: where, what, how many came.

    ``topics`` are codes of ours and ids of own topics, with spaces between. Those reached are counted by sex and age,
    never named; ``disabled`` says how many of them live with a disability. One that looks like another that is there
    already (of the same group, day, occasion and village) is asked about, and written when ``believed``.
    """

    kind: ClassVar[str] = "groups.record_outreach"
    verb: ClassVar[str] = "hold"
    about: ClassVar[str] = "outreach"

    outreach: NewId
    group: UUID | None = None
    village: VillageCode
    held_on: date
    occasion: OccasionKind
    title: Line = ""
    place: Line = ""
    topics: Topics = ""
    minutes: int | None = None
    women_under_18: int = 0
    women_18_24: int = 0
    women_25_59: int = 0
    women_60_up: int = 0
    women_age_unknown: int = 0
    men_under_18: int = 0
    men_18_24: int = 0
    men_25_59: int = 0
    men_60_up: int = 0
    men_age_unknown: int = 0
    disabled: int = 0
    learnt: Note | None = None
    believed: bool = False

    def target(self, actor: Actor) -> Group | Programme:
        # A group teaches where it is asked to, also in a village in which who writes it down does not work.
        return programme_for(actor, self.village) if self.group is None else group_for(actor, self.group)


@handles(RecordOutreach)
def record_outreach(command: RecordOutreach, target: Group | Programme, work: Work) -> Done:
    """Write it down."""
    group = target if isinstance(target, Group) else None
    reached = {name: getattr(command, name) for name in rules.REACHED}
    problems = rules.outreach_problems(command.held_on, command.minutes, command.topics, work.today)
    problems += rules.reach_problems(reached, command.disabled)
    problems += _village_problems(command.village) + _topic_problems(work.actor, command.topics.split())
    if group is not None and group.closed_on is not None and command.held_on > group.closed_on:
        problems.append(Problem("groups.closed", fields=("held_on",)))
    refuse_if_any(problems)
    if not command.believed and outreaches_like(work.actor, command).exists():
        raise Refused(Problem("groups.outreach_there_already", fields=("believed",)))
    Outreach.objects.create(
        id=command.outreach, organisation_id=target.organisation_id, group=group, village_id=command.village,
        held_on=command.held_on, occasion=command.occasion, topics=command.topics, minutes=command.minutes,
        reached=reached, disabled=command.disabled, recorded_at=work.now,
        **{name: getattr(command, name) or "" for name in TEXTS},
    )  # fmt: skip
    return Done(Ref.to("outreach", command.outreach), facts=(facts.OutreachWritten(command.outreach),))


def _village_problems(village: VillageCode) -> list[Problem]:
    return [] if places.is_village(village) else [Problem("places.unknown_village", {"code": village}, ("village",))]


def _topic_problems(actor: Actor, topics: list[str]) -> list[Problem]:
    """What is wrong with these topics, each refusal once however many topics it is about."""
    found = {one.code: one for topic in topics for one in known_topic(actor, topic, "topics")}
    return list(found.values())


class AboutOutreach(Command):
    """Something about a public education that is there."""

    verb: ClassVar[str] = "hold"
    about: ClassVar[str] = "outreach"

    outreach: UUID

    def target(self, actor: Actor) -> Outreach:
        return outreach_for(actor, self.outreach)


class OutreachChanges(BaseModel):
    """What can be put right about a public education; absent means unchanged, null clears (a count: nobody)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    village: VillageCode | None = None
    held_on: date | None = None
    occasion: OccasionKind | None = None
    title: Line | None = None
    place: Line | None = None
    topics: Topics | None = None
    minutes: int | None = None
    women_under_18: int | None = None
    women_18_24: int | None = None
    women_25_59: int | None = None
    women_60_up: int | None = None
    women_age_unknown: int | None = None
    men_under_18: int | None = None
    men_18_24: int | None = None
    men_25_59: int | None = None
    men_60_up: int | None = None
    men_age_unknown: int | None = None
    disabled: int | None = None
    learnt: Note | None = None


class CorrectOutreach(AboutOutreach):
    """Something about a public education is put right. Two people's changes of different things are both kept.

    Which group held it is not changed: it is cancelled and written down anew.
    """

    kind: ClassVar[str] = "groups.correct_outreach"
    merges: ClassVar[bool] = True

    changes: OutreachChanges

    def differs(self, target: Outreach, name: str) -> bool:
        return str(_stands(target, name) or "") != str(getattr(self.changes, name) or "")


@handles(CorrectOutreach)
def correct_outreach(command: CorrectOutreach, outreach: Outreach, work: Work) -> Done:
    """Write the named fields."""
    _refuse_cancelled(outreach)
    wanted = {name: getattr(command.changes, name) for name in command.changes.model_fields_set}
    if not wanted:
        raise Refused(Problem("groups.nothing_changed"))
    needed = ("village", "held_on", "occasion")
    refuse_if_any([Problem("value.missing", fields=(name,)) for name in needed if wanted.get(name, True) is None])
    columns = _columns(outreach, wanted)
    refuse_if_any(_correction_problems(outreach, wanted, columns, work))
    before = {name: _stands(outreach, name) for name in wanted}
    done = noted("outreach", outreach, facts.OutreachWritten(outreach.id), **columns)
    return Done(done.of, done.version, done.facts, before)


def _stands(outreach: Outreach, name: str) -> Any:
    """What stands now in the field of the command that is called so."""
    if name in rules.REACHED:
        return outreach.reached.get(name, 0)
    return outreach.village_id if name == "village" else getattr(outreach, name)


def _columns(outreach: Outreach, wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields as columns: counts that are not named stay, a text that is cleared is empty."""
    counts = {name: wanted[name] or 0 for name in rules.REACHED if name in wanted}
    columns: dict[str, Any] = {"reached": {**outreach.reached, **counts}} if counts else {}
    columns |= {name: wanted[name] or "" for name in (*TEXTS, "topics") if name in wanted}
    columns |= {name: wanted[name] for name in ("held_on", "occasion", "minutes") if name in wanted}
    if "disabled" in wanted:
        columns["disabled"] = wanted["disabled"] or 0
    if "village" in wanted:
        columns["village_id"] = wanted["village"]
    return columns


def _correction_problems(
    outreach: Outreach, wanted: dict[str, Any], columns: dict[str, Any], work: Work
) -> list[Problem]:
    """What is wrong with it as it would stand; a topic that stood there before may be one no longer taught."""
    now = {name: columns.get(name, getattr(outreach, name)) for name in
           ("held_on", "minutes", "topics", "reached", "disabled")}  # fmt: skip
    added = set(now["topics"].split()) - set(outreach.topics.split())
    problems = rules.outreach_problems(now["held_on"], now["minutes"], now["topics"], work.today)
    problems += rules.reach_problems(now["reached"], now["disabled"]) + _topic_problems(work.actor, sorted(added))
    group = outreach.group
    if group is not None and group.closed_on is not None and now["held_on"] > group.closed_on:
        problems.append(Problem("groups.closed", fields=("held_on",)))
    if "village" in wanted:
        problems += _village_problems(wanted["village"])
        if group is None and not can(work.actor, "hold", programme_for(work.actor, wanted["village"])):
            problems.append(Problem("groups.village_out_of_reach", fields=("village",)))
    return problems


def _refuse_cancelled(outreach: Outreach) -> None:
    if outreach.cancelled_at is not None:
        raise Refused(Problem("groups.outreach_cancelled"))


class CancelOutreach(AboutOutreach):
    """It never took place, or was written twice: it counts no more. That it was written stays on record."""

    kind: ClassVar[str] = "groups.cancel_outreach"

    reason: Name


@handles(CancelOutreach)
def cancel_outreach(command: CancelOutreach, outreach: Outreach, work: Work) -> Done:
    """Cancel it."""
    _refuse_cancelled(outreach)
    version = change(outreach, cancelled_at=work.now, cancelled_why=command.reason)
    return Done(Ref.to("outreach", outreach.id), version, (facts.OutreachWritten(outreach.id),))


class RestoreOutreach(AboutOutreach):
    """It took place after all, and counts again."""

    kind: ClassVar[str] = "groups.restore_outreach"


@handles(RestoreOutreach)
def restore_outreach(command: RestoreOutreach, outreach: Outreach, work: Work) -> Done:
    """Take it up again."""
    if outreach.cancelled_at is None:
        raise Refused(Problem("groups.outreach_not_cancelled"))
    version = change(outreach, cancelled_at=None, cancelled_why="")
    return Done(Ref.to("outreach", outreach.id), version, (facts.OutreachWritten(outreach.id),))
