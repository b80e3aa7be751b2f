"""Under what persons are found: the keys of their names, and the words these are made of. Nobody else writes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import TypeAlias
from uuid import UUID

from purnadaya.journal.putting_off import do_later, write_values_later
from purnadaya.people.commands import words_sql
from purnadaya.people.models.persons import NameBlock, NameWord, Person
from purnadaya.people.queries import name_blocks, name_words, unborne_words, word_keys

Word: TypeAlias = tuple[UUID, str]
"""Of an organisation, as text."""
AT_ONCE = 5000
"""Words in one statement: SQLite takes some tens of thousands of values."""


def refile(person: Person, *, is_new: bool = False) -> None:
    """Put her under the keys and the words by which she and someone like her are looked for, as her name, birth and
    village are now."""
    if not is_new:
        unfile([person.id])
    for key in sorted(name_blocks(person)):
        write_values_later(NameBlock, (key, person.id))
    do_later(NameWord, _keep_words, name_words(person))


def unfile(ids: Collection[UUID]) -> None:
    """Take these persons from under all of them, and what words nobody else bears from the words."""
    filed = NameBlock.objects.filter(person_id__in=ids)
    words = NameWord.objects.filter(key__in=filed.values("key"))
    lost: list[Word] = list(words.values_list("organisation_id", "text"))
    filed.delete()
    if lost:
        do_later(NameWord, _keep_words, lost)


def _keep_words(said: Sequence[list[NameWord] | list[Word]]) -> None:
    """Add the words that are borne now, then take away those of the others that nobody bears."""
    borne: dict[Word, NameWord] = {}
    lost: dict[UUID, set[str]] = defaultdict(set)
    for one in (one for some in said for one in some):
        if isinstance(one, NameWord):
            borne[one.organisation_id, one.text] = one
        else:
            lost[one[0]].add(one[1])
    _add(borne[name] for name in sorted(borne, key=str))
    for organisation, texts in lost.items():
        if unborne := set(unborne_words(organisation, texts)):
            NameWord.objects.filter(organisation_id=organisation, text__in=unborne).delete()
            words_sql.look_again(partial(_give_back, organisation, unborne))


def _give_back(organisation: UUID, texts: Collection[str]) -> None:
    """Add those of these words again that somebody bears."""
    words = [
        NameWord(organisation_id=organisation, text=text, key=key)
        for text, key in word_keys(organisation, " ".join(texts)).items()
    ]
    _add(words)
    unborne = list(unborne_words(organisation, texts))
    NameWord.objects.filter(organisation_id=organisation, text__in=unborne).delete()


def _add(words: Iterable[NameWord]) -> None:
    """Also those that are there already: by that whoever takes words away waits for this transaction."""
    NameWord.objects.bulk_create(words, ignore_conflicts=True, batch_size=AT_ONCE)
