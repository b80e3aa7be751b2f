"""What the library's row of a job does not know: who asked, how far it is, where it goes on, why it failed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_tasks_db.models import DBTaskResult

from purnadaya.kernel.data_classes import Classes, classes


class Job(models.Model):
    """One job. State, times and arguments stand in ``task``, the library's row.

    Nothing here is sealed: arguments, ``mark`` and ``problem`` hold ids and codes, never what they speak of.
    ``seq`` is the order of asking, whatever the clock said; ``fell`` counts how often in a row it was left lying
    without having moved on.
    """

    seq = models.BigAutoField(primary_key=True)
    task = models.OneToOneField(DBTaskResult, on_delete=models.CASCADE)
    kind = models.CharField(max_length=64)
    organisation_id = models.UUIDField(null=True)
    asked_by_id = models.UUIDField(null=True)
    done = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    step = models.CharField(max_length=32, blank=True)
    mark = models.JSONField(null=True)
    fell = models.PositiveSmallIntegerField(default=0)
    problem = models.JSONField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="seq task kind organisation_id asked_by_id done total step mark fell problem"
    )

    class Meta:
        indexes = (
            models.Index(fields=["kind", "-seq"], name="jobs_newest_of_kind"),
            models.Index(fields=["asked_by_id", "-seq"], name="jobs_asked_by"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"
