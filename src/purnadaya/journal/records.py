"""What the log keeps of a command, and how a repeat is known."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from purnadaya.access.actors import user_id_of
from purnadaya.journal.contents import sealed
from purnadaya.journal.envelopes import Envelope, Outcome, Result
from purnadaya.journal.models import Operation
from purnadaya.journal.putting_off import write_later
from purnadaya.kernel.commands import Command, Done, Ref, Work
from purnadaya.kernel.problems import Problem, Refused


def body_of(command: Command) -> dict[str, Any]:
    """What was said, as json values."""
    return command.model_dump(mode="json", exclude_unset=True)


def body_mac(command: Command, body: Mapping[str, Any]) -> str:
    """A keyed fingerprint of the whole command, to tell a repeat from another command under the same id."""
    text = json.dumps([command.kind, command.version, body], sort_keys=True)
    return salted_hmac("purnadaya.journal.body", text, algorithm="sha256").hexdigest()


def earlier(operation: UUID) -> Operation | None:
    """The operation of this id, if it has run before."""
    return Operation.objects.filter(id=operation).first()


def run_before(operations: Collection[UUID]) -> set[UUID]:
    """Of these ids those that have run before."""
    return set(Operation.objects.filter(id__in=operations).values_list("id", flat=True))


def repeated(row: Operation, command: Command, envelope: Envelope) -> Outcome:
    """The stored answer to a command sent again.

    Raises ``Refused`` again if it was refused, and ``journal.id_clash`` when the id was used for
    something else or by somebody else.
    """
    same_sender = row.actor_id == user_id_of(envelope.actor) and row.actor_kind == envelope.actor.kind
    if not (same_sender and constant_time_compare(row.body_mac, body_mac(command, body_of(command)))):
        raise Refused(Problem("journal.id_clash"))
    if row.problems is not None:
        raise Refused(*(Problem.from_json(problem) for problem in row.problems))
    return Outcome(Result.REPEATED, row.id, Ref(row.object_kind, row.object_id), row.object_version, row.note)


def record_done(command: Command, envelope: Envelope, work: Work, done: Done, link: UUID | None) -> Outcome:
    """Write the row of a command that took effect."""
    former = None if done.before is None else {name: _plain(value) for name, value in done.before.items()}
    before = sealed(done.of, work.operation, "before", former)
    _record(command, envelope, work, done.of, done.version, link=link, before=before, note=done.note)
    return Outcome(Result.APPLIED, work.operation, done.of, done.version, done.note, done.secret)


def record_refused(command: Command, envelope: Envelope, work: Work, target: Any, refusal: Refused) -> None:
    """Write the row of a command that was refused after its target was found and allowed.

    What it said is kept only of a clash, which is told to both. Of anything else the reason is enough: it may
    speak of someone who never came into the registry, whom no erasure would find.
    """
    of = command.subject()
    problems = [problem.as_json() for problem in refusal.problems]
    clash = any(problem.code == "journal.clash" for problem in refusal.problems)
    _record(command, envelope, work, of, getattr(target, "version", 0), problems=problems, keep=clash)


def _record(
    command: Command, envelope: Envelope, work: Work, of: Ref, version: int, keep: bool = True, **more: Any
) -> None:
    body = body_of(command)
    row = Operation(
        id=work.operation,
        organisation_id=work.organisation_id,
        kind=command.kind,
        version=command.version,
        actor_kind=envelope.actor.kind,
        actor_id=user_id_of(envelope.actor),
        reason=getattr(envelope.actor, "reason", ""),
        door=envelope.door,
        happened_at=envelope.happened_at,
        recorded_at=work.now,
        body=sealed(of, work.operation, "body", body if keep else {}),
        body_mac=body_mac(command, body),
        object_kind=of.kind,
        object_id=of.id,
        object_version=version,
        fields=sorted(command.touched()),
        **more,
    )
    write_later(row)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
