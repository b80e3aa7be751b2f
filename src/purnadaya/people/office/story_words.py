"""Words for what the registry tells on a person's life line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from purnadaya.journal.stories import StoryEntry, Words
from purnadaya.kernel.countries import names
from purnadaya.people.office.life_words import (
    BODY_WORDS,
    LEAVING_WORDS,
    PURPOSE_WORDS,
    RELATION_WORDS,
    SECTOR_WORDS,
    TRAINING_WORDS,
)
from purnadaya.people.rules.households import Relation
from purnadaya.people.rules.life import Leaving, Purpose, Sector, Training
from purnadaya.people.rules.positions import Body
from purnadaya.ui.dates import day_words

KIND_WORDS = {
    "registry": gettext_lazy("Registry"),
    "abroad": gettext_lazy("Work abroad"),
    "visit": gettext_lazy("Visits"),
    "training": gettext_lazy("Trainings"),
    "position": gettext_lazy("Positions"),
    "consent": gettext_lazy("What she agrees to"),
    "home": gettext_lazy("Home and household"),
    "accompaniment": gettext_lazy("Accompanied"),
    "questions": gettext_lazy("Six questions"),
}
"""What a life line can be narrowed to."""


def tell(entry: StoryEntry) -> Words:
    """One entry in words."""
    return _TELLINGS[entry.act](entry.values)


def _country(values: Mapping[str, Any]) -> str:
    return str(names(get_language() or "id").get(values["country"], values["country"]))


def _departed(values: Mapping[str, Any]) -> Words:
    return Words(_("Left for %(country)s") % {"country": _country(values)}, str(SECTOR_WORDS[Sector(values["sector"])]))


def _returned(values: Mapping[str, Any]) -> Words:
    return Words(_("Came back from %(country)s") % {"country": _country(values)})


def _moved(values: Mapping[str, Any]) -> Words:
    return Words(_("Moved to %(place)s") % {"place": values["to"]}, _("from %(place)s") % {"place": values["former"]})


def _until(values: Mapping[str, Any]) -> str:
    return _("until %(day)s") % {"day": day_words(values["until"])} if values["until"] else ""


def _trained(values: Mapping[str, Any]) -> Words:
    more = " · ".join(part for part in (values["issuer"], _until(values)) if part)
    return Words(str(TRAINING_WORDS[Training(values["training"])]), more)


def _agreed(values: Mapping[str, Any]) -> Words:
    more = " · ".join(part for part in (str(PURPOSE_WORDS[Purpose(values["purpose"])]), _until(values)) if part)
    return Words(_("Agreed"), more)


def _position(values: Mapping[str, Any]) -> str:
    return " · ".join(part for part in (str(BODY_WORDS[Body(values["body"])]), values["role"]) if part)


_TELLINGS: Mapping[str, Callable[[Mapping[str, Any]], Words]] = {
    "registered": lambda values: Words(_("Came into our registry")),
    "left": lambda values: Words(_("No longer accompanied"), str(LEAVING_WORDS[Leaving(values["why"])])),
    "departed": _departed,
    "returned": _returned,
    "moved": _moved,
    "joined": lambda values: Words(_("Lives in a household"), str(RELATION_WORDS[Relation(values["relation"])])),
    "parted": lambda values: Words(_("Left that household")),
    "accompanied": lambda values: Words(_("%(name)s begins to accompany her") % values),
    "unaccompanied": lambda values: Words(_("%(name)s accompanies her no more") % values),
    "agreed": _agreed,
    "withdrew": lambda values: Words(_("Took a consent back"), str(PURPOSE_WORDS[Purpose(values["purpose"])])),
    "met": lambda values: Words(_("We met her"), values["note"]),
    "asked": lambda values: Words(_("Was asked the six questions")),
    "trained": _trained,
    "took_position": lambda values: Words(_position(values), values["place"]),
    "left_position": lambda values: Words(
        _("No longer: %(position)s") % {"position": _position(values)}, values["place"]
    ),
}
"""What each act is called."""
