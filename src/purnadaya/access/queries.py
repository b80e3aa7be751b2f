"""Reads of users and organisations; each takes the actor, and what is not hers is not found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.crypto import salted_hmac

from purnadaya.access.actors import Held, UserActor, user_id_of
from purnadaya.access.models import EntryCode, Organisation, RoleGrant, SecurityEvent, User
from purnadaya.access.policies import holds, visible_to
from purnadaya.access.roles import ScopeKind
from purnadaya.access.rules import typed_code
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.problems import not_found


class Server:
    """The machine itself: the container of organisations, and nobody's own."""

    organisation_id = None


def keyed_index(purpose: str, value: str) -> str:
    """A keyed fingerprint: equal values meet, and without the key nothing can be read or guessed back."""
    return salted_hmac(f"purnadaya.{purpose}", value, algorithm="sha256").hexdigest()


def _in_force(today: date) -> Q:
    return Q(since__lte=today) & (Q(until=None) | Q(until__gt=today))


def actor_for(user: User, today: date) -> UserActor:
    """The actor behind a signed-in user, with the roles in force on ``today``."""
    held = RoleGrant.objects.filter(_in_force(today), user=user).values_list("role", "scope_kind", "scope_id")
    return _acting(user, [Held(*row) for row in held])


def _acting(user: User, held: Iterable[Held]) -> UserActor:
    organisation = user.organisation
    return UserActor(
        user_id=user.id,
        name=user.name,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        home_area=organisation.home_id,
        zone=organisation.zone,
        grants=tuple(held),
    )


def users_for(actor: Actor) -> QuerySet[User]:
    """The users the actor may see, by name; ``grants.all()`` of each holds her open roles only."""
    open_grants = Prefetch("grants", RoleGrant.objects.filter(until=None))
    return visible_to(actor, User).prefetch_related(open_grants).order_by("name", "id")


def user_for(actor: Actor, user_id: UUID) -> User:
    """One user. Raises ``access.not_found`` unless the actor may see her."""
    user = visible_to(actor, User).select_related("organisation").filter(id=user_id).first()
    if user is None:
        raise not_found()
    return user


def own_user(actor: Actor) -> User:
    """The actor's own user row, which everyone may see. Raises ``access.not_found`` for who has none."""
    own = user_id_of(actor)
    user = User.objects.select_related("organisation").filter(id=own).first() if own else None
    if user is None:
        raise not_found()
    return user


def colleague_for(actor: Actor, user_id: UUID) -> User:
    """The actor herself, or a user she may see. Raises ``access.not_found`` for another."""
    return own_user(actor) if user_id == user_id_of(actor) else user_for(actor, user_id)


def colleagues_who(actor: Actor, kind: str, verb: str, today: date) -> list[User]:
    """The active ones of these who may do ``verb`` to things of this kind somewhere, by name."""
    hers = Q(id__in=visible_to(actor, User).values("id")) | Q(id=user_id_of(actor))
    users = list(User.objects.filter(hers, is_active=True).select_related("organisation").order_by("name", "id"))
    held: dict[UUID, list[Held]] = {user.id: [] for user in users}
    grants = RoleGrant.objects.filter(_in_force(today), user_id__in=held)
    for user_id, *row in grants.values_list("user_id", "role", "scope_kind", "scope_id"):
        held[user_id].append(Held(*row))
    return [user for user in users if holds(_acting(user, held[user.id]), kind, verb)]


def organisation_for(actor: Actor, organisation_id: UUID | None = None) -> Organisation:
    """The actor's organisation (or, for the system, the one named). Raises ``access.not_found`` for others."""
    wanted = organisation_id or actor.organisation_id
    allowed = actor.organisation_id in (None, wanted) and actor.kind != "public"
    organisation = Organisation.objects.filter(id=wanted).first() if wanted and allowed else None
    if organisation is None:
        raise not_found()
    return organisation


def open_roles(user: User, today: date) -> list[RoleGrant]:
    """The roles this user holds on ``today``, oldest first."""
    return list(user.grants.filter(_in_force(today)).order_by("since", "id"))


def grants_named(actor: Actor, grant_ids: set[UUID]) -> dict[str, RoleGrant]:
    """Roles, open or ended, of users of the actor's own organisation, by the id of the grant as text."""
    if actor.organisation_id is None or not grant_ids:
        return {}
    own = RoleGrant.objects.filter(id__in=grant_ids, user__organisation_id=actor.organisation_id)
    return {str(grant.id): grant for grant in own}


