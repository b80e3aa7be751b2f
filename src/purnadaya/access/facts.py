"""What has happened to users and roles."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from purnadaya.kernel.commands import Fact


@dataclass(frozen=True)
class OrganisationFounded(Fact):
    """An organisation began to keep its records here."""

    organisation_id: UUID


@dataclass(frozen=True)
class UserInvited(Fact):
    """Someone was given a user name and a first role."""

    user_id: UUID
    role: str


@dataclass(frozen=True)
class UserCorrected(Fact):
    """A user's name, user name or phone was changed."""

    user_id: UUID


@dataclass(frozen=True)
class EntryCodeIssued(Fact):
    """A user got a new one-time code; older ones no longer work."""

    user_id: UUID


@dataclass(frozen=True)
class RoleGiven(Fact):
    """A user holds a role within a scope from today."""

    user_id: UUID
    role: str


@dataclass(frozen=True)
class RoleEnded(Fact):
    """A user no longer holds a role."""

    user_id: UUID
    role: str


@dataclass(frozen=True)
class SignInClosed(Fact):
    """A user can no longer sign in; all her sessions end."""

    user_id: UUID


@dataclass(frozen=True)
class SignInOpened(Fact):
    """A user may sign in again."""

    user_id: UUID


@dataclass(frozen=True)
class SecondFactorReset(Fact):
    """A user's lost second factor was forgotten; all her sessions ended."""

    user_id: UUID
