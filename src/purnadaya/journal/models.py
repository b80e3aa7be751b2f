"""The operation log, which only grows, the waiting room, and the epoch of the store."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from purnadaya.kernel.data_classes import Classes, Index, classes
from purnadaya.kernel.ids import new_id

DIGEST = Index("raw", purpose="waiting.raw", long=True)
"""How a waiting line is known by its bytes."""


class OperationQuerySet(models.QuerySet["Operation"]):
    """Operations by what became of them."""

    def applied(self) -> OperationQuerySet:
        """Those that took effect."""
        return self.filter(problems__isnull=True)

    def refused(self) -> OperationQuerySet:
        """The memories of refusals."""
        return self.filter(problems__isnull=False)

    def of(self, kind: str, thing_id: object) -> OperationQuerySet:
        """Those about one thing."""
        return self.filter(object_kind=kind, object_id=str(thing_id))


class Operation(models.Model):
    """One executed command. The database itself refuses to change or delete a row.

    ``seq`` is the order of commits, among those about one thing at least; ``fields`` the fields an edit set;
    ``before`` their former values; ``problems`` is null unless the command was refused. ``body`` and ``before``
    are sealed for the thing spoken of (``contents``), so that dropping its key leaves the row and takes what
    it said.
    """

    seq = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True)
    organisation_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=120, blank=True)
    door = models.CharField(max_length=16)
    link = models.UUIDField(null=True)
    happened_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    body = models.TextField()
    body_mac = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=32)
    object_id = models.CharField(max_length=40)
    object_version = models.PositiveIntegerField()
    fields = models.JSONField(default=list)
    before = models.TextField(blank=True)
    problems = models.JSONField(null=True)
    note = models.CharField(max_length=160, blank=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="seq id organisation_id kind version actor_kind actor_id door link happened_at recorded_at "
        "object_kind object_id object_version fields problems note",
        personal="reason",
        sensitive="body before body_mac",
        logged="body before",
        index={"body_mac": Index()},
    )

    objects = OperationQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["object_id", "object_kind", "seq"], name="journal_of_object"),
            models.Index(fields=["organisation_id", "seq"], name="journal_of_organisation"),
            models.Index(
                fields=["organisation_id", "recorded_at"],
                condition=models.Q(problems__isnull=False),
                name="journal_refused",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @property
    def applied(self) -> bool:
        """Whether it took effect; otherwise it is the memory of a refusal."""
        return self.problems is None


class WaitingItem(models.Model):
    """Something received and not applied, with its very bytes (sealed) and the reason; settled by a person.

    ``digest`` is a keyed fingerprint of the bytes; ``area`` the code of the village it belongs to, empty when
    nobody can say; ``tries`` how often someone tried again and was refused.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField(null=True)
    operation_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=64, blank=True)
    area = models.CharField(max_length=13, blank=True, default="")
    raw = models.TextField()
    digest = models.CharField(max_length=32, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
    problems = models.JSONField()
    door = models.CharField(max_length=16)
    author_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_how = models.CharField(max_length=16, blank=True)
    settled_why = models.CharField(max_length=120, blank=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation_id operation_id area tries door author_id received_at "
        "settled_at settled_by settled_how",
        personal="kind problems settled_why",
        sensitive="raw digest",
        sealed="raw",
        index={"digest": DIGEST},
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation_id", "operation_id", "digest"],
                condition=models.Q(settled_at=None),
                name="journal_waiting_once",
            ),
        )
        indexes = (models.Index(fields=["organisation_id", "settled_at"], name="journal_waiting_open"),)

    def __str__(self) -> str:
        return f"{self.kind or '?'} waiting since {self.received_at:%Y-%m-%d}"


class Reading(models.Model):
    """That someone read a masked field. The database itself refuses to change or delete a row."""

    organisation_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    object_kind = models.CharField(max_length=32)
    object_id = models.CharField(max_length=40)
    field = models.CharField(max_length=32)
    read_at = models.DateTimeField()

    CLASSES: ClassVar[Classes] = classes(internal="id organisation_id actor_id object_kind object_id field read_at")

    class Meta:
        indexes = (
            models.Index(fields=["object_id", "object_kind"], name="journal_reading_of_object"),
            models.Index(fields=["organisation_id", "id"], name="journal_reading_of_org"),
        )

    def __str__(self) -> str:
        return f"{self.field} of {self.object_kind} read {self.read_at:%Y-%m-%d}"


class Epoch(models.Model):
    """The one row that says which life of the store this is; a restored store gets another ``id``."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    id = models.UUIDField(unique=True)
    since = models.DateTimeField()

    CLASSES: ClassVar[Classes] = classes(internal="only id since")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=1), name="journal_one_epoch"),)

    def __str__(self) -> str:
        return str(self.id)
