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
from purnadaya.tallies.measures import Measure, Split

Words = Mapping[str, Any]
GUEST_WORDS: Words = {"member": _("Members"), "guest": _("Guests")}


def _plain(words: Mapping[Any, Any]) -> Callable[[Actor, Iterable[str]], Words]:
    told = {str(value): said for value, said in words.items()}
    return lambda _actor, _labels: told


def _countries(_actor: Actor, labels: Iterable[str]) -> Words:
    """The countries by their names."""
    words = names(get_language() or "id")
    return dict(sorted({label: words.get(label, label) for label in labels}.items(), key=lambda one: one[1]))


_channels = _plain(CHANNEL_WORDS)


def _countries_and_channels(actor: Actor, labels: Iterable[str]) -> Words:
    """Of ``MY agency``: the country, and how she went."""
    pairs = {label: label.partition(" ")[::2] for label in labels}
    countries, channels = _countries(actor, {one for one, _other in pairs.values()}), _channels(actor, ())
    told = {label: f"{countries[one]}, {channels.get(other, other)}" for label, (one, other) in pairs.items()}
    return dict(sorted(told.items(), key=lambda one: one[1]))


def _topics(actor: Actor, _labels: Iterable[str]) -> Words:
    return topic_names(actor)


_WORDS: Mapping[str, Callable[[Actor, Iterable[str]], Words]] = {
    "people.returns": _countries_and_channels,
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


_PARTS: Mapping[tuple[str, Split], Callable[[Actor, Iterable[str]], Words]] = {
    ("people.returns", Split.LABEL_ONE): _countries,
    ("people.returns", Split.LABEL_OTHER): _channels,
}


def label_words(actor: Actor, measure: Measure, labels: Iterable[str], split: Split = Split.LABEL) -> Words:
    """The words of these labels of a measure, or of one thing they say, and perhaps of more, in the order they stand
    in; what has none is told as it is."""
    if split is not Split.LABEL:
        return _PARTS[measure.key, split](actor, labels)
    return _WORDS[measure.key](actor, labels) if measure.key in _WORDS else {}
