"""Migration, consents, abilities, trainings, visits, moves and leaving; and striking out what was a mistake."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from purnadaya.access import keyring
from purnadaya.access.policies import can
from purnadaya.journal.putting_off import free_ids
from purnadaya.kernel.areas import VillageCode
from purnadaya.kernel.commands import Actor, Done, Ref, Work, handles
from purnadaya.kernel.countries import Country
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, not_found, refuse_if_any
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.kernel.texts import Line, Name, Note
from purnadaya.people import facts
from purnadaya.people.commands.entries import AboutEntry, AboutPerson, add, change, noted, refuse_merged
from purnadaya.people.commands.filing import refile
from purnadaya.people.models import ENTRIES
from purnadaya.people.models.life import Consent, Entry, Episode, Functioning, Move, Qualification, Visit
from purnadaya.people.models.persons import Person
from purnadaya.people.queries import Registry, entry_for, stays_of
from purnadaya.people.rules import life as rules
from purnadaya.people.rules.life import (
    DOMAINS,
    Channel,
    Difficulty,
    EntryKind,
    GivenBy,
    Leaving,
    Purpose,
    ReturnReason,
    Sector,
    Stay,
    Training,
    Way,
)
from purnadaya.places import queries as places
from purnadaya.rulebook import queries as rulebook


class RecordEpisode(AboutPerson):
    """She worked abroad, or does: where, as what, how she was placed, when she left and came back, and why.

    ``departed`` and ``returned`` are as rough as they are remembered; ``agency`` is the placement company (P3MI);
    ``reason`` of the return by UU 18/2017 art. 27.
    """

    kind: ClassVar[str] = "people.record_episode"
    readers: ClassVar[str] = "episode"

    episode: NewId
    country: Country
    sector: Sector
    channel: Channel
    agency: Line = ""
    departed: RoughDate
    returned: RoughDate | None = None
    reason: ReturnReason | None = None

    @classmethod
    def foresee(cls, commands: Sequence[RecordEpisode], actor: Actor) -> None:
        free_ids(Episode, [one.episode for one in commands])


@handles(RecordEpisode)
def record_episode(command: RecordEpisode, person: Person, work: Work) -> Done:
    """Add the episode."""
    stay = Stay(command.departed, command.returned)
    refuse_if_any(rules.stay_problems(stay, stays_of(person), command.reason, person.lifetime, work.today))
    names = ("country", "sector", "channel", "agency", "departed", "returned", "reason")
    add(Episode, person, work, id=command.episode, **_episode_columns({name: getattr(command, name) for name in names}))
    return noted(person.id, facts.EntryWritten(person.id))


class EpisodeChanges(BaseModel):
    """What can be put right about an episode; absent means unchanged, null clears."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: Country | None = None
    sector: Sector | None = None
    channel: Channel | None = None
    agency: Line | None = None
    departed: RoughDate | None = None
    returned: RoughDate | None = None
    reason: ReturnReason | None = None


class CorrectEpisode(AboutEntry):
    """Something about an episode is put right, or she has come back since."""

    kind: ClassVar[str] = "people.correct_episode"
    readers: ClassVar[str] = "episode"
    entry_model: ClassVar[type[Entry]] = Episode
    entry_field: ClassVar[str] = "episode"

    episode: UUID
    changes: EpisodeChanges


@handles(CorrectEpisode)
def correct_episode(command: CorrectEpisode, episode: Episode, work: Work) -> Done:
    """Write the named fields."""
    wanted = {name: getattr(command.changes, name) for name in command.changes.model_fields_set}
    if not wanted:
        raise Refused(Problem("people.nothing_changed"))
    needed = ("country", "sector", "channel", "departed")
    refuse_if_any([Problem("value.missing", fields=(name,)) for name in needed if wanted.get(name, True) is None])
    stay = Stay(wanted.get("departed", episode.stay.departed), wanted.get("returned", episode.stay.returned))
    reason = wanted.get("reason", ReturnReason(episode.reason) if episode.reason else None)
    others = stays_of(episode.person, other_than=episode.id)
    refuse_if_any(rules.stay_problems(stay, others, reason, episode.person.lifetime, work.today))
    before = {name: getattr(episode, name) for name in wanted}
    change(episode, **_episode_columns(wanted))
    return noted(episode.person_id, facts.EntryWritten(episode.person_id), before=before)


