"""Her photos and files on her page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from purnadaya.access.policies import can, holds
from purnadaya.documents.office.words import KIND_WORDS, MEDIA_WORDS
from purnadaya.documents.queries import documents_for, is_consented, out_of_sight, removed_for
from purnadaya.documents.rules import DocumentKind, Media
from purnadaya.kernel.commands import Actor


def section(actor: Actor, person: Any) -> SafeString:
    """Photos as small pictures, papers by their names; empty for who sees no documents at all."""
    if not holds(actor, "document", "see"):
        return SafeString("")
    documents = documents_for(actor, person)
    context = {
        "person": person,
        "photos": [one for one in documents if one.kind == DocumentKind.PHOTO],
        "papers": [line_of(one) for one in documents if one.kind != DocumentKind.PHOTO],
        "undecided": sum(not is_consented(actor, one) for one in documents),
        "out_of_sight": out_of_sight(actor, person),
        "removed": removed_for(actor, person),
        "may_note": can(actor, "note", person),
    }
    return render_to_string("documents/section.html", context)


def line_of(document: Any) -> dict[str, Any]:
    """A document in words."""
    return {
        "document": document,
        "kind": KIND_WORDS[DocumentKind(document.kind)],
        "media": MEDIA_WORDS[Media(document.media)],
    }
