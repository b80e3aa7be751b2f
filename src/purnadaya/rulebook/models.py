"""Values that an organisation sets instead of a shipped one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME
from purnadaya.rulebook.rules import Dated
from purnadaya.rulebook.words import meaning_of

LONGEST_RULE = 60


class OwnValue(models.Model):
    """An organisation's own value of a rule, with its source; why it was set is in the log. Data class P1.

    One that ended on its first day never held. ``organisation_id`` is a bare id, for organisations live on a
    higher floor.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    rule = models.CharField(max_length=LONGEST_RULE)
    value = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=LONGEST_NAME)
    version = models.PositiveIntegerField(default=1)

    CLASSES: ClassVar[Classes] = classes(internal="id organisation_id rule value since until source version")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(value__gte=0), name="rulebook_not_negative"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="rulebook_in_order"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "rule", "since"],
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")),
                name="rulebook_once_a_day",
            ),
        )
        indexes = (models.Index(fields=["organisation_id", "rule"], name="rulebook_by_rule"),)

    def __str__(self) -> str:
        return meaning_of(self.rule)

    @property
    def dated(self) -> Dated:
        """It as the rules know it."""
        return Dated(self.value, self.since, self.until, self.source, own=self.id)
