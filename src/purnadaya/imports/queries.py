"""Reads of imports; each takes the actor, and what is not hers to see is not found."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from purnadaya.access import keyring, shelf
from purnadaya.access.policies import visible_to
from purnadaya.imports.drafts import Draft
from purnadaya.imports.models import ImportFile, ImportMapping, ImportRow, ImportSheet
from purnadaya.imports.rules import FIRST_FOUR, RowState
from purnadaya.jobs.queries import last_job_about
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Problem, Refused, not_found
from purnadaya.kernel.sealing import place, unseal

ROW_KIND = "import_row"
"""What rows are called where they are sealed."""


def imports_for(actor: Actor) -> QuerySet[ImportFile]:
    """The files the actor may see, the latest given first."""
    return visible_to(actor, ImportFile).exclude(given_at=None).order_by("-given_at", "-id")


def file_for(actor: Actor, file_id: UUID) -> ImportFile:
    """One file, given or only received. Raises ``access.not_found`` unless the actor may see it."""
    found = visible_to(actor, ImportFile).filter(id=file_id).first()
    if found is None:
        raise not_found()
    return found


def sheets_of(file: ImportFile) -> list[ImportSheet]:
    """The sheets of a file in their order, for who may see the file."""
    return list(ImportSheet.objects.filter(file=file).select_related("file").order_by("place"))


def sheet_for(actor: Actor, sheet_id: UUID) -> ImportSheet:
    """One sheet. Raises ``access.not_found`` unless the actor may see it."""
    found = visible_to(actor, ImportSheet).select_related("file").filter(id=sheet_id).first()
    if found is None:
        raise not_found()
    return found


def why_stopped(thing: ImportSheet | ImportFile) -> Problem | None:
    """Why the job that reads or takes in a sheet, or takes back a file, was given up; None while it runs or waits, and
    where no job was asked for. For who may see the thing."""
    job = last_job_about("sheet" if isinstance(thing, ImportSheet) else "import_file", thing.id)
    return as_told(job.problem) if job else None


def mappings_for(actor: Actor) -> QuerySet[ImportMapping]:
    """The mappings of the actor's organisation that she may see, by name."""
    return visible_to(actor, ImportMapping).order_by("name")


def mapping_like(actor: Actor, fingerprint: str) -> ImportMapping | None:
    """The mapping kept last for sheets with these headings."""
    return mappings_for(actor).filter(fingerprint=fingerprint).order_by("-kept_at").first() if fingerprint else None


def original_of(file: ImportFile) -> bytes:
    """The file as it came, for who may see it. Raises ``imports.forgotten`` when it is not kept any more."""
    if not file.shelf_name:
        raise Refused(Problem("imports.forgotten"))
    return shelf.read(file.shelf_name, file.shelf_digest)


@dataclass(frozen=True)
class Counts:
    """How many rows of a sheet are in each state; and in the first four, as they were when it was read."""

    now: Mapping[RowState, int]
    first: Mapping[RowState, int]

    @property
    def total(self) -> int:
        """All rows there are."""
        return sum(self.now.values())

    @property
    def open(self) -> int:
        """How many wait for somebody."""
        return self.now[RowState.UNSURE] + self.now[RowState.UNREADABLE]


def counts_of(sheet: ImportSheet) -> Counts:
    """How the rows of a sheet stand, one query; for who may see it."""
    now, first = dict.fromkeys(RowState, 0), dict.fromkeys(FIRST_FOUR, 0)
    rows = ImportRow.objects.filter(sheet=sheet).values("state", "first").annotate(n=Count("id")).order_by()
    for row in rows:
        now[RowState(row["state"])] += row["n"]
        first[RowState(row["first"])] += row["n"]
    return Counts(now, first)


def rows_for(actor: Actor, sheet: ImportSheet, states: Collection[RowState] = ()) -> QuerySet[ImportRow]:
    """The rows of a sheet in their order, of these states only when any are named."""
    found = visible_to(actor, ImportRow).filter(sheet=sheet).order_by("line")
    return found.filter(state__in=states) if states else found


def row_for(actor: Actor, row_id: UUID) -> ImportRow:
    """One row. Raises ``access.not_found`` unless the actor may see it."""
    found = visible_to(actor, ImportRow).select_related("sheet__file").filter(id=row_id).first()
    if found is None:
        raise not_found()
    return found


def drafts_of(rows: Iterable[ImportRow]) -> Iterator[tuple[ImportRow, Draft | None]]:
    """Each row with what it says; None where that is forgotten. For who may see them; asks for the key once."""
    opened: dict[str, Any] = {}

    def find(kid: str) -> Any:
        if kid not in opened:
            opened[kid] = keyring.find(kid)
        return opened[kid]

    for row in rows:
        yield row, Draft.from_text(unseal(find, row.values, where(row)).decode()) if row.values else None


def where(row: ImportRow) -> str:
    """The place a row's values are sealed for."""
    return place(ROW_KIND, row.id, "values")


def taken_before(organisation: UUID, identities: Collection[UUID]) -> dict[UUID, UUID]:
    """Of these rows those that were taken in once and still are, with whom they became."""
    done = ImportRow.objects.filter(
        organisation_id=organisation, identity__in=identities, state=RowState.DONE, person__isnull=False
    )
    return {identity: person for identity, person in done.values_list("identity", "person") if person}


def as_told(problem: Any) -> Problem | None:
    """A problem as it stands in a row of the database."""
    return Problem.from_json(json.loads(problem) if isinstance(problem, str) else problem) if problem else None