def _episode_columns(values: dict[str, Any]) -> dict[str, Any]:
    columns = {name: "" if value is None else str(value) for name, value in values.items()}
    if "returned" in values:
        columns["back_by"] = values["returned"].last if values["returned"] else None  # type: ignore[assignment]
    return columns


class RecordConsent(AboutPerson):
    """She agrees that we do something with her data: one purpose at a time (UU 27/2022 arts. 20-22).

    ``notice`` says which text was read to her; ``until`` is the last day it holds, if it ends.
    """

    kind: ClassVar[str] = "people.record_consent"
    readers: ClassVar[str] = "consent"

    consent: NewId
    purpose: Purpose
    way: Way
    given_by: GivenBy = GivenBy.HERSELF
    given_on: date
    until: date | None = None
    notice: Name


@handles(RecordConsent)
def record_consent(command: RecordConsent, person: Person, work: Work) -> Done:
    """Add the consent."""
    grown_up = _grown_up_on(command.given_on, person, work)
    refuse_if_any(
        rules.lasting_problems("given_on", command.given_on, command.until, person.lifetime, work.today)
        + rules.guardian_problems(command.given_by, person.birth_known, command.given_on, grown_up)
    )
    values = command.model_dump(exclude={"person", "consent"})
    add(Consent, person, work, id=command.consent, **values)
    return noted(person.id)


def _grown_up_on(day: date, person: Person, work: Work) -> int:
    """Until which age one was a child on that day; before there was a law, as today."""
    try:
        return rulebook.value_on("age.child", day, person.organisation_id).value
    except rulebook.NotInForceError:
        return rulebook.value_on("age.child", work.today, person.organisation_id).value


class WithdrawConsent(AboutEntry):
    """She no longer agrees. From now on it is not used; what the law gives for that is in the rulebook."""

    kind: ClassVar[str] = "people.withdraw_consent"
    readers: ClassVar[str] = "consent"
    entry_model: ClassVar[type[Entry]] = Consent
    entry_field: ClassVar[str] = "consent"

    consent: UUID
    withdrawn_on: date


@handles(WithdrawConsent)
def withdraw_consent(command: WithdrawConsent, consent: Consent, work: Work) -> Done:
    """End the consent."""
    if consent.withdrawn_on is not None:
        raise Refused(Problem("people.withdrawn_already"))
    refuse_if_any(rules.withdrawing_problems(consent.given_on, command.withdrawn_on, work.today))
    change(consent, withdrawn_on=command.withdrawn_on)
    return noted(consent.person_id)


class RecordFunctioning(AboutPerson):
    """Her answers to the six questions of the Washington Group Short Set, as she gave them on a day.

    An answer she did not want to give is left out. Sealed: it is about her health.
    """

    kind: ClassVar[str] = "people.record_functioning"
    readers: ClassVar[str] = "functioning"

    functioning: NewId
    asked_on: date
    seeing: Difficulty | None = None
    hearing: Difficulty | None = None
    walking: Difficulty | None = None
    remembering: Difficulty | None = None
    self_care: Difficulty | None = None
    communicating: Difficulty | None = None


@handles(RecordFunctioning)
def record_functioning(command: RecordFunctioning, person: Person, work: Work) -> Done:
    """Seal the answers."""
    answers = {name: getattr(command, name) for name in DOMAINS}
    problems = rules.happened_problems("asked_on", command.asked_on, person.lifetime, work.today)
    refuse_if_any(problems + rules.functioning_problems(answers, person.birth_known, command.asked_on))
    of = Ref.to("functioning", command.functioning)
    said = json.dumps({name: answer for name, answer in answers.items() if answer})
    sealed, _ = keyring.seal_field(person.organisation_id, of, "answers", said)
    add(Functioning, person, work, id=command.functioning, asked_on=command.asked_on, answers=sealed)
    return noted(person.id)


class RecordQualification(AboutPerson):
    """She finished a training or holds a certificate, from ``since`` until (perhaps) ``until``."""

    kind: ClassVar[str] = "people.record_qualification"
    readers: ClassVar[str] = "qualification"

    qualification: NewId
    training: Training
    since: date
    until: date | None = None
    issuer: Line = ""
    number: Line = ""


