"""Her groups on her page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from purnadaya.access.policies import holds
from purnadaya.groups.office.words import POST_WORDS
from purnadaya.groups.queries import OfficerTerm, last_attended, memberships_about, terms_about
from purnadaya.groups.rules.groups import Post
from purnadaya.kernel.commands import Actor
from purnadaya.people.queries import ids_of


def section(actor: Actor, person: Any) -> SafeString:
    """Where she belongs, which posts she holds and held, and the last meeting she came to; empty for who sees no
    groups at all."""
    if not holds(actor, "group", "see"):
        return SafeString("")
    ids = ids_of(person)
    terms = terms_about(actor, ids)
    members = memberships_about(actor, ids)
    context = {
        "members": [
            {"entry": one, "posts": [_post(term) for term in terms if term.group_id == one.group_id and not term.until]}
            for one in members
            if one.until is None
        ],
        "former": [one for one in members if one.until is not None],
        "held": [(_post(term), term) for term in terms if term.until is not None],
        "last": last_attended(actor, ids),
    }
    return render_to_string("groups/section.html", context)


def _post(term: OfficerTerm) -> Any:
    return POST_WORDS[Post(term.post)]
