"""Pure decisions about who lives with whom."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from purnadaya.kernel.problems import Problem


class Relation(StrEnum):
    """What someone is in her household, seen from its head."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    OTHER = "other"


def begun_as(relation: Relation) -> Relation:
    """As what the one she lives with begins their household, if she herself is this in it: its head, unless she is."""
    return Relation.OTHER if relation is Relation.HEAD else Relation.HEAD


def joining_problems(relation: Relation, held: Collection[Relation], lives_elsewhere: bool) -> list[Problem]:
    """Nobody lives in two households, and a household has one head."""
    problems = [Problem("people.in_a_household_already")] if lives_elsewhere else []
    if relation is Relation.HEAD and Relation.HEAD in held:
        problems.append(Problem("people.has_a_head", fields=("relation",)))
    return problems
