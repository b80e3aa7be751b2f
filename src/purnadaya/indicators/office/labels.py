"""The words for what a measure is split into by its own label: a topic, a post, a country and how she went there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from purnadaya.groups.office.offers import topic_names
from purnadaya.groups.office.words import OCCASION_WORDS, POST_WORDS, SHORT_KIND_WORDS
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.countries import names
from purnadaya.people.office.life_words import BODY_WORDS, CHANNEL_WORDS
from purnadaya.tallies.measures import Measure

Words = Mapping[str, Any]
GUEST_WORDS: Words = {"member": _("Members"), "guest": _("Guests")}


def _plain(words: Mapping[Any, Any]) -> Callable[[Actor, Iterable[str]], Words]:
    told = {str(value): said for value, said in words.items()}
    return lambda _actor, _labels: told


def _countries(_actor: Actor, labels: Iterable[str]) -> Words:
    """Of ``MY agency``: the country, and how she went."""
    countries = names(get_language() or "id")
    channels = {str(value): said for value, said in CHANNEL_WORDS.items()}
    told = {}
    for label in sorted(labels):
        country, _space, channel = label.partition(" ")
        told[label] = f"{countries.get(country, country)}, {channels.get(channel, channel)}"
    return dict(sorted(told.items(), key=lambda one: one[1]))


def _topics(actor: Actor, _labels: Iterable[str]) -> Words:
    return topic_names(actor)


_WORDS: Mapping[str, Callable[[Actor, Iterable[str]], Words]] = {
    "people.returns": _countries,
    "people.positions": _plain(BODY_WORDS),
    "groups.active": _plain(SHORT_KIND_WORDS),
    "groups.officers": _plain(POST_WORDS),
    "groups.attendances": _plain(GUEST_WORDS),
    "groups.womens_share": _plain(GUEST_WORDS),
    "groups.minutes": _topics,
    "groups.outreaches": _plain(OCCASION_WORDS),
    "groups.reached": _plain(OCCASION_WORDS),
    "groups.reached_disabled": _plain(OCCASION_WORDS),
}


def label_words(actor: Actor, measure: Measure, labels: Iterable[str]) -> Words:
    """The words of these labels of a measure, and perhaps of more, in the order they stand in; what has none is told as
    it is."""
    return _WORDS[measure.key](actor, labels) if measure.key in _WORDS else {}
