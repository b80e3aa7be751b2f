"""What was counted. All of it follows from the apps' tables and can be made anew (``purnadaya recount``).

Numbers as keys and few indexes, for there are many rows; ``keys`` gives each name a number. Written by
``writing_sql`` only.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from purnadaya.kernel.data_classes import Classes, classes

LONGEST_KEY = 48


class Key(models.Model):
    """The number of a name: of a measure, a label, or (as 32 hexadecimal digits) the id of an organisation, a group or
    a person."""

    name = models.CharField(max_length=LONGEST_KEY, unique=True)

    CLASSES: ClassVar[Classes] = classes(internal="id name")

    def __str__(self) -> str:
        return self.name


class Counted(models.Model):
    """What a source contributed when it was last counted, packed: so that a change of it can be taken back."""

    source = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=LONGEST_KEY)
    organisation = models.IntegerField()
    body = models.BinaryField()

    CLASSES: ClassVar[Classes] = classes(internal="source kind organisation", personal="body")

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class Tally(models.Model):
    """``n`` of something by place, month and trait. ``measure`` and ``label`` are keys; place, month and traits are
    packed as in ``rules.traits``; 0 is none."""

    organisation = models.IntegerField()
    measure = models.IntegerField()
    place = models.BigIntegerField()
    month = models.IntegerField()
    label = models.IntegerField()
    terrain = models.SmallIntegerField()
    traits = models.SmallIntegerField()
    n = models.BigIntegerField()

    NAMES: ClassVar[str] = "organisation measure place month label terrain traits n"

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.n}"


class Fresh(Tally):
    """By how much a leaf changed since the tallies were last rolled up. Only appended, so that nobody who writes waits
    for another."""

    group = models.IntegerField()

    CLASSES: ClassVar[Classes] = classes(internal=f"id group {Tally.NAMES}")

    class Meta:
        indexes = (models.Index(fields=["organisation", "measure", "place"], name="tallies_fresh_at"),)


class Leaf(Tally):
    """The tallies themselves, village by village and group by group (``group`` a key, 0 for none)."""

    pk = models.CompositePrimaryKey("organisation", "measure", "place", "month", "group", "label", "terrain", "traits")
    group = models.IntegerField()

    CLASSES: ClassVar[Classes] = classes(internal=f"pk group {Tally.NAMES}")


class Rollup(Tally):
    """The same for districts, regencies and provinces, all groups together."""

    pk = models.CompositePrimaryKey("organisation", "measure", "place", "month", "label", "terrain", "traits")

    CLASSES: ClassVar[Classes] = classes(internal=f"pk {Tally.NAMES}")


class Presence(models.Model):
    """That someone was there in a month, so that she is counted once; ``n`` in how many lines."""

    pk = models.CompositePrimaryKey("organisation", "measure", "place", "month", "group", "person", "terrain", "traits")
    organisation = models.IntegerField()
    measure = models.IntegerField()
    place = models.BigIntegerField()
    month = models.IntegerField()
    group = models.IntegerField()
    person = models.IntegerField()
    terrain = models.SmallIntegerField()
    traits = models.SmallIntegerField()
    n = models.IntegerField()

    CLASSES: ClassVar[Classes] = classes(
        internal="organisation measure place month group terrain n", personal="pk person traits"
    )

    def __str__(self) -> str:
        return f"{self.n}"


class Touched(models.Model):
    """Where and in which month presences changed since persons were last rolled up. Only appended."""

    organisation = models.IntegerField()
    place = models.BigIntegerField()
    month = models.IntegerField()

    CLASSES: ClassVar[Classes] = classes(internal="id organisation place month")

    def __str__(self) -> str:
        return f"{self.place} {self.month}"


class Unique(models.Model):
    """How many different persons there were in a district, regency or province in a calendar month, quarter or year.

    ``months`` is how long it is, ``number`` which one (months since the year 0, divided by that). ``within`` is the
    only terrain that was looked at, or -1 for all; ``terrain`` and ``traits`` are hers at the latest.
    """

    pk = models.CompositePrimaryKey(
        "organisation", "measure", "place", "months", "number", "within", "terrain", "traits"
    )
    organisation = models.IntegerField()
    measure = models.IntegerField()
    place = models.BigIntegerField()
    months = models.SmallIntegerField()
    number = models.IntegerField()
    within = models.SmallIntegerField()
    terrain = models.SmallIntegerField()
    traits = models.SmallIntegerField()
    n = models.IntegerField()

    CLASSES: ClassVar[Classes] = classes(internal="pk organisation measure place months number within terrain traits n")

    def __str__(self) -> str:
        return f"{self.n}"


class Basis(models.Model):
    """The one row that says how far the counting is: ``counted_at`` null while a recount is under way, ``rolled_at``
    when persons were last rolled up, ``print`` by which declarations it was counted."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    counted_at = models.DateTimeField(null=True)
    rolled_at = models.DateTimeField(null=True)
    print = models.CharField(max_length=64, blank=True)

    CLASSES: ClassVar[Classes] = classes(internal="only counted_at rolled_at print")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=1), name="tallies_one_basis"),)

    def __str__(self) -> str:
        return f"{self.counted_at}"
