"""What can be chosen on the pages of meetings: members, colleagues, topics; and how a choice is read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from purnadaya.access.queries import colleagues_who, names_of
from purnadaya.groups.office.words import topic_words
from purnadaya.groups.queries import Membership, own_topics
from purnadaya.kernel.commands import Actor
from purnadaya.people.queries import called_for
from purnadaya.ui.fields import OpenChoiceField

ALL = "all"
PERSON, USER = "p", "u"


def person_code(person_id: Any) -> str:
    """How a person is named in a choice of who did or does something."""
    return f"{PERSON}:{person_id}" if person_id else ""


def user_code(user_id: Any) -> str:
    """How a colleague is named there."""
    return f"{USER}:{user_id}" if user_id else ""


def read_code(code: str) -> tuple[str, str]:
    """What a choice names: ``p`` or ``u`` and an id, or ``all`` and nothing; ("", "") for what is none of them."""
    kind, _colon, of = code.partition(":")
    return (kind, of) if kind in (PERSON, USER, ALL) else ("", "")


def members_offered(members: Iterable[Membership]) -> list[tuple[str, str]]:
    """The members as choices by id."""
    return [(str(one.person.root_id), one.person.root.called) for one in members]


def colleagues_offered(actor: Actor, today: Any) -> list[tuple[str, str]]:
    """The colleagues who hold meetings, as choices of who did something."""
    return [(user_code(user.id), user.name) for user in colleagues_who(actor, "group", "hold", today)]


def who_offered(actor: Actor, members: Iterable[Membership], today: Any, *, everyone: bool) -> list[Any]:
    """Members and colleagues in two bundles; before them, where it makes sense, all of us."""
    bundles: list[Any] = [(ALL, _("All of us"))] if everyone else []
    hers = [(person_code(of), name) for of, name in members_offered(members)]
    return [*bundles, (_("Members"), hers), (_("Colleagues"), colleagues_offered(actor, today))]


def topics_offered(actor: Actor) -> list[tuple[str, Any]]:
    """Every topic that is taught, ours and the organisation's own."""
    return list(topic_words({str(one.id): one.name for one in own_topics(actor)}).items())


def topic_names(actor: Actor) -> dict[str, Any]:
    """The words of every topic by its code, also of own ones that are not taught any more."""
    return topic_words({str(one.id): one.name for one in own_topics(actor, retired=True)})


def choose_from(form: Any, name: str, choices: Iterable[Any]) -> None:
    """Make a field of a form a list to choose from, which begins with nothing chosen."""
    former = form.fields[name]
    field = OpenChoiceField(choices=[("", "—"), *choices], widget=forms.Select, required=False)
    field.label, field.help_text = former.label, former.help_text
    field.needed = former.needed  # type: ignore[attr-defined]
    form.fields[name] = field


def names_shown(actor: Actor, codes: Iterable[str]) -> Mapping[str, str]:
    """How those are called whom these codes or ids name, where the actor may know it; two queries for all."""
    read = {code: read_code(code) for code in codes}
    persons = {of if kind == PERSON else code for code, (kind, of) in read.items() if kind in (PERSON, "")}
    users = {UUID(of) for kind, of in read.values() if kind == USER}
    called, colleagues = called_for(actor, persons), names_of(actor, users)
    shown = {}
    for code, (kind, of) in read.items():
        if kind == USER:
            shown[code] = colleagues.get(UUID(of), "")
        else:
            shown[code] = str(_("All of us")) if kind == ALL else called.get(of or code, "")
    return shown
