"""The command line as a door: who acts, and how an answer is said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from purnadaya.access.actors import System
from purnadaya.access.models import Organisation, User
from purnadaya.access.queries import actor_for
from purnadaya.journal.envelopes import Outcome
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import Problem
from purnadaya.office.backup.erased import Again
from purnadaya.ui.words import say


def refuse_unless_set_up() -> None:
    """Raises CommandError when the tables are not those of this version."""
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        raise CommandError("this home is not ready for this version: run “purnadaya setup” first") from None


def acting(username: str | None, organisation: str | None, reason: str | None) -> Actor:
    """The actor meant by ``--as``, or the operator by ``--reason`` (for ``--organisation``, or the server).

    Raises CommandError when neither or an unknown one is named.
    """
    if username:
        user = User.objects.select_related("organisation").filter(username=username.lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"--as {username}: nobody signs in by this name")
        return actor_for(user, timezone.localdate())
    if not reason:
        raise CommandError("say who acts: --as USER, or --reason TEXT for the operator")
    return System(reason[:120], organisation_id(organisation) if organisation else None)


NOBODY_SAID = (
    "Whoever was erased since then may be back: nobody was erased again. Who it was stands in the file erased of the "
    "home the copy was made from, and in purnadaya-….erased beside its backups. Bring it, and the keys, and run "
    "purnadaya restored --erased FILE before you serve this; without it, look through what was asked about own data "
    "since then."
)


def said_of_erased(again: Again | None) -> str:
    """What became of those who had been erased."""
    if again is None:
        return NOBODY_SAID
    told = f"{again.done} who had been erased since were erased again."
    left = ", ".join(map(str, again.left))
    return f"{told} Look at these yourself, they turned out to be others: {left}." if left else told


def organisation_id(name: str) -> UUID:
    """The organisation of this name. Raises CommandError unless there is exactly one."""
    found = list(Organisation.objects.filter(name__iexact=name)[:2])
    if len(found) != 1:
        raise CommandError(f"--organisation {name}: no such organisation here")
    return found[0].id


def answer(outcome: Outcome) -> dict[str, Any]:
    """What became of a command, for a machine to read."""
    told = {
        "result": outcome.result.value,
        "operation": str(outcome.operation),
        "object": {"kind": outcome.of.kind, "id": outcome.of.id, "version": outcome.version},
    }
    return (
        told | ({"note": outcome.note} if outcome.note else {}) | ({"code": outcome.secret} if outcome.secret else {})
    )


def refusal(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """A refusal, with its codes and its words."""
    rows = [{**problem.as_json(), "words": say(problem)} for problem in problems]
    return {"result": "refused", "problems": rows}
