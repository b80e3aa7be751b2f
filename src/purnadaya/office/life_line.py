"""A person's life line: what every app tells of her, merged by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from purnadaya.journal.stories import StoryEntry, Storyteller, Words, tellers
from purnadaya.kernel.commands import Actor
from purnadaya.people.queries import ids_of
from purnadaya.ui.dates import rough_words


@dataclass(frozen=True)
class Line:
    """One entry, with who knows its words."""

    entry: StoryEntry
    teller: Storyteller

    @property
    def when(self) -> str:
        """Its date, as rough as it is known."""
        return rough_words(str(self.entry.when))

    @property
    def words(self) -> Words:
        """What happened, in the reader's language."""
        return self.teller.words(self.entry)


def life_line(actor: Actor, person: Any) -> list[Line]:
    """All that this actor may know happened in her life, the latest first; also under her other names."""
    ids = ids_of(person)
    lines = [Line(entry, teller) for teller in tellers().values() for entry in teller.entries(actor, ids)]
    return sorted(lines, key=lambda line: line.entry.stands_under)[::-1]


def kinds_in(lines: list[Line]) -> Mapping[str, Any]:
    """The kinds of these entries, to narrow by; of what is not there no word."""
    there = {line.entry.kind for line in lines}
    return {kind: words for one in tellers().values() for kind, words in one.kinds.items() if kind in there}
