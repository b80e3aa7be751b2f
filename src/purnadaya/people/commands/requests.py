"""What persons ask about their own data: it is written down, answered in time or refused with its ground."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F
from pydantic import AwareDatetime

from purnadaya.journal.subjects import erase_everywhere
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, not_found, refuse_if_any
from purnadaya.kernel.texts import Name
from purnadaya.people import facts, rules
from purnadaya.people.models import Person, SubjectRequest
from purnadaya.people.queries import granting_problems, ids_of, person_for, request_for, subject_of, time_to_answer
from purnadaya.people.rules import Asker, Ground, RequestState, Wish


class ReceiveRequest(Command):
    """A person asked to see, correct or erase what is kept about her; from ``asked_at`` (or now) the clock runs.

    ``asker`` is who brought it and ``checked`` how that was made sure. When it must be answered follows from
    the rulebook.
    """

    kind: ClassVar[str] = "people.receive_request"
    verb: ClassVar[str] = "receive"
    about: ClassVar[str] = "request"

    request: NewId
    person: UUID
    wish: Wish
    asker: Asker
    checked: Name
    asked_at: AwareDatetime | None = None

    def target(self, actor: Actor) -> Person:
        return person_for(actor, self.person)


@handles(ReceiveRequest)
def receive_request(command: ReceiveRequest, person: Person, work: Work) -> Done:
    """Keep the request, with the moment it must be answered by."""
    refuse_if_any(rules.asked_problems(command.asked_at, work.now))
    asked_at = command.asked_at or work.now
    SubjectRequest.objects.create(
        id=command.request,
        organisation_id=person.organisation_id,
        person=person,
        area=person.village_id,
        wish=command.wish,
        asker=command.asker,
        checked=command.checked,
        asked_at=asked_at,
        due_at=asked_at + time_to_answer(command.wish, asked_at, person.organisation_id),
        state=RequestState.OPEN,
    )
    return Done(Ref.to("request", command.request))


class _Settling(Command):
    """What all answers to a request share."""

    verb: ClassVar[str] = "settle"
    about: ClassVar[str] = "request"

    request: UUID

    def target(self, actor: Actor) -> SubjectRequest:
        return request_for(actor, self.request)


class AnswerRequest(_Settling):
    """She was given what she asked to see, or what she said was wrong is put right; ``answer`` says how."""

    kind: ClassVar[str] = "people.answer_request"

    answer: Name


@handles(AnswerRequest)
def answer_request(command: AnswerRequest, request: SubjectRequest, work: Work) -> Done:
    """Settle the request. What she wants erased is not answered but erased."""
    refuse_if_any(granting_problems(request, frozenset({Wish.ACCESS, Wish.CORRECT})))
    return _settle(request, work, state=RequestState.ANSWERED, answer=command.answer)


class RefuseRequest(_Settling):
    """The request is refused, on a ground of UU 27/2022 art. 33 or because who asks has no right to."""

    kind: ClassVar[str] = "people.refuse_request"

    ground: Ground
    answer: Name


@handles(RefuseRequest)
def refuse_request(command: RefuseRequest, request: SubjectRequest, work: Work) -> Done:
    """Settle the request with its ground."""
    refuse_if_any(rules.settling_problems(RequestState(request.state)))
    return _settle(request, work, state=RequestState.REFUSED, ground=command.ground, answer=command.answer)


class ErasePerson(Command):
    """Everything known of a person is erased, because she asked for it in ``request``.

    Her values go in every app, with the keys that open what the log says of her. What stays is said on the
    certificate: that there was someone, what was counted, who did and read what. It cannot be undone.
    """

    kind: ClassVar[str] = "people.erase_person"
    verb: ClassVar[str] = "erase"
    about: ClassVar[str] = "person"

    person: UUID
    request: UUID

    def target(self, actor: Actor) -> Person:
        return person_for(actor, self.person)


@handles(ErasePerson)
def erase_person(command: ErasePerson, person: Person, work: Work) -> Done:
    """Erase her in every app and settle all she asked."""
    request = SubjectRequest.objects.filter(id=command.request, person_id__in=ids_of(person)).first()
    if request is None:
        raise not_found()
    refuse_if_any(granting_problems(request, frozenset({Wish.ERASE})))
    if person.merged_into_id is not None:
        raise Refused(Problem("people.merged"))
    same = Person.objects.filter(id=person.id, version=person.version, erased_at=None)
    if not same.update(erased_at=work.now, version=F("version") + 1):
        raise Refused(Problem("journal.stale"))
    subject = subject_of(person)
    Person.objects.filter(id__in=subject.ids).update(erased_at=work.now)
    counts = erase_everywhere(subject)
    _settle_all(subject.ids, work.now)
    SubjectRequest.objects.filter(id=request.id).update(erased=counts)
    return Done(Ref.to("person", person.id), person.version + 1, (facts.PersonErased(person.id),))


def _settle_all(persons: Collection[UUID], now: datetime) -> None:
    """What she asked is answered by the erasure; who had no right to ask is refused."""
    still_open = SubjectRequest.objects.filter(person_id__in=persons, state=RequestState.OPEN)
    settled = {"settled_at": now, "version": F("version") + 1}
    not_hers = still_open.filter(asker=Asker.SOMEONE_ELSE)
    not_hers.update(state=RequestState.REFUSED, ground=Ground.NOT_ENTITLED, **settled)
    still_open.update(state=RequestState.ANSWERED, **settled)


def _settle(request: SubjectRequest, work: Work, **values: Any) -> Done:
    same = SubjectRequest.objects.filter(id=request.id, version=request.version)
    if not same.update(settled_at=work.now, version=F("version") + 1, **values):
        raise Refused(Problem("journal.stale"))
    return Done(Ref.to("request", request.id), request.version + 1)
