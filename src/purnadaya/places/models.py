"""Areas as the interior ministry numbers them, and the hamlets each organisation names below them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from purnadaya.kernel.areas import Level
from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME
from purnadaya.places.rules import LONGEST_KEY


class Area(models.Model):
    """A province, regency, district or village; written by ``loading`` only.

    ``key`` is what it is found by (``rules.area_key``). An area that the ministry's list no longer holds
    is ``ended`` and stays, since people may have been registered in it.
    """

    code = models.CharField(primary_key=True, max_length=13)
    name = models.CharField(max_length=LONGEST_NAME)
    level = models.SmallIntegerField(choices=[(level.value, level.name.lower()) for level in Level])
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    key = models.CharField(max_length=LONGEST_KEY)
    ended = models.BooleanField(default=False)

    CLASSES: ClassVar[Classes] = classes(public="code name level parent key ended")

    class Meta:
        indexes = (models.Index(fields=["level", "key"], name="places_area_by_key"),)

    def __str__(self) -> str:
        return self.name


class AreaData(models.Model):
    """The one row that says which list of areas is loaded."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.CharField(max_length=80)
    loaded_at = models.DateTimeField()

    CLASSES: ClassVar[Classes] = classes(public="id version loaded_at")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="places_one_area_data"),)

    def __str__(self) -> str:
        return self.version


class Hamlet(models.Model):
    """A padukuhan or dusun, as one organisation lists it below a village.

    ``organisation_id`` is a bare id, for organisations live on a higher floor; ``key`` is ``rules.hamlet_key``.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    key = models.CharField(max_length=LONGEST_KEY)

    CLASSES: ClassVar[Classes] = classes(internal="id organisation_id village name key")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation_id", "village", "key"], name="places_hamlet_once"),
        )

    def __str__(self) -> str:
        return self.name