def names_of(actor: Actor, user_ids: set[UUID]) -> dict[UUID, str]:
    """Names of users of the actor's own organisation by id: whoever works together knows the names."""
    if actor.organisation_id is None:
        return {}
    own = User.objects.filter(id__in=user_ids, organisation_id=actor.organisation_id)
    return dict(own.values_list("id", "name"))


def security_events_for(actor: Actor, user: UUID | None = None) -> QuerySet[SecurityEvent]:
    """What happened at the door of the actor's organisation (to one ``user`` of it), newest first."""
    rows = visible_to(actor, SecurityEvent).select_related("user").order_by("-id")
    return rows if user is None else rows.filter(user=user)


def user_signing_in(typed: str) -> User | None:
    """The user meant by a typed user name or phone number. For sign-in only."""
    found = User.objects.filter(username=typed.strip().lower()).first()
    if found is None:
        try:
            number = Phone(typed)
        except ValueError:
            return None
        found = User.objects.filter(phone_index=keyed_index("user.phone", number)).first()
    return found


def live_code(typed: str) -> EntryCode | None:
    """The unused code meant by what was typed, whatever its age. For sign-in only."""
    index = keyed_index("entry.code", typed_code(typed))
    return EntryCode.objects.select_related("user__organisation").filter(code_index=index, used_at=None).first()


# --- whether all adds up ---------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One applied operation on a thing, as the log tells it; ``values`` is None where it was erased."""

    of: str
    kind: str
    organisation_id: UUID | None
    version: int
    values: Mapping[str, Any] | None


@dataclass
class _Sum:
    """What a user must be like after what was told of her; ``first`` is the role she was invited with."""

    stands: dict[str, Any] = field(default_factory=dict)
    first: tuple[str, str, str] | None = None
    given: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def add(self, told: Told, values: Mapping[str, Any]) -> None:
        self.stands |= {"organisation": told.organisation_id, "version": told.version}
        self.stands |= {name: values[name] for name in ("name", "username") if values.get(name)}
        self.stands["username"] = self.stands.get("username", "").lower()
        if told.kind == "access.invite_user":
            self.stands["is_active"] = True
            self.first = _role_told(told, values)
        elif told.kind == "access.give_role":
            self.given[values["grant"]] = _role_told(told, values)
        elif told.kind == "access.end_role":
            if self.given.pop(values["grant"], None) is None:
                self.first = None
        elif told.kind in ("access.close_sign_in", "access.open_sign_in"):
            self.stands["is_active"] = told.kind == "access.open_sign_in"

    @property
    def roles(self) -> Counter[tuple[str, str, str]]:
        return Counter([*self.given.values(), *([self.first] if self.first else [])])


def _role_told(told: Told, values: Mapping[str, Any]) -> tuple[str, str, str]:
    if values.get("group"):
        return values["role"], ScopeKind.GROUP.value, values["group"]
    if values.get("area"):
        return values["role"], ScopeKind.AREA.value, values["area"]
    return values["role"], ScopeKind.ORGANISATION.value, str(told.organisation_id)


def user_differences(told: Iterable[Told]) -> Iterator[str]:
    """Where users and their open roles are not what the log adds up to.

    ``told`` is every applied command on users, in order; a user of whom something was erased is not
    compared. Yields a line per user and field that differs, and per user only one side knows; no value is told.
    """
    sums: dict[str, _Sum | None] = {}
    for one in told:
        sum_ = sums.setdefault(one.of, _Sum())
        if one.values is None or sum_ is None:
            sums[one.of] = None
        else:
            sum_.add(one, one.values)
    held = _open_roles_by_user()
    for user in User.objects.iterator():
        if str(user.id) not in sums:
            yield f"user {user.id}: not in the log"
        elif (log := sums.pop(str(user.id))) is not None:
            stands = {
                "organisation": user.organisation_id,
                "version": user.version,
                "name": user.name,
                "username": user.username,
                "is_active": user.is_active,
            }
            yield from (f"user {user.id}: {name} differs" for name in stands if stands[name] != log.stands.get(name))
            if held.get(user.id, Counter()) != log.roles:
                yield f"user {user.id}: open roles differ"
    yield from (f"user {user_id}: only in the log" for user_id, log in sums.items() if log is not None)


def _open_roles_by_user() -> dict[UUID, Counter[tuple[str, str, str]]]:
    held: dict[UUID, Counter[tuple[str, str, str]]] = {}
    grants = RoleGrant.objects.filter(until=None)
    for user, role, kind, scope in grants.values_list("user_id", "role", "scope_kind", "scope_id").iterator():
        held.setdefault(user, Counter())[role, kind, scope] += 1
    return held
