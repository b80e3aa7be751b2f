"""Persons, as the organisation knows them today; how it came to know is in the journal."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from purnadaya.kernel.data_classes import Classes, Index, classes
from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME
from purnadaya.people.rules.life import Education, Leaving, Lifetime
from purnadaya.people.rules.persons import LONGEST_NAME_KEY, Background, Calling, Sex, Whose


class Person(models.Model):
    """Anyone in the registry of one organisation.

    ``birth`` is EDTF text (see ``kernel.dates``); ``name_key`` the spelling key of name and nickname.
    ``phone`` and ``nik`` are sealed under the organisation's key, with blind indexes beside them.
    Of someone whose data was erased the bare row stays (``erased_at``), for what was counted points to it;
    of someone who was entered by mistake too, with ``struck_at`` beside it, and she counts nowhere.
    ``also`` holds more backgrounds, with spaces between; ``left_on`` and ``left_why`` when she is no longer
    accompanied. ``merged_into`` names the person this entry turned out to be, ``stands_as`` whom it stands as now,
    at the end of all such steps (derived; null for herself). ``compared_version`` is the version in which she was
    last compared with all others.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    nickname = models.CharField(max_length=LONGEST_NAME, blank=True)
    honorific = models.CharField(max_length=24, blank=True)
    sex = models.CharField(max_length=8, choices=[(sex.value, sex.value) for sex in Sex])
    birth = models.CharField(max_length=10, blank=True)
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+", db_index=False)
    hamlet = models.CharField(max_length=LONGEST_NAME, blank=True)
    background = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Background])
    also = models.CharField(max_length=150, blank=True)
    education = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Education])
    left_on = models.DateField(null=True)
    left_why = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Leaving])
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="aliases", db_index=False)
    stands_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    name_key = models.CharField(max_length=LONGEST_NAME_KEY)
    phone = models.TextField(blank=True)
    phone_index = models.CharField(max_length=32, blank=True)
    whose = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Whose])
    calling = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Calling])
    hours = models.CharField(max_length=LONGEST_NAME, blank=True)
    nik = models.TextField(blank=True)
    nik_index = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)
    compared_version = models.PositiveIntegerField(default=0)
    registered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation version compared_version registered_at erased_at struck_at merged_into stands_as",
        personal="name nickname honorific sex birth village hamlet background also education name_key whose calling "
        "hours left_on left_why",
        sensitive="phone phone_index nik nik_index",
        sealed="phone nik",
        index={"phone_index": Index("phone"), "nik_index": Index("nik")},
    )

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "name_key", "id"], name="people_by_name"),
            # Who is listed, by name: a list, and how many are on it, are read from the index alone; for a role
            # of an area too.
            models.Index(
                fields=["organisation", "erased_at", "merged_into", "name_key", "id", "village", "stands_as"],
                name="people_listed_here",
            ),
            # The same of one village, for a role that reaches no other: else the whole registry is walked for the few
            # who live there. It begins with the village, so it is also what the village itself is asked by.
            models.Index(
                fields=["village", "organisation", "erased_at", "merged_into", "name_key", "id", "stands_as"],
                name="people_listed_in_village",
            ),
            models.Index(fields=["organisation", "-registered_at", "id"], name="people_by_day"),
            # Few turned out to be another. An index of all would be one long row of nothing; a store that counts how
            # often each value stands there would think it useless.
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="people_merged_into"),
            models.Index(fields=["stands_as"], condition=Q(stands_as__isnull=False), name="people_stands_as"),
            models.Index(fields=["organisation", "phone_index"], name="people_by_phone"),
            models.Index(fields=["organisation", "nik_index"], name="people_by_nik"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """How one speaks of her: honorific and name."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def root(self) -> Person:
        """Herself, or whom she turned out to be. Reads her unless ``stands_as`` was read with this one."""
        return self.stands_as or self

    @property
    def root_id(self) -> UUID:
        """The id under which she stands now."""
        return self.stands_as_id or self.id

    @property
    def birth_known(self) -> PartialDate | None:
        """Her birth as far as it is known."""
        return PartialDate.parse(self.birth) if self.birth else None

    @property
    def lifetime(self) -> Lifetime:
        """Between what days things happened to her."""
        return Lifetime(self.birth_known, self.left_on if self.left_why == Leaving.DIED else None)


class NameBlock(models.Model):
    """One of the keys under which a person is looked for when someone like her is registered.

    ``key`` is a fingerprint of a piece of her name within her organisation, alone or with a birth year or a village
    (``rules.likeness.block_keys``). Derived from the person, and gone with her.
    """

    pk = models.CompositePrimaryKey("key", "person_id")
    key = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    CLASSES: ClassVar[Classes] = classes(personal="pk key person")

    def __str__(self) -> str:
        return f"{self.key}"


class NameWord(models.Model):
    """One of the words that names of an organisation are made of, as it stands in ``Person.name_key``.

    Pieces of names are looked for in these few words, and who bears them under ``key``: the ``NameBlock`` of the word
    alone. Derived from the persons; a word nobody bears any more is taken away in the transaction that took it from
    the last one.
    """

    pk = models.CompositePrimaryKey("organisation_id", "text")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(max_length=LONGEST_NAME_KEY)
    key = models.BigIntegerField()

    CLASSES: ClassVar[Classes] = classes(internal="organisation", personal="pk text key")

    class Meta:
        indexes = (models.Index(fields=["key"], name="people_word_of_block"),)

    def __str__(self) -> str:
        return self.text
