"""Pages of what persons ask about their own data."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.journal.door import save
from purnadaya.kernel.problems import not_found
from purnadaya.people.office.forms import (
    ASKER_WORDS,
    GROUND_WORDS,
    AnswerRequestForm,
    ErasePersonForm,
    ReceiveRequestForm,
    RefuseRequestForm,
)
from purnadaya.people.office.request_words import ERASED_WORDS, hands, in_words
from purnadaya.people.queries import (
    keeps_backups_for,
    person_for,
    request_for,
    requests_for,
    waits_for_correction,
)
from purnadaya.people.rules import Asker, Ground, RequestState, Wish
from purnadaya.ui.forms import CommandForm

PAGE = 50


@needs("request", "see")
def index(request: Request) -> HttpResponse:
    """What was asked, the most pressing first."""
    page = Paginator(requests_for(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/requests.html", {"page": page, "rows": [in_words(one) for one in page]})


@needs("person", "receive")
def receive(request: Request, person_id: UUID) -> HttpResponse:
    """She asks: write it down."""
    person = person_for(request.actor, person_id)
    form = ReceiveRequestForm(request.POST or None, actor=request.actor, fixed={"person": str(person.id)})
    if request.method == "POST" and (outcome := save(form, request.actor)):
        messages.success(request, _("Saved. The hours to answer are running."))
        return redirect("people:request", outcome.of.id)
    context = {"form": form, "person": person}
    return render(request, "people/receive.html", context, status=422 if form.errors else 200)


@needs("request", "see")
@never_cache
def request_page(request: Request, request_id: UUID) -> HttpResponse:
    """One request: who asked what, by when it must be answered, and the next step."""
    asked = request_for(request.actor, request_id)
    context = {
        **in_words(asked),
        "asker": ASKER_WORDS[Asker(asked.asker)],
        "entitled": asked.asker != Asker.SOMEONE_ELSE,
        "ground": GROUND_WORDS[Ground(asked.ground)] if asked.ground else "",
        **hands(request.actor, asked),
        "nothing_corrected": waits_for_correction(asked),
        "gone": asked.person.erased_at is not None,
        "may_settle": can(request.actor, "settle", asked) and asked.state == RequestState.OPEN,
    }
    return render(request, "people/request.html", context)


@needs("request", "settle")
def answer(request: Request, request_id: UUID) -> HttpResponse:
    """She has her answer."""
    return _settle(request, request_id, AnswerRequestForm, _("She has her answer"))


@needs("request", "settle")
def refuse(request: Request, request_id: UUID) -> HttpResponse:
    """It is refused."""
    return _settle(request, request_id, RefuseRequestForm, _("Refuse the request"))


def _settle(request: Request, request_id: UUID, form_class: type[CommandForm], title: str) -> HttpResponse:
    asked = request_for(request.actor, request_id)
    form = form_class(request.POST or None, actor=request.actor, fixed={"request": str(asked.id)})
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Saved."))
        return redirect("people:request", asked.id)
    warned = form_class is AnswerRequestForm and waits_for_correction(asked)
    context = {"form": form, "title": title, "nothing_corrected": warned, **in_words(asked)}
    return render(request, "people/settle.html", context, status=422 if form.errors else 200)


@needs("person", "erase")
def erase(request: Request, request_id: UUID) -> HttpResponse:
    """All of her is erased. What goes and what stays is said before."""
    asked = request_for(request.actor, request_id)
    if asked.erased:
        return redirect("people:certificate", asked.id)
    if asked.wish != Wish.ERASE or asked.person.erased_at:
        raise not_found()
    person = person_for(request.actor, asked.person.root_id)
    if not can(request.actor, "erase", person):
        raise not_found()
    form = ErasePersonForm(
        request.POST or None,
        actor=request.actor,
        fixed={"person": str(person.id), "request": str(asked.id)},
        version=person.version,
    )
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Erased. Print the certificate for her."))
        return redirect("people:certificate", asked.id)
    context = {"form": form, "person": person, "days": keeps_backups_for(asked.organisation_id), **in_words(asked)}
    return render(request, "people/erase.html", context, status=422 if form.errors else 200)


@needs("request", "see")
@never_cache
def certificate(request: Request, request_id: UUID) -> HttpResponse:
    """What was erased, what stays and why: to print, sign and hand over. It holds no value of hers."""
    asked = request_for(request.actor, request_id)
    if not asked.erased:
        raise not_found()
    context = {
        **in_words(asked),
        **hands(request.actor, asked),
        "counts": [(ERASED_WORDS.get(kind, kind), count) for kind, count in sorted(asked.erased.items())],
        "days": keeps_backups_for(asked.organisation_id),
    }
    return render(request, "people/certificate.html", context)
