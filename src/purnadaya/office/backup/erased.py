"""Who was erased, by id alone, in a file outside the database: so that a restored copy does not bring anyone back."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from purnadaya.access.actors import System
from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import execute_all
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.office.backup import BackupRefused
from purnadaya.office.backup.archive import sync_folder
from purnadaya.people.commands import ErasePerson, ReceiveRequest
from purnadaya.people.queries import erased_persons, standing_among
from purnadaya.people.rules import Asker, Wish

logger = logging.getLogger("purnadaya.backup")
FILE = "erased"
CHECKED = "She was erased before; the copy that was restored is older."


@dataclass(frozen=True)
class Again:
    """How many were erased again, and the ids of those who could not be."""

    done: int
    left: tuple[UUID, ...]


def note_erased(home: Path) -> None:
    """Write down whoever was erased and is not in the file yet: a line each with the moment, organisation, person.

    Doing it twice does no harm, so that what a kill left out comes with the next.
    """
    path = home / FILE
    known = set(ids_in(path)) if path.exists() else set()
    new = [row for row in erased_persons() if row.person_id not in known]
    if not new:
        return
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.writelines(f"{row.erased_at:%Y-%m-%dT%H:%M:%SZ} {row.organisation_id} {row.person_id}\n" for row in new)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(home)


def ids_in(path: Path) -> list[UUID]:
    """The persons in such a file. Raises ``BackupRefused`` when it cannot be read."""
    try:
        return [UUID(line.split()[2]) for line in path.read_text().splitlines() if line.strip()]
    except (OSError, ValueError, IndexError):
        raise BackupRefused(f"{path} is not a list of who was erased, or it is damaged.") from None


def erase_again(ids: Collection[UUID]) -> Again:
    """Erase in this store whoever of these stands in it again, on record, as if she had asked once more."""
    back = standing_among(ids)
    for person_id, organisation_id in back:
        # Erasing one takes along whoever turned out to be her.
        if standing_among([person_id]):
            _erase(person_id, organisation_id)
    left = tuple(person_id for person_id, _organisation in standing_among(ids))
    return Again(len(back) - len(left), left)


def _erase(person_id: UUID, organisation_id: UUID) -> None:
    request = new_id()
    asked = ReceiveRequest(request=request, person=person_id, wish=Wish.ERASE, asker=Asker.HERSELF, checked=CHECKED)
    envelope = Envelope(System("restored", organisation_id), "command_line")
    try:
        execute_all([asked, ErasePerson(person=person_id, request=request)], envelope)
    except Refused as refused:
        # She turned out to be someone who was not erased: a person must look.
        logger.warning("not_erased_again", extra={"code": refused.problems[0].code})
