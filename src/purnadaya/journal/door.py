"""How a page hands a form's command to ``execute`` and a refusal back to the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from purnadaya.journal.envelopes import Envelope, Outcome
from purnadaya.journal.execute import execute, execute_all
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.commands import Actor, Command
from purnadaya.kernel.problems import Refused


class FormOfCommand(Protocol):
    """What a form must offer to be saved; ``ui.forms.CommandForm`` does."""

    operation: UUID
    base: int | None

    def to_command(self) -> Command | None:
        """The command typed, or None when its shape is wrong (the form then shows why)."""

    def first(self, command: Any) -> Sequence[Command]:
        """What must be done before it in the same act; the same form always gives the same."""

    def then(self, command: Any) -> Sequence[Command]:
        """What is done after it in the same act."""

    def show(self, *problems: Any) -> None:
        """Show problems beside their fields, and take a new operation id."""


def save(form: FormOfCommand, actor: Actor) -> Outcome | None:
    """Execute what was typed, and in the same act what comes before and after it. None when refused: the form then
    says why, with all that was typed kept; of several commands, a problem's ``place`` says which it is of.

    Raises ``access.not_found`` (the page answers "not found") and lets nothing else through.
    """
    command = form.to_command()
    if command is None:
        return None
    try:
        envelope = Envelope(actor, "office", form.operation, form.base)
        before, after = form.first(command), form.then(command)
        if not before and not after:
            return execute(command, envelope)
        return execute_all([*before, command, *after], envelope)[len(before)]
    except CannotSave as error:
        form.show(error.problem)
    except Refused as refusal:
        if any(problem.code == "access.not_found" for problem in refusal.problems):
            raise
        form.show(*refusal.problems)
    return None