@handles(RecordQualification)
def record_qualification(command: RecordQualification, person: Person, work: Work) -> Done:
    """Add the qualification."""
    refuse_if_any(rules.lasting_problems("since", command.since, command.until, person.lifetime, work.today))
    add(
        Qualification, person, work, id=command.qualification, **command.model_dump(exclude={"person", "qualification"})
    )
    return noted(person.id)


class RecordVisit(AboutPerson):
    """Someone met her outside a meeting: a few sentences."""

    kind: ClassVar[str] = "people.record_visit"

    visit: NewId
    met_on: date
    note: Note


@handles(RecordVisit)
def record_visit(command: RecordVisit, person: Person, work: Work) -> Done:
    """Add the note."""
    refuse_if_any(rules.happened_problems("met_on", command.met_on, person.lifetime, work.today))
    add(Visit, person, work, id=command.visit, met_on=command.met_on, note=command.note)
    return noted(person.id)


class RecordMove(AboutPerson):
    """She moved to another village or hamlet. Where she lived stays on record, and so does what was counted there."""

    kind: ClassVar[str] = "people.record_move"
    readers: ClassVar[str] = "move"

    move: NewId
    village: VillageCode
    hamlet: Line = ""
    moved_on: date


@handles(RecordMove)
def record_move(command: RecordMove, person: Person, work: Work) -> Done:
    """Keep where she lived, and put her where she lives now."""
    refuse_merged(person)
    problems = rules.happened_problems("moved_on", command.moved_on, person.lifetime, work.today)
    if not places.is_village(command.village):
        problems.append(Problem("places.unknown_village", {"code": command.village}, ("village",)))
    elif not can(work.actor, "register", Registry(person.organisation_id, command.village)):
        problems.append(Problem("people.village_out_of_reach", fields=("village",)))
    if (command.village, command.hamlet) == (person.village_id, person.hamlet):
        problems.append(Problem("people.lives_there_already", fields=("village",)))
    refuse_if_any(problems)
    add(
        Move, person, work, id=command.move, moved_on=command.moved_on, former_id=person.village_id,
        former_hamlet=person.hamlet, to_id=command.village,
    )  # fmt: skip
    before = {"village": person.village_id, "hamlet": person.hamlet}
    Person.objects.filter(id=person.id).update(village_id=command.village, hamlet=command.hamlet)
    refile(Person.objects.get(id=person.id))
    return noted(person.id, facts.PersonMoved(person.id, command.village, command.hamlet), before=before)


class RecordLeaving(AboutPerson):
    """She is no longer accompanied: she moved away, does not want it, cannot be found, or has died."""

    kind: ClassVar[str] = "people.record_leaving"

    why: Leaving
    on: date


@handles(RecordLeaving)
def record_leaving(command: RecordLeaving, person: Person, work: Work) -> Done:
    """Say since when, and why."""
    refuse_merged(person)
    refuse_if_any(rules.leaving_problems(command.why, command.on, work.today, person.lifetime, person.left_on))
    Person.objects.filter(id=person.id).update(left_on=command.on, left_why=command.why)
    return noted(person.id)


class TakeBack(AboutPerson):
    """She is accompanied again, or the leaving was written down by mistake."""

    kind: ClassVar[str] = "people.take_back"

    reason: Name


@handles(TakeBack)
def take_back(command: TakeBack, person: Person, work: Work) -> Done:
    """Undo the leaving."""
    refuse_merged(person)
    if person.left_on is None:
        raise Refused(Problem("people.has_not_left"))
    before = {"on": person.left_on, "why": person.left_why}
    Person.objects.filter(id=person.id).update(left_on=None, left_why="")
    return noted(person.id, before=before)


class StrikeEntry(AboutPerson):
    """An entry was a mistake: it is struck out and counts no more. That it was there stays on record."""

    kind: ClassVar[str] = "people.strike_entry"

    entry: UUID
    of: EntryKind
    reason: Name


@handles(StrikeEntry)
def strike_entry(command: StrikeEntry, person: Person, work: Work) -> Done:
    """Strike it out."""
    entry = entry_for(work.actor, ENTRIES[command.of], command.entry)
    if entry.person_id != person.id:
        raise not_found()
    change(entry, struck_at=work.now)
    return noted(person.id, facts.EntryWritten(person.id))
