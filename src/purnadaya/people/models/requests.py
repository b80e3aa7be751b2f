"""What persons asked about their own data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME
from purnadaya.people.models.persons import Person
from purnadaya.people.rules.requests import Asker, Ground, RequestState, Wish


class SubjectRequest(models.Model):
    """What a person asked about her own data, by when it must be answered, and what was answered.

    ``area`` is the village in which it was asked, once she is erased the district; it says whose roles reach it.
    ``checked`` says how it was made sure who asks; ``answer`` what was handed over or why not. ``erased`` counts,
    per kind of thing, what lost its values; of an erased person no words stay here.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    area = models.CharField(max_length=13)
    wish = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Wish])
    asker = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Asker])
    checked = models.CharField(max_length=LONGEST_NAME, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in RequestState])
    ground = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Ground])
    answer = models.CharField(max_length=LONGEST_NAME, blank=True)
    settled_at = models.DateTimeField(null=True)
    erased = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation version due_at state erased",
        personal="person area wish asker checked asked_at ground answer settled_at",
    )

    class Meta:
        indexes = (models.Index(fields=["organisation", "state", "due_at"], name="people_requests_due"),)

    def __str__(self) -> str:
        return f"{self.wish} of {self.person_id}"

    @property
    def is_erased(self) -> bool:
        """Whether the person's data were erased, so that no words of hers stand here."""
        return self.person.erased_at is not None
