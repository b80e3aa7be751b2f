"""Pages of persons: parse, call, render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.access.tries import is_try_left
from purnadaya.journal.door import save
from purnadaya.journal.envelopes import Outcome
from purnadaya.journal.models import Operation
from purnadaya.journal.queries import clashing_fields, open_clashes
from purnadaya.kernel.problems import Problem
from purnadaya.people.commands import RegisterPerson
from purnadaya.people.office.forms import (
    BACKGROUND_WORDS,
    CALLING_WORDS,
    LIKE_WORDS,
    SEX_WORDS,
    WHOSE_WORDS,
    ConfirmPersonForm,
    CorrectPersonForm,
    RegisterPersonForm,
)
from purnadaya.people.office.life_page import life_of
from purnadaya.people.office.request_words import in_words
from purnadaya.people.queries import (
    SEALED,
    Sought,
    also_known_as,
    ids_of,
    lookalikes_for,
    open_requests_for,
    person_for,
    said_of_calling,
    shown_to,
    values_of,
)
from purnadaya.people.rules import Background, Calling, Sex, Whose
from purnadaya.places.queries import place_lines
from purnadaya.ui.sections import sections_of
from purnadaya.ui.words import say

ELSEWHERE = "elsewhere"
"""Stands for someone she may not see, among those she was asked about."""

Shown: TypeAlias = Mapping[tuple[UUID, str], str]
"""Sealed values in the clear, by whose entry they stand in and which they are."""
NOTHING: Shown = MappingProxyType({})


@needs("person", "register")
def register(request: Request) -> HttpResponse:
    """A new person."""
    form = RegisterPersonForm(
        request.POST or None,
        actor=request.actor,
        initial={"name": request.GET.get("name", "")[:120]},
    )
    like = _like(request, form) if request.method == "POST" else None
    if request.method == "POST" and like is None and (outcome := save(form, request.actor)):
        _tell(request, outcome, _("Saved. She is in the registry now."))
        return redirect("people:person", outcome.of.id)
    return render(request, "people/register.html", {"form": form, **(like or {})}, status=_status(form))


def _like(request: Request, form: RegisterPersonForm) -> dict[str, Any] | None:
    """Who may be the one typed, if she was not asked about them yet; None when nobody is, or the form is not right."""
    command = form.to_command()
    if not isinstance(command, RegisterPerson):
        return None
    typed = ("name", "nickname", "birth", "village", "phone", "nik")
    sought = Sought(**{name: getattr(command, name) for name in typed})
    found = lookalikes_for(request.actor, sought)
    if sought.birth and not is_try_left(request, "look_alike"):
        # Who asks so often guesses: she is not told any more whether there is someone elsewhere.
        found = replace(found, elsewhere=False)
    ids = {str(one.person.id) for one in found.found} | ({ELSEWHERE} if found.elsewhere else set())
    if ids <= form.seen:
        return None
    form.ask_about(ids)
    rows = [(one.person, [LIKE_WORDS[reason] for reason in one.likeness.reasons]) for one in found.found]
    places = place_lines({one.person.village_id for one in found.found})
    return {"like": rows, "elsewhere": found.elsewhere, "places": places}


def _tell(request: Request, outcome: Outcome, saved: str) -> None:
    """That it was saved, and what to look at once more."""
    for code in outcome.note.split():
        messages.warning(request, say(Problem(code)))
    if not outcome.note:
        messages.success(request, saved)


@needs("person", "see")
def person(request: Request, person_id: UUID) -> HttpResponse:
    """What is known of her, and what to do next."""
    return _page(request, person_id)


@needs("person", "show")
@require_POST
def show(request: Request, person_id: UUID, field: str) -> HttpResponse:
    """Her page with one sealed field in the clear, this once; that it was looked at is on record."""
    value = shown_to(request.actor, person_id, field)
    return _page(request, person_for(request.actor, person_id).root_id, {(person_id, field): value})


def _page(request: Request, person_id: UUID, shown: Shown = NOTHING) -> HttpResponse:
    someone = person_for(request.actor, person_id)
    if someone.merged_into_id is not None:
        return redirect("people:person", someone.root_id)
    clashes = open_clashes(request.actor, "person", someone.id, timezone.now())
    others = also_known_as(someone)
    said = said_of_calling([someone, *others])
    context = {
        "person": someone,
        "place": place_lines([someone.village_id]).get(someone.village_id),
        "background": BACKGROUND_WORDS.get(Background(someone.background)),
        "sex": SEX_WORDS.get(Sex(someone.sex)),
        "whose": WHOSE_WORDS[Whose(someone.whose)] if someone.whose else None,
        "calling": CALLING_WORDS[Calling(said.calling)] if said else None,
        "hours": said.hours if said else "",
        "shown": {field: value for (of, field), value in shown.items() if of == someone.id},
        "numbers": _numbers(others, shown),
        "may_show": can(request.actor, "show", someone),
        "may_correct": can(request.actor, "correct", someone),
        "may_receive": can(request.actor, "receive", someone),
        "requests": [in_words(one) for one in open_requests_for(request.actor).filter(person_id__in=ids_of(someone))],
        "clashes": clashes,
        "confirm": _confirmation(request, someone, clashes) if clashes else None,
        "today": timezone.localdate(),
        "sections": sections_of("person", request.actor, someone),
        **life_of(request.actor, someone),
    }
    return render(request, "people/person.html", context)


def _numbers(others: list[Any], shown: Shown) -> list[dict[str, Any]]:
    """The phone numbers and NIKs that stand under other entries of hers: whose, and in the clear if just shown."""
    fields = [(one, field) for one in others for field in SEALED if getattr(one, field)]
    return [{"of": one, "field": field, "shown": shown.get((one.id, field), "")} for one, field in fields]


@needs("person", "correct")
@require_POST
def confirm(request: Request, person_id: UUID) -> HttpResponse:
    """After two people changed the same thing: what stands is right."""
    someone = person_for(request.actor, person_id)
    form = _confirmation(request, someone, open_clashes(request.actor, "person", someone.id, timezone.now()))
    if save(form, request.actor):
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    return redirect("people:person", someone.id)


def _confirmation(request: Request, someone: Any, clashes: list[Operation]) -> ConfirmPersonForm:
    form = ConfirmPersonForm(
        request.POST or None,
        actor=request.actor,
        fixed={"person": str(someone.id)},
        current=values_of(someone),
        version=someone.version,
    )
    form.confirms = frozenset(name for clash in clashes for name in clashing_fields(clash))
    return form


@needs("person", "correct")
def correct(request: Request, person_id: UUID) -> HttpResponse:
    """Put something right."""
    someone = person_for(request.actor, person_id)
    if someone.merged_into_id is not None:
        return redirect("people:person", someone.root_id)
    form = CorrectPersonForm(
        request.POST or None,
        actor=request.actor,
        fixed={"person": str(someone.id)},
        current=values_of(someone),
        version=someone.version,
    )
    if request.method == "POST" and (outcome := save(form, request.actor)):
        _tell(request, outcome, _("Saved."))
        return redirect("people:person", someone.id)
    return render(request, "people/correct.html", {"form": form, "person": someone}, status=_status(form))


def _status(form: RegisterPersonForm | CorrectPersonForm) -> int:
    return 422 if form.errors else 200
