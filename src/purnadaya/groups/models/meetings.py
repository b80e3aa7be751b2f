"""Meetings: who was there, what was taught, what was agreed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from purnadaya.groups.models.groups import OfGroup
from purnadaya.groups.rules.meetings import Attended, Excuse, Line
from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME

LONGEST_TOPIC = 36
"""The code of a topic of ours, or the id of one of the organisation's own."""


class Meeting(OfGroup):
    """A meeting of a group; its id follows from group, day and ordinal (``rules.meetings.meeting_id``).

    ``village`` is where the group was at home then. One that never took place has ``cancelled_at``; one whose day was
    put right stands on as another meeting, ``moved_to``; one that was written by mistake has ``struck_at`` too.
    """

    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    ordinal = models.PositiveSmallIntegerField(default=1)
    host = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=LONGEST_NAME, blank=True)
    agenda = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    guests_women = models.PositiveIntegerField(default=0)
    guests_men = models.PositiveIntegerField(default=0)
    next_on = models.DateField(null=True)
    next_host = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=LONGEST_NAME, blank=True)
    moved_to = models.UUIDField(null=True)
    struck_at = models.DateTimeField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation group village held_on ordinal guests_women guests_men next_on version "
        "recorded_at recorded_by cancelled_at moved_to struck_at",
        personal="host place agenda notes next_host cancelled_why",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["group", "held_on", "ordinal"], condition=Q(cancelled_at=None), name="groups_meeting_once"
            ),
        )
        indexes = (models.Index(fields=["group", "held_on"], name="groups_meetings_of"),)

    def __str__(self) -> str:
        return f"{self.held_on} ({self.ordinal})"


class OfMeeting(models.Model):
    """A row about a meeting, as seen by who may see its group."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True

    @property
    def group_id(self) -> object:
        """The group that met."""
        return self.meeting.group_id

    @property
    def village_id(self) -> str:
        """Where its group is at home, for the roles that reach only there."""
        return str(self.meeting.group.village_id)


class Attendance(models.Model):
    """One person at one meeting. ``guest``: she was no member that day."""

    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    attended = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Attended])
    excuse = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Excuse])
    guest = models.BooleanField(default=False)

    CLASSES: ClassVar[Classes] = classes(internal="id organisation meeting", personal="person attended excuse guest")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["meeting", "person"], name="groups_attended_once"),)
        indexes = (models.Index(fields=["person", "meeting"], name="groups_attendance_of"),)

    def __str__(self) -> str:
        return self.attended

    @property
    def line(self) -> Line:
        """What it says, as the rules know it."""
        return Line(Attended(self.attended), Excuse(self.excuse) if self.excuse else None, self.guest)


class NamedGuest(OfMeeting):
    """A guest who is not in the registry and told her name."""

    name = models.CharField(max_length=LONGEST_NAME)
    sex = models.CharField(max_length=8)
    struck_at = models.DateTimeField(null=True)

    CLASSES: ClassVar[Classes] = classes(internal="id organisation meeting struck_at", personal="name sex")

    class Meta:
        indexes = (models.Index(fields=["meeting"], name="groups_guests_of"),)

    def __str__(self) -> str:
        return self.name


class Lesson(OfMeeting):
    """What was taught at a meeting, for how long, by whom, and what was learnt.

    ``topic`` is one of ours or the id of an own topic. It was taught by a person of the registry, a user, or someone
    of whom only the name is known.
    """

    topic = models.CharField(max_length=LONGEST_TOPIC)
    minutes = models.PositiveSmallIntegerField()
    teacher = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    teacher_user = models.UUIDField(null=True)
    teacher_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    learnt = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    struck_at = models.DateTimeField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation meeting topic minutes teacher_user version struck_at",
        personal="teacher teacher_name learnt",
    )

    class Meta:
        indexes = (models.Index(fields=["meeting"], name="groups_lessons_of"),)

    def __str__(self) -> str:
        return f"{self.topic} {self.minutes}"


class Decision(OfGroup):
    """What a group agreed at a meeting, who does it, and by when.

    It is done by one person, one user, or all (``by_all``). ``settled_on`` when it was done or fell away.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    owner_user = models.UUIDField(null=True)
    by_all = models.BooleanField(default=False)
    due = models.DateField()
    version = models.PositiveIntegerField(default=1)
    settled_on = models.DateField(null=True)
    done = models.BooleanField(default=False)
    outcome = models.TextField(blank=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation group meeting owner_user by_all due version settled_on done",
        personal="what owner outcome",
    )

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "due"], condition=Q(settled_on=None), name="groups_decisions_due"),
            models.Index(fields=["group", "due"], condition=Q(settled_on=None), name="groups_decisions_of"),
            models.Index(fields=["meeting"], name="groups_decisions_at"),
        )

    def __str__(self) -> str:
        return f"due {self.due}"


class Difference(OfMeeting):
    """Two people wrote the same meeting, and of one thing said something else; it waits until one settles it."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    field = models.CharField(max_length=16)
    first = models.TextField()
    second = models.TextField()
    first_by = models.UUIDField(null=True)
    second_by = models.UUIDField(null=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation meeting field first_by second_by found_at settled_at", personal="person first second"
    )

    class Meta:
        indexes = (
            models.Index(fields=["meeting"], name="groups_differences_of"),
            models.Index(fields=["first_by"], condition=Q(settled_at=None), name="groups_differs_first"),
            models.Index(fields=["second_by"], condition=Q(settled_at=None), name="groups_differs_second"),
        )

    def __str__(self) -> str:
        return self.field


class Invitation(OfGroup):
    """That the members were invited to the meeting of a day."""

    for_on = models.DateField()
    sent_on = models.DateField()

    CLASSES: ClassVar[Classes] = classes(internal="id organisation group for_on sent_on")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["group", "for_on"], name="groups_invited_once"),)

    def __str__(self) -> str:
        return f"for {self.for_on}"
