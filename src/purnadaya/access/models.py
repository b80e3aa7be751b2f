"""Organisations, their users, the roles these hold, and one-time codes to come in."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from purnadaya.access.roles import Role, ScopeKind
from purnadaya.kernel.clock import DEFAULT_ZONE
from purnadaya.kernel.data_classes import Classes, Index, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME


def _choices(names: type[Role] | type[ScopeKind]) -> list[tuple[str, str]]:
    return [(name.value, name.value) for name in names]


class Organisation(models.Model):
    """An organisation on this server; it sees nothing of the others."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=LONGEST_NAME)
    home = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(max_length=64, default=DEFAULT_ZONE)
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    founded_at = models.DateTimeField()

    CLASSES: ClassVar[Classes] = classes(internal="id name home zone is_example version founded_at")

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> object:
        """Itself: so that the same policy reads an organisation as a container of its users."""
        return self.id


class UserManager(BaseUserManager["User"]):
    """Finds users the way they sign in."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of this user name, whatever the case it was typed in."""
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """Someone who can sign in.

    The phone number itself is not stored: only a keyed index to sign in by, and its last three digits.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    phone_index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique when present
    phone_hint = models.CharField(max_length=3, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    invited_at = models.DateTimeField()

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation is_active version invited_at last_login",
        personal="username name phone_hint",
        sensitive="password phone_index",
        hashed="password",
        index={"phone_index": Index()},
    )

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """How colleagues speak of her."""
        return self.name


class RoleGrant(models.Model):
    """A role held by a user within a scope, from a day until a day; ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=_choices(Role))
    scope_kind = models.CharField(max_length=16, choices=_choices(ScopeKind))
    scope_id = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)
    end_reason = models.CharField(max_length=LONGEST_NAME, blank=True)

    CLASSES: ClassVar[Classes] = classes(internal="id user role scope_kind scope_id since until", personal="end_reason")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "scope_id"], condition=Q(until=None), name="access_grant_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} / {self.scope_kind} {self.scope_id}"

    @property
    def organisation_id(self) -> object:
        """The organisation of the user who holds it."""
        return self.user.organisation_id


class EntryCode(models.Model):
    """A one-time code with which a user sets her password; only its keyed index is stored."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="codes")
    code_index = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="id user made_at expires_at used_at", sensitive="code_index", index={"code_index": Index()}
    )

    def __str__(self) -> str:
        return f"code until {self.expires_at:%Y-%m-%d}"


class DataKey(models.Model):
    """A data key, wrapped by a ring key; see ``keyring``. Ids sort by when they were made."""

    id = models.CharField(primary_key=True, max_length=32)
    purpose = models.CharField(max_length=8)
    kind = models.CharField(max_length=32)
    scope_id = models.CharField(max_length=40)
    wrapped = models.TextField()

    CLASSES: ClassVar[Classes] = classes(internal="id purpose kind scope_id", sensitive="wrapped", wrapped="wrapped")

    class Meta:
        indexes = (models.Index(fields=["scope_id", "kind", "purpose"], name="access_key_of_scope"),)

    def __str__(self) -> str:
        return f"{self.purpose} key of {self.kind} {self.scope_id}"


class AtTheDoor(StrEnum):
    """What can happen to someone's sign-in."""

    SIGNED_IN = "signed_in"
    PASSWORD_FAILED = "password_failed"
    SECOND_STEP_FAILED = "second_step_failed"
    CODE_USED = "code_used"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSWORD_CHANGED = "password_changed"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    SECOND_FACTOR_RESET = "second_factor_reset"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    SIGN_IN_CLOSED = "sign_in_closed"
    SIGN_IN_OPENED = "sign_in_opened"


class SecurityEvent(models.Model):
    """Something that happened to a user's sign-in. Rows are only added; they hold no address and nothing typed."""

    at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=32, choices=[(kind.value, kind.value) for kind in AtTheDoor])

    CLASSES: ClassVar[Classes] = classes(internal="id at organisation user kind")

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "-id"], name="access_security_newest"),
            models.Index(fields=["user", "-id"], name="access_security_of_user"),
        )

    def __str__(self) -> str:
        return self.kind
