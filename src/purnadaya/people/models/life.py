"""What happened in a person's life, entry by entry; an entry that was a mistake is struck out, not removed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest

from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.kernel.texts import LONGEST_NAME
from purnadaya.people.models.persons import Person
from purnadaya.people.rules.life import Channel, GivenBy, Purpose, ReturnReason, Sector, Stay, Training, Way
from purnadaya.people.rules.positions import Body


def _of(names: Any) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in names]


class Entry(models.Model):
    """What all entries share. One that was written by mistake has ``struck_at``, and counts no more."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)

    CLASSES: ClassVar[Classes]
    INTERNAL: ClassVar[str] = "id organisation version recorded_at struck_at"

    class Meta:
        abstract = True

    @property
    def village_id(self) -> str:
        """Where the person lives, for the roles that reach only there."""
        return str(self.person.root.village_id)


BACK_FROM = Greatest("returned", "departed")
"""Of an episode that is over, the earliest day she can have come back (``Stay.back_from``), as the beginning of a day:
rough dates are written so that they sort by their first day."""


class Episode(Entry):
    """A time of work abroad. ``departed`` and ``returned`` are rough dates; ``back_by`` is the last day she can have
    come back (null while she is abroad), to find those lately returned."""

    country = models.CharField(max_length=2)
    sector = models.CharField(max_length=12, choices=_of(Sector))
    channel = models.CharField(max_length=12, choices=_of(Channel))
    agency = models.CharField(max_length=LONGEST_NAME, blank=True)
    departed = models.CharField(max_length=10)
    returned = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=20, blank=True, choices=_of(ReturnReason))
    back_by = models.DateField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal=Entry.INTERNAL, personal="person country sector channel agency departed returned reason back_by"
    )

    class Meta:
        indexes = (
            models.Index(fields=["person"], name="people_episodes_of"),
            models.Index(fields=["organisation", "back_by"], condition=Q(struck_at=None), name="people_lately_back"),
            # Who came back, the longest ago first: a reminder of a few reads no more than a few.
            models.Index(
                "organisation", BACK_FROM, "id", "back_by", condition=Q(struck_at=None), name="people_back_from"
            ),
        )

    def __str__(self) -> str:
        return f"{self.country} {self.departed}"

    @property
    def stay(self) -> Stay:
        """Its dates, as the rules know them."""
        return Stay(RoughDate.parse(self.departed), RoughDate.parse(self.returned) if self.returned else None)


class Consent(Entry):
    """What she agreed to, for one purpose. ``notice`` is the version of what was read to her."""

    purpose = models.CharField(max_length=12, choices=_of(Purpose))
    way = models.CharField(max_length=12, choices=_of(Way))
    given_by = models.CharField(max_length=12, choices=_of(GivenBy))
    given_on = models.DateField()
    until = models.DateField(null=True)
    notice = models.CharField(max_length=LONGEST_NAME)
    withdrawn_on = models.DateField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal=f"{Entry.INTERNAL} notice", personal="person purpose way given_by given_on until withdrawn_on"
    )

    class Meta:
        indexes = (
            models.Index(fields=["person"], name="people_consents_of"),
            models.Index(
                fields=["organisation", "until"],
                condition=Q(struck_at=None, withdrawn_on=None),
                name="people_consents_ending",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_on}"


class Functioning(Entry):
    """Answers to the six questions of the Washington Group on one day, sealed: they are about her health."""

    asked_on = models.DateField()
    answers = models.TextField()

    CLASSES: ClassVar[Classes] = classes(
        internal=Entry.INTERNAL, personal="person asked_on", sensitive="answers", sealed="answers"
    )

    class Meta:
        indexes = (models.Index(fields=["person", "asked_on"], name="people_functioning_on"),)

    def __str__(self) -> str:
        return f"asked on {self.asked_on}"


class Qualification(Entry):
    """A training she finished or a certificate she holds, from a day until a day."""

    training = models.CharField(max_length=20, choices=_of(Training))
    since = models.DateField()
    until = models.DateField(null=True)
    issuer = models.CharField(max_length=LONGEST_NAME, blank=True)
    number = models.CharField(max_length=LONGEST_NAME, blank=True)

    CLASSES: ClassVar[Classes] = classes(internal=Entry.INTERNAL, personal="person training since until issuer number")

    class Meta:
        indexes = (models.Index(fields=["person"], name="people_qualifications_of"),)

    def __str__(self) -> str:
        return f"{self.training} {self.since}"


class Position(Entry):
    """A position she holds outside her group; ``since`` and ``until`` are rough dates, ``until`` empty while she holds
    it. ``place`` is the village it is for, where that was said."""

    body = models.CharField(max_length=16, choices=_of(Body))
    role = models.CharField(max_length=LONGEST_NAME, blank=True)
    place = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, related_name="+")
    since = models.CharField(max_length=10)
    until = models.CharField(max_length=10, blank=True)

    CLASSES: ClassVar[Classes] = classes(internal=Entry.INTERNAL, personal="person body role place since until")

    class Meta:
        indexes = (models.Index(fields=["person"], name="people_positions_of"),)

    def __str__(self) -> str:
        return f"{self.body} since {self.since}"

    @property
    def held_since(self) -> RoughDate:
        """Since when, as the rules know it."""
        return RoughDate.parse(self.since)

    @property
    def held_until(self) -> RoughDate | None:
        """Until when; None while she holds it."""
        return RoughDate.parse(self.until) if self.until else None


