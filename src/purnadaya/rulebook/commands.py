"""Everything that can be written about rules."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db.models import F

from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.dates import LocalDate
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.texts import Line, Name
from purnadaya.rulebook.facts import ValueEnded, ValueSet
from purnadaya.rulebook.models import OwnValue
from purnadaya.rulebook.queries import OwnValues, own_dated, own_value_for, own_values_for
from purnadaya.rulebook.rules import Dated, Unit, ending_problems, setting_problems
from purnadaya.rulebook.shipped import shipped_rules


class SetValue(Command):
    """From a day on, the organisation reckons with its own value of a rule, for a ``reason`` and from a ``source``.

    The ``unit`` is said again so that 3 days are never taken for 3 hours. The shipped value stays and holds where
    no own one does.
    """

    kind: ClassVar[str] = "rulebook.set_value"
    verb: ClassVar[str] = "set"
    about: ClassVar[str] = "own_value"

    own_value: NewId
    rule: Line
    unit: Unit
    value: int
    since: LocalDate
    until: LocalDate | None = None
    source: Name
    reason: Name

    def target(self, actor: Actor) -> OwnValues:
        return own_values_for(actor, self.rule)


@handles(SetValue)
def set_value(command: SetValue, values: OwnValues, work: Work) -> Done:
    """Put the value beside the others; which one holds on a day follows from the days they say."""
    owner = values.organisation_id
    wish = Dated(command.value, command.since, command.until, command.source, own=command.own_value)
    rule = shipped_rules().get(command.rule)
    refuse_if_any(setting_problems(rule, command.unit, wish, work.today, own_dated(owner, command.rule)))
    OwnValue.objects.create(
        id=command.own_value,
        organisation_id=owner,
        rule=command.rule,
        value=command.value,
        since=command.since,
        until=command.until,
        source=command.source,
    )
    fact = ValueSet(owner, command.rule, command.since)
    note = "rulebook.in_the_past" if command.since < work.today else ""
    return Done(Ref.to("own_value", command.own_value), facts=(fact,), note=note)


class EndValue(Command):
    """An own value no longer holds from the day ``until`` on; on its first day it is as if it had never been set."""

    kind: ClassVar[str] = "rulebook.end_value"
    verb: ClassVar[str] = "set"
    about: ClassVar[str] = "own_value"

    own_value: UUID
    until: LocalDate
    reason: Name

    def target(self, actor: Actor) -> OwnValue:
        return own_value_for(actor, self.own_value)


@handles(EndValue)
def end_value(command: EndValue, value: OwnValue, work: Work) -> Done:
    """Date the end; the row stays."""
    refuse_if_any(ending_problems(value.dated, command.until))
    same = OwnValue.objects.filter(id=value.id, version=value.version)
    if not same.update(until=command.until, version=F("version") + 1):
        raise Refused(Problem("journal.stale"))
    fact = ValueEnded(value.organisation_id, value.rule, command.until)
    note = "rulebook.in_the_past" if command.until < work.today else ""
    before = {"until": value.until}
    return Done(Ref.to("own_value", value.id), value.version + 1, (fact,), before, note)
