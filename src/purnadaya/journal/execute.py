"""The one pipeline every write goes through, whichever door it came in by.

repeat-check → target and access → version check → handler in a part undone alone → reactions → log row; after
the commit, listeners. Nothing in it is optional.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from django.db import IntegrityError

from purnadaya.access import keyring
from purnadaya.access.policies import can, kind_of
from purnadaya.journal import parts, records, versions, wires
from purnadaya.journal.envelopes import Envelope, Outcome
from purnadaya.journal.putting_off import putting_off
from purnadaya.journal.writing import write
from purnadaya.kernel.clock import DEFAULT_ZONE, SYSTEM_CLOCK, Clock
from purnadaya.kernel.commands import Actor, Command, Fact, Work, handler_of
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.problems import Problem, Refused

T = TypeVar("T")
Heard: TypeAlias = list[tuple[tuple[Fact, ...], Work]]


def execute(command: Command, envelope: Envelope, clock: Clock = SYSTEM_CLOCK) -> Outcome:
    """Run one command, durably, once.

    Sent again under the same operation id it answers ``repeated`` and does nothing. Raises ``Refused``
    with every problem found (remembered in the log, its work undone), or ``CannotSave``.
    """
    answer = _written(lambda heard: _once(command, envelope, envelope.operation, clock, heard))
    if isinstance(answer, Refused):
        raise answer
    return answer


def execute_all(commands: Sequence[Command], envelope: Envelope, clock: Clock = SYSTEM_CLOCK) -> list[Outcome]:
    """Run several commands as one act: all of them or none.

    Each gets an id derived from the envelope's and its place in the row. Raises ``Refused`` as the first
    refused command does, its problems' details naming its ``place``; then nothing of the act remains.
    The envelope's ``base`` belongs to the first command, which the others go with.
    """
    return _written(lambda heard: _one_by_one(commands, envelope, clock, heard))


def _one_by_one(commands: Sequence[Command], envelope: Envelope, clock: Clock, heard: Heard) -> list[Outcome]:
    outcomes: list[Outcome] = []
    sent = [(command, derived_id(envelope.operation, place)) for place, command in enumerate(commands)]
    seen = _looked_up(sent, envelope.actor)
    for place, (command, operation) in enumerate(sent):
        own = envelope if place == 0 else replace(envelope, base=None)
        is_new = _first_time(operation, seen)
        answer = _once(command, own, operation, clock, heard, envelope.operation, is_new=is_new)
        if isinstance(answer, Refused):
            raise Refused(*(_placed(problem, place) for problem in answer.problems))
        outcomes.append(answer)
    return outcomes


@dataclass(frozen=True)
class Act:
    """Commands that belong together, each under an operation id of its own; ``bases`` are the versions on which edits
    among them were made, by their operations."""

    sent: tuple[tuple[Command, UUID], ...]
    bases: Mapping[UUID, int] = field(default_factory=dict)


Answer: TypeAlias = tuple[Outcome, ...] | Refused
"""What became of an act: an outcome for each of its commands, or why none of it was done."""


def execute_acts(
    acts: Sequence[Act],
    envelope: Envelope,
    after: Callable[[list[Answer]], None] = lambda _answers: None,
    clock: Clock = SYSTEM_CLOCK,
) -> list[Answer]:
    """Run many acts in one transaction, each of them whole or not at all; one that is refused holds up no other.

    ``after`` is told the answers and writes in the same transaction. Of a refused act nothing remains, not even that
    it was refused: whoever sends many keeps that herself. ``envelope.operation`` links them in the log.
    """

    def all_of_them(heard: Heard) -> list[Answer]:
        seen = _looked_up([sent for act in acts for sent in act.sent], envelope.actor)
        answers = [_act(one, envelope, clock, heard, seen) for one in acts]
        after(answers)
        return answers

    return _written(all_of_them)


def _looked_up(sent: Sequence[tuple[Command, UUID]], actor: Actor) -> set[UUID]:
    """Which of these operations have run before; also asks at once for the keys the others will be sealed with, and
    has them foresee what they will ask."""
    seen = records.run_before([operation for _command, operation in sent])
    coming = [command for command, operation in sent if operation not in seen]
    keyring.look_up(keyring.LOG, [command.subject() for command in coming])
    alike: dict[type[Command], list[Command]] = {}
    for command in coming:
        alike.setdefault(type(command), []).append(command)
    for kind, commands in alike.items():
        if len(commands) > 1:
            kind.foresee(commands, actor)
    return seen


def _act(act: Act, envelope: Envelope, clock: Clock, heard: Heard, seen: set[UUID]) -> Answer:
    outcomes: list[Outcome] = []
    told: Heard = []
    try:
        # Without a savepoint of its own where the command has one already: there are many.
        with nullcontext() if len(act.sent) == 1 else parts.whole():
            for place, (command, operation) in enumerate(act.sent):
                own = replace(envelope, base=act.bases[operation]) if operation in act.bases else envelope
                answer = _once(
                    command, own, operation, clock, told, envelope.operation,
                    is_new=_first_time(operation, seen), keeps_refusals=False,
                )  # fmt: skip
                if isinstance(answer, Refused):
                    raise Refused(*(_placed(problem, place) for problem in answer.problems))
                outcomes.append(answer)
    except Refused as refused:
        return refused
    except IntegrityError:
        return Refused(Problem("journal.already_there"))
    heard.extend(told)
    return tuple(outcomes)


def _first_time(operation: UUID, seen: set[UUID]) -> bool:
    """Whether it is sure not to have run; the next time it is not."""
    is_new = operation not in seen
    seen.add(operation)
    return is_new


def execute_linked(
    command: Command,
    envelope: Envelope,
    link: UUID,
    before: Callable[[], None],
    after: Callable[[], None],
    clock: Clock = SYSTEM_CLOCK,
) -> Outcome:
    """As ``execute``, for a command that comes out of the thing with the id ``link``, whose row moves with it.

    In the same transaction ``before`` runs first and ``after`` once the command took effect. If either raises
    ``Refused``, nothing remains; when the command itself is refused, what ``before`` wrote stays.
    """

    def linked(heard: Heard) -> Outcome | Refused:
        before()
        answer = _once(command, envelope, envelope.operation, clock, heard, link)
        if isinstance(answer, Outcome):
            after()
        return answer

    answer = _written(linked)
    if isinstance(answer, Refused):
        raise answer
    return answer


def _written(work: Callable[[Heard], T]) -> T:
    """What ``work`` gives, durably; then listeners hear what the try that lasted has to tell."""
    tries: list[Heard] = []

    def once_more() -> T:
        tries.append([])
        with putting_off():
            return work(tries[-1])

    try:
        answer = write(once_more)
    except IntegrityError as error:
        # A unique constraint is the last word on what a handler could not see; which one it was is no
        # business of whoever guessed an id.
        raise Refused(Problem("journal.already_there")) from error
    _tell(tries[-1])
    return answer


def _once(
    command: Command,
    envelope: Envelope,
    operation: UUID,
    clock: Clock,
    heard: Heard,
    link: UUID | None = None,
    *,
    is_new: bool = False,
    keeps_refusals: bool = True,
) -> Outcome | Refused:
    if not is_new and (row := records.earlier(operation)):
        return records.repeated(row, command, envelope)
    target = command.target(envelope.actor)
    if not can(envelope.actor, command.verb, target):
        raise Refused(Problem("access.not_allowed"))
    work = _work(envelope, operation, clock, target)
    try:
        with parts.whole():
            versions.check(command, target, kind_of(target), envelope.base)
            done = handler_of(command)(command, target, work)
            wires.run_reactions(done.facts, work)
            outcome = records.record_done(command, envelope, work, done, link)
    except Refused as refusal:
        if keeps_refusals:
            records.record_refused(command, envelope, work, target, refusal)
        return refusal
    heard.append((done.facts, work))
    return outcome


def _tell(heard: Heard) -> None:
    """Listeners hear when all is durable and the writer's turn is given back: they may write themselves."""
    for facts, work in heard:
        wires.run_listeners(facts, work)


def _work(envelope: Envelope, operation: UUID, clock: Clock, target: Any) -> Work:
    actor = envelope.actor
    return Work(
        actor=actor,
        operation=operation,
        now=clock.now(),
        today=clock.today(getattr(actor, "zone", DEFAULT_ZONE)),
        organisation_id=actor.organisation_id or getattr(target, "organisation_id", None),
    )


def _placed(problem: Problem, place: int) -> Problem:
    return replace(problem, details={**problem.details, "place": place})