class Visit(Entry):
    """A short note of someone who met her outside a meeting."""

    met_on = models.DateField()
    note = models.TextField()

    CLASSES: ClassVar[Classes] = classes(internal=Entry.INTERNAL, personal="person met_on note")

    class Meta:
        indexes = (models.Index(fields=["person", "met_on"], name="people_visits_of"),)

    def __str__(self) -> str:
        return f"met on {self.met_on}"


class Move(Entry):
    """She moved: from where to where, on which day."""

    moved_on = models.DateField()
    former = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    former_hamlet = models.CharField(max_length=LONGEST_NAME, blank=True)
    to = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")

    CLASSES: ClassVar[Classes] = classes(internal=Entry.INTERNAL, personal="person moved_on former former_hamlet to")

    class Meta:
        indexes = (models.Index(fields=["person"], name="people_moves_of"),)

    def __str__(self) -> str:
        return f"moved on {self.moved_on}"


class Accompaniment(Entry):
    """Who accompanies her, in which scope (a user, or a group she belongs to; later a case), from when to when.

    ``area`` is the village in which her group is at home: who has a role there accompanies her with the group. What a
    group does is written by its memberships alone (``commands.accompanying``).
    """

    scope_kind = models.CharField(max_length=16)
    scope_id = models.UUIDField()
    area = models.CharField(max_length=13, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal=f"{Entry.INTERNAL} scope_kind scope_id area", personal="person since until"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "scope_kind", "scope_id"],
                condition=Q(until=None, struck_at=None),
                name="people_accompanied_once",
            ),
        )
        indexes = (
            models.Index(fields=["scope_id", "scope_kind"], name="people_accompanied_by"),
            models.Index(
                fields=["organisation", "area"],
                condition=Q(scope_kind="group", until=None, struck_at=None),
                name="people_accompanied_in",
            ),
        )

    def __str__(self) -> str:
        return f"by {self.scope_kind} since {self.since}"


class Household(models.Model):
    """People who live and eat together."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")

    CLASSES: ClassVar[Classes] = classes(internal="id organisation")

    def __str__(self) -> str:
        return str(self.id)


class HouseholdMember(Entry):
    """That someone belongs to a household, as what, from when to when."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    relation = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)

    CLASSES: ClassVar[Classes] = classes(internal=Entry.INTERNAL, personal="person household relation since until")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None, struck_at=None), name="people_one_household"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(until=None, struck_at=None, relation="head"),
                name="people_one_head",
            ),
        )
        indexes = (models.Index(fields=["household"], name="people_household_members"),)

    def __str__(self) -> str:
        return self.relation
