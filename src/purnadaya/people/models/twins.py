"""Pairs of entries that may be one person, found in the background, until somebody decides."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.people.models.persons import Person


class TwinPair(models.Model):
    """Two persons of whom one may be the other: ``one`` has the smaller id.

    Derived from what is known of both, and made anew when that changes. ``apart`` says that somebody looked and found
    two women; then the pair is not asked about again.
    """

    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    bits = models.FloatField()
    reasons = models.CharField(max_length=200)
    apart = models.BooleanField(default=False)

    CLASSES: ClassVar[Classes] = classes(internal="id organisation apart", personal="one other bits reasons")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["one", "other"], name="people_twins_once"),)
        indexes = (models.Index(fields=["organisation", "apart", "-bits"], name="people_twins_likeliest"),)

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"
