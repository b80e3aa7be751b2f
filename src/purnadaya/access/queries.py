"""Reads of users and organisations; each takes the actor, and what is not hers is not found."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.crypto import salted_hmac

from purnadaya.access.actors import Held, UserActor, user_id_of
from purnadaya.access.models import EntryCode, Organisation, RoleGrant, User
from purnadaya.access.policies import visible_to
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
    organisation = user.organisation
    return UserActor(
        user_id=user.id,
        name=user.name,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        home_area=organisation.home_id,
        zone=organisation.zone,
        grants=tuple(Held(*row) for row in held),
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


def names_of(actor: Actor, user_ids: set[UUID]) -> dict[UUID, str]:
    """Names of users of the actor's own organisation by id: whoever works together knows the names."""
    if actor.organisation_id is None:
        return {}
    own = User.objects.filter(id__in=user_ids, organisation_id=actor.organisation_id)
    return dict(own.values_list("id", "name"))


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
