"""Sending her what is hers by WhatsApp: the text is shown first; nobody but the reader's own phone sends it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can
from purnadaya.kernel.problems import not_found
from purnadaya.people.office.life_words import TRAINING_WORDS
from purnadaya.people.queries import (
    agreed_to_contact,
    also_known_as,
    person_for,
    qualifications_for,
    said_of_calling,
)
from purnadaya.people.rules import Calling, Whose
from purnadaya.people.rules.life import Training
from purnadaya.people.rules.sharing import sharing_problems
from purnadaya.ui.dates import day_words
from purnadaya.ui.words import say

WHATSAPP = "https://wa.me/?text="
HER_LANGUAGE = "id"

PROBLEM_WORDS = {
    "people.share_left": gettext_lazy("She is no longer accompanied."),
    "people.share_without_consent": gettext_lazy(
        "She has not agreed that we write to her, or the consent has ended. Ask her first, and write it down."
    ),
    "people.share_not_called": gettext_lazy("She asked us not to call or write. Tell her when you meet."),
    "people.share_phone_unknown": gettext_lazy("We do not know whose phone it is. Ask her, and write it down."),
    "people.share_no_phone": gettext_lazy("She has no phone. Print it, or tell her when you meet."),
    "people.share_phone_of_others": gettext_lazy(
        "The phone is not her own; others would read it. Print it, or tell her when you meet."
    ),
}


@needs("person", "note")
def share(request: Request, person_id: UUID) -> HttpResponse:
    """The very text that would be sent, and the button to send it; or why it is not to be sent."""
    person = person_for(request.actor, person_id)
    if person.merged_into_id is not None:
        return redirect("people:share", person.root_id)
    if not can(request.actor, "note", person):
        raise not_found()
    said = said_of_calling([person, *also_known_as(person)])
    problems = sharing_problems(
        Calling(said.calling) if said else None,
        Whose(person.whose) if person.whose else None,
        agreed=agreed_to_contact(request.actor, person, timezone.localdate()),
        left=person.left_on is not None,
    )
    trainings = qualifications_for(request.actor, person)
    text = _text(request, person, trainings) if trainings and not problems else ""
    context = {
        "person": person,
        "problems": [say(problem) for problem in problems],
        "text": text,
        "link": WHATSAPP + quote(text) if text else "",
    }
    return render(request, "people/share.html", context)


def _text(request: Request, person: Any, trainings: Iterable[Any]) -> str:
    """What is sent, in her language and not the reader's: her trainings, no name but hers and the sender's."""
    with override(HER_LANGUAGE):
        greeting = _("%(name)s, this is what we wrote down of your trainings:") % {"name": person.called}
        ending = _("Is something not right? Tell us. Greetings, %(sender)s, %(organisation)s") % {
            "sender": request.actor.name,
            "organisation": request.actor.organisation_name,
        }
        return "\n".join([greeting, *(_line(one) for one in trainings), "", ending])


def _line(training: Any) -> str:
    line = f"- {TRAINING_WORDS[Training(training.training)]}, {day_words(training.since)}"
    return f"{line} ({_('until %(day)s') % {'day': day_words(training.until)}})" if training.until else line
