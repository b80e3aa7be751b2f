"""Everything that can be written about organisations, users and roles."""

from __future__ import annotations

import secrets
from typing import ClassVar
from uuid import UUID
from zoneinfo import available_timezones

from django.db.models import F
from pydantic import BaseModel, ConfigDict

from purnadaya.access import facts, rules, second_factor, sessions
from purnadaya.access.models import EntryCode, Organisation, RoleGrant, User
from purnadaya.access.queries import Server, keyed_index, organisation_for, user_for
from purnadaya.access.refusals import (
    area_problems,
    giving_problems,
    grant_reach_problems,
    is_person,
    refuse_last_admin,
    refuse_self,
    refuse_unless_manageable,
    roles_of,
)
from purnadaya.access.roles import Role
from purnadaya.access.scopes import scope_of
from purnadaya.kernel.areas import AreaCode
from purnadaya.kernel.clock import DEFAULT_ZONE
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.ids import NewId, new_id
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.texts import Line, Name


class FoundOrganisation(Command):
    """An organisation begins to keep its records on this server. Only the operator can do this.

    ``home`` is the area it mostly works in (it decides words and which places are found first);
    ``zone`` an IANA time zone; an ``example`` can be signed in to from this machine only.
    """

    kind: ClassVar[str] = "access.found_organisation"
    verb: ClassVar[str] = "found"
    about: ClassVar[str] = "organisation"

    organisation: NewId
    name: Name
    home: AreaCode
    zone: Line = DEFAULT_ZONE
    example: bool = False

    def target(self, actor: Actor) -> Server:
        return Server()


@handles(FoundOrganisation)
def found_organisation(command: FoundOrganisation, server: Server, work: Work) -> Done:
    """Create the organisation; its first user is invited by the operator."""
    refuse_if_any(area_problems(command.home, "home") + _zone_problems(command.zone))
    Organisation.objects.create(
        id=command.organisation,
        name=command.name,
        home_id=command.home,
        zone=command.zone,
        is_example=command.example,
        founded_at=work.now,
    )
    fact = facts.OrganisationFounded(command.organisation)
    return Done(Ref.to("organisation", command.organisation), facts=(fact,))


class InviteUser(Command):
    """Someone gets a user name and a first role, in the whole organisation, one ``area`` of it, or for one ``group``.

    Answers with a one-time code, shown once, with which she sets her own password within 72 hours.
    """

    kind: ClassVar[str] = "access.invite_user"
    verb: ClassVar[str] = "invite"
    about: ClassVar[str] = "user"

    user: NewId
    name: Name
    username: Line
    phone: Phone | None = None
    role: Role
    area: AreaCode | None = None
    group: UUID | None = None

    def target(self, actor: Actor) -> Organisation:
        return organisation_for(actor)


@handles(InviteUser)
def invite_user(command: InviteUser, organisation: Organisation, work: Work) -> Done:
    """Create the user without a password, her role, and a one-time code."""
    username = command.username.lower()
    refuse_if_any(
        rules.username_problems(username)
        + _taken_problems(username, command.phone, None)
        + giving_problems(work.actor, command.role, command.area, command.group, organisation.id)
    )
    user = User(id=command.user, organisation=organisation, username=username, name=command.name, invited_at=work.now)
    _set_phone(user, command.phone)
    user.set_unusable_password()
    user.save(force_insert=True)
    _give(user, new_id(), command, work)
    return Done(
        Ref.to("user", user.id), facts=(facts.UserInvited(user.id, command.role),), secret=_new_code(user, work)
    )


class UserChanges(BaseModel):
    """What can be corrected about a user; absent means unchanged, null clears the phone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name | None = None
    username: Line | None = None
    phone: Phone | None = None


class CorrectUser(Command):
    """A user's name, user name or phone is put right."""

    kind: ClassVar[str] = "access.correct_user"
    verb: ClassVar[str] = "correct"
    about: ClassVar[str] = "user"

    user: UUID
    changes: UserChanges

    def target(self, actor: Actor) -> User:
        return user_for(actor, self.user)


