"""Who acts. Always handed in, never looked up from the air."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from purnadaya.kernel.commands import Actor


@dataclass(frozen=True)
class Held:
    """One role in force, within one scope."""

    role: str
    scope_kind: str
    scope_id: str


@dataclass(frozen=True)
class UserActor:
    """A signed-in person, with the roles she holds today."""

    kind: ClassVar[str] = "user"
    user_id: UUID
    name: str
    organisation_id: UUID
    organisation_name: str = ""
    home_area: str = ""
    zone: str = "Asia/Jakarta"
    grants: tuple[Held, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """The names of the roles held, whatever their scope."""
        return frozenset(held.role for held in self.grants)


@dataclass(frozen=True)
class Public:
    """Anyone, unknown."""

    kind: ClassVar[str] = "public"
    organisation_id: None = None
    grants: tuple[Held, ...] = ()


@dataclass(frozen=True)
class System:
    """The programme itself or its operator at the command line, for a stated reason."""

    reason: str
    organisation_id: UUID | None = None
    kind: ClassVar[str] = "system"
    grants: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Import:
    """A file being taken in, on behalf of a person and with no more rights than hers."""

    by: UserActor
    kind: ClassVar[str] = "import"

    @property
    def organisation_id(self) -> UUID:
        """The organisation of the person importing."""
        return self.by.organisation_id

    @property
    def grants(self) -> tuple[Held, ...]:
        """Her roles."""
        return self.by.grants


def grants_of(actor: Actor) -> Iterator[Held]:
    """The roles in force of any actor; the public and the system hold none."""
    yield from getattr(actor, "grants", ())


def user_id_of(actor: Actor) -> UUID | None:
    """The user behind the actor, if a person is behind it."""
    return getattr(actor, "user_id", None) or getattr(getattr(actor, "by", None), "user_id", None)


__all__ = ["Actor", "Held", "Import", "Public", "System", "UserActor", "grants_of", "user_id_of"]
