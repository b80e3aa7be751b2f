"""Pages of documents: parse, call, render."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.access.queries import names_of
from purnadaya.documents.commands import receive
from purnadaya.documents.office.forms import AttachDocumentForm, RemoveDocumentForm, RenewConsentForm
from purnadaya.documents.office.section import line_of
from purnadaya.documents.office.serving import name_of, served
from purnadaya.documents.queries import (
    consent_under,
    content_shown_to,
    document_for,
    is_consented,
    received,
    small_shown_to,
    told_document_for,
    without_consent,
)
from purnadaya.documents.rules import DocumentKind, Media
from purnadaya.journal.door import save
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.kernel.sealing import CannotOpen
from purnadaya.people.queries import Person, person_for

PAGE = 50


@needs("document", "decide")
def index(request: Request) -> HttpResponse:
    """Documents whose consent is over: each is removed, or she is asked anew."""
    page = Paginator(without_consent(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "documents/index.html", {"page": page, "rows": [line_of(one) for one in page]})


@needs("person", "note")
def attach(request: Request, person_id: UUID) -> HttpResponse:
    """A new photo or file of hers."""
    person = person_for(request.actor, person_id)
    form = _attaching(request, person)
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Saved. It lies sealed, and shows only here."))
        return redirect("people:person", person.id)
    consented = [kind for kind in DocumentKind if consent_under(request.actor, person, kind)]
    context = {"form": form, "person": person, "consented": consented}
    return render(request, "documents/attach.html", context, status=422 if form.errors else 200)


def _attaching(request: Request, person: Person) -> AttachDocumentForm:
    """The form; of what was sent, the file is taken in first, and the consent found that it comes under."""
    fixed = {"person": str(person.id)}
    if request.method != "POST":
        return AttachDocumentForm(actor=request.actor, initial={"received_on": timezone.localdate()}, fixed=fixed)
    typed = request.POST.copy()
    file, trouble = _taken_in(request)
    for name, value in {**file, "upload": str(new_id())}.items():
        typed[name] = value
    trouble += _consent_into(fixed, request.actor, person, typed.get("what", ""))
    return AttachDocumentForm(typed, actor=request.actor, fixed=fixed | file, trouble=trouble)


def _taken_in(request: Request) -> tuple[dict[str, str], list[Problem]]:
    """Which file the form is about: the one that is sent now, or one that was received before; or why there is none."""
    sent, name = request.FILES.get("chosen"), "upload" if "chosen" in request.FILES else "file"
    file_id = _id_in(request.POST.get(name, ""))
    if file_id is None:
        return {}, []
    try:
        kept = received(request.actor, file_id) if sent is None else receive(request.actor, file_id, sent.read())
    except Refused as refusal:
        return {}, list(refusal.problems)
    except CannotSave as failed:
        return {}, [failed.problem]
    return ({"file": str(file_id), "digest": kept.digest}, []) if kept else ({}, [])


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _consent_into(fixed: dict[str, str], actor: Actor, person: Person, what: str) -> list[Problem]:
    """Name the consent that a document of this kind comes under, or say that there is none."""
    if what not in set(DocumentKind):
        return []
    kind = DocumentKind(what)
    consent = consent_under(actor, person, kind)
    if consent is None:
        code = "documents.no_photo_consent" if kind is DocumentKind.PHOTO else "documents.no_registry_consent"
        return [Problem(code, fields=("what",))]
    fixed["consent"] = str(consent.id)
    return []


@needs("document", "see")
def document(request: Request, document_id: UUID) -> HttpResponse:
    """One photo, or what a paper is and the way to open it."""
    found = document_for(request.actor, document_id)
    consented = is_consented(request.actor, found)
    context = {
        **line_of(found),
        "person": found.person,
        "consented": consented,
        "renewable": not consented and consent_under(request.actor, found.person, DocumentKind(found.kind)),
        "by": names_of(request.actor, {found.attached_by}).get(found.attached_by, "") if found.attached_by else "",
        "may_open": not found.sensitive or can(request.actor, "show", found),
        "may_remove": can(request.actor, "remove", found),
        "shown": Media(found.media) is Media.PICTURE,
    }
    return render(request, "documents/document.html", context)


@needs("document", "see")
@require_GET
@never_cache
def small(request: Request, document_id: UUID) -> HttpResponse:
    """The small picture of a photo."""
    try:
        return served(small_shown_to(request.actor, document_id), Media.PICTURE, "small")
    except CannotOpen:
        raise not_found() from None


@needs("document", "see")
@never_cache
def content(request: Request, document_id: UUID) -> HttpResponse:
    """The bytes: of a photo to whoever looks, of a paper only when it is asked for, which is on record."""
    if request.method != "POST" and document_for(request.actor, document_id).sensitive:
        raise not_found()
    try:
        found, data = content_shown_to(request.actor, document_id)
    except CannotOpen:
        messages.error(
            request, _("This file cannot be opened: it is damaged or gone. Tell whoever looks after the machine.")
        )
        return redirect("documents:document", document_id)
    return served(data, Media(found.media), name_of(found.kind, found.received_on))


@needs("document", "decide")
def renew(request: Request, document_id: UUID) -> HttpResponse:
    """She agreed anew: it shows again."""
    found = document_for(request.actor, document_id)
    consent = consent_under(request.actor, found.person, DocumentKind(found.kind))
    if consent is None or (request.method != "POST" and is_consented(request.actor, found)):
        raise not_found()
    fixed = {"document": str(found.id), "consent": str(consent.id)}
    form = RenewConsentForm(request.POST or None, actor=request.actor, fixed=fixed, version=found.version)
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Saved. It shows again."))
        return redirect("documents:document", found.id)
    context = {"form": form, **line_of(found)}
    return render(request, "documents/renew.html", context, status=422 if form.errors else 200)


@needs("document", "remove")
def remove(request: Request, document_id: UUID) -> HttpResponse:
    """It is taken away for good."""
    found = told_document_for(request.actor, document_id)
    if request.method != "POST" and found.removed_at:
        raise not_found()
    form = RemoveDocumentForm(
        request.POST or None, actor=request.actor, fixed={"document": str(found.id)}, version=found.version
    )
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Removed. Nobody can open it again."))
        return redirect("people:person", found.person_id)
    context = {"form": form, **line_of(found), "person": found.person}
    return render(request, "documents/remove.html", context, status=422 if form.errors else 200)