@handles(CorrectUser)
def correct_user(command: CorrectUser, user: User, work: Work) -> Done:
    """Change the named fields only."""
    wanted = command.changes
    set_fields = wanted.model_fields_set
    refuse_unless_manageable(user, work)
    username = (wanted.username or "").lower()
    problems = [
        Problem("value.missing", fields=(f,))
        for f in ("name", "username")
        if f in set_fields and not getattr(wanted, f)
    ]
    if "username" in set_fields and username:
        problems += rules.username_problems(username)
    refuse_if_any(problems + _taken_problems(username, wanted.phone, user.id))
    before = {name: getattr(user, name) for name in set_fields & {"name", "username"}}
    user.name = wanted.name or user.name
    user.username = username or user.username
    if "phone" in set_fields:
        _set_phone(user, wanted.phone)
    version = _save_version(user, "name", "username", "phone_index", "phone_hint")
    return Done(Ref.to("user", user.id), version, (facts.UserCorrected(user.id),), before)


class IssueCode(Command):
    """A user who cannot come in gets a new one-time code; her earlier codes stop working."""

    kind: ClassVar[str] = "access.issue_code"
    verb: ClassVar[str] = "manage"
    about: ClassVar[str] = "user"

    user: UUID

    def target(self, actor: Actor) -> User:
        return user_for(actor, self.user)


@handles(IssueCode)
def issue_code(command: IssueCode, user: User, work: Work) -> Done:
    """Make the code; only its keyed index is kept."""
    refuse_unless_manageable(user, work)
    if not user.is_active:
        raise Refused(Problem("access.sign_in_closed"))
    secret = _new_code(user, work)
    return Done(Ref.to("user", user.id), _touch(user), (facts.EntryCodeIssued(user.id),), secret=secret)


class ResetSecondFactor(Command):
    """A user who lost her phone comes in with her password alone, once; her sessions end. The ``reason`` stays."""

    kind: ClassVar[str] = "access.reset_second_factor"
    verb: ClassVar[str] = "manage"
    about: ClassVar[str] = "user"

    user: UUID
    reason: Name

    def target(self, actor: Actor) -> User:
        return user_for(actor, self.user)


@handles(ResetSecondFactor)
def reset_second_factor(command: ResetSecondFactor, user: User, work: Work) -> Done:
    """Forget her second factor; where her roles ask for one, she sets up a new one before anything else."""
    refuse_self(user, work)
    refuse_unless_manageable(user, work)
    if not second_factor.remove_all(user):
        raise Refused(Problem("access.no_second_factor"))
    sessions.end_all(user)
    return Done(Ref.to("user", user.id), _touch(user), (facts.SecondFactorReset(user.id),))


class GiveRole(Command):
    """A user holds one more role from today, in the whole organisation, one ``area`` of it, or for one ``group``."""

    kind: ClassVar[str] = "access.give_role"
    verb: ClassVar[str] = "manage"
    about: ClassVar[str] = "user"

    grant: NewId
    user: UUID
    role: Role
    area: AreaCode | None = None
    group: UUID | None = None

    def target(self, actor: Actor) -> User:
        return user_for(actor, self.user)


@handles(GiveRole)
def give_role(command: GiveRole, user: User, work: Work) -> Done:
    """Add the role, unless she holds the very same already."""
    refuse_self(user, work)
    refuse_if_any(giving_problems(work.actor, command.role, command.area, command.group, user.organisation_id))
    _give(user, command.grant, command, work)
    return Done(Ref.to("user", user.id), _touch(user), (facts.RoleGiven(user.id, command.role),))


class EndRole(Command):
    """A user no longer holds a role, from today, for a ``reason`` that stays on record."""

    kind: ClassVar[str] = "access.end_role"
    verb: ClassVar[str] = "manage"
    about: ClassVar[str] = "user"

    user: UUID
    grant: UUID
    reason: Name

    def target(self, actor: Actor) -> User:
        return user_for(actor, self.user)


@handles(EndRole)
def end_role(command: EndRole, user: User, work: Work) -> Done:
    """Date the end of the role; the row stays."""
    refuse_self(user, work)
    grant = RoleGrant.objects.filter(id=command.grant, user=user, until=None).first()
    if grant is None:
        raise Refused(Problem("access.role_not_held", fields=("grant",)))
    if is_person(work):
        refuse_if_any(
            rules.giving_problems(roles_of(work.actor), Role(grant.role))
            + grant_reach_problems(work.actor, grant, user)
        )
    refuse_last_admin(user, grant)
    grant.until, grant.end_reason = work.today, command.reason
    grant.save(update_fields=["until", "end_reason"])
    return Done(Ref.to("user", user.id), _touch(user), (facts.RoleEnded(user.id, grant.role),))


