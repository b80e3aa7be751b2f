"""Of which ground each row of an answer is: what was asked for, as far as the actor reaches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from purnadaya.access import scopes
from purnadaya.access.roles import ScopeKind
from purnadaya.kernel.areas import Level
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.places.models import Area
from purnadaya.places.queries import area
from purnadaya.tallies.policy import Reach, lies_in, outermost, reach_of
from purnadaya.tallies.queries.questions import Question


@dataclass(frozen=True)
class Ground:
    """One row of places. ``areas`` are those to add up (None: everywhere), ``groups`` those reached beside them.

    ``place`` is how it is called: the code of an area, or empty for all that is reached. ``only`` is the one group
    that was asked for.
    """

    place: str
    areas: tuple[str, ...] | None
    groups: frozenset[UUID] = frozenset()
    only: UUID | None = None
    ended: bool = False

    @property
    def is_simple(self) -> bool:
        """Whether it is made of whole areas and nothing else."""
        return self.only is None and not self.groups and self.areas is not None


@dataclass(frozen=True)
class Territory:
    """What a question is about for this actor."""

    organisation: UUID | None
    grounds: tuple[Ground, ...]
    partly: bool
    opens: bool
    """Whether she may open the list behind every figure of it."""


def territory(actor: Actor, question: Question) -> Territory:
    """What is asked for, as far as the actor reaches. Raises ``access.not_found`` for a place that is none or that she
    does not reach at all, and for a group that is not hers to see."""
    reach = reach_of(actor, "see")
    if reach.is_nothing or (question.place and area(question.place) is None):
        raise not_found()
    if question.group is not None:
        return _of_group(actor, question, reach)
    whole = _cut(question.place, reach)
    if whole.areas == () and not whole.groups:
        raise not_found()
    grounds = _beside(question.place, reach) if question.side_by_side else (whole,)
    reached_whole = reach.areas is None or whole.areas == (question.place,)
    opening = reach_of(actor, "open")
    opens = all(_covered(one, opening) for one in grounds)
    return Territory(reach.organisation, grounds, not reached_whole, opens)


def _of_group(actor: Actor, question: Question, reach: Reach) -> Territory:
    """A group is reached with all it did, wherever it was at home then."""
    group = question.group
    lies = scopes.found(actor, ScopeKind.GROUP, str(group))
    if lies is None or group is None:
        raise not_found()
    if not (group in reach.groups or reach.areas is None or any(lies_in(lies.area, one) for one in reach.areas)):
        raise not_found()
    opening = reach_of(actor, "open")
    opens = opening.areas is None or group in opening.groups or any(lies_in(lies.area, one) for one in opening.areas)
    ground = Ground(question.place, (question.place,) if question.place else None, only=group)
    return Territory(lies.organisation_id, (ground,), partly=False, opens=opens)


def _cut(place: str, reach: Reach) -> Ground:
    """A place as far as it is reached."""
    if reach.areas is None:
        return Ground(place, (place,) if place else _provinces())
    if any(lies_in(place, one) for one in reach.areas) and place:
        return Ground(place, (place,))
    return Ground(place, outermost({one for one in reach.areas if lies_in(one, place)}), reach.groups)


def _provinces() -> tuple[str, ...]:
    """All there are: over them tallies are rolled up, so that everywhere is as quickly read as one of them."""
    return tuple(Area.objects.filter(level=Level.PROVINCE).order_by("code").values_list("code", flat=True))


def _beside(place: str, reach: Reach) -> tuple[Ground, ...]:
    """The areas one level below a place that are reached, by name."""
    below = Area.objects.filter(parent_id=place or None).order_by("name", "code")
    grounds = [replace(_cut(one.code, reach), groups=frozenset(), ended=one.ended) for one in below]
    return tuple(one for one in grounds if one.areas)


def _covered(ground: Ground, reach: Reach) -> bool:
    if reach.areas is None:
        return True
    areas = ground.areas is not None and all(any(lies_in(one, held) for held in reach.areas) for one in ground.areas)
    return areas and ground.groups <= reach.groups
