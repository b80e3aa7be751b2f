"""Public education: what a group taught others, where, and how many it reached, without names."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from purnadaya.groups.models.groups import Group
from purnadaya.groups.rules.outreach import OccasionKind
from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME


class Outreach(models.Model):
    """An occasion on which others were taught, by a group or (``group`` null) by the organisation itself.

    ``village`` is where it was held; ``topics`` are codes with spaces between; ``reached`` counts by sex and age under
    the names of ``rules.outreach.REACHED``. One that never took place has ``cancelled_at``.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    occasion = models.CharField(max_length=12, choices=[(one.value, one.value) for one in OccasionKind])
    title = models.CharField(max_length=LONGEST_NAME, blank=True)
    place = models.CharField(max_length=LONGEST_NAME, blank=True)
    topics = models.CharField(max_length=500)
    minutes = models.PositiveSmallIntegerField(null=True)
    reached = models.JSONField()
    disabled = models.PositiveIntegerField(default=0)
    learnt = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=LONGEST_NAME, blank=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation group village held_on occasion title place topics minutes reached disabled "
        "version recorded_at cancelled_at",
        personal="learnt cancelled_why",
    )

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "held_on"], name="groups_outreach_by_day"),
            models.Index(fields=["group", "held_on"], name="groups_outreach_of"),
        )

    def __str__(self) -> str:
        return f"{self.occasion} {self.held_on}"

    @property
    def called(self) -> str:
        """How it is spoken of."""
        return self.title

    @property
    def total(self) -> int:
        """How many were reached."""
        return sum(self.reached.values())
