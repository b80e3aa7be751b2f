"""Reads of what persons asked about their own data; each takes the actor."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from purnadaya.access.models import Organisation
from purnadaya.access.policies import visible_to
from purnadaya.journal.models import Operation
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Problem, not_found
from purnadaya.people.models.requests import SubjectRequest
from purnadaya.people.queries.persons import ids_of
from purnadaya.people.rules import requests as rules
from purnadaya.people.rules.requests import Asker, RequestState, Wish
from purnadaya.rulebook import queries as rulebook


def requests_for(actor: Actor) -> QuerySet[SubjectRequest]:
    """What persons asked about their own data, where the actor may know of it: the open first, by when due."""
    requests = visible_to(actor, SubjectRequest).select_related("person")
    return requests.annotate(settled=Q(settled_at__isnull=False)).order_by("settled", "due_at", "id")


def open_requests_for(actor: Actor) -> QuerySet[SubjectRequest]:
    """Those not answered yet, the most pressing first."""
    return requests_for(actor).filter(state=RequestState.OPEN)


def request_for(actor: Actor, request_id: UUID) -> SubjectRequest:
    """One request. Raises ``access.not_found`` unless the actor may see it."""
    request = requests_for(actor).filter(id=request_id).first()
    if request is None:
        raise not_found()
    return request


def settled_by(request: SubjectRequest) -> tuple[Operation | None, Operation | None]:
    """What wrote the request down, and what answered or refused it; where neither did, what erased her."""
    its_own = list(Operation.objects.applied().of("request", request.id).order_by("seq"))
    if request.settled_at and len(its_own) == 1:
        erased = Operation.objects.applied().of("person", request.person.root_id)
        its_own += erased.filter(kind="people.erase_person")
    return (its_own[0] if its_own else None), (its_own[-1] if len(its_own) > 1 else None)


def waits_for_correction(request: SubjectRequest) -> bool:
    """Whether she said something is wrong, the request is open, and nothing was written about her since she asked."""
    if request.wish != Wish.CORRECT or request.state != RequestState.OPEN:
        return False
    ids = map(str, ids_of(request.person))
    written = Operation.objects.applied().filter(object_kind="person", object_id__in=ids)
    return not written.filter(recorded_at__gt=request.asked_at).exists()


def granting_problems(request: SubjectRequest, granted: frozenset[Wish]) -> list[Problem]:
    """Why a request cannot be granted as one of these wishes; see the rule of the same name."""
    return rules.granting_problems(RequestState(request.state), Wish(request.wish), Asker(request.asker), granted)


ANSWER_IN = {Wish.ACCESS: "data.access", Wish.CORRECT: "data.correction", Wish.ERASE: "data.erasure"}
"""The rule that says within how many hours each wish is answered."""


def time_to_answer(wish: Wish, asked_at: datetime, organisation_id: UUID) -> timedelta:
    """How long there is to answer, by the rule of the organisation's day on which she asked; hours run on holidays
    too (UU 27/2022 arts. 30, 32)."""
    zone = Organisation.objects.values_list("zone", flat=True).get(id=organisation_id)
    day = asked_at.astimezone(ZoneInfo(zone)).date()
    return timedelta(hours=rulebook.value_on(ANSWER_IN[wish], day, organisation_id).value)


def keeps_backups_for(organisation_id: UUID) -> int:
    """For how many days a copy may still hold what was erased today."""
    return rulebook.value_on("data.backups", SYSTEM_CLOCK.today(), organisation_id).value