class CloseSignIn(Command):
    """A user can no longer sign in, at once and everywhere, for a ``reason`` that stays on record."""

    kind: ClassVar[str] = "access.close_sign_in"
    verb: ClassVar[str] = "manage"
    about: ClassVar[str] = "user"

    user: UUID
    reason: Name

    def target(self, actor: Actor) -> User:
        return user_for(actor, self.user)


@handles(CloseSignIn)
def close_sign_in(command: CloseSignIn, user: User, work: Work) -> Done:
    """Refuse every session and code of hers from now on; what she wrote stays hers."""
    refuse_self(user, work)
    refuse_unless_manageable(user, work)
    refuse_last_admin(user, *user.grants.filter(until=None, role=Role.ORGANISATION_ADMIN))
    if not user.is_active:
        raise Refused(Problem("access.sign_in_closed"))
    EntryCode.objects.filter(user=user, used_at=None).delete()
    user.is_active = False
    sessions.end_all(user)
    return Done(Ref.to("user", user.id), _save_version(user, "is_active"), (facts.SignInClosed(user.id),))


class OpenSignIn(Command):
    """A user whose sign-in was closed may come in again with her old password."""

    kind: ClassVar[str] = "access.open_sign_in"
    verb: ClassVar[str] = "manage"
    about: ClassVar[str] = "user"

    user: UUID

    def target(self, actor: Actor) -> User:
        return user_for(actor, self.user)


@handles(OpenSignIn)
def open_sign_in(command: OpenSignIn, user: User, work: Work) -> Done:
    """Allow sign-in again."""
    refuse_unless_manageable(user, work)
    if user.is_active:
        raise Refused(Problem("access.sign_in_open"))
    user.is_active = True
    return Done(Ref.to("user", user.id), _save_version(user, "is_active"), (facts.SignInOpened(user.id),))


def _zone_problems(zone: str) -> list[Problem]:
    return [] if zone in available_timezones() else [Problem("access.unknown_zone", {"zone": zone}, ("zone",))]


def _taken_problems(username: str, phone: Phone | None, own: UUID | None) -> list[Problem]:
    others = User.objects.exclude(id=own) if own else User.objects.all()
    problems = []
    if username and others.filter(username=username).exists():
        problems.append(Problem("access.username_taken", {"username": username}, ("username",)))
    if phone and others.filter(phone_index=keyed_index("user.phone", phone)).exists():
        problems.append(Problem("access.phone_taken", fields=("phone",)))
    return problems


def _set_phone(user: User, phone: Phone | None) -> None:
    user.phone_index = keyed_index("user.phone", phone) if phone else None
    user.phone_hint = phone[-3:] if phone else ""


def _give(user: User, grant_id: UUID, given: InviteUser | GiveRole, work: Work) -> None:
    kind, scope = scope_of(given.area, given.group, user.organisation_id)
    held = {"user": user, "role": given.role, "scope_kind": kind, "scope_id": scope}
    if RoleGrant.objects.filter(**held, until=None).exists():
        raise Refused(Problem("access.role_held_already", {"role": given.role.value}, ("role",)))
    RoleGrant.objects.create(id=grant_id, **held, since=work.today)


def _new_code(user: User, work: Work) -> str:
    EntryCode.objects.filter(user=user, used_at=None).delete()
    code = "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_LENGTH))
    EntryCode.objects.create(
        user=user,
        code_index=keyed_index("entry.code", code),
        made_at=work.now,
        expires_at=work.now + rules.CODE_LIFE,
    )
    return rules.readable_code(code)


def _save_version(user: User, *fields: str) -> int:
    user.version += 1
    user.save(update_fields=[*fields, "version"])
    return user.version


def _touch(user: User) -> int:
    User.objects.filter(id=user.id).update(version=F("version") + 1)
    return user.version + 1
