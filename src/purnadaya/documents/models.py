"""Documents as they stand; their bytes lie sealed on the shelf (``access.shelf``)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from purnadaya.documents.rules import DocumentKind, Media
from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME

SHELVED = "name media size digest small_digest"


class Shelved(models.Model):
    """A file on the shelf: its ``name`` there, what it is, and the digests of its parts as they lie, sealed."""

    name = models.CharField(max_length=32, blank=True)
    media = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Media])
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    small_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return Media(self.media).ending


class Upload(Shelved):
    """A file that was received and that no document has claimed yet; a day later it is gone."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    sender_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()

    CLASSES: ClassVar[Classes] = classes(internal=f"id organisation sender_id received_at {SHELVED}")

    class Meta:
        indexes = (models.Index(fields=["received_at"], name="documents_unclaimed"),)

    def __str__(self) -> str:
        return f"{self.media} of {self.size} bytes"


class Document(Shelved):
    """A photo or paper of a person. One that was removed has ``removed_at``, and no file any more.

    ``consent`` is null where it was erased with another person, whose entry was taken for hers once.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey("people.Consent", on_delete=models.PROTECT, null=True, related_name="+")
    file_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DocumentKind])
    title = models.CharField(max_length=LONGEST_NAME)
    received_on = models.DateField()
    attached_at = models.DateTimeField()
    attached_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal=f"id organisation file_id attached_at attached_by version removed_at {SHELVED}",
        personal="person consent kind title received_on",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name"], condition=~Q(name=""), name="documents_file_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None) & ~Q(name="") | Q(removed_at__isnull=False, name=""),
                name="documents_removed_without_file",
            ),
        )
        indexes = (
            models.Index(fields=["person"], name="documents_of"),
            models.Index(fields=["organisation"], condition=Q(removed_at=None), name="documents_kept"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"

    @property
    def called(self) -> str:
        """How it is spoken of."""
        return self.title

    @property
    def village_id(self) -> str:
        """Where the person lives, for the roles that reach only there."""
        return str(self.person.village_id)

    @property
    def sensitive(self) -> bool:
        """Whether opening it leaves a reading."""
        return DocumentKind(self.kind).sensitive
