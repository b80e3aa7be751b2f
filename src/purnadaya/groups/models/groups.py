"""Groups, who belongs to them, and who leads them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from purnadaya.groups.rules.groups import HELD_BY_ONE, Ending, GroupKind, Post, Terrain
from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME


class Group(models.Model):
    """A basis group of an organisation, at home in a village.

    ``founded`` is a rough date; ``decree`` and ``decreed_on`` the decree of the lurah (SK) that makes it official;
    ``usual`` when it mostly meets, in words. ``last_met_on``, ``next_on`` and ``next_host`` are derived from its
    meetings. A group that is no more has ``closed_on``; one that was written by mistake ``struck_at``.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in GroupKind])
    name = models.CharField(max_length=LONGEST_NAME)
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    hamlet = models.CharField(max_length=LONGEST_NAME, blank=True)
    terrain = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Terrain])
    founded = models.CharField(max_length=10, blank=True)
    decree = models.CharField(max_length=LONGEST_NAME, blank=True)
    decreed_on = models.DateField(null=True)
    usual = models.CharField(max_length=LONGEST_NAME, blank=True)
    version = models.PositiveIntegerField(default=1)
    registered_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    closed_why = models.CharField(max_length=LONGEST_NAME, blank=True)
    last_met_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    next_host = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation kind name village hamlet terrain founded decree decreed_on usual version "
        "registered_at struck_at closed_on closed_why last_met_on next_on",
        personal="next_host",
    )

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "name", "id"], name="groups_by_name"),
            models.Index(fields=["organisation", "last_met_on"], condition=Q(closed_on=None), name="groups_silent"),
            models.Index(fields=["organisation", "next_on"], condition=Q(closed_on=None), name="groups_next"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """How it is spoken of."""
        return self.name


class OfGroup(models.Model):
    """A row about a group, as seen by who may see the group."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def village_id(self) -> str:
        """Where its group is at home, for the roles that reach only there."""
        return str(self.group.village_id)


class Dated(OfGroup):
    """Something that holds from a day until a day; ``struck_at`` when it was written by mistake."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Membership(Dated):
    """That someone belongs to a group. ``turn`` is her place in the round of hosts; none: she does not host."""

    why = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Ending])
    turn = models.PositiveSmallIntegerField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation group recorded_at struck_at version turn", personal="person since until why"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(until=None, struck_at=None), name="groups_member_once"
            ),
        )
        indexes = (
            models.Index(fields=["group", "since"], name="groups_members_of"),
            models.Index(fields=["person"], name="groups_memberships_of"),
        )

    def __str__(self) -> str:
        return f"member since {self.since}"


class OfficerTerm(Dated):
    """That a member held a post in her group."""

    post = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Post])

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation group recorded_at struck_at version", personal="person since until post"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["group", "post"],
                condition=Q(until=None, struck_at=None, post__in=sorted(HELD_BY_ONE)),
                name="groups_one_chair",
            ),
        )
        indexes = (
            models.Index(fields=["group", "since"], name="groups_officers_of"),
            models.Index(fields=["person"], name="groups_posts_of"),
        )

    def __str__(self) -> str:
        return f"{self.post} since {self.since}"


class OwnTopic(models.Model):
    """A topic that an organisation teaches and that is in no list of ours."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    CLASSES: ClassVar[Classes] = classes(internal="id organisation name version retired_at")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(retired_at=None), name="groups_topic_once"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """How it is spoken of."""
        return self.name
