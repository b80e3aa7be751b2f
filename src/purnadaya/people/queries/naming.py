"""The words that names are made of: a piece of a name is looked for in these few, and then who bears them.

So it takes as long among a million persons as among a thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from purnadaya.kernel.commands import Actor
from purnadaya.people.models.persons import NameBlock, NameWord, Person
from purnadaya.people.rules.finding import allowed_slips, ends_of, slips_between
from purnadaya.people.rules.likeness import fingerprint, word_block

MOST_BEARERS = 6_000
"""No more are read and then put in order; of more, reading all persons in order soon meets enough."""
MOST_COMPARED = 20_000
"""Of each bearer of a word that no more bear it is looked up whether she bears the others; of more, all bearers of
either word are laid side by side."""
MOST_WORDS = 500
"""A piece of a name that is in more words than this narrows nothing."""
WORDS_MEANT = 100
"""So many words are taken for what was meant by one that was misspelt."""


def narrowed(actor: Actor, found: QuerySet[Person], words: Sequence[Q]) -> QuerySet[Person]:
    """The same persons, said so that the store reads only the few who bear all of these words, where they are few.

    Each of ``words`` says of ``NameWord`` what each of these persons bears one of. Where all are common nothing is
    said: then a list in order is soon full.
    """
    ways = [way for one in words if (way := _bearers(actor, one)) is not None]
    if not ways:
        return found
    counted = ((way, way[: MOST_COMPARED + 1].count()) for way in ways)
    (rarest, fewest), *others = sorted(counted, key=lambda one: one[1])
    if not others:
        return found.filter(id__in=rarest.values("person_id")) if fewest <= MOST_BEARERS else found
    if fewest <= MOST_COMPARED:
        for other, _ in others:
            rarest = rarest.filter(Exists(other.filter(person_id=OuterRef("person_id"))))
        of_all = rarest.values_list("person_id", flat=True)
    else:
        of_all = rarest.values_list("person_id", flat=True).intersection(
            others[0][0].values_list("person_id", flat=True)
        )
    ids = list(of_all[: MOST_BEARERS + 1])
    # Asked for as a question of its own: of a long list SQLite may think that reading everyone in order is quicker.
    return found.filter(id__in=Person.objects.filter(id__in=ids).values("id")) if len(ids) <= MOST_BEARERS else found


def _bearers(actor: Actor, words: Q) -> QuerySet[NameBlock] | None:
    """Under what keys those are filed who bear one of these words; None when it is one of very many."""
    keys = list(_vocabulary(actor).filter(words).values_list("key", flat=True)[: MOST_WORDS + 1])
    return None if len(keys) > MOST_WORDS else NameBlock.objects.filter(key__in=keys)


def words_meant(actor: Actor, typed: str) -> dict[str, int]:
    """The words of names that may be meant by this one, the nearest first, and how many slips lie between."""
    if not allowed_slips(typed):
        near = Q(text=typed)
    else:
        begins, ends = ends_of(typed)
        near = Q(text__contains=begins) | Q(text__contains=ends)
    words = _vocabulary(actor).filter(near).values_list("text", flat=True).distinct()
    meant = ((slips, word) for word in words if (slips := slips_between(typed, word)) is not None)
    return {word: slips for slips, word in sorted(meant)[:WORDS_MEANT]}


def _vocabulary(actor: Actor) -> QuerySet[NameWord]:
    words = NameWord.objects.all()
    return words if actor.organisation_id is None else words.filter(organisation_id=actor.organisation_id)


def name_words(person: Person) -> list[NameWord]:
    """The words of a person's name and nickname."""
    return [
        NameWord(organisation_id=person.organisation_id, text=word, key=key)
        for word, key in word_keys(person.organisation_id, person.name_key).items()
    ]


def word_keys(organisation: UUID, name_key: str) -> dict[str, int]:
    """The words of a name, and under what key their bearers are filed."""
    return {word: fingerprint(organisation, word_block(word)) for word in name_key.split()}


def unborne_words(organisation: UUID, texts: Collection[str]) -> QuerySet[NameWord, str]:
    """Those of these words that nobody of the organisation bears."""
    whole = Concat(Value(" "), "person__name_key", Value(" "))
    sought = Concat(Value(" "), OuterRef("text"), Value(" "))
    bearers = NameBlock.objects.filter(key=OuterRef("key")).annotate(whole=whole).filter(whole__contains=sought)
    words = NameWord.objects.filter(organisation_id=organisation, text__in=texts)
    return words.exclude(Exists(bearers)).values_list("text", flat=True)


def word_differences() -> Iterator[str]:
    """Where the words of names are not those that persons bear; yields a line per organisation, and tells no word."""
    borne: dict[UUID, dict[str, int]] = defaultdict(dict)
    for organisation, name_key in Person.objects.values_list("organisation_id", "name_key").iterator():
        known = borne[organisation]
        if any(word not in known for word in name_key.split()):
            known |= word_keys(organisation, name_key)
    for organisation, text, key in NameWord.objects.values_list("organisation_id", "text", "key").iterator():
        if borne[organisation].pop(text, None) != key:
            borne[organisation][""] = 0
    for organisation in (one for one, left in borne.items() if left):
        yield f"organisation {organisation}: the words of names are not those that persons bear"
