"""What is counted of which fact: part of the wiring, the only place that knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from purnadaya.groups import facts as group_facts
from purnadaya.groups import measures as group_measures
from purnadaya.groups import queries as groups
from purnadaya.journal.wires import react_to
from purnadaya.kernel.commands import Fact, Work
from purnadaya.people import facts as people_facts
from purnadaya.people import measures as people_measures
from purnadaya.people import queries as people
from purnadaya.tallies import engine
from purnadaya.tallies.measures import register_measures
from purnadaya.tallies.sources import register_source

Paired: TypeAlias = people_facts.PersonsMerged | people_facts.PersonsParted

OF_GROUP: tuple[type[Fact], ...] = (
    group_facts.GroupFounded,
    group_facts.GroupWritten,
    group_facts.MemberJoined,
    group_facts.MemberLeft,
    group_facts.MembershipCorrected,
    group_facts.MembershipStruck,
)
"""Facts that change what a group itself contributes."""
TRAITS = frozenset({"sex", "birth"})
"""What of a person every figure is split by."""


def wire() -> None:
    """Make known what is counted and from what, and count it again whenever something is told of it."""
    register_measures((*people_measures.MEASURES, *group_measures.MEASURES))
    for kind in (people.PERSONS, *groups.SOURCES):
        register_source(kind)
    react_to(people_facts.PersonRegistered, lambda fact, _: engine.count_later("person", [fact.person_id]))
    react_to(people_facts.PersonUnregistered, lambda fact, _: engine.count_later("person", [fact.person_id]))
    react_to(people_facts.EntryWritten, lambda fact, _: engine.count_later("person", [fact.person_id]))
    react_to(people_facts.PersonMoved, lambda fact, _: engine.count_later("person", people.family_of(fact.person_id)))
    react_to(people_facts.PersonCorrected, _person_corrected)
    react_to(people_facts.PersonErased, lambda fact, _: _count_all_of(people.family_of(fact.person_id)))
    react_to(people_facts.PersonsMerged, _pair_written)
    react_to(people_facts.PersonsParted, _pair_written)
    for written in OF_GROUP:
        react_to(written, _group_written)
    react_to(group_facts.GroupCorrected, _group_corrected)
    react_to(group_facts.MeetingWritten, lambda fact, _: engine.count_later("meeting", [fact.meeting_id]))
    react_to(group_facts.DecisionsWritten, lambda fact, _: engine.count_later("decision", fact.decision_ids))
    react_to(group_facts.OutreachWritten, lambda fact, _: engine.count_later("outreach", [fact.outreach_id]))


def _person_corrected(fact: people_facts.PersonCorrected, work: Work) -> None:
    """A mistake about who she is counts back wherever she was counted; where she lives, in what she did herself."""
    if fact.fields & TRAITS:
        _count_all_of(people.family_of(fact.person_id))
    elif "village" in fact.fields:
        engine.count_later("person", people.family_of(fact.person_id))


def _pair_written(fact: Paired, work: Work) -> None:
    _count_all_of({*people.family_of(fact.person_id), *people.family_of(fact.other_id)})


def _count_all_of(persons: Iterable[UUID]) -> None:
    """Everything that these persons are part of."""
    ids = list(persons)
    engine.count_later("person", ids)
    _count(groups.sources_of_persons(ids))


def _group_written(fact: Any, work: Work) -> None:
    engine.count_later("group", [fact.group_id])


def _group_corrected(fact: group_facts.GroupCorrected, work: Work) -> None:
    """On what land it lives is told of all it did; where a meeting was, is told by the meeting."""
    if "terrain" in fact.fields:
        _count(groups.sources_of_group(fact.group_id))
    else:
        engine.count_later("group", [fact.group_id])


def _count(sources: Mapping[str, list[UUID]]) -> None:
    for kind, ids in sources.items():
        engine.count_later(kind, ids)
