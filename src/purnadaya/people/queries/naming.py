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

MOST_BEARERS = 2_000
"""With no more bearers, these are read and put in order; with more, reading all persons in order soon meets enough."""
WORDS_MEANT = 100
"""So many words are taken for what was meant by one that was misspelt."""


def narrowed(actor: Actor, found: QuerySet[Person], words: Sequence[Q]) -> QuerySet[Person]:
    """The same persons, said so that the store begins with the few who bear the rarest of these words.

    Each of ``words`` says of ``NameWord`` what each of these persons bears one of. Where all are common nothing is
    said: then a list in order is soon full.
    """
    rarest, fewest = None, MOST_BEARERS + 1
    for one in words:
        bearers = NameBlock.objects.filter(key__in=_vocabulary(actor).filter(one).values("key")).values("person_id")
        if (borne := bearers[:fewest].count()) < fewest:
            rarest, fewest = bearers, borne
    return found if rarest is None else found.filter(id__in=rarest)


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
