"""Commands: everything that can be written, as frozen values; and who handles each.

A command says what is to happen, never how it came in. ``journal.execute`` is the only way to run one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Actor(Protocol):
    """Whoever acts: a user, the public, the system with a reason, an import."""

    @property
    def organisation_id(self) -> UUID | None:
        """The organisation acted for, or None."""

    @property
    def kind(self) -> str:
        """``user``, ``public``, ``system`` or ``import``."""


@dataclass(frozen=True)
class Ref:
    """A thing named by kind and id, so that no floor needs another's table."""

    kind: str
    id: str

    @classmethod
    def to(cls, kind: str, thing_id: object) -> Ref:
        """The reference to the ``kind`` with this id."""
        return cls(kind, str(thing_id))


@dataclass(frozen=True)
class Fact:
    """What has happened, in the past tense; handlers return them, reactions and listeners hear them."""


@dataclass(frozen=True)
class Done:
    """What a handler hands back.

    ``of`` is the thing written and ``version`` its version now; ``before`` holds the former values of the
    fields that changed (None for a new thing); ``secret`` is shown once and never stored.
    """

    of: Ref
    version: int = 1
    facts: tuple[Fact, ...] = ()
    before: Mapping[str, Any] | None = None
    note: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Work:
    """What a handler may know beside its command: who, when, and under which operation."""

    actor: Actor
    operation: UUID
    now: datetime
    today: date
    organisation_id: UUID | None


class Command(BaseModel):
    """A wish to write one thing, in the field's words.

    Subclasses set ``kind`` (dotted, stable), ``verb`` (what the actor must be allowed to do to the
    target), ``about`` (the field that holds the id of the thing it speaks of, named like that thing's
    kind) and ``version`` (of the shape), and implement ``target``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str]
    verb: ClassVar[str]
    about: ClassVar[str]
    version: ClassVar[int] = 1
    merges: ClassVar[bool] = False
    """Whether two edits of one thing merge field by field; otherwise an edit of an old version is refused."""

    together: ClassVar[tuple[frozenset[str], ...]] = ()
    """Fields that only make sense together: an edit of one clashes with another's edit of any of them."""

    readers: ClassVar[str] = ""
    """The kind of thing whose readers may read in the history what it said; empty: whoever may see its target."""

    def target(self, actor: Actor) -> Any:
        """Load what the command acts on, through a query that takes the actor.

        Raises ``Refused('access.not_found')`` when the actor may not see it.
        """
        raise NotImplementedError

    @classmethod
    def foresee(cls, commands: Sequence[Any], actor: Actor) -> None:
        """Before several of this class run in one transaction: ask once for all of them what each would ask for itself,
        and ``learn`` it. Nothing is decided here; one that finds nothing learnt asks."""

    def subject(self) -> Ref:
        """The thing the command speaks of; what the log keeps of it is sealed for this thing."""
        return Ref.to(self.about, getattr(self, self.about))

    def touched(self) -> frozenset[str]:
        """The fields an edit sets; empty for a command that creates or does a whole act."""
        changes = getattr(self, "changes", None)
        return frozenset(changes.model_fields_set) if isinstance(changes, BaseModel) else frozenset()

    def differs(self, target: Any, name: str) -> bool:
        """Whether an edit would change field ``name`` of ``target`` as it stands now."""
        return bool(getattr(target, name) != getattr(getattr(self, "changes", None), name))


C = TypeVar("C", bound=Command)
Handler = Callable[[Any, Any, Work], Done]

_commands: dict[str, type[Command]] = {}
_handlers: dict[type[Command], Handler] = {}


def handles(command: type[C]) -> Callable[[Callable[[C, Any, Work], Done]], Callable[[C, Any, Work], Done]]:
    """Register the decorated function as the one handler of ``command``: ``(command, target, work) -> Done``."""

    def register(handler: Callable[[C, Any, Work], Done]) -> Callable[[C, Any, Work], Done]:
        if command.kind in _commands:
            raise TypeError(f"{command.kind} has a handler already")
        _commands[command.kind] = command
        _handlers[command] = handler
        return handler

    return register


def handler_of(command: Command) -> Handler:
    """The handler of this command."""
    return _handlers[type(command)]


def command_kinds() -> dict[str, type[Command]]:
    """Every command that can be executed, by its dotted kind."""
    return dict(sorted(_commands.items()))


def command_named(kind: str) -> type[Command] | None:
    """The command class of this dotted kind, or None."""
    return _commands.get(kind)
