"""Words for everything that can be held about a person, as her file tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from purnadaya.documents.office.forms import AttachDocumentForm
from purnadaya.documents.office.words import KIND_WORDS
from purnadaya.documents.office.words import READ_WORDS as DOCUMENT_READ_WORDS
from purnadaya.people.office import forms
from purnadaya.people.office.life_words import EDUCATION_WORDS, LEAVING_WORDS

THING_WORDS = {
    "person": _("Your entry in the registry"),
    "request": _("What you asked us"),
    "waiting": _("A line that waits to be checked"),
    "document": _("A photo or file of yours"),
}
"""What is shown under a heading of its own; the log stands apart."""

FIELD_WORDS: Mapping[str, Any] = {
    **{name: ask.label for name, ask in forms.ASKED.items()},
    **{name: ask.label for name, ask in forms.ReceiveRequestForm.ask.items()},
    **{name: ask.label for name, ask in AttachDocumentForm.ask.items()},
    "kind": AttachDocumentForm.ask["what"].label,
    "attached_at": _("Added"),
    "removed_at": _("Removed"),
    "file": _("Its name in this file"),
    **DOCUMENT_READ_WORDS,
    "answers": forms.READ_WORDS["answers"],
    "left_on": _("No longer accompanied since"),
    "left_why": _("Why no longer"),
    "registered_at": _("Registered"),
    "due_at": _("To be answered by"),
    "state": _("Where it stands"),
    "ground": _("Ground"),
    "answer": _("Answer"),
    "settled_at": _("Settled"),
    "export": _("This file: all of it"),
    "raw": _("As it came"),
    "find_phone": forms.READ_WORDS["find_phone"],
    "find_nik": forms.READ_WORDS["find_nik"],
}

STATE_WORDS = {"open": _("not answered yet"), "answered": _("answered"), "refused": _("refused")}

VALUE_WORDS: Mapping[str, Mapping[Any, Any]] = {
    "sex": forms.SEX_WORDS,
    "background": forms.BACKGROUND_WORDS,
    "also": forms.BACKGROUND_WORDS,
    "education": EDUCATION_WORDS,
    "left_why": LEAVING_WORDS,
    "whose": forms.WHOSE_WORDS,
    "calling": forms.CALLING_WORDS,
    "wish": forms.WISH_WORDS,
    "asker": forms.ASKER_WORDS,
    "ground": forms.GROUND_WORDS,
    "state": STATE_WORDS,
    "kind": KIND_WORDS,
}
