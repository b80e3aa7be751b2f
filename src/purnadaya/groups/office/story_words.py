"""Words for what groups tell on a person's life line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from purnadaya.groups.office.words import ENDING_WORDS, POST_WORDS, TOPIC_WORDS
from purnadaya.groups.rules.groups import Ending, Post
from purnadaya.groups.rules.meetings import Topic
from purnadaya.journal.stories import StoryEntry, Words

KIND_WORDS = {
    "group": gettext_lazy("Groups"),
    "meeting": gettext_lazy("Meetings"),
    "taught": gettext_lazy("What she taught"),
    "decision": gettext_lazy("What she took on"),
}
"""What a life line can be narrowed to."""


def tell(entry: StoryEntry) -> Words:
    """One entry in words."""
    return _TELLINGS[entry.act](entry.values)


def _left(values: Mapping[str, Any]) -> Words:
    why = str(ENDING_WORDS[Ending(values["why"])]) if values["why"] else ""
    return Words(_("Left the group %(group)s") % values, why)


def _took_post(values: Mapping[str, Any]) -> Words:
    return Words(_("%(post)s of %(group)s") % _with_post(values))


def _left_post(values: Mapping[str, Any]) -> Words:
    return Words(_("No longer %(post)s of %(group)s") % _with_post(values))


def _with_post(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**values, "post": POST_WORDS[Post(values["post"])]}


def _taught(values: Mapping[str, Any]) -> Words:
    topic = values["own"] or (TOPIC_WORDS[Topic(values["topic"])] if values["topic"] in set(Topic) else "")
    return Words(_("Taught in %(group)s") % values, str(topic))


def _did(values: Mapping[str, Any]) -> Words:
    more = "\n".join(part for part in (values["what"], values["outcome"]) if part)
    return Words(_("Did what she had taken on"), more)


def _came(values: Mapping[str, Any]) -> Words:
    words = ngettext(
        "Came to %(came)s of %(of)s meeting of %(group)s",
        "Came to %(came)s of %(of)s meetings of %(group)s",
        values["of"],
    )
    return Words(words % values)


def _came_as_guest(values: Mapping[str, Any]) -> Words:
    words = ngettext(
        "Guest at %(came)s meeting of %(group)s",
        "Guest at %(came)s meetings of %(group)s",
        values["came"],
    )
    return Words(words % values)


_TELLINGS: Mapping[str, Callable[[Mapping[str, Any]], Words]] = {
    "joined": lambda values: Words(_("Joined the group %(group)s") % values),
    "left": _left,
    "took_post": _took_post,
    "left_post": _left_post,
    "taught": _taught,
    "took_on": lambda values: Words(_("Took something on for %(group)s") % values, values["what"]),
    "did": _did,
    "came": _came,
    "came_as_guest": _came_as_guest,
}
"""What each act is called."""
