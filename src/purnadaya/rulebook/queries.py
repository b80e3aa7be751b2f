"""Reads of the rulebook: shipped values are for everyone, own ones belong to their organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from django.db.models import F

from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.rulebook.models import OwnValue
from purnadaya.rulebook.rules import Dated, Rule, in_force
from purnadaya.rulebook.shipped import shipped_rules


class UnknownRuleError(LookupError):
    """Code asks for a rule that the book does not have."""


class NotInForceError(LookupError):
    """No value of the rule holds on the day asked for."""


@dataclass(frozen=True)
class OwnValues:
    """An organisation's own values of one rule: the container a value is set in.

    ``version`` grows whenever one of them is set or ended.
    """

    organisation_id: UUID
    rule: str
    version: int


@dataclass(frozen=True)
class Entry:
    """One rule as an organisation reads it on a day: what holds, and its other values, latest first."""

    rule: Rule
    holds: Dated | None
    others: tuple[Dated, ...]


def value_on(rule: str, day: date, organisation_id: UUID | None) -> Dated:
    """The value of ``rule`` on ``day`` for an organisation: its own, else the shipped one (None: only that).

    One small query each time, so that all processes agree at once. Raises ``UnknownRuleError`` for a name nobody knows
    and ``NotInForceError`` where no value holds on that day.
    """
    known = shipped_rules().get(rule)
    if known is None:
        raise UnknownRuleError(rule)
    own = own_dated(organisation_id, rule) if organisation_id else []
    found = in_force(chain(known.values, own), day)
    if found is None:
        raise NotInForceError(f"{rule} on {day}")
    return found


def book_for(actor: Actor, day: date) -> list[Entry]:
    """The whole book as the actor's organisation reads it on ``day``, in order; one query."""
    own: dict[str, list[Dated]] = {}
    if actor.organisation_id is not None:
        for row in OwnValue.objects.filter(organisation_id=actor.organisation_id).exclude(until=F("since")):
            own.setdefault(row.rule, []).append(row.dated)
    return [_entry(rule, own.get(name, []), day) for name, rule in shipped_rules().items()]


def _entry(rule: Rule, own: list[Dated], day: date) -> Entry:
    values = [*rule.values, *own]
    holds = in_force(values, day)
    others = sorted((one for one in values if one is not holds), key=lambda one: one.since, reverse=True)
    return Entry(rule, holds, tuple(others))


def own_values_for(actor: Actor, rule: str) -> OwnValues:
    """The actor's own values of a rule. Raises ``access.not_found`` for an actor of no organisation."""
    if actor.organisation_id is None:
        raise not_found()
    versions = OwnValue.objects.filter(organisation_id=actor.organisation_id, rule=rule).values_list(
        "version", flat=True
    )
    return OwnValues(actor.organisation_id, rule, sum(versions))


def own_value_for(actor: Actor, value_id: UUID) -> OwnValue:
    """One own value of the actor's organisation. Raises ``access.not_found`` for any other."""
    found = OwnValue.objects.filter(id=value_id).first()
    if found is None or found.organisation_id != actor.organisation_id:
        raise not_found()
    return found


def own_dated(organisation_id: UUID, rule: str) -> list[Dated]:
    """An organisation's own values of a rule that ever hold."""
    rows = OwnValue.objects.filter(organisation_id=organisation_id, rule=rule).exclude(until=F("since"))
    return [row.dated for row in rows]
