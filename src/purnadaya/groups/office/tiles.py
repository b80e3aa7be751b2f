"""The tiles on which is marked who came: one for each member, and for whoever else was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from purnadaya.groups.office.words import ATTENDED_WORDS, EXCUSE_WORDS
from purnadaya.groups.queries import Membership
from purnadaya.groups.rules.meetings import Attended, Line
from purnadaya.kernel.commands import Actor
from purnadaya.people.queries import called_for

MARK, EXCUSE, WAY, OPENED = "a-", "x-", "w-", "o-"
GUEST, JOIN = "guest", "join"


@dataclass(frozen=True)
class Tile:
    """One person: what is marked of her, and (``member`` False) whether she came as a guest or joins."""

    person: str
    name: str
    member: bool = True
    marked: str = ""
    excuse: str = ""
    way: str = ""
    opened: str = ""
    """What was said of her when the form was opened."""

    @property
    def options(self) -> list[tuple[str, Any, bool]]:
        """What can be marked: code, words, whether it is."""
        return [(one.value, words, one.value == self.marked) for one, words in ATTENDED_WORDS.items()]

    @property
    def excuses(self) -> list[tuple[str, Any, bool]]:
        """Why she sent word: code, words, whether it is that."""
        return [(one.value, words, one.value == self.excuse) for one, words in EXCUSE_WORDS.items()]

    @property
    def mark_name(self) -> str:
        """What its marks are called in the form."""
        return f"{MARK}{self.person}"

    @property
    def excuse_name(self) -> str:
        """What its reason is called in the form."""
        return f"{EXCUSE}{self.person}"

    @property
    def way_name(self) -> str:
        """What its choice between guest and member is called in the form."""
        return f"{WAY}{self.person}"

    @property
    def opened_name(self) -> str:
        """Under what the form carries that."""
        return f"{OPENED}{self.person}"

    @property
    def is_changed(self) -> bool:
        """Whether something else is marked now."""
        return bool(self.marked) and self.opened != _said(self.marked, self.excuse, self.is_guest)

    @property
    def body(self) -> dict[str, Any]:
        """What is said of her, as the commands take it."""
        excuse = self.excuse if self.marked == Attended.EXCUSED else ""
        said: dict[str, Any] = {"person": self.person, "attended": self.marked, "guest": self.is_guest}
        return said | ({"excuse": excuse} if excuse else {})

    @property
    def is_guest(self) -> bool:
        """Whether she was there as a guest."""
        return not self.member and self.way == GUEST


def tiles_of(
    actor: Actor,
    members: Iterable[Membership],
    data: Mapping[str, Any] | None,
    stands: Mapping[UUID, Line],
    found: Iterable[Any] = (),
) -> list[Tile]:
    """A tile for each member, for everyone marked already (``stands``, or typed), and for who was ``found`` by name.

    What was typed goes before what stands. Of ids the actor may not see nothing is drawn.
    """
    names = {str(one.person.root_id): one.person.root.called for one in members}
    typed = data or {}
    others = {str(one) for one in stands} | {name.removeprefix(MARK) for name in typed if name.startswith(MARK)}
    others = {one for one in others if one not in names and _is_id(one)}
    called = called_for(actor, others) if others else {}
    rows = [*names.items(), *sorted(called.items(), key=lambda row: row[1].casefold())]
    rows += [(str(one.id), one.called) for one in found if str(one.id) not in {*names, *called}]
    return [_tile(of, name, of in names, typed, stands.get(UUID(of))) for of, name in rows if name]


def _said(marked: str, excuse: str, guest: bool) -> str:
    """All that is said of one person, as one text."""
    return " ".join(("marked", marked, excuse if marked == Attended.EXCUSED else "-", "guest" if guest else "-"))


def _tile(of: str, name: str, member: bool, typed: Mapping[str, Any], stands: Line | None) -> Tile:
    was = stands.attended.value if stands else ""
    excuse = stands.excuse.value if stands and stands.excuse else ""
    way = GUEST if stands and stands.guest else ""
    return Tile(
        person=of,
        name=name,
        member=member or (stands is not None and not stands.guest),
        marked=typed.get(f"{MARK}{of}", was),
        excuse=typed.get(f"{EXCUSE}{of}", excuse),
        way=typed.get(f"{WAY}{of}", way),
        opened=typed.get(f"{OPENED}{of}", _said(was, excuse, stands.guest) if stands else ""),
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
