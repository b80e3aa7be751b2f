"""Persons, as the organisation knows them today; how it came to know is in the journal."""

from __future__ import annotations

from django.db import models

from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME
from purnadaya.people.rules import LONGEST_NAME_KEY, Background, Calling, Sex, Whose


class Person(models.Model):
    """Anyone in the registry of one organisation.

    ``birth`` is EDTF text (see ``kernel.dates``); ``name_key`` the spelling key of name and nickname.
    ``phone`` and ``nik`` (class P3) are sealed under the organisation's key, with blind indexes beside them.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    nickname = models.CharField(max_length=LONGEST_NAME, blank=True)
    honorific = models.CharField(max_length=24, blank=True)
    sex = models.CharField(max_length=8, choices=[(sex.value, sex.value) for sex in Sex])
    birth = models.CharField(max_length=10, blank=True)
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    hamlet = models.CharField(max_length=LONGEST_NAME, blank=True)
    background = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Background])
    name_key = models.CharField(max_length=LONGEST_NAME_KEY)
    phone = models.TextField(blank=True)
    phone_index = models.CharField(max_length=32, blank=True)
    whose = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Whose])
    calling = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Calling])
    hours = models.CharField(max_length=LONGEST_NAME, blank=True)
    nik = models.TextField(blank=True)
    nik_index = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)
    registered_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "name_key", "id"], name="people_by_name"),
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
    def birth_known(self) -> PartialDate | None:
        """Her birth as far as it is known."""
        return PartialDate.parse(self.birth) if self.birth else None


class NameBlock(models.Model):
    """One of the keys under which a person is looked for when someone like her is registered.

    ``key`` is a fingerprint of a piece of her name within her organisation, alone or with a birth year or a village
    (``rules.likeness.block_keys``). Derived from the person, and gone with her.
    """

    pk = models.CompositePrimaryKey("key", "person_id")
    key = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.key}"
