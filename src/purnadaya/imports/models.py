"""Files that were given, their sheets and rows; what a row says is sealed, and gone once it was taken in."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from purnadaya.imports.reading import Kind
from purnadaya.imports.rules import Decision, RowState, SheetState
from purnadaya.kernel.data_classes import Classes, classes
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.texts import LONGEST_NAME


class ImportFile(models.Model):
    """A spreadsheet that was received (``received_at``) and then given (``given_at``) to be taken in.

    ``digest`` is of its bytes as they came. The original lies sealed on the shelf under ``shelf_name``, with the digest
    of what lies there, until somebody in it is erased, or until ``forgotten_at``, when what its rows say goes too.
    ``round`` counts how often this very file was undone before: what is
    taken in anew gets other ids.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    shelf_name = models.CharField(max_length=32, blank=True)
    shelf_digest = models.CharField(max_length=64, blank=True)
    round = models.PositiveIntegerField(default=0)
    given_by = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation digest size shelf_name shelf_digest round given_by received_at given_at forgotten_at "
        "undone_at version",
        personal="name",
    )

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "-given_at"], name="imports_given"),
            models.Index(fields=["organisation", "digest"], name="imports_same_file"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """How it is spoken of."""
        return self.name


class OfImport(models.Model):
    """A row about an import, as seen by who may see the import."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ImportSheet(OfImport):
    """One sheet of a file. ``choices`` is what was chosen for it (``choices.SheetChoices``).

    ``count`` are its rows of data, ``skipped`` the lines that are none with the reason why, ``problem`` why the sheet
    cannot be read and ``notes`` what to look at. ``area`` is where its places are looked for, ``group`` whose meetings
    a grid tells of. ``since`` is from when members belong who have no day of their own.
    """

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="sheets")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in SheetState])
    choices = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    area = models.CharField(max_length=13, blank=True)
    group = models.UUIDField(null=True)
    count = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=list)
    problem = models.JSONField(null=True)
    notes = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation file place kind state fingerprint area group count skipped problem notes version",
        personal="name choices",
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file", "place"], name="imports_sheet_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def given_by(self) -> UUID | None:
        """Who gave its file."""
        return self.file.given_by


class ImportRow(OfImport):
    """One row of data. ``values`` is what it says (``drafts.Draft``), sealed, and empty once that is done or forgotten.

    ``identity`` follows from the file's digest, the sheet and the line, so that the same row is known when the same
    file is given again. ``first`` is the state it was found in. ``reason`` is the code of why it waits, or how she was
    known; ``candidates`` are persons and rows it may be, ``otherwise`` what an unreadable one is without what cannot be
    read. ``person`` is whom it became, ``made`` what was written for it: operation, kind, id and version of each;
    ``told`` what is to be said of that.
    """

    sheet = models.ForeignKey(ImportSheet, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    identity = models.UUIDField()
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in RowState])
    first = models.CharField(max_length=12, choices=[(one.value, one.value) for one in RowState])
    reason = models.CharField(max_length=64, blank=True)
    values = models.TextField(blank=True)
    candidates = models.JSONField(default=list)
    otherwise = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in RowState])
    decision = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Decision])
    person = models.UUIDField(null=True)
    made = models.JSONField(default=list)
    told = models.JSONField(default=list)

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation sheet line identity state first reason otherwise decision made told",
        personal="candidates person",
        sensitive="values",
        sealed="values",
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sheet", "line"], name="imports_line_once"),)
        indexes = (
            models.Index(fields=["organisation", "identity"], name="imports_row_again"),
            models.Index(fields=["sheet", "state", "line"], name="imports_rows_waiting"),
            models.Index(fields=["person"], name="imports_became"),
        )

    def __str__(self) -> str:
        return f"line {self.line}: {self.state}"

    @property
    def given_by(self) -> UUID | None:
        """Who gave its file."""
        return self.sheet.file.given_by


class ImportMapping(OfImport):
    """What the columns of a kind of sheet are, kept under a name for the next file with the same headings."""

    name = models.CharField(max_length=LONGEST_NAME)
    fingerprint = models.CharField(max_length=64)
    choices = models.JSONField(default=dict)
    given_by = models.UUIDField(null=True)
    kept_at = models.DateTimeField()

    CLASSES: ClassVar[Classes] = classes(
        internal="id organisation name fingerprint given_by kept_at", personal="choices"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "name"], name="imports_mapping_once"),)
        indexes = (models.Index(fields=["organisation", "fingerprint"], name="imports_mapping_for"),)

    def __str__(self) -> str:
        return self.name
